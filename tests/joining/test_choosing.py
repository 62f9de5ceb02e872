"""What a supporter does with their support of a merged idea."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.joining import choosing, proposing
from ideas.joining.models import Choice, Joining
from ideas.models import Campaign, Support
from intranet.notifications.models import Follow
from tests.factories.people import make_user
from tests.joining.merging import merged, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def supporter(pair):
    person = make_user()
    pair[0].support(by=person)
    return person


@pytest.mark.parametrize(("answer", "supports"), [("kept", True), ("withdrew", False), ("follows", False)])
def test_a_supporter_keeps_takes_back_or_follows(pair, supporter, client_for, answer, supports):
    made = merged(*pair)
    browser = client_for(supporter)
    assert "keep your support?" in browser.get("/").content.decode()
    assert "What becomes of your support?" in browser.get(pair[1].get_absolute_url()).content.decode()
    browser.post(url("choose", made.pk), {"answer": answer})
    assert Support.objects.filter(idea=pair[1], user=supporter).exists() is supports
    assert Choice.objects.get(user=supporter).answer == answer
    assert Follow.objects.is_following(supporter, pair[1]) is (answer == "follows")
    assert "keep your support?" not in browser.get("/").content.decode()
    again = browser.post(url("choose", made.pk), {"answer": "withdrew"}, follow=True).content.decode()
    assert "settled already" in again


def test_who_took_it_back_supports_neither_after_it_is_undone(pair, supporter):
    made = merged(*pair)
    choosing.choose(made, by=supporter, answer="withdrew")
    proposing.undo(made, by=pair[0].author, why="No")
    assert not Support.objects.filter(user=supporter).exists()


def test_after_seven_days_without_a_word_it_is_kept_once(pair, supporter):
    made = merged(*pair)
    assert choosing.settle() == 0
    Joining.objects.update(done_at=timezone.now() - timedelta(days=7, minutes=1))
    assert choosing.settle() == 1
    assert choosing.settle() == 0
    choice = Choice.objects.get()
    assert (choice.answer, choice.by_clock) == ("kept", True)
    assert Support.objects.filter(idea=made.target, user=supporter).exists()


def test_nobody_else_sees_what_a_person_chose(pair, supporter, client_for):
    made = merged(*pair)
    choosing.choose(made, by=supporter, answer="kept")
    page = client_for(make_user()).get(made.get_absolute_url()).content.decode()
    assert supporter.display_name not in page
    assert "You kept your support" not in page


def test_a_hidden_tally_is_hidden_here_too(pair, client_for):
    for _ in range(3):
        pair[0].support(by=make_user())
    made = merged(*pair)
    assert "3 supports came along" in client_for(make_user()).get(made.get_absolute_url()).content.decode()
    Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
    page = client_for(make_user()).get(made.get_absolute_url()).content.decode()
    assert "came along" not in page
    assert "3 supports" not in page
