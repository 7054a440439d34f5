"""No number is typed into the strings of code cells that become prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figurecheck.lint.notebook import prose
from figurecheck.phrases import numbers
from tests.small_project import code, markdown

IMPORTS = (
    "from figurecheck import frames, story\nfrom figurecheck.charts import Bars, draw, table\n"
)


def typed(*sources: str) -> list[str]:
    """The typed numbers of code cells, each with its line; two lines of imports go before."""
    return [
        f"{passage.line(span.start)}: {span.text}"
        for number, passage in prose([code(IMPORTS), *map(code, sources)])
        for span in numbers(passage.text)
        if number > 1
    ]


@pytest.mark.parametrize("name", ["headline", "subtitle", "caption", "alt", "note", "title"])
def test_what_is_given_as_a_prose_argument_is_prose_even_in_one_word(name: str) -> None:
    assert typed(f"draw(\n  data=data,\n  {name}='doubled')") == ["3: doubled"]
    assert typed(f"anything({name}='of 65')") == ["1: 65"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("draw(columns={'a': ('Year 2', '5%'), 'b': 'tripled'})", ["Year 2", "5%", "tripled"]),
        ("draw(plot=Bars('name', 'value', 'per 65', 'low'))", ["65"]),
        ("table(columns={'x2': 'Half'}, keys={'one': 'one_key_2'})", ["Half"]),
        ("frames.one_year(s, {KEY: 'The ten'}, '2023')", ["ten"]),
        ("frames.one_year(s, {KEY: 'doubled'}, '2023')", ["doubled"]),
        ("print('grew by 65 percent')", ["65 percent"]),
        ("'two of them'", ["two"]),
        ("pd.DataFrame({'What': ['grew 65%']})", ["65%"]),
        ("table(data=pd.DataFrame({'What': ['grew 65%']}))", ["65%"]),
        ("frame = pd.DataFrame({'What': ['grew 65%']})\ntable(data=frame)", ["65%"]),
        ("ax.set_title('65%')", ["65%"]),
    ],
)
def test_what_is_handed_to_the_report_or_shown_is_prose(source: str, found: list[str]) -> None:
    words = [each.partition(": ")[2] for each in typed(source)]
    assert len(words) == len(found)
    assert all(one in other for one, other in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("draw(headline=f'Cargo {change} to 2.76 Mt in {year}')", ["1: 2.76 Mt"]),
        ("draw(headline=f'Cargo grew {65}%')", ["1: 65%"]),
        ('draw(headline=f\'Cargo {"doubled" if a > b else "fell"}\')', ["1: doubled"]),
        ("draw(headline=f'Cargo {change:.2f} {len(rows)} {rows[2]} {at(\"x-2\")}')", []),
        ("draw(headline=f'Cargo {f\"doubled {x}\" if y else 0}')", ["1: doubled"]),
        ("draw(plot=Bars([f'{n} of ten' for n in rows]))", ["1: ten"]),
        ("draw(headline='6' + '5 percent')", ["1: 65 percent"]),
        ("draw(headline='grew ' + str(65) + '%')", ["1: 65%"]),
        ("draw(headline='grew %d percent, %.2f of it' % (65, share))", ["1: 65"]),
        ("draw(headline='grew {} percent, {:.2f}'.format(65, share))", ["1: 65"]),
        ("draw(headline=' and '.join(['doubled', name]))", ["1: doubled"]),
        ("draw(headline='doubled'.upper() if x == 'half' else 'of it')", ["1: doubled"]),
        ("draw(headline=words or 'doubled')", ["1: doubled"]),
    ],
)
def test_a_number_in_a_string_that_is_built_is_found(source: str, found: list[str]) -> None:
    assert typed(source) == found


def test_a_string_is_followed_from_the_name_that_is_shown_to_where_it_is_assigned() -> None:
    cells = ["word = 'doubled'\nkept = 'halved'", "line = f'cargo {word}'", "draw(headline=line)"]
    assert typed(*cells) == ["1: doubled"]
    role = [code("word = 'doubled'"), markdown("Cargo {eval}`word`.")]
    assert [passage.text for _, passage in prose(role)] == [
        "doubled",
        "Cargo \ufffc" + "\ufffc" * 11 + ".",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "s.at('corridor-volume-2', '2022')\ns.fig('F0098')\ns.claim('corridor-2023')",
        "draw(label='growth-2023', sources=s.sources('x2'), data=frame[['a 2', 'b']])",
        "s.tidy({KEY: 'Ministry'}, ['2022-01/2022-10', '2024-04-13'])",
        "s.at('x', '../2023-11-04')\ns.at('x', '2022-11-25/..')",
        "Bars('one', 'other', x='#1f77b4', y='../data/raw/figures2.csv', z='https://a.b/2')",
        "draw(plot=Bars((f'{year}-01-01', f'{year}-12-31'), f'{year}'))",
        "draw(data=frame[frame['x'] == 'of 2'], alt='' if frame['y 3'] != '4 5' else '')",
        "text = 'a,b\\n1,2 3\\n'\nPath('x2').write_text(text)\nre.sub('[0-9] {4}', '', text)",
        "x = 65\n# a comment of 65 words\ndraw(height=3.4, per=1000)",
        "draw(headline=f'{x:.2f} {y!r:>10}', note='{:.1f}'.format(z))",
        "frame.map('{:.2f} Mt'.format)\ndraw(data=frame.map('{:.2f} Mt'.format))",
        "%matplotlib inline\n!ls 65\ndraw?\ndraw(headline='Cargo')",
        "%%bash\necho 65 percent",
        "this is no Python 65",
        "",
    ],
)
def test_keys_and_what_is_never_shown_are_no_prose(source: str) -> None:
    assert typed(source) == []


def test_each_number_has_the_line_on_which_it_is_typed() -> None:
    source = '''draw(
    headline=f"Ä {x} and "
    "then three "
    f"{y} of four",
    subtitle="""five
    {} six
    """,
    note=(
        "plain"
        " seven"
    ),
)'''
    assert typed(source) == ["3: three", "4: four", "5: five", "6: six", "10: seven"]


def test_a_role_that_only_spells_a_value_out_computes_nothing() -> None:
    roles = (
        "{eval}`65` {eval}`-65` {eval}`'of 65'`\n{eval}`f'{x} of three'` {eval}`1 + 1` {eval}`x`"
    )
    found = [
        f"{passage.line(span.start)}: {span.text}"
        for _, passage in prose([markdown(roles)])
        for span in numbers(passage.text)
    ]
    assert found == ["1: 65", "1: 65", "1: 65", "2: three"]


LITERALS = st.sampled_from(['"{}"', "'{}'", '"""{}"""', 'f"{}"', 'rf"{}"', '"Cargo " "{}"'])
PLACES = st.sampled_from(
    [
        "draw(headline={})",
        "draw(note=x or {})",
        "table(columns={{'a': ({}, '')}})",
        "draw(plot=Bars({}))",
    ]
)


@given(
    literal=LITERALS,
    place=PLACES,
    before=st.sampled_from(["", "Cargo ", "of the "]),
    amount=st.one_of(
        st.integers(2, 10**9).map(lambda n: f"{n} percent"),
        st.decimals(0, 1000, places=2).map(lambda n: f"{n} Mt"),
        st.sampled_from(["65%", "Doubled", "sixty-five percent", "a third", "1.5×"]),
    ),
)
def test_a_number_in_any_literal_at_any_place_of_prose_is_found(
    literal: str, place: str, before: str, amount: str
) -> None:
    assert len(typed("\n" + place.format(literal.format(before + amount)))) == 1


@given(key=st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,6}){1,4}", fullmatch=True))
def test_no_slug_is_taken_for_prose(key: str) -> None:
    assert typed(f"s.at('{key}', '2022')\ndraw(label='{key}', plot=Bars('{key}'))") == []
