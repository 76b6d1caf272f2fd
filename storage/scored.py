"""`python -m storage.scored [--model] > FILE` writes settled predictions as lines for `python -m analysis.score FILE`.

`p` is the chance of faction1 that was shown; with --model the model's own, shown or not.
"""

import json
import sys
from collections.abc import Iterator, Sequence

from pydantic import ValidationError
from sqlalchemy import select

from errors import BotError
from settings import load
from storage.database import SyncDatabase
from storage.models import predictions


def scored_lines(database: SyncDatabase, *, model: bool = False) -> Iterator[str]:
    """A JSON object a settled prediction, the oldest first. Raises StorageUnavailableError."""
    chance = predictions.c.model if model else predictions.c.faction1
    wanted = (
        select(chance.label("p"), predictions.c.winner, predictions.c.source, predictions.c.phase)
        .where(predictions.c.winner.is_not(None), chance.is_not(None))
        .order_by(predictions.c.made_at)
    )
    with database.reading() as connection:
        for row in connection.execute(wanted):
            told = {"p": row.p, "won": row.winner == "faction1", "source": row.source, "phase": row.phase}
            yield json.dumps(told)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0; 1 when the database can't be read, 2 for a wrong argument."""
    if set(arguments) - {"--model"}:
        sys.stderr.write("usage: python -m storage.scored [--model]\n")
        return 2
    try:
        database = SyncDatabase.open(load())
        for line in scored_lines(database, model="--model" in arguments):
            sys.stdout.write(line + "\n")
        database.close()
    except (BotError, ValidationError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
