"""Votes: everybody who sees a campaign sees its ballot, result and receipts; who manages campaigns sets the costs."""

from ideas.models import Method
from tests.architecture.access import POST_ONLY, Arguments, Entry, only
from tests.factories.voting import make_candidate, make_vote


def budget() -> Arguments:
    campaign = make_vote()
    make_candidate(campaign)
    return (campaign.slug,), {}


def published() -> Arguments:
    from ideas.voting.closing import publish

    campaign = make_vote()
    make_candidate(campaign)
    rulebook = campaign.rulebook
    campaign.close_voting(by=None)
    rulebook.refresh_from_db()
    publish(rulebook)
    return (campaign.slug,), {}


def tokens() -> Arguments:
    campaign = make_vote("tokens", method=Method.TOKENS, tokens=3)
    return (make_candidate(campaign).pk,), {}


def duels() -> Arguments:
    return (make_vote("duels", method=Method.PAIRWISE).slug,), {}


ACCESS = {
    "ideas:voting:vote": Entry(args=budget),
    "ideas:voting:costs": only("cm", "administrator", otherwise=403, args=budget),
    "ideas:voting:result": Entry(args=budget),
    "ideas:voting:receipt": Entry(args=budget),
    "ideas:voting:ballots": Entry(args=published),
    "ideas:voting:tokens": POST_ONLY.having(args=tokens),
    "ideas:pairwise:pairs": Entry(args=duels),
    "ideas:pairwise:order": Entry(args=duels),
}
