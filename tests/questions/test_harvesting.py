"""From what was said to an article: a draft that credits the people, in a space where nobody reads more than before."""

import pytest
from django.urls import reverse

from intranet.accounts.models import Audience
from intranet.discussions import actions as discussions
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage
from knowledge.questions.models import Credit, Harvest
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.knowledge import make_space
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db


def harvest(discussion):
    return reverse("knowledge:questions:harvest", args=[discussion.pk])


@pytest.fixture
def solved():
    given = make_answer(
        make_question(make_user(display_name="Asker"), space=make_space()), make_user(display_name="Answerer")
    )
    given.question.accept(given, by=given.question.author)
    return given.question


def test_one_click_makes_a_draft_of_the_accepted_answer_and_credits_the_people(client_for, employee, solved, dispatch):
    browser = client_for(employee)
    made = browser.post(reverse("knowledge:questions:article", args=[solved.pk]), {"space": solved.space_id})
    article = ArticlePage.objects.get()
    assert made.url == reverse("knowledge:edit", args=[article.pk])
    assert "Thin coats" in article.body
    assert not article.live
    assert {(c.name, c.role) for c in Credit.objects.all()} == {("Asker", "asked"), ("Answerer", "answered")}
    page = browser.get(article.get_absolute_url()).content.decode()
    assert "Asker" in page
    assert "Answerer" in page
    assert reverse("knowledge:questions:short", args=[solved.pk]) in page
    article.publish_latest(by=employee)
    dispatch()
    assert article.get_absolute_url() in client_for(make_user()).get(solved.get_absolute_url()).content.decode()
    assert Notification.objects.filter(recipient=solved.author, activity__verb="article.published").exists()


def test_a_draft_is_not_shown_to_others_and_a_second_click_makes_no_second_article(
    client_for, employee, colleague, solved
):
    address = reverse("knowledge:questions:article", args=[solved.pk])
    client_for(employee).post(address, {"space": solved.space_id})
    second = client_for(colleague).post(address, {"space": solved.space_id}, follow=True)
    assert ArticlePage.objects.count() == 1
    assert "already writing" in second.content.decode()
    article = ArticlePage.objects.get()
    assert article.get_absolute_url() not in client_for(colleague).get(solved.get_absolute_url()).content.decode()
    assert article.get_absolute_url() in client_for(employee).get(solved.get_absolute_url()).content.decode()


def test_without_an_accepted_answer_nothing_is_made(client_for, employee):
    question = make_question(space=make_space())
    page = client_for(employee).post(
        reverse("knowledge:questions:article", args=[question.pk]), {"space": question.space_id}
    )
    assert page.status_code == 422
    assert not ArticlePage.objects.exists()


def test_chosen_messages_of_a_discussion_become_a_draft_that_quotes_and_credits_them(client_for, employee):
    space = make_space()
    thread = make_thread(make_user(display_name="Opener"), body="<p>First words.</p>")
    make_post(make_user(display_name="Second"), thread.discussion, "<p>Second words.</p>")
    make_post(make_user(display_name="Third"), thread.discussion, "<p>Third <strong>words</strong>.</p>")
    browser = client_for(employee)
    page = browser.get(thread.get_absolute_url()).content.decode()
    assert harvest(thread.discussion) in page
    assert browser.get(harvest(thread.discussion)).content.decode().count('type="checkbox" name="posts"') == 3
    sent = {"posts": ["1", "3"], "title": "What we said", "space": str(space.pk)}
    made = browser.post(harvest(thread.discussion), sent)
    article = ArticlePage.objects.get()
    assert made.url == reverse("knowledge:edit", args=[article.pk])
    assert "First words." in article.body
    assert "Third <strong>words</strong>." in article.body
    assert "Second words." not in article.body
    assert reverse("discussions:place", args=[thread.discussion_id, 3]) in article.body
    assert {(c.name, c.role) for c in Credit.objects.all()} == {("Opener", "said"), ("Third", "said")}
    assert "Became the article" not in client_for(make_user()).get(thread.get_absolute_url()).content.decode()
    article.publish_latest(by=employee)
    assert "What we said" in client_for(make_user()).get(thread.get_absolute_url()).content.decode()


def test_what_few_read_goes_only_where_all_readers_read_it_already(client_for):
    works = make_department("Works")
    metal, wood = make_department("Metal", parent=works), make_department("Wood", parent=works)
    insider = make_user(department=wood)
    everyone = make_space("Everyone")
    all_works = make_space("All works", departments=[works])
    only_metal = make_space("Metal", departments=[metal])
    only_wood = make_space("Wood", departments=[wood])
    room = make_room("Wood room", audience=Audience.objects.for_departments([wood]))
    thread = make_thread(insider, room=room)
    browser = client_for(insider)
    offered = browser.get(harvest(thread.discussion)).content.decode()
    assert f'value="{only_wood.pk}"' in offered
    for space in (everyone, all_works, only_metal):
        assert f'<option value="{space.pk}"' not in offered
        refused = browser.post(harvest(thread.discussion), {"posts": ["1"], "title": "Words", "space": str(space.pk)})
        assert refused.status_code == 422
        assert "Choose one of the spaces offered" in refused.content.decode()
    assert not Harvest.objects.exists()
    made = browser.post(harvest(thread.discussion), {"posts": ["1"], "title": "Words", "space": str(only_wood.pk)})
    assert made.status_code == 302
    outsider = client_for(make_user(department=metal))
    assert outsider.get(harvest(thread.discussion)).status_code == 404
    assert outsider.get(ArticlePage.objects.get().get_absolute_url()).status_code == 404


def test_deleted_and_hidden_messages_are_not_harvested(client_for, employee, cm):
    from intranet.moderation import actions as moderation

    space, thread = make_space(), make_thread(employee)
    gone = make_post(employee, thread.discussion, "<p>Gone words.</p>")
    hidden = make_post(make_user(), thread.discussion, "<p>Rude words.</p>")
    discussions.delete(gone, by=employee)
    moderation.hide(hidden, by=cm, reason="Rude", clause=None)
    page = client_for(cm).get(harvest(thread.discussion)).content.decode()
    assert "Rude words." not in page
    sent = {"posts": ["2", "3"], "title": "Words", "space": str(space.pk)}
    assert client_for(cm).post(harvest(thread.discussion), sent).status_code == 422
    assert client_for(cm).post(harvest(thread.discussion), {**sent, "posts": ["1", "2", "3"]}).status_code == 302
    assert "Rude words." not in ArticlePage.objects.get().body
    assert "Gone words." not in ArticlePage.objects.get().body


def test_messages_chosen_on_one_page_are_kept_on_the_next(client_for, employee, settings, monkeypatch):
    from knowledge.questions.views import harvesting

    monkeypatch.setattr(harvesting, "WINDOW", 2)
    make_space()
    thread = make_thread(employee)
    for _n in range(3):
        make_post(make_user(), thread.discussion)
    page = client_for(employee).post(harvest(thread.discussion), {"posts": ["4"], "title": "Kept title", "before": "3"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert '<input type="hidden" name="posts" value="4">' in shown
    assert "Kept title" in shown


def test_nothing_chosen_is_said_and_what_was_typed_stays(client_for, employee):
    space, thread = make_space(), make_thread(employee)
    page = client_for(employee).post(harvest(thread.discussion), {"title": "Kept title", "space": str(space.pk)})
    assert page.status_code == 422
    assert "Choose at least one message" in page.content.decode()
    assert "Kept title" in page.content.decode()
