"""An HTTP and WebSocket server with next to nothing in it, so that a benchmark measures the bot and not its fake."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_KEY = re.compile(rb"sec-websocket-key: *(\S+)", re.IGNORECASE)
_TOKEN = re.compile(rb"authorization: *\w+ +(\S+)", re.IGNORECASE)
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

Answer = Callable[[str, str, str, bytes], bytes]
"""Method, path with query, token and body to a body of JSON, empty for none."""


class Socket:
    """One WebSocket. `heard` gets every text message."""

    def __init__(self, transport: asyncio.WriteTransport, path: str) -> None:
        self._transport = transport
        self.path = path
        self.heard: Callable[[bytes], None] = lambda text: None

    def send(self, text: bytes) -> None:
        self._frame(0x81, text)

    def _frame(self, head: int, data: bytes) -> None:
        length = len(data)
        if length < 126:
            size = bytes((head, length))
        elif length < 65536:
            size = bytes((head, 126)) + length.to_bytes(2)
        else:
            size = bytes((head, 127)) + length.to_bytes(8)
        self._transport.write(size + data)

    def receive(self, buffer: bytearray) -> None:
        """Takes whole frames out of the buffer. Clients mask theirs; they send none in pieces here."""
        while len(buffer) >= 6:
            length, at = buffer[1] & 0x7F, 2
            if length == 126:
                length, at = int.from_bytes(buffer[2:4]), 4
            elif length == 127:
                length, at = int.from_bytes(buffer[2:10]), 10
            end = at + 4 + length
            if len(buffer) < end:
                return
            mask = bytes(buffer[at : at + 4]) * (length // 4 + 1)
            data = int.from_bytes(buffer[at + 4 : end]) ^ int.from_bytes(mask[:length])
            kind = buffer[0] & 0x0F
            del buffer[:end]
            match kind:
                case 1:
                    self.heard(data.to_bytes(length))
                case 8:
                    self._frame(0x88, data.to_bytes(length))
                    self._transport.close()
                case 9:
                    self._frame(0x8A, data.to_bytes(length))
                case _:
                    pass


class _Connection(asyncio.Protocol):
    def __init__(self, answer: Answer, opened: Callable[[Socket], None]) -> None:
        self._answer = answer
        self._opened = opened
        self._buffer = bytearray()
        self._socket: Socket | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        while self._socket is None:
            head = buffer.find(b"\r\n\r\n")
            if head < 0:
                return
            found = _LENGTH.search(buffer, 0, head)
            end = head + 4 + (int(found[1]) if found else 0)
            if len(buffer) < end:
                return
            request, body = bytes(buffer[:head]), bytes(buffer[head + 4 : end])
            del buffer[:end]
            self._request(request, body)
        self._socket.receive(buffer)

    def _request(self, request: bytes, body: bytes) -> None:
        method, path, _ = request.split(b"\r\n", 1)[0].decode().split(" ")
        key = _KEY.search(request)
        if key is not None:
            accept = base64.b64encode(hashlib.sha1(key[1] + _MAGIC, usedforsecurity=False).digest())
            self._transport.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
            )
            self._socket = Socket(self._transport, path)
            self._opened(self._socket)
            return
        token = _TOKEN.search(request)
        said = self._answer(method, path, token[1].decode() if token else "", body)
        if not said:
            self._transport.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            return
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(said)
        self._transport.write(head + said)


async def serve(answer: Answer, opened: Callable[[Socket], None]) -> int:
    """Listens on loopback until the loop ends; the port."""
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(answer, opened), "127.0.0.1", 0)
    return server.sockets[0].getsockname()[1]
