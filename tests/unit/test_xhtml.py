"""Content to XHTML and back: what is written for each node, and what is read from others' markup."""

from __future__ import annotations

import pytest

from newsbook import content as c
from newsbook.tree import plain_text, walk
from newsbook.xhtml import Dropped, Renderer, normal_form, parse_fragment, parse_inlines

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'


def t(words: str) -> tuple[c.Inline, ...]:
    return (c.Text(words),)


def p(words: str, **rest: str) -> c.Paragraph:
    return c.Paragraph(t(words), **rest)


WRITTEN: list[tuple[c.Block, str]] = [
    (p("a & b < c"), "<p>a &amp; b &lt; c</p>"),
    (p("x", style="source", id="i", language="az"),
     '<p id="i" class="source-line" lang="az" xml:lang="az">x</p>'),
    (p("مرحبا", language="ar"), '<p lang="ar" xml:lang="ar" dir="rtl">مرحبا</p>'),
    (c.Heading(3, t("h"), id="h"), '<h3 id="h">h</h3>'),
    (c.Paragraph((c.Emphasis(t("a")), c.Strong(t("b")), c.Code("c  d"), c.Superscript(t("2")),
                  c.Subscript(t("3")), c.LineBreak(), c.Text("e"))),
     "<p><em>a</em><strong>b</strong><code>c  d</code><sup>2</sup><sub>3</sub><br/>e</p>"),
    (c.Paragraph((c.Link("https://e.org/?a=1&b=2", t("x"), "T"),)),
     '<p><a href="https://e.org/?a=1&amp;b=2" title="T">x</a></p>'),
    (c.Paragraph((c.Span(t("岁"), "zh-Hans"), c.Span(t("BBC"), style="abbr", title="B B C"))),
     '<p><span lang="zh-Hans" xml:lang="zh-Hans">岁</span><abbr title="B B C">BBC</abbr></p>'),
    (c.Paragraph((c.Link("https://e.org/", (c.Picture("a.jpg", "A"),)),)),
     '<p class="pictures"><a href="https://e.org/"><img src="a.jpg" alt="A"/></a></p>'),
    (c.Paragraph((c.Span(t("27 Dec"), style="time", title="2021-12-27"),)),
     '<p><time datetime="2021-12-27">27 Dec</time></p>'),
    (c.Paragraph((c.Span(t("noon"), style="time"), c.Span((), id="here"))),
     '<p><span class="time">noon</span><span id="here"></span></p>'),
    (c.Paragraph((c.Ruby((c.RubyPair("汉", "hàn"), c.RubyPair("字", "zì")), "zh-Hans",
                         "zh-Latn-pinyin"),)),
     '<p><ruby lang="zh-Hans" xml:lang="zh-Hans">汉<rt lang="zh-Latn-pinyin" '
     'xml:lang="zh-Latn-pinyin">hàn</rt>字<rt lang="zh-Latn-pinyin" xml:lang="zh-Latn-pinyin">zì'
     "</rt></ruby></p>"),
    (c.Quote((p("q"),), t("who"), source="https://e.org/"),
     '<blockquote cite="https://e.org/"><p>q</p><p class="attribution">who</p></blockquote>'),
    (c.Quote((p("a"), c.Quote((p("b"),))), style="pull"),
     '<aside class="pull-quote" epub:type="pullquote" role="doc-pullquote"><p>a</p>'
     "<blockquote><p>b</p></blockquote></aside>"),
    (c.Quote((p("q"),), style="pull"),
     '<aside class="pull-quote" epub:type="pullquote" role="doc-pullquote"><p>q</p></aside>'),
    (c.Quote((p("q"),), style="epigraph"),
     '<blockquote class="epigraph" epub:type="epigraph" role="doc-epigraph"><p>q</p></blockquote>'),
    (c.Listing("a <b>\n  c", "py", "l"),
     '<pre id="l"><code class="language-py">a &lt;b&gt;\n  c</code></pre>'),
    (c.Items("bullet", (c.Item((p("a"),)), c.Item((p("b"), c.Items("ordered",
                                                               (c.Item((p("c"),)),), 4))))),
     '<ul><li>a</li><li>b<ol start="4"><li>c</li></ol></li></ul>'),
    (c.Items("bullet", (c.Item((p("a"), p("b"))),), tight=False),
     '<ul class="loose"><li><p>a</p><p>b</p></li></ul>'),
    (c.Items("definition", (c.Term((t("a"), t("b")), ((p("x"),), (p("y"), p("z")))),)),
     "<dl><dt>a</dt><dt>b</dt><dd>x</dd><dd><p>y</p><p>z</p></dd></dl>"),
    (c.Figure((), (c.Picture("art/a b.png", "A", "T", language="de"),), t("cap"), t("AP"), "f"),
     '<figure id="f" class="figure"><img src="art/a%20b.png" alt="A" lang="de" xml:lang="de" '
     'title="T"/><figcaption class="caption">cap <span class="credit">AP</span></figcaption>'
     "</figure>"),
    (c.Figure(pictures=(c.Picture("a.png", decorative=True), c.Picture("b.png"))),
     '<figure class="figure"><img src="a.png" alt=""/><img src="b.png"/></figure>'),
    (c.Table((c.Row((c.Cell(t("r"), True, 1, 2), c.Cell(t("1"), align="right"))),),
             (c.Row((c.Cell(t("h"), True, 2),)),), (), t("C")),
     '<table><caption>C</caption><thead><tr><th scope="colgroup" colspan="2">h</th></tr></thead>'
     '<tbody><tr><th scope="rowgroup" rowspan="2">r</th><td class="align-right">1</td></tr></tbody>'
     "</table>"),
    (c.Divider(), "<hr/>"),
    (c.Verse(((t("a"), t("b")), (t("c"),))),
     '<div class="verse"><p class="stanza"><span class="line">a</span><br/><span class="line">b'
     '</span></p><p class="stanza"><span class="line">c</span></p></div>'),
    (c.Aside((p("x"),), t("T"), "sidebar"),
     '<aside class="sidebar" epub:type="sidebar"><p class="aside-title">T</p><p>x</p></aside>'),
    (c.Math(MATH, "x", True),
     '<div class="math"><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x" '
     'display="block"><mi>x</mi></math></div>'),
]  # fmt: skip


