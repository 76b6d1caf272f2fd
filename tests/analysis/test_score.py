"""Scores of predictions, against figures counted by hand."""

import runpy
import sys
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.score import Scored, auc, brier, log_loss, main, parse, reliability, wilson

FOUR = [Scored(0.8, True), Scored(0.6, False), Scored(0.4, True), Scored(0.3, False)]


def test_four_by_hand() -> None:
    assert log_loss(FOUR) == pytest.approx(-(log(0.8) + log(0.4) + log(0.4) + log(0.7)) / 4)
    assert brier(FOUR) == pytest.approx((0.04 + 0.36 + 0.36 + 0.09) / 4)
    assert auc(FOUR) == pytest.approx(3 / 4)


def test_a_coin() -> None:
    coin = [Scored(0.5, True), Scored(0.5, False)]
    assert (log_loss(coin), brier(coin), auc(coin)) == pytest.approx((0.6931, 0.25, 0.5), abs=1e-4)


def test_being_surely_wrong_costs_much_but_not_everything() -> None:
    assert 30 < log_loss([Scored(0.0, True)]) < 40
    assert log_loss([Scored(1.0, True)]) == pytest.approx(0)
    assert auc([Scored(0.7, True)]) is None


def test_wilson() -> None:
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)


def test_reliability() -> None:
    found = reliability([Scored(0.55, True), Scored(0.59, False), Scored(1.0, True)])
    assert [(b.low, b.high, b.count, b.won) for b in found] == [(0.5, 0.6, 2, 0.5), (0.9, 1.0, 1, 1.0)]
    assert found[0].mean == pytest.approx(0.57)
    assert found[0].interval == wilson(1, 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_auc_agrees_with_every_pair(pairs: list[tuple[float, bool]]) -> None:
    scored = [Scored(*pair) for pair in pairs]
    wins, losses = [s.p for s in scored if s.won], [s.p for s in scored if not s.won]
    points = [1.0 if a > b else 0.5 if a == b else 0.0 for a in wins for b in losses]
    assert auc(scored) == (pytest.approx(sum(points) / len(points)) if points else None)
    assert sum(b.count for b in reliability(scored)) == len(scored)
    assert all(0 <= b.interval[0] <= b.won + 1e-9 and b.won - 1e-9 <= b.interval[1] <= 1 for b in reliability(scored))


@pytest.mark.parametrize(
    "line",
    ["x", "[]", "{}", "1", '{"p": 1.2, "won": true}', '{"p": true, "won": true}', '{"p": 0.5, "won": 1}', '{"p": NaN}'],
)
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        parse(['{"p": 0.5, "won": true}', line])


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "predictions.jsonl"
    file.write_text('{"p": 0.8, "won": true}\n\n{"p": 0.6, "won": false}\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["score", str(file)])
    monkeypatch.delitem(sys.modules, "analysis.score")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("analysis.score", run_name="__main__")
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert "n 2" in shown
    assert "AUC 1.000" in shown
    assert "0.80-0.90" in shown


@pytest.mark.parametrize(("content", "message"), [("", "no predictions"), ("x", "line 1")])
def test_what_cannot_be_scored_ends_with_two(
    content: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "predictions.jsonl"
    file.write_text(content, encoding="utf-8")
    assert main([str(file)]) == 2
    assert message in capsys.readouterr().err
    assert main([str(tmp_path / "nothing")]) == 2
    assert main([]) == 2
