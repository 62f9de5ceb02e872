"""An article says who answers for it, when it was last checked, and why it should be checked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import User
from intranet.charter.models import Clause
from intranet.search.finding import find, query_for
from knowledge.models import ArticlePage
from knowledge.stewardship import actions
from knowledge.stewardship.models import Concern, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern
from tests.factories.charter import clause, publish_charter
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department
from tests.stewardship.addresses import trust

SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]
pytestmark = pytest.mark.django_db


def test_who_publishes_an_article_looks_after_it_and_says_that_it_is_right(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    page = client_for(colleague).get(article.get_absolute_url()).content.decode()
    assert "Verified by Elise" in page
    assert "Looked after by Elise" in page


def test_still_right_is_one_click_for_the_owner_and_nobody_else(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    raise_concern([article.pk], Concern.Kind.INTERVAL)
    page = client_for(colleague).get(article.get_absolute_url()).content.decode()
    assert "It is time to read it again" in page
    assert "Still right" not in page
    assert client_for(colleague).post(trust(article, "verify")).status_code == 403
    assert "Still right" in client_for(employee).get(article.get_absolute_url()).content.decode()
    assert client_for(employee).post(trust(article, "verify")).status_code == 302
    row = Stewardship.objects.get(article=article)
    assert (row.state, row.reasons, row.verified_by) == (Stewardship.State.VERIFIED, [], employee)


@pytest.mark.parametrize("who", ["reviewer", "department", "steward", "cm"])
def test_reviewer_department_steward_and_cm_may_say_that_it_is_right(
    who: str, article: ArticlePage, employee: User, colleague: User, cm: User, client_for: SignIn
) -> None:
    row = Stewardship.objects.get(article=article)
    if who == "reviewer":
        row.entrust(by=employee, owner=employee, reviewer=colleague)
    elif who == "department":
        above = make_department("Sales")
        colleague.department = above.add_child(name="Export")
        colleague.save()
        row.entrust(by=employee, department=above)
    elif who == "steward":
        space = article.space
        space.stewards = [colleague]
        space.save()
    person = cm if who == "cm" else colleague
    assert client_for(person).post(trust(article, "verify")).status_code == 302
    assert Stewardship.objects.get(article=article).verified_by == person


def test_an_article_is_to_check_when_what_it_cites_changes_materially(
    article: ArticlePage, employee: User, dispatch: Dispatch, citing: dict[tuple[str, int], list[int]]
) -> None:
    rates = make_article("Rates", by=employee)
    citing[("article", rates.pk)] = [article.pk]
    dispatch()
    rates.revise(by=employee, base_revision=None, body="<p>A comma.</p>", publish=True)
    dispatch()
    assert Stewardship.objects.get(article=article).state == Stewardship.State.VERIFIED
    rates.revise(by=employee, base_revision=None, body="<p>Half.</p>", publish=True, is_major=True)
    dispatch()
    row = Stewardship.objects.get(article=article)
    assert [reason["cause"] for reason in row.reasons] == [f"article:{rates.pk}"]
    actions.archive(rates, by=employee, why="Replaced")
    dispatch()
    assert {reason["kind"] for reason in Stewardship.objects.get(article=article).reasons} == {"cited", "gone"}


def test_an_article_is_to_check_when_a_clause_or_an_idea_that_it_cites_is_decided_anew(
    employee: User, leader: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    said, kept = clause("Respect"), clause("Light")
    publish_charter(said, kept)
    idea = make_idea(employee, title="Bikes for all")
    link = f'<a href="{Clause.objects.get(key=said["id"]).get_absolute_url()}">Respect</a>'
    cites = make_article("Cites", by=employee, body=f'<p>{link}, <a href="{idea.get_absolute_url()}">Bikes</a></p>')
    other = make_article("Cites nothing", by=employee)
    dispatch()
    kept["value"]["body_en"] = "<p>Switch it off.</p>"
    publish_charter(said, kept)
    dispatch()
    assert Stewardship.objects.get(article=cites).state == Stewardship.State.VERIFIED
    said["value"]["body_en"] = "<p>Listen first.</p>"
    publish_charter(said, kept)
    idea.decide(by=leader, status="planned", answer="<p>Yes.</p>", expected=None)
    dispatch()
    page = client_for(employee).get("/knowledge/-/trust/mine/").content.decode()
    assert "Respect</a>)" in page
    assert "Bikes for all</a>)" in page
    assert {row.article_id for row in Stewardship.objects.filter(state=Stewardship.State.TO_CHECK)} == {cites.pk}
    assert Stewardship.objects.get(article=other).state == Stewardship.State.VERIFIED


def test_what_changed_is_named_only_to_who_may_see_it(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    secret = make_department("Secret")
    employee.department = secret
    employee.save()
    hidden = make_article("Hidden rates", by=employee, space=make_space("Closed", departments=[secret]))
    raise_concern([article.pk], Concern.Kind.CITED, cause=f"article:{hidden.pk}")
    assert (
        "Hidden rates" in client_for(User.objects.get(pk=employee.pk)).get(article.get_absolute_url()).content.decode()
    )
    page = client_for(colleague).get(article.get_absolute_url()).content.decode()
    assert "Something that it relies on changed" in page
    assert "Hidden rates" not in page


def test_the_interval_of_the_nearest_space_makes_an_article_to_check(article: ArticlePage) -> None:
    outer = make_space("Outer", review_months=6)
    inner = make_space("Inner", parent=outer)
    old = make_article("Old", space=inner)
    Stewardship.objects.of(old)
    ArticlePage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=200))
    assert actions.raise_overdue() == 1
    assert actions.raise_overdue() == 0
    assert Stewardship.objects.get(article=old).state == Stewardship.State.TO_CHECK
    assert Stewardship.objects.get(article=article).state == Stewardship.State.VERIFIED


def test_months_before_knows_short_months_and_leap_years() -> None:
    moment = timezone.now().replace(year=2024, month=8, day=31)
    assert (actions.months_before(moment, 6).month, actions.months_before(moment, 6).day) == (2, 29)
    assert (actions.months_before(moment, 20).year, actions.months_before(moment, 20).month) == (2022, 12)


def test_an_archived_article_says_why_leaves_the_lists_and_comes_back(
    article: ArticlePage, employee: User, colleague: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    assert browser.post(trust(article, "archive"), {"why": ""}).status_code == 422
    browser.post(trust(article, "archive"), {"why": "Replaced by the new rules"})
    page = client_for(colleague).get(article.get_absolute_url()).content.decode()
    assert "Replaced by the new rules" in page
    space = article.space.get_absolute_url()
    assert "Travel costs" not in client_for(colleague).get(space).content.decode()
    assert "Travel costs" in client_for(colleague).get(f"{space}?archived=1").content.decode()
    browser.post(trust(article, "bring-back"))
    assert "Travel costs" in client_for(colleague).get(space).content.decode()


def test_who_looks_after_an_article_moves_it_and_changes_its_address(
    article: ArticlePage, colleague: User, employee: User, cm: User, client_for: SignIn
) -> None:
    move, old = f"/knowledge/-/{article.pk}/move/", article.get_absolute_url()
    assert client_for(colleague).get(move).status_code == 403
    assert "Move, or change the address" not in client_for(colleague).get(old).content.decode()
    Stewardship.objects.of(article).entrust(by=cm, owner=colleague)
    browser = client_for(colleague)
    assert "Move, or change the address" in browser.get(old).content.decode()
    assert browser.post(move, {"space": article.space.pk, "slug": "expenses"}).url.endswith("/expenses/")
    assert client_for(employee).get(move).status_code == 200


def test_verified_articles_come_before_archived_ones_in_search(
    employee: User, colleague: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    space = make_space("Rules")
    texts = {"First": "<p>Parental leave lasts long.</p>", "Second": "<p>Parental leave lasts long.</p>"}
    made = [make_article(title, by=employee, space=space, body=body) for title, body in texts.items()]
    actions.archive(made[0], by=employee, why="Old")
    dispatch()
    hits = [
        hit.object.title
        for block in find(colleague, query_for(colleague, "parental leave")).blocks
        for hit in block.hits
    ]
    assert hits == ["Second", "First"]
    page = client_for(colleague).get("/search/?q=parental+leave").content.decode()
    assert page.count("</svg>Archived</span>") == 1


def test_still_right_from_a_script_answers_without_a_page_and_what_changed_comes_first(
    article: ArticlePage, employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    other = make_article("Zebra crossings", by=employee, space=make_space("Roads"))
    dispatch()
    raise_concern([article.pk, other.pk], Concern.Kind.INTERVAL)
    raise_concern([other.pk], Concern.Kind.CITED, cause=f"article:{article.pk}")
    browser = client_for(employee)
    page = browser.get("/knowledge/-/trust/mine/").content.decode()
    assert page.index("Zebra crossings") < page.index(f'name="article" value="{article.pk}"')
    assert "Roads" in page
    assert f'(<a href="{article.get_absolute_url()}">Travel costs</a>)' in page
    answer = browser.post(trust(other, "verify"), headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 204
    assert "Zebra" not in browser.get("/knowledge/-/trust/mine/").content.decode()
