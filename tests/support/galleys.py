"""From documents and a style sheet to galleys and a bound book, with the bundled fonts."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import pikepdf

from newsbook.composition import BookBlock, Composition, Document, Galley, Stylesheet
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import PrintOptions
from newsbook.pdf import bind, typeset
from tests.support.compositions import composition_of, sample, whole

TIME = datetime.datetime(2022, 4, 2, tzinfo=datetime.UTC)

PAGE = """
@page { size: 100mm 140mm; margin: 15mm 10mm 15mm 20mm;
  @bottom-right { content: counter(page); font: 8pt Literata; } }
@page :left { margin: 15mm 20mm 15mm 10mm; @bottom-right { content: none }
  @bottom-left { content: counter(page); font: 8pt Literata; } }
html { font: 10pt/14pt Literata, "Noto Serif CJK SC"; color: device-cmyk(0 0 0 1) }
p { margin: 0; text-align: justify; widows: 2; orphans: 2 }
h1 { font-size: 14pt; line-height: 28pt; margin: 0 }
:lang(zh-Hans) { font-family: "Noto Serif CJK SC", Literata }
:lang(zh-Hant) { font-family: "Noto Serif CJK TC", Literata }
:lang(ja) { font-family: "Noto Serif CJK JP", Literata }
:lang(ko) { font-family: "Noto Serif CJK KR", Literata }
.note { float: footnote }
.contents .page-ref { display: inline-block; width: 3em; text-align: right }
"""


def document(name: str, body: str, *, language: str = "en", **more: Any) -> Document:
    """A document whose section has its name as id."""
    text = whole(f'<section id="{name}">{body}</section>', language=language, title=name.title())
    values: dict[str, Any] = {"kind": "article", "article": name, **more}
    return Document(name, title=name.title(), language=language, xhtml=text, **values)


def words(count: int, seed: str = "river") -> str:
    """A paragraph of `count` words."""
    stock = (
        f"the {seed} runs past old walls and the people who live there count its colours".split()
    )
    return "<p>" + " ".join(stock[i % len(stock)] for i in range(count)) + ".</p>"


def print_composition(documents: Sequence[Document], css: str = PAGE, **more: Any) -> Composition:
    """A print composition of `documents` with one style sheet."""
    made = composition_of(documents, medium="print", css=css, **more)
    return made


def print_sample(css: str = PAGE) -> Composition:
    """The sample book for print; its pictures are `asset:` addresses."""
    import dataclasses

    made = sample("print")
    documents = [
        dataclasses.replace(d, xhtml=d.xhtml.replace('src="', 'src="asset:'))
        for d in made.documents
    ]
    return dataclasses.replace(
        made, documents=tuple(documents), stylesheets=(Stylesheet("print.css", css),)
    )


def galleys_of(composition: Composition, **more: Any) -> tuple[Galley, ...]:
    """The galleys of `composition`."""
    options = more.pop("options", PrintOptions())
    return typeset(composition, options, catalogue=bundled_catalogue(), **more)


def bound(composition: Composition, **more: Any) -> BookBlock:
    """The bound book of `composition`."""
    options = more.pop("options", PrintOptions())
    galleys = galleys_of(composition, options=options, **more)
    return bind(composition, galleys, options, catalogue=bundled_catalogue(), timestamp=TIME)


def opened(book: BookBlock) -> pikepdf.Pdf:
    """The PDF of `book`."""
    return pikepdf.open(io.BytesIO(book.pdf))


def page_texts(book: BookBlock) -> list[str]:
    """The text of each page as PDFium extracts it, white space normalised."""
    import pypdfium2

    with pypdfium2.PdfDocument(book.pdf) as pdf:
        texts = []
        for page in pdf:
            text_page = page.get_textpage()
            texts.append(" ".join(text_page.get_text_range().split()))
            text_page.close()
            page.close()
        return texts
