"""From a PDF to the standard it says it follows."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from newsbook.pdf.press.job import STANDARDS

__all__ = ["claimed_standard"]

_KEYS = ("pdfxid:GTS_PDFXVersion", "pdfx:GTS_PDFXConformance", "pdfx:GTS_PDFXVersion")


def claimed_standard(data: bytes) -> str:
    """Return the name of the standard that the PDF `data` claims, `none` when it claims none.

    The claim stands in the XMP metadata (ISO 15930-7, 6.7) or in the document information of the
    older standards. A file that cannot be read claims none.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            information: Any = pdf.trailer.get("/Info", {})
            claims = [
                str(information.get(key, ""))
                for key in ("/GTS_PDFXConformance", "/GTS_PDFXVersion")
            ]
            with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
                claims += [str(xmp.get(key, "")) for key in _KEYS]
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, RecursionError):
        return "none"
    for claim in claims:
        for standard in STANDARDS.values():
            if claim and claim in (standard.conformance, standard.info, standard.title):
                return standard.name
    return "none"
