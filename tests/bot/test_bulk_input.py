"""Lists of matches as people give them: whatever stands in one, it is read or refused in words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bulk_errors import BulkEmptyError, BulkFileTypeError, BulkNoMatchesError, BulkOtherGameError
from bot.bulk_input import read_list
from errors import InputError
from texts.catalogue import LANGUAGES, text

ROOM = "https://www.faceit.com/ru/cs2/room/"


def match(number: int) -> str:
    return f"1-11111111-2222-4333-8444-{number:012d}"


def test_order_is_kept_and_duplicates_counted() -> None:
    read = read_list(f"{ROOM}{match(2)}/scoreboard\n{match(1)}\n\n{match(2).upper()} {match(3)}\n", limit=100)
    assert read.matches == (match(2), match(1), match(3))
    assert (read.duplicates, read.bad, read.dropped, read.lines) == (1, (), 0, 4)


def test_bad_lines_have_their_numbers() -> None:
    read = read_list(f"{match(1)}\nhello\n  \nhttps://evil.io/{match(5)}\n{match(2)}", limit=100)
    assert read.matches == (match(1), match(2))
    assert read.bad == ((2, "hello"), (4, f"https://evil.io/{match(5)}"))


def test_other_games_and_profiles_are_told_apart() -> None:
    dota = ROOM.replace("cs2", "dota2") + match(1)
    read = read_list(f"{dota}\nhttps://www.faceit.com/en/players/somebody\n{match(1)}", limit=100)
    assert read.other_games == (1,)
    assert [number for number, _ in read.bad] == [2]
    # Beside a match it is named, too: nothing is left out in silence
    assert read_list(f"{match(1)} {dota}", limit=100).other_games == (1,)


def test_nothing_but_another_game_is_said_so() -> None:
    dota = ROOM.replace("cs2", "dota2")
    with pytest.raises(BulkOtherGameError) as caught:
        read_list("\n".join(dota + match(n) for n in range(12)), limit=100)
    for language in LANGUAGES:
        words = text(language, "error-bulk-other-game", caught.value.args_for_text())
        assert "10…" in words and "CS2" in words
    with pytest.raises(BulkNoMatchesError) as mixed:
        read_list(f"hello\n{dota}{match(1)}", limit=100)
    assert mixed.value.lines == (1, 2)


@pytest.mark.parametrize("between", [" ", ",", ";", "\n"])
def test_a_long_list_may_stand_on_one_line(between: str) -> None:
    links = [ROOM + match(n) + "/scoreboard" for n in range(100)]
    read = read_list(between.join([*links, links[0]]), limit=100)
    assert read.matches == tuple(match(n) for n in range(100))
    assert (read.duplicates, read.dropped) == (1, 0)


@pytest.mark.parametrize("first", ["https://www.faceit.com/en/players/somebody", "1-11111111-2222", "https://evil.io/"])
def test_a_first_line_that_means_a_match_is_no_head(first: str) -> None:
    assert read_list(f"{first}\n{match(1)}".encode(), limit=100, table=True).bad == ((1, first),)


def test_the_first_line_of_a_list_is_a_line() -> None:
    assert read_list(f"матчи\n{match(1)}".encode(), limit=100).bad == ((1, "матчи"),)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    between = "a\u2028b\x0bc\x0cd\x85e"
    read = read_list(f"{between}\r\n{match(1)}\rx\ny\n\n", limit=100, first=3)
    assert read.bad == ((3, between), (5, "x"), (6, "y"))
    assert read.lines == 4


def test_over_the_limit_is_dropped_and_counted() -> None:
    read = read_list("\n".join(match(n) for n in range(130)), limit=100)
    assert len(read.matches) == 100 and read.matches[-1] == match(99)
    assert read.dropped == 30


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_in_any_column(delimiter: str) -> None:
    rows = [["№", "матч", "заметка"], ["1", ROOM + match(1), "важный"], ["2", f'"{match(2)}"', ""]]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    read = read_list(content.encode(), limit=100, table=True)
    assert read.matches == (match(1), match(2))
    # Its head is no bad line
    assert read.bad == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_files(encoding: str) -> None:
    read = read_list(f"матчи\n{match(1)}\nпросто слова".encode(encoding), limit=100, table=True)
    assert read.matches == (match(1),)
    assert [number for number, _ in read.bad] == [3]
    assert read.bad[0][1] == "просто слова"


@pytest.mark.parametrize("content", ["", "   \n\t\n", b"", b"\n\n"])
def test_nothing_in_it(content: str | bytes) -> None:
    with pytest.raises(BulkEmptyError):
        read_list(content, limit=100)


def test_no_text_is_no_list() -> None:
    with pytest.raises(BulkFileTypeError):
        read_list(b"%PDF\x00\x01" + match(1).encode(), limit=100)


def test_lines_without_any_match_are_named() -> None:
    with pytest.raises(BulkNoMatchesError) as caught:
        read_list("\n".join(f"line {n}" for n in range(40)), limit=100)
    assert len(caught.value.lines) == 40
    for language in LANGUAGES:
        words = text(language, "error-bulk-no-matches", caught.value.args_for_text())
        assert "1, 2, 3, 4, 5, 6, 7, 8, 9, 10…" in words


def test_ten_thousand_links_are_read_at_once() -> None:
    content = "\n".join(ROOM + match(n) for n in range(10_000)).encode()
    began = time.process_time()
    read = read_list(content, limit=100)
    assert read.dropped == 9_900
    assert time.process_time() - began < 1


def test_one_endless_line_does_not_hang() -> None:
    began = time.process_time()
    read = read_list(match(1) + " " + "https://www.faceit.com/" * 50_000, limit=100)
    assert read.matches == (match(1),)
    assert time.process_time() - began < 1


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_whatever_comes_is_read_or_refused(content: str | bytes) -> None:
    try:
        read = read_list(content, limit=5)
    except InputError as error:
        assert text("ru", f"error-{error.code}", error.args_for_text())
    else:
        assert 0 < len(read.matches) <= 5
