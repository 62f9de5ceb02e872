"""Equal shares, written straight from the paper: plain, slow, fractions everywhere, nothing shared with the real code
but the election and the tie key. What the real code says must be this."""

from fractions import Fraction

from ideas.counting.election import Election, tie_key


def rho_of(cost: int, purses: list[Fraction], utilities: list[int]) -> Fraction | None:
    """Return the ρ with Σ min(purse, ρ · utility) = cost; None if all purses together do not pay the cost.

    The sum grows with ρ in straight pieces that meet where somebody's purse is empty: ρ is looked for in each piece.
    """
    if sum(purses) < cost:
        return None
    for limit in sorted({purse / utility for purse, utility in zip(purses, utilities, strict=True)}):
        empty = [purse for purse, utility in zip(purses, utilities, strict=True) if purse / utility < limit]
        able = [utility for purse, utility in zip(purses, utilities, strict=True) if purse / utility >= limit]
        rho = (cost - sum(empty)) / Fraction(sum(able))
        if rho <= limit:
            return rho
    raise AssertionError("unreachable: all purses together pay the cost")


def equal_shares(
    election: Election, seed: str, endowment: Fraction
) -> tuple[list[str], list[dict[str, Fraction]], list[Fraction]]:
    """Return what is bought in order, what each ballot paid for what, and what each has left."""
    purses = [endowment for _ in election.ballots]
    paid: list[dict[str, Fraction]] = [{} for _ in election.ballots]
    bought: list[str] = []
    while True:
        options = []
        for project in election.projects:
            if project.id in bought:
                continue
            fans = [(n, b.points[project.id]) for n, b in enumerate(election.ballots) if project.id in b.points]
            if not fans:
                continue
            utilities = [election.utility(project, points) for _, points in fans]
            rho = rho_of(project.cost, [purses[n] for n, _ in fans], utilities)
            if rho is not None:
                options.append((rho, tie_key(seed, project.id), project.id, fans, utilities))
        if not options:
            return bought, paid, purses
        rho, _, name, fans, utilities = min(options, key=lambda option: option[:2])
        bought.append(name)
        for (n, _), utility in zip(fans, utilities, strict=True):
            pays = min(purses[n], rho * utility)
            purses[n] -= pays
            if pays:
                paid[n][name] = pays


def add1(election: Election, seed: str) -> tuple[list[str], Fraction]:
    """Return what is bought in order, and with which endowment, raising it by one unit at a time."""
    if not election.ballots:
        return [], Fraction(0)
    cost = {project.id: project.cost for project in election.projects}
    wanted = {name for ballot in election.ballots for name in ballot.points}
    endowment = Fraction(election.total, len(election.ballots))
    bought = equal_shares(election, seed, endowment)[0]
    raised = election.total // len(election.ballots)
    while any(cost[name] + sum(cost[b] for b in bought) <= election.total for name in wanted - set(bought)):
        raised += 1
        more = equal_shares(election, seed, Fraction(raised))[0]
        if sum(cost[name] for name in more) > election.total:
            break
        bought, endowment = more, Fraction(raised)
    return bought, endowment
