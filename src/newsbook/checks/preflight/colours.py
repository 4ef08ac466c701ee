"""From what a page paints to findings about colour spaces, transparency and gradients.

ISO 15930-7, 6.2.4 and 6.3; ISO 15930-4 and -6, 6.2; ISO 32000-1, 8.6 and 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import AGAIN, Subject, error, warning
from newsbook.pdf.graphics import Paint, lookup
from newsbook.pdf.press.survey import transparent

__all__ = ["check_colour", "check_page_group", "check_shading", "check_transparency", "families"]

_DEVICE = {"/DeviceGray": "GRAY", "/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK"}
_SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
_DEFAULTS = {"GRAY": "/DefaultGray", "RGB": "/DefaultRGB", "CMYK": "/DefaultCMYK"}
_MANAGED = {"/ICCBased", "/Lab", "/CalRGB", "/CalGray"}
_INKS = "let the press pass turn it into inks (images: cmyk), or set the colour as device-cmyk()"
_PROCESS = {"/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"}
_WORDS = {
    "fill": "a filled shape",
    "stroke": "a line",
    "text": "type",
    "image": "a picture",
    "inline-image": "a picture",
    "shading": "a gradient",
    "form": "a group",
}


def families(subject: Subject, space: Any, resources: Any, depth: int = 0) -> Iterator[Finding]:
    """Yield what is wrong with a colour space and the spaces it rests on."""
    if depth > 8:
        yield error("pdf-colour", "a colour space rests on itself", _INKS)
        return
    if isinstance(space, Name | str):
        name = _SHORT.get(str(space), str(space))
        if name in _DEVICE:
            yield from _device(subject, name, resources)
        elif name != "/Pattern":
            found = lookup(resources, "/ColorSpace", name)
            if found is None:
                yield error(
                    "pdf-colour", f"the colour space {name} is not defined", _INKS, object=name
                )
            else:
                yield from families(subject, found, resources, depth + 1)
    elif isinstance(space, Array) and len(space):
        yield from _array(subject, space, resources, depth)
    elif space is not None:
        yield error("pdf-colour", "a colour space that is none", _INKS)


def _device(subject: Subject, name: str, resources: Any) -> Iterator[Finding]:
    rules, process = subject.rules, _DEVICE[name]
    if process == subject.device or (process == "GRAY" and subject.device == "CMYK"):
        return
    if rules.screen_colours and not rules.standard.is_x:
        if process == "CMYK" and rules.target.images == "rgb":
            yield warning(
                "pdf-colour",
                f"process inks, where {rules.target.title} makes the inks itself",
                "let the press pass turn them into sRGB (images: rgb)",
                object=name,
            )
        return
    default = lookup(resources, "/ColorSpace", _DEFAULTS[process])
    if default is not None and rules.standard.managed:
        return
    said = {"RGB": "screen colours (RGB)", "CMYK": "process inks", "GRAY": "grey"}[process]
    grave = error if rules.standard.is_x else warning
    yield grave("pdf-colour", f"{said} where the press prints {subject.device}", _INKS, object=name)


def _array(subject: Subject, space: Any, resources: Any, depth: int) -> Iterator[Finding]:
    family, standard = str(space[0]), subject.rules.standard
    if family in _MANAGED:
        if standard.is_x and not standard.managed:
            yield error(
                "pdf-colour",
                f"a colour defined by {family.lstrip('/')}, which {standard.title} forbids",
                _INKS,
                object=family,
            )
        if family == "/ICCBased":
            yield from _icc(subject, space)
    elif family in ("/Separation", "/DeviceN") and len(space) > 2:
        names = [space[1]] if family == "/Separation" else list(space[1])
        for ink in names:
            if str(ink) not in _PROCESS and str(ink).lstrip("/") not in subject.rules.spots:
                said = str(ink).lstrip("/")
                yield warning(
                    "pdf-spot",
                    f"the special ink {said} needs a plate of its own",
                    "name it under spots in the press order, or use process inks",
                    object=said,
                )
        yield from families(subject, space[2], resources, depth + 1)
    elif family in ("/Indexed", "/I", "/Pattern") and len(space) > 1:
        yield from families(subject, space[1], resources, depth + 1)
    elif family in _DEVICE:
        yield from _device(subject, family, resources)
    elif family not in ("/Pattern", "/Separation", "/DeviceN"):
        yield error(
            "pdf-colour", f"a colour space of the unknown family {family}", _INKS, object=family
        )


def _icc(subject: Subject, space: Any) -> Iterator[Finding]:
    """Yield findings on an ICCBased space: four inks with the intent's own profile (X-4)."""
    stream = space[1]
    if not isinstance(stream, pikepdf.Stream):
        yield error("pdf-colour", "a colour space names a profile that is not there", _INKS)
        return
    count = int(stream.get("/N", 0))
    if count not in (1, 3, 4):
        yield error("pdf-colour", f"an ICC profile with {count} components", _INKS)
    if count == 4 and subject.profile is not None:
        same = stream.objgen == subject.profile_key
        if same or bytes(stream.read_bytes()) == subject.profile.data:
            yield error(
                "pdf-icc-intent",
                "colours carry the profile of the printing condition itself",
                "use DeviceCMYK: it means the same, and the black stays black",
            )


