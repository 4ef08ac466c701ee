"""From an Edition and a layout to its cover: the front alone, or back, spine and front.

One template draws every panel (`cover.xhtml`), one sheet styles it (`css/cover.css`). The same
design serves as a sheet for the press (`ink="cmyk"`) and, as a raster, as the cover of an EPUB
(`ink="rgb"`: colours are stated in sRGB, so that no conversion dulls them).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from newsbook.compose.plain import runs_of
from newsbook.compose.running import width_em
from newsbook.compose.sheets import option_classes, option_values, settled
from newsbook.compose.templates import Pen, environment, render
from newsbook.compose.views import ArticleView, BookView, article_view, book_view
from newsbook.composition import Composition, Document, Stylesheet
from newsbook.diagnostics import Collector
from newsbook.errors import InputError
from newsbook.fonts import Catalogue, bundled_catalogue, font_values
from newsbook.layout import Colour, Layout, labels_for
from newsbook.model import Asset, Edition
from newsbook.tree import plain_text
from newsbook.typography import is_cjk

__all__ = ["CoverPlan", "compose_cover"]

MM = 72 / 25.4
_INK = Colour("#1b1714", (0.0, 0.0, 0.0, 1.0))
_PAPER = Colour("#f8f2e4", (0.02, 0.04, 0.12, 0.0))
_WHITE = Colour("#ffffff", (0.0, 0.0, 0.0, 0.0))
_LONGEST_LIST = 12
_SPINE_LEAST_PT = 6.0
_BAND = 0.5  # of the height lies between the two bands
_SPINE_LEAST_MM = 5.0  # printers take no text on a narrower spine


@dataclass(frozen=True, slots=True)
class CoverPlan:
    """The sheet of a cover, in mm: the size of one panel, of the spine (None: the front alone), the
    bleed around the whole, and how far text keeps from the trim. `barcode` is the key of an asset
    to stand on the back, `barcode_width_mm` its width; `flap_mm` the width of flaps at both ends;
    `spine_text_pt` the largest type the spine takes (0: none; None: what its width allows).
    """

    width_mm: float
    height_mm: float
    spine_mm: float | None = None
    bleed_mm: float = 0.0
    safe_mm: float = 10.0
    barcode: str | None = None
    barcode_width_mm: float = 0.0
    flap_mm: float = 0.0
    spine_text_pt: float | None = None

    @property
    def sheet_width_mm(self) -> float:
        """The width of the trimmed sheet: one panel, or two, the spine and the flaps."""
        if self.spine_mm is None:
            return self.width_mm
        return round(2 * (self.width_mm + self.flap_mm) + self.spine_mm, 3)

    @property
    def spine_type_pt(self) -> float:
        """The size of type on the spine; 0 for none."""
        if self.spine_mm is None:
            return 0.0
        if self.spine_text_pt is not None:
            return self.spine_text_pt
        return min(self.spine_mm * MM * 0.5, 14.0) if self.spine_mm >= _SPINE_LEAST_MM else 0.0


@dataclass(frozen=True, slots=True)
class CoverView:
    """What the template knows of the cover. `picture` and `barcode` are addresses or empty;
    `spine` says whether there is a spine wide enough for text, `wrap` whether there is a back;
    `spine_second` is what follows the title on the spine, `upright` that both are set downwards;
    `articles` are those whose headlines have room on the front, `credited` one for each author.
    """

    title: str
    language: str
    classes: str
    wrap: bool
    spine: bool
    spine_second: str
    upright: bool
    picture: str
    picture_alt: str
    barcode: str
    articles: tuple[ArticleView, ...] = field(default=())
    credited: tuple[ArticleView, ...] = field(default=())


def _title_size(title: str, width_pt: float, lines: int) -> float:
    """Return the largest size at which `title` fits `width_pt` in at most `lines` lines."""
    words = [
        part for word in title.split() for part in (word if _is_wide(word) else (word,))
    ]  # fmt: skip
    longest = max((_em(word) + 0.35 * _broad(word) for word in words), default=1.0)
    total = _em(title)
    by_word = width_pt / longest
    by_lines = width_pt * lines * 0.86 / total
    return max(10.0, min(by_word * 0.97, by_lines, width_pt / 4.6))


def _is_wide(word: str) -> bool:
    """Return whether `word` can break between any two of its characters."""
    return width_em(word) > 0.9 * len(word)


def _em(text: str) -> float:
    """Return about how wide `text` is in ems of a text face."""
    return sum(1.02 if _is_wide(c) else 0.27 if c in " .,:;'il" else 0.56 for c in text) or 1.0


def _broad(word: str) -> int:
    """Return how many letters of `word` are much wider than most, in every script with capitals."""
    return sum(c in "mwMWæœÆŒмшщюжфМШЩЮЖФ@%—" for c in word)


@dataclass(frozen=True, slots=True)
class _SpineType:
    """The type on a spine: its size (0: none), what follows the title, and whether characters
    stand upright below each other.
    """

    size_pt: float
    second: str
    upright: bool


def _spine_type(plan: CoverPlan, book: BookView, layout: Layout) -> _SpineType:
    """Return type that fits the length of the spine: smaller, or without what follows the title."""
    size = plan.spine_type_pt
    share = _BAND if layout.options.get("cover") == "band" else 1.0
    room = (plan.height_mm - 2 * plan.safe_mm) * share * MM
    second = book.authors or book.publisher or ""
    upright = is_cjk(book.language) and _is_wide(book.title)
    if upright and not _is_wide(second):
        second = ""
    longest = _em(book.title) * 1.08
    if second and (longest + 1.6 + 0.9 * _em(second)) * size > room:
        second = ""
    size = math.floor(min(size, room / longest) * 10) / 10
    return _SpineType(size if size >= _SPINE_LEAST_PT else 0.0, second, upright)


def _values(
    plan: CoverPlan,
    title: str,
    subtitle: str,
    headlines: Sequence[str],
    spine: _SpineType,
) -> Mapping[str, str]:
    safe = plan.safe_mm
    text = (plan.width_mm - 2 * safe) * MM
    size = _title_size(title, text * 0.9, 4)
    spine_mm = plan.spine_mm or 0.0
    back = plan.flap_mm
    return {
        "panel-width": f"{plan.width_mm:g}mm",
        "panel-height": f"{plan.height_mm:g}mm",
        "spine-width": f"{spine_mm:g}mm",
        "front-left": f"{0.0 if plan.spine_mm is None else back + plan.width_mm + spine_mm:g}mm",
        "spine-left": f"{back + plan.width_mm:g}mm",
        "back-left": f"{back:g}mm",
        "barcode-width": f"{plan.barcode_width_mm or 40.0:g}mm",
        "bleed": f"{plan.bleed_mm:g}mm",
        "safe": f"{safe:g}mm",
        "unit": f"{plan.height_mm / 100:g}mm",
        "title-size": f"{math.floor(size * 10) / 10:g}pt",
        "spine-size": f"{spine.size_pt or 10.0:.1f}pt",
        "list-size": f"{_room(plan, title, subtitle, headlines)[0]:g}pt",
    }


def _room(
    plan: CoverPlan, title: str, subtitle: str, headlines: Sequence[str]
) -> tuple[float, int]:
    """Return the size at which headlines stand under the title, and how many of them fit."""
    unit, safe = plan.height_mm / 100 * MM, plan.safe_mm * MM
    width = plan.width_mm * MM - 2 * safe
    size = _title_size(title, width * 0.9, 4)
    above = math.ceil(_em(title) * size / (width * 0.9)) * size * 1.06
    above += math.ceil(_em(subtitle) * 14 / width) * 19
    room = plan.height_mm * MM - 2 * safe - 20 * unit - above
    for count in range(len(headlines), 0, -1):
        for tenths in range(20, 14, -1):
            found = unit * tenths / 10
            rows = sum(math.ceil(_em(text) * found / width) for text in headlines[:count])
            if rows * found * 1.25 + count * 1.6 * unit <= room:
                return math.floor(found * 10) / 10, count
    return math.floor(unit * 14) / 10, 1


def _document(
    edition: Edition, layout: Layout, plan: CoverPlan, view: CoverView, book: BookView
) -> Document:
    labels = labels_for(layout.labels, book.language)
    pen = Pen("print", book.language, runs_of(edition.typography), labels=labels)
    context: dict[str, Any] = {
        "pen": pen,
        "page": view,
        "cover": view,
        "book": book,
        "labels": labels,
        "medium": "print",
        "options": layout.options,
    }
    xhtml = render(environment(layout), layout, ("cover.xhtml",), context)
    return Document(
        name="cover",
        kind="cover",
        title=labels["cover"],
        language=book.language,
        xhtml=xhtml,
        landmark="cover",
        numbering="none",
        folios=False,
    )


def _view(
    edition: Edition, layout: Layout, plan: CoverPlan, book: BookView, spine: _SpineType
) -> CoverView:
    labels = labels_for(layout.labels, book.language)
    articles = tuple(
        article_view(article, words=layout.labels, language=book.language)
        for article in edition.articles()[:_LONGEST_LIST]
    )
    first: dict[str, ArticleView] = {}
    for article in articles:
        if article.authors:
            first.setdefault(article.authors, article)
    metadata = edition.metadata
    headlines = _headlines(edition)
    count = _room(plan, metadata.title, metadata.subtitle or "", headlines)[1] if headlines else 0
    picture = edition.cover is not None
    return CoverView(
        title=labels["cover"],
        language=book.language,
        classes=f"cover {option_classes(layout)} {'with' if picture else 'without'}-picture",
        wrap=plan.spine_mm is not None,
        spine=spine.size_pt > 0,
        spine_second=spine.second,
        upright=spine.upright,
        picture=f"asset:{edition.cover}" if picture else "",
        picture_alt=edition.cover_alt or "",
        barcode=f"asset:{plan.barcode}" if plan.barcode else "",
        articles=articles[:count],
        credited=tuple(first.values()),
    )


def _headlines(edition: Edition) -> tuple[str, ...]:
    return tuple(plain_text(a.headline) for a in edition.articles()[:_LONGEST_LIST])


def _sheets(
    edition: Edition,
    layout: Layout,
    plan: CoverPlan,
    ink: str,
    catalogue: Catalogue,
    spine: _SpineType,
) -> tuple[Stylesheet, ...]:
    medium = "print" if ink == "cmyk" else "epub"
    values = option_values(layout, medium) | font_values(
        catalogue,
        medium="print",
        families=layout.fonts,
        han_default=edition.typography.han_default,
    )
    for name, colour in (("ink", _INK), ("paper", _PAPER), ("white", _WHITE)):
        values[name] = colour.css(medium)
    metadata = edition.metadata
    values |= _values(plan, metadata.title, metadata.subtitle or "", _headlines(edition), spine)
    page = (
        f"@page {{ size: {plan.sheet_width_mm:g}mm {plan.height_mm:g}mm; margin: 0; marks: none;"
        f" bleed: {plan.bleed_mm:g}mm; }}\n"
    )
    findings = Collector()
    made = settled(layout.sheets["cover"], values, findings)
    if findings.errors:
        raise InputError(f"the layout {layout.name!r} cannot be used", findings.errors)
    return (Stylesheet("page.css", page), *made)


def compose_cover(
    edition: Edition,
    layout: Layout,
    plan: CoverPlan,
    *,
    ink: Literal["cmyk", "rgb"] = "cmyk",
    catalogue: Catalogue | None = None,
    assets: Mapping[str, Asset] | None = None,
) -> Composition:
    """Return the cover of `edition` in `layout` on the sheet of `plan`: a print Composition of one
    page.

    Where the edition has a cover picture it fills the front. `assets` are pictures beside those of
    the edition (a barcode). Raises `InputError` when the layout has no usable cover.
    """
    labels = labels_for(layout.labels, edition.metadata.language)
    book = book_view(edition.metadata, "print", labels)
    spine = _spine_type(plan, book, layout)
    view = _view(edition, layout, plan, book, spine)
    return Composition(
        medium="print",
        metadata=edition.metadata,
        documents=(_document(edition, layout, plan, view, book),),
        stylesheets=_sheets(edition, layout, plan, ink, catalogue or bundled_catalogue(), spine),
        assets={**edition.assets, **(assets or {})},
        contents=(),
        cover=edition.cover,
        cover_alt=edition.cover_alt,
        options=dict(layout.options),
        labels=dict(labels.words),
        fonts=dict(layout.fonts),
    )
