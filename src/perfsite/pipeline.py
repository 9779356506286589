"""The trip of the data, from files to a site: load → check → project → plan → render → write."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from perfsite import __version__
from perfsite.checks import run_checks
from perfsite.checks.gaps import tell_readings
from perfsite.checks.schema import check_schema
from perfsite.checks.titles import tell_titles
from perfsite.diagnostics import CODES, Diagnostic, Severity, sort_problems
from perfsite.project import SITE_FILE, Project, find_zone
from perfsite.records.fields import SENSITIVITIES
from perfsite.records.library import Library
from perfsite.records.load import linked_site, load_library, load_site, settings_of
from perfsite.records.read import Unit, UnitRead
from perfsite.records.roster import join_roster
from perfsite.records.site import AudienceRule
from perfsite.render.themes import Theme, check_templates, find_theme, template_problem
from perfsite.sources import MAX_TABLE_BYTES, discover, is_overlooked, sort_out, too_large

if TYPE_CHECKING:
    from perfsite.history.read import History
    from perfsite.output import Manifest
    from perfsite.privacy import Projection
    from perfsite.publication.transitions import Outlook
    from perfsite.render.site import Job
    from perfsite.site.past import Past

# What only a build needs is imported where a build begins: a check of a few records should cost no more than that.


@dataclass(frozen=True)
class Loaded:
    """A library with the problems of its form, before any check of meaning, and what was read of each unit of files."""

    project: Project
    library: Library
    problems: tuple[Diagnostic, ...]
    read: Mapping[Unit, UnitRead]
    # Of the problems those of files that are not read at all.
    strays: tuple[Diagnostic, ...] = ()
    # The commit that the files were read from; "" for those on disk.
    commit: str = ""

    @cached_property
    def theme(self) -> tuple[Theme, tuple[Diagnostic, ...]]:
        """The theme that the site names, with what is wrong in it outside its templates."""
        site = self.library.site
        theme, problems = find_theme(site.theme, self.project.root, self.library.span(site, "theme"))
        if site.look is not None:
            from perfsite.render.dress import dress_site

            dress, faults = dress_site(self.library, self.project.root, theme.sheet())
            theme, problems = replace(theme, dress=dress), (*problems, *faults)
        if not theme.trusted:
            from perfsite.render.translations import read_catalogue

            for language in site.languages:
                problems += read_catalogue(theme, language)[1]
        return theme, problems


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has published, and when it will say something else by itself."""

    manifest: Manifest
    pages: int
    audience: AudienceRule
    outlook: Outlook


def load(
    project: Project, *, before: Loaded | None = None, changed: frozenset[str] = frozenset(), jobs: int = 1
) -> Loaded:
    """Reads every record of a project. What cannot be read is a problem; the rest is there.

    With `before`, what that loading read is taken over, except for the files named in `changed` and those that are new.
    """
    kept = {} if before is None else {f: raw for f, raw in before.library.documents.sources.items() if f not in changed}
    is_link = project.site_file.is_symlink()
    raw = b"" if is_link else kept.get(SITE_FILE) or project.site_file.read_bytes()
    site, problems = linked_site(SITE_FILE) if is_link else load_site(SITE_FILE, raw)
    if before is not None and SITE_FILE in kept and site == before.library.site:
        site = before.library.site
    files, strays = _find_files(project, before, changed)
    sources = {SITE_FILE: raw, **{file: kept.get(file) or (project.root / file).read_bytes() for file in files}}
    known: dict[Unit, UnitRead] = {}
    if before is not None and settings_of(before.library.site) == settings_of(site):
        known = {unit: read for unit, read in before.read.items() if all(file in kept for file in unit.files)}
    memory = None if before is None else before.library.memory
    library, more, read = load_library(site, files, sources, project.relative(project.content), known, memory, jobs)
    library, faults = _with_roster(project, library)
    return Loaded(project, library, (*problems, *strays, *more, *faults), read, tuple(strays))


