"""The whole count of one published file, as plain data: what is stored, shown and recomputed by anybody."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ideas.counting.completion import Shares, equal_shares
from ideas.counting.election import Election, tie_key
from ideas.counting.explaining import Loss, losses_of_greedy, losses_of_shares
from ideas.counting.greedy import greedy
from ideas.counting.pabulib import BadFile

BUDGET, TOKENS, SUPPORT = "budget", "tokens", "support"
EQUAL_SHARES, GREEDY = "equal_shares", "greedy"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rulebook says of the count. A published file carries it in its META."""

    method: str = BUDGET
    rule: str = EQUAL_SHARES
    completion: str = "add1"
    tie_break: str = ""

    @classmethod
    def of(cls, election: Election) -> "Rules":
        """Read the rules from a file's META; a file from elsewhere is counted as a budget with equal shares and Add1."""
        meta = election.meta
        rules = cls(
            method=meta.get("method", BUDGET),
            rule=meta.get("rule", EQUAL_SHARES) if "tie_break" in meta else EQUAL_SHARES,
            completion=meta.get("completion", "add1"),
            tie_break=meta.get("tie_break", ""),
        )
        known = (
            ("method", rules.method, (BUDGET, TOKENS, SUPPORT)),
            ("rule", rules.rule, (EQUAL_SHARES, GREEDY)),
            ("completion", rules.completion, ("add1", "none")),
        )
        for key, value, values in known:
            if value not in values:
                raise BadFile(0, f"META: “{key}” must be one of {', '.join(values)}, not “{value[:40]}”")
        return rules


def tally(election: Election, rules: Rules) -> dict[str, Any]:
    """Count ``election`` by ``rules``. Money that is not whole is written as a fraction, exactly ("200/3")."""
    head = {
        "method": rules.method,
        "ballots": len(election.ballots),
        "tie_break": rules.tie_break,
        "turnout": {"votes": sum(election.votes.values()), "points": sum(election.points.values())},
    }
    if rules.method != BUDGET:
        imported = imported_supports(election)
        if imported:
            head |= {"imported_supports": sum(imported.values())}
        return head | {"ranking": _ranking(election, rules, imported)}
    steps = greedy(election, rules.tie_break)
    by_greedy = [step.project for step in steps if step.chosen]
    moments = {step.project: step.money for step in steps if not step.chosen}
    head |= {"rule": rules.rule, "completion": rules.completion, "total": election.total, "greedy": by_greedy}
    if rules.rule == GREEDY:
        chosen = [_project(election, name) | {"how": GREEDY} for name in by_greedy]
        losses = losses_of_greedy(election, moments)
    else:
        shares = equal_shares(election, rules.tie_break, completion=rules.completion)
        chosen, losses = _bought(election, shares), losses_of_shares(shares)
        part = Fraction(election.total, len(election.ballots)) if election.ballots else Fraction(0)
        head |= {"equal_part": str(part), "endowment": str(shares.outcome.endowment)}
    spent = sum(entry["cost"] for entry in chosen)
    return head | {
        "chosen": chosen,
        "lost": [_project(election, loss.project) | _loss(loss) for loss in _by_points(election, losses, rules)],
        "spent": spent,
        "left": election.total - spent,
    }


def imported_supports(election: Election) -> dict[str, int]:
    """Return {project id: supports that came with an import}, as the META names them: said beside the count, never in it."""
    found: dict[str, int] = {}
    for pair in election.meta.get("imported_supports", "").split():
        name, _, number = pair.partition("=")
        if name not in election.by_id or not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise BadFile(0, f"META: “imported_supports” must be a list of idea=supports, not “{pair[:40]}”")
        found[name] = int(number)
    return found


def winners(result: dict[str, Any]) -> list[str]:
    """Return the ids that a result names, best first."""
    return [entry["id"] for entry in result.get("chosen", result.get("ranking", ()))]


def _project(election: Election, name: str) -> dict[str, Any]:
    project = election.by_id[name]
    return {
        "id": name,
        "name": project.name,
        "cost": project.cost,
        "votes": election.votes[name],
        "points": election.points[name],
    }


def _bought(election: Election, shares: Shares) -> list[dict[str, Any]]:
    """Describe the winners: how many paid, the most that one paid, and how many gave the last that they had."""
    prepared, paid, left = shares.prepared, shares.outcome.paid, shares.outcome.left
    wanting = dict(zip(prepared.names, prepared.supporters, strict=True))
    entries = []
    for purchase in shares.outcome.purchases:
        amounts = [
            (paid[group].get(purchase.project, Fraction(0)), weight, left[group])
            for group, _, weight in wanting[purchase.project]
        ]
        entries.append(
            _project(election, purchase.project)
            | {
                "how": EQUAL_SHARES,
                "rho": str(purchase.rho),
                "payers": sum(weight for amount, weight, _ in amounts if amount),
                "most": str(max(amount for amount, _, _ in amounts)),
            }
        )
    return entries + [_project(election, name) | {"how": "filled"} for name in shares.filled]


def _loss(loss: Loss) -> dict[str, str]:
    return {"why": loss.why.value, "had": str(loss.had), "missing": str(loss.missing)}


def _by_points(election: Election, losses: list[Loss], rules: Rules) -> list[Loss]:
    return sorted(losses, key=lambda loss: (-election.points[loss.project], tie_key(rules.tie_break, loss.project)))


def _ranking(election: Election, rules: Rules, imported: dict[str, int]) -> list[dict[str, Any]]:
    order = sorted(election.projects, key=lambda p: (-election.points[p.id], tie_key(rules.tie_break, p.id)))
    return [
        _project(election, project.id) | ({"imported": imported[project.id]} if project.id in imported else {})
        for project in order
    ]
