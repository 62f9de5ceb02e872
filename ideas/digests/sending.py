"""Sending digests: at eight in the morning where the person is, every day or on Mondays, each once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas.digests.content import Digest, digest_of
from ideas.digests.models import DigestChoice, Every, SentDigest
from ideas.digests.stopping import token_of
from ideas.models import Campaign
from intranet.accounts.models import User
from intranet.notifications.models import Follow

log = structlog.get_logger("parvis.digests")

HOUR = 8
# What is due since longer is not sent any more: a worker that was down for a week sends nobody seven days.
_LATE = timedelta(hours=20)


def send_due(at: datetime | None = None) -> int:
    """Send every digest that is due; return how many went out. Can be run by the worker and by hand at once."""
    now = at or timezone.now()
    sent = 0
    campaigns = {campaign.pk: campaign for campaign in Campaign.objects.running(now)}
    for person, campaign_id, every in _followers(campaigns):
        due = _due(person, every, now)
        if due is None:
            continue
        period, since = due
        try:
            sent += _send_once(person, campaigns[campaign_id], period, since)
        except (SMTPException, OSError) as error:  # tried again in the next round
            log.warning("a digest could not be sent", person=person.pk, error=str(error))
    return sent


def _followers(campaigns: dict[int, Campaign]) -> Iterator[tuple[User, int, str]]:
    kind = ContentType.objects.get_for_model(Campaign)
    follows = Follow.objects.filter(
        target_type=kind, target_id__in=campaigns, is_muted=False, user__is_active=True
    ).exclude(user__email="")
    chosen = {(c.person_id, c.campaign_id): c.every for c in DigestChoice.objects.filter(campaign__in=campaigns)}
    for follow in follows.select_related("user__department").order_by("pk").iterator(chunk_size=500):
        yield follow.user, follow.target_id, chosen.get((follow.user_id, follow.target_id), Every.WEEK)


def _due(person: User, every: str, now: datetime) -> tuple[str, datetime] | None:
    """Return the period whose digest is due now for ``person``, and the moment that it begins; by their own clock."""
    if every == Every.NEVER:
        return None
    here = now.astimezone(ZoneInfo(person.time_zone))
    day = here.date() if every == Every.DAY else here.date() - timedelta(days=here.weekday())
    moment = datetime(day.year, day.month, day.day, HOUR, tzinfo=here.tzinfo)
    if not timedelta(0) <= now - moment < _LATE:
        return None
    year, week, _weekday = day.isocalendar()
    if every == Every.DAY:
        return day.isoformat(), moment - timedelta(days=1)
    return f"{year}-W{week:02}", moment - timedelta(days=7)


def _send_once(person: User, campaign: Campaign, period: str, since: datetime) -> bool:
    """Send one digest unless it was sent. The unique row is written first, and undone if the mail does not go out."""
    if SentDigest.objects.filter(person=person, campaign=campaign, period=period).exists():
        return False
    with transaction.atomic():
        _row, is_new = SentDigest.objects.get_or_create(person=person, campaign=campaign, period=period)
        if not is_new or not Campaign.objects.visible_to(person).filter(pk=campaign.pk).exists():
            return False
        digest = digest_of(campaign, person, since=since)
        if not digest:
            return False
        mail_of(digest, person).send()
    return True


def mail_of(digest: Digest, person: User) -> EmailMultiAlternatives:
    """Return the mail in the person's language and time zone, with the way out that works signed out."""
    stop = settings.PARVIS_BASE_URL + reverse("ideas:digests:stop", args=[token_of(person, digest.campaign)])
    context = {"digest": digest, "person": person, "stop": stop, "base": settings.PARVIS_BASE_URL}
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        subject = _("%(campaign)s: what is new") % {"campaign": " ".join(str(digest.campaign).split())}
        mail = EmailMultiAlternatives(subject, render_to_string("ideas/digests/mail.txt", context), to=[person.email])
        mail.attach_alternative(render_to_string("ideas/digests/mail.html", context), "text/html")
    mail.extra_headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return mail
