"""What is typed for others to read. Everything else is for its author alone."""

from __future__ import annotations

FOR_EVERYBODY = {
    "checkin.make.name": "a check-in's name is on its invitation",
    "checkin.change.name": "a check-in's name is on its invitation",
    "checkinquestions.add.words": "a check-in's question is asked in its room",
    "checkinquestions.change.words": "a check-in's question is asked in its room",
    "poolrules.make.name": "a pool's name stands where people join",
    "poolrules.rename.name": "a pool's name stands where people join",
    "poolrules.keep_lines.lines": "lines of a table of pairings that were made elsewhere, which name people",
    "poolrules.keep_welcome.words": "what organisers say to every new pair",
}
"""Settings that organisers write for everybody there: not locked in the database."""

TO_OTHERS = {
    "wins.win.text": "posted into the wins room",
    "wins.save.story": "posted into the wins room, if its author wants",
    "wins.save.behind": "posted with its win",
    "reflect.save_well.well": "posted as a win, if its author wants",
    "rejectionshare.tell.words": "for the buddy, the circle or the support room",
    "rejectionshare.rewrite.words": "for the buddy, the circle or the support room",
    "promptanswer.say.words": "posted below the prompt",
    "promptanswer.rewrite.words": "posted below the prompt",
    "promptanswer.rewrite_here.words": "posted below the prompt",
    "checkinanswer.post.first": "for the circle",
    "checkinanswer.post.second": "for the circle",
    "checkinanswer.post.third": "for the circle",
    "checkinanswer.post.fourth": "for the circle",
    "checkinanswer.added.cue": "a line of the plan, for the circle",
    "checkinanswer.added.act": "a line of the plan, for the circle",
    "plans.save.cue": "a line of the plan, in the answer to the circle",
    "plans.save.act": "a line of the plan, in the answer to the circle",
    "reflect.save_plan.cue": "a line of the plan, in the answer to the circle",
    "reflect.save_plan.act": "a line of the plan, in the answer to the circle",
    "lookback.save_smaller.cue": "a line of the plan, in the answer to the circle",
    "lookback.save_smaller.act": "a line of the plan, in the answer to the circle",
    "checkinsaid.keep.words": "for the circle, without a name",
    "live.planned.place": "where the circle, or everybody, meets",
    "live.changed.place": "where the circle, or everybody, meets",
    "pair.keep_plan.when": "for the other of the pair",
    "pair.keep_plan.what": "for the other of the pair",
    "profile.keep_about.about": "for each new buddy",
    "kindnote.keep_note.text": "for the other of the pair",
    "thanks.give.reason": "for who is thanked, and for the room if they publish it",
    "pairreport.reported.note": "for organisers",
    "posts.reported.note": "for moderators",
    "thanks.reported.note": "for moderators",
    "anonymous.send.words": "posted without a name",
    "anonymous.rewrite.words": "posted without a name",
    "anonymous.rewrite_answer.words": "posted without a name",
    "anonymouspost.send_answer.words": "posted without a name",
    "anonymousreview.asking.reason": "for the author, from a moderator",
    "anonymousreview.declining.reason": "for the author, from a moderator",
    "anonymousplea.asked.words": "for moderators, without a name",
    "anonymousplea.stays.reason": "for whoever is muted, from a moderator",
    "posts.removing.reason": "for the author, from a moderator",
    "queue.removing.reason": "for the author, from a moderator",
    "menu Save as my win": "posted into the wins room",
}
"""What members write for others, and for whom. Whoever presses nothing that shares shows none of it but AT_ONCE."""

AT_ONCE = {"wins.win.text", "thanks.give.reason", "live.planned.place", "live.changed.place"}
"""Meant for others by its nature: there is no step between writing and sharing."""
