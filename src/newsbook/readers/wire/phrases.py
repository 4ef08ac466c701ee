"""From what web pages say around an article, in many languages, to patterns that recognise it."""

from __future__ import annotations

import re

__all__ = [
    "AD_LABEL",
    "BIOGRAPHY",
    "BOILERPLATE",
    "BYLINE",
    "CJK",
    "DATE_LIKE",
    "DISCUSSION",
    "END_MARK",
    "MACHINE_TEXT",
    "NAME",
    "NOTICE",
    "REMARK",
    "ROLE",
    "RULE",
    "SEPARATOR",
    "TERMINAL",
    "UNSPACED",
    "is_furniture",
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
    r"teilen|mehr zum thema|auch interessant|lesen sie auch|weitere (?:artikel|themen)|"
    r"kommentare|anzeige|newsletter|impressum|datenschutz|partager|à lire aussi|lire aussi|"
    r"sur le même sujet|commentaires|compartir|comparte|le puede interesar|relacionad[ao]s?|"
    r"leia também|compartilhe|condividi|leggi anche",
    # Russian, Azerbaijani, Turkish, Polish, Indonesian
    r"поделиться|читайте также|по теме|подпис(?:аться|ывайтесь)|комментарии|paylaş|paylaşın|"
    r"oxşar xəbərlər|digər xəbərlər|benzer haberler|ilgili haberler|udostępnij|czytaj też|"
    r"bagikan|baca juga",
)
_MORE_LABELS = (
    # Dutch, Swedish, Norwegian, Danish, Finnish
    r"lees (?:ook|meer)|meer over|deel dit|reageer|läs (?:också|mer)|dela artikeln|mest lästa|"
    r"les også|mest lest|del artikkelen|læs også|mest læste|lue myös|jaa artikkeli|luetuimmat|"
    # Czech, Slovak, Hungarian, Romanian, Croatian, Serbian, Slovene, Bulgarian, Greek
    r"čtěte (?:také|více)|sdílejte|nejčtenější|čítajte (?:aj|viac)|olvassa el|megosztás|"
    r"kapcsolódó|legolvasottabb|citește și|citiți și|distribuie|cele mai citite|pročitajte|"
    r"pročitaj (?:i|još)|podijeli|najčitanije|preberite tudi|прочети още|сподели|най-четени|"
    r"διαβάστε (?:επίσης|ακόμα)|κοινοποίηση|σχετικά άρθρα|"
    # Latvian, Lithuanian, Estonian, Ukrainian, Belarusian, Kazakh, Uzbek, Georgian, Armenian
    r"lasi arī|dalies|iesaki šo|lasītākie|skaitykite (?:taip pat|daugiau)|dalintis|loe (?:ka|veel)|"
    r"читайте також|поділитися|популярне|чытайце таксама|бөлісу|тағы оқыңыз|ulashish|"
    r"mavzuga oid|გააზიარე|ასევე წაიკითხეთ|կարդացեք նաև|կիսվել|"
    # Vietnamese, Malay, Filipino, Swahili
    r"chia sẻ|xem thêm|tin liên quan|bình luận|đọc thêm|kongsi|berita berkaitan|basahin din|"
    r"soma (?:pia|zaidi)",
)
_UNSPACED_LABELS = (
    # Chinese, Japanese, Korean, Arabic
    r"分享|分享到|分享至|相关(?:新闻|阅读|链接|报道)|相關(?:新聞|閱讀)|推荐阅读|热门(?:新闻|推荐)|"
    r"延伸閱讀|评论|我要评论|返回(?:首页|顶部)|版权所有|责任编辑|関連(?:記事|ニュース)|シェア|"
    r"コメント|関連リンク|無断転載|공유|관련기사|관련 뉴스|무단[ ]?전재|저작권자|مشاركة|شارك|"
    r"اقرأ أيضا|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة|"
    # Persian, Hebrew, Hindi, Bengali, Thai, Burmese, Khmer
    r"بیشتر بخوانید|اخبار مرتبط|اشتراک گذاری|קראו גם|שתפו|כתבות נוספות|यह भी पढ़ें|शेयर करें|"
    r"संबंधित खबरें|आरও পড়ুন|শেয়ার করুন|เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|แชร์|"
    r"ဆက်စပ်|မျှဝေ|អានបន្ត",
)
BOILERPLATE = re.compile(
    rf"^\s*(?:{'|'.join(_LABELS)})\b.{{0,60}}$"
    r"|^(?:share (?:this|news|on|via)|follow us|join (?:us|our|the)|"
    r"get (?:our|the) (?:app|newsletter)|click here|download our).{0,80}$"
    r"|^.{0,40}(?:©|\(c\) ?(?:19|20)\d\d|all rights reserved).{0,120}$"
    rf"|^(?:{'|'.join((*_FOREIGN_LABELS, *_MORE_LABELS))})\b.{{0,60}}$"
    rf"|^(?:{'|'.join(_UNSPACED_LABELS)}).{{0,60}}$",
    re.IGNORECASE,
)

