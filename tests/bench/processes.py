"""Other processes of a benchmark: started, stopped for a while, asked, measured and ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Running:
    """A Python process."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def ask(self, what: Any) -> Any:
        """Writes a line of JSON and reads one."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        return await self.told()

    async def told(self) -> Any:
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the benchmark ended early")
        return json.loads(line)

    def pause(self) -> None:
        """So that it takes nothing from what is measured."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def cpu(self) -> float:
        """Seconds of processor time so far, of all threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Resident now, in MiB."""
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * _PAGE / 2**20

    async def end(self) -> None:
        if self._process.returncode is None:
            self.go_on()
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), 15)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def running(
    module: str,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    folder: Path = _HERE,
    talks: bool = False,
) -> AsyncGenerator[Running]:
    """`python -m module arguments` in a folder; ended at the end. Unless it `talks`, what it prints is thrown away."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE if talks else asyncio.subprocess.DEVNULL,
        stderr=None if talks else asyncio.subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_HERE), **(environment or {})},
        limit=2**20,
    )
    found = Running(process)
    try:
        yield found
    finally:
        await found.end()
