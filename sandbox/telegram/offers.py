"""Messages that the page offers to send, read from elsewhere."""

import asyncio
import json
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen


async def read_offers(url: str | None) -> list[dict[str, str]]:
    """The offers now; none while nobody answers."""
    if not url:
        return []
    try:
        answer = await asyncio.to_thread(_read, url)
    except (OSError, URLError, ValueError):
        return []
    if not isinstance(answer, list):
        return []
    return [
        {"title": str(offer.get("title") or offer["text"]), "text": str(offer["text"])}
        | ({"group": str(offer["group"])} if offer.get("group") else {})
        for offer in answer
        if isinstance(offer, dict) and offer.get("text")
    ]


def _read(url: str) -> Any:
    if not url.startswith(("http://", "https://")):
        raise ValueError("offers come over HTTP")
    with urlopen(url, timeout=2) as response:
        return json.load(response)
