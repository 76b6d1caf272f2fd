"""`python -m storage.scored [--model] [--phase PHASE] > FILE` writes settled predictions for `analysis.score`.

`p` is the chance of faction1 that was shown; with --model the model's own, shown or not. Of each match the last one
before the start counts, or with --phase (before_veto, veto_done) the one of that phase: two of one match are not two.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import ValidationError
from sqlalchemy import func, select

from errors import BotError
from settings import load
from storage.database import SyncDatabase
from storage.models import predictions_by_phase as kept
from storage.predictions import Phase


def scored_lines(database: SyncDatabase, *, model: bool = False, phase: Phase | None = None) -> Iterator[str]:
    """A JSON object a settled match, the oldest first. Raises StorageUnavailableError."""
    chance = kept.c.model if model else kept.c.faction1
    settled = (kept.c.winner.is_not(None), chance.is_not(None))
    wanted = select(
        chance.label("p"),
        kept.c.winner,
        kept.c.source,
        kept.c.phase,
        func.row_number().over(partition_by=kept.c.match_id, order_by=kept.c.made_at.desc()).label("place"),
        kept.c.made_at,
    ).where(*settled, *([] if phase is None else [kept.c.phase == phase]))
    rows = wanted.subquery()
    with database.reading() as connection:
        for row in connection.execute(select(rows).where(rows.c.place == 1).order_by(rows.c.made_at)):
            told = {"p": row.p, "won": row.winner == "faction1", "source": row.source, "phase": row.phase}
            yield json.dumps(told)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0; 1 when the database can't be read. Ends the process with 2 for a wrong argument."""
    parser = argparse.ArgumentParser(prog="python -m storage.scored")
    parser.add_argument("--model", action="store_true", help="the model's own chance, shown or not")
    parser.add_argument("--phase", choices=get_args(Phase), help="predictions of this phase (default: the last one)")
    given = parser.parse_args(arguments)
    try:
        database = SyncDatabase.open(load())
        for line in scored_lines(database, model=given.model, phase=given.phase):
            sys.stdout.write(line + "\n")
        database.close()
    except (BotError, ValidationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
