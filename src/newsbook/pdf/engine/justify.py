"""From a ragged line of Chinese or Japanese, or one with few spaces, to a full one.

The engine stretches word spaces only. In lines whose language is Chinese or Japanese the free
space goes to word spaces and the spaces between scripts first, up to half an em each, then to all
characters alike (jlreq 3.8.4; clreq 6.3.3); the blank half of a closing mark at the end of a line
and of an opening mark at its start may stand outside the measure (clreq 6.2.3). The text itself
stays as it is.

In lines of other languages word spaces take it until they look wide; then letters of alphabets take
a little each and Chinese and Japanese characters more; what is left goes to word spaces again.

Dashes and ellipses of two characters are not pulled apart. A line that would have to open by more
than `WIDEST_EM` for each character stays ragged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, create_layout, line_size

from newsbook.pdf.engine.hanging import hung_edges
from newsbook.pdf.engine.righttoleft import indent_at_right
from newsbook.pdf.engine.rubies import close_rubies

__all__ = ["SpacedLayout", "align_line", "close_invisible", "edge_blanks", "is_cjk"]

# How much a word space grows before characters are pulled apart (from a quarter to half an em).
SPACE_FIRST_EM = 0.25
WIDEST_EM = 0.5
# The same in lines of other languages, and how far characters and letters there are pulled apart.
WORD_SPACE_FIRST_EM = 0.15
WIDEST_CHARACTER_EM = 0.12
WIDEST_LETTER_EM = 0.02
# In lines with an address, which has no word spaces.
WIDEST_ADDRESS_EM = 0.06
HAIR_PX = 1e-3
PASSES = 2

_CJK = (
    "\u2e80-\u303f\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff\u3200-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’·"
)
_INVISIBLE = "\u200b\u2060"
_MARKS = "、。，．：；！？“”‘’（）〈〉《》「」『』【】〔〕〖〗〘〙［］｛｝〝〞"
# Characters that take part, in runs; paired dashes and ellipses do not count, nor what has no width
# but for between two marks: they share their room across it (chws), which a new run would end.
_RUN = re.compile(
    f"(?:[{_CJK}]|(?<=[{_MARKS}])[{_INVISIBLE}](?=[{_MARKS}]))+|(?<![—…])[—…](?![—…])"
)
_MARK = re.compile(f"[{_INVISIBLE}]+")
_ADDRESS = re.compile("\\S\u200b\\S")
# Letters that stand apart in their script, figures, and the marks and spaces among them.
_LETTERS = re.compile(
    "[!-~\u00a1-\u058f\u0e01-\u0eff\u10a0-\u10ff\u1c90-\u1cbf\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\uac00-\ud7a3]+"
)

_CLOSING = frozenset("、。，．：；！？”’）〉》」』】〕〗〙］｝〞")
_OPENING = frozenset("“‘（〈《「『【〔〖〘［｛〝")
_CENTRED = frozenset("、。，．：；！？")
_FULL_WIDTH_ONLY_JA = frozenset("：；！？")


def is_cjk(style: Any) -> bool:
    """Whether text in `style` is set by the rules of Chinese or Japanese."""
    language = (style["lang"] or "").lower()
    return language.startswith(("zh", "ja")) and not language.startswith("zh-latn")


class SpacedLayout(Layout):  # type: ignore[misc]
    """A Pango layout whose characters or letters are spaced out when drawn."""

    spacing_px: float = 0.0
    runs: re.Pattern[str] = _RUN

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set `text`; with `justify`, open it by `spacing_px` for each character of its `runs`."""
        super().set_text(text, justify)
        if justify and self.spacing_px:
            self._space_out()

    def _space_out(self) -> None:
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        own = self.style["letter_spacing"]
        value = int((self.spacing_px + (0 if own == "normal" else own)) * TO_UNITS)
        for run in self.runs.finditer(self.text):
            start = len(self.text[: run.start()].encode())
            attribute = pango.pango_attr_letter_spacing_new(value)
            attribute.start_index = start
            attribute.end_index = start + len(run[0].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def close_invisible(layout: Any) -> None:
    """Give the characters of `layout` that have no width none of its letter spacing either."""
    if layout.style["letter_spacing"] in ("normal", 0):
        return
    for mark in _MARK.finditer(layout.text):
        attributes = pango.pango_layout_get_attributes(layout.layout)
        start = len(layout.text[: mark.start()].encode())
        attribute = pango.pango_attr_letter_spacing_new(0)
        attribute.start_index = start
        attribute.end_index = start + len(mark[0].encode())
        pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)


@dataclass(slots=True)
class _Leaf:
    """A text box or an atomic box of a line: its word spaces, the shares of what is put between
    characters that fall in, before and after it, and the gaps between its letters.
    """

    box: Any
    spaces: int = 0
    inner: float = 0.0
    before: float = 0.0
    after: float = 0.0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class _Spacing:
    """What is put between characters, into word spaces and between letters, in px."""

    character: float
    space: float
    letter: float = 0.0


