"""The sample company with its past: a git repository of two years in which its standards came about."""

from __future__ import annotations

from perfsite.scaffold.demo.history import demo_commits, sample_folder
from perfsite.scaffold.demo.texts import StoryError
from perfsite.scaffold.demo.write import write_demo

__all__ = ["StoryError", "demo_commits", "sample_folder", "write_demo"]
