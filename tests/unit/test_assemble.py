"""Fields by precedence, names that do not depend on order, pictures, feeds, expectations."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsbook.assemble import assemble
from newsbook.assemble.names import Wish, give_names
from newsbook.assemble.reading import _READERS
from newsbook.content import Figure, Paragraph, Picture, Text
from newsbook.diagnostics import Collector, Diagnostic
from newsbook.manifest import load
from newsbook.measure import measure
from newsbook.model import Article, Dateline, Edition, Person, Rights, Section, SpecialPage
from newsbook.tree import plain_text, walk
from newsbook.world import World

STORY = """\
---
headline: The Pine
author: Ada Lovelace
date: 2021-03-04
lang: en
source: The Post
---

One paragraph of the story about a pine.

Another paragraph of the story.
"""


class Newsroom:
    """A folder with articles, and what assembling a manifest over them gives."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.world = World(root)
        self.write("pine.md", STORY)

    def write(self, name: str, data: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def edition(self, contents: str, head: str = "", **world: Any) -> Edition:
        self.write("manifest.yml", f"title: T\nlanguage: en\n{head}\ncontents: {contents}\n")
        manifest = load(self.root)
        self.world = replace(World(self.root, timestamp=manifest.timestamp), **world)
        return assemble(manifest, self.world)

    def article(self, contents: str, head: str = "", **world: Any) -> Article:
        (article,) = self.edition(contents, head, **world).articles()
        return article

    @property
    def found(self) -> list[Diagnostic]:
        return list(self.world.diagnostics)

    @property
    def codes(self) -> list[str]:
        return [finding.code for finding in self.found]


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def png(width: int = 8, colour: str = "red") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, 8), colour).save(data, "PNG")
    return data.getvalue()


def rules(article: Article) -> dict[str, str]:
    return {d.field: d.rule for d in article.origin.decisions}


# ---------------------------------------------------------------- fields
def test_the_entry_comes_before_the_file(newsroom: Newsroom) -> None:
    article = newsroom.article(
        "[{file: pine.md, headline: Other, kicker: K, deck: D, byline: [{name: Bo, role: trl}], "
        "date: 2020, language: zh-TW, source: S, url: 'https://a.org/', rights: © B, "
        "keywords: [a, b], han: zh-CN, slug: tree, dateline: 'Baku, May 1', note: 'A *note*.'}]"
    )
    assert article.slug == "tree"
    assert plain_text(article.headline) == "Other"
    assert (plain_text(article.kicker), plain_text(article.deck)) == ("K", "D")
    assert article.byline == (Person("Bo", "trl"),)
    assert (article.published, article.language, article.han) == ("2020", "zh-Hant", "zh-Hans")
    assert (article.source, article.url) == ("S", "https://a.org/")
    assert article.rights == Rights("© B")
    assert article.keywords == ("a", "b")
    assert article.dateline == Dateline("Baku, May 1")
    assert plain_text(article.note) == "A note."
    assert set(rules(article).values()) == {"manifest"}
    assert not newsroom.found


def test_null_takes_what_is_found_and_empty_means_none(newsroom: Newsroom) -> None:
    found = newsroom.article("[{file: pine.md, headline: null, byline: null, source: null}]")
    assert plain_text(found.headline) == "The Pine"
    assert (found.byline, found.source) == ((Person("Ada Lovelace"),), "The Post")
    none = newsroom.article("[{file: pine.md, byline: [], source: '', keywords: []}]")
    assert (none.byline, none.source) == ((), None)


def test_defaults_give_way_to_what_a_file_states_and_beat_guesses(newsroom: Newsroom) -> None:
    newsroom.write("plain.md", "# Plain\n\nThe words of the one story that is in the folder.\n")
    head = (
        "defaults: {source: AZERTAC, language: fr, byline: [Bo], date: 2019, rights: © C, "
        "kicker: News, keywords: [x], han: ja, note: N}"
    )
    stated = newsroom.article("[pine.md]", head)
    assert (stated.source, stated.language, stated.published) == ("The Post", "en", "2021-03-04")
    assert stated.byline == (Person("Ada Lovelace"),)
    assert (stated.rights, plain_text(stated.kicker)) == (Rights("© C"), "News")
    silent = newsroom.article("[plain.md]", head)
    assert (silent.source, silent.language, silent.published) == ("AZERTAC", "fr", "2019")
    assert (silent.byline, silent.keywords, silent.han) == ((Person("Bo"),), ("x",), "ja")
    assert plain_text(silent.note) == "N"
    assert rules(silent)["language"] == "manifest: defaults"
    entry = newsroom.article("[{file: plain.md, source: S}]", head)
    assert (entry.source, rules(entry)["source"]) == ("S", "manifest")


