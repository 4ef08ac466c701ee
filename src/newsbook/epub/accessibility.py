"""From the documents of an EPUB to what may truly be said of its accessibility.

Features, modes and hazards are counted in the content (https://www.w3.org/TR/epub-a11y-11/,
schema.org); conformance and certification are repeated from the manifest and never made up. The
same facts are given as an ONIX record (code list 196) for the book trade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from newsbook.epub.archive import Refinement, Statement
from newsbook.epub.vocabulary import number

__all__ = ["Facts", "conformance_text", "inspect", "onix_record", "statements"]

_MEANT_SVG = "//svg:svg[not(@aria-hidden='true')][not(ancestor::svg:svg)]"
_COUNTS = {
    "pictures": number(f"//h:img[not(@alt='' or @role='presentation')] | {_MEANT_SVG}"),
    "undescribed": number(
        f"//h:img[not(@alt)] | {_MEANT_SVG}"
        "[not(svg:title) and not(@aria-label) and not(@aria-labelledby)]"
    ),
    "formulas": number("//m:math"),
    "undescribed_formulas": number("//m:math[not(@alttext)]"),
    "rubies": number("//h:ruby"),
    "headings": number("//h:h1 | //h:h2 | //h:h3 | //h:h4 | //h:h5 | //h:h6"),
    "roles": number("//*[@role]"),
    "moving": number(
        "//h:video | //h:audio | //h:script[not(@type='application/ld+json')] | //svg:animate"
        " | //svg:animateTransform | //svg:animateMotion | //svg:set"
    ),
    "vertical": number("/h:html[contains(concat(' ', @class, ' '), ' vertical ')]"),
    "long_descriptions": number("//*[@aria-details] | //h:details"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the documents of a book hold: numbers of documents and elements.

    `undescribed` pictures have no alternative text; `moving` is what could flash or make a noise.
    """

    documents: int = 0
    pictures: int = 0
    undescribed: int = 0
    formulas: int = 0
    undescribed_formulas: int = 0
    rubies: int = 0
    headings: int = 0
    roles: int = 0
    moving: int = 0
    vertical: int = 0
    long_descriptions: int = 0


def inspect(roots: Iterable[etree._Element], *, moving_pictures: int = 0) -> Facts:
    """Return the facts of the documents `roots`; `moving_pictures` counts animated files."""
    totals = dict.fromkeys(_COUNTS, 0)
    documents = 0
    for root in roots:
        documents += 1
        for name, count in _COUNTS.items():
            totals[name] += int(count(root))
    totals["moving"] += moving_pictures
    return Facts(documents=documents, **totals)


def features(facts: Facts, *, paged: bool) -> tuple[str, ...]:
    """Return the values of schema:accessibilityFeature the content supports, sorted."""
    found = {"readingOrder", "tableOfContents", "displayTransformability", "unlocked"}
    if facts.headings:
        found.add("structuralNavigation")
    if facts.roles:
        found.add("ARIA")
    if facts.pictures and not facts.undescribed:
        found.add("alternativeText")
    if facts.long_descriptions:
        found.add("longDescription")
    if facts.formulas:
        found.add("MathML")
        if not facts.undescribed_formulas:
            found.add("describedMath")
    if facts.rubies:
        found.add("rubyAnnotations")
    if paged:
        found |= {"pageBreakMarkers", "pageNavigation"}
    if facts.vertical:
        found.add("verticalWriting")
    if facts.vertical < facts.documents:
        found.add("horizontalWriting")
    return tuple(sorted(found))


def conformance_text(conformance: Mapping[str, str]) -> str | None:
    """Return the exact string of EPUB Accessibility 1.1, section 2.5, for the WCAG version and
    level the manifest states, or None when it states none.
    """
    version, level = conformance.get("wcag"), conformance.get("level")
    if not version or not level:
        return None
    return f"EPUB Accessibility 1.1 - WCAG {version} Level {level.upper()}"


def statements(
    facts: Facts,
    *,
    paged: bool,
    conformance: Mapping[str, str],
    summary: str | None,
    language: str,
) -> tuple[Statement, ...]:
    """Return the accessibility metadata of the package document."""
    modes = ["textual"] + (["visual"] if facts.pictures or facts.formulas else [])
    enough = [] if facts.undescribed else ["textual"]
    if "visual" in modes:
        enough.append("textual,visual")
    made = [Statement("schema:accessMode", mode) for mode in modes]
    made += [Statement("schema:accessModeSufficient", modes_) for modes_ in enough]
    made += [
        Statement("schema:accessibilityFeature", name) for name in features(facts, paged=paged)
    ]
    hazard = "unknown" if facts.moving else "none"
    made.append(Statement("schema:accessibilityHazard", hazard))
    if summary:
        made.append(Statement("schema:accessibilitySummary", summary, language=language))
    return (*made, *_conformance(conformance))


def _conformance(conformance: Mapping[str, str]) -> list[Statement]:
    text = conformance_text(conformance)
    made = []
    certificate: tuple[Refinement, ...] = ()
    if conformance.get("certified_by"):
        more = []
        if conformance.get("credential"):
            more.append(Refinement("a11y:certifierCredential", conformance["credential"]))
        certificate = (
            Refinement("a11y:certifiedBy", conformance["certified_by"], refinements=tuple(more)),
        )
    if text:
        made.append(
            Statement("dcterms:conformsTo", text, id="conformance", refinements=certificate)
        )
        if certificate and conformance.get("report"):
            made.append(
                Statement(
                    "link",
                    "",
                    attributes={
                        "rel": "a11y:certifierReport",
                        "href": conformance["report"],
                        "refines": "#conformance-1",
                    },
                )
            )
    return made


