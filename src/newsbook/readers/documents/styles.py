"""From the names of paragraph styles in newsrooms, in several languages, to what they mean.

Word compares style names without regard to case. Built-in styles keep their English names inside
the file whatever the language of Word; LibreOffice and WPS write translated ones.
"""

from __future__ import annotations

import re

__all__ = ["HEADINGS", "ROLES", "heading_of", "role_of"]

# role -> names of paragraph styles; the roles of a field come out of the text.
ROLES: dict[str, tuple[str, ...]] = {
    "headline": (
        "Title", "Headline", "Hed", "Article Title", "Document Title", "标题", "大标题", "主标题",
        "標題", "文档标题", "表題", "見出し", "タイトル", "제목", "Titel", "Titre", "Título",
        "Заголовок статьи", "Название", "Başlıq", "Başlık",
    ),
    "deck": (
        "Subtitle", "Deck", "Dek", "Standfirst", "Subheadline", "Sub-headline", "Subhed",
        "副标题", "副標題", "副題", "サブタイトル", "リード", "부제", "Untertitel", "Sous-titre",
        "Chapeau", "Subtítulo", "Подзаголовок", "Altbaşlıq",
    ),
    "kicker": (
        "Kicker", "Eyebrow", "Overline", "Strapline", "Rubric", "Section Label", "眉题", "眉題",
        "引题", "引題", "肩题", "肩標題", "袖見出し", "キッカー", "肩見出し", "문패", "Dachzeile",
        "Spitzmarke", "Surtitre", "Antetítulo", "Рубрика",
    ),
    "byline": (
        "Byline", "By-line", "By Line", "Author", "Authors", "Writer", "作者", "署名", "记者",
        "記者", "作者署名", "著者", "筆者", "執筆者", "기자", "글쓴이", "Autor", "Autorenzeile",
        "Auteur", "Signature", "Автор", "Müəllif", "Yazar",
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
    ),
    "credit": (
        "Credit", "Photo Credit", "Image Credit", "Picture Credit", "摄影", "攝影", "图片来源",
        "圖片來源", "摄影署名", "撮影", "写真提供", "写真クレジット", "사진출처", "Bildnachweis",
        "Crédit", "Crédito", "Фото", "Foto",
    ),
    "pull": (
        "Pull Quote", "Pullquote", "Intense Quote", "引文突出", "重点引用", "明显引用", "引用文 2",
        "抜き書き", "プルクオート", "강한 인용", "Intensives Zitat", "Citation intense",
    ),
    "quote": (
        "Quote", "Quotation", "Quotations", "Block Text", "Block Quotation", "引用", "引文",
        "引用文", "인용", "Zitat", "Citation", "Cita", "Цитата",
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
    ),
}  # fmt: skip
# Names of the heading styles, before their level.
HEADINGS = (
    "Heading", "标题", "標題", "見出し", "제목", "Überschrift", "Titre", "Título", "Titolo",
    "Заголовок", "Başlıq", "Başlık", "Nagłówek", "Kop", "Rubrik", "Overskrift",
)  # fmt: skip
_ROLE = {name.casefold(): role for role, names in ROLES.items() for name in names}


def role_of(style: str) -> str | None:
    """Return the role of a paragraph style, or None."""
    return _ROLE.get(" ".join(style.replace("_20_", " ").split()).casefold())


def heading_of(style: str) -> int | None:
    """Return the level of a heading style, or None."""
    name = " ".join(style.replace("_20_", " ").split())
    match = re.fullmatch(rf"(?:{'|'.join(HEADINGS)}) ?([1-6])", name, re.IGNORECASE)
    return int(match[1]) if match else None
