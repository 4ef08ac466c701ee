"""From the text of a book and the catalogue of fonts to the faces it embeds and the CSS for them.

`auto` embeds what makes the book look right and costs little: the families the layout names, cut
down to the characters used, and faces for scripts that are guests in the book (Chinese in an
English one, which shows empty boxes on Western e-readers). Chinese, Japanese or Korean body text
is left to the reader's own fonts, which have it; `always` embeds that too.

OpenType as it is, deflated by the archive: every reader takes it, and WOFF2 saves little inside an
archive. No obfuscation: the Open Font License does not ask for it, and it breaks readers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lxml import etree

from newsbook.composition import Composition
from newsbook.epub.documents import Leaf, hook, language_of
from newsbook.epub.manners import language_rules
from newsbook.epub.profiles import Profile
from newsbook.epub.vocabulary import MATHML, SVG, html
from newsbook.fonts import (
    Catalogue,
    Face,
    coverage,
    embedded_family,
    font_stack,
    script_of,
    subset,
    subset_suffix,
)
from newsbook.recall import FORGETFUL, Recall
from newsbook.typography import cjk_face, is_cjk

__all__ = ["EmbeddedFace", "Typefaces", "choose_typefaces", "settle_families"]

Policy = Literal["auto", "always", "never"]

_GUEST_LIMIT = 600  # characters of a guest script: some 170 kB of outlines
_FAMILY = re.compile(r'"NB ([^"]+)"')
_UNEMBEDDED = re.compile(r'"NB ([^"]+)"\s*(,\s*|(?=[;}]))')
_BODY_RULE = re.compile(r"(?:(?<=[};])|^)(\s*(?:html|body|html\s*,\s*body)\s*\{)([^}]*)\}", re.M)
# Selectors and families of every rule that names some; functional selectors do not occur.
_FAMILY_RULE = re.compile(r"([^{}@;/]+)\{[^{}]*?font-family\s*:([^;{}]+)[^{}]*\}")
_BOLD_RULE = re.compile(r"([^{}@;/]+)\{[^{}]*?font-weight\s*:\s*(?:bold|[6-9]00)\b[^{}]*\}")
_CLASS = re.compile(r"\.([\w-]+)")
# The text itself is set by the rules of its language.
_WHOLE = frozenset(("html", "body"))
_FONT_FAMILY = re.compile(r"font-family\s*:[^;}]*;?\s*")
_BOLD = frozenset(html(n) for n in ("b", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "th"))
_STRESS = html("em")
_MONO = frozenset(html(n) for n in ("code", "kbd", "pre", "samp"))
# Marks that Chinese and Japanese type sets full-width, though other scripts use them too.
_SHARED_MARKS = frozenset("‘’“”…—·‥※")
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00016fe0-\U0001b2ff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """One subset font: `file` in the package, its family, weight and style in CSS, its bytes."""

    file: str
    family: str
    weight: int
    style: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The faces a book embeds, and the style sheet that declares them and sets languages in them.

    `guests_left_out` are families whose text was left to the reader's fonts for its size; `guests`
    are languages with the embedded family that draws them.
    """

    faces: tuple[EmbeddedFace, ...] = ()
    css: str = ""
    guests_left_out: tuple[str, ...] = ()
    guests: tuple[tuple[str, str], ...] = ()

    @property
    def families(self) -> frozenset[str]:
        """The original names of the families embedded."""
        return frozenset(face.family.removeprefix("NB ") for face in self.faces)


@dataclass(frozen=True, slots=True)
class _Use:
    """Characters of one kind of text: the family that draws it (None: the layout's), bold, mono."""

    family: str | None
    bold: bool = False
    mono: bool = False


