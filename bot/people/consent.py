"""Consent comes before anything is stored. A new version asks everybody again at their next visit."""

VERSION = 1

# Handlers of `cogs/consent` that dispatch knows by name.
ASK = "consent.ask"
AGREE = "consent.agree"
