from __future__ import annotations

from xml.etree import ElementTree

from newsbook.letters import letters_of, text_runs


def counted(xhtml: str) -> str:
    return letters_of("".join(text for _, _, text in text_runs(ElementTree.fromstring(xhtml))))


def test_white_space_hyphens_and_invisible_characters_do_not_count() -> None:
    assert letters_of("co\u00adop-er\u2010ate \u200b\u2060岁\u3000寒\n\ufeff.") == "cooperate岁寒."


def test_text_that_one_output_alone_has_does_not_count() -> None:
    printed = counted(
        '<p>Pine<span class="note">cold</span>, <ruby>岁<rt>suì</rt></ruby> on page '
        '<span class="page-ref" data-ref="x">12</span>.</p>'
    )
    published = counted(
        '<section xmlns:epub="http://www.idpf.org/2007/ops"><p>Pine<a epub:type="noteref" '
        'class="noteref">1</a>, <ruby>岁<rp>(</rp><rt>suì</rt><rp>)</rp></ruby> on page <span '
        'class="page-ref"/>.</p><section epub:type="footnotes"><p>cold</p></section></section>'
    )
    assert printed == published == "Pine,岁onpage."


def test_runs_tell_where_they_stand() -> None:
    root = ElementTree.fromstring("<p>a<b>c<i/>d</b>e</p>")
    found = [(element.tag, kind, text) for element, kind, text in text_runs(root)]
    assert found == [
        ("p", "text", "a"), ("b", "text", "c"), ("i", "tail", "d"), ("b", "tail", "e"),
    ]  # fmt: skip
