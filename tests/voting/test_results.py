"""A result is counted once, from the file that is published; anybody finds it again; a receipt sums to the unit."""

import hashlib
import json
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from ideas.counting import pabulib
from ideas.counting.tally import Rules, tally
from ideas.models import Campaign, Idea, Method
from ideas.voting import closing, receipts
from ideas.voting.models import Result
from intranet.accounts.models import User
from tests.factories.people import make_user
from tests.factories.voting import close, make_candidate, make_vote, vote

pytestmark = pytest.mark.django_db


def url(campaign: Campaign, name: str) -> str:
    return reverse(f"ideas:voting:{name}", args=[campaign.slug])


@pytest.fixture
def finished(employee: User, dispatch) -> Campaign:
    """Six of ten want trees and benches, four want a workshop, which the most wanted first would leave out."""
    voters = [employee, *(make_user() for _ in range(9))]
    campaign = make_vote(total=100)
    trees, bench, workshop, dear = (
        make_candidate(campaign, title, cost)
        for title, cost in (("Trees", 50), ("Bench", 50), ("Workshop", 40), ("Roof", 400))
    )
    for number, voter in enumerate(voters):
        vote(campaign, voter, [trees, bench] if number < 6 else [workshop, dear])
    return close(campaign, dispatch)


def test_the_result_is_counted_once_and_stands(finished: Campaign, dispatch) -> None:
    result = Result.objects.get()
    assert result.rulebook_digest == result.rulebook.digest
    assert result.file_digest == hashlib.sha256(result.file.encode()).hexdigest()
    names = [entry["name"] for entry in result.data["chosen"]]
    assert "Workshop" in names
    assert len(names) == 2
    election = pabulib.read(result.file).election
    assert tally(election, Rules.of(election)) == result.data
    closing.publish(result.rulebook)
    assert Result.objects.get().computed_at == result.computed_at


def test_the_page_explains_the_winners_and_compares(finished: Campaign, employee, client_for) -> None:
    page = client_for(employee).get(url(finished, "result")).content.decode()
    for words in ("Chosen", "Not chosen, and why", "Method of Equal Shares", "Chosen only by equal shares", "Workshop"):
        assert words in page
    assert "It costs more than the whole budget." in page
    assert Result.objects.get().file_digest in page


def test_the_published_file_is_that_of_the_digest_and_names_nobody(finished: Campaign, employee, client_for) -> None:
    answer = client_for(employee).get(url(finished, "ballots"))
    assert hashlib.sha256(answer.content).hexdigest() == Result.objects.get().file_digest
    assert employee.username not in answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="budget-ballots.pb"'


def test_a_receipt_says_where_the_share_went(finished: Campaign, employee, colleague, client_for) -> None:
    result = Result.objects.get()
    choices = receipts.own_choices(result.rulebook, employee)
    slip = receipts.slip_of(result, choices)
    assert sum(line.paid for line in slip.lines) + slip.left == slip.share
    assert slip.equal_part == Fraction(100, 10)
    page = client_for(employee).get(url(finished, "receipt")).content.decode()
    assert "Your share" in page
    assert "No receipt" in client_for(colleague).get(url(finished, "receipt")).content.decode()


def test_the_file_alone_gives_the_winners_again(finished: Campaign, tmp_path: Path, capsys) -> None:
    path = tmp_path / "ballots.pb"
    call_command("tally", "budget", ballots=str(path))
    written = capsys.readouterr().out
    assert path.read_text() == Result.objects.get().file
    Result.objects.all().delete()  # a machine that has the file only
    call_command("tally", ballots=str(path))
    assert capsys.readouterr().out == written
    call_command("tally", ballots=str(path), json=True)
    assert {entry["name"] for entry in json.loads(capsys.readouterr().out)["chosen"]} >= {"Workshop"}


def test_bad_input_of_the_command_gives_one_line(finished: Campaign, tmp_path: Path) -> None:
    path = tmp_path / "ballots.pb"
    make_vote("open")
    for arguments, says in (
        (["nowhere"], "no campaign"),
        (["open"], "not closed and counted"),
        ([], "ballots.pb"),
    ):
        with pytest.raises(CommandError, match=says):
            call_command("tally", *arguments, ballots=str(path))
    path.write_text(Result.objects.get().file.replace("num_votes;10", "num_votes;11"))
    with pytest.raises(CommandError, match=r"line [0-9]+: “num_votes” says 11"):
        call_command("tally", ballots=str(path))


