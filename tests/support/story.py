"""One story in every format: the files of an edition, and what each format keeps of the story."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from newsbook.content import Figure
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import Line, docx, epub, odt, rtf, warc, zipped

HERE = Path(__file__).resolve().parent.parent / "story"
ROOT = HERE.parent.parent

HEADLINE = "The Pine and the Cypress"
DATELINE = "BAKU, December 27, 2021 (AZERTAC)"
PARAGRAPHS = (
    "There is a Chinese saying: “岁寒知松柏,患难见真情”, which means that the pine and the cypress "
    "are known in the cold, and friends in hard times.",
    "Thirty years ago China recognised the Republic of Azerbaijan. The first letters between the "
    "two academies were written in the same winter, and they have not stopped since.",
    "“A letter is a small embassy,” the archivist says of the four thousand pages in her care.",
)
MARKED = (
    PARAGRAPHS[0],
    PARAGRAPHS[1].replace("Republic of Azerbaijan", "*Republic of Azerbaijan*"),
    PARAGRAPHS[2],
)
ALT = "A pine beside a cypress"
CAPTION = "A pine and a cypress in the snow."
CREDIT = "Leyla Aliyeva/AZERTAC"
FIELDS = (
    "headline", "kicker", "deck", "byline", "dateline", "date", "paragraphs", "emphasis",
    "picture", "alt", "caption", "credit",
)  # fmt: skip


# ---------------------------------------------------------------- files
def _picture() -> bytes:
    return (HERE / "pine.png").read_bytes()


def _html_paragraphs(dateline: str = f"{DATELINE} – ") -> str:
    marked = [p.replace("*", "<em>", 1).replace("*", "</em>", 1) for p in MARKED]
    return "\n".join(f"<p>{dateline if n == 0 else ''}{p}</p>" for n, p in enumerate(marked))


ENGLISH = ("Kicker", "Title", "Subtitle", "Byline", "Dateline", "caption", "Credit")


def _lines(*styles: str) -> list[Line]:
    kicker, title, deck, byline, dateline, caption, credit = styles
    return [
        Line(kicker, "Friendship"),
        Line(title, HEADLINE),
        Line(deck, "Thirty years of letters"),
        Line(byline, "By Sadig Gachayev, Yanshan University"),
        Line(dateline, DATELINE),
        Line("Normal", picture=_picture(), alt=ALT),
        Line(caption, CAPTION),
        Line(credit, CREDIT),
        *(Line("Normal", text) for text in MARKED),
    ]


def word(*styles: str) -> bytes:
    """Return the story as a Word document; `styles` name kicker, title, deck, byline, dateline,
    caption, credit.
    """
    return docx(
        _lines(*styles),
        core={"dc:title": "pine, draft 3", "dc:language": "en", "dc:creator": "newsroom",
              "dcterms:created": "2021-12-20T10:00:00Z"},
    )  # fmt: skip


def _docx() -> bytes:
    return word(*ENGLISH)


def _odt() -> bytes:
    meta = (
        "<meta:initial-creator>newsroom</meta:initial-creator><dc:title>pine, draft 3</dc:title>"
        "<meta:creation-date>2021-12-20T10:00:00</meta:creation-date>"
    )
    return odt(_lines(*ENGLISH), meta=meta)


def _rtf() -> bytes:
    return rtf(
        _lines(*ENGLISH),
        info=r"{\title pine, draft 3}{\author newsroom}{\creatim\yr2021\mo12\dy20}",
    )


def _epub() -> bytes:
    head = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head><body>'
    )
    chapter = (
        f'{head}<p class="kicker">Friendship</p><h1>{HEADLINE}</h1>'
        '<p class="subtitle">Thirty years of letters</p>'
        '<p class="byline">By Sadig Gachayev, Yanshan University</p>'
        f"{_figure('pine.png').replace('>', '/>', 2).replace('<figure/>', '<figure>')}"
        f"{_html_paragraphs()}</body></html>"
    )
    return epub(
        {
            "titlepage.xhtml": f"{head}<h1>A Book of Friendship</h1></body></html>",
            "nav.xhtml": f"{head}<nav><ol><li><a href='pine.xhtml'>x</a></li></ol></nav></body></html>",
            "pine.xhtml": chapter,
        },
        {"pine.png": _picture()},
        metadata="<dc:title>A Book of Friendship</dc:title><dc:language>en</dc:language>"
        "<dc:creator>Press Office</dc:creator><dc:date>2022-04-02</dc:date>",
    )


def _warc() -> bytes:
    page = (HERE / "story.html").read_bytes()
    return warc(
        {
            "https://azertac.example/2021/pine.html": ("text/html; charset=utf-8", page),
            "https://azertac.example/2021/pine.png": ("image/png", _picture()),
        }
    )


def _docx_zh() -> bytes:
    return word("眉题", "标题", "副标题", "作者", "电头", "题注", "摄影")


def _docx_ja() -> bytes:
    return word("キッカー", "表題", "副題", "筆者", "発信地", "図表番号", "撮影")


def _figure(address: str) -> str:
    return (
        f'<figure><img src="{address}" alt="{ALT}"><figcaption>{CAPTION} Photo: {CREDIT}'
        "</figcaption></figure>"
    )


def _substack() -> bytes:
    table = (
        "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,"
        'podcast_url\n45837141.pine,2021-12-27T09:00:00.000Z,true,,,newsletter,everyone,"'
        f'{HEADLINE}","Thirty years of letters",\n'
    )
    page = (
        f'<div class="captioned-image-container">{_figure("pine.png")}</div>'
        f"{_html_paragraphs()}"
        '<p class="button-wrapper"><a class="button primary" href="https://x.example/subscribe">'
        "<span>Subscribe now</span></a></p>"
    )
    return zipped(
        {"posts.csv": table, "posts/45837141.pine.html": page, "posts/pine.png": _picture()}
    )


def _medium() -> bytes:
    page = (
        f"<!DOCTYPE html><html><head><title>{HEADLINE}</title></head><body>"
        f'<article class="h-entry"><header><h1 class="p-name">{HEADLINE}</h1></header>'
        '<section data-field="subtitle" class="p-summary">Thirty years of letters</section>'
        '<section data-field="body" class="e-content"><section class="section">'
        '<div class="section-divider"><hr class="section-divider"></div><div class="section-inner">'
        f'<h3 class="graf graf--h3 graf--title">{HEADLINE}</h3>{_figure("pine.png")}'
        f"{_html_paragraphs()}</div></section></section>"
        '<footer><p>By <a href="https://medium.com/@s" class="p-author h-card">Sadig Gachayev, '
        'Yanshan University</a> on <a href="https://medium.com/p/1"><time class="dt-published" '
        'datetime="2021-12-27T09:00:00.000Z">December 27, 2021</time></a>.</p><p>'
        '<a href="https://medium.com/@s/pine-1" class="p-canonical">Canonical link</a></p></footer>'
        "</article></body></html>"
    )
    return zipped(
        {
            "README.html": "<html><body>Your archive</body></html>",
            "profile/profile.html": "<html><body>A profile</body></html>",
            "posts/2021-12-27_The-Pine-and-the-Cypress-0a1b2c3d4e5f.html": page,
            "posts/pine.png": _picture(),
        }
    )


def _mhtml() -> bytes:
    page = base64.encodebytes((HERE / "story.html").read_bytes()).decode()
    picture = base64.encodebytes(_picture()).decode()
    address = "https://azertac.example/2021/pine"
    text = (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: {address}.html\nSubject: {HEADLINE}\n"
        "Date: Tue, 28 Dec 2021 08:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----B"\n\n'
        "------B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: {address}.html\n\n{page}\n------B\nContent-Type: image/png\n"
        f"Content-Transfer-Encoding: base64\nContent-Location: {address}.png\n\n{picture}\n------B--\n"
    )
    return text.replace("\n", "\r\n").encode()


def _mail() -> bytes:
    message = _mhtml().replace(b"<Saved by Blink>", b"Press Office <press@azertac.example>")
    return message.replace(b"Snapshot-Content-Location", b"Reply-To")


def _singlefile() -> bytes:
    page = (HERE / "story.html").read_text("utf-8")
    picture = "data:image/png;base64," + base64.b64encode(_picture()).decode()
    saved = (
        "<!--\n Page saved with SingleFile \n url: https://azertac.example/2021/pine.html \n"
        " saved date: Tue Dec 28 2021 12:00:00 GMT+0400\n-->"
    )
    return page.replace('"pine.png"', f'"{picture}"').replace("<head>", f"{saved}<head>").encode()


@dataclass(frozen=True)
class Kept:
    """A format: its name in the table, its file, how the file is made (None: it is in the
    repository), and the fields of the story that the format has no place for.
    """

    name: str
    file: str
    make: Callable[[], bytes] | None = None
    lost: frozenset[str] = frozenset()
    several: bool = False


def _kept(name: str, file: str, lost: str = "", *, make: Callable[[], bytes] | None = None,
          several: bool = False) -> Kept:  # fmt: skip
    return Kept(name, file, make, frozenset(lost.split()), several)


FORMATS: tuple[Kept, ...] = (
    _kept("Markdown", "story.md"),
    _kept("Plain text", "story.txt", "kicker deck emphasis picture alt caption credit"),
    _kept("Web page", "story.html"),
    _kept("Web page (MHTML)", "story.mhtml", make=_mhtml),
    _kept("Web page (SingleFile)", "story-single.html", make=_singlefile),
    _kept("Mail", "story.eml", make=_mail),
    _kept("NITF 3", "story.nitf.xml"),
    _kept("NewsML-G2", "story.newsml-g2.xml"),
    _kept("NewsML 1.2", "story.newsml.xml"),
    _kept("ninjs 1", "story.ninjs1.json"),
    _kept("ninjs 2", "story.ninjs2.json"),
    _kept("ninjs 3", "story.ninjs3.json"),
    _kept("RSS", "feed.rss", "kicker deck", several=True),
    _kept("Atom", "feed.atom", "kicker deck", several=True),
    _kept("JSON Feed", "feed.json", "kicker deck", several=True),
    _kept("Blogger", "blogger.xml", "kicker deck", several=True),
    _kept("WordPress (WXR)", "wordpress.xml", several=True),
    _kept("Ghost", "ghost.json", "kicker", several=True),
    _kept("Substack", "substack.zip", "kicker byline", make=_substack, several=True),
    _kept("Medium", "medium.zip", "kicker", make=_medium, several=True),
    _kept("Word (DOCX)", "story.docx", make=_docx),
    _kept("Word, Chinese styles", "story-zh.docx", make=_docx_zh),
    _kept("Word, Japanese styles", "story-ja.docx", make=_docx_ja),
    _kept("OpenDocument (ODT)", "story.odt", make=_odt),
    _kept("RTF", "story.rtf", "alt", make=_rtf),
    _kept("EPUB", "story.epub", make=_epub, several=True),
    _kept("reStructuredText", "story.rst"),
    _kept("AsciiDoc", "story.adoc"),
    _kept("MediaWiki", "story.mediawiki", "kicker deck"),
    _kept("Org", "story.org", "kicker deck"),
    _kept("Web archive (WARC)", "story.warc.gz", make=_warc, several=True),
)


def write_edition(folder: Path) -> None:
    """Write the story in every format, and a manifest that lists them all, into `folder`."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    for form in FORMATS:
        if form.make is not None:
            (folder / form.file).write_bytes(form.make())
    lines = ["title: One story in every format", "language: en", "date: 2022-01-01", "contents:"]
    for form in FORMATS:
        stem = form.file.replace(".", "-")
        key = "feed" if form.several else "file"
        slug = "" if form.several else f", slug: {stem}"
        lines += [f"  - section: {form.name}", f"    slug: in-{stem}", "    contents:",
                  f"      - {{{key}: {form.file}{slug}}}"]  # fmt: skip
    (folder / "manifest.yml").write_text("\n".join(lines) + "\n", "utf-8")


