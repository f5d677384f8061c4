from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.safety.contacts import Contact, found, warning
from bot.words import tone

NAME, EMAIL, PHONE, LINK, COMPANY = Contact


@pytest.mark.parametrize(
    "text",
    [
        "write to ann@example.org",
        "Ann.Lee+jobs@mail.example.co.uk, please",
        "ann (at) example dot org",
        "ann [at] example.org",
        "ann at example dot com",
        "ａｎｎ＠example.org",
        "ann@\u200bexample.org",
    ],
)
def test_e_mail_addresses_are_seen(text: str) -> None:
    assert found(text) == (EMAIL,)


@pytest.mark.parametrize(
    "text",
    [
        "+49 30 1234567",
        "my number is 0171 2345678.",
        "call (555) 123-4567",
        "555.123.4567",
        "+1 (555) 123 4567 or mail",
        "tel:+442079460000",
        "0044 20 7946 0000",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "612 345 678",
        "9123 4567",
        "text me at 555-1234",
        "5551234567",
        "０１７１ ２３４５６７８",
        "+91-98765-43210",
    ],
)
def test_phone_numbers_are_seen(text: str) -> None:
    assert found(text) == (PHONE,)


@pytest.mark.parametrize(
    "text",
    [
        "The interview is on 2026-11-22 at 10:30",
        "from 05.03.2024 until 12/11/2025",
        "between 2019-2023, and 2019 2020 2021",
        "45000-55000 a year",
        "45 000 - 55 000 EUR",
        "$120 000 to $140 000",
        "12 000 000 users",
        "1,234,567,890 things",
        "3-5 years, 24/7, 50/50, 9-5",
        "Python 3.11.4, on 10.15.7.123",
        "192.168.100.200",
        "09.00-17.00 every day",
        "Job 12345678, ID 3812345678, #1234567890",
        "10 9 8 7 6 5 4 3 2 1 done",
        "100 applications, 20 calls, 3 offers",
        "I sent 12345678 of them",
        "10:30-11:30",
    ],
)
def test_dates_times_amounts_and_versions_are_no_phone_numbers(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann Lee", "I am ann, hello"),
        ("José Ñuñez", "thanks, jose"),
        ("Zoë", "signed ZOE"),
        ("Søren", "it is Soren again"),
        ("Will Smith", "it was me, Will, again"),
        ("Mark Day", "mark day wrote this"),
        ("wren42 | she/her", "find me as wren42"),
        ("O'Neil", "Ms. O’Neil said yes"),
        ("山田太郎", "私は山田太郎です"),
        ("홍길동", "저는 홍길동입니다"),
    ],
)
def test_the_own_name_is_seen_in_whole_words(name: str, text: str) -> None:
    assert found(text, name=name) == (NAME,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann", "my annual plan"),
        ("Will", "Will I make it? I will."),
        ("Mark May", "I will mark the day in May"),
        ("Ed", "Ed said no"),
        ("wren | she/her", "she told her team"),
        ("April", "April was hard"),
        ("", "anything"),
        ("🌿 :)", "a 🌿 :)"),
        ("Job Seeker", "a job, and a seeker of jobs"),
    ],
)
def test_ordinary_words_are_no_names(name: str, text: str) -> None:
    assert found(text, name=name) == ()


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("Acme GmbH", "a no from acme"),
        ("Café Nord", "the team of cafe nord"),
        ("Apple", "a call from Apple"),
        ("HP", "they said HP is full"),
        ("Booking.com", "a call from booking.com!"),
        ("Ordinary & Sons", "ordinary & sons wrote"),
    ],
)
def test_companies_that_the_member_logged_are_seen(company: str, text: str) -> None:
    assert found(text, companies=["Another Place", company]) == (COMPANY,)


@pytest.mark.parametrize(
    ("company", "text"),
    [
        ("Acme", "acmeology"),
        ("Next", "my next step"),
        ("Apple", "I ate an apple"),
        ("X", "x marks it"),
        ("", "nothing"),
        ("GmbH", "it is a company"),
    ],
)
def test_other_words_are_no_companies(company: str, text: str) -> None:
    assert found(text, companies=[company]) == ()


def test_links_are_seen_and_everything_is_told_in_breath() -> None:
    text = "I'm Wren: wren@example.org, +49 30 1234567, https://example.org, with Acme"
    everything = found(text, name="wren", companies=["Acme"])
    assert everything == tuple(Contact)
    said = warning(everything)
    assert "your name, an e-mail address, a phone number, a link and a company's name in it." in said
    assert "I saw a link in it." in warning([LINK])
    assert warning([]) == ""
    assert tone.problems(said) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=40), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_gets_an_answer(text: str, name: str, companies: list[str]) -> None:
    assert set(found(text, name=name, companies=companies)) <= set(Contact)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*"0123456789+()-./@ a:w[]", "at", "dot", "com", "00 "]), max_size=60))
def test_a_text_of_nothing_but_signs_gets_an_answer(signs: list[str]) -> None:
    found("".join(signs), name="".join(signs), companies=["".join(signs)])
