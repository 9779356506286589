"""Rows to figures: whose they are, which count, in what unit, how they are taken, and whether they add up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import yaml
from jsonschema import Draft202012Validator

from perfsite.diagnostics import CODES
from perfsite.importers.mappings import preset_names, preset_text, read_mapping
from perfsite.records.schema import record_schema
from tests.importers.exports import HEADER, MAPPING, figures, imported, mapped, told
from tests.site_builder import BASE, site

PEOPLE = "content/people/people.yml"


def deals(*rows: str) -> str:
    return HEADER + "".join(f"D-{number},{row},Closed Won\n" for number, row in enumerate(rows, 1))


def with_people(**names: str) -> dict[str, str | None]:
    """The base site with lines added to people: `p_2="email: a@b.c"`."""
    text = BASE[PEOPLE]
    for id, line in names.items():
        head = f"- id: {id.replace('_', '-')}\n"
        assert head in text
        text = text.replace(head, f"{head}  {line}\n")
    return {PEOPLE: text}


def changed(old: str, new: str, mapping: str = MAPPING) -> str:
    assert old in mapping
    return mapping.replace(old, new)


# Whose a row is


def test_people_are_found_by_id_address_and_alias() -> None:
    files = with_people(p_2="email: Zhang@Example.com", p_3='aliases: ["李静怡", 0055g00000ABCDEAA1]')
    rows = ["p-2,1", "person/p-2,1", "zhang@example.COM,1", "李静怡,1", "0055g00000ABCDEAA1,1"]
    found = imported(deals(*(f"{row},CNY,2026-07-01" for row in rows)), files=files)
    assert figures(found) == {"p-2": "CNY 3", "p-3": "CNY 2"}


@pytest.mark.parametrize("name", ["张浩博", "Zhang Haobo", "0055G00000abcdeaa1", "P-2", "p-2 x", "zhang@example"])
def test_nobody_is_found_by_a_likeness(name: str) -> None:
    """A name of the records is no alias unless it is declared as one, and ids of a CRM tell upper from lower case."""
    files = with_people(p_2="email: zhang@example.com", p_3="aliases: [0055g00000ABCDEAA1]")
    (found,) = imported(deals(f"{name},1,CNY,2026-07-01"), files=files).problems
    assert (found.code, found.arguments["row"], found.arguments["column"]) == ("PS154", "2", "Owner")


def test_a_near_name_is_shown_and_not_taken() -> None:
    (found,) = imported(deals("Zhang Haobp,1,CNY,2026-07-01"), files=with_people(p_2="aliases: [Zhang Haobo]")).problems
    assert (found.hint, found.arguments["suggestion"]) == ("near", "Zhang Haobo")


def test_an_alias_of_two_is_nobodys() -> None:
    files = with_people(p_2="aliases: [张伟]", p_3="aliases: [张伟]")
    (found,) = imported(deals("张伟,1,CNY,2026-07-01"), files=files).problems
    assert (found.hint, found.arguments["ids"]) == ("several", "`p-2`, `p-3`")


def test_who_has_been_erased_is_not_found() -> None:
    (found,) = imported(deals("p-2,1,CNY,2026-07-01"), files=with_people(p_2="erased: 2026-10-01")).problems
    assert found.code == "PS154"


def test_by_which_names_people_are_found_can_be_said() -> None:
    files = with_people(p_2="aliases: [zhang]")
    only = changed("whose: {column: [Owner]}", "whose: {column: [Owner], by: email}")
    assert [p.code for p in imported(deals("zhang,1,CNY,2026-07-01", "p-2,1,CNY,2026-07-01"), only, files=files).problems] == [
        "PS154", "PS154",
    ]  # fmt: skip


def test_a_row_of_nobody() -> None:
    text = deals("p-2,1,CNY,2026-07-01", ",2,CNY,2026-07-01")
    assert told(imported(text).problems) == [("PS154 blank", "deals.csv:3:5", "3 Owner")]
    skipped = imported(text, changed("{column: [Owner]}", "{column: [Owner], blank: skip}"))
    assert (figures(skipped), skipped.rows) == ({"p-2": "CNY 1"}, 1)
    assert skipped.remarks[-1].en == "Left out: 1 by `Owner`."


def test_teams_by_id_and_alias() -> None:
    files: dict[str, str | None] = {
        "content/teams/shanghai.yml": BASE["content/teams/shanghai.yml"] + "aliases: [上海大区]\n"
    }
    mapping = changed("{column: [Owner]}", "{column: [Owner], is: team}")
    text = deals("上海大区,1,CNY,2026-07-01", "zhejiang,2,CNY,2026-07-01", "shanghai,4,CNY,2026-07-01")
    assert figures(imported(text, mapping, files=files)) == {"shanghai": "CNY 5", "zhejiang": "CNY 2"}


def test_a_team_gets_what_its_people_did_while_they_were_in_it() -> None:
    moved = BASE[PEOPLE].replace(
        "team: shanghai, level: m1, from: 2024-01-01}",
        "team: shanghai, level: m1, from: 2024-01-01, until: 2026-07-31}\n"
        "    - {role: regional-manager, team: zhejiang, level: m1, from: 2026-08-01}",
    )
    mapping = changed("{column: [Owner]}", "{column: [Owner], credit: team}")
    text = deals("p-2,1,CNY,2026-07-31", "p-2,2,CNY,2026-08-01", "p-3,4,CNY,2026-08-01")
    found = imported(text, mapping, files={PEOPLE: moved})
    assert figures(found) == {"shanghai": "CNY 1", "zhejiang": "CNY 6"}
    late = moved.replace("from: 2024-01-01, until", "from: 2026-07-02, until")
    problems = imported(deals("p-2,1,CNY,2026-07-01"), mapping, files={PEOPLE: late}).problems
    assert told(problems) == [("PS154 no-team", "deals.csv:2:5", "2 Owner")]


# Which rows count


def test_conditions_and_what_they_leave_out() -> None:
    text = HEADER + "D-1,p-2,1,CNY,2026-07-01,Closed Won\nD-2,nobody,x,?,?,Lost\nD-3,p-2,2,CNY,2026-07-01,closed won\n"
    found = imported(text)
    assert (figures(found), found.rows) == ({"p-2": "CNY 1"}, 1)
    assert [remark.en for remark in found.remarks[1:]] == [
        "3 rows of data, of which 1 count.",
        "Left out: 2 by `Stage`.",
    ]
    other = imported(text, changed("is: [Closed Won]", "is_not: [Lost]"))
    assert figures(other) == {"p-2": "CNY 3"}


def test_where_no_row_has_the_value_those_that_are_there_are_told() -> None:
    (found,) = imported(HEADER + "D-1,p-2,1,CNY,2026-07-01,Won\nD-2,p-2,1,CNY,2026-07-01,Lost\n").problems
    assert (found.code, found.hint) == ("PS164", "value")
    assert (found.arguments["wanted"], found.arguments["found"]) == ("`Closed Won`", "`Won`, `Lost`")


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-06-30", False), ("2026-07-01", True), ("2026-09-30", True), ("2026-10-01", False)]
)
def test_the_days_of_the_period(day: str, counts: bool) -> None:
    text = deals(f"p-2,1,CNY,{day}", "p-3,1,CNY,2026-08-01")
    assert told(imported(text).problems) == ([] if counts else [("PS158", "deals.csv:2:15", "2 Closing Date")])
    skipping = imported(text, changed("formats: [YYYY-MM-DD]", "formats: [YYYY-MM-DD], outside: skip"))
    assert ("p-2" in figures(skipping)) is counts


def test_a_moment_belongs_to_the_day_of_the_sites_time_zone() -> None:
    mapping = changed("[YYYY-MM-DD]", "['YYYY-MM-DDTHH:mmZ']")
    text = deals("p-2,1,CNY,2026-09-30T17:00Z")
    assert told(imported(text, mapping).problems) == [("PS158", "deals.csv:2:15", "2 Closing Date")]
    assert figures(imported(text, mapping, zone=dt.UTC)) == {"p-2": "CNY 1"}


@pytest.mark.parametrize(
    ("day", "hint"), [("", "blank"), ("31/07/2026", ""), ("46234", "serial"), ("2026-07-32", ""), ("today", "")]
)
def test_dates_that_cannot_be_read(day: str, hint: str) -> None:
    (found,) = imported(deals(f"p-2,1,CNY,{day}")).problems
    assert (found.code, found.hint, found.arguments["row"]) == ("PS156", hint, "2")


def test_a_mapping_without_formats_reads_no_text_as_a_date() -> None:
    (found,) = imported(deals("p-2,1,CNY,2026-07-01"), changed(", formats: [YYYY-MM-DD]", "")).problems
    assert (found.code, found.hint) == ("PS156", "none")


def test_the_same_record_twice_and_one_without_an_id() -> None:
    text = HEADER + "D-1,p-2,1,CNY,2026-07-01,Closed Won\n" * 2 + ",p-2,1,CNY,2026-07-01,Closed Won\n"
    assert told(imported(text).problems) == [
        ("PS159", "deals.csv:3:1", "3 Record Id"),
        ("PS159 blank", "deals.csv:4:1", "4 Record Id"),
    ]
    lost = HEADER + "D-1,p-2,1,CNY,2026-07-01,Closed Won\nD-1,p-2,1,CNY,2026-07-01,Lost\n"
    assert figures(imported(lost)) == {"p-2": "CNY 1"}


def test_there_may_be_no_more_rows_than_the_mapping_says() -> None:
    text = deals("p-2,1,CNY,2026-07-01", "p-2,1,CNY,2026-07-01")
    found = imported(text, "table: {most_rows: 1}\n" + MAPPING).problems
    assert told(found) == [("PS166 rows", "deals.csv:3:1", "")]


# What is wrong shows together, and not without end


def test_all_that_is_wrong_shows_at_once() -> None:
    found = imported(deals("x,abc,CNY,2026-10-01", "p-2,,EUR,1.7.2026", "p-2,1,ABC,2026-07-01"))
    assert told(found.problems) == [
        ("PS154", "deals.csv:2:5", "2 Owner"),
        ("PS155", "deals.csv:2:7", "2 Amount"),
        ("PS158", "deals.csv:2:15", "2 Closing Date"),
        ("PS160", "deals.csv:3:9", "3 Amount"),
        ("PS156", "deals.csv:3:14", "3 Closing Date"),
        ("PS157 unknown", "deals.csv:4:11", "4 Currency"),
    ]


def test_a_column_read_wrongly_does_not_fill_the_screen() -> None:
    found = imported(deals(*(f"p-2,x{number},CNY,2026-07-01" for number in range(200))))
    assert len(found.problems) == 50
    assert found.remarks[-1].en == "PS155: 150 more than the 50 that are listed."


def test_columns_that_are_missing_show_together() -> None:
    found = imported("Record Id,Deal Owner,Sum,Amount 2\nD-1,p-2,1,2\n").problems
    assert [(problem.hint, problem.arguments["names"]) for problem in found if problem.code == "PS153"] == [
        ("near", "`Amount`"), ("", "`Closing Date`"), ("", "`Currency`"), ("", "`Owner`"), ("", "`Stage`"),
    ]  # fmt: skip
    assert found[0].related[0].span.file == "imports/deals.yml"


def test_a_name_that_two_columns_have_is_not_chosen_between() -> None:
    found = imported(HEADER.replace("\n", ",amount\n") + "D-1,p-2,1,CNY,2026-07-01,Closed Won,2\n").problems
    assert [(problem.code, problem.hint) for problem in found] == [("PS153", "several")]
    assert found[0].arguments["found"] == "`Amount`, `amount`"


def test_names_of_columns_are_compared_without_width_case_and_spaces() -> None:
    text = "ＲＥＣＯＲＤ　ID, owner ,AMOUNT,Currency,Closing  Date,Stage\nD-1,p-2,1,CNY,2026-07-01,Closed Won\n"
    assert figures(imported(text)) == {"p-2": "CNY 1"}


# Figures


def test_blank_is_not_zero() -> None:
    text = deals("p-2,,CNY,2026-07-01", "p-3,0,CNY,2026-07-01")
    assert told(imported(text).problems) == [("PS160", "deals.csv:2:9", "2 Amount")]
    skipping = imported(text, changed("column: [Amount]}", "column: [Amount], blank: skip}"))
    assert figures(skipping) == {"p-3": "CNY 0"}
    dashes = imported(deals("p-2,-,CNY,2026-07-01"), "table: {empty: ['-', N/A]}\n" + MAPPING)
    assert told(dashes.problems) == [("PS160", "deals.csv:2:9", "2 Amount")]


def test_a_negative_amount_is_subtracted() -> None:
    assert figures(imported(deals('p-2,"1,000.00",CNY,2026-07-01', 'p-2,"(250.50)",CNY,2026-07-01'))) == {
        "p-2": "CNY 749.50"
    }


def test_another_currency_needs_a_rate() -> None:
    text = deals("p-2,100,CNY,2026-07-01", "p-2,10.5,USD,2026-07-01")
    assert told(imported(text).problems) == [("PS157", "deals.csv:3:14", "3 Currency")]
    rates = "currency: {column: [Currency], rates: [{currency: USD, rate: 7.1055, on: 2026-09-30, source: {zh: 中间价, en: Reference}}]}"
    converted = imported(text, changed("currency: {column: [Currency]}", rates))
    assert figures(converted) == {"p-2": "CNY 174.60775"}
    rounded = changed("column: [Amount]}", "column: [Amount], round: {places: 2, rounding: half-up}}")
    assert figures(imported(text, rounded.replace("currency: {column: [Currency]}", rates))) == {"p-2": "CNY 174.61"}


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("¥5", "CNY", ""), ("¥5", "USD", "PS157 mark"), ("$5", "CNY", "PS157 mark"), ("5", "", "PS157 blank"),
        ("5", "Yuan", "PS157 unknown"), ("5", "人民币", ""), ("5%", "CNY", "PS155 unit"),
    ],
)  # fmt: skip
def test_currencies_have_to_agree(amount: str, currency: str, code: str) -> None:
    words = changed(
        "currency: {column: [Currency]}", "currency: {column: [Currency], words: [{says: 人民币, means: CNY}]}"
    )
    found = told(imported(deals(f"p-2,{amount},{currency},2026-07-01"), words).problems)
    assert [entry[0] for entry in found] == ([code] if code else [])


def test_a_fixed_currency_still_meets_the_sign_of_an_amount() -> None:
    fixed = changed("currency: {column: [Currency]}", "currency: {is: CNY}")
    assert figures(imported(deals("p-2,¥5,USD,2026-07-01"), fixed)) == {"p-2": "CNY 5"}
    assert [p.hint for p in imported(deals("p-2,US$5,USD,2026-07-01"), fixed).problems] == ["mark"]


RATES = """\
title: {zh: 回款, en: Collection}
system: kingdee
whose: {column: [Person]}
when: {column: [Day], formats: [YYYY-MM-DD]}
measures:
  - {metric: collection-rate, take: MEASURE}