# ---------------------------------------------------------------- what is used
def _family_for(language: str, catalogue: Catalogue) -> str | None:
    """The family of a script that has one of its own, None where the layout's faces draw it."""
    region = cjk_face(language)
    if region:
        tags = {"SC": "zh-Hans", "TC": "zh-Hant", "HK": "zh-HK", "JP": "ja", "KR": "ko"}
        return catalogue.roles.cjk.get(tags[region])
    return catalogue.roles.scripts.get(script_of(language))


def _bold_classes(sheets: Iterable[str]) -> frozenset[str]:
    """The classes that style sheets set in bold."""
    found: set[str] = set()
    for css in sheets:
        for selectors in _BOLD_RULE.findall(css):
            for selector in selectors.split(","):
                last = selector.split()[-1:] or [""]
                found.update(_CLASS.findall(last[0]))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The languages of a document in order of appearance, and its characters by what draws them."""

    languages: tuple[str, ...]
    characters: tuple[tuple[_Use, str], ...]


def _look(leaf: Leaf, catalogue: Catalogue, bold_classes: frozenset[str]) -> _Seen:
    """Return what is seen in one document."""
    used: defaultdict[_Use, set[str]] = defaultdict(set)
    families: dict[str, str | None] = {}
    stack = [(leaf.body, leaf.document.language, False, False, False)]
    while stack:
        element, language, bold, mono, stressed = stack.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag.startswith((f"{{{SVG}}}", f"{{{MATHML}}}")):
            continue
        language = language_of(element) or language
        heavy = tag in _BOLD or not bold_classes.isdisjoint((element.get("class") or "").split())
        bold, mono = bold or heavy, mono or tag in _MONO
        stressed = stressed or tag == _STRESS
        if language not in families:
            families[language] = _family_for(language, catalogue)
        own = [element.text or "", *(child.tail or "" for child in element)]
        used[_Use(families[language], bold, mono)].update(*own)
        if stressed and not bold and is_cjk(language):
            # Bold, in engines that draw no dots.
            used[_Use(families[language], bold=True, mono=mono)].update(*own)
        stack += [(child, language, bold, mono, stressed) for child in element]
    languages = [leaf.document.language, *(map(language_of, leaf.root.iter(etree.Element)))]
    return _Seen(
        tuple(dict.fromkeys(filter(None, languages))),
        tuple((use, "".join(found)) for use, found in used.items()),
    )


def _look_at_all(
    leaves: Iterable[Leaf], catalogue: Catalogue, bold_classes: frozenset[str], recall: Recall
) -> tuple[tuple[str, ...], dict[_Use, set[str]]]:
    """Return the languages of the book and its characters by what draws them; `recall` remembers
    them of documents.
    """
    basis = recall.key("epub-faces", (catalogue.roles, tuple(sorted(bold_classes))))
    languages: dict[str, None] = {}
    used: defaultdict[_Use, set[str]] = defaultdict(set)
    for leaf in leaves:
        inputs = (basis, leaf.document.xhtml, leaf.document.language)
        look = partial(_look, leaf, catalogue, bold_classes)
        seen = recall.made("epub-characters", inputs, look)
        languages.update(dict.fromkeys(seen.languages))
        for use, found in seen.characters:
            used[use].update(found)
    return tuple(languages), dict(used)


def _add_contents(
    used: dict[_Use, set[str]], composition: Composition, catalogue: Catalogue
) -> None:
    """Add the characters of the navigation, which shows headlines in regular weight."""
    main = composition.metadata.language
    lines = [(word, main) for word in composition.labels.values()]
    entries = list(composition.contents)
    while entries:
        entry = entries.pop()
        lines.append((entry.label, entry.language or main))
        entries += entry.children
    for text, language in lines:
        used.setdefault(_Use(_family_for(language, catalogue)), set()).update(text)


def _drawn(use: _Use, characters: set[str], language_is_cjk: bool) -> set[str]:
    """The characters that the face of a script draws; the others fall to the text face."""
    if use.family is None:
        return set()
    if not language_is_cjk:
        return {c for c in characters if ord(c) > 0x2FF}
    return {c for c in characters if c in _SHARED_MARKS or _WIDE.match(c)}


# ---------------------------------------------------------------- what is embedded
def choose_typefaces(
    composition: Composition,
    leaves: Sequence[Leaf],
    catalogue: Catalogue | None,
    policy: Policy,
    profile: Profile,
    recall: Recall = FORGETFUL,
) -> Typefaces:
    """Return the faces to embed for `leaves`, and the CSS that goes with them; `recall` remembers
    subsets, and what is in a document whose text is still as it was parsed.
    """
    if catalogue is None:
        return Typefaces()
    heavy = _bold_classes(sheet.css for sheet in composition.stylesheets)
    languages, used = _look_at_all(leaves, catalogue, heavy, recall)
    if policy == "never":
        return Typefaces(css=_css((), languages, catalogue, composition, profile))
    _add_contents(used, composition, catalogue)
    faces: list[EmbeddedFace] = []
    if profile.body_fonts or policy == "always":
        faces += _layout_faces(composition, used, catalogue, recall)
    own = None if policy == "always" else _family_for(composition.metadata.language, catalogue)
    cjk_families = set(catalogue.roles.cjk.values())
    left_out = []
    for family in sorted({use.family for use in used if use.family}):
        needed = {
            bold: set().union(
                *(
                    _drawn(use, found, family in cjk_families)
                    for use, found in used.items()
                    if use.family == family and use.bold == bold
                )
            )
            for bold in (False, True)
        }
        if not needed[False] | needed[True] or family == own:
            continue
        if policy == "auto" and len(needed[False] | needed[True]) > _GUEST_LIMIT:
            left_out.append(family)
            continue
        faces += _guest_faces(family, needed, catalogue, recall)
    made = tuple(faces)
    css = _css(made, languages, catalogue, composition, profile)
    return Typefaces(made, css, tuple(left_out), _guests(made, languages, catalogue))


def _guests(
    faces: Sequence[EmbeddedFace], languages: Iterable[str], catalogue: Catalogue
) -> tuple[tuple[str, str], ...]:
    """Return the languages that an embedded family of their own draws, with that family."""
    embedded = {face.family for face in faces}
    found = ((tag, embedded_family(_family_for(tag, catalogue) or "")) for tag in languages)
    return tuple((tag, family) for tag, family in found if family in embedded)


def _layout_faces(
    composition: Composition,
    used: Mapping[_Use, set[str]],
    catalogue: Catalogue,
    recall: Recall,
) -> list[EmbeddedFace]:
    """Subsets of the families the layout's style sheets name: regular, italic and bold."""
    named = {
        name for sheet in composition.stylesheets for name in _FAMILY.findall(sheet.css)
    } & set(catalogue.families)
    guests = set(catalogue.roles.cjk.values()) | set(catalogue.roles.scripts.values())
    text = set().union(*(found for use, found in used.items() if not use.mono))
    mono = set().union(*(found for use, found in used.items() if use.mono))
    made = []
    for family in sorted(named - guests):
        is_mono = family == catalogue.roles.families["mono"]
        characters = mono if is_mono else text
        cuts = (
            ((400, "normal"),) if is_mono else ((400, "normal"), (400, "italic"), (700, "normal"))
        )
        seen = set()
        for weight, style in cuts:
            face = catalogue.face(family, weight, "italic" if style == "italic" else "normal")
            if face is None or face.style != style or face in seen:
                continue
            seen.add(face)
            made += _embed(face, weight, characters, recall)
    return made


