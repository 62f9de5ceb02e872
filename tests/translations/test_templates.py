"""No template says anything to people outside the tags that translate."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from intranet.config.settings.env import BASE_DIR
from tests.translations.texts import templates

# Names, file formats and keys: the same in every language.
NOT_LANGUAGE = {"Parvis", "RSS", "PDF", "CSV", "ICS", "Atom", "Markdown", "Ctrl", "Enter", "GIF", "PNG", "HTML", "px"}
# Shown for their letters: specimens of type, examples of a table.
SPECIMENS = {
    "Dès Noël, où un zéphyr haï me vêt de glaçons würmiens",
    "Sphinx of black quartz, judge my vow",
    "AÀBCÇDEÉÈÊ abcdefghijklm nopqrstuvwxyz 0123456789",
    "Atelier",
    "Glasgow",
}
# Their texts are for machines.
SILENT_TAGS = {"script", "style", "code", "kbd", "samp"}
SPOKEN_ATTRIBUTES = {
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "label",
    "content",
}
# A <meta content> is spoken only under these names.
SPOKEN_METAS = {"description", "og:title", "og:description"}

COMMENT = re.compile(r"\{#.*?#\}|\{% *comment.*?endcomment *%\}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"\{% *(blocktrans(?:late)?)\b.*?%\}.*?\{% *end\1 *%\}", re.S)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
# A text in a tag; the first group says that it is marked, or that it is what ``translate`` itself is given.
LITERAL = re.compile(r"""(_\(|\{% *trans(?:late)? +|\bcontext +)?("[^"]*"|'[^']*')""")
# What a tag is told in words rather than in names: a capital, or a space between words.
SENTENCE = re.compile(r"^[A-Z][^_]*[a-z]|[a-z,;] [a-z]")
# Blocks that hold names of CSS classes.
CLASSES = re.compile(r"\{% *block \w*class *%\}.*?\{% *endblock *%\}")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


def says_something(text: str) -> bool:
    return text.strip() not in SPECIMENS and any(word not in NOT_LANGUAGE for word in WORD.findall(text))


class Listener(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT_TAGS
        values = dict(attrs)
        for name, value in attrs:
            spoken = name in SPOKEN_ATTRIBUTES and (tag != "meta" or values.get("name") in SPOKEN_METAS)
            spoken |= name == "value" and values.get("type") in {"submit", "button", "reset"}
            # What scripts will say is in data attributes: words with spaces between them.
            spoken |= name.startswith("data-") and bool(re.search(r"[a-z,] [a-z]", value or ""))
            if spoken and value and says_something(value):
                self.heard.append(f"{name}={value.strip()!r}")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT_TAGS and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent and says_something(data):
            self.heard.append(" ".join(data.split()))


def untranslated(source: str, *, is_html: bool) -> Iterator[str]:
    source = CLASSES.sub(" ", TRANSLATED.sub(" ", COMMENT.sub("", source)))
    for tag in TAG.findall(source):
        for mark, quoted in LITERAL.findall(tag):
            text = quoted[1:-1]
            if not mark and SENTENCE.search(text) and not text.startswith("button ") and says_something(text):
                yield f"{tag[:40]}…: {text!r}"
    rest = TAG.sub("", source)
    if not is_html:
        yield from (line.strip() for line in rest.splitlines() if says_something(line))
        return
    listener = Listener()
    listener.feed(rest)
    yield from listener.heard


def test_the_listener_hears_what_is_not_translated() -> None:
    assert list(untranslated('<p title="Two words">Hello {{ name }}</p>', is_html=True)) == [
        "title='Two words'",
        "Hello",
    ]
    assert list(untranslated('{% notice "bad" title="Not saved" %}', is_html=True))
    assert not list(untranslated('<p>{% translate "Hello" %} <kbd>Ctrl</kbd>{# a note #}</p>', is_html=True))
    assert not list(untranslated('{% include "a.html" with label=_("Not saved") kind="bad" only %}', is_html=True))


def test_no_template_says_anything_untranslated() -> None:
    found = [
        f"{path.relative_to(BASE_DIR)}: {text}"
        for path in templates()
        for text in untranslated(path.read_text(), is_html=path.suffix != ".txt")
    ]
    assert not found, "\n".join(found)
