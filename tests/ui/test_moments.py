"""How a moment is said: relative up to a week, exact on hover, in the reader's language and time zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from intranet.ui.templatetags.ui import ago


def said(when: datetime, *, language: str = "en", zone: str = "UTC", in_sentence: bool = False) -> str:
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        return ago(when, in_sentence)


def test_the_same_moment_is_told_in_each_reader_s_time_zone_and_language() -> None:
    when = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    here, there = said(when, zone="Europe/Paris"), said(when, zone="America/New_York")
    assert 'datetime="2026-01-06T00:30:00+01:00"' in here
    assert "6 January 2026" in here
    assert 'datetime="2026-01-05T18:30:00-05:00"' in there
    assert "5 January 2026" in there
    assert "6 janvier 2026" in said(when, language="fr", zone="Europe/Paris")
    assert said(when, zone="Europe/Paris") == here


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1, seconds=30), "1 minute ago"),
        (timedelta(minutes=59, seconds=30), "59 minutes ago"),
        (timedelta(hours=1, minutes=5), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1, minutes=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
    ],
)
def test_up_to_a_week_it_says_how_long_ago(before: timedelta, words: str) -> None:
    assert f">{words}</time>" in said(timezone.now() - before)


def test_what_was_said_a_while_ago_is_said_anew() -> None:
    when = timezone.now() - timedelta(seconds=59)
    assert "just now" in said(when)
    assert "1 minute ago" in said(when - timedelta(seconds=2))


def test_beyond_a_week_it_is_a_date_and_fits_a_sentence() -> None:
    when = timezone.now() - timedelta(days=30)
    assert " ago" not in said(when)
    assert ">on " in said(when, in_sentence=True)
    assert ">le " in said(when, language="fr", in_sentence=True)
