"""What is kept of who saw which idea, and the orders drawn from it.

How big it gets, for 10,000 people who each see 40 cards on 220 days of a year, 5,000 different ideas (PostgreSQL):
``Impression`` holds two days at the most (about 80 bytes a row: 64 MB, the same room again and again); ``SeenIdeas`` up to
1.3 bytes for each pair of person and idea, 10 to 60 MB in all, and it ends with the account; ``Attention`` 5,000 rows of
about 400 bytes, 2 MB; ``Place`` is drawn anew each day, about 12 rows an idea. So a year adds less than 65 MB.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.attention.numbers import pack, unpack
from ideas.models import Campaign, Idea

if TYPE_CHECKING:
    from intranet.accounts.models import User


class Attention(models.Model):
    """How much attention an idea had. Written by the worker only.

    ``viewers`` counts people, each once for good; ``views`` people and days. ``seen_by``: {department id as text:
    viewers}; never shown, a number of a small department is a name. ``bridging``: ``arithmetic.bridging``;
    ``bridges``: that is more than the ideas of the campaign get on the whole.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="attention")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    viewers = models.PositiveIntegerField(default=0)
    views = models.PositiveIntegerField(default=0)
    seen_by = models.JSONField(default=dict)
    bridging = models.FloatField(default=0.0)
    bridges = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("attention")
        verbose_name_plural = _("attention")
        indexes = [
            models.Index(fields=["-bridging", "-idea"], name="ideas_bridging"),
            models.Index(fields=["campaign", "-bridging", "-idea"], name="ideas_campaign_bridging"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.viewers}"


class ImpressionManager(models.Manager["Impression"]):
    def note(self, person: "User", ideas: list[int], *, day: date) -> None:
        """Write that ``person`` saw ``ideas`` on ``day``; what is written already stays as it is. One insert."""
        self.bulk_create(
            [Impression(day=day, person_id=person.pk, idea_id=pk) for pk in sorted(set(ideas))], ignore_conflicts=True
        )


class Impression(models.Model):
    """A person saw the card of an idea on a day: a buffer, folded into counters by the worker and emptied after a day."""

    pk = models.CompositePrimaryKey("day", "person_id", "idea_id")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_counted = models.BooleanField(default=False)

    objects = ImpressionManager()

    class Meta:
        verbose_name = _("impression")
        verbose_name_plural = _("impressions")
        indexes = [models.Index(fields=["day", "person"], condition=Q(is_counted=False), name="ideas_impressions_new")]

    def __str__(self) -> str:
        return f"{self.day}: {self.person_id} → {self.idea_id}"


class SeenIdeas(models.Model):
    """The ideas that a person ever saw, so that each counts them once. Nobody is shown it; it goes with the account."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    packed = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("ideas seen by a person")
        verbose_name_plural = _("ideas seen by people")

    def __str__(self) -> str:
        return str(self.person_id)

    @property
    def ids(self) -> set[int]:
        return set(unpack(bytes(self.packed)))

    @ids.setter
    def ids(self, ids: set[int]) -> None:
        self.packed = pack(ids)


class Strand(models.IntegerChoices):
    """What a place is a place in. Hands of Promising are ``HAND``, ``HAND + 1``, …"""

    DISCOVER = 0, _("Discover")
    HAND = 10, _("Promising")


class Place(models.Model):
    """Where an idea stands in an order of one draw: lists read a range of the index and sort nothing.

    ``at``: on the circle of Discover, written twice around, so that a walk from any start is one range; in a hand of
    Promising, less for a higher drawn rate. ``gap``: see ``arithmetic.Ticket``; the first meeting of an idea on a walk
    is where it is greater than the way walked. What is not open to support stands beyond the circle (``beyond``), the
    newest first. ``campaign`` repeats the idea's.
    """

    draw = models.IntegerField()
    strand = models.SmallIntegerField()
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+", db_index=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="places")
    at = models.BigIntegerField()
    gap = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in an order")
        verbose_name_plural = _("places in orders")
        indexes = [
            models.Index(fields=["draw", "strand", "at"], name="ideas_places"),
            models.Index(fields=["draw", "strand", "campaign", "at"], name="ideas_campaign_places"),
        ]

    def __str__(self) -> str:
        return f"{self.draw}.{self.strand} {self.at}: {self.idea_id}"


class Draw(models.Model):
    """The orders of one day; the latest is in force. Written once its places are, so a list never meets half of it.

    ``upto`` is the highest idea id when it was drawn: ideas above it without a place were not there yet. ``campaigns``:
    {campaign id: what a new idea needs to join, and ``served``: every idea of it has had its guaranteed views}.
    """

    number = models.IntegerField(primary_key=True)
    day = models.DateField()
    upto = models.BigIntegerField(default=0)
    campaigns: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("drawing of the orders")
        verbose_name_plural = _("drawings of the orders")
        get_latest_by = "number"

    def __str__(self) -> str:
        return f"{self.number} ({self.day})"