"""


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        ("mean, column: [Rate], round: {places: 1, rounding: half-up}", "83.3%"),
        ("mean, column: [Rate], weight: [Due], round: {places: 2, rounding: half-up}", "93.25%"),
        ("latest, column: [Rate]", "60%"),
        ("sum, column: [Rate]", "250%"),
    ],
)
def test_means_weights_and_the_latest(take: str, expected: str) -> None:
    text = "Person,Day,Rate,Due\np-2,2026-07-31,95%,300\np-2,2026-09-30,60%,20\np-2,2026-08-31,95%,80\n"
    assert figures(imported(text, RATES.replace("MEASURE", take))) == {"p-2": expected}


def test_a_mean_that_has_no_answer() -> None:
    mapping = RATES.replace("MEASURE", "mean, column: [Rate], weight: [Due], round: {places: 2, rounding: half-up}")
    assert [entry[0] for entry in told(imported("Person,Day,Rate,Due\np-2,2026-07-31,95%,0\n", mapping).problems)] == [
        "PS155 weightless"
    ]
    assert [entry[0] for entry in told(imported("Person,Day,Rate,Due\np-2,2026-07-31,95%,-1\n", mapping).problems)] == [
        "PS155 weight"
    ]
    assert [entry[0] for entry in told(imported("Person,Day,Rate,Due\np-2,2026-07-31,95%,\n", mapping).problems)] == [
        "PS160"
    ]


def test_two_latest_rows_that_do_not_agree_are_no_answer() -> None:
    mapping = RATES.replace("MEASURE", "latest, column: [Rate]")
    text = "Person,Day,Rate\np-2,2026-07-31,95%\np-2,2026-07-31,96%\n"
    assert told(imported(text, mapping).problems) == [("PS159 tie", "deals.csv:3:16", "3 Rate")]
    assert figures(imported(text.replace("96%", "95%"), mapping)) == {"p-2": "95%"}


@pytest.mark.parametrize(
    ("cell", "code"), [("0.95", "PS155 percent"), ("95", "PS155 percent"), ("¥95", "PS155 unit"), ("95%", "")]
)
def test_a_percentage_says_that_it_is_one(cell: str, code: str) -> None:
    found = told(
        imported(f"Person,Day,Rate\np-2,2026-07-31,{cell}\n", RATES.replace("MEASURE", "sum, column: [Rate]")).problems
    )
    assert [entry[0] for entry in found] == ([code] if code else [])


def test_counts_and_several_metrics_of_one_table() -> None:
    files: dict[str, str | None] = {
        "content/metrics/accounts.yml": "title: {zh: 客户数, en: Accounts}\nunit: count\ndirection: higher\n"
    }
    mapping = MAPPING.replace(
        "measures: [{metric: net-revenue, take: sum, column: [Amount]}]",
        "measures:\n  - {metric: net-revenue, take: sum, column: [Amount]}\n"
        "  - {metric: compliance-breaches, take: count}\n  - {metric: accounts, take: distinct, column: [Account]}\n",
    )
    text = HEADER.replace("\n", ",Account\n") + "".join(
        f"D-{number},p-2,10.5,CNY,2026-07-01,Closed Won,{account}\n" for number, account in enumerate(("A", "B", "A"))
    )
    assert figures(imported(text, mapping, files=files)) == {
        "p-2 net-revenue": "CNY 31.5",
        "p-2 compliance-breaches": "3",
        "p-2 accounts": "2",
    }


# Totals

SUMMARY = """\
title: {zh: 汇总, en: Summary}
system: spreadsheet
whose: {column: [Person]}
currency: {is: CNY}
measures: [{metric: net-revenue, take: sum, column: [Sum]}]
total: {column: [Person], is: [合计, Total]}
adds: [{parts: [[July], [August]], whole: [Sum]}]
"""


def test_a_row_of_totals_does_not_count_and_has_to_agree() -> None:
    text = 'Person,July,August,Sum\np-2,1,2,3\np-3,"1,000.50",0.5,"1,001.00"\n合计,"1,001.50",2.5,"1,004.00"\n'
    found = imported(text, SUMMARY)
    assert figures(found) == {"p-2": "CNY 3", "p-3": "CNY 1001.00"}
    assert found.remarks[-1].en == "1 row of totals, which agree."
    (off,) = imported(text.replace('"1,004.00"', '"1,004.01"'), SUMMARY).problems
    assert (off.code, off.arguments["row"], off.arguments["column"]) == ("PS161", "4", "Sum")
    assert (off.arguments["stated"], off.arguments["found"], off.arguments["off"]) == ("1,004.01", "1,004.00", "-0.01")


def test_a_row_that_does_not_add_up_across() -> None:
    found = imported("Person,July,August,Sum\np-2,1,2,4\nTotal,1,2,4\n", SUMMARY).problems
    assert told(found) == [("PS161 across", "deals.csv:2:9", "2 Sum")]


def test_a_total_that_is_not_there_or_blank() -> None:
    assert [p.hint for p in imported("Person,July,August,Sum\np-2,1,2,3\n", SUMMARY).problems] == ["none"]
    assert [p.hint for p in imported("Person,July,August,Sum\np-2,1,2,3\nTotal,,,\n", SUMMARY).problems] == ["blank"]


def test_a_total_is_of_all_rows_or_of_those_that_count() -> None:
    mapping = MAPPING + "total: {column: [Record Id], is: [Total]}\n"
    rows = "D-1,p-2,10,CNY,2026-07-01,Closed Won\nD-2,p-2,5,CNY,2026-07-01,Lost\nTotal,,{},,,\n"
    assert figures(imported(HEADER + rows.format(15), mapping)) == {"p-2": "CNY 10"}
    assert [p.code for p in imported(HEADER + rows.format(10), mapping).problems] == ["PS161"]
    used = mapping.replace("is: [Total]}", "is: [Total], of: used}")
    assert figures(imported(HEADER + rows.format(10), used)) == {"p-2": "CNY 10"}


def test_totals_of_several_currencies_do_not_add_up() -> None:
    mapping = MAPPING + "total: {column: [Record Id], is: [Total]}\n"
    rows = "D-1,p-2,10,CNY,2026-07-01,Closed Won\nD-2,p-2,5,USD,2026-07-01,Lost\nTotal,,15,,,\n"
    assert [p.hint for p in imported(HEADER + rows, mapping).problems] == ["currencies"]


def test_a_total_that_somebody_states() -> None:
    text = deals("p-2,100.25,CNY,2026-07-01", "p-3,1,CNY,2026-07-01")
    assert figures(imported(text, totals={"net-revenue": Decimal("101.25")}))
    (off,) = imported(text, totals={"net-revenue": Decimal("101.26")}).problems
    assert (off.hint, off.arguments["stated"], off.arguments["found"]) == ("stated", "CNY 101.26", "CNY 101.25")


# Mappings


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("take: sum, column: [Amount]", "take: sum", "PS165 column"),
        ("take: sum", "take: mean", "PS165 round"),
        ("column: [Amount]", "column: [Amount], weight: [X]", "PS165 weight"),
        ("take: sum, column: [Amount]", "take: count", "PS165 unit"),
        ("currency: {column: [Currency]}\n", "", "PS165 currency"),
        ("formats: [YYYY-MM-DD]", "formats: [DD.MM]", "PS165 format"),
        ("{column: [Owner]}", "{column: [Owner], is: team, credit: person}", "PS165 credit"),
        ("[{metric: net-revenue, take: sum, column: [Amount]}]", "[]", "PS165 none"),
        ("net-revenue", "net-revenu", "PS302 suggest"),
        ("net-revenue, take: sum, column: [Amount]}", "net-revenue, take: sum, column: [A]}, {metric: net-revenue, take: sum, column: [B]}", "PS165 twice"),
        ("{column: [Currency]}", "{column: [Currency], rates: [{currency: USD, rate: 0, on: 2026-01-01, source: x}]}", "PS165 rate"),
        ("take: sum", "take: add", "PS427"),
        ("system: zoho-crm\n", "", "PS401"),
        ("{column: [Currency]}", "{column: [Currency], is: CNY}", "PS409"),
    ],
)  # fmt: skip
def test_a_mapping_that_could_give_two_figures_is_refused(old: str, new: str, code: str) -> None:
    found, problems = read_mapping("imports/deals.yml", changed(old, new).encode(), site().library)
    assert found is None
    assert [f"{problem.code} {problem.hint}".strip() for problem in problems] == [code]
    assert problems[0].span.file == "imports/deals.yml"


def test_the_latest_row_needs_dates() -> None:
    mapping = MAPPING.replace("when: {column: [Closing Date], formats: [YYYY-MM-DD]}\n", "").replace(
        "take: sum", "take: latest"
    )
    assert [p.hint for p in read_mapping("imports/deals.yml", mapping.encode(), site().library)[1]] == ["latest"]


@pytest.mark.parametrize("raw", [b"", b"- a\n", b"{", b"\xff", b"title: x\n", b"measures: 5\n", b"whose: []\n"])
def test_a_mapping_of_any_other_form_is_told(raw: bytes) -> None:
    found, problems = read_mapping("imports/deals.yml", raw, site().library)
    assert found is None
    assert problems
    assert all(problem.code in CODES for problem in problems)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", preset_names())
def test_presets_read_and_speak_one_language(name: str, lang: str) -> None:
    text = preset_text(name, lang)
    assert mapped(text).mapping.system
    comments = "".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
    assert "#zh" not in text
    assert "#en" not in text
    assert any("\u4e00" <= char <= "\u9fff" for char in comments) is (lang == "zh" or name == "fxiaoke")


@pytest.mark.parametrize("name", preset_names())
def test_presets_have_the_texts_of_a_site_in_one_language(name: str) -> None:
    library = site({"perfsite.yml": "title: 站点\nlanguages: [zh]\ncurrency: CNY\n"}).library
    found, problems = read_mapping("imports/deals.yml", preset_text(name, "zh", ("zh",)).encode(), library)
    assert found is not None, [problem for problem in problems if problem.code != "PS302"]


@pytest.mark.parametrize("name", preset_names())
def test_an_editor_finds_nothing_wrong_with_a_preset(name: str) -> None:
    """Nor does it let a mistake pass: the schema is that of the declarations."""
    check = Draft202012Validator(record_schema("import", lang="en"))
    data = yaml.safe_load(preset_text(name, "en"))
    assert not list(check.iter_errors(data))
    assert list(check.iter_errors({**data, "measure": []}))
    assert list(check.iter_errors({**data, "measures": [{"metric": "net-revenue", "take": "total"}]}))
