"""What one writes of an idea is kept on the server: one text a person and campaign, on any device."""

import pytest
from django.test import Client
from django.urls import reverse

from ideas.living.models import Draft
from ideas.models import Campaign, Idea
from tests.factories.ideas import make_idea
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

NEW = "/ideas/drafts/keep/open-box/"


def keep(browser, url=NEW, *, number=0, tab="tab-1", **fields):
    return browser.post(url, {"number": number, "tab": tab, "title": "Half a thought", **fields})


def test_what_is_kept_is_there_on_another_device(client_for, employee):
    first = keep(client_for(employee), problem="<p>It rains in.</p>", departments="1,2")
    assert first.status_code == 200
    assert first.json()["number"] == 1
    page = client_for(employee).get(reverse("ideas:submit")).content.decode()
    assert "Half a thought" in page
    assert "It rains in." in page
    assert "You go on with what you had not sent" in page
    assert "Half a thought" not in client_for(make_user()).get(reverse("ideas:submit")).content.decode()


def test_each_campaign_has_its_own(client_for, employee):
    campaign = Campaign.objects.create(slug="winter", title="Winter", published_at="2026-01-01T00:00Z")
    browser = client_for(employee)
    keep(browser)
    keep(browser, reverse("ideas:living:keep_new", args=[campaign.slug]), title="Snow tyres")
    page = browser.get(reverse("ideas:living:drafts")).content.decode()
    assert "Half a thought" in page
    assert "Snow tyres" in page
    assert "?campaign=winter" in page


def test_sending_the_idea_forgets_its_draft(client_for, employee):
    browser = client_for(employee)
    keep(browser)
    sent = {"title": "A whole thought", "problem": "<p>a</p>", "proposal": "<p>b</p>", "language": "en"}
    assert browser.post(reverse("ideas:submit"), sent).status_code == 302
    assert not Draft.objects.exists()


def test_changes_of_an_idea_are_kept_apart_from_it(client_for):
    author = make_user()
    idea = make_idea(author)
    browser = client_for(author)
    url = reverse("ideas:living:keep", args=[idea.pk])
    assert keep(browser, url, version=str(idea.version)).json()["gone"] is False
    assert "Half a thought" in browser.get(reverse("ideas:edit", args=[idea.pk])).content.decode()
    idea.refresh_from_db()
    assert idea.title != "Half a thought"
    assert keep(client_for(make_user()), url).status_code == 404


def test_two_tabs_do_not_overwrite_one_another(client_for, employee):
    browser = client_for(employee)
    keep(browser, tab="one")
    other = keep(browser, tab="two", title="Another")
    assert other.status_code == 409
    assert other.json()["number"] == 1
    assert Draft.objects.get().fields["title"] == "Half a thought"
    assert keep(browser, tab="two", title="Another", over="1").status_code == 200
    assert Draft.objects.get().fields["title"] == "Another"


def test_a_session_that_ended_is_told_and_nothing_is_lost(client_for, employee):
    keep(client_for(employee))
    assert keep(Client()).status_code == 401
    assert Draft.objects.get().fields["title"] == "Half a thought"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"tab": "a b"}, 400),
        ({"number": "x"}, 400),
        ({"number": "9" * 30}, 400),
        ({"problem": "x" * 600_000}, 413),
    ],
)
def test_what_cannot_be_kept_says_so(client_for, employee, sent, status):
    answer = keep(client_for(employee), **sent)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert not Draft.objects.exists()


def test_unknown_fields_fall_and_nul_bytes_go(client_for, employee):
    keep(client_for(employee), title="a\0b", evil="x", own_cost_why="because")
    assert Draft.objects.get().fields == {"title": "ab", "own_cost_why": "because"}


def test_a_campaign_that_went_does_not_take_the_text_along(client_for, employee):
    campaign = Campaign.objects.create(slug="short", title="Short", published_at="2026-01-01T00:00Z")
    browser = client_for(employee)
    url = reverse("ideas:living:keep_new", args=["short"])
    keep(browser, url)
    campaign.delete()
    assert keep(browser, url, number=1, title="Still here").status_code == 200
    page = browser.get(reverse("ideas:living:drafts")).content.decode()
    assert "Still here" in page
    assert keep(browser, reverse("ideas:living:keep_new", args=["never-was"])).status_code == 404


def test_discarding_is_for_its_writer_only(client_for, employee):
    keep(client_for(employee))
    url = reverse("ideas:living:discard", args=[Draft.objects.get().pk])
    assert client_for(make_user()).post(url).status_code == 404
    assert client_for(employee).post(url).status_code == 302
    assert not Draft.objects.exists()


class TestInstead:
    """Supporting an idea that exists instead of writing a second one."""

    def test_the_like_of_what_is_typed_offers_it(self, client_for, employee):
        idea = make_idea(title="Bicycle parking near the entrance")
        found = client_for(employee).get(
            reverse("ideas:similar"), {"title": "Bicycle parking at the entrance", "draft": "idea:new:open-box"}
        )
        assert reverse("ideas:living:instead", args=[idea.pk]) in found.content.decode()
        french = client_for(employee).get(
            reverse("ideas:similar"), {"title": "Parking bicycle entrance", "draft": "idea:new:open-box"}
        )
        assert idea.title in french.content.decode()

    def test_it_supports_the_other_and_drops_the_draft_once_confirmed(self, client_for, employee):
        idea = make_idea()
        browser = client_for(employee)
        keep(browser)
        url = reverse("ideas:living:instead", args=[idea.pk])
        asked = browser.get(url, {"draft": "idea:new:open-box"}).content.decode()
        assert "Half a thought" in asked
        assert Draft.objects.exists()
        browser.post(url, {"draft": "idea:new:open-box", "draft_key": "idea:new:open-box"})
        idea.refresh_from_db()
        assert idea.support_count == 1
        assert not Draft.objects.exists()

    def test_it_never_drops_what_somebody_changes_in_an_idea(self, client_for):
        author = make_user()
        mine, other = make_idea(author), make_idea()
        browser = client_for(author)
        keep(browser, reverse("ideas:living:keep", args=[mine.pk]))
        browser.post(reverse("ideas:living:instead", args=[other.pk]), {"draft": f"idea:{mine.pk}"})
        assert Draft.objects.exists()

    def test_what_is_past_support_keeps_the_draft(self, client_for, employee):
        idea = make_idea()
        Idea.objects.filter(pk=idea.pk).update(status="done")
        browser = client_for(employee)
        keep(browser)
        browser.post(reverse("ideas:living:instead", args=[idea.pk]), {"draft": "idea:new:open-box"})
        assert Draft.objects.exists()
        assert (
            "can no longer be supported"
            in browser.get(reverse("ideas:living:instead", args=[idea.pk])).content.decode()
        )

    def test_what_one_may_not_see_is_not_there(self, client_for, employee):
        idea = make_idea()
        Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
        assert client_for(employee).get(reverse("ideas:living:instead", args=[idea.pk])).status_code == 404
