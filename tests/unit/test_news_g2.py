"""The dialects of NewsML-G2: how agencies write what a book needs of it."""

from __future__ import annotations

import pytest

from newsbook.content import Figure
from newsbook.tree import plain_text
from tests.support.news_items import codes, g2, nitf, read, read_one


def page(body: str) -> str:
    return (
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>x</title></head><body>{body}</body></html></inlineXML>"
    )


def texts(content: str) -> list[str]:
    return [plain_text(block) for block in read_one("a.xml", g2(content=content)).body]


# ---------------------------------------------------------------- text
def test_what_a_page_repeats_of_its_item_is_not_printed() -> None:
    (article,), world = read("a.xml", g2(content=page(
        '<header><ul class="slugline"><li class="keyword">Weather</li></ul><time>22.02.2025</time>'
        '<p class="genre">Extra</p><h1>Rain</h1><p class="byline">By ANN MUSTER and BOB TEST</p>'
        '</header><section class="main"><p><span class="dateline">BUENOS AIRES, Argentina '
        '<span class="credit">(AP)</span></span>The president is facing a probe.</p></section>'
        '<section class="notepad"><h3>Notes</h3><section class="np-nonpublic"><p>Call Bob.</p>'
        "</section></section>"
    )))  # fmt: skip

    assert plain_text(article.body) == "The president is facing a probe."
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.agency) == ("BUENOS AIRES", "AP")
    assert [person.name for person in article.byline] == ["ANN MUSTER", "BOB TEST"]
    assert [d.message for d in world.diagnostics] == [
        "a note to editors, which is not printed: Notes Call Bob."
    ]


def test_a_header_keeps_what_is_no_repetition() -> None:
    assert texts(page("<header><h1>Rain</h1><p>The first words.</p></header><p>It rained.</p>")) == [
        "The first words.", "It rained.",
    ]  # fmt: skip


def test_the_byline_of_a_picture_is_its_credit() -> None:
    figure = (
        '<figure><img src="a.jpg" alt="x"/><div class="byline">Karl M/TT</div>'
        "<figcaption>Rain.</figcaption></figure>"
    )
    article = read_one("a.xml", g2(content=page(f"<p>It rained.</p>{figure}")))

    shown = article.body[1]
    assert isinstance(shown, Figure)
    assert (plain_text(shown.caption), plain_text(shown.credit)) == ("Rain.", "Karl M/TT")


def test_nitf_in_character_data_is_nitf() -> None:
    inside = nitf("<p>It rained.</p>", head="<byline>By Ann Muster</byline>")
    article = read_one("a.xml", g2(content=f"<inlineData><![CDATA[{inside}]]></inlineData>"))

    assert plain_text(article.body) == "It rained."
    assert [person.name for person in article.byline] == ["Ann Muster"]


def test_nitf_completes_the_fields_of_its_item() -> None:
    inside = nitf(
        "<p>It rained.</p>", docdata='<ed-msg info="Check names"/>',
        head="<byline>By Ann Muster</byline><dateline><location>BAKU</location></dateline>",
    ).replace("</hl1>", "</hl1><hl2>All week</hl2>")  # fmt: skip
    text = g2(content=f"<inlineXML>{inside}</inlineXML>").replace("<headline>Rain</headline>", "")
    article, world = read("a.xml", text)

    assert plain_text(article[0].headline) == "Rain"
    assert plain_text(article[0].deck) == "All week"
    assert [person.name for person in article[0].byline] == ["Ann Muster"]
    assert article[0].dateline is not None
    assert codes(world) == ["editors-note"]


def test_nitf_that_may_not_be_used_forbids_its_item() -> None:
    inside = nitf().replace("<docdata>", '<docdata management-status="canceled">')
    _, world = read("a.xml", g2(content=f"<inlineXML>{inside}</inlineXML>"))

    assert codes(world) == ["not-usable"]


def test_of_several_languages_that_of_the_item_is_read() -> None:
    content = page("<p>Il pleuvait.</p>").replace("<inlineXML", '<inlineXML xml:lang="fr"') + page(
        "<p>It rained.</p>"
    ).replace("<inlineXML", '<inlineXML xml:lang="en"')
    text = g2(content=content, meta='<located><name xml:lang="de">Moskau</name>'
              '<name xml:lang="en">Moscow</name></located>').replace(
        "<headline>", '<headline xml:lang="fr">Pluie</headline><headline xml:lang="en">'
    )  # fmt: skip
    article = read_one("a.xml", text)

    assert (plain_text(article.headline), plain_text(article.body)) == ("Rain", "It rained.")
    assert article.dateline is not None
    assert article.dateline.place == "Moscow"


