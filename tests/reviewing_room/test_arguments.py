"""The best argument for and against, from the thread."""

import uuid

import pytest
from django.urls import reverse

from ideas.reviewing_room.arguments import cases_of
from ideas.reviewing_room.models import Stance
from intranet.contributions.registry import registry
from intranet.discussions import actions
from intranet.moderation.actions import hide
from tests.factories.discussions import make_post, make_thread
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review

pytestmark = pytest.mark.django_db


def agree(post, count):
    for _ in range(count):
        actions.react(post, by=make_user(), name="agree", on=True)


def case(review, user):
    entry = entry_of(review)
    return cases_of([entry], user)[entry.pk]


@pytest.fixture
def review(leader):
    return make_review(make_idea(), by=leader)


def say(review, body):
    return make_post(make_user(), entry_of(review).idea.discussion, body=f"<p>{body}</p>")


def test_of_those_said_to_be_for_or_against_the_most_agreed_with_is_proposed(leader, review):
    weak, strong, against, neither = (say(review, words) for words in ("Weak", "Strong", "Costly", "Hello"))
    agree(weak, 1)
    agree(strong, 2)
    agree(neither, 3)
    for post, side in ((weak, "for"), (strong, "for"), (against, "against")):
        Stance.objects.say(post, side, by=post.author)
    found = case(review, leader)
    assert (found.pro.post, found.con.post) == (strong, against)
    assert found.pro.agreed == 2
    assert [other.post for other in found.others] == [neither, weak]


def test_leadership_chooses_by_hand_and_takes_it_back(client_for, leader, review):
    liked, chosen = say(review, "Liked"), say(review, "Chosen words")
    agree(liked, 2)
    Stance.objects.say(liked, "for", by=leader)
    browser, address = client_for(leader), review.url("argument", entry_of(review).idea_id)
    browser.post(address, {"side": "for", "post": chosen.pk})
    assert (case(review, leader).pro.post, case(review, leader).pro.picked) == (chosen, True)
    assert "chosen by hand" in browser.get(review.url("room")).content.decode()
    browser.post(address, {"side": "for", "post": ""})
    assert case(review, leader).pro.post == liked


def test_a_hidden_or_deleted_message_is_no_argument_even_if_it_was_chosen(client_for, leader, cm, review):
    rude, gone = say(review, "Rude words"), say(review, "Gone words")
    address = review.url("argument", entry_of(review).idea_id)
    browser = client_for(leader)
    browser.post(address, {"side": "for", "post": rude.pk})
    browser.post(address, {"side": "against", "post": gone.pk})
    hide(rude, by=cm, reason="Rude", clause=None)
    actions.delete(gone, by=gone.author)
    page = browser.get(review.url("room")).content.decode()
    assert "Rude words" not in page
    assert "Gone words" not in page
    assert browser.post(address, {"side": "for", "post": rude.pk}).status_code == 404


def test_messages_of_other_threads_and_odd_sides_are_refused(client_for, leader, review):
    other = make_post(make_user(), make_idea().discussion)
    browser, address = client_for(leader), review.url("argument", entry_of(review).idea_id)
    assert browser.post(address, {"side": "for", "post": other.pk}).status_code == 404
    assert browser.post(address, {"side": "beside", "post": ""}).status_code == 404
    assert browser.post(address, {"side": "for", "post": "x" * 50}).status_code == 404


def test_the_author_of_a_message_says_which_side_it_is_on(client_for, leader, review, employee):
    post = say(review, "It pays for itself")
    address = reverse("ideas_review:stance", args=[post.pk])
    assert client_for(employee).get(address).status_code == 403
    author = client_for(post.author)
    assert "It pays for itself" in author.get(address).content.decode()
    assert author.post(address, {"side": "beside"}).status_code == 422
    author.post(address, {"side": "for"})
    assert case(review, leader).pro.post == post
    author.post(address, {"side": ""})
    assert case(review, leader).pro is None


def test_the_tool_stands_on_messages_of_ideas_for_those_who_may(leader, employee, review):
    post = say(review, "Words")

    def offered(user):
        return [tool.url for answer in registry.ask("contribution.tools", user, post) for tool in answer]

    address = reverse("ideas_review:stance", args=[post.pk])
    assert address in offered(leader)
    assert address in offered(post.author)
    assert address not in offered(employee)


class TestWhereOneWrites:
    """A side is said as one writes the message, and changed from its menu; whoever reads the thread sees it."""

    @pytest.fixture
    def thread(self, review):
        return entry_of(review).idea.discussion

    def write(self, browser, thread, **said):
        address = reverse("discussions:reply", args=[thread.pk])
        return browser.post(address, {"body": "<p>It pays.</p>", "client_id": uuid.uuid4(), **said})

    def test_the_form_asks_for_the_side_with_and_without_its_script(self, client_for, employee, review, thread, leader):
        browser = client_for(employee)
        idea = entry_of(review).idea
        for page in (idea.get_absolute_url(), reverse("discussions:reply", args=[thread.pk])):
            assert 'type="radio" name="side" value="against"' in browser.get(page).content.decode()
        assert self.write(browser, thread, side="against").status_code == 302
        assert case(review, leader).con.post.author == employee
        page = browser.get(idea.get_absolute_url()).content.decode()
        assert "Against</span>" in page.split('class="post-mark"')[1][:200]
        assert f'data-href="{reverse("ideas_review:stance", args=[0])}" data-if="mine"' in page
        assert (
            'data-if="text"'
            in client_for(leader).get(idea.get_absolute_url()).content.decode().split("data-href")[1][:200]
        )

    def test_nothing_said_is_no_side_and_an_odd_one_is_refused_and_the_text_kept(self, client_for, employee, thread):
        browser = client_for(employee)
        assert self.write(browser, thread).status_code == 302
        assert not Stance.objects.exists()
        refused = self.write(browser, thread, side="beside")
        assert refused.status_code == 422
        assert "It pays." in refused.content.decode()

    def test_other_threads_ask_for_no_side(self, client_for, employee):
        other = make_thread(employee).discussion
        assert (
            'name="side"'
            not in client_for(employee).get(reverse("discussions:reply", args=[other.pk])).content.decode()
        )
        self.write(client_for(employee), other, side="for")
        assert not Stance.objects.exists()

    def test_a_side_that_is_said_later_reaches_who_reads_the_thread(self, client_for, employee, thread):
        self.write(client_for(employee), thread)
        post = thread.posts.get()
        thread.refresh_from_db()
        reader, events = client_for(make_user()), reverse("discussions:events", args=[thread.pk])
        before = thread.last_seq
        client_for(employee).post(reverse("ideas_review:stance", args=[post.pk]), {"side": "for"})
        [state] = reader.get(events, {"since": before}).json()["posts"]
        assert (state["number"], "post-mark" in state["html"]) == (post.number, True)
        client_for(employee).post(reverse("ideas_review:stance", args=[post.pk]), {"side": ""})
        [state] = reader.get(events, {"since": before}).json()["posts"]
        assert "post-mark" not in state["html"]