def _leaves(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox | boxes.LineBox):
            yield from _leaves(child)
        elif child.is_in_normal_flow():
            yield child


def _measure(box: Any, *, first: bool, last: bool) -> _Leaf:
    """Count the shares of one leaf. Half a character's share lies on either side of it; those at
    the edges of a text box are given by moving its neighbours.
    """
    before, after = 0.0 if first else 0.5, 0.0 if last else 0.5
    if not isinstance(box, boxes.TextBox):
        return _Leaf(box, before=before, after=after)
    text = box.text
    leaf = _Leaf(box, text.count(" ") + text.count("\u00a0"))
    if not is_cjk(box.style):
        return leaf
    runs = list(_RUN.finditer(text))
    leaf.inner = float(sum(len(run[0]) for run in runs))
    if runs and not text[: runs[0].start()].strip(_INVISIBLE):
        leaf.inner -= 0.5
        leaf.before = before
    if runs and not text[runs[-1].end() :].strip(_INVISIBLE):
        leaf.inner -= 0.5
        leaf.after = after
    return leaf


def align_line(
    original: Callable[..., Any], context: Any, line: Any, available_width: Any, last: bool
) -> Any:
    """Stand in for `weasyprint.layout.inline.text_align`: return how far the line moves towards its
    end.
    """
    return _align(original, context, line, available_width, last) + indent_at_right(line)


def _align(
    original: Callable[..., Any], context: Any, line: Any, available_width: Any, last: bool
) -> Any:
    justified = line.style["text_align_all"] == "justify" and is_cjk(line.style)
    found = list(_leaves(line))
    if any(isinstance(box, boxes.InlineBlockBox) for box in found):
        close_rubies(found)
    if not justified or not found:
        shift, hang = hung_edges(line, found[0], found[-1], ends=last) if found else (0.0, 0.0)
        extra = available_width + shift + hang - line.width
        if not last and extra > HAIR_PX and _share_out(line, found, extra):
            return -shift
        return original(context, line, available_width + shift + hang, last) - shift
    shift, hang = edge_blanks(line)
    extra = available_width + shift + hang - line.width
    if not last and extra > HAIR_PX:
        _spread(line, found, extra)
    return -shift


def _share_out(line: Any, found: list[Any], extra: float) -> bool:
    """Widen a justified line with few word spaces by `extra`; return whether it was one."""
    style = line.style
    if style["text_align_all"] != "justify" or style["direction"] == "rtl" or is_cjk(style):
        return False
    if style["white_space"] not in ("normal", "nowrap", "pre-line"):
        return False
    em, leaves = style["font_size"], {id(box): _count(box) for box in found}
    spaces = sum(leaf.spaces for leaf in leaves.values())
    rest = extra - spaces * WORD_SPACE_FIRST_EM * em
    if not spaces or rest < HAIR_PX:
        return False
    letters = sum(leaf.letters for leaf in leaves.values())
    characters = sum(leaf.inner for leaf in leaves.values())
    addressed = any(isinstance(b, boxes.TextBox) and _ADDRESS.search(b.text) for b in found)
    widest = WIDEST_ADDRESS_EM if addressed else WIDEST_LETTER_EM
    room = (letters * widest + characters * WIDEST_CHARACTER_EM) * em
    part = min(1.0, rest / room) if room else 0.0
    letter, character = part * widest * em, part * WIDEST_CHARACTER_EM * em
    spacing = _Spacing(character, (extra - part * room) / spaces, letter)
    missing = extra - sum(_open(leaf, spacing) for leaf in leaves.values())
    for leaf in leaves.values():
        if leaf.spaces:
            _widen_spaces(leaf, missing / spaces)
    _move(line, leaves, character, 0.0)
    return True


def _widen_spaces(leaf: _Leaf, more: float) -> None:
    """Widen each word space of a leaf that has been opened by `more`; nothing else changes."""
    box = leaf.box
    box.width += leaf.spaces * more
    box.justification_spacing += more
    box.pango_layout.justification_spacing = box.justification_spacing


def _count(box: Any) -> _Leaf:
    """Count the word spaces of one leaf of a line that is not Chinese or Japanese, the gaps between
    its characters if it is, and else those between its letters.
    """
    if not isinstance(box, boxes.TextBox):
        return _Leaf(box)
    text = box.text
    leaf = _Leaf(box, text.count(" ") + text.count("\u00a0"))
    if is_cjk(box.style):
        leaf.inner = float(max(0, sum(len(run[0]) for run in _RUN.finditer(text)) - 1))
    elif box.style["direction"] != "rtl":
        leaf.letters = sum(len(run[0]) for run in _LETTERS.finditer(text.rstrip()))
    return leaf


