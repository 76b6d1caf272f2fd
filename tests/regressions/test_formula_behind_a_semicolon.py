"""A team's name may hold a formula behind a semicolon, where a Russian spreadsheet begins a new cell."""

import csv
import io

import pytest

from reports.bulk_csv import csv_of
from tests.reports.test_bulk_card import report, row

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
NAMES = [
    *(f"a;{sign}1+1" for sign in SIGNS),
    *(f"{sign}1+1" for sign in SIGNS),
    "a; =1+1", 'a;"=1+1', 'a";=1+1', "a|=1+1", "a,=1+1", "a;;=1;+1;-1", '"=1+1"', "a\t=1+1",
]  # fmt: skip


def cells(data: bytes, delimiter: str) -> list[str]:
    return [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter) for cell in line]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", ["names", "picks"])
def test_no_cell_is_computed(name: str, delimiter: str, field: str) -> None:
    values = {"names": {"faction1": name, "faction2": "b"}} if field == "names" else {"picks": [name], "played": []}
    made = report(1).model_copy(update={"matches": [row(0, **values)]})
    found = cells(csv_of(made), delimiter)
    assert not [cell for cell in found if cell.lstrip(' "')[:1] in set(SIGNS)]


def test_a_harmless_name_stays_as_it_is() -> None:
    made = report(1).model_copy(update={"matches": [row(0, names={"faction1": "a;b - c+d", "faction2": "x=y"})]})
    assert {"a;b - c+d", "x=y"} <= set(cells(csv_of(made), ","))
