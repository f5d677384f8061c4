"""Slack's Web API as this adapter calls it: one try, plain data back, errors as Slack's own words."""

from __future__ import annotations

from typing import Any, cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.cards import Json


class SlackError(Exception):
    """Slack said no. Carries its word for why, and for a limit how long to wait; never content."""

    def __init__(self, code: str, retry_after: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class Api:
    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def post(self, method: str, **arguments: Any) -> Json:
        """With a JSON body."""
        return await self._call(method, json=arguments)

    async def get(self, method: str, **arguments: Any) -> Json:
        """For methods that take no JSON."""
        given = {name: value for name, value in arguments.items() if value is not None}
        return await self._call(method, http_verb="GET", params=given)

    async def line(self, app_token: str) -> str:
        """The address of a new Socket Mode connection."""
        answer = await self._call("apps.connections.open", params={"token": app_token})
        return str(answer["url"])

    async def _call(self, method: str, **request: Any) -> Json:
        try:
            answer: Any = await self.client.api_call(method, **request)  # pyright: ignore[reportUnknownMemberType] -- bare dicts in the library
        except SlackApiError as error:
            response: Any = error.response
            code = str(response.get("error") or "") if hasattr(response, "get") else ""
            if getattr(response, "status_code", 0) == 429:  # a page without Slack's own words says as much
                code = code or "ratelimited"
            headers: Any = getattr(response, "headers", None) or {}
            raise SlackError(code, headers.get("Retry-After")) from None
        data: Any = answer.data
        if not isinstance(data, dict):
            raise SlackError("no_json")  # a page of a proxy, say; nobody can tell what was done
        return cast("Json", data)
