"""The ends of paragraphs: no hyphen in the last word, no line for a scrap; the text stays."""

from __future__ import annotations

import pytest
from lxml import etree

from newsbook.compose.endings import with_endings


def marked(body: str, language: str = "en") -> str:
    source = f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}"><body><div class="body">{body}</div></body></html>'
    root = etree.fromstring(source)
    before = "".join(root.itertext())
    changed = with_endings(root)
    assert "".join(root.itertext()) == before
    text = etree.tostring(root[0][0], encoding="unicode")
    assert changed == ("<span class" in text and text.count("<span") > body.count("<span"))
    return text.partition(">")[2].removesuffix("</div>").replace(' class="', " .").replace('"', "")


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (
            "<p>They spoke of hyphenation.</p>",
            "<p>They spoke of <span .ending>hyphenation.</span></p>",
        ),
        (
            "<p>He listened to all of it.</p>",
            "<p>He listened to all <span .tied>of it.</span></p>",
        ),
        ("<p>The well was dry.</p>", "<p>The well <span .tied>was dry.</span></p>"),
        ("<p>A line of words</p>", "<p>A line of words</p>"),
        ("<p>automatically</p>", "<p>automatically</p>"),
        ("<p>It.</p>", "<p>It.</p>"),
        ("<p>a <em>b</em> of the <em>automatic</em></p>", "<p>a <em>b</em> of the <em>automatic</em></p>"),
        ("<p>The end of <b>all</b> of it.</p>", "<p>The end of <b>all</b> <span .tied>of it.</span></p>"),
        ("<li>Press it automatically</li>", "<li>Press it <span .ending>automatically</span></li>"),
        ("<p>incomprehensibilities it</p>", "<p>incomprehensibilities it</p>"),
        ("<h2>Of automatic things alphabetically</h2>", "<h2>Of automatic things alphabetically</h2>"),
    ],
)  # fmt: skip
def test_where_the_end_of_a_paragraph_is_kept_together(body: str, made: str) -> None:
    assert marked(body) == made


def test_a_note_after_the_last_word_stands_elsewhere() -> None:
    text = marked('<p>They spoke of hyphenation.<span class="note">A note of many words</span></p>')
    assert "<span .ending>hyphenation.</span><span .note>" in text


@pytest.mark.parametrize("language", ["zh-Hans", "ja", "ko", "th"])
def test_scripts_that_break_by_other_rules_are_left_alone(language: str) -> None:
    assert "span" not in marked("<p>See also automatically</p>", language)
    assert "span" not in marked(f'<p lang="{language}">See also automatically</p>')


def test_a_paragraph_of_another_language_inside_is_judged_by_its_own() -> None:
    assert "ending" in marked('<blockquote lang="en"><p>See automatically</p></blockquote>', "zh")
