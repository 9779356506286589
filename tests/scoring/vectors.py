"""The vectors of tests/vectors: figures worked out by hand beside the standard, as HR would write it, that must give them.

A vector is one of

    vector: NAME, component: {…}              one component `x` of net revenue; `expect` is its points
    vector: NAME, rule: {…}                   a scoring rule; `expect` names its components, total, grade
    vector: NAME, reward: {…} [, rule: {…}]   a reward; `expect` names the amount too
    vector: NAME, refused: CODE, rule/reward  a standard in which `perfsite check` finds this problem

each with `cases`: `given` as in a record's worked examples, `expect` or `cannot: {NAME: REASON}`, and `why`: the arithmetic
by hand. `source` says where published figures are from. Titles and approvals, which no figure rests on, are filled in here.
Expected figures and inputs are read by `figure`, which shares nothing with perfsite's own reading of quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from perfsite.records.reward import Reward
from perfsite.records.rule import ScoringRule
from perfsite.scoring.compile import compile_reward, compile_rule
from perfsite.scoring.program import Program
from tests.site_builder import site

FOLDER = Path(__file__).parents[1] / "vectors"
# Everything that a vector may measure, besides the metrics of the base.
METRICS = {
    "satisfaction": {"unit": "rating", "direction": "higher"},
    "complaints": {"unit": "count", "direction": "lower"},
    "days-to-pay": {"unit": "days", "direction": "lower"},
    "margin": {"unit": "percent", "direction": "higher"},
    "contracts": {"unit": "count", "direction": "higher"},
    "revenue-usd": {"unit": "money", "currency": "USD", "direction": "higher"},
}
_HEAD = {
    "title": {"zh": "试算", "en": "Trial"},
    "applies_to": {"role": "regional-manager"},
    "in_force": {"from": "2026-01-01"},
    "approved": {"by": "p-1", "on": "2025-12-15"},
}
_PLAIN = re.compile(r"[\w.%+-][\w.%+/-]*(?: [\w.%+/-]+)*\Z")
_SIZES = {"千": 10**3, "万": 10**4, "亿": 10**8}

Figure = Fraction | str


@dataclass(frozen=True)
class Vector:
    """One standard with its cases, as they stand in the file."""

    name: str
    file: str
    body: Mapping[str, Any]

    @property
    def cases(self) -> list[Mapping[str, Any]]:
        return list(self.body.get("cases", ()))


@dataclass(frozen=True)
class Worked:
    """One case: what is given to the program of a vector and what must come out, or why nothing can."""

    name: str
    rule: ScoringRule | None
    reward: Reward | None
    inputs: Mapping[str, Fraction]
    words: Mapping[str, str]
    expect: Mapping[str, Figure | None]
    cannot: Mapping[str, str] = field(default_factory=dict)

    @property
    def program(self) -> Program:
        """Compiled anew whenever it is asked for."""
        if self.reward is not None:
            return compile_reward(self.reward, self.rule)
        assert self.rule is not None
        return compile_rule(self.rule)


def figure(text: str) -> Figure:
    """`15%`, `CNY 3万`, `1,200`, `1/3` as the number that it is; anything else is a word."""
    plain = re.sub(r"^[A-Z]{3} ", "", text).replace(",", "")
    unit = Fraction(1)
    if plain.endswith("%"):
        plain, unit = plain[:-1], Fraction(1, 100)
    elif plain[-1:] in _SIZES:
        plain, unit = plain[:-1], Fraction(_SIZES[plain[-1]])
    return Fraction(plain) * unit if re.fullmatch(r"[+-]?\d+(\.\d+|/\d+)?", plain) else text


def write(value: Any) -> str:
    """Plain data as YAML in one line. Texts stand as they are where nothing could mistake them."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write(key)}: {write(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(write(inner) for inner in value) + "]"
    text = str(value)
    return text if _PLAIN.match(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def record(body: Mapping[str, Any], **rest: Any) -> str:
    """A record as the text of its file, a line for each of its fields."""
    return "".join(f"{key}: {write(value)}\n" for key, value in {**_HEAD, **rest, **body}.items())


def metric_files() -> dict[str, str]:
    return {
        f"content/metrics/{id}.yml": record(body, title={"zh": id, "en": id})
        .replace(f"approved: {write(_HEAD['approved'])}\n", "")
        .replace(f"in_force: {write(_HEAD['in_force'])}\n", "")
        .replace(f"applies_to: {write(_HEAD['applies_to'])}\n", "")
        for id, body in METRICS.items()
    }


@cache
def read_vectors() -> tuple[Vector, ...]:
    found = []
    for file in sorted(FOLDER.glob("*.yml")):
        bodies = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        found += [Vector(body["vector"], file.stem, body) for body in bodies]
    return tuple(found)


def rule_of(vector: Vector) -> Mapping[str, Any] | None:
    if "component" in vector.body:
        common = {"metric": "net-revenue", "weight": "100%", "measure": "actual", "missing": "error"}
        return {
            "components": {"x": {**common, **vector.body["component"]}},
            "total": {"places": 2, "rounding": "half-up"},
        }
    found: Mapping[str, Any] | None = vector.body.get("rule")
    return found


def expected_of(vector: Vector, case: Mapping[str, Any]) -> dict[str, str]:
    expect = case.get("expect", {})
    return {"x": expect} if isinstance(expect, str) else dict(expect)


def files_of(vector: Vector) -> dict[str, str]:
    """The records of a vector, its cases as their worked examples where the record language can say them."""
    files = {}
    rule, reward = rule_of(vector), vector.body.get("reward")
    examples = [
        {"title": {"zh": "算例", "en": "Example"}, "given": given_of(case), "expect": said}
        for case in vector.cases
        if (
            said := {
                name: text for name, text in expected_of(vector, case).items() if "/" not in text and text != "none"
            }
        )
    ]
    shown = {"examples": examples} if examples else {}
    if rule is not None:
        files[f"content/rules/{vector.name}.yml"] = record(rule, **(shown if reward is None else {}))
    if reward is not None:
        files[f"content/rewards/{vector.name}.yml"] = record(reward, **{"type": "bonus", **shown})
    return files


def given_of(case: Mapping[str, Any]) -> Mapping[str, Any]:
    given: Mapping[str, Any] = case.get("given", {})
    return given


@cache
def worked() -> tuple[Worked, ...]:
    """Every case of every vector that is not refused, its standards read as perfsite reads them."""
    vectors = [vector for vector in read_vectors() if "refused" not in vector.body and vector.cases]
    files = metric_files()
    for vector in vectors:
        files |= files_of(vector)
    loaded = site(files)
    found: list[Worked] = []
    for vector in vectors:
        rule = loaded.library.records["rule"].get(vector.name)
        reward = loaded.library.records["reward"].get(vector.name)
        for one in (rule, reward):
            assert one is None or not one.incomplete, (vector.name, loaded.problems)
        assert rule is None or isinstance(rule, ScoringRule)
        assert reward is None or isinstance(reward, Reward)
        found += _cases(vector, rule, reward)
    return tuple(found)


def _cases(vector: Vector, rule: ScoringRule | None, reward: Reward | None) -> Iterator[Worked]:
    metrics = {}
    for id, component in (rule_of(vector) or {}).get("components", {}).items():
        metrics[id] = component.get("metric", id)
    for index, case in enumerate(vector.cases, 1):
        inputs: dict[str, Fraction] = {}
        words: dict[str, str] = {}
        for key, given in given_of(case).items():
            for part, text in (given if isinstance(given, Mapping) else {"actual": given}).items():
                value = text if key == "grade" else figure(text)
                if isinstance(value, str):
                    words[key] = value
                else:
                    inputs[f"{metrics.get(key, key)}/{part}"] = value
                    if key in ("total", "coefficient"):
                        inputs[key] = value
        expect = {
            name: None if text == "none" else text if name == "grade" else figure(text)
            for name, text in expected_of(vector, case).items()
        }
        name, cannot = f"{vector.file}/{vector.name}-{index}", case.get("cannot", {})
        yield Worked(name, rule, reward, inputs, words, expect, cannot)
