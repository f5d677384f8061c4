"""Organisers look after the lines of their countries, and members see what they decided."""

from __future__ import annotations

from datetime import timedelta

from bot.safety import helplines
from tests.stage import Actor, Seen, Stage

GERMAN = "TelefonSeelsorge"
ONE_SOURCE = next(line for line in helplines.lines() if line.evidence is helplines.Evidence.ONE_SOURCE)
ITS_COUNTRY = helplines.COUNTRIES[ONE_SOURCE.country]


async def country_card(fern: Actor, country: str) -> Seen:
    care = await fern.press(await fern.command("setup"), "Care")
    return await fern.choose(await fern.press(care, "Help lines"), country)


async def help_in(stage: Stage, country: str, name: str = "pine") -> str:
    """What somebody sees who never agreed to anything."""
    pine = stage.stranger(name)
    seen = await pine.choose(await pine.command("help-now"), country)
    text = seen.text
    while "More lines" in seen.buttons:
        seen = await pine.press(seen, "More lines")
        text += seen.text
    return text


async def test_a_line_with_one_source_is_shown_once_confirmed_and_for_a_year(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    line = await fern.choose(await country_card(fern, ITS_COUNTRY), ONE_SOURCE.name)
    assert "Not shown to members" in line.text
    assert "one source alone" in line.text
    assert ONE_SOURCE.phone not in await help_in(stage, ITS_COUNTRY)

    confirmed = await fern.press(line, "Confirm")
    assert "because you confirmed it" in confirmed.text
    await fern.press(confirmed, "Confirm")
    assert ONE_SOURCE.phone in await help_in(stage, ITS_COUNTRY)
    assert (await fern.command("mod audit")).text.count("decided about a help line") == 1

    stage.clock.step(helplines.FRESH + timedelta(days=1))
    assert ONE_SOURCE.phone not in await help_in(stage, ITS_COUNTRY)


async def test_a_confirmed_line_outlives_the_check_of_the_file(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    stage.clock.step(helplines.FRESH * 3)
    assert "116 123" not in await help_in(stage, "United Kingdom")

    await fern.press(await fern.choose(await country_card(fern, "United Kingdom"), "Samaritans"), "Confirm")

    assert "116 123" in await help_in(stage, "United Kingdom")


async def test_a_hidden_line_is_gone_for_members_and_comes_back(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    line = await fern.choose(await country_card(fern, "Germany"), GERMAN)

    hidden = await fern.press(line, "Hide")
    assert "Members don't see it." in hidden.text
    seen = await help_in(stage, "Germany")
    assert GERMAN not in seen
    assert "112" in seen
    assert "Find A Helpline" in seen

    back = await fern.press(hidden, "Back to the original")
    assert "Members see it." in back.text
    assert GERMAN in await help_in(stage, "Germany")


async def test_changed_words_are_shown_to_members_and_another_community_keeps_its_own(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await fern.choose(await country_card(fern, "Germany"), GERMAN), "Change")
    assert form.prefill["name"] == GERMAN

    changed = await fern.submit(form, phone="0800 555 0100", url="example.org/help", about="Always\nGerman, Turkish")

    assert "0800 555 0100" in changed.text
    seen = await help_in(stage, "Germany")
    assert "0800 555 0100" in seen
    assert "https://example.org/help" in seen
    assert "German, Turkish" in seen
    rows = await stage.db.read(lambda tx: tx.all("SELECT DISTINCT community_id FROM helpline"))
    assert rows == [(stage.community,)]

    await fern.press(changed, "Back to the original")
    assert "0800 555 0100" not in await help_in(stage, "Germany")


async def test_lines_of_their_own_are_added_shown_whole_and_taken_away(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    line = card = await country_card(fern, "Japan")
    for n in range(5):
        line = await fern.submit(
            await fern.press(card, "Add a line"),
            name=f"{n} " + "Long name " * 9,
            phone=f"{n}55 " + "5" * 50,
            text=f"{n}66 " + "6" * 50,
            url=f"https://example.org/{n}/" + "x" * 120,
            about="h" * 150 + "\n" + "l" * 149 + str(n),
        )
        assert "because you confirmed it" in line.text
        card = await fern.press(line, "All lines")
    assert "Add a line" not in card.buttons  # five are enough

    seen = await help_in(stage, "Japan")
    for n in range(5):
        assert f"{n}55 " + "5" * 50 in seen
        assert f"{n}66 " + "6" * 50 in seen
        assert "l" * 149 + str(n) in seen
    for bundled in helplines.for_country("JP", stage.now.date()).crisis:
        assert bundled.phone in seen

    await fern.press(line, "Take it away")
    assert "455 555" not in await help_in(stage, "Japan")


async def test_the_emergency_number_can_be_corrected_and_neither_emptied_nor_hidden(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    line = await fern.choose(await country_card(fern, "Germany"), "Emergency number")
    assert "Hide" not in line.buttons

    form = await fern.press(line, "Change")
    assert form.form == ("phone",)
    assert "always stays" in (await fern.submit(form, phone=" ")).errors["phone"]
    await fern.submit(form, phone="113")

    assert "113" in await help_in(stage, "Germany")
    stage.clock.step(helplines.FRESH * 2)
    assert "113" in await help_in(stage, "Germany")


async def test_what_reaches_nobody_is_refused_beside_its_field(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await country_card(fern, "Kenya"), "Add a line")

    assert set((await fern.submit(form)).errors) == {"name", "phone"}
    assert set((await fern.submit(form, name="Lantern", phone="call us")).errors) == {"phone"}
    assert set((await fern.submit(form, name="Lantern", url="javascript:alert")).errors) == {"url"}
    assert await stage.db.read(lambda tx: tx.all("SELECT id FROM helpline")) == []


async def test_members_and_moderators_can_not_press_the_buttons_of_organisers(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    countries = await fern.press(await fern.press(await fern.command("setup"), "Care"), "Help lines")
    card = await fern.choose(countries, "Germany")
    line = await fern.choose(card, GERMAN)
    added = await fern.submit(await fern.press(card, "Add a line"), name="Lantern", phone="5550100")
    form = await fern.press(line, "Change")

    for seen in (
        await wren.choose(countries, "France"),
        await wren.choose(card, GERMAN),
        *[await wren.press(line, label) for label in ("Confirm", "Hide", "Change", "All lines")],
        await wren.press(added, "Take it away"),
        await wren.press(card, "Add a line"),
        await wren.press(card, "Another country"),
        await wren.submit(form, name="Not mine"),
    ):
        assert "for organisers" in seen.text
        assert not seen.form

    seen_by_members = await help_in(stage, "Germany")
    assert GERMAN in seen_by_members
    assert "5550100" in seen_by_members


async def test_set_up_says_which_countries_were_looked_at(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    assert "as they come with me" in (await fern.press(await fern.command("setup"), "Care")).text

    await fern.press(await fern.choose(await country_card(fern, "Germany"), GERMAN), "Confirm")

    assert "Help lines: you looked at Germany." in (await fern.press(await fern.command("setup"), "Care")).text
