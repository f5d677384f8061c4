"""Application commands from the core's registry.

Each command is built around a synthesised signature, which is what discord.py reads. An option that was left out
carries a sentinel and is dropped before dispatch, so that the handler's own default holds.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, timedelta
from typing import Any

import discord
from discord import app_commands

from adapters.discord import limits
from bot.cog import CommandSpec, OptionSpec, Param, Registry
from bot.scheduling.clock import Clock
from bot.ui.form import label_of

Interaction = discord.Interaction[Any]
Called = Callable[[Interaction, str, Mapping[str, Any]], Awaitable[None]]
Chosen = Callable[[Interaction, str, discord.Message], Awaitable[None]]


LEFT_OUT = None
"""The default of every optional option: the one value that the library takes for all types and Discord never sends."""


class Room(app_commands.Transformer):
    """A text or announcement channel, as Discord resolved it; what the bot may do there is asked of the cache."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(self, interaction: Interaction, value: Any, /) -> Any:
        return value


_TYPES: Mapping[Param, Any] = {
    Param.TEXT: str,
    Param.NUMBER: int,
    Param.TICK: bool,
    Param.DAY: str,
    Param.CHOICE: str,
    Param.PERSON: discord.User,
    Param.ROOM: app_commands.Transform[Any, Room],
}


def build(
    tree: app_commands.CommandTree[Any], registry: Registry, called: Called, chosen: Chosen, clock: Clock
) -> None:
    groups: dict[str, app_commands.Group] = {}
    for spec in registry.commands.values():
        *parent, name = spec.name.split(" ")
        command = _command(name, spec, called, clock)
        if not parent:
            tree.add_command(command)
            continue
        group = groups.get(parent[0])
        if group is None:
            group = app_commands.Group(name=parent[0], description=_about(parent[0], registry), guild_only=True)
            groups[parent[0]] = group
            tree.add_command(group)
        group.add_command(command)
    for label in registry.menus:  # more than five are refused by discord.py 2.7.1, at the start
        tree.add_command(_menu(label, chosen))


def _about(group: str, registry: Registry) -> str:
    names = [name.split(" ")[1] for name in registry.commands if name.startswith(f"{group} ")]
    text = f"{group.capitalize()}: {', '.join(names)}"
    return text if len(text) <= limits.CHOICE_NAME else text[: limits.CHOICE_NAME - 1] + "…"


def _command(name: str, spec: CommandSpec, called: Called, clock: Clock) -> app_commands.Command[Any, ..., Any]:
    async def callback(interaction: Interaction, **options: Any) -> None:
        await called(interaction, spec.name, {k: v for k, v in options.items() if v is not LEFT_OUT})

    shown = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction)]
    for option in spec.options:
        default: Any = inspect.Parameter.empty if option.required else LEFT_OUT
        shown.append(
            inspect.Parameter(
                option.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_TYPES[option.param]
            )
        )
    function: Any = callback
    function.__signature__ = inspect.Signature(shown)
    function.__discord_app_commands_guild_only__ = True
    if spec.options:
        app_commands.describe(**{o.name: o.description for o in spec.options})(function)
    for option in spec.options:
        _suggest(function, option, clock)
    return app_commands.Command(name=name, description=spec.description, callback=function)


def _suggest(function: Any, option: OptionSpec, clock: Clock) -> None:
    if option.enum is not None:
        choices = [app_commands.Choice(name=label_of(member), value=member.value) for member in option.enum]
        if len(choices) <= limits.CHOICES:
            app_commands.choices(**{option.name: choices})(function)
            return

        def among(typed: str) -> list[tuple[str, str]]:
            return [(c.name, c.value) for c in choices if typed.lower() in c.name.lower()]

        app_commands.autocomplete(**{option.name: _completer(among)})(function)
    elif option.param is Param.DAY:
        app_commands.autocomplete(**{option.name: _completer(lambda typed: days(typed, _today(clock)))})(function)
    elif option.complete is not None and option.param is Param.TEXT:
        complete = option.complete

        def suggest(typed: str) -> list[tuple[str, str]]:
            return [(text, text) for text in complete(typed)]

        app_commands.autocomplete(**{option.name: _completer(suggest)})(function)


def _completer(suggest: Callable[[str], list[tuple[str, str]]]) -> Any:
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fitting = [(name, value) for name, value in suggest(typed) if 0 < len(value) <= limits.CHOICE_NAME]
        return [app_commands.Choice(name=name[: limits.CHOICE_NAME], value=value) for name, value in fitting][
            : limits.CHOICES
        ]

    return complete


def _today(clock: Clock) -> date:
    """In UTC: whose day it is, is known only to the core. "today" and "yesterday" are handed on as words for that."""
    return clock.now().astimezone(UTC).date()


def days(typed: str, today: date) -> list[tuple[str, str]]:
    """Name and value of the days to offer for what was typed so far."""
    recent = [today - timedelta(days=n) for n in range(2, limits.CHOICES)]
    offered = [("today", "today"), ("yesterday", "yesterday")]
    offered += [(f"{day:%A} {day.day} {day:%B} ({day.isoformat()})", day.isoformat()) for day in recent]
    wanted = typed.strip().lower()
    found = [(name, value) for name, value in offered if wanted in name.lower()]
    return found or ([(typed, typed)] if 0 < len(wanted) <= limits.CHOICE_NAME else offered)


def _menu(label: str, chosen: Chosen) -> app_commands.ContextMenu:
    async def callback(interaction: Interaction, message: discord.Message) -> None:
        await chosen(interaction, label, message)

    menu = app_commands.ContextMenu(name=label, callback=callback)
    menu.guild_only = True
    return menu


def fingerprint(tree: app_commands.CommandTree[Any]) -> str:
    """Changes when Discord would be told something else, by us or by the library."""
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    text = json.dumps([discord.__version__, payload], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
