"""From text and the language around it to runs of one language each.

Han characters say least about themselves: kana makes a run Japanese, Hangul Korean, bopomofo
Traditional Chinese; otherwise the language around it decides when it is Chinese, Japanese or
Korean; otherwise the repertoires of three old national standards do (see `repertoires`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsbook.typography.pinyin import is_toned, pinyin_spans
from newsbook.typography.repertoires import repertoires
from newsbook.typography.tags import is_cjk, primary, script

__all__ = ["Run", "han_language", "holds_cjk", "segment"]

_HAN = (
    "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_KANA = "\u3041-\u3096\u3099-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc"
_BOPOMOFO = "\u3105-\u312f\u31a0-\u31bf"
_MARKS = (
    "\u3000-\u3004\u3006\u3008-\u3020\u302a-\u3037\u303c-\u303f\u30fb\ufe30-\ufe4f\uff01-\uff60"
    "\uffe0-\uffe6"
)
_STRONG = re.compile(f"[{_HAN}{_KANA}{_HANGUL}{_BOPOMOFO}]")
_IS_KANA, _IS_HANGUL, _IS_BOPOMOFO = (re.compile(f"[{s}]") for s in (_KANA, _HANGUL, _BOPOMOFO))
_ANY = f"[{_HAN}{_KANA}{_HANGUL}{_BOPOMOFO}{_MARKS}]"
_CJK_RUN = re.compile(
    f"{_ANY}(?:{_ANY}|[,;:!?·—…“”‘’]+(?={_ANY})|(?<=[{_HANGUL}]) (?=[{_HANGUL}]))*"
)
_LATIN = "A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1fff"
_LATIN_RUN = re.compile(
    f"[0-9{_LATIN}\u0370-\u052f$€£¥₼₽₩#@&+%‰°]"
    f"(?:[0-9{_LATIN}\u0300-\u036f\u0370-\u052f$€£¥₼₽₩#@&+%‰°./:_~=?'’,–-]"
    f"|[ ](?=[0-9{_LATIN}\u0370-\u052f]))*"
)

_FOREIGN_CJK = re.compile(
    f"(?<=[「『“‘《〈])(?P<quoted>[{_HAN}][{_HAN}{_MARKS}·—…]*?)(?=[」』”’》〉])"
    f"|[{_KANA}]+|[{_HANGUL}]+(?: [{_HANGUL}]+)*"
)

# Scripts other than Latin and CJK: ISO 15924 name -> letters.
_OTHERS: dict[str, str] = {
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff",
    "Hebr": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Thai": "\u0e01-\u0e5b",
    "Laoo": "\u0e81-\u0edf",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "Armn": "\u0530-\u058f\ufb13-\ufb17",
    "Khmr": "\u1780-\u17ff\u19e0-\u19ff",
    "Mymr": "\u1000-\u109f\uaa60-\uaa7f",
    "Ethi": "\u1200-\u139f\u2d80-\u2ddf",
    "Tibt": "\u0f00-\u0fff",
}
# Scripts that practically one language is written in.
_ALONE = {
    "Grek": "el", "Hebr": "he", "Thai": "th", "Laoo": "lo", "Taml": "ta", "Geor": "ka",
    "Armn": "hy", "Khmr": "km", "Tibt": "bo",
}  # fmt: skip
_OTHER_RUN = re.compile(
    "|".join(
        f"(?P<{name}>[{letters}](?:[{letters}\u0300-\u036f'’-]|[ ,.:;]+(?=[{letters}]))*)"
        for name, letters in _OTHERS.items()
    )
)
_BEYOND_LATIN = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u2d00-\u2dff\ua640-\ufeff]")
# The script a language is written in where its tag names none (CLDR likely subtags).
_LIKELY = {
    "Cyrl": "ru uk be bg mk sr kk ky mn tg tt ba cv os ab".split(),
    "Grek": ["el"],
    "Arab": "ar fa ur ps ckb sd ug".split(),
    "Hebr": ["he", "yi"],
    "Thai": ["th"],
    "Laoo": ["lo"],
    "Deva": "hi mr ne sa".split(),
    "Beng": ["bn", "as"],
    "Taml": ["ta"],
    "Geor": ["ka"],
    "Armn": ["hy"],
    "Khmr": ["km"],
    "Mymr": ["my"],
    "Ethi": ["am", "ti"],
    "Tibt": ["bo", "dz"],
}


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one language; None is the language around them."""

    text: str
    language: str | None = None


def han_language(text: str, base: str | None, default: str) -> str:
    """Return the language of the CJK run `text` inside text of language `base`."""
    if _IS_KANA.search(text):
        return "ja"
    if _IS_HANGUL.search(text):
        return "ko"
    if base is not None and is_cjk(base) and primary(base) in ("zh", "ja", "ko"):
        return base
    if _IS_BOPOMOFO.search(text):
        return "zh-Hant"
    known = repertoires()
    counts = [
        sum(c in s for c in text) for s in (known.simplified, known.traditional, known.japanese)
    ]
    if counts[2] and not any(c in known.simplified and c not in known.jis for c in text):
        return "ja"
    if counts[0] != counts[1]:
        return "zh-Hans" if counts[0] > counts[1] else "zh-Hant"
    return default


def holds_cjk(text: str) -> bool:
    """Return whether `text` has Han characters, kana, Hangul or bopomofo."""
    return not text.isascii() and _STRONG.search(text) is not None


