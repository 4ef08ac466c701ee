"""From a name and a language to where an index files it, and under which letter.

Letters go by the alphabet of the language, as its readers expect (the orders are those of the
Unicode CLDR collations): `ç` is a letter of Azerbaijani and an accent in French. Chinese goes by
pinyin when it is Simplified, by strokes when it is Traditional (the two levels of Big5 are ordered
by strokes), Japanese kanji by the order of JIS X 0208, whose first level is by reading; a kana
reading given as the sort form is better. Scripts that are not the language's own come after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from newsbook.normalforms import normal_form
from newsbook.typography.tags import cjk_face, primary

__all__ = ["Key", "group_of", "sort_key"]

Key = tuple[tuple[tuple[int, float, str], ...], str]

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
# The alphabets whose letters are more than the plain ones, in their order.
_ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "tr": "abcçdefgğhıijklmnoöprsştuüvyz",
    "tk": "abcçdeäfghijžklmnňoöprsştuüwyýz",
    "sv": _LATIN + "åäö",
    "fi": _LATIN + "åäö",
    "da": _LATIN + "æøå",
    "nb": _LATIN + "æøå",
    "nn": _LATIN + "æøå",
    "no": _LATIN + "æøå",
    "is": "aábcdðeéfghiíjklmnoópqrstuúvwxyýzþæö",
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "eu": "abcdefghijklmnñopqrstuvwxyz",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "cs": "abcčdefghijklmnopqrřsštuvwxyzž",
    "sk": "aäbcčdefghijklmnoôpqrsštuvwxyzž",
    "sl": "abcčdefghijklmnopqrsštuvwxyzž",
    "hr": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "bs": "abcčćdđefghijklmnopqrsštuvwxyzž",
    "hu": "abcdefghijklmnoöpqrstuüvwxyz",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "lt": "abcčdefghijklmnopqrsštuvwxyzž",
    "lv": "abcčdefgģhijkķlļmnņopqrsštuvwxyzž",
    "et": "abcdefghijklmnopqrsšzžtuvwõäöüxy",
    "vi": "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz",
    "sq": "abcçdeëfghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "mn": "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
}
_SPELLED = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "ı": "i",
    "ə": "e", "ŋ": "n", "ħ": "h", "ŧ": "t", "ʼ": "", "’": "", "'": "", "ʻ": "", "‘": "",
}  # fmt: skip
_ROWS = (("あ", "お"), ("か", "ご"), ("さ", "ぞ"), ("た", "ど"), ("な", "の"), ("は", "ぽ"),
         ("ま", "も"), ("や", "よ"), ("ら", "ろ"), ("わ", "ん"))  # fmt: skip
_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_RUNS = re.compile(f"({_HAN.pattern}+)")
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "GEORGIAN", "ARMENIAN", "HEBREW", "ARABIC")
_OWN = {
    "el": "GREEK", "ka": "GEORGIAN", "hy": "ARMENIAN", "he": "HEBREW", "yi": "HEBREW",
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ru": "CYRILLIC", "uk": "CYRILLIC",
    "be": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "kk": "CYRILLIC", "ky": "CYRILLIC",
    "mn": "CYRILLIC", "mk": "CYRILLIC",
}  # fmt: skip
_DIGIT, _FIRST, _HAN_CLASS, _OTHER = 0, 1, 20, 30


def _lower(text: str, language: str) -> str:
    if primary(language) in ("az", "tr"):
        text = text.replace("I", "ı").replace("İ", "i")
    return normal_form("NFC", text.lower())


@cache
def _ranks(language: str) -> dict[str, float]:
    """Return the place of every letter the language counts as one of its own."""
    own = _ALPHABETS.get(primary(language), "")
    plain = _CYRILLIC if own[:1] == "а" else _LATIN
    ranks = {letter: float(place) for place, letter in enumerate(own or _LATIN)}
    for number, letter in enumerate(plain):  # q, w, x: after the letter before them
        if letter not in ranks:
            before = plain[number - 1] if number else ""
            ranks[letter] = ranks.get(before, 0.0) + 0.5
    return ranks


@cache
def _pinyin(run: str) -> tuple[str, ...]:
    """Return how each character of `run` is read there: 长 is cháng in 长安, zhǎng in 长老."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True))


