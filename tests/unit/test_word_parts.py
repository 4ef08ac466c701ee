"""Every word that Word shows arrives, whatever element it stands in, or is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.content import Link, Ruby
from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support.documents import Line, docx

TEXT = "It rained in Baku, and the people of the town went out to see it with their children."
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(more: str) -> tuple[Article, list[str]]:
    world = World(root=Path("/nowhere"))
    (article,) = read_many(Source("a.docx", docx([Line("Normal", TEXT)], more=more)), world)
    return article, [d.message for d in world.diagnostics if d.code == "content-dropped"]


def field(instruction: str, shown: str) -> str:
    return f"<w:fldSimple w:instr='{instruction}'>{t(shown)}</w:fldSimple>"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (f"<w:p>{t('See ')}{field(' REF x ', 'Figure 3')}{t('.')}</w:p>", "See Figure 3."),
        (f"<w:p>{t('Table ')}{field(' SEQ Table ', '2')}</w:p>", "Table 2"),
        (f"<w:p><w:bdo w:val='rtl'>{t('turned')}</w:bdo></w:p>", "turned"),
        (f"<w:p><w:dir w:val='rtl'>{t('turned')}</w:dir></w:p>", "turned"),
        (f"<w:p>{t('A')}<w:r><w:ptab/></w:r>{t('B')}<w:r><w:cr/></w:r>{t('C')}</w:p>", "A B\nC"),
        (f"<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr>{t('I')}</w:p><w:p>{t('t fell')}</w:p>",
         "It fell"),
        (f"<w:p>{t('x')}<w:r><w:sym w:font='Symbol' w:char='F061'/></w:r></w:p>", "xα"),
        ("<w:p><w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf061\uf062</w:t></w:r></w:p>",
         "αβ"),
        (f"<w:sdt><w:sdtContent><w:p>{t('In')}<w:smartTag>{t(' it')}</w:smartTag></w:p></w:sdtContent>"
         "</w:sdt>", "In it"),
        (f"<w:p><w:r><mc:AlternateContent {MC}><mc:Choice><w:drawing><w:txbxContent><w:p>{t('Boxed')}"
         "</w:p></w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>", "Boxed"),
        (f"<w:p><w:r><mc:AlternateContent {MC}><mc:Choice><w:drawing><w:txbxContent><w:p>{t('Boxed')}"
         f"</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>"
         f"{t('Boxed')}</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
         "Boxed"),
    ],
)  # fmt: skip
def test_words_of_every_element_arrive(more: str, words: str) -> None:
    article, told = read(more)

    assert plain_text(article.body[1:]) == words
    assert told == []


def test_simple_fields_link() -> None:
    article, _ = read(f"<w:p>{field(' HYPERLINK &quot;https://x.example/&quot; ', 'there')}</w:p>")

    assert [n.href for n in walk(article.body) if isinstance(n, Link)] == ["https://x.example/"]


def test_readings_over_characters_are_kept() -> None:
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{t('kan')}</w:rt><w:rubyBase>{t('漢')}</w:rubyBase></w:ruby></w:r>"
    article, told = read(f"<w:p>{t('The ')}{ruby}{t(' people')}</w:p>")

    (found,) = (n for n in walk(article.body) if isinstance(n, Ruby))
    assert [(p.base, p.annotation) for p in found.pairs] == [("漢", "kan")]
    assert told == []


def test_words_in_elements_nobody_knows_are_told() -> None:
    article, told = read(f"<w:p>{t('Seen ')}<w:wobble>{t('in a wobble')}</w:wobble></w:p>")

    assert plain_text(article.body[1:]) == "Seen"
    assert told == ["text in an unknown element (w:wobble) was left out: 'in a wobble'"]
