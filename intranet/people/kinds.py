from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User
from intranet.contributions.registry import Document, Kind, registry


def register_kinds() -> None:
    registry.register(
        Kind(
            model=User,
            name="person",
            label=_("Person"),
            label_plural=_("People"),
            icon="circle-user-round",
            card="people/_card.html",
            visible_to=lambda people, user: people.filter(is_active=True),
            indexable=_indexable,
            document=_document,
            select=("department",),
            order=50,
        )
    )
    registry.declare_verb("person.joined", _("joined"))
    registry.declare_verb("person.updated", _("updated their profile"))
    registry.declare_verb("person.left", _("left"))


def _indexable() -> QuerySet[Any]:
    return User.objects.select_related("department").prefetch_related("expertise")


def _document(person: User) -> Document | None:
    if not person.is_active:
        return None
    return Document(
        title=str(person),
        headings=" ".join(filter(None, [person.job_title, str(person.department or ""), person.username])),
        tags=tuple(topic.name for topic in person.expertise.all()),
        body=person.bio,
        summary=person.job_title,
        language=person.language,
        author_id=person.pk,
        at=person.date_joined,
    )
