"""An article says who answers for it, when it was last checked, and why it should be checked again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import Department, User
from intranet.accounts.signals import changed
from intranet.charter.models import Clause
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from intranet.search.finding import find, query_for
from intranet.search.measuring.models import Asked
from knowledge.models import ArticlePage, SpacePage
from knowledge.questions.models import Question
from knowledge.stewardship import actions
from knowledge.stewardship.models import Concern, HandOver, Opinion, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern
from tests.factories.charter import clause, publish_charter
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]
pytestmark = pytest.mark.django_db


def trust(article: ArticlePage, what: str) -> str:
    return f"/knowledge/-/trust/{article.pk}/{what}/"


@pytest.fixture
def article(employee: User, dispatch: Dispatch) -> ArticlePage:
    found = make_article("Travel costs", by=employee)
    dispatch()
    return ArticlePage.objects.get(pk=found.pk)


@pytest.fixture
def citing(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, int], list[int]]:
    """What cites what, as the part that keeps links would answer."""
    links: dict[tuple[str, int], list[int]] = {}
    monkeypatch.setitem(registry._providers, "knowledge.citing", [lambda kind, pk: links.get((kind, pk), [])])
    return links


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


def test_three_readers_out_of_three_who_say_that_it_does_not_help_make_it_to_check(
    article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    said = {"is_helpful": "no", "reason": "outdated", "words": "The form moved", "asked": "expense form"}
    readers = [make_user() for _ in range(3)]
    for reader in readers:
        assert client_for(reader).post(trust(article, "helpful"), said).status_code == 302
        assert client_for(reader).post(trust(article, "helpful"), said).status_code == 302
    assert Opinion.objects.count() == 3
    assert [reason["kind"] for reason in Stewardship.objects.get(article=article).reasons] == ["unhelpful"]
    page = client_for(employee).get(trust(article, "opinions")).content.decode()
    assert "The form moved" in page
    assert "expense form" in page
    assert all(reader.display_name not in page for reader in readers)
    assert client_for(readers[0]).get(trust(article, "opinions")).status_code == 403


def test_no_without_a_reason_asks_for_one_and_keeps_the_words(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    answer = client_for(colleague).post(
        trust(article, "helpful"), {"is_helpful": "no", "reason": "", "words": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Say what is wrong with it" in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_the_search_that_led_there_goes_with_the_opinion(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    browser = client_for(colleague)
    browser.get("/search/?q=taxi+receipt")
    asked = Asked.objects.get(person=colleague)
    browser.post(f"/search/heard/{asked.pk}/", {"hit": f"article:{article.pk}", "rank": "1"})
    page = browser.get(trust(article, "helpful")).content.decode()
    assert 'name="asked" value="taxi receipt"' in page
    assert 'name="asked" value=""' in client_for(make_user()).get(trust(article, "helpful")).content.decode()
    browser.post(trust(article, "helpful"), {"is_helpful": "no", "reason": "wrong", "asked": "taxi receipt"})
    assert Opinion.objects.get().asked == "taxi receipt"


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
