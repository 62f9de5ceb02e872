from typing import Any

from ideas.models import Idea, Method
from ideas.voting.closing import publish
from tests.bad_input.site import Form, Made
from tests.factories.voting import make_candidate, make_vote, vote


def values(made: Made) -> dict[str, dict[str, Any]]:
    budget = make_vote("bad-budget")
    vote(budget, made.author, [make_candidate(budget, "Trees", 40)])
    done = make_vote("bad-done")
    vote(done, made.reader, [make_candidate(done, "Bench", 40)])
    rulebook = done.rulebook
    done.close_voting(by=None)
    rulebook.refresh_from_db()
    publish(rulebook)
    coming = make_vote("bad-coming", opened=False)
    make_candidate(coming)
    tokens = make_candidate(make_vote("bad-tokens", method=Method.TOKENS, tokens=3), "Bees", None)
    duels = make_vote("bad-duels", method=Method.PAIRWISE)
    for title in ("One", "Other"):
        make_candidate(duels, title, None)
    return {
        "ideas:voting:vote": {"slug": budget.slug},
        "ideas:voting:costs": {"slug": coming.slug},
        "ideas:voting:result": {"slug": done.slug},
        "ideas:voting:receipt": {"slug": done.slug},
        "ideas:voting:ballots": {"slug": done.slug},
        "ideas:voting:tokens": {"pk": tokens.pk},
        "ideas:pairwise:pairs": {"slug": duels.slug},
        "ideas:pairwise:order": {"slug": duels.slug},
    }


def forms(made: Made) -> list[Form]:
    chosen, priced = (Idea.objects.get(campaign__slug=slug).pk for slug in ("bad-budget", "bad-coming"))
    return [
        Form("ideas:voting:vote", {"version": "1", f"idea-{chosen}": "1", "renew": "1"}),
        Form("ideas:voting:costs", {f"cost-{priced}": "1200"}),
        Form("ideas:voting:receipt", {"code": "ABCD-EFGH-JKLM-NPQR"}),
        Form("ideas:voting:tokens", {"points": "1", "seen": "0"}),
        Form("ideas:pairwise:pairs", {"pair": "x", "answer": "left"}),
    ]
