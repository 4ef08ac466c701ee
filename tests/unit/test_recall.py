"""What is remembered between builds is what would be made anew, and harms nobody when it is not."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsbook.cache import Cache
from newsbook.content import Emphasis, Note, Paragraph, Text
from newsbook.model import Article, Person
from newsbook.recall import FORGETFUL, Recall, dump, load, value_digest
from newsbook.world import World

ARTICLE = Article(
    "bridge",
    (Text("The "), Emphasis((Text("Bridge"),))),
    (Paragraph((Text("Open."), Note((Paragraph((Text("Since May."),)),)))),),
    byline=(Person("Ann Example"),),
    language="en",
)


class Steps:
    """Counts how often something is made."""

    def __init__(self, value: Any = ARTICLE) -> None:
        self.value = value
        self.count = 0

    def make(self) -> Any:
        self.count += 1
        return self.value


@dataclass(frozen=True)
class Wish:
    """A value with a set in it, like `readers.Source`."""

    names: frozenset[str]


@pytest.fixture
def recall(tmp_path: Path) -> Recall:
    return Recall(Cache(tmp_path))


def test_a_value_comes_back_as_it_was() -> None:
    assert load(dump(ARTICLE)) == ARTICLE


def test_something_is_made_once(recall: Recall) -> None:
    steps = Steps()
    assert recall.made("read", ("a", 1), steps.make) == ARTICLE
    assert recall.made("read", ("a", 1), steps.make) == ARTICLE
    assert steps.count == 1


@pytest.mark.parametrize(("name", "inputs"), [("read", ("a", 2)), ("write", ("a", 1))])
def test_other_inputs_or_another_step_are_made_anew(recall: Recall, name: str, inputs: Any) -> None:
    steps = Steps()
    recall.made("read", ("a", 1), steps.make)
    recall.made(name, inputs, steps.make)
    assert steps.count == 2


def test_without_a_store_everything_is_made_anew() -> None:
    steps = Steps()
    FORGETFUL.made("read", 1, steps.make)
    FORGETFUL.made("read", 1, steps.make)
    assert steps.count == 2


def test_equal_values_have_one_digest_whatever_parts_they_share() -> None:
    word = "".join(["brid", "ge"])
    shared = (Text(word), Text(word))
    apart = (Text("".join(["brid", "ge"])), Text("".join(["bri", "dge"])))
    assert value_digest(shared) == value_digest(apart)
    assert value_digest(shared) != value_digest((Text("bridge"),))


def test_a_digest_is_the_same_in_every_process() -> None:
    program = (
        "from tests.unit.test_recall import ARTICLE, Wish; from newsbook.recall import value_digest;"
        "print(value_digest((ARTICLE, Wish(frozenset('abcdefgh')))))"
    )
    root = Path(__file__).resolve().parents[2]
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_damage_is_as_if_nothing_were_there(recall: Recall, tmp_path: Path) -> None:
    steps = Steps()
    recall.made("read", 1, steps.make)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-3])
    assert recall.made("read", 1, steps.make) == ARTICLE
    assert steps.count == 2


class Bomb:
    def __reduce__(self) -> Any:
        return os.system, ("touch exploded",)


def test_what_a_stranger_left_in_the_cache_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for payload in (Bomb(), __import__("newsbook.jobs").jobs.Processes):
        with pytest.raises(pickle.UnpicklingError):
            load(pickle.dumps(payload))
    assert not (tmp_path / "exploded").exists()


def test_what_was_looked_at_is_looked_at_again(recall: Recall, tmp_path: Path) -> None:
    world = World(tmp_path / "project")
    world.root.mkdir()
    steps = Steps()

    def ask() -> int:
        key = recall.key("read", 1)
        if recall.find_after_looking(key, world.look) is None:
            seen = (("rules.txt", ""), ("pictures", ""))
            recall.keep_after_looking(key, steps.make(), seen, world.look)
        return steps.count

    assert [ask(), ask()] == [1, 1]
    (world.root / "rules.txt").write_text("one")
    assert [ask(), ask()] == [2, 2]
    (world.root / "rules.txt").write_text("two")
    assert [ask(), ask()] == [3, 3]
    (world.root / "pictures").mkdir()
    assert [ask(), ask()] == [4, 4]
    (world.root / "pictures" / "a.jpg").write_bytes(b"")
    assert [ask(), ask()] == [5, 5]
    (world.root / "pictures" / "a.jpg").unlink()
    assert ask() == 5, "what was known before is known still"


def test_what_is_nested_too_deeply_or_has_no_bytes_is_made_every_time(recall: Recall) -> None:
    deep: Any = Text("bottom")
    for _ in range(20_000):
        deep = Emphasis((deep,))
    for inputs, value in ((deep, 1), (lambda: None, 1), (1, deep), (2, lambda: None)):
        steps = Steps(value)
        assert recall.made("read", inputs, steps.make) is value
        assert recall.made("read", inputs, steps.make) is value
        assert steps.count == 2


def test_a_mark_stands_for_a_value(recall: Recall, tmp_path: Path) -> None:
    again = load(dump(ARTICLE.body))
    assert recall.mark(ARTICLE.body) == recall.mark(again) == Recall(Cache(tmp_path)).mark(again)
    assert recall.mark(ARTICLE.body) != recall.mark(ARTICLE.headline)
    assert FORGETFUL.mark(ARTICLE.body) is ARTICLE.body


def test_a_value_is_marked_once(recall: Recall, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = recall.mark(ARTICLE.body)
    monkeypatch.setattr("newsbook.recall.value_digest", lambda value: "another")
    assert recall.mark(ARTICLE.body) == mark
    assert recall.mark(load(dump(ARTICLE.body))) == "another"


def test_what_has_no_digest_is_never_found_by_its_mark(recall: Recall) -> None:
    steps = Steps()
    for _ in range(2):
        recall.made("read", (recall.mark(lambda: 1),), steps.make)
    assert steps.count == 2
