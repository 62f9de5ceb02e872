"""The company while it is being loaded: who and what is there already, by the names the content uses."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from intranet.accounts.models import Department, User
from intranet.core.richtext import clean
from intranet.demo.clock import Calendar
from intranet.demo.reading import to_html
from intranet.discussions.mentions import link_mentions

if TYPE_CHECKING:
    from ideas.models import Idea
    from intranet.discussions.models import Post, Room, Thread
    from knowledge.models import ArticlePage, SpacePage
    from knowledge.questions.models import Answer, Question

# Ids of the demo are made from names, so that two loads make the same ones.
NAMESPACE = uuid.UUID("8a3f6a52-0c0d-4c66-9d0e-5b1f6a7c2d10")
# How demo accounts are told from real ones: a domain that no mail can reach.
DOMAIN = "sorbier.example"
PASSWORD = "parvis-demo"  # noqa: S105  (public by design: see intranet.demo.checks)


class Moment(NamedTuple):
    """Something that happened in the company: when, and how to do it again."""

    at: datetime
    do: Callable[[], Any]


@dataclass
class Company:
    calendar: Calendar = field(default_factory=Calendar)
    people: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    spaces: dict[str, "SpacePage"] = field(default_factory=dict)
    articles: dict[str, "ArticlePage"] = field(default_factory=dict)
    rooms: dict[str, "Room"] = field(default_factory=dict)
    threads: dict[str, "Thread"] = field(default_factory=dict)
    ideas: dict[str, "Idea"] = field(default_factory=dict)
    questions: dict[str, "Question"] = field(default_factory=dict)
    answers: dict[str, "Answer"] = field(default_factory=dict)
    posts: dict[str, "Post"] = field(default_factory=dict)

    def moment(self, when: str, do: Callable[[], Any]) -> Moment:
        return Moment(self.calendar.at(when), do)

    def html(self, markdown: str, profile: str = "article") -> str:
        """Return clean HTML of ``markdown``, its links and mentions leading where they should."""
        return link_mentions(clean(to_html(markdown, self._link), profile=profile))

    def _link(self, kind: str, slug: str) -> str:
        if kind == "room":
            return f'href="{reverse("discussions:room", args=[slug])}"'
        if kind == "space":
            return f'href="{self.spaces[slug].get_absolute_url()}"'
        article = self.articles.get(slug)
        if article is None:  # written later: its address is known, its number is not
            return f'href="{self.address_of_article(slug)}"'
        return f'href="{article.get_absolute_url()}" data-ref="{article.ref}"'

    def address_of_article(self, slug: str) -> str:
        from intranet.demo.reading import documents

        space = next(document.about["space"] for document in documents("articles") if document.slug == slug)
        return f"{self.spaces[space].get_absolute_url()}{slug}/"


def stable_id(*names: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(names))
