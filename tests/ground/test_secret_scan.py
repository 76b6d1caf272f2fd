"""The scan for secrets finds planted ones, in files and in history, names only the place, and passes this project."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.needed import lacking

ROOT = Path(__file__).parent.parent.parent
SCAN = ROOT / ".ci" / "secrets"
# In halves: otherwise the scan would find them here.
UUID = "3f1c4d7a-1111-4222-8333-" + "71d2c0ffee00"
PLANTED = {
    "a Telegram token": "BOT_TOKEN=" + "7712345678" + ":" + "AAHrealLookingTokenOfThirtyFiveChars_",
    "a FACEIT key": "FACEIT_API_KEY=" + UUID,
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a password in an address": "postgres://bot:" + "correcthorse" + "@db.example/bot",
    "an AWS key": "AKIA" + "IOSFODNN7EXAMPLE",
    "a GitHub token": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
}
HARMLESS = [
    "see 1-11111111-2222-4333-8444-555555555555 at 12:30", f"player_id = {UUID}", "postgres://bot:${PASSWORD}@db/bot",
    "redis://localhost:6379/0", "https://www.faceit.com/en/cs2/room/1-x", "-----BEGIN CERTIFICATE-----",
    "postgresql://u:<password>@h/d",
]  # fmt: skip


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def scan(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCAN), *words, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "harmless.txt").write_text("\n".join(HARMLESS))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Begin")
    return tmp_path


def test_what_only_looks_like_one_passes(repository: Path) -> None:
    done = scan(repository)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_one_is_found_and_not_repeated(repository: Path, kind: str) -> None:
    (repository / "notes.md").write_text(f"fine\n{PLANTED[kind]}\n")
    git(repository, "add", ".")
    done = scan(repository)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"notes.md:2: {kind}"]
    assert PLANTED[kind].split("=")[-1] not in done.stdout + done.stderr


def test_one_that_was_taken_back_is_still_in_the_history(repository: Path) -> None:
    for number, text in enumerate((PLANTED["a Telegram token"], "nothing", "else")):
        (repository / "notes.md").write_text(text)
        git(repository, "add", ".")
        git(repository, "commit", "-qm", str(number))
    assert "notes.md: a Telegram token" in scan(repository).stderr
    assert scan(repository, "--commits", "2").returncode == 0


def test_an_untracked_file_is_nobodys_business(repository: Path) -> None:
    (repository / ".env").write_text(PLANTED["a Telegram token"])
    assert scan(repository).returncode == 0


def test_allowed_ones_are_allowed_as_a_whole_only(repository: Path) -> None:
    (repository / "notes.md").write_text("123456:" + "TESTTOKENTESTTOKENTESTTOKENTESTTOKE" + "x")
    git(repository, "add", ".")
    assert scan(repository).returncode == 1


def test_this_project_holds_none() -> None:
    if not (ROOT / ".git").exists():
        lacking("this is not a checkout")
    done = scan(ROOT)
    assert done.returncode == 0, done.stderr
