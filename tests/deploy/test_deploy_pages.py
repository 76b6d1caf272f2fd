"""The pages on deploying: what is typed from them fits the Procfile, the settings and the machine they speak of."""

import re

import pytest

from tests.connections_held import procfile
from tests.deploy.test_manifest import MANIFEST
from tests.processes import ROOT

HEROKU, DOKKU, VPS = ((ROOT / f"docs/deploy-{name}.md").read_text() for name in ("heroku", "dokku", "vps"))
RUNNING = set(procfile()) - {"release"}
SMALL = {"background": "0", "bulk": "0"}
"""What one small worker makes needless."""


def scaled(page: str) -> list[dict[str, str]]:
    """Each `ps:scale` of a page: processes by the number wanted."""
    lines = re.findall(r"ps:scale (.+=\d.*)", page)
    return [dict(re.findall(r"\b([a-z]+)=(\d+)", line)) for line in lines]


def commands(page: str) -> list[str]:
    """Lines of fenced blocks, those that are continued as one."""
    blocks = re.findall(r"^```\n(.*?)^```$", page, re.M | re.S)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]


def test_heroku_scales_exactly_the_procfile() -> None:
    whole, small = scaled(HEROKU)
    assert whole == dict.fromkeys(RUNNING, "1")
    assert small == dict.fromkeys(RUNNING, "1") | SMALL


def test_dokku_scales_exactly_the_procfile() -> None:
    whole, small = scaled(DOKKU)
    assert whole == dict.fromkeys(RUNNING, "1")
    assert small == SMALL


def test_dokku_checks_neither_bot_nor_scheduler() -> None:
    # They serve no port: a check would find nobody, and two releases' would run side by side for a minute.
    (line,) = [line for line in commands(DOKKU) if "checks:disable" in line]
    assert line.split() == ["dokku", "checks:disable", "faceit-bot", "bot,scheduler"]


def test_a_server_of_ones_own_starts_exactly_the_procfile() -> None:
    (names,) = re.findall(r"systemctl enable --now faceit-bot@\{(.+)\}", VPS)
    assert set(names.split(",")) == RUNNING


@pytest.mark.parametrize("page", [HEROKU, DOKKU, VPS], ids=["heroku", "dokku", "vps"])
def test_what_must_be_set_is_named(page: str) -> None:
    wanted = {name for name, about in MANIFEST["env"].items() if about.get("required", True)}
    wanted |= {"ADMIN_IDS", "PRIVACY__CONTACT"}
    assert {name for name in wanted if f"{name}=" not in page} == set()


def test_the_tree_of_another_user_is_pulled_by_that_user() -> None:
    lines = commands(VPS)
    assert "sudo" in next(line for line in lines if "apt-get install" in line).split()
    assert [line for line in lines if re.search(r"\bpull\b", line)] == [
        "sudo -u faceit git -C /srv/faceit-bot/app pull"
    ]
    # And a new release is all that the first one was, in its order
    release = lines[lines.index("sudo -u faceit git -C /srv/faceit-bot/app pull") :]
    order = ["requirements.txt", "bin/post_compile", "storage.release", "systemctl restart"]
    assert [next(number for number, line in enumerate(release) if step in line) for step in order] == [1, 2, 3, 4]
