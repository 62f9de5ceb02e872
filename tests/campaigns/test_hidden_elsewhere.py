"""A hidden tally where no address of the table leads: programs, files, mail, sockets, the review room in all its forms.

As in ``test_hidden_tally``: two worlds that differ in the votes only must answer the same, to whoever asks.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas.attention.models import Attention
from ideas.digests.content import digest_of
from ideas.digests.sending import mail_of
from ideas.models import Campaign, Idea, Method, Rulebook
from ideas.models.rulebook import digest_of as digest_of_rules
from ideas.reviewing_room.models import Review, Rule
from intranet.accounts.models import User
from intranet.api.models import ApiToken
from intranet.api.site import description
from tests.campaigns.test_hidden_tally import (
    PASSING,
    Worlds,
    _pages_only,
    contest,
    different,
    method,
    people,
    read,
    worlds,
)
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review
from tests.undoing import undone

__all__ = ["_pages_only", "contest", "method", "people", "worlds"]  # fixtures

pytestmark = pytest.mark.django_db
EACH_WAY = pytest.mark.parametrize("method", [Method.SUPPORT, Method.TOKENS, Method.BUDGET])


@pytest.fixture
def room(contest: Campaign, people: dict[str, User]) -> Review:
    """A review of the contest that was drawn by support, before anybody thought of hiding it."""
    ideas = Idea.objects.filter(campaign=contest).order_by("pk")
    put_on_the_ballot(contest)
    review = make_review(*ideas, by=people["leader"], evaluators=(people["cm"],))
    review.rule = Rule.SUPPORT
    review.save()
    return review


def put_on_the_ballot(contest: Campaign) -> None:
    """Have all its ideas stand on the ballot with a cost, as if they had when the vote opened."""
    ideas = Idea.objects.filter(campaign=contest)
    ideas.update(cost=40)
    book = Rulebook.objects.get(campaign=contest, closed_at=None)
    book.rules = book.rules | {"costs": {str(pk): 40 for pk in ideas.values_list("pk", flat=True)}}
    book.digest = digest_of_rules(book.rules)
    book.save()


def same_in_both(worlds: Worlds, ask: Callable[[], Any]) -> bool:
    answers = []
    for world in (0, 1):
        worlds.enter(world)
        with undone():
            answers.append(ask())
    return bool(answers[0] == answers[1])


@EACH_WAY
def test_the_review_room_its_files_and_the_pages_of_the_vote(
    method: str, room: Review, contest: Campaign, worlds: Worlds, people: dict[str, User], client_for: Any
) -> None:
    """Each way to vote with the room, the page of an idea and the page to prepare; the orders of the room and its files are
    the same views for all: all of them for one way, one of each for the others."""
    Review.objects.filter(pk=room.pk).update(rule=Rule.BRIDGING if method == Method.TOKENS else Rule.SUPPORT)
    at = {"campaign": contest.slug, "number": room.number}
    one = reverse("ideas_review:idea", kwargs={**at, "idea": entry_of(room).idea_id})
    idea = entry_of(room).idea
    orders, files = {
        Method.SUPPORT: (("", "?order=score", "?order=open"), ("csv", "xlsx", "pdf")),
        Method.TOKENS: (("", "?order=score"), ("csv",)),
        Method.BUDGET: (("", "?order=open"), ("xlsx",)),
    }[Method(method)]
    urls = [
        *(f"{reverse('ideas_review:room', kwargs=at)}{order}" for order in orders),
        one,
        reverse("ideas_review:prepare", kwargs=at),
        *(reverse(f"ideas_review:{form}", kwargs=at) for form in files),
        idea.get_absolute_url(),
        reverse("ideas:tally", args=[idea.pk]),
        contest.get_absolute_url(),
        *(reverse(f"ideas:voting:{name}", args=[contest.slug]) for name in ("vote", "result", "receipt")),
    ]
    # Who may see what of the room is the same for each way to vote: the community manager is sent for one of them.
    roles = ("employee", "cm", "leader") if method == Method.SUPPORT else ("employee", "leader")
    clients = [(role, client_for(people[role])) for role in roles]
    assert different(worlds, clients, urls) == []


@EACH_WAY
def test_what_programs_are_told(
    method: str, room: Review, contest: Campaign, worlds: Worlds, people: dict[str, User]
) -> None:
    idea = entry_of(room).idea
    paths = [
        path.replace("{pk}", str(idea.pk)).replace("{slug}", contest.slug)
        for path, methods in description()["paths"].items()
        if "get" in methods and {"ideas", "campaigns"} & set(methods["get"].get("tags", ()))
    ]
    assert len(paths) > 5
    tokens = [
        ApiToken.objects.issue(user=people[role], name="Sweep", can_write=True, expires_at=None)[1]
        for role in ("employee", "administrator")
    ]

    def ask() -> list[bytes]:
        return [
            PASSING.sub(b"", Client().get(path, headers={"Authorization": f"Bearer {token}"}).content)
            for token in tokens
            for path in [*paths, "/api/v1/search?q=bicycle"]
        ]

    assert same_in_both(worlds, ask)


def test_files_taken_out_and_the_digest(
    room: Review,
    contest: Campaign,
    worlds: Worlds,
    people: dict[str, User],
    client_for: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ideas.digests.sending.token_of", lambda person, campaign: "out")  # it says when it was made
    cm = client_for(people["cm"])
    reader = make_user()
    since = timezone.now() - timedelta(days=1)

    def ask() -> list[Any]:
        files = [
            read(cm.post(reverse("ideas:exchange:export"), {"campaign": contest.slug, "format": form, "names": "on"}))
            for form in ("csv", "json", "xlsx")
        ]
        mail = mail_of(digest_of(contest, reader, since=since), reader)
        return [*files, mail.subject, mail.body, *(str(part) for part in mail.alternatives)]

    assert same_in_both(worlds, ask)


def test_what_the_worker_made_of_the_supports_is_not_shown_either(
    contest: Campaign, room: Review, worlds: Worlds, people: dict[str, User], client_for: Any
) -> None:
    """What orders keep of who saw and supported what may lie there from before, or from an order drawn meanwhile."""
    clients = [(role, client_for(people[role])) for role in ("employee", "leader")]
    urls = [
        *(f"{contest.get_absolute_url()}?order={key}" for key in ("promising", "bridging", "discover")),
        reverse("ideas_review:room", kwargs={"campaign": contest.slug, "number": room.number}),
    ]
    enter = worlds.enter

    def and_count(world: int) -> None:
        enter(world)
        for idea in Idea.objects.filter(campaign=contest):
            bridging = 0.9 if idea.support_count else 0.1
            Attention.objects.update_or_create(
                idea=idea,
                campaign=contest,
                defaults={"viewers": 20, "views": 40, "bridging": bridging, "bridges": True},
            )

    worlds.enter = and_count  # type: ignore[method-assign]  # each world gets its own counts besides
    assert different(worlds, clients, urls) == []


@EACH_WAY
def test_a_vote_sends_no_hint_to_any_socket(
    method: str, contest: Campaign, employee: User, monkeypatch: pytest.MonkeyPatch, dispatch: Any
) -> None:
    from ideas.voting import casting
    from intranet.live import publishing

    sent: list[str] = []
    monkeypatch.setattr(publishing, "_after_commit", lambda message: sent.append(message))
    put_on_the_ballot(contest)
    idea = Idea.objects.filter(campaign=contest).select_related("campaign__rulebook").earliest("pk")
    dispatch()
    sent.clear()
    if method == Method.SUPPORT:
        idea.support(by=employee)
        idea.withdraw_support(by=employee)
    else:
        casting.cast(idea.campaign, by=employee, choices={idea.pk: 1}, version=0)
        casting.cast(idea.campaign, by=employee, choices={}, version=1)
    dispatch()
    assert [message for message in sent if f".{employee.pk}" not in message.get("topic", "")] == []