# ONIX code list 196, "E-publication accessibility details".
_ONIX_FEATURES = {
    "tableOfContents": "11",
    "readingOrder": "13",
    "alternativeText": "14",
    "longDescription": "15",
    "MathML": "17",
    "pageNavigation": "19",
    "structuralNavigation": "29",
    "ARIA": "30",
    "displayTransformability": "36",
}
_ONIX_WCAG = {"2.0": "80", "2.1": "81", "2.2": "82"}
_ONIX_LEVEL = {"A": "84", "AA": "85", "AAA": "86"}
_ONIX = "http://ns.editeur.org/onix/3.0/reference"


def onix_record(
    facts: Facts,
    *,
    paged: bool,
    conformance: Mapping[str, str],
    identifier: str,
    title: str,
    publisher: str | None,
    language: str,
    sent: str,
    summary: str | None,
) -> bytes:
    """Return an ONIX 3.0 message with the accessibility of the product in code list 196.

    `sent` is a date as YYYYMMDD; `language` is a BCP 47 tag.
    """
    codes = {"10", "22"}  # nothing disabled; language tags given
    codes |= {c for f, c in _ONIX_FEATURES.items() if f in features(facts, paged=paged)}
    if not facts.undescribed:
        codes.add("52")  # everything that carries meaning can be read without sight
    if conformance_text(conformance):
        codes.add("04")
        codes |= {
            code
            for code in (
                _ONIX_WCAG.get(conformance["wcag"]),
                _ONIX_LEVEL.get(conformance["level"].upper()),
            )
            if code
        }
    details = [_onix_feature(code) for code in sorted(codes)]
    if summary:
        details.insert(0, _onix_feature("00", summary))
    name = escape(publisher or title)
    kind, value = _onix_identifier(identifier)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<ONIXMessage release="3.0" xmlns="{_ONIX}">'
        f"<Header><Sender><SenderName>{name}</SenderName></Sender>"
        f"<SentDateTime>{sent}</SentDateTime></Header>"
        f"<Product><RecordReference>{escape(identifier)}</RecordReference>"
        "<NotificationType>03</NotificationType>"
        f"<ProductIdentifier><ProductIDType>{kind}</ProductIDType>"
        + ("<IDTypeName>URN</IDTypeName>" if kind == "01" else "")
        + f"<IDValue>{escape(value)}</IDValue></ProductIdentifier>"
        "<DescriptiveDetail><ProductComposition>00</ProductComposition>"
        "<ProductForm>ED</ProductForm><ProductFormDetail>E101</ProductFormDetail>"
        f"{''.join(details)}"
        "<TitleDetail><TitleType>01</TitleType><TitleElement>"
        "<TitleElementLevel>01</TitleElementLevel>"
        f"<TitleText>{escape(title)}</TitleText></TitleElement></TitleDetail>"
        f"{_onix_language(language)}</DescriptiveDetail></Product></ONIXMessage>\n"
    ).encode()


# ISO 639-2/B (ONIX code list 74) for ISO 639-1.
_ISO_639_2 = {
    "ar": "ara", "az": "aze", "be": "bel", "bg": "bul", "bn": "ben", "bo": "tib", "ca": "cat",
    "cs": "cze", "da": "dan", "de": "ger", "el": "gre", "en": "eng", "es": "spa", "et": "est",
    "fa": "per", "fi": "fin", "fr": "fre", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "arm", "id": "ind", "it": "ita", "ja": "jpn", "ka": "geo", "kk": "kaz", "km": "khm",
    "ko": "kor", "ky": "kir", "lt": "lit", "lv": "lav", "mn": "mon", "ms": "may", "my": "bur",
    "nb": "nob", "nl": "dut", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "ro": "rum",
    "ru": "rus", "sk": "slo", "sl": "slv", "sr": "srp", "sv": "swe", "ta": "tam", "tg": "tgk",
    "th": "tha", "tk": "tuk", "tr": "tur", "ug": "uig", "uk": "ukr", "ur": "urd", "uz": "uzb",
    "vi": "vie", "zh": "chi",
}  # fmt: skip


def _onix_language(language: str) -> str:
    code = _ISO_639_2.get(language.split("-")[0])
    if code is None:
        return ""
    return (
        f"<Language><LanguageRole>01</LanguageRole><LanguageCode>{code}</LanguageCode></Language>"
    )


def _onix_feature(code: str, text: str | None = None) -> str:
    more = (
        f"<ProductFormFeatureDescription>{escape(text)}</ProductFormFeatureDescription>"
        if text
        else ""
    )
    return (
        "<ProductFormFeature><ProductFormFeatureType>09</ProductFormFeatureType>"
        f"<ProductFormFeatureValue>{code}</ProductFormFeatureValue>{more}</ProductFormFeature>"
    )


def _onix_identifier(identifier: str) -> tuple[str, str]:
    """Type (ONIX code list 5) and value."""
    if identifier.startswith("urn:isbn:"):
        digits = identifier.removeprefix("urn:isbn:")
        return ("15" if len(digits) == 13 else "02"), digits
    if identifier.startswith("doi:"):
        return "06", identifier.removeprefix("doi:")
    return "01", identifier
