"""An idea that is another wording of a clause: the difference, the clause that moves on, the draft of the charter."""

import uuid

import pytest
from django.urls import reverse

from ideas.amending.models import Amendment
from ideas.models import Idea
from intranet.charter.models import CharterPage, Clause
from intranet.core.richtext import to_text
from tests.factories.charter import clause, publish_charter
from tests.factories.living import decided
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
KEY = str(uuid.uuid4())
SENT = {
    "title": "Listen to the quiet ones",
    "why": "<p>Loud voices win.</p>",
    "title_en": "Respect",
    "body_en": "<p>We listen to everyone, the quiet ones first.</p>",
    "language": "en",
}


@pytest.fixture
def charter(db):
    return publish_charter(clause("Respect", "<p>We listen to everyone.</p>", key=KEY), clause("Care"))


def propose(author, client_for, **sent) -> Idea:
    response = client_for(author).post(reverse("ideas:amending:propose", args=[KEY]), {**SENT, **sent})
    assert response.status_code == 302, response.content.decode()[:3000]
    return Idea.objects.latest("pk")


def draft() -> dict[str, str]:
    page = CharterPage.objects.get().get_latest_revision_as_object()
    return {str(block.id): to_text(str(block.value["body_en"].source)) for block in page.clauses}


def test_an_amendment_shows_the_difference_and_stands_at_its_clause(client_for, employee, charter):
    author = make_user()
    chosen = client_for(author).get(reverse("ideas:amending:choose")).content.decode()
    assert reverse("ideas:amending:propose", args=[KEY]) in chosen
    form = client_for(author).get(reverse("ideas:amending:propose", args=[KEY])).content.decode()
    assert "We listen to everyone." in form
    idea = propose(author, client_for)
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "<ins>" in page
    assert "the quiet ones first" in page
    at = Clause.objects.get(key=KEY)
    shown = client_for(employee).get(at.get_absolute_url()).content.decode()
    assert "Listen to the quiet ones" in shown
    assert reverse("ideas:amending:propose", args=[KEY]) in shown


@pytest.mark.parametrize("status", ["planned", "done"])
def test_accepted_its_words_stand_in_the_draft_and_nothing_is_published(
    client_for, leader, employee, charter, dispatch, status
):
    idea = propose(make_user(), client_for)
    decided(idea, leader, status)
    dispatch()
    dispatch()
    assert draft()[KEY] == "We listen to everyone, the quiet ones first."
    assert "What Care means here." in draft().values()
    assert to_text(Clause.objects.get(key=KEY).body_en) == "We listen to everyone."
    assert CharterPage.objects.get().revisions.count() == 2
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "stand in the draft of the charter" in page
    CharterPage.objects.get().get_latest_revision().publish()
    assert "The charter says so now." in client_for(employee).get(idea.get_absolute_url()).content.decode()


def test_what_somebody_writes_in_other_clauses_is_not_lost(client_for, leader, charter, dispatch):
    idea = propose(make_user(), client_for)
    page = CharterPage.objects.get().get_latest_revision_as_object()
    page.clauses[1].value["title_en"] = "Great care"
    page.save_revision()
    decided(idea, leader, "planned")
    dispatch()
    kept = CharterPage.objects.get().get_latest_revision_as_object()
    assert [block.value["title_en"] for block in kept.clauses] == ["Respect", "Great care"]


def test_a_declined_one_changes_nothing(client_for, leader, charter, dispatch):
    idea = propose(make_user(), client_for)
    decided(idea, leader, "declined")
    dispatch()
    assert draft()[KEY] == "We listen to everyone."


def test_it_says_that_the_clause_changed_since(client_for, employee, charter):
    idea = propose(make_user(), client_for)
    publish_charter(clause("Respect", "<p>We hear everyone out.</p>", key=KEY), clause("Care"))
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert "The clause was changed since this was proposed." in page
    assert "hear" in page


def test_a_clause_that_was_withdrawn_takes_no_amendment(client_for, leader, employee, charter, dispatch):
    idea = propose(make_user(), client_for)
    publish_charter(clause("Care"))
    page = client_for(employee).get(idea.get_absolute_url())
    assert "not in the charter any more" in page.content.decode()
    assert client_for(employee).get(reverse("ideas:amending:propose", args=[KEY])).status_code == 404
    decided(idea, leader, "planned")
    dispatch()
    assert Amendment.objects.get().drafted_at is None


def test_changing_it_is_a_version_once_somebody_supports_it(client_for, employee, charter):
    author = make_user()
    idea = propose(author, client_for)
    idea.support(by=employee)
    assert client_for(author).get(reverse("ideas:edit", args=[idea.pk]))["Location"] == reverse(
        "ideas:amending:change", args=[idea.pk]
    )
    url = reverse("ideas:amending:change", args=[idea.pk])
    assert client_for(employee).get(url).status_code == 403
    idea.refresh_from_db()
    sent = {**SENT, "body_en": "<p>We listen to everyone, and wait.</p>", "version": idea.version}
    assert client_for(author).post(url, sent).status_code == 302
    history = client_for(employee).get(reverse("ideas:history", args=[idea.pk])).content.decode()
    assert "wait" in history
    assert client_for(author).post(url, sent).status_code == 422, "on an older version"


@pytest.mark.parametrize(
    "sent",
    [
        {"body_en": "<p>We listen to everyone.</p>"},
        {"body_en": ""},
        {"body_fr": "<p>Nous écoutons.</p>"},
        {"title": ""},
        {"why": ""},
        {"language": "de"},
        {"title_en": "x" * 300},
    ],
)
def test_what_is_no_amendment_is_refused_and_kept(client_for, employee, charter, sent):
    answer = client_for(employee).post(reverse("ideas:amending:propose", args=[KEY]), {**SENT, **sent})
    assert answer.status_code == 422
    assert not Idea.objects.exists()
