"""Bylines, dates and headlines that a page only shows, without saying so in its metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.readers.web.heads import names_by
from newsbook.world import World
from tests.support.webpages import paragraphs

TITLE = "Night Ferry to Kuryk"


def fields(head: str, title: str = TITLE, meta: str = "") -> dict[str, Any]:
    html = (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{meta}<script src=/a.js></script>"
        f"</head><body><nav><a href=/>Home</a></nav><div class=page>{head}<div class=text>"
        + "".join(paragraphs())
        + "</div></div></body></html>"
    )
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.html", html.encode()), world)
    return inspection(article, world)


def names(seen: dict[str, Any]) -> list[str]:
    return [person["name"] for person in seen["byline"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Leyla Karimova", "Leyla Karimova"),
        ("January 17, 2017 at 6:08 PM ET by Kori Schulman", "Kori Schulman"),
        ("Wednesday January 18, 2017 11:44 am PST by Juli Clover", "Juli Clover"),
        ("by Jack Davis December 23, 2016 at 7:18am", "Jack Davis"),
        ("December 21, 2016 By Robert Gehl 2 Comments", "Robert Gehl"),
        ("by Julia Horowitz @Littoral November 29, 2016: 8:18 AM", "Julia Horowitz"),
        ("by Duncan Bell / January 19, 2017 / Leave a comment", "Duncan Bell"),
        ("By RAUF ALIYEV , LEYLA K. KARIMOVA and ADAM GOLD", "RAUF ALIYEV, LEYLA K. KARIMOVA and ADAM GOLD"),
        ("Von Anna Schmidt und Jan van Dijk", "Anna Schmidt und Jan van Dijk"),
        ("Par Hélène D’Arcy", "Hélène D’Arcy"),
        ("By the time the ferry left", ""),
        ("By January the ramp was ready", ""),
        ("Baby Driver is back", ""),
        ("By The Numbers", ""),
        ("Stand by Me", ""),
    ],
)  # fmt: skip
def test_names_are_taken_out_of_a_line(line: str, expected: str) -> None:
    assert names_by(line) == expected


def test_a_line_below_the_headline_gives_byline_and_date() -> None:
    seen = fields(
        f"<h1>{TITLE}</h1><div class=meta>June 28, 2024 at 6:08 PM by Leyla Karimova</div>"
    )

    assert names(seen) == ["Leyla Karimova"]
    assert seen["date"] == "2024-06-28"


def test_a_class_says_that_a_name_is_the_byline() -> None:
    seen = fields(
        f"<h1>{TITLE}</h1><div><a class=writer-profile href=/lk>Leyla Karimova</a></div>"
        "<div class=when>6/28/2024</div>"
    )

    assert names(seen) == ["Leyla Karimova"]
    assert seen["date"] == "2024-06-28"


def test_who_took_the_picture_did_not_write_the_article() -> None:
    seen = fields(
        f"<h1>{TITLE}</h1><div class=lede>Photo by Mark Wilson/Getty Images</div>"
        "<div class=byline>By Leyla Karimova</div>"
    )

    assert names(seen) == ["Leyla Karimova"]


def test_a_date_alone_is_no_byline() -> None:
    seen = fields(f"<h1>{TITLE}</h1><div class=byline>Jun 28th 2024 1:01PM</div>")

    assert seen["byline"] == []
    assert seen["date"] == "2024-06-28"


def test_a_date_above_the_headline_is_found() -> None:
    seen = fields(f"<div class=stamp>28 June 2024</div><h1>{TITLE}</h1>")

    assert seen["date"] == "2024-06-28"


def test_what_the_page_says_of_itself_comes_first() -> None:
    meta = (
        "<meta name=author content='Rauf Aliyev'>"
        "<meta property=article:published_time content=2024-06-27>"
    )
    seen = fields(
        f"<h1>{TITLE}</h1><p class=byline>By Leyla Karimova, June 28, 2024</p>", meta=meta
    )

    assert names(seen) == ["Rauf Aliyev"]
    assert seen["date"] == "2024-06-27"


@pytest.mark.parametrize(
    ("title", "address"),
    [
        (f"{TITLE} | LITTORAL", "https://www.littoral.example/2024/ferry"),
        (f"{TITLE} - Littoral Times", "https://littoral-times.example/ferry"),
    ],
)
def test_the_address_tells_which_part_of_a_title_is_the_site(title: str, address: str) -> None:
    seen = fields("", title, f"<link rel=canonical href='{address}'>")

    assert seen["headline"] == TITLE


def test_the_name_of_a_section_is_not_the_headline() -> None:
    seen = fields(f"<h1>Shipping Centre</h1><h3>{TITLE}</h3>", f"{TITLE} - All About Ships")

    assert seen["headline"] == TITLE
