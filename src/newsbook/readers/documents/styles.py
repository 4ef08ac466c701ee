"""From the names of paragraph styles in newsrooms, in several languages, to what they mean.

Word compares style names without regard to case. Built-in styles keep their English names inside
the file whatever the language of Word; LibreOffice and WPS write translated ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["HEADINGS", "ROLES", "heading_of", "role_of"]

# role -> names of paragraph styles; the roles of a field come out of the text.
ROLES: dict[str, tuple[str, ...]] = {
    "headline": (
        "Title", "Headline", "Hed", "Article Title", "Document Title", "标题", "大标题", "主标题",
        "標題", "文档标题", "表題", "見出し", "タイトル", "제목", "Titel", "Titre", "Título",
        "Заголовок статьи", "Название", "Başlıq", "Başlık",
        "Titolo", "Tytuł", "Konu Başlığı", "Назва", "العنوان",
    ),
    "deck": (
        "Subtitle", "Deck", "Dek", "Standfirst", "Subheadline", "Sub-headline", "Subhed",
        "副标题", "副標題", "副題", "サブタイトル", "リード", "부제", "Untertitel", "Sous-titre",
        "Chapeau", "Subtítulo", "Подзаголовок", "Altbaşlıq",
        "Standfirst Text", "Sottotitolo", "Ondertitel", "Podtytuł", "Altyazı", "Підзаголовок",
        "Vorspann", "Entradilla", "導語", "العنوان الفرعي",
    ),
    "kicker": (
        "Kicker", "Eyebrow", "Overline", "Strapline", "Rubric", "Section Label", "眉题", "眉題",
        "引题", "引題", "肩题", "肩標題", "袖見出し", "キッカー", "肩見出し", "문패", "Dachzeile",
        "Spitzmarke", "Surtitre", "Antetítulo", "Рубрика",
        "Occhiello", "Надзаголовок",
    ),
    "byline": (
        "Byline", "By-line", "By Line", "Author", "Authors", "Writer", "作者", "署名", "记者",
        "記者", "作者署名", "著者", "筆者", "執筆者", "기자", "글쓴이", "Autor", "Autorenzeile",
        "Auteur", "Signature", "Автор", "Müəllif", "Yazar", "Autore",
    ),
    "dateline": (
        "Dateline", "Date Line", "电头", "電頭", "消息头", "消息頭", "发稿地", "クレジット日付",
        "発信地", "デートライン", "발신지", "Ortsmarke", "Datumszeile", "Data", "Место и дата",
    ),
    "date": (
        "Date", "Publication Date", "Pubdate", "日期", "发布日期", "發布日期", "日付", "公開日",
        "날짜", "Datum", "Дата", "Tarix",
    ),
    "caption": (
        "Caption", "Image Caption", "Figure Caption", "Photo Caption", "Cutline", "Figure",
        "Illustration", "题注", "題注", "图片说明", "圖片說明", "图注", "圖說", "図表番号",
        "キャプション", "写真説明", "사진설명", "캡션", "Beschriftung", "Bildunterschrift",
        "Légende", "Leyenda", "Подпись", "Название объекта", "Şəkil altı",
        "Table Caption", "Table Title", "Legend", "Descripción", "Didascalia", "Legenda",
        "Bijschrift", "Resim Yazısı", "Назва об’єкта", "標號", "表题", "圖表標題",
    ),
    "credit": (
        "Credit", "Photo Credit", "Image Credit", "Picture Credit", "摄影", "攝影", "图片来源",
        "圖片來源", "摄影署名", "撮影", "写真提供", "写真クレジット", "사진출처", "Bildnachweis",
        "Crédit", "Crédito", "Фото", "Foto",
    ),
    "pull": (
        "Pull Quote", "Pullquote", "Intense Quote", "引文突出", "重点引用", "明显引用", "引用文 2",
        "抜き書き", "プルクオート", "강한 인용", "Intensives Zitat", "Citation intense",
        "PQ", "Cita destacada", "Citazione intensa", "Выделенная цитата", "鮮明引文",
    ),
    "quote": (
        "Quote", "Quotation", "Quotations", "Block Text", "Block Quotation", "引用", "引文",
        "引用文", "인용", "Zitat", "Citation", "Cita", "Цитата", "Цитата 2", "Citazione", "Citação",
        "Alıntı", "Citaat", "Cytat",
    ),
    "source": ("Source", "Source Line", "来源", "來源", "出典", "출처", "Quelle", "Источник"),
    "note": (
        "Editor's Note", "Editor’s Note", "Editors Note", "Note", "编者注", "編者註", "编者按",
        "編集者注", "편집자 주",
    ),
    "editors": ("Note to Editors", "Note to Editor", "Advisory", "编辑提示", "編集者へ"),
    "subhead": (
        "Subhead", "Crosshead", "Cross-head", "小标题", "小標題", "小見出し", "中見出し", "소제목",
        "Zwischentitel", "Intertitre",
    ),
    "body": (
        "Lead", "Lede", "Intro", "First Paragraph", "Body", "Body Text", "Normal", "正文", "导语",
        "本文", "リード文", "본문", "List Paragraph",
        "Standard", "Default", "Text Body", "Body Copy", "Text", "List", "No Spacing", "標準",
        "内文", "內文", "표준", "바탕글", "Обычный", "Normale", "Звичайний", "リスト段落",
        "列表段落", "列出段落", "清單段落", "목록 단락", "Listenabsatz", "Paragraphe de liste",
        "Párrafo de lista", "Абзац списка",
    ),
}  # fmt: skip
# Names of the heading styles, before their level.
HEADINGS = (
    "Heading", "标题", "標題", "見出し", "제목", "Überschrift", "Titre", "Título", "Titolo",
    "Заголовок", "Başlıq", "Başlık", "Nagłówek", "Kop", "Rubrik", "Overskrift",
    "Otsikko", "Nadpis", "Címsor", "Titlu", "Επικεφαλίδα", "عنوان", "العنوان", "כותרת", "Naslov",
)  # fmt: skip
_ROLE = {name.casefold(): role for role, names in ROLES.items() for name in names}
# What programs write after the name of a style, and what houses write before it.
_AFTER = re.compile(
    r"(?: (?:char|zchn|car|carattere|знак|字符|字元|\(文字\)|\(user\)|\(web\)))+$", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?!TOC |BOX |TAB )"
    r"(?:[A-Z0-9]{1,4}|(?i:article|story|news|press|newsroom|main|photo|picture)) "
)


def _spoken(style: str) -> str:
    """Return the name of a style as one says it: words, without its aliases."""
    first = re.split(r"[,;+]", style.replace("_20_", " "))[0]
    return _AFTER.sub("", " ".join(first.split()))


def _readings(style: str) -> Iterator[str]:
    """Yield the names a style may go by: its own, and those without what stands before them."""
    name = _spoken(style)
    yield name
    name = " ".join(re.split(r"[-_. ]+", name))
    yield name
    while match := _BEFORE.match(name):
        name = name[match.end() :]
        yield name


def role_of(style: str) -> str | None:
    """Return the role of a paragraph style, or None."""
    roles = (_ROLE.get(name.casefold()) for name in _readings(style))
    return next((role for role in roles if role), None)


def heading_of(style: str) -> int | None:
    """Return the level of a heading style, or None."""
    for name in _readings(style):
        match = re.fullmatch(rf"(?:{'|'.join(HEADINGS)}) ?([1-6])", name, re.IGNORECASE)
        if match:
            return int(match[1])
    return None
