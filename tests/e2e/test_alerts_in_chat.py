"""An admin hears in the chat of what broke in a real worker."""

from typing import Any

import pytest

from pipelines.manager import build_manager, match_wish
from settings import Settings
from tasks.states import State
from tests.e2e.conftest import System
from tests.processes import wait_for, worker

pytestmark = pytest.mark.processes


def test_a_broken_step_reaches_the_admin(system: System, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given the bot with an admin, and a worker whose third step breaks
    admin = system.telegram.add_person("Admin", "en", started=True)
    ann = system.telegram.add_person("Аня", "ru", started=True)
    monkeypatch.setenv("ADMIN_IDS", str(admin["id"]))
    monkeypatch.setenv("TASKS__MAX_RETRIES", "0")
    system.start_bot()
    system.children.append(worker(system.folder))
    manager = build_manager(settings)
    # When three people's tasks break, and another person's is done
    tasks = [manager.submit(match_wish(f"tg:{n}", f"2=crash;{n}", chat=ann["id"])).task.id for n in range(3)]
    plain = manager.submit(match_wish("tg:9", "plain", chat=ann["id"])).task.id

    def over(task: str) -> bool:
        view = manager.view(task)
        return view is not None and view.state.final

    wait_for(lambda: all(over(task) for task in [*tasks, plain]), 30, "the tasks to end")

    def is_alert(message: dict[str, Any]) -> bool:
        return "Код: internal" in message.get("text", "")

    # Then one message says where and why, with the end of the traceback
    alert = system.telegram.wait_for_message(admin["id"], is_alert, 20)["text"]
    assert any(task in alert for task in tasks) and "Шаг 3 из 6: fetch_players" in alert
    assert "script.py" in alert and "ZeroDivisionError: …" in alert
    view = manager.view(plain)
    assert view is not None and view.state is State.COMPLETED
    alerts = [call for call in system.telegram.calls("sendMessage") if int(call.params["chat_id"]) == admin["id"]]
    assert len(alerts) == 1
    manager.store.client.close()
