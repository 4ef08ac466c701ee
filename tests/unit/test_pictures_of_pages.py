"""Captions, credits and links of pictures as pages write them, and pictures nobody looks at."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from newsbook.assemble.pictures import Gallery
from newsbook.content import Figure, Items
from newsbook.tree import plain_text, walk
from newsbook.world import World
from newsbook.xhtml import Dropped, parse_fragment
from tests.unit.test_embeds import PARAGRAPH, read, rss

IMAGE = '<img src="https://x.example/a.jpg" alt="A">'
WORDS = "A pine under new snow."


def page(html: str) -> str:
    return (
        "<!DOCTYPE html><html lang='en'><head><title>The Bridge</title></head><body><nav><a href='/'>"
        f"Home</a></nav><article><h1>The Bridge</h1>{PARAGRAPH * 2}{html}{PARAGRAPH * 2}</article>"
        "<script src='x.js'></script></body></html>"
    )


def figures(html: str, *, of: str = "page") -> list[tuple[str, str]]:
    """The captions and credits of the figures that a page or a feed with `html` has."""
    name, data = ("a.html", page(html)) if of == "page" else ("a.rss", rss(PARAGRAPH + html))
    body, _ = read(name, data)
    found = [x for x in walk(body) if isinstance(x, Figure)]
    return [(plain_text(x.caption), plain_text(x.credit)) for x in found]


def captioned(caption: str) -> str:
    return f"<figure>{IMAGE}<figcaption>{caption}</figcaption></figure>"


CREDITS = {
    f"{WORDS} Photo: Ann Name/AFP": (WORDS, "Ann Name/AFP"),
    f"{WORDS} | Photo: Ann Name/AFP": (WORDS, "Ann Name/AFP"),
    f"{WORDS} Photograph: Ann Name/Reuters": (WORDS, "Ann Name/Reuters"),
    f"{WORDS} (AP Photo/Ann Name)": (WORDS, "AP Photo/Ann Name"),
    f"{WORDS} (Ann Name/AFP)": (WORDS, "Ann Name/AFP"),
    f"{WORDS} (Xinhua/Wang Ming)": (WORDS, "Xinhua/Wang Ming"),
    f"{WORDS} © Ann Name / Reuters": (WORDS, "© Ann Name / Reuters"),
    f"{WORDS} Foto: Ann Name/dpa": (WORDS, "Ann Name/dpa"),
    f"{WORDS} Фото: Анна Имя / ТАСС": (WORDS, "Анна Имя / ТАСС"),
    "雪中的松树。新华社记者 王明 摄": ("雪中的松树。", "新华社记者 王明 摄"),
    "雪中的松树（王明摄）": ("雪中的松树", "王明摄"),
    f"{WORDS} (She came later.)": (f"{WORDS} (She came later.)", ""),
    "The photo: a story of light": ("The photo: a story of light", ""),
}


@pytest.mark.parametrize("caption", CREDITS)
def test_a_caption_of_a_page_is_split_from_its_credit(caption: str) -> None:
    assert figures(captioned(caption)) == [CREDITS[caption]]


NAMED = {
    f'<div class="photo">{IMAGE}<p class="caption">{WORDS}</p><span class="credit">Ann Name</span></div>':
        (WORDS, "Ann Name"),
    f'<div class="image">{IMAGE}<div class="cutline">{WORDS}</div><div class="photographer">ANN NAME/AP'
    "</div></div>": (WORDS, "ANN NAME/AP"),
    f'<figure><span class="frame">{IMAGE}<span class="off-screen">Image copyright</span><span class="imag'
    'e-copyright">Getty Images</span></span><figcaption><span class="off-screen">Image caption</span>'
    f"<span>{WORDS}</span></figcaption></figure>": (WORDS, "Getty Images"),
    f'<figure><a href="https://f.example/x">{IMAGE}</a><figcaption><a href="https://f.example/x">{WORDS}'
    '</a> by <a href="https://f.example/ann">Ann</a>, under the licence CC BY 2.0</figcaption></figure>':
        (f"{WORDS} by Ann, under the licence CC BY 2.0", ""),
    f"<p>{IMAGE}</p><p><em>{WORDS} Photo: Ann Name</em></p>": (WORDS, "Ann Name"),
    f"<p>{IMAGE}</p><p>Photo: Ann Name</p>": ("", "Ann Name"),
    f"<p>{IMAGE}</p><p>图为雪中的松树。新华社记者王明 摄</p>": ("图为雪中的松树。", "新华社记者王明 摄"),
}  # fmt: skip


@pytest.mark.parametrize("html", NAMED)
@pytest.mark.parametrize("of", ["page", "feed"])
def test_captions_that_only_classes_or_places_tell_are_captions(html: str, of: str) -> None:
    assert figures(html, of=of) == [NAMED[html]]


def test_a_slanted_line_below_a_picture_is_text() -> None:
    assert figures(f"<p>{IMAGE}</p><p><em>She never came back, and nobody asked.</em></p>") == [
        ("", "")
    ]


PIXELS = (
    '<img src="https://stats.example/p.gif" width="1" height="1" alt="">',
    '<img src="https://pixel.wp.com/b.gif?x=1" alt="">',
    '<img src="https://www.facebook.com/tr?id=1&amp;noscript=1">',
    '<img src="/img/spacer.gif" width="600" height="10">',
    '<img src="https://x.example/hidden.png" style="display:none">',
)


@pytest.mark.parametrize("html", PIXELS)
def test_pictures_that_nobody_looks_at_are_left_out_with_a_remark(html: str) -> None:
    dropped: list[Dropped] = []
    body = parse_fragment(f"<p>Words.</p>{html}", report=dropped.append)

    assert body == parse_fragment("<p>Words.</p>")
    assert [x.slight for x in dropped] == [True]


def test_a_lazy_picture_behind_a_spacer_is_the_picture() -> None:
    for name in ("data-src", "data-original", "data-lazy-src"):
        (figure,) = parse_fragment(
            f'<figure><img src="spacer.gif" {name}="a.jpg"><figcaption>W</figcaption></figure>'
        )
        assert isinstance(figure, Figure)
        assert [x.source for x in figure.pictures] == ["a.jpg"]


def test_a_link_around_the_picture_of_a_figure_is_told_of() -> None:
    for address, told in (
        ("https://x.example/story", True),
        ("https://x.example/a-full.jpg", False),
    ):
        dropped: list[Dropped] = []
        html = f'<figure><a href="{address}">{IMAGE}</a><figcaption>W</figcaption></figure>'
        parse_fragment(html, report=dropped.append)
        assert [address in x.what for x in dropped] == [True] * told


def test_a_gallery_that_is_a_list_has_no_bullets() -> None:
    html = (
        f'<ul class="blocks-gallery-grid"><li><figure>{IMAGE}<figcaption>One</figcaption></figure></li>'
        '<li><figure><img src="b.jpg" alt="B"></figure></li></ul>'
    )
    body = parse_fragment(html)

    assert not [x for x in walk(body) if isinstance(x, Items)]
    assert len([x for x in body if isinstance(x, Figure)]) == 2


def test_a_picture_behind_a_box_is_a_picture() -> None:
    html = (
        "<div class='hero-image' style=\"background-image: url('https://x.example/h.jpg')\" role='img' "
        "aria-label='A pine'></div>"
    )
    body, _ = read("a.html", page(html))

    assert [x.pictures[0].source for x in walk(body) if isinstance(x, Figure)] == [
        "https://x.example/h.jpg"
    ]


SPELLED = {
    "page_files\\a.jpg": "page_files/a.jpg",
    "e\u0301lan.jpg": "\u00e9lan.jpg",
    "\u00e9lan.jpg": "e\u0301lan.jpg",
    "%C3%A9lan.jpg": "e\u0301lan.jpg",
    "file:///C:/Users/ann/page_files/a.jpg": "page_files/a.jpg",
    "file:///home/ann/a.jpg": "a.jpg",
}


@pytest.mark.parametrize("named", SPELLED)
def test_a_file_is_found_however_a_page_spells_its_name(named: str, tmp_path: Path) -> None:
    target = tmp_path / SPELLED[named]
    target.parent.mkdir(exist_ok=True)
    Image.new("RGB", (30, 20)).save(target)
    (figure,) = parse_fragment(f'<figure><img src="{named}"></figure>')
    assert isinstance(figure, Figure)
    world = World(tmp_path)

    assert Gallery(world).find(figure.pictures[0].source, "", lambda _: None) is not None
    assert not world.diagnostics.errors


def test_only_the_first_line_of_a_paragraph_below_a_picture_is_its_caption() -> None:
    text = "<p>资料图<br>目前11月的航线安排已经出炉<br>歌诗达邮轮为目的地开启四条航线</p>"
    body, _ = read("a.rss", rss(f"{PARAGRAPH}<p>{IMAGE}</p>{text}{text}"))
    at = next(n for n, block in enumerate(body) if isinstance(block, Figure))
    figure, below, again = body[at : at + 3]

    assert isinstance(figure, Figure)
    assert plain_text(figure.caption) == "资料图"
    assert plain_text(below) == "目前11月的航线安排已经出炉\n歌诗达邮轮为目的地开启四条航线"
    assert plain_text(again).startswith("资料图\n")
