"""From Chinese text to the characters that are Simplified among Traditional ones, or the reverse.

Simplified are the characters of GB 2312 that Big5 lacks. The reverse would take rare characters of
names for Traditional ones, so these are the characters of Big5 outside GB 2312 that are written
with a component which the reform simplified (they stand together in Unicode, sorted by radical), or
that are common in print.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from newsbook.checks.editorial.desk import Copy
from newsbook.diagnostics import Diagnostic
from newsbook.typography.repertoires import repertoires
from newsbook.typography.tags import primary

__all__ = ["mixed_han"]

# 糸 見 言 貝 車 金 長 門 韋 頁 風 食 馬 魚 鳥 鹵 麥 黽 齊 齒 龍 龜 in the order of Unicode.
_RADICALS = (
    (0x7CF8, 0x7E9D), (0x898B, 0x89B0), (0x8A00, 0x8B9F), (0x8C9D, 0x8D11), (0x8ECA, 0x8F61),
    (0x91D1, 0x9484), (0x9577, 0x957E), (0x9580, 0x95E7), (0x97CB, 0x97E5), (0x9801, 0x9874),
    (0x98A8, 0x98CD), (0x98DF, 0x9962), (0x99AC, 0x9A6B), (0x9B5A, 0x9C7B), (0x9CE5, 0x9E1E),
    (0x9E75, 0x9E7D), (0x9EA5, 0x9EB5), (0x9EFD, 0x9F09), (0x9F4A, 0x9F4E), (0x9F52, 0x9F7E),
    (0x9F8D, 0x9F97), (0x9F9C, 0x9F9C),
)  # fmt: skip
_COMMON = (
    "萬與專業叢東絲兩嚴喪個豐臨為麗舉義烏樂喬習鄉書買亂爭於虧雲亞產畝親褻億僅從侖倉儀們價眾優會傘偉傳傷"
    "倫偽體餘傭俠侶僥偵側僑儉債傾償儲兒兌黨蘭關興養獸內岡冊寫軍農馮衝決況凍淨準涼減湊凜幾鳳憑凱擊鑿劃劉"
    "則剛創刪別劍劑勸辦務動勵勁勞勢勛匯區醫華協單賣盧衛卻廠廳曆歷厲壓厭廁廂廈廚縣參雙發變敘疊葉號嘆嘰嚇"
    "嗎啟吳員聽嗚詠嚨響啞噸團園圍圖圓聖場壞塊堅壇壩墳墜壟壘墊塵塹牆壯聲殼壺處備復夠頭誇夾奪奮獎奧妝婦媽"
    "嫵嬌孫學寧寶實寵審憲宮寬賓寢對尋導壽將爾嘗堯層屆屬嶼歲豈崗島嶺峽嶄巔鞏幣帥師帳帶幫幹莊慶廬庫應廟龐"
    "廢開異棄張彌彎彈強歸當錄徹徑憶懺憂懷態慫憐總戀懇惡慟悅懸憫驚慘懲慣憊慚慮憤願懶戲戰戶撲執擴掃揚擾撫"
    "拋搶護報擔擬攏揀擁攔撥擇掛摯撓擋掙擠揮損撿換據擲撣攙攝攜擺搖攤撐數齋斬斷無舊時曠晝顯曉暈暫術樸機殺"
    "雜權條來楊傑極構棗棟棧標樓欖樹樣欄橋樁夢檢槍楓櫃檔櫻橫歐歡歟殘殤殲毆畢斃氈氣漢湯溝沒滬淪滄瀉潑澤潔"
    "灑窪淺漿澆濁測濟瀏渾滸濃濤澇漣滌潤澗漲澀澱淵漬漸漁瀋滲溫灣濕潰濺滾滯濫濾濱灘瀟潛瀾滅燈靈災燦爐點煉"
    "爍爛煙煩燒燭熱煥愛爺牘牽犧狀獷猶獨獅獄獵豬貓獻環現瑪璽瓊畫暢當療瘧瘋癢癥癡癮盜盞鹽監蓋盤眾睜矚矯礦"
    "碼磚確礎禮禍禪離種積稱穢穩窮竊竅竄競筆筍築篩簡籌籃類糧糞聖聞聯聰職肅腸膚腎腫脹脅膽勝腦膠臟臉膩騰興艙"
    "艦艱藝節蘆蘇蘋莖薦莊榮藥萊蓮獲瑩蔥蔣藍蕭薩藏蘊虛蟲雖蝦蝕蠶補襯襲裝裡複覺觸趕趙躍踐蹤遷過邁運還這進遠"
    "違連遲適選遜遞邏遺達邊鄧鄭鄰鬱醬釋釐鑒隊陽陰陣階際陸陳險隨隱隸難雛電霧靜韓韻顧體髒鬆鬍鬥鬧麼黃齊"
    "國後從臺爲衆裏隻麵乾係繫慾禦彙穀鹹臘薑嚮彆矇徵誌嶽剋瞭闆製髮飛滿盡腳遊週託採佈佔併僱凈刴劵"
    "勛匱卹啓啞嘩嘯嘍囑囂垻堝壘奬姦娛婁嬸屜岡峯巖廈廚強彥彫悵惱愨戧掄搗摑撈撚擠斂昇暉棲槳欽沖淒"
    "渦湧滄滲潯澗灝炤煬熾犖狹瑤瓏甌畢癤皺盧瞞碩禿稈窩箏簽粵糰縴耬脈臍艷荊菸薺蔭蝸蟬衹裊訛豎賬跡輓"
    "迴遙郵釀鈎隴雋靄鞦餘騾鹼鼕"
)
_KANA = re.compile("[\u3041-\u30ff]")


@lru_cache(maxsize=1)
def _traditional() -> frozenset[str]:
    """Return the characters that are surely Traditional."""
    reformed = {chr(p) for first, last in _RADICALS for p in range(first, last + 1)}
    return repertoires().traditional & (reformed | set(_COMMON))


def mixed_han(copy: Copy) -> Iterator[Diagnostic]:
    """Yield a warning when Chinese text of `copy` mixes Simplified and Traditional characters.

    A passage that says its own language (`zh-Hant` inside `zh-Hans`) is judged by itself; Japanese
    and Korean are left alone.
    """
    by_language: dict[str, list[str]] = {}
    own = primary(copy.language) == "zh"
    for number, run in enumerate(copy.runs()):
        if primary(run.language) == "zh" and not _KANA.search(run.text):
            # In text of another language, each quotation is judged by itself.
            by_language.setdefault(run.language if own else f"{number}", []).append(run.text)
    for texts in by_language.values():
        yield from _mixed(copy, "".join(texts))


def _mixed(copy: Copy, text: str) -> Iterator[Diagnostic]:
    kinds = repertoires().simplified, _traditional()
    few, many = (Counter(c for c in text if c in kind) for kind in kinds)
    names = ("Simplified", "Traditional")
    if few.total() > many.total():
        few, many, names = many, few, names[::-1]
    if not few:
        return
    shown = ", ".join(list(few)[:5]) + (" and others" if len(few) > 5 else "")
    first = next(n for n, c in enumerate(text) if c in few)
    around = text[max(0, first - 4) : first + 1]
    place = copy.place(around) if copy.place(around) != copy.top() else copy.place(text[first])
    yield copy.warn(
        "mixed-han",
        f"the text is in {names[1]} characters, but {shown} "
        f"{'is' if few.total() == 1 else 'are'} {names[0]}",
        place,
        "write all of it one way, or mark what is quoted with its language (zh-Hans, zh-Hant)",
    )
