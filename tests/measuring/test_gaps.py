"""From what is looked for in vain to a page that answers, without telling who asked what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.notifications.models import Notification
from intranet.search.measuring import gathering
from intranet.search.measuring.models import Asked, Gap, Judgement
from intranet.search.measuring.sameness import NEAR, key_of, nearness
from knowledge.models import SpacePage
from knowledge.questions.models import Question
from knowledge.stewardship.models import Opinion
from tests.factories.knowledge import make_article, make_space
from tests.factories.measuring import make_asked, make_gap, work
from tests.factories.people import make_department, make_user
from tests.factories.questions import make_question

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def steward(db: None) -> User:
    person = make_user(username="stan")
    space = make_space(title="Looked after")
    space.stewards.add(person)
    space.save()
    return person


def test_near_ways_of_asking_are_one_gap_with_its_demand(cm: User, client_for: Browser) -> None:
    for text in ("bike allowance", "allowance for a bike", "bikes allowances", "bike alowance"):
        make_asked(text)
    make_asked("winter tyres")
    work()
    gap = Gap.objects.shown().get()
    assert (gap.times, gap.people) == (4, 4)
    content = client_for(cm).get("/search/gaps/").content.decode()
    assert "bike" in content
    assert "tyres" not in content


def test_gathering_twice_changes_nothing() -> None:
    make_gap()
    before = list(Gap.objects.values()), list(Gap.objects.get().queries.values())
    gathering.gather()
    assert (list(Gap.objects.values()), list(Gap.objects.get().queries.values())) == before


def test_what_most_people_find_is_no_gap(employee: User) -> None:
    for _time in range(3):
        make_asked("bike", results=2, outcome="clicked", clicked_at=timezone.now())
    make_asked("bike")
    work()
    assert not Gap.objects.exists()


def test_near_and_far() -> None:
    assert key_of("remboursement de vélo") == key_of("un vélo, des remboursements ?")
    assert nearness(key_of("remboursement vélo"), key_of("remboursment velo")) >= NEAR
    assert nearness(key_of("bike"), key_of("holiday")) < NEAR
    assert nearness("", key_of("bike")) == 0


def test_articles_that_do_not_help_and_unanswered_questions_join(cm: User, client_for: Browser) -> None:
    article = make_article(title="Allowances for bikes")
    for _person in range(3):
        Opinion.objects.give(article, by=make_user(), is_helpful=False, reason="other")
    question = make_question(title="Is there a bike allowance?")
    Question.objects.update(created_at=timezone.now() - timedelta(days=5))
    gap = make_gap("bike allowance")
    assert {(item.kind, item.target_id) for item in gap.items.all()} == {
        ("article", article.pk),
        ("question", question.pk),
    }
    content = client_for(cm).get(gap.get_absolute_url()).content.decode()
    assert "Allowances for bikes" in content
    question.answer(by=make_user(), body="<p>Yes</p>", language="en")
    gathering.gather()
    assert gap.items.get().kind == "article"


def test_what_single_people_typed_is_for_the_community_manager_alone(
    cm: User, employee: User, leader: User, steward: User, client_for: Browser
) -> None:
    asker = make_user(display_name="Ophelia Asker")
    for hours in (2, 4):
        make_asked("my divorce papers", asker, at=timezone.now() - timedelta(hours=hours))
    gap = make_gap("winter tyres")
    work()
    private = Gap.objects.get(queries__text="my divorce papers")
    assert "divorce" in client_for(cm).get("/search/gaps/").content.decode()
    page = client_for(cm).get(private.get_absolute_url()).content.decode()
    assert "divorce" in page
    assert "Ophelia" not in page
    seen = client_for(steward).get("/search/gaps/").content.decode()
    assert "winter tyres" in seen
    assert "divorce" not in seen
    assert client_for(steward).get(private.get_absolute_url()).status_code == 404
    assert client_for(steward).get(gap.get_absolute_url()).status_code == 200
    for person in (employee, leader):
        assert client_for(person).get("/search/gaps/").status_code == 403
        assert client_for(person).get(gap.get_absolute_url()).status_code == 404


def test_a_restricted_title_shows_only_to_who_may_see_it(cm: User, steward: User, client_for: Browser) -> None:
    closed = make_article(title="Merger plan", space=make_space(departments=[make_department("Board")]))
    for _person in range(3):
        Opinion.objects.create(article=closed, person=make_user(), is_helpful=False)
    work()
    gap = Gap.objects.get()
    assert "Merger" not in client_for(steward).get("/search/gaps/").content.decode()
    assert client_for(steward).get(gap.get_absolute_url()).status_code == 404


def test_whoever_is_asked_to_write_it_reads_the_subject_and_not_the_searches(
    cm: User, employee: User, client_for: Browser, dispatch: Callable[[], int]
) -> None:
    gap = make_gap("secret nickname")
    client = client_for(cm)
    assert client.post(gap.get_absolute_url(), {"person": "@nobody", "subject": "x"}).status_code == 422
    client.post(gap.get_absolute_url(), {"person": "@elise", "subject": "What a bike costs us"})
    dispatch()
    assert Notification.objects.get(recipient=employee).activity.verb == "search.gap_assigned"
    browser = client_for(employee)
    assert "What a bike costs us" in browser.get("/").content.decode()
    assert browser.get("/notifications/").status_code == 200
    page = browser.get(gap.get_absolute_url()).content.decode()
    assert "What a bike costs us" in page
    assert "nickname" not in page
    assert browser.post(gap.get_absolute_url(), {"person": "@elise", "subject": "x"}).status_code == 403


def test_written_everyone_who_asked_and_may_see_it_is_asked_whether_it_helps(
    cm: User, employee: User, colleague: User, client_for: Browser, dispatch: Callable[[], int]
) -> None:
    board = make_department("Board")
    insider = make_user(department=board)
    for person in (employee, insider):
        make_asked("bike allowance", person)
    make_asked("bike allowance", colleague, at=timezone.now() - timedelta(days=31))
    work()
    gap = Gap.objects.get()
    article = make_article(title="Bikes", by=insider, space=make_space(departments=[board]))
    url = f"{gap.get_absolute_url()}solved/"
    assert client_for(insider).get(url).status_code == 404
    gap.close("article", article, by=cm)
    dispatch()
    told = Notification.objects.filter(activity__verb="search.gap_written")
    assert [row.recipient for row in told] == [insider]
    for person in (employee, colleague, cm):
        assert client_for(person).get(url).status_code == 404
    client = client_for(insider)
    assert client.get(f"/notifications/{told.get().pk}/").headers["Location"] == url
    assert "bike allowance" in client.get(url).content.decode()
    client.post(url, {"solved": "yes"})
    judged = Judgement.objects.get()
    assert (judged.text, judged.target_id, judged.source, judged.by) == ("bike allowance", article.pk, "solved", None)


def test_a_no_judges_nothing(cm: User, employee: User, client_for: Browser) -> None:
    make_asked("bike allowance", employee)
    gap = make_gap()
    gap.close("article", make_article(), by=cm)
    client_for(employee).post(f"{gap.get_absolute_url()}solved/", {"solved": "no"})
    assert not Judgement.objects.exists()
    assert gap.answers.get().is_solved is False


def test_only_a_page_that_one_may_see_is_named(steward: User, client_for: Browser) -> None:
    gap = make_gap()
    closed = make_article(space=make_space(departments=[make_department("Board")]))
    for page in (f"article:{closed.pk}", "article:999999", "nothing:1", "article:x", "", "article:" + "9" * 40):
        client_for(steward).post(f"{gap.get_absolute_url()}written/", {"page": page})
        gap.refresh_from_db()
        assert gap.state == Gap.State.OPEN
    client_for(steward).post(f"{gap.get_absolute_url()}written/", {"page": f"article:{make_article().pk}"})
    gap.refresh_from_db()
    assert gap.state == Gap.State.WRITTEN


def test_what_is_still_looked_for_in_vain_opens_again_but_not_what_was_set_aside(cm: User, client_for: Browser) -> None:
    written, aside = make_gap("bike allowance"), make_gap("winter tyres")
    written.close("article", make_article(), by=cm)
    client_for(cm).post(f"{aside.get_absolute_url()}aside/")
    Gap.objects.update(closed_at=timezone.now() - timedelta(hours=2))
    Asked.objects.update(at=timezone.now() - timedelta(hours=3))
    gathering.gather()
    assert not Gap.objects.filter(state="open").exists()
    for text in ("bike allowance", "winter tyres") * 2:
        make_asked(text)
    work()
    assert list(Gap.objects.filter(state="open")) == [written]


def test_the_list_costs_the_same_with_twenty(cm: User, client_for: Browser) -> None:
    client, counts = client_for(cm), []
    words = "anvil bridge candle dragon engine falcon garden hammer island jacket kettle lantern marble needle orchid"
    for several in (words.split()[:1], [*words.split(), "parrot", "quartz", "ribbon", "saddle", "turnip"]):
        for word in several:
            make_asked(word)
            make_asked(word)
        work()
        client.get("/search/gaps/")
        with CaptureQueriesContext(connection) as page:
            client.get("/search/gaps/")
        counts.append(len(page))
    assert counts[0] == counts[1]


def test_who_minds_it_is_led_there_from_where_they_work_and_nobody_else(
    cm: User, steward: User, employee: User, client_for: Browser
) -> None:
    space = SpacePage.objects.get(title="Looked after").get_absolute_url()
    way, mine = 'href="/search/gaps/"', reverse("stewardship:mine")
    for person, sees in ((steward, True), (cm, True), (employee, False)):
        browser = client_for(person)
        assert [way in browser.get(url).content.decode() for url in (space, mine)] == [sees, sees]
        assert browser.get("/search/gaps/").status_code == (200 if sees else 403)
    assert way in client_for(steward).get(reverse("knowledge:linking:care")).content.decode()
    menus = [client_for(person).get("/").content.decode().count(way) for person in (cm, steward, employee)]
    assert menus == [1, 0, 0]