def amended(loaded: Loaded, files: Mapping[str, bytes]) -> Loaded:
    """A project as it would be with these files in place of its own, or beside them. Nothing on disk is read or changed."""
    library = loaded.library
    sources = {**library.documents.sources, **files}
    site, problems = load_site(SITE_FILE, sources[SITE_FILE])
    site = library.site if site == library.site else site
    known: dict[Unit, UnitRead] = {}
    if settings_of(library.site) == settings_of(site):
        known = {unit: read for unit, read in loaded.read.items() if not any(file in files for file in unit.files)}
    folder = library.documents.folder
    records = [file for file in sources if file != SITE_FILE]
    after, more, read = load_library(site, records, sources, folder, known, library.memory)
    after, faults = _with_roster(loaded.project, after)
    if library.wordings is not None:
        # Outcomes are judged by the same history as before.
        after = replace(after, wordings=library.wordings.again())
    return replace(loaded, library=after, problems=(*problems, *loaded.strays, *more, *faults), read=read)


def load_at(project: Project, commit: str, *, jobs: int = 1) -> Loaded | None:
    """Reads every record as a commit holds it, out of git: nothing on disk is changed. None where it holds no site.

    What lies outside the repository, the roster of names and an installed theme, is as it is now, and so is the site's
    own theme: it is how records are shown and not what they say. Raises `HistoryError` where git cannot give it all.
    """
    from perfsite.history.git import list_files, read_blobs

    folder = project.relative(project.content)
    listed = [
        entry
        for entry in list_files(project.root, commit, (SITE_FILE, folder))
        if not any(is_overlooked(part) for part in entry[0].split("/"))
    ]
    blobs = {name: blob for name, _, blob in listed}
    if SITE_FILE not in blobs:
        return None
    files, strays = sort_out((name, kind) for name, kind, _ in listed if name != SITE_FILE)
    raws = dict(read_blobs(project.root, dict.fromkeys(blobs[file] for file in (SITE_FILE, *files)), MAX_TABLE_BYTES))
    sources: dict[str, bytes] = {}
    for file in (SITE_FILE, *files):
        raw = raws[blobs[file]]
        if raw is None:
            strays.append(too_large(file))
        else:
            sources[file] = raw
    if SITE_FILE not in sources:
        return None
    site, problems = load_site(SITE_FILE, sources[SITE_FILE])
    library, more, read = load_library(site, [f for f in files if f in sources], sources, folder, jobs=jobs)
    library, faults = _with_roster(project, library)
    return Loaded(project, library, (*problems, *strays, *more, *faults), read, tuple(strays), commit)


def _with_roster(project: Project, library: Library) -> tuple[Library, Sequence[Diagnostic]]:
    path = library.site.roster
    return (library, ()) if path is None else join_roster(library, _read_outside(project, path))


def _find_files(
    project: Project, before: Loaded | None, changed: frozenset[str]
) -> tuple[Sequence[str], Sequence[Diagnostic]]:
    """The files of records, with those that are none. Where only known ones were changed, all others are as they were."""
    if before is not None:
        known = before.library.documents.sources
        paths = [project.root / file for file in changed]
        if changed <= known.keys() and all(path.is_file() and not path.is_symlink() for path in paths):
            return [file for file in known if file != SITE_FILE], before.strays
    content = project.content
    if content.is_dir() and not content.is_symlink():
        return discover(project.root, content)
    # As git has it, a link is no folder; and one that came with a pull request could lead anywhere.
    kind = "link" if content.is_symlink() else "file"
    return sort_out([(project.relative(content), kind)]) if os.path.lexists(content) else ([], [])


def _read_outside(project: Project, path: str) -> bytes | None:
    """A file that a site names by its path, which may lead out of the repository; None where it cannot be read."""
    try:
        return (project.root / path).read_bytes()
    except OSError:
        return None


def examine(loaded: Loaded, as_of: dt.date) -> tuple[Diagnostic, ...]:
    """All problems of a project, in the order of its files, as severe as the site has them.

    In a language that is not known nothing is found but that.
    """
    other = check_schema(loaded.library)
    if other is not None:
        return (other,)
    theme, faults = loaded.theme
    read = tell_titles(loaded.library, tell_readings(loaded.library, loaded.problems))
    found = (*read, *faults, *check_templates(theme), *run_checks(loaded.library, as_of, loaded.problems))
    return sort_problems(settle(found, loaded.library))


