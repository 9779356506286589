"""An amount shared among people: on whose figures it is computed, who is among them, and which part is whose."""

from __future__ import annotations

from fractions import Fraction

from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.references import Ref
from perfsite.scoring.cases import Case
from perfsite.scoring.compile import SHARE, rational
from perfsite.scoring.evaluate import CannotScoreError
from perfsite.scoring.grounds import Grounds, Input, Part
from perfsite.scoring.splits import entries_of, own_teams, shares_of


class Sharing:
    """Who shares under one award. `sharers` are among them; of the `unsure` nobody knows whether they are."""

    def __init__(self, grounds: Grounds, period: Period, case: Case) -> None:
        self.grounds, self.period, self.case = grounds, period, case
        self.sharers: tuple[Ref, ...] = ()
        self.unsure: tuple[Ref, ...] = ()

    def whole_of(self, who: Ref) -> Ref:
        """On whose figures an amount is computed: someone's own, or where it is shared those of the whole."""
        sharing = self.case.reward.sharing
        if sharing is None:
            return who
        if sharing.whole_of is not None:
            return sharing.whole_of
        person = self.grounds.library.get(Person, who)
        found = [] if person is None else own_teams(self.case.reward, person, self.period, self.grounds.above)
        if len(found) != 1:
            raise CannotScoreError("own-team", who.id, ("sharing", "whole"))
        return Ref("team", found[0])

    def entries(self, who: Ref) -> list[int]:
        """The positions of the shares that are meant for someone."""
        person = self.grounds.library.get(Person, who) if who.kind == "person" else None
        return [] if person is None else entries_of(self.case.reward, person, self.period, self.grounds.above)

    def _among(self, who: Ref) -> dict[Ref, int]:
        """Everyone who shares one whole with someone, by the position of their share, in the order of the record."""
        if self.grounds.people_unread:
            # Somebody of whom nothing can be read may be one of them.
            raise CannotScoreError("evidence", Person.folder)
        if self.unsure:
            raise CannotScoreError("eligibility", ", ".join(one.id for one in self.unsure))
        whole = self.whole_of(who)
        found: dict[Ref, int] = {}
        for one in dict.fromkeys((*self.sharers, who)):
            entries = self.entries(one)
            if len(entries) > 1:
                raise CannotScoreError("shares", one.id, ("splits",))
            if entries and self.whole_of(one) == whole:
                found[one] = entries[0]
        if who not in found:
            raise CannotScoreError("missing", SHARE, ("splits",))
        return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0].id)))

    def share(self, who: Ref) -> Input:
        """Which part of the whole is someone's."""
        entries = self._among(who)
        part, among = shares_of(self.case.reward, entries)[who]
        stated = rational(self.case.reward.splits[entries[who]].share)
        divided = (1, among) if among > 1 else ()
        return Input(SHARE, part, (Part(self.case.reward, ("splits", entries[who], "share"), stated, *divided),))

    def shares(self, who: Ref) -> dict[Ref, Fraction]:
        """The part of everyone who shares one whole with someone."""
        return {one: part for one, (part, _) in shares_of(self.case.reward, self._among(who)).items()}
