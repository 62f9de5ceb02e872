"""Campaigns on the site: seen by all, taken part in while they are open, in the hours of their own place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ideas.models import Act, Campaign, Idea
from tests.campaigns.forms import words
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


class TestTakingPart:
    def test_ideas_are_submitted_only_while_it_is_open_and_by_those_who_take_part(self, client_for) -> None:
        workshop = make_department("Workshop")
        inside, outside = make_user(department=workshop), make_user()
        make_campaign("for-us", participants=[workshop], title="For us")
        make_campaign("later", title="Later", phases=[(timedelta(days=1), None, [Act.SUBMIT])])
        page = words(client_for(inside).get(reverse("ideas:submit") + "?campaign=for-us"))
        assert '<option value="for-us" selected>' in page
        assert 'value="later"' not in page
        text = {"title": "Better light", "problem": "Dark", "proposal": "Lamps", "language": "en"}
        refused = client_for(outside).post(reverse("ideas:submit"), {**text, "campaign": "for-us"})
        assert refused.status_code == 422
        assert "for other departments" in words(refused)
        assert "Better light" in words(refused)
        assert "can be submitted from" in words(
            client_for(inside).post(reverse("ideas:submit"), {**text, "campaign": "later"})
        )
        assert client_for(inside).post(reverse("ideas:submit"), {**text, "campaign": "for-us"}).status_code == 302
        assert Idea.objects.get().campaign.slug == "for-us"

    def test_a_campaign_that_only_participants_see_does_not_exist_for_others(self, client_for) -> None:
        workshop = make_department("Workshop")
        inside, outside = make_user(department=workshop), make_user()
        campaign = make_campaign(participants=[workshop], only_participants_see=True)
        idea = make_idea(inside, campaign=campaign)
        assert client_for(inside).get(campaign.get_absolute_url()).status_code == 200
        assert client_for(outside).get(campaign.get_absolute_url()).status_code == 404
        assert client_for(outside).get(idea.get_absolute_url()).status_code == 404
        assert client_for(outside).get(reverse("ideas:campaign_ics", args=[campaign.slug])).status_code == 404

    def test_a_closed_discussion_says_when_it_closed_and_takes_no_message(self, employee, client_for) -> None:
        campaign = make_campaign(
            phases=[(timedelta(days=-5), timedelta(days=-1), [Act.DISCUSS]), (timedelta(days=-1), None, [Act.SUPPORT])]
        )
        idea = make_idea(employee, campaign=campaign)
        assert "The discussion closed on" in words(client_for(employee).get(idea.get_absolute_url()))
        url = reverse("discussions:events", args=[idea.discussion_id])
        assert client_for(employee).get(url).status_code == 200

    def test_the_support_button_is_there_only_while_the_vote_is_open(self, employee, client_for) -> None:
        campaign = make_campaign(phases=[(timedelta(days=1), timedelta(days=2), [Act.SUPPORT])])
        idea = make_idea(campaign=campaign)
        page = words(client_for(employee).get(idea.get_absolute_url()))
        assert "Voting opens on" in page
        refused = client_for(employee).post(
            reverse("ideas:support", args=[idea.pk]), headers={"Accept": "application/json"}
        )
        assert refused.status_code == 409
        assert refused.json()["open"] is False


def test_the_calendar_file_has_an_event_for_each_phase(employee, client_for) -> None:
    import icalendar

    campaign = make_campaign(
        phases=[(timedelta(days=1), timedelta(days=2), [Act.SUBMIT]), (timedelta(days=2), None, [Act.SUPPORT])]
    )
    file = client_for(employee).get(reverse("ideas:campaign_ics", args=[campaign.slug]))
    events = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Autumn ideas: Phase 1", "Autumn ideas: Phase 2"]
    assert events[0].decoded("dtstart") == campaign.phases.first().opens_at.replace(microsecond=0)
    assert b"\r\n" in file.content


class TestAgenda:
    """One page for all campaigns: what is open with its countdown, what comes by month, what is over."""

    def test_phases_stand_by_month_with_what_closes_next(self, employee, client_for) -> None:
        day = timedelta(days=1)
        stretches = [
            (-40 * day, -9 * day, ("submit",)),
            (-9 * day, 2 * day, ("discuss",)),
            (2 * day, None, ("support",)),
        ]
        make_campaign("winter", title="Winter at work", phases=stretches)
        page = client_for(employee).get(reverse("ideas:campaigns_calendar")).content.decode()
        now, later = page.split('id="agenda-now"')[1].split('class="agenda-month"')
        assert "Phase 2" in now
        assert "“Phase 2” closes" in now
        assert "parvis-countdown" in now
        assert "Phase 3" in later
        assert "parvis-countdown" not in later
        assert "Phase 1" not in page
        past = client_for(employee).get(reverse("ideas:campaigns_calendar"), {"past": ""}).content.decode()
        assert "Phase 1" in past
        assert "Phase 2" not in past

    def test_nothing_planned_is_said(self, employee, client_for) -> None:
        assert "Nothing is planned" in client_for(employee).get(reverse("ideas:campaigns_calendar")).content.decode()

    def test_it_shows_only_what_one_may_see_and_its_file_only_what_is_published(self, employee, cm, client_for) -> None:
        legal = make_department("Legal")
        make_campaign("legal", title="For lawyers", participants=[legal], only_participants_see=True)
        make_campaign("soon", title="Not yet known", published_at=None)
        make_campaign("seen", title="For everybody")
        for name in ("campaigns_calendar", "campaigns_ics"):
            shown = client_for(employee).get(reverse(f"ideas:{name}")).content.decode()
            assert "For everybody" in shown
            assert "For lawyers" not in shown
            assert "Not yet known" not in shown
        assert "Not yet known" in client_for(cm).get(reverse("ideas:campaigns_calendar")).content.decode()
        file = client_for(cm).get(reverse("ideas:campaigns_ics"))
        assert file["Content-Type"].startswith("text/calendar")
        assert "Not yet known" not in file.content.decode()

    def test_it_costs_the_same_whatever_the_number(self, employee, client_for, django_assert_max_num_queries) -> None:
        browser = client_for(employee)
        for number in range(20):
            make_campaign(f"number-{number}")
        browser.get(reverse("ideas:campaigns_calendar"))
        with django_assert_max_num_queries(8):
            browser.get(reverse("ideas:campaigns_calendar"))


def test_a_campaign_is_ended_with_a_public_word_and_shows_what_was_hidden(cm, employee, client_for) -> None:
    campaign = make_campaign(hidden=True)
    idea = make_idea(campaign=campaign)
    idea.support(by=employee)
    assert client_for(employee).get(reverse("ideas:tally", args=[idea.pk])).json()["count"] is None
    client_for(cm).post(reverse("ideas:campaign_end", args=[campaign.slug]), {"why": "Everything is said."})
    page = words(client_for(employee).get(campaign.get_absolute_url()))
    assert "Everything is said." in page
    assert client_for(employee).get(reverse("ideas:tally", args=[idea.pk])).json()["count"] == 1


def test_the_list_of_campaigns_asks_the_same_whatever_their_number(
    employee, client_for, django_assert_max_num_queries
) -> None:
    client = client_for(employee)
    for number in range(12):
        make_campaign(f"campaign-{number}", title=f"Campaign {number}", sponsor=make_user())
    client.get(reverse("ideas:campaigns"))
    with django_assert_max_num_queries(10):
        client.get(reverse("ideas:campaigns"))


def test_the_page_of_an_idea_in_a_campaign_that_votes_stays_within_twelve_queries(
    employee, client_for, django_assert_max_num_queries
) -> None:
    campaign = make_campaign(hidden=True)
    campaign.open_voting(by=None)
    idea = make_idea(campaign=campaign)
    client = client_for(employee)
    client.get(idea.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(idea.get_absolute_url())


def test_the_open_box_says_how_soon_it_answers(cm, employee, client_for) -> None:
    box = Campaign.objects.open_box()
    page = reverse("ideas:campaign_edit", args=[box.slug])
    assert client_for(employee).get(page).status_code == 403
    client = client_for(cm)
    assert reverse("ideas:living:fields", args=[box.slug]) in words(client.get(page))
    sent = {"title": "", "theme": "What annoys you?", "language": "en", "answer_days": "12", "version": box.version}
    assert client.post(page, sent | {"answer_days": "0"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    box.refresh_from_db()
    assert (box.answer_days, box.theme, box.title, box.taking_part) == (12, "What annoys you?", "", None)
    idea = make_idea(employee, campaign=box)
    assert (idea.answer_due_at - idea.created_at).days == 12
    assert client.get(reverse("ideas:campaign_phases", args=[box.slug])).status_code == 403


def test_a_campaign_that_takes_ideas_asks_for_the_first(employee, client_for) -> None:
    campaign = make_campaign(acts=[Act.SUBMIT])
    page = words(client_for(employee).get(campaign.get_absolute_url()))
    assert "be the first to propose one" in page
    closed = make_campaign("closed", phases=[(timedelta(days=1), None, [Act.SUBMIT])])
    assert "be the first" not in words(client_for(employee).get(closed.get_absolute_url()))
