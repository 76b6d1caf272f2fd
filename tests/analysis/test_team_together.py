"""Results side by side, and who somebody usually plays with."""

import pytest

from analysis.team.party import usual_party
from analysis.team.subject import (
    TeamNeedsNamesError,
    TeamOnePlayerError,
    TeamTooManyError,
    party_of,
    party_subject,
    team_subject,
)
from analysis.team.together import together_of
from faceit.models import HistoryMatch

ME = "me"


def match(number: int, own: str, other: str = "", *, won: bool | None = True, mode: str = "5v5") -> HistoryMatch:
    """A match of "me" with the players named by letters on the own and the other side."""
    sides = {"faction1": [ME, *own], "faction2": list(other)}
    teams = {name: {"players": [{"player_id": one} for one in ids]} for name, ids in sides.items()}
    winner = None if won is None else "faction1" if won else "faction2"
    body = {
        "match_id": f"1-{number}",
        "status": "finished",
        "game_mode": mode,
        "teams": teams,
        "results": {"winner": winner, "score": {}},
    }
    return HistoryMatch.model_validate(body)


def test_only_matches_on_one_side_count() -> None:
    history = [
        match(1, "ab", won=True),
        match(2, "ab", won=False),
        match(3, "a", "b", won=True),
        match(4, "b", won=True),
        match(5, "ab", won=None),
        match(6, "ab", mode="2v2"),
    ]
    result = together_of([ME, "a", "b"], [history, [match(1, "ab", won=True)]])
    assert (result.everybody.matches, result.everybody.wins) == (2, 1)
    pairs = {pair.player_ids: (pair.matches, pair.wins) for pair in result.pairs}
    assert pairs == {(ME, "a"): (3, 2), (ME, "b"): (3, 2), ("a", "b"): (2, 1)}
    assert result.seen == 4


def test_a_share_is_drawn_towards_one_half() -> None:
    history = [match(i, "a", won=i < 14) for i in range(20)]
    result = together_of([ME, "a"], [history])
    assert result.everybody.win_rate == pytest.approx(0.7)
    assert result.everybody.smoothed == pytest.approx(0.527, abs=0.001)


def test_never_together_is_no_rate() -> None:
    result = together_of([ME, "z"], [[match(1, "a")]])
    assert result.everybody.matches == 0 and result.everybody.win_rate is None and result.everybody.smoothed is None


def test_the_usual_party_is_who_shares_a_fifth_and_ten() -> None:
    # a: 40 of 100, b: 20, c: 19, d: many but on both sides, e: 12
    history = [match(i, "a" * (i < 40) + "b" * (i >= 80) + "d" * (i % 2), "d" * (1 - i % 2)) for i in range(81)]
    history += [match(100 + i, "b" * (i < 19) + "c" * (i >= 0), "") for i in range(19)]
    found = usual_party(ME, history)
    assert found.matches == 100
    assert found.members == (("a", 40), ("b", 20))


@pytest.mark.parametrize(
    ("together", "of", "member"), [(10, 40, True), (9, 20, False), (10, 51, False), (11, 55, True)]
)
def test_a_member_needs_both_ten_and_a_fifth(together: int, of: int, member: bool) -> None:
    history = [match(i, "a" if i < together else "") for i in range(of)]
    found = usual_party(ME, history)
    assert bool(found.members) == member
    assert (found.most, found.matches) == (together, of)


def test_at_most_four_of_them_those_with_most_matches() -> None:
    history = [match(i, "".join(letter for letter, n in zip("abcdef", (30, 35, 25, 40, 20, 28), strict=True) if i < n))
               for i in range(50)]  # fmt: skip
    assert [member for member, _ in usual_party(ME, history).members] == ["d", "b", "a", "f"]


def test_no_history_is_no_party() -> None:
    found = usual_party(ME, [])
    assert (found.members, found.most, found.matches) == ((), 0, 0)


def test_one_subject_however_it_is_written() -> None:
    assert team_subject(["b", "A", "b", "c"]) == team_subject(["c", "b", "A"]) == "A b c"
    assert team_subject(["kestrel", "Kestrel"]) == team_subject(["Kestrel", "kestrel"]) == "Kestrel kestrel"
    assert party_of(party_subject("id-1")) == "id-1" and party_of("a b") is None


def test_too_few_and_too_many_names() -> None:
    with pytest.raises(TeamNeedsNamesError):
        team_subject([])
    with pytest.raises(TeamOnePlayerError) as one:
        team_subject(["a", "a"])
    assert one.value.args_for_text() == {"name": "a"}
    with pytest.raises(TeamTooManyError) as many:
        team_subject(["f", "e", "d", "c", "b", "a"])
    assert many.value.args_for_text() == {"given": "6", "limit": "5", "first": "f e d c b"}