# What stands above an advertisement, which may stand anywhere in a text.
AD_LABEL = re.compile(
    r"[-–—•|*\s]*(?:advertisements?|(?:story|article|post) continues below|anzeige|werbung|"
    r"publicité|publicidad|publicidade|pubblicità|advertentie|annons|reklama?|реклама|广告|廣告|"
    r"広告|광고|iklan|إعلان)\b.{0,40}",
    re.IGNORECASE,
)

# What a site says of who wrote a text, below it.
BIOGRAPHY = re.compile(
    r"^(?:[A-ZÀ-ÞĀ-Ž][\w’'.-]+ ){2,4}"
    r"(?:is|was|has been|currently works|works|writes|covers|joined)\b.{0,90}"
    r"\b(?:reporter|writer|editor|contributor|correspondent|columnist|journalist|blogger)\b"
)

# Sentences a site speaks in its own name: about cookies, rights, accounts and letters it sends.
_NOTICES = (
    # English
    r"(?:this (?:web)?site|we|our partners|we and our partners) uses? (?:cookies|technolog)|"
    r"cookies? (?:policy|settings|preferences|notice)|by (?:clicking|continuing|using|signing up|"
    r"subscribing|submitting|registering|creating an account)\b.{0,80}\b(?:agree|accept|consent)|"
    r"your (?:e-?mail )?address will not be published|please enable (?:javascript|cookies)|"
    r"(?:javascript|cookies) (?:is|are) (?:disabled|not enabled)|protected by recaptcha|"
    r"already (?:a )?(?:subscriber|member|have an account)|to continue reading|"
    r"you(?:.ve| have) reached your .{0,30}limit|free articles? (?:left|remaining|this month)|"
    r"(?:sign|signed) up (?:for|to) (?:our|the|receive|get)|subscribe (?:to|for|now)\b|"
    r"thank you for (?:subscribing|signing up|registering)|in your inbox|to your inbox|"
    r"unsubscribe at any time|all rights reserved|copyright (?:©|\(c\)|(?:19|20)\d\d)|"
    r"may not be (?:published, broadcast|reproduced|republished)|"
    r"(?:must|need to|have to) be (?:logged|signed) in|(?:log|sign) in to (?:comment|post|reply)|"
    r"follow us on|like us on facebook|download (?:the|our) app|"
    r"(?:have your say|what do you think)\b.{0,60}\bcomments?|support (?:our|quality|independent) "
    r"journalism|(?:receives?|earn|may receive) (?:a )?(?:commissions?|"
    r"compensation)\b.{0,60}\blinks?|"
    r"(?:hyperlink|reference|link) to .{2,40} (?:is )?(?:required|mandatory|obligatory)|"
    r"browser (?:is|does) (?:out of date|not support|no longer)|"
    r"follow (?:[\w’'.]+ ){1,5}on (?:twitter|facebook|instagram|x|threads|mastodon|bluesky)\b|"
    r"(?:views|opinions)\b.{0,60}\bdo(?:es)? not (?:necessarily )?(?:reflect|represent)|"
    r"check out more (?:articles|stories|posts|videos)|share (?:this )?with your friends|"
    r"ctrl\s*\+\s*enter",
    # German, Dutch, Scandinavian
    r"(?:diese (?:web)?seite|wir) (?:verwende[nt]|nutz(?:t|en)) cookies|alle rechte vorbehalten|"
    r"(?:newsletter|abo) (?:abonnieren|bestellen|testen)|"
    r"jetzt (?:registrieren|anmelden|abonnieren)|"
    r"nicht (?:unbedingt |notwendigerweise )?die meinung der redaktion|"
    r"bitte aktivieren sie javascript|zum weiterlesen|(?:deze site|wij) gebruik(?:t|en) cookies|"
    r"alle rechten voorbehouden|(?:vi|denna webbplats) använder (?:cookies|kakor)|"
    r"vi (?:bruker|bruger) (?:cookies|informasjonskapsler)",
    # French, Spanish, Portuguese, Italian, Romanian
    r"(?:ce site|nous) utilis(?:e|ons) des cookies|tous droits réservés|abonnez-vous|"
    r"n.engagent que leurs? auteurs?|no reflejan? necesariamente|"
    r"il vous reste .{0,20}de cet article|réservé aux abonnés|inscrivez-vous|"
    r"(?:este sitio|utilizamos|usamos) (?:web )?(?:utiliza )?(?:las )?cookies|"
    r"todos los derechos reservados|suscr[ií]bete|tu dirección de correo electrónico no será|"
    r"(?:este site|utilizamos|usamos) .{0,10}cookies|"
    r"todos os direitos reservados|assine (?:já|a|o)|"
    r"(?:questo sito|utilizziamo) .{0,10}cookie|tutti i diritti (?:sono )?riservati|"
    r"riproduzione riservata|iscriviti alla newsletter|toate drepturile rezervate",
    # Russian, Ukrainian, Azerbaijani, Turkish, Polish, Czech, Indonesian
    r"(?:мы используем|сайт использует|этот сайт использует) .{0,20}cookie|все права защищены|"
    r"подпишитесь на|подписывайтесь на|при (?:использовании|перепечатке|цитировании) материалов|"
    r"(?:гипер)?ссылка на .{2,40} обязательна|"
    r"мнение (?:редакции|авторов) (?:может )?не совпада|redaksiyanın mövqeyi|"
    r"нашли (?:ошибку|опечатку)|выделите .{0,40}нажмите|усі права захищено|підпишіться на|"
    r"bütün hüquqlar(?:ı)? qorunur|mətndə səhv|istinad (?:mütləq|zəruri|vacib|olunmalı)|"
    r"tüm hakları saklıdır|çerez(?:ler)? kullan|bültenimize|"
    r"wszelkie prawa zastrzeżone|(?:ta strona|nasza strona) .{0,20}cookies|zapisz się|"
    r"všechna práva vyhrazena|hak cipta dilindungi",
    # Chinese, Japanese, Korean, Arabic, Persian, Hebrew
    r"版权(?:所有|声明|归)|版權(?:所有|聲明)|未经(?:授权|许可|书面)|未經(?:授權|許可)|不得转载|"
    r"转载请(?:注明|联系)|免责声明|本网站?使用\s*cookie|扫(?:描|一扫).{0,12}(?:二维码|关注)|"
    r"关注.{0,10}(?:公众号|微信|微博)|下载.{0,8}(?:客户端|APP)|登录后(?:发表|可)|请登录|"
    r"文章版权|举报(?:邮箱|电话)|"
    r"無断(?:転載|複製|使用)|転載(?:を)?禁(?:止|じ)|会員(?:限定|登録)|有料会員|続きを読むには|"
    r"ログインして|クッキー(?:を使用|ポリシー)|メールマガジン|"
    r"무단\s*(?:전재|복제|배포)|재배포\s*금지|저작권자|구독(?:하기|신청)|"
    r"不代表本(?:站|网|網|平台)|"
    r"뉴스레터|로그인\s*(?:후|이 필요)|"
    r"쿠키를 사용|لا تعبر .{0,20}عن (?:رأي|آراء)|(?:إرشادات|شروط) (?:ال)?استخدام|سياسة الخصوصية|"
    r"جميع الحقوق محفوظة|ملفات تعريف الارتباط|اشترك في|"
    r"تمامی حقوق|کلیه حقوق|כל הזכויות שמורות",
)
NOTICE = re.compile("|".join(_NOTICES), re.IGNORECASE)


