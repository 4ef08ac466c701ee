"""What a page marks up survives: figures, notes, tables, ruby, languages, code; junk does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Figure
from newsbook.readers import Source
from newsbook.readers.web import read
from newsbook.tree import plain_text
from newsbook.world import World
from newsbook.xhtml import Renderer

FILL = (
    "Water mills stood on every canal of the city, and the noise of their hammers was heard at "
    "night as far as the market of the cloth merchants, who complained to the governor twice."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Paper | Site</title><script src="/x.js"></script>
</head><body><header class="site-header"><nav><a href="/">Home</a><a href="/n">News</a></nav></header>
<main><article class="story"><h1>Paper along the road</h1><p class="byline">By Ann Example</p>
<div class="body"><p>The first paper came along the road in the eighth century, and with it came
<em>stress</em>, <strong>strength</strong>, a <code>code()</code> word, <abbr title="World Health
Organization">WHO</abbr>, <mark>marked</mark> text, <ins>new</ins> and <del>old</del> words,
H<sub>2</sub>O and mc<sup>2</sup>, <q>a quotation</q>, <cite>a title</cite>, <kbd>Ctrl</kbd>,
<small>small print</small> and <i lang="fr">mots français</i>.</p>
<p>The saying <span lang="zh-Hans">岁寒知松柏</span> and the word <ruby>漢字<rt>かんじ</rt></ruby> are kept,
and so is a call<sup id="fnref1"><a href="#fn1">1</a></sup> for a note. There is a
<a href="https://example.org/ref">reference</a> too, in a paragraph that runs on for a while.</p>
<figure id="f1"><picture><source srcset="/img/big.webp 1600w"><img src="/img/lead.jpg"
srcset="/img/lead-2x.jpg 2x" alt="A mill"></picture><figcaption>The mill at Samarkand.
<span class="credit">Photo: B. Shutter</span></figcaption></figure>
<h2 id="h-mills">Mills and markets</h2><p>{FILL}</p>
<blockquote cite="https://example.org/q"><p>Nothing is as patient as paper, said the old master to
his son.</p><footer>— The old master</footer></blockquote>
<aside class="pullquote"><p>Nothing is as patient as paper</p></aside>
<ul><li>flax</li><li>hemp<ul><li>raw hemp</li></ul></li></ul><ol start="4"><li>soak</li><li>beat</li></ol>
<dl><dt>deckle</dt><dd>the frame of the mould</dd></dl>
<table><caption>Output of the mills</caption><thead><tr><th>Year</th><th>Reams</th></tr></thead><tbody>
<tr><td rowspan="2">751</td><td>12</td></tr><tr><td>15</td></tr><tr><td colspan="2">no records</td></tr>
</tbody></table><pre><code class="language-python">def beat(flax):
    return flax * 2
</code></pre><hr><p>Below stands a formula, <math><mi>a</mi><mo>=</mo><mn>2</mn></math>, and a player
that a book can only point to, after which the story ends with one last sentence about the road.</p>
<div class="embed"><iframe src="https://www.youtube.com/embed/abc123" title="How it was made"></iframe>
</div><p><img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/img/late.jpg"
alt="Late"></p><blockquote class="twitter-tweet"><p>Paper is back!</p>— Ann (@ann)
<a href="https://twitter.com/ann/status/1">May 1, 2024</a></blockquote><p>{FILL}</p>
<section class="footnotes"><ol><li id="fn1"><p>The note says more. <a href="#fnref1">↩</a></p></li></ol>
</section></div></article></main><div class="share">Share on Facebook</div>
<aside class="related"><h3>Related stories</h3><a href="/1">Other story one</a></aside>
<div id="comments"><p>Nice read, thanks a lot for this.</p></div><footer>© Site</footer></body></html>"""

KEPT = """
<em>stress</em>
<strong>strength</strong>
<code>code()</code>
<abbr title="World Health Organization">WHO</abbr>
<mark>marked</mark>
<ins>new</ins>
<del>old</del>
H<sub>2</sub>O
mc<sup>2</sup>
<q>a quotation</q>
<cite>a title</cite>
<kbd>Ctrl</kbd>
<small>small print</small>
lang="fr"
lang="zh-Hans"
<ruby>漢字<rt>かんじ</rt></ruby>
epub:type="noteref"
The note says more.
<a href="https://example.org/ref">reference</a>
<figure id="f1"
<img src="/img/lead.jpg" alt="A mill"/>
The mill at Samarkand.
<span class="credit">Photo: B. Shutter</span>
<h2 id="h-mills">Mills and markets</h2>
<blockquote cite="https://example.org/q">
<p class="attribution">The old master</p>
class="pull-quote"
<li>hemp<ul><li>raw hemp</li></ul></li>
<ol start="4">
<dt>deckle</dt><dd>the frame of the mould</dd>
<caption>Output of the mills</caption>
<th scope="col">Year</th>
rowspan="2"
colspan="2"
<pre><code class="language-python">
<hr/>
<mi>a</mi><mo>=</mo><mn>2</mn>
https://www.youtube.com/watch?v=abc123
<img src="/img/late.jpg" alt="Late"/>
Paper is back!
https://twitter.com/ann/status/1
""".strip().splitlines()

JUNK = ("Share on Facebook", "Related stories", "Other story one", "Nice read", "© Site", "Home")


def test_everything_that_is_marked_up_is_kept() -> None:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.html", PAGE.encode()), world)
    renderer = Renderer("epub", language="en")
    out = renderer.blocks(article.body) + renderer.notes()

    assert [feature for feature in KEPT if feature not in out] == []
    assert [junk for junk in JUNK if junk in out] == []
    assert out.index("flax") < out.index("soak") < out.index("deckle") < out.index("751")


BLOGGER = f"""<table align="center" class="tr-caption-container"><tbody><tr><td><a
href="https://1.bp.blogspot.com/s1600/mill.jpg"><img src="mill.jpg" alt="A mill"></a></td></tr>
<tr><td class="tr-caption">The mill at <i>Samarkand</i></td></tr></tbody></table><p>{FILL}</p>"""
WORDPRESS = f"""<div id="attachment_7" class="wp-caption alignnone"><a href="mill-big.jpg"><img
src="mill.jpg" alt="A mill"></a><p class="wp-caption-text">The mill at <i>Samarkand</i></p></div>
<p>{FILL}</p>"""


@pytest.mark.parametrize("frame", [BLOGGER, WORDPRESS], ids=["Blogger", "WordPress"])
@pytest.mark.parametrize("site", [True, False], ids=["a page of a site", "a bare page"])
def test_old_frames_of_pictures_and_captions_are_figures(
    tmp_path: Path, frame: str, site: bool
) -> None:
    (tmp_path / "mill.jpg").write_bytes(b"")
    page = (
        PAGE.replace("<h2 id", f"{frame}<h2 id") if site else f"<h1>Paper</h1><p>{FILL}</p>{frame}"
    )
    (article,) = read(Source("page.html", page.encode()), World(tmp_path))
    figures = [block for block in article.body if isinstance(block, Figure)]
    wanted = [f for f in figures if f.pictures[0].source.endswith("mill.jpg")]
    assert [plain_text(f.caption) for f in wanted] == ["The mill at Samarkand"]
