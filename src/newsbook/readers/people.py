"""From a byline as printed to the people it names, their roles and what they belong to.

Roles are MARC relator codes (https://www.loc.gov/marc/relators/relacode.html). A byline that fits
no rule is one person named by the whole text: nothing of it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from newsbook.model import Person
from newsbook.readers.agencies import AGENCIES, CJK_AGENCIES

__all__ = ["is_affiliation", "looks_like_names", "people", "split_names"]

# What stands before the names of a role, in the order in which the patterns are tried.
_ROLES: tuple[tuple[str, str], ...] = (
    ("ctb", r"(?:with reporting|(?:with )?additional reporting) (?:also )?by"),
    ("ctb", r"contributions? (?:by|from)"),
    ("edt", r"(?:edited|editing) by|redaktion:|責任編集|责任编辑|責任編輯|责编|编辑|編輯|編集"),
    ("trl", r"translat(?:ed|ion|or)s?(?: by)?:?|übersetz(?:ung|t von):?|traduction:|перевод:?"),
    ("trl", r"翻译|翻譯|译者|訳"),
    ("pht", r"(?:photo(?:s|graph(?:s|y|er)?)?|pictures|images)(?: by|:)|fotos?(?: von)?:"),
    ("pht", r"photos? de|фото:?|摄影|攝影|撮影|写真|사진"),
    ("ill", r"(?:illustrat(?:ed|ions?|or)|graphics?|drawings?)(?: by|:)|插画|插圖|イラスト"),
    ("aut", r"(?:story|text|words|written|report(?:ed|ing)?|writing|posted|analysis) by"),
    ("aut", r"(?:opinion|commentary) by|by|von|par|por|di|av|door|автор(?:ы)?:?|автор статьи:?"),
    ("aut", r"müəllif(?:lər)?:?|yazar:?|yazan:?|text:|autor(?:en)?:|auteur:|authors?:"),
    (
        "aut",
        rf"(?:{'|'.join(CJK_AGENCIES)}|特约|特約|驻\S{{1,6}})?(?:记者|記者)|文[／/|｜:：]|撰文|作者",
    ),
    ("aut", r"文・|글|취재"),
)
_LABEL = re.compile("|".join(f"(?P<r{i}>{p})" for i, (_, p) in enumerate(_ROLES)), re.IGNORECASE)
# A middle dot joins the parts of a foreign name in Chinese, and in Japanese those in katakana.
_HAN, _KATAKANA = "[\u3400-\u9fff]", "[\u30a1-\u30fa\u30fc]"
_DOT = f"(?<!{_HAN})·|·(?!{_HAN})|(?<!{_KATAKANA})・|・(?!{_KATAKANA})"
_AND = re.compile(
    r"\s+(?:and|und|et|y|e|og|och|en|i|и|та|və|ve|dan|&|\+)\s+|\s*[、／/＆]\s*|\s*&\s*"
    rf"|\s*(?:{_DOT})\s*"
)
_MAIL = re.compile(
    r"\s*[<(\[]?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)\]]?|\s*[(\[]?(?<!\w)@\w{2,30}[)\]]?"
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]")
_KOREAN_TITLE = re.compile(r"\s*(?:선임기자|전문기자|인턴기자|특파원|기자|앵커)$")
_CJK_TITLE = re.compile(r"(?:记者|記者|報導|报道|報道|摄|攝|文|撰)$")
_IN_PLACE = re.compile(r"^(?P<name>.+?)\s+in\s+(?P<place>[A-Z][\w .’'-]+)$")
_INITIAL = r"[^\W\d_a-zß-ÿа-яё]"  # the first letter of a name in a cased script
_NAME = re.compile(
    rf"(?:(?:(?:de|del|della|di|da|dos|du|van|von|der|den|bin|ibn|al|el|la|le|ter|ten)[ -])*"
    rf"(?:[dl]['’])?{_INITIAL}[\w’'ʼ.-]*(?:\s+|$)){{1,6}}"
)
_ORGANISATION = re.compile(
    r"\b(?:ph\.?\s?d|m\.?a|m\.?d|mba|llm|jd|dr|prof(?:essor)?|univers\w+|institut\w*|college|"
    r"school|academy|center|centre|ministry|office|council|agency|press|news|times|post|writer|"
    r"correspondent|reporter|editor|columnist|journalist|analyst|fellow|director|chair\w*|"
    r"minister|ambassador|president|member|doctor|candidate|staff|bureau|company|corp\w*|inc|ltd|"
    r"associated|reuters|bloomberg|xinhua|afp|ap|dpa|apa|efe|ansa|tass|redaktion|korrespondent\w*|"
    r"редактор|корреспондент|корр|университет|институт|директор|universitet\w*|institutu|"
    r"dosent|professor|редакция|special to|for the|contributing|founder|ceo|author of)\b"
    r"|大学|大學|研究|学院|學院|教授|通信|新聞|新闻|日报|報社|대학|교수|연구",
    re.IGNORECASE,
)

_DESK = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4})+")  # marks of those who handled a story: daa/mt/msr
_BODY = re.compile(
    r"The\s|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}$"
)  # begins what is no person, or ends it


def _is_body(text: str) -> bool:
    """Whether a part after a name is an agency, a site or `The ...` rather than another name."""
    return _BODY.match(text) is not None or text.split(" ")[0] in AGENCIES


def split_names(text: str) -> list[str]:
    """Return the names in what is said to be names: parted at `and` where each has two words."""
    parts = [part.strip() for part in _AND.split(text)]
    return parts if all(len(part.split()) > 1 for part in parts) else [text]


def is_affiliation(text: str) -> bool:
    """Whether `text` says what a person is or belongs to rather than who it is."""
    return bool(_ORGANISATION.search(text)) or any(c.isdigit() for c in text) or text[:1].islower()


def looks_like_names(text: str) -> bool:
    """Whether `text` is one or more personal names (each perhaps with a place) and nothing else."""
    parts = [part.strip(" .,") for part in _AND.split(text.strip(" ,"))]
    return bool(parts) and all(part and _is_name(part) for part in parts)


def _is_name(text: str) -> bool:
    place = _IN_PLACE.match(text)
    name = place["name"] if place else text
    if is_affiliation(name):
        return False
    return _NAME.fullmatch(name) is not None or _is_cjk_name(name)


def _is_cjk_name(text: str) -> bool:
    letters = re.sub("[ ·・]", "", text)
    longest = 5 if letters == text.replace(" ", "") else 20
    return bool(_CJK.match(letters)) and 2 <= len(letters) <= longest and letters.isalpha()


def _split_outside_brackets(text: str) -> list[str]:
    """Split at commas that are not inside brackets."""
    parts, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character in "(（[":
            depth += 1
        elif character in ")）]":
            depth = max(0, depth - 1)
        elif character in ",，" and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def _labelled(text: str) -> tuple[str, str | None, bool]:
    """Return `text` without the label before it, the label's role, and whether the label is in
    Chinese, Japanese or Korean.
    """
    match = _LABEL.match(text)
    if match is None or match[0] in ("Di", "DI"):
        return text, None, False
    rest = text[match.end() :]
    if match[0][-1].isalpha() and rest[:1].isalpha() and not _CJK.match(rest):
        return text, None, False  # `Byron` begins with `by`
    rest = rest.lstrip(" :：／/|｜\t")
    if not rest:
        return text, None, False
    index = int(next(name[1:] for name, value in match.groupdict().items() if value))
    return rest, _ROLES[index][0], bool(_CJK.match(match[0]))


def _named(text: str) -> tuple[str, str | None]:
    """Return the name in `text` and the affiliation in brackets or the place after `in`."""
    text = _KOREAN_TITLE.sub("", text)
    if _CJK.match(text) and len(text) > 2:
        text = _CJK_TITLE.sub("", text) or text
    bracket = re.fullmatch(r"([^()（）]+?)\s*[(（]([^()（）]+)[)）]", text)
    if bracket:
        return bracket[1].strip(), bracket[2].strip()
    place = _IN_PLACE.match(text)
    if place and _is_name(text):
        return place["name"], place["place"]
    return text.strip(), None


def _names(text: str, *, at_spaces: bool) -> list[str]:
    """Split `text` into names: at words for `and`, and CJK names at spaces where that is usual."""
    names = [part.strip() for part in _AND.split(text) if part and part.strip()]
    split: list[str] = []
    for name in names:
        words = name.split()
        several = len(words) > 1 and all(_is_cjk_name(word) for word in words)
        split += words if several and (at_spaces or len(words) > 2) else [name]
    return split


def _affiliate(found: list[Person], affiliation: str) -> list[Person]:
    """Return `found` with `affiliation` given to all who have none, else added to the last."""
    last = found[-1]
    if last.affiliation:
        return [*found[:-1], replace(last, affiliation=f"{last.affiliation}, {affiliation}")]
    return [p if p.affiliation else replace(p, affiliation=affiliation) for p in found]


def _segment(text: str, role: str) -> list[Person]:
    """Return the people of one segment."""
    found: list[Person] = []
    wide = False  # a label in Chinese, Japanese or Korean: names may be divided by spaces
    for part in _split_outside_brackets(text.strip(" ,;")):
        bare, label, is_wide = _labelled(part)
        role = label or role
        wide = wide or is_wide
        bare = re.sub(r"^(?:and|und|et|y|e|və|ve|и)\s+", "", bare)
        goes_on = bool(found and found[-1].affiliation) and " " not in bare  # `Baku, Azerbaijan`
        named = looks_like_names(bare) and not goes_on and not (found and _is_body(bare))
        if found and not named and label is None:
            found = _affiliate(found, part)
            continue
        for name in _names(bare, at_spaces=wide) if named else [bare]:
            who, affiliation = _named(name)
            if found and _is_body(who):
                found = _affiliate(found, who)
            elif who:
                found.append(Person(who, role, affiliation))
    return found


def people(text: str | Iterable[str], *, role: str = "aut") -> tuple[Person, ...]:
    """Return the people of a byline (or of several), each once, in order.

    `role` is what they are unless the byline says otherwise. E-mail addresses and handles are
    left out of the names; marks of a desk name nobody.
    """
    texts = [text] if isinstance(text, str) else list(text)
    found: dict[tuple[str, str], Person] = {}
    for one in texts:
        one = _MAIL.sub("", " ".join(one.split())).strip(" |–—-•·")
        if _DESK.fullmatch(one):
            continue
        listed: list[Person] = []
        for segment in re.split(r"\s*[;；|｜•]\s*|\s+[–—]\s+", one):
            apart = is_affiliation(segment) or _is_body(segment)
            if listed and apart and _labelled(segment)[1] is None:
                listed = _affiliate(listed, segment)
            else:
                listed += _segment(segment, role)
        for person in listed:
            found.setdefault((person.name, person.role), person)
    return tuple(found.values())
