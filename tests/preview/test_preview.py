"""The preview in a real browser: pages, edits, errors, the EPUB, keys, and accessibility."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import WAIT_MS, Session, previewing, until
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

MANIFEST = """\
title: A Book of Bridges
language: en
date: 2024-04-02
contents:
  - toc
  - bridge.md
  - section: Roads
    contents: [road.md, tea.md]
"""
SENTENCE = (
    "The masons {0} replaced forty-one {0} blocks of the {0} middle arch {0} with stone from {0}. "
)


def story(headline: str, paragraphs: int, more: str = "") -> str:
    # No two articles say the same: an editor would be told.
    text = "\n\n".join(
        f"Paragraph {n}. {SENTENCE.format(headline.split()[-1] + chr(96 + n)) * 6}"
        for n in range(1, paragraphs + 1)
    )
    front = f"headline: {headline}\nbyline: [{{name: Ann Example}}]\ndate: 2024-03-28\n"
    return f"---\n{front}---\n\n{text}\n{more}"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("preview")
    room = Newsroom(folder / "book").write("manifest.yml", MANIFEST)
    room.write("bridge.md", story("The Bridge", 12))
    room.write("road.md", story("The Road", 9, "\nA note.[^1]\n\n[^1]: See [tea](tea.md).\n"))
    room.write("tea.md", story("One Word, Two Roads", 3))
    with previewing(room.folder, folder / "cache") as running:
        yield running


@pytest.fixture(autouse=True)
def unchanged(session: Session) -> Iterator[None]:
    """Every test leaves the book as it found it, whatever happens."""
    before = {path: path.read_text() for path in session.folder.iterdir() if path.is_file()}
    yield
    for path, text in before.items():
        if path.read_text() != text:
            path.write_text(text)


def current(page: Page) -> str:
    return page.input_value("#page-number")


# ---------------------------------------------------------------- pages
def test_pages_appear(page: Page) -> None:
    figures = page.locator("#pages figure")
    assert figures.count() >= 12
    expect(page.locator("#page-count")).to_have_text(f"of {figures.count()}")
    expect(page.locator("#title")).to_have_text("A Book of Bridges")
    expect(page.locator("#status-text")).to_contain_text("Up to date")
    size = page.evaluate(
        "(() => { const i = document.querySelector('figure[data-drawn] img');"
        " return [i.naturalWidth, i.clientWidth, i.naturalHeight / i.naturalWidth]; })()"
    )
    assert size[0] >= size[1] > 200, "a page is drawn as sharply as the screen shows it"
    assert size[2] == pytest.approx(9 / 6, abs=0.01), "cut to its trim"


def test_only_pages_in_sight_are_drawn(page: Page) -> None:
    page.wait_for_timeout(800)
    drawn = page.locator("#pages figure[data-drawn]").count()
    assert 0 < drawn < page.locator("#pages figure").count()
    page.keyboard.press("End")
    page.wait_for_selector("#pages .spread:last-child figure[data-drawn]")


def test_spreads_pair_left_with_right(page: Page) -> None:
    rows = page.evaluate(
        "[...document.querySelectorAll('.spread')].map(row =>"
        " [...row.querySelectorAll('figure')].map(f => f.dataset.side))"
    )
    assert rows[0] == ["right"]
    assert all(row in (["left", "right"], ["left"]) for row in rows[1:])
    page.click("#spreads")
    assert page.locator(".spread").count() == page.locator("#pages figure").count()


def test_the_outline_leads_to_pages(page: Page) -> None:
    page.click("#outline >> text=One Word, Two Roads")
    expect(page.locator("#outline [aria-current]")).to_contain_text("One Word, Two Roads")
    figure = page.locator("figure.current, .single figure").first
    assert "tea" in (figure.get_attribute("data-id") or "")
    expect(page.locator("#running")).to_have_text("One Word, Two Roads")


# ---------------------------------------------------------------- edits
def test_an_edit_shows_without_reload_and_leaves_the_rest(session: Session, page: Page) -> None:
    page.click("#outline >> text=The Road")
    page.wait_for_selector("figure[data-id='road/0'][data-drawn]")
    page.wait_for_timeout(500)
    page.evaluate(
        "window.marker = 1; document.querySelectorAll('figure img').forEach(i => i.kept = 1)"
    )
    before = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => [f.dataset.id, f.dataset.key])"
    )
    top = page.evaluate("document.querySelector(`[data-id='road/0']`).getBoundingClientRect().top")
    key = page.get_attribute("figure[data-id='road/0']", "data-drawn")
    source = session.folder / "road.md"
    text = source.read_text()
    source.write_text(text.replace("Paragraph 1.", "The first paragraph, changed."))

    until(
        page,
        "key => { const f = document.querySelector(`[data-id='road/0']`);"
        " return f.dataset.drawn && f.dataset.drawn !== key; }",
        key,
    )
    after = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => [f.dataset.id, f.dataset.key])"
    )
    changed = {a[0] for a, b in zip(after, before, strict=True) if a != b}
    assert changed
    assert all(name.startswith("road") for name in changed), "nothing else was drawn anew"
    assert page.evaluate("window.marker") == 1, "the page was not loaded again"
    assert page.evaluate("[...document.querySelectorAll('figure img')].some(i => i.kept)")
    moved = page.evaluate(
        "document.querySelector(`[data-id='road/0']`).getBoundingClientRect().top"
    )
    assert moved == pytest.approx(top, abs=2), "the page stays in view"
    session.settled(page)
    source.write_text(text)
    session.settled(page)


def test_a_longer_article_before_keeps_the_page_in_view(session: Session, page: Page) -> None:
    page.click("#outline >> text=One Word, Two Roads")
    page.wait_for_selector("figure[data-id='tea/0'][data-drawn]")
    source = session.folder / "bridge.md"
    text, count = source.read_text(), page.locator("#pages figure").count()
    label = current(page)
    source.write_text(text + "\n\n" + f"More. {SENTENCE.format('more') * 60}\n")
    until(page, "n => document.querySelectorAll('figure').length > n", count)

    shown = page.locator("figure.current, .single figure").first.get_attribute("data-id")
    assert (shown or "").startswith("tea")
    assert int(current(page)) > int(label), "the same page, under its new number"
    source.write_text(text)
    until(page, "n => document.querySelectorAll('figure').length === n", count)
    session.settled(page)


@pytest.mark.parametrize(
    ("name", "broken", "said", "place"),
    [
        ("manifest.yml", MANIFEST + "langauge: en\n", "unknown key 'langauge'", "manifest.yml:9"),
        ("tea.md", story("Tea", 3, "\n![x](none.png)\n"), "there is no picture", "tea.md:"),
        ("bridge.md", "", "", "bridge.md"),
    ],
)
def test_an_error_shows_and_clears(
    session: Session, page: Page, name: str, broken: str, said: str, place: str
) -> None:
    count = page.locator("#pages figure").count()
    source = session.folder / name
    text = source.read_text()
    source.write_text(broken)
    alarm = page.locator("#alarm")
    expect(alarm).to_be_visible(timeout=WAIT_MS)
    expect(alarm).to_contain_text(said)
    expect(alarm).to_contain_text("as it was before")
    assert page.locator("#pages figure").count() == count, "the last good pages stay"

    page.click("#alarm button")
    finding = page.locator("#findings-list li").first
    expect(finding).to_be_visible()
    expect(finding).to_contain_text(place)
    source.write_text(text)
    expect(alarm).to_be_hidden(timeout=WAIT_MS)
    session.settled(page)
    expect(page.locator("#status-text")).to_contain_text("Up to date")


def test_a_finding_leads_to_its_line_and_its_page(session: Session, page: Page) -> None:
    source = session.folder / "tea.md"
    text = source.read_text()
    source.write_text(text + "\nPlease click here for more.\n")
    expect(page.locator("#count")).to_have_text("1", timeout=WAIT_MS)
    page.keyboard.press("m")
    finding = page.locator(".finding[data-code=web-leftover]")
    expect(finding.locator("pre")).to_contain_text("^^^^^^^^^^")
    finding.locator(".what").click()
    expect(page.locator("#source .hit mark")).to_have_text("click here")
    expect(page.locator("#source-title")).to_contain_text("tea.md:13:8")
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    finding.locator(".to-page").click()
    expect(page.locator("#running")).to_have_text("One Word, Two Roads")
    source.write_text(text)
    expect(page.locator("#count")).to_have_text("0", timeout=WAIT_MS)
    session.settled(page)


# ---------------------------------------------------------------- the EPUB
def read_epub(page: Page) -> None:
    page.keyboard.press("e")
    page.wait_for_selector("#reader[data-ready]")


def text_in_sight(page: Page) -> str:
    """The words of the EPUB that stand in its window."""
    found: str = page.evaluate(
        """() => {
          const frame = document.getElementById('reader'), inside = frame.contentDocument;
          if (!inside.body || frame.classList.contains('waiting')) return '';
          const words = [], range = inside.createRange();
          const walker = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode.data;
            for (const match of text.matchAll(/\\S+/g)) {
              range.setStart(walker.currentNode, match.index);
              range.setEnd(walker.currentNode, match.index + match[0].length);
              const box = range.getBoundingClientRect();
              if (box.left >= 0 && box.right <= frame.contentWindow.innerWidth && box.width) words.push(match[0]);
            }
          }
          return words.join(' ');
        }"""
    )
    return found


def loaded(page: Page) -> None:
    """Wait until the reader shows what it was last asked for."""
    until(page, "!document.getElementById('reader').classList.contains('waiting')")


def test_the_reader_turns_pages(page: Page) -> None:
    read_epub(page)
    page.click("#outline >> text=The Bridge")
    expect(page.locator("#place")).to_contain_text("The Bridge · page 1 of")
    first = text_in_sight(page)
    assert "Paragraph 1." in first
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_contain_text("page 2 of")
    second = text_in_sight(page)
    assert "Paragraph 1." not in second
    assert second.split()[:3] != first.split()[:3]
    page.click("#turn-back")
    assert text_in_sight(page) == first
    page.click("#turn-back")  # over the edge of a chapter
    expect(page.locator("#place")).not_to_contain_text("The Bridge")
    page.click("#turn-on")
    expect(page.locator("#place")).to_contain_text("The Bridge · page 1 of")


def test_every_word_is_on_some_page(page: Page) -> None:
    read_epub(page)
    page.click("#outline >> text=The Bridge")
    expect(page.locator("#place")).to_contain_text("The Bridge · page 1 of")
    words: list[str] = []
    for kind in ("2", "3", "1"):
        page.keyboard.press(kind)
        loaded(page)
        page.keyboard.press("Home")
        loaded(page)
        page.click("#outline >> text=The Bridge")
        expect(page.locator("#place")).to_contain_text("The Bridge · page 1")
        words = []
        while "The Bridge" in page.inner_text("#place"):
            loaded(page)
            words += text_in_sight(page).split()
            place = page.inner_text("#place")
            page.keyboard.press("ArrowRight")
            until(page, "p => document.getElementById('place').innerText !== p", place)
        missing = [n for n in range(1, 13) if f"{n}." not in words]
        assert missing == [], f"device {kind}"


def test_devices_and_night_and_size(page: Page) -> None:
    read_epub(page)
    page.click("#outline >> text=The Bridge")
    expect(page.locator("#place")).to_contain_text("The Bridge")
    inner = "() => document.getElementById('reader').contentWindow.innerWidth"
    widths = []
    for name in ("Phone", "Tablet", "Desktop"):
        page.get_by_role("button", name=name, exact=True).click()
        widths.append(page.evaluate(inner))
    assert widths == [390, 768, 1180]
    page.get_by_role("button", name="Phone", exact=True).click()
    colours = (
        "() => { const r = document.getElementById('reader').contentDocument;"
        " return [getComputedStyle(r.documentElement).backgroundColor, getComputedStyle(r.body).color]; }"
    )
    light = page.evaluate(colours)
    page.keyboard.press("n")
    dark = page.evaluate(colours)
    assert light[0] == "rgb(255, 255, 255)"
    assert sum(map(int, dark[0][4:-1].split(","))) < 90 < sum(map(int, dark[1][4:-1].split(",")))
    pages = page.inner_text("#place")
    for _ in range(4):
        page.click("#text-larger")
    assert page.inner_text("#place") != pages, "larger text takes more pages"


def test_links_inside_the_epub_are_followed(page: Page) -> None:
    read_epub(page)
    page.click("#outline >> text=The Road")
    expect(page.locator("#place")).to_contain_text("The Road")
    page.frame_locator("#reader").locator("a[href*=tea]").dispatch_event("click")
    expect(page.locator("#place")).to_contain_text("One Word, Two Roads")


def test_an_edit_keeps_the_place_in_the_epub(session: Session, page: Page) -> None:
    read_epub(page)
    page.click("#outline >> text=The Bridge")
    expect(page.locator("#place")).to_contain_text("page 1 of")
    page.keyboard.press("ArrowRight")
    other = page.get_attribute("#reader", "data-ready")
    tea = session.folder / "tea.md"
    text = tea.read_text()
    tea.write_text(text.replace("Paragraph 1.", "Changed."))
    until(page, "document.querySelector('#status').dataset.state === 'working'")
    session.settled(page)
    page.wait_for_timeout(300)
    assert page.get_attribute("#reader", "data-ready") == other, "another chapter changed"
    tea.write_text(text)
    source = session.folder / "bridge.md"
    text = source.read_text()
    source.write_text(text.replace("Paragraph 1.", "A new beginning."))
    until(
        page,
        "() => document.getElementById('reader').contentDocument.body?.innerText?.includes('A new beginning.')",
    )
    expect(page.locator("#place")).to_contain_text("The Bridge · page 2 of")
    source.write_text(text)
    session.settled(page)


def test_scripts_of_a_book_never_run(session: Session, page: Page) -> None:
    read_epub(page)
    status, headers, _ = session.get("/book/x/" + page.evaluate(
        "decodeURIComponent(document.getElementById('reader').contentWindow.location.pathname)"
        ".split('/').slice(3).join('/')"
    ))  # fmt: skip
    assert status == 200
    assert "sandbox allow-same-origin" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert page.get_attribute("#reader", "sandbox") == "allow-same-origin"


# ---------------------------------------------------------------- keyboard
def test_the_keyboard_does_everything(page: Page) -> None:
    assert current(page) == "i"
    page.keyboard.press("ArrowRight")
    assert current(page) == "ii"
    page.keyboard.press("End")
    last = current(page)
    assert last.isdigit()
    page.keyboard.press("Home")
    assert current(page) == "i"
    page.keyboard.press("g")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    assert current(page) == "3"
    page.keyboard.press("d")
    expect(page.locator("#spreads")).to_have_attribute("aria-pressed", "false")
    scale = page.locator("#pages").evaluate("e => e.style.getPropertyValue('--scale')")
    page.keyboard.press("+")
    larger = page.locator("#pages").evaluate("e => e.style.getPropertyValue('--scale')")
    assert float(larger) > float(scale)
    page.keyboard.press("0")
    page.keyboard.press("o")
    expect(page.locator("#outline")).to_be_hidden()
    page.keyboard.press("m")
    expect(page.locator("#findings")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.focus("#tab-pages")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-epub")).to_be_focused()
    expect(page.locator("#view-epub")).to_be_visible()


def test_every_control_is_reached_by_tab_and_seen(page: Page) -> None:
    page.keyboard.press("m")
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; if (e === document.body) return '';"
            " return (e.id || e.textContent.trim()) + '|' + getComputedStyle(e).outlineStyle; })()"
        )
        if not name or name in seen:
            break
        seen.append(name)
    names = {name.partition("|")[0] for name in seen}
    assert {
        "tab-pages", "toggle-outline", "toggle-findings", "help-button", "page-back", "page-number",
        "page-on", "spreads", "zoom-out", "zoom-fit", "zoom-in", "pages",
    } <= names  # fmt: skip
    assert all(not name.endswith("|none") for name in seen), "the focus can be seen"


# ---------------------------------------------------------------- accessibility
def violations(page: Page) -> list[str]:
    # The EPUB's own documents are the business of other tests; here is the page around them.
    found = Axe().run(page, context={"exclude": [["iframe"]]})
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in found.response["violations"]
        for node in v["nodes"]
    ]


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_books_own_pages(
    session: Session, browser: Browser, page: Page, scheme: str
) -> None:
    read_epub(page)
    book = json.loads(session.get("/state")[2])["epub"]
    # The reader runs no scripts in a book; here axe has to.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 740})  # fmt: skip
    try:
        alone = context.new_page()
        names = [one["href"] for one in book["spine"]]
        assert len(names) >= 4
        for name in names:
            alone.goto(f"{session.address}book/{book['version']}/{name}")
            found = Axe().run(alone, options={"runOnly": WCAG})
            # EPUB asks for names of page breaks (EPUB Accessibility Techniques 1.1, PAGE-003), and
            # Ace for it; axe by itself takes `doc-pagebreak` for a role that has none.
            assert [
                (violation["id"], node["html"])
                for violation in found.response["violations"]
                for node in violation["nodes"]
                if not (
                    "doc-pagebreak" in node["html"] and violation["id"] == "aria-prohibited-attr"
                )
            ] == []
            assert len(found.response["passes"]) >= 3, "rules were applied"
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 600])
def test_axe_finds_no_violation(
    session: Session, browser: Browser, scheme: str, width: int
) -> None:
    source = session.folder / "tea.md"
    text = source.read_text()
    source.write_text(text + "\nPlease click here.\n\n![x](none.png)\n")
    page = session.open(browser, color_scheme=scheme, viewport={"width": width, "height": 860})
    try:
        expect(page.locator("#alarm")).to_be_visible(timeout=WAIT_MS)
        assert violations(page) == []
        page.keyboard.press("m")
        assert violations(page) == []
        page.locator(".finding .what").first.click()
        expect(page.locator("#source")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        source.write_text(text)
        expect(page.locator("#alarm")).to_be_hidden(timeout=WAIT_MS)
        page.keyboard.press("m")
        read_epub(page)
        assert violations(page) == []
        page.keyboard.press("?")
        assert violations(page) == []
    finally:
        source.write_text(text)
        page.close()
