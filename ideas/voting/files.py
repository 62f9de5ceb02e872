"""The file of anonymous ballots of a vote: what is counted, published, and counted again by anybody."""

import random
from collections import defaultdict

from ideas.counting import pabulib
from ideas.counting.election import Ballot as Counted
from ideas.counting.election import Election, Kind, Project
from ideas.models import Method, Rulebook, Support
from ideas.voting.codes import short
from ideas.voting.eligible import standing
from ideas.voting.limits import POINTS
from ideas.voting.models import SealedBallot, Vote

# Where there is no money, each idea costs one unit of a total that pays for all.
_FREE = 1
# In the file itself, for who only has the file.
_NOT_BALLOTS = (
    "Supports given elsewhere before ideas were imported are no ballots of this vote: nobody knows by whom, nor whether "
    "they may vote. imported_supports names them (idea=supports); they are not counted."
)


def election_of(rulebook: Rulebook) -> Election:
    """Return the vote as it is published: ideas by their number, ballots without names, in a random order.

    An empty ballot is none. What lies on an idea that is no longer of the contest is left out. Supports that came with
    an import are named in the META and are no ballots: what is counted is what the electorate gave under these rules.
    """
    rules, campaign = rulebook.rules, rulebook.campaign
    is_budget = rules["method"] == Method.BUDGET
    rows = standing(campaign, rulebook).order_by("pk").values_list("pk", "cost", "title", "imported_support_count")
    ideas, frozen = list(rows), rules.get("costs", {})
    costs = {pk: frozen.get(str(pk), cost) if is_budget else None for pk, cost, _title, _imported in ideas}
    projects = [Project(str(pk), costs[pk] or _FREE, title) for pk, _cost, title, _imported in ideas]
    known = {pk for pk, *_rest in ideas}
    imported = {str(pk): count for pk, _cost, _title, count in ideas if count}
    ballots = [
        Counted(name, {str(pk): points for pk, points in sorted(choices.items()) if pk in known})
        for name, choices in _choices(rulebook)
    ]
    with_points = rules["method"] == Method.TOKENS or (is_budget and rules.get("ballot") == POINTS)
    return Election(
        total=rules["total"] if is_budget else max(len(projects), 1),
        projects=projects,
        ballots=[ballot for ballot in ballots if ballot.points],
        kind=Kind.CUMULATIVE if with_points else Kind.APPROVAL,
        meta=_meta(rulebook, imported if rules["method"] == Method.SUPPORT else {}),
    )


def _meta(rulebook: Rulebook, imported: dict[str, int]) -> dict[str, str]:
    rules = rulebook.rules
    said = {
        "description": f"{rulebook.campaign} ({rulebook.campaign.slug} #{rulebook.number})",
        "method": rules["method"],
        "rulebook": rulebook.digest,
        "tie_break": rules.get("tie_break", ""),
    }
    if rules["method"] == Method.BUDGET:
        said |= {key: rules[key] for key in ("rule", "completion", "currency") if key in rules}
    if imported:
        said |= {"imported_supports": " ".join(f"{pk}={n}" for pk, n in imported.items()), "comment": _NOT_BALLOTS}
    return said


def _choices(rulebook: Rulebook) -> list[tuple[str, dict[int, int]]]:
    """Return (name in the file, points by idea). Of a sealed ballot the name is the beginning of its code's digest."""
    if rulebook.rules.get("secret"):
        sealed = SealedBallot.objects.filter(rulebook=rulebook).order_by("key")
        return [(short(b.code_digest) or b.key, {int(pk): n for pk, n in b.choices.items()}) for b in sealed]
    given: dict[object, dict[int, int]] = defaultdict(dict)
    if rulebook.rules["method"] == Method.SUPPORT:
        rows = Support.objects.filter(idea__campaign=rulebook.campaign_id)
        for pk, user, idea in rows.values_list("pk", "user_id", "idea_id"):
            given[user if user is not None else ("nobody", pk)][idea] = 1
    else:
        votes = Vote.objects.filter(ballot__rulebook=rulebook)
        for ballot, idea, points in votes.values_list("ballot_id", "idea_id", "points"):
            given[ballot][idea] = points
    ballots = list(given.values())
    random.SystemRandom().shuffle(ballots)
    return [(str(number), choices) for number, choices in enumerate(ballots, 1)]


def text_of(rulebook: Rulebook) -> str:
    return pabulib.write(election_of(rulebook))
