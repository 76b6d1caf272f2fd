"""A bot of which only the sends are looked at."""


class Sends:
    """Notes what it sends, which must be HTML, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.refuse: dict[int, Exception] = {}

    async def send_message(self, chat: int, words: str, **more: object) -> None:
        """As of aiogram's Bot."""
        assert more["parse_mode"] == "HTML"
        if chat in self.refuse:
            raise self.refuse[chat]
        self.sent.append((chat, words))
