"""How Slack signs a request over HTTP."""

from __future__ import annotations

import hashlib
import hmac


def signed(secret: str, body: str, timestamp: int) -> dict[str, str]:
    """The headers that go with a body."""
    base = f"v0:{timestamp}:{body}".encode()
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": f"v0={signature}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
