"""A prediction a match and phase: the one made after the veto no longer takes the place of the one made before.

Expanding: the table of the release before stays, is written by both, and goes in a later migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
KEPT = "match_id, phase, run, made_at, faction1, source, model, too_close, inputs, winner, scored_at"


def upgrade() -> None:
    """Add only: the release before still runs on this."""
    op.create_table(
        "predictions_by_phase",
        sa.Column("match_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("faction1", sa.Float()),
        sa.Column("source", sa.String()),
        sa.Column("model", sa.Float()),
        sa.Column("too_close", sa.Boolean(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("winner", sa.String()),
        sa.Column("scored_at", MOMENT),
        sa.Column("asked_at", MOMENT),
        sa.PrimaryKeyConstraint("match_id", "phase", name="pk_predictions_by_phase"),
    )
    op.create_index("ix_predictions_by_phase_scored_at", "predictions_by_phase", ["scored_at"])
    op.execute(f"INSERT INTO predictions_by_phase ({KEPT}) SELECT {KEPT} FROM predictions")
