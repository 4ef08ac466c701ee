"""From style sheets to rules that old engines drop and readers cannot override."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2
from fontTools.ttLib import TTFont, TTLibError

from newsbook.checks.epub_book import Book, Findings, split_href

__all__ = ["duplicates", "engines", "fonts", "hyphens", "night", "sizes"]

_FUNCTIONAL = re.compile(r":(not|is|where|has|nth-[a-z-]+)\(")
_MODERN = re.compile(r"\b(var|min|max|clamp|env)\(|@(layer|container)\b|@import\b")
_ROOTS = frozenset({"html", "body", ":root", "*"})
_CURRENT = frozenset({"currentcolor", "inherit", "initial", "transparent", "none", "unset"})
_FONT_TYPES = ("font/otf", "font/ttf", "application/vnd.ms-opentype", "application/font-sfnt")


@dataclass(frozen=True, slots=True)
class Style:
    """One qualified rule, or the descriptors of one at-rule (`selector` is then its name)."""

    path: str
    line: int
    selector: str
    declarations: tuple[tuple[str, str, int], ...]
    context: str = ""


def _sheets(book: Book) -> Iterator[tuple[str, str]]:
    for item in book.of_type("text/css"):
        try:
            yield item.path, book.read(item.path).decode("utf-8", "replace")
        except KeyError:
            continue


@lru_cache(32)
def _styles(path: str, css: str) -> tuple[Style, ...]:
    """Return the rules of a style sheet, which every check reads again."""
    sheet = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return tuple(_rules(path, sheet, ""))


def _rules(path: str, rules: list[Any], context: str) -> Iterator[Style]:
    for rule in rules:
        kind = getattr(rule, "type", "")
        if kind == "qualified-rule":
            selector = " ".join(tinycss2.serialize(rule.prelude).split())
            yield Style(path, rule.source_line, selector, _declarations(rule), context)
        elif kind == "at-rule" and rule.content is not None:
            name = rule.lower_at_keyword
            if name in ("media", "supports"):
                inner = tinycss2.parse_rule_list(
                    rule.content,
                    skip_comments=True,
                    skip_whitespace=True,
                )
                yield from _rules(path, inner, f"@{name} {tinycss2.serialize(rule.prelude)}")
            else:
                yield Style(path, rule.source_line, f"@{name}", _declarations(rule), context)


def _declarations(rule: Any) -> tuple[tuple[str, str, int], ...]:
    parsed = tinycss2.parse_blocks_contents(
        rule.content,
        skip_comments=True,
        skip_whitespace=True,
    )
    return tuple(
        (d.lower_name, " ".join(tinycss2.serialize(d.value).split()), d.source_line)
        for d in parsed
        if d.type == "declaration"
    )


def engines(book: Book, findings: Findings) -> None:
    """Nothing stands in a rule that old engines drop as a whole."""
    for path, css in _sheets(book):
        for style in _styles(path, css):
            match = _FUNCTIONAL.search(style.selector)
            if match and not style.context.startswith("@supports"):
                findings.warning(
                    "epub-css-engine",
                    f"RMSDK and MuPDF drop the selector {style.selector!r}",
                    file=path, at=style.line, hint=f"use a class instead of :{match[1]}()",
                )  # fmt: skip
        plain = re.sub(r"/\*.*?\*/", lambda m: re.sub("[^\n]", " ", m[0]), css, flags=re.DOTALL)
        for match in _MODERN.finditer(plain):
            findings.warning(
                "epub-css-engine", f"{match[0]!r} is unknown to old engines", file=path,
                at=plain.count("\n", 0, match.start()) + 1, hint="write the value itself",
            )  # fmt: skip


def sizes(book: Book, findings: Findings) -> None:
    """Sizes follow the reader's: no rem, px or pt in type, no size on the body, and line heights
    without a unit (c-022 to c-024).
    """
    for path, css in _sheets(book):
        for style in _styles(path, css):
            roots = {part.strip() for part in style.selector.split(",")} & _ROOTS
            for name, value, line in style.declarations:
                problem = None
                if re.search(r"\d(rem|vw|vh)\b", value) and name in ("font-size", "line-height"):
                    problem = f"{name}: {value} does not follow the reader's size everywhere"
                elif name == "font-size" and re.search(r"\d(px|pt|mm|cm|in)\b", value):
                    problem = f"font-size: {value} does not follow the reader's size"
                elif name == "line-height" and re.search(r"\d(px|pt|em|%)", value):
                    problem = f"line-height: {value} has a unit, and is inherited wrongly"
                elif (
                    name in ("font-size", "line-height") and roots and value not in ("100%", "1em")
                ):
                    problem = f"{name} on {', '.join(sorted(roots))} takes the reader's choice away"
                if problem:
                    findings.warning(
                        "epub-css-size", problem, file=path, at=line,
                        hint="use em for sizes and plain numbers for line heights, below body",
                    )  # fmt: skip


def night(book: Book, findings: Findings) -> None:
    """No colour on text and no ground under it: night and sepia modes stay in charge."""
    for path, css in _sheets(book):
        for style in _styles(path, css):
            words = set(re.findall(r"[\w-]+", style.selector))
            if (
                words & {"img", "svg", "figure", "cover", "picture"}
                or "prefers-color-scheme" in style.context
            ):
                continue
            for name, value, line in style.declarations:
                plain = value.replace("!important", "").strip().lower()
                if name not in ("color", "background", "background-color") or plain in _CURRENT:
                    continue
                findings.warning(
                    "epub-css-night", f"{name}: {value} on {style.selector!r} fights night modes",
                    file=path, at=line, hint="leave colours of text to the reader",
                )  # fmt: skip


def duplicates(book: Book, findings: Findings) -> None:
    """No selector and no property stands twice where the second undoes the first (c-009)."""
    for path, css in _sheets(book):
        seen: dict[tuple[str, str], int] = {}
        for style in _styles(path, css):
            if style.selector.startswith("@"):
                continue
            key = (style.context, style.selector)
            if key in seen:
                findings.warning(
                    "epub-css-duplicate",
                    f"{style.selector!r} has rules in line {seen[key]} already", file=path,
                    at=style.line, hint="join the two",
                )  # fmt: skip
            seen.setdefault(key, style.line)


def hyphens(book: Book, findings: Findings) -> None:
    """`hyphens` has its prefixed forms beside it (c-007)."""
    for path, css in _sheets(book):
        for style in _styles(path, css):
            names = {name for name, _, _ in style.declarations}
            if "hyphens" in names and "-epub-hyphens" not in names:
                findings.warning(
                    "epub-css-hyphens",
                    f"{style.selector!r} sets hyphens without the form old readers know",
                    file=path, at=style.line, hint="add -epub-hyphens with the same value",
                )  # fmt: skip


def fonts(book: Book, findings: Findings) -> None:
    """A font is called in style sheets what it is called inside: some engines match by that."""
    named: dict[str, tuple[str, str, int]] = {}
    for path, css in _sheets(book):
        for style in _styles(path, css):
            if style.selector != "@font-face":
                continue
            values = {name: value for name, value, _ in style.declarations}
            family = values.get("font-family", "").strip("\"'")
            for _, url in re.findall(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""", values.get("src", "")):
                named[split_href(url, path)[0]] = (family, path, style.line)
    for item in book.of_type(*_FONT_TYPES):
        if item.path not in named:
            findings.warning(
                "epub-font-name", f"no style sheet uses {item.path}", file=book.package_path,
                at=item.line, hint="take it out, or declare it with @font-face",
            )  # fmt: skip
            continue
        family, path, line = named[item.path]
        inside = _families(book, item.path)
        if inside and family not in inside:
            findings.warning(
                "epub-font-name",
                f"{item.path} is called {family!r} in the style sheet and "
                f"{min(inside)!r} inside",
                file=path, at=line,
            )  # fmt: skip


def _families(book: Book, path: str) -> set[str]:
    try:
        names = TTFont(io.BytesIO(book.read(path)), lazy=True)["name"]
    except (KeyError, TTLibError, OSError, ValueError, AssertionError):
        return set()
    return {str(name) for name in (names.getDebugName(16), names.getDebugName(1)) if name}