def read_story(form: Kept, folder: Path) -> tuple[Article, World]:
    """Return the story as `form` holds it, and the world with what was said of it."""
    world = World(root=folder)
    articles = read_many(Source(form.file, (folder / form.file).read_bytes()), world)
    assert len(articles) == 1, [str(d.message) for d in world.diagnostics]
    return articles[0], world


# ---------------------------------------------------------------- what is kept
def told(article: Article) -> dict[str, object]:
    """Return what `article` tells of the story, by the names in `FIELDS`."""
    figures = [n for n in walk(article.body) if isinstance(n, Figure) and n.pictures]
    figure = figures[0] if figures else Figure()
    texts = [plain_text(b) for b in article.body if not isinstance(b, Figure)]
    emphasised = [plain_text(n) for n in walk(article.body) if type(n).__name__ == "Emphasis"]
    own = {asset.source for asset in article.pictures}
    name = figure.pictures[0].source if figure.pictures else ""
    return {
        "headline": plain_text(article.headline),
        "kicker": plain_text(article.kicker).casefold(),
        "deck": plain_text(article.deck),
        "byline": [(p.name, p.role, p.affiliation) for p in article.byline],
        "dateline": article.dateline and article.dateline.raw,
        "date": (article.published or "")[:10],
        "paragraphs": texts,
        "emphasis": emphasised,
        "picture": len(figures) == 1 and (name == "pine.png" or name in own),
        "alt": figure.pictures[0].alt if figure.pictures else None,
        "caption": plain_text(figure.caption),
        "credit": plain_text(figure.credit),
    }


STORY: dict[str, object] = {
    "headline": HEADLINE,
    "kicker": "friendship",
    "deck": "Thirty years of letters",
    "byline": [("Sadig Gachayev", "aut", "Yanshan University")],
    "dateline": DATELINE,
    "date": "2021-12-27",
    "paragraphs": list(PARAGRAPHS),
    "emphasis": ["Republic of Azerbaijan"],
    "picture": True,
    "alt": ALT,
    "caption": CAPTION,
    "credit": CREDIT,
}


def table(folder: Path, formats: Iterable[Kept] = FORMATS) -> str:
    """Return the table of what each format keeps, as Markdown, from reading the files."""
    lines = [f"| format | {' | '.join(FIELDS)} |", f"|---|{'---|' * len(FIELDS)}"]
    for form in formats:
        found = told(read_story(form, folder)[0])
        marks = ("yes" if found[f] == STORY[f] else "–" for f in FIELDS)
        lines.append(f"| {form.name} | {' | '.join(marks)} |")
    return "\n".join(lines) + "\n"
