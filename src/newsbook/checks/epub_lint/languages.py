"""From text and language tags to passages a voice will misread and a font will misdraw."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from newsbook.checks.epub_book import XHTML, Book, Findings, line_of, text_of
from newsbook.epub.vocabulary import MATHML, SVG, XML_LANG, elements
from newsbook.typography import is_cjk, is_valid, primary, script

__all__ = ["hooks", "readings", "scripts", "spaces", "tags"]

_EAST_ASIAN = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u309d-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
_UNSPACED = re.compile(
    "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SILENT = frozenset(f"{XHTML}{name}" for name in ("code", "pre", "script", "style", "title", "kbd"))
_CASED = re.compile(r"[a-z]{2,8}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]+)*")
_HOOK = re.compile(r"\.l-([a-z0-9-]+)")

_languages = elements("//*[@lang or @xml:lang]")
_readings = elements("//h:rt")
_inlines = elements(
    "//*[self::h:a or self::h:b or self::h:cite or self::h:em or self::h:i or self::h:ruby"
    " or self::h:span or self::h:strong]"
    "[following-sibling::node()[1][self::text()][not(normalize-space())]]"
)


def tags(book: Book, findings: Findings) -> None:
    """Every document states its language; both attributes agree; tags are well formed and cased
    as RFC 5646 has it (s-033, s-090, x-016).
    """
    for path, root in book.documents.items():
        if not (root.get("lang") or root.get(XML_LANG)):
            findings.warning(
                "epub-language", "the document does not state its language", file=path, at=1,
                hint="write lang and xml:lang on html",
            )  # fmt: skip
        for element in _languages(root):
            plain, xml = element.get("lang"), element.get(XML_LANG)
            name = etree.QName(element)
            problem = None
            if plain is not None and xml is not None and plain != xml:
                problem = f"lang is {plain!r} and xml:lang {xml!r}"
            elif name.namespace == XHTML[1:-1] and (plain is None or xml is None):
                problem = f"{plain or xml!r} stands in only one of lang and xml:lang"
            elif not is_valid(plain or xml or ""):
                problem = f"{plain or xml!r} is not a language tag"
            elif not _CASED.fullmatch(plain or xml or ""):
                problem = f"{plain or xml!r} is not written as RFC 5646 has it"
            if problem:
                findings.warning(
                    "epub-language", f"<{name.localname}>: {problem}", file=path,
                    at=element,
                )  # fmt: skip


def _text_with_language(root: etree._Element) -> Iterator[tuple[str, str | None, int | None]]:
    """Yield (text, language, line) for the text of a document, code and formulas left out."""
    body = root.find(f"{XHTML}body")
    if body is None:
        return
    stack = [(body, root.get("lang") or root.get(XML_LANG))]
    while stack:
        element, language = stack.pop()
        tag = element.tag
        if (
            not isinstance(tag, str)
            or tag in _SILENT
            or tag.startswith((f"{{{SVG}}}", f"{{{MATHML}}}"))
        ):
            continue
        language = element.get("lang") or element.get(XML_LANG) or language
        if element.text:
            yield element.text, language, line_of(element)
        for child in element:
            if child.tail:
                yield child.tail, language, line_of(child)
            stack.append((child, language))


def scripts(book: Book, findings: Findings) -> None:
    """Chinese, Japanese and Korean in other text is tagged: voice and font hang on it."""
    for path, root in book.documents.items():
        if not _EAST_ASIAN.search(text_of(root)):
            continue
        for text, language, line in _text_with_language(root):
            found = None if is_cjk(language) else _EAST_ASIAN.search(text)
            if found:
                findings.warning(
                    "epub-untagged-script", f"{found[0][:20]!r} stands in text tagged {language!r}",
                    file=path, at=line, hint='tag it: <span lang="zh-Hans" xml:lang="zh-Hans">',
                )  # fmt: skip


def readings(book: Book, findings: Findings) -> None:
    """Readings in Latin letters say so (`zh-Latn-pinyin`; s-082, s-094)."""
    for path, root in book.documents.items():
        for reading in _readings(root):
            if not _LATIN.search(text_of(reading)):
                continue
            language = next(
                (e.get("lang") or e.get(XML_LANG) for e in [reading, *reading.iterancestors()]
                 if e.get("lang") or e.get(XML_LANG)),
                None,
            )  # fmt: skip
            if is_cjk(language) or (
                primary(language) in ("zh", "ja", "ko") and not script(language)
            ):
                findings.warning(
                    "epub-latin-reading",
                    f"the reading {text_of(reading)!r} is in Latin letters and tagged "
                    f"{language!r}",
                    file=path, at=reading, hint=f"tag it {primary(language)}-Latn",
                )  # fmt: skip
                break


def spaces(book: Book, findings: Findings) -> None:
    """No white space stands between Chinese or Japanese elements: it would be seen as a gap."""
    for path, root in book.documents.items():
        for element in _inlines(root):
            following = element.getnext()
            if following is None:
                continue
            before, after = text_of(element)[-1:], text_of(following)[:1]
            tail = element.tail or ""
            if "\u3000" not in tail and _UNSPACED.match(before) and _UNSPACED.match(after):
                findings.warning(
                    "epub-cjk-space", f"white space between {before!r} and {after!r}", file=path,
                    at=element, hint="close up the elements",
                )  # fmt: skip


def hooks(book: Book, findings: Findings) -> None:
    """What style sheets say of a language by class reaches every element in it, on the body for the
    document's own: MuPDF and RMSDK know no `:lang()`.
    """
    styled: set[str] = set()
    for item in book.of_type("text/css"):
        try:
            styled |= set(_HOOK.findall(book.read(item.path).decode("utf-8", "replace")))
        except KeyError:
            continue
    if not styled:
        return
    for path, root in book.documents.items():
        for element in _languages(root):
            language = (element.get("lang") or element.get(XML_LANG) or "").lower()
            bearer = root.find(f"{XHTML}body") if element is root else element
            if language not in styled or bearer is None:
                continue
            if f"l-{language}" not in (bearer.get("class") or "").split():
                findings.warning(
                    "epub-language-hook",
                    f"<{etree.QName(bearer).localname}> is in {language!r} and lacks the class "
                    f"l-{language}",
                    file=path, at=bearer,
                )  # fmt: skip
