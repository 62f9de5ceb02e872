from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ideas import answering
from ideas.errors import ChangedMeanwhile, PhaseHasBegun, VotingIsOpen, WordRequired
from ideas.models.acts import Act
from ideas.models.phase import Phase
from ideas.models.schedule import schedule_of
from intranet.accounts.models import Audience, Department
from intranet.contributions.models import UploadUse
from intranet.contributions.models.activity import record
from intranet.core.richtext import upload_keys

if TYPE_CHECKING:
    from ideas.models.campaign import Campaign
    from intranet.accounts.models import User

# Words that stand in the place of a campaign's address.
_TAKEN = frozenset({"new", "calendar", "open-box"})


@dataclass(frozen=True)
class Planned:
    """A phase as somebody plans it: ``pk`` of the one that it changes, instants, what it opens."""

    pk: int | None
    title: str
    opens_at: datetime
    closes_at: datetime | None
    acts: tuple[str, ...]


class Managed:
    """Preparing, changing, publishing and ending a campaign. Each is done under the campaign's row lock."""

    version: Any
    published_at: Any
    ended_at: Any

    @classmethod
    def prepare(
        cls: "type[Campaign]", *, by: "User", participants: Iterable[Department] = (), **said: Any
    ) -> "Campaign":
        """Make a campaign that only those who manage campaigns see; ``said``: its fields."""
        with transaction.atomic():
            campaign = cls(created_by=by, slug=_free_slug(cls, said["title"]), **said)
            campaign.save()
            campaign._address(participants, by)
        return campaign

    def change(self: "Campaign", *, by: "User", version: int, participants: Iterable[Department], **said: Any) -> None:
        """Change what the campaign says and who takes part. ``version`` is the one the form was opened on.

        ``VotingIsOpen`` when this would change who votes while they do.
        """
        chosen = list(participants)
        with transaction.atomic():
            now = self._lock()
            if now.version != version:
                raise ChangedMeanwhile
            if now.rulebook_id and {d.pk for d in chosen} != set(now.participants.values_list("pk", flat=True)):
                raise VotingIsOpen
            for name, value in said.items():
                setattr(self, name, value)
            self.version = version + 1
            self.save(update_fields=[*said, "version"])
            self._address(chosen, by)
            record("campaign.changed", by=by, target=self)

    def publish(self: "Campaign", *, by: "User") -> None:
        """Show the campaign to those it is for. Asked twice, it is published once."""
        with transaction.atomic():
            if self._lock().published_at is None:
                self.published_at = timezone.now()
                self.save(update_fields=["published_at"])
                record("campaign.published", by=by, target=self)

    def end(self: "Campaign", *, by: "User", why: str) -> None:
        """Close everything for good, with a public word; what was hidden is shown."""
        if not why.strip():
            raise WordRequired
        with transaction.atomic():
            if self._lock().ended_at is not None:
                return
            self.close_voting(by=by, why=why)
            self.ended_at, self.ended_why, self.tally_hidden_until = timezone.now(), why.strip(), None
            self.save(update_fields=["ended_at", "ended_why", "tally_hidden_until"])
            record("campaign.ended", by=by, target=self)

    def set_phases(self: "Campaign", *, by: "User", phases: list[Planned]) -> None:
        """Have exactly these phases; they do not overlap (the form sees to it).

        What has begun keeps its beginning and cannot be removed (``PhaseHasBegun``), what is over keeps its end; while people vote, when they can
        is part of the frozen rules (``VotingIsOpen``).
        """
        with transaction.atomic():
            now = self._lock()
            known = {phase.pk: phase for phase in now.phases.all()}
            kept = {planned.pk for planned in phases if planned.pk in known}
            if any(phase.opened_at and pk not in kept for pk, phase in known.items()):
                raise PhaseHasBegun
            if now.rulebook_id and _votes(known.values()) != _votes(phases):
                raise VotingIsOpen
            now.phases.exclude(pk__in=kept).delete()
            rows = [
                _planned(known.get(planned.pk or 0) or Phase(campaign=self), planned, number)
                for number, planned in enumerate(phases)
            ]
            before, self.schedule = self.spans, schedule_of(rows)
            self.save(update_fields=["schedule"])
            answering.follow_phases(self, before)
            self._settle()
            record("campaign.changed", by=by, target=self, phases=True)
            if any(phase.opened_at for phase in rows):
                self.open_voting_if_due()  # a phase that was open already has the vote open from now on

    def set_rules(self: "Campaign", *, by: "User", method: str, settings: dict[str, Any]) -> None:
        """Say how people vote, until the vote opens; ``VotingIsOpen`` while it is."""
        with transaction.atomic():
            if self._lock().rulebook_id:
                raise VotingIsOpen
            self.method, self.settings = method, settings
            self.save(update_fields=["method", "settings"])
            self._settle()
            again = self.rulebooks.exists()
            record("campaign.rules_changed" if again else "campaign.changed", by=by, target=self)

    def _settle(self: "Campaign") -> None:
        """Have what the rules hide hidden, while no frozen rules say so; what a stopped vote hid stays hidden."""
        now = self._lock()
        if now.rulebook_id is None and now.voting_halted_at is None and now.ended_at is None:
            self.tally_hidden_until = self.hidden_until(self.visible_rules())
            self.save(update_fields=["tally_hidden_until"])

    def _address(self: "Campaign", participants: Iterable[Department], by: "User") -> None:
        """Set who takes part and who sees it; what hangs on it follows: its ideas, their threads, all files."""
        chosen, before = list(participants), self.audience_id
        self.participants.set(chosen)
        self.taking_part = Audience.objects.for_departments(chosen) if chosen else None
        self.audience = self.taking_part if self.only_participants_see else None
        self.save(update_fields=["taking_part", "audience"])
        keys = upload_keys(self.about) | upload_keys(self.rules) | ({self.image} if self.image else set())
        UploadUse.objects.sync(self, keys=keys, audience=self.audience, by=by)
        if self.audience_id != before:
            for idea in self.ideas.select_related("discussion", "author"):
                idea.follow_campaign(self.audience)


def _planned(phase: Phase, planned: Planned, number: int) -> Phase:
    if phase.opened_at is None:
        phase.opens_at = planned.opens_at
    if phase.closed_at is None and phase.closes_at != planned.closes_at:
        phase.closes_at, phase.reminded_at = planned.closes_at, None
    phase.order, phase.title, phase.acts = number, planned.title, list(planned.acts)
    phase.save()
    return phase


def _votes(phases: Iterable[Any]) -> list[tuple[datetime, datetime | None]]:
    """Return when ``phases`` have the vote open."""
    spans = [(phase.opens_at, phase.closes_at) for phase in phases if Act.SUPPORT in phase.acts]
    return sorted(spans, key=lambda span: span[0])


def _free_slug(model: Any, title: str) -> str:
    base = slugify(title)[:70].strip("-") or "campaign"
    slug, number = base, 2
    while slug in _TAKEN or model.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
