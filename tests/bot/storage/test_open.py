from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage.database import StorageError
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase


@pytest.mark.parametrize("name", ["cairn.db", "my cairn.db"])
async def test_three_slashes_are_relative_and_four_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: KeyRing, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in (f"sqlite:///{name}", f"sqlite:///{tmp_path}/{name}".replace(" ", "%20")):
        db = await open_database(url, keys)
        assert isinstance(db, SqliteDatabase)
        assert (tmp_path / name).samefile(db.path)
        await db.close()


@pytest.mark.parametrize(
    "url", ["", "cairn.db", "sqlite://", "sqlite:///", "sqlite://cairn.db", "mysql://x/y", "postgresql://"]
)
async def test_other_urls_are_refused_with_an_example(keys: KeyRing, url: str) -> None:
    with pytest.raises(StorageError, match=r"sqlite:///cairn\.db"):
        await open_database(url, keys)
