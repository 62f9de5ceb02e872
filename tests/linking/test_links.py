"""What cites what: read from the published texts, shown to who may see it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.accounts.models import Department, User
from intranet.contributions.registry import registry
from knowledge.linking.models import Citation, Reading
from knowledge.linking.reading import read_missing
from knowledge.models import ArticlePage
from tests.costs import queries_of
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]


def linking_to(*addresses: str) -> str:
    return "".join(f'<p>Before you ask, read <a href="{address}">this page</a> with care.</p>' for address in addresses)


def citing(kind: str, pk: int) -> set[int]:
    return {article for answer in registry.ask("knowledge.citing", kind, pk) for article in answer}


def test_a_published_text_cites_what_it_links_to_by_name_and_by_address(dispatch: Dispatch) -> None:
    target, other, idea, person = make_article("Travel"), make_article("Taxis"), make_idea(), make_user()
    body = (
        f'<p><a href="/elsewhere/" data-ref="article:{target.pk}">a</a> <a href="{idea.get_absolute_url()}">b</a> '
        f'<a href="../taxis/">c</a> <a href="{person.get_absolute_url()}" data-mention="{person.pk}">@d</a></p>'
    )
    article = make_article("Guide", body=body)
    dispatch()
    assert citing("article", target.pk) == {article.pk}
    assert citing("article", other.pk) == {article.pk}
    assert citing("idea", idea.pk) == {article.pk}
    assert citing("person", person.pk) == {article.pk}


def test_a_link_by_an_old_address_goes_on_citing(
    dispatch: Dispatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    target = make_article("Travel")
    old = target.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        target.rename(by=None, slug="on-the-road")
    article = make_article("Guide", body=linking_to(old, f"http://127.0.0.1:8000{old}"))
    dispatch()
    assert citing("article", target.pk) == {article.pk}
    assert not Citation.objects.broken().exists()


def test_reading_again_changes_nothing_and_the_command_finds_the_same(dispatch: Dispatch) -> None:
    target = make_article("Travel")
    make_article("Guide", body=linking_to(target.get_absolute_url(), "/knowledge/no/such/"))
    dispatch()
    before = sorted(Citation.objects.values_list("article", "state", "kind", "target_id", "address"))
    told = io.StringIO()
    call_command("rebuild_links", stdout=told)
    assert sorted(Citation.objects.values_list("article", "state", "kind", "target_id", "address")) == before
    assert "2 articles read: 2 links kept." in told.getvalue()


def test_what_was_published_before_links_were_kept_is_read_by_the_worker(dispatch: Dispatch) -> None:
    target = make_article("Travel")
    article = make_article("Guide", body=linking_to(target.get_absolute_url()))
    dispatch()
    Citation.objects.all().delete()
    Reading.objects.all().delete()
    assert read_missing() == 2
    assert citing("article", target.pk) == {article.pk}
    assert read_missing() == 0


def test_a_deleted_page_leaves_broken_links_and_one_taken_back_and_published_again_none(
    employee: User, dispatch: Dispatch
) -> None:
    gone, back = make_article("Gone"), make_article("Back")
    make_article("Guide", body=linking_to(gone.get_absolute_url(), back.get_absolute_url()))
    dispatch()
    back.take_back(by=employee)
    gone.delete()
    dispatch()
    assert Citation.objects.broken().count() == 2
    back.publish_latest(by=employee)
    dispatch()
    assert [link.address for link in Citation.objects.broken()] == [gone.get_absolute_url()]


def test_who_publishes_a_link_to_what_they_may_not_see_learns_nothing(dispatch: Dispatch) -> None:
    secret_room = Department.add_root(name="Board")
    secret = make_article("Secret", space=make_space("Board", departments=[secret_room]))
    outsider = make_user()
    make_article("Probe", by=outsider, body=linking_to(secret.get_absolute_url()))
    make_article("Other probe", by=outsider, body=f'<p><a href="/x/" data-ref="article:{secret.pk}">x</a></p>')
    dispatch()
    assert citing("article", secret.pk) == set()


def test_the_page_says_what_cites_it_as_far_as_the_reader_sees(
    employee: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    board = Department.add_root(name="Board")
    target = make_article("Travel")
    member = make_user(department=board)
    make_article("Open guide", body=linking_to(target.get_absolute_url()))
    make_article(
        "Closed guide",
        space=make_space("Board", departments=[board]),
        by=member,
        body=linking_to(target.get_absolute_url()),
    )
    dispatch()
    seen = client_for(employee).get(target.get_absolute_url()).content.decode()
    assert "Cited by" in seen
    assert "Open guide" in seen
    assert "Closed guide" not in seen
    everything = client_for(employee).get(f"/knowledge/-/{target.pk}/cited-by/").content.decode()
    assert "Open guide" in everything
    assert "Closed guide" not in everything
    assert "Closed guide" in client_for(member).get(target.get_absolute_url()).content.decode()


def test_twenty_that_cite_cost_what_one_does(employee: User, client_for: SignIn, dispatch: Dispatch) -> None:
    target, browser = make_article("Travel"), client_for(employee)

    pages = [target.get_absolute_url(), f"/knowledge/-/{target.pk}/cited-by/"]
    make_article("Guide", body=linking_to(target.get_absolute_url()))
    dispatch()
    with_one = queries_of(browser, *pages)
    for number in range(19):
        make_article(f"Guide {number}", body=linking_to(target.get_absolute_url()))
    dispatch()
    assert queries_of(browser, *pages) == with_one
    assert "All that cite it" in browser.get(pages[0]).content.decode()


def test_a_wanted_page_is_offered_for_writing_and_shown_once_written(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    address = "/knowledge/-/wanted/?title=L%27accueil%20des%20nouveaux"
    asking = make_article("Guide", body=linking_to(address))
    dispatch()
    browser = client_for(employee)
    page = browser.get(address).content.decode()
    assert "still to be written" in page
    assert "Guide" in page
    assert "/knowledge/new/?title=L%27accueil%20des%20nouveaux" in page
    written = make_article("L’Accueil des nouveaux".replace("’", "'"))
    dispatch()
    assert browser.get(address)["Location"] == written.get_absolute_url()
    shown = browser.get(asking.get_absolute_url()).content.decode()
    assert "parvis-written" in shown
    assert f'href="{written.get_absolute_url()}" data-asked=' in shown
    assert citing("article", written.pk) == {asking.pk}


def test_a_wanted_page_that_the_reader_may_not_see_stays_wanted_for_them(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    board = Department.add_root(name="Board")
    make_article("Plan", space=make_space("Board", departments=[board]), by=make_user(department=board))
    make_article("Guide", body=linking_to("/knowledge/-/wanted/?title=Plan"))
    dispatch()
    page = client_for(employee).get("/knowledge/-/wanted/?title=Plan")
    assert page.status_code == 200
    assert "still to be written" in page.content.decode()


def care(browser: Client, show: str) -> str:
    response = browser.get(f"/knowledge/-/care/?show={show}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_care_lists_what_is_to_mend(cm: User, client_for: SignIn, dispatch: Dispatch) -> None:
    travel = make_article("Travel")
    for number in range(3):
        make_article(
            f"Guide {number}",
            body=linking_to(
                travel.get_absolute_url(), "/knowledge/-/wanted/?title=Bikes", f"/knowledge/gone-{number}/"
            ),
        )
    dispatch()
    browser = client_for(cm)
    wanted = care(browser, "wanted")
    assert "Bikes" in wanted
    assert "3 articles ask for it" in wanted
    assert f"/knowledge/new/?title=Bikes&amp;space={travel.space.pk}" in wanted
    orphans = care(browser, "orphans")
    assert "Guide 1" in orphans
    assert "Travel" not in orphans
    broken = care(browser, "broken")
    assert "/knowledge/gone-1/" in broken
    assert "Before you ask, read this page with care." in broken


def test_a_steward_cares_for_their_spaces_and_others_have_no_such_page(
    employee: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    mine, other = make_space("Mine"), make_space("Other")
    make_article("Here", space=mine, body=linking_to("/knowledge/nowhere-here/"))
    make_article("There", space=other, body=linking_to("/knowledge/nowhere-there/"))
    dispatch()
    assert client_for(employee).get("/knowledge/-/care/").status_code == 403
    mine.stewards.add(employee)
    mine.save()
    browser = client_for(employee)
    broken = care(browser, "broken")
    assert "nowhere-here" in broken
    assert "nowhere-there" not in broken
    assert "There" not in care(browser, "orphans")
    assert "/knowledge/-/care/" in browser.get(mine.get_absolute_url()).content.decode()


@pytest.mark.parametrize("show", ["wanted", "orphans", "broken"])
def test_the_lists_of_care_cost_the_same_with_one_row_and_with_twenty(
    show: str, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    browser = client_for(cm)

    def cost() -> int:
        care(browser, show)
        with CaptureQueriesContext(connection) as queries:
            care(browser, show)
        return len(queries)

    def grow(first: int, last: int) -> None:
        for number in range(first, last):
            body = linking_to(f"/knowledge/-/wanted/?title=Page {number}", f"/knowledge/gone-{number}/")
            make_article(f"Guide {number}", body=body)
        dispatch()

    grow(0, 1)
    with_one = cost()
    grow(1, 20)
    assert cost() == with_one


def test_odd_links_are_read_without_harm(dispatch: Dispatch) -> None:
    odd = [
        "/knowledge/-/wanted/?title=%00%FF",
        "/knowledge/-/wanted/?title=" + "x" * 1500,
        "http://[broken/",
        "/knowledge/%FF%FE/",
        "/ideas/99999999999999999999/",
        "/" + "a" * 1900,
        "?page=2",
        "/media/00000000-0000-0000-0000-000000000000",
        "mailto:a@b.c",
    ]
    article = make_article("Odd", body=linking_to(*odd, *(f"/knowledge/{n}/" for n in range(600))))
    dispatch()
    assert 100 < Citation.objects.filter(article=article).count() <= 500
    assert ArticlePage.objects.get(pk=article.pk).live


def test_what_asks_for_an_article_by_a_former_title_finds_it(
    dispatch: Dispatch, employee: User, cm: User, client_for: SignIn
) -> None:
    target = make_article("Travel costs", by=employee)
    asking = make_article("Guide", body=linking_to("/knowledge/-/wanted/?title=Travel+costs"))
    dispatch()
    target.revise(by=employee, base_revision=None, title="Expenses", publish=True)
    dispatch()
    assert citing("article", target.pk) == {asking.pk}
    late = make_article("Leaflet", body=linking_to("/knowledge/-/wanted/?title=travel%20COSTS"))
    assert target.get_absolute_url() in client_for(cm).get(late.get_absolute_url()).content.decode()
    dispatch()
    assert citing("article", target.pk) == {asking.pk, late.pk}
    answer = client_for(cm).get("/knowledge/-/wanted/?title=Travel+costs")
    assert answer["Location"] == target.get_absolute_url()
    assert "Travel costs" not in client_for(cm).get("/knowledge/-/care/").content.decode().split("<main")[1]
    offered = client_for(cm).get("/knowledge/-/complete/?q=travel").json()["results"]
    assert [one["title"] for one in offered] == ["Expenses"]


def test_an_article_that_has_the_title_now_comes_before_one_that_had_it(
    dispatch: Dispatch, employee: User, client_for: SignIn
) -> None:
    old = make_article("Travel costs", by=employee)
    dispatch()
    old.revise(by=employee, base_revision=None, title="Expenses", publish=True)
    asking = make_article("Guide", body=linking_to("/knowledge/-/wanted/?title=Travel+costs"))
    now = make_article("Travel costs", by=employee)
    dispatch()
    assert (citing("article", now.pk), citing("article", old.pk)) == ({asking.pk}, set())
    assert client_for(employee).get("/knowledge/-/wanted/?title=Travel+costs")["Location"] == now.get_absolute_url()
    assert now.get_absolute_url() in client_for(employee).get(asking.get_absolute_url()).content.decode()


def test_the_title_of_a_draft_was_never_known(dispatch: Dispatch, employee: User) -> None:
    draft = make_article("Secret project", by=employee, publish=False)
    draft.revise(by=employee, base_revision=None, title="Project", publish=True)
    make_article("Guide", body=linking_to("/knowledge/-/wanted/?title=Secret+project"))
    dispatch()
    assert citing("article", draft.pk) == set()


def test_a_former_title_of_what_one_may_not_see_leads_nowhere(
    dispatch: Dispatch, employee: User, admin_user: User, client_for: SignIn
) -> None:
    closed = make_space("Closed", departments=[make_department("Secret")])
    hidden = make_article("Merger plan", space=closed, by=admin_user)
    dispatch()
    hidden.revise(by=admin_user, base_revision=None, title="Plan B", publish=True)
    dispatch()
    page = client_for(employee).get("/knowledge/-/wanted/?title=Merger+plan")
    assert page.status_code == 200
    assert client_for(employee).get("/knowledge/-/complete/?q=merger").json()["results"] == []
