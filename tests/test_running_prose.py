"""Where a markdown cell asks for a value."""

import pytest

from figurecheck.prose import expressions


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("{eval}`a` and {eval}`b`", ["a", "b"]),
        ("| {eval}`a` | x |\n|---|---|\n| y | {eval}`b` |", ["a", "b"]),
        ("{eval}`` f('`') ``", ["f('`')"]),
        ("- item\n\n    {eval}`in_the_item`", ["in_the_item"]),
        ("> {eval}`quoted`", ["quoted"]),
        ("a ``` {eval}`after_lone_ticks`", ["after_lone_ticks"]),
        ("", []),
        ("`{eval}`a``", []),
        ("``{eval}`a` ``", []),
        ("\\{eval}`a`", []),
        ("<!-- {eval}`a` -->", []),
        ("```\n{eval}`a`\n```", []),
        ("~~~ text\n{eval}`a`\n```\n{eval}`b`\n~~~", []),
        ("1. ```\n   {eval}`a`\n   ```", []),
        ("para\n\n    {eval}`indented_code`", []),
        ("{eval} `a`", []),
        ("{eval}`a\nb`", []),
    ],
)
def test_roles_are_found_outside_code_and_nowhere_else(markdown: str, found: list[str]) -> None:
    assert [role.expression for role in expressions(markdown)] == found


def test_a_role_after_a_closed_fence_is_found() -> None:
    assert [role.expression for role in expressions("```\nx\n```\n{eval}`a`")] == ["a"]


def test_places_cut_out_the_whole_role() -> None:
    text = "In {eval}`year` it was."
    role = expressions(text)[0]
    assert text[: role.start] + "2023" + text[role.end :] == "In 2023 it was."
