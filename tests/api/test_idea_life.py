"""The life of ideas, merging and splitting, tokens, costs and duels for programs: the same verbs, rights and refusals."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.joining.models import Choice
from ideas.models import Campaign, Idea, Method, Status, Support
from intranet.accounts.models import Audience, User
from tests.api.test_api import Program
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.living import NEW_WORDS, decided, make_accepted, make_declined
from tests.factories.people import make_department, make_user
from tests.factories.voting import close, make_candidate, make_vote

pytestmark = pytest.mark.django_db
SOON = (timezone.localdate() + timedelta(days=30)).isoformat()


def test_an_idea_is_decided_carried_out_measured_and_closed(employee: User, leader: User, colleague: User) -> None:
    idea = make_idea(employee)
    leads, owner, reader = Program(leader), Program(colleague), Program(make_user())
    path = f"/ideas/{idea.pk}"
    planned = {"status": "planned", "answer": "<p>Yes.</p>", "owner": "marc", "due_on": SOON}
    assert reader.ask("post", f"{path}/decisions", planned)[0] == 403
    status, life = leads.ask("post", f"{path}/decisions", planned)
    assert (status, life["status"], life["answer_owner"], life["overdue"]) == (201, "planned", "marc", False)
    assert leads.ask("post", f"{path}/decisions", planned)[0] == 409  # not based on what was decided meanwhile
    assert leads.ask("post", f"{path}/decisions", {**planned, "due_on": "2020-01-01"})[1]["fields"]["due_on"]

    assert reader.ask("post", f"{path}/milestones", {"title": "First racks"})[0] == 403
    status, life = owner.ask("post", f"{path}/milestones", {"title": "First racks", "due_on": SOON, "owner": "elise"})
    first = life["milestones"][0]
    assert (status, first["owner"], first["reached_at"]) == (201, "elise", None)
    second = owner.ask("post", f"{path}/milestones", {"title": "Roof"})[1]["milestones"][-1]["id"]
    life = Program(employee).ask("put", f"{path}/milestones/{first['id']}/reached")[1]  # who answers for it says so
    assert next(one for one in life["milestones"] if one["id"] == first["id"])["reached_at"]
    ids = sorted(one["id"] for one in life["milestones"])
    life = owner.ask("delete", f"{path}/milestones/{second}")[1]
    assert [one["id"] for one in life["milestones"]] == [pk for pk in ids if pk != second]
    assert owner.ask("put", f"{path}/milestones/999/reached")[0] == 404

    assert owner.ask("post", f"{path}/progress", {"words": "<p>Half way.</p><script>x</script>"})[0] == 201
    expected = {"measure": "Bicycles", "unit": "a day", "baseline": 10, "target": 30.5, "measure_on": SOON}
    assert owner.ask("put", f"{path}/expected", expected)[1]["expected"] == expected
    assert owner.ask("post", f"{path}/measurements", {"value": 30.5})[1]["measurements"][0]["percent"] == 100
    assert owner.ask("put", f"{path}/expected", expected)[0] == 409
    assert owner.ask("post", f"{path}/measurements", {"value": 1, "on": SOON})[1]["fields"]["on"]
    life = reader.ask("get", f"{path}/life")[1]
    assert [post["body"] for post in life["progress"]] == ["<p>Half way.</p>"]

    assert owner.ask("post", f"{path}/closing", {"learned": "Ask early."})[0] == 409  # it is not done
    decided(Idea.objects.get(pk=idea.pk), leader, Status.DONE)
    assert owner.ask("post", f"{path}/closing", {})[0] == 409
    article = make_article("Racks", by=leader)
    assert owner.ask("post", f"{path}/closing", {"article": 999_999})[0] == 422
    life = owner.ask("post", f"{path}/closing", {"learned": "Ask early.", "article": article.pk})[1]
    assert life["learned_article"] == article.pk
    assert life["closed_at"]


def test_the_author_appeals_once_answers_and_withdraws(employee: User, leader: User) -> None:
    program, other = Program(employee), Program(make_user())
    path = f"/ideas/{make_declined(leader, employee).pk}"
    assert other.ask("post", f"{path}/appeal", {"words": NEW_WORDS})[0] == 403
    assert program.ask("post", f"{path}/appeal", {"words": "Please, again"})[0] == 409  # nothing new
    status, life = program.ask("post", f"{path}/appeal", {"words": NEW_WORDS})
    assert (status, life["status"], life["appeal"]["answered"]) == (201, "under_review", False)
    assert program.ask("post", f"{path}/appeal", {"words": NEW_WORDS})[0] == 409

    asked = make_accepted(leader, employee, status="needs_more")
    assert program.ask("post", f"/ideas/{asked.pk}/more", {"words": "Twenty racks."})[1]["status"] == "under_review"
    assert other.ask("post", f"/ideas/{asked.pk}/withdrawal", {})[0] == 403
    assert program.ask("post", f"/ideas/{asked.pk}/withdrawal", {})[1]["status"] == "withdrawn"
    assert program.ask("post", f"/ideas/{asked.pk}/withdrawal", {})[0] == 409


def test_a_refusal_needs_a_reason_of_the_list_and_who_owes_can_hand_over(leader: User, colleague: User) -> None:
    path, program = f"/ideas/{make_idea().pk}", Program(leader)
    decline = {"status": "declined", "answer": "<p>No.</p>"}
    assert program.ask("post", f"{path}/decisions", decline)[0] == 409
    assert program.ask("post", f"{path}/decisions", {**decline, "reason": "mood"})[1]["fields"]["reason"]
    assert program.ask("put", f"{path}/owner", {"owner": "nobody-here"})[1]["fields"]["owner"]
    assert program.ask("put", f"{path}/owner", {"owner": "marc", "due_on": SOON})[1]["answer_owner"] == "marc"
    assert Program(colleague).ask("put", f"{path}/owner", {"owner": ""})[1]["answer_owner"] is None
    assert Program(colleague).ask("put", f"{path}/owner", {"owner": ""})[0] == 403
    assert program.ask("post", f"{path}/decisions", {**decline, "reason": "cost"})[1]["status"] == "declined"


def test_what_one_may_not_see_is_not_there(employee: User, leader: User) -> None:
    legal = make_department("Legal")
    audience = Audience.objects.all().for_departments([legal])
    author = make_user(department=legal)
    secret, target = make_idea(author, audience=audience), make_idea(author, audience=audience)
    made = Program(author).ask("post", f"/ideas/{secret.pk}/merge", {"into": target.pk, "why": "Same"})[1]
    program = Program(employee)
    for method, path, data in (
        ("get", f"/ideas/{secret.pk}/life", None),
        ("post", f"/ideas/{secret.pk}/milestones", {"title": "A step"}),
        ("post", f"/ideas/{secret.pk}/appeal", {"words": NEW_WORDS}),
        ("post", f"/ideas/{make_idea(employee).pk}/merge", {"into": target.pk, "why": "Same"}),
        ("get", f"/joinings/{made['id']}", None),
        ("get", f"/joinings?idea={secret.pk}", None),
        ("post", f"/joinings/{made['id']}/undo", {"why": "No"}),
    ):
        assert program.ask(method, path, data)[0] == 404, path
    assert program.ask("get", "/joinings")[1]["items"] == []
    Idea.objects.filter(pk=target.pk).update(audience=None)
    Idea.objects.filter(pk=secret.pk).update(audience=None)
    assert program.ask("get", f"/ideas/{secret.pk}/life")[1]["merged_into"] == target.pk
    Idea.objects.filter(pk=target.pk).update(audience=audience)
    assert program.ask("get", f"/ideas/{secret.pk}/life")[1]["merged_into"] is None


def test_ideas_are_merged_chosen_and_separated(employee: User, colleague: User) -> None:
    source, target, fan = make_idea(employee), make_idea(colleague), make_user()
    source.support(by=fan)
    one, other, supporter = Program(employee), Program(colleague), Program(fan)
    status, made = one.ask("post", f"/ideas/{source.pk}/merge", {"into": target.pk, "why": "Same"})
    assert (status, made["state"], made["to_answer"]) == (201, "proposed", [])
    path = f"/joinings/{made['id']}"
    assert supporter.ask("post", f"{path}/answer", {"accept": True})[0] == 403
    assert other.ask("get", path)[1]["to_answer"] == ["target"]
    assert other.ask("post", f"{path}/answer", {"accept": False})[1]["fields"]["word"]
    assert other.ask("post", f"{path}/answer", {"accept": True})[1]["state"] == "done"
    assert one.ask("get", f"/ideas/{source.pk}/life")[1]["merged_into"] == target.pk
    assert supporter.ask("get", path)[1]["choice"] == "waiting"
    assert supporter.ask("put", f"{path}/choice", {"answer": "kept"})[1]["choice"] == "kept"
    assert supporter.ask("put", f"{path}/choice", {"answer": "withdrew"})[0] == 409
    assert supporter.ask("post", f"{path}/undo", {"why": "No"})[0] == 403
    assert one.ask("post", f"{path}/undo", {"why": " "})[1]["fields"]["why"]
    assert one.ask("post", f"{path}/undo", {"why": "Not the same"})[1]["state"] == "undone"
    assert list(Support.objects.values_list("idea", flat=True)) == [source.pk]
    rows = one.ask("get", f"/joinings?idea={source.pk}&state=undone")[1]["items"]
    assert [row["id"] for row in rows] == [made["id"]]
    again = one.ask("post", f"/ideas/{source.pk}/merge", {"into": target.pk, "why": "Same"})[1]
    assert other.ask("delete", f"/joinings/{again['id']}")[0] == 403
    assert one.ask("delete", f"/joinings/{again['id']}")[1]["state"] == "withdrawn"


def test_an_idea_is_split_and_supporters_choose_parts(employee: User) -> None:
    idea, fan = make_idea(employee), make_user()
    idea.support(by=fan)
    program = Program(employee)
    parts = [{"title": "Racks outside", "proposal": "Ten"}, {"title": "Racks inside", "proposal": "Ten"}]
    short = [parts[0], {"title": "x", "proposal": "Ten"}]
    refused = program.ask("post", f"/ideas/{idea.pk}/split", {"parts": short, "why": "Two things"})
    assert (refused[0], list(refused[1]["fields"])) == (422, ["parts.1.title"])
    made = program.ask("post", f"/ideas/{idea.pk}/split", {"parts": parts, "why": "Two things"})[1]
    assert (made["state"], len(made["made"])) == ("done", 2)
    path = f"/joinings/{made['id']}/choice"
    assert Program(fan).ask("put", path, {"parts": [made["made"][1]]})[1]["kept_parts"] == [made["made"][1]]
    assert Choice.objects.get(user=fan).answer == "kept"
    assert set(Support.objects.filter(user=fan).values_list("idea", flat=True)) == {idea.pk, made["made"][1]}


def test_tokens_are_put_on_one_idea_and_costs_are_set_before_the_vote(employee: User, cm: User) -> None:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=2)
    idea = make_candidate(campaign, "Racks", None)
    electors = Program(make_user())
    assert electors.ask("put", f"/ideas/{idea.pk}/tokens", {"points": 2, "seen": 0})[0] == 409  # came after it opened
    program = Program(employee)
    status, ballot = program.ask("put", f"/ideas/{idea.pk}/tokens", {"points": 2, "seen": 0})
    assert (status, ballot["spent"], ballot["choices"]) == (200, 2, [{"idea": idea.pk, "points": 2}])
    assert program.ask("put", f"/ideas/{idea.pk}/tokens", {"points": 1, "seen": 0})[0] == 409

    budget = make_vote("budget", opened=False)
    Campaign.objects.filter(pk=budget.pk).update(schedule=[])
    bench = make_candidate(budget, "Bench", None)
    costs = {"costs": [{"idea": bench.pk, "cost": 400}]}
    assert program.ask("put", "/campaigns/budget/costs", costs)[0] == 403
    assert Program(cm).ask("put", "/campaigns/budget/costs", costs)[1] == costs
    assert Program(cm).ask("put", "/campaigns/budget/costs", {"costs": [{"idea": idea.pk, "cost": 4}]})[0] == 422
    budget.open_voting(by=None)
    assert Program(cm).ask("put", "/campaigns/budget/costs", costs)[0] == 409
    assert Program(cm).ask("put", "/campaigns/tokens/costs", {"costs": []})[0] == 409


def test_duels_are_judged_pair_by_pair_and_their_order_comes_at_the_close(
    employee: User, dispatch: Callable[[], int]
) -> None:
    campaign = make_vote("duels", method=Method.PAIRWISE)
    for title in ("Trees", "Bench", "Roof"):
        make_candidate(campaign, title, None)
    program, path = Program(employee), "/campaigns/duels/duel"
    status, offer = program.ask("get", path)
    assert (status, offer["judged"], offer["possible"], offer["settled"]) == (200, 0, 3, False)
    after = program.ask("post", path, {"pair": offer["duel"]["pair"], "answer": "left"})[1]
    assert (after["judged"], after["duel"]["pair"] != offer["duel"]["pair"]) == (1, True)
    assert program.ask("post", path, {"pair": "made up", "answer": "left"})[0] == 409
    assert program.ask("get", "/campaigns/duels/order")[0] == 404
    assert program.ask("get", "/campaigns/open-box/duel")[0] == 409
    close(campaign, dispatch)
    status, order = program.ask("get", "/campaigns/duels/order")
    assert (status, order["comparisons"], len(order["order"])) == (200, 1, 3)
    assert program.ask("get", path)[0] == 409
