"""Pure rendering: a report, a language and a side become Telegram HTML."""
