"""What pages say, and what they never say."""

from dataclasses import replace

import httpx
import pytest

from monitoring.routes import CONFIRMED, VIEWS
from pipelines.manager import build_manager
from pipelines.overview.model import Finding, Verdict
from pipelines.wishes import player_wish
from settings import Settings
from tasks.states import State
from tests.web.canned import Canned, details, row, snapshot
from tests.web.conftest import PASSWORD, Open

PAGES = [path.replace("{task}", "k7m2x9q3") for path in (*VIEWS, *CONFIRMED)]
HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("path", PAGES)
async def test_every_page_opens_in_both_languages(
    canned: Canned, http: httpx.AsyncClient, path: str, lang: str
) -> None:
    answer = await http.get(f"/admin{path}", params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert ("Обзор" if lang == "ru" else "Overview") in answer.text


async def test_language_is_remembered_or_the_browsers(canned: Canned, http: httpx.AsyncClient) -> None:
    assert "Всё" not in (await http.get("/admin/acts")).text
    assert "Журнал" in (await http.get("/admin/acts", headers={"accept-language": "ru-RU,ru;q=0.9"})).text
    await http.get("/admin/acts?lang=ru")
    assert "Журнал" in (await http.get("/admin/acts")).text


async def test_the_verdict_comes_first_with_its_reasons(canned: Canned, http: httpx.AsyncClient) -> None:
    findings = (Finding("no-consumer", True, {"queue": "faceit_bot_high"}), Finding("scheduler-silent", False))
    canned.snapshot = snapshot(verdict=Verdict.BAD, findings=findings)
    text = (await http.get("/admin/")).text
    assert text.index("Something is wrong") < text.index('data-code="no-consumer"') < text.index("Queues</h2>")
    assert text.index('data-code="no-consumer"') < text.index('data-code="scheduler-silent"')


async def test_hostile_words_stay_words(canned: Canned, http: httpx.AsyncClient) -> None:
    canned.rows = [row(3, state=State.FAILED, subject=HOSTILE, last_line=HOSTILE, code=HOSTILE, owner=HOSTILE)]
    worker = replace(canned.snapshot.workers[0], host=HOSTILE, queues=(HOSTILE,))
    canned.snapshot = snapshot(workers=(worker,), findings=(Finding(HOSTILE, True, {"queue": HOSTILE}),))
    for path in ("/", "/tasks", "/tasks/k7m2x9q3", f"/tasks?state={HOSTILE}", f"/tasks?lang={HOSTILE}&x={HOSTILE}"):
        text = (await http.get(f"/admin{path}")).text
        assert "<script>alert" not in text and "<img" not in text, path
    assert "&lt;script&gt;alert(1)" in (await http.get("/admin/tasks")).text
    assert "<script>" not in (await http.get("/admin/", params={"done": HOSTILE, "n": HOSTILE})).text


async def test_a_failed_run_is_shown_by_its_own_id(canned: Canned, http: httpx.AsyncClient) -> None:
    canned.rows = [row(3, state=State.FAILED, last_line="KeyError", code="internal")]
    run = details(canned.rows[0]).run
    of_task, of_run = (await http.get("/admin/tasks/k7m2x9q3")).text, (await http.get(f"/admin/tasks/{run}")).text
    for act in ("retry", "delete"):
        assert f"/admin/tasks/k7m2x9q3/{act}" in of_task and f"/{act}" not in of_run, act
    assert 'data-testid="traceback"' in of_run and "KeyError" in of_run
    assert (await http.get(f"/admin/tasks/{run}/delete")).status_code == 404


async def test_tasks_are_filtered_and_paged(canned: Canned, http: httpx.AsyncClient) -> None:
    everything = (await http.get("/admin/tasks")).text
    assert everything.count('href="/admin/tasks/k7m2x9q') == 25
    assert 'rel="next"' in everything and 'rel="prev"' not in everything
    last = (await http.get("/admin/tasks?page=3")).text
    assert last.count('href="/admin/tasks/k7m2x9q') == 10
    both = (await http.get("/admin/tasks?state=failed&type=team_analysis")).text
    shown = [one for one in canned.rows if one.state == "failed" and one.type == "team_analysis"]
    assert shown and all(f"/admin/tasks/{one.id}" in both for one in shown)
    assert both.count('href="/admin/tasks/k7m2x9q') == len(shown)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tasks?state=broken", 400),
        ("/tasks?type=../x", 400),
        ("/tasks?page=0", 400),
        ("/tasks?page=-1", 400),
        ("/tasks?page=x", 400),
        ("/tasks?page=99999999999999999999", 400),
        ("/tasks?page=²", 400),
        ("/people?page=1e3", 400),
        ("/clean-up?hours=nan", 400),
        ("/clean-up?hours=-4", 400),
        ("/clean-up?hours=many", 400),
        ("/tasks/none", 404),
        ("/tasks/recent:x", 404),
        ("/tasks/%00", 404),
        ("/queues/faceit_bot_low/pause", 405),
        ("/nothing", 404),
        ("/static/../site.py", 404),
        ("/static/%2e%2e/site.py", 404),
    ],
)
async def test_what_can_not_be_asked(http: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await http.get(f"/admin{path}")
    assert answer.status_code == status
    assert "Traceback" not in answer.text


async def test_a_day_without_anything_is_no_error(http: httpx.AsyncClient) -> None:
    # Given an empty Redis under the real overview
    for path in ("/", "/tasks", "/charts", "/people", "/acts", "/clean-up", "/retry-failed", "/cancel-active"):
        answer = await http.get(f"/admin{path}")
        assert answer.status_code == 200, path
    assert "No failed task to retry" in (await http.get("/admin/retry-failed")).text


async def test_without_redis_pages_say_so(web_settings: Settings, browse: Open) -> None:
    away = web_settings.model_copy(update={"redis_url": type(web_settings.redis_url)("redis://127.0.0.1:9")})
    client = browse(away)
    for path in ("/", "/tasks", "/tasks/k7m2x9q3", "/charts", "/people", "/acts", "/clean-up", "/retry-failed"):
        answer = await client.get(f"/admin{path}")
        assert answer.status_code == 503, path
        assert "Redis does not answer" in answer.text
    dashboard = await client.get("/dashboard/")
    assert dashboard.status_code == 503


async def test_nobody_and_no_secret_is_on_any_page(web_settings: Settings, http: httpx.AsyncClient) -> None:
    # Given a person's task about a player by name
    manager = build_manager(web_settings)
    task = manager.submit(player_wish("tg:770012345", "VerySecretNick")).task.id
    secrets = [web_settings.bot_token, web_settings.faceit_api_key, web_settings.dashboard_password]
    forbidden = ["VerySecretNick", "770012345", PASSWORD, *(value.get_secret_value() for value in secrets)]
    # When every page is opened
    paths = [*(f"/admin{path}".replace("{task}", task) for path in (*VIEWS, *CONFIRMED)), "/metrics", "/readyz"]
    paths += ["/dashboard/", "/dashboard/queues/faceit_bot_default", "/healthz"]
    for path in paths:
        text = (await http.get(path)).text
        # Then the task may be there, but neither he nor the player nor a secret
        assert not [word for word in forbidden if word in text], path
    assert task in (await http.get("/admin/tasks")).text
    manager.store.client.close()
