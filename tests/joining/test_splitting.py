"""Splitting as people do it: parts get texts, supporters choose, and it can be undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.joining import choosing, proposing
from ideas.joining.models import Choice, Joining
from ideas.models import Idea, Support
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.joining.merging import url

pytestmark = pytest.mark.django_db

SENT = {
    "why": "Two things",
    "part0-title": "Racks for bicycles",
    "part0-proposal": "<p>Twenty racks.</p>",
    "part1-title": "A shower",
    "part1-proposal": "<p>On the ground floor.</p>",
}


@pytest.fixture
def idea(employee):
    return make_idea(employee, title="Racks and a shower", tags=["bicycle"])


@pytest.fixture
def supporter(idea):
    person = make_user()
    idea.support(by=person)
    return person


def split(idea):
    texts = [{"title": SENT[f"part{n}-title"], "proposal": SENT[f"part{n}-proposal"]} for n in range(2)]
    return proposing.propose_split(idea, texts, by=idea.author, why="Two things")


def parts_of(made):
    return list(Idea.objects.filter(pk__in=made.made).order_by("pk"))


def test_anybody_proposes_the_texts_and_the_author_accepts(client_for, idea, supporter, dispatch):
    browser = client_for(make_user())
    assert browser.post(url("split", idea.pk), SENT).status_code == 302
    made = Joining.objects.get()
    page = client_for(idea.author).get(made.get_absolute_url()).content.decode()
    assert "On the ground floor." in page
    client_for(idea.author).post(url("answer", made.pk), {"answer": "accept"})
    made.refresh_from_db()
    idea.refresh_from_db()
    assert (made.is_done, idea.status) == (True, "split")
    parts = parts_of(made)
    assert [part.title for part in parts] == ["Racks for bicycles", "A shower"]
    for part in parts:
        assert (part.author_id, part.split_from_id, part.problem) == (idea.author_id, idea.pk, idea.problem)
        assert [tag.name for tag in part.tags.all()] == ["bicycle"]
        support = Support.objects.get(idea=part, user=supporter)
        assert (support.at, support.via_id) == (Support.objects.get(idea=idea).at, idea.pk)
    listing = browser.get("/ideas/").content.decode()
    assert "A shower" in listing
    assert "Racks and a shower" not in listing
    assert "This idea was split" in browser.get(idea.get_absolute_url()).content.decode()
    assert "Split out of" in browser.get(parts[0].get_absolute_url()).content.decode()
    dispatch()
    assert Notification.objects.filter(recipient=supporter, activity__verb="idea.split").count() == 1


def test_a_supporter_chooses_the_parts(client_for, idea, supporter):
    made = split(idea)
    racks, shower = parts_of(made)
    browser = client_for(supporter)
    assert "which part do you support?" in browser.get("/").content.decode()
    browser.post(url("choose", made.pk), {"part": [str(shower.pk)]})
    assert list(Support.objects.filter(user=supporter, idea__in=[racks, shower]).values_list("idea", flat=True)) == [
        shower.pk
    ]
    assert Choice.objects.get(user=supporter).kept_parts == [shower.pk]


def test_without_a_word_all_parts_are_kept(idea, supporter):
    split(idea)
    Joining.objects.update(done_at=timezone.now() - timedelta(days=8))
    assert (choosing.settle(), choosing.settle()) == (1, 0)
    assert Support.objects.filter(user=supporter).exclude(idea=idea).count() == 2


def test_made_whole_again_it_has_its_own_supports_and_what_was_new(client_for, idea, supporter):
    at = Support.objects.get(idea=idea, user=supporter).at
    gone, new = make_user(), make_user()
    idea.support(by=gone)
    made = split(idea)
    for part in parts_of(made):
        part.withdraw_support(by=gone)
    parts_of(made)[1].support(by=new)
    client_for(idea.author).post(url("undo", made.pk), {"why": "One thing after all"})
    idea.refresh_from_db()
    assert idea.status == "submitted"
    rows = {row.user_id: row for row in Support.objects.filter(idea=idea)}
    assert set(rows) == {supporter.pk, new.pk}
    assert (rows[supporter.pk].at, rows[supporter.pk].via_id) == (at, None)
    assert rows[new.pk].via_id == made.made[1]
    assert {part.status for part in parts_of(made)} == {"merged"}
    assert idea.support_count == 2


def test_a_part_left_half_empty_is_refused_with_what_was_typed(client_for, idea):
    sent = {**SENT, "part2-title": "A third thing", "part1-proposal": ""}
    answer = client_for(make_user()).post(url("split", idea.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A third thing" in page
    assert "Say what this part proposes" in page
    assert not Joining.objects.exists()
