"""Messages: reactions, edits with their history, deletion, hiding, mentions, whom they are told to."""

import uuid

import pytest
from django.urls import reverse

from intranet.contributions.registry import registry
from intranet.discussions.models import Discussion, Post, ThreadEvent
from intranet.moderation.actions import hide, restore
from intranet.notifications.models import Follow, Notification
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def thread(employee):
    return make_thread(employee)


@pytest.fixture
def post(thread, colleague):
    return make_post(colleague, thread.discussion, "<p>First version</p>")


def url(name, post):
    return reverse(f"discussions:{name}", args=[post.pk])


def html_of(client, thread):
    return client.get(thread.get_absolute_url()).content.decode()


def test_an_edit_is_shown_and_what_it_said_before_stays_readable(post, colleague, employee, client_for):
    answer = client_for(colleague).post(url("edit", post), {"body": "Second version"})
    assert answer.status_code == 302
    page = client_for(employee).get(url("history", post)).content.decode()
    assert "First version" in page
    assert "Second version" in page


def test_nobody_changes_the_words_of_another(post, employee, cm, client_for):
    for somebody in (employee, cm):
        assert client_for(somebody).post(url("edit", post), {"body": "Mine now"}).status_code == 403
        assert client_for(somebody).post(url("delete", post)).status_code == 403
    assert Post.objects.get(pk=post.pk).body == "<p>First version</p>"


def test_a_deleted_message_leaves_its_trace_and_nothing_of_its_text(post, thread, colleague, employee, client_for):
    client_for(colleague).post(url("edit", post), {"body": "Second version"})
    assert client_for(colleague).get(url("delete", post)).status_code == 200
    client_for(colleague).post(url("delete", post))
    client_for(colleague).post(url("delete", post))
    html = html_of(client_for(employee), thread)
    assert "The author deleted this message." in html
    assert "Second version" not in html
    assert client_for(employee).get(url("history", post)).status_code == 404
    assert client_for(colleague).post(url("edit", post), {"body": "Back"}).status_code == 403
    assert Discussion.objects.get(pk=thread.discussion_id).post_count == 1
    assert not registry.kind("post").visible(employee).filter(pk=post.pk).exists()


def test_a_reaction_counts_once_per_person_and_can_be_taken_back(post, employee, cm, client_for):
    for _time in range(2):
        client_for(employee).post(url("react", post), {"name": "agree", "on": "1"})
    client_for(cm).post(url("react", post), {"name": "agree", "on": "1"})
    assert Post.objects.get(pk=post.pk).reaction_counts == {"agree": 2}
    answer = client_for(employee).post(url("react", post), {"name": "agree", "on": "0"}, headers=JSON)
    assert answer.json()["counts"] == {"agree": 1}
    for data in ({"name": "rage", "on": "1"}, {"name": "agree"}, {}, {"name": "agree", "on": "yes"}):
        assert client_for(employee).post(url("react", post), data, headers=JSON).status_code == 422


