"""Word, OpenDocument, EPUB and other archives, written from a few lines as their programs do."""

from __future__ import annotations

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