@pytest.mark.parametrize(
    ("text", "head", "language", "rule"),
    [
        ("# H\n\nHello.\n", "", "en", "inferred: the book's language"),
        (
            "# H\n\n中国有句老话，岁寒知松柏，患难见真情。\n",
            "",
            "zh-Hans",
            "inferred: which characters",
        ),
        ("# H\n\n古人說歲寒知松柏，患難見真情。\n", "", "zh-Hant", "inferred: which characters"),
        ("---\nlang: zh\n---\n# H\n\n古人說歲寒知松柏。\n", "", "zh-Hant", "inferred: which"),
        ("---\nlang: zh_CN\n---\n# H\n\n松柏。\n", "", "zh-Hans", "front-matter"),
        ("---\nlang: iw\n---\n# H\n\nx\n", "", "he", "front-matter"),
        ("# H\n\n한국의 소나무는 겨울에도 푸르다.\n", "", "ko", "inferred: script"),
        (
            "# H\n\n한국의 소나무는 푸르다.\n",
            "defaults: {language: en}",
            "en",
            "manifest: defaults",
        ),
    ],
)
def test_the_language(newsroom: Newsroom, text: str, head: str, language: str, rule: str) -> None:
    newsroom.write("a.md", text)
    article = newsroom.article("[a.md]", head)
    assert article.language == language
    assert rules(article)["language"].startswith(rule)


def test_a_language_that_is_none_is_reported(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "---\nlang: xq-ZZ\n---\n# H\n\nHello.\n")
    assert newsroom.article("[a.md]").language == "en"
    assert newsroom.codes == ["metadata-invalid"]


# ---------------------------------------------------------------- parts and names
def test_parts_keep_their_order(newsroom: Newsroom) -> None:
    for name in ("a", "b", "c"):
        newsroom.write(f"{name}.md", f"# {name}\n\nText of {name}.\n")
    edition = newsroom.edition(
        "[toc, a.md, {section: One, subtitle: Sub, language: fr, contents: [b.md, "
        "{section: Two, contents: [c.md]}]}, index]"
    )
    toc, first, one, index = edition.parts
    assert isinstance(toc, SpecialPage)
    assert isinstance(index, SpecialPage)
    assert isinstance(first, Article)
    assert isinstance(one, Section)
    assert (one.slug, plain_text(one.title), plain_text(one.subtitle), one.language) == (
        "one", "One", "Sub", "fr",
    )  # fmt: skip
    assert [a.slug for a in edition.articles()] == ["a", "b", "c"]


def test_names_do_not_depend_on_the_order() -> None:
    wishes = [
        Wish("article", "tea", "2021/tea.md", folder="2021"),
        Wish("article", "tea", "2022/tea.md", folder="2022"),
        Wish("article", "article", "articles/茶.md", folder="articles"),
        Wish("article", "article", "articles/酒.md", folder="articles"),
        Wish("article", "2021-12-27", "2021-12-27.md"),
        Wish("article", "cover", "cover.md"),
        Wish("article", "pine", "a/pine.md", folder="x"),
        Wish("article", "pine", "b/pine.md", folder="x"),
        Wish("section", "Pine", "Pine"),
        Wish("section", "松", "松"),
        Wish("article", "x", "x.md", stated="tea"),
    ]
    findings = Collector()
    names = give_names(wishes, findings)
    assert not list(findings)
    assert len(set(names)) == len(names)
    assert all(name[0].isalpha() and name.isascii() for name in names)
    assert names[:2] == ("tea-2021", "tea-2022")
    assert names[4:7] == ("article-2021-12-27", "article-cover", "pine")
    assert names[10] == "tea"
    backwards = give_names(wishes[::-1], findings)
    assert backwards[::-1] == names


def test_slugs_given_twice_are_errors(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "# A\n\nText.\n")
    newsroom.edition("[{file: pine.md, slug: x}, {file: a.md, slug: x}]")
    assert [(f.code, "given twice" in f.message) for f in newsroom.found] == [
        ("invalid-value", True)
    ]
    newsroom.edition("[{file: pine.md, slug: toc}]")
    assert "needs itself" in newsroom.found[0].message


