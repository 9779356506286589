"""Names from outside the repository: joined by id, never quoted in a problem."""

from __future__ import annotations

from pathlib import Path

from perfsite.pipeline import Loaded, examine, load
from perfsite.project import Project
from perfsite.records.people import Person
from tests.site_builder import AS_OF, BASE, words


def site_with(root: Path, roster: bytes | None) -> Loaded:
    for file, text in BASE.items():
        path = root / "site" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    site = root / "site/perfsite.yml"
    site.write_text(site.read_text("utf-8").rstrip() + "\nroster: ../names.csv\n", "utf-8")
    nameless = root / "site/content/people/newcomer.yml"
    nameless.write_text("positions:\n  - {role: regional-manager, team: east, level: m1, from: 2026-01-01}\n", "utf-8")
    if roster is not None:
        (root / "names.csv").write_bytes(roster)
    return load(Project(root / "site"))


def name_of(loaded: Loaded, id: str) -> object:
    person = loaded.library.records["person"][id]
    assert isinstance(person, Person)
    return person.name and dict(person.name)


def test_names_are_joined_by_id(tmp_path: Path) -> None:
    table = "id,name.zh,name.en,surname\nnewcomer,欧阳若兰,Ouyang Ruolan,欧阳\np-1,不是他,Not Him,\n"
    loaded = site_with(tmp_path, b"\xef\xbb\xbf" + table.encode())
    assert name_of(loaded, "newcomer") == {"zh": "欧阳若兰", "en": "Ouyang Ruolan"}
    # A name that is written in the repository stays.
    assert name_of(loaded, "p-1") != {"zh": "不是他", "en": "Not Him"}


def test_a_roster_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    found = [p for p in examine(site_with(tmp_path, None), AS_OF) if p.code == "PS001"]
    assert len(found) == 1
    assert found[0].span.place.startswith("perfsite.yml:")
    assert "../names.csv" in words(found[0], "zh")


def test_problems_of_a_roster_quote_none_of_it(tmp_path: Path) -> None:
    for table in ('id,name.zh\nnewcomer,"王小明\n', "person,name.zh\nnewcomer,王小明\n", "id,label\nnewcomer,王小明\n"):
        found = [p for p in examine(site_with(tmp_path, table.encode()), AS_OF) if p.code == "PS001"]
        assert found, table
        for problem in found:
            assert "王小明" not in words(problem, "zh") + words(problem, "en")


def test_a_roster_in_another_encoding_is_a_problem_at_its_line(tmp_path: Path) -> None:
    found = [
        p
        for p in examine(site_with(tmp_path, "id,name.zh\nnewcomer,王小明\n".encode("gbk")), AS_OF)
        if p.code == "PS001"
    ]
    assert [problem.arguments["line"] for problem in found] == ["2"]