@pytest.mark.parametrize(("block", "xhtml"), WRITTEN)
def test_each_block_has_its_markup_and_comes_back(block: c.Block, xhtml: str) -> None:
    assert Renderer("epub", language="en").blocks((block,)) == xhtml + "\n"
    assert normal_form((block,)) == (block,)
    assert parse_fragment(xhtml, language="en") == (block,)


@pytest.mark.parametrize("style", sorted(c.SPAN_STYLES))
def test_each_style_comes_back(style: str) -> None:
    block = c.Paragraph((c.Span(t("x"), style=style), c.Span(t("y"), "az", style, "i")))
    xhtml = Renderer("epub", language="en").blocks((block,))

    assert parse_fragment(xhtml) == (block,)


def test_notes_are_numbered_called_and_collected() -> None:
    renderer = Renderer("epub", language="en", article="pine", labels={"notes": "Notes"})
    note = c.Note((p("one"), p("more", language="az")))
    quote = c.Note((c.Quote((p("two"),)),))
    body = renderer.blocks(
        (c.Paragraph((c.Text("a"), note)), c.Paragraph((quote,), language="zh-Hans"))
    )

    assert body == (
        '<p>a<a class="noteref" id="pine-fnref-1" href="#pine-fn-1" epub:type="noteref" '
        'role="doc-noteref">1</a></p>\n'
        '<p lang="zh-Hans" xml:lang="zh-Hans"><a class="noteref" id="pine-fnref-2" '
        'href="#pine-fn-2" epub:type="noteref" role="doc-noteref">2</a></p>\n'
    )
    assert renderer.notes() == (
        '<section class="notes" epub:type="footnotes" aria-label="Notes">\n'
        '<aside id="pine-fn-1" class="footnote" epub:type="footnote" role="doc-footnote"><p>'
        '<a class="note-number" href="#pine-fnref-1" role="doc-backlink">1</a> one</p>'
        '<p lang="az" xml:lang="az">more</p></aside>\n'
        '<aside id="pine-fn-2" class="footnote" lang="zh-Hans" xml:lang="zh-Hans" '
        'epub:type="footnote" role="doc-footnote"><p class="note-number">'
        '<a class="note-number" href="#pine-fnref-2" role="doc-backlink">2</a></p>'
        "<blockquote><p>two</p></blockquote></aside>\n</section>\n"
    )


