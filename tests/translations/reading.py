"""What a page says, and which texts of the catalogue are on it."""

import re
from functools import cache
from html import unescape

from bs4 import BeautifulSoup
from django.test import Client

from tests.translations.texts import spoken

# Shorter texts may be the words of a person, or the same in both languages.
LONG = 13
LANGUAGE = re.compile(r'\blang="(\w+)"')
LEAF = re.compile(r'<(?P<tag>\w+)\b[^<>]*\blang="(?P<language>\w+)"[^<>]*>[^<]*</(?P=tag)>')


WORD = re.compile(r"\w+")
HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"


class Texts:
    """Texts to look for on a page: whole, with their placeholders filled, and long enough not to be met by chance.

    They are kept by a word of theirs, so that a page is only searched for the few that it could say.
    """

    def __init__(self, texts: list[str]) -> None:
        self.by_word: dict[str, list[tuple[str, str]]] = {}
        for text in texts:
            plain = " ".join(spoken(text).split())
            longest = max(plain.split(HOLE), key=len)
            if len(longest) >= LONG:
                self.by_word.setdefault(_whole_word(plain), []).append((longest, plain))

    def on(self, page: str) -> list[str]:
        words = {"", *WORD.findall(page)}
        return [
            found.group()
            for word in sorted(words & self.by_word.keys())
            for longest, plain in self.by_word[word]
            if longest in page and (found := _filled(plain).search(page))
        ]


@cache
def _filled(plain: str) -> re.Pattern[str]:
    """Return what finds a text with its placeholders filled, not in the midst of words."""
    return re.compile(rf"(?<!\w){re.escape(plain).replace(HOLE, '.{1,80}?')}(?!\w)")


def _whole_word(plain: str) -> str:
    """Return the longest word of a text that no placeholder touches, or nothing if there is none."""
    found = [word for word in WORD.finditer(plain) if HOLE not in plain[max(0, word.start() - 1) : word.end() + 1]]
    return max((word.group() for word in found), key=len, default="")


def read_aloud(html: str) -> str:
    """What a page says: its text and the attributes that are shown or spoken, without what is in another language."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", _in_its_language(html), flags=re.S)
    spoken_attributes = re.findall(r'(?:title|alt|placeholder|aria-label|data-[\w-]+)="([^"]*)"', html)
    text = re.sub(r"<[^>]*>", " ", html)
    return " ".join(unescape(" ¶ ".join([text, *spoken_attributes])).split())


def _in_its_language(html: str) -> str:
    """Leave out what says itself to be in another language than the page: words of people, not of the site."""
    languages = LANGUAGE.findall(html)
    # A word alone, as in the choice of a language, can go without the page being understood.
    html = LEAF.sub(lambda leaf: leaf.group() if leaf["language"] == languages[0] else " ", html)
    if len(set(LANGUAGE.findall(html))) < 2:
        return html
    page = BeautifulSoup(html, "html.parser")
    for foreign in page.find_all(lang=lambda value: value and value != languages[0]):
        foreign.replace_with(*[own.extract() for own in foreign.find_all(lang=languages[0])])
    return str(page)


def said(url: str, client: Client) -> str:
    response = client.get(url)
    assert response.status_code == 200
    if not response.headers["Content-Type"].startswith("text/html") or response.streaming:
        return ""
    return read_aloud(response.content.decode())