def is_furniture(text: str) -> bool:
    """Whether a short text is a label of furniture, or the site speaking in its own name."""
    line = text.strip()
    return BOILERPLATE.match(line) is not None or NOTICE.search(line) is not None


# Where readers begin to speak: what follows is theirs, however much like prose it looks.
DISCUSSION = re.compile(
    r"^(?:(?:reader|user|visitor|facebook|all|latest|recent|top|show|view|hide|see|add a|post a|"
    r"leave a|write a|join the|report|your|\d+)\s+)*(?:comments?|repl(?:y|ies)|responses?|"
    r"conversation|discussion)(?:\s*[(\[:]?\s*\d+\s*[)\]]?)?(?:\s+(?:displayed|total|"
    r"so far|policy|below|add (?:a|your) comments?|on this "
    r"(?:story|article|post)|to [“\"‘].*))?[.:]?$"
    r"|^\d+ (?:thoughts?|comments?|responses?) (?:on|to) .{1,120}$"
    r"|^(?:kommentare?|leserkommentare|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"комментарии|комментариев|коментарі|şərhlər|yorumlar|komentarze|komentar|komentáře)"
    r"\s*[(\[:]?\s*\d*\s*[)\]]?$"
    r"|^\d+\s+(?:kommentare?|commentaires?|réactions?|comentarios?|комментари(?:й|я|"
    r"ев)|şərh|yorum|komentarzy)$"
    r"|^(?:全部|最新|热门|精彩|网友|发表|用户)*(?:评论|評論|跟帖|留言)\s*[(（]?\s*\d*\s*[)）]?$"
    r"|^(?:コメント|댓글|의견)\s*(?:一覧|쓰기|목록)?\s*[(（]?\s*\d*\s*(?:件|개)?[)）]?$"
    r"|^(?:التعليقات|تعليقات|نظرات)\s*[(（]?\s*\d*\s*[)）]?$",
    re.IGNORECASE,
)

