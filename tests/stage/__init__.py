"""A community to test features in: people act, time is stepped, and what everybody sees can be read.

The same tests run on an in-memory platform and on the real adapters against the fakes of Discord, Slack and the
playground; so they speak only of what a person sees and does.
"""

from tests.stage.stage import Actor, Platform, Room, Seen, Stage

__all__ = ["Actor", "Platform", "Room", "Seen", "Stage"]
