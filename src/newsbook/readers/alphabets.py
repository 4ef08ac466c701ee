"""From a language to the letters it is written with, most frequent first, and its old encodings.

The tables are data: adding a language means adding a line.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ALPHABETS", "ENCODINGS", "Alphabet"]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of a language beyond ASCII, most frequent first.

    `share` is the part of the letters of a text (0 to 1) that are none of ASCII; `level` is, for
    characters too many to list, an encoding and the first and the last lead byte of the frequent.
    """

    letters: str
    share: float
    level: tuple[str, int, int] | None = None

    @property
    def latin(self) -> bool:
        """Whether the language is written in letters of ASCII and some more."""
        return self.share < 1


# A language, how many in a thousand of its letters are none of ASCII, and which.
_LATIN = """
en 5 éèïüçñöáêëâíóàôû
de 20 üäößéèáàç
fr 40 éèàêçîôâûùœïëæÿ
es 25 óíáéñúüçªº¿¡
pt 40 ãçéáíóõêúâàôüªº
it 12 èàùòìéîáíºª
ca 30 àéèíóòçúïü·
nl 4 éëïèöüóáê
sv 55 äåöéàüè
da 40 æøåéäöüá
nb 30 åøæéäöòôèü
fi 60 äöåéüšž
et 50 äõüöšžé
sq 80 ëçé
is 120 íáðóöéæþúý
pl 70 ąłęóśżćńźéöü
cs 150 íáěéýřčžšůúťďňóöü
sk 130 áíéúýčžťšľôóňďäĺŕöüě
hu 110 éáóőöíüúűäë
ro 70 ăîţşâșțéáö
hr 30 šžčćđéö
sl 30 čšžćđéö
tr 120 ıüşçğöİâîû
az 150 əıüşöçğİâ
lt 80 ėšųžįąūčęöü
lv 120 āēīšņūļžčģķōŗöü
vi 280 đàáưạảộếôâêớờềủốơợiấìậúầởăọứệổựểừắịùóãụỏéữồĩòặũỉễõèẩẻẹằíẫẽẳỷýỳỹỵẵỗỡửẫẳ
"""

_WHOLE = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаинівертскдлмпуязьбгйчхжцшїюєфщґ",
    "be": "аніеортслукдвямпзыьгбчцйхўшжэюёф",
    "bg": "аоиентрсвкдлпмзгъубчщцжхяйшюфь",
    "sr": "аоиенрјтсукдвмплзбгчшжћцњљхђфџ",
    "mk": "аоеинтрсвкдлпмјузгбчшцќжхњѓфљџѕ",
    "el": "αοιετσνηυρπκμλςόίάέώήύγδχθφβξζψϊΐϋΰ",
    "he": "יוהלארתשבמםנחדעקפכגטסןזצךףץ",
    "ar": "اليمنورتبةعدسفهكقأحجشطصخإىذزئءغثضظؤآ",
    "fa": "ايرندهمتوسبشکزگلخعقفجچآپحطصژضغثذظئءأكی",
    "th": "านรอก่เง้มยัวลิดทีสตะปบุคหแจ์พช็ขใไผูซถืโณธศภึฉฟฝษญๆำฮฬฎฐฏฤฆฒฌฑฯ",
}

