"""The dialects of ninjs: how agencies and services write what a book needs of it."""

from __future__ import annotations

import json

import pytest

from newsbook.content import Figure
from newsbook.tree import plain_text, walk
from tests.support.news_items import codes, ninjs, nitf, read, read_one


def test_a_picture_its_text_shows_is_not_shown_twice() -> None:
    page = (
        "<html><body><article><h1>Rain</h1><p>It rained.</p><figure><img src='https://x.example/"
        "small.jpg' alt='Rain' data-assoc-ref='a001'/><div class='byline'>Karl M/TT</div>"
        "<figcaption>Wet.</figcaption></figure></article></body></html>"
    ).replace("'", '"')
    renditions = [{"href": "https://x.example/big.jpg", "width": 4000}]
    article = read_one("a.json", ninjs(
        bodies=[{"contentType": "text/html", "value": page}],
        associations=[{"name": "a001", "type": "picture", "by": "Karl M/TT", "renditions": renditions}],
    ))  # fmt: skip

    (figure,) = [node for node in walk(article.body) if isinstance(node, Figure)]
    assert figure.pictures[0].source == "https://x.example/big.jpg"
    assert (plain_text(figure.caption), plain_text(figure.credit)) == ("Wet.", "Karl M/TT")


@pytest.mark.parametrize("wrap", ["item", "items", "_items", "data"])
def test_answers_of_services_are_looked_into(wrap: str) -> None:
    item = json.loads(ninjs(body_text="It rained."))
    for inside in ([item], item):
        assert plain_text(read_one("a.json", json.dumps({"uri": "y", wrap: inside})).body) == (
            "It rained."
        )
    text = json.dumps({"pubstatus": "x", "data": {"item": item}})
    assert plain_text(read_one("a.json", text).body) == "It rained."


def test_an_item_without_a_text_says_so() -> None:
    _, world = read("a.json", ninjs(description_text="Rain falls.", type="text"))
    assert [d.message for d in world.diagnostics] == ["the item has a summary at most, and no text"]
    _, world = read("a.json", ninjs(type="event"))
    assert [d.message for d in world.diagnostics] == ["the file holds an event, no text"]


def test_stories_beside_an_item_are_told() -> None:
    beside = {"type": "text", "headline": "Sidebar", "body_text": "More."}
    _, world = read("a.json", ninjs(body_text="It rained.", associations={"side": beside}))

    assert [d.message for d in world.diagnostics] == [
        "a story that comes with the item was left out: Sidebar"
    ]


def test_notes_and_terms_may_be_lists() -> None:
    _, world = read("a.json", ninjs(
        body_text="It rained.", ednote=["Check", "Names"], usageTerms=["Print", "UK"],
        rightsInfo={"usageTerms": "No archive"},
    ))  # fmt: skip
    assert [d.message for d in world.diagnostics] == [
        "a note to editors, which is not printed: Check Names",
        "terms of use: Print UK No archive",
    ]


def test_authors_are_those_who_wrote() -> None:
    authors = [{"name": "Ed Itor", "role": "editor"}, {"name": "Ann Muster", "role": "writer"}]
    found = read_one("a.json", ninjs(body_text="It rained.", authors=authors)).byline

    assert [person.name for person in found] == ["Ann Muster"]


def test_a_signal_withdraws_an_item() -> None:
    for signals in (["sig:withdraw"], [{"code": "kill"}]):
        assert codes(read("a.json", ninjs(body_text="It rained.", signals=signals))[1]) == [
            "not-usable"
        ]


def test_nitf_completes_the_fields() -> None:
    inside = nitf("<p>It rained.</p>", head="<byline>By Ann Muster</byline>")
    article = read_one(
        "a.json", ninjs(bodies=[{"contentType": "text/vnd.IPTC.NITF", "value": inside}])
    )

    assert [person.name for person in article.byline] == ["Ann Muster"]


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("zh-CHS", "zh-Hans"), ("zh-CHT", "zh-Hant"), ("English", "en"), ("eng", "en"),
        ("jpn", "ja"), ("iw", "he"), ("in", "id"), ("en-US-x-desk", "en-US"), ("x-default", None),
        ("mul", None), ("und", None), ("Deutsch", "de"), ("français", "fr"), ("EN", "en"),
    ],
)  # fmt: skip
def test_languages_in_the_tags_of_agencies(stated: str, found: str | None) -> None:
    article, world = read("a.json", ninjs(body_text="Oslo", language=stated))

    assert article[0].language == found
    assert codes(world) == []


def test_a_text_tells_its_language_where_the_tag_says_nothing() -> None:
    said = "The pope met with the families of the town, and he said that they were the joy of it."
    for stated in ("Elbisch", "x-default"):
        assert read_one("a.json", ninjs(body_text=said, language=stated)).language == "en"


def test_reporters_of_chinese_agencies_have_their_names() -> None:
    found = read_one("a.json", ninjs(body_text="下雨了。", byline="新华社记者张三、李四")).byline

    assert [person.name for person in found] == ["张三", "李四"]


def test_a_place_with_its_region_is_a_place() -> None:
    found = read_one("a.json", ninjs(body_text="It rained.", located="Oslo, Norway")).dateline

    assert found is not None
    assert (found.raw, found.place) == ("Oslo, Norway", "Oslo")


def test_pictures_that_may_not_be_used_are_left_out() -> None:
    beside = {
        "type": "picture",
        "renditions": {"main": {"href": "a.png"}},
        "usageterms": "No covers",
    }
    for stated in ({"pubstatus": "canceled"}, {"embargoed": "2030-01-01T00:00:00Z"}):
        text = ninjs(body_text="It rained.", associations={"a": {**beside, **stated}})
        articles, world = read("a.json", text)
        assert [type(block).__name__ for block in articles[0].body] == ["Paragraph"]
        assert codes(world) == ["not-usable"]
    _, world = read("a.json", ninjs(body_text="It rained.", associations={"a": beside}))
    assert [d.message for d in world.diagnostics] == ["terms of use of a picture: No covers"]


@pytest.mark.parametrize(
    "byline", [["Ann Muster", "Bob Test"], [{"name": "Ann Muster"}, "Bob Test"]]
)
def test_bylines_may_be_lists(byline: list[object]) -> None:
    found = read_one("a.json", ninjs(body_text="It rained.", byline=byline)).byline
    assert [person.name for person in found] == ["Ann Muster", "Bob Test"]


def test_places_may_be_objects() -> None:
    found = read_one("a.json", ninjs(body_text="It rained.", located={"name": "Baku"})).dateline
    assert found is not None
    assert found.place == "Baku"


def test_entities_in_headlines_are_characters() -> None:
    article = read_one(
        "a.json", ninjs(body_text="It rained.", headline="Rain &#8211; R&amp;B & more")
    )
    assert plain_text(article.headline) == "Rain – R&B & more"


def test_an_embargo_by_another_name_holds() -> None:
    assert codes(read("a.json", ninjs(body_text="It rained.", embargo="2030-01-01"))[1]) == [
        "embargoed"
    ]


def test_a_package_that_may_not_be_used_forbids_its_items() -> None:
    inside = {"type": "text", "headline": "A", "body_text": "It rained.", "pubstatus": "usable"}
    for stated, code in (
        ({"pubstatus": "canceled"}, "not-usable"),
        ({"embargoed": "2030-01-01"}, "embargoed"),
    ):
        text = ninjs(type="composite", associations={"main": inside}, **stated)
        assert codes(read("a.json", text)[1]) == [code]