# Who wrote a remark, and when; several times on a page, it is a discussion.
REMARK = re.compile(
    r"^.{0,30}\b(?:posted|submitted|written|commented|added|soumis|posté|envoyé|rédigé|publicado|"
    r"enviado|escrito|geschrieben|verfasst|inserito|inviato|geplaatst)"
    r" (?:by|par|por|von|da|door)\b.{1,80}\b\d{1,2} ?[:h.] ?\d{2}\b",
    re.IGNORECASE,
)

# Code and addresses that a page's dump carries along.
MACHINE_TEXT = re.compile(
    r"<(?:a|img|div|script|iframe|span|p|br)\b[^>]*>|</\w+>|\bfunction\s*\(|\bvar \w+\s*=|"
    r"\bdocument\.\w+|\bwindow\.\w+|[{;]\s*[\w-]+\s*:\s*[^;{}]+;|\{\{.*\}\}"
)

# How wire copy says that the story is over.
END_MARK = re.compile(
    r"^(?:[-–—]?\s*(?:ends?|30)\s*[-–—]?|#(?:\s?#){1,2}|\*{3}|n{4}|-0-[\w/]{0,12}|[a-z]{2,4}(?:/[a-z]{2,4}){1,4}|={2,}\s?\w{2,20}|enditem|（完）|\(完\)|\(end\)|\(끝\)|"
    r"（終わり）|（了）)$",
    re.IGNORECASE,
)

# A line across the column, which parts a text from what is said of it.
RULE = re.compile(r"[_*=–—-]{3,}")

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
# Scripts without spaces between words and (Thai, Lao) without a mark at the end of a sentence.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Also with quotation marks, and the number of a note or the letters of a reporter in brackets.
TERMINAL = re.compile(
    r"[.!?。！？…؟।॥။។։][”\"’'»」』)\]）]*"
    r"(?:\s?(?:\([\w/ .]{1,12}\)|\[[\w ]{1,4}\]|（\w{1,8}）)){0,3}$"
)
SEPARATOR = re.compile("[|»›·•]")
