"""The dialects of NewsML 1.2: how agencies write what a book needs of it."""

from __future__ import annotations

import pytest

from newsbook.content import Figure
from newsbook.tree import plain_text
from tests.support.news_items import codes, newsml, read, read_one


def part(role: str, text: str, inside: str = "") -> str:
    return (
        f'<NewsComponent><Role FormalName="{role}"/>{inside}<ContentItem><DataContent>{text}'
        "</DataContent></ContentItem></NewsComponent>"
    )


def package(*components: str, management: str = "") -> str:
    return (
        f"<NewsML><NewsEnvelope><SentFrom><Party FormalName='Wire'/></SentFrom></NewsEnvelope>"
        f"<NewsItem><NewsManagement>{management}</NewsManagement><NewsComponent><NewsLines>"
        f"<CopyrightLine>© Wire</CopyrightLine></NewsLines>{''.join(components)}</NewsComponent>"
        "</NewsItem></NewsML>"
    )


LINES = (
    "<NewsLines><DateLine>GREENWICH, Conn.</DateLine><HeadLine>Brokers Lift Limits</HeadLine>"
    "<SlugLine>CT-BROKERS</SlugLine></NewsLines>"
)


def test_the_lines_of_an_inner_component_are_read() -> None:
    inner = f"<NewsComponent>{LINES}{part('Main', '<p>It rained.</p>')}</NewsComponent>"
    article = read_one("a.xml", package(inner))

    assert plain_text(article.headline) == "Brokers Lift Limits"
    assert article.dateline is not None
    assert article.dateline.raw == "GREENWICH, Conn."
    assert (article.rights.notice, article.source) == ("© Wire", "Wire")


def test_parts_of_a_release_are_told_apart() -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{}</p></body></html>'
    article, world = read("a.xml", package(
        f"<NewsComponent>{LINES}" + part("Abstract", "They lifted the limits of trade.")
        + part("HeadLine", page.format("Brokers Lift Limits")) + part("StyleSheet", "p { color: red }")
        + part("Contact", page.format("Ann Muster, +1 555")) + part("Body", page.format("It rained."))
        + part("TweetText", page.format("They lifted")) + "</NewsComponent>"
    ))  # fmt: skip

    assert plain_text(article[0].body) == "It rained."
    assert plain_text(article[0].deck) == "They lifted the limits of trade."
    assert [d.message for d in world.diagnostics] == [
        "the part 'Contact' was left out: Ann Muster, +1 555"
    ]


def test_a_lead_stands_before_the_text() -> None:
    found = read_one("a.xml", package(part("Lead", "It rained."), part("Body", "It stopped.")))

    assert plain_text(found.body) == "It rained.\n\nIt stopped."


def test_an_item_in_two_languages_is_two_articles() -> None:
    def story(language: str, headline: str, text: str) -> str:
        return (
            f'<NewsComponent xml:lang="{language}"><NewsLines><HeadLine>{headline}</HeadLine>'
            f"</NewsLines>{part('Body', text)}</NewsComponent>"
        )

    articles, _ = read(
        "a.xml", package(story("nl", "Regen", "Het regende."), story("fr", "Pluie", "Il pleuvait."))
    )
    assert [(a.language, plain_text(a.headline), plain_text(a.body)) for a in articles] == [
        ("nl", "Regen", "Het regende."), ("fr", "Pluie", "Il pleuvait."),
    ]  # fmt: skip
    assert len({a.slug for a in articles}) == 2


def test_a_captioned_picture_is_no_article() -> None:
    photo = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
    articles, world = read(
        "a.xml", package(part("Caption", "<p>Rain.</p>"), f"<NewsComponent>{photo}</NewsComponent>")
    )
    assert articles == []
    assert [d.message for d in world.diagnostics.errors] == ["the file holds pictures only"]


def test_pictures_of_the_one_story_of_a_file_belong_to_it() -> None:
    text = newsml("<HeadLine>Rain</HeadLine>", "<p>It rained.</p>")
    photo = (
        "<NewsItem><NewsComponent>" + part("Caption", "<p>Wet.</p>")
        + '<NewsComponent><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
        "</NewsComponent></NewsComponent></NewsItem>"
    )  # fmt: skip
    article = read_one("a.xml", text.replace("</NewsML>", f"{photo}</NewsML>"))

    assert isinstance(article.body[0], Figure)
    assert plain_text(article.body[0].caption) == "Wet."


def test_topics_over_the_headline_are_its_kicker() -> None:
    lines = "<HeadLine>UE reafirma unidad</HeadLine><SubHeadLine>YIHADISMO BURKINA</SubHeadLine>"
    article = read_one("a.xml", newsml(lines, "<p>It rained.</p>"))

    assert (plain_text(article.kicker), plain_text(article.deck)) == ("YIHADISMO BURKINA", "")


@pytest.mark.parametrize(
    ("lines", "creator", "found"),
    [
        ("<ByLine>By Ann Muster</ByLine><ByLineTitle>Reporter</ByLineTitle>", "daa/mt",
         [("Ann Muster", "Reporter")]),
        ("<ByLine/>", "Ana Pérez", [("Ana Pérez", None)]),
        ("", "cae/tcr", []),
        ("", "DWM", []),
    ],
)  # fmt: skip
def test_by_lines_and_creators(
    lines: str, creator: str, found: list[tuple[str, str | None]]
) -> None:
    text = newsml(lines, "<p>It rained.</p>").replace(
        "<ContentItem>", f'<AdministrativeMetadata><Creator><Party FormalName="{creator}"/></Creator>'
        "</AdministrativeMetadata><ContentItem>"
    )  # fmt: skip

    assert [(p.name, p.affiliation) for p in read_one("a.xml", text).byline] == found


def test_comments_and_limits_are_told() -> None:
    text = newsml("<HeadLine>Rain</HeadLine>", "<p>It rained.</p>").replace(
        "<ContentItem>",
        "<RightsMetadata><UsageRights><UsageType>Print</UsageType><Geography>UK</Geography>"
        "</UsageRights></RightsMetadata><Comment>Embargoed to 0001</Comment>"
        '<Comment FormalName="Version">1.0</Comment><ContentItem>',
    )
    assert [d.message for d in read("a.xml", text)[1].diagnostics] == [
        "a note to editors, which is not printed: Embargoed to 0001",
        "terms of use: Print UK",
    ]


def test_nitf_inside_that_is_withheld_forbids_the_item() -> None:
    inside = (
        '<nitf><head><docdata management-status="withheld"/></head><body><body.content><p>It rained.'
        "</p></body.content></body></nitf>"
    )
    status = '<Status FormalName="Usable"/>'
    assert codes(read("a.xml", newsml("<HeadLine>R</HeadLine>", inside, status))[1]) == [
        "not-usable"
    ]


def test_the_largest_rendition_of_a_picture_is_shown() -> None:
    def rendition(address: str, width: int) -> str:
        return (
            f'<ContentItem Href="{address}"><MimeType FormalName="image/jpeg"/><Characteristics>'
            f'<Property FormalName="PixelWidth" Value="{width}"/></Characteristics></ContentItem>'
        )

    logo = (
        '<NewsComponent><Role FormalName="Logo"/>' + rendition("small.jpg", 120)
        + rendition("big.jpg", 900) + "</NewsComponent>"
    )  # fmt: skip
    article = read_one("a.xml", package(part("Main", "<p>It rained.</p>"), logo))

    assert isinstance(article.body[0], Figure)
    assert article.body[0].pictures[0].source == "big.jpg"
