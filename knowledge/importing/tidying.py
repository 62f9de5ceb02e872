"""What several formats bring and our texts say otherwise: footnote links, ticked boxes, titles of the first level."""

import re

from bs4 import BeautifulSoup, Tag

from intranet.core.richtext.allowed import ATTRIBUTES

FOOTNOTE = re.compile(r"#(?:fn|fnref|footnote|endnote)(?:-ref)?[-0-9:.]*$")
TICKED, UNTICKED = "☑", "☐"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def tick(soup: BeautifulSoup | Tag) -> None:
    """Write each tick box as a character: a text holds no form."""
    for box in soup.find_all("input", attrs={"type": "checkbox"}):
        box.replace_with(TICKED if box.has_attr("checked") else UNTICKED)


def lower_headings(soup: BeautifulSoup | Tag) -> None:
    """Bring every heading one level down when the text has any of the first level: that one is the article's title."""
    if soup.find("h1") is None:
        return
    for heading in soup.find_all(HEADINGS):
        heading.name = f"h{min(int(heading.name[1]) + 1, 6)}"


def slim(html: str) -> str:
    """Return ``html`` without attributes and boxes that no text keeps: of a long page of another site, often half."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        if tag.name in {"span", "font"}:
            tag.unwrap()
        else:
            tag.attrs = {name: value for name, value in tag.attrs.items() if name in ATTRIBUTES.get(tag.name, {})}
    return str(soup)
