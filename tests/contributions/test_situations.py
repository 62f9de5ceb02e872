"""What changed between opening a form and sending it: said clearly, and what was typed is not lost."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from ideas.models import Idea, Status
from intranet.accounts.models import Audience, User
from intranet.contributions.models import Upload
from intranet.discussions import actions as discussions
from intranet.discussions.models import Post
from intranet.moderation import actions as moderation
from intranet.moderation.models import Report
from intranet.notifications.models import Notification
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TYPED = "<p>Words that took an hour</p>"


def message(**more: str) -> dict[str, str]:
    return {"body": TYPED, "client_id": str(uuid.uuid4()), **more}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_thread_closed_or_hidden_or_moved_meanwhile_gives_the_text_back(
    employee: User, cm: User, client_for: SignIn, language: str
) -> None:
    User.objects.filter(pk=employee.pk).update(language=language)
    client = client_for(employee)
    elsewhere = Audience.objects.for_departments([make_department("Finance")])
    for change in ("closed", "hidden", "restricted"):
        thread = make_thread(make_user(), title=f"To be {change}", room=make_room(change))
        if change == "closed":
            discussions.close(thread, by=cm)
        elif change == "hidden":
            moderation.hide(thread, by=cm, reason="Too loud", clause=None)
        else:
            thread.discussion.follow_subject(audience=elsewhere, published=True)
        answer = client.post(f"/discussions/d/{thread.discussion_id}/posts/", message())
        assert not Post.objects.filter(author=employee).exists()
        # Hidden or restricted, it does not exist for them any more; no cookie tells the browser to drop its draft.
        assert answer.status_code == (422 if change == "closed" else 404)
        assert "parvis_sent" not in answer.cookies
        assert "Words that took an hour" in answer.content.decode()
        assert f'lang="{language}"' in answer.content.decode()


def test_an_idea_declined_meanwhile_takes_no_support_and_says_so(
    employee: User, leader: User, client_for: SignIn
) -> None:
    idea = make_idea()
    client = client_for(employee)
    idea.decide(by=leader, status=Status.DECLINED, answer="<p>Too dear</p>", expected=None, reason="cost")
    plain = client.post(f"/ideas/{idea.pk}/support/", follow=True)
    assert plain.status_code == 200
    assert "message" in plain.content.decode()
    scripted = client.post(f"/ideas/{idea.pk}/support/", headers={"accept": "application/json"})
    assert scripted.status_code == 409
    assert scripted.json()["supported"] is False
    assert scripted.json()["message"]
    assert Idea.objects.get().support_count == 0


def test_nobody_touches_the_words_of_another_whatever_the_method(
    employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    post = make_post(colleague, make_thread(colleague).discussion)
    idea = make_idea(colleague)
    for person in (employee, cm):
        client = client_for(person)
        for url in (
            f"/discussions/posts/{post.pk}/edit/",
            f"/discussions/posts/{post.pk}/delete/",
            f"/ideas/{idea.pk}/edit/",
        ):
            for accept in ("text/html", "application/json"):
                assert client.get(url, headers={"accept": accept}).status_code == 403
                assert client.post(url, message(), headers={"accept": accept}).status_code == 403
    post.refresh_from_db()
    assert post.body == "<p>Good idea.</p>"


def test_what_was_hidden_meanwhile_takes_nothing(employee: User, colleague: User, cm: User, client_for: SignIn) -> None:
    client = client_for(employee)
    thread = make_thread(colleague)
    post, idea = make_post(colleague, thread.discussion), make_idea(colleague)
    mine = make_post(employee, thread.discussion)
    for target in (post, idea, mine):
        moderation.hide(target, by=cm, reason="Too loud", clause=None)
    assert client.post(f"/ideas/{idea.pk}/support/").status_code == 404
    assert client.post(f"/notifications/follow/idea/{idea.pk}/").status_code == 404
    assert client.post(f"/moderation/report/idea/{idea.pk}/", {"category": "other", "words": "x"}).status_code == 404
    assert client.post(f"/moderation/report/post/{post.pk}/", {"category": "other", "words": "x"}).status_code == 404
    reaction = client.post(
        f"/discussions/posts/{post.pk}/react/", {"name": "like", "on": "1"}, headers={"accept": "application/json"}
    )
    assert reaction.status_code == 422
    assert reaction.json()["errors"]
    assert client.post(f"/discussions/posts/{mine.pk}/delete/").status_code == 403
    post.refresh_from_db()
    assert post.reaction_counts == {}


def test_what_was_deleted_meanwhile_stays_deleted(employee: User, client_for: SignIn) -> None:
    """In one tab the message is edited, in the other it was deleted: twice deleted is deleted, edited is refused."""
    post = make_post(employee, make_thread(employee).discussion)
    client = client_for(employee)
    assert client.post(f"/discussions/posts/{post.pk}/delete/").status_code == 302
    assert client.post(f"/discussions/posts/{post.pk}/delete/").status_code == 302
    assert client.post(f"/discussions/posts/{post.pk}/edit/", message()).status_code == 403
    post.refresh_from_db()
    assert post.body == ""


def test_an_article_restricted_while_it_was_edited_gives_the_text_back(employee: User, client_for: SignIn) -> None:
    article = make_article(by=make_user())
    secret = make_space("Finance", departments=[make_department("Finance")])
    article.move_to(secret, by=None)
    answer = client_for(employee).post(
        f"/knowledge/-/{article.pk}/edit/", {"title": "Mine", "body": TYPED, "language": "en", "base_revision": "1"}
    )
    assert answer.status_code == 404
    assert "Words that took an hour" in answer.content.decode()


def test_an_expired_session_keeps_the_draft_and_leads_back_to_its_page(employee: User, client_for: SignIn) -> None:
    thread = make_thread(employee)
    client = client_for(employee)
    client.session.flush()
    page = f"http://testserver{thread.get_absolute_url()}"
    for accept in ("text/html", "application/json"):
        answer = client.post(
            f"/discussions/d/{thread.discussion_id}/posts/",
            message(draft_key="reply-1"),
            headers={"referer": page, "accept": accept},
        )
        assert answer.status_code in (302, 401, 403)
        assert "parvis_sent" not in answer.cookies
        if answer.status_code == 302:
            assert answer["Location"] == f"/accounts/login/?next={thread.get_absolute_url()}"
    assert Post.objects.filter(discussion=thread.discussion_id).count() == 1


def test_a_person_deactivated_while_writing_is_signed_out_and_nothing_is_posted(
    employee: User, client_for: SignIn
) -> None:
    thread = make_thread(make_user())
    client = client_for(employee)
    employee.is_active = False
    employee.save()
    for url in (f"/discussions/d/{thread.discussion_id}/posts/", "/ideas/new/", "/people/-/edit/", "/media/"):
        answer = client.post(url, message())
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
    assert not Post.objects.filter(author=employee).exists()


def test_sent_twice_is_done_once(employee: User, colleague: User, client_for: SignIn) -> None:
    client = client_for(employee)
    thread, idea = make_thread(colleague), make_idea(colleague)
    once = message()
    for _again in range(2):
        client.post(f"/discussions/d/{thread.discussion_id}/posts/", once)
        client.post(f"/ideas/{idea.pk}/support/")
        client.post(f"/moderation/report/idea/{idea.pk}/", {"category": "other", "words": "Look"})
        client.post(f"/notifications/follow/idea/{idea.pk}/")
    assert Post.objects.filter(author=employee).count() == 1
    assert Report.objects.filter(reporter=employee).count() == 1
    idea.refresh_from_db()
    assert idea.support_count == 1


def test_naming_somebody_who_is_not_there_tells_nobody(
    employee: User, client_for: SignIn, dispatch: Callable[[], int]
) -> None:
    thread = make_thread(employee)
    body = '<p><a data-mention="999999999999999999" href="/people/x/">x</a> @nobody <a data-mention="0">y</a></p>'
    answer = client_for(employee).post(f"/discussions/d/{thread.discussion_id}/posts/", message(body=body))
    assert answer.status_code == 302
    dispatch()
    assert not Notification.objects.exists()


def test_a_file_is_not_opened_to_all_by_who_may_not_read_it(employee: User, client_for: SignIn) -> None:
    """Somebody who knows the address of a file (they could read it once) shows it in a message: it stays unreadable."""
    upload = Upload.objects.store(b"%PDF-1.4 salaries", by=make_user(), name="salaries.pdf")
    client = client_for(employee)
    thread = make_thread(employee)
    body = f'<p>Look</p><p><a href="/media/{upload.key}">file</a></p>'
    client.post(f"/discussions/d/{thread.discussion_id}/posts/", message(body=body))
    client.post("/ideas/new/", {"title": "A title", "problem": body, "proposal": body, "language": "en"})
    assert client.get(f"/media/{upload.key}").status_code == 404
