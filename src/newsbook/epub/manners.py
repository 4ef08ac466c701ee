"""From the languages of a book to the rules by which reading systems set each of them well.

Rules go by the class each element with a language carries (`l-zh-hans`), because old engines know
no `:lang()`; those for newer ones stand alone at the end. Emphasis marks have bold type to fall
back on. Sources: clreq 3, jlreq 3 and 4, klreq 5; EPUB 3.3 (the prefixed properties); Apple Books
Asset Guide; Kindle Publishing Guidelines; the CSS of Readium for East Asian text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from newsbook.epub.documents import hook
from newsbook.fonts import script_of
from newsbook.typography import is_cjk, primary

__all__ = ["language_rules"]

_NO_HYPHENS: Final = "-webkit-hyphens: none; -epub-hyphens: none; hyphens: none;"
_STRICT: Final = "-epub-line-break: strict; -webkit-line-break: strict; line-break: strict;"
_KEEP: Final = "-epub-word-break: keep-all; -webkit-word-break: keep-all; word-break: keep-all;"
_MARKED: Final = "@supports (text-emphasis-style: dot) or (-webkit-text-emphasis-style: dot)"
# How emphasised characters are marked: what, and where.
_DOTS: Final = {
    "zh": ("filled dot", "under right"),
    "ja": ("filled sesame", "over right"),
    "ko": ("filled dot", "over right"),
}
_OUTDENTED: Final = ("subhead", "question", "answer", "signature", "source-line")
# Scripts whose letters have no slanted form, or join and may not be spaced.
_UPRIGHT: Final = frozenset(
    "Arab Hebr Thai Laoo Deva Beng Taml Khmr Mymr Ethi Tibt Geor Armn".split()
)


def language_rules(languages: Iterable[str], families: Mapping[str, str]) -> str:
    """Return the CSS for `languages` (BCP 47 tags, as elements of the book state them).

    `families` maps a tag to the value of its `font-family`, where it needs one.
    """
    tags = tuple(dict.fromkeys(languages))
    east = [tag for tag in tags if is_cjk(tag)]
    rules: list[str] = []
    for tag in tags:
        family = f"font-family: {families[tag]};" if tag in families else ""
        name = f".{hook(tag)}"
        if is_cjk(tag):
            rules += _east_asian(name, primary(tag), family)
        elif family:
            rules.append(f"{name} {{ {family} }}")
    if east:
        rules.append(f"rt {{ font-style: normal; font-weight: normal; {_emphasis('none')} }}")
    for tag in tags:
        rules += _others(f".{hook(tag)}", tag, guests=bool(east))
    for language in dict.fromkeys(primary(tag) for tag in east):
        rules += _nested(language)
    return "".join(f"{rule}\n" for rule in rules)


def _emphasis(style: str, position: str = "") -> str:
    declarations = [
        f"{prefix}text-emphasis-style: {style};" for prefix in ("-epub-", "-webkit-", "")
    ]
    if position:
        declarations += [
            f"{prefix}text-emphasis-position: {position};" for prefix in ("-webkit-", "")
        ]
    return " ".join(declarations)


def _east_asian(name: str, language: str, family: str) -> Iterator[str]:
    """Rules for one tag of Chinese, Japanese or Korean, whose elements carry the class `name`."""
    korean = language == "ko"
    own = _KEEP if korean else "text-autospace: normal;"
    if language == "ja":
        own += " hanging-punctuation: allow-end;"
    yield f"{name} {{ {family} {_STRICT} {_NO_HYPHENS} {own} }}".replace("  ", " ")
    # Nothing in these scripts slants.
    yield f"{name}, {name} * {{ font-style: normal; }}"
    indent = "1em" if language in ("ja", "ko") else "2em"
    justified = "" if korean else " text-align: justify; text-justify: inter-ideograph;"
    yield f"{name} .body > p, .body > p{name} {{ text-indent: {indent};{justified} }}"
    outdented = ", ".join(f"{name} .body > p.{style}" for style in _OUTDENTED)
    yield f"{outdented} {{ text-indent: 0; }}"
    style, position = _DOTS.get(language, _DOTS["zh"])
    yield f"{name} em, em {name}, em{name} {{ font-weight: bold; }}"
    yield (
        f"{_MARKED} {{ {name} em, em {name}, em{name} {{ font-weight: inherit; "
        f"{_emphasis(style, position)} }} }}"
    )


def _nested(language: str) -> Iterator[str]:
    """Rules for engines that know `:lang()`: a quotation in one language inside another, where
    classes cannot tell which is the inner one.
    """
    style, position = _DOTS.get(language, _DOTS["zh"])
    dots = f"font-style: normal; font-weight: inherit; {_emphasis(style, position)}"
    yield f"{_MARKED} {{ em:lang({language}) {{ {dots} }} }}"
    none = f"font-style: italic; {_emphasis('none')}"
    yield f"{_MARKED} {{ em:lang({language}-Latn) {{ {none} }} }}"


def _others(name: str, tag: str, *, guests: bool) -> Iterator[str]:
    """Rules for one tag of another script; `guests` says that the book has East Asian text."""
    if is_cjk(tag):
        return
    if tag.lower() == "zh-latn-pinyin":
        yield f"{name}, em {name} {{ font-style: italic; {_NO_HYPHENS} }}"
        yield f"rt{name} {{ font-style: normal; }}"
    elif script_of(tag) in _UPRIGHT:
        yield f"{name}, {name} * {{ font-style: normal; letter-spacing: 0; }}"
    elif guests:
        # In the midst of Chinese: letters slant again, and carry no dots.
        yield (
            f"em {name}, {name} em, {name} i, {name} cite {{ font-style: italic; "
            f"font-weight: inherit; {_emphasis('none')} }}"
        )