def check_colour(subject: Subject, paint: Paint) -> Iterator[Finding]:
    """Yield what is wrong with the colour something is painted in."""
    said = _WORDS.get(paint.kind, paint.kind)
    if paint.where == "mask":
        return
    if paint.kind == "image":
        if bool(paint.target.get("/ImageMask", False)):
            yield from _painted(subject, paint, said)
        else:
            yield from _named(families(subject, _space(paint.target), paint.resources), said)
    elif paint.kind == "inline-image":
        space = _inline_space(paint.target)
        if space is not None:
            yield from _named(families(subject, space, paint.resources), said)
    elif paint.kind == "shading" and paint.target is not None:
        yield from _named(families(subject, _space(paint.target), paint.resources), said)
    elif paint.kind in ("fill", "stroke", "text"):
        yield from _painted(subject, paint, said)


def _painted(subject: Subject, paint: Paint, said: str) -> Iterator[Finding]:
    if paint.colour is None:
        return
    yield from _named(families(subject, paint.colour.space, paint.resources), said)
    if paint.colour.pattern:
        pattern = lookup(paint.resources, "/Pattern", paint.colour.pattern)
        if pattern is None:
            yield error(
                "pdf-content", "a pattern is not defined", AGAIN, object=paint.colour.pattern
            )
        elif isinstance(pattern, Dictionary) and isinstance(pattern.get("/Shading"), Dictionary):
            space = _space(pattern["/Shading"])
            yield from _named(families(subject, space, paint.resources), "a gradient")


def _space(thing: Any) -> Any:
    return thing.get("/ColorSpace", thing.get("/CS"))


def _inline_space(image: Any) -> Any:
    """Return the colour space of an inline image as the file names it, or None for a stencil."""
    described = getattr(image, "obj", {})
    if described.get("/ImageMask", described.get("/IM")) is True:
        return None
    return described.get("/ColorSpace", described.get("/CS"))


def _named(findings: Iterator[Finding], what: str) -> Iterator[Finding]:
    """Say of each finding what it is about."""
    for f in findings:
        yield Finding(f.severity, f.code, f"{what}: {f.message}", f.fix, object=f.object)


def check_transparency(subject: Subject, paint: Paint) -> Iterator[Finding]:
    """Yield transparency where the standard has none, and groups in the wrong space elsewhere."""
    standard = subject.rules.standard
    if not standard.is_x:
        return
    group = paint.target.get("/Group") if paint.kind == "form" else None
    grouped = isinstance(group, Dictionary) and group.get("/S") == Name.Transparency
    if not standard.transparency:
        reason = transparent(paint) or ("a transparency group" if grouped else None)
        if reason is not None:
            yield error(
                "pdf-transparency",
                f"{reason}, which {standard.title} forbids",
                "use PDF/X-4, or opaque colours and pictures",
            )
    elif grouped and isinstance(group, Dictionary) and "/CS" in group and paint.where != "mask":
        yield from _named(families(subject, group["/CS"], paint.resources), "a group is mixed in")


def check_page_group(subject: Subject, page: Any) -> Iterator[Finding]:
    """Yield what is wrong with a page's own transparency group."""
    group, standard = page.get("/Group"), subject.rules.standard
    if not isinstance(group, Dictionary) or group.get("/S") != Name.Transparency:
        return
    if standard.is_x and not standard.transparency:
        yield error(
            "pdf-transparency",
            f"the page is a group, which {standard.title} forbids",
            "use PDF/X-4, or opaque colours and pictures",
        )
    elif standard.is_x and "/CS" in group:
        resources = page.get("/Resources", Dictionary())
        yield from _named(families(subject, group["/CS"], resources), "the page is mixed in")


def check_shading(subject: Subject, paint: Paint) -> Iterator[Finding]:
    """Yield gradients whose functions do not give the components of their colour space."""
    shadings = []
    if paint.kind == "shading":
        if paint.target is None:
            yield error("pdf-content", "a gradient is not defined", AGAIN, object=paint.name)
        else:
            shadings.append(paint.target)
    elif paint.colour is not None and paint.colour.pattern:
        pattern = lookup(paint.resources, "/Pattern", paint.colour.pattern)
        if isinstance(pattern, Dictionary) and isinstance(pattern.get("/Shading"), Dictionary):
            shadings.append(pattern["/Shading"])
    for shading in shadings:
        wanted, got = _components(_space(shading)), _outputs(shading.get("/Function"))
        if wanted and got and wanted != got:
            yield error(
                "pdf-shading",
                f"a gradient gives {got} components where its colour space has {wanted}",
                "it prints as nothing or as black: use an even colour",
            )


def _components(space: Any) -> int:
    if isinstance(space, Name):
        return {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}.get(str(space), 0)
    if isinstance(space, Array) and len(space) > 1:
        family = str(space[0])
        if family == "/ICCBased":
            return int(space[1].get("/N", 0))
        if family == "/DeviceN":
            return len(space[1])
        return {"/Separation": 1, "/Lab": 3, "/CalRGB": 3, "/CalGray": 1}.get(family, 0)
    return 0


def _outputs(function: Any) -> int:
    """Return how many numbers a function, or an array of functions, gives (0: not known)."""
    if isinstance(function, Array):
        return len(function)
    if not isinstance(function, Dictionary | pikepdf.Stream):
        return 0
    if "/Functions" in function and len(function.Functions):
        return _outputs(function.Functions[0])
    if "/Range" in function:
        return len(function.Range) // 2
    return len(function.get("/C0", [0])) if int(function.get("/FunctionType", 2)) == 2 else 0
