"""From words and phrases of newspapers in many languages to the tables readers look things up in.

The lists are data: adding a language means adding a line.
"""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "FUNCTION_WORDS_BY_LANGUAGE"]

# The most frequent words of a language: prose is full of them, menus are not.
_FUNCTION = """
en the of and to in a is that for it as was with be by on not he his at are this have from or had an they which you were her all their there been has will would when who more if no out so said what up its about than into them can only other new some could time these two may then do first any my now such like our over man me even most made after also did many
de der die das und in zu den von mit ist des im für auf dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei
fr de la le et les des en un du une que est pour qui dans par sur pas plus au avec ne se ce il sont à aux a été cette ou mais ont son sa ses leur elle
es de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era
it di e il la che in un per è una non con del i da si le dei della al sono nel come più alla ha anche ma lo su gli delle dal
pt de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está
ru и в не на я что он с как это по но из у за от к о же так для был его все она было бы до или под мы быть
az və bir bu ilə üçün da də ki olan onun o isə edib olub ən sonra kimi öz daha
tr ve bir bu da de için ile olarak olan daha çok en kadar gibi sonra ancak ise olduğu
pl w i na z do się nie że jest to o jak po co za od przez oraz są dla tym
id dan yang di untuk dengan ini itu dari pada dalam akan tidak juga oleh ke adalah telah
sv och i att det som en på är av för med den till inte om ett han men var
nl de het een en van in is dat op te zijn met voor niet aan er om ook als bij maar door
cs a se v na je že s z do o k i to pro jako za by ale jsou po od který která které byl byla bylo jeho také už nebo při podle mezi
sk a sa v na je že s z do o k i to pre ako za by ale sú po od ktorý ktorá ktoré bol bola bolo jeho tiež už alebo pri podľa medzi
hu a az és hogy nem is egy ez meg volt de ha csak már el mint még kell akkor után lesz vagy azt ezt ki be fel szerint között van pedig
ro și de la în a cu o nu pe care din că pentru un este mai au fost sunt ca sau dar după prin ce se fi lui acest această între
hr i u je da se na za su od s o a ne će što kao koji koja koje iz do ili ali bio bila nakon prema
sr и у је да се на за су од с о а не ће што као који која које из до или али био била након према
bg и на да се от за в че е с не по са до като ще който която които но или при след това беше само
uk і в у на що не з до та за як це від по для про але він вона вони його її було був була також або при після
be і ў у на што не з да та за як гэта ад па для пра але ён яна яны яго было быў таксама або
el και το της του η ο να των για με από που στο στην σε τα την τον οι είναι δεν θα ότι ως μια αυτό ένα κατά
fi ja on ei että se oli hän mutta kun niin myös ovat olla kuin tai joka sen mukaan ole jo vain ollut sekä jotka voi
da og i at det er på til en af for den med som har de ikke var et der sig fra han men kan om vil ved efter også
nb og i å det er på til en av for den med som har de ikke var et seg fra han men kan om vil ved etter også
et ja on et ei see ta oli kui mis ning aga ka oma või selle kes pärast mille pole siis
lv un ir ka par no ar uz kas tika arī lai bet tas pēc kā jau vai līdz nav viņš
lt ir yra kad į su iš tai buvo ne bet kaip už apie jis po taip pat jo ar dėl per
sq dhe të e në për me që një i nga më është si do ka u nuk ky kjo
ca de la que i a el en les per amb els un una del no és al es més com
vi và của là có được trong cho không với các một những này đã người từ khi đến về ở cũng như
ar في من على أن إلى عن التي الذي هذا هذه مع كان ما لا بعد كما قد بين وقد أو ثم لم كانت خلال قال ذلك
fa و در به از که این را با است برای آن یک خود تا بر هم شد او شده می های کرد
he של את על לא הוא זה כי עם היא גם אל כל יש אך או אבל היה לפי בין
hi के में है की को से का और पर ने कि यह भी हैं एक नहीं था कहा लिए तो हो इस गया
ka და არის რომ ამ იყო არ მისი მათ ეს თუ ან რომელიც შორის შემდეგ უნდა
hy և է որ ի են այս այդ մեջ էր չի իր համար նաև հետ կամ մասին
kk және бұл мен де да үшін бір осы деп болды ол бойынша кейін сондай
uz va bu bilan uchun ham bir deb bo‘lgan u esa yil ushbu edi
sw ya na wa kwa ni katika za la kuwa hiyo huo alisema pia cha
tl ang ng sa na mga at ay ni si para kung hindi ito
"""  # noqa: E501

FUNCTION_WORDS_BY_LANGUAGE: dict[str, frozenset[str]] = {
    line.split()[0]: frozenset(line.split()[1:]) for line in _FUNCTION.strip().splitlines()
}
FUNCTION_WORDS: frozenset[str] = frozenset().union(*FUNCTION_WORDS_BY_LANGUAGE.values())
