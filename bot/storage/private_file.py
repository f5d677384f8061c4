"""A file of keys: readable by its owner alone, and whole on the disk before anybody sees it."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from bot.storage.database import SealError


def read(path: Path, what: str) -> str:
    """`what` it is, in words for the operator ("the key ring"). Raises `SealError`, also when others could read it."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SealError(f"others can read {what} {path}: run `chmod 600 {path}`")
        return path.read_text()
    except OSError as error:
        raise SealError(f"{what} {path} can't be read: {error.strerror}") from error


def write(path: Path, what: str, said: str, *, first: bool) -> None:
    """`first`: only where there is none yet; what another process wrote meanwhile holds. Raises `SealError`."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(said)
            file.flush()
            os.fsync(file.fileno())
        if first:
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(part)
        else:
            part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise SealError(f"{what} {path} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
