"""What must hold of parts, whatever the figures: of a group by grades, of a shared amount by people, of a period by days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.publication.working_days import site_calendar
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.reward import AmountSpec, Reward, Sharing, Split
from perfsite.records.rule import AppliesTo, Grade, GradeLimits, Proration, ScoringRule
from perfsite.scoring.exact import MODES, round_to
from perfsite.scoring.limits import Group, Member, form_group, from_best, largest_remainder
from perfsite.scoring.positions import days_of_period, teams
from perfsite.scoring.splits import entries_of, is_told, missing_words, own_teams, remainder_of, shares_of, unfit_field
from tests.scoring.test_oracle import random_records
from tests.site_builder import changed, site

REWARD = "content/rewards/quarterly-bonus.yml"
RULE = "content/rules/scorecard.yml"


@cache
def base() -> Library:
    return site().library


def reward() -> Reward:
    found = base().get(Reward, "quarterly-bonus")
    assert found is not None
    return found


def rule() -> ScoringRule:
    found = base().get(ScoringRule, "scorecard")
    assert found is not None
    return found


def percent(value: int | Decimal) -> Quantity:
    return Quantity(Decimal(value), "%")


# A group by grades

shares_of_grades = st.lists(st.integers(0, 100), min_size=1, max_size=4).map(
    lambda parts: [Fraction(part, max(sum(parts), 100)) for part in parts]
)


def rest_of(shares: list[Fraction]) -> Fraction:
    return 1 - sum(shares, Fraction(0))


@random_records(300)
@given(shares_of_grades, st.integers(0, 200))
def test_largest_remainder_counts_everyone_once(shares: list[Fraction], people: int) -> None:
    counts = largest_remainder(shares, people)
    rest = people - sum(counts)
    for count, share in zip([*counts, rest], [*shares, rest_of(shares)], strict=True):
        # Never a whole person away from what the share comes to, and exactly that where it is a whole number.
        assert abs(count - share * people) < 1
        assert count >= 0


@random_records(300)
@given(shares_of_grades, st.integers(0, 60))
def test_shares_of_the_whole_sum_to_the_group(shares: list[Fraction], people: int) -> None:
    whole = [*shares, rest_of(shares)]
    assert sum(largest_remainder(whole, people)) == people


def limited(shares: list[int], ties: str) -> ScoringRule:
    """Grades from 90 downward by tens, so many percent of each, and a last one without a limit."""
    grades = [
        Grade(grade=f"G{index}", from_=Decimal(90 - 10 * index), at_most=percent(share))
        for index, share in enumerate(shares)
    ]
    last = Grade(grade="last", from_=Decimal(0))
    limits = GradeLimits(minimum_group=1, counts="largest remainder", ties=ties)
    return replace(rule(), grades=(*grades, last), grade_limits=limits)


def grades_after(of: ScoringRule, group: Group, members: Mapping[Ref, Member]) -> dict[Ref, str]:
    """The grade of each: from the best one downward, whoever has a place beyond the count falls to the next."""
    order = [position for position, _ in from_best(of)]
    now = {}
    for who, member in members.items():
        grade = member.grade
        for above, below in pairwise(order):
            place = group.places[who].get(above)
            if grade == of.grades[above].grade and place is not None and place > group.counts[above]:
                grade = of.grades[below].grade
        now[who] = grade
    return now


@random_records(200)
@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=3),
    st.lists(st.integers(0, 99), min_size=1, max_size=25),
    st.sampled_from(("keep", "lower")),
)
def test_no_grade_is_held_by_more_than_its_share(shares: list[int], totals: list[int], ties: str) -> None:
    of = limited(shares, ties)
    edges = [(grade.grade, grade.from_ or 0) for grade in of.grades]
    members = {
        Ref("person", str(number)): Member(Fraction(total), next(grade for grade, edge in edges if total >= edge))
        for number, total in enumerate(totals)
    }
    group = form_group(of, members)
    grades = grades_after(of, group, members)
    # Everyone has one grade, and nobody a better one than their own total gives.
    assert len(grades) == group.people == len(totals)
    order = [grade.grade for grade in of.grades]
    assert all(order.index(grades[who]) >= order.index(member.grade) for who, member in members.items())
    held = Counter(grades.values())
    for position, grade in enumerate(of.grades[:-1]):
        holders = sorted(members[who].total for who, has in grades.items() if has == grade.grade)
        if ties == "lower":
            assert held[grade.grade] <= group.counts[position]
        elif held[grade.grade] > group.counts[position]:
            # Only those who are tied for the last place that there is are more than the count.
            assert held[grade.grade] - holders.count(holders[0]) < max(group.counts[position], 1)
    # Of two people the one with more points never has the worse grade.
    ranked = sorted(members, key=lambda who: members[who].total)
    for less, more in pairwise(ranked):
        if members[less].total < members[more].total:
            assert order.index(grades[less]) >= order.index(grades[more])


# A shared amount by people

remainders = st.sampled_from(("largest share", "first", "last"))
# Parts of a whole in hundredths of a percent: any so many that sum to all of it.
parts_of_whole = st.lists(st.integers(1, 9999), max_size=5, unique=True).map(
    lambda cuts: [b - a for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 10_000], strict=True)]
)


def shared(parts: list[int], remainder: str | None, same_role: str = "equally", *, overlay: bool = False) -> Reward:
    splits = tuple(
        Split(role=Ref("role", f"r{index}"), share=percent(Decimal(part) / 100)) for index, part in enumerate(parts)
    )
    sharing = Sharing(whole="own team", same_role=same_role, remainder=remainder)
    return replace(reward(), splits=splits, sharing=sharing, overlay=overlay)


@random_records(400)
@given(
    parts_of_whole,
    st.lists(st.integers(1, 3), min_size=6, max_size=6),
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
    st.sampled_from(MODES),
    remainders,
)
def test_parts_come_to_the_whole_to_the_last_cent(
    parts: list[int], holders: list[int], units: int, places: int, rounding: str, remainder: str
) -> None:
    """Whatever the shares, however many hold each, wherever and however a part is rounded, to whomever the rest falls."""
    of = shared(parts, remainder)
    whole = Fraction(units, 10**places)
    spec = AmountSpec(places=places, rounding=rounding)
    entries = {f"{index}-{n}": index for index in range(len(parts)) for n in range(holders[index])}
    shares = {who: share for who, (share, _) in shares_of(of, entries).items()}
    assert sum(shares.values()) == 1
    who, rest = remainder_of(of, whole, shares, spec)
    paid = {one: round_to(whole * share, places, rounding) for one, share in shares.items()}
    paid[who] += rest
    assert sum(paid.values()) == whole
    # Each rounding is off by less than one unit of the last place.
    assert abs(rest) < len(paid) * Fraction(1, 10**places)
    if remainder == "largest share":
        assert shares[who] == max(shares.values())
        assert who == next(one for one, share in shares.items() if share == shares[who])
    else:
        assert who == list(shares)[0 if remainder == "first" else -1]


@random_records(100)
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=4), st.integers(1, 3))
def test_shares_that_overlap_are_each_of_the_whole(parts: list[int], holders: int) -> None:
    of = shared(parts, None, "each", overlay=True)
    entries = {f"{index}-{n}": index for index in range(len(parts)) for n in range(holders)}
    for who, (share, among) in shares_of(of, entries).items():
        assert (share, among) == (Fraction(parts[entries[who]], 10_000), 1)


@pytest.mark.parametrize(
    ("sharing", "roles", "overlay", "missing"),
    [
        (None, True, False, ["whole", "same_role", "remainder"]),
        (None, False, False, ["whole", "remainder"]),
        (None, True, True, ["whole", "same_role"]),
        (Sharing(whole="own team", same_role="equally", remainder="first"), True, False, []),
        (Sharing(whole_of=Ref("team", "east"), same_role="equally", remainder="first"), True, False, []),
        (Sharing(whole="own team", same_role="each"), True, True, []),
        (Sharing(same_role="equally", remainder="first"), True, False, ["whole"]),
        (Sharing(whole="own team", remainder="last"), True, False, ["same_role"]),
        (Sharing(whole="own team", same_role="equally"), True, False, ["remainder"]),
    ],
)
def test_which_words_a_sharing_lacks(sharing: Sharing | None, roles: bool, overlay: bool, missing: list[str]) -> None:
    named = Split(person=Ref("person", "p-2"), share=percent(40))
    other = (
        Split(role=Ref("role", "x"), share=percent(60))
        if roles
        else Split(person=Ref("person", "p-3"), share=percent(60))
    )
    of = replace(reward(), splits=(named, other), sharing=sharing, overlay=overlay)
    assert missing_words(of) == missing
    assert is_told(of, None) == (not missing)


def test_each_of_several_gets_a_share_only_where_shares_may_overlap() -> None:
    assert is_told(shared([10_000], "first", "equally"), None)
    assert is_told(shared([10_000], None, "each", overlay=True), None)
    assert not is_told(shared([10_000], "first", "each"), None)


@pytest.mark.parametrize(
    ("added", "field"),
    [
        ("winners: {top: 1, by: [total descending], ties: shared}\n", "winners"),
        ("proration: {by: days, of: amount}\n", "proration"),
        ("accumulation: {over: year, true_up: true}\n", "accumulation"),
        ("accumulation: {over: year}\n", None),
        ("", None),
    ],
)
def test_what_has_no_one_meaning_beside_shares(added: str, field: str | None) -> None:
    found = site(changed(REWARD, "budget:", f"{added}budget:")).library.get(Reward, "quarterly-bonus")
    assert found is not None
    assert unfit_field(found, rule()) == field
    assert is_told(
        replace(shared([10_000], "first"), **{name: getattr(found, name) for name in (field,) if name}), None
    ) == (field is None)
    # The share of a grade would count the totals of teams, or of everyone who has a part.
    assert unfit_field(found, limited([20], "keep")) == (field or "basis")


def person(*positions: dict[str, object], left: dt.date | None = None) -> Person:
    found = base().get(Person, "p-3")
    assert found is not None
    (one,) = found.positions
    return replace(found, positions=tuple(replace(one, **parts) for parts in positions), left=left)  # type: ignore[arg-type]


def quarter() -> Period:
    found = base().get(Period, "2026-q3")
    assert found is not None
    return found


DAY = dt.date.fromisoformat
TEAM_ROLE = {"role": Ref("role", "r0"), "team": Ref("team", "shanghai"), "from_": DAY("2026-01-01")}
OTHER_ROLE = {"role": Ref("role", "x"), "team": Ref("team", "zhejiang"), "from_": DAY("2026-01-01")}


def test_the_own_team_is_that_of_the_role_with_the_share() -> None:
    both, of = person(TEAM_ROLE, OTHER_ROLE), shared([10_000], "first")
    assert own_teams(of, both, quarter(), {}) == ["shanghai"]
    assert entries_of(of, both, quarter(), {}) == [0]
    # Where the share is someone's by name, in whatever role, no one team is theirs alone.
    named = replace(of, splits=(Split(person=both.ref, share=percent(100)),))
    assert own_teams(named, both, quarter(), {}) == ["shanghai", "zhejiang"]
    assert entries_of(named, both, quarter(), {}) == [0]
    someone = replace(of, splits=(Split(person=Ref("person", "p-2"), share=percent(100)),))
    assert (own_teams(someone, both, quarter(), {}), entries_of(someone, both, quarter(), {})) == ([], [])


@pytest.mark.parametrize(
    ("above", "path"),
    [
        ({}, ["a"]),
        ({"a": "b", "b": "c"}, ["a", "b", "c"]),
        # Teams that are part of each other are refused, and until then looked at once.
        ({"a": "b", "b": "a"}, ["a", "b"]),
        ({"a": "b", "b": "c", "c": "b"}, ["a", "b", "c"]),
    ],
)
def test_the_teams_above_are_found_once_each(above: dict[str, str], path: list[str]) -> None:
    assert teams("a", above) == path


@pytest.mark.parametrize(("left", "shares"), [("2026-06-30", False), ("2026-07-01", True), ("2026-09-30", True)])
def test_who_left_before_the_period_has_no_share(left: str, shares: bool) -> None:
    gone = person(TEAM_ROLE, left=DAY(left))
    assert entries_of(shared([10_000], "first"), gone, quarter(), {}) == ([0] if shares else [])
    assert own_teams(shared([10_000], "first"), gone, quarter(), {}) == (["shanghai"] if shares else [])


@pytest.mark.parametrize(
    ("team", "above", "shares"),
    [("zhejiang", {}, False), ("shanghai", {}, True), ("east", {}, False), ("east", {"shanghai": "east"}, True)],
)
def test_a_share_is_for_the_teams_that_the_reward_is_for(team: str, above: dict[str, str], shares: bool) -> None:
    """The shares say for which roles they are, and the reward of which teams: whoever has the role elsewhere has none."""
    of = replace(shared([10_000], "first"), applies_to=AppliesTo(team=(Ref("team", team),)))
    someone = person(TEAM_ROLE)
    assert entries_of(of, someone, quarter(), above) == ([0] if shares else [])
    assert own_teams(of, someone, quarter(), above) == (["shanghai"] if shares else [])


# A period by days

days_of_2026 = st.integers(0, 363).map(lambda number: DAY("2026-01-01") + dt.timedelta(days=number))


def prorated(by: str, part: str | None, role: str, someone: Person) -> Fraction:
    year = base().get(Period, "2026")
    assert year is not None
    proration = Proration(by=by, of="amount", part_of_month=part)
    meant = AppliesTo(role=(Ref("role", role),))
    counted = days_of_period(proration, meant, someone, year, {}, site_calendar(base()))
    assert counted is not None
    return Fraction(*counted)


@pytest.mark.parametrize(("year", "known"), [("2026", True), ("2024", False), ("2027", False)])
def test_working_days_are_counted_as_far_as_the_calendar_reaches(year: str, known: bool) -> None:
    """The calendar of the base says of 2025 and 2026 which days are free."""
    period = replace(quarter(), from_=DAY(f"{year}-07-01"), to=DAY(f"{year}-09-30"))
    proration, meant = Proration(by="working days", of="amount"), AppliesTo(role=(Ref("role", "r0"),))
    someone = person({**TEAM_ROLE, "from_": DAY("2020-01-01")})
    counted = days_of_period(proration, meant, someone, period, {}, site_calendar(base()))
    assert (counted is not None) == known
    if counted is not None:
        assert counted[0] == counted[1] > 60


def moved_after(day: dt.date) -> Person:
    """Someone who is in one role up to a day of 2026, and from the next day in another."""
    return person(
        {"role": Ref("role", "a"), "from_": DAY("2025-04-01"), "until": day},
        {"role": Ref("role", "b"), "from_": day + dt.timedelta(days=1)},
    )


@random_records(150)
@given(days_of_2026, st.sampled_from((("days", None), ("working days", None), ("months", "days"))))
def test_two_roles_in_a_year_come_to_the_year(day: dt.date, how: tuple[str, str | None]) -> None:
    """Whoever moves from one role to another is paid for the whole year and no day of it twice."""
    by, part = how
    someone = moved_after(day)
    first, second = (prorated(by, part, role, someone) for role in "ab")
    assert first + second == 1
    assert min(first, second) >= 0


@random_records(100)
@given(days_of_2026)
def test_a_month_in_two_roles_counts_twice_or_never_unless_by_its_days(day: dt.date) -> None:
    someone = moved_after(day)
    whole, nothing = (sum(prorated("months", part, role, someone) for role in "ab") for part in ("whole", "nothing"))
    ends_a_month = (day + dt.timedelta(days=1)).day == 1
    assert whole == (1 if ends_a_month else Fraction(13, 12))
    assert nothing == (1 if ends_a_month else Fraction(11, 12))


@random_records(60)
@given(st.lists(days_of_2026, max_size=6, unique=True), st.sampled_from(("days", "working days")))
def test_the_parts_of_a_year_have_its_days(cuts: list[dt.date], by: str) -> None:
    """However a year is cut into periods, the days counted in them are those of the year."""
    year = base().get(Period, "2026")
    assert year is not None
    ends = [*sorted(cuts), year.to]
    begins = [year.from_, *(end + dt.timedelta(days=1) for end in ends[:-1])]
    someone = person({"role": Ref("role", "a"), "from_": DAY("2026-02-10"), "until": DAY("2026-11-20")})
    proration, meant = Proration(by=by, of="amount"), AppliesTo(role=(Ref("role", "a"),))
    calendar = site_calendar(base())
    counted = [
        days_of_period(proration, meant, someone, replace(year, from_=begin, to=end), {}, calendar)
        for begin, end in zip(begins, ends, strict=True)
    ]
    # A period without any working day has nothing that could be counted.
    known = [one for one in counted if one is not None]
    whole = days_of_period(proration, meant, someone, year, {}, calendar)
    assert whole == (sum(days for days, _ in known), sum(all_ for _, all_ in known))
