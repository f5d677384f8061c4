"""What Slack's error words mean for a message: lost for good, worth another try, or unclear."""

from __future__ import annotations

from bot.adapter import Blocked, Delivery, RetryAfter

# The room can't be posted to until somebody changes it.
_ROOM = frozenset(
    {
        "channel_not_found",
        "channel_is_limited_access",
        "is_archived",
        "not_in_channel",
        "no_permission",
        "posting_to_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
    }
)
# This person can't be written to.
_PERSON = frozenset(
    {
        "cannot_dm_bot",
        "invalid_user_combination",
        "messages_tab_disabled",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)
# This message will never be taken, or is gone: removed by hand, or too old to change.
_MESSAGE = frozenset(
    {
        "block_mismatch",
        "cant_delete_message",
        "cant_update_message",
        "edit_window_closed",
        "invalid_blocks",
        "invalid_blocks_format",
        "is_inactive",
        "message_not_found",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "missing_scope",
    }
)
# Why no group message can be opened, and what would help.
_GONE = "somebody is no longer here"
_NOT_ALLOWED = "this workspace does not let apps open group messages; a workspace owner can allow it"
_OPENING = {
    "cannot_dm_bot": "one of them is an app",
    "invalid_user_combination": "somebody of another organisation shares no channel with the rest; invite them to one",
    "missing_scope": "the app lacks the scope mpim:write; add it on OAuth & Permissions and install the app again",
    "no_permission": _NOT_ALLOWED,
    "not_enough_users": _GONE,
    "restricted_action": _NOT_ALLOWED,
    "user_disabled": _GONE,
    "user_not_found": _GONE,
    "user_not_visible": "the app can't see somebody here; a guest may share no channel with it",
    "users_not_found": _GONE,
}
# The whole bot is locked out; nothing is lost while the operator mends it.
_BOT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "org_login_required",
        "team_added_to_org",
        "token_expired",
        "token_revoked",
    }
)
_LIMITED = frozenset({"rate_limited", "ratelimited", "message_limit_exceeded"})
_LOCKED_OUT_SECONDS = 60.0
_DEFAULT_SECONDS = 30.0


def refused(error: str, retry_after: str | None, *, channel_wide: bool) -> Delivery | None:
    """None for a word that leaves open whether it was done (`internal_error`, `fatal_error`, anything unknown).

    `channel_wide`: a limit on this call holds for its channel, not for the whole bot."""
    if error in _LIMITED:
        try:
            seconds = float(retry_after or _DEFAULT_SECONDS)
        except ValueError:
            seconds = _DEFAULT_SECONDS
        return RetryAfter(seconds, everyone=not channel_wide)
    if error in _ROOM:
        return Blocked(error, place=True)
    if error in _PERSON or error in _MESSAGE:
        return Blocked(error)
    if error in _BOT:
        return RetryAfter(_LOCKED_OUT_SECONDS, everyone=True)
    return None


def room_refused(error: str, retry_after: str | None) -> Delivery | None:
    """The same for opening a group message, in words for the organiser. A limit holds for this call alone."""
    if error in _OPENING:
        return Blocked(_OPENING[error])
    delivery = refused(error, retry_after, channel_wide=True)
    if isinstance(delivery, Blocked):
        return Blocked(f"Slack does not open a group message for them ({error})")
    return delivery
