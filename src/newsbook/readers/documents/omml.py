"""From a formula of Word (OMML, ECMA-376 part 1, 22.1) to presentation MathML.

What is no part of OMML keeps its text. Letters in a script of their own (bold, fraktur...) become
the characters Unicode has for them: readers of EPUBs obey no other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any, Final

from newsbook.formulas import spelled
from newsbook.safexml import attribute, children, local_name

__all__ = ["mathml_of"]

_DEEPEST: Final = 50
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.", re.DOTALL)
_TAG: Final = re.compile(r"<(?P<end>/?)[^<>]*?(?P<empty>/?)>")
_OPERATORS: Final = {"-": "−", "*": "∗", "\u2502": "|"}
# Combining marks, as Word names its accents, and the operators that stand over a letter.
_ACCENTS: Final = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯",
    "\u0306": "˘", "\u0307": "˙", "\u0308": "¨", "\u030a": "˚", "\u030c": "ˇ", "\u20d6": "←",
    "\u20d7": "→", "\u20db": "…", "\u20e1": "↔", "\u0332": "_",
}  # fmt: skip
_ARROWS: Final = frozenset("←→↔")
_SIGNS: Final = frozenset("%‰°∞∂∅∇ℏ")  # signs that are no operators
_BRACKETS: Final = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋")
_GAP: Final = '<mspace width="0.25em"/>'
_BOLD: Final = {"b": "BOLD", "bi": "BOLD ITALIC"}
_SCRIPTS: Final = {
    "script": "SCRIPT", "fraktur": "FRAKTUR", "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF", "monospace": "MONOSPACE",
}  # fmt: skip
# Letters that Unicode had before the mathematical alphabets are called otherwise.
_OLDER: Final = {"MATHEMATICAL FRAKTUR": "BLACK-LETTER", "MATHEMATICAL SCRIPT": "SCRIPT",
                 "MATHEMATICAL DOUBLE-STRUCK": "DOUBLE-STRUCK"}  # fmt: skip


def _child(element: Any | None, *path: str) -> Any | None:
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def _value(element: Any, *path: str) -> str | None:
    """Return the value of the setting at `path`; None where it is not made."""
    found = _child(element, *path)
    return attribute(found, "val") if found is not None else None


def _is_on(element: Any, *path: str) -> bool:
    value = _value(element, *path)
    return value is not None and value.lower() not in ("0", "off", "false")


# ---------------------------------------------------------------- runs of characters
def _lettered(text: str, alphabet: str) -> str:
    """Return `text` in a mathematical alphabet, as far as it has the characters."""
    made = []
    for character in text:
        name = unicodedata.name(character, "")
        plain = re.sub(r"^(?:LATIN|GREEK) |\bLETTER ", "", name)
        for family in (alphabet, _OLDER.get(alphabet)):
            try:
                made.append(unicodedata.lookup(f"{family} {plain}"))
                break
            except KeyError:
                continue
        else:
            made.append(character)
    return "".join(made)


def _alphabet(style: str, script: str) -> str:
    words = [_SCRIPTS.get(script, ""), _BOLD.get(style, "")]
    words = words[::-1] if script in ("script", "fraktur") else words
    return " ".join(filter(None, ("MATHEMATICAL", *words)))


def _characters(text: str, style: str, script: str) -> Iterator[str]:
    """Yield the elements for the characters of a run."""
    alphabet = _alphabet(style, script)
    tokens = _TOKEN.findall(text)
    for number, token in enumerate(tokens):
        if token.isspace():
            beside = (*tokens[max(number - 1, 0) : number], *tokens[number + 1 : number + 2])
            if not any(map(_is_operator, beside)):
                yield _GAP
        elif token[0].isdigit():
            yield f"<mn>{_lettered(token, alphabet)}</mn>"
        elif token in _SIGNS:
            yield f"<mi>{token}</mi>"
        elif not token[0].isalpha():
            still = ' stretchy="false"' if token in _BRACKETS else ""
            yield f"<mo{still}>{escape(_OPERATORS.get(token, token))}</mo>"
        elif alphabet != "MATHEMATICAL":
            yield from (f"<mi>{c}</mi>" for c in _lettered(token, alphabet))
        elif style != "p":
            yield from (f"<mi>{c}</mi>" for c in token)
        else:
            upright = ' mathvariant="normal"' if len(token) == 1 else ""
            yield f"<mi{upright}>{token}</mi>"


def _is_operator(token: str) -> bool:
    """Whether a token has space of its own around it (`=`, `+`, `<`...)."""
    return token in _OPERATORS or (unicodedata.category(token[0]) == "Sm" and token not in _SIGNS)


def _words(text: str) -> str:
    """Return words inside a formula; the space at their ends is an element of its own."""
    inside = text.strip()
    if not inside:
        return _GAP if text else ""
    before, after = (_GAP if end.isspace() else "" for end in (text[0], text[-1]))
    return f"{before}<mtext>{escape(inside)}</mtext>{after}"


def _run_text(run: Any) -> str:
    return "".join(t.text or "" for t in children(run, "t"))


def _pieces(run: Any, text: str) -> list[str]:
    if _is_on(run, "rPr", "nor"):
        return [_words(text)]
    style, script = _value(run, "rPr", "sty") or "i", _value(run, "rPr", "scr") or ""
    return list(_characters(text, style, script))


def _run(run: Any, depth: int) -> str:
    return "".join(_pieces(run, _run_text(run)))


# ---------------------------------------------------------------- structures
def _row(element: Any | None, depth: int) -> str:
    """Return what stands in `element` as one element."""
    return _as_one(_inside(element, depth))


def _as_one(inside: str) -> str:
    """Return `inside` as one element: in a row, unless it is one already."""
    depth = 0
    for tag in _TAG.finditer(inside):
        depth += 0 if tag["empty"] else -1 if tag["end"] else 1
        if depth == 0:
            return inside if tag.end() == len(inside) else f"<mrow>{inside}</mrow>"
    return f"<mrow>{inside}</mrow>"


def _inside(element: Any | None, depth: int) -> str:
    if element is None:
        return ""
    if depth > _DEEPEST:
        text = "".join(t.text or "" for t in element.iter() if local_name(t) == "t")
        return f"<mtext>{escape(text)}</mtext>"
    return "".join(_made(child, depth + 1) for child in element)


def _made(element: Any, depth: int) -> str:
    name = local_name(element)
    if name in _MAKERS:
        return _MAKERS[name](element, depth)
    if name.endswith("Pr") or name in ("del", "moveFrom"):
        return ""
    return _inside(element, depth)


def _parts(tag: str, *names: str) -> Callable[[Any, int], str]:
    """Return what makes the element `tag` of the arguments `names`."""

    def make(element: Any, depth: int) -> str:
        return f"<{tag}>{''.join(_row(_child(element, n), depth) for n in names)}</{tag}>"

    return make


def _fraction(element: Any, depth: int) -> str:
    over, under = (_row(_child(element, name), depth) for name in ("num", "den"))
    kind = _value(element, "fPr", "type")
    if kind in ("lin", "skw"):
        return f"<mrow>{over}<mo>/</mo>{under}</mrow>"
    bare = ' linethickness="0"' if kind == "noBar" else ""
    return f"<mfrac{bare}>{over}{under}</mfrac>"


def _radical(element: Any, depth: int) -> str:
    root, degree = _row(_child(element, "e"), depth), _inside(_child(element, "deg"), depth)
    if not degree or _is_on(element, "radPr", "degHide"):
        return f"<msqrt>{root}</msqrt>"
    return f"<mroot>{root}{_as_one(degree)}</mroot>"


def _prescripts(element: Any, depth: int) -> str:
    base, sub, sup = (_row(_child(element, name), depth) for name in ("e", "sub", "sup"))
    return f"<mmultiscripts>{base}<mprescripts/>{sub}{sup}</mmultiscripts>"


def _scripted(base: str, tags: Sequence[str], low: str, high: str) -> str:
    """Return `base` with what stands below and above it; `tags` are those for one or both."""
    if low and high:
        return f"<{tags[2]}>{base}{low}{high}</{tags[2]}>"
    if low or high:
        tag = tags[0] if low else tags[1]
        return f"<{tag}>{base}{low}{high}</{tag}>"
    return base


def _nary(element: Any, depth: int) -> str:
    stated = _value(element, "naryPr", "chr")
    sign = "∫" if stated is None else stated
    places = _value(element, "naryPr", "limLoc") or ("subSup" if "∫" <= sign <= "∳" else "undOvr")
    tags = ("msub", "msup", "msubsup") if places == "subSup" else ("munder", "mover", "munderover")
    limits = ["", ""]
    for number, name in enumerate(("sub", "sup")):
        inside = _inside(_child(element, name), depth)
        if inside and not _is_on(element, "naryPr", f"{name}Hide"):
            limits[number] = _as_one(inside)
    operator = _scripted(f"<mo>{escape(sign)}</mo>", tags, *limits)
    return f"<mrow>{operator}{_row(_child(element, 'e'), depth)}</mrow>"


def _delimiters(element: Any, depth: int) -> str:
    stated = [_value(element, "dPr", name) for name in ("begChr", "sepChr", "endChr")]
    signs = (plain if sign is None else sign for sign, plain in zip(stated, "(|)", strict=True))
    still = _child(element, "dPr", "grow") is not None and not _is_on(element, "dPr", "grow")
    stretch = "false" if still else "true"
    first, between, last = (
        f'<mo stretchy="{stretch}">{escape(_OPERATORS.get(sign, sign))}</mo>' if sign else ""
        for sign in signs
    )
    inside = between.join(_row(part, depth) for part in children(element, "e"))
    return f"<mrow>{first}{inside}{last}</mrow>"


def _table(rows: Sequence[Sequence[str]], align: str = "") -> str:
    columns = max(map(len, rows), default=0)
    cells = [[*row, *("" for _ in range(columns - len(row)))] for row in rows]
    made = "".join(f"<mtr>{''.join(f'<mtd>{c}</mtd>' for c in row)}</mtr>" for row in cells)
    stated = f' columnalign="{align}"' if align else ""
    return f"<mtable{stated}>{made}</mtable>"


def _matrix(element: Any, depth: int) -> str:
    align: list[str] = []
    for column in children(_child(element, "mPr", "mcs"), "mc") if _child(
        element, "mPr", "mcs") is not None else ():  # fmt: skip
        count = _value(column, "mcPr", "count") or "1"
        times = int(count) if count.isdigit() and len(count) < 3 else 1
        align += [_value(column, "mcPr", "mcJc") or "center"] * times
    rows = [[_inside(e, depth) for e in children(r, "e")] for r in children(element, "mr")]
    return _table(rows, "" if set(align) <= {"center"} else " ".join(align))


def _equations(element: Any, depth: int) -> str:
    """Return an array of equations: `&` lines them up, `#` stands before their numbers."""
    rows = []
    for equation in children(element, "e"):
        cells = [""]
        for child in equation:
            if local_name(child) != "r":
                cells[-1] += _made(child, depth + 1)
                continue
            first, *others = re.split(r"[&#]", _run_text(child))
            cells[-1] += "".join(_pieces(child, first))
            cells += ["".join(_pieces(child, text)) for text in others]
        rows.append(cells)
    lined = any(len(cells) > 1 for cells in rows)
    return _table(rows, "right left" if lined else "")


def _accent(element: Any, depth: int) -> str:
    sign = _value(element, "accPr", "chr") or "\u0302"
    over = _ACCENTS.get(sign, sign)
    base = _row(_child(element, "e"), depth)
    still = "false" if re.fullmatch(r"<m[in][^<>]*>[^<>]*</m[in]>", base) else "true"
    accent = "" if over in _ARROWS else ' accent="true"'  # an arrow is wide: set it small
    return f'<mover{accent}>{base}<mo stretchy="{still}">{escape(over)}</mo></mover>'


def _bar(element: Any, depth: int) -> str:
    above = _value(element, "barPr", "pos") == "top"
    tag, sign = ("mover", "¯") if above else ("munder", "_")
    return f'<{tag}>{_row(_child(element, "e"), depth)}<mo stretchy="true">{sign}</mo></{tag}>'


def _grouping(element: Any, depth: int) -> str:
    above = _value(element, "groupChrPr", "pos") == "top"
    sign = _value(element, "groupChrPr", "chr") or ("⏞" if above else "⏟")
    tag = "mover" if above else "munder"
    base = _row(_child(element, "e"), depth)
    return f'<{tag}>{base}<mo stretchy="true">{escape(sign)}</mo></{tag}>'


def _function(element: Any, depth: int) -> str:
    argument = _child(element, "e")
    first = next((local_name(e) for e in argument), "") if argument is not None else ""
    gap = "" if first == "d" else '<mspace width="0.167em"/>'
    name = _row(_child(element, "fName"), depth)
    return f"<mrow>{name}{gap}{_row(argument, depth)}</mrow>"


_SIDES: Final = {"hideTop": "top", "hideBot": "bottom", "hideLeft": "left", "hideRight": "right"}
_STRIKES: Final = {
    "strikeH": "horizontalstrike", "strikeV": "verticalstrike",
    "strikeBLTR": "updiagonalstrike", "strikeTLBR": "downdiagonalstrike",
}  # fmt: skip


def _frame(element: Any, depth: int) -> str:
    sides = [side for name, side in _SIDES.items() if not _is_on(element, "borderBoxPr", name)]
    strikes = [line for name, line in _STRIKES.items() if _is_on(element, "borderBoxPr", name)]
    notation = " ".join((["box"] if len(sides) == 4 else sides) + strikes)
    inside = _row(_child(element, "e"), depth)
    return f'<menclose notation="{notation}">{inside}</menclose>' if notation else inside


def _phantom(element: Any, depth: int) -> str:
    inside = _row(_child(element, "e"), depth)
    shown = _child(element, "phantPr", "show") is None or _is_on(element, "phantPr", "show")
    return inside if shown else f"<mphantom>{inside}</mphantom>"


_MAKERS: Final[dict[str, Callable[[Any, int], str]]] = {
    "acc": _accent,
    "bar": _bar,
    "borderBox": _frame,
    "d": _delimiters,
    "eqArr": _equations,
    "f": _fraction,
    "func": _function,
    "groupChr": _grouping,
    "limLow": _parts("munder", "e", "lim"),
    "limUpp": _parts("mover", "e", "lim"),
    "m": _matrix,
    "nary": _nary,
    "phant": _phantom,
    "r": _run,
    "rad": _radical,
    "sPre": _prescripts,
    "sSub": _parts("msub", "e", "sub"),
    "sSubSup": _parts("msubsup", "e", "sub", "sup"),
    "sSup": _parts("msup", "e", "sup"),
}


def mathml_of(formula: Any, *, display: bool) -> str:
    """Return the formula of an `m:oMath` element as a `math` element with its words; `""` when it
    is empty.
    """
    inside = _inside(formula, 0)
    if not inside.replace(_GAP, ""):
        return ""
    block = ' display="block"' if display else ""
    words = escape(spelled(f"<math>{inside}</math>"))
    return f'<math{block} alttext="{words}">{inside}</math>'
