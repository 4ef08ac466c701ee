"""From what is known of a book to what its press file says of itself.

The output intent, the document information and the XMP metadata of ISO 15930 and ISO 16684-1. All
of it comes from the metadata, the time stamp and the pages: the same book has the same identifiers.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from newsbook import __version__
from newsbook.model import Metadata
from newsbook.pdf.press.job import Job

__all__ = ["Identity", "identity", "write_identity", "write_intent"]

_CREATOR = f"newsbook {__version__}"
_PRODUCER = f"newsbook {__version__} (WeasyPrint, qpdf)"
_NAMESPACE = uuid.UUID("6f8a2c52-9d0e-5b8e-8f57-3f1a4a0c7d11")


@dataclass(frozen=True, slots=True)
class Identity:
    """Title, people, and time of a file; `id` names its content."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    time: datetime.datetime
    id: str

    @property
    def pdf_time(self) -> str:
        """The time as a PDF date (ISO 32000-1, 7.9.4)."""
        return self.time.strftime("D:%Y%m%d%H%M%S+00'00'")

    @property
    def iso_time(self) -> str:
        """The time as XMP writes it (ISO 8601)."""
        return self.time.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def identity(pdf: pikepdf.Pdf, metadata: Metadata, timestamp: datetime.datetime) -> Identity:
    """Return the identity of a book: `timestamp` must be aware and is written in UTC."""
    digest = hashlib.sha256(metadata.title.encode())
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        streams = contents if isinstance(contents, Array) else [contents]
        for stream in streams:
            if isinstance(stream, pikepdf.Stream):
                digest.update(stream.read_bytes())
        digest.update(str(list(page.obj.get("/MediaBox", []))).encode())
    time = timestamp.astimezone(datetime.UTC)
    digest.update(time.isoformat().encode())
    people = [person.name for person in metadata.contributors]
    return Identity(
        title=metadata.title.strip() or "Untitled",
        author=", ".join(people),
        subject=metadata.description or metadata.subtitle or "",
        keywords=", ".join(metadata.subjects),
        language=metadata.language,
        time=time,
        id=str(uuid.uuid5(_NAMESPACE, digest.hexdigest())),
    )


def write_intent(pdf: pikepdf.Pdf, job: Job) -> None:
    """Write the one output intent: the printing condition and its profile (14.11.5)."""
    if job.profile is None:
        return
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(job.identifier),
        OutputCondition=String(job.condition),
        Info=String(job.condition),
    )
    if job.registry:
        intent.RegistryName = String(job.registry)
    names = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
    profile = pdf.make_stream(job.profile.data)
    profile.N, profile.Alternate = job.profile.channels, names[job.profile.channels]
    intent.DestOutputProfile = profile
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def write_identity(pdf: pikepdf.Pdf, job: Job, who: Identity) -> None:
    """Write the document information and the XMP metadata, in agreement."""
    info = {
        "/Title": who.title,
        "/Author": who.author,
        "/Subject": who.subject,
        "/Keywords": who.keywords,
        "/Creator": _CREATOR,
        "/Producer": _PRODUCER,
        "/CreationDate": who.pdf_time,
        "/ModDate": who.pdf_time,
        "/GTS_PDFXVersion": job.standard.info or "",
        "/GTS_PDFXConformance": job.standard.conformance or "",
    }
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in info.items():
        if value:
            pdf.docinfo[key] = String(value)
    pdf.docinfo["/Trapped"] = Name("/False")
    if job.standard.name == "pdf/x-1a:2001" or job.standard.name == "pdf/x-3:2002":
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        return
    metadata = pdf.make_stream(_xmp(job, who).encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata


def _tag(name: str, value: str) -> str:
    return f"  <{name}>{escape(value)}</{name}>\n" if value else ""


def _alternative(name: str, value: str) -> str:
    item = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt>'
    return f"  <{name}>{item}</{name}>\n" if value else ""


def _list(name: str, kind: str, values: list[str]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"  <{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n" if values else ""


def _description(prefix: str, namespace: str, body: str) -> str:
    """Return one schema's properties; each schema stands in an element of its own, as old readers
    want it.
    """
    if not body:
        return ""
    opening = f' <rdf:Description rdf:about="" xmlns:{prefix}="{namespace}">\n'
    return f"{opening}{body} </rdf:Description>\n"


def _xmp(job: Job, who: Identity) -> str:
    authors = [name for name in who.author.split(", ") if name]
    dublin = _tag("dc:format", "application/pdf") + _alternative("dc:title", who.title)
    dublin += _list("dc:creator", "Seq", authors) + _alternative("dc:description", who.subject)
    dublin += _list("dc:language", "Bag", [who.language])
    basic = _tag("xmp:CreatorTool", _CREATOR)
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        basic += _tag(f"xmp:{name}", who.iso_time)
    media = _tag("xmpMM:DocumentID", f"uuid:{who.id}") + _tag("xmpMM:InstanceID", f"uuid:{who.id}")
    media += _tag("xmpMM:VersionID", "1") + _tag("xmpMM:RenditionClass", "default")
    file = _tag("pdf:Producer", _PRODUCER) + _tag("pdf:Keywords", who.keywords)
    file += _tag("pdf:Trapped", "False")
    older = _tag("pdfx:GTS_PDFXVersion", job.standard.info or "")
    older += _tag("pdfx:GTS_PDFXConformance", job.standard.conformance or "")
    body = (
        _description("dc", "http://purl.org/dc/elements/1.1/", dublin)
        + _description("xmp", "http://ns.adobe.com/xap/1.0/", basic)
        + _description("xmpMM", "http://ns.adobe.com/xap/1.0/mm/", media)
        + _description("pdf", "http://ns.adobe.com/pdf/1.3/", file)
        + _description("pdfx", "http://ns.adobe.com/pdfx/1.3/", older)
        + _description(
            "pdfxid",
            "http://www.npes.org/pdfx/ns/id/",
            _tag("pdfxid:GTS_PDFXVersion", job.standard.xmp or ""),
        )
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f"{body}</rdf:RDF>\n</x:xmpmeta>\n"
        # Room for programs that change the packet where it stands (ISO 16684-1, 7.3.2).
        f"{(' ' * 99 + chr(10)) * 20}"
        '<?xpacket end="w"?>'
    )
