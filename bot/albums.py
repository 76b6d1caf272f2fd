"""Albums: Telegram sends each picture as a message of its own, though the person sent one."""

from collections import OrderedDict

from aiogram.types import Message

REMEMBERED = 500


class Albums:
    """Remembers which albums were answered; the words of an album are with its first picture."""

    def __init__(self) -> None:
        self._answered: OrderedDict[tuple[int, str], None] = OrderedDict()

    def answered(self, message: Message) -> bool:
        """Whether another picture of this album was answered before; it counts as answered from now on."""
        if message.media_group_id is None:
            return False
        album = (message.chat.id, message.media_group_id)
        if album in self._answered:
            return True
        self._answered[album] = None
        while len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        return False
