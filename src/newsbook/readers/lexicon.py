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
"""  # noqa: E501

FUNCTION_WORDS_BY_LANGUAGE: dict[str, frozenset[str]] = {
    line.split()[0]: frozenset(line.split()[1:]) for line in _FUNCTION.strip().splitlines()
}
FUNCTION_WORDS: frozenset[str] = frozenset().union(*FUNCTION_WORDS_BY_LANGUAGE.values())
