"""Rooms, and the threads in them."""

from collections.abc import Iterator
from functools import partial

from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.loading.conversation import messages_of, reactions_to, remember
from intranet.demo.loading.people import FOUNDED
from intranet.demo.reading import Document, documents, load, messages
from intranet.discussions import actions
from intranet.discussions.models import Discussion, Room


def moments(company: Company) -> Iterator[Moment]:
    yield company.moment(FOUNDED, lambda: open_rooms(company))
    for document in documents("threads"):
        opening = messages(document.text)[0]
        yield company.moment(opening.at, partial(_open, company, document))
        yield from reactions_to(company, document.slug, opening, 0)
        place = partial(_discussion, company, document.slug)
        yield from messages_of(company, document.slug, document.text, place, start=1)
        if document.about.get("pinned"):
            yield company.moment(opening.at, partial(_pin, company, document.slug))


def open_rooms(company: Company) -> None:
    for position, about in enumerate(load("rooms"), start=1):
        company.rooms[about["slug"]] = Room.objects.create(
            slug=about["slug"],
            name=about["name"],
            description=about["description"],
            language=about.get("language", ""),
            position=10 * position,
        )


def _open(company: Company, document: Document) -> None:
    opening = messages(document.text)[0]
    thread = actions.open_thread(
        by=company.people[opening.by],
        room=company.rooms[document.about["room"]],
        title=document.about["title"],
        body=company.html(opening.text, profile="post"),
        client_id=stable_id(document.slug, "0"),
        language=document.about.get("language", "fr"),
    )
    company.threads[document.slug] = thread
    remember(company, document.slug, opening, 0, thread.discussion.posts.get(number=1))


def _pin(company: Company, slug: str) -> None:
    actions.pin(company.threads[slug], by=company.people["camille"], pinned=True)


def _discussion(company: Company, slug: str) -> Discussion:
    return company.threads[slug].discussion
