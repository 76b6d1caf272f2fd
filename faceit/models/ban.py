"""`/players/{id}/bans`: why and how long an account was or is kept out."""

from datetime import datetime

from faceit.models.values import FaceitModel, Moment, Text


class Ban(FaceitModel):
    """One ban. `ends_at` is None for one without an end."""

    reason: Text = None
    starts_at: Moment = None
    ends_at: Moment = None
    game: Text = None

    def active(self, at: datetime) -> bool:
        """Whether it holds at a moment; one whose start is unknown has begun."""
        begun = self.starts_at is None or self.starts_at <= at
        return begun and (self.ends_at is None or at < self.ends_at)
