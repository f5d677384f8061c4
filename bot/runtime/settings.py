"""Settings: defaults < `cairn.toml` < `.env` < environment < files named by `…_FILE`.

Prefix `CAIRN_`, nesting `__`: `CAIRN_DISCORD__TOKEN`. A key that nobody reads is an error with a suggestion, because
a mistyped name would otherwise be silently ignored.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any
from urllib.parse import quote

from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "CAIRN_"
TOML = Path("cairn.toml")
DOTENV = Path(".env")


class SettingsError(Exception):
    """Settings that can't work; the message says what to change."""


def _listed(value: Any) -> Any:
    """A list as people write one in an environment: `0,1`, `0 1` or `[0, 1]`."""
    return value.strip("[] ").replace(",", " ").split() if isinstance(value, str) else value


Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_listed)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DiscordSection(_Section):
    token: SecretStr = Field(
        default=SecretStr(""), description="The bot's token. Empty: Cairn does not run on Discord."
    )
    shard_ids: Numbers = Field(
        default=(), description="Which gateway shards this process runs, like 0,1; empty: all of them."
    )
    shard_count: int = Field(
        default=0, description="How many shards there are over all processes; 0: as Discord suggests."
    )


class SlackSection(_Section):
    bot_token: SecretStr = Field(
        default=SecretStr(""), description="Bot token (xoxb-…). Empty: Cairn does not run on Slack."
    )
    app_token: SecretStr = Field(default=SecretStr(""), description="App-level token (xapp-…) with connections:write.")
    signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Only needed for HTTP; Socket Mode works without it."
    )
    reconcile: bool = Field(
        default=False,
        description="Look for a post whose fate is unknown in the channel's history (scope channels:history).",
    )
    aliases: bool = Field(default=True, description="Short commands such as /win beside /cairn win in the manifest.")


def _database_url(value: str) -> str:
    if value and not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("It looks like sqlite:///cairn.db or postgresql://user@host/name.")
    return value


class DatabaseSection(_Section):
    url: Annotated[str, AfterValidator(_database_url)] = Field(
        default="", description="sqlite:///file or postgresql://user@host/name. Empty: cairn.db in the data directory."
    )


class PlaygroundSection(_Section):
    port: int = Field(default=8770, ge=0, le=65535, description="Port of the local playground; 0 takes a free one.")


class HealthSection(_Section):
    port: int = Field(default=0, ge=0, le=65535, description="Port of /livez and /readyz; 0 turns them off.")
    host: str = Field(default="127.0.0.1", description="Address to listen on for /livez and /readyz.")


class LogSection(_Section):
    format: str = Field(default="console", pattern="^(console|json)$", description="console or json.")
    level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
    )


def _ours(loaded: Mapping[str, str | None]) -> Mapping[str, str | None]:
    """The sources hand over every variable with our prefix; `…_FILE` and other programs' are not theirs to judge."""
    known = {name for name, *_ in names()}
    return {name: value for name, value in loaded.items() if name.upper() in known}


class _Environment(EnvSettingsSource):
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return _ours(super()._load_env_vars())


class _EnvFile(DotEnvSettingsSource):
    def _load_env_vars(self) -> Mapping[str, str | None]:
        return _ours(super()._load_env_vars())


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, toml_file=TOML, env_file=DOTENV
    )

    discord: DiscordSection = DiscordSection()
    slack: SlackSection = SlackSection()
    database: DatabaseSection = DatabaseSection()
    playground: PlaygroundSection = PlaygroundSection()
    health: HealthSection = HealthSection()
    log: LogSection = LogSection()
    data_dir: Path = Field(default=Path("data"), description="Where the database file, the keys and backups live.")

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{quote(str(self.data_dir / 'cairn.db'))}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (
            init_settings,
            InitSettingsSource(settings_cls, dict(_from_files(os.environ))),
            _Environment(settings_cls),
            _EnvFile(settings_cls),
            TomlConfigSettingsSource(settings_cls),
        )


def names() -> Iterator[tuple[str, str, str, str]]:
    """Every setting: name in the environment, TOML key, default as text, what it is for."""
    for section, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, _Section):
            for name, inner in kind.model_fields.items():
                default = inner.default.get_secret_value() if isinstance(inner.default, SecretStr) else inner.default
                shown = "" if default in ((), "") else str(default).lower() if default is False else str(default)
                yield f"{PREFIX}{section}__{name}".upper(), f"{section}.{name}", shown, inner.description or ""
        else:
            yield f"{PREFIX}{section}".upper(), section, str(field.default), field.description or ""


def load() -> Settings:
    """Raises `SettingsError` in plain words."""
    try:
        _refuse_unknown(_present())
        return Settings()
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        raise SettingsError(
            "\n".join(_said(problem["type"], problem["loc"], problem["msg"]) for problem in problems)
        ) from None
    except TOMLDecodeError as error:
        raise SettingsError(f"{TOML} can't be read: {error}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings can't be read: {error}.") from None


def _said(kind: str, at: tuple[int | str, ...], problem: str) -> str:
    """One mistake, with the setting's name. Names that nobody reads come from the file; the environment's were
    looked at before."""
    if kind == "extra_forbidden":
        key = ".".join(str(part) for part in at)
        close = difflib.get_close_matches(key, [known for _, known, *_ in names()], 1)
        return f"I don't know the setting {key} in {TOML}." + (f" Did you mean {close[0]}?" if close else "")
    return f"{PREFIX}{'__'.join(str(part) for part in at[:2]).upper()}: {problem.removeprefix('Value error, ')}"


def _present() -> set[str]:
    found = {name for name in os.environ if name.startswith(PREFIX)}
    if DOTENV.exists():
        found |= {name for name in dotenv_values(DOTENV) if name.startswith(PREFIX)}
    return found


def _refuse_unknown(present: set[str]) -> None:
    known = {name for name, *_ in names()}
    known |= {f"{name}_FILE" for name in known}
    for name in sorted(present):
        if name.upper() in known or name.upper() in {PREFIX + s.upper() for s in Settings.model_fields}:
            continue
        close = difflib.get_close_matches(name.upper(), known, 1)
        raise SettingsError(f"I don't know the setting {name}." + (f" Did you mean {close[0]}?" if close else ""))


def _from_files(environment: Mapping[str, str]) -> dict[str, Any]:
    """`CAIRN_DISCORD__TOKEN_FILE=/run/secrets/token` reads the value from a file."""
    values: dict[str, Any] = {}
    for name, key, *_ in names():
        path = environment.get(f"{name}_FILE")
        if path is None:
            continue
        try:
            text = Path(path).read_text().strip()
        except OSError as error:
            raise SettingsError(f"{name}_FILE: {path} can't be read ({error.strerror}).") from None
        section, _, field = key.partition(".")
        if field:
            values.setdefault(section, {})[field] = text
        else:
            values[section] = text
    return values
