"""What is written in the content files, before anything is loaded."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from intranet.demo.clock import Calendar
from intranet.demo.reading import CONTENT, Document, documents, load, messages

NARROW, SOLID = "\u202f", "\u00a0"
FILES = sorted([*CONTENT.rglob("*.yaml"), *CONTENT.rglob("*.md")])
CODE = re.compile(r"(?ms)^```.*?^```")


def prose(path: Any) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines people will read: no comment, no code, no line that heads a message."""
    text = CODE.sub(lambda code: "\n" * code[0].count("\n"), path.read_text(encoding="utf-8"))
    for number, line in enumerate(text.split("\n"), start=1):
        if not re.match(r"\s*#\s|@@|---", line) or (path.suffix == ".md" and line.startswith("## ")):
            yield number, re.sub(r'\bat: "[^"]*"', "", line)


def wrong(pattern: str) -> list[str]:
    return [
        f"{path.relative_to(CONTENT)}:{number}: {line.strip()[:90]}"
        for path in FILES
        for number, line in prose(path)
        if re.search(pattern, line)
    ]


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a plain space before ; ! ?", r"\w [;!?](?:\s|$)"),
        ("a plain space before a colon", r"[\w»)] :(?:\s|$)"),
        ("no space at all before ! or ? in French", r"\b(?:vous|nous|est|ça|pas|quoi|qui|oui|non|merci)[!?]"),
        ("a plain space inside « »", r"« | »"),
        ("no space inside « »", rf"«(?!{NARROW})|(?<!{NARROW})»"),
        ("a straight apostrophe", r"\w'\w"),
        ("a middle dot", r"\w[·•]\w"),
        ("a capital without its accent", r"\b(?:A (?:la|partir|Mayenne|Saint)|Etat|Ecole|Ecrire|Equipe|Ca) "),
        ("three dots", r"\.\.\."),
        ("a plain space before a unit", r"\d (?:€|%|mm|cm|km|kg|kWh|°C|h)(?:\W|$)"),
        ("a plain space in a number", r"\d \d{3}\b(?! \d\d:)"),
    ],
)
def test_the_content_is_set_as_an_editor_would(fault: str, pattern: str) -> None:
    assert wrong(pattern) == [], fault


def test_straight_quotes_only_serve_the_files_own_grammar() -> None:
    """In prose quotes are « » or “ ”; a straight one is YAML's: around a whole value."""
    for path in FILES:
        body = path.suffix == ".md"
        for number, line in prose(path):
            if (body and not re.match(r"[a-z]+: |  - \{", line)) or not re.search(
                r'(?:: |\{|, )"[^"]*"(?:[:,}]|$)', line
            ):
                assert '"' not in line, f"{path.name}:{number}"


def conversations() -> Iterator[tuple[str, str]]:
    yield from ((document.slug, document.text) for document in documents("threads"))
    yield from ((idea["id"], idea["posts"]) for idea in load("ideas"))
    for question in load("questions"):
        yield from ((a["id"], a["posts"]) for a in question["answers"] if "posts" in a)
    yield from load("article-posts").items()
    yield from load("charter")["posts"].items()


@pytest.mark.parametrize(("subject", "text"), list(conversations()))
def test_a_conversation_goes_forward_in_time_between_people_who_exist(subject: str, text: str) -> None:
    calendar = Calendar(datetime(2026, 6, 15, 9, tzinfo=UTC))
    said = messages(text)
    times = [calendar.at(message.at) for message in said]
    assert times == sorted(times)
    assert len(said) >= 1
    ids = {message.id for message in said}
    for message in said:
        assert message.by in load("people")
        assert not message.to or message.to.startswith("-") or message.to in ids
        for people in message.reactions.values():
            assert set(people) <= load("people").keys()
            assert message.by not in people, "nobody reacts to themselves"
        for name in re.findall(r"(?<![\w@/.])@(\w+)", message.text):
            assert name in load("people")


def test_threads_are_as_long_as_conversations_are() -> None:
    lengths = [len(messages(document.text)) for document in documents("threads")]
    assert len(lengths) == 15
    assert min(lengths) >= 4
    assert max(lengths) <= 25


@pytest.mark.parametrize("document", documents("articles"), ids=lambda document: document.slug)
def test_an_article_has_substance_and_a_history_that_can_be_told(document: Document) -> None:
    words = len(document.text.split())
    assert 200 <= words <= 900
    assert len(document.headings) >= 3
    calendar = Calendar()
    times = [calendar.at(step["at"]) for step, _text in document.versions()]
    assert times == sorted(times)
    texts = [text for _step, text in document.versions()]
    assert texts[-1] == document.text
    assert len(set(texts)) == len(texts), "each version says something else"
    for kind, slug in re.findall(r"\]\((article|space|room):([a-z0-9-]+)\)", document.text):
        assert slug in known(kind), f"{kind}:{slug}"


def known(kind: str) -> set[str]:
    if kind == "article":
        return {document.slug for document in documents("articles")}
    if kind == "room":
        return {room["slug"] for room in load("rooms")}
    return {one["slug"] for space in load("spaces") for one in [space, *space.get("children", [])]}


def test_both_languages_are_really_there() -> None:
    languages = [document.about.get("language", "fr") for document in documents("articles")]
    assert languages.count("en") >= 9
    assert languages.count("fr") >= 18
    assert sum(idea.get("language") == "en" for idea in load("ideas")) >= 4
    for clause in load("charter")["clauses"]:
        assert clause["fr"]["body"].strip()
        assert clause["en"]["body"].strip()


def test_supporters_come_from_the_company_and_support_others() -> None:
    for idea in load("ideas"):
        assert len(set(idea["supporters"])) == len(idea["supporters"])
        assert set(idea["supporters"]) <= load("people").keys()
        assert idea["by"] not in idea["supporters"]
        departments = {load("people")[who]["department"] for who in idea["supporters"]}
        assert len(departments) >= 3


@pytest.mark.parametrize("question", load("questions"), ids=lambda question: str(question["id"]))
def test_a_question_goes_forward_in_time_between_people_who_exist(question: dict[str, Any]) -> None:
    calendar = Calendar(datetime(2026, 6, 15, 9, tzinfo=UTC))
    times = [calendar.at(one["at"]) for one in [question, *question["answers"]]]
    assert times == sorted(times)
    for end in ("accepted", "merged", "article"):
        assert end not in question or calendar.at(question[end]["at"]) > times[1]
    assert question["space"] in known("space")
    voices = [(question["by"], question.get("same", []))]
    voices += [(answer["by"], answer.get("helped", [])) for answer in question["answers"]]
    for author, voters in voices:
        assert {author, *voters} <= load("people").keys()
        assert author not in voters, "nobody votes for themselves"
        assert len(set(voters)) == len(voters)


def test_working_days_skip_the_weekend_and_never_reach_today() -> None:
    calendar = Calendar(datetime(2026, 6, 15, 7, tzinfo=UTC))  # a Monday
    assert calendar.at("1 17:00").strftime("%A %d") == "Friday 12"
    assert calendar.at("6 08:00").strftime("%A %d") == "Friday 05"
    with pytest.raises(ValueError, match="one working day ago"):
        calendar.at("0 08:00")
