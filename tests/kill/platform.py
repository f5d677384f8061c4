"""A platform on loopback that outlives the workers: it keeps every post and can refuse a nonce it knows.

One line of JSON per request and answer: {"op": "post", "nonce": ..., "dedupe": ..., "to": ...} -> {"remote": ...};
{"op": "find", "nonce": ...} -> {"remote": ... or null}. Private rooms are threads that know no nonce (create, look,
add, archive), or groups of which the same people always have the same one (group).
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass
class Room:
    team: str
    name: str
    people: list[str] = field(default_factory=list[str])
    active: bool = True


class Platform:
    def __init__(self, most_threads: int = 1000) -> None:
        self.rooms: dict[str, Room] = {}
        self.in_place: dict[str, list[str]] = defaultdict(list)
        """Remote ids of posts by the room or person they went to."""
        self._most_threads = most_threads
        self.posts: dict[int, list[str]] = defaultdict(list)
        """Remote ids by nonce: more than one is a double."""
        self.arrived = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._count = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        return self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                answer = self._answer(json.loads(line))
                # A real one takes a moment: kills are to fall between doing and answering as well.
                await asyncio.sleep(0.004)
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError, ValueError):
            pass
        finally:
            writer.close()

    def _answer(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        match asked["op"]:
            case "find":
                return {"remote": next(iter(self.posts.get(asked["nonce"], ())), None)}
            case "post":
                return {"remote": self._post(asked["nonce"], asked["to"], dedupe=asked["dedupe"])}
            case "create":
                return {"remote": self._create(asked["team"], asked["name"])}
            case "look":
                return {"remote": self._look(asked["team"], asked["name"])}
            case "add":
                room = self.rooms[asked["remote"]]
                room.people += [asked["person"]] * (asked["person"] not in room.people)
                return {}
            case "archive":
                self.rooms[asked["remote"]].active = False
                return {}
            case "group":
                return {"remote": self._group(asked["team"], asked["people"])}
            case _:
                raise ValueError(asked["op"])

    def _post(self, nonce: int, to: str, *, dedupe: bool) -> str:
        known = self.posts[nonce]
        if not (known and dedupe):
            remote = self._next("m")
            known.append(remote)
            self.in_place[to].append(remote)
        return known[-1]

    def _create(self, team: str, name: str) -> str | None:
        """None: there are as many as there may be."""
        if sum(room.active and room.team == team for room in self.rooms.values()) >= self._most_threads:
            return None
        remote = self._next("t")
        self.rooms[remote] = Room(team, name)
        return remote

    def _look(self, team: str, name: str) -> str | None:
        own = (remote for remote, room in self.rooms.items() if (room.team, room.name) == (team, name))
        return next(own, None)

    def _group(self, team: str, people: list[str]) -> str:
        name = ",".join(sorted(people))
        remote = self._look(team, name) or self._next("g")
        self.rooms.setdefault(remote, Room(team, name, people))
        return remote

    def _next(self, kind: str) -> str:
        self._count += 1
        self.arrived.set()
        return f"{kind}{self._count}"

    def posted(self) -> int:
        return sum(1 for remotes in self.posts.values() if remotes)

    def doubled(self) -> int:
        return sum(len(remotes) - 1 for remotes in self.posts.values() if len(remotes) > 1)
