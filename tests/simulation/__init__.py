"""A community of buddies for a year: people join, answer, rest, pause, block, step out and fall silent.

`python -m tests.simulation` runs 52 rounds of 500 members; the test runs a smaller community.
"""
