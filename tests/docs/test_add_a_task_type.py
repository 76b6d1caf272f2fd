"""docs/add-a-task-type.md, done in a copy of the project: it passes the type checker, runs, and passes its own test."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.faceit.standin import FaceitStandIn
from settings import Settings
from tests.docs.recipe import Block, apply, blocks
from tests.processes import ROOT

PAGE = ROOT / "docs" / "add-a-task-type.md"
LEFT = shutil.ignore_patterns(".git", ".venv", ".*cache*", ".hypothesis", "*.sqlite3", "images")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the page's changes in it."""
    root = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(ROOT, root, ignore=LEFT)
    for block in blocks(PAGE.read_text()):
        apply(block, root)
    return root


def call(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_new_type_runs_on_the_command_line(copy: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with FaceitStandIn() as faceit:
        monkeypatch.setenv("FACEIT_BASE_URL", faceit.url)
        monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
        nickname = faceit.league.ordinary[0].nickname
        done = call(copy, "-m", "cli", "lifetime-maps", nickname, "--inline", "--json")
        shown = call(copy, "-m", "cli", "lifetime-maps", nickname, "--inline", "--lang", "ru")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["kind"], report["nickname"]) == ("lifetime_maps", nickname) and report["maps"]
    assert shown.returncode == 0 and "матчи по картам" in shown.stdout, shown.stderr


def test_its_own_test_passes_and_its_texts_are_whole(copy: Path) -> None:
    own = "tests/conditions/test_lifetime_maps.py"
    texts = ("same_messages_and_arguments", "left_in_the_other_alphabet")
    chosen = " or ".join(["lifetime_maps", *texts])
    done = call(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", own, "tests/ground/test_texts.py", "-k", chosen)
    assert done.returncode == 0 and "5 passed" in done.stdout, done.stdout[-3000:] + done.stderr[-500:]


def test_the_bot_has_its_command(copy: Path) -> None:
    script = (
        "from bot.commands import PRIVATE, menu; from bot.handlers import lifetime_maps; import bot.assembly;"
        "lifetime_maps.build_router(); print([c.description for c in menu('en', PRIVATE)][-1]);"
        "print(hasattr(bot.assembly, 'lifetime_maps'))"
    )
    named = call(copy, "-c", script)
    assert named.stdout.splitlines() == ["A player's maps over the lifetime", "True"], named.stderr


def test_it_is_typed(copy: Path) -> None:
    new = [block.file for block in blocks(PAGE.read_text()) if block.file.endswith(".py")]
    cache = ROOT / ".mypy_cache" / "recipe"
    done = call(copy, "-m", "mypy", "--cache-dir", str(cache), *sorted(set(new)))
    assert done.returncode == 0, done.stdout[-3000:]


def test_a_block_for_a_line_that_is_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\ntwo\n")
    for marker in ("three", "two"):
        with pytest.raises(ValueError, match=marker):
            apply(Block("a.py", "after", marker, "x\n"), tmp_path)
    with pytest.raises(ValueError, match="exists"):
        apply(Block("a.py", "new", None, "x\n"), tmp_path)
    with pytest.raises(ValueError, match="without a file"):
        blocks("```python\nx = 1\n```\n")
    apply(Block("a.py", "instead of", "one", "1\n"), tmp_path)
    assert (tmp_path / "a.py").read_text() == "1\ntwo\ntwo\n"
