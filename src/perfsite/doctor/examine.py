"""Everything there is to look at, in the order in which it would be mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from perfsite.doctor.finding import Finding
from perfsite.doctor.machine import look_at_machine
from perfsite.doctor.recipes import look_at_recipes
from perfsite.doctor.repository import look_at_repository
from perfsite.doctor.site import look_at_site
from perfsite.pipeline import Loaded
from perfsite.project import Project


def examine_all(
    folder: Path,
    project: Project | None,
    loaded: Loaded | None,
    out: Path,
    as_of: dt.date,
    environ: Mapping[str, str],
    encoding: str,
) -> Iterator[Finding]:
    """Of the machine alone where no site was found; `folder` is then the one that it would be made in. Nothing is
    `loaded` where records may not be read.
    """
    timezone = "UTC" if loaded is None else loaded.library.site.timezone
    yield from look_at_machine(folder, timezone, encoding)
    if project is None:
        return
    yield from look_at_repository(project, out, environ)
    if loaded is not None:
        yield from look_at_site(loaded, as_of)
    yield from look_at_recipes(project.top or project.root)
