"""From the objects of a PDF to findings about what has no place in a file for the press.

Actions are judged by an allow list: anything that acts is refused, known or not; only in a file for
the screen may links lead somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Subject, error, warning

__all__ = ["check_catalog", "check_objects"]

_KINDS = {
    f"/{kind}"
    for kind in (
        *("GoTo", "GoToR", "GoToE", "GoToDp", "GoTo3DView", "Launch", "Thread", "URI", "Sound"),
        *("Movie", "Hide", "Named", "SubmitForm", "ResetForm", "ImportData", "JavaScript"),
        *("SetOCGState", "Rendition", "Trans", "RichMediaExecute"),
    )
}
_LEADS = {"GoTo", "GoToR", "URI"}
_STRIP = "build the file for the press: links and actions are taken out"
_REPLACE = "put what is meant into the file itself"
_AGAIN = "save the picture again with JPEG or Flate"
_SCREEN = "leave screening to the printer: take it out"
_CURVE = "change the colours themselves, and take the curve out"
_VIEW = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")


def check_catalog(subject: Subject) -> Iterator[Finding]:
    """Yield what the document catalog asks of a viewer that a press cannot give."""
    root, standard = subject.pdf.Root, subject.rules.standard
    for key in ("/OpenAction", "/AA"):
        leads = subject.rules.for_screen and str(_kind(root.get(key))).lstrip("/") in _LEADS
        if key in root and (key == "/AA" or isinstance(root[key], Dictionary)) and not leads:
            yield error("pdf-action", "the file acts when it is opened", _STRIP, object=key)
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/JavaScript" in names:
        yield error("pdf-action", "the file holds JavaScript", _STRIP, object="/Names")
    if isinstance(names, Dictionary) and "/EmbeddedFiles" in names:
        yield warning("pdf-attachment", "files are attached", "take the attachments out")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and (len(form.get("/Fields", [])) or "/XFA" in form):
        yield error("pdf-form", "the file holds form fields", _STRIP)
    if "/OCProperties" in root:
        if standard.is_x and not standard.optional_content:
            yield error(
                "pdf-layers",
                f"the file has layers, which {standard.title} forbids",
                "merge the layers, or use standard: pdf/x-4",
            )
        elif standard.is_x and "/D" not in root.OCProperties:
            yield error(
                "pdf-layers",
                "the layers have no default state",
                "merge the layers, or say which are printed (/D)",
            )
    preferences = root.get("/ViewerPreferences", Dictionary())
    for key in _VIEW:
        if key in preferences and str(preferences[key]) not in ("/MediaBox", "/BleedBox"):
            yield error(
                "pdf-viewer-preferences",
                "the viewer is told to show or print another box than the bleed",
                "take the preference out",
                object=key,
            )


def _kind(action: Any) -> Any:
    return action.get("/S", "") if isinstance(action, Dictionary) else ""


def _actions(thing: Any) -> Iterator[Any]:
    """Yield the actions a dictionary is or carries (12.6): of any kind, known or not."""
    if not isinstance(thing, Dictionary):
        return
    if thing.get("/Type") == Name.Action or str(thing.get("/S", "")) in _KINDS:
        yield thing
        return
    acts = "/Rect" in thing or "/Title" in thing or thing.get("/Type") == Name.Annot
    for key in ("/A", "/PA", "/Next"):
        inner = thing.get(key)
        if acts and isinstance(inner, Dictionary) and "/S" in inner:
            yield inner


def check_objects(subject: Subject) -> Iterator[Finding]:
    """Yield what any object of the file holds that a press must not meet."""
    for name, thing in subject.objects():
        keys = set(thing.keys())
        for action in _actions(thing):
            kind = str(action.get("/S", "?")).lstrip("/")
            if subject.rules.for_screen and kind in _LEADS:
                continue
            yield error("pdf-action", f"an action of the kind {kind}", _STRIP, object=name)
        if "/AA" in keys and thing.get("/Type") != Name.Catalog:
            yield error("pdf-action", "something acts by itself", _STRIP, object=name)
        if isinstance(thing, pikepdf.Stream):
            yield from _stream(subject, name, thing, keys)
        if thing.get("/Type") == Name.ExtGState or keys & {"/TR2", "/HTP"}:
            yield from _state(name, thing, keys)
        if keys >= {"/HalftoneType"} and int(thing["/HalftoneType"]) not in (1, 5):
            said = f"a halftone of type {thing['/HalftoneType']}"
            yield error("pdf-halftone", said, _SCREEN, object=name)


def _filters(stream: Any) -> list[str]:
    value = stream.get("/Filter")
    return [str(v) for v in (value if isinstance(value, Array) else [value]) if v is not None]


def _stream(subject: Subject, name: str, thing: Any, keys: set[str]) -> Iterator[Finding]:
    standard, filters = subject.rules.standard, _filters(thing)
    if thing.get("/Subtype") == Name.PS or thing.get("/Subtype2") == Name.PS:
        yield error("pdf-postscript", "PostScript code is embedded", _REPLACE, object=name)
    if "/OPI" in keys:
        yield error(
            "pdf-opi", "a picture is to be replaced at the press (OPI)", _REPLACE, object=name
        )
    if "/Alternates" in keys:
        yield error("pdf-alternates", "a picture has an alternate", _REPLACE, object=name)
    if "/Ref" in keys and thing.get("/Subtype") == Name.Form:
        yield error(
            "pdf-reference", "a page of another file is shown by reference", _REPLACE, object=name
        )
    if "/F" in keys and "/FFilter" not in keys and thing.get("/Type") != Name.EmbeddedFile:
        yield error("pdf-external", "data stand in another file", _REPLACE, object=name)
    if "/LZWDecode" in filters:
        yield error("pdf-filter", "LZW compression", "save it again with Flate", object=name)
    if "/Crypt" in filters:
        yield error("pdf-filter", "an encrypted stream", "save it without", object=name)
    old = standard.is_x and not standard.object_streams
    if old and "/JPXDecode" in filters:
        yield error("pdf-filter", f"JPEG 2000, which {standard.title} forbids", _AGAIN, object=name)
    if old and not standard.managed and "/JBIG2Decode" in filters:
        yield error("pdf-filter", f"JBIG2, which {standard.title} forbids", _AGAIN, object=name)


def _state(name: str, thing: Any, keys: set[str]) -> Iterator[Finding]:
    if "/TR" in keys and thing["/TR"] != Name.Identity:
        yield error("pdf-transfer", "a transfer curve changes every tone", _CURVE, object=name)
    if "/TR2" in keys and thing["/TR2"] not in (Name.Default, Name.Identity):
        yield error("pdf-transfer", "a transfer curve changes every tone", _CURVE, object=name)
    if "/HTP" in keys:
        yield error("pdf-halftone", "a halftone phase", _SCREEN, object=name)
