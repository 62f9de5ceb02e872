from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections, models
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.campaign import Campaign

if TYPE_CHECKING:
    from ideas.models.idea import Idea
    from intranet.accounts.models import User


class SupportManager(models.Manager["Support"]):
    def while_open(self, idea: "Idea") -> "models.QuerySet[Support]":
        """Return the supports of ``idea`` unless its vote was stopped, as the database has it at that moment."""
        campaign = Campaign.objects.filter(
            pk=idea.campaign_id, voting_halted_at=None, rulebook=idea.campaign.rulebook_id
        )
        return self.filter(Exists(campaign), idea=idea)

    def insert_once(self, *, idea: "Idea", user: "User") -> bool:
        """Add the support of ``user`` unless it stands already or the vote was stopped; return whether a row was added.

        Raw, because ``bulk_create(ignore_conflicts=True)`` does not say whether it inserted, and whoever updates the
        count must know. A concurrent insert of the same pair waits for the other's transaction, then adds nothing.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "INSERT INTO ideas_support (idea_id, user_id, at) SELECT %s, %s, %s FROM ideas_campaign "
                "WHERE id = %s AND voting_halted_at IS NULL AND COALESCE(rulebook_id, 0) = %s ON CONFLICT DO NOTHING",
                [idea.pk, user.pk, self._now(), idea.campaign_id, idea.campaign.rulebook_id or 0],
            )
            return cursor.rowcount == 1

    def _now(self) -> Any:
        field = self.model._meta.get_field("at")
        return field.get_db_prep_value(timezone.now(), connections[self.db])


class Support(models.Model):
    """One person supports one idea, now. What happened over time is in ``SupportEvent``.

    ``Idea.support_count`` counts these rows and changes in the same transaction. The account of a person who
    supported is closed, not deleted; should it be deleted, the row stays without a name so that the count holds.
    ``via`` is the idea that was supported first, where merging or splitting brought the support here.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    via = models.ForeignKey(
        "ideas.Idea", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = SupportManager()

    class Meta:
        verbose_name = pgettext_lazy("name of a record", "support")
        verbose_name_plural = pgettext_lazy("name of a record", "supports")
        constraints = [models.UniqueConstraint(fields=["idea", "user"], name="ideas_support_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.idea_id}"


class SupportEvent(models.Model):
    """The log of supports: rows are added, never changed; the current supports can be recomputed from it.

    ``moved``: not by the person, but because ideas were merged, split or separated.
    """

    class Change(models.IntegerChoices):
        GIVEN = 1, _("given")
        WITHDRAWN = -1, _("withdrawn")

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="support_events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    change = models.SmallIntegerField(choices=Change.choices)
    at = models.DateTimeField(default=timezone.now)
    moved = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("support event")
        verbose_name_plural = _("support events")

    def __str__(self) -> str:
        return f"{self.user_id} {self.change:+d} {self.idea_id}"
