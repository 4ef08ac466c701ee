"""From a page and a plain text to the part of the page that says it, with all its markup.

One engine decides *which text* is the article; the page's own tree supplies *how it is marked up*.
Every element's score is the share of its shingles (runs of eight letters) that the reference text
has; the article is the deepest element that holds nearly all of them, less what scores low.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, TypeAlias

from newsbook.readers.pagetree import in_figure
from newsbook.readers.web.likeness import SHINGLE, letters, shingles
from newsbook.readers.web.posts import holds_posts, shows_embedded
from newsbook.readers.web.signposts import HOLDS_MEDIA, is_announced, is_signpost
from newsbook.readers.wire.phrases import is_furniture

__all__ = [
    "Pruned",
    "Spot",
    "prune",
    "selector",
    "without_machinery",
]

HOLDS = 0.88  # share of the reference an element must hold to be the container
KEEP = 0.75  # an element with this share is kept with all its markup
DROP = 0.15  # below it is dropped, unless it is a picture, a table or the like
DROP_JUNK = 0.5  # the same, for elements whose class says they are not text
KEEP_JUNK = 0.9
LINKED = 0.5  # share of letters in links from which something is a menu
CREDITED = 0.8  # the same for pictures: captions link to where a picture is from, and its licence

_DROPPED = frozenset(
    """script style button input select textarea noscript template nav object embed link meta svg
    dialog canvas map title""".split()
)
_MEDIA = frozenset(
    """img picture figure video audio iframe table math pre hr ruby dl details source track br wbr
    figcaption""".split()
)
_TEXT_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li blockquote td th dd dt pre figcaption caption summary cite".split()
)
_MIXED = frozenset("blockquote li td th dd".split())
_CONTAINERS = frozenset(
    """form div section article main aside header footer ul ol table tbody thead tr figure body
    details dl center span a""".split()
)
_INLINE = frozenset(
    """a em i strong b span sub sup code abbr mark cite q u small s del ins kbd time ruby rt rp rb
    bdi bdo font var samp tt big""".split()
)
_STANDALONE = frozenset("figure figcaption table pre math blockquote ruby hr details dl".split())
_BOXES = frozenset({"div", "aside", "section"})
_STOP = frozenset({"p", "ul", "ol", "table", "blockquote"})

# Class and id words of things that stand in an article without being part of it. They only tip the
# balance for elements that are in doubt.
_JUNK = re.compile(
    r"(?:^|[-_ ])(?:share|sharing|social|related|recommend|promo|newsletter|subscribe|signup|"
    r"advert|ad|ads|sponsor|comment|comments|outbrain|taboola|breadcrumb|nav|menu|sidebar|footer|tags?|"
    r"toolbar|reactions?|more-from|most-read|popular|trending|paywall|cookie|consent|print|author-bio|"
    r"read-?more|inline-?link|widget|skip|sr-only|visually-hidden|screen-reader|toc)(?:[-_ ]|$)",
    re.IGNORECASE,
)
# Captions and credits, where no `figcaption` says so.
_CAPTION = re.compile(
    r"caption|credit|cutline|legend|photo-?text|image-?(?:text|desc)|source|byline", re.IGNORECASE
)
PROSE = 150  # letters; a caption with more, all of it in the reference, is the text itself
WIDGET = 100  # letters; a box with more is not only for pressing
REFRAIN = 3  # times that a box stands on a page which is no text
TINY = 60  # pixels; a smaller picture is an icon

Spot: TypeAlias = tuple[Any, bool]
"""A piece of text in a tree: an element, and whether it is the text after it (its tail)."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """The article's element, cut out of its page; a selector for it, and what was decided.

    `captions` is what of its text stood in captions of pictures.
    """

    element: Any
    path: str
    kept: int
    dropped: int
    captions: str = ""


@dataclass(slots=True)
class _Scores:
    """Scores of elements against the reference, from sums over the text of the whole body."""

    reference: str
    text: str = ""
    sums: list[int] = field(default_factory=list)
    spans: dict[Any, tuple[int, int]] = field(default_factory=dict)
    refused: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, body: Any, reference: str, rejected: frozenset[Spot]) -> _Scores:
        scores = cls(reference)
        pieces: list[str] = []
        refused: list[tuple[int, int]] = []
        length = 0
        for event, element in _walk(body):
            if event == "start":
                scores.spans[element] = (length, length)
                added = letters(element.text or "")
            else:
                scores.spans[element] = (scores.spans[element][0], length)
                added = letters(element.tail or "") if element is not body else ""
            if (element, event == "end") in rejected:
                refused.append((length, length + len(added)))
            pieces.append(added)
            length += len(added)
        scores.text = "".join(pieces)
        known = shingles(reference)
        hits = [
            scores.text[i : i + SHINGLE] in known for i in range(len(scores.text) - SHINGLE + 1)
        ]
        for start, end in refused:
            hits[start:end] = [False] * (min(end, len(hits)) - min(start, len(hits)))
        scores.sums = [0, *accumulate(hits)]
        scores.refused = refused
        return scores

    def of_element(self, element: Any) -> tuple[int, int]:
        """Return how many letters of `element` the reference has, and how many it holds."""
        start, end = self.spans.get(element, (0, 0))
        length = end - start
        if length < SHINGLE:
            if any(low <= start < high for low, high in self.refused):
                return 0, length
            return (length if self.text[start:end] in self.reference else 0), length
        places = length - SHINGLE + 1
        hits = self.sums[start + places] - self.sums[start]
        return round(hits / places * length), length


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield `("start", element)` and `("end", element)` for the elements of a tree, in order."""
    stack: list[tuple[str, Any]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "start":
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element) if _is_element(child))