def test_a_hidden_message_is_read_by_its_author_with_the_reason(post, thread, colleague, employee, cm, client_for):
    hide(post, by=cm, reason="Names a customer", clause=None)
    mine, theirs = html_of(client_for(colleague), thread), html_of(client_for(employee), thread)
    assert "First version" in mine
    assert "First version" not in theirs
    for html in (mine, theirs):
        assert "Names a customer" in html
    since = f"/discussions/d/{thread.discussion_id}/events/?since=0"
    assert "First version" not in client_for(employee).get(since).content.decode()
    assert "First version" in client_for(colleague).get(since).content.decode()
    assert client_for(employee).get(url("history", post)).status_code == 404
    assert "First version" not in client_for(employee).get(url("post", post)).content.decode()
    assert client_for(employee).post(url("react", post), {"name": "agree", "on": "1"}, headers=JSON).status_code == 422
    assert client_for(colleague).post(url("delete", post)).status_code == 403
    assert Discussion.objects.get(pk=thread.discussion_id).post_count == 1
    restore(post, by=cm, reason="A fictitious customer")
    assert "First version" in html_of(client_for(employee), thread)
    assert Discussion.objects.get(pk=thread.discussion_id).post_count == 2
    kinds = list(ThreadEvent.objects.filter(post=post).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["posted", "hidden", "restored"]


def test_a_hidden_thread_takes_its_messages_out_of_sight(post, thread, colleague, employee, cm, client_for):
    hide(thread, by=cm, reason="A duplicate", clause=None)
    page = html_of(client_for(colleague), thread)
    assert "A duplicate" in page
    assert "Shorter meetings" not in page
    assert "First version" not in page
    assert client_for(colleague).get(url("post", post)).status_code == 404
    assert client_for(colleague).get(f"/discussions/d/{thread.discussion_id}/events/?since=0").status_code == 404
    assert "Shall we?" in html_of(client_for(employee), thread)
    reply = reverse("discussions:reply", args=[thread.discussion_id])
    answer = client_for(colleague).post(reply, {"body": "kept text", "client_id": uuid.uuid4()})
    assert answer.status_code == 404
    assert "kept text" in answer.content.decode()


def test_a_person_named_in_plain_text_is_told(thread, employee, colleague, dispatch, client_for):
    reply = reverse("discussions:reply", args=[thread.discussion_id])
    body = "<p>What does @marc. think? Not me@marc.com, not <code>@marc</code>, not @nobody.</p>"
    client_for(employee).post(reply, {"body": body, "client_id": uuid.uuid4()})
    dispatch()
    told = Notification.objects.get(recipient=colleague)
    assert told.reason == "mention"
    assert Post.objects.latest("pk").body.count("data-mention") == 1


def test_whom_a_message_is_told_to(thread, employee, colleague, cm, dispatch):
    silent = make_user()
    Follow.objects.follow(silent, thread)
    first = make_post(colleague, thread.discussion)
    make_post(cm, thread.discussion, parent=first)
    dispatch()
    Follow.objects.unfollow(employee, thread)
    make_post(silent, thread.discussion)
    dispatch()
    reasons = {(n.recipient, n.activity.actor): n.reason for n in Notification.objects.select_related("activity")}
    assert reasons[(employee, colleague)] == reasons[(employee, cm)] == "author"
    assert reasons[(colleague, cm)] == "reply"
    assert reasons[(silent, cm)] == "follow"
    assert (employee, silent) not in reasons
    assert (cm, cm) not in reasons
    [waiting] = [w for answers in registry.ask("home.waiting", colleague) for w in answers if "Camille" in str(w.title)]
    assert waiting.url.startswith("/discussions/d/")


def test_what_is_sent_as_html_is_cleaned(thread, employee, client_for):
    reply = reverse("discussions:reply", args=[thread.discussion_id])
    body = '<p onclick="x()">Hello<script>alert(1)</script><img src=x onerror=alert(1)></p>'
    client_for(employee).post(reply, {"body": body, "client_id": uuid.uuid4()})
    html = html_of(client_for(employee), thread)
    assert "alert(1)" not in html
    assert "onclick" not in html
    assert client_for(employee).post(reply, {"body": "\x00", "client_id": uuid.uuid4()}).status_code == 422
    assert client_for(employee).post(reply, {"body": "a" * 90_000, "client_id": uuid.uuid4()}).status_code == 422
    parent = {"body": "x", "client_id": uuid.uuid4(), "parent": "9" * 30}
    assert client_for(employee).post(reply, parent).status_code == 422


def test_the_sequence_tells_everything_since_a_number(thread, employee, colleague, client_for):
    reply = make_post(colleague, thread.discussion)
    client_for(employee).post(url("react", reply), {"name": "thanks", "on": "1"})
    ask = f"/discussions/d/{thread.discussion_id}/events/?since="
    answer = client_for(employee).get(ask + "1").json()
    assert [event["kind"] for event in answer["events"]] == ["posted", "reacted"]
    assert [post["number"] for post in answer["posts"]] == [2]
    assert answer["posts"][0]["own"] == ["thanks"]
    assert answer["seq"] == 3
    assert client_for(colleague).get(ask + "1").json()["posts"][0]["own"] == []
    assert client_for(employee).get(ask + "3").json()["events"] == []
    assert client_for(employee).get(ask + "4").json()["reset"] is True


def test_reading_elsewhere_never_goes_back(thread, post, employee, client_for):
    read = reverse("discussions:read", args=[thread.discussion_id])
    client = client_for(employee)
    for number in ("2", "1", "999", "x", ""):
        assert client.post(read, {"number": number}).status_code == 204
    make_post(post.author, Discussion.objects.get(pk=thread.discussion_id))
    assert "1 new" in client.get("/discussions/").content.decode()


def test_a_thread_costs_the_same_queries_whatever_its_length(
    thread, employee, client_for, settings, django_assert_max_num_queries
):
    """Also when nobody has read its latest messages yet, so that none of them is kept rendered."""
    settings.PARVIS_POSTS_PER_MINUTE = 10_000
    client, others = client_for(employee), [make_user() for _n in range(5)]
    client.get(thread.get_absolute_url())
    unread, read = [], []
    for size in (1, 20, 200):
        while Discussion.objects.get(pk=thread.discussion_id).last_number < size:
            make_post(others[size % 5], thread.discussion)
        client.post(reverse("discussions:read", args=[thread.discussion_id]), {"number": str(size)})
        for counts in (unread, read):
            with django_assert_max_num_queries(15) as queries:
                client.get(thread.get_absolute_url())
            counts.append(len(queries))
    for counts in (unread, read):
        assert counts[0] >= counts[1] - 2
        assert counts[1] == counts[2]
