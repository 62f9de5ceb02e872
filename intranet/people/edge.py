"""What happens to accounts, told as activities: so that the search and the people pages follow."""

from typing import Any

from intranet.accounts import signals
from intranet.accounts.models import User
from intranet.contributions.models.activity import record


def hear_of_accounts() -> None:
    signals.joined.connect(_joined, dispatch_uid="people.joined")
    signals.changed.connect(_changed, dispatch_uid="people.changed")
    signals.deactivated.connect(_left, dispatch_uid="people.left")


def _joined(sender: type[User], *, person: User, **kwargs: Any) -> None:
    record("person.joined", by=None, target=person)


def _changed(sender: type[User], *, person: User, **kwargs: Any) -> None:
    record("person.updated", by=None, target=person)


def _left(sender: type[User], *, person: User, **kwargs: Any) -> None:
    record("person.left", by=None, target=person)
