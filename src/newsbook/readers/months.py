"""From the name of a month, in the languages of the wire, to its number."""

from __future__ import annotations

import unicodedata

__all__ = ["MONTHS"]

# One line a language (English, German, French, Spanish, Italian, Portuguese, Russian, Ukrainian,
# Belarusian, Azerbaijani, Turkish, Polish, Czech, Indonesian, Dutch, Swedish, Danish and Norwegian,
# Finnish, Hungarian, Romanian, Bulgarian, Kazakh, Uzbek, Greek, Arabic, Hebrew, Persian, Slovak,
# Slovene, Croatian, Serbian, Catalan, Estonian, Latvian, Malay, Albanian, Macedonian, Hindi,
# Bengali, Urdu, Thai, Lithuanian); a comma between months, a space between the forms of one month.
_NAMES = """
january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sept sep,october oct,november nov,december dec
januar jänner,februar feber,märz maerz,april,mai,juni,juli,august,september,oktober okt,november,dezember dez
janvier janv,février févr fév,mars,avril avr,mai,juin,juillet juil,août,septembre,octobre,novembre,décembre déc
enero ene,febrero,marzo,abril abr,mayo,junio,julio,agosto ago,septiembre setiembre set,octubre,noviembre,diciembre dic
gennaio gen,febbraio,marzo,aprile,maggio mag,giugno giu,luglio lug,agosto,settembre set,ottobre ott,novembre,dicembre dic
janeiro,fevereiro fev,março,abril,maio,junho,julho,agosto,setembro,outubro out,novembro,dezembro dez
января янв,февраля фев февр,марта мар,апреля апр,мая май,июня июн,июля июл,августа авг,сентября сен сент,октября окт,ноября ноя нояб,декабря дек
січня,лютого,березня,квітня,травня,червня,липня,серпня,вересня,жовтня,листопада,грудня
студзеня,лютага,сакавіка,красавіка,траўня,чэрвеня,ліпеня,жніўня,верасня,кастрычніка,лістапада,снежня
yanvar,fevral,mart,aprel,may,iyun,iyul,avqust,sentyabr,oktyabr,noyabr,dekabr
ocak,şubat,mart,nisan,mayıs,haziran,temmuz,ağustos,eylül,ekim,kasım,aralık
stycznia,lutego,marca,kwietnia,maja,czerwca,lipca,sierpnia,września,października,listopada,grudnia
ledna,února,března,dubna,května,června,července,srpna,září,října,listopadu,prosince
januari,februari,maret,april,mei,juni,juli,agustus,september,oktober,november,desember
januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december
januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december
januar,februar,marts,april,maj,juni,juli,august,september,oktober,november,december
tammikuuta,helmikuuta,maaliskuuta,huhtikuuta,toukokuuta,kesäkuuta,heinäkuuta,elokuuta,syyskuuta,lokakuuta,marraskuuta,joulukuuta
január,február,március,április,május,június,július,augusztus,szeptember,október,november,december
ianuarie,februarie,martie,aprilie,mai,iunie,iulie,august,septembrie,octombrie,noiembrie,decembrie
януари,февруари,март,април,май,юни,юли,август,септември,октомври,ноември,декември
қаңтар,ақпан,наурыз,сәуір,мамыр,маусым,шілде,тамыз,қыркүйек,қазан,қараша,желтоқсан
yanvar,fevral,mart,aprel,may,iyun,iyul,avgust,sentabr sentyabr,oktabr oktyabr,noyabr,dekabr
ιανουαρίου,φεβρουαρίου,μαρτίου,απριλίου,μαΐου,ιουνίου,ιουλίου,αυγούστου,σεπτεμβρίου,οκτωβρίου,νοεμβρίου,δεκεμβρίου
يناير,فبراير,مارس,أبريل ابريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر
ינואר,פברואר,מרץ,אפריל,מאי,יוני,יולי,אוגוסט,ספטמבר,אוקטובר,נובמבר,דצמבר
ژانویه,فوریه,مارس,آوریل,مه,ژوئن,ژوئیه,اوت,سپتامبر,اکتبر,نوامبر,دسامبر
januára,februára,marca,apríla,mája,júna,júla,augusta,septembra,októbra,novembra,decembra
januarja,februarja,marca,aprila,maja,junija,julija,avgusta,septembra,oktobra,novembra,decembra
siječnja,veljače,ožujka,travnja,svibnja,lipnja,srpnja,kolovoza,rujna,listopada,studenoga studenog,prosinca
januara јануара,februara фебруара,marta марта,aprila априла,maja маја,juna јуна,jula јула,avgusta августа,septembra септембра,oktobra октобра,novembra новембра,decembra децембра
gener,febrer,març,abril,maig,juny,juliol,agost,setembre,octubre,novembre,desembre
jaanuar,veebruar,märts,aprill,mai,juuni,juuli,august,september,oktoober,november,detsember
janvāris janvārī,februāris februārī,marts martā,aprīlis aprīlī,maijs maijā,jūnijs jūnijā,jūlijs jūlijā,augusts augustā,septembris septembrī,oktobris oktobrī,novembris novembrī,decembris decembrī
januari,februari,mac,april,mei,jun,julai,ogos,september,oktober,november,disember dis
janar,shkurt,mars,prill,maj,qershor,korrik,gusht,shtator,tetor,nëntor,dhjetor
јануари,февруари,март,април,мај,јуни,јули,август,септември,октомври,ноември,декември
जनवरी,फरवरी फ़रवरी,मार्च,अप्रैल,मई,जून,जुलाई,अगस्त,सितंबर सितम्बर,अक्टूबर अक्तूबर,नवंबर नवम्बर,दिसंबर दिसम्बर
জানুয়ারি,ফেব্রুয়ারি,মার্চ,এপ্রিল,মে,জুন,জুলাই,আগস্ট,সেপ্টেম্বর,অক্টোবর,নভেম্বর,ডিসেম্বর
جنوری,فروری,مارچ,اپریل,مئی,جون,جولائی,اگست,ستمبر,اکتوبر,نومبر,دسمبر
มกราคม ม.ค,กุมภาพันธ์ ก.พ,มีนาคม มี.ค,เมษายน เม.ย,พฤษภาคม พ.ค,มิถุนายน มิ.ย,กรกฎาคม ก.ค,สิงหาคม ส.ค,กันยายน ก.ย,ตุลาคม ต.ค,พฤศจิกายน พ.ย,ธันวาคม ธ.ค
sausio,vasario,kovo,balandžio,gegužės,birželio,liepos,rugpjūčio,rugsėjo,spalio,lapkričio,gruodžio
"""  # noqa: E501


def _table() -> dict[str, int]:
    """Return name -> number; where two languages differ, the earlier line wins."""
    table: dict[str, int] = {}
    for line in _NAMES.strip().splitlines():
        for number, forms in enumerate(line.split(","), 1):
            for form in forms.split():
                table.setdefault(unicodedata.normalize("NFC", form), number)
    return table


MONTHS: dict[str, int] = _table()
