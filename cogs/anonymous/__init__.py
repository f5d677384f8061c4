"""Sharing without a name: nothing that is stored leads to whoever wrote it."""

from bot.cog import Cog
from cogs.anonymous.batch import AnonymousBatch
from cogs.anonymous.cog import Anonymous
from cogs.anonymous.plea import AnonymousPlea
from cogs.anonymous.posted import AnonymousPosts
from cogs.anonymous.review import AnonymousReview
from cogs.anonymous.settings import AnonymousSettings


def setup() -> tuple[Cog, ...]:
    return (Anonymous(), AnonymousPosts(), AnonymousBatch(), AnonymousReview(), AnonymousPlea(), AnonymousSettings())
