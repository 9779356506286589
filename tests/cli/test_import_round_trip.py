"""A quarter on real git: CRM export → `import` → `score` → pull request with `impact` → `build`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Perfsite, Ran
from tests.history.repository import Repository
from tests.site_builder import BASE

SAMPLES = Path(__file__).parents[1] / "importers" / "samples"
RESULT = "content/results/2026-q3/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"
DAY = ("--as-of", "2026-10-15")
# What HR has to say of people once: what the CRM calls them.
PEOPLE = (
    BASE["content/people/people.yml"]
    .replace("- id: p-2\n", "- id: p-2\n  aliases: [张浩博]\n")
    .replace("- id: p-3\n", "- id: p-3\n  aliases: [李静怡]\n")
)
GONE = (
    RESULT,
    "content/results/2026-promotions.yml",
    "content/actuals/2026-q3-revenue.yml",
    "content/actuals/2026-q3-revenue.csv",
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The site before anything is known of the quarter but collection and compliance."""
    made = Repository(tmp_path / "site")
    made.time = 1_790_000_000  # the end of September 2026
    start = {name: text for name, text in BASE.items() if name not in GONE}
    start["content/people/people.yml"] = PEOPLE
    # The sample exports are of a smaller company.
    for name in ("east", "shanghai", "zhejiang"):
        file = f"content/goals/{name}-revenue.yml"
        for large, small in (
            ("CNY 2,000万", "CNY 200万"),
            ("CNY 1,040万", "CNY 104万"),
            ("CNY 1,200万", "CNY 120万"),
            ("CNY 800万", "CNY 80万"),
        ):
            start[file] = start[file].replace(large, small)
    made.commit("标准", dict(start))
    return made


def test_from_the_export_to_the_site(perfsite: Perfsite, repository: Repository, tmp_path: Path) -> None:
    root = repository.root

    def run(*arguments: str | Path) -> Ran:
        ran = perfsite("-C", root, *arguments)
        assert ran.code == 0, ran.out + ran.err
        return ran

    # A mapping from the preset, as it is: the labels are those of the CRM.
    repository.write({"imports/zoho.yml": run("--lang", "zh", "import", "--show-mapping", "zoho-crm").out})
    export = SAMPLES / "zoho-crm.zh.csv"
    asked = (
        "import",
        export,
        "--mapping",
        "zoho",
        "--period",
        "2026-q3",
        "--exported",
        "2026-10-09 09:30",
        "--by",
        "p-4",
        *DAY,
    )
    shown = run(*asked, "--into", "2026-q3-revenue")
    assert "+  p-2  net-revenue    → CNY 1,240,000.50\n" in shown.out
    assert repository.git("status", "--porcelain") == "?? imports/"
    run(*asked, "--into", "2026-q3-revenue", "--total", "2,000,000.50", "--write")
    run("check", "--strict", *DAY)
    repository.commit("导入三季度净销售额")

    # The result that follows from it: 103.33% and 95% of the targets.
    run("score", "quarterly-bonus", "2026-q3", "--decided", "2026-10-14", "--by", "p-1", "--write", *DAY)
    result = (root / RESULT).read_text("utf-8")
    assert "amount: CNY 36,000.00" in result
    assert "- 2026-q3-revenue\n" in result
    assert "✓ 2026-q3-quarterly-bonus" in run("verify").out
    repository.write({RESULT: result.replace("#notice: {from: YYYY-MM-DD}", "notice: {from: 2026-10-15}")})
    run("check", *DAY)
    repository.commit("三季度奖金")

    # A corrected export: the result no longer follows, which check finds before anybody is paid.
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(export.read_bytes().replace(b"760000.00", b"600000.00"))
    again = run("import", corrected, *asked[2:], "--into", "2026-q3-revenue", "--write")
    assert "~  p-3  net-revenue  CNY 760,000.00  → CNY 600,000.00\n" in again.out
    assert "other records have" in again.err
    assert perfsite("-C", root, "check", *DAY).code == 1
    repository.git("checkout", "--quiet", "--", ".")

    # A pull request that changes the standard: who would have got more or less.
    repository.git("switch", "--quiet", "--create", "weights")
    rule = (root / RULE).read_text("utf-8")
    repository.commit("回款更重要", {RULE: rule.replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%").replace("revenue: 115, collection: 100, total: 109.00", "revenue: 115, collection: 100, total: 107.50")})  # fmt: skip
    impact = run("impact", "main", "HEAD", "--format", "markdown", "--audience", "hr", *DAY)
    assert "p-3" in impact.out
    repository.git("switch", "--quiet", "main")

    # And what everyone reads: figures for managers, the name of the exported file for nobody but HR.
    for audience in ("managers", "hr"):
        out = tmp_path / audience
        run("build", "--out", out, "--audience", audience, *DAY)
        found = "".join(
            path.read_text("utf-8") for path in sorted(out.rglob("*.html")) if "2026-q3-revenue" in str(path)
        )
        assert "1,240,000.5" in found
        assert ("zoho-crm.zh.csv" in found) is (audience == "hr")
        assert "杭州泵业" not in found
        assert not list(out.rglob("*imports*"))
