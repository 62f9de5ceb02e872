"""What people write of an idea and have not sent yet, kept on the server."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ideas.models import Campaign, Idea
from intranet.accounts.models import User
from intranet.core.richtext import upload_keys

TEXTS = ("problem", "proposal", "benefit")
NAMES = ("title", *TEXTS, "departments", "tags", "language", "cost", "version")
OWN = "own_"
LONGEST = 500_000
LONGEST_OTHER = 5_000
MOST_NAMES = 60
MOST = 200


class Elsewhere(Exception):
    """The same text is being written in another tab or on another device; nothing was kept. ``draft`` is what is there."""

    def __init__(self, draft: "Draft") -> None:
        super().__init__(draft.key)
        self.draft = draft


class TooMuch(Exception):
    """A text is longer than can be saved (``length`` says how long), or the person keeps too many (``length`` is 0)."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def keep(
        self,
        *,
        by: User,
        key: str,
        campaign: Campaign | None,
        idea: Idea | None,
        fields: dict[str, str],
        tab: str,
        number: int,
        device: str,
        over: bool = False,
    ) -> "Draft":
        """Keep ``fields`` as what ``by`` writes under ``key``.

        ``number`` is the last that this tab was told, 0 for none. When another tab kept something since, ``Elsewhere`` is
        raised and that stays, unless ``over`` says that the person chose this one. The row is locked meanwhile.
        """
        fields = _bounded(fields)
        try:
            with transaction.atomic():
                draft = self.select_for_update(of=("self",)).filter(person=by, key=key).first()
                if draft is None:
                    if self.of(by).count() >= MOST:
                        raise TooMuch(0)
                    return self.create(
                        person=by,
                        key=key,
                        campaign=campaign,
                        idea=idea,
                        fields=fields,
                        tab=tab,
                        device=device,
                        number=number + 1,
                    )
                if draft.number != number and draft.tab != tab and not over:
                    raise Elsewhere(draft)
                draft.fields, draft.tab, draft.device = fields, tab, device
                draft.number, draft.updated_at = max(draft.number, number) + 1, timezone.now()
                draft.save(update_fields=["fields", "tab", "device", "number", "updated_at"])
        except IntegrityError:
            raise Elsewhere(self.get(person=by, key=key)) from None
        return draft

    def saved(self, person: User, key: str) -> None:
        """Answer ``ideas.saved``: what was written is an idea now, or a version of one."""
        self.filter(person=person, key=key).delete()

    def uploads_among(self, keys: Iterable[str]) -> set[str]:
        """Answer ``uploads.needed``: those of ``keys`` that some unsent text shows."""
        wanted = set(keys)
        found: set[str] = set()
        for fields in self.values_list("fields", flat=True).iterator():
            for name in TEXTS:
                found |= upload_keys(fields.get(name) or "") & wanted
        return found


class Draft(models.Model):
    """A text of an idea that somebody writes and has not sent. Nobody else sees it, whatever their role; it counts nowhere.

    ``key`` is the name of the text in the browser too ("idea:new:open-box", "idea:12"): one a person and campaign for a
    new idea, one a person and idea for changes. It outlives both. ``number`` grows with each change, so that two tabs
    do not overwrite one another. ``fields`` are as typed: never shown as HTML without being cleaned.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.SET_NULL, related_name="+")
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="+")
    fields: Any = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=1)
    tab = models.CharField(max_length=40)
    device = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="ideas_one_draft")]

    def __str__(self) -> str:
        return self.fields.get("title", "") or self.key

    @property
    def is_of_new_idea(self) -> bool:
        return self.key.startswith("idea:new")


def _bounded(fields: dict[str, str]) -> dict[str, str]:
    kept = {name: text for name, text in fields.items() if name in NAMES or name.startswith(OWN)}
    if len(kept) > MOST_NAMES:
        kept = dict(list(kept.items())[:MOST_NAMES])
    for name in TEXTS:
        if len(kept.get(name, "")) > LONGEST:
            raise TooMuch(len(kept[name]))
    return {name: text if name in TEXTS else text[:LONGEST_OTHER] for name, text in kept.items()}
