"""The proof that nothing hidden shines through: repositories that differ only in it give the same site, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.history.repository import Repository
from tests.privacy.repositories import (
    AUDIENCES,
    COMPANY,
    DIFFERENCES,
    Difference,
    changed,
    compare,
    press,
    publish,
    publish_repository,
)

# Those that change the same words as another cannot be made together with it.
_APART = {"a recipient more", "the title of a goal for managers", "a candidate"}
_AT_ONCE = (
    tuple(d for d in DIFFERENCES if d.name not in _APART),
    tuple(d for d in DIFFERENCES if d.name in _APART),
)


@pytest.mark.parametrize("audience", AUDIENCES[:-1])
def test_all_that_an_audience_may_not_see_leaves_no_trace(audience: str, tmp_path: Path) -> None:
    original = publish(COMPANY, audience, tmp_path / "original")
    assert len(original) > 60
    assert {"zh/search/index.js", "en/search/index.js"} <= original.keys()

    for number, differences in enumerate(_AT_ONCE):
        unseen = [difference for difference in differences if audience in difference.unseen_by]
        site = publish(changed(*unseen), audience, tmp_path / str(number))

        assert compare(original, site) == []


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name.replace(" ", "-"))
def test_those_who_may_see_it_do(difference: Difference) -> None:
    before, after = (press(files, AUDIENCES[-1]).file(difference.page) for files in (COMPANY, changed(difference)))

    assert before is not None
    assert before != after, "the field is shown nowhere, so that the proof above proves nothing about it"


@pytest.mark.parametrize("audience", AUDIENCES[:-1])
def test_what_an_audience_may_not_see_leaves_no_trace_in_the_pages_of_its_history(
    audience: str, tmp_path: Path
) -> None:
    """Commits of hidden changes alone, in one of two histories, whose author, words and time no file tells."""
    unseen = [d for d in _AT_ONCE[0] if audience in d.unseen_by]
    rule = "content/rules/scorecard.yml"
    lighter = COMPANY[rule].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")
    plain, secret = Repository(tmp_path / "plain"), Repository(tmp_path / "secret")
    plain.commit("begin", dict(COMPANY))
    secret.commit("begin", dict(COMPANY))
    secret.commit("a secret", dict(changed(*unseen)), author="某人")
    plain.time = secret.time = secret.time + 86_400
    for repository in (plain, secret):
        repository.commit("visible", {rule: lighter})

    sites = [publish_repository(repository.root, audience) for repository in (plain, secret)]

    assert compare(*sites) == []
    assert "zh/history/rule/scorecard/index.html" in sites[0]
