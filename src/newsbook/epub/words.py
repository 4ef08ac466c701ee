"""From the facts about a book's accessibility to a sentence or two in its language."""

from __future__ import annotations

from newsbook.epub.accessibility import Facts

__all__ = ["summary"]

_KEYS = ("base", "described", "undescribed", "formulas", "readings", "pages")
_WORDS = {
    "en": (
        "Reflowable text with headings and a table of contents; every passage states its language.",
        "Every picture has a text alternative.",
        "Some pictures have no text alternative.",
        "Formulas are given as MathML.",
        "Readings of characters are given as ruby.",
        "The page numbers of the print edition are marked.",
    ),
    "de": (
        "Fließtext mit Überschriften und Inhaltsverzeichnis; jede Passage nennt ihre Sprache.",
        "Alle Bilder haben einen Alternativtext.",
        "Einige Bilder haben keinen Alternativtext.",
        "Formeln liegen als MathML vor.",
        "Lesungen von Schriftzeichen stehen als Ruby.",
        "Die Seitenzahlen der Druckausgabe sind ausgezeichnet.",
    ),
    "fr": (
        "Texte recomposable avec titres et table des matières ; chaque passage indique sa langue.",
        "Chaque image a une alternative textuelle.",
        "Certaines images n’ont pas d’alternative textuelle.",
        "Les formules sont en MathML.",
        "La lecture des caractères est donnée en ruby.",
        "Les numéros de page de l’édition imprimée sont indiqués.",
    ),
    "es": (
        "Texto adaptable con títulos y tabla de contenido; cada pasaje indica su idioma.",
        "Todas las imágenes tienen una alternativa textual.",
        "Algunas imágenes no tienen alternativa textual.",
        "Las fórmulas están en MathML.",
        "La lectura de los caracteres se da en ruby.",
        "Los números de página de la edición impresa están marcados.",
    ),
    "ru": (
        "Перекомпонуемый текст с заголовками и оглавлением; язык каждого фрагмента указан.",
        "У каждого изображения есть текстовое описание.",
        "У некоторых изображений нет текстового описания.",
        "Формулы даны в MathML.",
        "Чтение иероглифов дано в виде ruby.",
        "Номера страниц печатного издания отмечены.",
    ),
    "tr": (
        "Başlıkları ve içindekiler tablosu olan akışkan metin; her bölümün dili belirtilmiştir.",
        "Her görselin metin karşılığı vardır.",
        "Bazı görsellerin metin karşılığı yoktur.",
        "Formüller MathML olarak verilmiştir.",
        "Karakterlerin okunuşu ruby ile verilmiştir.",
        "Basılı baskının sayfa numaraları işaretlenmiştir.",
    ),
    "az": (
        "Başlıqları və mündəricatı olan, ekrana uyğunlaşan mətn; hər parçanın dili göstərilib.",
        "Hər şəklin mətn təsviri var.",
        "Bəzi şəkillərin mətn təsviri yoxdur.",
        "Düsturlar MathML ilə verilib.",
        "Heroqliflərin oxunuşu ruby ilə verilib.",
        "Çap nəşrinin səhifə nömrələri qeyd olunub.",
    ),
    "zh-Hans": (
        "可重排文本，设有标题和目录；每段文字均标明语言。",
        "所有图片均有替代文本。",
        "部分图片没有替代文本。",
        "公式以 MathML 提供。",
        "汉字读音以注音（ruby）标注。",
        "标有印刷版页码。",
    ),
    "zh-Hant": (
        "可重排文字，設有標題和目次；每段文字均標明語言。",
        "所有圖片均有替代文字。",
        "部分圖片沒有替代文字。",
        "公式以 MathML 提供。",
        "漢字讀音以注音（ruby）標示。",
        "標有印刷版頁碼。",
    ),
    "ja": (
        "見出しと目次を備えたリフロー型テキストで、各部分に言語が指定されています。",
        "すべての画像に代替テキストがあります。",
        "一部の画像に代替テキストがありません。",
        "数式は MathML で記述されています。",
        "文字の読みはルビで示されています。",
        "印刷版のページ番号が示されています。",
    ),
    "ko": (
        "제목과 차례를 갖춘 리플로우 텍스트이며, 모든 부분에 언어가 표시되어 있습니다.",
        "모든 그림에 대체 텍스트가 있습니다.",
        "일부 그림에는 대체 텍스트가 없습니다.",
        "수식은 MathML로 제공됩니다.",
        "글자의 읽기는 루비로 표시되어 있습니다.",
        "인쇄본의 쪽 번호가 표시되어 있습니다.",
    ),
}
_CHINESE = {"TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant"}


def _match(language: str) -> str:
    """The table's language for a BCP 47 tag; English when there is none."""
    subtags = language.split("-")
    if subtags[0] == "zh":
        if "Hant" in subtags:
            return "zh-Hant"
        return next((_CHINESE[part] for part in subtags if part in _CHINESE), "zh-Hans")
    return subtags[0] if subtags[0] in _WORDS else "en"


def summary(facts: Facts, *, paged: bool, language: str) -> tuple[str, str]:
    """Return the accessibility summary and the language it is in."""
    chosen = _match(language)
    words = dict(zip(_KEYS, _WORDS[chosen], strict=True))
    said = [words["base"]]
    if facts.pictures:
        said.append(words["undescribed" if facts.undescribed else "described"])
    if facts.formulas:
        said.append(words["formulas"])
    if facts.rubies:
        said.append(words["readings"])
    if paged:
        said.append(words["pages"])
    separator = "" if chosen in ("zh-Hans", "zh-Hant", "ja") else " "
    return separator.join(said), chosen
