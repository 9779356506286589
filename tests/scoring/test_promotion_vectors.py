"""Every vector of a promotion: what the records say of each requirement, and what does not follow, as worked out by hand."""

from __future__ import annotations

import pytest

from perfsite.records.result import PromotionResult
from perfsite.scoring.promotions import judge_all
from tests.scoring.promotion_vectors import (
    PromotionVector,
    computed,
    judged,
    library,
    read_promotion_vectors,
    wanted,
)


@pytest.mark.parametrize("vector", read_promotion_vectors(), ids=lambda vector: f"{vector.file}/{vector.name}")
def test_a_promotion(vector: PromotionVector) -> None:
    assert computed(vector) == wanted(vector)
    assert vector.body["why"]
    said = {*vector.body.get("differs", ()), *vector.body.get("contradicts", ())}
    others = [*vector.body.get("held_back", ()), *vector.body.get("left_out", ())]
    assert judged(vector).differences == len(said) + len(others)


def test_every_result_that_stands_is_judged_anew() -> None:
    promotions = library().of(PromotionResult)
    assert [one.promotion.id for one in judge_all(library())] == [one.id for one in promotions if one.withdrawn is None]
    assert any(one.withdrawn is not None for one in promotions)
