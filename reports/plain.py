"""Telegram HTML as plain text for a terminal."""

from html.parser import HTMLParser


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain(part: str) -> str:
    """The words of a part, without tags and without the isolates around names."""
    parser = _Text()
    parser.feed(part)
    parser.close()
    return "".join(parser.pieces).replace("\u2068", "").replace("\u2069", "")
