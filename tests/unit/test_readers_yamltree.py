"""YAML becomes a tree of strings with places, and nothing in it can surprise."""

from __future__ import annotations

import pytest

from newsbook import yamltree
from newsbook.diagnostics import Location


def load(text: str) -> tuple[object, list[yamltree.Problem]]:
    problems: list[yamltree.Problem] = []
    return yamltree.plain(yamltree.parse(text, file="m.yml", report=problems.append)), problems


def test_scalars_stay_what_was_written() -> None:
    value, problems = load("a: no\nb: 1991\nc: 12:30:45\nd: 2021-02-30\ne: 0123\nf: ~\ng: '~'\n")

    assert value == {
        "a": "no", "b": "1991", "c": "12:30:45", "d": "2021-02-30", "e": "0123",
        "f": None, "g": "~",
    }  # fmt: skip
    assert problems == []


def test_every_value_knows_its_place() -> None:
    tree = yamltree.parse("标题: x\nlist:\n  - 岁寒\n", file="m.yml", report=print, line=10)

    assert isinstance(tree, yamltree.Mapping)
    items = tree.get("list")
    assert isinstance(items, yamltree.Sequence)
    assert items.items[0].where == Location("m.yml", 12, 5, 2)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "hint"),
    [
        ("a:\n\t- b", "yaml-syntax", 2, 1, "indent with spaces, not tabs"),
        ("a: @b", "yaml-syntax", 1, 4, "put a value that begins with @ between quotation marks"),
        ("a: b: c", "yaml-syntax", 1, 5, "put a value that contains ': ' between quotation marks"),
        ("a: b\n  c: d", "yaml-syntax", 2, 4, "indent this key as far as the keys it belongs to"),
        ("a: 1\nb: x\x07", "yaml-syntax", 2, 5, None),
        ("a: &x 1\nb: *x", "yaml-alias", 1, 4, "write the value out where it is used"),
        ("a: 1\na: 2", "duplicate-key", 2, 1, "keep one of the two"),
        ("a: 1\n---\nb: 2", "yaml-syntax", 2, 1, None),
        ("a: !!python/object/apply:os.system [id]", "yaml-syntax", 1, 4, "remove the tag"),
        ("[" * 100_000, "yaml-syntax", 1, 41, None),
        ("? [a]\n: 1", "yaml-syntax", 1, 3, None),
    ],
)
def test_problems_name_their_place(
    text: str, code: str, line: int, column: int, hint: str | None
) -> None:
    _, problems = load(text)

    assert [(p.code, p.where.line, p.where.column, p.hint) for p in problems] == [
        (code, line, column, hint)
    ]


def test_after_a_repeated_key_the_first_value_stands() -> None:
    value, _ = load("a: 1\na: 2\nb: 3")

    assert value == {"a": "1", "b": "3"}
