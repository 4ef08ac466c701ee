"""Hostile markup: nothing that acts, loads or leads astray survives, and nothing is lost unsaid."""

from __future__ import annotations

import re
import time

import pytest
from lxml import etree

from newsbook.content import Link, Picture
from newsbook.tree import plain_text, walk
from newsbook.xhtml import Dropped, Renderer, parse_fragment

SCRIPT_URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "java&#x09;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)",
    "&#0000106avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "javascript&#x3A;alert(1)",
    "\u00a0javascript:alert(1)",
    "\u2028javascript:alert(1)",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jar:javascript:alert(1)!/",
    "vbscript:msgbox(1)",
    "VBScript:msgbox(1)",
    "livescript:alert(1)",
    "mocha:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "DATA:image/svg+xml,<svg onload=alert(1)>",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "data:application/xhtml+xml,x",
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "file:\\\\host\\share",
    "\\\\host\\share\\x.png",
    "ftp://example.org/x",
    "ws://example.org/",
    "blob:https://example.org/1",
    "filesystem:https://example.org/temporary/x",
    "about:blank",
    "chrome://settings",
    "ms-office:ofe|u|https://evil",
    "intent://scan/#Intent;end",
    "res://ieframe.dll/x",
    "http:/\\evil",
    "http:",
    "https:///",
    "x-custom:1",
]

MARKUP = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script/x>alert(1)</script>",
    "<script>alert(1)",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x:x onerror\n=\nalert(1)>",
    "<img src='x' onerror='alert(1)' />",
    '<img """><script>alert(1)</script>">',
    "<img src=`x`onerror=alert(1)>",
    "<img src=a.png srcset='javascript:alert(1) 1x'>",
    "<img src=a.png style=background:url(javascript:alert(1))>",
    "<body onload=alert(1)>",
    "<p onclick=alert(1) onmouseover=alert(1) ONFOCUS=alert(1) autofocus tabindex=1>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<div style='position:fixed;inset:0;behavior:url(x.htc)'>x</div>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<style>p{background:url(//evil)}</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><p><style><!--</style><img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'></svg>",
    "<svg><desc><noembed></desc></svg><style><a title='</style><img src onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<math><mi><style><img src=x onerror=alert(1)></style></mi></math>",
    "<math href='javascript:alert(1)'><mi>x</mi></math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction>"
    "</math>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<math><mtext></p><script>alert(1)</script></mtext></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><a title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe><a title='</iframe><img src=x onerror=alert(1)>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<object type=text/x-scriptlet data=//evil/x></object>",
    "<embed src=javascript:alert(1)>",
    "<embed src='data:image/svg+xml;base64,PHN2Zy8+' allowscriptaccess=always>",
    "<applet code=x.class></applet>",
    "<base href='javascript:alert(1)//'>",
    "<base href=//evil/><a href=x>y</a>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<link rel=stylesheet href=//evil/x.css>",
    "<link rel=import href=data:text/html,x>",
    "<form action=javascript:alert(1)><input type=submit><button formaction=javascript:x>y</form>",
    "<isindex action=javascript:alert(1) type=image>",
    "<input type=image src=x onerror=alert(1)>",
    "<select><option><script>alert(1)</script></select>",
    "<select><style></select><svg onload=alert(1)>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=javascript:alert(1)>",
    "<video poster=javascript:alert(1)></video>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=javascript:alert(1)><tr><td background=javascript:alert(1)>x</table>",
    "<bgsound src=javascript:alert(1)>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<layer src=javascript:alert(1)></layer>",
    "<xml><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script></xml>",
    "<html xmlns:x='x'><x:p onclick=alert(1)>x</html>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<?php echo 1 ?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--<img src='--><img src=x onerror=alert(1)>'-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><img src=x onerror=alert(1)>-->",
    "<a href='#' target=_top onclick=alert(1)>x</a>",
    "<a href='https://example.org/' ping=//evil download rel=opener>x</a>",
    "<q cite='javascript:alert(1)'>x</q><blockquote cite='javascript:alert(1)'>y</blockquote>",
    "<template><script>alert(1)</script></template>",
    "<slot onslotchange=alert(1)>x</slot>",
    "<dialog open><script>alert(1)</script></dialog>",
    "<p id='\"><script>alert(1)</script>'>x</p>",
    "<p lang='\"><script>alert(1)</script>'>x</p>",
    "<img src=a.png alt='\"><script>alert(1)</script>'>",
    "<abbr title='</abbr><script>alert(1)</script>'>x</abbr>",
    "<time datetime='\" onclick=\"alert(1)'>x</time>",
    "<pre><code class='language-x\"><script>alert(1)</script>'>x</code></pre>",
    "<ruby>x<rt onclick=alert(1)><script>alert(1)</script>y</ruby>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&amp;lt;script&amp;gt;</p>",
    "\u00bcscript\u00bealert(1)\u00bc/script\u00be",
    "<a href=x\x00 onclick=alert(1)>y</a><\x00script>alert(1)</script>",
]

