"""A campaign runs from its preparation to its published result, counted again from the file alone: all by the pages."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ideas import clock
from ideas.models import Campaign, Idea
from intranet.accounts.models import User
from intranet.notifications.models import Notification
from tests.factories.people import make_user
from tests.factories.voting import close

pytestmark = pytest.mark.django_db

PAGES = "/ideas/campaigns/small-budget/"
COSTS = {"Trees": 50, "Bench": 50, "Workshop": 40}


def wall(**distance: int) -> str:
    return (datetime.now(ZoneInfo("Europe/Paris")) + timedelta(**distance)).strftime("%Y-%m-%dT%H:%M")


def send(client: Client, path: str, **said: Any) -> None:
    answer = client.post(path, said)
    assert answer.status_code == 302, re.findall(r'field-error"[^>]*>(.*?)</p>', answer.content.decode(), re.S)


def set_phases(client: Client, *phases: tuple[str, str, str, list[str]]) -> None:
    """Send the form of the phases: (title, opens, closes, acts); those that there are keep their numbers."""
    known = list(Campaign.objects.get(slug="small-budget").phases.values_list("pk", flat=True))
    said: dict[str, Any] = {"phase-TOTAL_FORMS": len(phases), "phase-INITIAL_FORMS": len(known)}
    for number, (title, opens, closes, acts) in enumerate(phases):
        row = {"title": title, "opens": opens, "closes": closes, "acts": acts}
        said |= {f"phase-{number}-{name}": value for name, value in row.items()}
        said |= {f"phase-{number}-pk": known[number]} if number < len(known) else {}
    send(client, f"{PAGES}phases/", **said)


def prepare(cm: Client) -> None:
    texts = {"language": "en", "time_zone": "Europe/Paris", "answer_days": "15", "remind_days": "0"}
    send(cm, reverse("ideas:campaign_new"), title="Small budget", theme="What would help?", **texts)
    later = ("Vote", wall(days=2), wall(days=9), ["support", "discuss"])
    set_phases(cm, ("Propose", wall(days=-1), wall(days=2), ["submit", "discuss"]), later)
    rules = {"method": "budget", "total": "100", "currency": "EUR", "ballot": "approval", "rule": "equal_shares"}
    send(cm, f"{PAGES}voting/", completion="add1", hidden="until_close", **rules)
    send(cm, f"{PAGES}publish/")
    clock.tick()


def propose(clients: list[Client]) -> None:
    for client, title in zip(clients, COSTS, strict=False):
        cost = "" if title == "Workshop" else COSTS[title]
        text = {"problem": "We lack it", "proposal": "Make it", "language": "en", "campaign": "small-budget"}
        send(client, reverse("ideas:submit"), title=title, cost=cost, **text)


def test_a_campaign_runs_from_opening_to_its_published_result_counted_again(
    cm: User, leader: User, client_for, dispatch, tmp_path: Path, capsys
) -> None:
    people = [make_user(language=("fr", "en")[n % 2]) for n in range(10)]
    clients, manager = [client_for(person) for person in people], client_for(cm)
    prepare(manager)
    propose(clients)
    ideas = {idea.title: idea for idea in Idea.objects.all()}
    send(manager, f"{PAGES}costs/", **{f"cost-{idea.pk}": COSTS[title] for title, idea in ideas.items()})
    # The hour comes: the rules freeze, with the ballot and its costs, and anybody can read their digest.
    now = wall(minutes=-1)
    set_phases(manager, ("Propose", "", now, ["submit"]), ("Vote", now, wall(days=9), ["support", "discuss"]))
    clock.tick()
    dispatch()
    rulebook = Campaign.objects.get(slug="small-budget").rulebook
    assert rulebook is not None
    assert rulebook.digest in clients[0].get(f"{PAGES}rules/").content.decode()
    for number, client in enumerate(clients):
        wanted = ("Trees", "Bench") if number < 6 else ("Workshop",)
        send(client, f"{PAGES}vote/", version=0, **{f"idea-{ideas[title].pk}": "1" for title in wanted})
    for client in (clients[1], manager, client_for(leader)):
        assert client.get(f"{PAGES}ballots.pb").status_code == 404
        assert "There is no result yet" in client.get(f"{PAGES}result/").content.decode()
    # It closes: counted once, told, published; each has a receipt, and the file alone gives the same winners.
    close(Campaign.objects.get(slug="small-budget"), dispatch)
    dispatch()
    page = clients[1].get(f"{PAGES}result/").content.decode()
    chosen, lost = page.split("Not chosen, and why")
    assert ("Workshop" in chosen, "Bench" in lost or "Trees" in lost) == (True, True)
    assert "Your share" in clients[1].get(f"{PAGES}receipt/").content.decode()
    assert "chosen by the vote" in clients[1].get(ideas["Workshop"].get_absolute_url()).content.decode()
    file = tmp_path / "ballots.pb"
    file.write_bytes(clients[9].get(f"{PAGES}ballots.pb").content)
    call_command("tally", ballots=str(file))
    call_command("tally", "small-budget", ballots=str(file))
    once, again = capsys.readouterr().out.split("10 ballots")[1:]
    assert once == again
    winners = re.findall(r"^\d+\. \d+ (\w+)", once, re.M)
    assert set(winners) == {title for title in COSTS if title in chosen}
    # Leadership answers, and the author hears of it.
    boss = client_for(leader)
    assert reverse("ideas_review:reviews", args=["small-budget"]) in boss.get(PAGES).content.decode()
    decide = reverse("ideas:decide", args=[ideas["Workshop"].pk])
    send(boss, decide, status="planned", answer="It is paid for.", expected="0")
    dispatch()
    assert Notification.objects.filter(recipient=people[2], activity__verb="idea.answered").exists()
