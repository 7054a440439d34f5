"""Phrases made up for the test, as pages might print them, and what they say in the row's unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from figurecheck.phrases import Unreadable, read
from figurecheck.phrases.columns import column

# phrase | unit | value in that unit | nth (where two numbers are of the unit)
READABLE = """
climbed 12% to 512,300 tons | percent | 12
climbed 12% to 512,300 tons | thousand tonnes | 512.3
some 3.4 mln tons crossed the sea | million tonnes | 3.4
carried 2.95 million metric tons of freight | million tonnes | 2.95
a volume of 1,045,600 tonnes | million tonnes | 1.0456
just over 4.7 Mt in 2025 | million tonnes | 4.7
the line moved 640 kt of grain | thousand tonnes | 640
10-million-ton capacity | million tonnes | 10
capacity of up to 15 million tonnes by 2030 | million tonnes | 15
five million tonnes of cargo a year | million tonnes | 5
two and a half million tons | million tonnes | 2.5
one and a half million tonnes by sea | million tonnes | 1.5
half a million tons of oil | million tonnes | 0.5
a quarter of a million tons | thousand tonnes | 250
one million two hundred thousand tons | million tonnes | 1.2
1 million 84 thousand tons | million tonnes | 1.084
2 million 764 thousand tonnes in 2023 | million tonnes | 2.764
more than a million tons of grain | million tonnes | 1
shipments fell from 4.484 million tons to 4.119 million tons | million tonnes | 4.119
4.1 million tons, down from 4.5 million tons a year earlier | million tonnes | 4.1
1.9 million tonnes against 1.6 million tonnes in 2022 | million tonnes | 1.9
1.9 million tonnes, compared with 1.6 million tonnes | million tonnes | 1.9
Compared to 1.6 million tonnes in 2022, traffic reached 1.9 million tonnes | million tonnes | 1.9
rose by 1.3 million tons to 4.1 million tons | million tonnes | 4.1
grew by 300,000 tons and reached 2.1 million tons | million tonnes | 2.1
6.4 million tonnes, of which 2.2 million tonnes by rail | million tonnes | 6.4
between 5 and 6 million tonnes | million tonnes | 5
from 8 to 12 million tons a year by 2030 | million tonnes | 12
5-6 million tons annually | million tonnes | 5
the plan is 5.2m tonnes for 2025 | million tonnes | 5.2
in January-August 2025 some 25.8 mln tonnes | million tonnes | 25.8
3,1 million tonnes of transit | million tonnes | 3.1
2,764 million tonnes of goods | million tonnes | 2.764
0,845 million tonnes | million tonnes | 0.845
433 000 tons | thousand tonnes | 433
433.000 Tonnen Fracht | thousand tonnes | 433
rund 2,8 Mio. Tonnen | million tonnes | 2.8
etwa 1,5 Millionen Tonnen im Jahr 2022 | million tonnes | 1.5
oltre 2,7 milioni di tonnellate nel 2023 | million tonnes | 2.7
plus de 4,5 millions de tonnes | million tonnes | 4.5
około 4,5 mln ton w 2024 roku | million tonnes | 4.5
4,5 millones de toneladas | million tonnes | 4.5
450 mil toneladas en 2024 | thousand tonnes | 450
перевезено 2,764 млн тонн | million tonnes | 2.764
более 2,7 млн т грузов | million tonnes | 2.7
объем составил 845 тыс. т | thousand tonnes | 845
845 тысяч тонн за семь месяцев | thousand tonnes | 845
два миллиона семьсот тысяч тонн | million tonnes | 2.7
полтора миллиона тонн грузов | million tonnes | 1.5
полмиллиона тонн зерна | million tonnes | 0.5
2 млн 764 тыс. тонн | million tonnes | 2.764
превысил миллион тонн | million tonnes | 1
вырос с 1,7 млн до 2,8 млн тонн | million tonnes | 2.8
увеличить с 6 до 10 млн тонн | million tonnes | 10
увеличился на 300 тыс. тонн и достиг 2,1 млн тонн | million tonnes | 2.1
2,1 млн тонн, в том числе 1,2 млн тонн через Актау | million tonnes | 2.1
4,1 млн тонн против 4,5 млн тонн годом ранее | million tonnes | 4.1
от 5 до 7 млн тонн в год | million tonnes | 5
перевозки сократились на 8% до 4,1 млн тонн | percent | -8
перевозки сократились на 8% до 4,1 млн тонн | million tonnes | 4.1
4,5 млн тоннаға жетті | million tonnes | 4.5
2,8 миллион тоннадан астам жүк | million tonnes | 2.8
450万吨 | million tonnes | 4.5
约280万吨货物 | million tonnes | 2.8
$41 bn in turnover | USD billion | 41
US$ 24.2 billion | USD billion | 24.2
U.S. $24.2 billion | USD billion | 24.2
USD 31,5 billion | USD billion | 31.5
$31.5B last year | USD billion | 31.5
31.5 bln dollars | USD billion | 31.5
trade worth 25.6 billion U.S. dollars | USD billion | 25.6
$750 million in 2022 | USD billion | 0.75
$1,250 million | USD billion | 1.25
nearly half a billion dollars | USD million | 500
a billion dollars of investment | USD billion | 1
one and a half billion dollars | USD billion | 1.5
three hundred million dollars | USD million | 300
$24,3 billion | USD billion | 24.3
$31,500,000,000 | USD billion | 31.5
$ 12.5 billion inflow | USD billion | 12.5
$18.2-18.6 billion | USD billion | 18.2
between $20 billion and $22 billion | USD billion | 20
from $17.2 billion in 2020 to $23.8 billion in 2021 | USD billion | 23.8
doubled from $12 billion to $24 billion | USD billion | 24
$31.5 billion, up 30 percent from $24.2 billion | USD billion | 31.5
grew by $6 billion to $30 billion | USD billion | 30
$41.4 billion, including $38.6 billion in exports | USD billion | 41.4
12 trillion tenge ($26 billion) | USD billion | 26
12 trillion tenge ($26 billion) | KZT trillion | 12
€45 billion, or $49 billion | EUR billion | 45
€45 billion, or $49 billion | USD billion | 49
$43.8 billion (+6.8%) | percent | 6.8
the share of $43.8 billion was 30% | percent | 30
24 Mrd. Dollar | USD billion | 24
mehr als 31 Milliarden US-Dollar | USD billion | 31
oltre 26 miliardi di dollari | USD billion | 26
24 milliards de dollars | USD billion | 24
ponad 26 mld dolarów | USD billion | 26
24 mil millones de dólares | USD billion | 24
wzrosła z 24 mld do 26 mld USD | USD billion | 26
31,5 млрд долл. США | USD billion | 31.5
$31,5 млрд в 2023 году | USD billion | 31.5
свыше 24 миллиардов долларов | USD billion | 24
около миллиарда долларов | USD billion | 1
достигнет 30 млрд долларов к 2030 году | USD billion | 30
до 30 млрд долларов | USD billion | 30
сто двадцать пять миллионов долларов | USD million | 125
26 млрд 100 млн долларов | USD billion | 26.1
31 миллиард доллар | USD billion | 31
315億ドル | USD billion | 31.5
410亿美元 | USD billion | 41
约1.5万亿元 | CNY trillion | 1.5
3万5000吨 | tonnes | 35000
3万5千吨 | tonnes | 35000
1万万1234吨 | tonnes | 100001234
419 | USD billion | 419
$119.9 | USD billion | 119.9
31,457 | USD billion | 31.457
24 212 345 678 | USD billion | 24.212345678
22.7 | USD billion | 22.7
Kazakhstan,KAZ,2018,179339994859.384 | USD billion | 179.339994859384
2019 181 667 190 075 | USD billion (2015) | 181.667190075
Kazakhstan … 9,812.4 | USD | 9812.4
Казахстан | … 11 244 | international-$ | 11244
KAZ 56 Kazakhstan 190,814 | USD billion | 190.814
$14.770 | USD billion | 14.770
14.770 Dollar pro Kopf und Jahr für alle | USD | 14770
за 2022 год — $11,2 тыс. | USD | 11200
11 240 долларов на душу | USD | 11240
125.3 thousand TEU | thousand TEU | 125.3
77,200 TEUs handled | thousand TEU | 77.2
96 thousand twenty-foot containers | thousand TEU | 96
32,000 20-foot containers | thousand TEU | 32
50.5 тыс. ДФЭ | thousand TEU | 50.5
746 900 ДФЭ | thousand TEU | 746.9
insgesamt 681.200 TEU | thousand TEU | 681.2
one million TEU | million TEU | 1
77k TEU | thousand TEU | 77
20.5万标箱 | thousand TEU | 205
412,300 teu, 12% fewer than in 2023 | TEU | 412300
412,300 teu, 12% fewer than in 2023 | percent | -12
5.600 контейнеров | containers | 5600
27 000 контейнеров | containers | 27000
about 31,000 containers, or 500 trains | containers | 31000
about 31,000 containers, or 500 trains | trains | 500
four hundred container trains | trains | 400
twenty-one trains left in May | trains | 21
two hundred and eighty-seven block trains | trains | 287
сто двадцать пять контейнерных поездов | trains | 125
358 контейнерных поездов в 2024 году | trains | 358
In 2024, 358 trains ran | trains | 358
on Nov. 14 358 trains were counted | trains | 358
2,000 trains a year | trains per year | 2000
some 600 trains annually by 2029 | trains per year | 600
400-ге жуық контейнерлік пойыз | trains | 400
more than 5,000 journeys between January and June | trains | 5000
at least 238 people were killed | persons | 238
two hundred and thirty-eight people | persons | 238
population of 20,003,000 | persons | 20003000
20.139.914 | persons | 20139914
20 139 914 человек на 1 июля 2024 года | persons | 20139914
20 млн 33 тыс. человек | persons | 20033000
двадцать миллионов человек | persons | 20000000
over 8,000 delegates from 70 countries | delegates | 8000
over 8,000 delegates from 70 countries | states | 70
some 300 bilateral treaties remain in force | documents | 300
подписано более 350 договоров и соглашений | documents | 350
chairs six international organizations | organizations | 6
30 agreements were signed on 12 June | documents | 30
twelve days by rail | days | 12
18-23 days | days | 23
13 to 15 days | days | 15
cut from 53 to 19 days | days | 19
от 13 до 15 суток | days | 15
takes two weeks | days | 14
272 km of track | km | 272
a 272-kilometre line | km | 272
272 км путей | km | 272
rose 147 per cent on January 2023 | percent | 147
a sixty-five percent rise | percent | 65
up by one hundred and forty-seven percent | percent | 147
up 13.1% year-on-year | percent | 13.1
a 5.5-percent gain | percent | 5.5
(+16.9%) | percent | 16.9
−3.7% | percent | -3.7
-3.7% | percent | -3.7
fell 3.7% in 2023 | percent | -3.7
a decline of 4 percent | percent | -4
a 4% year-on-year decline | percent | -4
declined in the first half of 2023 by 48% | percent | -48
dropped by more than 12 percent | percent | -12
12% lower than a year ago | percent | -12
12 percent less than in 2023 | percent | -12
down 8% on 2024 | percent | -8
was down by 8 pct | percent | -8
traffic shrank almost 8% | percent | -8
the decline amounted to 6.4% | percent | -6.4
imports fell while exports rose 7% | percent | 7
share dropped to 29 percent | percent | 29
fell from 35% to 29% | percent | 29
fell by 5 million tons and accounts for 18% | percent | 18
grew less than 5% | percent | 5
growth of no less than 5% | percent | 5
accounted for 18.6% | percent | 18.6
makes up 60 percent of investment | percent | 60
grew more than 60% | percent | 60
more than a third of exports | percent | 33.333333333333
rising by more than a third | percent | 33.333333333333
two-thirds of the cargo | percent | 66.666666666667
about three quarters of trade | percent | 75
nearly half of investment in the first half of 2023 | percent | 50
four in five containers | percent | 80
nine out of ten barrels | percent | 90
one in five tonnes | percent | 20
half a percent | percent | 0.5
growth slowed to 3.2% | percent | 3.2
grew 5.1% after 4.8% a year earlier | percent | 5.1
increased by 3 to 5 percent | percent | 3
10-12% a year | percent | 10
17,675 percent | percent | 17675
um 65 Prozent gestiegen | percent | 65
um 8 Prozent gesunken | percent | -8
fast die Hälfte der Importe | percent | 50
8 Prozent weniger als im Vorjahr | percent | -8
aumento del 12,6% | percent | 12.6
calo del 3,7% | percent | -3.7
un terzo degli investimenti | percent | 33.333333333333
en hausse de 12,6 % | percent | 12.6
une baisse de 4 pour cent | percent | -4
wzrost o 17,6 proc. | percent | 17.6
spadek o 4 procent | percent | -4
växte 5 procent | percent | 5
вырос на 65% | percent | 65
рост составил 6,8 процента | percent | 6.8
снизился на 3,7 % | percent | -3.7
сократились почти на 9 процентов | percent | -9
на 8% меньше, чем годом ранее | percent | -8
снижение составило 4,2% | percent | -4.2
доля снизилась до 29% | percent | 29
приходится 60 процентов инвестиций | percent | 60
увеличился на треть | percent | 33.333333333333
более половины экспорта | percent | 50
две трети объема | percent | 66.666666666667
шестьдесят пять процентов | percent | 65
на 20-ти процентный рост | percent | 20
65 пайызға өсті | percent | 65
8 пайызға төмендеді | percent | -8
同比增长12.6% | percent | 12.6
同比下降3.7% | percent | -3.7
doubled in a year | times | 2
more than doubled | times | 2
nearly tripled since 2020 | times | 3
trebled to 30,400 TEU | times | 3
quadrupled | times | 4
halved over the decade | times | 0.5
a sixfold rise | times | 6
six-fold rise in GDP in two decades | times | 6
a 22-fold rise in exports | times | 22
twenty-two-fold growth | times | 22
two and a half times more | times | 2.5
2½ times the level of 2021 | times | 2.5
1.9-fold increase | times | 1.9
grew 2.6 times in 2024, reaching 50,500 TEU | times | 2.6
twice as much as in 2020 | times | 2
by a factor of 3 | times | 3
3x growth | times | 3
вдвое больше | times | 2
вырос втрое | times | 3
в шесть раз | times | 6
в 2,5 раза больше | times | 2.5
в полтора раза | times | 1.5
увеличился более чем в три раза | times | 3
шестикратный рост | times | 6
удвоился за год | times | 2
2,6 есе артты | times | 2.6
екі есе өсті | times | 2
um das 2,6-fache gestiegen | times | 2.6
2,6 volte superiore | times | 2.6
增长2.6倍 | times | 2.6
third place among partners | rank | 3
ranked 7th | rank | 7
a top-five investor | rank | 5
top 10 trading partners | rank | 10
the second-largest partner | rank | 2
пятое место среди инвесторов | rank | 5
на 5-м месте | rank | 5
входит в пятерку инвесторов | rank | 5
Kazakhstan took over the chair on 3 November 2023 | event | 1
18 years | year | 18
€1.25bn, or 1,5 billion US dollars | USD billion | 1.5
exports were $32.3 billion and imports $7.6 billion | USD billion | 7.6 | 2
exports were $32.3 billion and imports $7.6 billion | USD billion | 32.3 | 1
rose 5% in May and 7% in June | percent | 7 | 2
27 million tons in 2022 and 32 million tons in 2024 | million tonnes | 32 | 2
grew 12% to 358 | trains | 358
container trains rose 33-fold to 358 | trains | 358
rose to 358, or 5 percent | percent | 5
63 mln 10 thsd tonnes | million tonnes | 63.01
30 memoranda worth $3 billion | USD billion | 3
20-миллионный житель | persons | 20000000
20 с лишним миллионов человек | persons | 20000000
24+ billion dollars | USD billion | 24
USD 1.4bn-1.5bn | USD billion | 1.4
$1.5 to $2 billion | USD billion | 1.5
trade rose by $1.4 billion, reaching 26 billion | USD billion | 26
сократился на 1,4 млрд долларов до 26 млрд | USD billion | 26
reached 31.5 billion against $24 billion in 2022 | USD billion | 31.5
28,2 миллиард АҚШ долларына жетті | USD billion | 28.2
pari a 15,3 miliardi di euro | EUR billion | 15.3
58,7 millions de tonnes en 2023, dont 50 | million tonnes | 58.7
в 2023 году (до того 11) прошло 358 поездов | trains | 358
ниже на 5,5% | percent | -5.5
lower by 5.5% | percent | -5.5
the drop in exports was 6.4 percent | percent | -6.4
$30,1 млрд (-4,3%) | percent | -4.3
рост в 1,5-2 раза | times | 1.5
в первой пятерке | rank | 5
Kazakhstan (2023: 261.4) | USD billion | 261.4
in 9M 2024 2.1 million tons | million tonnes | 2.1
358 trains in 2024 compared to 11 in 2023 | trains | 358
trade more than doubled to $41 billion from $20 billion | USD billion | 41
increased by $7.3 billion, or 30%, to $31.5 billion | USD billion | 31.5
220 billion yuan ($31bn) | USD billion | 31
2.7 Mt (2022: 1.7 Mt) | million tonnes | 2.7
238 (two hundred and thirty-eight) people | persons | 238
225 496 USD million | USD billion | 225.496
11,458 (constant 2010 US$) | USD (2010) | 11458
- 1.3% | percent | -1.3
$24.1 bln vs. $18.0 bln | USD billion | 24.1
transported 96,000 TEU instead of 77,000 TEU | thousand TEU | 96
"""

UNREADABLE = """
rose 5% in May and 7% in June | percent
exports were $32.3 billion and imports $7.6 billion | USD billion
up 3 percentage points | percent
на 3 п.п. | percent
hundreds of trains | trains
several million tons | million tonnes
несколько миллионов тонн | million tonnes
in 2023 | million tonnes
on 8-9 June 2024 | persons
COVID-19 | persons
Belt and Road | USD billion
for the first four months | percent
12 projects | percent
1,20,000 tons | thousand tonnes
1.485 | USD
$1,250 million |
increased by 64% to 433,000 tons |
419 |
rose by 5 percent to 29 percent | percent
850 TEU | thousand TEU
one of the partners | states
another one | trains
31.5 billion parcels | USD billion
60 barrels | million tonnes
€45 billion | USD billion
8-9 June |
one of the largest investors | rank
two-way trade of $2.5 billion | trains
the 1,000th train | trains
358, compared with 11 trains | trains
cargo volume fell threefold | times
15,3 miliardi di euro | USD billion
90.4 billion | million tonnes
18.2 billion | percent
27,290.005 | trains
20-strong team | persons
19 of 238 killed were officers | persons
dozens of trains | trains
China 24.1, Russia 26.1 | USD billion
11 container trains in 2023 and 358 in 2024 | trains
20 of the 30 trains | trains
exports of 10 billion out of 24 bln dollars | USD billion
Россия –26 млрд | USD billion
рост –62% | percent
3万5吨 | tonnes
1万万1吨 | tonnes
3万500吨 | tonnes
3万5,000吨 | tonnes
1.5万5千吨 | tonnes
1万零1吨 | tonnes
1万千 | tonnes
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in _protected(table)]


def _protected(table: str) -> list[str]:
    return [line.replace("| …", "¦ …") for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(READABLE), ids=lambda row: f"{row[0]} [{row[1]}]")
def test_an_unseen_phrase_gives_the_number_that_it_prints(row: list[str]) -> None:
    phrase, unit, value, *nth = row
    found = read(phrase.replace("¦", "|"), unit, int(nth[0]) if nth else None)
    wanted = Fraction(value) * column(unit).scale
    assert float(found.value) == pytest.approx(float(wanted), rel=1e-12)
    assert found.unit == column(unit).unit


@pytest.mark.parametrize("row", rows(UNREADABLE), ids=lambda row: f"{row[0]} [{row[1]}]")
def test_a_phrase_that_would_need_a_guess_is_unreadable(row: list[str]) -> None:
    with pytest.raises(Unreadable):
        read(row[0], row[1])
