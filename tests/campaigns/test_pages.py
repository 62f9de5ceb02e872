"""Campaigns on the site: prepared by the community manager, seen by all, in the hours of their own place."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import clock
from ideas.models import Act, Campaign, Idea, Phase
from intranet.accounts.models import User
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

SAID = {
    "title": "Winter at work",
    "language": "en",
    "time_zone": "Europe/Paris",
    "answer_days": "30",
    "remind_days": "3",
}


def rows(*phases: dict[str, object], initial: int = 0) -> dict[str, object]:
    sent: dict[str, object] = {"phase-TOTAL_FORMS": str(len(phases)), "phase-INITIAL_FORMS": str(initial)}
    for number, phase in enumerate(phases):
        sent |= {f"phase-{number}-{name}": value for name, value in phase.items()}
    return sent


def phase(
    title: str, opens: str, closes: str = "", acts: tuple[str, ...] = ("submit",), **more: object
) -> dict[str, object]:
    return {"title": title, "opens": opens, "closes": closes, "acts": list(acts), **more}


def save_phases(client: Client, campaign: Campaign, *phases: dict[str, object], **more: object):
    return client.post(reverse("ideas:campaign_phases", args=[campaign.slug]), {**rows(*phases), **more})


def words(response) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


@pytest.fixture
def prepared(cm: User) -> Campaign:
    return Campaign.prepare(by=cm, title="Winter at work")


def test_a_campaign_is_prepared_then_published_by_the_community_manager(cm, employee, client_for) -> None:
    client = client_for(cm)
    response = client.post(reverse("ideas:campaign_new"), {**SAID, "theme": "Warmer, greener"})
    campaign = Campaign.objects.get(slug="winter-at-work")
    assert response.url == reverse("ideas:campaign_phases", args=["winter-at-work"])
    assert client_for(employee).get(campaign.get_absolute_url()).status_code == 404
    assert "Winter at work" not in words(client_for(employee).get(reverse("ideas:campaigns")))
    soon = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT09:00")
    assert save_phases(client, campaign, phase("Propose", soon), phase("", "", "", ())).status_code == 302
    client.post(reverse("ideas:campaign_publish", args=[campaign.slug]))
    page = words(client_for(employee).get(campaign.get_absolute_url()))
    assert "Warmer, greener" in page
    assert "“Propose” opens" in page
    assert "Winter at work" in words(client_for(employee).get(reverse("ideas:campaigns")))


def test_an_unpublished_campaign_without_phases_is_not_published(cm, prepared, client_for) -> None:
    client_for(cm).post(reverse("ideas:campaign_publish", args=[prepared.slug]))
    prepared.refresh_from_db()
    assert prepared.published_at is None


def test_a_refused_form_keeps_everything_that_was_typed(cm, client_for) -> None:
    sent = {**SAID, "title": "", "theme": "Kept theme", "about": "<p>Kept words</p>", "time_zone": "Mars/Olympus"}
    page = client_for(cm).post(reverse("ideas:campaign_new"), sent)
    assert page.status_code == 422
    assert all(kept in words(page) for kept in ("Kept theme", "Kept words", "Mars/Olympus"))


class TestPhases:
    def test_hours_are_those_of_the_place_of_the_campaign(self, cm, prepared, client_for) -> None:
        save_phases(client_for(cm), prepared, phase("Propose", "2027-07-01T09:00", "2027-12-01T09:00"))
        saved = Phase.objects.get()
        assert saved.opens_at == datetime(2027, 7, 1, 7, tzinfo=UTC)  # summer in Paris
        assert saved.closes_at == datetime(2027, 12, 1, 8, tzinfo=UTC)

    def test_phases_that_overlap_are_refused_by_their_names(self, cm, prepared, client_for) -> None:
        response = save_phases(
            client_for(cm),
            prepared,
            phase("Propose", "2027-01-01T09:00", "2027-02-02T09:00"),
            phase("Vote", "2027-02-01T09:00", "2027-03-01T09:00", ("support",)),
        )
        assert response.status_code == 422
        assert "“Propose” and “Vote” overlap" in words(response)
        assert "2027-02-01T09:00" in words(response)
        assert not Phase.objects.exists()

    def test_a_phase_without_an_end_cannot_be_followed(self, cm, prepared, client_for) -> None:
        response = save_phases(
            client_for(cm), prepared, phase("Propose", "2027-01-01T09:00"), phase("Vote", "2027-02-01T09:00")
        )
        assert "“Propose” has no end" in words(response)

    def test_a_gap_is_said_and_must_be_confirmed(self, cm, prepared, client_for) -> None:
        two = (
            phase("Propose", "2027-01-01T09:00", "2027-02-01T09:00"),
            phase("Vote", "2027-02-03T09:00", "2027-03-01T09:00", ("support",)),
        )
        response = save_phases(client_for(cm), prepared, *two)
        assert "Nothing is open from 1 February 2027, 09:00 to 3 February 2027, 09:00" in words(response)
        assert save_phases(client_for(cm), prepared, *two, gaps_confirmed="1").status_code == 302
        assert Phase.objects.count() == 2

    def test_an_hour_that_does_not_exist_is_refused_in_words(self, cm, prepared, client_for) -> None:
        response = save_phases(client_for(cm), prepared, phase("Propose", "2027-03-28T02:30"))
        assert "On 28 March 2027 the clocks go forward in Paris: 02:30 does not exist that day" in words(response)

    def test_an_hour_that_comes_twice_is_asked_for(self, cm, prepared, client_for) -> None:
        response = save_phases(client_for(cm), prepared, phase("Propose", "2027-10-31T02:30"))
        assert "02:30 comes twice that day. Say which of the two." in words(response)
        assert 'name="phase-0-opens_which"' in words(response)
        save_phases(client_for(cm), prepared, phase("Propose", "2027-10-31T02:30", opens_which="2"))
        assert Phase.objects.get().opens_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        page = words(client_for(cm).get(reverse("ideas:campaign_phases", args=[prepared.slug])))
        assert 'value="2027-10-31T02:30"' in page
        assert '<option value="2" selected>' in page

    def test_closing_before_opening_and_nothing_open_are_refused(self, cm, prepared, client_for) -> None:
        response = save_phases(client_for(cm), prepared, phase("Propose", "2027-03-02T09:00", "2027-03-01T09:00", ()))
        assert "This phase closes before it opens." in words(response)
        assert "Say what this phase opens." in words(response)

    def test_a_phase_that_has_begun_keeps_its_beginning_and_stays(self, cm, client_for) -> None:
        from ideas import clock

        campaign = make_campaign()
        clock.tick()
        begun = Phase.objects.get()
        sent = phase("Renamed", "2031-01-01T09:00", "2031-02-01T09:00", ("submit", "support"), pk=begun.pk)
        response = client_for(cm).post(
            reverse("ideas:campaign_phases", args=[campaign.slug]), {**rows({**sent, "DELETE": "on"}, initial=1)}
        )
        assert response.status_code == 422
        assert "cannot be removed" in words(response)
        begun.refresh_from_db()
        assert begun.opened_at is not None


class TestRules:
    def test_rules_of_each_method_are_asked_for_and_kept(self, cm, prepared, client_for) -> None:
        url = reverse("ideas:campaign_voting", args=[prepared.slug])
        refused = client_for(cm).post(url, {"method": "tokens", "tokens": "3", "per_idea": "5", "hidden": "never"})
        assert "Nobody has so many tokens." in words(refused)
        sent = {"method": "budget", "total": "40000", "currency": "eur", "ballot": "approval", "hidden": "never"}
        assert "This way of voting needs it." in words(client_for(cm).post(url, sent))
        sent |= {"rule": "equal_shares", "completion": "add1", "tokens": "nonsense"}
        assert client_for(cm).post(url, sent).status_code == 302
        prepared.refresh_from_db()
        assert prepared.method == "budget"
        assert prepared.settings["total"] == 40000
        assert prepared.settings["currency"] == "EUR"

    @pytest.mark.parametrize("total", ["0", "-5", "1e9", "99999999999999999999", "a lot"])
    def test_a_total_that_makes_no_sense_is_refused(self, cm, prepared, client_for, total) -> None:
        sent = {"method": "budget", "total": total, "currency": "EUR", "ballot": "approval", "hidden": "never"}
        sent |= {"rule": "greedy", "completion": "none"}
        assert client_for(cm).post(reverse("ideas:campaign_voting", args=[prepared.slug]), sent).status_code == 422

    def test_rules_are_frozen_while_people_vote_and_change_by_stopping_publicly(self, cm, employee, client_for) -> None:
        campaign = make_campaign()
        campaign.open_voting(by=None)
        url = reverse("ideas:campaign_voting", args=[campaign.slug])
        sent = {"method": "tokens", "tokens": "3", "per_idea": "1", "hidden": "never"}
        refused = client_for(cm).post(url, sent)
        assert refused.status_code == 422
        assert "Voting is open: its rules are frozen." in words(refused)
        stop = reverse("ideas:campaign_stop", args=[campaign.slug])
        assert client_for(cm).post(stop, {"why": " "}).status_code == 422
        client_for(cm).post(stop, {"why": "We forgot the night shift."})
        assert client_for(cm).post(url, sent).status_code == 302
        client_for(cm).post(reverse("ideas:campaign_reopen", args=[campaign.slug]))
        page = words(client_for(employee).get(reverse("ideas:campaign_rules", args=[campaign.slug])))
        assert "Rulebook 2, in force" in page
        assert "We forgot the night shift." in page
        assert all(rulebook.digest in page for rulebook in campaign.rulebooks.all())

    def test_the_file_of_a_rulebook_has_the_digest_that_the_page_shows(self, employee, client_for) -> None:
        import hashlib

        campaign = make_campaign(hidden=True)
        rulebook = campaign.open_voting(by=None)
        file = client_for(employee).get(reverse("ideas:rulebook", args=[campaign.slug, 1])).content
        assert hashlib.sha256(file).hexdigest() == rulebook.digest
        rules = json.loads(file)
        assert rules["hidden"] == "until_close"
        assert rules["electorate"]["count"] == 1
        assert rules["electorate"]["sha256"] == hashlib.sha256(str(employee.pk).encode()).hexdigest()

    def test_hiding_the_tally_needs_an_end(self, cm, client_for) -> None:
        campaign = make_campaign(phases=[(timedelta(days=1), None, [Act.SUPPORT])])
        sent = {"method": "support", "hidden": "until_close"}
        refused = client_for(cm).post(reverse("ideas:campaign_voting", args=[campaign.slug]), sent)
        assert "has no end" in words(refused)


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


class TestPhasesThatRun:
    """What the community manager changes while a campaign runs, through the form as the page gives it."""

    def sent(self, client: Client, campaign: Campaign) -> dict[str, object]:
        """Return what a browser would send of the page as it is, nothing changed."""
        form = client.get(reverse("ideas:campaign_phases", args=[campaign.slug])).context["formset"]
        sent = {f"phase-{name}": form.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        for row in form.forms:
            for field in row:
                value = field.value()
                if value not in (None, "", False) and not field.field.disabled:
                    sent[field.html_name] = value if isinstance(value, list) else str(value).replace(" ", "T")[:16]
        return sent

    def test_the_close_of_a_phase_that_is_open_moves(self, cm, client_for) -> None:
        campaign = make_campaign(phases=[(timedelta(days=-1), timedelta(days=3), [Act.SUBMIT])])
        clock.tick()
        client = client_for(cm)
        sent = self.sent(client, campaign) | {"phase-0-closes": "2090-01-05T10:00"}
        answer = client.post(reverse("ideas:campaign_phases", args=[campaign.slug]), sent)
        assert answer.status_code == 302
        phase = Phase.objects.get()
        assert phase.closes_at == datetime(2090, 1, 5, 9, tzinfo=UTC)
        assert phase.opens_at < timezone.now()

    def test_a_phase_that_is_over_stays_over(self, cm, client_for) -> None:
        campaign = make_campaign(phases=[(timedelta(days=-3), timedelta(days=-1), [Act.SUBMIT, Act.SUPPORT])])
        clock.tick()
        before = Phase.objects.get().closes_at
        client = client_for(cm)
        sent = self.sent(client, campaign) | {"phase-0-closes": "2090-01-05T10:00"}
        assert client.post(reverse("ideas:campaign_phases", args=[campaign.slug]), sent).status_code == 302
        assert Phase.objects.get().closes_at == before
        assert not Campaign.objects.get(pk=campaign.pk).allows(Act.SUPPORT)

    def test_a_phase_that_is_open_may_open_the_vote_too(self, cm, client_for) -> None:
        campaign = make_campaign(phases=[(timedelta(days=-1), timedelta(days=3), [Act.SUBMIT])])
        clock.tick()
        client = client_for(cm)
        sent = self.sent(client, campaign) | {"phase-0-acts": ["submit", "support"]}
        assert client.post(reverse("ideas:campaign_phases", args=[campaign.slug]), sent).status_code == 302
        assert Campaign.objects.get(pk=campaign.pk).rulebook is not None


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
