"""While a tally is hidden, nothing that anybody can fetch depends on it.

Every address of the access table is visited by every role in two worlds that differ in one thing only: who supports
which idea. Whatever the site answers must be the same, letter for letter: then neither a count, nor an order, nor the
breadth, nor a name leaks, however it is shown. An address that is new in the table is swept without a line here.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ideas.models import Campaign, Idea, Method, Rulebook, Status, Support, SupportEvent
from ideas.registration import document
from ideas.voting.models import Ballot, Vote, VoteEvent
from intranet.accounts.models import User
from tests.architecture.access import ROLES
from tests.architecture.test_access import ADDRESSES, TABLE, alike
from tests.conftest import forget_pieces_of_pages, forget_what_was_asked
from tests.factories.campaigns import all_hidden, make_campaign
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.lean import draw_once, keep_pages_only
from tests.undoing import undone

pytestmark = pytest.mark.django_db

# Rooms that know nothing of ideas but by what the frame of every page shows: who sees most goes there.
# So it goes for files that are drawn at length, which test_hidden_elsewhere opens with others too.
APART = (
    "ideas_review:pdf",
    "knowledge:",
    "stewardship:",
    "charter:",
    "discussions:",
    "exporting:",
    "uploads:",
    "moderation:",
    "linking:",
)
# On the grown setting the rooms are swept in which a tally stands or orders: their queries and the engine of the search
# are what differs there, and who asks for least and who sees most.
ON_POSTGRESQL = ("ideas", "home", "search:", "people:", "notifications:")
# The table is long: its parts can be swept side by side.
PARTS = 4
# What an address can be asked besides itself.
ASKED = {
    "ideas:list": ("?order=supported", "?order=promising", "?order=bridging", "?order=discover", "?order=discussed"),
    "ideas:campaign": ("?order=supported", "?order=promising", "?order=bridging", "?order=new&status=submitted"),
    "ideas:review": ("?status=all&order=supported", "?status=all&order=oldest"),
    "ideas:similar": ("?title=Bicycle+parking+near+the+entrance&body=racks",),
    "search:page": ("?q=bicycle", "?q=bicycle&kind=idea"),
    "search:results": ("?q=bicycle",),
    "search:palette": ("?q=bicycle",),
    "search:suggest": ("?q=bicycle",),
}
# What changes from one visit to the next, whatever one looks at.
PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[\w-]+|data-now="\d+"|"csrfToken": ?"[^"]*"'
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|X-CSRFToken[^}]*|timestamp=\d+"
)


class Worlds:
    """Two states of the same site: in each, every second idea of hidden campaigns has all the supports."""

    def __init__(self) -> None:
        crowd = make_department("Crowd of supporters")
        few = make_department("Three supporters")
        self.supporters = [make_user(department=crowd) for _ in range(6)] + [
            make_user(department=few) for _ in range(3)
        ]

    def enter(self, world: int) -> None:
        hidden = list(Idea.objects.filter(campaign__tally_hidden_until__isnull=False).order_by("pk"))
        Support.objects.filter(idea__in=hidden).delete()
        SupportEvent.objects.filter(idea__in=hidden).delete()
        chosen = [idea for idea, supported in zip(hidden, cycle((world, 1 - world)), strict=False) if supported]
        pairs = [(idea, person) for idea in chosen for person in self.supporters]
        Support.objects.bulk_create([Support(idea=idea, user=person) for idea, person in pairs])
        SupportEvent.objects.bulk_create([SupportEvent(idea=idea, user=person, change=1) for idea, person in pairs])
        Idea.objects.filter(pk__in=[idea.pk for idea in hidden]).update(support_count=0, imported_support_count=0)
        Idea.objects.filter(pk__in=[i.pk for i in chosen]).update(support_count=9, imported_support_count=4)
        self.vote({idea.pk for idea in chosen})
        forget()

    def vote(self, chosen: set[int]) -> None:
        """Where ballots are filled in, each supporter gives all that they may to one of ``chosen``, each by turns."""
        Vote.objects.all().delete()
        Ballot.objects.all().delete()
        VoteEvent.objects.all().delete()
        for rulebook in Rulebook.objects.filter(campaign__method__in=("tokens", "budget"), closed_at=None):
            named = sorted(
                chosen & set(Idea.objects.filter(campaign=rulebook.campaign_id).values_list("pk", flat=True))
            )
            for person, idea in zip(self.supporters, cycle(named), strict=False):
                ballot = Ballot.objects.create(rulebook=rulebook, voter=person, spent=1, version=1)
                Vote.objects.create(ballot=ballot, idea_id=idea, points=1)
                VoteEvent.objects.create(rulebook=rulebook, voter=person, idea_id=idea, change=1)


# What differs between the worlds lies here.
TABLES = [model._meta.db_table for model in (Idea, Support, SupportEvent, Ballot, Vote, VoteEvent)]


def forget() -> None:
    """Keep nothing of a world in the next: neither what was asked nor how it was shown."""
    forget_what_was_asked()
    forget_pieces_of_pages()


@pytest.fixture(autouse=True)
def _pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_pages_only(monkeypatch)
    draw_once(monkeypatch)


@pytest.fixture
def worlds() -> Worlds:
    return Worlds()


@pytest.fixture
def people(employee: User, cm: User, leader: User, admin_user: User) -> dict[str, User]:
    return {"employee": employee, "cm": cm, "leader": leader, "administrator": admin_user}


@pytest.fixture
def method() -> str:
    return Method.SUPPORT


@pytest.fixture
def contest(
    people: dict[str, User], worlds: Worlds, method: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Campaign]:
    """A campaign in which people vote under a hidden tally; it takes the place of the open box, so that all is in it."""
    campaign = make_campaign("contest", hidden=True, method=method)
    campaign.open_voting(by=None)
    monkeypatch.setattr(type(Campaign.objects), "open_box", lambda _all: campaign)
    token = all_hidden.set(True)
    for number, status in enumerate([Status.SUBMITTED, Status.UNDER_REVIEW, Status.PLANNED, Status.SUBMITTED]):
        idea = make_idea(title=f"Bicycle parking number {number}")
        Idea.objects.filter(pk=idea.pk).update(status=status)
    yield campaign
    all_hidden.reset(token)


def read(response: HttpResponse) -> bytes:
    """Return what an answer says, without what differs between two visits anyway."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in sorted(packed.namelist()) if "docProps" not in name)
    elif body.startswith(b"%PDF"):
        body = words_of(body)
    return PASSING.sub(b"", body) + str(response.status_code).encode() + response.headers.get("Location", "").encode()


