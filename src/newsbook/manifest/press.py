"""From what a manifest orders of a press to a `PressOptions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsbook.manifest import values
from newsbook.manifest.book import BOOLEAN, LINE, choice
from newsbook.manifest.kinds import Found, ListOf, Pairs, PathName, Reading, Value
from newsbook.manifest.records import Key, Record
from newsbook.manifest.types import Binding, Bleed, Paper, PressOptions, Spot
from newsbook.manifest.values import Invalid
from newsbook.targets import load_target, target_names

__all__ = ["PRESS", "STANDARDS"]

STANDARDS = ("pdf/x-4", "pdf/x-3", "pdf/x-1a", "pdf/x-3:2002", "pdf/x-1a:2001", "none")
_NUMBER = {"type": "number"}


# ---------------------------------------------------------------- lengths and sizes
def _length(low: float, high: float) -> Value:
    return Value(
        "a length with its unit (3mm, .125in)", values.length(low, high), {"type": "string"}
    )


def _bleed(found: Found, reading: Reading) -> Bleed | None:
    sides = ("top", "outside", "bottom", "inside")
    every = found.get("all")
    if every is None and not found.values:
        return None
    return Bleed(**{side: found.get(side, every or 0.0) for side in sides})


_BLEED = Record(
    "bleed",
    "a length, or a length for each side",
    "How far pictures and tints run past the edge of the page, to be cut off. Sides that are not "
    "named have no bleed.",
    (
        Key("all", _length(0, 50), "All four sides."),
        Key("top", _length(0, 50), "The head."),
        Key("outside", _length(0, 50), "The fore-edge."),
        Key("bottom", _length(0, 50), "The foot."),
        Key("inside", _length(0, 50), "The spine's edge."),
    ),
    _bleed,
    short="all",
    synonyms={"spine": "inside", "inner": "inside", "outer": "outside", "gutter": "inside"},
    example="{outside: .125in, top: .125in, bottom: .125in, inside: 0}",
)


# ---------------------------------------------------------------- the press
def _paper(found: Found, reading: Reading) -> Paper:
    return Paper(found.get("gsm"), found.get("bulk"), found.get("caliper"), found.get("stock"))


_PAPER = Record(
    "paper",
    "what the inside is printed on",
    "The paper of the inside, from which the spine follows: a leaf is `gsm` times `bulk` "
    "micrometres thick.",
    (
        Key(
            "gsm",
            Value("grams a square metre", values.number(20, 600, unit="g"), _NUMBER),
            "Weight.",
        ),
        Key("bulk", Value("cm³ a gram", values.number(0.5, 3), _NUMBER), "Volume."),
        Key(
            "caliper",
            Value("micrometres", values.number(20, 1000, unit="um"), _NUMBER),
            "The thickness of a leaf, where the mill states it.",
            "gsm × bulk",
        ),
        Key(
            "stock",
            Value("a name", values.slug, {"type": "string"}),
            "One of the printer's own papers (`white`, `cream`), where `for` names a printer.",
        ),
    ),
    _paper,
    synonyms={"weight": "gsm", "grammage": "gsm", "thickness": "caliper", "volume": "bulk"},
    example="{gsm: 80, bulk: 1.25}",
)


def _binding(found: Found, reading: Reading) -> Mapping[str, Any]:
    return found.values


_BINDING = Record(
    "binding",
    "how the sheets become a book",
    "How the sheets become a book.",
    (
        Key(
            "kind", choice("perfect", "saddle", "hardcover"), "Glued, stapled or cased.", "perfect"
        ),
        Key("cover", _length(0.05, 5), "The thickness of the cover's board.", "0.25mm"),
        Key("spine", _length(0, 200), "The printer's own figure for the spine.", "computed"),
        Key("flap", _length(0, 200), "The width of flaps folded in, front and back.", "none"),
    ),
    _binding,
    short="kind",
    synonyms={"type": "kind", "signature": "'signature' stands beside 'binding'"},
    example="{kind: perfect, cover: 0.25mm}",
)


def _spot(found: Found, reading: Reading) -> tuple[str, tuple[float, ...] | None] | None:
    name, inks = found.get("name"), found.get("cmyk")
    if inks is not None and len(inks) != 4:
        reading.wrong("'cmyk' takes four percentages", found.places["cmyk"], "[0, 100, 80, 0]")
        return None
    shares = None if inks is None else tuple(share / 100 for share in inks)
    return None if name is None else (name, shares)


_SPOT = Record(
    "spot",
    "the name of an ink, or a name and what stands in for it",
    "A special ink.",
    (
        Key("name", LINE, "Its name on the plate (`PANTONE 185 C`).", required=True),
        Key(
            "cmyk",
            ListOf(Value("percent", values.number(0, 100, unit="%"), _NUMBER), "four percentages"),
            "The inks that stand in for it on screen and in proofs.",
        ),
    ),
    _spot,
    short="name",
    example="{name: PANTONE 185 C, cmyk: [0, 91, 76, 0]}",
)


def _target(text: str) -> str:
    name = text.casefold().replace("_", "-").replace(" ", "-")
    try:
        load_target(name)
    except ValueError as error:
        raise Invalid(f"{text!r} is not a printer newsbook knows", _known_targets(name)) from error
    return name


def _known_targets(name: str) -> str:
    import difflib

    names = tuple(target_names())
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"


def _price(text: str) -> str:
    if len(text) != 5 or not (text.isascii() and text.isdigit()):
        raise Invalid(f"{text!r} is not a price in five digits", "51999 is 19.99 US dollars")
    return text


def _standard(text: str) -> str:
    word = text.casefold().replace(" ", "").replace("pdfx", "pdf/x").replace("pdf-x", "pdf/x")
    word = word.replace("x4", "x-4").replace("x3", "x-3").replace("x1a", "x-1a")
    return values.one_of(*STANDARDS)(word)


def _press(found: Found, reading: Reading) -> PressOptions:
    marks: tuple[str, ...] | None = found.get("marks")
    binding: Mapping[str, Any] | None = found.get("binding")
    if binding is None and "signature" in found.values:
        binding = {}
    spots: Mapping[str, tuple[str, tuple[float, float, float, float] | None]]
    spots = found.get("spots", {})
    return PressOptions(
        **found.only(
            *("standard", "condition", "icc", "images", "max_ink", "ppi", "black_overprint"),
            *("paper", "price"),
        ),
        bleed_mm=found.get("bleed"),
        marks=None if marks is None else tuple(m for m in marks if m != "none"),
        for_=found.get("for"),
        binding=binding
        if binding is None
        else Binding(
            binding.get("kind"),
            found.get("signature"),
            binding.get("cover"),
            binding.get("spine"),
            binding.get("flap"),
        ),
        spots=tuple(Spot(key, name, inks) for key, (name, inks) in spots.items()),
        where=found.where,
        places=dict(found.places),
    )


PRESS = Record(
    "press",
    "an order for the press",
    "What a printer needs. What is not stated comes from the target in `for`, else from the "
    "defaults here.",
    (
        Key(
            "for",
            Value("a printer", _target, {"enum": list(target_names())}),
            "A printer or kind of printing whose demands fill in the rest.",
        ),
        Key("standard", Value(f"one of {', '.join(f'`{s}`' for s in STANDARDS)}", _standard,
                              {"enum": list(STANDARDS)}), "The PDF/X standard.", "pdf/x-4"),
        Key(
            "condition",
            Value("a printing condition", values.condition, {"type": "string"}),
            "Paper, ink and press taken together: FOGRA39, FOGRA29, TR006 and TR002 are built in; "
            "for others give the printer's profile in `icc`.",
            "FOGRA39",
        ),
        Key("icc", PathName("ICC profile"), "The printer's ICC profile.", "of the condition"),
        Key("bleed", _BLEED, "How far artwork runs past the edge.", "3mm"),
        Key(
            "marks",
            ListOf(choice("crop", "registration", "bar", "fold", "none"), "printer's marks"),
            "Marks outside the page: where to cut, where plates meet, the colour bar, folds.",
            "none",
        ),
        Key(
            "images",
            choice("cmyk", "icc", "rgb"),
            "What becomes of colour: inks, RGB with its profile, or plain RGB.",
            "cmyk",
        ),
        Key(
            "max_ink",
            Value("percent", values.number(100, 400, unit="%"), _NUMBER),
            "The limit of the four inks together.",
            "of the condition",
        ),
        Key("ppi", Value("pixels an inch", values.whole(72, 1200), {"type": "integer"}),
            "What pictures are reduced to.", "300"),
        Key("black_overprint", BOOLEAN, "Whether black text prints over colours.", "true"),
        Key(
            "spots",
            Pairs(values.slug, _SPOT, "special inks by the name used in style sheets"),
            "Special inks.",
        ),
        Key(
            "signature",
            Value("pages", values.whole(1, 128), {"type": "integer"}),
            "The number of pages is made a multiple of this.",
            "2",
        ),
        Key("paper", _PAPER, "The paper of the inside."),
        Key("binding", _BINDING, "How the sheets become a book."),
        Key(
            "price",
            Value("five digits", _price, {"type": "string", "pattern": "^[0-9]{5}$"}),
            "The price beside the barcode: currency and amount as the trade codes them (51999 is "
            "19.99 US dollars, 90000 no price).",
        ),
    ),
    _press,
    synonyms={
        "target": "for",
        "printer": "for",
        "profile": "icc",
        "intent": "condition",
        "tac": "max_ink",
        "ink": "max_ink",
        "dpi": "ppi",
        "spine": "'spine' belongs under 'binding'",
        "trim": "'trim' stands beside 'press'",
    },
    example="{standard: pdf/x-4, condition: FOGRA39, bleed: 3mm, marks: [crop], max_ink: 300}",
)  # fmt: skip
