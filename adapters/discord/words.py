"""The few sentences that only Discord needs: around forms, late answers and the first hello."""

from __future__ import annotations

FIX_IT = "Fix it"
CONTINUE = "Continue"

NOT_YET = "Not saved yet"
KEPT = "What you wrote is kept for 15 minutes."
KEPT_BELOW = "What you wrote is kept for 15 minutes. You can also copy it from here:"
IN_FILE = "It is long, so the whole text is in the file below."
ONE_MORE_STEP = "One more step"
PRESS_CONTINUE = "Press Continue to open the form."
WHICH_DAY = "Which day was it?"
TYPE_THE_DAY = "Press Fix it and type the day, like 2026-03-14."
DAY_HINT = "Type it like 2026-03-14."
EARLIER = "An earlier day"
ANOTHER_DAY = "Another day"

DRAFT_GONE = "This form is no longer open"
DRAFT_GONE_BODY = (
    "Forms wait for 15 minutes, and this one is past that, or I was restarted. Please open it again with the command. "
    "If you wrote something, it may still be in the message above, and you can copy it from there."
)
DRAFT_LOST = "I no longer have what you typed. If the message above shows it, you can copy it from there."

FAULT = "Something went wrong on my side"
FAULT_BODY = "Your message may not be saved. Please try again in a minute. If it happens again, tell an organiser: {}"
UNKNOWN_COMMAND = "I don't know this command any more"
UNKNOWN_COMMAND_BODY = "It may have changed with an update. Reload Discord and look again. The reference is {}"
DONE = "Done."

HELLO = "Hello"
HELLO_BODY = (
    "I help the people here keep what went well and get through rejections. "
    "To choose the rooms I may post in, an organiser can run /{}."
)

TODAY = "Today"
YESTERDAY = "Yesterday"
MORE_BELOW = "…"
NO_ONE = "someone"
BEGUN = "it has begun already"


def bad_token() -> str:
    return (
        "Discord refused the bot token. Copy it again from https://discord.com/developers/applications "
        "(your application, Bot, Reset Token) and set CAIRN_DISCORD__TOKEN."
    )


def unreachable() -> str:
    return "Discord could not be reached, or it answered with an error. Please try again in a minute."


def bad_intents() -> str:
    return (
        "Discord refused the intents. Cairn asks only for server information, so the application may be limited or "
        "flagged: open it at https://discord.com/developers/applications and look for a notice on the Bot page."
    )


def bad_shards() -> str:
    return "Discord refused the shards. Check that the shard ids are below the shard count, or leave both unset."


def cannot(permission: str, where: str = "here") -> str:
    return f"I lack the permission “{permission}” {where}"
