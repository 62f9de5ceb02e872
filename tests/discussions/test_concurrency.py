"""Numbers without a gap or a double, under real concurrency."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest

from intranet.discussions import actions
from intranet.discussions.models import Discussion, Post, Reaction, ThreadEvent
from intranet.moderation.actions import hide, restore
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user
from tests.threads import raised_at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
THREADS = 20


def together(work: Callable[[int], None], times: int = THREADS) -> None:
    """Do ``work(n)`` ``times`` times at the same instant: nothing may be raised."""
    assert raised_at_once(*[partial(work, number) for number in range(times)]) == []


def check_sequence(discussion: Discussion) -> None:
    discussion.refresh_from_db()
    seqs = list(ThreadEvent.objects.filter(discussion=discussion).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, discussion.last_seq + 1))
    numbers = list(discussion.posts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, discussion.last_number + 1))
    assert discussion.post_count == discussion.posts.filter(is_hidden=False, deleted_at=None).count()


def test_twenty_people_who_write_at_once_get_numbers_without_a_gap(employee):
    discussion = make_thread(employee).discussion
    people = [make_user() for _n in range(THREADS)]
    together(lambda n: make_post(people[n], discussion))
    check_sequence(discussion)
    assert discussion.last_number == THREADS + 1


def test_the_same_message_sent_twice_at_once_is_one(employee):
    discussion = make_thread(employee).discussion
    once = uuid.uuid4()
    together(lambda n: actions.post(by=employee, discussion=discussion, body="<p>Once</p>", client_id=once), 2)
    assert Post.objects.filter(client_id=once).count() == 1
    check_sequence(discussion)


def test_everything_at_once_neither_locks_up_nor_miscounts(employee, cm):
    """Messages answering a message that is edited, reacted to, hidden and shown again at the same time."""
    discussion = make_thread(employee).discussion
    first = discussion.posts.get()
    people = [make_user() for _n in range(THREADS)]

    def act(n: int) -> None:
        for _round in range(3):
            if n == 0:
                hide(first, by=cm, reason="Let us see", clause=None)
                restore(first, by=cm, reason="It is well")
            elif n == 1:
                actions.edit(first, by=employee, body=f"<p>{uuid.uuid4()}</p>")
            elif n < 10:
                make_post(people[n], discussion, parent=first)
            else:
                try:
                    actions.react(first, by=people[n], name="agree", on=True)
                except actions.Refused:  # hidden just now
                    continue

    together(act)
    check_sequence(discussion)
    first.refresh_from_db()
    assert first.reaction_counts.get("agree", 0) == Reaction.objects.filter(post=first).count()
