"""From the entries under `outputs` to what each file is to be: an EPUB, or a PDF."""

from __future__ import annotations

from typing import Any, Literal

from newsbook.manifest import values
from newsbook.manifest.book import ACCESSIBILITY, BOOLEAN, LAYOUT, choice
from newsbook.manifest.kinds import Found, Pairs, Reading, Value
from newsbook.manifest.press import PRESS
from newsbook.manifest.records import Key, Record
from newsbook.manifest.types import EpubOptions, Output, PressOptions, PrintOptions
from newsbook.manifest.values import Invalid
from newsbook.targets import load_target
from newsbook.trim import Trim
from newsbook.yamltree import Mapping as MappingNode
from newsbook.yamltree import Node, Scalar, Sequence, plain

__all__ = ["EPUB", "OUTPUTS", "PRINT"]


class _TrimSize(Value):
    """A trim size: a name, `6x9in`, or a pair of lengths (numbers are millimetres)."""

    def _read(self, node: Node, key: str, reading: Reading) -> Any:
        if not isinstance(node, Sequence):
            return super()._read(node, key, reading)
        try:
            sides = [str(side) for side in plain(node)]
            return values.trim(sides)
        except Invalid as error:
            reading.wrong(f"{key}: {error}", node.where, error.hint)
            return None


_TRIM = _TrimSize(
    "a trim size (`6x9in`, `a5`, `大32开`, `150x230mm`)",
    values.trim,
    {
        "anyOf": [
            {"type": "string", "examples": ["6x9in", "a5", "b5-jis", "大32开", "tabloid"]},
            {"type": "array", "minItems": 2, "maxItems": 2},
        ]
    },
)


# ---------------------------------------------------------------- the outputs
_MEDIUM = Key(
    "medium", choice("epub", "print"), "What the file is.", "`epub` for the name epub, else `print`"
)
_LAYOUT = Key("layout", LAYOUT, "A layout for this output alone.", "the book's")


def _print(found: Found, reading: Reading) -> tuple[PrintOptions, Found]:
    trim: Trim | None = found.get("trim")
    press: PressOptions | None = found.get("press")
    if trim is None and press is not None and press.for_:
        trims = load_target(press.for_).trims
        trim = next((t for t in trims if t.matches(Trim(152.4, 228.6))), None) or (
            trims[0] if trims else None
        )
    size = trim or Trim(152.4, 228.6)
    options = PrintOptions(
        trim_width_mm=size.width_mm,
        trim_height_mm=size.height_mm,
        trim_stated="trim" in found.values,
        press=press,
        **found.only("tagged", "cover", "blank_pages", "addresses", "page_references"),
    )
    return options, found


PRINT = Record(
    "print",
    "options of a PDF",
    "A PDF.",
    (
        _MEDIUM,
        Key("trim", _TRIM, "The size of the finished page.", "6x9in, or as the printer asks"),
        Key("press", PRESS, "The order for the press; null makes a PDF for screen and office."),
        Key("tagged", BOOLEAN, "Whether the PDF is tagged for assistive technology.", "false"),
        Key(
            "cover",
            choice("page", "wrap", "front", "none"),
            "The cover as a `page` of the file, as a file of its own (`wrap`: back, spine and "
            "front; `front` alone), or not at all.",
            "`page` for the screen, as the printer asks for the press",
        ),
        Key("blank_pages", BOOLEAN, "Whether parts begin on right-hand pages.", "true"),
        Key(
            "addresses",
            choice("notes", "qr", "none"),
            "How links out of the book are printed: as footnotes with their address, with a QR "
            "code too where the address is not too long for one, or not at all.",
            "notes",
        ),
        Key(
            "page_references",
            BOOLEAN,
            "Whether a link to another article says on which page it stands.",
            "true",
        ),
        _LAYOUT,
    ),
    _print,
    synonyms={
        "size": "trim",
        "page": "trim",
        "page_size": "trim",
        "format": "trim",
        "accessible": "tagged",
        "profile": "'profile' is for an EPUB: add 'medium: epub'",
        "embed_fonts": "'embed_fonts' is for an EPUB: add 'medium: epub'",
        "page_list": "'page_list' is for an EPUB: add 'medium: epub'",
        "cover_page": "'cover_page' is for an EPUB: add 'medium: epub'",
    },
    example="{trim: 6x9in, press: {condition: FOGRA39, bleed: 3mm}}",
)


def _epub(found: Found, reading: Reading) -> tuple[EpubOptions, Found]:
    names = ("embed_fonts", "page_list", "profile", "cover_page", "conformance", "onix")
    return EpubOptions(**found.only(*names)), found


def _page_list(text: str) -> bool | str:
    try:
        return values.boolean(text)
    except Invalid:
        return values.slug(text)


EPUB = Record(
    "epub",
    "options of an EPUB",
    "An EPUB 3.3.",
    (
        _MEDIUM,
        Key(
            "profile",
            choice("epub", "kindle", "apple", "kobo", "google"),
            "The store it is made for.",
            "epub",
        ),
        Key(
            "embed_fonts",
            choice("auto", "always", "never"),
            "`auto` embeds subsets where readers may lack the letters.",
            "auto",
        ),
        Key(
            "page_list",
            Value(
                "true, false, or the name of a print output",
                _page_list,
                {"type": ["boolean", "string"]},
            ),
            "Whether it carries the page numbers of the printed book, and of which output.",
            "true: of the first print output",
        ),
        Key(
            "cover_page",
            choice("linear", "nonlinear", "none"),
            "Whether the cover is a page of its own, and one that readers pass.",
            "as the profile says",
        ),
        Key("conformance", ACCESSIBILITY, "Accessibility claims for this output.", "the book's"),
        Key("onix", BOOLEAN, "Whether an ONIX accessibility record is included.", "true"),
        _LAYOUT,
    ),
    _epub,
    synonyms={
        "store": "profile",
        "fonts": "embed_fonts",
        "accessibility": "conformance",
        "trim": "'trim' is for print: this output is an EPUB",
        "press": "'press' is for print: this output is an EPUB",
    },
    example="{embed_fonts: auto, page_list: true}",
)


class _Outputs(Pairs):
    """Outputs by name: the name, or the key `medium`, says which options an output takes."""

    def entry(self, name: str, place: Scalar, node: Node, reading: Reading) -> Any:
        empty = isinstance(node, Scalar) and node.text is None
        mapping = MappingNode((), place.where) if empty else node
        if not isinstance(mapping, MappingNode):
            reading.wrong(f"'{name}' takes options, as keys and values", node.where)
            return None
        said = getattr(mapping.get("medium"), "text", None)
        medium: Literal["epub", "print"] = "epub" if name == "epub" else "print"
        if said in ("epub", "print"):
            medium = said
        made = (EPUB if medium == "epub" else PRINT).read_entries(mapping, reading)
        if made is None:
            return None
        options, found = made
        return Output(name, medium, options, found.get("layout"), place.where, dict(found.places))

    def _json(self, shared: dict[str, Any]) -> dict[str, Any]:
        null = {"type": "null"}
        epub, printed = EPUB.json(shared), PRINT.json(shared)
        return {
            "type": "object",
            "properties": {"epub": {"anyOf": [epub, null]}},
            "additionalProperties": {"anyOf": [printed, epub, null]},
        }

    def _records(self) -> tuple[Record, ...]:
        return (EPUB, PRINT)


OUTPUTS = _Outputs(values.slug, PRINT, "outputs by name", least=1)
