"""What Discord is given to recognise things again: messages, our own drafts, our own posts."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.discord.limits import CUSTOM_ID

_DRAFT = "d1|"


def remote_of(channel: int, message: int) -> str:
    return f"{channel}:{message}"


def parse_remote(remote: str) -> tuple[int, int]:
    """Channel and message. Raises ValueError when the text was not made by `remote_of`."""
    channel, _, message = remote.partition(":")
    return int(channel), int(message)


def mark_of(nonce: int) -> int:
    """The `id` of our message's Container: 31 bits of the nonce, high enough never to meet an id Discord gives out."""
    return ((nonce ^ (nonce >> 31)) & 0x3FFF_FFFF) | 0x4000_0000


_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def code_of(nonce: int) -> str:
    """Eight characters at the end of a thread's name, by which an attempt finds what an earlier one made: so many that
    thousands of threads with one title share none."""
    code = ""
    for _ in range(8):
        nonce, digit = divmod(nonce, len(_SIGNS))
        code += _SIGNS[digit]
    return code


@dataclass(frozen=True, slots=True)
class DraftId:
    """What a **Fix it** or **Continue** button carries. `call` is there if it fits: after a restart the draft is
    gone, but the form can still be opened again. `places` says which of its fields were asked; empty: all."""

    token: str
    call: str = ""
    places: str = ""

    def encode(self) -> str:
        head = f"{_DRAFT}{self.token}~{self.places}|" if self.places else f"{_DRAFT}{self.token}|"
        return head + self.call if len(head + self.call) <= CUSTOM_ID else f"{_DRAFT}{self.token}|"

    @staticmethod
    def decode(custom_id: str) -> DraftId | None:
        """None when the id is not a draft's."""
        if not custom_id.startswith(_DRAFT):
            return None
        head, _, call = custom_id.removeprefix(_DRAFT).partition("|")
        token, _, places = head.partition("~")
        return DraftId(token, call, places)
