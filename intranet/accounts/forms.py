"""Form fields that name people."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User

# "Camille Moreau (@camille)", as the completion writes it.
_NAMED = re.compile(r"\(@(?P<username>[^()\s]+)\)$")
_LONGEST = 200


class PeopleWidget(forms.TextInput):
    """A text with people's names, completed while one types; without its script, usernames typed by hand."""

    template_name = "components/people_field.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class PeopleField(forms.CharField):
    """People, separated by commas: each as "Name (@username)", username, e-mail address or full name.

    Its value is a list of active ``User``, in the order typed, each once; at most ``most`` of them. An unknown or
    ambiguous name is refused in words that name it.
    """

    default_error_messages = {
        "unknown": _("Nobody is called “%(name)s” here."),
        "ambiguous": _("Several people are called “%(name)s”: choose one from the list, or type the username."),
        "too_many": _("Name at most %(most)d people."),
    }

    def __init__(self, *, most: int = 20, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", PeopleWidget)
        super().__init__(max_length=most * _LONGEST, **kwargs)

    def clean(self, value: Any) -> list[User]:
        names = list(
            dict.fromkeys(name for part in super().clean(value).split(",") if (name := " ".join(part.split())))
        )
        if len(names) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        return list(dict.fromkeys(self._person(name) for name in names))

    def _person(self, name: str) -> User:
        named = _NAMED.search(name)
        username = named["username"] if named else name.removeprefix("@")
        wanted = Q(username__iexact=username)
        if not named:
            wanted |= Q(email__iexact=name) | Q(display_name__iexact=name)
        found = list(User.objects.active().filter(wanted)[:20])
        exact = [person for person in found if person.username.casefold() == username.casefold()]
        if len(found) > 1 and not exact:
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous", params={"name": name[:80]})
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"name": name[:80]})
        return (exact or found)[0]

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        people: Iterable[User] = [value] if isinstance(value, User) else value
        return ", ".join(f"{person.display_name.replace(',', ' ')} (@{person.username})" for person in people)


class PersonField(PeopleField):
    """One person, or ``None`` when left empty."""

    default_error_messages = {"too_many": _("Name just one person.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=1, **kwargs)

    def clean(self, value: Any) -> User | None:  # type: ignore[override]  # one person where the parent gives several
        people = super().clean(value)
        return people[0] if people else None