def test_two_notes_never_share_an_id() -> None:
    renderer = Renderer("epub", language="en")
    note = c.Note((p("x"),), "source")
    renderer.inlines((note, note))

    assert renderer.notes().count('id="source"') == 1


FOOTNOTES = {
    "pandoc": (
        '<p>text<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>'
        '</p><section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1" '
        'role="doc-endnote"><p>The note.<a href="#fnref1" class="footnote-back">↩︎</a></p></li></ol>'
        "</section>"
    ),
    "markdown-it": (
        '<p>text<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup></p>'
        '<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list">'
        '<li id="fn1" class="footnote-item"><p>The note. <a href="#fnref1" '
        'class="footnote-backref">↩︎</a></p></li></ol></section>'
    ),
    "google docs": (
        '<p>text<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr><div><p>'
        '<a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;The note.</span></p></div>'
    ),
    "word": (
        '<p>text<a href="#_ftn1" name="_ftnref1" title=""><span>[1]</span></a></p><br clear=all>'
        '<hr align=left size=1 width="33%"><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">'
        "<span>[1]</span></a> The note.</p></div>"
    ),
    "libreoffice": (
        '<p>text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup>'
        '</a></p><div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" '
        'href="#sdfootnote1anc">1</a>The note.</p></div>'
    ),
    "wikipedia": (
        '<p>text<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p>'
        '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b>'
        '<a href="#cite_ref-1">^</a></b></span> <span class="reference-text">The note.</span></li>'
        "</ol>"
    ),
    "epub": (
        '<p>text<a epub:type="noteref" href="#n">*</a></p>'
        '<aside epub:type="footnote" id="n"><p>The note.</p></aside>'
    ),
    "mammoth": (
        '<p>text<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup></p>'
        '<ol><li id="footnote-1"><p> The note. <a href="#footnote-ref-1">↑</a></p></li></ol>'
    ),
    "by hand": (
        '<p>text<a href="#note1"><sup>†</sup></a></p><p>Between.</p>'
        '<p id="note1">† The note.</p>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", FOOTNOTES)
def test_notes_of_every_common_shape_are_found(shape: str) -> None:
    blocks = parse_fragment(FOOTNOTES[shape])
    notes = [node for node in walk(blocks) if isinstance(node, c.Note)]

    assert [plain_text(note.blocks).removeprefix("† ") for note in notes] == ["The note."]
    assert plain_text(blocks).removesuffix("\n\nBetween.") == "text"
    first = blocks[0]
    assert isinstance(first, c.Paragraph)
    assert first.children == (c.Text("text"), notes[0])


@pytest.mark.parametrize(
    "html",
    [
        '<p>See <a href="#two">2</a>.</p><h2 id="two">Second part</h2><p>x</p>',
        '<p>See <a href="#two">part 2</a>.</p><p id="two">Second part</p>',
        '<p><a href="#a">a</a> <a href="#b">b</a></p><p id="a">Alpha</p><p id="b">Beta</p>',
        '<p>x<a href="#gone">1</a></p>',
    ],
)
def test_links_inside_a_page_are_not_notes(html: str) -> None:
    assert not [node for node in walk(parse_fragment(html)) if isinstance(node, c.Note)]


def test_a_note_called_twice_stands_twice_and_one_that_calls_itself_ends() -> None:
    twice = parse_fragment(
        '<p>a<a href="#fn1" role="doc-noteref">1</a> b<a href="#fn1" role="doc-noteref">1</a></p>'
        '<aside id="fn1" role="doc-footnote"><p>n</p></aside>'
    )
    circle = parse_fragment(
        '<p>a<a href="#fn1" role="doc-noteref">1</a></p><aside id="fn1" role="doc-footnote">'
        '<p>n<a href="#fn1" role="doc-noteref">1</a></p></aside>'
    )

    assert sum(isinstance(node, c.Note) for node in walk(twice)) == 2
    assert sum(isinstance(node, c.Note) for node in walk(circle)) == 1


def test_notes_nobody_calls_stay_in_the_text() -> None:
    assert plain_text(parse_fragment('<section epub:type="footnotes"><p id="fn1">x</p></section>'))


READ: list[tuple[str, tuple[c.Block, ...]]] = [
    ("<div>a<div>b</div>c</div>", (p("a"), p("b"), p("c"))),
    ("<div lang='az' id='d'><p>a</p><p lang='tr'>b</p></div>",
     (p("a", id="d", language="az"), p("b", language="tr"))),
    ("a<br><br>b<br>c", (p("a"), c.Paragraph((c.Text("b"), c.LineBreak(), c.Text("c"))))),
    ("<p>&nbsp;</p><p> </p><p>a\n b</p>", (p("a b"),)),
    ("<p>岁寒\n知松柏</p>", (p("岁寒知松柏"),)),
    ("<p>서울\n사람</p>", (p("서울 사람"),)),
    ("<p>a<b> b </b> c</p>",
     (c.Paragraph((c.Text("a"), c.Strong((c.Text(" b "),)), c.Text("c"))),)),
    ("<p><i>a</i><b>b</b><tt>c</tt><s>d</s><font color=red>e</font><u>f</u></p>",
     (c.Paragraph((c.Emphasis(t("a")), c.Strong(t("b")), c.Code("c"), c.Span(t("d"),
      style="deleted"), c.Text("e"), c.Span(t("f"), style="underline"))),)),
    ("<h1>a</h1><h2>b</h2>", (c.Heading(2, t("a")), c.Heading(3, t("b")))),
    ("<h2>a</h2><h3>b</h3>", (c.Heading(2, t("a")), c.Heading(3, t("b")))),
    ('<p>no <img class="emoji" alt="😕" src="https://e.org/1f615.png"/> <img alt="🇦🇿" src="f.png"/></p>',
     (p("no 😕 🇦🇿"),)),
    ('<p>a<img alt="5" src="5.png"/></p>', (c.Paragraph((c.Text("a"), c.Picture("5.png", "5"))),)),
    ("<p><a href='https://e.org/a[1]?b=[c#d]'>x</a> <a href='https://[::1]/[2]'>y</a></p>",
     (c.Paragraph((c.Link("https://e.org/a%5B1%5D?b=%5Bc#d%5D", t("x")), c.Text(" "),
                   c.Link("https://[::1]/%5B2%5D", t("y")))),)),
    ("<p>a<a href='https://e.org/'> </a>b<a href='https://e.org/'></a></p>", (p("a b"),)),
    ("<dl><dt>x</dt></dl>", (p("x"),)),
    ("<dl><dd>y</dd><dt>x</dt><dd>z</dd><dt>w</dt></dl>",
     (p("y"), c.Items("definition", (c.Term((t("x"),), ((p("z"),),)),)), p("w"))),
    ("<dl class=gallery-item><dt><a href='page.html'><img src=a.jpg alt=A></a></dt><dd>Cap</dd></dl>",
     (c.Figure((), (c.Picture("a.jpg", "A"),), t("Cap")),)),
    ("<dl><dt><img src=a.jpg alt=A></dt></dl>", (c.Figure((), (c.Picture("a.jpg", "A"),)),)),
    ("<p>a <a href=big.jpg?w=9><img src=s.jpg alt=S></a> b</p>",
     (c.Paragraph((c.Text("a "), c.Picture("s.jpg", "S"), c.Text(" b"))),)),
    ("<p><a href=big.jpg>see</a></p>", (c.Paragraph((c.Link("big.jpg", t("see")),)),)),
    ("<p>a<strong><em> </em></strong>b<sup> </sup>c</p>", (p("a b c"),)),
    ("<em>a<p>b</p></em>", (c.Paragraph((c.Emphasis(t("a")),)), c.Paragraph((c.Emphasis(t("b")),)))),
    ("<a href='https://e.org/'><h2>a</h2><p>b</p></a>",
     (c.Heading(2, (c.Link("https://e.org/", t("a")),)),
      c.Paragraph((c.Link("https://e.org/", t("b")),)))),
    ("<p><img src=a.png alt=A></p>", (c.Figure(pictures=(c.Picture("a.png", "A"),)),)),
    ("<figure><picture><source srcset='b.webp 2x'><img src=b.jpg alt=B></picture>"
     "<figcaption>Cap. <small>Photo: AP</small></figcaption></figure>",
     (c.Figure((), (c.Picture("b.jpg", "B"),), t("Cap."), t("Photo: AP")),)),
    ("<figure><a href=big.jpg><img src=s.jpg alt=S></a><figcaption><p>One</p><p>Two</p>"
     "<span class='credit'>C</span></figcaption></figure>",
     (c.Figure((), (c.Picture("s.jpg", "S"),), (c.Text("One"), c.LineBreak(), c.Text("Two")),
               t("C")),)),
    ("<img src='data:image/gif;base64,R0lG' data-src=real.jpg alt=R>",
     (c.Figure(pictures=(c.Picture("real.jpg", "R"),)),)),
    ("<img srcset='s.jpg 320w, l.jpg 1200w, m.jpg 640w' alt=R>",
     (c.Figure(pictures=(c.Picture("l.jpg", "R"),)),)),
    ("<noscript><img src='a%20b.jpg' alt=x></noscript>",
     (c.Figure(pictures=(c.Picture("a b.jpg", "x"),)),)),
    ("<blockquote>a<footer>— B</footer></blockquote>", (c.Quote((p("a"),), t("B")),)),
    ("<blockquote><p>a</p><cite>B</cite></blockquote>",
     (c.Quote((p("a"),), (c.Span(t("B"), style="cite"),)),)),
    ("<details><summary>More</summary><p>x</p></details>",
     (c.Aside((p("x"),), t("More"), "sidebar"),)),
    ("<iframe src='https://www.youtube.com/embed/abcdefghijk?rel=0' title='A film'></iframe>",
     (c.Aside((c.Paragraph((c.Link("https://www.youtube.com/watch?v=abcdefghijk",
                                   t("A film")),)),), style="embed"),)),
    ("<video controls><source src='https://e.org/v.mp4'>Sorry</video>",
     (c.Aside((c.Paragraph((c.Link("https://e.org/v.mp4", t("https://e.org/v.mp4")),)),),
              style="embed"),)),
    ("<blockquote class=twitter-tweet><p>Hi</p>— A (@a) <a href='https://x.com/a'>May</a>"
     "</blockquote>",
     (c.Quote((p("Hi"),), (c.Text("A (@a) "), c.Link("https://x.com/a", t("May"))),
              source="https://x.com/a"),)),
    ("<table role=presentation><tr><td><p>a</p><td><p>b</p></table>", (p("a"), p("b"))),
    ("<table><tr><th>h<th>i<tr><td align=right>1<td style='text-align: center'>2</table>",
     (c.Table((c.Row((c.Cell(t("1"), align="right"), c.Cell(t("2"), align="center"))),),
              (c.Row((c.Cell(t("h"), True), c.Cell(t("i"), True))),)),)),
    ("<table><tr><td><ul><li>a<li>b</ul><td>c</table>",
     (c.Table((c.Row((c.Cell((c.Text("a"), c.LineBreak(), c.Text("b"))), c.Cell(t("c")))),)),)),
    ("<ul>x<li><p>a</p><li>b</ul>",
     (c.Items("bullet", tuple(c.Item((p(x),)) for x in "xab"), tight=False),)),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>",
     (c.Items("bullet", (c.Item((p("a"),)), c.Item((c.Items("bullet", (c.Item((p("b"),)),)),)))),)),
    ("<dl><div><dt>a</dt><dd>b</dd></div><dd>c</dd></dl>",
     (c.Items("definition", (c.Term((t("a"),), ((p("b"),), (p("c"),))),)),)),
    ("<pre>\na<br>b\n</pre>", (c.Listing("a\nb"),)),
    ("<pre class='lang-js'><code>x</code></pre>", (c.Listing("x", "js"),)),
    ("<ruby><rb>漢<rb>字<rp>(<rt>kan<rt>ji<rp>)</ruby>",
     (c.Paragraph((c.Ruby((c.RubyPair("漢", "kan"), c.RubyPair("字", "ji"))),)),)),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>",
     (c.Paragraph((c.Ruby((c.RubyPair("漢", "kan"), c.RubyPair("字", "ji"))),)),)),
    ("<p>x <math display=block><semantics><mi>x</mi><annotation>x</annotation></semantics></math>"
     "</p>", (p("x"), c.Math(MATH, display=True))),
    ("<q>a <cite>b</cite></q>",
     (c.Paragraph((c.Span((c.Text("a "), c.Span(t("b"), style="cite")), style="quoted"),)),)),
    ("<p lang='xx yy'>a</p><p lang=zh_Hans>b</p>", (p("a"), p("b", language="zh-Hans"))),
    ("<em lang=la>a</em>", (c.Paragraph((c.Emphasis((c.Span(t("a"), "la"),)),)),)),
    ("<a name=here></a>x <a href='#here'>y</a>",
     (c.Paragraph((c.Span((), id="here"), c.Text("x "), c.Link("#here", t("y")))),)),
    ("<span class='sc'>Ph.D.</span>",
     (c.Paragraph((c.Span(t("Ph.D."), style="smallcaps"),)),)),
    ("<div class=poem>a<br>b<p>c</div>", (c.Verse(((t("a"), t("b")), (t("c"),))),)),
    ("<address>a</address><center>b</center><form>c</form>", (p("a"), p("b"), p("c"))),
]  # fmt: skip


