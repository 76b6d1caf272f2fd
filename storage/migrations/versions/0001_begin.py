"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add only: the release before still runs on this."""
    _people()
    _matches()
    _players()


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("player_id", sa.String(), nullable=False),
        sa.Column("nickname", sa.String(), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_accounts"),
    )
    op.create_table(
        "preferences",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("language", sa.String()),
        sa.Column("timezone", sa.String()),
        sa.PrimaryKeyConstraint("owner", name="pk_preferences"),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("match_id", sa.String()),
        sa.Column("player_id", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_owner_at", "history", ["owner", "at"])
    op.create_index("ix_history_task", "history", ["task"], unique=True)


def _matches() -> None:
    op.create_table(
        "predictions",
        sa.Column("match_id", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("faction1", sa.Float()),
        sa.Column("source", sa.String()),
        sa.Column("model", sa.Float()),
        sa.Column("too_close", sa.Boolean(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("winner", sa.String()),
        sa.Column("scored_at", MOMENT),
        sa.PrimaryKeyConstraint("match_id", name="pk_predictions"),
    )


def _players() -> None:
    op.create_table(
        "opt_outs",
        sa.Column("player_hash", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("player_hash", name="pk_opt_outs"),
    )
    op.create_table(
        "population_voters",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("voter", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("period", "voter", name="pk_population_voters"),
    )
    op.create_table(
        "population_counts",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("bucket", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("period", "band", "metric", "bucket", name="pk_population_counts"),
    )
