"""From the metadata of a book to what its PDF says of itself: Info, XMP, language, direction."""

from __future__ import annotations

import datetime
from functools import partial
from html import escape as escape_html

from pikepdf import Dictionary, Name, Pdf, String

from newsbook import __version__
from newsbook.model import Metadata

__all__ = ["add_metadata"]

escape = partial(escape_html, quote=False)

CREATOR = f"newsbook {__version__}"
PRODUCER = f"newsbook {__version__} (WeasyPrint, qpdf)"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
)
BEGIN = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">\n'
    f'<rdf:Description rdf:about="" {SPACES}>'
)
END = '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'


def _listed(name: str, kind: str, values: list[str]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if values else ""


def _alternative(name: str, value: str) -> str:
    text = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
    return f"<{name}><rdf:Alt>{text}</rdf:Alt></{name}>" if value else ""


def add_metadata(pdf: Pdf, metadata: Metadata, timestamp: datetime.datetime) -> None:
    """Write document information and XMP in agreement, the language, and the reading direction.

    `timestamp` is aware; it is written in UTC.
    """
    time = timestamp.astimezone(datetime.UTC)
    people = [person.name for person in metadata.contributors]
    description = metadata.description or metadata.subtitle or ""
    info = pdf.docinfo
    entries = {
        "/Title": metadata.title,
        "/Author": ", ".join(people),
        "/Subject": description,
        "/Keywords": ", ".join(metadata.subjects),
        "/Creator": CREATOR,
        "/Producer": PRODUCER,
        "/CreationDate": time.strftime("D:%Y%m%d%H%M%S+00'00'"),
        "/ModDate": time.strftime("D:%Y%m%d%H%M%S+00'00'"),
    }
    for key, value in entries.items():
        if value:
            info[key] = String(value)
    iso = time.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    xmp = [
        _alternative("dc:title", metadata.title),
        _listed("dc:creator", "Seq", people),
        _alternative("dc:description", description),
        _listed("dc:subject", "Bag", list(metadata.subjects)),
        _listed("dc:language", "Bag", [metadata.language]),
        _alternative("dc:rights", metadata.rights or ""),
        f"<dc:format>application/pdf</dc:format><xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>",
        f"<xmp:CreateDate>{iso}</xmp:CreateDate><xmp:ModifyDate>{iso}</xmp:ModifyDate>",
        f"<xmp:MetadataDate>{iso}</xmp:MetadataDate><pdf:Producer>{PRODUCER}</pdf:Producer>",
    ]
    if metadata.subjects:
        xmp.append(f"<pdf:Keywords>{escape(', '.join(metadata.subjects))}</pdf:Keywords>")
    stream = pdf.make_stream("\n".join(filter(None, [BEGIN, *xmp, END])).encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
    pdf.Root.Lang = String(metadata.language)
    preferences = Dictionary(DisplayDocTitle=True)
    if metadata.direction == "rtl":
        preferences.Direction = Name.R2L
    pdf.Root.ViewerPreferences = preferences