# The most frequent characters of languages that have thousands.
_HANS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好"
    "应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第"
    "向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及"
    "管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
    "据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采"
    "转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今"
    "集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技"
    "备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王"
)
_HANT = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而"
    "方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好"
    "應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第"
    "向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及"
    "管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被做必戰先回則任取"
    "據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採"
    "轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報鬥完類八離華名確才科張信馬節話米整空元況今"
    "集溫傳土許步群廣石記需段研界拉林律叫且究觀越織裝影算低持音眾書布復容兒須際商非驗連斷深難近臺灣北市縣"
)
_KANA = (
    "のにはをたがでてとしれさいあるかなりらもっくんうすこまーきよけつめせおそどちえわみやじびげばほへぐぶずぎ"
    "ろだふひむねごべぬぜぼざぞぐンスルトイアラリクドレシカコテタマジフロニデプメサバミパオキグエナビセムチウズ"
    "ソツブッケヤノハァィゃュゅョょェ日年国一人会本大十二月長出中事東三同時政生行五上社分間前市京者新子発経地"
    "合方場民目高定学四通力内業海区明立見入自手動関部全代体後報下対物理金当教実化外最名九戦作員家八電取百万近先"
)
_HANGUL = (
    "이다는을에의가고하를한은지사로도기서있인대자시들리정으장나아부그국보과어원수전일해구제주것성소세상만라조"
    "스비관유동동여게과경공연안선당화오모신면중개무했회진생우물합내차었며마미산재난방학음발요와위치년월말명금"
    "민트계히통적입행용강실문북간등속단결체영호반운두적까따더현할된양법업건질출책식때달려않던교본직급될르파데"
    "저작확복열품림점초표남력평심길후많없련크터레프노집청처졌갈새옛방했다권회군언론"
)

ALPHABETS: dict[str, Alphabet] = (
    {
        line.split()[0]: Alphabet(line.split()[2], int(line.split()[1]) / 1000)
        for line in _LATIN.strip().splitlines()
    }
    | {name: Alphabet(letters, 1) for name, letters in _WHOLE.items()}
    | {
        "zh-Hans": Alphabet(_HANS, 1, ("gb2312", 0xB0, 0xD7)),
        "zh-Hant": Alphabet(_HANT, 1, ("big5", 0xA4, 0xC6)),
        "ja": Alphabet(_KANA, 1, ("euc_jp", 0xB0, 0xCF)),
        "ko": Alphabet(_HANGUL, 1, ("euc_kr", 0xB0, 0xC8)),
    }
)

_WESTERN = "en de fr es pt it sv da nb fi nl ca et sq is"
_CENTRAL = "pl cs sk hu ro hr sl"

# Encodings and their languages, the most usual first, and how many bits others must be ahead of
# those of Windows and the Web: few files come from a Macintosh or from DOS.
ENCODINGS: dict[str, tuple[float, tuple[str, ...]]] = {
    name: (float(ahead), tuple(languages.split()))
    for name, ahead, languages in (
        ("windows-1252", 0, _WESTERN),
        ("windows-1250", 0, f"{_CENTRAL} sq"),
        ("windows-1251", 0, "ru uk be bg sr mk"),
        ("windows-1254", 1, "tr az"),
        ("windows-1257", 2, "lt lv et"),
        ("windows-1253", 0, "el"),
        ("windows-1255", 0, "he"),
        ("windows-1256", 0, "ar fa"),
        ("windows-1258", 4, "vi"),
        ("windows-874", 0, "th"),
        ("gb18030", 0, "zh-Hans"),
        ("big5", 0, "zh-Hant"),
        ("shift_jis", 0, "ja"),
        ("euc-jp", 0, "ja"),
        ("euc-kr", 0, "ko"),
        ("iso-8859-15", 1, _WESTERN),
        ("iso-8859-2", 1, _CENTRAL),
        ("iso-8859-13", 3, "lt lv"),
        ("iso-8859-5", 1, "ru be bg sr mk"),
        ("iso-8859-7", 1, "el"),
        ("iso-8859-6", 1, "ar"),
        ("koi8-r", 1, "ru bg"),
        ("koi8-u", 1, "uk"),
        ("macintosh", 7, "en de fr es pt it sv da nb fi nl ca"),
        ("mac-latin2", 7, "pl cs sk hu hr sl"),
        ("mac-cyrillic", 7, "ru uk be bg sr mk"),
        ("mac-greek", 7, "el"),
        ("mac-turkish", 7, "tr"),
        ("cp850", 7, "de fr es pt it sv da nb fi nl"),
        ("cp852", 7, _CENTRAL),
        ("cp857", 7, "tr"),
        ("cp866", 7, "ru be"),
        ("cp737", 7, "el"),
    )
}
