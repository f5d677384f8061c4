from __future__ import annotations

from pathlib import Path

import pytest

from bot.runtime import settings
from bot.runtime.settings import SettingsError


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_later_sources_win(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / "cairn.toml").write_text(
        '[discord]\ntoken = "toml"\n[slack]\nbot_token = "toml"\napp_token = "t"\n'
    )
    (empty_folder / ".env").write_text("CAIRN_SLACK__BOT_TOKEN=dotenv\nCAIRN_PLAYGROUND__PORT=1\n")
    monkeypatch.setenv("CAIRN_PLAYGROUND__PORT", "2")
    (empty_folder / "secret").write_text("from-file\n")
    monkeypatch.setenv("CAIRN_SLACK__SIGNING_SECRET_FILE", "secret")
    loaded = settings.load()
    assert loaded.discord.token.get_secret_value() == "toml"
    assert loaded.slack.bot_token.get_secret_value() == "dotenv"
    assert loaded.slack.app_token.get_secret_value() == "t"
    assert loaded.slack.signing_secret.get_secret_value() == "from-file"
    assert loaded.playground.port == 2


def test_a_mistyped_name_is_refused_with_a_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DISCORD__TOKN", "x")
    with pytest.raises(SettingsError, match="Did you mean CAIRN_DISCORD__TOKEN"):
        settings.load()


def test_a_mistyped_name_in_the_env_file_is_refused(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("CAIRN_DATBASE__URL=x\n")
    with pytest.raises(SettingsError, match="CAIRN_DATABASE__URL"):
        settings.load()


def test_other_programs_variables_in_the_env_file_are_left_alone(empty_folder: Path) -> None:
    (empty_folder / ".env").write_text("POSTGRES_PASSWORD=x\n")
    settings.load()


def test_a_value_of_the_wrong_kind_is_named_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_PLAYGROUND__PORT", "secret-word")
    with pytest.raises(SettingsError) as refused:
        settings.load()
    assert "CAIRN_PLAYGROUND__PORT" in str(refused.value)
    assert "secret-word" not in str(refused.value)


def test_without_anything_the_database_lies_in_the_data_folder() -> None:
    assert settings.load().database_url == "sqlite:///data/cairn.db"


def test_tokens_do_not_show_in_the_settings_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DISCORD__TOKEN", "very-secret")
    assert "very-secret" not in repr(settings.load())


def test_a_mistyped_name_in_the_toml_file_is_refused_with_a_suggestion(empty_folder: Path) -> None:
    (empty_folder / "cairn.toml").write_text('[discord]\ntokn = "x"\n')
    with pytest.raises(SettingsError, match=r"discord\.tokn in cairn\.toml\. Did you mean discord\.token\?"):
        settings.load()


def test_a_toml_file_that_does_not_read_is_said_so(empty_folder: Path) -> None:
    (empty_folder / "cairn.toml").write_text("this is = = no toml")
    with pytest.raises(SettingsError, match=r"cairn\.toml can't be read"):
        settings.load()


@pytest.mark.parametrize("written", ["0,1", "0, 1", "0 1", "[0, 1]"])
def test_shards_are_listed_as_people_write_lists(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DISCORD__SHARD_IDS", written)
    assert settings.load().discord.shard_ids == (0, 1)


def test_shards_that_are_no_numbers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DISCORD__SHARD_IDS", "first")
    with pytest.raises(SettingsError, match="CAIRN_DISCORD__SHARD_IDS"):
        settings.load()


def test_a_database_of_another_kind_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DATABASE__URL", "mysql://x")
    with pytest.raises(SettingsError, match="CAIRN_DATABASE__URL: It looks like sqlite:///"):
        settings.load()


def test_a_folder_with_a_sign_in_its_name_is_the_same_in_the_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_DATA_DIR", "/srv/50% of it")
    assert settings.load().database_url == "sqlite:////srv/50%25%20of%20it/cairn.db"
