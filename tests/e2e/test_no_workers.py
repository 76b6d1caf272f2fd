"""With every worker gone a queued task still ends, and its person hears what to do."""

import pytest

from tests.e2e.conftest import BOTH_WAYS, System, buttons

pytestmark = [pytest.mark.processes, BOTH_WAYS]


def test_a_task_nobody_takes_ends_with_an_offer_to_retry(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a bot without any worker, and a queue that may be waited on for two seconds
    monkeypatch.setenv("TASKS__QUEUE_TIMEOUT_MINUTES", "0.034")
    monkeypatch.setenv("WORKERS__RECONCILE_SECONDS", "1")
    system.start_bot()
    john = system.telegram.add_person("John", "en", started=True)
    # When John sends a link
    system.telegram.send_text(john, system.link("ready"))
    # Then he is told, with a button to try again
    told = system.telegram.wait_for_message(
        john["id"], lambda item: "could not" in item.get("text", "").lower() or "❌" in item.get("text", ""), 20
    )
    assert any("🔁" in name for name in buttons(told))
    assert system.faceit.calls()["total"] == 0
