from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.core.richtext import upload_keys

# Of a form, people fill in fewer fields than this.
MOST_NAMES = 60


class Elsewhere(Exception):
    """The same text is being written in another tab or on another device; nothing was kept. ``draft`` is what is there."""

    def __init__(self, draft: "KeptText") -> None:
        super().__init__(draft.key)
        self.draft = draft


class TooMuch(Exception):
    """A text is longer than can be saved (``length`` says how long), or the person keeps too many (``length`` is 0)."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class KeptTextQuerySet(models.QuerySet[Any]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def keep(
        self,
        *,
        by: User,
        key: str,
        fields: dict[str, str],
        tab: str,
        number: int,
        device: str,
        over: bool = False,
        **about: models.Model | None,
    ) -> Any:
        """Keep ``fields`` as what ``by`` writes under ``key``; ``about`` is what it is a text of.

        ``number`` is the last that this tab was told, 0 for none. When another tab kept something since, ``Elsewhere`` is
        raised and that stays, unless ``over`` says that the person chose this one. The row is locked meanwhile.
        """
        fields = self.model.bounded(fields)
        try:
            with transaction.atomic():
                draft = self.select_for_update().filter(person=by, key=key).first()
                if draft is None:
                    if self.of(by).count() >= self.model.most:
                        raise TooMuch(0)
                    said = {"fields": fields, "tab": tab, "device": device, "number": number + 1}
                    return self.create(person=by, key=key, **said, **about)
                if draft.number != number and draft.tab != tab and not over:
                    raise Elsewhere(draft)
                draft.fields, draft.tab, draft.device = fields, tab, device
                draft.number, draft.updated_at = max(draft.number, number) + 1, timezone.now()
                draft.save(update_fields=["fields", "tab", "device", "number", "updated_at"])
        except IntegrityError:
            raise Elsewhere(self.get(person=by, key=key)) from None
        return draft

    def saved(self, person: User, key: str) -> None:
        """Forget what was written under ``key``: it stands where it was written for."""
        self.filter(person=person, key=key).delete()

    def uploads_among(self, keys: Iterable[str]) -> set[str]:
        """Answer ``uploads.needed``: those of ``keys`` that some text shows, or is to have beside it once it is sent."""
        wanted = set(keys)
        found: set[str] = set()
        for fields in self.values_list("fields", flat=True).iterator():
            found |= set(fields.get("attached", "").split()) & wanted
            for name in self.model.texts:
                found |= upload_keys(fields.get(name, "")) & wanted
        return found


class KeptText(models.Model):
    """A text that somebody writes and has not sent. Nobody else sees it, whatever their role, and it counts in nothing.

    ``key`` is the name of the text in the browser too ("article:12", "idea:new:open-box"). ``number`` grows with each
    change, so that two tabs do not overwrite one another. ``fields`` are as typed: never shown as HTML without being
    cleaned. A room makes its own, with what the text is about (it outlives that), and a unique key over person and key;
    it says which fields are long ``texts``, how many characters each may have, and how many texts a person may keep.
    """

    texts: ClassVar[Iterable[str]]
    longest: ClassVar[int]
    longest_other: ClassVar[int] = 5_000
    most: ClassVar[int]

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    fields: Any = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=40)
    device = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.fields.get("title", "") or self.key

    @classmethod
    def takes(cls, name: str) -> bool:
        """Say whether the field ``name`` of the form is kept; anything else that is sent falls."""
        raise NotImplementedError

    @classmethod
    def bounded(cls, fields: dict[str, str]) -> dict[str, str]:
        """Return what is kept of ``fields``; ``TooMuch`` for a text that could not be saved either."""
        kept = dict([(name, text) for name, text in fields.items() if cls.takes(name)][:MOST_NAMES])
        for name in cls.texts:
            if len(kept.get(name, "")) > cls.longest:
                raise TooMuch(len(kept[name]))
        return {name: text if name in cls.texts else text[: cls.longest_other] for name, text in kept.items()}
