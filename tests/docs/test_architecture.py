"""The table of Redis keys names every kind of key that the code writes, and no other."""

import re

from tests.processes import ROOT

FOLDERS = ("actors", "bot", "faceit", "measures", "monitoring", "pipelines", "tasks")
KEY = re.compile(r"PREFIX\s*\+\s*f?\"([a-z_]+)|\{PREFIX\}([a-z_]+)")


def in_code() -> set[str]:
    """First words of the keys built behind the prefix."""
    found: set[str] = set()
    for path in [ROOT / "connections.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]:
        found |= {hit[1] or hit[2] for hit in KEY.finditer(path.read_text())}
    return found


def in_table() -> set[str]:
    """First words of the keys in the page's table."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page[page.index("\n## Redis\n") :]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    return {re.split(r"[^a-z_]", key)[0] for cell in cells for key in re.findall(r"`([a-z_][^`]*)`", cell)}


def test_the_table_of_keys_is_whole() -> None:
    assert {"run", "task", "budget", "watch"} <= in_code()
    assert in_code() == in_table()
