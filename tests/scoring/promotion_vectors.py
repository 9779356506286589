"""The vectors of tests/vectors/promotions: criteria, a few people, and a promotion result judged anew.

A vector has `requires` as HR would write it and `criteria` for what else the criteria say; `people`, `teams`, `targets`,
`actuals`, and a `rule` with a `reward` and its `earlier` results for grades, as in the vectors of outcomes; `training` by
whom and when it was completed; `candidates` as the result has them and `result` for what else it says. `expect` is by person
and requirement what the records say (`yes`, `no` or `open`, and the figure where there is one), `fulfils` by person whether all
of it counts as met; `differs`, `contradicts`, `held_back` and `left_out` name those of whom something is said. `why` is the
reasoning by hand.

A vector has a ladder of its own: `@1` and `@2` are its levels, and `@a` is its person `a`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from perfsite.records.library import Library
from perfsite.records.result import PromotionResult
from perfsite.scoring.grounds import Grounds
from perfsite.scoring.promotions import Judgement, judge
from tests.scoring.outcome_vectors import OutcomeVector, files_around, library_of, undated
from tests.scoring.vectors import FOLDER, record, write


class PromotionVector(OutcomeVector):
    """A promotion result with the company around it, as it stands in the file."""

    @property
    def level(self) -> str:
        return f"{self.name}-1"


@cache
def read_promotion_vectors() -> tuple[PromotionVector, ...]:
    found: list[PromotionVector] = []
    for file in sorted((FOLDER / "promotions").glob("*.yml")):
        bodies = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        for body in bodies:
            name = body["vector"]
            own = yaml.load(write(body).replace("@", f"{name}-"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
            found.append(PromotionVector(name, file.stem, own))
    return tuple(found)


def files_of(vector: PromotionVector) -> dict[str, str]:
    """The records of a vector."""
    body, name = vector.body, vector.name
    files = files_around(vector)
    title = {"zh": name, "en": name}
    levels = [{"id": f"{name}-{rank}", "rank": rank, "title": {"zh": "级", "en": "Level"}} for rank in (1, 2)]
    competency = {
        "title": {"zh": "能力", "en": "Skill"},
        "levels": {f"{name}-1": {"descriptor": {"zh": "会", "en": "Can"}}},
    }
    ladder = {"levels": levels, "competencies": {"skill": competency}}
    files[f"content/ladders/{name}.yml"] = record(ladder, title=title, applies_to=None).replace(
        "applies_to: None\n", ""
    )
    criteria = {"ladder": name, "from": f"{name}-1", "to": f"{name}-2", "requires": body["requires"]}
    text = record({**criteria, **body.get("criteria", {})}, title=title, applies_to=None)
    files[f"content/promotion/{name}.yml"] = text.replace("applies_to: None\n", "")
    for training, days in body.get("training", {}).items():
        completed = [{"person": vector.person(letter), "on": day} for letter, day in days.items()]
        files[f"content/training/{name}-{training}.yml"] = undated({"completed": completed}, title=title)
    candidates = [{"person": vector.person(letter), **row} for letter, row in body.get("candidates", {}).items()]
    result = {
        "criteria": name,
        "period": vector.period,
        "decided": {"on": "2026-10-19", "by": ["p-4"]},
        "evidence": [f"{name}-{period}" for period in body.get("actuals", {})],
        "candidates": candidates,
        "published": "2026-10-20",
        **body.get("result", {}),
    }
    files[f"content/results/{name}-promotions.yml"] = undated(result, title=title)
    return files


@cache
def library() -> Library:
    """All vectors in one library."""
    files: dict[str, str] = {}
    for vector in read_promotion_vectors():
        files |= files_of(vector)
    return library_of(files)


@cache
def _grounds() -> Grounds:
    return Grounds(library())


@cache
def judged(vector: PromotionVector) -> Judgement:
    """The result of a vector judged anew."""
    promotion = library().get(PromotionResult, f"{vector.name}-promotions")
    assert promotion is not None, vector.name
    return judge(_grounds(), promotion)


def words_of(met: bool | None, value: object) -> str:
    """What the records say of a requirement, in the words of a vector."""
    said = {True: "yes", False: "no", None: "open"}[met]
    return said if value is None else f"{said} {value}"


def computed(vector: PromotionVector) -> Mapping[str, Any]:
    found = judged(vector)
    one_of = {vector.letter(one.who.id): one for one in found.candidates}
    return {
        "expect": {
            letter: {each.id: words_of(each.found.met, each.found.value) for each in one.requirements}
            for letter, one in one_of.items()
        },
        "fulfils": {letter: words_of(one.fulfils, None) for letter, one in one_of.items()},
        "differs": {letter: one.first_difference.id for letter, one in one_of.items() if one.first_difference},
        "lacking": {letter: [each.id for each in one.lacking] for letter, one in one_of.items() if one.lacking},
        "unsaid": {letter: [each.id for each in one.unsaid] for letter, one in one_of.items() if one.unsaid},
        "contradicts": [letter for letter, one in one_of.items() if one.contradicts],
        "held_back": [vector.letter(found.candidates[index].who.id) for index in found.held_back],
        "left_out": [vector.letter(who.id) for who in found.left_out],
    }


def wanted(vector: PromotionVector) -> Mapping[str, Any]:
    body = vector.body
    return {
        "expect": body["expect"],
        "fulfils": body["fulfils"],
        "differs": body.get("differs", {}),
        "lacking": body.get("lacking", {}),
        "unsaid": body.get("unsaid", {}),
        "contradicts": body.get("contradicts", []),
        "held_back": body.get("held_back", []),
        "left_out": body.get("left_out", []),
    }