def words_of(pdf: bytes) -> bytes:
    """Return the words of a PDF, whose bytes hold the time of its making; of a broken one, its bytes."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).encode()
    except PyPdfError:
        return pdf


def visit(client: Client, url: str) -> bytes:
    """Fetch ``url`` and undo what that changed, so that the next visitor finds everything as it was."""
    with undone():
        return read(client.get(url))


def visits(clients: list[tuple[str, Client]], urls: list[str]) -> dict[tuple[str, str], bytes]:
    return {(role, url): visit(client, url) for role, client in clients for url in urls}


Place = tuple[list[tuple[str, Client]], list[str]]


def different(worlds: Worlds, clients: list[tuple[str, Client]], urls: list[str]) -> list[tuple[str, str]]:
    """Return who could tell the two worlds apart, and where."""
    return differing(worlds, [(clients, urls)])


def differing(worlds: Worlds, places: list[Place]) -> list[tuple[str, str]]:
    """Return who could tell the two worlds apart, and where. What is not even the same twice in one world is asked again.

    Where no query asks for what differs, the answers cannot, and one world is enough; what was asked is forgotten from one
    place to the next, so that each asks for itself. The first (an author, or who sees least) and the last (who sees most)
    are sent first: where the site asks for it for neither, the others are not sent. Other orders and filters of a page (its
    addresses with a query) are for these two.
    """
    asked = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(any(table in sql for table in TABLES))
        return execute(sql, *rest)

    one: dict[tuple[str, str], bytes] = {}
    which: list[Place] = []
    worlds.enter(0)
    for clients, urls in places:
        ends = [*clients[:1], *(clients[1:][-1:])]
        between = [client for client in clients if client not in ends]
        rest = [url for url in urls if "?" not in url or url == urls[0]]
        asked.clear()
        forget_what_was_asked()
        with connection.execute_wrapper(listen):
            seen = visits(ends, urls)
        if any(asked):
            one |= seen | visits(between, rest)
            which += [(ends, urls), (between, rest)]
    if not which:
        return []
    worlds.enter(1)
    other = {where: said for place in which for where, said in visits(*place).items()}
    told = [where for where, said in one.items() if other[where] != said]
    if not told:
        return []
    worlds.enter(0)
    again = {where: said for place in which for where, said in visits(*place).items()}
    return [where for where in told if again[where] == one[where]]


def fetching(name: str) -> list[str]:
    """Return the roles that fetch the address and are told something; on PostgreSQL, who sees least and who sees most."""
    entry = TABLE[name]
    sees = [role for role in ROLES if entry.method == "get" and getattr(entry, role) == 200]
    if not sees or name.startswith(("account", "mfa", "ui:", "socialaccount")):
        return []
    if connection.vendor == "postgresql":
        sees = sorted({sees[0], sees[-1]}) if name.startswith(ON_POSTGRESQL) else []
    return sees[-1:] if name.startswith(APART) else sees


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_anybody_can_fetch_depends_on_a_hidden_tally(
    part: int, contest: Campaign, worlds: Worlds, people: dict[str, User], client_for: Any
) -> None:
    clients = {role: client_for(people[role]) for role in ROLES}
    author = Idea.objects.filter(campaign=contest).earliest("pk").author
    clients["author"] = client_for(author)
    told: list[tuple[str, str]] = []
    for parameter in alike(name for name in TABLE if name in ADDRESSES and fetching(name))[part::PARTS]:
        names = parameter.values[0]
        with undone():
            arguments, keywords = TABLE[names[0]].args()
            places: list[Place] = []
            for name in names:
                sees = fetching(name)
                if "employee" in sees and name.startswith(ON_POSTGRESQL):
                    sees = ["author", *sees]
                url = reverse(name, args=arguments, kwargs=keywords)
                places.append(
                    ([(role, clients[role]) for role in sees], [url, *(url + query for query in ASKED.get(name, ()))])
                )
            told += differing(worlds, places)
    assert not told, "\n".join(map(str, told))


def test_the_pages_of_the_contest_itself_do_not_depend_on_it(
    contest: Campaign, worlds: Worlds, people: dict[str, User], client_for: Any
) -> None:
    idea = Idea.objects.filter(campaign=contest).earliest("pk")
    clients = [("author", client_for(idea.author)), *((role, client_for(person)) for role, person in people.items())]
    urls = [
        idea.get_absolute_url(),
        reverse("ideas:tally", args=[idea.pk]),
        reverse("ideas:edit", args=[idea.pk]),
        reverse("ideas:history", args=[idea.pk]),
        reverse("people:profile", args=[idea.author.username]),
        reverse("people:profile", args=[worlds.supporters[0].username]),
        "/cms/snippets/ideas/idea/",
        f"/cms/snippets/ideas/idea/inspect/{idea.pk}/",
    ]
    assert different(worlds, clients, urls) == []


def test_what_the_search_keeps_of_an_idea_does_not_depend_on_it(contest: Campaign, worlds: Worlds) -> None:
    kept = []
    for world in (0, 1):
        worlds.enter(world)
        kept.append([document(idea) for idea in Idea.objects.filter(campaign=contest).order_by("pk")])
    assert kept[0] == kept[1]


def test_the_sweep_would_notice_a_tally_that_is_not_hidden(
    contest: Campaign, worlds: Worlds, people: dict[str, User], client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ideas import policies

    monkeypatch.setattr(policies, "can_see_tally", lambda user, idea: True)
    idea = Idea.objects.filter(campaign=contest).earliest("pk")
    urls = [idea.get_absolute_url(), reverse("ideas:tally", args=[idea.pk]), contest.get_absolute_url()]
    told = different(worlds, [("employee", client_for(people["employee"]))], urls)
    assert [url for _role, url in told] == urls


def test_a_support_sends_no_hint_that_others_could_count(
    contest: Campaign, employee: User, monkeypatch: pytest.MonkeyPatch, dispatch: Any
) -> None:
    from intranet.live import publishing

    sent: list[str] = []
    monkeypatch.setattr(publishing, "publish", lambda topic, hint: sent.append(topic))
    monkeypatch.setattr("ideas.live.publish", lambda topic, hint: sent.append(topic))
    idea = Idea.objects.filter(campaign=contest).earliest("pk")
    idea.support(by=employee)
    idea.withdraw_support(by=employee)
    dispatch()
    assert sent == []
