"""What `make audit` makes of pip-audit's answers: one that looked nothing up is none."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from typing import Any

import pytest

from tests.processes import ROOT

SKIPPED = {"name": "a", "skip_reason": "Dependency not found on PyPI and could not be audited: a (1)"}
SOUND = {"name": "b", "version": "2", "vulns": []}
HOLED = {"name": "c", "version": "3", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader = SourceFileLoader("audit", str(ROOT / ".ci" / "audit"))
    spec = spec_from_loader("audit", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def said(audit: Any, *packages: dict[str, Any]) -> tuple[int, str]:
    code, lines = audit.verdict(json.dumps({"dependencies": packages, "fixes": []}), "")
    return code, "\n".join(lines)


def test_nobody_answers(audit: Any) -> None:
    code, lines = audit.verdict("", "Traceback\nrequests.exceptions.ConnectionError: refused\n")
    assert code == 0 and "nothing was looked up" in lines[0] and "refused" in lines[0]


def test_nothing_is_known(audit: Any) -> None:
    code, words = said(audit, SKIPPED)
    assert code == 0 and "nothing was looked up" in words


def test_all_is_well(audit: Any) -> None:
    assert said(audit, SOUND) == (0, "audit: 1 packages looked up, 0 known holes")
    assert "not looked up: a" in said(audit, SOUND, SKIPPED)[1]


def test_a_hole_is_named(audit: Any) -> None:
    code, words = said(audit, SOUND, HOLED)
    assert code == 1 and "c 3: PYSEC-1, mended in 3.1" in words
