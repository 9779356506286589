"""After any save the preview shows what a build of the same files publishes, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfsite.diagnostics import Diagnostic
from perfsite.pipeline import examine, find_audience, load, set_type, stops_build
from perfsite.project import Project
from perfsite.records.site import AudienceRule
from perfsite.render.site import Press
from perfsite.serve.preview import Proofs
from tests.history.repository import Repository
from tests.publication.test_decided import RULE, WEIGHTS, company
from tests.site_builder import AS_OF, BASE

__all__ = ["company"]

GOAL = "content/goals/shanghai-revenue.yml"
AUDIENCES = ("everyone", "hr")


class Author:
    """Saves files in a repository and looks at the preview after each save."""

    def __init__(self, root: Path, audience: str) -> None:
        self.root = root
        self.audience = audience
        for name, text in BASE.items():
            self.write(name, text)
        self.proofs = Proofs(Project(root))
        self.press: Press | None = None
        self.look(None)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def save(self, name: str, *replacements: str) -> tuple[Diagnostic, ...]:
        """Replaces texts in a file, or writes it anew where only one text is given."""
        path = self.root / name
        text = path.read_text("utf-8") if len(replacements) > 1 else replacements[0]
        for old, new in zip(replacements[::2], replacements[1::2], strict=False):
            assert old in text
            text = text.replace(old, new)
        return self.look(frozenset({self.write(name, text)}))

    def look(self, changed: frozenset[Path] | None) -> tuple[Diagnostic, ...]:
        """Holds what the preview shows to a build that knows nothing of any save before."""
        pulled = self.proofs.pull(changed, day=lambda _: AS_OF, audience=self._rule)
        afresh = load(Project(self.root))
        problems = examine(afresh, AS_OF)
        assert pulled.problems == problems
        if stops_build(problems, strict=False):
            assert pulled.pages is None
            return problems
        assert pulled.pages is not None
        # Compiling templates is most of the work; those of the default theme are the same for each build.
        like = self.press if afresh.theme[0].trusted else None
        self.press = Press(set_type(afresh, audience=self._rule(afresh), as_of=AS_OF), like=like)
        published = dict(self.press.print_all(1))
        for address, content in published.items():
            assert pulled.pages(address) == content, address
        assert pulled.pages("zh/goals/nothing.html") is None
        return problems

    def _rule(self, loaded: object) -> AudienceRule:
        rule = find_audience(loaded, self.audience)  # type: ignore[arg-type]
        assert rule is not None
        return rule


def change_texts(author: Author) -> None:
    author.save(GOAL, "增长15%", "增长16%", "by 15%", "by 16%")
    author.save("content/metrics/net-revenue.yml", "净销售额", "销售净额")
    author.save("content/people/people.yml", "张浩博", "张浩然")
    assert author.save("content/actuals/2026-q3-revenue.csv", "13,200,000", "13,300,000")
    author.save("content/actuals/2026-q3-revenue.csv", "13,300,000", "13,200,000")


def change_the_site(author: Author) -> None:
    author.save("perfsite.yml", "languages: [zh, en]", "languages: [zh]")
    author.save("perfsite.yml", BASE["perfsite.yml"].replace("华东销售", "华东区销售"))


def add_a_goal(author: Author) -> None:
    author.save("content/goals/more.yml", BASE[GOAL].replace("east-revenue", "shanghai-revenue"))


def take_a_goal_away(author: Author) -> None:
    path = author.root / "content/goals/more.yml"
    path.unlink()
    author.look(frozenset({path}))


def move_a_folder(author: Author) -> None:
    shutil.move(author.root / "content/goals", author.root / "content/goals-before")
    assert author.look(frozenset({author.root / "content/goals", author.root / "content/goals-before"}))
    shutil.move(author.root / "content/goals-before", author.root / "content/goals")
    author.look(frozenset({author.root / "content/goals", author.root / "content/goals-before"}))


def break_and_mend(author: Author) -> None:
    assert author.save(GOAL, "net-revenue", "net-revenu")
    assert author.save("content/pages/principles.en.md", "First the", "At first the") == author.look(frozenset())
    assert not author.save(GOAL, "net-revenu", "net-revenue")


def hide_a_record(author: Author) -> None:
    text = BASE["content/metrics/collection-rate.yml"]
    author.save("content/metrics/collection-rate.yml", text + "audience: managers\n")
    author.save("content/metrics/collection-rate.yml", text)


def hide_a_field(author: Author) -> None:
    author.save("perfsite.yml", BASE["perfsite.yml"] + "visibility: {goal.reviews.actual: hr}\n")
    author.save("perfsite.yml", BASE["perfsite.yml"])


def lose_the_site_file_for_a_moment(author: Author) -> None:
    site = author.root / "perfsite.yml"
    goal = author.write(GOAL, BASE[GOAL].replace("15%", "16%"))
    site.unlink()
    with pytest.raises(FileNotFoundError):
        author.look(frozenset({site, goal}))
    author.save("perfsite.yml", BASE["perfsite.yml"])


def name_someone_in_a_text(author: Author) -> None:
    author.save("content/goals/east-revenue.yml", "在手订单已有1500万元", "张浩然的在手订单已有1500万元")
    author.save("content/people/people.yml", "张浩然", "张浩博")


def use_a_theme(author: Author) -> None:
    author.write(
        "themes/ours/templates/goal.html", '{% extends "default:goal.html" %}{% block head %}{{ 1 }}{% endblock %}'
    )
    author.look(frozenset({author.root / "themes/ours/templates/goal.html"}))
    author.save("perfsite.yml", BASE["perfsite.yml"] + "theme: ours\n")
    author.save("themes/ours/templates/goal.html", "{{ 1 }}", "{{ 2 }}")
    author.save("themes/ours/translations/zh.yml", "site: {menu: 全部}\n")
    author.save(GOAL, "16%", "17%")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_after_each_save_the_preview_shows_what_a_build_publishes(tmp_path: Path, audience: str) -> None:
    author = Author(tmp_path, audience)
    change_texts(author)
    change_the_site(author)
    add_a_goal(author)
    take_a_goal_away(author)
    move_a_folder(author)
    break_and_mend(author)
    hide_a_record(author)
    hide_a_field(author)
    lose_the_site_file_for_a_moment(author)
    name_someone_in_a_text(author)
    use_a_theme(author)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_result_is_judged_by_the_wording_it_was_decided_under(company: Repository, audience: str) -> None:
    """Editing a rule turns no old result red, neither before the edit is committed nor after."""
    rule = find_audience(load(Project(company.root)), audience)
    assert rule is not None
    proofs = Proofs(Project(company.root))

    def look(changed: frozenset[Path] | None = None) -> str:
        pulled = proofs.pull(changed, day=lambda _: AS_OF, audience=lambda _: rule)
        assert [problem.code for problem in pulled.problems] == []
        assert pulled.pages is not None
        steps = pulled.pages("en/results/explained/2026-q3-quarterly-bonus.html") or b""
        assert b"differs" not in steps
        return steps.decode()

    before = look()
    company.write({RULE: WEIGHTS})
    assert look(frozenset({company.root / RULE})).count("60%") == before.count("60%")
    company.commit("改权重")
    assert look(frozenset({company.root / RULE})).count("60%") == before.count("60%")
    company.write({RULE: WEIGHTS.replace("略超目标", "刚过目标")})
    assert look(frozenset({company.root / RULE})).count("60%") == before.count("60%")
