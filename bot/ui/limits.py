"""Limits that hold on every platform: the stricter of Discord's and Slack's, so a card built here renders anywhere.

Sources: Discord's component reference (Label, Button, Select, Modal), Slack's Block Kit reference (button, select,
view). Each adapter keeps its own platform's full table in its `limits.py`.
"""

CALL = 100  # Discord custom_id; Slack allows 255
BUTTON_LABEL = 75  # Slack button text; Discord allows 80
BUTTONS = 5  # Discord buttons in one row; Slack allows 25
SELECT_OPTIONS = 25  # Discord; Slack allows 100
OPTION_LABEL = 75  # Slack; Discord allows 100
PLACEHOLDER = 100  # Discord TextInput; Slack allows 150
CARD_TITLE = 150  # Slack header block
CARD_BLOCKS = 20  # Discord counts 40 components with everything nested
FORM_TITLE = 24  # Slack view title; Discord allows 45
FORM_FIELDS = 5  # Discord modal
FIELD_LABEL = 45  # Discord Label
FIELD_HINT = 100  # Discord Label description
CHOICES = 10  # radio buttons and check boxes on both
SHORT_TEXT = 300  # what fits one line of a form; both allow more
LONG_TEXT = 3000  # Slack plain_text_input; Discord allows 4000
COMMAND_NAME = 32  # Discord
COMMAND_DESCRIPTION = 100  # Discord
MENU_LABEL = 24  # Slack shortcut name; Discord allows 32
HOME_SECTIONS = 10
EVENT_LINE = 100  # Discord scheduled event: name and location
EVENT_TEXT = 1000  # Discord scheduled event: description
