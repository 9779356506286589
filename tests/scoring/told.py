"""Explanations as text: what people are told of some recipients and candidates of the vectors, line by line.

tests/vectors/told has a heading for each, `# VECTOR LETTER`, and under it the lines of the explanation and then its parts:

    part: label = figure → rounded (how) | working | where it is written | ✓ or ≠ what is published | <operation name>

Words stand in Chinese and in English where they differ, figures as they are shown, places as the kind of their record with
the route. What is not there is left out, and the name of a vector is `@`. After a change of words, look at the difference:

    python -m tests.scoring.told        writes the files anew
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perfsite.diagnostics import Phrase
from perfsite.scoring.evaluate import Value
from perfsite.scoring.explain import reason_said, worded
from perfsite.scoring.explained import explain
from perfsite.scoring.explained_promotions import explain_promotion
from perfsite.scoring.grounds import Place
from perfsite.scoring.lines import Explanation, Line
from tests.scoring import outcome_vectors, promotion_vectors
from tests.scoring.outcome_vectors import OutcomeVector
from tests.scoring.vectors import FOLDER

FILES = (FOLDER / "told" / "outcomes.txt", FOLDER / "told" / "promotions.txt")


def read(file: Path) -> dict[str, list[str]]:
    """The lines under each heading."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            lines = found.setdefault(line.removeprefix("# "), [])
        elif line:
            lines.append(line)
    return found


def told(heading: str) -> list[str]:
    """What is told now of a recipient or candidate, by the name of the vector and the letter."""
    name, letter = heading.split()
    vector, explanations = next(_explanations(name))
    one = next(one for one in explanations if vector.letter(one.who.id) == letter)
    return [line.replace(f"{name}-", "@") for line in tell(one)]


def _explanations(name: str) -> Iterator[tuple[OutcomeVector, tuple[Explanation, ...]]]:
    for vector in outcome_vectors.read_outcome_vectors():
        if vector.name == name:
            yield vector, explain(outcome_vectors.library(), outcome_vectors.recomputed(vector))
    for promotion in promotion_vectors.read_promotion_vectors():
        if promotion.name == name:
            yield promotion, explain_promotion(promotion_vectors.library(), promotion_vectors.judged(promotion))


def tell(one: Explanation) -> list[str]:
    """Every line, and then which parts there are, in their order."""
    parts = (f"{part} {_both(label)}" if part != label.en else _both(label) for part, label in one.parts)
    return [*(_line(line) for line in one.lines), ", ".join(parts)]


def _line(line: Line) -> str:
    figure = "" if line.value is None else f" = {_figure(line.value, line.unit)}"
    if line.rounding is not None:
        figure += f" → {_figure(line.rounded, line.unit)} ({_both(line.rounding)})"
    written = [_place(Place(part.record, part.route)) + _counted(part.days, part.whole) for part in line.evidence]
    written += [_place(place) for place in (line.clause, *line.places) if place is not None]
    cells = [f"{line.part}: {_both(line.label)}{figure}", _both(line.working), "; ".join(written)]
    if line.published is not None:
        route = ".".join(map(str, line.published.route))
        mark = "≠" if line.differs else "✓"
        cells.append(f"{mark} {line.published.name} {_figure(line.published.published, line.unit)} at {route}")
    if line.trouble is not None:
        about = f" [{_both(line.about)}]" if line.about is not None else ""
        cells.append(f"{_both(reason_said(line.trouble))}{about}")
    if line.approval is not None:
        cells.append(f"{line.approval.by} {line.approval.on}")
    cells.append(f"<{line.operation}>" if line.name == line.part else f"<{line.operation} {line.name}>")
    return " | ".join(cell for cell in cells if cell)


def _both(words: Phrase | None) -> str:
    if words is None:
        return ""
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"


def _figure(value: Value, unit: str) -> str:
    return _both(worded(value, unit))


def _counted(days: int, whole: int) -> str:
    return f" × {days}/{whole}" if whole else ""


def _place(place: Place) -> str:
    return ".".join([place.record.kind, *map(str, place.route)])


if __name__ == "__main__":
    for file in FILES:
        blocks = ["\n".join([f"# {heading}", *told(heading)]) for heading in read(file)]
        file.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
