"""Once a secret vote has closed, nothing in the database leads from a person to a choice."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from ideas.models import Campaign, Elector
from ideas.voting.models import Ballot, Participation, Result, SealedBallot, Vote, VoteEvent
from intranet.accounts.models import User
from tests.factories.people import make_user
from tests.factories.voting import close, make_candidate, make_vote

pytestmark = pytest.mark.django_db

# Tables that hold choices of this vote once it has closed, and those that name its voters.
OF_CHOICES = {"ideas_voting_sealedballot", "ideas_voting_voteevent", "ideas_voting_result"}


def cast_by_page(client, campaign: Campaign, ideas: list[int], version: int = 0) -> str:
    """Send a ballot as a browser does; return the code that the answer shows."""
    form = {"version": str(version), **{f"idea-{pk}": "1" for pk in ideas}}
    answer = client.post(reverse("ideas:voting:vote", args=[campaign.slug]), form)
    found = re.search(r"translate=\"no\">([A-Z2-9-]{19})<", answer.content.decode())
    return found[1] if found else ""


@pytest.fixture
def secret(client_for) -> tuple[Campaign, dict[int, list[int]], dict[int, str]]:
    voters = [make_user() for _ in range(6)]
    campaign = make_vote("secret", secret=True)
    ideas = [make_candidate(campaign, f"Choice {number}").pk for number in range(4)]
    chosen = {voter.pk: [ideas[n % 4], ideas[(n + 1 + n // 4) % 4]] for n, voter in enumerate(voters)}
    codes = {voter.pk: cast_by_page(client_for(voter), campaign, chosen[voter.pk]) for voter in voters}
    return campaign, chosen, codes


def rows_of_every_table() -> list[tuple[str, dict[str, object]]]:
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  (the names of our own tables)
            names = [column[0] for column in cursor.description]
            found += [(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return found


def test_no_table_relates_a_person_to_a_choice_after_the_close(secret, dispatch) -> None:
    campaign, chosen, codes = secret
    assert all(codes.values())
    assert Vote.objects.count() == 12
    rulebook = campaign.rulebook
    close(campaign, dispatch)
    assert not Ballot.objects.exists()
    assert not Vote.objects.exists()
    assert SealedBallot.objects.count() == len(chosen)
    assert set(Participation.objects.values_list("user_id", flat=True)) == set(chosen)
    ideas = {pk for pair in chosen.values() for pk in pair}
    for table, row in rows_of_every_table():
        text = json.dumps(row, default=str)
        for code in codes.values():
            assert code not in text, f"{table} keeps a code"
        if table in OF_CHOICES:
            people = [name for name in row if re.search(r"user|voter|person|actor", name)]
            assert all(row[name] is None for name in people), f"{table} names who chose"
            assert row.get("at") is None or table == "ideas_voting_result"
        elif table == "contributions_activity" and row["verb"] == "vote.cast":
            assert json.loads(row["data"]) == {} if isinstance(row["data"], str) else row["data"] == {}
            assert row["target_id"] == campaign.pk
    # Whatever else mentions a voter beside an idea of the vote would be a link: only who may see what they wrote has one.
    for event in VoteEvent.objects.filter(rulebook=rulebook):
        assert (event.voter_id, event.at, event.cause) == (None, None, "sealed")
        assert event.idea_id in ideas


def test_sealed_ballots_have_neither_time_nor_order(secret, dispatch) -> None:
    campaign, _chosen, _codes = secret
    fields = {field.name for field in SealedBallot._meta.get_fields()}
    assert fields == {"key", "rulebook", "code_digest", "choices"}
    close(campaign, dispatch)
    keys = list(SealedBallot.objects.values_list("key", flat=True))
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)
    with connection.cursor() as cursor:  # as they lie in the table
        cursor.execute("SELECT key FROM ideas_voting_sealedballot")
        rows = [row[0] for row in cursor.fetchall()]
    assert rows in (sorted(keys), sorted(keys, reverse=True))


def test_the_code_opens_the_receipt_and_nothing_else_does(secret, dispatch, client_for, colleague) -> None:
    campaign, chosen, codes = secret
    close(campaign, dispatch)
    voter = next(iter(chosen))
    page = reverse("ideas:voting:receipt", args=[campaign.slug])
    client = client_for(User.objects.get(pk=voter))
    own = client.get(page).content.decode()
    assert "only the code" in own
    assert "Your share" not in own
    opened = client.post(page, {"code": codes[voter].lower().replace("-", " ")}).content.decode()
    assert "Your share" in opened
    for pk in chosen[voter]:
        assert f"/ideas/{pk}/" in opened
    wrong = client_for(colleague).post(page, {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422
    # The holder finds the ballot in the published file.
    from ideas.voting.codes import digest_of

    assert digest_of(codes[voter])[:16] in Result.objects.get().file


def test_no_session_keeps_a_code(secret) -> None:
    _campaign, _chosen, codes = secret
    for session in Session.objects.all():
        text = json.dumps(session.get_decoded())
        assert not any(code in text for code in codes.values())


def test_a_code_is_shown_once_and_can_be_renewed_while_the_vote_is_open(client_for, employee) -> None:
    campaign = make_vote("secret", secret=True)
    trees, bench = make_candidate(campaign), make_candidate(campaign, "Bench")
    client = client_for(employee)
    first = cast_by_page(client, campaign, [trees.pk])
    assert first
    assert cast_by_page(client, campaign, [bench.pk], 1) == ""
    form = {"version": "2", f"idea-{bench.pk}": "1", "renew": "1"}
    answer = client.post(reverse("ideas:voting:vote", args=[campaign.slug]), form).content.decode()
    assert "shown this once" in answer
    assert first not in answer


def test_the_electorate_does_not_say_who_voted(secret, dispatch) -> None:
    campaign, chosen, _codes = secret
    close(campaign, dispatch)
    assert set(Elector.objects.filter(rulebook__campaign=campaign).values_list("user_id", flat=True)) >= set(chosen)
