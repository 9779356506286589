"""Units of files read by several processes."""

from __future__ import annotations

import os
import time

import pytest

from perfsite.records import apart
from perfsite.records.apart import Shelf, read_units
from perfsite.records.load import load_site, settings_of
from perfsite.records.read import plan_units, read_unit
from tests.site_builder import BASE

FILES = {**BASE, "content/goals/wrong.yml": "title: {zh: 目标, en: Goal}\nmetrik: net-revenue\n"}


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(apart, "WORTH_A_PROCESS", 2)
    sources = {file: text.encode() for file, text in FILES.items()}
    site, _ = load_site("perfsite.yml", sources["perfsite.yml"])
    units, _ = plan_units([file for file in sources if file != "perfsite.yml"], site.languages)
    return Shelf(units, sources, settings_of(site), "content")


@pytest.mark.parametrize("jobs", [2, 3, 7, 100])
def test_any_number_of_processes_read_what_one_does(shelf: Shelf, jobs: int) -> None:
    alone = read_units(shelf, 1)

    assert read_units(shelf, jobs) == alone
    assert any(part.problems for part in alone)


def test_shares_are_read_by_as_many_processes_as_there_are_jobs(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*_: object) -> int:
        time.sleep(0.05)
        return os.getpid()

    monkeypatch.setattr(apart, "read_unit", slowly)
    readers: list[object] = list(read_units(shelf, 2))

    assert len(readers) == len(shelf.units)
    assert len(set(readers)) == 2
    assert os.getpid() in readers


def test_what_a_process_did_not_live_to_read_is_read_here(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read_units(shelf, 1)
    here = os.getpid()

    def dies_elsewhere(*arguments: object) -> object:
        if os.getpid() != here:
            os._exit(9)
        return read_unit(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(apart, "read_unit", dies_elsewhere)
    assert read_units(shelf, 3) == alone
