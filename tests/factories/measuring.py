"""Searches as people make them, and what the worker then says of them."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from intranet.accounts.models import User
from intranet.search.measuring import gathering, settling
from intranet.search.measuring.models import Asked, Change, Gap
from intranet.search.measuring.models.asked import Outcome
from intranet.search.measuring.sameness import key_of, normalised
from tests.factories.people import make_user


def make_asked(
    text: str = "bike allowance", by: User | None = None, *, at: datetime | None = None, results: int = 0, **said: Any
) -> Asked:
    said.setdefault("outcome", Outcome.OPEN if results else Outcome.ZERO)
    at = at or timezone.now() - timedelta(hours=1)
    text = normalised(text)
    person = by or make_user()
    return Asked.objects.create(
        person=person, text=text, key=key_of(text), language="en", at=at, results=results, **said
    )


def work() -> None:
    """What the worker does every so often."""
    settling.settle()
    settling.count()
    gathering.gather()


def make_gap(text: str = "bike allowance", people: int = 3) -> Gap:
    for _person in range(people):
        make_asked(text)
    work()
    return Gap.objects.get(queries__key=key_of(text))


def make_change(by: User | None = None) -> Change:
    after = {"expressions": "bike\nbicycle", "leads_to": "", "language": ""}
    return Change.objects.create(edits=[{"model": "synonyms", "pk": None, "before": None, "after": after}], by=by)