def test_sorting_by_date_and_headline(newsroom: Newsroom) -> None:
    for name, date in (("b", "2021-02-01"), ("c", "2020-01-01"), ("a", "")):
        stated = f"date: {date}\n" if date else ""
        newsroom.write(f"s/{name}.md", f"---\nheadline: {name}\n{stated}---\nText {name}.\n")

    def order(item: str) -> str:
        return "".join(plain_text(a.headline) for a in newsroom.edition(f"[{item}]").articles())

    assert order("{glob: 's/*.md', sort: date}") == "cba"
    assert order("{glob: 's/*.md', sort: date, reverse: true}") == "bca"
    assert order("{glob: 's/*.md', sort: headline}") == "abc"
    assert order("{glob: 's/*.md', sort: date, limit: 2}") == "cb"


# ---------------------------------------------------------------- what is missing
def test_missing_headlines_and_empty_articles(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "Only text, and no headline at all.\n")
    newsroom.article("[a.md]")
    assert newsroom.codes == ["missing-headline"]
    newsroom.article("[{file: a.md, headline: Given}]")
    assert not newsroom.codes
    for text in ("", "---\nheadline: H\n---\n", "# H\n", "\n\n---\n"):
        newsroom.write("a.md", text)
        assert newsroom.edition("[a.md]").articles() == ()
        assert "empty-article" in newsroom.codes, text


def test_expectations(newsroom: Newsroom) -> None:
    body = newsroom.article("[pine.md]").body
    digest = measure(body).sha256
    newsroom.article(
        "[{file: pine.md, expect: {paragraphs: 2, blocks: 2, words: 13, first: One paragraph, "
        f"last: the story., headline: The Pine, sha256: {digest}}}}}]"
    )
    assert not newsroom.found
    newsroom.article(
        "[{file: pine.md, expect: {paragraphs: 3, blocks: 1, words: 1, first: Two, last: X, "
        f"headline: P, sha256: {'0' * 64}}}}}]"
    )
    assert set(newsroom.codes) == {"expect-mismatch"}
    assert len(newsroom.codes) == 7
    where = newsroom.found[1].where
    assert where is not None
    assert (where.file, where.line) == ("manifest.yml", 4)
    # What is pinned is what was read: the manifest's own headline does not change it.
    newsroom.article("[{file: pine.md, headline: X, expect: {headline: The Pine}}]")
    assert not newsroom.found


# ---------------------------------------------------------------- pictures
def test_pictures_become_assets(newsroom: Newsroom) -> None:
    newsroom.write("art/red one.png", png())
    newsroom.write("a/tree.png", png(16))
    newsroom.write(
        "a/a.md",
        "# A\n\nText.\n\n![red](../art/red%20one.png)\n\n![Tree](tree.png)\n\n![](/a/tree.png)\n",
    )
    edition = newsroom.edition("[a/a.md]", "cover: {image: art/red one.png, alt: Red}")
    pictures = [n for n in walk(edition.articles()[0].body) if isinstance(n, Picture)]
    assert [p.alt for p in pictures] == ["red", "Tree", None]
    assert {p.source for p in pictures} == set(edition.assets)
    assert len(edition.assets) == 2
    assert edition.cover == pictures[0].source
    assert edition.cover_alt == "Red"
    assert not newsroom.found


@pytest.mark.parametrize(
    ("address", "code", "hint"),
    [
        ("art/red.pmg", "file-not-found", "'art/red.png'"),
        ("art/RED.png", "file-not-found", "'art/red.png'"),
        ("art/red.jpeg", "file-not-found", "'art/red.png'"),
        ("art/none.png", "file-not-found", "put the picture there"),
        ("../../etc/hosts", "outside-project", "copy it"),
        ("https://example.org/a.png", "remote-picture", "save it"),
        ("art/broken.png", "unreadable-image", ""),
        ("art", "file-not-found", ""),
    ],
)
def test_pictures_that_cannot_be_used_have_a_place(
    newsroom: Newsroom, address: str, code: str, hint: str
) -> None:
    newsroom.write("art/red.png", png())
    newsroom.write("art/broken.png", png()[:40])
    newsroom.write("a.md", f"# A\n\nText.\n\n![Seen here]({address})\n")
    article = newsroom.article("[a.md]")
    assert not [n for n in walk(article.body) if isinstance(n, Picture)]
    (finding,) = newsroom.found
    assert finding.code == code
    assert hint in (finding.hint or "")
    assert finding.where is not None
    assert (finding.where.file, finding.where.line, finding.where.column) == ("a.md", 5, 14)


