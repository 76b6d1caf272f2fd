"""Migrations: each only adds what the release before can live with; what it leaves unused goes one release later."""

from pathlib import Path

FOLDER = Path(__file__).parent


def head() -> str:
    """The newest migration, by the number its file begins with; Alembic, which knows it too, is heavy to load."""
    return max(path.name.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py"))
