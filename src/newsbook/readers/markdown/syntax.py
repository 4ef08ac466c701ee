"""From Markdown text to a tree of syntax nodes: CommonMark and the extensions of the trade.

Extensions: tables and strikethrough (GFM), footnotes, definition lists, attributes
(`{#id .class lang=zh}` after a link, picture, code, span or heading, or on a line above a block),
spans (`[text]{.smallcaps}`), containers (`::: pull-quote`), subscript and superscript, ruby
(`{汉字|hàn zì}`), formulas in TeX (`$x^2$`, `$$...$$`) and emphasis that works in CJK text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from newsbook.readers.markdown.cjk import CjkInline

__all__ = [
    "CONTAINER",
    "FORMULA",
    "FORMULA_BLOCK",
    "MAX_NESTING",
    "RUBY",
    "attributes_at_end",
    "parse_document",
    "parse_line",
]

CONTAINER = "container_block"
RUBY = "ruby"
FORMULA, FORMULA_BLOCK = "formula", "formula_block"
MAX_NESTING = 60
_MOST_LINES = 200

_RUBY = re.compile(r"\{([^{}|\n]{1,80})\|([^{}\n]{1,200})\}")
_TRAILING = re.compile(r"(?<!\s)\s*(\{\s*(?:[#.][^\s{}]|[\w-]+=)[^{}\n]*\})\s*$")


def _ruby_rule(state: StateInline, silent: bool) -> bool:
    """Read `{base|reading}` and `{base|reading|reading}` (Denden Markdown's form)."""
    if state.src[state.pos] != "{":
        return False
    match = _RUBY.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push(RUBY, "", 0)
        token.content = match[1]
        token.meta = {"readings": match[2].split("|")}
    state.pos = match.end()
    return True


# Stands for the bar of a ruby while a row is cut into cells (a noncharacter: no text has it).
_BAR = "\ufdd0"


def _table_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a table in whose cells `{base|reading}` may stand."""
    source = state.src
    if "{" not in source or "|" not in source:
        return table(state, first, last, silent)
    made = len(state.tokens)
    state.src = _RUBY.sub(lambda match: match[0].replace("|", _BAR), source)
    try:
        return table(state, first, last, silent)
    finally:
        state.src = source
        for token in state.tokens[made:]:
            token.content = token.content.replace(_BAR, "|")


_FORMULA = re.compile(
    r"\$\$(?P<display>[^$]++)\$\$|\$(?=\S)(?P<line>[^$\n]*+)(?<=\S)\$(?![0-9A-Za-z])"
)
_TEX = re.compile(r"[\\^_{]")


def _formula_rule(state: StateInline, silent: bool) -> bool:
    """Read `$$...$$`, and `$...$` where something inside can only be TeX (money is text)."""
    if state.src[state.pos] != "$":
        return False
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if match is None or (before.isascii() and before.isalnum()):
        return False
    if match["display"] is None and _TEX.search(match["line"]) is None:
        return False
    if not silent:
        token = state.push(FORMULA, "", 0)
        token.content = match[0].strip("$").strip()
        token.meta = {"display": match["display"] is not None}
    state.pos = match.end()
    return True


_FENCE = re.compile(r"\$\$(?P<first>[^$]*)")


def _formula_block_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a formula of several lines between `$$` and `$$`, whatever its lines begin with."""
    if state.is_code_block(first):
        return False

    def line(number: int) -> str:
        return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]

    opening = _FENCE.fullmatch(line(first).rstrip())
    if opening is None:
        return False
    found = [opening["first"]]
    for number in range(first + 1, min(last, first + _MOST_LINES)):
        text = line(number).rstrip()
        if state.sCount[number] < state.blkIndent or "$" in text.removesuffix("$$"):
            return False
        found.append(text.removesuffix("$$"))
        if text.endswith("$$"):
            break
    else:
        return False
    if not silent:
        token = state.push(FORMULA_BLOCK, "math", 0)
        token.content, token.map = "\n".join(found).strip(), [first, number + 1]
        state.line = number + 1
    return True


_CALL = re.compile(r"\[\^[^\s\]]{1,200}\]")


def _note_call_rule(state: StateInline, silent: bool) -> bool:
    """Read `[^label]`, of labels as long as people write: others are looked for without end."""
    found = _CALL.match(state.src, state.pos, state.posMax) is not None
    return found and footnote_ref(state, silent, always_match=True)


def _liquid_rule(state: StateInline, silent: bool) -> bool:
    """Read `{%` as text: as attributes it would be a comment, and vanish."""
    if not state.src.startswith("{%", state.pos):
        return False
    if not silent:
        state.pending += "{%"
    state.pos += 2
    return True


def _liquid_line_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read a line that begins with `{%` as the beginning of a paragraph."""
    if not state.src.startswith("{%", state.bMarks[first] + state.tShift[first]):
        return False
    return silent or paragraph(state, first, last, silent)


def attributes_at_end(text: str) -> tuple[str, dict[str, str]]:
    """Return `text` without `{#id .class key=value}` at its end, and those attributes."""
    match = _TRAILING.search(text)
    if match is None:
        return text, {}
    try:
        _, attributes = parse(match[1])
    except ParseError:
        return text, {}
    return text[: match.start()], {key: str(value) for key, value in attributes.items()}


def _heading_rule(state: StateCore) -> None:
    """Give headings the attributes that stand at the end of their line."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if before.type == "heading_open" and token.type == "inline":
            token.content, attributes = attributes_at_end(token.content)
            before.attrs.update(attributes)


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    md.inline = CjkInline()
    md.configure("commonmark", {"maxNesting": MAX_NESTING})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    md.inline.ruler.at("footnote_ref", _note_call_rule)
    md.use(deflist_plugin).use(sub_plugin).use(superscript_plugin)
    md.use(attrs_plugin, spans=True).use(attrs_block_plugin)
    md.use(container_plugin, "block", validate=lambda info, _: bool(info.strip()))
    md.inline.ruler.before("link", RUBY, _ruby_rule)
    md.inline.ruler.before("attr", "liquid", _liquid_rule)
    md.block.ruler.before("attr", "liquid", _liquid_line_rule)
    md.inline.ruler.before("escape", FORMULA, _formula_rule)
    md.block.ruler.before(
        "code",
        FORMULA_BLOCK,
        _formula_block_rule,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    md.block.ruler.at("table", _table_rule, {"alt": ["paragraph", "reference"]})
    md.core.ruler.after("block", "heading_attributes", _heading_rule)
    return md


def parse_document(text: str) -> tuple[SyntaxTreeNode, Mapping[str, Any]]:
    """Return the tree of `text`, and the environment with its notes in line (`^[...]`)."""
    environment: dict[str, Any] = {}
    return SyntaxTreeNode(_parser().parse(text, environment)), environment


def parse_line(text: str) -> tuple[list[Token], Mapping[str, Any]]:
    """Return the inline tokens of `text` (a title, a caption), and the environment."""
    environment: dict[str, Any] = {}
    tokens = _parser().parseInline(text, environment)
    return tokens[0].children or [], environment
