"""Keeps the page to this machine and to itself.

The server listens on 127.0.0.1 only. Another web page open in the same browser could still try to reach it, so every
request must name this host (a rebound DNS name does not), must not come from another origin, and a POST must be JSON,
which no foreign page can send without asking first and being refused.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

HOSTS = frozenset({"127.0.0.1", "localhost"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    if problem := refusal(request):
        raise web.HTTPForbidden(text=problem, headers=HEADERS)
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Before any response leaves, streams and errors included."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def refusal(request: web.Request) -> str:
    """Why the request is refused; empty when it is not."""
    own = _port(request)
    if not _ours(f"http://{request.host}", own):
        return "This page answers to 127.0.0.1 only."
    origin = request.headers.get("Origin")
    if origin is not None and (not _ours(origin, own) or urlsplit(origin).netloc != request.host):
        return "Another page may not use this one."
    site = request.headers.get("Sec-Fetch-Site", "none")
    opened = request.method == "GET" and request.path == "/" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if site not in ("same-origin", "none") and not opened:
        return "Another page may not use this one."
    if request.method not in ("GET", "HEAD") and request.content_type != "application/json":
        return "Send JSON."
    return ""


def _port(request: web.Request) -> int:
    """The port that this server really has."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


def _ours(origin: str, port: int) -> bool:
    try:
        parts = urlsplit(origin)
        return parts.scheme == "http" and parts.hostname in HOSTS and (parts.port or 80) == port
    except ValueError:
        return False