def test_wire_copy_in_one_paragraph_has_its_paragraphs() -> None:
    copy = (
        "<p>(Adds comments, detail)\n    * Spot gold may edge up to $1,205 per ounce\n\n"
        "    By Ann Muster\n    Jan 30 (Reuters) - Gold rose on Tuesday on increased safe\n"
        "haven demand.\n    Traders were awaiting the meeting on monetary policy and\n"
        "the news of it.</p>"
    )
    found = texts(page(copy))

    assert "Traders were awaiting the meeting on monetary policy and the news of it." in found
    assert "* Spot gold may edge up to $1,205 per ounce" in found


# ---------------------------------------------------------------- fields
@pytest.mark.parametrize(
    ("makers", "found"),
    [
        ('<creator literal="VRG"><name>VRG</name></creator>', []),
        ("<creator><name>degenhardt.sandra</name></creator>", []),
        ('<creator literal="Reuters"/><creditline>Reuters</creditline>', []),
        ('<creator literal="globenewswire"><organisationDetails/></creator>', []),
        ('<creator role="crol:photographer"><name>Dan Pic</name></creator>', [("Dan Pic", "pht", None)]),
        ('<contributor role="ctrol:descrWriter"><name>Ann Words</name></contributor>', []),
        ("<contributor><name>Ed Itor</name></contributor>", []),
        ("<creator><name>Ann Muster</name><affiliation><name>Daily News</name></affiliation></creator>",
         [("Ann Muster", "aut", "Daily News")]),
        ("<creator><name>张三</name></creator>", [("张三", "aut", None)]),
    ],
)  # fmt: skip
def test_creators_are_a_byline_when_they_are_people(
    makers: str, found: list[tuple[str, str, str | None]]
) -> None:
    article = read_one("a.xml", g2(meta=makers))

    assert [(p.name, p.role, p.affiliation) for p in article.byline] == found


def test_a_source_has_a_name_rather_than_an_address() -> None:
    text = g2(meta='<infoSource literal="Reuters"/>').replace(
        'qcode="nprov:REUTERS"', 'literal="reuters.com"'
    )
    assert read_one("a.xml", text).source == "Reuters"


def test_the_canonical_link_is_the_address() -> None:
    link = '<link rel="aprel:canonical" href="https://example.org/rain"/>'
    assert read_one("a.xml", g2(item=link)).url == "https://example.org/rain"


@pytest.mark.parametrize("signal", ["sig:withdraw", "apsig:kill", "sig:retraction"])
def test_a_signal_withdraws_an_item(signal: str) -> None:
    status = f'<pubStatus qcode="stat:usable"/><signal qcode="{signal}"/>'
    assert codes(read("a.xml", g2(item=status))[1]) == ["not-usable"]
    assert codes(read("a.xml", g2(item='<signal qcode="sig:correction"/>'))[1]) == []


# ---------------------------------------------------------------- messages
def message(*items: str) -> str:
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{"".join(items)}</itemSet></newsMessage>'


def test_a_package_orders_the_items_of_its_message() -> None:
    package = '<packageItem><groupSet><group><itemRef residref="b"/><itemRef residref="a"/></group></groupSet></packageItem>'
    items = [g2().replace("urn:x", name).replace(">Rain<", f">Rain {name}<") for name in "abc"]
    articles, _ = read("a.xml", message(package, *items))

    assert [plain_text(a.headline) for a in articles] == ["Rain b", "Rain a", "Rain c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<conceptItem/>", "the file holds a concept (a person, a place, a subject), no story"),
        ("<knowledgeItem/>", "the file holds a list of concepts, no story"),
        ("<planningItem/>", "the file holds a plan of coverage, no story"),
        ('<packageItem><groupSet><group><itemRef residref="a"><title>Rain</title></itemRef></group>'
         "</groupSet></packageItem>", "the file holds a package of 1 items that are not in it: Rain"),
    ],
)  # fmt: skip
def test_items_without_a_story_say_what_they_are(text: str, said: str) -> None:
    articles, world = read("a.xml", text)

    assert articles == []
    assert [d.message for d in world.diagnostics.errors] == [said]
    assert world.diagnostics.errors[0].hint


