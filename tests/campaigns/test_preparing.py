"""The community manager prepares a campaign on the site, publishes it, and changes its phases and rules."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import clock
from ideas.models import Act, Campaign, Phase
from tests.campaigns.forms import SAID, phase, rows, save_phases, words
from tests.factories.campaigns import make_campaign

pytestmark = pytest.mark.django_db


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
