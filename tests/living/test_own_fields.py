"""The fields that a campaign adds to the form: defined on the site, checked, shown, compared, searched."""

import pytest
from django.urls import reverse

from ideas.models import Campaign, Idea
from ideas.own_fields import said_in
from ideas.registration import document
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

FIELDS = [
    {"key": "delay", "kind": "choice", "label": {"en": "Delay", "fr": "Délai"}, "help": {}, "required": True, "asked": True,
     "choices": [{"key": "week", "label": {"en": "A week", "fr": "Une semaine"}}, {"key": "year", "label": {"en": "A year"}}]},
    {"key": "saved", "kind": "number", "label": {"en": "Saved a year"}, "help": {}, "required": False, "asked": True},
    {"key": "tried", "kind": "yes_no", "label": {"en": "Tried already"}, "help": {}, "required": False, "asked": True},
    {"key": "who", "kind": "short", "label": {"en": "Who"}, "help": {"en": "<script>x</script>"}, "required": False, "asked": True},
    {"key": "how", "kind": "long", "label": {"en": "How"}, "help": {}, "required": False, "asked": True},
]  # fmt: skip
TEXT = {"title": "Snow tyres for all", "problem": "<p>Ice.</p>", "proposal": "<p>Tyres.</p>", "language": "en"}


@pytest.fixture
def campaign():
    return Campaign.objects.create(slug="winter", title="Winter", fields=FIELDS, published_at="2026-01-01T00:00Z")


def submit(browser, **sent):
    return browser.post(reverse("ideas:submit"), {**TEXT, "campaign": "winter", **sent})


def open_to_all(campaign):
    """Let the campaign take ideas and support now."""
    campaign.schedule = [["2020-01-01T00:00:00+00:00", None, ["submit", "support", "discuss"]]]
    campaign.save()


def test_answers_are_checked_kept_shown_and_searched(client_for, employee, campaign):
    open_to_all(campaign)
    browser = client_for(employee)
    form = browser.get(reverse("ideas:submit"), {"campaign": "winter"}).content.decode()
    for label in ("Delay", "Saved a year", "Tried already", "Who", "How"):
        assert label in form
    assert "<script>x</script>" not in form
    assert submit(browser).status_code == 422
    assert submit(browser, own_delay="century").status_code == 422
    assert submit(browser, own_delay="week", own_saved="much").status_code == 422
    kept = submit(browser, own_delay="week", own_saved="much", own_who="The garage").content.decode()
    assert "The garage" in kept
    sent = {
        "own_delay": "week",
        "own_saved": "1200.50",
        "own_tried": "no",
        "own_who": "The garage",
        "own_how": "One\n\nTwo",
    }
    assert submit(browser, **sent).status_code == 302
    idea = Idea.objects.get()
    assert idea.answers == {
        "delay": "week",
        "saved": "1200.5",
        "tried": "no",
        "who": "The garage",
        "how": "One\r\n\r\nTwo",
    } or (idea.answers["how"].split() == ["One", "Two"])
    page = browser.get(idea.get_absolute_url()).content.decode()
    for shown in ("A week", "The garage", "Tried already"):
        assert shown in page
    assert "Who: The garage" in document(idea).body


def test_history_compares_answers_and_cost(client_for, campaign):
    author = make_user()
    Campaign.objects.filter(pk=campaign.pk).update(method="budget")
    campaign.refresh_from_db()
    open_to_all(campaign)
    browser = client_for(author)
    assert submit(browser, own_delay="week", own_who="The garage", cost="1000").status_code == 302
    idea = Idea.objects.get()
    assert idea.cost == 1000
    from ideas.models import SupportEvent

    SupportEvent.objects.create(idea=idea, user=make_user(), change=1)
    sent = {**TEXT, "version": idea.version, "own_delay": "year", "own_who": "The yard", "cost": "2500"}
    assert browser.post(reverse("ideas:edit", args=[idea.pk]), sent).status_code == 302
    history = browser.get(reverse("ideas:history", args=[idea.pk])).content.decode()
    for shown in ("<del>week", "The <del>", "2,500"):
        assert shown.replace("<del>week", "A <del>week") in history or shown in history


