"""The preview of a book with several outputs and scripts: which is shown, and in which type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import WAIT_MS, Session, previewing, until
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

MANIFEST = """\
title: Two Sizes
language: en
date: 2024-04-02
contents: [toc, tea.md, road.md, bridge.md]
outputs:
  epub: {}
  slim: {medium: epub, embed_fonts: never}
  print: {trim: 6x9in}
  pocket: {trim: a6}
"""
POCKET = "() => Math.abs(document.querySelector('#pages figure')?.style.getPropertyValue('--w') - 297.64) < 1"
STORY = "---\nheadline: {0}\nbyline: [{{name: {1}}}]\ndate: 2024-03-28\nlang: {2}\n---\n\n{3}\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("outputs")
    room = Newsroom(folder / "book").write("manifest.yml", MANIFEST)
    room.write(
        "tea.md",
        STORY.format("一杯茶的距离", "林见深", "zh-Hans", "在巴库老城的茶馆里，茶是热的。" * 60),
    )
    room.write(
        "road.md",
        STORY.format("혜초의 길", "윤서린", "ko", "그는 걸었다. 그리고 다시 걸었다. " * 60),
    )
    room.write(
        "bridge.md", STORY.format("The Bridge", "Ann Example", "en", "A bridge reopened. " * 300)
    )
    with previewing(room.folder, folder / "cache") as running:
        yield running


def shape(page: Page) -> float:
    """How many times as wide as it is high the first page is."""
    found: float = page.evaluate(
        "(() => { const f = document.querySelector('#pages figure');"
        " return f ? f.style.getPropertyValue('--w') / f.style.getPropertyValue('--h') : 0; })()"
    )
    return round(found, 2)


def test_the_outputs_of_the_manifest_can_be_chosen(page: Page) -> None:
    choice = page.locator("#output-print")
    assert choice.locator("option").all_inner_texts() == ["print", "pocket"]
    assert shape(page) == 0.67
    few = page.locator("#pages figure").count()
    choice.select_option("pocket")
    until(page, POCKET)
    assert shape(page) == 0.71
    assert page.locator("#pages figure").count() > few
    expect(page.locator("#status-text")).to_contain_text("Up to date", timeout=WAIT_MS)
    page.wait_for_selector("figure[data-drawn]")
    choice.select_option("print")
    until(page, "n => document.querySelectorAll('#pages figure').length === n", few)
    assert shape(page) == 0.67


def test_epubs_can_be_chosen_too(page: Page) -> None:
    page.keyboard.press("e")
    page.wait_for_selector("#reader[data-ready]")
    source = "() => document.getElementById('reader').contentWindow.location.pathname.split('/')[2]"
    first = page.evaluate(source)
    page.click("#outline >> text=The Bridge")
    expect(page.locator("#place")).to_contain_text("The Bridge")
    page.select_option("#output-epub", "slim")
    until(page, f"first => ({source})() !== first", first)
    expect(page.locator("#place")).to_contain_text("The Bridge")


def test_an_edit_shows_in_the_output_that_was_chosen(session: Session, page: Page) -> None:
    page.select_option("#output-print", "pocket")
    until(page, POCKET)
    key = page.get_attribute("figure[data-id='bridge/0']", "data-key")
    source = session.folder / "bridge.md"
    text = source.read_text()
    source.write_text(text.replace("A bridge reopened.", "A bridge was closed.", 1))
    until(page, "k => document.querySelector(`[data-id='bridge/0']`)?.dataset.key !== k", key)
    assert shape(page) == 0.71
    source.write_text(text)
    session.settled(page)


def test_a_page_that_chooses_nothing_keeps_the_first(session: Session, page: Page) -> None:
    page.select_option("#output-print", "pocket")
    until(page, POCKET)
    status, _, body = session.get("/state")
    assert status == 200
    assert b'"chosen":{"print":"print","epub":"epub"}' in body


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("一杯茶的距离", "Noto Serif CJK SC"),
        ("林见深", "Noto Serif CJK SC"),
        ("혜초의 길", "Noto Serif CJK KR"),
        ("The Bridge", "Inter"),
    ],
)
def test_the_outline_is_set_in_bundled_type(page: Page, text: str, family: str) -> None:
    until(page, "() => document.fonts.status === 'loaded'")
    page.evaluate(
        "text => [...document.querySelectorAll('#outline span')].find(e => e.textContent === text).id = 'looked-at'",
        text,
    )
    talk = page.context.new_cdp_session(page)
    talk.send("DOM.enable")
    talk.send("CSS.enable")
    root = talk.send("DOM.getDocument")["root"]["nodeId"]
    node = talk.send("DOM.querySelector", {"nodeId": root, "selector": "#looked-at"})["nodeId"]
    fonts = talk.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]

    assert all(font["isCustomFont"] for font in fonts), fonts
    assert family in " ".join(font["familyName"] for font in fonts)
