"""Articles whose parts stand apart from each other, or where only one reader looks for text."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.readers.wire import read as read_text
from newsbook.world import World
from tests.support.webpages import STORY, paragraphs

INTRO = (
    "The first ferry of the week left Alat two days late, with forty trucks of apples and an "
    "engineer who does not believe in timetables. A night on the Caspian Sea."
)
LONG = [f"{text} So says the log of day {day}." for day in range(1, 4) for text in STORY]
MENU = """<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>"""


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Night Ferry to Kuryk</title>{head}"
        f"<script src=/a.js></script></head><body>{MENU}{body}"
        "<footer><p>© 2024 The Littoral Times. All rights reserved.</p></footer></body></html>"
    )


def found(html: str) -> tuple[list[str], float]:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.html", html.encode()), world)
    seen = inspection(article, world)
    return seen["text"].split("\n\n"), seen["confidence"]


def test_an_introduction_outside_the_text_is_part_of_the_article() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    html = page(
        f"<div class=col><h1>Night Ferry to Kuryk</h1><p class=intro>{INTRO}</p>"
        "<div class=sharing><a href=#>Share on Facebook</a></div>"
        f"<div class=group><div class=longText>{text}</div></div></div>"
    )

    seen, confidence = found(html)

    assert seen == [INTRO, *LONG]
    assert confidence >= 0.8


def test_an_introduction_that_the_text_repeats_stands_once() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    html = page(
        f"<div class=col><h1>Night Ferry to Kuryk</h1><p class=intro>{INTRO}</p>"
        f"<div class=group><div class=longText><p>{INTRO} The rest is wind.</p>{text}</div></div></div>"
    )

    assert found(html)[0] == [f"{INTRO} The rest is wind.", *LONG]


def test_captions_that_hold_the_text_of_a_slide_show_are_text() -> None:
    slides = "".join(
        f"<figure><img src='s{i}.jpg' alt='' width=600 height=400><figcaption><p>{a}</p><p>{b}</p>"
        "</figcaption></figure>"
        for i, (a, b) in enumerate(zip(STORY[::2], STORY[1::2], strict=True))
    )
    html = page(f"<article><h1>Night Ferry to Kuryk</h1><p>{INTRO}</p>{slides}</article>")

    assert found(html)[0] == [INTRO, *STORY]


SITES = ("Kuryk port authority", "Railways of Azerbaijan", "Weather on the Caspian Sea")


def with_list(line: str) -> str:
    links = "".join(
        f"<li><a href='https://{i}.example/'>{name}</a></li>" for i, name in enumerate(SITES)
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)
    return page(f"<article><h1>Night Ferry</h1>{text}<p>{line}</p><ul>{links}</ul></article>")


def test_a_list_of_links_that_the_text_announces_is_part_of_it() -> None:
    line = "What the captain reads every evening, in this order:"

    seen, confidence = found(with_list(line))

    assert seen == [*LONG, line, *SITES]
    assert confidence >= 0.8


@pytest.mark.parametrize("line", ["Related stories:", "Auch interessant:", "相关阅读："])
def test_a_list_of_links_to_other_articles_is_not(line: str) -> None:
    assert not set(SITES) & set(found(with_list(line))[0])


PRESS_HERE = "<span>What is your reaction?</span> <span>Tell all.</span></div>"


@pytest.mark.parametrize(
    "box",
    [
        "<p class='visually-hidden skip'>Continue reading the main story</p>",
        "<p class='newsletter-teaser'>Sign up for our daily dose of wind.</p>",
        f"<div class='reactions mini'>{PRESS_HERE}",
        f"<figure><img src=a.jpg alt=''><div class=reactions>{PRESS_HERE}</figure>",
    ],
)
def test_boxes_of_furniture_between_paragraphs_are_no_text(box: str) -> None:
    marks = [box if i in (3, 7, 11) else "" for i in range(len(LONG))]
    text = "".join(f"<p>{p}</p>{mark}" for p, mark in zip(LONG, marks, strict=True))

    seen, confidence = found(page(f"<article><h1>Night Ferry</h1>{text}</article>"))

    assert seen == LONG
    assert confidence >= 0.8


def test_short_captions_stay_captions() -> None:
    figure = "<figure><img src=a.jpg alt=''><figcaption>The ferry at Alat</figcaption></figure>"
    html = page(f"<article><h1>Night Ferry</h1>{figure}{''.join(paragraphs())}</article>")

    assert found(html)[0] == list(STORY)


def test_a_box_in_a_paragraph_that_is_not_closed_is_left_out() -> None:
    letter = (
        "<p><aside class=inline-newsletter><div class=tout><div>The most important news of the "
        "sea.</div><div>Get our harbour daily newsletter.</div></div></aside>"
    )
    first, second, *rest = paragraphs("", "")
    html = page(
        f"<article><h1>Night Ferry</h1><p>{first}{letter}{second}{''.join(f'<p>{t}' for t in rest)}"
        "</article>"
    )

    text = " ".join(found(html)[0])

    assert "newsletter" not in text
    assert all(paragraph in text for paragraph in STORY)


def test_a_signature_too_short_to_compare_is_kept() -> None:
    pictures = "<p><img src=a.jpg alt=''></p><p><img src=b.jpg alt=''></p>"
    html = page(
        "<div class=entry-content><h1>Night Ferry to Kuryk</h1>" + "".join(paragraphs())
        + f"<p>x Rauf</p>{pictures}</div>"
    )  # fmt: skip

    assert found(html)[0] == [*STORY, "x Rauf"]


def test_a_list_of_more_than_links_at_the_end_is_kept() -> None:
    harbours = ("The old quay in <a href=/q>Sumgait</a> with its cranes", "The pier at Lankaran",
                "The lighthouse of <a href=/l>Absheron</a> after dark")  # fmt: skip
    items = "".join(f"<li>{harbour}</li>" for harbour in harbours)
    html = page(
        "<article class=post><div class=entry-content>" + "".join(paragraphs())
        + f"<h4>Our favourite harbours:</h4><ul>{items}</ul><p>Photographs of all of these: Leyla "
        "Karimova, for the paper</p></div></article>"
    )  # fmt: skip

    assert "The pier at Lankaran" in " ".join(found(html)[0])


def test_text_that_only_the_splitter_sees_is_found_and_doubted() -> None:
    sections = "".join(f"<section><span>{text}</span></section>" for text in LONG)
    tips = "".join(f"<p>{word}</p>" for word in ("Sent", "Sending", "Scan the code", "Followed"))
    html = page(
        "<div id=page><h1>Night Ferry to Kuryk</h1>"
        f"<div id=content style='display:none'>{sections}</div></div>"
        f"<div id=tips>{tips}</div>"
    )

    text, confidence = found(html)

    assert all(paragraph in text for paragraph in LONG)
    assert confidence < 0.8


# ---------------------------------------------------------------- dumps
def read_dump(lines: list[str]) -> tuple[str, float]:
    world = World(root=Path("/nowhere"))
    (article,) = read_text(Source("page.txt", "\n\n".join(lines).encode()), world)
    return inspection(article, world)["text"], article.origin.confidence


TEASERS = [
    "Harbour master resigns",
    "The harbour master of Baku has left his post after nine years. His deputy takes over in June.",
    "Second ramp delayed",
    "The builders of the ramp at Alat have asked for another year. The ministry has not answered.",
    "Apples cheaper",
    "The price of apples has fallen by a third in a month. Growers in Quba blame the late ferry.",
    "Whale seen off Sumgait",
    "A whale was said to have been seen off the coast. Biologists think that it was a barge.",
    "Wind farm opens",
    "The first wind farm at sea has been joined to the grid. It has twelve turbines for now.",
    "Film festival",
    "Eleven films from five countries are shown this week. The jury meets on board of a tanker.",
]


def test_an_article_with_a_date_outweighs_a_longer_list_of_teasers() -> None:
    head = ["The Littoral Times", "Night Ferry to Kuryk", "By Leyla Karimova", "June 28, 2024"]
    menu = ["Home", "World", "Business", "Sport"]
    between = ["Tags", "ferry", "harbour", "More news", "All", "Latest", "Popular"]

    text, _ = read_dump([*menu, *head, *STORY[:3], *between, *TEASERS, "Imprint"])

    assert text == "\n\n".join(STORY[:3])


def test_a_page_of_several_articles_is_doubted() -> None:
    lines = ["The Littoral Times", "Home | World | Sport", "Log in"]
    for day, start in enumerate((0, 2, 4, 0)):
        lines += [f"Notes {day}", f"June {day + 1}, 2024", *STORY[start : start + 2]]

    assert read_dump(lines)[1] < 0.8


def test_the_label_of_an_advertisement_does_not_end_a_text() -> None:
    menu = ["Home", "World", "Log in", "Night Ferry to Kuryk", "Photo: A. Name", "Share"]
    first, *rest = STORY
    lines = [*menu, first, "Advertisement", rest[0], "Advertisement", *rest[1:], "Advertisement"]

    text, _ = read_dump([*lines, "Related stories", "Terms of use", "© 2024 The Littoral Times"])

    assert text == "\n\n".join(STORY)


@pytest.mark.parametrize("last", ["(ab)", "(dpa/lk)", "[3]", "[1][2]", "（王五）"])
def test_letters_of_a_reporter_and_numbers_of_notes_end_a_sentence(last: str) -> None:
    story = [*STORY[:5], f"Nobody aboard counted the apples in the straw.{last}"]

    text, _ = read_dump(["Home", "World", "Night Ferry", *story, "Related stories", "Log in"])

    assert text.endswith(last)


def test_who_wrote_a_text_is_not_its_last_sentence() -> None:
    author = (
        "Leyla Karimova is a senior reporter for The Littoral Times and is based in Baku. She has "
        "written about ships since 2011."
    )
    menu = ["Home", "World", "Log in", "Night Ferry to Kuryk"]

    text, _ = read_dump([*menu, *STORY, author, "Related stories", "Terms of use"])

    assert text == "\n\n".join(STORY)


def test_what_a_site_asks_of_its_readers_is_not_text() -> None:
    asked = ["Please follow The Littoral on Twitter and Facebook.",
             "Mark the text and press Ctrl + Enter to send it to the desk of the paper."]  # fmt: skip
    menu = ["Home", "World", "Log in", "Night Ferry to Kuryk"]

    text, _ = read_dump([*menu, *STORY, *asked, "Terms of use"])

    assert text == "\n\n".join(STORY)


def test_what_a_site_says_below_the_article_is_left_out_where_engines_differ() -> None:
    story = (
        "カスピ海を渡る船は夕方にアラト港を出た。乗組員は風がやむまで二日間待ったという。",
        "船長のアリエフ氏は、航海は二十時間かかると話した。運転手たちは船室で眠った。",
        "朝になると、マンギスタウの海岸が白い線のように見えた。税関の職員が書類を調べた。",
    )
    notice = "この記事は会員限定です。電子版に登録すると続きをお読みいただけます。"
    body = "".join(f"<p>{text}</p>" for text in story)
    html = page(
        "<div class=article><h1>アラト港の夜の船</h1><p class=info>情報元 日本経済新聞 電子版</p>"
        f"<div class=text>{body}<p>{notice}</p>"
        + "".join(f"<p>アラト港の埠頭にある{n}番目の倉庫と船の名前の一覧</p>" for n in range(9))
        + "</div></div>"
    )  # fmt: skip

    assert notice not in found(html)[0]