def _code(character: str, codec: str) -> float:
    """Return the place of `character` in an ordered repertoire; what it lacks comes last."""
    try:
        return float(int.from_bytes(character.encode(codec), "big"))
    except UnicodeEncodeError:
        return 2.0**24 + ord(character)


def _han_keys(run: str, language: str) -> list[tuple[int, float, str]]:
    face = cjk_face(language)
    rank = _FIRST if primary(language) in ("zh", "ja") else _HAN_CLASS
    if face in ("JP", "TC", "HK"):
        codec = "shift_jis" if face == "JP" else "big5"
        return [(rank, _code(character, codec), "") for character in run]
    return [(rank, _ranks("en").get(sound[:1], 90.0), sound) for sound in _pinyin(run)]


def _letter_key(letter: str, language: str) -> list[tuple[int, float, str]]:
    """Return the keys of a lower-case letter: one, or several for what stands for several."""
    ranks = _ranks(language)
    if letter in ranks:
        return [(_class(letter, language), ranks[letter], "")]
    bare = normal_form("NFD", letter)[:1]
    if bare in ranks:
        return [(_class(bare, language), ranks[bare], "")]
    if letter in _SPELLED:
        return [key for part in _SPELLED[letter] for key in _letter_key(part, language)]
    return [(_class(letter, language), float(ord(bare or letter)), "")]


def _class(letter: str, language: str) -> int:
    """Return the place of the script of `letter` among the scripts: the language's own is first."""
    name = unicodedata.name(letter, "").split(" ")[0]
    if name == _OWN.get(primary(language), "LATIN"):
        return _FIRST
    return 2 + _SCRIPTS.index(name) if name in _SCRIPTS else _OTHER


def _character_keys(character: str, language: str) -> Sequence[tuple[int, float, str]]:
    if character.isdecimal():
        return [(_DIGIT, float(unicodedata.decimal(character)), "")]
    if _KANA.match(character):
        base = normal_form("NFD", _hiragana(character))[:1]
        return [(_FIRST if primary(language) == "ja" else _OTHER, float(ord(base)), "")]
    if _HANGUL.match(character):
        return [(_FIRST if primary(language) == "ko" else _OTHER, float(ord(character)), "")]
    if character.isalpha() or character in _SPELLED:
        return _letter_key(character, language)
    return []


def _hiragana(character: str) -> str:
    return chr(ord(character) - 0x60) if "\u30a1" <= character <= "\u30f6" else character


def sort_key(text: str, language: str) -> Key:
    """Return what names are sorted by in an index of `language` (a BCP 47 tag).

    Case, accents that are no letters of the language, spaces and marks count only between names
    that are otherwise the same.
    """
    lower = _lower(text, language)
    words = re.split(r"[\s,\-–—·/]+", lower)
    keys: list[tuple[int, float, str]] = []
    for word in words:
        for run in _HAN_RUNS.split(word):
            if _HAN.match(run):
                keys.extend(_han_keys(run, language))
            else:
                keys.extend(key for c in run for key in _character_keys(c, language))
        keys.append((-1, 0.0, ""))  # a word ends: shorter words come first
    return tuple(keys), text


def group_of(text: str, language: str) -> str:
    """Return what `text` is filed under: a letter, a kana row, an initial consonant, or ""."""
    first = next((c for c in _lower(text, language) if c.isalnum()), "")
    if not first:
        return ""
    if first.isdecimal():
        return "0–9"
    if _HAN.match(first):
        by_sound = primary(language) == "zh" and cjk_face(language) == "SC"
        run = next(iter(re.findall(f"{_HAN.pattern}+", text)), first)
        return _pinyin(run)[0][:1].upper() if by_sound else ""
    if _KANA.match(first):
        base = normal_form("NFC", _hiragana(first))
        return next((low for low, high in _ROWS if low <= base <= high), "")
    if _HANGUL.match(first):
        return _INITIALS[(ord(first) - 0xAC00) // 588]
    return _upper(first, language)


def _upper(first: str, language: str) -> str:
    if first not in _ranks(language):
        spelled = _SPELLED.get(first, first) or first
        bare = normal_form("NFD", spelled)[:1]
        first = bare if bare in _ranks(language) else first
    if primary(language) in ("az", "tr") and first == "i":
        return "İ"
    return first.upper()
