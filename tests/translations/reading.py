"""What a page says, and which texts of the catalogue are on it."""

import re
from html import unescape

from bs4 import BeautifulSoup
from django.test import Client

from tests.translations.texts import spoken

# Shorter texts may be the words of a person, or the same in both languages.
LONG = 13


class Texts:
    """Texts to look for on a page: whole, with their placeholders filled, and long enough not to be met by chance."""

    def __init__(self, texts: list[str]) -> None:
        hole = "\N{OBJECT REPLACEMENT CHARACTER}"
        self.patterns = {}
        for text in texts:
            plain = " ".join(spoken(text).split())
            longest = max(plain.split(hole), key=len)
            if len(longest) >= LONG:
                self.patterns[re.compile(rf"(?<!\w){re.escape(plain).replace(hole, '.{1,80}?')}(?!\w)")] = longest

    def on(self, page: str) -> list[str]:
        return [
            found.group()
            for pattern, longest in self.patterns.items()
            if longest in page and (found := pattern.search(page))
        ]


def read_aloud(html: str) -> str:
    """What a page says: its text and the attributes that are shown or spoken, without what is in another language."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", _in_its_language(html), flags=re.S)
    spoken_attributes = re.findall(r'(?:title|alt|placeholder|aria-label|data-[\w-]+)="([^"]*)"', html)
    text = re.sub(r"<[^>]*>", " ", html)
    return " ".join(unescape(" ¶ ".join([text, *spoken_attributes])).split())


def _in_its_language(html: str) -> str:
    """Leave out what says itself to be in another language than the page: words of people, not of the site."""
    languages = re.findall(r'\blang="(\w+)"', html)
    if len(set(languages)) < 2:
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
