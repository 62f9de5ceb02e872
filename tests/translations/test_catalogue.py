"""Every text has its French, with the same placeholders, set as a French editor would."""

import re
from collections import Counter

import pytest

from tests.translations.texts import forms_of, french, spoken, used

NARROW, NO_BREAK = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
PLACEHOLDER = re.compile(r"%?%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")

# Words that are the same in both languages.
SAME = {
    "Format",
    "Image",
    "Phase",
    "Phases",
    "Total",
    "Vote",
    "image",
    "participants",
    "phase",
    "phases",
    "%(points)s point",
    "%(points)s points",
    "Attention",
    "Duels",
    "Points",
    "Votes",
    "attention",
    "participation",
    "participations",
    "vote",
    "votes",
    "PDF",
    "Page",
    "Passage",
    "Passages",
    "passage",
    "passages",
    "expressions",
    "note",
    "question",
    "questions",
    "Question",
    "Questions",
    "%(counter)s message",
    "%(number)s article",
    "Accent",
    "Article",
    "Articles",
    "Auto",
    "Bravo",
    "Clause",
    "Clauses",
    "Code",
    "Contributions",
    "Ctrl K",
    "Date",
    "Description",
    "Discussion",
    "Discussions",
    "E-mail",
    "Menu",
    "Message",
    "Message %(number)s",
    "Message %(number)s,",
    "Messages",
    "Notifications",
    "Page %(number)s",
    "Pages",
    "Photo",
    "Publication",
    "Type",
    "Version %(number)s",
    "accent",
    "article",
    "articles",
    "clauses",
    "description",
    "logo",
    "message",
    "messages",
    "notification",
    "photo",
    "position",
    "version",
    "version %(number)s",
    "versions",
}

# What a French editor would send back → what they would say.
FAULTS = {
    r"'": "the apostrophe is ’",
    r'["“”„]': "quotes are « »",
    r"\.\.\.": "the three dots are one character …",
    r"\w[·•]\w": "no middle dots inside words",
    r"\([a-z]{1,3}\)": "include by another word, not by brackets",
    rf"[^{NARROW}][;!?]": "a narrow no-break space before ; ! ?",
    rf"(?<![{NO_BREAK}]):": "a no-break space before :",
    rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»": "no-break spaces inside « »",
    r"\b[Ee]-mail": "«e‑mail» is not cut at its hyphen (U+2011)",
    r"  |^ | $": "no spare spaces",
    rf"[{NARROW}{NO_BREAK}] | [{NARROW}{NO_BREAK}]": "one space, not two",
    r"\b(?:E(?:tat|tape|tiquette|cole|crire|crit|quipe|diter|chap|changes?)|A (?:la|l’|propos|venir|partir)\b|Ca\b)": "capitals keep their accents",
    r"\b(?:tu|toi|ton|tes)\b": "people are «vous»",
    r"\b(?:the|and|your|with|this|you|is|are|was|of|to)\b": "English is left",
}


def every_form() -> list[tuple[str, str]]:
    return [(entry.msgid, form) for entry in french().values() for form in forms_of(entry)]


def test_every_text_of_the_site_has_its_french() -> None:
    catalogue = french()
    missing = [
        f"{where}: {text[1]!r}"
        for text, (plural, where) in used().items()
        if text not in catalogue or not all(forms_of(catalogue[text])) or (plural and not catalogue[text].msgid_plural)
    ]
    assert len(used()) > 1000
    assert missing == [], "make messages, then translate"


def test_nothing_is_left_as_a_guess() -> None:
    assert [entry.msgid for entry in french().values() if entry.fuzzy] == []


def test_plurals_have_both_french_forms() -> None:
    for entry in french().values():
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1], entry.msgid


def test_the_french_keeps_every_placeholder_and_every_tag() -> None:
    for entry in french().values():
        expected = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for form in forms_of(entry):
            assert Counter(PLACEHOLDER.findall(form)) == expected, entry.msgid


def test_a_text_begins_and_ends_as_it_does_in_english() -> None:
    """Capital for capital, full stop for full stop: pieces of a page look alike in both languages."""
    for msgid, form in every_form():
        for end in (".", ":", "…"):
            assert msgid.endswith(end) == form.endswith(end), f"{msgid!r}: {form!r}"


@pytest.mark.parametrize("fault", FAULTS)
def test_french_is_set_as_french(fault: str) -> None:
    found = [form for _, form in every_form() if re.search(fault, spoken(form))]
    assert found == [], FAULTS[fault]


def test_no_text_is_left_in_english() -> None:
    same = {msgid for msgid, form in every_form() if msgid == form}
    assert same - SAME == set()
