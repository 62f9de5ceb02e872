"""Who looks after articles: their page, their reminders, and handing over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import Department, User
from intranet.accounts.signals import changed
from intranet.contributions.models import Activity
from intranet.notifications.models import Notification
from knowledge.models import ArticlePage, SpacePage
from knowledge.questions.models import Question
from knowledge.stewardship import actions
from knowledge.stewardship.models import Concern, HandOver, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department
from tests.stewardship.addresses import trust

SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]
pytestmark = pytest.mark.django_db


def test_an_owner_who_leaves_or_moves_makes_it_to_check(
    article: ArticlePage, employee: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    first, second = make_department("First"), make_department("Second")
    employee.department = first
    employee.save()
    Stewardship.objects.get(article=article).entrust(by=cm, owner=employee)
    dispatch()
    assert Stewardship.objects.get(article=article).reasons == []
    employee.department = second
    employee.save()
    changed.send(User, person=employee)  # as the account form of the back office says it
    dispatch()
    assert [reason["kind"] for reason in Stewardship.objects.get(article=article).reasons] == ["moved"]
    employee.deactivate()
    dispatch()
    assert {reason["kind"] for reason in Stewardship.objects.get(article=article).reasons} == {"moved", "left"}
    assert "Find who takes over" in client_for(cm).get("/").content.decode()


def test_an_owner_of_fifty_hears_once_a_week_and_settles_all_at_once(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    space = make_space("Many")
    for number in range(20):
        make_article(f"Page {number}", by=employee, space=space)
    dispatch()
    ids = list(ArticlePage.objects.values_list("pk", flat=True))
    raise_concern(ids, Concern.Kind.INTERVAL)
    assert actions.remind_owners() == 1
    assert actions.remind_owners() == 0
    assert actions.remind_owners(timezone.now() + timedelta(days=8)) == 1
    dispatch()
    told = Notification.objects.filter(recipient=employee, activity__verb="articles.to_check")
    assert told.count() == 2
    browser = client_for(employee)
    opened = browser.get(f"/notifications/{told[0].pk}/")
    assert opened.url == "/knowledge/-/trust/mine/"
    assert "<strong>20 articles</strong>" in browser.get("/notifications/").content.decode()
    browser.post("/knowledge/-/trust/mine/verify/", {"article": ids})
    assert not Stewardship.objects.filter(state=Stewardship.State.TO_CHECK).exists()


def test_a_reminder_counts_only_what_its_owner_may_still_see(employee: User, dispatch: Dispatch) -> None:
    closed = make_space("Closed", departments=[make_department("Secret")])
    secret = make_article("Secret", by=employee, space=closed)
    dispatch()
    raise_concern([secret.pk], Concern.Kind.INTERVAL)
    assert actions.remind_owners() == 0
    seen = make_article("Open", by=employee, space=make_space("Everyone"))
    dispatch()
    raise_concern([seen.pk], Concern.Kind.INTERVAL)
    assert actions.remind_owners() == 1
    assert Activity.objects.get(verb="articles.to_check").data["count"] == 1


def test_articles_without_an_owner_are_offered_to_who_worked_on_them_most(
    employee: User, colleague: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    imported = make_space().add_article(by=None, title="Imported", body="<p>x</p>", publish=True)
    dispatch()
    imported.revise(by=employee, base_revision=None, body="<p>y</p>", publish=True)
    for body in ("<p>z</p>", "<p>zz</p>"):
        imported.revise(by=colleague, base_revision=None, body=body, publish=True)
    dispatch()
    assert "Imported" not in client_for(employee).get("/knowledge/-/trust/mine/?show=offered").content.decode()
    assert "Imported" in client_for(colleague).get("/knowledge/-/trust/mine/?show=offered").content.decode()
    assert actions.offer_unowned() == 1
    client_for(colleague).post("/knowledge/-/trust/mine/take/", {"article": [imported.pk]})
    client_for(employee).post("/knowledge/-/trust/mine/take/", {"article": [imported.pk]})
    assert Stewardship.objects.get(article=imported).owner == colleague


def test_a_hand_over_lists_what_was_owned_with_successors_and_why(
    employee: User, colleague: User, cm: User, admin_user: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    article = make_article("Payroll", by=employee)
    dispatch()
    article.revise(by=colleague, base_revision=None, body="<p>New</p>", publish=True)
    asked = Question.ask(by=colleague, title="Who signs the badge?")
    asked.answer(by=employee, body="<p>I do.</p>")
    both = Question.ask(by=colleague, title="Answered by two of us")
    for person in (employee, cm):
        both.answer(by=person, body="<p>So.</p>")
    closed = make_article("Closed matter", by=employee, space=make_space("Closed", departments=[make_department("X")]))
    dispatch()
    employee.deactivate()
    dispatch()
    handed = HandOver.objects.get(person=employee)
    url = f"/knowledge/-/trust/hand-overs/{handed.pk}/"
    assert client_for(colleague).get(url).status_code == 403
    page = client_for(cm).get(url).content.decode()
    assert "Who signs the badge?" in page
    assert "Payroll" in page
    assert "worked on it 1 time" in page
    assert closed.title not in page
    assert "Answered by two of us" not in page
    assert closed.title in client_for(admin_user).get(url).content.decode()
    client_for(cm).post(url, {"article": article.pk, "to": colleague.pk})
    row = Stewardship.objects.get(article=article)
    assert (row.owner, row.state) == (colleague, Stewardship.State.VERIFIED)
    client_for(cm).post(url, {"close": "1"})
    assert not HandOver.objects.open().exists()


def test_fifty_articles_are_handed_over_at_once_and_told_once(
    employee: User, colleague: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    space = make_space("Many", stewards=[employee])
    made = [make_article(f"Page {number}", by=employee, space=space) for number in range(4)]
    make_article("Theirs", by=colleague, space=space)
    make_article("Alone", by=employee, space=make_space("Lonely", stewards=[cm]))
    closed = make_article("Closed", by=employee, space=make_space("Closed", departments=[make_department("X")]))
    dispatch()
    employee.deactivate()
    dispatch()
    url = f"/knowledge/-/trust/hand-overs/{HandOver.objects.get().pk}/"
    browser = client_for(cm)
    page = browser.get(url).content.decode()
    assert "suggested for 4 articles" in page
    assert "looks after the space" in page
    assert f'href="/knowledge/-/spaces/{space.pk}/edit/">Many</a>' in page
    ids = [article.pk for article in made]
    assert "say to whom" in browser.post(url, {"article": ids}, follow=True).content.decode()
    browser.post(url, {"article": [*ids[:3], closed.pk], "person": f"@{colleague.username}"})
    browser.post(url, {"article": ids[3], "to": colleague.pk})
    dispatch()
    assert set(Stewardship.objects.filter(owner=colleague, article__in=ids).values_list("article", flat=True)) == set(
        ids
    )
    assert Stewardship.objects.get(article=closed).owner == employee
    told = Notification.objects.filter(recipient=colleague, activity__verb__contains="entrusted")
    assert sorted(told.values_list("activity__verb", flat=True)) == ["article.entrusted", "articles.entrusted"]
    assert (
        "entrusted <strong>3 articles</strong> to you" in client_for(colleague).get("/notifications/").content.decode()
    )


def test_an_owner_must_be_able_to_see_the_article(
    cm: User, colleague: User, admin_user: User, client_for: SignIn
) -> None:
    closed = make_article("Closed", by=admin_user, space=make_space("Closed", departments=[make_department("X")]))
    form = {"owner": f"@{colleague.username}"}
    answer = client_for(admin_user).post(trust(closed, "owner"), form)
    assert answer.status_code == 422
    assert "may not see this article" in answer.content.decode()
    both = {"owner": f"@{admin_user.username}", "department": Department.objects.get(name="X").pk}
    assert "not both" in client_for(admin_user).post(trust(closed, "owner"), both).content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_my_page_costs_the_same_for_one_article_and_for_twenty(
    rows: int, employee: User, client_for: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    space: SpacePage = make_space("Many")
    for number in range(rows):
        Stewardship.objects.of(make_article(f"Page {number}", by=employee, space=space))
    browser = client_for(employee)
    browser.get("/knowledge/-/trust/mine/?show=all")
    with django_assert_max_num_queries(9):
        assert browser.get("/knowledge/-/trust/mine/?show=all").status_code == 200
