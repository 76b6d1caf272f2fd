"""Stand-ins for Telegram and FACEIT, and the demo. Only tests import it."""
