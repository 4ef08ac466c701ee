"""From a line of a press release to whether it is for editors: a label, an end mark, their notes.

None of these lines is text for readers, and what follows a note to editors is not either.
"""

from __future__ import annotations

import re

__all__ = ["ends_copy", "is_for_editors", "is_release_label", "quoted"]

_LABEL = re.compile(
    r"(?:for\s+)?(?:immediate\s+release|release\s+immediately)|(?:news|press|media)\s+(?:release|"
    r"statement|advisory|alert)|for\s+(?:general\s+)?(?:release|publication)|(?:press|news)\s+"
    r"(?:information|note)"
    r"|(?:presse|medien)(?:mitteilung|information|meldung|erklärung|info)|zur\s+(?:sofortigen\s+)?"
    r"veröffentlichung(?:\s+frei(?:gegeben)?)?"
    r"|communiqué(?:\s+de\s+presse)?|pour\s+(?:diffusion|publication)\s+immédiate"
    r"|(?:comunicado|nota)\s+(?:de\s+(?:prensa|imprensa)|à\s+imprensa)|para\s+(?:publicación|"
    r"divulgação)\s+(?:inmediata|imediata)|comunicato\s+stampa|persbericht|pressmeddelande|"
    r"pressemelding|pressemeddelelse|lehdistötiedote|komunikat\s+prasowy|tisková\s+zpráva|"
    r"пресс-релиз|прес-реліз|для\s+немедленной\s+публикации|basın\s+(?:bülteni|açıklaması)|"
    r"mətbuat\s+(?:relizi|üçün\s+məlumat)|press-reliz"
    r"|新闻(?:稿|公报)|新聞稿|プレスリリース|報道(?:資料|発表)|보도\s?자료|بيان\s+صحفي",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"notes?\s+(?:to|for)\s+(?:the\s+)?editors?|background\s+(?:notes?\s+)?(?:for|to)\s+editors?|"
    r"hinweise?\s+(?:für|an)\s+(?:die\s+)?redaktion(?:en)?|notes?\s+aux?\s+(?:rédactions?|"
    r"rédacteurs?|journalistes)|notas?\s+(?:para|a)\s+(?:los\s+|las\s+|os\s+)?(?:editores|"
    r"redactores|redacciones|redação)|note\s+per\s+(?:la\s+redazione|i\s+giornalisti)|"
    r"примечани[ея]\s+для\s+редактор(?:а|ов)|编者注意|編集者(?:へ|の皆様へ)|편집자\s?주",
    re.IGNORECASE,
)
_END = re.compile(
    r"[-–—*\s([（]*(?:ends?|30|enditem|ende|fin|конец|son|完|완|끝|終わり|了)[-–—*\s)\]）]*",
    re.IGNORECASE,
)
_HASHES = re.compile(r"#(?:\s?#){1,2}")


LONGEST_REMARK = 160  # characters of a note to editors that a diagnostic quotes


def quoted(text: str) -> str:
    """Return as much of a note to editors as a diagnostic quotes."""
    return text if len(text) <= LONGEST_REMARK else text[:LONGEST_REMARK] + "…"


def _core(line: str) -> str:
    return " ".join(line.split()).strip("*_•|:：.-–—=[]()（） ")


def is_release_label(line: str) -> bool:
    """Whether a line says what kind of paper this is, and nothing else (`PRESS RELEASE`)."""
    return _LABEL.fullmatch(_core(line)) is not None


def is_for_editors(line: str) -> bool:
    """Whether a line is the heading of notes to editors."""
    return _NOTES.fullmatch(_core(line)) is not None


def ends_copy(line: str) -> bool:
    """Whether a line is an end mark that stands nowhere else: `-30-`, `ENDS`, `###`, `（完）`.

    A word that is also a word counts in capitals or between dashes or brackets only.
    """
    text = " ".join(line.split())
    if _HASHES.fullmatch(text):
        return True
    if not _END.fullmatch(text):
        return False
    bare = text[:1].isalnum() and text[-1:].isalnum()
    return not bare or text.lower() == "enditem" or (text.isupper() and text.isascii())
