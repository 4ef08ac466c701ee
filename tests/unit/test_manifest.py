from __future__ import annotations

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from newsbook.diagnostics import Diagnostic
from newsbook.errors import ManifestError
from newsbook.manifest import (
    ArticleEntry,
    Bleed,
    EpubOptions,
    FeedEntry,
    Manifest,
    PrintOptions,
    SectionEntry,
    SortedEntries,
    json_schema,
    load,
)
from newsbook.manifest.press import STANDARDS
from newsbook.model import Contributor, Dateline, Identifier, Person, Rights, SpecialPage
from newsbook.pdf.press.job import MARKS
from newsbook.pdf.press.job import STANDARDS as PRESS_STANDARDS

CONTRACT = """\
# yaml-language-server: $schema=newsbook.schema.json
newsbook: 1
title: The Pine and the Cypress
subtitle: Thirty years of friendship in print
language: en
contributors:
  - {name: Press Office, role: edt, file_as: "Press Office"}
publisher: Silk Road Press
date: 2022-04-02
identifiers: {isbn_print: 978-0-306-40615-7, isbn_epub: null}
rights: © 2022 the authors
description: A book.
subjects: [Diplomacy]
series: {name: Friendship Papers, position: 1}
cover: {image: art/cover.jpg, alt: A pine and a cypress}
layout: classic
fonts: {dir: fonts, roles: {text: Literata}}
typography: {level: full, normalise: true, quotes: true, pinyin: keep, han_default: zh-Hans}
defaults: {language: en, source: AZERTAC, rights: null}
contents:
  - toc
  - section: Friendship
    contents:
      - articles/pine.md
      - file: articles/azertac.txt
        headline: null
        date: 2021-12-27
        byline: [{name: Sadig Gachayev, affiliation: Yanshan University}]
        language: en
        url: https://example.org/article
        extract: {start: "There is a Chinese saying", end: "/^Share news on/", strip: []}
        expect: {paragraphs: 13}
      - {glob: "articles/2021/*.md", sort: date}
      - {feed: feeds/blog.xml, limit: 20, since: 2021-01-01}
outputs:
  epub:   {embed_fonts: auto, page_list: true}
  print:  {trim: 6x9in, press: {standard: pdf/x-4, condition: FOGRA39, bleed: 3mm,
           marks: [crop, registration], images: cmyk, max_ink: 300}}
  screen: {trim: a5, tagged: true}
"""
FILES = (
    "articles/pine.md", "articles/azertac.txt", "articles/2021/10.md", "articles/2021/9.md",
    "feeds/blog.xml", "art/cover.jpg", "fonts/a.otf",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path


def loaded(folder: Path, text: str) -> Manifest:
    path = folder / "manifest.yml"
    path.write_text(text, "utf-8")
    return load(path)


def book(folder: Path, extra: str = "", contents: str = "[articles/pine.md]") -> Manifest:
    return loaded(folder, f"title: T\nlanguage: en\ncontents: {contents}\n{extra}")


def findings(folder: Path, text: str) -> list[Diagnostic]:
    with pytest.raises(ManifestError) as caught:
        loaded(folder, text)
    return list(caught.value.diagnostics)


def only(folder: Path, extra: str, contents: str = "[articles/pine.md]") -> Diagnostic:
    found = findings(folder, f"title: T\nlanguage: en\ncontents: {contents}\n{extra}")
    assert len(found) == 1, found
    return found[0]


def test_the_contract_is_read_as_it_says(folder: Path) -> None:
    manifest = loaded(folder, CONTRACT)
    data = manifest.metadata

    assert manifest.root == folder
    assert not manifest.findings
    assert (data.title, data.language, data.date) == (
        "The Pine and the Cypress",
        "en",
        "2022-04-02",
    )
    assert data.contributors == (Contributor("Press Office", "edt", "Press Office"),)
    assert data.identifiers == (Identifier("isbn", "978-0-306-40615-7", "print"),)
    assert data.series is not None
    assert data.series.position == "1"
    assert data.slug == "the-pine-and-the-cypress"
    assert manifest.cover is not None
    assert manifest.cover.alt == "A pine and a cypress"
    assert manifest.fonts.roles == {"text": "Literata"}
    assert manifest.defaults.source == "AZERTAC"
    assert manifest.defaults.rights is None
    assert manifest.timestamp == datetime.datetime(2022, 4, 2, tzinfo=datetime.UTC)

    toc, section = manifest.contents
    assert isinstance(toc, SpecialPage)
    assert isinstance(section, SectionEntry)
    pine, azertac, by_date, feed = section.contents
    assert isinstance(pine, ArticleEntry)
    assert (pine.file, pine.fields.headline) == ("articles/pine.md", None)
    assert isinstance(azertac, ArticleEntry)
    assert azertac.fields.byline == (Person("Sadig Gachayev", affiliation="Yanshan University"),)
    assert azertac.extract is not None
    assert (azertac.extract.end, azertac.extract.strip) == ("/^Share news on/", ())
    assert azertac.expect is not None
    assert azertac.expect.paragraphs == 13
    assert azertac.where is not None
    assert (azertac.where.line, azertac.where.column) == (25, 15)
    assert isinstance(by_date, SortedEntries)
    assert [e.file for e in by_date.entries] == ["articles/2021/9.md", "articles/2021/10.md"]
    assert isinstance(feed, FeedEntry)
    assert (feed.limit, feed.since) == (20, "2021-01-01")

    epub, printed, screen = manifest.outputs
    assert (epub.name, epub.medium, epub.options) == ("epub", "epub", EpubOptions())
    assert isinstance(printed.options, PrintOptions)
    assert (printed.options.trim_width_mm, printed.options.trim_height_mm) == (152.4, 228.6)
    press = printed.options.press
    assert press is not None
    assert (press.standard, press.condition, press.max_ink) == ("pdf/x-4", "FOGRA39", 300)
    assert (press.bleed_mm, press.marks) == (Bleed.even(3), ("crop", "registration"))
    assert isinstance(screen.options, PrintOptions)
    assert (screen.options.trim_width_mm, screen.options.tagged, screen.options.press) == (
        148, True, None,
    )  # fmt: skip


def test_scalars_mean_what_they_say(folder: Path) -> None:
    manifest = loaded(
        folder,
        "title: 1991\nlanguage: no\ndate: 2021\nsubtitle: yes\nrights: 1_000\npublisher: 12:30\n"
        "subjects: 0777\nidentifiers: {isbn: 9780306406157}\ncontents: [articles/pine.md]\n",
    )
    data = manifest.metadata
    assert (data.title, data.language, data.date, data.subtitle) == ("1991", "no", "2021", "yes")
    assert (data.rights, data.publisher, data.subjects) == ("1_000", "12:30", ("0777",))
    assert data.identifiers[0].value == "9780306406157"
    assert data.slug == "1991"
    assert manifest.timestamp.year == 2021


def test_null_is_the_default_everywhere(folder: Path) -> None:
    text = "title: T\nlanguage: en\ncontents: [articles/pine.md]\n"
    plain = loaded(folder, text)
    keys = [
        "newsbook", "subtitle", "contributors", "publisher", "date", "identifiers", "rights",
        "description", "subjects", "series", "cover", "slug", "direction", "accessibility",
        "layout", "fonts", "typography", "defaults", "outputs",
    ]  # fmt: skip
    assert loaded(folder, text + "".join(f"{key}: null\n" for key in keys)) == plain
    assert [(o.name, o.medium) for o in plain.outputs] == [("epub", "epub"), ("print", "print")]
    stated = book(folder, "outputs: {epub: null, print: ~}").outputs
    assert [o.options for o in stated] == [o.options for o in plain.outputs]


def test_a_language_that_is_not_stated_is_a_warning(folder: Path) -> None:
    manifest = loaded(folder, "title: T\ncontents: [articles/pine.md]\n")
    assert [d.code for d in manifest.findings] == ["missing-key"]
    assert manifest.metadata.language == "en"


def test_right_to_left_books(folder: Path) -> None:
    text = "title: T\nlanguage: ar\ncontents: [articles/pine.md]\n"
    assert loaded(folder, text).metadata.direction == "rtl"
    assert loaded(folder, text + "direction: ltr\n").metadata.direction == "ltr"


def test_short_forms(folder: Path) -> None:
    manifest = book(
        folder,
        "contributors: Ada Lovelace\nseries: Papers\ncover: art/cover.jpg\nfonts: fonts\n"
        "defaults: {byline: [Ada, {name: Bo, role: photographer}], rights: © A}\n",
        "[{file: articles/pine.md, dateline: 'Baku, December 27', byline: [], deck: ''}]",
    )
    assert manifest.metadata.contributors == (Contributor("Ada Lovelace", "edt"),)
    assert manifest.cover is not None
    assert manifest.cover.image == "art/cover.jpg"
    assert [d.code for d in manifest.findings] == ["missing-alt"]
    assert manifest.defaults.byline == (Person("Ada"), Person("Bo", "pht"))
    assert manifest.defaults.rights == Rights("© A")
    (article,) = manifest.contents
    assert isinstance(article, ArticleEntry)
    assert article.fields.dateline == Dateline("Baku, December 27")
    assert (article.fields.byline, article.fields.deck) == ((), "")


def test_layout_options_keep_their_places(folder: Path) -> None:
    layout = book(folder, "layout: {name: classic, options: {accent: '#c00', n: 2}}").layout
    assert (layout.name, layout.options) == ("classic", {"accent": "#c00", "n": "2"})
    assert layout.places["accent"].line == 4


@pytest.mark.parametrize(
    ("press", "expected"),
    [
        ("{bleed: {outside: .125in, top: 3mm}}", Bleed(3, 3.175, 0, 0)),
        ("{bleed: 0}", Bleed.even(0)),
        ("{for: kdp}", None),
    ],
)
def test_bleed(folder: Path, press: str, expected: Bleed | None) -> None:
    options = book(folder, f"outputs: {{print: {{press: {press}}}}}").outputs[0].options
    assert isinstance(options, PrintOptions)
    assert options.press is not None
    assert options.press.bleed_mm == expected


def test_a_whole_press_order(folder: Path) -> None:
    (folder / "house.icc").write_bytes(b"x")
    order = (
        "{for: KDP, icc: house.icc, standard: PDF/X-1a, images: icc, ppi: 300, "
        "black_overprint: no, signature: 16, paper: {gsm: 80, bulk: 1.25}, marks: none, "
        "binding: {kind: perfect, cover: .25mm, spine: 11.7mm}, max_ink: 280%, "
        "spots: {accent: {name: PANTONE 185 C, cmyk: [0, 91, 76, 0]}, gold: PANTONE 871 C}}"
    )
    output = book(folder, f"outputs: {{book: {{press: {order}}}}}").outputs[0]
    assert isinstance(output.options, PrintOptions)
    press = output.options.press
    assert press is not None
    assert (press.for_, press.standard, press.images) == ("kdp", "pdf/x-1a", "icc")
    assert (press.ppi, press.black_overprint, press.marks, press.max_ink) == (300, False, (), 280)
    assert press.binding is not None
    assert (press.binding.signature, press.binding.cover_mm, press.binding.spine_mm) == (
        16, 0.25, 11.7,
    )  # fmt: skip
    assert [spot.cmyk for spot in press.spots] == [(0, 0.91, 0.76, 0), None]
    assert not output.options.trim_stated


def test_the_words_of_the_press_are_those_of_the_press_pass() -> None:
    assert set(STANDARDS) == set(PRESS_STANDARDS)
    assert {"crop", "registration", "bar", "fold"} == set(MARKS)


def test_the_medium_of_an_output(folder: Path) -> None:
    outputs = book(
        folder,
        "outputs: {epub: ~, kindle: {medium: epub, profile: kindle, page_list: a5},"
        " a5: {trim: [148, 210mm], layout: {name: digest}}}",
    ).outputs
    assert [(o.name, o.medium) for o in outputs] == [
        ("epub", "epub"), ("kindle", "epub"), ("a5", "print"),
    ]  # fmt: skip
    assert isinstance(outputs[1].options, EpubOptions)
    assert outputs[1].options.page_list == "a5"
    assert isinstance(outputs[2].options, PrintOptions)
    assert outputs[2].options.trim_width_mm == 148
    assert outputs[2].layout is not None
    assert outputs[2].layout.name == "digest"


def test_globs(folder: Path) -> None:
    for name in ("a1.md", "a2.md", "a10.md", "b.txt", ".hidden.md", "sub/deep/c.md"):
        path = folder / "x" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")

    def files(item: str) -> list[str]:
        return [e.file for e in book(folder, "", f"[{item}]").contents]  # type: ignore[union-attr]

    assert files("{glob: 'x/*.md'}") == ["x/a1.md", "x/a2.md", "x/a10.md"]
    assert files("{glob: 'x/*.md', reverse: yes, limit: 2}") == ["x/a10.md", "x/a2.md"]
    assert files("{glob: 'x/**/*.md'}") == ["x/a1.md", "x/a2.md", "x/a10.md", "x/sub/deep/c.md"]
    assert files("{glob: 'x/**', exclude: 'x/sub/**'}") == [
        "x/a1.md", "x/a2.md", "x/a10.md", "x/b.txt",
    ]  # fmt: skip
    assert files("{glob: 'x/*.{txt,md}', limit: 4}") == [
        "x/a1.md", "x/a2.md", "x/a10.md", "x/b.txt",
    ]  # fmt: skip
    assert files("{glob: ['x/b.*', 'x/a?.md']}") == ["x/b.txt", "x/a1.md", "x/a2.md"]
    assert files("{glob: 'x/.h*'}") == ["x/.hidden.md"]
    # What is listed by name is not repeated by a pattern, wherever it stands.
    assert files("{glob: 'x/*.md'}, x/a2.md") == ["x/a1.md", "x/a10.md", "x/a2.md"]
    assert files("{glob: 'x/*.md'}, {glob: 'x/a*'}") == ["x/a1.md", "x/a2.md", "x/a10.md"]


def test_a_glob_says_its_fields_of_every_article(folder: Path) -> None:
    (sorted_entries,) = book(
        folder, "", "[{glob: 'articles/2021/*.md', sort: headline, source: X}]"
    ).contents
    assert isinstance(sorted_entries, SortedEntries)
    assert [e.fields.source for e in sorted_entries.entries] == ["X", "X"]


@pytest.mark.parametrize(
    ("extra", "code", "message", "hint", "place"),
    [
        ("langauge: en", "unknown-key", "unknown key 'langauge'", "'language'", (4, 1, 8)),
        ("file-as: en", "unknown-key", "unknown key 'file-as'", "", (4, 1, 7)),
        ("isbn: 1", "unknown-key", "'isbn'", "under 'identifiers'", (4, 1, 4)),
        ("level: full", "unknown-key", "'level'", "belongs under 'accessibility'", (4, 1, 5)),
        ("date: 2021-02-30", "invalid-value", "February 2021 has 28 days", "", (4, 7, 10)),
        ("date: 2021-13", "invalid-value", "no month 13", "", (4, 7, 7)),
        ("date: 27.12.2021", "invalid-value", "not a date", "2021-12-27", (4, 7, 10)),
        ("date: 2021/12/7", "invalid-value", "not a date", "2021-12-07", (4, 7, 9)),
        ("date: [2021]", "invalid-value", "not a list", "", (4, 7, None)),
        ("title2: T\n", "unknown-key", "'title2'", "'title'", (4, 1, 6)),
        ("identifiers: {isbn: 978-0-306-40615-8}", "invalid-value", "not a valid ISBN",
         "should be 7", (4, 21, 17)),
        ("identifiers: {isbn: 0-306-40615-1}", "invalid-value", "not a valid ISBN",
         "should be 2", (4, 21, 13)),
        ("identifiers: {issn: 2049-3631}", "invalid-value", "not a valid ISSN", "be 0", (4, 21, 9)),
        ("identifiers: {doi: x}", "invalid-value", "not a DOI", "10.", (4, 20, 1)),
        ("identifiers: {url: www.a.org}", "invalid-value", "address", "https://www", (4, 20, 9)),
        ("contributors: [{name: A, role: editr}]", "invalid-value", "'editr' is not a role",
         "'editor'", (4, 32, 5)),
        ("contributors: [{role: edt}]", "missing-key", "'name'", "", (4, 16, None)),
        ("newsbook: 2", "invalid-value", "version '2'", "newer", (4, 11, 1)),
        ("slug: Ä b", "invalid-value", "'Ä b'", "'a-b'", (4, 7, 3)),
        ("typography: full", "invalid-value", "takes how far", "", (4, 13, 4)),
        ("accessibility: {wcag: 2.2}", "invalid-value", "needs 'level'", "level: AA", (4, 23, 3)),
        ("cover: {image: ../a.jpg, alt: x}", "outside-project", "'../a.jpg'", "copy", (4, 16, 8)),
        ("cover: {image: /a.jpg, alt: x}", "outside-project", "'/a.jpg'", "", (4, 16, 6)),
        ("cover: {image: art/Cover.jpeg, alt: x}", "file-not-found", "no file", "art/cover.jpg",
         (4, 16, 14)),
        ("fonts: {dir: font}", "file-not-found", "no folder 'font'", "'fonts'", (4, 14, 4)),
        ("outputs: {print: {trim: tablod}}", "invalid-value", "not a trim size", "tabloid",
         (4, 25, 6)),
        ("outputs: {print: {trim: 6x9}}", "invalid-value", "no unit", "", (4, 25, 3)),
        ("outputs: {print: {profile: kobo}}", "unknown-key", "'profile'", "medium: epub",
         (4, 19, 7)),
        ("outputs: {print: {press: {bleed: 3}}}", "invalid-value", "no unit", "3mm", (4, 34, 1)),
        ("outputs: {print: {press: {condition: FOGRA40}}}", "invalid-value", "FOGRA40", "FOGRA",
         (4, 38, 7)),
        ("outputs: {print: {press: {for: kpd}}}", "invalid-value", "kpd", "'kdp'", (4, 32, 3)),
        ("outputs: {epub: {page_list: no-such}}", "invalid-value", "not a print output", "none",
         (4, 29, 7)),
        ("outputs: {epub: yes}", "invalid-value", "takes options", "", (4, 17, 3)),
        ("outputs: {}", "invalid-value", "'outputs' is empty", "", (4, 10, 1)),
        ("outputs: {Print: ~}", "invalid-value", "'Print'", "'print'", (4, 11, 5)),
        ('rights: "a\\e[31mb"', "invalid-value", "U+001B", "", (4, 9, 10)),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_place_and_a_next_step(
    folder: Path,
    extra: str,
    code: str,
    message: str,
    hint: str,
    place: tuple[int, int, int | None],
) -> None:
    (folder / "fonts").mkdir(exist_ok=True)
    found = only(folder, extra)
    assert found.code == code
    assert message in found.message
    assert hint in (found.hint or "")
    assert found.where is not None
    assert (found.where.file, found.where.line, found.where.column) == ("manifest.yml", *place[:2])
    if place[2] is not None:
        assert found.where.length == place[2]


@pytest.mark.parametrize(
    ("contents", "code", "message", "hint"),
    [
        ("[articles/pine.mdd]", "file-not-found", "'articles/pine.mdd'", "'articles/pine.md'"),
        ("[Articles/Pine.md]", "file-not-found", "'Articles/Pine.md'", "'articles/pine.md'"),
        ("[pine.md]", "file-not-found", "'pine.md'", "'articles/pine.md'"),
        ("[copyrigth]", "file-not-found", "'copyrigth'", "'copyright'"),
        ("['articles/*.md']", "file-not-found", "'articles/*.md'", "{glob: 'articles/*.md'}"),
        ("[articles]", "file-not-found", "is a folder", "{glob: 'articles/*.md'}"),
        ('["a\\0b"]', "file-not-found", "cannot be the name", ""),
        ("['" + "a/" * 3000 + "b']", "file-not-found", "cannot be the name", ""),
        ("['" + "a" * 300 + "']", "file-not-found", "no file", ""),
        ("[../x.md]", "outside-project", "'../x.md'", "copy the article"),
        ("['C:\\x.md']", "outside-project", "C:", ""),
        ("[articles/../../x.md]", "outside-project", "leads out", ""),
        ("[articles/pine.md, ./articles/../articles/pine.md]", "duplicate-article", "line 3", ""),
        ("[{glob: 'artcles/*.md'}]", "empty-glob", "matches no file", "'articles'"),
        ("[{glob: '../*.md'}]", "outside-project", "pattern", ""),
        ("[{glob: '/etc/*'}]", "outside-project", "pattern", ""),
        ("[{sectio: x}]", "missing-key", "one of the keys", "'section'"),
        ("[{file: articles/pine.md, glob: x}]", "invalid-value", "'file' and 'glob'", ""),
        ("[{file: articles/pine.md, title: x}]", "unknown-key", "'title'", "'headline'"),
        ("[{file: articles/pine.md, extract: {start: '/a(/'}}]", "invalid-value", "expression", ""),
        ("[{file: articles/pine.md, slug: 1a}]", "invalid-value", "'1a'", "'a'"),
        ("[{section: x, contents: []}]", "invalid-value", "'contents' is empty", ""),
        ("[{section: x}]", "missing-key", "'contents'", ""),
        ("[~]", "invalid-value", "an empty item", ""),
        ("[[articles/pine.md]]", "invalid-value", "not a list", ""),
        ("[]", "invalid-value", "'contents' is empty", ""),
        ("articles/pine.md", "invalid-value", "not a single value", ""),
    ],
)
def test_what_is_wrong_with_contents(
    folder: Path, contents: str, code: str, message: str, hint: str
) -> None:
    found = only(folder, "", contents)
    assert (found.code, message in found.message, hint in (found.hint or "")) == (code, True, True)


def test_links_cannot_lead_out(folder: Path) -> None:
    outside = folder.parent / "outside.md"
    outside.write_text("secret")
    (folder / "link.md").symlink_to(outside)
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "fine.md").symlink_to("articles/pine.md")
    assert only(folder, "", "[link.md]").code == "outside-project"
    assert only(folder, "", "[{glob: 'link*'}]").code == "outside-project"
    assert only(folder, "", "[loop.md]").code in ("file-not-found", "outside-project")
    assert only(folder, "", "[fine.md, articles/pine.md]").code == "duplicate-article"
    assert book(folder, "", "[fine.md]").contents


def test_all_problems_are_reported_at_once_in_order(folder: Path) -> None:
    found = findings(
        folder,
        "titel: T\ndate: x\ncontents: [no.md, no.md, {glob: 'no*'}]\n"
        "outputs: {print: {trim: x, press: {max_ink: 9}}}\n",
    )
    assert [d.code for d in found if d.severity == "error"] == [
        "unknown-key", "missing-key", "invalid-value", "file-not-found", "file-not-found",
        "duplicate-article", "empty-glob", "invalid-value", "invalid-value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "invalid-value"),
        (b"# only a comment\n", "invalid-value"),
        (b"- a\n- b\n", "invalid-value"),
        (b"just words", "invalid-value"),
        (b"title: a\n\tb: c\n", "yaml-syntax"),
        (b"title: a: b\n", "yaml-syntax"),
        (b"title: [a\n", "yaml-syntax"),
        (b"title: &a x\nsubtitle: *a\n", "yaml-alias"),
        (b"title: !!python/object:os.system x\n", "yaml-syntax"),
        (b"title: a\ntitle: b\n", "duplicate-key"),
        (b"title: a\n---\ntitle: b\n", "yaml-syntax"),
        (b"contents: " + b"[" * 5000 + b"]" * 5000, "yaml-syntax"),
        (b"{" * 100_000, "yaml-syntax"),
        (b"title: caf\xe9\n", "bad-encoding"),
        ("title: a\n".encode("utf-16"), "bad-encoding"),
        (bytes(range(256)) * 20, "bad-encoding"),
        (b"title: a" + b" " * 9_000_000, "limit-exceeded"),
        (b"? [a, b]\n: c\n", "yaml-syntax"),
        (b"title: a\x00b", "yaml-syntax"),
    ],
)
def test_what_is_no_manifest(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_bytes(data)
    with pytest.raises(ManifestError) as caught:
        load(path)
    assert code in [d.code for d in caught.value.diagnostics]


def test_encoding_errors_have_a_place(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_bytes(
        "title: a\nsubtitle: 松\xff".encode("latin-1", "replace")[:0]
        + b"title: a\nsub: \xe6\x9d\xbe\xff"
    )
    with pytest.raises(ManifestError) as caught:
        load(path)
    where = caught.value.diagnostics[0].where
    assert where is not None
    assert (where.line, where.column) == (2, 7)


def test_a_folder_stands_for_the_manifest_in_it(folder: Path) -> None:
    (folder / "manifest.yml").write_text("title: T\nlanguage: en\ncontents: [articles/pine.md]\n")
    assert load(folder).path == folder / "manifest.yml"
    for path, code in ((folder / "art", "file-not-found"), (folder / "no.yml", "file-not-found"),
                       (Path("/dev/null"), "unreadable-file")):  # fmt: skip
        with pytest.raises(ManifestError) as caught:
            load(path)
        assert [d.code for d in caught.value.diagnostics] == [code]


def test_the_name_of_the_files(folder: Path) -> None:
    def slug(title: str, name: str = "manifest.yml") -> str:
        path = folder / name
        path.write_text(f"title: {title}\nlanguage: zh\ncontents: [articles/pine.md]\n", "utf-8")
        return load(path).metadata.slug

    assert slug("松与柏") == "book"
    assert slug("松与柏", "Pine Letters.yml") == "pine-letters"
    assert slug("松与柏 II") == "ii"


def test_the_time_of_the_outputs(folder: Path) -> None:
    assert book(folder).timestamp == datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    assert book(folder, "date: 2021-12").timestamp.month == 12
    assert book(folder, "date: '1850'").timestamp.year == 1980
    given = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
    assert load(folder / "manifest.yml", timestamp=given).timestamp == given


# ---------------------------------------------------------------- the JSON Schema
class Typed(yaml.SafeLoader):
    """YAML as editors' tools read it: with types, but dates are strings (YAML 1.2, 10.3)."""


Typed.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_json_schema_describes_every_key() -> None:
    schema = json.loads(json_schema())
    records = [schema, *schema["definitions"].values()]
    assert len(records) > 15
    for record in records:
        for name, key in record["properties"].items():
            assert key["description"].endswith((".", "`.")), name


def test_the_json_schema_accepts_the_contract_and_refuses_mistakes() -> None:
    schema = json.loads(json_schema())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    good = yaml.load(CONTRACT, Typed)
    assert not list(validator.iter_errors(good)), list(validator.iter_errors(good))
    for text in ("langauge: en", "outputs: {print: {trimm: a5}}", "typography: {level: ful}"):
        bad = {**good, **yaml.load(text, Typed)}
        assert list(validator.iter_errors(bad)), text
