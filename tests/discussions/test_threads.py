"""Rooms and threads by form and reload: what works in any browser."""

import re
import uuid

import pytest
from django.urls import reverse

from intranet.accounts.models import Audience
from intranet.discussions.models import Post, Room, Thread
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def reply_to(client, discussion, body="A fair point.", **data):
    url = reverse("discussions:reply", args=[discussion.pk])
    return client.post(url, {"body": body, "client_id": uuid.uuid4(), **data})


def test_a_thread_is_opened_in_a_room_and_read_by_all(employee, colleague, client_for):
    room = make_room()
    data = {"title": "Bikes", "body": "Where do we park?", "language": "en", "client_id": uuid.uuid4()}
    answer = client_for(employee).post(f"/discussions/new/?room={room.slug}", data, follow=True)
    assert answer.status_code == 200
    assert "Where do we park?" in answer.content.decode()
    for url in ("/discussions/", room.get_absolute_url()):
        assert "Bikes" in client_for(colleague).get(url).content.decode()


def test_a_thread_sent_twice_is_one(employee, client_for):
    room = make_room()
    data = {"title": "Bikes", "body": "Where?", "language": "en", "client_id": uuid.uuid4()}
    for _time in range(2):
        client_for(employee).post(f"/discussions/new/?room={room.slug}", data)
    assert Thread.objects.count() == Post.objects.count() == 1


def test_a_reply_goes_to_its_place(employee, colleague, client_for):
    thread = make_thread(employee)
    answer = reply_to(client_for(colleague), thread.discussion, to="1", parent="1")
    assert answer.status_code == 302
    place = client_for(colleague).get(answer.url)
    assert place.url == f"/discussions/{thread.pk}/#post-2"
    html = client_for(colleague).get(place.url).content.decode()
    assert "A fair point." in html
    assert "in answer to Elise" in html


def test_an_empty_message_is_refused_and_a_wrong_one_is_kept(employee, client_for):
    thread = make_thread(employee)
    assert reply_to(client_for(employee), thread.discussion, body="   ").status_code == 422
    assert reply_to(client_for(employee), thread.discussion, body="<p> </p>").status_code == 422
    answer = reply_to(client_for(employee), thread.discussion, body="kept text", client_id="nonsense")
    assert answer.status_code == 422
    assert "kept text" in answer.content.decode()
    assert Post.objects.count() == 1


def test_a_text_meant_for_a_thread_closed_meanwhile_is_kept(employee, colleague, cm, client_for):
    thread = make_thread(employee)
    assert client_for(colleague).post(f"/discussions/{thread.pk}/close/").status_code == 403
    client_for(cm).post(f"/discussions/{thread.pk}/close/")
    answer = reply_to(client_for(colleague), thread.discussion, body="my long text")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "my long text" in html
    assert "was closed" in html
    client_for(cm).post(f"/discussions/{thread.pk}/close/", {"open": "1"})
    assert reply_to(client_for(colleague), thread.discussion).status_code == 302


def test_a_restricted_room_does_not_exist_for_others(employee, client_for):
    finance = make_department("Finance")
    insider = make_user(department=finance)
    room = make_room("Ledger", audience=Audience.objects.for_departments([finance]))
    thread = make_thread(insider, room=room, title="Secret merger")
    post = thread.discussion.posts.get()
    stranger = client_for(employee)
    urls = [
        room.get_absolute_url(),
        f"/discussions/new/?room={room.slug}",
        thread.get_absolute_url(),
        f"/discussions/d/{thread.discussion_id}/events/?since=0",
        f"/discussions/d/{thread.discussion_id}/posts/",
        f"/discussions/d/{thread.discussion_id}/1/",
        *[f"/discussions/posts/{post.pk}/{page}" for page in ("", "edit/", "delete/", "history/")],
    ]
    for url in urls:
        assert stranger.get(url).status_code == 404, url
        assert client_for(insider).get(url).status_code in (200, 302), url
    for url in (
        f"/discussions/d/{thread.discussion_id}/posts/",
        f"/discussions/d/{thread.discussion_id}/read/",
        f"/discussions/posts/{post.pk}/react/",
        f"/discussions/posts/{post.pk}/edit/",
        f"/discussions/posts/{post.pk}/delete/",
        f"/discussions/{thread.pk}/close/",
        f"/discussions/{thread.pk}/pin/",
        f"/discussions/{thread.pk}/follow/",
    ):
        data = {"body": "x", "client_id": uuid.uuid4(), "name": "agree", "on": "1", "number": "1"}
        assert stranger.post(url, data).status_code == 404, url
    assert "Secret merger" not in stranger.get("/discussions/").content.decode()
    assert "Ledger" not in stranger.get("/discussions/").content.decode()


def test_a_room_given_to_other_departments_takes_its_threads_along(employee, colleague, client_for):
    finance = make_department("Finance")
    room = make_room()
    thread = make_thread(employee, room=room)
    Room.objects.get(pk=room.pk).address_to(Audience.objects.for_departments([finance]))
    assert client_for(colleague).get(thread.get_absolute_url()).status_code == 404
    assert not Post.objects.visible_to(colleague).exists()


