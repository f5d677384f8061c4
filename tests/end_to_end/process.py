"""The bot as a process of its own, in an environment that holds nothing but what a test gives it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path

_ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds for anything that a loaded machine does slowly."""


class Cairn:
    """One `cairn run`, in a folder of its own, started and ended any number of times."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.settings = dict(settings)
        self.said = folder / "said.txt"
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """All that it wrote so far, over all its lives."""
        return self.said.read_text() if self.said.exists() else ""

    async def begin(self) -> None:
        """Starts it; when it serves is for its platforms to say."""
        assert self._process is None
        with self.said.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *command("run"), cwd=self.folder, env=environment(self.settings), stdout=out, stderr=out
            )

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code."""
        assert self._process is not None
        process, self._process = self._process, None
        if process.returncode is None:
            process.send_signal(how)
        return await asyncio.wait_for(process.wait(), PATIENCE)

    async def ended(self) -> int:
        """Its exit code, when it ends by itself."""
        assert self._process is not None
        code = await asyncio.wait_for(self._process.wait(), PATIENCE)
        self._process = None
        return code

    async def clear(self) -> None:
        """Whatever state a test left it in."""
        if self._process is not None:
            await self.end(signal.SIGKILL)


async def cairn(folder: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """One command to its end: exit code, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        *command(*arguments),
        cwd=folder,
        env=environment(settings or {}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.end_to_end.elsewhere", *arguments]


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **settings,
    }