def test_a_result_that_was_tampered_with_is_noticed(finished: Campaign, tmp_path: Path) -> None:
    result = Result.objects.get()
    result.data["chosen"] = result.data["chosen"][:1]
    result.save()
    with pytest.raises(CommandError, match="differs"):
        call_command("tally", "budget", ballots=str(tmp_path / "ballots.pb"))
    with pytest.raises(CommandError, match="1 differences"):
        call_command("audit_votes")


def test_nothing_is_shown_before_the_close(employee, client_for) -> None:
    campaign = make_vote(hidden="until_close")
    idea = make_candidate(campaign, "Trees")
    vote(campaign, employee, [idea])
    client = client_for(employee)
    assert "There is no result yet" in client.get(url(campaign, "result")).content.decode()
    assert client.get(url(campaign, "ballots")).status_code == 404
    assert "made when the vote has closed" in client.get(url(campaign, "receipt")).content.decode()


def test_a_stopped_vote_has_no_result_until_the_campaign_ends(employee, cm, dispatch) -> None:
    campaign = make_vote()
    vote(campaign, employee, [make_candidate(campaign)])
    campaign.close_voting(by=cm, why="A rule was wrong.")
    dispatch()
    assert not Result.objects.exists()


@pytest.mark.parametrize("method", [Method.SUPPORT, Method.TOKENS])
def test_supports_and_tokens_are_ranked_and_published_too(
    method: str, employee, colleague, dispatch, client_for
) -> None:
    rules = {"tokens": 5, "per_idea": 3} if method == Method.TOKENS else {}
    campaign = make_vote("plain", method=method, **rules)
    first, second = make_candidate(campaign, "First", None), make_candidate(campaign, "Second", None)
    if method == Method.TOKENS:
        vote(campaign, employee, {first: 3, second: 1})
        vote(campaign, colleague, {second: 1})
    else:
        first.support(by=employee)
        first.support(by=colleague)
        second.support(by=colleague)
    close(campaign, dispatch)
    ranking = Result.objects.get().data["ranking"]
    assert [(entry["name"], entry["points"]) for entry in ranking] == [
        ("First", 3 if rules else 2),
        ("Second", 2 if rules else 1),
    ]
    assert "First" in client_for(employee).get(url(campaign, "result")).content.decode()
    call_command("audit_votes")


def test_a_vote_without_ballots_has_a_result_that_says_so(dispatch, employee, client_for) -> None:
    campaign = make_vote()
    make_candidate(campaign)
    close(campaign, dispatch)
    page = client_for(employee).get(url(campaign, "result")).content.decode()
    assert "Nothing could be chosen." in page
    assert "Nobody chose it." in page


def test_the_result_page_speaks_french(finished: Campaign, employee, client_for) -> None:
    employee.language = "fr"
    employee.save()
    page = client_for(employee).get(url(finished, "result")).content.decode()
    assert "méthode des parts égales" in page


def test_supports_that_came_with_an_import_are_named_and_never_counted(
    employee: User, dispatch, client_for, tmp_path: Path, capsys
) -> None:
    campaign = make_vote("supports", method=Method.SUPPORT)
    old, new = make_candidate(campaign, "Old", None), make_candidate(campaign, "New", None)
    Idea.objects.filter(pk=old.pk).update(imported_support_count=40)
    Idea.objects.get(pk=new.pk).support(by=employee)
    finished = close(campaign, dispatch)
    result = Result.objects.get()
    assert [(entry["name"], entry["points"]) for entry in result.data["ranking"]] == [("New", 1), ("Old", 0)]
    page = client_for(employee).get(url(finished, "result")).content.decode()
    assert "40 before import, not counted" in page
    assert "counted nowhere" in page
    call_command("tally", "supports", ballots=str(tmp_path / "a.pb"))
    written = capsys.readouterr().out
    assert "1 ballots" in written
    assert "Not counted: 40 supports" in written
    file = (tmp_path / "a.pb").read_text()
    assert f"imported_supports;{old.pk}=40" in file
    assert "not counted" in file
    (tmp_path / "a.pb").write_text(file.replace(f"{old.pk}=40", f"{old.pk}=forty"))
    with pytest.raises(CommandError, match="imported_supports"):
        call_command("tally", ballots=str(tmp_path / "a.pb"))
