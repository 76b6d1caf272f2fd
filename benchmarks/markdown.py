"""Figures as text for the pages: a line on machine and versions, and a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.measure import Figure

NOT_PACKAGES = {"date", "cores", "memory_gb", "python"}


def text(machine: Mapping[str, Any], figures: Sequence[Figure]) -> str:
    """Markdown, ready to be pasted."""
    size = f"{machine['cores']} cores, {machine['memory_gb']} GB, Python {machine['python']}"
    packages = [f"{name} {value}" for name, value in machine.items() if name not in NOT_PACKAGES]
    head = ", ".join([machine["date"], size, *packages]) + "."
    rows = [_row("figure", "value", "aim", ""), _row("---", "---", "---", "---")]
    rows += [_row(one.name, f"{_number(one.value)} {one.unit}", one.aim, one.detail) for one in figures]
    return "\n".join([head, "", *rows])


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