def test_the_export_has_them(client_for, cm, employee, campaign):
    from ideas.exchange.exporting import export

    open_to_all(campaign)
    submit(client_for(employee), own_delay="week", own_who="The garage")
    campaign.refresh_from_db()
    [head, row] = export(campaign, by=cm, form="csv", names=False).decode("utf-8-sig").splitlines()
    told = dict(zip(head.split(";"), row.split(";"), strict=True))
    assert (told["field_delay"], told["field_who"], told["field_saved"]) == ("A week", "The garage", "")


@pytest.mark.parametrize("cost", ["0", "-5", "1e99", "9" * 40, "free"])
def test_costs_that_are_none_are_refused(client_for, employee, campaign, cost):
    Campaign.objects.filter(pk=campaign.pk).update(method="budget")
    campaign.refresh_from_db()
    open_to_all(campaign)
    assert submit(client_for(employee), own_delay="week", cost=cost).status_code == 422
    assert not Idea.objects.exists()


def test_switching_campaign_keeps_what_was_typed(client_for, employee, campaign):
    open_to_all(campaign)
    answer = client_for(employee).post(
        reverse("ideas:submit"), {**TEXT, "campaign": "winter", "switch": "1", "draft_key": "idea:new:open-box"}
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Snow tyres for all" in page
    assert "Saved a year" in page
    assert not Idea.objects.exists()


class TestDefining:
    URL = "/ideas/campaigns/winter/fields/"

    def test_who_manages_campaigns_adds_orders_and_stops_asking(self, client_for, cm, campaign):
        browser = client_for(cm)
        sent = {
            "label_en": "Place",
            "label_fr": "Lieu",
            "kind": "choice",
            "choices": "Inside | Dedans\nOutside | Dehors",
        }
        assert browser.post(self.URL, sent).status_code == 302
        campaign.refresh_from_db()
        told = campaign.fields[-1]
        assert told["key"] == "place"
        assert [choice["label"] for choice in told["choices"]] == [
            {"en": "Inside", "fr": "Dedans"},
            {"en": "Outside", "fr": "Dehors"},
        ]
        browser.post(self.URL, {"key": "place", "act": "up"})
        campaign.refresh_from_db()
        assert [field["key"] for field in campaign.fields][-2:] == ["place", "how"]
        browser.post(self.URL, {"key": "place", "act": "drop"})
        campaign.refresh_from_db()
        assert "place" not in [field["key"] for field in campaign.fields], "nobody had answered"

    def test_what_was_answered_stays_shown_and_of_its_kind(self, client_for, cm, employee, campaign):
        open_to_all(campaign)
        submit(client_for(employee), own_delay="week", own_who="The garage")
        idea = Idea.objects.get()
        browser = client_for(cm)
        browser.post(self.URL, {"key": "who", "act": "drop"})
        assert 'name="own_who"' not in browser.get(reverse("ideas:submit"), {"campaign": "winter"}).content.decode()
        assert "The garage" in browser.get(idea.get_absolute_url()).content.decode()
        refused = browser.post(self.URL, {"key": "delay", "label_en": "Delay", "kind": "number"})
        assert refused.status_code == 422
        renamed = {"key": "delay", "label_en": "How long", "kind": "choice", "choices": "A year\nA week | Sept jours"}
        assert browser.post(self.URL, renamed).status_code == 302
        campaign.refresh_from_db()
        idea.refresh_from_db()
        shown = [said.value for said in said_in(campaign, idea.answers)]
        assert shown[0] == "A week", "a choice keeps its answers"

    @pytest.mark.parametrize(
        "sent",
        [
            {"kind": "short"},
            {"label_en": "x", "kind": "telepathy"},
            {"label_en": "x", "kind": "choice", "choices": "only one"},
            {"label_en": "x" * 200, "kind": "short"},
            {"label_en": "x", "kind": "choice", "choices": "\n".join(map(str, range(30)))},
        ],
    )
    def test_what_is_no_field_is_refused(self, client_for, cm, campaign, sent):
        assert client_for(cm).post(self.URL, sent).status_code == 422

    def test_others_do_not(self, client_for, employee, leader, campaign):
        for person in (employee, leader):
            assert client_for(person).get(self.URL).status_code == 403

    def test_one_language_stands_for_the_other(self, campaign):
        from django.utils import translation

        with translation.override("fr"):
            [delay, saved] = said_in(campaign, {"delay": "week", "saved": "5"})
        assert (delay.label, delay.value) == ("Délai", "Une semaine")
        assert saved.label == "Saved a year"
