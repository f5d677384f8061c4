from __future__ import annotations

from bot.ui.card import Actions, Bold, Button, Call, Card, Note, Style, Text, Tone

PRIVACY = Call("data.privacy")


def question(typed: str, *, agree: Call, with_messages: Call | None, decline: Call) -> Card:
    """`typed` is repeated, so that nothing is lost if the bot restarts before Agree is pressed. `with_messages`: agree
    and wish for direct messages, where nobody gets any without a wish."""
    if with_messages is None:
        messages = "I send at most two private messages a day, none at night; /home turns them off."
        agrees = (Button("Agree", agree, Style.PRIMARY),)
    else:
        messages = (
            "With “Agree”, what I have to tell you waits on /home. With “Agree, and send me messages”, I send it to "
            "you, after a short test message: at most two private messages a day, none at night. You can change this "
            "on /home."
        )
        agrees = (
            Button("Agree", agree, Style.PRIMARY),
            Button("Agree, and send me messages", with_messages, Style.PRIMARY),
        )
    kept = (
        Text(
            "Hello. I'm Cairn. I help people who look for work to keep wins, get through rejections, and not do it "
            "alone. Before I keep anything for you, I need your yes."
        ),
        Text(
            (
                Bold("What I keep: "),
                "what you give me with commands, forms and buttons, and your id here. ",
                Bold("What I never do: "),
                "read your messages, rank people, or pass anything to employers.",
            )
        ),
        Note(f"Private is the default. {messages} You can see everything with /my-data and erase it with /forget-me."),
    )
    again = (Note(("What you typed: ", typed)),) if typed else ()
    buttons = Actions(
        (
            *agrees,
            Button("No, thank you", decline),
            Button("Privacy in detail", PRIVACY),
        )
    )
    return Card("May I keep this for you?", (*kept, *again, buttons), Tone.WARM)


def welcome(*, messages: bool) -> Card:
    test = (Text("A test message is on its way to you. At night it waits until the morning."),) if messages else ()
    return Card(
        "Thank you. You're in.",
        (
            *test,
            Text("I no longer have what you typed before: I restarted, or some time has passed."),
            Text("It stands in the message above, so you can copy it and send it again."),
        ),
        Tone.WARM,
    )


def declined(*, known: bool) -> Card:
    """`known`: they agreed to earlier terms, and what they gave me then is still here."""
    if known:
        text = "I kept nothing new. What you gave me before is still here: /my-data shows it, /forget-me erases it."
    else:
        text = "I kept nothing. If you change your mind, use any command and I'll ask again."
    return Card("That's fine.", (Text(text),))