@pytest.mark.parametrize(("html", "blocks"), READ)
def test_the_markup_of_others_is_understood(html: str, blocks: tuple[c.Block, ...]) -> None:
    assert parse_fragment(html) == blocks


def test_inlines_alone() -> None:
    assert parse_inlines("a <em>b</em><p>c</p>") == (
        c.Text("a "), c.Emphasis(t("b")), c.LineBreak(), c.Text("c"),
    )  # fmt: skip


def test_structure_that_no_line_can_hold_is_reported() -> None:
    found: list[Dropped] = []
    parse_inlines("a<table><tr><td>x<td>y</table>", report=found.append)

    assert [drop.what for drop in found] == [
        "the structure of a table element inside a line of text"
    ]


def test_text_outside_xml_is_gone_and_text_inside_is_not() -> None:
    tree = normal_form((p("a\x00b\x1fc\x85d\ufffee\u00adf\u200dg𠮷\U0001fffe"),))

    assert plain_text(tree) == "abc de\u00adf\u200dg𠮷"


def test_print_notes_float_from_where_they_are_called() -> None:
    renderer = Renderer("print", language="en")
    note = c.Note((p("one"), c.Quote((p("two", id="q"),))))
    nested = c.Note((c.Paragraph((c.Text("a"), c.Note((p("b"),)))),))

    assert renderer.inlines((note, nested)) == (
        '<span class="note"><span>one</span><span class="as-blockquote"><span class="as-p" id="q">'
        'two</span></span></span><span class="note"><span>a<span class="nested-note"> '
        "(<span>b</span>)</span></span></span>"
    )
    assert renderer.notes() == ""


def test_an_anchor_by_itself_moves_into_the_text_below() -> None:
    anchor = c.Span((), id="top")
    alone, text = c.Paragraph((anchor,)), c.Paragraph((c.Text("Pine"),))
    figure = c.Figure(pictures=(c.Picture("pine.png"),))

    assert normal_form((alone, text)) == (c.Paragraph((anchor, c.Text("Pine"))),)
    assert normal_form((alone, alone, c.Heading(2, text.children))) == (
        c.Heading(2, (anchor, anchor, c.Text("Pine"))),
    )
    assert normal_form((alone, figure, alone)) == (alone, figure, alone)
