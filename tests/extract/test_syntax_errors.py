from __future__ import annotations

import pytest

from archlint.extract import Unreadable
from extract.reading import read


def refusal(source: str) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(source)
    return caught.value


PLACES = {
    "a = 1\nb c d\ne = 2\n": (2, 3),
    "x = [1, 2\ny = 3\n": (2, 1),
    "print 'a'\n": (1, 7),
    "if a:\nb\n": (2, 1),
    "é é\n": (1, 3),
    "x = (\n": (1, 5),
    "a = 1\nb = $\n": (2, 5),
    "a = '$'; b = $\n": (1, 14),
    "a = 1\nb = 'abc\n": (2, 5),
    "a\nb = '''abc\n\n": (2, 5),
    "a\r\nb = c d\r\n": (2, 7),
}


@pytest.mark.parametrize(("source", "place"), PLACES.items())
def test_a_syntax_error_is_told_where_it_stands(source: str, place: tuple[int, int]) -> None:
    error = refusal(source)
    assert error.kind == "parse-error"
    assert (error.line, error.column) == place


def test_a_short_list_of_what_was_expected_is_told() -> None:
    assert "near `x`, expected one of def, for, with" in refusal("async x\n").message


@pytest.mark.parametrize(
    ("source", "said"),
    [("a = 1\n(x): int = 1\n", "annotated name in parentheses"), ("x = tr'{a}'\n", "raw template strings")],
)
def test_what_the_parser_does_not_read_yet_is_told(source: str, said: str) -> None:
    error = refusal(source)
    assert error.kind == "parse-error"
    assert said in error.message


@pytest.mark.parametrize("source", ["a = 1 2\n", "if x\n  y", "(x): int\n", "x = '\n", "a = \x1b[31m\n", "\tx\n  y\n"])
def test_a_message_is_one_clean_sentence_with_a_way_out(source: str) -> None:
    message = refusal(source).message
    assert message.isprintable()
    assert "extend-exclude" in message
    assert str(refusal(source)) == message


def test_an_error_in_a_late_piece_of_a_long_file_stands_in_the_whole() -> None:
    error = refusal("x = 1\n" * 20_000 + "y = 2 3\n")
    assert (error.line, error.column) == (20_001, 7)


def test_a_refusal_survives_the_way_between_processes() -> None:
    import pickle

    error = refusal("a = 1 2\n")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.kind, copy.message, copy.line, copy.column) == (error.kind, error.message, error.line, error.column)
