import pytest

from messaging.rendering import (
    OPTIONAL,
    VARIABLES,
    MissingValue,
    check,
    render,
    render_line,
    sms_parts,
    variables_in,
)


def test_a_variable_may_be_written_by_either_name_and_in_full_width_braces() -> None:
    text = "{name} {名前} ｛名前｝ { 名前 }"

    assert render(text, {"name": "佐々木"}) == "佐々木 佐々木 佐々木 佐々木"


def test_both_names_of_every_variable_are_known() -> None:
    for english, japanese in VARIABLES.items():
        assert check(f"{{{english}}} {{{japanese}}}") == []
        assert variables_in(f"{{{japanese}}}") == {english}


def test_unknown_variables_are_named_once_each() -> None:
    assert check("{name} {nmae} {店舗} {nmae} {名前.__class__}") == ["nmae", "店舗", "名前.__class__"]


@pytest.mark.parametrize("name", sorted(set(VARIABLES) - OPTIONAL))
def test_a_needed_value_that_is_empty_refuses_to_be_sent(name: str) -> None:
    with pytest.raises(MissingValue) as refused:
        render(f"Hello\n{{{VARIABLES[name]}}} here", {name: " \u200b\n"})

    assert refused.value.name == name


def test_an_unknown_variable_refuses_to_be_sent() -> None:
    with pytest.raises(MissingValue) as refused:
        render("{nmae}", {"nmae": "佐々木"})

    assert refused.value.name == "nmae"


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_a_line_whose_optional_value_is_empty_is_left_out(name: str) -> None:
    text = f"before\nit is {{{name}}} for {{name}}\nafter"

    assert render(text, {"name": "佐々木", name: ""}) == "before\nafter"
    assert render(text, {"name": "佐々木", name: "X"}) == "before\nit is X for 佐々木\nafter"


def test_left_out_lines_leave_no_hole() -> None:
    assert render("a\n\n{bring}\n{dress}\n\nb", {}) == "a\n\nb"


def test_values_are_put_in_once_and_never_read_again() -> None:
    values = {"name": "{link}", "link": "https://example.jp/i/x/", "job": "{{name}}"}

    assert render("{name} {link} {job}", values) == "{link} https://example.jp/i/x/ {{name}}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("佐々木\r\nBcc: all@example.jp", "佐々木 Bcc: all@example.jp"),
        ("a\u2028b\x00c\x1b[31md", "a bc[31md"),
        ("abc\u202egnp.exe\u2066x\u200b", "abcgnp.exex"),
        ("  spaces  ", "spaces"),
        ("x" * 600, "x" * 500),
        ("%s {0.__class__} {{ 7|add:7 }} ${jndi:x}", "%s {0.__class__} {{ 7|add:7 }} ${jndi:x}"),
    ],
)
def test_a_hostile_value_stays_one_line_of_visible_text(value: str, shown: str) -> None:
    assert render("{name}", {"name": value}) == shown


def test_a_subject_is_one_line_whatever_stands_in_its_text() -> None:
    assert render_line("To {name}\r\nX: y", {"name": "a\nb"}) == "To a b X: y"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("あ" * 70, 1),
        ("あ" * 71, 2),
        ("あ" * 134, 2),
        ("あ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("a" * 69 + "あ", 1),
        ("a" * 70 + "あ", 2),
    ],
)
def test_sms_parts_are_counted_as_they_are_charged(text: str, parts: int) -> None:
    assert sms_parts(text) == parts
