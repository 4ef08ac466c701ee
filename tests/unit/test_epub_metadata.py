"""What the package says of the book, its articles and its accessibility is true and complete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from newsbook.composition import PageMark
from newsbook.epub.accessibility import conformance_text, inspect
from newsbook.epub.metadata import unique_identifier
from newsbook.epub.words import summary
from newsbook.model import Contributor, Identifier, Metadata, Series
from tests.support.compositions import article_document, composition_of, sample
from tests.support.epubs import NS, PLAIN, files, opf, packaged, packed, tree


def book(**changes: Any) -> etree._Element:
    """The package document of the sample book with other metadata."""
    made = sample()
    return opf(packed(replace(made, metadata=replace(made.metadata, **changes))))


def refined(package: etree._Element, element: etree._Element) -> dict[str, str | None]:
    target = "#" + str(element.get("id"))
    found = package.iterfind(".//opf:meta[@refines]", NS)
    return {str(m.get("property")): m.text for m in found if m.get("refines") == target}


def stated(package: etree._Element, name: str) -> list[str | None]:
    return [m.text for m in package.iterfind(f".//opf:meta[@property='{name}']", NS)]


def elements(package: etree._Element, name: str) -> list[etree._Element]:
    return package.findall(f".//dc:{name}", NS)


# ---------------------------------------------------------------- the book
def test_titles_have_types_order_and_filing() -> None:
    package = opf(packaged())
    main, subtitle = elements(package, "title")
    assert main.text == "The Pine and the Cypress"
    assert refined(package, main) == {
        "title-type": "main", "file-as": "Pine and the Cypress, The", "display-seq": "1",
    }  # fmt: skip
    assert refined(package, subtitle) == {"title-type": "subtitle", "display-seq": "2"}


@pytest.mark.parametrize(
    ("title", "language", "filed"),
    [
        ("A Road", "en-GB", "Road, A"),
        ("Der Weg", "de", "Weg, Der"),
        ("Der Weg", "en", "Der Weg"),
        ("The", "en", "The"),
        ("松柏", "zh-Hans", "松柏"),
    ],
)
def test_titles_are_filed_under_their_first_word_of_weight(
    title: str, language: str, filed: str
) -> None:
    package = book(title=title, subtitle=None, language=language)
    (main,) = elements(package, "title")
    assert refined(package, main)["file-as"] == filed


def test_people_have_roles_and_stay_apart_from_authors_of_articles() -> None:
    package = opf(packaged())
    creators = elements(package, "creator")
    assert [(c.text, refined(package, c)["role"]) for c in creators] == [("Press Office", "edt")]
    contributors = elements(package, "contributor")
    assert [(c.text, refined(package, c)["role"]) for c in contributors] == [
        ("Li Hua", "trl"), ("Sadig Gachayev", "aut"), ("新书社", "aut"),
    ]  # fmt: skip
    assert refined(package, contributors[0])["file-as"] == "Li, Hua"
    roles = package.findall(".//opf:meta[@property='role']", NS)
    assert {m.get("scheme") for m in roles} == {"marc:relators"}


def test_a_book_that_names_nobody_is_by_its_writers() -> None:
    package = book(contributors=())
    assert [c.text for c in elements(package, "creator")] == ["Sadig Gachayev", "新书社"]
    assert not elements(package, "contributor")


def test_authors_come_before_editors() -> None:
    people = (Contributor("Ed", "edt"), Contributor("Au", "aut", "Au, X"), Contributor("Bu", "aut"))
    package = book(contributors=people)
    assert [c.text for c in elements(package, "creator")] == ["Au", "Bu"]
    assert elements(package, "contributor")[0].text == "Ed"


@pytest.mark.parametrize(
    ("identifiers", "first", "code"),
    [
        ((), "urn:uuid:", "22"),
        ((Identifier("isbn", "978-0-306-40615-7", "epub"),), "urn:isbn:9780306406157", "15"),
        ((Identifier("isbn", "0-306-40615-2", "epub"),), "urn:isbn:0306406152", "02"),
        (
            (Identifier("uuid", "6BA7B812-9DAD-11D1-80B4-00C04FD430C8"),),
            "urn:uuid:6ba7b812-9dad-11d1-80b4-00c04fd430c8", "22",
        ),
        ((Identifier("isbn", "978-0-306-40615-7", "print"),), "urn:uuid:", "22"),
    ],
)  # fmt: skip
def test_the_first_identifier_is_the_unique_one(
    identifiers: tuple[Identifier, ...], first: str, code: str
) -> None:
    package = book(identifiers=identifiers)
    one, *others = elements(package, "identifier")
    assert one.get("id") == package.get("unique-identifier")
    assert (one.text or "").startswith(first)
    assert refined(package, one) == {"identifier-type": code}
    assert not others


def test_other_identifiers_follow() -> None:
    package = book(
        identifiers=(
            Identifier("doi", "https://doi.org/10.1000/182", None),
            Identifier("isbn", "978-0-306-40615-7", "epub"),
        )
    )
    found = elements(package, "identifier")
    assert [e.text for e in found] == ["urn:isbn:9780306406157", "doi:10.1000/182"]
    assert refined(package, found[1]) == {"identifier-type": "06"}


def test_the_derived_identifier_depends_on_the_book_alone() -> None:
    one = Metadata("Title", "en", slug="title")
    assert unique_identifier(one) == unique_identifier(replace(one, rights="© you"))
    assert unique_identifier(one) != unique_identifier(replace(one, title="Other"))


def test_series_subjects_and_plain_elements() -> None:
    package = opf(packaged())
    (series,) = package.iterfind(".//opf:meta[@property='belongs-to-collection']", NS)
    assert series.text == "Friendship Papers"
    assert refined(package, series) == {
        "collection-type": "series", "group-position": "1",
        "dcterms:identifier": "urn:issn:2049-3630",
    }  # fmt: skip
    plain, coded = elements(package, "subject")
    assert plain.text == "Diplomacy"
    assert coded.text == "International Relations"
    assert refined(package, coded) == {"authority": "BISAC", "term": "POL011000"}
    for name, text in {
        "publisher": "Silk Road Press", "date": "2022-04-02", "rights": "© 2022 the authors",
        "description": "Articles from both ends of the road.",
    }.items():  # fmt: skip
        assert [e.text for e in elements(package, name)] == [text]
    names = {m.get("name"): m.get("content") for m in package.iterfind(".//opf:meta[@name]", NS)}
    assert names["cover"] == "cover-image"
    assert names["calibre:series"] == "Friendship Papers"
    cover = package.find(".//opf:meta[@name='cover']", NS)
    assert cover is not None
    assert list(cover.attrib) == ["name", "content"]


def test_a_position_that_is_no_number_is_not_a_group_position() -> None:
    package = book(series=Series("S", "spring"))
    assert stated(package, "group-position") == []


def test_refinements_lead_to_what_is_there() -> None:
    for profile in ("epub", "kindle"):
        package = opf(packaged(profile))
        ids = [e.get("id") for e in package.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        for element in package.iter():
            if element.get("refines"):
                assert str(element.get("refines"))[1:] in ids


# ---------------------------------------------------------------- articles
def test_articles_keep_their_own_authors_rights_and_source() -> None:
    package = opf(packaged())
    (item,) = package.iterfind(".//opf:item[@href='text/pine.xhtml']", NS)
    assert refined(package, item) == {
        "dcterms:creator": "Sadig Gachayev",
        "dcterms:source": "AZERTAC",
        "dcterms:rights": "© 2021 AZERTAC",
        "dcterms:issued": "2021-12-27",
        "dcterms:identifier": "https://example.org/pine",
    }
    assert [e.text for e in elements(package, "rights")] == ["© 2022 the authors"]
    head = tree(packaged(), "EPUB/text/pine.xhtml").find("h:head", NS)
    assert head is not None
    names = {m.get("name"): m.get("content") for m in head.iterfind("h:meta[@name]", NS)}
    assert names["author"] == "Sadig Gachayev"
    assert names["dcterms.rights"] == "© 2021 AZERTAC"


# ---------------------------------------------------------------- accessibility
def features(*paragraphs: str, **more: Any) -> set[str | None]:
    document = article_document("a", "H", paragraphs)
    package = opf(packed(composition_of([document]), **more))
    return set(stated(package, "schema:accessibilityFeature"))


@pytest.mark.parametrize(
    ("paragraph", "feature"),
    [
        ('<p><img src="chart.png" alt="A chart."/></p>', "alternativeText"),
        ('<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"/></p>', "describedMath"),
        ("<p><ruby>岁<rt>suì</rt></ruby></p>", "rubyAnnotations"),
    ],
)
def test_features_are_those_of_the_content(paragraph: str, feature: str) -> None:
    assert feature in features(paragraph)
    assert feature not in features("<p>Plain.</p>")


@pytest.mark.parametrize(
    "paragraph",
    [
        '<p><img src="chart.png"/></p>',
        '<p><img src="chart.png" alt="A chart."/><img src="chart.png"/></p>',
        '<p><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg></p>',
    ],
)
def test_one_picture_without_words_and_nothing_is_claimed(paragraph: str) -> None:
    document = article_document("a", "H", [paragraph])
    package = opf(packed(composition_of([document])))
    assert "alternativeText" not in stated(package, "schema:accessibilityFeature")
    assert stated(package, "schema:accessModeSufficient") == ["textual,visual"]
    (said,) = stated(package, "schema:accessibilitySummary")
    assert "no text alternative" in str(said)


def test_formulas_without_words_are_not_described() -> None:
    found = features('<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>')
    assert "MathML" in found
    assert "describedMath" not in found


def test_modes_and_hazards() -> None:
    plain = opf(packed(composition_of([article_document("a", "H", ["Text."])])))
    assert stated(plain, "schema:accessMode") == ["textual"]
    assert stated(plain, "schema:accessModeSufficient") == ["textual"]
    assert stated(plain, "schema:accessibilityHazard") == ["none"]
    assert stated(opf(packaged()), "schema:accessMode") == ["textual", "visual"]
    moving = '<p><svg xmlns="http://www.w3.org/2000/svg"><title>x</title><animate/></svg></p>'
    document = article_document("a", "H", [moving])
    assert stated(opf(packed(composition_of([document]))), "schema:accessibilityHazard") == [
        "unknown"
    ]


def test_conformance_is_never_claimed_by_itself() -> None:
    content = b"".join(files(packaged()).values())
    for word in (b"conformsTo", b"certifi", b"WCAG"):
        assert word not in content


@pytest.mark.parametrize(
    ("stated_by_manifest", "expected"),
    [
        ({"wcag": "2.2", "level": "AA"}, "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        ({"wcag": "2.1", "level": "a"}, "EPUB Accessibility 1.1 - WCAG 2.1 Level A"),
        ({"wcag": "2.2"}, None),
        ({}, None),
    ],
)
def test_conformance_has_the_words_of_the_recommendation(
    stated_by_manifest: dict[str, str], expected: str | None
) -> None:
    assert conformance_text(stated_by_manifest) == expected


def test_conformance_and_certificate_come_from_the_manifest() -> None:
    stated_by_manifest = {
        "wcag": "2.2", "level": "AA", "certified_by": "Silk Road Press",
        "credential": "Checked by hand", "report": "https://example.org/report",
    }  # fmt: skip
    package = book(conformance=stated_by_manifest)
    assert stated(package, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert stated(package, "a11y:certifiedBy") == ["Silk Road Press"]
    assert stated(package, "a11y:certifierCredential") == ["Checked by hand"]
    (link,) = package.iterfind(".//opf:link[@rel='a11y:certifierReport']", NS)
    (by,) = package.iterfind(".//opf:meta[@property='a11y:certifiedBy']", NS)
    assert link.get("refines") == f"#{by.get('id')}"
    over = replace(PLAIN, conformance={"wcag": "2.1", "level": "AA"})
    assert stated(opf(packed(sample(), over)), "dcterms:conformsTo") == [
        "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
    ]


def test_the_onix_record_says_the_same() -> None:
    record = tree(packaged(), "EPUB/meta/onix.xml")
    onix = {"o": "http://ns.editeur.org/onix/3.0/reference"}
    codes = {e.text for e in record.iterfind(".//o:ProductFormFeatureValue", onix)}
    assert {"10", "11", "13", "14", "17", "22", "29", "30", "36", "52"} <= codes
    assert not {"04", "19", "82", "85"} & codes
    (link,) = opf(packaged()).iterfind(".//opf:link[@rel='record']", NS)
    assert link.get("properties") == "onix"
    assert "EPUB/meta/onix.xml" not in {
        "EPUB/" + str(i.get("href")) for i in opf(packaged()).iterfind(".//opf:item", NS)
    }
    claimed = replace(PLAIN, conformance={"wcag": "2.2", "level": "AA"})
    epub = packed(sample(), claimed, page_map={"pine": (PageMark(0, "1", 0, ""),)})
    record = tree(epub, "EPUB/meta/onix.xml")
    codes = {e.text for e in record.iterfind(".//o:ProductFormFeatureValue", onix)}
    assert {"04", "19", "82", "85"} <= codes
    assert "EPUB/meta/onix.xml" not in files(packed(sample(), replace(PLAIN, onix=False)))


@pytest.mark.parametrize(
    ("language", "said_in"),
    [("en-GB", "en"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"),
     ("ja", "ja"), ("az-Latn", "az"), ("fi", "en")],
)  # fmt: skip
def test_the_summary_speaks_the_language_of_the_book(language: str, said_in: str) -> None:
    text, tag = summary(inspect([]), paged=True, language=language)
    assert tag == said_in
    assert text
