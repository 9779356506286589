"""The vectors of tests/vectors/outcomes: a small company and a published result, computed anew as every check does.

A vector has `rule` and `reward` as HR would write them, `people` (by a letter: since when they are in the role, until when, …),
`teams`, `targets` and `actuals` by period, person and metric, `objectives`, `earlier` results of the same reward, and what
is to be found: `expect` by person and figure, which is also what is published unless `published` says otherwise,
`differs` (by person, the first figure that is published otherwise), `left_out`, `taken_in`, and `cannot` by person (or for the whole `result`, or its `ranking`) with the reason; `asks` is of whom people have to judge first. `why` is the arithmetic by hand.

All vectors stand in one library, each with a role and people of its own; what no figure rests on is filled in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from perfsite.records.library import Library
from perfsite.records.result import AwardResult
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.outcomes import recompute
from perfsite.scoring.recomputed import Recomputation
from tests.scoring.vectors import FOLDER, metric_files, record, write
from tests.site_builder import site

FIGURES = ("total", "grade", "rank", "basis", "amount")
_PERIODS = {
    "2025": ("year", "2025-01-01", "2025-12-31", ""),
    "2024-q4": ("quarter", "2024-10-01", "2024-12-31", ""),
    "2025-q1": ("quarter", "2025-01-01", "2025-03-31", "2025"),
    "2025-q2": ("quarter", "2025-04-01", "2025-06-30", "2025"),
    "2025-q3": ("quarter", "2025-07-01", "2025-09-30", "2025"),
    "2025-q4": ("quarter", "2025-10-01", "2025-12-31", "2025"),
    "2026-q1": ("quarter", "2026-01-01", "2026-03-31", "2026"),
    "2026-q2": ("quarter", "2026-04-01", "2026-06-30", "2026"),
    "2026-q4": ("quarter", "2026-10-01", "2026-12-31", "2026"),
    # A year that begins in October.
    "fy26": ("year", "2025-10-01", "2026-09-30", ""),
    "fy26-h1": ("half", "2025-10-01", "2026-03-31", "fy26"),
    "fy26-h2": ("half", "2026-04-01", "2026-09-30", "fy26"),
    "2026-07": ("month", "2026-07-01", "2026-07-31", "2026-q3"),
    "2026-08": ("month", "2026-08-01", "2026-08-31", "2026-q3"),
    "2026-09": ("month", "2026-09-01", "2026-09-30", "2026-q3"),
}
_UNDATED = {"applies_to": None, "approved": None, "in_force": None}


@dataclass(frozen=True, eq=False)
class OutcomeVector:
    """A published result with the company around it, as it stands in the file."""

    name: str
    file: str
    body: Mapping[str, Any]

    def person(self, letter: str) -> str:
        return f"{self.name}-{letter}"

    def letter(self, id: str) -> str:
        return id.removeprefix(f"{self.name}-")

    @property
    def period(self) -> str:
        return str(self.body.get("period", "2026-q3"))

    @property
    def level(self) -> str:
        """On which its people are where nothing else is said."""
        return "m1"

    @property
    def award(self) -> str:
        return f"{self.name}-{self.period}"


@cache
def read_outcome_vectors() -> tuple[OutcomeVector, ...]:
    found: list[OutcomeVector] = []
    for file in sorted((FOLDER / "outcomes").glob("*.yml")):
        bodies = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        found += [OutcomeVector(body["vector"], file.stem, body) for body in bodies]
    return tuple(found)


def undated(body: Mapping[str, Any], **rest: Any) -> str:
    """A record that is no standard."""
    text = record(body, **{**_UNDATED, **rest})
    return "".join(line for line in text.splitlines(keepends=True) if not line.endswith(": None\n"))


def files_of(vector: OutcomeVector) -> dict[str, str]:
    """The records of a vector."""
    files = files_around(vector)
    published = {
        letter: {**dict(row), **_published(vector, letter)} for letter, row in vector.body.get("expect", {}).items()
    }
    for letter in vector.body.get("published", {}):
        published.setdefault(letter, _published(vector, letter))
    files[f"content/results/{vector.award}.yml"] = _result(
        vector, vector.period, published, vector.body.get("result", {})
    )
    return files


def files_around(vector: OutcomeVector) -> dict[str, str]:
    """The records of a vector without the result that is looked at."""
    body, name = vector.body, vector.name
    title = {"zh": name, "en": name}
    files = {f"content/roles/{name}.yml": undated({}, title=title)}
    role = {"applies_to": {"role": name}}
    if "rule" in body:
        files[f"content/rules/{name}.yml"] = record(body["rule"], **role)
    basis = {"basis": {"rule": name}} if "rule" in body else {}
    if "reward" in body:
        files[f"content/rewards/{name}.yml"] = record(body["reward"], **{"type": "bonus", **role, **basis})
    for team, parts in body.get("teams", {}).items():
        files[f"content/teams/{vector.person(team)}.yml"] = undated(parts or {}, title=title)
    for letter, parts in body.get("people", {}).items():
        files[f"content/people/{vector.person(letter)}.yml"] = _person(vector, letter, parts or {})
    files |= _goals(vector)
    actuals: Mapping[str, Any] = body.get("actuals", {})
    for period, rows in actuals.items():
        values = [
            {
                "person" if letter not in body.get("teams", {}) else "team": vector.person(letter),
                "metric": metric,
                "value": one,
            }
            for letter, metrics in rows.items()
            for metric, value in metrics.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        source = {"system": "crm", "exported": "2026-10-09T09:30+08:00"}
        files[f"content/actuals/{name}-{period}.yml"] = undated(
            {"source": source, "period": period, "values": values}, title=title
        )
    for period, rows in body.get("earlier", {}).items():
        parts = dict(rows)
        more = parts.pop("more", {})
        files[f"content/results/{name}-{period}.yml"] = _result(vector, period, parts, more)
    return files


def _published(vector: OutcomeVector, letter: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(vector.body.get("published", {}).get(letter) or {})
    return found


def _person(vector: OutcomeVector, letter: str, parts: Mapping[str, Any]) -> str:
    position = {"role": vector.name, "team": "shanghai", "level": vector.level, "from": "2024-01-01"}
    place = {key: value for key, value in parts.items() if key in ("from", "until", "team", "level")}
    positions = parts.get("positions", [place])
    own = {key: value for key, value in parts.items() if key in ("joined", "left", "competencies")}
    body = {"name": {"zh": "某人", "en": "Someone"}, **own, "positions": [{**position, **one} for one in positions]}
    return undated(body, title={"zh": letter, "en": letter})


def _goals(vector: OutcomeVector) -> dict[str, str]:
    files = {}
    common = {"title": {"zh": "目标", "en": "Goal"}, "achievable": {"zh": "有依据", "en": "On good grounds"}}
    for period, rows in vector.body.get("targets", {}).items():
        for letter, metrics in rows.items():
            kind = "team" if letter in vector.body.get("teams", {}) else "person"
            for metric, value in metrics.items():
                goal = value if isinstance(value, Mapping) else {"target": value}
                owner = {"owner": f"{kind}/{vector.person(letter)}", "period": period, "metric": metric}
                files[f"content/goals/{vector.person(letter)}-{period}-{metric}.yml"] = undated(
                    {**owner, **goal}, **common
                )
    for letter, objective in vector.body.get("objectives", {}).items():
        owner = {"owner": f"person/{vector.person(letter)}", "period": vector.period, "objective": "aspirational"}
        results = [{"title": {"zh": "关键结果", "en": "Key result"}, **one} for one in objective]
        files[f"content/goals/{vector.person(letter)}-okr.yml"] = undated({**owner, "key_results": results}, **common)
    return files


def _result(vector: OutcomeVector, period: str, rows: Mapping[str, Any], more: Mapping[str, Any]) -> str:
    recipients = []
    for letter, row in rows.items():
        who = "team" if letter in vector.body.get("teams", {}) else "person"
        parts = {key: value for key, value in row.items() if key in (*FIGURES, "exception", "share")}
        if "amount" in parts and parts["amount"][0] in "-0123456789":
            parts["amount"] = f"CNY {parts['amount']}"
        components = {key: value for key, value in row.items() if key not in parts}
        recipients.append({who: vector.person(letter), **({"components": components} if components else {}), **parts})
    body = {
        "reward": vector.name,
        "period": period,
        "decided": {"on": "2026-10-12", "by": ["p-1"]},
        "evidence": [f"{vector.name}-{one}" for one in vector.body.get("actuals", {})],
        "recipients": recipients,
        "published": "2026-10-13",
        **yaml.load(write(more).replace("@", f"{vector.name}-"), Loader=yaml.BaseLoader),  # noqa: S506 - texts only
    }
    return undated(body, title={"zh": "结果", "en": "Result"})


@cache
def library() -> Library:
    """All vectors in one library."""
    files: dict[str, str] = {}
    for vector in read_outcome_vectors():
        files |= files_of(vector)
    return library_of(files)


def library_of(files: Mapping[str, str | None]) -> Library:
    """Some records beside the metrics and periods of the vectors."""
    periods = {
        f"content/periods/{id}.yml": undated(
            {"type": kind, "from": first, "to": last, **({"parent": parent} if parent else {})},
            title={"zh": id, "en": id},
        )
        for id, (kind, first, last, parent) in _PERIODS.items()
    }
    loaded = site({**metric_files(), **periods, **files})
    broken = [one for one in loaded.problems if one.severity.name == "ERROR"]
    assert broken == []
    return loaded.library


@cache
def _grounds() -> Grounds:
    return Grounds(library())


@cache
def recomputed(vector: OutcomeVector) -> Recomputation:
    """The result of a vector computed anew."""
    award = library().get(AwardResult, vector.award)
    assert award is not None, vector.name
    return recompute(_grounds(), award)