def _spread(line: Any, found: list[Any], extra: float) -> None:
    """Widen `line` by `extra`; do nothing when that would pull it apart."""
    end, em = len(found) - 1, line.style["font_size"]
    leaves = {id(b): _measure(b, first=i == 0, last=i == end) for i, b in enumerate(found)}
    spaces = sum(leaf.spaces for leaf in leaves.values())
    shares = spaces + sum(leaf.inner + leaf.before + leaf.after for leaf in leaves.values())
    to_spaces = min(extra, spaces * SPACE_FIRST_EM * em)
    if shares <= 0 or extra - to_spaces > WIDEST_EM * em * shares:
        return
    each = (extra - to_spaces) / shares
    spacing = _Spacing(each, each + (to_spaces / spaces if spaces else 0.0))
    for _ in range(PASSES):
        missing = extra - sum(_open(leaf, spacing) for leaf in leaves.values())
        if abs(missing) < HAIR_PX:
            break
        more = missing / shares
        spacing = _Spacing(spacing.character + more, spacing.space + more)
    _move(line, leaves, spacing.character, 0.0)
    if any(isinstance(box, boxes.InlineBlockBox) for box in found):
        close_rubies(found, spacing.character)


def _open(leaf: _Leaf, spacing: _Spacing) -> float:
    """Set the text of `leaf` with `spacing`; return by how much it and its surroundings widen."""
    around = (leaf.before + leaf.after) * spacing.character
    box = leaf.box
    opened = leaf.spaces or leaf.inner > 0 or (leaf.letters and spacing.letter)
    if not isinstance(box, boxes.TextBox):
        return around
    if not opened:  # a character between others, which its neighbours move
        box.newsbook_spacing, box.newsbook_joined = spacing.character, leaf.before > 0
        return around
    natural = getattr(box, "newsbook_width", None)
    if natural is None:
        natural = box.newsbook_width = box.width
    layout = SpacedLayout(box.style, spacing.space)
    if is_cjk(box.style):
        layout.spacing_px = box.newsbook_spacing = spacing.character
    else:
        layout.spacing_px, layout.runs = spacing.letter, _LETTERS
    layout.set_text(box.text, justify=True)
    first, _ = layout.get_first_line()
    box.width, _ = line_size(first, box.style)
    box.justification_spacing = spacing.space
    box.newsbook_joined = leaf.before > 0 or leaf.after > 0
    layout.deactivate()
    box.pango_layout = layout
    return float(box.width - natural) + around


def _move(box: Any, leaves: dict[int, _Leaf], spacing: float, x: float) -> float:
    """Move what stands on a line by what was put in before it; return what has been put in."""
    leaf = leaves.get(id(box))
    if leaf is not None:
        x += leaf.before * spacing
        if isinstance(box, boxes.TextBox):
            box.position_x += x
            x += box.width - getattr(box, "newsbook_width", box.width)
        else:
            box.translate(x, 0)
        return x + leaf.after * spacing
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        begin = x
        box.position_x += x
        for child in box.children:
            if child.is_in_normal_flow():
                x = _move(child, leaves, spacing, x)
        box.width += x - begin
    return x


# ---------------------------------------------------------------- edges
def edge_blanks(line: Any) -> tuple[float, float]:
    """Return how far the marks at the start and the end of `line` may stand outside it, in px."""
    found = list(_leaves(line)) if line.style["text_align_all"] == "justify" else []
    if not found:
        return 0.0, 0.0
    if is_cjk(line.style):
        return _leading_blank(line, found[0]), _trailing_blank(found[-1])
    return hung_edges(line, found[0], found[-1], ends=getattr(line, "resume_at", None) is None)


def _leading_blank(line: Any, box: Any) -> float:
    """The blank half of an opening mark that stands at the very start of `line`, in px."""
    if not isinstance(box, boxes.TextBox) or not is_cjk(box.style):
        return 0.0
    indented = getattr(line, "text_indent", 0) or box.position_x - line.position_x > HAIR_PX
    text = box.text.lstrip(_INVISIBLE)
    if indented or not text or text[0] not in _OPENING:
        return 0.0
    return _blank_half(text[0], box.style)


def _trailing_blank(box: Any) -> float:
    """The blank half of a closing mark at the end of a line, in px."""
    if not isinstance(box, boxes.TextBox) or not is_cjk(box.style):
        return 0.0
    text = box.text.rstrip(_INVISIBLE + " ")
    if not text or text[-1] not in _CLOSING:
        return 0.0
    language = box.style["lang"].lower()
    traditional = language.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
    if text[-1] in _CENTRED and traditional:
        return 0.0
    if text[-1] in _FULL_WIDTH_ONLY_JA and language.startswith("ja"):
        return 0.0
    return _blank_half(text[-1], box.style)


def _blank_half(character: str, style: Any) -> float:
    """Half an em when the font draws `character` on a full em, else nothing."""
    cache = style.font_config.strut_layouts
    key = ("newsbook", character, tuple(style["font_family"]), style["font_weight"],
           style["font_style"], style["font_size"], style["lang"])  # fmt: skip
    if key not in cache:
        layout = create_layout(character, style, None, None, 0)
        line, _ = layout.get_first_line()
        width, _ = line_size(line, style)
        layout.deactivate()
        cache[key] = 0.5 * style["font_size"] if width > 0.9 * style["font_size"] else 0.0
    return float(cache[key])
