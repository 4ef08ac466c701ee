"""From roles and languages to the stacks of families that style sheets name.

In print every family of a stack is in the catalogue and the order settles what draws what: CJK text
puts its region's face first, so that marks shared with the Latin script come full-width, and Latin
words in it stand in spans of their own with a lighter Latin face (see `layouts/_shared`). In EPUB
the embedded subset comes first, then families that reading systems bring, then a generic one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias

from newsbook.fonts.catalogue import Catalogue
from newsbook.typography import cjk_face, primary, script

__all__ = ["CJK_TAGS", "embedded_family", "font_stack", "font_values", "likely_scripts", "script_of"]

Medium: TypeAlias = Literal["epub", "print"]

CJK_TAGS: Final = {"SC": "zh-Hans", "TC": "zh-Hant", "HK": "zh-HK", "JP": "ja", "KR": "ko"}
_ROLES: Final = ("text", "head", "sans", "mono")
_GENERIC: Final = {"text": "serif", "head": "serif", "sans": "sans-serif", "mono": "monospace"}
# What reading systems have: macOS and iOS, Windows, Android and e-ink readers, in this order.
_SYSTEM: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "serif": {
        "": ("Iowan Old Style", "Palatino", "Georgia"),
        "SC": ("Songti SC", "STSong", "SimSun", "Noto Serif CJK SC", "Noto Serif SC"),
        "TC": ("Songti TC", "LiSong Pro", "PMingLiU", "Noto Serif CJK TC", "Noto Serif TC"),
        "HK": ("Songti TC", "MingLiU_HKSCS", "Noto Serif CJK HK", "Noto Serif HK"),
        "JP": ("Hiragino Mincho ProN", "YuMincho", "Yu Mincho", "Noto Serif CJK JP"),
        "KR": ("AppleMyungjo", "Nanum Myeongjo", "Batang", "Noto Serif CJK KR"),
    },
    "sans-serif": {
        "": ("Avenir Next", "Segoe UI", "Roboto", "Helvetica Neue", "Arial"),
        "SC": ("PingFang SC", "Heiti SC", "Microsoft YaHei", "Noto Sans CJK SC"),
        "TC": ("PingFang TC", "Heiti TC", "Microsoft JhengHei", "Noto Sans CJK TC"),
        "HK": ("PingFang HK", "Heiti TC", "Microsoft JhengHei", "Noto Sans CJK HK"),
        "JP": ("Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "Noto Sans CJK JP"),
        "KR": ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR"),
    },
    "monospace": {"": ("Menlo", "Consolas", "DejaVu Sans Mono")},
}
# Languages written in a script other than Latin, Greek or Cyrillic (CLDR likely subtags).
_SCRIPTS: Final = {
    **dict.fromkeys("ar fa ur ps sd ug ckb".split(), "Arab"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    **dict.fromkeys("hi mr ne sa bho mai".split(), "Deva"),
    **dict.fromkeys(("bn", "as"), "Beng"),
    **dict.fromkeys(("am", "ti"), "Ethi"),
    **dict.fromkeys(("bo", "dz"), "Tibt"),
    "hy": "Armn",
    "ka": "Geor",
    "km": "Khmr",
    "lo": "Laoo",
    "my": "Mymr",
    "ta": "Taml",
    "th": "Thai",
}


def script_of(language: str | None) -> str:
    """Return the ISO 15924 code of a language that needs a family of its own, or `""`."""
    named = script(language)
    return named if named else _SCRIPTS.get(primary(language), "")


def likely_scripts() -> Mapping[str, str]:
    """Return the ISO 15924 code of each language that needs a family of its own."""
    return dict(_SCRIPTS)


def embedded_family(family: str) -> str:
    """Return the name of a subset of `family` in an EPUB.

    A subset is a modified font: its name is never that of the original (OFL 1.1, 3).
    """
    return f"NB {family}"


def font_stack(
    catalogue: Catalogue,
    role: str,
    language: str | None = None,
    *,
    medium: Medium = "print",
    families: Mapping[str, str] | None = None,
    han_default: str = "zh-Hans",
    in_cjk: bool = False,
) -> tuple[str, ...]:
    """Return the families that draw `language` in `role` (`text`, `head`, `sans`, `mono`).

    `families` are a layout's families by role. `han_default` is the language of Han characters
    whose language nobody stated. With `in_cjk` the stack is that of Latin inside CJK text.
    """
    roles = {**catalogue.roles.families, **(families or {}), **catalogue.roles.chosen}
    base = roles[role]
    if in_cjk and base == roles["text"] and role in ("text", "head"):
        base = catalogue.roles.light[0] if base == catalogue.roles.families["text"] else base
    region = cjk_face(language)
    default = catalogue.roles.cjk[CJK_TAGS[cjk_face(han_default) or "SC"]]
    first: list[str] = []
    if region:
        first = [catalogue.roles.cjk[CJK_TAGS[region]]]
    elif script_of(language) in catalogue.roles.scripts:
        first = [catalogue.roles.scripts[script_of(language)]]
    if role == "mono":
        first, base = [base], (first or [base])[0]
    if medium == "epub":
        return _epub_stack(first, base, region, _GENERIC[role])
    return _unique((*first, base, catalogue.roles.symbols[0], default, *catalogue.roles.symbols))


def _epub_stack(first: list[str], base: str, region: str, generic: str) -> tuple[str, ...]:
    system = _SYSTEM[generic].get(region) or _SYSTEM[generic][""]
    own = (*first, base) if generic != "monospace" else (base, *first)
    return _unique((*(embedded_family(x) for x in own), *system, generic))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _css(families: Iterable[str]) -> str:
    generics = set(_GENERIC.values())
    return ", ".join(name if name in generics else f'"{name}"' for name in families)


def font_values(
    catalogue: Catalogue,
    *,
    medium: Medium,
    families: Mapping[str, str] | None = None,
    han_default: str = "zh-Hans",
) -> dict[str, str]:
    """Return the values style sheets name, by name.

    `font-ROLE` for each role; `font-ROLE-sc` (`tc`, `hk`, `jp`, `kr`) for CJK text; `font-ROLE-la`
    for Latin inside CJK text; `font-arab` and so on for other scripts; `weight-la` and
    `weight-la-bold`, the weights of Latin inside CJK text.
    """
    values: dict[str, str] = {}

    def add(name: str, role: str, language: str | None = None, *, in_cjk: bool = False) -> None:
        stack = font_stack(
            catalogue, role, language, medium=medium, families=families,
            han_default=han_default, in_cjk=in_cjk,
        )  # fmt: skip
        values[name] = _css(stack)

    for role in _ROLES:
        add(f"font-{role}", role)
        add(f"font-{role}-la", role, in_cjk=True)
        for face, tag in CJK_TAGS.items():
            add(f"font-{role}-{face.lower()}", role, tag)
    for code in catalogue.roles.scripts:
        add(f"font-{code.lower()}", "text", f"und-{code}")
    values["weight-la"] = str(catalogue.roles.light[1])
    values["weight-la-bold"] = str(catalogue.roles.light[2])
    return values
