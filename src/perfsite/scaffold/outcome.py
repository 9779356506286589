"""A proposed result to its files: the record as a person would write it, and in comments all that is left to people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from perfsite.diagnostics import Phrase
from perfsite.records.library import Library
from perfsite.records.people import Person
from perfsite.records.period import Period
from perfsite.records.quantities import Quantity
from perfsite.records.references import Ref
from perfsite.records.requirement import Requirement
from perfsite.records.result import LeftOut, Recipient
from perfsite.records.texts import Text
from perfsite.scaffold.yaml import Entry, Value, lines_of
from perfsite.scoring.explain import Wording
from perfsite.scoring.proposal import Judged, Proposal, title_of

_HEAD = Phrase(
    "这是 `perfsite score` 按标准和业绩数据算出的建议；作出决定的是人。",
    "A proposal of `perfsite score`, computed from the standards and the actuals. People decide.",
)
_NOTICE = Phrase("公示的第一天；定下后去掉 #", "the first day of notice; remove the # once it is set")
_TO_JUDGE = Phrase("由人判断：", "people judge: ")
_BLANKS = {
    "on": Phrase("待填：作出决定的日期", "to fill in: the day of the decision"),
    "by": Phrase("待填：由谁决定，如 [person/{}]", "to fill in: who decides, such as [person/{}]"),
    "note": Phrase("待填：对上面所列由人判断的各项的结论", "to fill in: what was decided on the points above that people judge"),
    "reason": Phrase("待填：不列入的原因", "to fill in: why this person is left out"),
}  # fmt: skip


def proposal_files(library: Library, proposal: Proposal, stem: str, form: str) -> dict[str, str]:
    """The text of each file, by its path: one record in YAML, or its table in CSV with what the rows share beside it."""
    writer = _Writer(library, proposal)
    if form == "csv":
        return {f"{stem}.yml": "\n".join(writer.shared()) + "\n", f"{stem}.csv": writer.table()}
    return {f"{stem}.yml": "\n".join((*writer.shared(), *writer.rows())) + "\n"}


class _Writer:
    def __init__(self, library: Library, proposal: Proposal) -> None:
        self.library, self.proposal, self.award = library, proposal, proposal.award
        self.lang = library.site.default_language
        self.wording = Wording(library, proposal.case)

    # The record

    def shared(self) -> Iterator[str]:
        """All but the rows."""
        reward, wanted = self.proposal.case.reward, self.proposal.wanted
        period = self.library.get(Period, self.award.period)
        assert period is not None
        yield f"# {_HEAD(self.lang)}"
        yield from (f"# {line}" if line else "#" for line in self.remarks())
        names = title_of(reward, period)
        yield from lines_of(Entry("title", tuple(Entry(lang, names(lang)) for lang in self.library.site.languages)))
        yield from lines_of(Entry("reward", reward.id))
        yield from lines_of(Entry("period", period.id))
        yield from self._decided()
        if self.award.evidence:
            yield "evidence:"
            yield from (f"  - {ref.id}" for ref in self.award.evidence)
        yield f"#notice: {{from: YYYY-MM-DD}}  # {_NOTICE(self.lang)}"
        if wanted.left_out:
            yield "left_out:"
            for one in wanted.left_out:
                yield from self._left_out(one)

    def _decided(self) -> Iterator[str]:
        wanted = self.proposal.wanted
        to_judge = bool(self.proposal.open)
        if wanted.decided is not None and wanted.by and not to_judge:
            entries = (Entry("on", str(wanted.decided)), Entry("by", [str(ref) for ref in wanted.by]))
            yield from lines_of(Entry("decided", entries))
            return
        yield "decided:"
        yield f"  on: {wanted.decided}" if wanted.decided is not None else self._blank("  ", "on")
        by: Value = [str(ref) for ref in wanted.by]
        yield from lines_of(Entry("by", by), 2) if wanted.by else (self._blank("  ", "by"),)
        if to_judge:
            yield self._blank("  ", "note")

    def _blank(self, margin: str, key: str) -> str:
        """A field that people have to fill in. `check` names it for as long as nothing stands there."""
        someone = next((person.id for person in self.library.of(Person)), "p-1")
        return f"{margin}{key}:  # {_BLANKS[key](self.lang).format(someone)}"

    def _left_out(self, one: LeftOut) -> Iterator[str]:
        yield f"  - person: {one.person.id}"
        if one.reason.versions:
            yield from lines_of(Entry("reason", _text(one.reason)), 4)
        else:
            yield self._blank("    ", "reason")

    def rows(self) -> Iterator[str]:
        """The recipients, one after the other."""
        if not self.award.recipients:
            yield "recipients: []"
            return
        open_ = self._open()
        yield "recipients:"
        for one in self.award.recipients:
            lines = [line for entry in _row(one) for line in lines_of(entry, 4)]
            who = one.person or one.team
            yield f"  - {lines[0][4:]}{self._to_judge(open_[who]) if who in open_ else ''}"
            yield from lines[1:]

    def _to_judge(self, requirements: Sequence[str]) -> str:
        return f"  # {_TO_JUDGE(self.lang)}{('；' if self.lang == 'zh' else '; ').join(requirements)}"

    def table(self) -> str:
        """The recipients as a table, with the columns that any of them has."""
        rows = [dict(_cells(one)) for one in self.award.recipients]
        key = "team" if any(one.team is not None for one in self.award.recipients) else "person"
        columns = list(dict.fromkeys((key, *(column for row in rows for column in row))))
        components = [column for column in columns if column.startswith("components.")]
        columns = [column for column in columns if column not in components]
        columns[1:1] = components
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    # The comments. People go by their opaque ids alone: names may be kept outside of the repository.

    def remarks(self) -> Iterator[str]:
        """What a person should know who decides on this, in the order in which it matters."""
        found = self.proposal
        yield from self._sums()
        for one in found.lacks:
            if one.who is None:
                yield self._say("缺：{what}", "Lacking: {what}", what=one.trouble.name)
        yield from self._listed(
            Phrase("缺数据，没有列入：", "Not listed, since figures are lacking:"),
            [(who, self._lacking(who)) for who in found.lacking],
        )
        yield from self._listed(
            Phrase("记录不能决定，要由人判断：", "The records do not decide, people have to:"),
            [(who, f"{'；' if self.lang == 'zh' else '; '}".join(said)) for who, said in self._open().items()],
        )
        yield from self._listed(
            Phrase("不符合条件，没有列入：", "Not listed, since a requirement is not met:"),
            [(one.who, self._judged(one)) for one in found.unmet],
        )
        yield from self._listed(
            Phrase("没有达到最低要求，不参加排名：", "Below the minimum, and not ranked:"),
            [(who, "") for who in found.below],
        )
        yield from self._listed(
            Phrase("符合条件，但按标准没有金额，没有列入：", "Eligible, but the standard gives nothing; not listed:"),
            [(who, "") for who in found.without],
        )
        for tie in found.ties:
            names = self._joined(who.id for who in tie.who)
            yield self._say("并列第 {rank} 名：{names}", "Tied on rank {rank}: {names}", rank=tie.rank, names=names)
        if found.behind:
            yield self._say("另有 {n} 人参加排名，没有入选。", "{n} more were ranked and are not among the winners.", n=len(found.behind))  # fmt: skip
        for who, name in found.silent:
            yield self._say(
                "{who} 没有“{what}”的数据：以它为条件的门槛或加减项按不触发计。",
                "There is no {what} of {who}: a gate or modifier that asks for it counts as not met.",
                who=who.id, what=self.wording.label(name)(self.lang),
            )  # fmt: skip
        for name in found.endless:
            yield self._say(
                "“{what}”的得分有除不尽的，没有写进名单；评分规则没有写明怎么取舍。",
                "Some points for {what} have no end and are not stated; the rule does not say how to round them.",
                what=self.wording.label(name)(self.lang),
            )

    def _sums(self) -> Iterator[str]:
        found, reward = self.proposal, self.proposal.case.reward
        count = len(self.award.recipients)
        total, budget = found.sum, reward.budget
        if total is None:
            yield self._say("共 {n} 个。", "{n} recipient{s}.", n=count, s="" if count == 1 else "s")
        elif budget is None or budget.unit != total.unit:
            yield self._say(
                "共 {n} 个，合计 {total}。", "{n} recipient{s}, {total} together.",
                n=count, total=total, s="" if count == 1 else "s",
            )  # fmt: skip
        else:
            rest = budget.value - total.value
            words = Phrase("余", "left") if rest >= 0 else Phrase("超出", "too much")
            yield self._say(
                "共 {n} 个，合计 {total}；预算 {budget}，{words} {rest}。",
                "{n} recipient{s}, {total} together, of a budget of {budget}: {rest} {words}.",
                n=count, s="" if count == 1 else "s", total=total, budget=budget,
                words=words(self.lang), rest=Quantity(abs(rest), total.unit),
            )  # fmt: skip
        if reward.places is not None and count > reward.places:
            yield self._say("名额只有 {n} 个。", "There are only {n} places.", n=reward.places)

    def _listed(self, heading: Phrase, entries: Sequence[tuple[Ref, str]]) -> Iterator[str]:
        if not entries:
            return
        if not any(said for _, said in entries):
            gap = "" if self.lang == "zh" else " "
            yield f"{heading(self.lang)}{gap}{self._joined(who.id for who, _ in entries)}"
            return
        yield heading(self.lang)
        for who, said in entries:
            yield f"  {who.id}{('：' if self.lang == 'zh' else ': ') if said else ''}{said}"

    def _open(self) -> dict[Ref, list[str]]:
        found: dict[Ref, list[str]] = {}
        for one in self.proposal.open:
            found.setdefault(one.who, []).append(self._requirement(one.requirement))
        return found

    def _judged(self, one: Judged) -> str:
        found = one.found(self.lang)
        left, right = ("（", "）") if self.lang == "zh" else (" (", ")")
        return (
            f"{self._requirement(one.requirement)}{left}{found}{right}" if found else self._requirement(one.requirement)
        )

    def _requirement(self, requirement: Requirement) -> str:
        if requirement.title is not None:
            return requirement.title.best(self.lang)[1]
        return requirement.name

    def _lacking(self, who: Ref) -> str:
        names = dict.fromkeys(lack.trouble.name for lack in self.proposal.lacks if lack.who == who)
        return self._joined(self.wording.label(name)(self.lang) for name in names)

    def _joined(self, words: Iterator[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(words)

    def _say(self, zh: str, en: str, **values: object) -> str:
        return Phrase(zh, en)(self.lang).format_map(values)


def _row(one: Recipient) -> Iterator[Entry]:
    """The fields of a row, each figure with its decimals and thousands as people write them."""
    who = one.person or one.team
    assert who is not None
    yield Entry(who.kind, who.id)
    if one.rank is not None:
        yield Entry("rank", str(one.rank))
    if one.components:
        yield Entry("components", tuple(Entry(id, f"{points:f}") for id, points in one.components))
    if one.total is not None:
        yield Entry("total", f"{one.total:f}")
    if one.grade is not None:
        yield Entry("grade", one.grade)
    if one.basis is not None:
        yield Entry("basis", str(one.basis))
    if one.share is not None:
        yield Entry("share", str(one.share))
    if one.amount is not None:
        yield Entry("amount", str(one.amount))
    if one.award is not None:
        yield Entry("award", _text(one.award))


def _cells(one: Recipient) -> Iterator[tuple[str, str]]:
    """The same as cells. Thousands are not grouped there: a comma would part a cell in two."""
    for entry in _row(one):
        if isinstance(entry.value, tuple):
            yield from ((f"{entry.key}.{inner.key}", str(inner.value)) for inner in entry.value)
        elif entry.key in ("basis", "amount"):
            yield entry.key, str(entry.value).replace(",", "")
        else:
            yield entry.key, str(entry.value)


def _text(text: Text) -> Value:
    return tuple(Entry(lang, words) for lang, words in text)