TAGS = set(
    """a abbr aside blockquote br caption cite code dd del dfn div dl dt em figcaption figure h2 h3
    h4 h5 h6 hr img ins kbd li mark ol p pre q rt ruby s samp section small span strong sub sup
    table tbody td tfoot th thead time tr u ul var body""".split()
)
ATTRIBUTES = set(
    """alt aria-label class colspan cite datetime dir href id lang role rowspan scope src start
    title""".split()
)
NAMESPACES = {
    "http://www.w3.org/1999/xhtml": TAGS,
    "http://www.w3.org/1998/Math/MathML": None,
    "http://www.w3.org/2000/svg": {"svg", "g", "path", "rect", "line", "polyline"},
}
# What a drawn formula consists of: outlines and their places, nothing that refers to anything.
DRAWN = set(
    """aria-label class d fill height points role stroke stroke-width style transform viewBox width
    x x1 x2 y y1 y2""".split()
)


def rendered(markup: str, medium: str = "epub") -> etree._Element:
    tree = parse_fragment(markup)
    renderer = Renderer("epub" if medium == "epub" else "print", language="en", article="a")
    xhtml = renderer.blocks(tree) + renderer.notes()
    return etree.fromstring(
        '<body xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"{xhtml}</body>".encode()
    )


def assert_harmless(root: etree._Element) -> None:
    for element in root.iter():
        assert isinstance(element.tag, str), "no comments, no processing instructions"
        name = etree.QName(element)
        assert name.namespace in NAMESPACES
        allowed = NAMESPACES[name.namespace]
        if allowed is None:
            assert "script" not in name.localname
            assert "href" not in "".join(element.attrib)
            continue
        assert name.localname in allowed
        if name.namespace == "http://www.w3.org/2000/svg":
            assert set(element.attrib) <= DRAWN, sorted(element.attrib)
            assert not re.search("url|:/", "".join(element.attrib.values())), element.attrib
            continue
        for attribute, value in element.attrib.items():
            local = etree.QName(attribute)
            assert local.localname in ATTRIBUTES | {"type"}, f"{attribute} on {name.localname}"
            if local.localname in ("href", "src", "cite"):
                assert re.match(r"(https?://|mailto:|tel:|#|[^:/?#]+(/|$|[?#]))", value), value


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("medium", ["epub", "print"])
def test_hostile_markup_is_harmless(markup: str, medium: str) -> None:
    assert_harmless(rendered(f"<p>before</p>{markup}<p>after</p>", medium))


@pytest.mark.parametrize("markup", MARKUP)
def test_what_is_rendered_is_not_read_otherwise(markup: str) -> None:
    """Mutation XSS: what a second parser makes of the output is what the first one meant."""
    tree = parse_fragment(markup)
    renderer = Renderer("epub", language="en")

    assert parse_fragment(renderer.blocks(tree) + renderer.notes(), language="en") == tree