def examine_history(loaded: Loaded, history: History) -> tuple[Diagnostic, ...]:
    """The problems of how records have changed. Apart from the others, since not every check can wait for a history."""
    from perfsite.checks.reaching_back import check_reaching_back

    found = check_reaching_back(loaded.library, history, zone_of(loaded.library))
    return sort_problems(settle(found, loaded.library))


def settle(problems: Iterable[Diagnostic], library: Library) -> Iterable[Diagnostic]:
    """Gives each problem the severity of its code, or that which the site has set where harm allows."""
    chosen = {name.casefold(): level for name, level in library.site.checks}
    for problem in problems:
        code = CODES[problem.code]
        level = chosen.get(code.id.casefold(), chosen.get(code.slug, "")) if code.adjustable else ""
        if level == "off":
            continue
        yield replace(problem, severity=Severity(level) if level else code.severity)


def stops_build(problems: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether nothing may be published: an error, or under `strict` anything at all."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def find_audience(loaded: Loaded, name: str | None) -> AudienceRule | None:
    """The audience of that id, or without an id the widest; None where the site has no such audience."""
    from perfsite.privacy import audience_named

    return audience_named(loaded.library.site, name)


def load_history(loaded: Loaded, *, cached: bool = True, jobs: int = 1) -> History | None:
    """The history of every record up to what was loaded; None where there is none, as outside a repository.

    Raises `HistoryError` where there is one and it is not whole. With `cached`, what was read before is not read again;
    the rest is read by as many processes as there are `jobs`.
    """
    from perfsite.cache import open_cache
    from perfsite.history.read import Standing, read_history

    project = loaded.project
    store = open_cache(project) if cached else None
    folder, settings = project.relative(project.content), settings_of(loaded.library.site)
    sources = loaded.library.documents.sources
    standing = (
        Standing(unit.file, sources[unit.file], read.records[0])
        for unit, read in loaded.read.items()
        if unit.files == (unit.file,) and len(read.records) == 1 and not (read.problems or read.open_kinds)
    )
    return read_history(project.root, folder, settings, loaded.commit or "HEAD", store, jobs, standing)


def judge_by(
    loaded: Loaded, history: History, as_of: dt.date, *, whole: bool = False, before: Loaded | None = None
) -> Loaded:
    """What was loaded, with its outcomes judged by the standards as they counted for each.

    What is not committed yet counts as published on the day `as_of`. `whole` says that all of the history is read anyway;
    with `before`, what was read of the same history for that loading is not read again.
    Raises `HistoryError` where what is needed of it is missing.
    """
    from perfsite.publication.decided import Wordings

    known = None if before is None else before.library.wordings
    if isinstance(known, Wordings):
        wordings = known.like(history, as_of)
    else:
        wordings = Wordings(history, zone_of(loaded.library), as_of, all_at_once=whole)
    library = replace(loaded.library, wordings=wordings)
    wordings.prepare(library)
    return replace(loaded, library=library)


class TemplateError(Exception):
    """A template of the site's own theme that fails on a page; `problem` says where and why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.span.place)
        self.problem = problem


def build(
    loaded: Loaded,
    *,
    out: Path,
    audience: AudienceRule,
    as_of: dt.date,
    history: History | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Publishes the whole site for one audience, or leaves what is published as it is.

    The problems of `loaded` are the caller's to judge. Raises `OutputError` where the folder or the system refuses,
    `HistoryError` where the history turns out not to be whole, and `TemplateError` where a template of the site's own
    fails on a page.
    """
    from perfsite.output import ManifestHeader, refuse_within, write_site
    from perfsite.publication.transitions import look_ahead
    from perfsite.render.html import RenderError
    from perfsite.render.site import Press

    refuse_within(out, loaded.project.content)
    job = set_type(loaded, audience=audience, as_of=as_of, history=history)
    header = ManifestHeader(__version__, job.commit or None, as_of.isoformat(), audience.id)
    files = _counted(Press(job).print_all(jobs), len(job.pages), progress)
    try:
        manifest = write_site(out, files, header=header)
    except RenderError as error:
        place = job.theme.own_file(error.template)
        if place is None:
            raise
        raise TemplateError(template_problem(place, error.line, error.reason)) from error
    # By what this audience sees: a day told by what it does not see would tell of it.
    return Built(manifest, len(job.pages), audience, look_ahead(job.editions[0].library, as_of))


def set_type(loaded: Loaded, *, audience: AudienceRule, as_of: dt.date, history: History | None = None) -> Job:
    """Projects: everything that is ready to be planned and printed, page by page."""
    from perfsite.privacy import project
    from perfsite.render.site import Job
    from perfsite.site.edition import Edition
    from perfsite.site.explainer import Explainer
    from perfsite.site.plan import frame_of

    projection = project(loaded.library, audience, as_of)
    past = None if history is None else _past_for(history, loaded.library, projection)
    judged_by = past.history if past is not None else _wordings_seen(loaded.library, projection)
    if judged_by is not None:
        projection = _judged_by(judged_by, projection, as_of, whole=past is not None)
    explainer = Explainer(projection)
    languages = loaded.library.site.languages
    editions = tuple(Edition(language, projection, as_of, explainer, past) for language in languages)
    commit = _commit_for(loaded, audience)
    address = _commit_address(loaded, commit)
    theme = loaded.theme[0]
    frames = tuple(
        frame_of(
            edition,
            version=__version__,
            commit=_shortened(commit),
            commit_address=address,
            logo=theme.dress.logo,
            own_theme=not theme.trusted,
        )
        for edition in editions
    )
    return Job(editions, frames, theme, loaded.library.site.base_url, commit)


def _past_for(history: History, library: Library, projection: Projection) -> Past:
    """The history as an audience sees it, with what each version changed."""
    from perfsite.privacy import project_history
    from perfsite.site.past import past_of

    seen = project_history(history, library, projection)
    past = past_of(seen, projection.audience, library.site.policy, zone_of(library))
    past.work_out()
    return past


def _wordings_seen(library: Library, projection: Projection) -> History | None:
    """The history as an audience sees it, where outcomes of the library are judged by earlier wordings at all."""
    from perfsite.privacy import project_history
    from perfsite.publication.decided import Wordings

    known = library.wordings
    if not isinstance(known, Wordings) or not known.matter:
        return None
    return project_history(known.history, library, projection)


def _judged_by(history: History, projection: Projection, as_of: dt.date, *, whole: bool) -> Projection:
    """The projection with outcomes judged by what the audience sees of the wordings that counted for them."""
    from perfsite.publication.decided import Wordings

    wordings = Wordings(history, zone_of(projection.library), as_of, all_at_once=whole)
    return replace(projection, library=replace(projection.library, wordings=wordings))


def zone_of(library: Library) -> dt.tzinfo:
    """The site's time zone, or UTC where the machine does not know it."""
    return find_zone(library.site.timezone) or dt.UTC


def _commit_for(loaded: Loaded, audience: AudienceRule) -> str:
    """The commit that the site is made from, for an audience that sees everything.

    A commit's id depends on all that it holds, so that to others it would tell that something hidden has changed.
    """
    if audience.sees != SENSITIVITIES[-1]:
        return ""
    if loaded.commit:
        return loaded.commit
    from perfsite.history.git import head_commit

    commit = head_commit(loaded.project.root, (SITE_FILE, loaded.project.relative(loaded.project.content)))
    return "" if commit is None else commit.id if commit.clean else f"{commit.id}+"


def _shortened(commit: str) -> str:
    """Enough of a commit's id to find it by, and the sign that there was more than it holds."""
    return commit[:10] + ("+" if commit.endswith("+") else "")


def _commit_address(loaded: Loaded, commit: str) -> str:
    repository = loaded.library.site.repository
    if not commit or repository is None or repository.web is None or commit.endswith("+"):
        return ""
    return f"{repository.web.rstrip('/')}/commit/{commit}"


def _counted(
    files: Iterator[tuple[str, bytes]], total: int, progress: Callable[[int, int], None] | None
) -> Iterator[tuple[str, bytes]]:
    for done, file in enumerate(files, 1):
        yield file
        if progress is not None and done % 100 == 0:
            progress(min(done, total), total)
    if progress is not None:
        progress(total, total)
