"""A throw-away PostgreSQL server on loopback, from the machine's own `initdb` and `pg_ctl`."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, or None where PostgreSQL is not installed."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    for initdb in [*([Path(on_path).resolve()] if on_path else []), *installed]:
        if (initdb.parent / "pg_ctl").exists():
            return initdb.parent
    return None


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return ["runuser", "-u", name, "--"]
    raise RuntimeError("root can't start PostgreSQL, and there is no user `postgres` or `nobody`")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


_GUARD = 'cat; "$1" -D "$2/data" -m immediate -w stop; rm -rf "$2"'


class Server:
    """`durable=False` turns fsync off, for tests that kill nothing."""

    def __init__(self, folder: Path, port: int, tools: Path, settings: str) -> None:
        self._folder = folder
        self._port = port
        self._tools = tools
        self._settings = settings
        self._names = itertools.count(1)
        # It reads until this process ends, in whatever way, so that no server is ever left behind.
        self._guard = subprocess.Popen(
            [*_unprivileged(), "sh", "-c", _GUARD, "guard", str(tools / "pg_ctl"), str(folder)],
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @classmethod
    def start(cls, *, durable: bool = True) -> Self:
        tools = binaries()
        if tools is None:
            raise FileNotFoundError("initdb is not installed")
        folder = Path(tempfile.mkdtemp(prefix="cairn-postgres-"))
        settings = " ".join(
            f"-c {setting}"
            for setting in (
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=200",
                "shared_buffers=64MB",
                *([] if durable else ["fsync=off", "full_page_writes=off", "autovacuum=off"]),
            )
        )
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_unprivileged()[2])
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = cls(folder, _free_port(), tools, settings)
        try:
            server._run(
                "initdb", "-D", f"{folder}/data", "-U", "cairn", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
            )
            server.up()
        except BaseException:
            server.stop()
            raise
        return server

    def up(self) -> None:
        data, log = f"{self._folder}/data", f"{self._folder}/log"
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{self._settings} -p {self._port}", "start")

    def down(self) -> None:
        """As when the machine goes away: connections are cut."""
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-w", "-m", "immediate", "stop")

    def stop(self) -> None:
        self._guard.communicate()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://cairn@127.0.0.1:{self._port}/{database}"

    def fresh(self, like: str = "template0") -> str:
        """The URL of a new database: empty, or a copy of another one that nobody is connected to."""
        name = f"t{next(self._names)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            quickly = "STRATEGY file_copy" if connection.info.server_version >= 150_000 else ""
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
            connection.execute(create.format(sql.Identifier(name), sql.Identifier(like), sql.SQL(quickly)))
        return self.url(name)

    def drop(self, url: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            name = sql.Identifier(url.rpartition("/")[2])
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _run(self, tool: str, *arguments: str) -> None:
        command = [*_unprivileged(), str(self._tools / tool), *arguments]
        # Nobody reads its output: the server would keep a pipe open for good.
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            log = self._folder / "log"
            raise RuntimeError(f"{tool} failed\n{log.read_text() if log.exists() else ''}")
