import uuid

import pytest

from intranet.charter.models import CharterVersion, Clause
from tests.factories.charter import charter_page, clause, publish_charter
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(client_for, employee):
    client = client_for(employee)

    def get(url="/charter/"):
        response = client.get(url)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_a_new_site_says_that_its_charter_is_being_written(page_of):
    assert "being written" in page_of()
    assert "being written" in page_of("/charter/versions/")


def test_the_charter_shows_its_clauses_in_order_with_stable_anchors(page_of):
    publish_charter(clause("Respect"), clause("Openness"))
    html = page_of()
    assert html.index('id="respect"') < html.index('id="openness"')


def test_a_clause_keeps_its_address_and_thread_when_it_is_reworded_and_moved(page_of):
    key = uuid.uuid4()
    publish_charter(clause("Respect", key=key), clause("Openness"))
    before = Clause.objects.get(key=key)
    publish_charter(clause("First of all"), clause("Respect for all", key=key))
    after = Clause.objects.get(key=key)
    assert (after.anchor, after.discussion_id, after.number) == (before.anchor, before.discussion_id, 2)
    assert "Respect for all" in page_of("/charter/clauses/respect/")


def test_a_withdrawn_clause_leaves_the_charter_and_keeps_its_address(page_of):
    key = uuid.uuid4()
    publish_charter(clause("Dress code", key=key), clause("Openness"))
    publish_charter(clause("Openness"))
    assert "Dress code" not in page_of()
    assert "No longer in force" in page_of("/charter/clauses/dress-code/")


def test_two_clauses_of_one_name_have_two_addresses(page_of):
    publish_charter(clause("Respect"), clause("Respect"))
    assert set(Clause.objects.values_list("anchor", flat=True)) == {"respect", "respect-2"}


def test_everyone_reads_in_their_language_and_falls_back_to_the_other(client_for):
    publish_charter(
        clause("Respect", "<p>Words bind.</p>", title_fr="Le respect", body_fr="<p>Les mots engagent.</p>"),
        clause("Only English"),
    )
    french = client_for(make_user(language="fr")).get("/charter/").content.decode()
    english = client_for(make_user(language="en")).get("/charter/").content.decode()
    assert "Les mots engagent." in french
    assert "Words bind." not in french
    assert "Only English" in french
    assert "Words bind." in english


def test_what_is_drafted_is_not_read_before_it_is_published(page_of):
    publish_charter(clause("Respect"))
    page = charter_page()
    page.clauses = page.clauses.stream_block.to_python([clause("Secret draft")])
    page.save_revision()
    assert "Secret draft" not in page_of()


def test_hostile_words_come_out_harmless(page_of):
    publish_charter(clause("<script>alert(1)</script>", '<p onclick="x()">Hello</p><script>alert(2)</script>'))
    html = page_of()
    assert "alert(2)" not in html
    assert "<script>alert(1)" not in html
    assert "onclick" not in html


def test_unknown_addresses_are_not_found(client_for, employee):
    publish_charter(clause("Respect"))
    client = client_for(employee)
    for url in [
        "clauses/none/",
        "versions/7/",
        "versions/99999999999999999999/",
        "versions/9223372036854775807/",
        "versions/1/1/",
        "versions/2/1/",
        "versions/1/9/",
        "versions/1/logo/",
    ]:
        assert client.get(f"/charter/{url}").status_code == 404, url


def test_publishing_the_same_again_makes_no_version():
    words = clause("Respect")
    publish_charter(words)
    assert publish_charter(words).number == 1
    assert CharterVersion.objects.count() == 1


def test_an_earlier_version_can_be_read_as_it_was(page_of):
    key = uuid.uuid4()
    publish_charter(clause("Respect", "<p>Old words.</p>", key=key))
    publish_charter(clause("Respect", "<p>New words.</p>", key=key))
    html = page_of("/charter/versions/1/")
    assert "Old words." in html
    assert "New words." not in html
    assert "earlier version" in html


def test_the_changes_between_two_versions_are_shown_word_by_word(page_of):
    kept, gone, first = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    publish_charter(
        clause("A", key=first), clause("B", "<p>We answer in five days.</p>", key=kept), clause("C", key=gone)
    )
    publish_charter(
        clause("B", "<p>We answer in two days.</p>", key=kept),
        clause("A", key=first),
        clause("D"),
        note_en="Quicker answers",
    )
    html = page_of("/charter/versions/1/2/")
    assert "five" in html
    assert "two" in html
    for expected in ("<del>", "<ins>", "New clause", "Withdrawn", "Reworded", "Was number 1", "Quicker answers"):
        assert expected in html, expected


def test_the_charter_costs_the_same_whatever_its_length(client_for, employee, count_queries):
    client = client_for(employee)
    publish_charter(clause("One"))
    few = count_queries(lambda: client.get("/charter/"))
    publish_charter(*[clause(f"Clause {n}") for n in range(20)])
    assert count_queries(lambda: client.get("/charter/")) == few <= 14
