"""Word, OpenDocument, EPUB and other archives, written from a few lines as their programs do."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(files: dict[str, str | bytes], *, stored: Iterable[str] = ()) -> bytes:
    """Return a ZIP archive of `files`, always the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2021, 12, 27, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return target.getvalue()


@dataclass(frozen=True)
class Line:
    """A paragraph: its style's name, its text (`*emphasis*`), or a picture with its alt text."""

    style: str
    text: str = ""
    picture: bytes | None = None
    alt: str = ""


def _runs(text: str) -> Iterable[tuple[str, bool]]:
    for number, part in enumerate(text.split("*")):
        if part:
            yield part, number % 2 == 1


# ---------------------------------------------------------------- DOCX
def _docx_paragraph(line: Line, styles: dict[str, str], pictures: int) -> str:
    inside = "".join(
        f"<w:r>{'<w:rPr><w:i/></w:rPr>' if italic else ''}"
        f'<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part, italic in _runs(line.text)
    )
    if line.picture is not None:
        inside = (
            '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
            'wordprocessingDrawing"><wp:extent cx="2286000" cy="1524000"/>'
            f'<wp:docPr id="1" name="Picture 1" descr={quoteattr(line.alt)}/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="1" name="p" descr={quoteattr(line.alt)}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdP{pictures}"/></pic:blipFill>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
    return f'<w:p><w:pPr><w:pStyle w:val="{styles[line.style]}"/></w:pPr>{inside}</w:p>'


def docx(
    lines: Iterable[Line],
    *,
    core: dict[str, str] | None = None,
    more: str = "",
    extra: dict[str, str | bytes] | None = None,
) -> bytes:
    """Return a DOCX of `lines`; `core` are Dublin Core properties, `more` is body XML at its end."""
    lines = list(lines)
    names = list(dict.fromkeys(line.style for line in lines))
    styles = {name: f"s{number}" for number, name in enumerate(names)}
    body, media, rels = [], {}, []
    for line in lines:
        number = len(media) + 1
        body.append(_docx_paragraph(line, styles, number))
        if line.picture is not None:
            media[f"word/media/image{number}.png"] = line.picture
            rels.append(
                f'<Relationship Id="rIdP{number}" Type="{_R}/image" Target="media/image{number}.png"/>'
            )
    rels.append(f'<Relationship Id="rIdS" Type="{_R}/styles" Target="styles.xml"/>')
    style_xml = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val={quoteattr(name)}/></w:style>'
        for name, key in styles.items()
    )
    core_xml = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in (core or {}).items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return zipped(
        {
            "[Content_Types].xml": head
            + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": head + f'<Relationships xmlns="{_RELS}">'
            f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": head
            + f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}{more}'
            "<w:sectPr/></w:body></w:document>",
            "word/styles.xml": head + f'<w:styles xmlns:w="{_W}">{style_xml}</w:styles>',
            "word/_rels/document.xml.rels": head
            + f'<Relationships xmlns="{_RELS}">{"".join(rels)}</Relationships>',
            "docProps/core.xml": head
            + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:dcterms="http://purl.org/dc/terms/">{core_xml}</cp:coreProperties>',
            **media,
            **(extra or {}),
        }
    )


# ---------------------------------------------------------------- RTF
def _rtf_text(text: str) -> str:
    made = "".join(
        f"{{\\i {_rtf_escaped(part)}}}" if italic else _rtf_escaped(part)
        for part, italic in _runs(text)
    )
    return made


def _rtf_escaped(text: str) -> str:
    return "".join(
        f"\\{c}" if c in "{}\\" else c if ord(c) < 128 else
        f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text
    )  # fmt: skip


def rtf(lines: Iterable[Line], *, info: str = "") -> bytes:
    """Return an RTF document of `lines`; `info` is the inside of its information group."""
    lines = list(lines)
    names = list(dict.fromkeys(line.style for line in lines if line.style != "Normal"))
    styles = {"Normal": 0} | {name: number + 15 for number, name in enumerate(names)}
    sheet = "".join(f"{{\\s{n} {_rtf_escaped(name)};}}" for name, n in styles.items())
    body = []
    for line in lines:
        inside = _rtf_text(line.text)
        if line.picture is not None:
            inside = (f"{{\\pict\\pngblip\\picw240\\pich160\\picwgoal3600\\pichgoal2400 "
                      f"{line.picture.hex()}}}")  # fmt: skip
        body.append(f"\\pard\\plain \\s{styles[line.style]}\\widctlpar {inside}\\par\n")
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}"
        f"{{\\stylesheet{sheet}}}{{\\info{info}}}\n{''.join(body)}}}"
    ).encode("ascii")


