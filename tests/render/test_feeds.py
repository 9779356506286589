"""Feeds of changes: valid by their specifications, the same each time, of what the audience sees and no more."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfsite.pipeline import find_audience, load, load_history, set_type
from perfsite.project import Project
from perfsite.render.feeds import Channel, Item, id_of, write_atom, write_json_feed
from perfsite.render.site import Press
from tests.history.repository import Repository
from tests.privacy.repositories import AUDIENCES, COMPANY, PEOPLE, press, publish_repository
from tests.render.feed_rules import ATOM, read_atom, read_json_feed
from tests.site.pages import words
from tests.site_builder import AS_OF

RULE = "content/rules/scorecard.yml"
WEIGHTS = COMPANY[RULE].replace("weight: 60%", "weight: 50%").replace("weight: 40%", "weight: 50%")
WHOLE = {
    **COMPANY,
    "perfsite.yml": COMPANY["perfsite.yml"] + "base_url: https://people.example.internal/standards/\n",
}
NOTE = "changes:\n  - {on: 2026-10-01, note: {zh: 两项**同样**重要, en: Both count}, major: true}\n"


def feeds(root: Path, audience: str = "managers") -> Press:
    loaded = load(Project(root))
    rule = find_audience(loaded, audience)
    assert rule is not None
    return Press(set_type(loaded, audience=rule, as_of=AS_OF, history=load_history(loaded, cached=False)))


def raw(root: Path, path: str, audience: str = "managers") -> bytes:
    content = feeds(root, audience).file(path)
    assert content is not None, f"no file {path}"
    return content


def titles(content: bytes) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in read_atom(content).findall(f"{ATOM}entry")]


def company(root: Path, files: dict[str, str] = COMPANY) -> Repository:
    repository = Repository(root)
    repository.commit("开始", dict(files), author="李青")
    repository.time += 86_400
    repository.commit("改权重", {RULE: WEIGHTS + NOTE}, author="王芳")
    return repository


def test_the_feed_of_the_site_tells_the_newest_in_peoples_words(tmp_path: Path) -> None:
    company(tmp_path)

    feed = read_atom(raw(tmp_path, "zh/changes/feed.xml"))
    entry = feed.find(f"{ATOM}entry")

    assert feed.findtext(f"{ATOM}title") == "华东销售 · 标准与结果 · 变更"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "销售人力资源组"
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "大区经理季度评分 · 第2版 · 修改"
    assert entry.findtext(f"{ATOM}updated") == "2025-10-10T17:00:20+08:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "王芳"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    address = urljoin("https://any.example/zh/changes/feed.xml", link.get("href"))
    assert address == "https://any.example/zh/history/rule/scorecard/index.html#v2"
    content = entry.findtext(f"{ATOM}content") or ""
    assert "两项<strong>同样</strong>重要" in content
    assert "删去：60% 新增：50%" in words(content)


def test_there_is_one_of_each_kind_each_mark_and_each_record_that_changed(tmp_path: Path) -> None:
    company(tmp_path)
    site = feeds(tmp_path)
    paths = [path for path, _ in site.print_all(1) if path.endswith(".xml") and path != "sitemap.xml"]

    assert {"en/changes/feed.xml", "en/changes/rule.xml", "en/changes/major.xml", "zh/changes/goal.xml"} <= set(paths)
    assert [path for path in paths if "/history/" in path] == [
        "zh/history/rule/scorecard/feed.xml",
        "en/history/rule/scorecard/feed.xml",
    ]
    assert titles(raw(tmp_path, "en/history/rule/scorecard/feed.xml")) == [
        "Regional manager's quarterly scorecard · Version 2 · Changed",
        "Regional manager's quarterly scorecard · Version 1 · Added",
    ]
    for path in paths:
        content = site.file(path)
        assert content is not None
        read_atom(content)


def test_pages_say_where_their_changes_can_be_subscribed_to(tmp_path: Path) -> None:
    company(tmp_path, WHOLE)
    site = feeds(tmp_path)

    for page, feed in {
        "zh/index.html": "changes/feed",
        "zh/changes/index.html": "feed",
        "zh/changes/2025-q4.html": "feed",
        "zh/changes/rule.html": "rule",
        "zh/history/rule/scorecard/index.html": "feed",
        "zh/history/rule/scorecard/1.html": "feed",
        "zh/rules/scorecard.html": "../../zh/history/rule/scorecard/feed",
    }.items():
        content = site.file(page)
        assert content is not None, page
        head, _, body = content.decode().partition("</head>")
        for kind, suffix in (("atom+xml", "xml"), ("feed+json", "json")):
            assert f'<link rel="alternate" type="application/{kind}" title="' in head
            assert f'href="{feed}.{suffix}">' in head
        if "/changes/" in page or page.endswith("scorecard/index.html"):
            assert f'<a href="{feed}.xml">Atom</a>、<a href="{feed}.json">JSON Feed</a>' in body


def test_whole_addresses_where_the_site_knows_its_own(tmp_path: Path) -> None:
    company(tmp_path, WHOLE)
    root = "https://people.example.internal/standards"

    feed = read_json_feed(raw(tmp_path, "zh/changes/rule.json"))
    atom = read_atom(raw(tmp_path, "zh/changes/rule.xml"))

    assert feed["home_page_url"] == f"{root}/zh/changes/rule.html"
    assert feed["feed_url"] == f"{root}/zh/changes/rule.json"
    assert feed["language"] == "zh-CN"
    assert feed["items"][0]["url"] == f"{root}/zh/history/rule/scorecard/index.html#v2"
    assert feed["items"][0]["date_published"] == "2025-10-10T17:00:20+08:00"
    assert [link.get("href") for link in atom.findall(f"{ATOM}link")] == [
        f"{root}/zh/changes/rule.xml",
        f"{root}/zh/changes/rule.html",
    ]
    assert [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")] == [
        item["id"] for item in feed["items"]
    ]


def test_without_a_host_there_is_no_json_feed(tmp_path: Path) -> None:
    company(tmp_path)
    site = feeds(tmp_path)

    assert site.file("zh/changes/feed.json") is None
    assert not [path for path, _ in site.print_all(1) if path.endswith(".json") and not path.startswith("data/")]


def test_without_a_history_there_are_no_feeds_and_no_links() -> None:
    site = press(WHOLE, "managers")

    files = dict(site.print_all(1))

    found = [path for path in files if path.endswith((".xml", ".json")) and not path.startswith("data/")]
    assert found == ["sitemap.xml"]
    assert not [path for path, content in files.items() if b"application/atom+xml" in content]


def test_what_came_in_bulk_is_one_entry(tmp_path: Path) -> None:
    repository = company(tmp_path)
    many = {f"content/pages/p{n}.md": f"---\ntitle: {{zh: 页{n}, en: Page {n}}}\n---\n文。\n" for n in range(9)}
    repository.commit("九页", dict(many))

    found = titles(raw(tmp_path, "en/changes/page.xml"))

    assert found == ["9 pages added", "Principles · Version 1 · Added"]


def test_a_feed_ends_and_the_pages_go_on(tmp_path: Path) -> None:
    repository = company(tmp_path)
    for number in range(60):
        repository.commit("改", {RULE: WEIGHTS.replace("季度评分", f"季度评分{number}", 1)})

    assert len(titles(raw(tmp_path, "en/changes/feed.xml"))) == 50
    assert len(titles(raw(tmp_path, "en/history/rule/scorecard/feed.xml"))) == 20
    assert titles(raw(tmp_path, "en/history/rule/scorecard/feed.xml"))[0].endswith("· Version 62 · Changed")


@pytest.mark.parametrize(
    ("audience", "policy", "author"),
    [("everyone", "", False), ("managers", "", True), ("managers", "{authors: hr, messages: nobody}", False)],
)
def test_authors_are_told_as_the_policy_says(tmp_path: Path, audience: str, policy: str, author: bool) -> None:
    site = WHOLE["perfsite.yml"]
    if policy:
        site = site.replace("policy:\n", f"policy:\n  history: {policy}\n")
    company(tmp_path, {**WHOLE, "perfsite.yml": site})

    for path in ("zh/changes/feed.xml", "zh/changes/feed.json", "zh/history/rule/scorecard/feed.xml"):
        content = raw(tmp_path, path, audience).decode()
        assert ("王芳" in content) == author
        assert ("改权重" in content) == author
        assert "@example.internal" not in content


def test_ids_stay_as_a_history_grows_and_differ_by_audience_and_language(tmp_path: Path) -> None:
    def ids(path: str, audience: str = "managers") -> list[str]:
        feed = read_atom(raw(tmp_path, path, audience))
        return [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]

    repository = company(tmp_path)
    before, all_before = ids("zh/history/rule/scorecard/feed.xml"), ids("zh/changes/feed.xml")
    repository.commit("再改", {RULE: COMPANY[RULE]})

    assert ids("zh/history/rule/scorecard/feed.xml")[1:] == before
    assert ids("zh/changes/feed.xml")[1:] == all_before
    # The same version is the same entry in whatever feed it stands.
    assert before[0] == all_before[0]
    assert not set(before) & set(ids("en/history/rule/scorecard/feed.xml"))
    assert not set(before) & set(ids("zh/history/rule/scorecard/feed.xml", "hr"))


@pytest.mark.parametrize("audience", AUDIENCES[:-1])
def test_hidden_commits_leave_no_trace(audience: str, tmp_path: Path) -> None:
    plain, secret = Repository(tmp_path / "plain"), Repository(tmp_path / "secret")
    for repository in (plain, secret):
        repository.commit("begin", dict(WHOLE))
    secret.commit(
        "a secret", {PEOPLE: WHOLE[PEOPLE].replace("zhou@example.internal", "mz@example.internal")}, author="某人"
    )
    secret.commit("one more", {"content/pages/succession.md": None}, author="某人")
    plain.commit("one more", {"content/pages/succession.md": None}, author="别人")
    plain.time = secret.time = secret.time + 86_400
    for repository in (plain, secret):
        repository.commit("visible", {RULE: WEIGHTS})

    sites = [publish_repository(repository.root, audience) for repository in (plain, secret)]

    names = [path for path in sites[0] if path.endswith((".xml", ".json"))]
    assert "zh/changes/feed.json" in names
    assert "zh/changes/feed.xml" in names
    assert sites[0] == sites[1]


def test_processes_do_not_change_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company(tmp_path, WHOLE)
    monkeypatch.setattr("perfsite.render.site.WORTH_A_POOL", 1)

    assert list(feeds(tmp_path).print_all(1)) == list(feeds(tmp_path).print_all(2))


MOMENT = dt.datetime(2026, 11, 16, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def channel(text: str) -> Channel:
    item = Item(id_of("/", "a"), f"t{text}", MOMENT, f"n{text}", "a.html#v1", f"<p>{text}</p>")
    return Channel(id_of("/"), f"t{text}", f"n{text}", "zh", "feed.xml", "index.html", [item])


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_whatever_is_written_can_be_read(text: str) -> None:
    feed = read_atom(write_atom(channel(text), version="1"))
    item = json.loads(write_json_feed(channel(text)))["items"][0]

    title = feed.findtext(f"{ATOM}title") or ""
    assert title == "t" + "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"))  # fmt: skip
    assert item["title"] == title
    assert item["content_html"] == feed.findtext(f"{ATOM}entry/{ATOM}content")


def test_signs_letters_of_all_scripts_and_controls() -> None:
    text = "重点客户🏆 <b>&amp;\"'</b> ]]> \x00\x1b\x0c\x7f\ud800\ufffe"
    content = write_atom(channel(text), version="1").decode()

    assert "<title>t重点客户🏆 &lt;b&gt;&amp;amp;&quot;'&lt;/b&gt; ]]&gt; \x7f</title>" in content
    assert id_of("/", "rule/scorecard/2") == "urn:uuid:" + id_of("/", "rule/scorecard/2").rpartition(":")[2]
    assert id_of("/", "a", "b") != id_of("/", "ab")
