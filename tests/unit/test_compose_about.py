"""What an output's metadata says of an article is what the article says of itself."""

from __future__ import annotations

from newsbook.compose.about import about
from newsbook.content import Text
from newsbook.model import Article, Person, Rights


def test_what_is_known_is_told_and_nothing_else() -> None:
    article = Article(
        "pine",
        (Text("The Pine"),),
        (),
        byline=(Person("Sadig Gachayev", file_as="Gachayev, Sadig"), Person("Li Hua", "trl")),
        source="AZERTAC",
        published="2021-12-27",
        rights=Rights(holder="AZERTAC", licence="CC BY 4.0"),
        keywords=("pine",),
    )
    found = about(article, title="The Pine", byline="Sadig Gachayev", language="en")
    assert [(a["name"], a["role"], a["file_as"]) for a in found["authors"]] == [
        ("Sadig Gachayev", "aut", "Gachayev, Sadig"),
        ("Li Hua", "trl", None),
    ]
    assert found["rights"] == "© AZERTAC. CC BY 4.0"
    assert found["source"] == "AZERTAC"
    assert found["published"] == "2021-12-27"
    assert found["keywords"] == ("pine",)
    assert "url" not in found
    assert "modified" not in found


def test_a_notice_is_said_before_a_holder() -> None:
    article = Article("a", (Text("A"),), (), rights=Rights(notice="All rights", holder="X"))
    assert about(article, title="A", byline="", language="en")["rights"] == "All rights"
