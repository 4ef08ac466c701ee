"""From what web pages say around an article, in many languages, to patterns that recognise it."""

from __future__ import annotations

import re

__all__ = [
    "BOILERPLATE",
    "BYLINE",
    "CJK",
    "DATE_LIKE",
    "END_MARK",
    "NAME",
    "ROLE",
    "SEPARATOR",
    "TERMINAL",
]

# A short line that begins with one of these is furniture of a page, not text.
_LABELS = (
    # English
    r"share|tweet|email|print|comments?|advertisement|sponsored|"
    r"related(?: (?:stories|articles|news|content|topics|posts))?|recommended|"
    r"read (?:also|more|next)|see also|more (?:from|on|news|stories)|"
    r"most (?:read|popular|viewed)|latest(?: news)?|trending|top stories|tags?|topics?|subscribe|"
    r"newsletter|sign (?:in|up)|log ?in|follow us|you may also like|up next|next article|"
    r"previous article|leave a (?:reply|comment)|load more|view (?:all|more)|copyright|"
    r"all rights reserved|privacy policy|terms (?:of|and)|contact us|about us|cookies?|©|"
    r"don.t miss|popular (?:news|posts)|what to read next|editor.?s.? picks?|"
    r"story continues below",
)
_FOREIGN_LABELS = (
    # German, French, Spanish, Portuguese, Italian
    r"teilen|mehr zum thema|lesen sie auch|weitere (?:artikel|themen)|kommentare|anzeige|"
    r"newsletter|impressum|datenschutz|partager|à lire aussi|lire aussi|sur le même sujet|"
    r"commentaires|compartir|comparte|le puede interesar|relacionad[ao]s?|leia também|"
    r"compartilhe|condividi|leggi anche",
    # Russian, Azerbaijani, Turkish, Polish, Indonesian
    r"поделиться|читайте также|по теме|подпис(?:аться|ывайтесь)|комментарии|paylaş|paylaşın|"
    r"oxşar xəbərlər|digər xəbərlər|benzer haberler|ilgili haberler|udostępnij|czytaj też|"
    r"bagikan|baca juga",
)
_UNSPACED_LABELS = (
    # Chinese, Japanese, Korean, Arabic
    r"分享|分享到|分享至|相关(?:新闻|阅读|链接|报道)|相關(?:新聞|閱讀)|推荐阅读|热门(?:新闻|推荐)|"
    r"延伸閱讀|评论|我要评论|返回(?:首页|顶部)|版权所有|责任编辑|関連(?:記事|ニュース)|シェア|"
    r"コメント|関連リンク|無断転載|공유|관련기사|관련 뉴스|무단[ ]?전재|저작권자|مشاركة|شارك|"
    r"اقرأ أيضا|مواضيع ذات صلة",
)
BOILERPLATE = re.compile(
    rf"^\s*(?:{'|'.join(_LABELS)})\b.{{0,60}}$"
    r"|^(?:share (?:this|news|on|via)|follow us|join (?:us|our|the)|"
    r"get (?:our|the) (?:app|newsletter)|click here|download our).{0,80}$"
    r"|^.{0,40}(?:©|\(c\) ?(?:19|20)\d\d|all rights reserved).{0,120}$"
    rf"|^(?:{'|'.join(_FOREIGN_LABELS)})\b.{{0,60}}$"
    rf"|^(?:{'|'.join(_UNSPACED_LABELS)}).{{0,60}}$",
    re.IGNORECASE,
)

# How wire copy says that the story is over.
END_MARK = re.compile(
    r"^(?:[-–—]?\s*(?:ends?|30)\s*[-–—]?|#{2,3}|\*{3}|enditem|（完）|\(完\)|\(end\)|\(끝\)|"
    r"（終わり）|（了）)$",
    re.IGNORECASE,
)

# Words that say who somebody is: a short line with one of them after the text is a sign-off.
ROLE = re.compile(
    r"\b(?:ph\.?\s?d|dr|prof(?:essor)?|m\.?a\.?|mba|ambassador|correspondent|reporter|editor|"
    r"author|analyst|chair(?:man|woman)?|director|minister|member of|doctor of|candidate of|"
    r"university|institute|reporting by|editing by|writing by|written by|photo(?:s|graphs?)? by|"
    r"translated by|special (?:to|for)|staff writer|contributing|associated press)\b"
    r"|记者|記者|編集|编辑|撰稿|作者|기자|корр|автор|müəllif|yazar|@[\w.]+\.\w+",
    re.IGNORECASE,
)
_INITIAL = "[A-ZÀ-ÞĀ-ŽƏİŞĞА-Я]"
NAME = re.compile(
    rf"^(?:(?:by|von|par|por|di|автор|yazar|müəllif)\s*:?\s+)?(?:{_INITIAL}[\w’'.\-]*\s*){{1,5}}"
    rf"(?:(?:and|und|et|y|e|və|и|,|&)\s*(?:{_INITIAL}[\w’'.\-]*\s*){{1,4}})*,?$"
)
BYLINE = re.compile(
    r"^(?:by|von|par|por|di|автор|yazar)\s*:?\s+\S+|^(?:文|撰文|作者|記者|记者)[／/:：\s]",
    re.IGNORECASE,
)

DATE_LIKE = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d月\d|\d일"
)
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
TERMINAL = re.compile(r"[.!?。！？…؟।။][”\"’'»」』)\]）]*$")
SEPARATOR = re.compile("[|»›·•]")
