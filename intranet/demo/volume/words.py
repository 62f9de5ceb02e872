"""Sentences of the written company, taken apart and put together again, so that searching is like on a real site."""

import random
import re
from collections.abc import Callable
from html import escape

from intranet.core.richtext import to_text
from intranet.demo.reading import documents, load, messages, to_html

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Þ«“])")
PLACES = (
    "Annecy", "Arbois", "Bourges", "Brest", "Bristol", "Cahors", "Cardiff", "Cork", "Dijon", "Dole", "Galway", "Gap",
    "Kilkenny", "Laval", "Leeds", "Limerick", "Lorient", "Mâcon", "Nevers", "Oxford", "Quimper", "Rennes", "Rodez",
    "Sligo", "Tours", "Vannes", "Vesoul", "Vienne", "Waterford", "York",
)  # fmt: skip


class Words:
    """Makes texts of any length in French or English; what it makes depends on the generator only."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.headings: dict[str, list[str]] = {"fr": [], "en": []}
        self.sentences: dict[str, list[str]] = {"fr": [], "en": []}
        self.remarks: list[str] = []
        self.tags: list[str] = []
        self._gather()

    def title(self, language: str) -> str:
        """Return a title such as people give: what it is about, where, and a number to tell it from others."""
        about = self.rng.choice(self.headings[language])
        separator = "\u00a0: " if language == "fr" else ": "
        topic = self.rng.choice(self.tags)
        return f"{about}{separator}{topic}, {self.rng.choice(PLACES)} {self.rng.randint(100, 999)}"[:150]

    def paragraph(self, language: str, sentences: int = 3) -> str:
        text = " ".join(self.rng.choice(self.sentences[language]) for _sentence in range(sentences))
        return f"<p>{escape(text, quote=False)}</p>"

    def article(self, language: str) -> str:
        """Return an article of about 400 words: an opening, four sections, a list."""
        parts = [self.paragraph(language)]
        for heading in self.rng.sample(self.headings[language], 4):
            parts += [f"<h2>{escape(heading, quote=False)}</h2>", self.paragraph(language, 4), self.paragraph(language)]
        points = "".join(f"<li>{escape(self.rng.choice(self.sentences[language]), quote=False)}</li>" for _ in range(4))
        return "".join([*parts, f"<ul>{points}</ul>"])

    def remark(self) -> str:
        return f"<p>{escape(self.rng.choice(self.remarks), quote=False)}</p>"

    def some_tags(self) -> list[str]:
        return self.rng.sample(self.tags, self.rng.randint(1, 3))

    def language(self) -> str:
        return "fr" if self.rng.random() < 0.7 else "en"

    def _gather(self) -> None:
        tags: set[str] = set()
        for document in documents("articles"):
            language = document.about.get("language", "fr")
            self.headings[language] += document.headings
            self._cut(document.text, self.sentences[language].append)
            tags |= set(document.about["tags"])
        for idea in load("ideas"):
            for name in ("problem", "proposal", "benefit"):
                self._cut(idea[name], self.sentences[idea.get("language", "fr")].append)
            tags |= set(idea["tags"])
        for document in documents("threads"):
            for message in messages(document.text):
                self._cut(re.sub(r"@(\w+)", r"\1", message.text), self.remarks.append)
        self.tags = sorted(tags)

    def _cut(self, markdown: str, keep: Callable[[str], None]) -> None:
        for line in to_text(to_html(markdown)).splitlines():
            for sentence in _SENTENCE.split(line.strip()):
                if 30 <= len(sentence) <= 240 and sentence[-1] in ".!?…":
                    keep(sentence)
