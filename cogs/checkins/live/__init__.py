"""Meeting live: one circle, or everybody in a check-in.

`cog` is what people press, `course` what happens by itself (asking somebody to lead, the reminder, start and end) and
what is said privately. `showing` writes the card that all see, `leading` chooses who leads, `calendar` makes the file.
"""
