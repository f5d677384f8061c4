"""Weekly group check-ins around a written plan.

Several cogs share one set of tables: `organising` is what organisers set, `circles` who sits with whom, `weeks` opens,
asks and closes, `answers` is what members say, `digest` what a week leaves and who can help, `live` meeting in person.
"""

from bot.cog import Cog
from cogs.checkins.answers.cog import CheckinAnswers
from cogs.checkins.answers.posts_cog import CheckinPosts
from cogs.checkins.circles.cog import Circles
from cogs.checkins.circles.forming import Forming
from cogs.checkins.circles.merging import Merging
from cogs.checkins.digest.cog import Asks
from cogs.checkins.digest.said import AnonymousAnswers
from cogs.checkins.live.answering import Answering
from cogs.checkins.live.cog import Live
from cogs.checkins.live.course import Course
from cogs.checkins.organising.cog import Organising
from cogs.checkins.organising.questions import Questions
from cogs.checkins.weeks.cog import Weeks


def setup() -> tuple[Cog, ...]:
    # `Asks` first: to take somebody's words out of the digests it needs the answers that are erased with them.
    return (
        Asks(),
        AnonymousAnswers(),
        Organising(),
        Questions(),
        Circles(),
        Forming(),
        Merging(),
        Weeks(),
        CheckinAnswers(),
        CheckinPosts(),
        Live(),
        Answering(),
        Course(),
    )
