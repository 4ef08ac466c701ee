"""What reading systems are told of each language: for old engines and new, with nothing twice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import tinycss2

from newsbook.checks.epub_check import check_epub
from newsbook.epub.manners import language_rules
from newsbook.fonts import bundled_catalogue
from newsbook.manifest.types import EpubOptions
from newsbook.model import Metadata
from tests.support.compositions import article_document, composition_of
from tests.support.epubs import packed

TAGS = ("en", "zh-Hans", "zh-Hant", "ja", "ko", "zh-Latn-pinyin", "und-Latn", "ar", "az")


def rules(tags: Sequence[str] = TAGS) -> dict[str, dict[str, str]]:
    """Rules outside at-rules: selector to declarations."""
    found = {}
    for rule in tinycss2.parse_stylesheet(language_rules(tags, {}), skip_whitespace=True):
        assert rule.type in ("qualified-rule", "at-rule"), rule
        if rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            assert selector not in found, "a selector stands twice"
            declarations = tinycss2.parse_declaration_list(rule.content, skip_whitespace=True)
            found[selector] = {d.name: tinycss2.serialize(d.value).strip() for d in declarations}
    return found


def test_each_language_breaks_and_indents_as_its_own() -> None:
    found = rules()
    for name in (".l-zh-hans", ".l-zh-hant", ".l-ja", ".l-ko"):
        assert found[name]["line-break"] == found[name]["-epub-line-break"] == "strict"
        assert found[name]["-epub-hyphens"] == found[name]["-webkit-hyphens"] == "none"
    assert found[".l-ko"]["-epub-word-break"] == found[".l-ko"]["word-break"] == "keep-all"
    assert "word-break" not in found[".l-ja"]
    assert found[".l-ja"]["hanging-punctuation"] == "allow-end"
    indents = {
        tag: found[f".l-{tag} .body > p, .body > p.l-{tag}"] for tag in ("zh-hans", "ja", "ko")
    }
    assert [indents[tag]["text-indent"] for tag in indents] == ["2em", "1em", "1em"]
    assert [indents[tag].get("text-align") for tag in indents] == ["justify", "justify", None]


def test_emphasis_is_dots_where_they_are_known_and_bold_elsewhere() -> None:
    css = language_rules(TAGS, {})
    assert rules()[".l-ja em, em .l-ja, em.l-ja"] == {"font-weight": "bold"}
    marked = re.findall(r"@supports [^{]*\{ \.l-ja em.*", css)
    assert len(marked) == 1
    for prefix in ("", "-epub-", "-webkit-"):
        assert f" {prefix}text-emphasis-style: filled sesame;" in marked[0]
    assert "text-emphasis-position: under right" in css
    assert rules()[".l-zh-hans, .l-zh-hans *"] == {"font-style": "normal"}


def test_a_book_in_one_alphabet_needs_none_of_it() -> None:
    assert language_rules(("en", "az", "ru"), {}) == ""
    assert language_rules(("ar",), {"ar": '"NB Naskh", serif'}).startswith(
        '.l-ar { font-family: "NB Naskh", serif; }\n'
    )
    assert rules(("ar",))[".l-ar, .l-ar *"]["letter-spacing"] == "0"


def test_old_engines_can_read_every_rule_outside_a_condition() -> None:
    assert not any(":" in selector for selector in rules())


@pytest.mark.parametrize("policy", ["auto", "always", "never"])
def test_our_own_lint_finds_nothing(policy: Any) -> None:
    documents = (
        article_document("a", "One", ['A <em><span lang="zh-Hans">松</span></em> tree.']),
        article_document("b", "松", ["苏州，“<em>念白</em>”。"], language="zh-Hans"),
        article_document("c", "椀", ["<ruby>松<rt>まつ</rt></ruby>の木"], language="ja"),
        article_document("d", "길", ["한국 사람"], language="ko"),
    )
    composition = composition_of(documents, metadata=Metadata("B", "en"), contents=None)
    epub = packed(
        replace(composition, labels={}),
        EpubOptions(embed_fonts=policy),
        catalogue=bundled_catalogue(),
    )
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        sheet = archive.read("EPUB/style/languages.css").decode()
        fonts = [name for name in archive.namelist() if "/font/" in name]
    assert ".l-zh-hans {" in sheet
    assert bool(fonts) == (policy != "never")
    codes = {f.code for f in check_epub(epub, name="b.epub")}
    assert not {code for code in codes if code.startswith(("epub-css", "epub-font", "epub-lang"))}
