"""A repository of sales standards and outcomes, in; a bilingual static site, out."""

from __future__ import annotations

__version__ = "0.1.0"
