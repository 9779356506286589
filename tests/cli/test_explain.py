"""`perfsite explain`"""

from __future__ import annotations

import re

import pytest

from perfsite.diagnostics import CODES
from perfsite.diagnostics.page import codes_with_pages, page_of
from tests.cli.conftest import Perfsite

PAGES = [code for code in codes_with_pages() if code in CODES]


def test_a_code_is_explained_with_a_wrong_and_a_right_example(perfsite: Perfsite) -> None:
    english, chinese = (perfsite("explain", "PS302", "--lang", lang) for lang in ("en", "zh"))

    assert english.out.startswith("PS302 The record referred to does not exist\nunknown-reference · error\n\n")
    assert chinese.out.splitlines()[1] == "unknown-reference · 错误"
    for ran, wrong, right in ((english, "wrong", "right"), (chinese, "写错", "写对")):
        assert ran.code == 0
        first, last = ran.out.index(f"\n{wrong}  content/"), ran.out.index(f"\n{right}  content/")
        assert "    metric: net-revenu\n" in ran.out[first:last]
        assert "    metric: net-revenue\n" in ran.out[last:]


@pytest.mark.parametrize("name", ["ps302", "PS302", "unknown-reference", "Unknown-Reference", "302"])
def test_a_code_goes_by_its_number_and_its_name(perfsite: Perfsite, name: str) -> None:
    assert perfsite("explain", name).out == perfsite("explain", "PS302").out


@pytest.mark.parametrize(("typed", "meant"), [("PSS302", "PS302"), ("unknown-refrence", "unknown-reference")])
def test_a_slip_is_answered(perfsite: Perfsite, typed: str, meant: str) -> None:
    ran = perfsite("explain", typed)

    assert ran.code == 2
    assert f"did you mean `{meant}`?" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", PAGES)
def test_every_page_can_be_shown(perfsite: Perfsite, code: str, lang: str) -> None:
    ran = perfsite("explain", code, "--lang", lang)

    page = page_of(code, lang)
    assert (ran.code, ran.err) == (0, "")
    assert page.title in ran.out
    for word in re.findall(r"`([^`\n]+)`", page.text):
        assert word in re.sub(r"\n *", " ", ran.out) or word in re.sub(r"\n *", "", ran.out)


def test_whether_a_site_may_set_the_severity_is_said(perfsite: Perfsite) -> None:
    code = next(code for code in PAGES if CODES[code].adjustable)

    assert f"perfsite.yml can change that: checks: {{{code}: off}}" in perfsite("explain", code).out