def _guest_faces(
    family: str, needed: Mapping[bool, set[str]], catalogue: Catalogue, recall: Recall
) -> list[EmbeddedFace]:
    regular, bold = catalogue.face(family, 400), catalogue.face(family, 700)
    if regular is None:
        return []
    if bold is None or bold == regular:
        return _embed(regular, 400, needed[False] | needed[True], recall)
    made = _embed(regular, 400, needed[False], recall) if needed[False] else []
    return made + (_embed(bold, 700, needed[True], recall) if needed[True] else [])


def _embed(face: Face, weight: int, characters: set[str], recall: Recall) -> list[EmbeddedFace]:
    available = coverage(face.path, face.index)
    wanted = tuple(sorted(c for c in characters if ord(c) in available and not c.isspace()))
    if not wanted:
        return []
    known = recall if face.sha256 else FORGETFUL
    inputs = (face.sha256, face.index, face.family, face.weight, face.style, wanted)
    data = known.made("epub-font", inputs, partial(subset, face, wanted))
    family = embedded_family(face.family)
    name = re.sub("[^a-z0-9]+", "-", f"{family} {weight} {face.style}".lower())
    name = name.removesuffix("-normal") + subset_suffix(face)
    return [EmbeddedFace(f"font/{name}", family, weight, face.style, data)]


