"""From CommonMark's emphasis rules to rules that also work where words have no spaces.

CommonMark decides whether `**` opens or closes emphasis by the punctuation and spaces around it, so
`这是**重点：**请看` stays unmarked. The amendment followed here treats CJK characters as
transparent: https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md
(sections 2.1 and 6.2). It changes no result in text without CJK characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

__all__ = ["CjkInline", "is_cjk", "is_hangul"]

# Characters of the script Hangul that are neither wide, full-width nor half-width, and those that
# are: UAX #24.
_HANGUL: Final = (
    (0x1100, 0x11FF), (0x302E, 0x302F), (0x3131, 0x318E), (0x3200, 0x321E), (0x3260, 0x327E),
    (0xA960, 0xA97C), (0xAC00, 0xD7FB), (0xFFA0, 0xFFDC),
)  # fmt: skip
# Wide characters that are emoji by default: UTS #51, Emoji_Presentation.
_EMOJI: Final = (
    (0x231A, 0x231B), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE),
    (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1),
    (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4),
    (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD),
    (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E),
    (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
    (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF),
    (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F1E6, 0x1F1FF), (0x1F201, 0x1F201),
    (0x1F21A, 0x1F21A), (0x1F22F, 0x1F22F), (0x1F232, 0x1F236), (0x1F238, 0x1F23A),
    (0x1F250, 0x1F251), (0x1F300, 0x1F320), (0x1F32D, 0x1F335), (0x1F337, 0x1F37C),
    (0x1F37E, 0x1F393), (0x1F3A0, 0x1F3CA), (0x1F3CF, 0x1F3D3), (0x1F3E0, 0x1F3F0),
    (0x1F3F4, 0x1F3F4), (0x1F3F8, 0x1F43E), (0x1F440, 0x1F440), (0x1F442, 0x1F4FC),
    (0x1F4FF, 0x1F53D), (0x1F54B, 0x1F54E), (0x1F550, 0x1F567), (0x1F57A, 0x1F57A),
    (0x1F595, 0x1F596), (0x1F5A4, 0x1F5A4), (0x1F5FB, 0x1F64F), (0x1F680, 0x1F6C5),
    (0x1F6CC, 0x1F6CC), (0x1F6D0, 0x1F6D2), (0x1F6D5, 0x1F6D8), (0x1F6DC, 0x1F6DF),
    (0x1F6EB, 0x1F6EC), (0x1F6F4, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F7F0, 0x1F7F0),
    (0x1F90C, 0x1F93A), (0x1F93C, 0x1F945), (0x1F947, 0x1F9FF), (0x1FA70, 0x1FAFF),
)  # fmt: skip
_CURLY_QUOTES: Final = "‘’“”"


def _among(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def is_hangul(character: str) -> bool:
    """Whether `character` is Hangul, which is written with spaces."""
    return _among(ord(character), _HANGUL)


def is_cjk(character: str) -> bool:
    """Whether `character` is a CJK character in the sense of the specification, 2.1."""
    code = ord(character)
    if code < 0x1100:
        return False
    width = unicodedata.east_asian_width(character)
    if width in "FH":
        return True
    if width == "W":
        return not _among(code, _EMOJI)
    return is_hangul(character)


def _is_variation_selector(character: str) -> bool:
    """Whether `character` is a general-use variation selector other than that for emoji."""
    return 0xFE00 <= ord(character) <= 0xFE0E


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _ends_cjk(last: str, before: str | None) -> bool:
    """Whether the text before a delimiter run ends in a CJK sequence.

    `before` is the character in front of `last` when `last` is a variation selector.
    """
    if before is not None:
        return is_cjk(before) or (last == "\ufe01" and before in _CURLY_QUOTES)
    return is_cjk(last) or 0xE0100 <= ord(last) <= 0xE01EF


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """Return whether the run of markers at `start` can open and can close emphasis."""
        text, end, marker = self.src, self.posMax, self.src[start]
        last = text[start - 1] if start > 0 else " "
        main, before = last, None
        if start > 1 and _is_variation_selector(last):
            before = text[start - 2]
            if unicodedata.category(before) != "Zs":
                main = before
        stop = start
        while stop < end and text[stop] == marker:
            stop += 1
        following = text[stop] if stop < end else " "
        left_space, right_space = isWhiteSpace(ord(main)), isWhiteSpace(ord(following))
        if left_space or right_space:
            return Scanned(not right_space, not left_space, stop - start)
        left_mark, right_mark = _is_punctuation(main), _is_punctuation(following)
        can_open, can_close = left_mark, right_mark
        if canSplitWord:
            cjk = is_cjk(following) or _ends_cjk(last, before)
            can_open = left_mark or cjk or not right_mark
            can_close = right_mark or cjk or not left_mark
        return Scanned(can_open, can_close, stop - start)


class CjkInline(ParserInline):
    """An inline parser whose emphasis works next to CJK characters."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse `src` and push its tokens into `tokens`."""
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