# ---------------------------------------------------------------- ODT
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = (
    f'xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" xmlns:style="{_ODF}style:1.0" '
    f'xmlns:draw="{_ODF}drawing:1.0" xmlns:table="{_ODF}table:1.0" '
    f'xmlns:svg="{_ODF}svg-compatible:1.0" xmlns:fo="{_ODF}xsl-fo-compatible:1.0" '
    f'xmlns:meta="{_ODF}meta:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def _odt_key(style: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in style)


def _odt_paragraph(line: Line, number: int) -> str:
    inside = "".join(
        f'<text:span text:style-name="T1">{escape(p)}</text:span>' if italic else escape(p)
        for p, italic in _runs(line.text)
    )
    if line.picture is not None:
        inside = (
            f'<draw:frame draw:name="Image{number}" text:anchor-type="as-char"><draw:image '
            f'xlink:href="Pictures/image{number}.png"/><svg:desc>{escape(line.alt)}</svg:desc>'
            "</draw:frame>"
        )
    return f'<text:p text:style-name="{_odt_key(line.style)}">{inside}</text:p>'


def odt(
    lines: Iterable[Line],
    *,
    meta: str = "",
    more: str = "",
    styles: str = "",
    extra: dict[str, str | bytes] | None = None,
) -> bytes:
    """Return an ODT of `lines`; `meta` is the inside of `office:meta`, `more` is body XML, `styles`
    are further styles.
    """
    lines = list(lines)
    pictures = {f"Pictures/image{n}.png": line.picture
                for n, line in enumerate(lines) if line.picture is not None}  # fmt: skip
    styles += "".join(
        f'<style:style style:name="{_odt_key(name)}" style:display-name={quoteattr(name)} '
        'style:family="paragraph"/>' for name in dict.fromkeys(line.style for line in lines)
    )  # fmt: skip
    body = "".join(_odt_paragraph(line, n) for n, line in enumerate(lines))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f"{head}<manifest/>",
        "content.xml": f"{head}<office:document-content {_SPACES}><office:automatic-styles>"
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'fo:font-style="italic"/></style:style></office:automatic-styles><office:body>'
        f"<office:text>{body}{more}</office:text></office:body></office:document-content>",
        "styles.xml": f"{head}<office:document-styles {_SPACES}><office:styles>{styles}"
        "</office:styles></office:document-styles>",
        "meta.xml": f"{head}<office:document-meta {_SPACES}><office:meta>{meta}</office:meta>"
        "</office:document-meta>",
        **pictures,
        **(extra or {}),
    }
    return zipped(files, stored=["mimetype"])


# ---------------------------------------------------------------- EPUB
NAV = ' properties="nav"'


def epub(documents: dict[str, str], files: dict[str, bytes], *, metadata: str = "") -> bytes:
    """Return an EPUB 3 of `documents` (XHTML by path, in reading order) and other `files`."""
    items = "".join(
        f'<item id="d{n}" href="{name}" media-type="application/xhtml+xml"'
        f'{NAV if name.startswith("nav") else ""}/>'
        for n, name in enumerate(documents)
    )  # fmt: skip
    items += "".join(f'<item id="f{n}" href="{name}" media-type="image/png"/>'
                     for n, name in enumerate(files))  # fmt: skip
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(documents)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            'full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
            "EPUB/package.opf": '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" '
            'version="3.0" unique-identifier="id"><metadata '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>{items}'
            f"</manifest><spine>{spine}</spine></package>",
            **{f"EPUB/{name}": text for name, text in documents.items()},
            **{f"EPUB/{name}": data for name, data in files.items()},
        },
        stored=["mimetype"],
    )


# ---------------------------------------------------------------- WARC
def _warc_record(kind: str, url: str, content: bytes, media: str) -> bytes:
    if kind == "response":
        content = (f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(content)}"
                   "\r\n\r\n").encode() + content  # fmt: skip
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    stated = "application/http; msgtype=response" if kind == "response" else media
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2021-12-28T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: {stated}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def warc(responses: dict[str, tuple[str, bytes]], *, packed: bool = True) -> bytes:
    """Return a WARC of `responses`: media type and body by address; `packed` by records."""
    records = [_warc_record("warcinfo", "", b"software: tests\r\n", "application/warc-fields")]
    records += [_warc_record("response", url, body, media)
                for url, (media, body) in responses.items()]  # fmt: skip
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in records)
