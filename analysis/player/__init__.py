"""One player: form, trend, maps, role, standing, streaks, sessions. A file of FACEIT models in, a report model out."""
