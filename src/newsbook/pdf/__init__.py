"""From a print Composition to a bound book block: typeset units into galleys, bind them, press.

What a layout may rely on (print medium):

* **Unit.** Each `Document` is typeset on its own, in parallel, and cached; neighbours with the same
  non-empty `Document.unit` are typeset together. `@page :first` is the first page of a unit, and
  `string-set`, counters and running elements start afresh in each: a document must set itself what
  its running heads show (`string-set: title content()` on a heading, or a running element).
* **Sides.** `Document.start` says on which side a document begins; bare blank pages are put in
  between. Do not set `break-before` on `html` or on the outermost element. When the text area of
  left and right pages has the same size (margins may be mirrored, `@page :left`/`:right`), a unit
  is typeset once and placed on either side, running heads included; otherwise it is typeset for
  its side. Blank pages carry nothing, whatever the style sheet says.
* **Folios.** `counter(page)` in a margin box, or in an element that runs in one, is the folio. Its
  style, features, colour and alignment are the layout's; the number is stamped when the book is
  bound, in roman numerals for `Document.numbering == "front"`. A counter style other than `decimal`
  (`counter(page, cjk-decimal)`) is kept for the body. `counter(pages)` is the number of the last
  page of the same numbering.
* **References to pages.** `<span class="page-ref" data-ref="ID"></span>` is filled with the folio
  of the page on which ID stands. Where its width does not depend on the number (`display:
  inline-block` with a `width`, as a column of numbers in the contents wants), it is stamped like
  a folio, aligned by `text-align`; elsewhere the text is set again with the number.
* **Links.** `href="#ID"` leads to ID anywhere in the book; other links are kept for the screen.
* **Pictures.** `src="asset:KEY"`, `url(asset:KEY)`: KEY is a key of `Composition.assets`. Nothing
  else can be loaded.
* **Fonts.** Families by their names in the catalogue; no `@font-face`. A character that no family
  in the stack has is an error.
* **Outline.** `bookmark-level` and `bookmark-label`, from 1 for a section.
* **Grid.** A block that declares `--snap: 14pt` grows until what follows stands on a grid of that
  step again, counted from the top of the page; a headline that declares `--balance: 1` gets lines
  of about equal length. A note stands on the page that calls it.
* **Chinese and Japanese.** `text-align: justify` stretches between characters in paragraphs of `zh`
  and `ja`; blank halves of punctuation at line edges are trimmed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsbook.composition import BookBlock, Composition, Galley, PageMark
from newsbook.pdf import pagination
from newsbook.pdf.typesetting import GalleyCache, typeset, typeset_unit
from newsbook.recall import FORGETFUL, Recall

if TYPE_CHECKING:
    from newsbook.fonts import Catalogue
    from newsbook.manifest.types import PrintOptions

__all__ = ["GalleyCache", "bind", "page_map", "typeset", "typeset_unit"]


def page_map(
    composition: Composition, galleys: Sequence[Galley]
) -> Mapping[str, Sequence[PageMark]]:
    """Return where the pages of the book begin, as `BookBlock.page_map` of the bound `galleys`."""
    by_unit = {galley.unit: galley for galley in galleys}
    plan = pagination.paginate(composition.documents, by_unit, composition.metadata.direction)
    return pagination.page_map(composition, by_unit, plan)


def bind(
    composition: Composition,
    galleys: Sequence[Galley],
    options: PrintOptions,
    *,
    catalogue: Catalogue,
    timestamp: datetime.datetime,
    recall: Recall = FORGETFUL,
) -> BookBlock:
    """Return the book of `galleys` (from `typeset`): PDF, pages and page map.

    `timestamp` is aware and goes into the metadata; `recall` remembers subsets of fonts. The same
    input gives the same bytes.
    """
    from newsbook.pdf.binding import bind_galleys

    return bind_galleys(
        composition,
        galleys,
        fonts={face.file: face.path for face in catalogue.files},
        timestamp=timestamp,
        tagged=options.tagged,
        digests={face.file: face.sha256 for face in catalogue.files},
        recall=recall,
    )
