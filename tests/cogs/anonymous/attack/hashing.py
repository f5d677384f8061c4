"""Hashes of everything that says who somebody is, compared with everything that is stored without a name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from tests.cogs.anonymous.attack.copying import NAMELESS, Copy
from tests.cogs.anonymous.attack.town import Loot, Person

_ALGORITHMS = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s")
_PREFIX = 12
"""Characters or bytes of a hash that must be found: none is there by chance."""
_MIDNIGHT = 86_400


class Stored:
    """What the nameless rows hold, ready to be searched: in which row each piece of a value stands."""

    def __init__(self, copy: Copy) -> None:
        self.pieces: dict[bytes, set[Any]] = {}
        self.numbers: dict[int, set[Any]] = {}
        for table in NAMELESS:
            for row in copy.tables[table]:
                for value in row.values.values():
                    self._add(value, row.id)

    def _add(self, value: Any, row: Any) -> None:
        match value:
            case int():
                if value > _MIDNIGHT and value % _MIDNIGHT and value > 10_000_000:  # neither a day nor a midnight
                    self.numbers.setdefault(value, set()).add(row)
            case str():
                self._pieces(value.encode(), row)
            case bytes():
                self._pieces(value, row)
            case _:
                pass

    def _pieces(self, value: bytes, row: Any) -> None:
        for at in range(len(value) - _PREFIX + 1):
            self.pieces.setdefault(value[at : at + _PREFIX], set()).add(row)

    def rows(self, digest: bytes) -> Iterator[Any]:
        """Those that hold the digest, or its beginning, in one of the usual ways to write it."""
        text = digest.hex().encode()
        for piece in (digest, text, text.upper(), base64.b64encode(digest), base64.urlsafe_b64encode(digest)):
            yield from self.pieces.get(piece[:_PREFIX], ())
        for order in ("big", "little"):
            for part in (digest[:4], digest[:8], digest[-8:]):
                number = int.from_bytes(part, order)
                for form in (number, number >> 1, number & 0x7FFF_FFFF_FFFF_FFFF):
                    yield from self.numbers.get(form, ())


def found(loot: Loot, copy: Copy, *, keys: Sequence[bytes] = ()) -> set[Any]:
    """Keys of the nameless rows whose author a hash gives away. `keys`: those that the thief has besides.

    A thief tries everybody with everything. Only what hits counts, so here each is tried with rows of their own.
    """
    stored = Stored(copy)
    right: set[Any] = set()
    for n, person in enumerate(loot.people):
        mine, posts = _of(loot, copy, n)
        for message in _messages(person, posts):
            for digest in _plain(message):
                right |= mine.intersection(stored.rows(digest))
        ours = {*_ours(person, posts, mine), *_uses(person, (row.id for row in copy.tables["community"]))}
        for key, message in product(keys, ours):
            right |= mine.intersection(stored.rows(hmac.digest(key, message, "sha256")))
    return right


def found_with_values(loot: Loot, copy: Copy, people: int) -> set[Any]:
    """The same with every value of the database as the key, for some of the people: it is a lot."""
    stored, keys = Stored(copy), _values(copy)
    right: set[Any] = set()
    for n, person in enumerate(loot.people[-people:], len(loot.people) - people):
        mine, posts = _of(loot, copy, n)
        messages = [person.external.encode(), str(person.account).encode(), *_ours(person, posts[:1], ())]
        messages += [f"{id}|{post['id']}".encode() for id in person.ids for post in posts[:1]]
        for key, message in product(keys, messages):
            right |= mine.intersection(stored.rows(hmac.digest(key, message, "sha256")))
    return right


def _of(loot: Loot, copy: Copy, person: int) -> tuple[set[Any], list[Any]]:
    """Keys of all that is theirs, and their posts."""
    mine = {row for row, owner in (*loot.truth.items(), *loot.muted.items()) if owner == person}
    return mine, [row.values for row in copy.tables["anonymous_post"] if row.id in mine]


def _values(copy: Copy) -> set[bytes]:
    """Everything that could serve as a key: no small numbers."""
    values: set[bytes] = set()
    for rows in copy.tables.values():
        for row in rows:
            for value in row.values.values():
                match value:
                    case int() if value > 10_000_000:
                        values |= {str(value).encode(), value.to_bytes(8)}
                    case str() if value:
                        values.add(value.encode())
                    case bytes() if value:
                        values.add(value)
                    case _:
                        pass
    return values


def _messages(person: Person, posts: Iterable[Any]) -> Iterator[bytes]:
    """An identifier alone, and with the post, its day or its thread."""
    extras = {str(post[column]) for post in posts for column in ("id", "day", "thread_id", "thread_day")}
    for id in (*person.ids, _in_code(person), f"{person.platform}:{person.external}"):
        yield id.encode()
        if id.isdecimal() and int(id) < 2**63:
            yield int(id).to_bytes(8)
            yield int(id).to_bytes(8, "little")
        for extra, between in product(extras, ("|", ":")):
            yield f"{id}{between}{extra}".encode()
            yield f"{extra}{between}{id}".encode()


def _plain(message: bytes) -> Iterator[bytes]:
    for algorithm in _ALGORITHMS:
        yield hashlib.new(algorithm, message).digest()
    yield zlib.crc32(message).to_bytes(4)


def _in_code(person: Person) -> str:
    """As the program says who somebody is; the thief has read it."""
    platform, tenant = person.platform, person.tenant
    return f"{len(platform)}.{len(tenant)}.{platform}{tenant}{person.external}"


def _ours(person: Person, posts: Sequence[Any], mutes: Iterable[int]) -> Iterator[bytes]:
    """What the program itself hashes about this person."""
    said = _in_code(person)
    for post in posts:
        yield _framed("author", said, str(post["id"]))
        yield _framed("thread", said, str(post["thread_id"]))
    yield from _uses(person, {post["community_id"] for post in posts})
    for mute in mutes:
        yield _framed("mute", said, str(mute))


def _uses(person: Person, communities: Iterable[int]) -> Iterator[bytes]:
    """Also of somebody whose posts are all gone."""
    for community, what, n in product(communities, ("post", "answer"), range(2)):
        yield _framed("use", _in_code(person), str(community), what, str(n))


def _framed(*parts: str) -> bytes:
    return b"".join(b"%d:" % len(part.encode()) + part.encode() for part in parts)
