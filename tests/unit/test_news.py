"""The formats of news agencies: their dialects, and what may not be printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.diagnostics import Severity
from newsbook.readers import Source, detect
from newsbook.tree import plain_text
from tests.support.news_items import codes, g2, newsml, ninjs, nitf, read
from tests.support.newsroom import Newsroom


# ---------------------------------------------------------------- NITF
def test_nitf_children_do_not_run_together() -> None:
    head = "<byline>By <person>ANN EXAMPLE</person><byttl>Business Writer</byttl></byline>"
    (article,), _ = read("a.xml", nitf(head=head))

    assert [(p.name, p.role, p.affiliation) for p in article.byline] == [
        ("ANN EXAMPLE", "aut", "Business Writer")
    ]


def test_a_nitf_dateline_may_be_a_date() -> None:
    head = "<dateline>20170102T222800</dateline>"
    body = "<p>Tegucigalpa, Jan 2 (EFE).- The president announced changes on Monday.</p>"
    (article,), _ = read("a.xml", nitf(body, head=head))

    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.agency) == ("Tegucigalpa", "EFE")
    assert plain_text(article.body).startswith("The president")


def test_the_dateline_of_the_text_completes_that_of_the_field() -> None:
    head = "<dateline><location>NEW YORK</location></dateline>"
    (article,), _ = read("a.xml", nitf("<p>NEW YORK (AP) _ It rained in the city.</p>", head=head))

    assert article.dateline is not None
    assert article.dateline.raw == "NEW YORK (AP)"
    assert plain_text(article.body) == "It rained in the city."


def test_notes_to_editors_are_reported_and_never_printed() -> None:
    head = '<note type="npa"><p>Desk: check the name</p></note><note type="std"><p>Part one.</p></note>'
    (article,), world = read("a.xml", nitf(docdata='<ed-msg info="For abonents"/>', head=head))

    assert plain_text(article.note) == "Part one."
    assert [d.message for d in world.diagnostics] == [
        "a note to editors, which is not printed: For abonents Desk: check the name"
    ]
    assert "Desk" not in plain_text(article.body, article.note)


def test_nitf_tables_quotations_and_taglines_are_kept() -> None:
    text = nitf(
        "<hl2>Tides</hl2><table><tr><th>High</th></tr><tr><td>06:10</td></tr></table>"
        "<bq><block><p>Quoted.</p></block><credit>A. Fisher</credit></bq><p>See "
        '<virtloc value="https://example.org/">here</virtloc>.</p>'
    ).replace(
        "</body.content>", "</body.content><body.end><tagline>Ann in Baku</tagline></body.end>"
    )
    (article,), world = read("a.xml", text)

    kinds = [type(block).__name__ for block in article.body]
    assert kinds == ["Heading", "Table", "Quote", "Paragraph", "Paragraph"]
    assert plain_text(article.body[2]).endswith("A. Fisher")
    assert plain_text(article.body[-1]) == "Ann in Baku"
    assert codes(world) == []


@pytest.mark.parametrize(
    ("docdata", "found"),
    [
        ('<date.release norm="20220226T093000-0500"/>', ["embargoed"]),
        ('<date.release norm="20211226T093000-0500"/>', []),
    ],
)
def test_embargoes_hold_until_the_day(docdata: str, found: list[str]) -> None:
    assert codes(read("a.xml", nitf(docdata=docdata))[1]) == found
    assert codes(read("a.xml", nitf(docdata=docdata), allow_embargoed=True)[1]) == []


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_is_not_usable_is_refused(status: str) -> None:
    text = nitf().replace("<docdata>", f'<docdata management-status="{status}">')
    articles, world = read("a.xml", text)

    assert codes(world) == ["not-usable"]
    assert world.diagnostics.errors
    assert len(articles) == 1
    assert codes(read("a.xml", text, allow_unusable=True)[1]) == []


def test_machine_translations_are_reported() -> None:
    body = "<p>*** DISCLAIMER: THIS IS AN AUTOMATED TRANSLATION ***</p><p>It rained.</p>"
    assert codes(read("a.xml", nitf(body))[1]) == ["usage-terms"]


# ---------------------------------------------------------------- NewsML-G2
def test_g2_text_may_hold_escaped_markup() -> None:
    content = (
        '<inlineData contenttype="text/plain">&lt;p&gt;(ANSA) - Rome, October 11 - It rained.'
        "&lt;/p&gt;&lt;p&gt;It stopped.&lt;/p&gt;</inlineData>"
    )
    (article,), _ = read("a.xml", g2(content=content))

    assert plain_text(article.body) == "It rained.\n\nIt stopped."
    assert article.dateline is not None
    assert article.dateline.place == "Rome"


def test_g2_says_who_may_use_it() -> None:
    rights = (
        '<copyrightHolder literal="STT"/><copyrightNotice>© STT</copyrightNotice>'
        "<usageTerms>No archive</usageTerms>"
    )
    (article,), world = read("a.xml", g2(rights=rights, item="<edNote>Adds quotes</edNote>"))

    assert (article.rights.holder, article.rights.notice, article.rights.usage) == (
        "STT", "© STT", "No archive",
    )  # fmt: skip
    assert article.source == "REUTERS"
    assert codes(world) == ["editors-note", "usage-terms"]
    assert {d.severity for d in world.diagnostics} == {Severity.WARNING}


def test_an_empty_embargo_holds_until_further_notice() -> None:
    _, world = read("a.xml", g2(item="<embargoed/>"))

    assert [d.message for d in world.diagnostics.errors] == [
        "under embargo until further notice; the book is dated 2022-01-01"
    ]


@pytest.mark.parametrize(
    "status",
    ['qcode="stat:canceled"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"'],
)
def test_g2_states_its_status_by_code_or_address(status: str) -> None:
    assert codes(read("a.xml", g2(item=f"<pubStatus {status}/>"))[1]) == ["not-usable"]


def test_a_language_that_is_plainly_wrong_is_corrected() -> None:
    text = (
        "The pope met with the families of the town, and he said that they were the joy of it all."
    )
    content = f"<inlineXML><html><body><p>{text}</p></body></html></inlineXML>"
    (article,), world = read("a.xml", g2(meta='<language tag="it"/>', content=content))

    assert article.language == "en"
    assert codes(world) == ["metadata-invalid"]


def test_a_picture_is_no_article() -> None:
    articles, world = read("a.xml", g2().replace("ninat:text", "ninat:picture"))

    assert articles == []
    assert [d.message for d in world.diagnostics] == ["the file holds pictures only"]


# ---------------------------------------------------------------- NewsML 1.2
def test_newsml_text_that_was_escaped_twice_is_unescaped_once() -> None:
    (article,), _ = read(
        "a.xml", newsml("<HeadLine>Ώρα</HeadLine>", "&amp;lt;P&amp;gt;Μία.&amp;lt;/P&amp;gt;")
    )

    assert plain_text(article.body) == "Μία."


def test_newsml_without_a_headline_has_its_slug_line() -> None:
    (article,), _ = read(
        "a.xml", newsml("<HeadLine/><SlugLine>sweden-us</SlugLine>", "<p>It rained.</p>")
    )

    assert plain_text(article.headline) == "sweden-us"


def test_newsml_becomes_usable_at_a_time() -> None:
    management = (
        '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>{}</DateAndTime></StatusWillChange>"
    )
    for time, found in (("20300101T000000Z", ["embargoed"]), ("20211201T000000Z", [])):
        text = newsml("<HeadLine>Rain</HeadLine>", "<p>It rained.</p>", management.format(time))
        assert codes(read("a.xml", text)[1]) == found


# ---------------------------------------------------------------- ninjs
def test_ninjs_may_hold_nitf() -> None:
    (article,), _ = read(
        "a.json", ninjs(body_nitf=nitf("<p>One <em>two</em>.</p><hl2>Three</hl2>"))
    )

    assert [type(block).__name__ for block in article.body] == ["Paragraph", "Heading"]


@pytest.mark.parametrize("key", ["embargoed", "Embargoed", "EMBARGOED"])
def test_ninjs_keys_are_read_in_any_spelling(key: str) -> None:
    _, world = read("a.json", ninjs(body_text="It rained.", **{key: "2030-01-01T00:00:00Z"}))

    assert codes(world) == ["embargoed"]


@pytest.mark.parametrize(
    "text",
    [
        "[]", "[1, 2]", "{}", '{"uri": 5}', '{"uri": "x", "body_xhtml": ["a"], "associations": 7}',
        '{"uri": "x", "headlines": "a", "bodies": [1, {"value": {}}]}', "{", "[" * 5000,
    ],
)  # fmt: skip
def test_json_that_is_no_news_is_an_error_with_a_place(text: str) -> None:
    articles, world = read("a.ninjs", text)

    assert articles == []
    assert len(world.diagnostics.errors) == 1
    assert world.diagnostics.errors[0].where is not None


# ---------------------------------------------------------------- looks
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE nitf SYSTEM "n.dtd">\n<nitf/>', "nitf"),
        ("<nitf:nitf xmlns:nitf='x'/>", "nitf"),
        ("<newsMessage xmlns='x'><nitf/></newsMessage>", "newsml-g2"),
        ("<NewsML><NewsItem/></NewsML>", "newsml"),
        ("<rdf:RDF xmlns:rdf='x'/>", "rss"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "atom"),
        ('{"version": "https://jsonfeed.org/version/1"}', "jsonfeed"),
        ('{"db": [{"data": {}}]}', "ghost"),
        ('{"uri": "x", "versionCreated": "y"}', "ninjs"),
        ("<svg/>", None),
        ('{"a": 1}', None),
    ],
)
def test_formats_are_told_apart_by_their_content(text: str, name: str | None) -> None:
    for suffix in (".xml", ".json", ""):
        found = detect(Source(f"a{suffix}", text.encode()))
        assert (found.name if found else None) == name or (suffix == "" and name is None)


def test_utf_16_is_looked_through() -> None:
    found = detect(Source("a.xml", nitf().encode("utf-16")))
    assert found is not None
    assert found.name == "nitf"


# ---------------------------------------------------------------- builds
def test_a_build_fails_on_what_may_not_be_printed(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    room.write("manifest.yml", "title: T\nlanguage: en\ndate: 2022-01-01\ncontents: [a.xml]\n")
    cancelled = nitf(docdata='<date.release norm="20300101"/>').replace(
        "<docdata>", '<docdata management-status="canceled">'
    )
    room.write("a.xml", cancelled)

    done = room.run("check")
    assert done.code == 1
    assert "error[embargoed]" in done.err
    assert "error[not-usable]" in done.err
    assert room.run("check", "--allow-embargoed").code == 1
    assert room.run("check", "--allow-embargoed", "--allow-unusable").code == 0


def test_inspect_holds_an_embargo_against_todays_date(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    room.write("a.xml", nitf(docdata='<date.release norm="20020226T093000-0500"/>'))
    room.write("b.xml", nitf(docdata='<date.release norm="29990226T093000-0500"/>'))

    assert room.run("inspect", "a.xml", "--json").json["diagnostics"] == []
    told = room.run("inspect", "b.xml", "--json")
    assert [d["code"] for d in told.json["diagnostics"]] == ["embargoed"]
    assert told.code == 1


def test_inspect_says_why_a_file_holds_no_article(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    room.write("a.xml", "<nitf><body>")
    done = room.run("inspect", "a.xml", "--json")

    assert done.code == 1
    assert done.json["articles"] == []
    assert [d["code"] for d in done.json["diagnostics"]] == ["malformed-source"]
