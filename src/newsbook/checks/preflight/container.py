"""From a PDF file as bytes to findings about the file itself and what it says of itself.

Version, syntax, document information and XMP: ISO 15930-1, -3, -4, -6, -7 (clause 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Name, String

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Subject, error, warning

__all__ = ["check_container", "check_information", "check_xmp"]

_SET_AGAIN = "build the file again with the standard in the press order"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}


def check_container(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the header, the version, encryption, object streams and the ID."""
    data, standard = subject.data, subject.rules.standard
    if not re.match(rb"%PDF-\d\.\d", data[:8]):
        yield error("pdf-header", "the file does not begin with %PDF", "write the file again")
    elif not re.match(rb"\s*%[\x80-\xff]{4}", data[8:24]):
        yield warning(
            "pdf-header",
            "the second line is not a comment of four bytes above 127, so programs that move "
            "files may take it for text",
            "write the file again with qpdf",
        )
    if subject.pdf.is_encrypted:
        yield error("pdf-encrypted", "the file is encrypted", "save it without a password")
    if not standard.is_x:
        return
    version = tuple(int(n) for n in subject.pdf.pdf_version.split("."))
    most = tuple(int(n) for n in standard.version.split("."))
    if version > max(most, (1, 4) if standard.info and most == (1, 4) else most):
        yield error(
            "pdf-version",
            f"the file is PDF {subject.pdf.pdf_version}; {standard.title} goes up to "
            f"{standard.version}",
            _SET_AGAIN,
        )
    if not standard.object_streams and re.search(rb"/Type\s*/(ObjStm|XRef)\b", data):
        yield error(
            "pdf-object-streams",
            f"objects or the table of contents are compressed, which {standard.title} forbids",
            "save it with object streams disabled",
        )
    numbers = subject.pdf.trailer.get("/ID")
    if numbers is None or len(numbers) != 2 or not all(len(bytes(part)) for part in numbers):
        yield error("pdf-id", "the file has no identifier (/ID in the trailer)", _SET_AGAIN)


def _text(info: Any, key: str) -> str:
    value = info.get(key)
    return str(value).strip() if isinstance(value, String) else ""


def check_information(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the document information dictionary."""
    standard = subject.rules.standard
    if not standard.is_x:
        return
    info = subject.pdf.trailer.get("/Info")
    if info is None:
        yield error("pdf-info", "there is no document information", _SET_AGAIN)
        return
    trapped = info.get("/Trapped")
    if not isinstance(trapped, Name) or trapped not in (Name("/True"), Name("/False")):
        said = "nothing" if trapped is None else str(trapped)
        yield error(
            "pdf-trapped",
            f"whether the file is trapped must be True or False; it says {said}",
            "set /Trapped to /False when no trapping was applied",
        )
    wanted = ["/Title", "/CreationDate", "/ModDate"]
    if standard.info:
        wanted += ["/Creator", "/Producer"]
    for key in wanted:
        if not _text(info, key):
            yield error(
                "pdf-info", "the document information lacks a value", _SET_AGAIN, object=key
            )
    for key, value in (
        ("/GTS_PDFXVersion", standard.info),
        ("/GTS_PDFXConformance", standard.conformance),
    ):
        found = _text(info, key)
        if value and found != value:
            yield error(
                "pdf-conformance",
                f"the document information must say {value}, and says {found or 'nothing'}",
                _SET_AGAIN,
                object=key,
            )
        elif not value and found:
            yield warning(
                "pdf-conformance",
                f"the document information says {found}, which {standard.title} does not use",
                _SET_AGAIN,
                object=key,
            )


def _values(root: Any) -> dict[str, str]:
    """Return the simple properties of an XMP packet, `prefix:name` to text."""
    prefixes = {namespace: prefix for prefix, namespace in _SPACES.items()}
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        pairs = list(description.attrib.items())
        pairs += [(child.tag, "".join(child.itertext())) for child in description]
        for name, value in pairs:
            if isinstance(name, str) and name.startswith("{"):
                namespace, local = name[1:].split("}", 1)
                if namespace in prefixes:
                    found[f"{prefixes[namespace]}:{local}"] = str(value).strip()
    return found


def check_xmp(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the XMP metadata, and where it contradicts the information."""
    standard = subject.rules.standard
    stream = subject.pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        if standard.xmp:
            yield error(
                "pdf-xmp", f"{standard.title} needs XMP metadata, and there is none", _SET_AGAIN
            )
        return
    if not standard.is_x:
        return
    if "/Filter" in stream:
        yield error(
            "pdf-xmp",
            "the XMP metadata is compressed, so a printer's tools cannot read it",
            "save the metadata as they are, without a filter",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        values = _values(etree.fromstring(bytes(stream.read_bytes()).strip(), parser))
    except (etree.XMLSyntaxError, ValueError, pikepdf.PdfError) as problem:
        yield error("pdf-xmp", f"the XMP metadata cannot be read: {problem}", _SET_AGAIN)
        return
    yield from _compare(subject, values)


def _compare(subject: Subject, values: dict[str, str]) -> Iterator[Finding]:
    standard = subject.rules.standard
    if standard.xmp:
        found = values.get("pdfxid:GTS_PDFXVersion", "")
        if found != standard.xmp:
            yield error(
                "pdf-conformance",
                f"the XMP metadata must say {standard.xmp}, and says {found or 'nothing'}",
                _SET_AGAIN,
                object="pdfxid:GTS_PDFXVersion",
            )
        for key in (
            "dc:title",
            "xmp:CreateDate",
            "xmp:ModifyDate",
            "xmp:MetadataDate",
            "xmpMM:DocumentID",
            "xmpMM:VersionID",
            "xmpMM:RenditionClass",
        ):
            if not values.get(key):
                yield error("pdf-xmp", "the XMP metadata lacks a value", _SET_AGAIN, object=key)
    info = subject.pdf.trailer.get("/Info", pikepdf.Dictionary())
    title, trapped = _text(info, "/Title"), str(info.get("/Trapped", "")).lstrip("/")
    for key, other in (("dc:title", title), ("pdf:Trapped", trapped)):
        mine = values.get(key)
        if mine and other and mine != other:
            yield error(
                "pdf-xmp",
                f"the XMP metadata says {mine!r} where the document information says {other!r}",
                _SET_AGAIN,
                object=key,
            )
