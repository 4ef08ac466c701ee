"""From a file that no reader knows to what it is, and to the next step."""

from __future__ import annotations

from typing import Final

from newsbook.readers.source import Source

__all__ = ["OLD_OFFICE", "stranger"]

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"  # the beginning of a compound file ([MS-CFB] 2.2)
_SAVE: Final = "open it in Word or LibreOffice and save it as DOCX"
_EXPORT: Final = "open it in its program and export it as DOCX (File, Export To, Word)"
_TABLE: Final = "copy what the article needs into a document, or write it as a Markdown table"
_SLIDES: Final = "write the article into a document of its own"
_LOCKED: Final = "open it with its password and save it without one (File, Info, Protect Document)"

# What a compound file holds, by the names of its streams; these are in UTF-16.
_STREAMS: Final = {
    "EncryptedPackage": ("the document is locked with a password", _LOCKED),
    "WordDocument": ("this is a document of Word 97 to 2003", _SAVE),
    "HwpSummaryInformation": ("this is a document of Hangul", _SAVE),
    "Workbook": ("this is a workbook of Excel", _TABLE),
    "PowerPoint Document": ("this is a presentation of PowerPoint", _SLIDES),
}
_SUFFIXES: Final = {
    ".doc": _STREAMS["WordDocument"],
    ".dot": _STREAMS["WordDocument"],
    ".hwp": _STREAMS["HwpSummaryInformation"],
    ".hwpx": _STREAMS["HwpSummaryInformation"],
    ".pages": ("this is a document of Pages", _EXPORT),
    ".fodt": ("this is a flat OpenDocument file", "save it as ODT"),
    ".sxw": ("this is a document of OpenOffice.org 1", _SAVE),
    ".wpd": ("this is a document of WordPerfect", _SAVE),
    ".wps": ("this is a document of WPS or Works", _SAVE),
    ".gdoc": ("this is a link to a document of Google", "download it as DOCX (File, Download)"),
    ".xls": _STREAMS["Workbook"],
    ".xlsx": _STREAMS["Workbook"],
    ".ods": ("this is a spreadsheet", _TABLE),
    ".ppt": _STREAMS["PowerPoint Document"],
    ".pptx": _STREAMS["PowerPoint Document"],
    ".odp": ("this is a presentation", _SLIDES),
    ".indd": ("this is a document of InDesign", "export its text as RTF or HTML"),
}
_XML: Final = ("this is a document of Word in XML", _SAVE)


def stranger(source: Source) -> tuple[str, str] | None:
    """Return what `source` is and what to do with it, or None when nobody knows."""
    data = source.data
    if data[:4] == OLD_OFFICE:
        for name, said in _STREAMS.items():
            if name.encode("utf-16-le") in data:
                return said
    if data[:5] == b"%PDF-":
        return (
            "this is a PDF",
            "ask for the text it was made from, or open it in Word and save it as DOCX",
        )
    if b'progid="Word.Document"' in data[:1000]:
        return _XML
    return _SUFFIXES.get(source.suffix)
