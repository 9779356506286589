"""`perfsite import`"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from perfsite.importers.mappings import preset_names
from tests.cli.conftest import Perfsite, Ran
from tests.importers.exports import HEADER, MAPPING
from tests.importers.xlsx import workbook
from tests.site_builder import BASE

YML, CSV = "content/actuals/2026-q3-revenue.yml", "content/actuals/2026-q3-revenue.csv"
CONDUCT = "content/actuals/2026-q3-conduct.yml"
AS_OF = ("--as-of", "2026-11-02")
EXPORT = HEADER + (
    'D-1,p-2,"13,000,000.50",CNY,2026-07-31,Closed Won\n'
    'D-2,p-3,"7,600,000",CNY,2026-08-31,Closed Won\n'
    "D-3,p-3,5,CNY,2026-08-31,Lost\n"
)  # fmt: skip
TARGETS = """\
title: {zh: 目标, en: Targets}
system: spreadsheet
produce: goals
whose: {column: [Person]}
currency: {is: CNY}
measures: [{metric: net-revenue, take: sum, column: [Target]}]
into: "{period}-targets"
goal: {achievable: {zh: 与去年持平, en: As last year}, supports: east-revenue}
"""


@pytest.fixture
def place(sample: Path) -> Path:
    """The sample with a mapping, and an export that lies outside of it."""
    (sample / "imports").mkdir()
    (sample / "imports" / "deals.yml").write_text(MAPPING, encoding="utf-8")
    (sample / "imports" / "targets.yml").write_text(TARGETS, encoding="utf-8")
    (sample.parent / "deals.csv").write_text(EXPORT, encoding="utf-8")
    return sample


def run(perfsite: Perfsite, place: Path, *more: str, into: str = "2026-q3-revenue", file: str = "../deals.csv") -> Ran:
    return perfsite(
        "-C", place, "import", file, "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-10 09:30",
        "--into", into, *AS_OF, *more,
    )  # fmt: skip


def text(place: Path, file: str) -> str:
    return (place / file).read_bytes().decode()


def edit(place: Path, file: str, old: str, new: str) -> None:
    before = text(place, file)
    assert before.count(old) == 1
    (place / file).write_bytes(before.replace(old, new).encode())


def snapshot(place: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


# What is there is shown beside what is new, and changed where it stands


def test_the_difference_is_shown_and_nothing_is_written(perfsite: Perfsite, place: Path) -> None:
    before = snapshot(place)
    ran = run(perfsite, place)
    assert ran.code == 0
    digest = hashlib.sha256(EXPORT.encode()).hexdigest()
    assert ran.out == (
        "actuals/2026-q3-revenue\n"
        "  ~  p-2  net-revenue  CNY 13,200,000  → CNY 13,000,000.50\n"
        "  ~  source.exported  2026-10-09T09:30+08:00 → 2026-10-10T09:30+08:00\n"
        "  ~  source.file  — → deals.csv\n"
        f"  ~  source.sha256  — → {digest[:12]}…\n"
        "  ~  source.rows  — → 2\n"
        "  1 more: no change\n"
    )
    assert ran.err.splitlines() == [
        "Read as UTF-8, parted by comma.",
        "3 rows of data, of which 2 count.",
        "Left out: 1 by `Stage`.",
        "With this, other records have 1 error, such as a published result that no longer agrees; `perfsite check` lists them.",
        "Shown alone; add `--write` to write it.",
    ]
    assert snapshot(place) == before


def test_only_what_differs_is_changed(perfsite: Perfsite, place: Path) -> None:
    edit(place, YML, "title:", "# 王芳核对过\ntitle:")
    assert run(perfsite, place, "--write", "--by", "p-4").code == 0
    digest = hashlib.sha256(EXPORT.encode()).hexdigest()
    assert text(place, CSV) == 'person,value\np-2,CNY 13000000.50\np-3,"CNY 7,600,000"\n'
    assert text(place, YML) == (
        "source: {system: zoho-crm, exported: 2026-10-10T09:30+08:00, "
        f"by: p-4, file: deals.csv, sha256: {digest}, rows: 2}}\n"
        "# 王芳核对过\n"
        "title: {zh: 第三季度净销售额, en: Net revenue in Q3}\nperiod: 2026-q3\nmetric: net-revenue\n"
    )
    again = run(perfsite, place, "--write", "--by", "p-4")
    assert (again.code, again.err.splitlines()[-1]) == (0, "The records say the same; there is nothing to write.")


def test_who_is_new_and_who_is_gone(perfsite: Perfsite, place: Path) -> None:
    (place.parent / "deals.csv").write_text(EXPORT.replace("D-2,p-3", "D-2,p-1"), encoding="utf-8")
    ran = run(perfsite, place, "--write")
    assert [line.split() for line in ran.out.splitlines()[1:4]] == [
        ["-", "p-3", "net-revenue", "CNY", "7,600,000"],
        ["~", "p-2", "net-revenue", "CNY", "13,200,000", "→", "CNY", "13,000,000.50"],
        ["+", "p-1", "net-revenue", "→", "CNY", "7,600,000"],
    ]
    assert text(place, CSV) == "person,value\np-2,CNY 13000000.50\np-1,CNY 7600000\n"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            "values:\n  # 第一批\n  - {person: p-2, value: CNY 1}  # 核对过\n  - {person: p-4, value: CNY 9}\n\n# 末尾\n",
            "values:\n  # 第一批\n  - {person: p-2, value: CNY 13000000.50}  # 核对过\n  - {person: p-3, value: CNY 7600000}\n\n# 末尾\n",
        ),
        (
            "values: [{person: p-2, value: CNY 1}, {person: p-4, value: CNY 9}]",
            "values: [{person: p-2, value: CNY 13000000.50}, {person: p-3, value: CNY 7600000}]",
        ),
        (
            "values:\r\n- person: p-4\r\n  value: CNY 9\r\n- person: p-2\r\n  value: CNY 1",
            "values:\r\n- person: p-2\r\n  value: CNY 13000000.50\r\n- {person: p-3, value: CNY 7600000}",
        ),
    ],
)
def test_a_record_in_yaml_keeps_all_that_is_around(perfsite: Perfsite, place: Path, values: str, expected: str) -> None:
    head = "source:\n  system: zoho-crm  # 报表\n  exported: 2026-10-09T09:30+08:00\nperiod: 2026-q3\nmetric: net-revenue\n"
    (place / CSV).unlink()
    (place / YML).write_bytes((head + values).encode())
    assert run(perfsite, place, "--write").code == 0
    written = text(place, YML)
    assert written.endswith(expected)
    line_end = "\r\n" if "\r\n" in values else "\n"
    assert written.startswith(
        "source:\n  system: zoho-crm  # 报表\n  exported: 2026-10-10T09:30+08:00\n  file: deals.csv"
        + line_end
        + "  sha256: "
    )


def test_figures_of_other_metrics_are_left_alone(perfsite: Perfsite, place: Path) -> None:
    before = text(place, CONDUCT)
    assert run(perfsite, place, "--write", into="2026-q3-conduct").code == 0
    after = text(place, CONDUCT)
    rows = "  - {person: p-2, metric: net-revenue, value: CNY 13000000.50}\n  - {person: p-3, metric: net-revenue, value: CNY 7600000}\n"
    assert after.endswith(rows)
    assert after.removesuffix(rows).splitlines()[1:] == before.splitlines()[1:]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (YML, "period: 2026-q3", "period: 2026", "`2026-q3-revenue` holds actuals of `2026`"),
        (CSV, "person,value\n", "person,value,on\n", ""),
        (YML, "metric: net-revenue", "metric: net-revenue\nvalues: 5", "`2026-q3-revenue` could not be read in full"),
    ],
)
def test_a_record_that_cannot_be_changed_is_left(
    perfsite: Perfsite, place: Path, file: str, old: str, new: str, reason: str
) -> None:
    edit(place, file, old, new)
    if not reason:
        edit(place, CSV, 'p-3,"CNY 7,600,000"\n', "p-2,CNY 1,2026-07-31\np-2,CNY 2,2026-08-31\n")
        edit(place, CSV, 'p-2,"CNY 13,200,000"\n', "")
        reason = "`2026-q3-revenue` has several rows of `net-revenue` for `person/p-2`"
    before = snapshot(place)
    ran = run(perfsite, place, "--write")
    assert (ran.code, ran.err.splitlines()[-2]) == (1, f"error: {reason}")
    assert snapshot(place) == before


# New records


def test_new_actuals_are_two_files_that_check_clean(perfsite: Perfsite, place: Path) -> None:
    ran = run(perfsite, place, "--write", into="2026-q3-new")
    assert ran.code == 0
    digest = hashlib.sha256(EXPORT.encode()).hexdigest()
    assert text(place, "content/actuals/2026-q3-new.yml") == (
        'title: {zh: 2026年第三季度净销售额, en: "Net revenue, Third quarter of 2026"}\n'
        "source:\n  system: zoho-crm\n  exported: 2026-10-10T09:30+08:00\n  file: deals.csv\n"
        f"  sha256: {digest}\n  rows: 2\nperiod: 2026-q3\nmetric: net-revenue\n"
    )
    assert text(place, "content/actuals/2026-q3-new.csv") == "person,value\np-2,CNY 13000000.50\np-3,CNY 7600000\n"
    assert [Path(line).name for line in ran.out.splitlines()[-2:]] == ["2026-q3-new.yml", "2026-q3-new.csv"]
    assert perfsite("-C", place, "check", "--strict", "content/actuals", *AS_OF).code == 0


def test_without_into_the_record_is_named_by_period_and_metric(perfsite: Perfsite, place: Path) -> None:
    ran = perfsite(
        "-C", place, "import", "../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-10 09:30", *AS_OF
    )  # fmt: skip
    assert ran.out.startswith("actuals/2026-q3-net-revenue (new)\n")
    (place / "content/actuals/2026-q3").mkdir()
    (place / YML).rename(place / "content/actuals/2026-q3/revenue.yml")
    (place / CSV).rename(place / "content/actuals/2026-q3/revenue.csv")
    there = run(perfsite, place, into="2026-q3-other")
    assert "# content/actuals/2026-q3/other.yml" in there.out


def test_what_check_would_refuse_is_not_written(perfsite: Perfsite, place: Path) -> None:
    """A phone number in what the mapping says of the report: an error of check, told before anything is written."""
    edit(place, "imports/deals.yml", "system: zoho-crm", "system: zoho-crm\nreport: 王芳 13912345678")
    before = snapshot(place)
    ran = run(perfsite, place, "--write", into="2026-q3-new")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "Nothing was written.")
    assert "content/actuals/2026-q3-new.yml:4:" in ran.out
    assert snapshot(place) == before


def test_a_table_in_xlsx(perfsite: Perfsite, place: Path) -> None:
    rows = [line.split(",") for line in HEADER.splitlines()]
    rows.append(["D-1", "p-2", "13,000,000.50", "CNY", "2026-07-31", "Closed Won"])
    (place / "deals.xlsx").write_bytes(workbook(rows))
    ran = run(perfsite, place, file="deals.xlsx")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "Read from the sheet `Sheet1`.")


def test_goals_are_proposed_and_those_that_are_there_kept(perfsite: Perfsite, place: Path) -> None:
    (place / "targets.csv").write_text("Person,Target\np-1,2000万\np-2,1200万\np-4,5000000\n", encoding="utf-8")
    asked = ("-C", place, "import", "targets.csv", "--mapping", "targets", "--period", "2026-q3", *AS_OF)
    ran = perfsite(*asked, "--write")
    assert ran.code == 0, ran.out + ran.err
    assert "  +  p-4  net-revenue    → CNY 5,000,000\n  2 more: no change\n" in ran.out
    assert (
        text(place, "content/goals/2026-q3-targets.csv")
        == "id,owner,target\n2026-q3-targets-p-4,person/p-4,CNY 5000000\n"
    )
    assert text(place, "content/goals/2026-q3-targets.yml") == (
        'title: {zh: 2026年第三季度净销售额, en: "Net revenue, Third quarter of 2026"}\nperiod: 2026-q3\nmetric: net-revenue\n'
        "achievable: {zh: 与去年持平, en: As last year}\nsupports: east-revenue\n"
    )
    assert perfsite("-C", place, "check", *AS_OF).code == 0
    assert perfsite(*asked).err.splitlines()[-1] == "The records say the same; there is nothing to write."


def test_the_target_of_a_goal_whose_period_has_begun_is_for_people_to_change(perfsite: Perfsite, place: Path) -> None:
    (place / "targets.csv").write_text("Person,Target\np-2,1100万\n", encoding="utf-8")
    before = snapshot(place)
    asked = ("-C", place, "import", "targets.csv", "--mapping", "targets", "--period", "2026-q3", "--write", "--as-of")
    ran = perfsite(*asked, "2026-07-01")
    assert (ran.code, snapshot(place)) == (1, before)
    assert "~  p-2  net-revenue  CNY 12,000,000  → CNY 11,000,000" in ran.out
    assert "`revisions`" in ran.err
    assert perfsite(*asked, "2026-06-30").code == 0
    assert "target: CNY 11000000\n" in text(place, "content/goals/shanghai-revenue.yml")


# Problems


def test_problems_stop_it_all_at_once(perfsite: Perfsite, place: Path) -> None:
    (place.parent / "deals.csv").write_text(
        EXPORT.replace("p-3", "李静怡").replace("2026-07-31", "2026-10-31"), encoding="utf-8"
    )
    before = snapshot(place)
    ran = run(perfsite, place, "--write", "--lang", "zh")
    assert (ran.code, snapshot(place)) == (1, before)
    assert ran.out == (
        "PS158 错误：第 2 行“Closing Date”：2026-10-31 不在 `2026-q3`（2026-07-01 至 2026-09-30）里\n"
        "  ../deals.csv:2:29（`Closing Date` 列）\n"
        '    2 | D-1,p-2,"13,000,000.50",CNY,2026-10-31,Closed Won\n'
        "      |                             ^^^^^^^^^^\n"
        "  建议：只导出这个周期的，或在映射里写 `when: {outside: skip}`。\n"
        "\n"
        "PS154 错误：第 3 行“Owner”：没有人的编号、邮箱或别名是 `李静怡`\n"
        "  ../deals.csv:3:5（`Owner` 列）\n"
        '    3 | D-2,李静怡,"7,600,000",CNY,2026-08-31,Closed Won\n'
        "      |     ^^^^^^\n"
        "  建议：把它加进这个人的 `aliases`；不是公司的人，就在映射里把这些行筛掉。\n"
        "\n"
        "发现 2 个错误，涉及 1 个文件。\n"
        "`perfsite explain PS158` 给出写错与写对的例子。\n"
    )


def test_a_total_that_does_not_agree(perfsite: Perfsite, place: Path) -> None:
    assert run(perfsite, place, "--total", "20,600,000.50").code == 0
    assert run(perfsite, place, "--total", "net-revenue=CNY 2060.00005万").code == 0
    ran = run(perfsite, place, "--total", "2060万", "--write")
    assert (ran.code, ran.out.splitlines()[0]) == (
        1,
        "PS161 error: `net-revenue` should add up to CNY 20600000, and is CNY 20600000.50 (+0.50)",
    )


def test_a_mapping_with_a_mistake_is_told_in_its_own_file(perfsite: Perfsite, place: Path) -> None:
    edit(place, "imports/deals.yml", "net-revenue", "net-revenu")
    ran = run(perfsite, place)
    assert ran.code == 1
    assert ran.out.startswith("PS302 error: no metric is called `net-revenu`\n  imports/deals.yml:8:21\n")
    assert "did you mean `net-revenue`?" in ran.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "the file, `--mapping` and `--period` have to be given"),
        (["x.csv", "--mapping", "deals", "--period", "2026-q3"], "there is no file `x.csv`"),
        (["../deals.csv", "--mapping", "deal", "--period", "2026-q3"], "there is no mapping `deal`"),
        (["../deals.csv", "--mapping", "../../etc/passwd", "--period", "2026-q3"], "there is no mapping `../../etc/passwd`"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q4"], "there is no period `2026-q4`"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3"], "it has to be said when this was exported"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-08"], "`--exported` cannot be `2026-10-08`"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-13-08 09:30"], "`--exported` cannot be `2026-13-08 09:30`"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-08 09:30", "--into", "Q3"], "`Q3` cannot be an id"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-08 09:30", "--by", "p-9"], "there is no person `p-9`"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-08 09:30", "--total", "x=5"], "`--total x=5` does not say of which metric"),
        (["../deals.csv", "--mapping", "deals", "--period", "2026-q3", "--exported", "2026-10-08 09:30", "--total", "abc"], "`--total` cannot be `abc`, which is no figure"),
        (["--show-mapping", "zoho"], "there is no preset `zoho`"),
    ],
)  # fmt: skip
def test_what_was_asked_for_wrongly(perfsite: Perfsite, place: Path, arguments: list[str], sentence: str) -> None:
    ran = perfsite("-C", place, "import", *arguments)
    assert ran.code == 2
    assert f"error: {sentence}" in ran.err.splitlines()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_shown_to_be_adapted(perfsite: Perfsite, place: Path, name: str, lang: str) -> None:
    ran = perfsite("-C", place, "--lang", lang, "import", "--show-mapping", name)
    assert (ran.code, ran.err) == (0, "")
    (place / "imports" / "mine.yml").write_text(ran.out, encoding="utf-8")
    asked = perfsite(
        "-C",
        place,
        "import",
        "../deals.csv",
        "--mapping",
        "mine",
        "--period",
        "2026-q3",
        "--exported",
        "2026-10-10 09:30",
    )
    assert asked.code == 1
    assert "PS153" in asked.out


def test_a_mapping_may_lie_anywhere(perfsite: Perfsite, place: Path) -> None:
    (place / "imports" / "deals.yml").rename(place.parent / "mine.yml")
    ran = perfsite(
        "-C", place, "import", "../deals.csv", "--mapping", "../mine.yml", "--period", "2026-q3", "--exported", "2026-10-10 09:30"
    )  # fmt: skip
    assert ran.code == 0


# Privacy


def test_nothing_of_customers_and_owners_names_gets_into_records(perfsite: Perfsite, place: Path) -> None:
    people = BASE["content/people/people.yml"].replace("- id: p-2\n", "- id: p-2\n  aliases: [别名甲]\n")
    (place / "content/people/people.yml").write_text(people, encoding="utf-8")
    secret = (
        EXPORT.replace("p-2", "别名甲")
        .replace("Stage\n", "Stage,Account\n")
        .replace("Won\n", "Won,机密客户\n")
        .replace("Lost\n", "Lost,机密客户\n")
    )
    (place.parent / "deals.csv").write_text(secret, encoding="utf-8")
    assert run(perfsite, place, "--write", into="2026-q3-new").code == 0
    for name in ("content/actuals/2026-q3-new.yml", "content/actuals/2026-q3-new.csv"):
        assert "机密客户" not in text(place, name)
        assert "别名甲" not in text(place, name)


def test_the_name_of_the_file_and_how_many_deals_it_has_are_for_hr_alone(perfsite: Perfsite, place: Path) -> None:
    (place.parent / "deals.csv").rename(place.parent / "机密客户名单.csv")
    assert run(perfsite, place, "--write", file="../机密客户名单.csv", into="2026-q3-new").code == 0
    for audience, sees in (("everyone", False), ("managers", False), ("hr", True)):
        out = place.parent / audience
        assert perfsite("-C", place, "build", "--out", out, "--audience", audience, *AS_OF).code == 0
        shown = any("机密客户名单" in path.read_text("utf-8", "ignore") for path in out.rglob("*") if path.is_file())
        assert shown is sees


def test_what_a_terminal_would_obey_is_shown_by_its_code(perfsite: Perfsite, place: Path) -> None:
    header = HEADER.replace("Stage", "\x1b]0;Stage")
    edit(place, "imports/deals.yml", "column: [Stage]", 'column: ["\\x1b]0;Stage"]')
    (place.parent / "deals.csv").write_text(EXPORT.replace(HEADER, header), encoding="utf-8")
    ran = run(perfsite, place)
    assert "\x1b" not in ran.out + ran.err


def test_nothing_is_written_behind_a_link(perfsite: Perfsite, place: Path) -> None:
    outside = place.parent / "outside"
    (place / "content" / "actuals").rename(outside)
    (place / "content" / "actuals").symlink_to(outside)
    before = snapshot(outside)
    ran = run(perfsite, place, "--write", into="2026-q3-new")
    assert ran.code == 2
    assert "lies behind a symbolic link" in ran.err
    assert snapshot(outside) == before


# The command line


def test_nothing_that_reads_workbooks_is_imported_for_a_csv(place: Path) -> None:
    """Nor for any other command: openpyxl takes longer to import than all of perfsite."""
    code = (
        "import sys\nfrom perfsite.cli.run import run\n"
        f"run(['-C', {str(place)!r}, 'import', '../deals.csv', '--mapping', 'deals', '--period', '2026-q3', '--exported', '2026-10-10 09:30'])\n"
        "sys.exit(1 if 'openpyxl' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_shell_completes_mappings_presets_and_periods(
    perfsite: Perfsite, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def completed(words: str, last: str) -> list[str]:
        monkeypatch.setenv("_PERFSITE_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", f"perfsite {words} {last}")
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) + 1))
        return [line.partition(",")[2] for line in perfsite().out.splitlines()]

    assert completed(f"-C {place} import x --mapping", "") == ["deals", *dict.fromkeys(("targets", *preset_names()))]
    assert completed("import --show-mapping", "zo") == ["zoho-crm"]
    assert completed(f"-C {place} import x --period", "2026-") == ["2026-q3"]
