from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings as site
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.models.acts import OF_THOSE_IN_CHARGE, Act, Method
from ideas.models.managed import Managed
from ideas.models.ruled import Ruled
from ideas.models.schedule import Span, spans_of
from intranet.accounts.models import Audience, Department
from intranet.accounts.models.user import validate_time_zone
from intranet.core.fields import RichTextField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.accounts.models import User

OPEN_BOX = "open-box"
MANAGE = "ideas.change_campaign"
# A tally that is hidden until a close that has no date.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def open_box(self) -> "Campaign":
        """Return the campaign without an end, where an idea goes when no other is said. A migration makes it."""
        return self.get_or_create(slug=OPEN_BOX)[0]

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what is published and addressed to ``user``; who manages campaigns sees those being prepared too."""
        if not user.is_authenticated:
            return self.none()
        kept = self if user.has_perm(MANAGE) else self.filter(Q(published_at__isnull=False) | Q(slug=OPEN_BOX))
        return kept if user.sees_everything else kept.filter(Q(audience=None) | Q(audience__in=user.audience_ids))

    def published(self) -> Self:
        """Keep those that are shown, but for the open box: it is the list of ideas itself."""
        return self.filter(published_at__isnull=False).exclude(slug=OPEN_BOX)

    def running(self, at: datetime | None = None) -> Self:
        """Keep those that are published and not over, the open box included."""
        now = at or timezone.now()
        published = Q(published_at__lte=now) & (Q(ended_at=None) | Q(ended_at__gt=now))
        return self.filter(Q(slug=OPEN_BOX) | published)


class Campaign(Managed, Ruled, models.Model):
    """What ideas are gathered for. The always-open box is the campaign that has no phases and no end.

    ``fields`` are those it adds to the form of an idea (``own_fields``). ``schedule`` repeats the phases, and ``tally_hidden_until`` what the rules hide, so that a list of ideas asks
    nothing more. ``taking_part`` (``None``: everyone) is the audience made of ``participants``; ``audience`` is the
    same where only participants see the campaign. ``rulebook`` is the one in force: ``None`` before voting opens and
    once it has closed (``rulebooks`` keeps them all).
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160, blank=True)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    about = RichTextField(_("about"), profile="article", blank=True)
    rules = RichTextField(_("rules"), profile="article", blank=True)
    image = models.CharField(_("image"), max_length=64, blank=True)
    sponsor = models.ForeignKey(
        site.AUTH_USER_MODEL,
        verbose_name=_("sponsor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=5, choices=site.LANGUAGES, default=site.LANGUAGE_CODE)
    participants = models.ManyToManyField(
        Department, verbose_name=_("participants"), blank=True, related_name="campaigns"
    )
    only_participants_see = models.BooleanField(_("only participants see it"), default=False)
    taking_part = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default=site.TIME_ZONE, validators=[validate_time_zone])
    method = models.CharField(_("way of voting"), max_length=20, choices=Method.choices, default=Method.SUPPORT)
    settings = models.JSONField(_("voting rules"), default=dict, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("days to answer an idea"), default=30)
    remind_days = models.PositiveSmallIntegerField(_("days before a close to remind"), default=3)
    fields: Any = models.JSONField(default=list, blank=True, editable=False)
    schedule = models.JSONField(default=list, editable=False)
    rulebook = models.ForeignKey(
        "ideas.Rulebook", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    voting_halted_at = models.DateTimeField(null=True, editable=False)
    tally_hidden_until = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        site.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_why = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = models.Manager.from_queryset(CampaignQuerySet)()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        if self.is_open_box and not self.title:
            return gettext("The idea box")
        return self.title or self.slug

    @property
    def is_open_box(self) -> bool:
        return self.slug == OPEN_BOX

    def get_absolute_url(self) -> str:
        return reverse("ideas:campaign", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def spans(self) -> list[Span]:
        return spans_of(self.schedule)

    @property
    def last_span(self) -> Span | None:
        spans = self.spans
        return spans[-1] if spans else None

    def is_published(self) -> bool:
        return self.is_open_box or self.published_at is not None

    def is_over(self, at: datetime | None = None) -> bool:
        """Say whether it was ended, or its last phase has closed."""
        now = at or timezone.now()
        if self.is_open_box:
            return False
        if self.ended_at is not None and self.ended_at <= now:
            return True
        spans = self.spans
        return bool(spans) and all(span.closes is not None and span.closes <= now for span in spans)

    def is_coming(self, at: datetime | None = None) -> bool:
        """Say whether it is announced and its first phase has not opened."""
        spans = self.spans
        return self.published_at is not None and bool(spans) and spans[0].opens > (at or timezone.now())

    def phase_at(self, at: datetime | None = None) -> Span | None:
        """Return the phase that is open at ``at`` (now), whoever looked at the clock last."""
        now = at or timezone.now()
        return next((span for span in self.spans if span.holds(now)), None)

    def next_change(self, at: datetime | None = None) -> datetime | None:
        """Return when the next phase opens or closes after ``at`` (now); ``None`` when nothing more will."""
        now = at or timezone.now()
        if self.ended_at is not None and self.ended_at <= now:
            return None
        moments = (moment for span in self.spans for moment in (span.opens, span.closes) if moment and moment > now)
        return min(moments, default=None)

    def allows(self, act: Act | str, at: datetime | None = None) -> bool:
        """Say whether ``act`` is open at ``at`` (now). The open box allows all; a campaign being prepared, nothing.

        A campaign without phases has everything open until it is ended. Evaluating, deciding and following go on where no phase says when, and after the end.
        """
        if self.is_open_box:
            return True
        if self.published_at is None:
            return False
        if act == Act.SUPPORT and (self.voting_halted_at is not None or self.closed_by_another_clock):
            return False
        now = at or timezone.now()
        ended = self.ended_at is not None and self.ended_at <= now
        spans = self.spans
        if not spans and not ended:
            return True
        if act in OF_THOSE_IN_CHARGE and (ended or not any(act in span.acts for span in spans) or self.is_over(now)):
            return True
        return not ended and any(act in span.acts and span.holds(now) for span in spans)

    def awaits_opening(self) -> bool:
        """Say whether it is time to vote, and the rules are not frozen yet: the clock will, or the first vote."""
        if not self.schedule or self.rulebook_id is not None or self.voting_halted_at is not None:
            return False
        return self.allows(Act.SUPPORT)

    def hides_tally(self, at: datetime | None = None) -> bool:
        """Say whether nobody may know yet how much support its ideas have."""
        return self.tally_hidden_until is not None and (at or timezone.now()) < self.tally_hidden_until

    def visible_rules(self) -> dict[str, Any]:
        """The voting rules as they would be frozen now: those of the form, with the defaults of the method."""
        from ideas.rules import completed

        return completed(self.method, self.settings) | {"method": self.method}
