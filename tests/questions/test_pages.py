"""The cost of the pages does not grow with what they show."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intranet.discussions.models import Post
from knowledge.questions.models import Routing
from tests.factories.discussions import make_post
from tests.factories.people import make_user
from tests.factories.questions import make_answer, make_question

pytestmark = pytest.mark.django_db


def queries(browser, url):
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_with_one_question_and_twenty(client_for, employee):
    make_answer()
    browser, url = client_for(employee), reverse("knowledge:questions:list")
    one = queries(browser, url)
    for _n in range(19):
        make_answer()
    assert queries(browser, url) == one <= 8


def test_the_page_of_a_question_costs_the_same_with_one_answer_and_twenty(client_for, employee, settings):
    settings.PARVIS_POSTS_PER_MINUTE = 1000
    question = make_question(employee)
    browser = client_for(employee)

    def add():
        given = make_answer(question)
        make_post(make_user(), given.discussion)
        Routing.objects.create(question=question, person=make_user(), evidence={"answer": [given.pk]})

    add()
    one = queries(browser, question.get_absolute_url())
    for _n in range(19):
        add()
    assert Post.objects.count() == 20
    assert queries(browser, question.get_absolute_url()) == one <= 26


def test_home_costs_the_same_with_one_question_waiting_and_twenty(client_for, employee, settings):
    settings.PARVIS_QUESTIONS_PER_HOUR = 100

    def add():
        Routing.objects.create(question=make_question(), person=employee)
        make_answer(make_question(employee))

    add()
    one = queries(client_for(employee), "/")
    for _n in range(19):
        add()
    assert queries(client_for(employee), "/") == one


@pytest.mark.parametrize(
    "query",
    [
        "?state=open",
        "?state=solved",
        "?state=mine",
        "?state=for-me",
        "?order=wanted&tag=a",
        "?space=9&tag=\x00",
        f"?space={'9' * 30}&state=x",
    ],
)
def test_every_narrowing_answers(client_for, employee, query):
    make_answer()
    assert client_for(employee).get(reverse("knowledge:questions:list") + query).status_code == 200


def test_the_answer_given_on_the_page_is_not_offered_again(client_for, employee):
    """The key that the page keeps the text under is the one that the browser is told to forget."""
    question = make_question()
    browser = client_for(employee)
    page = browser.get(question.get_absolute_url()).content.decode()
    key = re.search(r'<parvis-draft key="(answer[^"]+)"', page)[1]
    answer = browser.post(
        reverse("knowledge:questions:give", args=[question.pk]),
        {"body": "<p>At the lodge.</p>", "client_id": str(uuid.uuid4()), "draft_key": key},
    )
    assert answer.status_code == 302
    assert answer.cookies["parvis_sent"].value == key
