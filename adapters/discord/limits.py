"""Discord's numbers, each with where it comes from (Discord's developer documentation unless said)."""

COMPONENTS = 40  # components reference: total in a message, nested ones included
TEXT = 4000  # components reference: characters over all TextDisplays of a message
CUSTOM_ID = 100  # components reference
GALLERY_ALT = 256  # the API description allows 1024; screen readers cut long ones
MODAL_PARTS = 5  # interaction callback: top-level components of a modal
RADIO_OPTIONS = 10  # Radio Group: 2-10
TEXT_INPUT = 4000  # Text Input value
CHOICES = 25  # application commands: choices and autocomplete suggestions
CHOICE_NAME = 100  # application commands: option choice
THREAD_NAME = 100  # channel name
THREAD_SLEEP = 10_080  # minutes; the longest auto_archive_duration
EVENT_LINE = 100  # scheduled event: name, and location of one outside of Discord
EVENT_TEXT = 1000  # scheduled event: description
FILES = 10  # attachments of a message
HISTORY = 100  # messages that one request for a channel's history returns

DEFER_SECONDS = 2.0  # an answer is lost after 3 s; a late handler is announced a second before that
NONCE_SECONDS = 120  # "the past few minutes" for which enforce_nonce holds, taken carefully
CALLS_PER_SECOND = 40.0  # of the 50 that one token may make
NEW_DMS_PER_MINUTE = 10  # opening many direct messages gets a bot blocked; the number is ours
CHANNEL_STALL = 1.0  # seconds a post may wait on a channel's own limit before others for it are turned back
CALL_SECONDS = 45.0  # when nobody waits for an answer of the API any longer
DRAFT_MINUTES = 15  # how long an interaction's token lives, and a draft with it
DRAFTS = 10_000  # drafts kept in memory at most
EARLIER_DAYS = 24  # days offered in a select, which leaves one place for "earlier"