def test_an_archived_room_opens_no_thread(employee, client_for):
    room = make_room()
    thread = make_thread(employee, room=room)
    room.archive()
    data = {"title": "Bikes", "body": "my text", "language": "en", "client_id": uuid.uuid4()}
    answer = client_for(employee).post(f"/discussions/new/?room={room.slug}", data)
    assert answer.status_code == 422
    assert "my text" in answer.content.decode()
    assert client_for(employee).get(thread.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/discussions/999999/",
        "/discussions/99999999999999999999/",
        "/discussions/posts/999999/",
        "/discussions/d/999999/events/",
        "/discussions/d/1/99999999999/",
        "/discussions/rooms/nothing/",
        "/discussions/new/",
        "/discussions/new/?room=%00",
    ],
)
def test_what_is_not_there_is_not_found(url, employee, client_for):
    assert client_for(employee).get(url).status_code == 404


def test_someone_who_writes_too_fast_is_asked_to_breathe(employee, client_for, settings):
    settings.PARVIS_POSTS_PER_MINUTE = 3
    thread = make_thread(employee)
    client = client_for(employee)
    assert [reply_to(client, thread.discussion).status_code for _n in range(3)] == [302, 302, 422]


def test_what_is_new_is_marked_until_read(employee, colleague, client_for):
    thread = make_thread(employee)
    reader = client_for(colleague)
    reader.get(thread.get_absolute_url())
    make_post(employee, thread.discussion, "<p>More</p>")
    assert "1 new" in reader.get("/discussions/").content.decode()
    assert 'id="new"' in reader.get(thread.get_absolute_url()).content.decode()
    assert "1 new" not in reader.get("/discussions/").content.decode()
    assert 'id="new"' not in reader.get(thread.get_absolute_url()).content.decode()


def test_a_long_thread_is_shown_in_parts(employee, client_for, settings, monkeypatch):
    from intranet.discussions import rendering

    monkeypatch.setattr(rendering, "WINDOW", 5)
    settings.PARVIS_POSTS_PER_MINUTE = 100
    thread = make_thread(employee)
    for number in range(2, 13):
        make_post(employee, thread.discussion, f"<p>message-{number:02}</p>")
    client = client_for(employee)
    last = client.get(thread.get_absolute_url()).content.decode()
    assert "message-12" in last
    assert "message-07" not in last
    earlier = client.get(f"{thread.get_absolute_url()}?before=8").content.decode()
    assert "message-07" in earlier
    assert "message-08" not in earlier
    around = client.get(f"{thread.get_absolute_url()}?post=6").content.decode()
    assert "message-06" in around
    for nonsense in ("x", "-1", "0", "999999999999999999999", "٣"):
        assert client.get(f"{thread.get_absolute_url()}?before={nonsense}&post={nonsense}").status_code == 200


def test_all_that_is_new_is_shown_together_and_a_link_finds_what_is_older(
    employee, colleague, client_for, settings, monkeypatch
):
    from intranet.discussions import rendering

    monkeypatch.setattr(rendering, "WINDOW", 5)
    settings.PARVIS_POSTS_PER_MINUTE = 100
    thread = make_thread(employee)
    reader = client_for(colleague)
    reader.get(thread.get_absolute_url())
    for number in range(2, 13):
        make_post(employee, thread.discussion, f"<p>message-{number:02}</p>")
    assert "message-02" in reader.get(thread.get_absolute_url()).content.decode()
    assert "message-02" not in reader.get(thread.get_absolute_url()).content.decode()
    old, recent = thread.discussion.posts.get(number=2), thread.discussion.posts.get(number=12)
    assert reader.get(old.get_absolute_url()).url == f"{thread.get_absolute_url()}?post=2#post-2"
    assert reader.get(recent.get_absolute_url()).url == f"{thread.get_absolute_url()}#post-12"


def test_only_who_may_open_rooms_is_led_to_where_rooms_open(client_for, cm, employee):
    door = "/cms/snippets/discussions/room/add/"
    assert door in client_for(cm).get("/discussions/").content.decode()
    assert door not in client_for(employee).get("/discussions/").content.decode()
    make_room("Canteen")
    assert door in client_for(cm).get("/discussions/").content.decode()


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_was_written_where_nothing_is_any_more_is_given_back_and_the_answer_never_tells_why(
    accept, employee, client_for
):
    finance = Audience.objects.for_departments([make_department("Finance")])
    restricted, hidden = make_thread(make_user()), make_thread(make_user())
    restricted.discussion.follow_subject(audience=finance, published=True)
    hidden.discussion.follow_subject(audience=None, published=False)
    answers = set()
    for pk in (restricted.discussion_id, hidden.discussion_id, 987_654):
        data = {"body": "my long text", "client_id": "5f0f7f32-9f4b-4f0a-8f53-0a8b2f1a3c11"}
        answer = client_for(employee).post(f"/discussions/d/{pk}/posts/", data, headers={"accept": accept})
        assert answer.status_code == 404
        html = answer.content.decode()
        assert "not there for you any more" in html
        assert "my long text" in html or accept == "application/json"
        said = html if accept == "application/json" else html[html.index("<main") : html.index("</main")]
        answers.add(re.sub(rf'csrfmiddlewaretoken[^>]*|nonce="[^"]*"|/d/{pk}/|reply-{pk}', "", said))
    assert len(answers) == 1
