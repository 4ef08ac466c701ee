"""From markup languages to what pandoc reads well, and to the fields it would lose.

Each function takes the text of a file; what pandoc would drop is replaced by a name that stands
alone in its paragraph, and put back afterwards.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.leftout import beginning
from newsbook.readers.markup import Shot, escaped

__all__ = ["PREPARE", "Prepared"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text for pandoc: `fields` by their names, `parts` (markup) by the names that stand for
    them; `named` says that the file's name is the headline where there is no other; `dropped` tells
    what was left out.
    """

    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    dropped: tuple[str, ...] = ()


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` without the directives that include other files, and their names."""
    names = dict.fromkeys(match["name"] for match in pattern.finditer(text))
    return pattern.sub("", text), tuple(f"the file {name!r}, which is included," for name in names)


class _Parts:
    """What is put back after pandoc, by the names that stand for it alone in their paragraphs."""

    def __init__(self) -> None:
        self.markup: dict[str, str] = {}

    def put(self, markup: str, *, alone: bool = True) -> str:
        """Return a name for `markup`."""
        name = f"NBPART{len(self.markup)}X"
        self.markup[name] = markup
        return f"\n\n{name}\n\n" if alone else name

    def players(self, pattern: re.Pattern[str], text: str) -> str:
        """Return `text` with what `pattern` finds (`id`, `site`) as players."""

        def player(match: re.Match[str]) -> str:
            page = _SITES[(match["site"] or "youtube").lower()]
            return self.put(f'<iframe src="{page}{entities.escape(match["id"])}"></iframe>')

        return pattern.sub(player, text)


_SITES = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}


# ---------------------------------------------------------------- reStructuredText
_RST_PLAYER = re.compile(
    r"(?m)^\.\.[ \t]+(?P<site>youtube|vimeo)::[ \t]*(?P<id>[\w-]{3,32})[ \t]*\n"
    r"(?:[ \t]+:[^\n]*\n)*"
)
_RST_INCLUDE = re.compile(
    r"(?m)^(?P<indent>[ \t]*)\.\.[ \t]+(?:include|literalinclude)::[ \t]*(?P<name>[^\n]*)\n"
    r"(?:(?P=indent)[ \t]+[^\n]*\n|[ \t]*\n(?=(?P=indent)[ \t]+:))*"
)


_RST_TABLE = re.compile(
    r"(?m)^(?P<indent>[ \t]*)\.\.[ \t]+(?:csv-table|raw)::[^\n]*\n"
    r"(?:(?P=indent)[ \t]+:[^\n]*\n)*?(?P=indent)[ \t]+:(?:file|url):[ \t]*(?P<name>[^\n]*)\n"
    r"(?:(?P=indent)[ \t]+[^\n]*\n)*"
)
_RST_CONTENTS = re.compile(
    r"(?m)^\.\.[ \t]+(?:toctree|contents)::[^\n]*\n(?:[ \t]+[^\n]*\n|[ \t]*\n(?=[ \t]))*"
)
_RST_QUOTE = re.compile(r"(?m)^(\.\.[ \t]+(?:epigraph|highlights|pull-quote)::)[ \t]+(\S[^\n]*)$")


def _rst(text: str) -> Prepared:
    text, dropped = _without(_RST_INCLUDE, text + "\n")
    text, tables = _without(_RST_TABLE, text)
    dropped += tables
    text = _RST_QUOTE.sub(r"\1\n\n   \2", _RST_CONTENTS.sub("\n", text))
    parts = _Parts()
    text = parts.players(_RST_PLAYER, text)
    return Prepared(text, parts=parts.markup, dropped=dropped)


# ---------------------------------------------------------------- AsciiDoc
_INCLUDE = re.compile(r"(?m)^include::(?P<name>[^\[\n]*)\[[^\n]*\][ \t]*$")
_PLAYER = re.compile(r"(?m)^video::(?P<id>[\w-]{3,32})\[(?P<site>youtube|vimeo)\b[^\]\n]*\][ \t]*$")
_CONDITION = re.compile(
    r"(?P<kind>ifdef|ifndef|ifeval|endif)::(?P<name>[\w,+-]*)\[(?P<inside>.*)\]"
)
_RULE = re.compile(r"(?m)^'{3,}[ \t]*$")
_TOC = re.compile(r"(?m)^toc::\[[^\]\n]*\][ \t]*$")
_ATTRIBUTE = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_AUTHOR = re.compile(r"[^\W\d_][^:<>\[\]]*?(?:\s*<[^<>\s]+>)?(?:;.*)?")
_REVISION = re.compile(r"(?:v?[\d.]+,\s*)?(?P<date>[^:,]*\d{4}[^:]*?)(?::.*)?|v[\d.]+(?:[,:].*)?")


def _met(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` without what stands under conditions that its own attributes do not meet, and
    what that was.
    """
    names = {match["name"] for line in text.split("\n") if (match := _ATTRIBUTE.fullmatch(line))}
    kept, dropped, open_ = [], list[str](), list[bool]()
    for line in text.split("\n"):
        found = _CONDITION.fullmatch(line.rstrip())
        if found is None:
            kept += [line] if all(open_) else []
        elif found["kind"] == "endif":
            open_ = open_[:-1]
        else:
            met = (found["name"] in names) == (found["kind"] == "ifdef")
            if not met:
                dropped.append(f"text under the condition {found['name'] or found['inside']!r}")
            if found["inside"] and found["kind"] != "ifeval":
                kept += [found["inside"]] if met and all(open_) else []
            else:
                open_.append(met)
    return "\n".join(kept), tuple(dict.fromkeys(dropped))


def _asciidoc(text: str) -> Prepared:
    """Read the header of an AsciiDoc document, which pandoc mistakes where it has attributes."""
    text, dropped = _without(_INCLUDE, text)
    text, untold = _met(_RULE.sub("'''", _TOC.sub("", text)))
    dropped += untold
    parts = _Parts()
    text = parts.players(_PLAYER, text)
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()
                  and not line.startswith("//")), len(lines))  # fmt: skip
    fields: dict[str, Any] = {}
    kept = lines[:start]
    plain = 0
    index = start
    for index in range(start, len(lines) + 1):
        line = lines[index].rstrip() if index < len(lines) else ""
        if not line:
            break
        if index == start and (match := re.fullmatch(r"=[ \t]+(.+)", line)):
            fields["title"] = escaped(match[1])
        elif match := _ATTRIBUTE.fullmatch(line):
            fields[match["name"].lower()] = escaped(match["value"])
            if match["name"] not in ("author", "authors"):
                kept.append(line)
        elif not line.startswith("//") and "title" in fields and plain < 2:
            plain += 1
            if plain == 1 and (match := _AUTHOR.fullmatch(line)):
                fields.setdefault("author", re.sub(r"\s*<[^<>]*>", "", line).split(";"))
            elif match := _REVISION.fullmatch(line):
                fields.setdefault("revdate", match["date"] or "")
        else:
            break
    if "title" not in fields and len(kept) == start:
        return Prepared(text, parts=parts.markup, dropped=dropped)
    return Prepared("\n".join((*kept, "", *lines[index:])), fields, parts.markup, dropped=dropped)


# ---------------------------------------------------------------- Org
_KEYWORD = re.compile(r"(?m)^[ \t]*#\+(?P<name>[A-Za-z_]+):[ \t]*(?P<value>.*)$")
_OWN = frozenset(
    "kicker deck standfirst byline dateline source rights url subtitle keywords".split()
)


def _org(text: str) -> Prepared:
    """Read the keywords of an Org file that pandoc does not know."""
    found = {m["name"].lower(): escaped(m["value"].strip()) for m in _KEYWORD.finditer(text)}
    text = _KEYWORD.sub(lambda m: "" if m["name"].lower() in _OWN else m[0], text)
    return Prepared(text, {name: value for name, value in found.items() if name in _OWN})


# ---------------------------------------------------------------- Typst
_TYPST_INCLUDE = re.compile(r"(?m)^[ \t]*#(?:include|import)[ \t]+\"(?P<name>[^\"\n]*)\"[^\n]*$")


def _typst(text: str) -> Prepared:
    text, dropped = _without(_TYPST_INCLUDE, text)
    return Prepared(text, dropped=dropped)


# ---------------------------------------------------------------- MediaWiki
_FILE = re.compile(
    r"\[\[(?:File|Image|Datei|Bild|Fichier|Archivo|Файл|文件|檔案|ファイル|파일):(?P<in>"
    r"(?:[^\[\]]|\[\[[^\[\]]*\]\])*)\]\]",
    re.IGNORECASE,
)
_WIKI_PLAYER = re.compile(
    r"<(?P<site>youtube|vimeo)\b[^<>]*>\s*(?P<id>[\w-]{3,32})\s*</(?P=site)>", re.IGNORECASE
)
_CATEGORY = re.compile(
    r"\[\[(?:Category|Kategorie|Catégorie|Categoría|Категория|分类|分類|カテゴリ|분류):"
    r"([^\[\]|]+)(?:\|[^\[\]]*)?\]\]\n?",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"\{\{(?P<in>[^{}]{0,4000})\}\}")
_GALLERY = re.compile(r"<gallery\b[^<>]*>(?P<in>.*?)</gallery>", re.IGNORECASE | re.DOTALL)
_ELSEWHERE = re.compile(r"(?m)^\[\[[a-z]{2,3}(?:-[a-z]+)*:[^\[\]|]+\]\][ \t]*\n?")
_OPTION = re.compile(
    r"(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|none|upright.*|\d*x?\d+px|"
    r"(?:link|lang|page|class)=.*|baseline|middle|top|bottom|sub|super)",
    re.IGNORECASE,
)
_ALT = re.compile(r"alt\s*=\s*(.*)", re.IGNORECASE | re.DOTALL)


_MACHINERY = frozenset(
    "publish published develop review archive haveyoursay reflist references clear -".split()
)
_DATES = frozenset("date datum дата data fecha 日期 日付 날짜".split())
_SOURCES = frozenset("source quelle fuente fonte источник 来源 出典".split())
_QUOTES = frozenset("quote cquote quotation blockquote bquote zitat cita citation цитата".split())
_PULLED = frozenset({"quoteleft", "quoteright", "pull quote", "pullquote", "quote box"})
# Names of the values of a reference, in several languages.
_WORDS = (
    ("author", "auteur", "autor", "autore", "last", "автор"),
    ("title", "titre", "titel", "título", "titulo", "titolo", "заглавие"),
    ("pub", "publisher", "work", "newspaper", "website", "éditeur", "herausgeber", "agencia"),
    ("date", "datum", "fecha", "data", "дата"),
)


def _words(text: str) -> str:
    """Return wiki text of one line without its links and quotes."""
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]", r"\1", text)
    text = re.sub(r"\[https?://\S+ ?([^\]]*)\]", r"\1", text)
    return escaped(re.sub(r"'{2,5}|<[^<>]*>", "", text).strip())


def _split(inside: str) -> list[str]:
    """Split the inside of a link or template at the bars that are not inside a link."""
    return re.split(r"\|(?![^\[]*\]\])", inside)


def _shot(inside: str) -> Shot:
    name, *options = _split(inside)
    alt, caption = "", ""
    for option in options:
        option = option.strip()
        if match := _ALT.fullmatch(option):
            alt = match[1].strip()
        elif option and not _OPTION.fullmatch(option):
            caption = _words(option)
    return Shot(
        name.strip().replace(" ", "_") if " " in name.strip() else name.strip(), alt, caption
    )


def _settings(inside: str) -> tuple[str, list[str], dict[str, str]]:
    """Return the name, the positional and the named values of a template."""
    name, *values = _split(inside)
    named: dict[str, str] = {}
    plain = []
    for value in values:
        key, equals, rest = value.partition("=")
        if equals and re.fullmatch(r"\s*[\w -]+\s*", key):
            named[key.strip().lower()] = rest.strip()
        else:
            plain.append(value.strip())
    return name.strip().lower(), plain, named


def _reference(named: Mapping[str, str]) -> str:
    """Return the words of a reference to a source, linked to its address."""
    values = (next((named[n] for n in names if named.get(n)), "") for names in _WORDS)
    words = ", ".join(map(_words, filter(None, values)))
    address = named.get("url", "")
    return (
        f'<a href="{entities.escape(address)}">{words or escaped(address)}</a>'
        if address
        else words
    )


def _quotation(plain: list[str], named: Mapping[str, str], *, pulled: bool) -> str:
    """Return the quotation a template holds, with who said it."""
    text, *others = plain or [""]
    text = named.get("1") or named.get("text") or named.get("quote") or text
    who = named.get("2") or named.get("author") or named.get("source") or "".join(others[:1])
    said = f"<p>— {_words(who)}</p>" if who else ""
    kind = ' class="pull-quote"' if pulled else ""
    return f"<blockquote{kind}><p>{_words(text)}</p>{said}</blockquote>" if text else ""


def _gallery(inside: str) -> str:
    """Return the pictures of a gallery, a line of its inside each."""
    lines = (line.strip() for line in inside.splitlines())
    names = (re.sub(r"^\w+:", "", line) for line in lines if line)
    return "".join(_shot(name).markup() for name in names)


def _said(inside: str, fields: dict[str, Any], dropped: dict[str, None]) -> str:
    """Return what stands for a template; what it says of the article goes to `fields`."""
    name, plain, named = _settings(inside)
    first = plain[0] if plain else ""
    if name.startswith("displaytitle:"):
        fields["title"] = escaped(inside.partition(":")[2].strip())
    elif name in _DATES:
        fields["date"] = first
    elif name == "byline":
        if (
            author := named.get("author")
            or named.get("by")
            or (first if "date" not in named else "")
        ):
            fields["byline"] = _words(author)
        if named.get("date"):
            fields.setdefault("date", named["date"])
        if named.get("location"):
            fields.setdefault("place", named["location"])
    elif name in ("dateline", "kicker", "deck"):
        fields[name] = first or named.get("location", "")
    elif name in _SOURCES or name.startswith("cite "):
        return _reference(named)
    elif name in _QUOTES | _PULLED:
        return _quotation(plain, named, pulled=name in _PULLED)
    elif name in ("w", "wikipedia", "lang", "nowrap"):
        return escaped(plain[-1] if plain else "")
    elif name not in _MACHINERY:
        words = beginning(", ".join([*plain, *named.values()]))
        dropped[f"the template {name!r}" + (f" ({words})" if words else "")] = None
    return ""


def _mediawiki(text: str) -> Prepared:
    """Take pictures, categories and the templates of Wikinews out of wiki text."""
    fields: dict[str, Any] = {}
    parts = _Parts()
    dropped: dict[str, None] = {}
    categories = [match.strip() for match in _CATEGORY.findall(text)]
    text = _CATEGORY.sub("", text)
    text = _ELSEWHERE.sub("", text)
    text = _GALLERY.sub(lambda m: parts.put(_gallery(m["in"])), text)
    text = _FILE.sub(lambda m: parts.put(_shot(m["in"]).markup()), text)
    text = parts.players(_WIKI_PLAYER, text)

    def template(match: re.Match[str]) -> str:
        markup = _said(match["in"], fields, dropped)
        return parts.put(markup, alone=markup.startswith("<blockquote")) if markup else ""

    for _ in range(3):  # templates inside templates
        text = _TEMPLATE.sub(template, text)
    if categories:
        fields["categories"] = [escaped(name) for name in categories]
    return Prepared(text, fields, parts.markup, named=True, dropped=tuple(dropped))


PREPARE: Mapping[str, Callable[[str], Prepared]] = {
    "rst": _rst,
    "asciidoc": _asciidoc,
    "mediawiki": _mediawiki,
    "org": _org,
    "typst": _typst,
}
