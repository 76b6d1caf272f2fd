"""Floors that import-linter does not see, since single-file modules have a part in them."""

import ast

import pytest

from tests.processes import ROOT

PROJECT = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}
ALLOWED = {
    "setting_sections": set[str](),
    "errors": set[str](),
    "settings": {"errors", "setting_sections"},
    "pools": set[str](),
    "connections": {"pools", "settings"},
    "logs": {"errors", "settings"},
}


def imported(module: str) -> set[str]:
    names: set[str] = set()
    for path in [*(ROOT / module).rglob("*.py")] or [ROOT / f"{module}.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return (names & PROJECT) - {module}


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_low_floors_import_only_lower_ones(module: str) -> None:
    assert imported(module) <= ALLOWED[module]


def test_the_command_line_knows_no_stand_in() -> None:
    assert "actors" in imported("cli")
    assert not {"bot", "monitoring", "sandbox"} & imported("cli")
    assert "sandbox" not in imported("web")