@pytest.mark.parametrize(("kind", "said"), [("image/jpeg", "a picture"), ("video/mpeg", "a film")])
def test_media_without_an_address_are_told(kind: str, said: str) -> None:
    content = (
        page("<p>It rained.</p>") + f'<remoteContent contenttype="{kind}" href="tag:x.example,1"/>'
    )
    article, world = read("a.xml", g2(content=content, meta='<creator literal="VRG"/>'))

    assert plain_text(article[0].body) == "It rained."
    assert [d.message for d in world.diagnostics] == [
        f"{said} that the item names was left out: it has no address in the file"
    ]


def test_pictures_that_count_readers_are_left_out() -> None:
    pixel = '<img src="https://x.example/ti?nf=1" width="1" height="1"/>'
    assert texts(page(f"<p>It rained.</p>{pixel}")) == ["It rained."]


def picture(item: str = "", rights: str = "") -> str:
    """Return a picture item that the text item of `message` may show."""
    content = '<remoteContent contenttype="image/png" href="a.png"/>'
    made = g2(item=item, content=content, rights=rights).replace("ninat:text", "ninat:picture")
    return made.replace("urn:x", "urn:picture")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "its status is 'canceled'"),
        ("<embargoed>2030-01-01T00:00:00Z</embargoed>", "under embargo until 2030-01-01T00:00:00Z"),
    ],
)
def test_pictures_that_may_not_be_used_are_left_out(item: str, said: str) -> None:
    articles, world = read("a.xml", message(g2(), picture(item)))

    assert [type(block).__name__ for block in articles[0].body] == ["Paragraph"]
    assert [d.message for d in world.diagnostics] == [f"a picture was left out: {said}"]
    allowed = read("a.xml", message(g2(), picture(item)), allow_embargoed=True, allow_unusable=True)
    assert [type(block).__name__ for block in allowed[0][0].body] == ["Figure", "Paragraph"]


def test_terms_of_use_of_pictures_are_told() -> None:
    rights = "<usageTerms>No covers</usageTerms>"
    _, world = read("a.xml", message(g2(), picture(rights=rights)))

    assert [d.message for d in world.diagnostics] == ["terms of use of a picture: No covers"]


def test_a_package_that_may_not_be_used_forbids_its_items() -> None:
    package = (
        '<packageItem><itemMeta>{}</itemMeta><groupSet><group><itemRef residref="urn:x"/></group>'
        "</groupSet></packageItem>"
    )
    for meta, code in (
        ('<pubStatus qcode="stat:withheld"/>', "not-usable"),
        ("<embargoed>2030-01-01T00:00:00Z</embargoed>", "embargoed"),
    ):
        assert codes(read("a.xml", message(package.format(meta), g2()))[1]) == [code]


def test_an_answer_of_a_program_is_no_picture() -> None:
    image = '<img alt="" src="https://cts.example/ct/CT?id=news"/>'
    assert texts(page(f"<p>It rained.</p><p>{image}</p>")) == ["It rained."]


def test_a_dateline_may_follow_short_lines() -> None:
    text = page(
        "<p>(Adds comments, detail)</p><p><strong>The networks of the land are among the fastest of "
        "all the world, says a report of this week</strong></p><p>TORONTO, May 26, 2020 (GLOBE "
        "NEWSWIRE) -- The speed is high, and it is rising.</p>"
    )
    article = read_one("a.xml", g2(content=text))

    assert article.dateline is not None
    assert article.dateline.place == "TORONTO"
    assert plain_text(article.body[2]) == "The speed is high, and it is rising."


def test_bylines_and_datelines_in_several_languages_are_taken_in_that_of_the_item() -> None:
    article = read_one("a.xml", g2(meta=
        '<by xml:lang="de">Von Ann Muster</by><dateline xml:lang="de">MOSKAU</dateline>'
        '<dateline xml:lang="en">MOSCOW</dateline>'
    ))  # fmt: skip

    assert [person.name for person in article.byline] == ["Ann Muster"]
    assert article.dateline is not None
    assert article.dateline.raw == "MOSCOW"


def test_data_inside_an_item_is_no_text() -> None:
    content = "<inlineXML><sports-content><team>Lions 3</team></sports-content></inlineXML>"
    assert read_one("a.xml", g2(content=content)).body == ()
