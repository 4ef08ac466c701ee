"""What else a page may mean by its article: with its comments, without its captions."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.diagnostics import Diagnostic
from newsbook.extract import Extract
from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.readers.web.doubts import sure_of
from newsbook.world import World
from tests.support.webpages import PAGES, STORY, paragraphs

TEXT = [f"{text} So says the log of day {day}." for day in (1, 2, 3) for text in STORY]
REMARK = "I took that ferry in {}, and we played chess on the deck all night, with nobody winning."


def page(body: str) -> str:
    return (
        "<!DOCTYPE html><html lang=en><head><title>Night Ferry</title><script src=/a.js></script>"
        f"</head><body><nav><a href=/>Home</a></nav>{body}<footer>© The Times</footer></body></html>"
    )


def article(text: list[str]) -> str:
    return f"<article><h1>Night Ferry</h1>{''.join(f'<p>{p}</p>' for p in text)}</article>"


def comments(number: int) -> str:
    said = "".join(f"<li><b>Reader {i}</b><p>{REMARK.format(i)}</p></li>" for i in range(number))
    return f"<div id=comments><h3>{number} comments</h3><ol>{said}</ol></div>"


def found(html: str, **extract: object) -> tuple[list[str], float, list[Diagnostic]]:
    world = World(root=Path("/nowhere"))
    extracts = Extract(**extract) if extract else None  # type: ignore[arg-type]
    (read_article,) = read(Source("page.html", html.encode(), extract=extracts), world)
    seen = inspection(read_article, world)
    return seen["text"].split("\n\n"), seen["confidence"], list(world.diagnostics)


# ---------------------------------------------------------------- comments
def test_comments_that_outweigh_the_article_leave_a_doubt_that_an_editor_can_settle() -> None:
    text, confidence, (said,) = found(PAGES["blog"]())

    assert (text, confidence, said.code) == (list(STORY), 0.79, "low-confidence")
    assert "comments of readers, 134% of its length, are left out" in said.message
    assert 'remove: ["div#comments"]' in (said.hint or "")

    text, confidence, left = found(PAGES["blog"](), remove=("div#comments",))

    assert (text, left) == (list(STORY), [])
    assert confidence >= 0.8


@pytest.mark.parametrize(("number", "sure"), [(2, True), (30, False)])
def test_comments_leave_a_doubt_when_there_are_many(number: int, sure: bool) -> None:
    text, confidence, said = found(page(article(TEXT) + comments(number)))

    assert text == TEXT
    assert (confidence >= 0.8, said == []) == (sure, sure)


def test_an_article_in_a_box_named_after_its_comments_leaves_none_out() -> None:
    aside = "".join(f"<p><a href=/{i}>{REMARK.format(i)}</a></p>" for i in range(20))
    post = f"<div class='post comments-open'>{article(TEXT)}<aside>{aside}</aside></div>"
    html = page(f"{post}<div class=rail>{aside}</div>")

    text, confidence, said = found(html)

    assert (text, said) == (TEXT, [])
    assert confidence >= 0.8


# ---------------------------------------------------------------- captions
def test_an_article_that_stands_in_captions_leaves_a_doubt() -> None:
    slides = "".join(
        f"<figure><img src=s.jpg alt='' width=600 height=400><figcaption><p>{a}</p><p>{b}</p>"
        "</figcaption></figure>"
        for a, b in zip(TEXT[4::2], TEXT[5::2], strict=True)
    )
    html = page(f"<article><h1>Night Ferry</h1>{''.join(paragraphs())}{slides}</article>")

    text, confidence, (said,) = found(html)

    assert text == [*STORY, *TEXT[4:]]
    assert confidence == 0.79
    assert "of it stands in captions" in said.message


# ---------------------------------------------------------------- notices
def test_what_a_site_says_of_its_comments_is_no_part_of_the_article() -> None:
    notice = (
        "نرحب بالنقاش، وننصحك بمراجعة إرشادات الاستخدام قبل أن تكتب. الآراء الواردة أدناه لا تعبر عن "
        "رأي الموقع، بل تعكس وجهات نظر أصحابها فقط."
    )
    text = [
        f"غادرت العبارة ميناء ألات في المساء {day}، بعد أن انتظر الطاقم يومين حتى تهدأ الريح. وقال القبطان إن "
        "الرحلة ستستغرق عشرين ساعة، وإن السائقين ناموا في مقصوراتهم طوال الليل."
        for day in ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس")
    ]
    paras = "".join(f"<p>{p}</p>" for p in text)
    html = page(f"<div class=story><h1>عبارة الليل</h1>{paras}<div><p>{notice}</p></div></div>")

    found_text, _, _ = found(html)

    assert found_text == text


# ---------------------------------------------------------------- reasons
def test_what_lowers_a_confidence_is_said() -> None:
    _, confidence, (said,) = found(page(article(TEXT[:2])))

    assert confidence < 0.8
    assert said.message.endswith("; in so short a text one line more or less is much")
    assert "extract:\n  select: " in (said.hint or "")


def test_engines_that_disagree_are_named_by_how_far() -> None:
    value, words = sure_of(0.86, 1.0, [0.95], 5000)

    assert (value, words) == (0.76, "the two engines agree on 86% of it")
