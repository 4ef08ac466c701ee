"""Laws of the XHTML layer: parsing undoes rendering, and output is always well-formed."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from newsbook import content as c
from newsbook.xhtml import Renderer, normal_form, parse_fragment
from tests.support.content_strategies import LANGUAGES, blocks

LAW = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FUZZ = settings(LAW, max_examples=int(os.environ.get("NEWSBOOK_EXAMPLES", "200")))
EPUB = 'xmlns:epub="http://www.idpf.org/2007/ops"'


def wrapped(xhtml: str) -> etree._Element:
    page = f'<body xmlns="http://www.w3.org/1999/xhtml" {EPUB}>{xhtml}</body>'
    return etree.fromstring(page.encode())


def undone(tree: tuple[c.Block, ...], language: str) -> None:
    normal = normal_form(tree)
    renderer = Renderer("epub", language=language, article="pine")
    xhtml = renderer.blocks(normal) + renderer.notes()

    assert parse_fragment(xhtml, language=language) == normal


@LAW
@given(blocks(), st.sampled_from(LANGUAGES))
def test_parsing_undoes_rendering(tree: tuple[c.Block, ...], language: str) -> None:
    undone(tree, language)


@pytest.mark.slow
@FUZZ
@given(blocks(), st.sampled_from(LANGUAGES))
def test_parsing_undoes_rendering_thoroughly(tree: tuple[c.Block, ...], language: str) -> None:
    undone(tree, language)


@LAW
@given(blocks())
def test_the_normal_form_is_its_own(tree: tuple[c.Block, ...]) -> None:
    normal = normal_form(tree)

    assert normal_form(normal) == normal


@LAW
@given(blocks(), st.sampled_from(["epub", "print"]))
def test_anything_renders_well_formed(tree: tuple[c.Block, ...], medium: str) -> None:
    renderer = Renderer("epub" if medium == "epub" else "print", language="en", article="a")
    root = wrapped(renderer.blocks(normal_form(tree)) + renderer.notes())

    for element in root.iter():
        assert element.get("lang") == element.get("{http://www.w3.org/XML/1998/namespace}lang")


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<table>", "<td>", "<tr>", "</table>", "<li>", "<ul>", "<a href=#x>", "</a>",
         "<b>", "</b>", "<i>", "<svg>", "<math>", "<mtext>", "</math>", "<style>", "</style>", "text",
         "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<img src=x>", "<div id=x>",
         "</div>", "<ruby>", "<rt>", "<h1>", "<select>", "<template>", "&lt;", "&#x0;", "<", '"',
         "<iframe src=//a.b/>", "<dl>", "<dt>", "<dd>", "<figure>", "<figcaption>", "<pre>", "\n",
         "<section epub:type=footnotes>", "<sup><a href=#fn1>1</a></sup>", "<li id=fn1>", "<br>",
         "<plaintext>", "<noscript>", "<frameset>", "<p lang=x-y>", "</", "<a name=", "x'>"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@LAW
@given(MARKUP | st.text(max_size=60))
def test_no_markup_is_too_bad(markup: str) -> None:
    tree = parse_fragment(markup)

    assert normal_form(tree) == tree
    undone(tree, "en")


@pytest.mark.slow
@FUZZ
@given(MARKUP)
def test_no_markup_is_too_bad_thoroughly(markup: str) -> None:
    undone(parse_fragment(markup), "en")
