"""Ideas and campaigns for programs: the same rights, gates and refusals as on the site."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Campaign, Idea, Method
from intranet.accounts.models import Audience
from tests.api.test_api import Program
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

WORDS = {"title": "A bench in the yard", "problem": "No seat", "proposal": "Put one", "language": "en"}


def test_an_idea_is_proposed_read_changed_and_listed(employee):
    program, other = Program(employee), Program(make_user())
    status, made = program.ask("post", "/ideas", {**WORDS, "tags": ["yard"]})
    assert (status, made["campaign"], made["tags"]) == (201, "open-box", ["yard"])
    path = f"/ideas/{made['id']}"
    assert program.ask("patch", path, {"version": made["version"], "title": "Two benches"})[1]["title"] == "Two benches"
    assert program.ask("patch", path, {"version": made["version"], "title": "Three"})[0] == 409
    assert other.ask("patch", path, {"version": 2, "title": "Mine"})[0] == 403
    assert [row["id"] for row in other.ask("get", "/ideas?campaign=open-box&status=submitted")[1]["items"]] == [
        made["id"]
    ]
    assert other.ask("get", path)[1]["tags"] == ["yard"]


def test_the_own_fields_of_a_campaign_are_asked_and_kept(employee):
    label = {"en": "Whom does it help?", "fr": "Qui cela aide-t-il ?"}
    field = {"key": "whom", "kind": "short", "label": label, "help": {}, "required": True, "choices": [], "asked": True}
    campaign = make_campaign(fields=[field])
    program, idea = Program(employee), {**WORDS, "campaign": campaign.slug}
    status, refused = program.ask("post", "/ideas", idea)
    assert (status, list(refused["fields"])) == (422, ["answers.whom"])
    assert program.ask("post", "/ideas", {**idea, "answers": {"whom": "All", "when": "Now"}})[0] == 422
    status, made = program.ask("post", "/ideas", {**idea, "answers": {"whom": "Fitters"}})
    assert (status, made["answers"]) == (201, {"whom": "Fitters"})
    changed = program.ask("patch", f"/ideas/{made['id']}", {"version": made["version"], "title": "Two benches"})[1]
    assert (changed["title"], changed["answers"]) == ("Two benches", {"whom": "Fitters"})


def test_support_is_given_once_and_taken_back(employee):
    idea = make_idea()
    program = Program(employee)
    for changed in (True, False):
        assert program.ask("put", f"/ideas/{idea.pk}/support") == (
            200,
            {"supported": True, "changed": changed, "supports": 1},
        )
    assert program.ask("delete", f"/ideas/{idea.pk}/support")[1] == {"supported": False, "changed": True, "supports": 0}
    Idea.objects.update(status="done")
    assert program.ask("put", f"/ideas/{idea.pk}/support")[0] == 409
    assert Program(employee, can_write=False).ask("put", f"/ideas/{idea.pk}/support")[0] == 403


def test_what_one_may_not_see_is_not_there(employee):
    audience = Audience.objects.all().for_departments([make_department("Legal")])
    idea = make_idea(audience=audience)
    Campaign.objects.create(slug="legal", title="Legal", audience=audience, published_at=timezone.now())
    program = Program(employee)
    assert program.ask("get", f"/ideas/{idea.pk}")[0] == 404
    assert program.ask("put", f"/ideas/{idea.pk}/support")[0] == 404
    assert program.ask("get", "/ideas")[1]["items"] == []
    assert program.ask("get", "/campaigns/legal")[0] == 404
    assert program.ask("get", "/ideas?campaign=legal")[0] == 404
    assert "legal" not in str(program.ask("get", "/campaigns"))
    assert program.ask("post", "/ideas", {**WORDS, "campaign": "legal"})[0] == 409


def test_a_hidden_tally_is_null_everywhere_for_everyone(cm, leader, admin_user):
    idea = make_idea()
    Idea.objects.update(support_count=7_654_321)
    Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
    for person in (cm, leader, admin_user):
        program = Program(person)
        for path in ("/ideas", f"/ideas/{idea.pk}", "/campaigns", "/campaigns/open-box"):
            status, answer = program.ask("get", path)
            assert status == 200
            assert "7654321" not in str(answer)
        assert program.ask("put", f"/ideas/{idea.pk}/support")[1]["supports"] is None
        assert program.ask("get", "/campaigns/open-box/result")[0] == 404


def test_a_campaign_tells_its_phases_and_frozen_rules(employee):
    campaign = make_campaign()
    campaign.open_voting(by=None)
    program = Program(employee)
    status, answer = program.ask("get", "/campaigns/autumn")
    assert (status, len(answer["phases"]), "support" in answer["open"]) == (200, 1, True)
    [book] = program.ask("get", "/campaigns/autumn/rulebooks")[1]
    assert len(book["digest"]) == 64


def test_a_ballot_is_filled_in_within_its_limits(employee):
    campaign = make_campaign(method=Method.TOKENS, settings={"tokens": 5, "per_idea": 3})
    first, second = make_idea(campaign=campaign), make_idea(campaign=campaign)
    campaign.open_voting(by=None)
    program = Program(employee)
    path = "/campaigns/autumn/ballot"
    status, shown = program.ask("get", path)
    assert (status, shown["allowed"], sorted(shown["ideas"])) == (200, 5, [first.pk, second.pk])
    choices = [{"idea": first.pk, "points": 3}, {"idea": second.pk, "points": 2}]
    status, kept = program.ask("put", path, {"version": shown["version"], "choices": choices})
    assert (status, kept["spent"]) == (200, 5)
    too_much = [{"idea": first.pk, "points": 3}, {"idea": second.pk, "points": 3}]
    assert program.ask("put", path, {"version": kept["version"], "choices": too_much})[0] == 409
    assert program.ask("put", path, {"version": shown["version"], "choices": []})[0] == 409
    twice = [{"idea": first.pk, "points": 1}, {"idea": first.pk, "points": 1}]
    assert program.ask("put", path, {"version": kept["version"], "choices": twice})[0] == 422


def test_a_campaign_of_supports_has_no_ballot(employee):
    assert Program(employee).ask("get", "/campaigns/open-box/ballot")[0] == 409


@pytest.mark.parametrize(
    "data",
    [
        {},
        {**WORDS, "title": ""},
        {**WORDS, "title": "x\x00y z"},
        {**WORDS, "departments": ["nowhere"]},
        {**WORDS, "tags": ["x" * 50]},
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(employee, data):
    status, answer = Program(employee).ask("post", "/ideas", data)
    assert status == 422
    assert answer["error"]
    assert not Idea.objects.exists()
