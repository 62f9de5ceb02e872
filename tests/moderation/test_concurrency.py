"""Several moderators at once: one decision a contribution, one line of log after the other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from intranet.accounts import roles
from intranet.moderation import actions
from intranet.moderation.models import Decision, Report
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user
from tests.threads import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def outcomes_of(*tasks: Callable[[], Any]) -> list[str]:
    """Do ``tasks`` at the same instant; return the name of what each raised, or ""."""
    return [type(result).__name__ if isinstance(result, Exception) else "" for result in at_once(*tasks)]


def test_of_ten_who_hide_the_same_one_decides() -> None:
    cm = make_user(roles.COMMUNITY_MANAGER)
    post = make_post(cm, make_thread(make_user()).discussion)
    outcomes = outcomes_of(*[lambda: actions.hide(post, by=cm, reason="Once", clause=None)] * 10)
    assert sorted(outcomes) == [""] + ["AlreadyDecided"] * 9
    assert Decision.objects.count() == 1


def test_decisions_taken_at_once_make_one_unbroken_log() -> None:
    cm = make_user(roles.COMMUNITY_MANAGER)
    posts = [make_post(make_user(), make_thread(make_user()).discussion) for _ in range(10)]
    outcomes = outcomes_of(*[lambda p=post: actions.hide(p, by=cm, reason="Each", clause=None) for post in posts])
    assert outcomes == [""] * 10
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, 11))
    call_command("verify_moderation_log", verbosity=0)


def test_a_report_sent_twice_at_once_is_one() -> None:
    reader = make_user()
    post = make_post(make_user(), make_thread(make_user()).discussion)
    send = [lambda: actions.report(post, by=reader, category="other", words="Look")] * 6
    assert sorted(outcomes_of(*send)) == [""] + ["ValidationError"] * 5
    assert Report.objects.count() == 1
