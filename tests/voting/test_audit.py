import pytest
from django.core.management import CommandError, call_command

from ideas.models import Idea, Method, Support, SupportEvent
from ideas.voting.audit import audit, differences
from ideas.voting.models import Ballot, Vote, VoteEvent
from tests.factories.ideas import make_idea
from tests.factories.voting import close, make_candidate, make_vote, vote

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [str(difference) for difference in differences()]


def test_a_site_whose_counts_are_right_has_no_difference(employee, colleague, dispatch, capsys) -> None:
    make_idea().support(by=employee)
    for slug, secret in (("open", False), ("secret", True)):
        campaign = make_vote(slug, method=Method.TOKENS, tokens=3, per_idea=2, secret=secret)
        one, other = make_candidate(campaign), make_candidate(campaign, "Other")
        vote(campaign, employee, {one: 2, other: 1})
        vote(campaign, colleague, {other: 1})
        vote(campaign, employee, {one: 1})
        assert found() == []
        close(campaign, dispatch)
    assert found() == []
    call_command("audit_votes")
    assert "Every count" in capsys.readouterr().out


def test_each_difference_is_named_and_nothing_is_changed(employee, colleague) -> None:
    idea = make_idea()
    idea.support(by=employee)
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3, per_idea=2)
    one = make_candidate(campaign)
    vote(campaign, employee, {one: 2})
    Idea.objects.filter(pk=idea.pk).update(support_count=5)
    SupportEvent.objects.create(idea=idea, user=colleague, change=1)
    Ballot.objects.update(spent=1)
    VoteEvent.objects.update(change=1)
    type(campaign.rulebook).objects.update(digest="0" * 64)
    words = "\n".join(found())
    for expected in (
        f"supports of idea {idea.pk}: kept 5, counted 1",
        f"support of idea {idea.pk} by person {colleague.pk}, given in the log: kept 0, counted 1",
        "points spent on ballot",
        f"points of person {employee.pk} for idea {one.pk} in tokens #1 (log): kept 2, counted 1",
        "digest of the rules of tokens #1",
    ):
        assert expected in words
    with pytest.raises(CommandError, match="5 differences"):
        call_command("audit_votes")
    assert audit() == 5
    assert Support.objects.count() == 1
    assert Vote.objects.get().points == 2