@pytest.mark.parametrize("url", SCRIPT_URLS)
@pytest.mark.parametrize(
    "pattern",
    [
        '<p><a href="{}">x</a></p>',
        "<p><a href='{}'>x</a></p>",
        '<figure><img src="{}" alt="x"></figure>',
        '<p>x <img src="{}" data-src="{}" srcset="{} 2x"></p>',
        '<blockquote cite="{}"><p>x</p></blockquote>',
        '<iframe src="{}"></iframe>',
        '<video src="{}" poster="{}"></video>',
        '<object data="{}">x</object>',
    ],
)
def test_addresses_that_act_are_gone(url: str, pattern: str) -> None:
    assert_harmless(rendered(pattern.replace("{}", url)))
    for node in walk(parse_fragment(pattern.replace("{}", url))):
        if isinstance(node, Link):
            assert node.href.startswith(("https:", "http:", "#")) or ":" not in node.href
        if isinstance(node, Picture):
            assert not re.match(r"\s*(?!https?:)[a-z-]+:", node.source, re.IGNORECASE)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=1&amp;c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("HTTP://example.org/", "http://example.org/"),
        ("//example.org/x", "https://example.org/x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:+99412", "tel:+99412"),
        ("#last", "#last"),
        ("pine.md#last", "pine.md#last"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://例え.jp/道", "https://例え.jp/道"),
    ],
)
def test_addresses_of_a_book_stay(url: str, kept: str) -> None:
    links = [
        n for n in walk(parse_fragment(f'<p><a href="{url}">x</a></p>')) if isinstance(n, Link)
    ]

    assert [link.href for link in links] == [kept]


def test_raster_pictures_inside_the_page_stay() -> None:
    data = "data:image/png;base64,iVBORw0KGgo="
    found = [n for n in walk(parse_fragment(f'<img src="{data}">')) if isinstance(n, Picture)]

    assert [picture.source for picture in found] == [data]


def test_what_is_left_out_is_reported_with_its_line() -> None:
    found: list[Dropped] = []
    parse_fragment(
        "<p>one</p>\n<svg><path/></svg>\n<p><a href='javascript:x'>two</a>\n"
        "<img alt=three></p>\n<iframe src='https://example.org/v' title='A film'></iframe>\n"
        "<script>1</script><canvas></canvas><table><tr><td><table><tr><td>x</table></table>\n"
        "<canvas></canvas>",
        first_line=10,
        report=found.append,
    )
    seen = {drop.what: (drop.line, drop.count, drop.machinery) for drop in found}

    assert seen["an inline SVG drawing"] == (11, 1, False)
    assert seen["a link whose address a book may not hold"] == (12, 1, False)
    assert seen["a picture without a usable source"] == (13, 1, False)
    assert seen["an embedded frame"] == (14, 1, False)
    assert seen["a script"] == (15, 1, True)
    assert seen["a drawing made by a script"] == (15, 2, False)


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<b>" * 20_000 + "deep",
        "<p><i>" * 10_000 + "deep",
        "<ul><li>" * 10_000 + "deep",
        "<table><tr><td>" * 10_000 + "deep",
        "<blockquote>" * 10_000 + "deep",
        "<math>" + "<mrow>" * 10_000 + "<mi>deep</mi>",
        "<a <a <a " * 10_000 + "deep",
        "<!--" * 20_000 + "-->deep",
        '<a "' * 10_000 + ">deep",
        "<a href='" * 10_000 + "'>deep</a>",
        "<ruby>" * 20_000 + "deep<rt>x",
        "deep" + "</p>" * 10_000,
        "deep" + "&amp" * 50_000,
        "<dl><dd>" * 10_000 + "deep",
        "<svg>" * 10_000 + "deep",
    ],
    ids=range(16),
)
def test_bombs_are_flattened(bomb: str) -> None:
    start = time.process_time()
    tree = parse_fragment(bomb)

    assert time.process_time() - start < 8
    assert_harmless(rendered(bomb[:0] + Renderer("epub", language="en").blocks(tree)))


def test_depth_is_cut_and_said_and_no_text_is_lost() -> None:
    found: list[Dropped] = []
    tree = parse_fragment("<div>" * 500 + "deep" + "</div>" * 500 + "<p>after</p>",
                          report=found.append)  # fmt: skip

    assert plain_text(tree) == "deep\n\nafter"
    assert [drop.what for drop in found] == ["markup nested too deep"]
