"""Several moderators at once: one decision a contribution, one line of log after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from intranet.accounts import roles
from intranet.moderation import actions
from intranet.moderation.models import Decision, Report
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(tasks: list[Callable[[], Any]]) -> list[str]:
    """Run ``tasks`` in threads, each on its own connection; return the name of what each raised, or ""."""

    def run(task: Callable[[], Any]) -> str:
        try:
            task()
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_of_ten_who_hide_the_same_one_decides() -> None:
    cm = make_user(roles.COMMUNITY_MANAGER)
    post = make_post(cm, make_thread(make_user()).discussion)
    outcomes = at_once([lambda: actions.hide(post, by=cm, reason="Once", clause=None)] * 10)
    assert sorted(outcomes) == [""] + ["AlreadyDecided"] * 9
    assert Decision.objects.count() == 1


def test_decisions_taken_at_once_make_one_unbroken_log() -> None:
    cm = make_user(roles.COMMUNITY_MANAGER)
    posts = [make_post(make_user(), make_thread(make_user()).discussion) for _ in range(10)]
    outcomes = at_once([lambda p=post: actions.hide(p, by=cm, reason="Each", clause=None) for post in posts])
    assert outcomes == [""] * 10
    assert sorted(Decision.objects.values_list("number", flat=True)) == list(range(1, 11))
    call_command("verify_moderation_log", verbosity=0)


def test_a_report_sent_twice_at_once_is_one() -> None:
    reader = make_user()
    post = make_post(make_user(), make_thread(make_user()).discussion)
    send = [lambda: actions.report(post, by=reader, category="other", words="Look")] * 6
    assert sorted(at_once(send)) == [""] + ["ValidationError"] * 5
    assert Report.objects.count() == 1
