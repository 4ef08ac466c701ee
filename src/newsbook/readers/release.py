"""From a line of a release or of wire copy to whether it is for editors: a label, a remark, a mark.

None of these lines is text for readers, and what follows a note to editors is not either.
"""

from __future__ import annotations

import re

__all__ = [
    "ends_copy",
    "is_contact",
    "is_desk_remark",
    "is_for_editors",
    "is_release_label",
    "quoted",
    "without_desk_slug",
]

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
    r"примечани[ея]\s+для\s+редактор(?:а|ов)|dpa-notizblock|编者注意|編集者(?:へ|の皆様へ)|편집자\s?주",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:(?:for (?:more|further) information,?\s+)?(?:please\s+)?(?:media|press|news)?\s*contacts?"
    r"(?:\s+(?:information|details|for (?:the )?(?:media|press)))?|"
    r"(?:media|press) (?:enquiries|inquiries)|(?:presse|medien)?kontakte?|"
    r"ansprechpartner(?:in)?|contacts?\s+presse|"
    r"contactos?(?:\s+de\s+prensa)?|contatto stampa|perscontact|"
    r"контакт(?:ы|ная информация)?(?:\s+для\s+(?:сми|прессы))?"
    r"|(?:媒体|新闻|采访)联系(?:人|方式)?|お問い?合わ?せ先?|문의)(?:\s*[:：].*|\s*)",
    re.IGNORECASE,
)
# What a desk says of a take: what is new in it, what was wrong, whom to call.
_REMARK = re.compile(
    r"(?i:eds|editors|attention editors|attn\.? editors|achtung,? redaktionen)\s*[:.;—–-].*"
    r"|(?i:\((?:updat|add|correct|recast|refil|repeat|rewrit|relead|remov|delet|chang|clarif|drop|"
    r"includ)(?:e?s|e?d|ing|ies)?\b.*\)|\((?:new throughout|neu:|ergänzt|wiederholung|berichtigung)"
    r"\b.*\)|\((?:attn:|zusammenfassung).*\))"
    r"|(?:UPDATES|ADDS|CORRECTS|RECASTS|REFILES|REPEATS|CLARIFIES)[ :,].*"
    r"|\(\(.*\)\)"
)
# What names a story on the wire: words joined by hyphens, a take, a number of words.
_WORD = r"[\w'’&./]+"
_TAKE = r"(?:,\s?(?:\d{2,4}|.{0,12}\b(?:ld|lead|add|take|writethru|newsalert)\b.{0,24}))"
_SLUG_LINE = re.compile(
    rf"(?:{_WORD}-{{1,2}}){{2,}}{_WORD}{_TAKE}*|(?:{_WORD}-{{1,2}})+{_WORD}{_TAKE}+|zczc\b.{{0,40}}"
    r"|[a-z]{3}\d{4}\s\d\s\w{2,3}\s\d{2,4}\b.{0,24}|(?:[\w-]+/){1,5}",
    re.IGNORECASE,
)
# What it puts before a headline for those who follow the takes.
_SLUG = re.compile(
    r"(?:(?:UPDATE|WRAPUP|RPT|RECAST|REFILE|CORRECTED|REPEAT|ADVISORY)(?: ?\d+)?\s?[-–—:]\s?"
    r"|\((?:\d\w\w )?(?:LEAD|LD|URGENT|CORRECTED)\)\s?|◎)+(?=\S)"
)
_AFTER_HEADLINE = re.compile(r"\s=+$")  # where a headline ends, at dpa
_END = re.compile(
    r"[-–—*\s([（]*(?:ends?|30|enditem|n{4}|ende|fin|конец|son|完|완|끝|終わり|了)[-–—*\s)\]）]*",
    re.IGNORECASE,
)
# An end mark behind the last sentence; only sentences are followed by one.
_FOLLOWS = re.compile(
    r"(?<=[.!?。！？”\"»」』)）])\s*(?:(?<=\s)enditem|-0-[\w/]{0,12}|\(end\)|（完）|\(完\)|（了）|"
    r"\(끝\)|（終わり）)$",
    re.IGNORECASE,
)
_HASHES = re.compile(r"#(?:\s?#){1,2}")


LONGEST_REMARK = 160  # characters of a note to editors that a diagnostic quotes


def quoted(text: str) -> str:
    """Return as much of a note to editors as a diagnostic quotes."""
    return text if len(text) <= LONGEST_REMARK else text[:LONGEST_REMARK] + "…"


def _core(line: str) -> str:
    return " ".join(line.split()).strip("#*_•|:：.-–—=[]()（） ")


def is_release_label(line: str) -> bool:
    """Whether a line says what kind of paper this is, and nothing else (`PRESS RELEASE`)."""
    return _LABEL.fullmatch(_core(line)) is not None


def is_for_editors(line: str) -> bool:
    """Whether a line is the heading of notes to editors."""
    return _NOTES.fullmatch(_core(line)) is not None


def is_contact(line: str) -> bool:
    """Whether a line of a release says whom editors may call, or begins a list of these."""
    return len(line) <= LONGEST_REMARK and _CONTACT.fullmatch(_core(line)) is not None


def is_desk_remark(line: str) -> bool:
    """Whether a line above a story tells editors what is new in it, or whom to call."""
    return _REMARK.fullmatch(" ".join(line.split())) is not None


def is_slug(line: str) -> bool:
    """Whether a line names a story on the wire (`BC-EU--Ukraine-Grain,330`) and is no headline."""
    return _SLUG_LINE.fullmatch(line.strip()) is not None


def without_desk_slug(headline: str) -> str:
    """Return a headline without what a desk puts around it (`UPDATE 2-`, `(LEAD)`, ` =`)."""
    begun = _SLUG.match(headline)
    return _AFTER_HEADLINE.sub("", headline[begun.end() if begun else 0 :])


def split_end_mark(text: str) -> tuple[str, str]:
    """Return a paragraph without the end mark that follows its last sentence, and that mark."""
    match = _FOLLOWS.search(text)
    return (text[: match.start()].rstrip(), match[0].strip()) if match else (text, "")


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
    return not bare or text.lower() in ("enditem", "nnnn") or (text.isupper() and text.isascii())