def _is_element(node: Any) -> bool:
    return isinstance(node.tag, str)


def _drop(element: Any) -> None:
    """Remove an element but not the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def without_machinery(body: Any) -> None:
    """Drop what is never text from a tree: scripts, styles, menus, controls."""
    for element in list(body.iter()):
        if not _is_element(element) or (element.tag in _DROPPED and element is not body):
            _drop(element)


def _container(body: Any, scores: _Scores) -> Any:
    """Return the deepest element that holds nearly all of the reference found in the page."""
    total = scores.of_element(body)[0]
    node = body
    while True:
        best = next(
            (
                child
                for child in node
                if _is_element(child) and scores.of_element(child)[0] >= HOLDS * total
            ),
            None,
        )
        if best is None or best.tag in _STOP:
            return node
        node = best


@dataclass(slots=True)
class _Walker:
    scores: _Scores
    kept: int = 0
    dropped: int = 0

    def prune(self, element: Any) -> None:
        """Drop what does not belong to the article below `element`."""
        stack = [element]
        while stack:
            parent = stack.pop()
            for child in list(parent):
                if _is_element(child) and self._descend(child, parent):
                    stack.append(child)

    def _descend(self, child: Any, parent: Any) -> bool:
        """Keep or drop `child`; return whether its own children must be judged one by one."""
        hits, length = self.scores.of_element(child)
        junk = _is_junk(child)
        media = child.tag in _MEDIA or bool(child.xpath(HOLDS_MEDIA))
        if length == 0:
            kept = (media and not junk) or child.tag in ("br", "hr", "wbr")
            if not kept and not shows_embedded(child):
                _drop(child)
            return False
        if child.tag in _INLINE and parent.tag in _TEXT_BLOCKS:
            return False
        share = hits / length
        if share < KEEP and (holds_posts(child) or is_announced(child)):
            self.kept += 1
            return False
        signpost = child.tag in _BOXES and length < 200 and is_signpost(child)
        if signpost or self._is_widget(child):
            _drop(child)
            self.dropped += 1
            return False
        if share >= KEEP and not (junk and share < KEEP_JUNK):
            self.kept += 1
            return (child.tag in _CONTAINERS and child.tag != "a") or _holds_boxes(child)
        if share < DROP or (junk and share < DROP_JUNK):
            self._low(child, length, junk=junk, media=media)
            return False
        if child.tag in _TEXT_BLOCKS - _MIXED and not _holds_boxes(child):
            if share >= 0.4:
                self.kept += 1
            else:
                _drop(child)
                self.dropped += 1
            return False
        return True

    def _is_widget(self, box: Any) -> bool:
        """Whether a small box of junk says what furniture says, or the same as others do."""
        said = letters(box.text_content())
        if not said or len(said) >= WIDGET or not _is_junk(box):
            return False
        again = len(said) >= SHINGLE and self.scores.text.count(said) >= REFRAIN
        return again or is_furniture(box.text_content())

    def _low(self, child: Any, length: int, *, junk: bool, media: bool) -> None:
        """Drop an element the reference does not know, unless it is a figure, a table or such."""
        linked = sum(len(letters(a.text_content())) for a in child.iter("a")) / length
        whole = child.tag in _STANDALONE or (child.tag in _CONTAINERS and media and length < 400)
        if child.tag == "figure":
            linked *= LINKED / CREDITED
        if not whole or junk or linked >= LINKED or length >= 1200 or _is_layout(child):
            _drop(child)
            self.dropped += 1
            return
        self.kept += 1
        for box in [e for e in child.iterdescendants("*") if self._is_widget(e)]:
            _drop(box)
        if child.tag in _CONTAINERS and child.tag not in _STANDALONE:
            _only_pictures(child)


def _is_junk(element: Any) -> bool:
    return bool(_JUNK.search(f"{element.get('class') or ''} {element.get('id') or ''}".strip()))


def _holds_boxes(element: Any) -> bool:
    """Whether a paragraph holds a whole box, as parsers leave it where tags are not closed."""
    return element.tag == "p" and any(e.tag in _BOXES for e in element.iterdescendants())


def _is_layout(element: Any) -> bool:
    """Whether an element is a table or a list that only arranges things."""
    described = element.find(".//th") is not None or element.find("./caption") is not None
    return element.tag == "table" and not described


def _only_pictures(element: Any) -> None:
    """Leave nothing in `element` but its pictures and players with their captions."""
    for child in list(element.iter()):
        if child is element or not _is_element(child) or child.getparent() is None:
            continue
        named = f"{child.get('class') or ''} {child.get('itemprop') or ''}"
        if child.tag in ("figure", "picture", "video", "audio", "iframe", "figcaption"):
            continue
        if in_figure(child) or any(e.tag in ("picture", "video") for e in child.iterancestors()):
            continue
        if child.tag == "img":
            if _is_tiny(child):
                _drop(child)
        elif not child.xpath(HOLDS_MEDIA) and not _CAPTION.search(named):
            inside = (e.get("class") or "" for e in child.iterancestors() if e is not element)
            if not any(_CAPTION.search(name) for name in inside):
                child.drop_tree()
    for child in element.iter():
        if child is element or (_is_element(child) and child.xpath(HOLDS_MEDIA)):
            child.text = None
        if child is not element and not in_figure(child):
            child.tail = None


def _is_tiny(image: Any) -> bool:
    """Whether an image says that it is an icon."""
    sizes = (re.fullmatch(r"\s*(\d+)(?:px)?\s*", image.get(n) or "") for n in ("width", "height"))
    return any(int(found[1]) < TINY for found in sizes if found)


def selector(element: Any) -> str:
    """Return a CSS selector an editor can paste: up to three steps, from the nearest id on."""
    steps: list[str] = []
    for step in (element, *element.iterancestors()):
        if step.tag in ("body", "html") and steps:
            break
        if re.fullmatch(r"[A-Za-z][\w-]*", step.get("id") or ""):
            steps.append(f"{step.tag}#{step.get('id')}")
            break
        names = [n for n in (step.get("class") or "").split() if re.fullmatch(r"[A-Za-z][\w-]*", n)]
        steps.append(f"{step.tag}.{names[0]}" if names else str(step.tag))
        if len(steps) == 3:
            break
    return " > ".join(reversed(steps))


def _release_captions(node: Any, scores: _Scores) -> str:
    """Put captions that are the article's text (as in slide shows) after their figures.

    Returns that text.
    """
    released = []
    for caption in list(node.iter("figcaption")):
        hits, length = scores.of_element(caption)
        figure = caption.getparent()
        if figure is None or figure.tag != "figure" or length < PROSE or hits < KEEP * length:
            continue
        released.append(caption.text_content())
        caption.drop_tree()
        caption.tag, caption.tail, figure.tail = "div", figure.tail, None
        figure.addnext(caption)
    return "\n".join(released)


def _adopt(node: Any, strays: Sequence[Any], scores: _Scores) -> None:
    """Put copies of the paragraphs `strays` that stand outside `node` where they belong in it."""
    start, said = scores.spans[node][0], letters(node.text_content())
    around = {node, *node.iterancestors()}
    outside = [
        e
        for e in strays
        if e not in around
        and node not in e.iterancestors()
        and letters(e.text_content()) not in said
    ]
    before = [e for e in outside if scores.spans[e][0] < start]
    for element in outside:
        made = copy.deepcopy(element)
        made.tag, made.tail = "p", None
        if element in before:
            node.insert(before.index(element), made)
        else:
            node.append(made)
    if before and node.text:
        node[len(before) - 1].tail, node.text = node.text, None


def prune(
    body: Any,
    reference: str,
    rejected: frozenset[Spot] = frozenset(),
    strays: Sequence[Any] = (),
) -> Pruned | None:
    """Return the part of a page's `body` that says `reference`, or None when nothing does.

    Text at the places `rejected` counts as unknown; paragraphs among `strays` are part of the
    article wherever they stand. `body` is without machinery (see `without_machinery`), and is
    changed.
    """
    wanted = letters(reference)
    if not wanted:
        return None
    scores = _Scores.of(body, wanted, rejected)
    if not scores.of_element(body)[0]:
        return None
    for element, is_tail in rejected:
        setattr(element, "tail" if is_tail else "text", None)
    node = _container(body, scores)
    path = selector(node)
    walker = _Walker(scores)
    walker.prune(node)
    captions = _release_captions(node, scores)
    _adopt(node, strays, scores)
    return Pruned(node, path, walker.kept, walker.dropped, captions)
