"""Import mappings: those of a site in `imports/`, and the presets that they begin with; and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from perfsite.diagnostics import Diagnostic, Fix, closest
from perfsite.diagnostics.model import Argument
from perfsite.importers.days import compile_format
from perfsite.project import Project
from perfsite.records.import_mapping import ImportMapping
from perfsite.records.kinds import KINDS
from perfsite.records.library import Library
from perfsite.records.load import settings_of
from perfsite.records.metric import Metric
from perfsite.records.read import Draft, read_record
from perfsite.records.record import Origin
from perfsite.records.references import Ref
from perfsite.scaffold.starter import comments_in, texts_in
from perfsite.sources import Mapping, read_source
from perfsite.sources.nodes import Route, follow
from perfsite.span import whole_file

FOLDER = ImportMapping.folder
_PRESETS = "presets"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping with the text that it was read from, so that problems can point into it."""

    mapping: ImportMapping
    node: Mapping
    file: str
    raw: bytes


def preset_names() -> tuple[str, ...]:
    folder = files("perfsite.importers") / _PRESETS
    return tuple(sorted(item.name.removesuffix(".yml") for item in folder.iterdir() if item.name.endswith(".yml")))


def preset_text(name: str, lang: str, languages: tuple[str, ...] = ("zh", "en")) -> str:
    """A preset with its comments in one language, and its texts in those of a site."""
    text = comments_in((files("perfsite.importers") / _PRESETS / f"{name}.yml").read_text("utf-8"), lang)
    return texts_in(text, languages[0]) if len(languages) == 1 else text


def mapping_names(project: Project) -> tuple[str, ...]:
    """The mappings of a site, by the names of their files."""
    folder = project.root / FOLDER
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.stem for path in folder.glob("*.yml") if path.is_file() and not path.is_symlink()))


def find_mapping(project: Project, name: str, given: Path, languages: tuple[str, ...]) -> tuple[str, bytes] | None:
    """The file of a mapping and its bytes: one of the site's, a preset, or the file at a path; None where it is none."""
    if name in mapping_names(project):
        return f"{FOLDER}/{name}.yml", (project.root / FOLDER / f"{name}.yml").read_bytes()
    if name in preset_names():
        return f"{name}.yml", preset_text(name, languages[0], languages).encode()
    if name.endswith((".yml", ".yaml")) and given.is_file():
        inside = given.resolve().is_relative_to(project.root)
        return (project.relative(given.resolve()) if inside else given.name), given.read_bytes()
    return None


def read_mapping(file: str, raw: bytes, library: Library) -> tuple[Mapped | None, list[Diagnostic]]:
    """A mapping, if nothing is wrong with it."""
    source, problems = read_source(file, raw)
    if source is None:
        return None, problems
    if not isinstance(source.root, Mapping) or not source.root.entries:
        return None, [Diagnostic("PS405", whole_file(file), hint="file")]
    # It goes by the name of its file, which is none of the site's ids and may be written in any way.
    draft = Draft(ImportMapping, "mapping", source.root, None)
    record, problems = read_record(draft, Origin(file), settings_of(library.site))
    if not isinstance(record, ImportMapping) or record.incomplete:
        return None, problems
    mapped = Mapped(record, source.root, file, raw)
    problems += _faults(mapped, library)
    return (None if problems else mapped), problems


def metrics_of(library: Library, mapping: ImportMapping) -> tuple[Metric, ...]:
    found = (library.get(Metric, measure.metric) for measure in mapping.measures)
    return tuple(metric for metric in found if metric is not None)


def _faults(mapped: Mapped, library: Library) -> Iterator[Diagnostic]:
    """What a mapping says that no table could be read by."""
    mapping = mapped.mapping
    for route, ref in _references(mapping):
        if library.find(ref) is None:
            yield _unknown(mapped, library, route, ref)
    for form in _bad_formats(mapping):
        yield _fault(mapped, ("when", "formats"), "format", text=form)
    if mapping.whose.is_ == "team" and mapping.whose.credit == "person":
        yield _fault(mapped, ("whose", "credit"), "credit")
    for index, rate in enumerate(mapping.currency.rates if mapping.currency is not None else ()):
        if rate.rate <= 0:
            yield _fault(mapped, ("currency", "rates", index, "rate"), "rate")
    if not mapping.measures:
        yield _fault(mapped, ("measures",), "none")
    seen: set[str] = set()
    for index in range(len(mapping.measures)):
        yield from _measure_faults(mapped, library, index, seen)


def _references(mapping: ImportMapping) -> Iterator[tuple[Route, Ref]]:
    for index, measure in enumerate(mapping.measures):
        yield ("measures", index, "metric"), measure.metric
    if mapping.goal.supports is not None:
        yield ("goal", "supports"), mapping.goal.supports


def _bad_formats(mapping: ImportMapping) -> Iterator[str]:
    for form in mapping.when.formats if mapping.when is not None else ():
        if compile_format(form) is None:
            yield form


def _measure_faults(mapped: Mapped, library: Library, index: int, seen: set[str]) -> Iterator[Diagnostic]:
    mapping = mapped.mapping
    measure = mapping.measures[index]
    route: Route = ("measures", index, "take")
    if measure.metric.id in seen:
        yield _fault(mapped, ("measures", index, "metric"), "twice", metric=measure.metric.id)
    seen.add(measure.metric.id)
    if measure.take != "count" and not measure.column:
        yield _fault(mapped, route, "column", take=measure.take)
    if measure.take == "mean" and measure.round is None:
        yield _fault(mapped, route, "round")
    if measure.weight and measure.take != "mean":
        yield _fault(mapped, ("measures", index, "weight"), "weight")
    if measure.take == "latest" and mapping.when is None:
        yield _fault(mapped, route, "latest")
    metric = library.get(Metric, measure.metric)
    if metric is None:
        return
    counts = measure.take in ("count", "distinct")
    if counts and metric.unit in ("money", "percent"):
        yield _fault(mapped, route, "unit", metric=metric.id)
    if metric.unit == "money" and not counts:
        if mapping.currency is None:
            yield _fault(mapped, route, "currency", metric=metric.id)
        elif not (metric.currency or library.site.currency):
            yield _fault(mapped, route, "metric-currency", metric=metric.id)


def _fault(mapped: Mapped, route: Route, hint: str, **arguments: str) -> Diagnostic:
    return Diagnostic("PS165", follow(mapped.node, route), arguments, hint)


def _unknown(mapped: Mapped, library: Library, route: Route, ref: Ref) -> Diagnostic:
    near = closest(ref.id, library.records.get(ref.kind, {}))
    span = follow(mapped.node, route)
    arguments: dict[str, Argument] = {"noun": KINDS[ref.kind].noun, "id": ref.id, "mended": near or ""}
    return Diagnostic("PS302", span, arguments, "suggest" if near else "", Fix(span, near) if near else None)
