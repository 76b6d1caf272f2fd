"""The Telegram bot: takes match links, follows the tasks live, delivers what they find."""
