"""Discord's numbers, each with where it comes from (Discord's developer documentation unless said)."""

COMPONENTS = 40  # components reference: total in a message, nested ones included
TEXT = 4000  # components reference: characters over all TextDisplays of a message
CUSTOM_ID = 100  # components reference
ROW_BUTTONS = 5  # Action Row
GALLERY_ALT = 256  # the API description allows 1024; screen readers cut long ones
MODAL_PARTS = 5  # interaction callback: top-level components of a modal
RADIO_OPTIONS = 10  # Radio Group: 2-10
SELECT_OPTIONS = 25  # String Select
PLACEHOLDER = 100  # Text Input
TEXT_INPUT = 4000  # Text Input value
CHOICES = 25  # application commands: choices and autocomplete suggestions
CHOICE_NAME = 100  # application commands: option choice
OPTIONS = 25  # application commands
MENUS = 5  # context menus that discord.py 2.7.1 lets through; Discord itself allows 15
THREAD_NAME = 100  # channel name
THREAD_SLEEP = 10_080  # minutes; the longest auto_archive_duration
FILES = 10  # attachments of a message
HISTORY = 100  # messages that one request for a channel's history returns

ANSWER_SECONDS = 3.0  # an interaction that is not answered by then is lost
DEFER_SECONDS = 2.0  # when a late handler is announced, which leaves a second for the network
NONCE_SECONDS = 120  # "the past few minutes" for which enforce_nonce holds, taken carefully
CALLS_PER_SECOND = 40.0  # of the 50 that one token may make
NEW_DMS_PER_MINUTE = 10  # opening many direct messages gets a bot blocked; the number is ours
CHANNEL_STALL = 1.0  # seconds a post may wait on a channel's own limit before others for it are turned back
CALL_SECONDS = 45.0  # when nobody waits for an answer of the API any longer
DRAFT_MINUTES = 15  # how long an interaction's token lives, and a draft with it
DRAFTS = 10_000  # drafts kept in memory at most
EARLIER_DAYS = 24  # days offered in a select, which leaves one place for "earlier"
