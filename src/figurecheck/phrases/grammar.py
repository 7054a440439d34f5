"""Words that say how numbers stand to each other: change, comparison, inclusion."""

from __future__ import annotations

from figurecheck.phrases.vocabulary import words_of

# What may stand between a hedge and its number.
SKIPPED = words_of(
    "mark threshold level reached reach hit отметку отметки рубеж уровень достиг достигла "
    "достигло составил составила составило a an the its their by to of at on in just only "
    "another further total record impressive nearly на в во к ко за с i il lo la le les los las "
    "l' un una der die das den dem ein eine auf um di del de des o az чем than as even уже еще "
    "ещё о всего"
)
BY = words_of("by на um o di del de of во в о con")
TO = words_of("to reaching reached reach до auf a al à do na at jusqu'à zu hasta v ke k po")
FROM = words_of("from с со от von vom da dal dai de du des z ze od desde depuis")
AND = words_of("and und e et y i и or или oder o ou lub a és & және")

INCLUDING = words_of(
    "including include includes incl whereof dont davon darunter вкл включая incluido"
)
_PART_PHRASES = (
    "of which|of them|of whom|of these|out of which|among them|в том числе|из них|"
    "из которых|в т ч|di cui|de los cuales|w tym|z tego|z toho|z čeho|y compris|"
    "соның ішінде|其 中|including|included"
)
INCLUDING_PHRASES = frozenset(tuple(words.split()) for words in _PART_PHRASES.split("|"))
COMPARED = words_of(
    "instead вместо compared comparison against versus vs than after follow following followed "
    "year-earlier сравнению против после чем gegenüber verglichen gegen nach rispetto contro "
    "contre rapport frente wobec porównaniu oproti proti салыстырғанда 比 сравнении"
)
RISE = words_of(
    "increase increased increases increasing grow grew grown grows growing growth rise rose "
    "risen rises rising jump jumped jumping surge surged surging soar soared climb climbed "
    "climbing gain gained up expand expanded expanding expansion add added higher more above "
    "boost boosted raise raised double doubled plus вырос выросла выросло выросли вырастет "
    "вырастут рос росла росли рост роста ростом растет увеличился увеличилась увеличилось "
    "увеличились увеличив увеличившись увеличение увеличением увеличен увеличить увеличится "
    "прибавил прибавила прибавили поднялся поднялась поднялось прирост приростом больше выше "
    "gestiegen stieg gewachsen wuchs zugenommen zunahme anstieg mehr cresciuto cresciuta "
    "crescita aumento aumentato aumentata augmenté augmentation hausse progressé croissance "
    "crecido creció wzrosła wzrósł wzrosły wzrosło wzrost zwiększył viac více növekedett nőtt "
    "өсті өсім артты көп 增长 增加 増"
)
FALL_NOUNS = words_of(
    "decline drop fall decrease reduction contraction slump plunge dip cut shrinkage downturn "
    "loss снижение снижения снижением падение падения падением спад спада спадом сокращение "
    "сокращения сокращением уменьшение уменьшением rückgang minus calo diminuzione flessione "
    "baisse recul diminution caída descenso spadek pokles csökkenés төмендеу"
)
FALL_VERBS = words_of(
    "decreased decreases decreasing declined declines declining dropped drops dropping fell "
    "fallen falls falling down shrank shrunk shrinking contracted contracting plunged plunging "
    "slumped slumping reduced reducing reduces slashed tumbled sank slid dipped slipped lost "
    "narrowed plummeted lowered shed dwindled снизился снизилась снизилось снизились снизив "
    "снизившись снизит снизится снижается снизили упал упала упало упали падает сократился "
    "сократилась сократилось сократились сократив сократили сократившись сократится уменьшился "
    "уменьшилась уменьшилось уменьшились уменьшив просел просела просело обвалился обвалилась "
    "рухнул рухнула потерял потеряла gesunken gefallen fiel zurückgegangen schrumpfte "
    "verringerte diminuito diminuita diminuite diminuiti calato calata calati calate sceso "
    "scesa diminué baissé chuté reculé reculant bajó cayó disminuyó spadł spadła spadło spadły "
    "zmalał zmalała klesl klesla kleslo poklesl csökkent төмендеді кеміді азайған азайды "
    "қысқарды 下降 减少 減少"
)
# After the number: "8.5 percent less", "на 5% ниже".
LESS = words_of(
    "less lower fewer smaller below down short меньше ниже weniger niedriger meno inferiore "
    "moins menos mniej méně menej kevesebb аз төмен"
)
# A verb of state ends what a verb of falling says: "fell by 5% and accounted for 30%".
STATE = words_of(
    "account accounts accounted accounting constitute constitutes constituted constituting make "
    "makes made making share stands stood represents represented amounted amounts totaled "
    "totalled equals was is were составил составила составило составили составляет приходится "
    "приходилось доля долю доле достиг достигла достигло reached"
) - {"up"}
BREAKS = words_of(", ; ( ) . : | — while whereas but and и а но und e et")

# Words that may follow a number without naming what it counts.
FUNCTION = words_of(
    "out ago later earlier so now today already alone only overall respectively worth mark "
    "early late mid despite thanks due because if then such within without among off into a an "
    "the in on at of to by for from with as per and or but while whereas which that this these "
    "those last next past since until till up down more less higher lower than over under above "
    "below between during through throughout compared against versus vs year annually yearly "
    "annual monthly daily also is are was were be been will would can could may might has have "
    "had it its they their we our there when where after before via according each every all "
    "both not increase growth rise decrease decline drop fall jump surge gain reached reaching "
    "в во на по за к с со из от до для при об о что чем это этот и или а но год года году было "
    "больше меньше выше ниже рост роста против im auf von vom zu zum bis mehr als und oder pro "
    "nel nella nei di da con e tra su al del en de du des par pour et soit sur au aux à dans "
    "dont w z ze na do co i oraz el la los las y por o ve ile yılda v za od r az és көп аз "
    "артық астам жуық дейін және өсті артты"
)
