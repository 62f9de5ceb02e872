"""Asking: what answers already is shown first, only what one may see, and a question is posted once."""

import re
import uuid

import pytest
from django.urls import reverse

from intranet.contributions.models import Activity
from knowledge.questions.models import Question
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db

ASK = reverse("knowledge:questions:ask")
SIMILAR = reverse("knowledge:questions:similar")
OIL = "<h2>Oil</h2><p>Oil a beech worktop in three thin coats, each a day after the other.</p>"


def asked(**changes):
    return {
        "title": "How often must a beech worktop be oiled?",
        "body": "",
        "space": "",
        "tags": "beech",
        "language": "en",
        "client_id": str(uuid.uuid4()),
    } | changes


def test_a_question_is_posted_at_once_when_nothing_answers_it(client_for, employee):
    page = client_for(employee).post(ASK, asked(), follow=True).content.decode()
    question = Question.objects.get()
    assert question.title in page
    assert [tag.name for tag in question.tags.all()] == ["beech"]
    assert Activity.objects.filter(verb="question.asked", actor=employee).count() == 1


def test_sent_twice_it_is_one_question(client_for, employee, dispatch):
    sent = asked()
    for _again in range(2):
        assert client_for(employee).post(ASK, sent).status_code == 302
        dispatch()  # its own question is now near to what is sent again
    assert Question.objects.count() == 1


def test_what_answers_already_is_shown_while_typing_and_again_before_posting(client_for, employee, dispatch):
    article = make_article("Oiling worktops", body=OIL)
    solved = make_question(title="How many coats of oil on a beech bench?")
    make_answer(solved)
    dispatch()
    browser = client_for(employee)
    typing = browser.get(SIMILAR, {"title": "oil a beech worktop"}).content.decode()
    assert article.title in typing
    assert solved.title in typing
    assert typing.count("This answers me") == 2
    shown = browser.post(ASK, asked())
    assert shown.status_code == 200
    assert article.title in shown.content.decode()
    assert Question.objects.count() == 1
    assert browser.post(ASK, asked(anyway="1")).status_code == 302
    assert Question.objects.count() == 2


def test_what_was_shown_while_typing_is_not_shown_again_before_posting(client_for, employee, dispatch):
    make_article("Oiling worktops", body=OIL)
    dispatch()
    browser = client_for(employee)
    typing = browser.get(SIMILAR, {"title": asked()["title"]}).content.decode()
    seen = re.findall(r'name="seen" value="([^"]+)"', typing)
    assert seen
    assert browser.post(ASK, asked(seen=seen)).status_code == 302
    assert Question.objects.count() == 1


def test_nothing_far_is_shown_as_similar(client_for, employee, dispatch):
    make_article("Oiling worktops", body=OIL)
    dispatch()
    assert not client_for(employee).get(SIMILAR, {"title": "parking bicycles near a door"}).content.strip()


def test_similar_shows_nothing_that_the_person_may_not_see(client_for, employee, dispatch):
    hidden_away = make_space("Payroll", departments=[make_department("Payroll")])
    make_article("Oiling worktops", body=OIL, space=hidden_away)
    make_answer(make_question(title="How to oil a beech worktop in payroll?", space=hidden_away))
    dispatch()
    assert not client_for(employee).get(SIMILAR, {"title": "oil a beech worktop"}).content.strip()


def test_this_answers_me_posts_nothing_and_keeps_the_words_with_the_page(client_for, employee, dispatch):
    article = make_article("Oiling worktops", body=OIL)
    sent = asked(by=f"article:{article.pk}")
    gone = client_for(employee).post(reverse("knowledge:questions:answered"), sent)
    assert gone.url == article.get_absolute_url()
    assert not Question.objects.exists()
    kept = Activity.objects.get(verb="question.answered_by_page")
    assert kept.target == article
    assert kept.data == {"text": sent["title"], "kind": "article"}
    dispatch()


@pytest.mark.parametrize(
    "by", ["", "article:", "article:x", "article:99999", "person:1", f"article:{'9' * 30}", "\x00:1"]
)
def test_what_answers_must_be_a_page_that_one_may_see(client_for, employee, by):
    secret = make_article(space=make_space("Payroll", departments=[make_department("Payroll")]))
    url = reverse("knowledge:questions:answered")
    assert client_for(employee).post(url, {"by": by, "title": "x"}).status_code == 404
    assert client_for(employee).post(url, {"by": f"article:{secret.pk}", "title": "x"}).status_code == 404
    assert not Activity.objects.filter(verb="question.answered_by_page").exists()


def test_bad_input_gives_the_form_back_with_what_was_typed(client_for, employee):
    page = client_for(employee).post(ASK, asked(title="Why?", body="<p>Kept words</p>", space="77777"))
    assert page.status_code == 422
    assert "Kept words" in page.content.decode()
    assert not Question.objects.exists()


def test_a_question_in_a_space_is_for_those_who_see_the_space(client_for, employee):
    payroll = make_department("Payroll")
    insider = make_user(department=payroll)
    question = make_question(insider, space=make_space("Payroll", departments=[payroll]))
    assert client_for(insider).get(question.get_absolute_url()).status_code == 200
    assert client_for(employee).get(question.get_absolute_url()).status_code == 404
    assert question.title not in client_for(employee).get(reverse("knowledge:questions:list")).content.decode()


def test_an_edit_keeps_what_the_question_said_and_two_edits_at_once_do_not_overwrite(client_for, employee):
    question = make_question(employee)
    url = reverse("knowledge:questions:edit", args=[question.pk])
    browser = client_for(employee)
    sent = asked(title="How do I oil an oak worktop?", version="1")
    assert browser.post(url, sent).status_code == 302
    late = browser.post(url, {**sent, "title": "How do I oil an elm worktop?"})
    assert late.status_code == 422
    assert "elm worktop" in late.content.decode()
    question.refresh_from_db()
    assert question.title == "How do I oil an oak worktop?"
    history = browser.get(reverse("knowledge:questions:history", args=[question.pk])).content.decode()
    assert "<del>" in history


def test_nobody_edits_the_question_of_another(client_for, employee, cm):
    question = make_question(employee)
    for other in (make_user(), cm):
        url = reverse("knowledge:questions:edit", args=[question.pk])
        assert client_for(other).post(url, asked(version="1")).status_code == 403


def test_a_question_that_others_answered_is_not_moved_to_more_readers(client_for):
    payroll = make_department("Payroll")
    insider = make_user(department=payroll)
    closed = make_space("Payroll", departments=[payroll])
    question = make_question(insider, space=closed)
    url = reverse("knowledge:questions:edit", args=[question.pk])
    make_answer(question, make_user(department=payroll))
    refused = client_for(insider).post(url, asked(version="1", space=""))
    assert refused.status_code == 422
    question.refresh_from_db()
    assert question.audience_id == closed.audience_id


def test_a_space_that_is_restricted_takes_its_questions_with_it(client_for, employee):
    space = make_space("Open")
    question = make_question(space=space)
    given = make_answer(question)
    payroll = make_department("Payroll")
    space.departments = [payroll]
    space.save()
    assert client_for(employee).get(question.get_absolute_url()).status_code == 404
    given.refresh_from_db()
    question.refresh_from_db()
    assert given.audience_id == question.audience_id == question.discussion.audience_id == given.discussion.audience_id


def test_answers_are_found_with_their_question(client_for, employee, dispatch):
    question = make_question()
    make_answer(question, body="<p>Use a lint-free cloth and patience.</p>")
    dispatch()
    page = client_for(employee).get("/search/", {"q": "lint-free patience"}).content.decode()
    assert question.get_absolute_url() in page
