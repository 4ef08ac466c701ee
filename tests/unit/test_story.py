"""The same story in every format is the same article.

`python -m tests.unit.test_story` writes the table in `docs/sources.md` anew.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from newsbook.assemble import assemble
from newsbook.content import Figure
from newsbook.manifest import load
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support import story

PAGE = story.ROOT / "docs" / "sources.md"
TABLE = re.compile(r"(?<=<!-- the table -->\n\n)\|.*?(?=\n\n|\Z)", re.DOTALL)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    story.write_edition(folder)
    return folder


@pytest.mark.parametrize("form", story.FORMATS, ids=lambda form: form.file)
def test_every_format_gives_the_same_article(form: story.Kept, edition: Path) -> None:
    article, world = story.read_story(form, edition)
    found = story.told(article)

    assert {k: v for k, v in found.items() if k not in form.lost} == {
        k: v for k, v in story.STORY.items() if k not in form.lost
    }
    assert not world.diagnostics.errors
    for field in form.lost:
        assert found[field] != story.STORY[field], f"the format keeps {field} after all"


def test_the_table_says_what_was_read(edition: Path) -> None:
    written = TABLE.search(PAGE.read_text("utf-8"))
    assert written is not None
    assert written[0].strip() == story.table(edition).strip(), (
        "run: python -m tests.unit.test_story"
    )


def test_one_edition_holds_them_all(edition: Path) -> None:
    manifest = load(edition / "manifest.yml")
    world = World(root=manifest.root, timestamp=manifest.timestamp)
    book = assemble(manifest, world)

    assert [d.message for d in (*manifest.findings, *world.diagnostics.errors)] == []
    assert len(book.articles()) == len(story.FORMATS)
    assert {plain_text(a.headline) for a in book.articles()} == {story.HEADLINE}
    pictures = {
        p.source
        for a in book.articles() for b in a.body if isinstance(b, Figure) for p in b.pictures
    }  # fmt: skip
    assert pictures <= set(book.assets)
    assert len({asset.sha256 for asset in book.assets.values()}) == 1


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        story.write_edition(Path(name))
        text = PAGE.read_text("utf-8")
        PAGE.write_text(TABLE.sub(lambda _: story.table(Path(name)).strip(), text), "utf-8")


if __name__ == "__main__":
    main()
