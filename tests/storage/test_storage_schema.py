"""Migrations: as the models say, safe when several run, cheap when there is nothing to do, refused with a reason."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from settings import Settings
from storage.database import SyncDatabase
from storage.migrations import FOLDER, head
from storage.models import metadata
from storage.predictions import Predictions, StoredPrediction
from storage.release import migrate_local
from storage.scored import scored_lines
from tests.processes import ROOT

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
RELEASE = [sys.executable, "-m", "storage.release"]


def release() -> "subprocess.CompletedProcess[str]":
    return subprocess.run(RELEASE, cwd=ROOT, capture_output=True, text=True, check=False)


def test_migrations_give_the_models(sync_database: SyncDatabase) -> None:
    with sync_database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_predictions_of_the_first_release_are_there_after_the_second(empty: Settings) -> None:
    # Given a database of the first release with one open and one settled prediction
    if not empty.database_url.get_secret_value():
        Path(empty.storage.sqlite_path).parent.mkdir(parents=True)
    database = SyncDatabase.open(empty)
    with database.writing() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    row = {
        "run": "r", "made_at": AT, "phase": "veto_done", "faction1": 0.61, "source": "faceit", "model": 0.58,
        "too_close": False, "inputs": {"elo_diff": 12.5, "map_kd_diff": None},
    }  # fmt: skip
    with database.writing() as connection:
        connection.execute(insert(metadata.tables["predictions"]), [{**row, "match_id": "open"}])
        settled = {**row, "match_id": "settled", "winner": "faction2", "scored_at": AT}
        connection.execute(insert(metadata.tables["predictions"]), [settled])
    # When the release runs
    done = release()
    assert done.returncode == 0, done.stderr
    # Then both are there, by match and phase, and can be worked with
    predictions = Predictions(database)
    found = predictions.before_start("open")
    assert found == StoredPrediction(match_id="open", **row)  # type: ignore[arg-type]
    assert predictions.open(AT + timedelta(hours=1), 9) == {"open": AT}
    assert [json.loads(line)["won"] for line in scored_lines(database)] == [False]
    assert predictions.adopt() == 0
    database.close()


def test_the_newest_file_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_current_head() == head()


def test_several_releases_at_once_all_succeed(empty: Settings) -> None:
    running = [
        subprocess.Popen(RELEASE, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    for process in running:
        _, errors = process.communicate(timeout=90)
        assert process.returncode == 0, errors
    database = SyncDatabase.open(empty)
    with database.reading() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == head()
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()


def test_a_dyno_needs_a_database_of_its_own(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "release.1")
    monkeypatch.delenv("DATABASE_URL")
    done = release()
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["mysql://u:hunter2@h/x", "postgres://u:hunter2@127.0.0.1:1/x", "hunter2", "://"])
def test_a_release_that_cannot_be_says_why_without_the_password(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    done = release()
    assert done.returncode == 1
    assert done.stderr.startswith("release: ") and "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr + done.stdout


LOADED = """
import sys
from settings import load
from storage.release import migrate_local
migrate_local(load())
print(sorted(name for name in ("alembic", "sqlalchemy") if name in sys.modules))
"""


def test_a_laptop_migrates_at_its_first_start_and_loads_nothing_at_the_next(empty: Settings) -> None:
    said = [
        subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    on_file = not empty.database_url.get_secret_value()
    assert said == ["['alembic', 'sqlalchemy']\n" if on_file else "[]\n", "[]\n"]


def test_a_newer_database_is_left_alone(prepared: Settings) -> None:
    if prepared.database_url.get_secret_value():
        return
    path = Path(prepared.storage.sqlite_path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    migrate_local(prepared)
    assert release().returncode == 0


@pytest.mark.parametrize("name", ["preferences", "accounts", "predictions", "population", "release"])
def test_stores_load_no_alembic(name: str) -> None:
    script = f"import sys, storage.{name}; assert 'alembic' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