# ---------------------------------------------------------------- style sheets
def _css(
    faces: Sequence[EmbeddedFace],
    languages: Iterable[str],
    catalogue: Catalogue,
    composition: Composition,
    profile: Profile,
) -> str:
    """The generated style sheet.

    Languages are set by class: engines without `:lang()` understand it, and elements inside with a
    family of their own (code, headlines) keep it.
    """
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {face.style}; src: url("../{face.file}"); }}'
        for face in faces
    ]
    embedded = {face.family for face in faces}
    families: dict[str, str] = {}
    for language in languages:
        if not is_cjk(language) and _family_for(language, catalogue) is None:
            continue
        stack = font_stack(catalogue, "text", language, medium="epub", families=composition.fonts)
        if embedded_family(_family_for(language, catalogue) or "") not in embedded:
            stack = tuple(name for name in stack if not name.startswith("NB "))
        if not profile.body_fonts:
            stack = tuple(n for n in stack if n in embedded or n in ("serif", "sans-serif"))
            if len(stack) < 2:
                continue
        names = ", ".join(n if n in ("serif", "sans-serif") else f'"{n}"' for n in stack)
        families[language] = _kept(names, embedded)
    lines = "".join(f"{rule}\n" for rule in dict.fromkeys(rules))
    return lines + language_rules(languages, families)


def _kept(css: str, embedded: Iterable[str]) -> str:
    """Take families that are not embedded out of lists in `css`."""
    known = frozenset(embedded)
    return _UNEMBEDDED.sub(lambda m: m[0] if f"NB {m[1]}" in known else "", css)


def _for_guests(css: str, guests: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield rules for each language of `guests` where `css` names families that cannot draw it: a
    headline or a name in the sans face has its characters from the embedded one.
    """
    for selectors, families in _FAMILY_RULE.findall(css):
        names = families.strip()
        if names == "inherit" or "monospace" in names:
            continue
        for language, family in guests:
            if f'"{family}"' in names:
                continue
            parts = [one.strip() for one in selectors.split(",")]
            mine = ", ".join(f".{hook(language)} {s}" for s in parts if s not in _WHOLE)
            if not mine:
                continue
            first, generic = names.rpartition(",")[::2]
            stack = f'{first}, "{family}",{generic}' if first else f'{names}, "{family}"'
            yield f"{mine} {{ font-family: {stack}; }}\n"


def settle_families(css: str, typefaces: Typefaces, profile: Profile) -> str:
    """Return a layout's style sheet naming only families that are embedded or may be there.

    Where the profile leaves body text to the reader, its family is left alone.
    """
    embedded = {face.family for face in typefaces.faces}
    settled = _kept(css, embedded)
    settled += "".join(_for_guests(settled, typefaces.guests))
    if profile.body_fonts:
        return settled
    return _BODY_RULE.sub(lambda m: m[1] + _FONT_FAMILY.sub("", m[2]) + "}", settled)
