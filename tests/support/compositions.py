"""From a few hand-written articles in six writing systems to a Composition, without a layout.

Tests of the backends use it so that they depend on nothing before them in the pipeline. `sample`
gives everything at once; `article_document` and `composition_of` make smaller ones.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from PIL import Image, ImageDraw

from newsbook.composition import Composition, Document, Medium, Stylesheet, TocEntry
from newsbook.model import Asset, Contributor, Identifier, Metadata, Series

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"

CSS = """body { margin: 0; }
h1, h2, h3 { text-align: start; page-break-after: avoid; break-after: avoid; }
.byline, .dateline { margin: 0; }
figure { margin: 1em 0; page-break-inside: avoid; break-inside: avoid; }
img, svg { max-width: 100%; height: auto; }
body.cover { text-align: center; }
a.noteref { vertical-align: super; font-size: 0.75em; line-height: 0; }
ruby { ruby-position: over; }
"""

PINE = (
    "There is a saying about a tree that stays green. It is told at weddings, at funerals and at "
    "the opening of trade fairs, and it fits them all. "
)


def picture(width: int = 320, height: int = 200, kind: str = "PNG") -> bytes:
    """The bytes of a small drawing."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for step in range(5):
        draw.rectangle(
            (20 + step * width // 6, height - 20 - step * 30, 40 + step * width // 6, height - 20),
            fill=(31, 95, 168),
        )
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def whole(body: str, *, language: str, title: str, kind: str = "bodymatter") -> str:
    """A whole html element around the content of a body."""
    return (
        f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang="{language}"><head><title>{title}</title>'
        f'</head><body epub:type="{kind}">{body}</body></html>'
    )


def note(slug: str, number: int, text: str, medium: Medium) -> tuple[str, str]:
    """The call and the body of a note: (at the call, at the end of the article)."""
    if medium == "print":
        return f'<span class="note" id="{slug}-fn-{number}">{text}</span>', ""
    call = (
        f'<a class="noteref" epub:type="noteref" role="doc-noteref" id="{slug}-fnref-{number}" '
        f'href="#{slug}-fn-{number}">{number}</a>'
    )
    body = (
        f'<aside class="footnote" epub:type="footnote" role="doc-footnote" id="{slug}-fn-{number}">'
        f'<p><a epub:type="backlink" role="doc-backlink" href="#{slug}-fnref-{number}" '
        f'aria-label="Back to note reference {number}">{number}</a> {text}</p></aside>'
    )
    return call, body


def article_document(
    slug: str,
    headline: str,
    paragraphs: Iterable[str],
    *,
    language: str = "en",
    byline: str = "",
    dateline: str = "",
    notes: Sequence[str] = (),
    medium: Medium = "epub",
) -> Document:
    """One article; paragraphs are XHTML. Each note is called at the end of the first paragraph."""
    pairs = [note(slug, n, text, medium) for n, text in enumerate(notes, 1)]
    blocks = [p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs]
    if blocks and pairs:
        calls = "".join(call for call, _ in pairs)
        blocks[0] = blocks[0].replace("</p>", calls + "</p>", 1)
    footnotes = "".join(body for _, body in pairs)
    if footnotes:
        footnotes = f'<section class="notes" epub:type="footnotes">{footnotes}</section>'
    body = (
        f'<section class="article" epub:type="chapter" role="doc-chapter" id="{slug}" '
        f'lang="{language}" aria-labelledby="{slug}-headline"><header>'
        f'<h1 class="headline" id="{slug}-headline">{headline}</h1>'
        + (f'<p class="byline">{byline}</p>' if byline else "")
        + (f'<p class="dateline">{dateline}</p>' if dateline else "")
        + f'</header><div class="body">{"".join(blocks)}</div>{footnotes}</section>'
    )
    text = whole(body, language=language, title=headline)
    return Document(slug, "article", headline, language, text, article=slug)


def _figures() -> list[str]:
    return [
        '<figure class="figure" id="pine-fig"><img src="chart.png" alt="Bars that rise from left '
        'to right."/><figcaption class="caption">Agreements by year.</figcaption></figure>',
        "<table><caption>Freight, thousand tonnes</caption><thead><tr>"
        '<th scope="col">Year</th><th scope="col">West</th></tr></thead><tbody><tr>'
        '<th scope="row">2019</th><td>120</td></tr></tbody></table>',
        '<p>Growth is <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="r equals 0.17">'
        "<mi>r</mi><mo>=</mo><mn>0.17</mn></math>.</p>",
        '<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 12" role="img" '
        'aria-labelledby="pine-svg"><title id="pine-svg">A rising line.</title><defs>'
        '<linearGradient id="pine-g"><stop offset="0"/></linearGradient></defs>'
        '<polyline points="2,9 15,7 28,3" fill="none" stroke="#000"/></svg></figure>',
    ]


def _articles(medium: Medium) -> list[Document]:
    ruby = '<ruby>岁<rt lang="zh-Latn-pinyin">suì</rt>寒<rt lang="zh-Latn-pinyin">hán</rt></ruby>'
    return [
        article_document(
            "pine",
            "The Pine and the Cypress",
            [
                PINE + f'It is <span lang="zh-Hans">{ruby}知松柏</span>.',
                PINE * 3,
                *_figures(),
                'Read also <a href="#opera">the piece on opera</a> and '
                '<a href="https://example.org/">the wire</a>.',
            ],
            byline="Sadig Gachayev",
            dateline="Baku, December 27",
            notes=["Only in the cold of winter.", "The figure is the author’s."],
            medium=medium,
        ),
        article_document(
            "opera",
            "昆曲进校园：六百年古韵在课堂重生",
            [
                "每周三下午，苏州一所中学的音乐教室里都会传出水磨调的唱腔。"
                '英文译名为<span lang="en">Kunqu opera</span>。',
                "孩子们先学念白，再学身段，最后才开口唱。",
            ],
            language="zh-Hans",
            byline="新书社",
            notes=["首批共十九项。"],
            medium=medium,
        ),
        article_document(
            "river",
            "溪流復育十年",
            ["「水清了，魚就回來。」住在溪邊的居民說。"],
            language="zh-Hant",
            medium=medium,
        ),
        article_document(
            "tram",
            "路面電車、百年目の冬",
            ["雪のちらつく<ruby>師走<rt>しわす</rt></ruby>の朝、電車は10分遅れで滑り込んだ。"],
            language="ja",
            medium=medium,
        ),
        article_document(
            "library",
            "작은 도서관, 골목의 저녁을 밝히다",
            ["해가 지면 골목 끝 작은 도서관에 불이 켜진다."],
            language="ko",
            medium=medium,
        ),
        article_document(
            "qala",
            "Köhnə qala",
            ["Şəhərin qədim hissəsi hər səhər yenidən oyanır; İçərişəhər ₼ ilə yaşayır."],
            language="az",
            medium=medium,
        ),
    ]


def _front(medium: Medium) -> list[Document]:
    cover = whole(
        '<section class="cover" epub:type="cover" aria-label="Cover"><img role="doc-cover" '
        'src="cover.jpg" alt="A pine and a cypress."/></section>',
        language="en", title="Cover", kind="frontmatter",
    )  # fmt: skip
    title = whole(
        '<section class="title-page" epub:type="titlepage"><h1>The Pine and the Cypress</h1>'
        '<p role="doc-subtitle">Thirty years of friendship in print</p></section>',
        language="en", title="Title page", kind="frontmatter",
    )  # fmt: skip
    rights = whole(
        '<section class="copyright-page" epub:type="copyright-page"><h1>Copyright</h1>'
        "<p>© 2022 the authors.</p></section>",
        language="en", title="Copyright", kind="frontmatter",
    )  # fmt: skip
    documents = [
        Document("title", "title", "Title page", "en", title, landmark="titlepage", start="recto",
                 numbering="front"),
        Document("copyright", "copyright", "Copyright", "en", rights, landmark="copyright-page",
                 numbering="front"),
    ]  # fmt: skip
    if medium == "epub":
        documents.insert(0, Document("cover", "cover", "Cover", "en", cover, landmark="cover"))
    return documents


def _section(slug: str, title: str, subtitle: str = "") -> Document:
    body = (
        f'<section class="section-opener" epub:type="part" role="doc-part" id="{slug}" '
        f'aria-labelledby="{slug}-title"><h1 id="{slug}-title">{title}</h1>{subtitle}</section>'
    )
    text = whole(body, language="en", title=title)
    return Document(
        slug, "section", title, "en", text, start="recto", landmark="bodymatter", numbering="body"
    )


def metadata() -> Metadata:
    """What is said of the sample book."""
    return Metadata(
        title="The Pine and the Cypress",
        subtitle="Thirty years of friendship in print",
        language="en",
        contributors=(
            Contributor("Press Office", "edt", "Press Office"),
            Contributor("Li Hua", "trl", "Li, Hua"),
        ),
        publisher="Silk Road Press",
        date="2022-04-02",
        identifiers=(Identifier("isbn", "978-0-306-40615-7", "print"),),
        rights="© 2022 the authors",
        description="Articles from both ends of the road.",
        subjects=("Diplomacy", "BISAC:POL011000 International Relations"),
        series=Series("Friendship Papers", "1", "2049-3630"),
        slug="pine-and-cypress",
    )


def assets() -> dict[str, Asset]:
    """The pictures of the sample book."""
    return {
        "cover.jpg": Asset("cover.jpg", "image/jpeg", picture(1600, 2400, "JPEG"), width_px=1600,
                           height_px=2400, alt="A pine and a cypress."),
        "chart.png": Asset("chart.png", "image/png", picture(), width_px=320, height_px=200),
    }  # fmt: skip


def composition_of(
    documents: Sequence[Document],
    *,
    medium: Medium = "epub",
    contents: Sequence[TocEntry] | None = None,
    css: str = CSS,
    **more: Any,
) -> Composition:
    """A Composition of `documents` with one line of contents for each, unless given."""
    if contents is None:
        contents = [TocEntry(d.title, d.name, language=d.language) for d in documents]
    values: dict[str, Any] = {
        "metadata": metadata(),
        "assets": assets(),
        "labels": {"contents": "Contents", "cover": "Cover"},
        **more,
    }
    return Composition(
        medium=medium,
        documents=tuple(documents),
        stylesheets=(Stylesheet("book.css", css),),
        contents=tuple(contents),
        **values,
    )


def sample(medium: Medium = "epub") -> Composition:
    """The whole sample book for one medium."""
    pine, opera, river, tram, library, qala = _articles(medium)
    friendship, neighbours = _section("friendship", "Friendship"), _section("road", "On the Road")
    front = _front(medium)
    documents = [*front, friendship, pine, opera, river, neighbours, tram, library, qala]

    def line(document: Document, *children: TocEntry) -> TocEntry:
        kind: Any = {"section": "section", "article": "article"}.get(document.kind, "page")
        return TocEntry(
            document.title, document.name, language=document.language, kind=kind, children=children
        )

    return composition_of(
        documents,
        medium=medium,
        contents=[
            line(front[-2]),
            line(friendship, *map(line, (pine, opera, river))),
            line(neighbours, *map(line, (tram, library, qala))),
        ],
        cover="cover.jpg" if medium == "epub" else None,
        cover_alt="A pine and a cypress.",
        articles={
            "pine": {
                "title": "The Pine and the Cypress",
                "authors": [{"name": "Sadig Gachayev", "role": "aut", "file_as": None}],
                "rights": "© 2021 AZERTAC",
                "source": "AZERTAC",
                "url": "https://example.org/pine",
                "published": "2021-12-27",
                "language": "en",
            },
            "opera": {
                "title": "昆曲进校园",
                "authors": [{"name": "新书社", "role": "aut", "file_as": None}],
                "language": "zh-Hans",
            },
        },
    )
