"""What a build works out once, however many people, languages and links there are; times are for the benchmarks to tell."""

from __future__ import annotations

import datetime as dt
import importlib
from collections import Counter
from pathlib import Path

import pytest

from perfsite.pipeline import examine, find_audience, load, set_type
from perfsite.project import Project
from perfsite.records.result import AwardResult, PromotionResult
from perfsite.render.site import Press
from tests.counting import counted

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
AS_OF = dt.date(2026, 11, 16)
# The smaller has a team of two, the larger teams of six.
SMALL, LARGE = 300, 800


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Project]:
    """The sites that the benchmarks measure with, of two sizes."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        generate = importlib.import_module("generate").generate
    for size in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"site-of-{size}")
        generate(size, folder)
        found[size] = Project(folder)
    return found


def press_for_hr(project: Project) -> Press:
    loaded = load(project)
    audience = find_audience(loaded, "hr")
    assert audience is not None
    return Press(set_type(loaded, audience=audience, as_of=AS_OF))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_site_to_measure_with_is_sound(sites: dict[int, Project], size: int) -> None:
    loaded = load(sites[size])
    assert examine(loaded, AS_OF) == ()
    assert sum(1 for _ in loaded.library.all()) == size
    people = sum(len(award.recipients) for award in loaded.library.of(AwardResult))
    assert people == 3 * (sum(1 for _ in loaded.library.records["person"]) - 2)
    assert all(result.candidates for result in loaded.library.of(PromotionResult))


def test_steps_are_worked_out_once_for_all_languages(
    sites: dict[int, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    press = press_for_hr(sites[SMALL])
    recomputed = counted(monkeypatch, "perfsite.site.explainer.recompute", lambda _, award, *__: award.address)
    explained = counted(monkeypatch, "perfsite.site.explainer.explain", lambda _, found: found.award.address)
    judged = counted(monkeypatch, "perfsite.site.explainer.judge", lambda _, outcome: outcome.address)
    whole = counted(monkeypatch, "perfsite.records.library.is_whole", lambda record: record.address)
    pages = dict(press.print_all(1))
    library = press.job.editions[0].library
    awards = [award.address for award in library.of(AwardResult)]
    promotions = [result.address for result in library.of(PromotionResult)]
    assert recomputed == explained == Counter(awards)
    assert judged == Counter(promotions)
    assert whole
    assert set(whole.values()) == {1}
    assert sum("/explained/" in path for path in pages) == 2 * len([*awards, *promotions])


def test_a_page_is_printed_in_all_languages_by_one_process(sites: dict[int, Project]) -> None:
    press = press_for_hr(sites[SMALL])
    printed = [page.address for page in press.in_turn]
    assert sorted(printed) == sorted(page.address for page in press.job.pages)
    place = {address: index for index, address in enumerate(printed)}
    chinese = [address for address in printed if address.startswith("/zh/")]
    assert all(place[f"/en/{address[4:]}"] == place[address] + 1 for address in chinese)


def test_a_rule_is_compiled_no_more_often_for_more_people(sites: dict[int, Project]) -> None:
    counts = []
    for size in (SMALL, LARGE):
        press = press_for_hr(sites[size])
        library = press.job.editions[0].library
        with pytest.MonkeyPatch.context() as patch:
            compiled = counted(patch, "perfsite.scoring.cases.compile_reward", lambda reward, _: reward.address)
            for award in library.of(AwardResult):
                press.job.editions[0].explainer.of(award)
        assert len(library.of(AwardResult)) == 18
        counts.append(compiled)
    assert counts[0] == counts[1]
    # Once for each of the three results that rest on it.
    assert set(counts[0].values()) == {3}
