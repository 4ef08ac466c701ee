"""Every rule finds what it is for in a broken copy of a good book, and nothing in the good one."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbook.cache import Cache
from newsbook.checks.epub_book import Findings, open_epub
from newsbook.checks.epub_check import check_epub
from newsbook.checks.epub_lint import ALONE, RULES
from newsbook.codes import CODES
from newsbook.diagnostics import Diagnostic
from newsbook.epub import PROFILES
from newsbook.recall import Recall
from tests.support.compositions import picture
from tests.support.epubs import complete, files, packaged, rewritten, with_files

PINE, OPERA, TRAM = (f"EPUB/text/{name}.xhtml" for name in ("pine", "opera", "tram"))
NAV, OPF, CSS = "EPUB/nav.xhtml", "EPUB/content.opf", "EPUB/style/book.css"
Change = Callable[[bytes], bytes]


def swap(name: str, old: str, new: str) -> Change:
    def change(epub: bytes) -> bytes:
        return rewritten(epub, name, lambda text: text.replace(old, new, 1))

    return change


def sub(name: str, pattern: str, new: str) -> Change:
    def change(epub: bytes) -> bytes:
        return rewritten(epub, name, lambda text: re.sub(pattern, new, text, count=1))

    return change


def add(name: str, markup: str) -> Change:
    """Put markup at the end of an article."""
    return sub(name, r"(?s)</section>(?=\s*</body>)", markup.replace("\\", "\\\\") + "</section>")


def css(rule: str) -> Change:
    return lambda epub: rewritten(epub, CSS, lambda text: text + rule + "\n")


def files_with(**changes: bytes | None) -> Change:
    return lambda epub: with_files(epub, {k.replace("__", "/"): v for k, v in changes.items()})


def listed(file: str, media_type: str, data: bytes, *, spine: bool = False) -> Change:
    """Add a file to the book and to its manifest."""

    def change(epub: bytes) -> bytes:
        item = f'<item href="{file}" id="added" media-type="{media_type}"/>'
        epub = rewritten(epub, OPF, lambda t: t.replace("</manifest>", item + "</manifest>"))
        if spine:
            epub = rewritten(
                epub, OPF, lambda t: t.replace("</spine>", '<itemref idref="added"/></spine>')
            )
        return with_files(epub, {f"EPUB/{file}": data})

    return change


def other_times(epub: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(out, "w") as new:
        for number, entry in enumerate(old.infolist()):
            entry.date_time = (2022, 4, 2, 12, 30, 2 * (number % 2))
            new.writestr(entry, old.read(entry))
    return out.getvalue()


def counted_ids(epub: bytes) -> bytes:
    def change(text: str) -> str:
        names = re.findall(r'<itemref idref="([^"]+)"', text)
        for number, name in enumerate(names):
            text = re.sub(
                f'(id|idref|refines)="(#?){re.escape(name)}"', rf'\1="\2chapter_{number}"', text
            )
        return text

    return rewritten(epub, OPF, change)


def bad_font_name(epub: bytes) -> bytes:
    return rewritten(
        epub,
        "EPUB/style/languages.css",
        lambda t: t.replace('"NB Noto Serif CJK JP"', '"NB Mincho"'),
    )


EMPTY = (
    b'<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>T</title>'
    b"</head><body><p>x</p></body></html>"
)

COVER = 'name="cover" content="cover-image"'
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"

# Where the same mistake can be made in several ways, each is a line.
BROKEN: list[tuple[str, Change]] = [
    ("epub-archive-time", other_times),
    ("epub-file-name", listed("image/kühl 1.png", "image/png", picture())),
    ("epub-picture-type", listed("image/a.webp", "image/webp", b"RIFF0000WEBP")),
    ("epub-picture-size", listed("image/a.png", "image/png", picture(5000, 4000))),
    ("epub-document-size", add(PINE, "<p>" + "word " * 70_000 + "</p>")),
    ("epub-encoding", lambda e: with_files(e, {PINE: b"\xef\xbb\xbf" + files(e)[PINE]})),
    ("epub-not-in-spine", listed("text/lost.xhtml", "application/xhtml+xml", EMPTY)),
    ("epub-cover", swap(OPF, ' properties="cover-image"', "")),
    ("epub-cover", swap(OPF, f"<meta {COVER}/>", "")),
    ("epub-cover", swap(OPF, COVER, 'content="cover-image" name="cover"')),
    ("epub-cover", swap(OPF, COVER, 'name="cover" content="ncx"')),
    ("epub-refines", swap(OPF, 'refines="#title-subtitle"', 'refines="#nothing"')),
    (
        "epub-refines",
        sub(OPF, r'(<meta refines="#title-main" property="display-seq">1</meta>)', r"\1\1"),
    ),
    ("epub-metadata", swap(OPF, "<dc:publisher>Silk Road Press<", "<dc:publisher><")),
    ("epub-metadata", swap(OPF, ">edt<", ">editor<")),
    ("epub-unstable-id", counted_ids),
    ("epub-conformance", swap(OPF, CLAIM, "EPUB-A11Y-11_WCAG-22-AA")),
    ("epub-conformance", swap(OPF, CLAIM, CLAIM.replace("-", "–"))),
    ("epub-feature", sub(PINE, r"<math.*?</math>", "x")),
    ("epub-feature", sub(OPF, r'<meta property="schema:accessibilityFeature">MathML</meta>', "")),
    ("epub-contents", sub(NAV, r"<li><a href=\"text/tram.xhtml\".*?</li>", "")),
    ("epub-title", sub(PINE, r"<title>.*?</title>", "<title/>")),
    ("epub-heading", add(PINE, "<h4>Too deep</h4>")),
    ("epub-role", swap(PINE, ' role="doc-noteref"', "")),
    ("epub-role", swap(PINE, 'epub:type="noteref" ', "")),
    ("epub-role", add(PINE, '<article epub:type="chapter" role="doc-chapter"><p>x</p></article>')),
    ("missing-alt", swap(PINE, ' alt="Bars that rise from left to right."', "")),
    ("missing-alt", sub(PINE, r"<title id=\"pine-svg\">.*?</title>", "")),
    ("epub-alt-text", swap(PINE, 'alt="Bars that rise from left to right."', 'alt="chart.png"')),
    ("epub-alt-text", swap(PINE, 'alt="Bars that rise from left to right."', 'alt="Image 1"')),
    ("epub-math", swap(PINE, ' alttext="r equals 0.17"', "")),
    ("epub-table", swap(PINE, ' scope="col"', "")),
    ("epub-table", add(PINE, "<table><tbody><tr><td>1</td></tr></tbody></table>")),
    ("epub-link-text", swap(PINE, ' href="https://example.org/"', "")),
    ("epub-link-text", swap(PINE, '">the wire</a>', '"></a>')),
    ("epub-empty-element", add(PINE, "<p> </p>")),
    ("epub-empty-element", add(PINE, "<ul></ul>")),
    ("epub-style-attribute", swap(PINE, "<caption>", '<caption style="color:red">')),
    ("epub-time", add(PINE, '<p><time datetime="December 27">then</time></p>')),
    ("epub-language", swap(TRAM, ' lang="ja" xml:lang="ja"', "")),
    ("epub-language", swap(OPERA, ' lang="en" xml:lang="en"', ' lang="en" xml:lang="de"')),
    ("epub-language", swap(OPERA, ' lang="en" xml:lang="en"', ' lang="en"')),
    ("epub-language", swap(OPERA, 'lang="en" xml:lang="en"', 'lang="e n" xml:lang="e n"')),
    ("epub-language", swap(OPERA, 'lang="en" xml:lang="en"', 'lang="EN" xml:lang="EN"')),
    ("epub-untagged-script", add(PINE, "<p>The saying 岁寒 is old.</p>")),
    ("epub-latin-reading", sub(PINE, r'<rt lang="zh-Latn-pinyin"[^>]*>', "<rt>")),
    ("epub-cjk-space", add(OPERA, "<p><em>水磨</em>\n<em>调</em></p>")),
    ("epub-language-hook", swap(OPERA, ' class="l-zh-hans"', "")),
    ("epub-note", swap(PINE, 'href="#pine-fn-2"', 'href="#pine-fig"')),
    ("epub-note", sub(PINE, r'<a epub:type="backlink"[^>]*>2</a>', "2")),
    ("epub-note-space", swap(PINE, '<a class="noteref"', ' <a class="noteref"')),
    ("epub-page-order", sub(NAV, r"(<li><a [^>]*page-1\">1</a></li>)(<li>.*?</li>)", r"\2\1")),
    ("epub-page-order", sub(NAV, r"(page-2\">)2<", r"\g<1>9<")),
    ("epub-page-list", sub(NAV, r"<li><a href=\"[^\"]*page-2\">2</a></li>", "")),
    ("epub-page-list", swap(PINE, ' aria-label="2"', "")),
    ("epub-page-splits-word", sub(PINE, r'(<span [^>]*id="page-2"[^>]*></span>)fit', r"fi\1t")),
    ("epub-css-engine", css("p:not(.x) { margin: 0; }")),
    ("epub-css-engine", css("p.y { margin: var(--gap); }")),
    ("epub-css-engine", css("@import url(x.css);")),
    ("epub-css-size", css("p.y { font-size: 1.2rem; }")),
    ("epub-css-size", css("p.y { font-size: 12px; }")),
    ("epub-css-size", css("p.y { line-height: 1.4em; }")),
    ("epub-css-size", css("html { font-size: 110%; }")),
    ("epub-css-night", css("p.y { color: #333; }")),
    ("epub-css-night", css("p.y { background-color: white; }")),
    ("epub-css-duplicate", css("figure { margin: 1em; }")),
    ("epub-css-hyphens", css("p.y { hyphens: auto; }")),
    ("epub-font-name", bad_font_name),
    ("epub-font-name", sub("EPUB/style/languages.css", r"@font-face \{[^}]*cjk-jp-700[^}]*\}", "")),
]  # fmt: skip


def found(epub: bytes) -> tuple[Diagnostic, ...]:
    return check_epub(epub, name="book.epub")


def test_nothing_is_found_in_a_good_book() -> None:
    assert found(complete()) == ()


def test_what_is_remembered_of_documents_changes_no_finding(tmp_path: Path) -> None:
    recall = Recall(Cache(tmp_path))
    for _ in range(2):
        assert check_epub(complete(), name="book.epub", recall=recall) == ()
        for _, change in BROKEN:
            epub = change(complete())
            assert check_epub(epub, name="book.epub", recall=recall) == found(epub)


def test_rules_that_look_at_documents_alone_see_nothing_else() -> None:
    assert set(ALONE) <= {name for name, _ in RULES}
    book = open_epub(complete(), Findings("book.epub"))
    assert book is not None
    empty = dataclasses.replace(book, documents={}, sources={})
    for name, rule in RULES:
        if name in ALONE:
            findings = Findings("book.epub")
            rule(empty, findings)
            assert findings.items == [], name


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_nothing_is_found_in_any_profile(profile: str) -> None:
    assert found(packaged(profile)) == ()


@pytest.mark.parametrize(
    ("code", "change"), BROKEN, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BROKEN)]
)
def test_what_is_broken_is_found(code: str, change: Change) -> None:
    findings = found(change(complete()))
    assert code in {d.code for d in findings}
    (first, *_) = [d for d in findings if d.code == code]
    assert first.where is not None
    assert first.where.file.startswith("book.epub")


def test_every_code_of_the_lint_is_tried() -> None:
    structure = {
        "epub-container", "epub-package", "epub-manifest", "epub-spine", "epub-document",
        "epub-link", "epub-navigation", "epub-page-unplaced", "epub-font-left-out",
    }  # fmt: skip
    lint = {code for code in CODES if code.startswith("epub-")} - structure
    assert lint == {code for code, _ in BROKEN} - {"missing-alt"}


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [name for name, _ in RULES]
    assert len(names) == len(set(names))


def test_every_rule_finds_something() -> None:
    silent = dict(RULES)
    for _, change in BROKEN:
        findings = Findings("book.epub")
        book = open_epub(change(complete()), findings)
        assert book is not None
        for name, rule in list(silent.items()):
            before = len(findings.items)
            rule(book, findings)
            if len(findings.items) > before:
                del silent[name]
    assert not silent


@pytest.mark.parametrize(
    "change",
    [
        css("p.y { hyphens: auto; -epub-hyphens: auto; }"),
        css("figure img { background: #fff; }"),
        css("@media (prefers-color-scheme: dark) { p.y { color: #ddd; } }"),
        css("@supports (x: y) { p:not(.x) { margin: 0; } }"),
        css("p.y { line-height: 1.4; font-size: 0.9em; }"),
        css("p.y { border-top: 1px solid currentColor; color: inherit; }"),
        css("/* var(--x) */"),
        add(PINE, '<p><time datetime="2021-12-27T10:00:00Z">then</time></p>'),
        add(PINE, '<p><img src="../image/chart.png" alt=""/></p>'),
        add(OPERA, "<p><em>水磨</em>　<em>调</em></p>"),
        add(OPERA, "<p><em>water</em> <em>mill</em></p>"),
        add(PINE, "<p><code>岁寒</code></p>"),
        add(OPERA, '<p>苏州<span epub:type="pagebreak" role="doc-pagebreak" id="page-3x" '
                   'aria-label="4"></span>念白</p>'),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_found(change: Change) -> None:
    ignored = {"epub-page-list"}
    assert {d.code for d in found(change(complete()))} <= ignored


def test_many_findings_of_one_kind_are_counted() -> None:
    findings = found(add(PINE, "<p> </p>\n" * 60)(complete()))
    assert len([d for d in findings if d.code == "epub-empty-element"]) == 26
    assert "more findings" in findings[-1].message


def test_findings_are_values_with_hints() -> None:
    (finding,) = found(css("p.y { color: #333; }")(complete()))
    assert dataclasses.asdict(finding)["hint"]
    assert finding.where is not None
    assert finding.where.line == len(files(complete())[CSS].decode().splitlines()) + 1
