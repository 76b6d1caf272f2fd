"""Eighty tasks in bad weather: every accepted one ends once and is told."""

import pytest
from rich.console import Console

from tests.faults.storm import Storm

pytestmark = pytest.mark.processes


def test_eighty_tasks_in_bad_weather() -> None:
    ledger, weather = Storm(tasks=80, seed=11).rage()
    Console(width=100).print(ledger.table(weather))
    assert sum(weather.values()) >= 3
    assert len(ledger.accounts) >= 25
    assert ledger.lost == []
    # A part told twice is allowed only where something fell between Telegram's answer and the bot's own next write
    assert ledger.unexplained == 0 and ledger.repeated <= len(ledger.windows)
    assert ledger.kept
