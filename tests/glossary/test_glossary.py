"""The glossary: proposed by anybody, decided by stewards, explained to who may know."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.moderation import actions as moderation
from intranet.notifications.models import Notification
from knowledge.glossary import kept
from knowledge.glossary.models import Term
from knowledge.models import ArticlePage
from tests.costs import queries_of
from tests.factories.glossary import make_term
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department

SignIn = Callable[[User], Client]
Dispatch = Callable[[], int]
pytestmark = pytest.mark.django_db
GLOSSARY = "/knowledge/glossary/"
SENT = {"term": "offcut", "definition": "<p>What is left of a plank.</p>", "variants": "scrap end", "language": "en"}


def read(client: Client, article: ArticlePage) -> str:
    return client.get(article.get_absolute_url()).content.decode()


@pytest.fixture
def article(employee: User) -> ArticlePage:
    return make_article("Waste", by=employee, body="<p>Keep every offcut. An offcut is wood.</p>")


def test_what_anybody_proposes_the_community_manager_takes_in(
    article: ArticlePage, employee: User, colleague: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    answer = client_for(colleague).post(f"{GLOSSARY}new/", SENT)
    term = Term.objects.get()
    assert answer["Location"] == term.get_absolute_url()
    assert 'class="term' not in read(client_for(employee), article)
    assert client_for(employee).get(term.get_absolute_url()).status_code == 404
    assert "1 term is proposed" in client_for(cm).get("/").content.decode()
    assert client_for(employee).post(f"{GLOSSARY}{term.pk}/publish/").status_code == 404
    assert client_for(cm).post(f"{GLOSSARY}{term.pk}/publish/").status_code == 302
    kept.forget()  # what a commit does
    page = read(client_for(employee), article)
    assert page.count('class="term"') == 1
    assert 'title="What is left of a plank."' in page
    dispatch()
    assert Notification.objects.filter(recipient=colleague, activity__verb="term.published").exists()


def test_a_steward_decides_of_the_terms_of_the_space_and_not_of_others(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    space = make_space("Workshop")
    space.stewards = [colleague]
    space.save()
    there = make_term(by=employee, space=space, publish=False)
    everywhere = make_term("clamp", by=employee, publish=False)
    steward = client_for(colleague)
    assert steward.post(f"{GLOSSARY}{there.pk}/publish/").status_code == 302
    assert steward.post(f"{GLOSSARY}{everywhere.pk}/publish/").status_code == 404
    assert Term.objects.get(pk=there.pk).is_published
    edited = SENT | {"space": ""}
    assert steward.post(f"{GLOSSARY}{there.pk}/edit/", edited).status_code == 422, "not taken out of the space"


def test_a_change_is_proposed_and_takes_the_place_of_what_stood(colleague: User, cm: User, client_for: SignIn) -> None:
    term = make_term(definition="<p>Old words.</p>")
    sent = SENT | {"definition": "<p>Better words.</p>"}
    answer = client_for(colleague).post(f"{GLOSSARY}{term.pk}/edit/", sent)
    proposal = Term.objects.get(replaces=term)
    assert answer["Location"] == proposal.get_absolute_url()
    assert Term.objects.get(pk=term.pk).summary == "Old words."
    assert "Better words." in client_for(cm).get(term.get_absolute_url()).content.decode()
    client_for(cm).post(f"{GLOSSARY}{proposal.pk}/publish/")
    now = client_for(colleague).get(term.get_absolute_url()).content.decode()
    assert "Better words." in now
    assert "Old words." in now, "in the history"
    assert Term.objects.visible_to(colleague).count() == 1


def test_what_is_not_retained_is_told_with_its_reason(
    colleague: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    term = make_term(by=colleague, publish=False)
    assert client_for(cm).post(f"{GLOSSARY}{term.pk}/decline/", {"why": ""}).status_code == 422
    client_for(cm).post(f"{GLOSSARY}{term.pk}/decline/", {"why": "Everybody knows it"})
    dispatch()
    assert Notification.objects.filter(recipient=colleague, activity__verb="term.declined").exists()
    assert "Everybody knows it" in client_for(colleague).get(term.get_absolute_url()).content.decode()


def test_a_term_of_a_closed_space_is_for_its_readers_in_its_articles(
    employee: User, colleague: User, cm: User, client_for: SignIn, dispatch: Dispatch
) -> None:
    pay = make_department("Pay")
    employee.department = pay
    employee.save()
    employee = User.objects.get(pk=employee.pk)
    closed = make_space("Closed", departments=[pay])
    term = make_term("bonus", space=closed, definition="<p>Secret sum.</p>")
    make_term("offcut")
    body = "<p>The bonus of an offcut.</p>"
    inside, outside = make_article(space=closed, by=employee, body=body), make_article(space=make_space(), body=body)
    dispatch()
    insider, outsider = client_for(employee), client_for(colleague)
    assert read(insider, inside).count('class="term"') == 2
    assert read(insider, outside).count('class="term"') == 1
    assert "Secret sum" not in read(outsider, outside)
    assert outsider.get(term.get_absolute_url()).status_code == 404
    assert "bonus" not in outsider.get(GLOSSARY).content.decode()
    assert "bonus" in insider.get(GLOSSARY).content.decode()
    assert "bonus" not in outsider.get("/search/?q=secret").content.decode()


def test_terms_are_found_by_the_search(colleague: User, client_for: SignIn, dispatch: Dispatch) -> None:
    make_term("fingerjoint", variants=["comb joint"])
    dispatch()
    page = client_for(colleague).get("/search/?q=fingerjoint").content.decode()
    assert "/knowledge/glossary/" in page


def test_the_charter_prefers_a_word_and_the_editor_says_so_gently(
    article: ArticlePage, employee: User, cm: User, client_for: SignIn
) -> None:
    term = make_term("offcut")
    url = f"{GLOSSARY}{term.pk}/standing/"
    assert client_for(employee).get(url).status_code == 403
    assert client_for(cm).post(url, {"standing": "avoid", "instead": "remnant", "clause": "unknown"}).status_code == 422
    assert client_for(cm).post(url, {"standing": "avoid", "instead": "remnant", "clause": ""}).status_code == 302
    kept.forget()
    assert "To avoid: say “remnant”." in read(client_for(employee), article)
    editor = client_for(employee).get(f"/knowledge/-/{article.pk}/edit/").content.decode()
    assert "Words that the charter asks to avoid" in editor
    assert 'data-forms="offcut|offcuts"' in editor
    assert "remnant" in client_for(employee).get(f"{GLOSSARY}?show=avoid").content.decode()


def test_pairs_lead_to_one_another(client_for: SignIn, cm: User) -> None:
    make_term("chute", language="fr")
    client_for(cm).post(f"{GLOSSARY}new/", SENT | {"pair": "chute", "space": ""})
    offcut, chute = Term.objects.get(term="offcut"), Term.objects.get(term="chute")
    assert (offcut.pair, chute.pair) == (chute, offcut)
    assert "chute" in client_for(cm).get(offcut.get_absolute_url()).content.decode()
    again = make_term("scrap", pair=chute)
    offcut.refresh_from_db()
    assert (offcut.pair, Term.objects.get(term="chute").pair) == (None, again)


def test_what_is_hidden_is_explained_to_nobody(
    article: ArticlePage, colleague: User, cm: User, client_for: SignIn
) -> None:
    term = make_term("offcut", definition="<p>Rude words.</p>")
    moderation.hide(term, by=cm, reason="Be kind", clause=None)
    kept.forget()
    assert 'class="term"' not in read(client_for(colleague), article)
    page = client_for(colleague).get(term.get_absolute_url()).content.decode()
    assert "Be kind" in page
    assert "Rude words." not in page


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"term": " "}, "This field is required"),
        ({"term": "??"}, "letters or numbers"),
        ({"term": "x" * 81}, "at most 80"),
        ({"definition": "<p> </p>"}, "Say what it means"),
        ({"definition": f"<p>{'x' * 2000}</p>"}, "write an article"),
        ({"variants": ",".join(f"v{n}" for n in range(13))}, "at most 12"),
        ({"pair": "nothing like it"}, "no such term"),
        ({"language": "xx"}, "not one of the available"),
        ({"space": "999999"}, "not one of the available"),
    ],
)
def test_every_refusal_is_said(said: dict[str, str], error: str, colleague: User, client_for: SignIn) -> None:
    answer = client_for(colleague).post(f"{GLOSSARY}new/", SENT | said)
    assert answer.status_code == 422
    assert error in answer.content.decode()


def test_the_same_term_twice_is_refused_and_a_form_sent_twice_is_one(colleague: User, client_for: SignIn) -> None:
    sent = SENT | {"client_id": str(uuid.uuid4())}
    for _time in range(2):
        assert client_for(colleague).post(f"{GLOSSARY}new/", sent).status_code == 302
    Term.objects.get().publish(by=colleague)
    assert client_for(colleague).post(f"{GLOSSARY}new/", SENT | {"term": "OFFCUT"}).status_code == 422


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?letter=zz", "?letter=a&language=fr&show=preferred", f"?q={'é' * 500}", "?show=proposed", "?page=-1"],
)
def test_every_narrowing_answers(query: str, colleague: User, client_for: SignIn) -> None:
    make_term()
    make_term("mine", by=colleague, publish=False)
    assert client_for(colleague).get(GLOSSARY + query).status_code == 200


def test_pages_cost_the_same_with_one_term_and_twenty(article: ArticlePage, employee: User, client_for: SignIn) -> None:
    browser = client_for(employee)
    urls = [GLOSSARY, f"{GLOSSARY}?show=proposed", article.get_absolute_url(), "/"]

    def add(number: int) -> None:
        space = make_space(f"Space {number}")
        pair = make_term(f"mot {number}", language="fr")
        make_term(f"word {number}", space=space, pair=pair)
        make_term(f"wish {number}", by=employee, publish=False)

    add(0)
    kept.forget()
    one = queries_of(browser, *urls)
    for number in range(1, 20):
        add(number)
    kept.forget()
    assert queries_of(browser, *urls) == one