def test_a_missing_picture_is_reported_once_and_can_be_stood_in_for(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "# A\n\nText.\n\n![Pine](no.png)\n\n![Pine](no.png)\n")
    edition = newsroom.edition("[a.md]", keep_going=True)
    assert newsroom.codes == ["file-not-found"]
    (key,) = edition.assets
    assert key.startswith("missing-")
    assert edition.assets[key].media_type == "image/svg+xml"


def test_the_words_of_a_figure_stay_without_its_picture(newsroom: Newsroom) -> None:
    newsroom.write("a.md", '# A\n\nText.\n\n![Pine](no.png "A pine in snow")\n')
    article = newsroom.article("[a.md]")
    assert "A pine in snow" in plain_text(article.body)
    assert not [n for n in walk(article.body) if isinstance(n, Figure)]


def test_the_credit_of_a_picture_is_printed(newsroom: Newsroom) -> None:
    image = io.BytesIO()
    exif = Image.Exif()
    exif[315] = "Ada Lovelace"  # EXIF 2.3: Artist
    Image.new("RGB", (8, 8)).save(image, "JPEG", exif=exif)
    newsroom.write("a.jpg", image.getvalue())
    newsroom.write("a.md", '# A\n\nText.\n\n![Pine](a.jpg)\n\n![Pine](a.jpg){credit="Own"}\n')
    figures = [n for n in walk(newsroom.article("[a.md]").body) if isinstance(n, Figure)]
    assert [plain_text(f.credit) for f in figures] == ["Ada Lovelace", "Own"]


def test_pictures_of_a_note_in_the_manifest_stand_beside_the_manifest(newsroom: Newsroom) -> None:
    newsroom.write("art/red.png", png())
    newsroom.write("a/a.md", "# A\n\nText.\n")
    article = newsroom.article("[{file: a/a.md, note: '![Red](art/red.png)'}]")
    assert [n for n in walk(article.note) if isinstance(n, Picture)]
    assert not newsroom.found


# ---------------------------------------------------------------- feeds
def _feed(monkeypatch: pytest.MonkeyPatch, count: int = 4) -> None:
    """Read any feed as `count` articles of one day each."""

    def read_many(source: Any, world: World) -> tuple[Article, ...]:
        return tuple(
            Article(
                "entry", (Text(f"H{n}"),), (Paragraph((Text(f"Text {n}."),)),),
                published=f"2021-01-0{n}T10:00:00", url=f"https://a.org/{n}",
            )
            for n in range(count, 0, -1)
        )  # fmt: skip

    monkeypatch.setitem(_READERS, "read_many", read_many)


@pytest.mark.parametrize(
    ("item", "days"),
    [
        ("{feed: f.xml}", "4321"),
        ("{feed: f.xml, sort: date}", "1234"),
        ("{feed: f.xml, reverse: true}", "1234"),
        ("{feed: f.xml, limit: 2}", "43"),
        ("{feed: f.xml, since: 2021-01-02, until: 2021-01-03}", "32"),
        ("{feed: f.xml, until: 2021-01}", "4321"),
        ("{feed: f.xml, sort: headline, reverse: true}", "4321"),
        ("{feed: f.xml, since: 2021-01-03}, {feed: f.xml, until: 2021-01-02}", "4321"),
    ],
)
def test_feeds(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, item: str, days: str) -> None:
    _feed(monkeypatch)
    newsroom.write("f.xml", "<rss/>")
    articles = newsroom.edition(f"[{item}]").articles()
    assert "".join(plain_text(a.headline)[1:] for a in articles) == days
    assert len({a.slug for a in articles}) == len(articles)
    assert not newsroom.found


def test_an_article_of_a_feed_stands_in_the_book_once(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    _feed(monkeypatch, 2)
    newsroom.write("f.xml", "<rss/>")
    assert len(newsroom.edition("[{feed: f.xml}, {feed: f.xml, limit: 1}]").articles()) == 2
    assert newsroom.codes == ["duplicate-article"]


def test_a_feed_without_a_fitting_article_is_reported(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    _feed(monkeypatch, 1)
    newsroom.write("f.xml", "<rss/>")
    newsroom.edition("[pine.md, {feed: f.xml, since: 2022}]")
    assert newsroom.codes == ["empty-article"]


def test_assembling_twice_gives_the_same(newsroom: Newsroom) -> None:
    newsroom.write("art/red.png", png())
    newsroom.write("a.md", "# A\n\nText.\n\n![red](art/red.png)\n")
    contents = "[pine.md, a.md]"
    assert newsroom.edition(contents) == newsroom.edition(contents)