def segment(
    text: str,
    base: str | None,
    *,
    han_default: str = "zh-Hans",
    pinyin: bool = True,
    han: bool = False,
) -> tuple[Run, ...]:
    """Return `text` as runs; joined, their texts are `text`.

    `base` is the language around it; `han_default` decides Han characters that nothing else does;
    `pinyin` looks for romanised Chinese (`zh-Latn-pinyin`), which is likelier where `han` says that
    Han characters stand elsewhere in the paragraph.
    """
    if base is not None and is_cjk(base):
        return _merged(_in_cjk(text, base, pinyin))
    if text.isascii():
        return (Run(text),) if text else ()
    han = han or _STRONG.search(text) is not None
    runs: list[Run] = []
    position = 0
    for match in _CJK_RUN.finditer(text):
        if not _STRONG.search(match[0]):
            continue
        runs += _in_alphabet(text[position : match.start()], base, han, pinyin)
        runs.append(Run(match[0], han_language(match[0], None, han_default)))
        position = match.end()
    runs += _in_alphabet(text[position:], base, han, pinyin)
    return _merged(runs)


def _in_cjk(text: str, base: str, pinyin: bool) -> list[Run]:
    """Runs of text whose surroundings are Chinese, Japanese or Korean."""
    runs: list[Run] = []
    position = 0
    for match in _LATIN_RUN.finditer(text):
        found = match[0].rstrip(".,:?'’-–~/=")
        if not re.search(f"[{_LATIN}\u0370-\u052f]", found):
            continue
        runs += _foreign_cjk(text[position : match.start()], base)
        chinese = primary(base) == "zh"
        span = next(iter(pinyin_spans(found, han=chinese)), None) if pinyin else None
        if span == (0, len(found)) or (pinyin and chinese and is_toned(found)):
            language = "zh-Latn-pinyin"
        else:
            language = _alphabet(found)
        runs.append(Run(found, language))
        position = match.start() + len(found)
    return runs + _foreign_cjk(text[position:], base)


def _alphabet(text: str) -> str:
    cyrillic = len(re.findall("[\u0400-\u052f]", text))
    greek = len(re.findall("[\u0370-\u03ff\u1f00-\u1fff]", text))
    latin = len(re.findall("[A-Za-z\u00c0-\u024f]", text))
    return "und-Cyrl" if cyrillic > max(latin, greek) else "el" if greek > latin else "und-Latn"


def _quoted_language(text: str, base: str) -> str:
    """Return the language of a quotation in Han characters inside `base`, "" for its own."""
    known = repertoires()
    only_simplified = sum(c in known.simplified for c in text)
    only_traditional = sum(c in known.traditional for c in text)
    if primary(base) == "ja":
        strange = [c for c in text if "\u4e00" <= c <= "\u9faf" and c not in known.jis]
        if not strange:
            return ""
        return "zh-Hans" if only_simplified > only_traditional else "zh-Hant"
    if primary(base) != "zh" or bool(only_simplified) == bool(only_traditional):
        return ""
    language = "zh-Hans" if only_simplified else "zh-Hant"
    own = "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(base.lower().split("-")) else "zh-Hans"
    return "" if language == own else language


def _foreign_cjk(text: str, base: str) -> list[Run]:
    """Mark kana in Chinese, Hangul in Japanese, and Han characters in quotation marks that cannot
    be of the language around them; other Han characters follow it.
    """
    runs: list[Run] = []
    position = 0
    for match in _FOREIGN_CJK.finditer(text):
        if match["quoted"]:
            language = _quoted_language(match["quoted"], base)
        else:
            language = "ja" if _IS_KANA.search(match[0]) else "ko"
        if language == primary(base) or not language:
            continue
        runs += [Run(text[position : match.start()]), Run(match[0], language)]
        position = match.end()
    return [*_other_scripts(runs, base), *_other_scripts([Run(text[position:])], base)]


def _in_alphabet(text: str, base: str | None, han: bool, pinyin: bool) -> list[Run]:
    """Runs of text without CJK characters."""
    runs: list[Run] = []
    position = 0
    for start, end in pinyin_spans(text, han=han) if pinyin else ():
        runs += [Run(text[position:start]), Run(text[start:end], "zh-Latn-pinyin")]
        position = end
    return _other_scripts([*runs, Run(text[position:])], base)


def _other_scripts(runs: list[Run], base: str | None) -> list[Run]:
    """Split runs without a language where another script begins."""
    named = script(base) or next(
        (name for name, tags in _LIKELY.items() if primary(base) in tags), ""
    )
    result: list[Run] = []
    for run in runs:
        if run.language is not None or not _BEYOND_LATIN.search(run.text):
            result.append(run)
            continue
        position = 0
        for match in () if run.text.isascii() else _OTHER_RUN.finditer(run.text):
            if match.lastgroup == named:
                continue
            result += [
                Run(run.text[position : match.start()]),
                Run(match[0], _ALONE.get(match.lastgroup or "", f"und-{match.lastgroup}")),
            ]
            position = match.end()
        result.append(Run(run.text[position:]))
    return result


def _merged(runs: list[Run]) -> tuple[Run, ...]:
    result: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if result and result[-1].language == run.language:
            result[-1] = Run(result[-1].text + run.text, run.language)
        else:
            result.append(run)
    return tuple(result)
