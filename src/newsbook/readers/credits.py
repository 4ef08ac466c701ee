"""From the captions of pictures, and the lines below them, to captions and credits.

A credit is what the last sentence, the last bracket or the end of a caption states. A line right
below a picture is its caption when it says so, or ends as only captions do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from newsbook.content import Block, Emphasis, Figure, Inline, LineBreak, Paragraph, Span, Text
from newsbook.readers.agencies import AGENCIES
from newsbook.tree import map_blocks, plain_text

__all__ = ["credited"]

_LABELLED = re.compile(
    r"(?:photo(?:graph(?:s|er|y)?)?s?(?: (?:by|credit|courtesy(?: of)?))?|picture|credits?|"
    r"image(?: credit)?|fot[oó]s?(?:graf[íi]a)?(?: de| di)?|bild(?:nachweis)?|zdjęcie|fot\.|"
    r"crédits?(?: photos?)?|kép|fotoğraf|şəkil|фото(?:графия)?|摄影|攝影|图片来源|圖片來源|图|写真|"
    r"撮影|사진|الصورة|عکس)"
    r"\s*[:：／/]\s*(?P<who>.+)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^|[.!?。！？](?:[ \n]|(?=\w))|[|/]\s|\n")
_WIRES = "|".join(re.escape(x) for x in sorted(AGENCIES, key=len, reverse=True))
_BRACKETED = re.compile(
    r"[(（](?P<who>(?:[^()（）]*\b(?:photo|foto|image|picture|credit|courtesy|getty|handout)\b"
    r"[^()（）]*|(?:[\w.' -]{2,40}/)?(?-i:"
    + _WIRES
    + r")(?:/[\w.' -]{2,40})?|[^()（）]{2,30}[摄攝]))"
    r"[)）]\.?$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"(?:^|[\s|])(?P<who>(?:©|\(c\) |copyright )\s*[^.。]{2,80})\.?$", re.IGNORECASE
)
_TAKEN = re.compile(
    r"(?:^|[。！？\s，])(?P<who>(?:\S{0,8}?(?:记者|通讯员|記者)\s*)?[\u3400-\u9fff·]{2,12}\s*[摄攝])[。]?$"
)
_SAYS_SO = re.compile(
    r"^\W*(?:图为|圖為|图[一二三四五六七八九十\d]*[:：]|图片说明|资料图|資料圖|caption[:：]|"
    r"(?:im )?bild[:：]|на (?:фото|снимке)\b|en la (?:foto|imagen)\b)|^[▲△↑]",
    re.IGNORECASE,
)
LONG = 400  # characters; a longer line below a picture is text


def _found(text: str) -> re.Match[str] | None:
    """Return what `text` ends with that names who made the picture, or who owns it."""
    if match := _BRACKETED.search(text):
        return match
    starts = [m.end() for m in _SENTENCE.finditer(text)]
    labelled = (_LABELLED.fullmatch(text, start) for start in starts)
    stated = next((m for m in labelled if m is not None), None)
    return stated or _TAKEN.search(text) or _OWNED.search(text)


def _split(caption: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Split a caption at the credit it ends with (`Photo: A. Name`)."""
    last = caption[-1] if caption else None
    if isinstance(last, Span | Emphasis) and len(caption) == 1:
        inner, credit = _split(last.children)
        return ((replace(last, children=inner),) if inner else ()), credit
    match = _found(last.text) if isinstance(last, Text) else None
    if match is None or not isinstance(last, Text):
        return caption, ()
    rest = last.text[: match.start("who")] if match.re in (_TAKEN, _OWNED) else (
        last.text[: match.start()])  # fmt: skip
    rest, who = rest.rstrip(" |/\n"), match["who"].strip().removesuffix(".")
    return (*caption[:-1], *((Text(rest),) if rest else ())), (Text(who),)


def _without_breaks(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    while inlines and isinstance(inlines[-1], LineBreak):
        inlines = inlines[:-1]
    return inlines


def _with_credit(node: Any) -> Any:
    if not isinstance(node, Figure) or node.credit or not node.pictures:
        return node
    caption, credit = _split(node.caption)
    return replace(node, caption=_without_breaks(caption), credit=credit) if credit else node


def _first_line(
    inlines: tuple[Inline, ...],
) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Return the first line of a paragraph that is broken by hand, and its other lines."""
    breaks = (index for index, inline in enumerate(inlines) if isinstance(inline, LineBreak))
    end = next(breaks, len(inlines))
    return inlines[:end], inlines[end + 1 :]


def _below(figure: Figure, line: Block | None) -> tuple[Block, ...] | None:
    """Return a picture with the line below it as its caption or credit, and what of the paragraph
    is below that line; None when it is text.
    """
    if not figure.pictures or figure.caption or figure.credit or not isinstance(line, Paragraph):
        return None
    text = plain_text(line).strip()
    if line.style is not None or not text or len(text) > LONG:
        return None
    slanted = len(line.children) == 1 and isinstance(line.children[0], Emphasis | Span)
    children = line.children[0].children if slanted else line.children  # type: ignore[union-attr]
    says_so = _SAYS_SO.search(text) is not None
    first, below = _first_line(children) if says_so else (children, ())
    caption, credit = _split(first)
    if says_so or (credit and (slanted or not caption)):
        made = replace(figure, caption=_without_breaks(caption), credit=credit)
        return (made, replace(line, children=below)) if below else (made,)
    return None


def credited(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `body` with the lines below pictures that are their captions in these, and the credits
    that stand in captions as credits of their figures.
    """
    made: list[Block] = []
    for block in body:
        before = made[-1] if made else None
        joined = _below(before, block) if isinstance(before, Figure) else None
        if joined is not None:
            made[-1:] = joined
        else:
            made.append(block)
    return map_blocks(tuple(made), _with_credit)
