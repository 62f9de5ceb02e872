from hypothesis import strategies as st

from ideas.counting.election import Ballot, Election, Kind, Project


@st.composite
def elections(draw: st.DrawFn, *, most_ballots: int = 9, most_projects: int = 7, dear: int = 40) -> Election:
    """Small elections full of ties: few different costs and points, like ballots, projects that nobody wants or pays."""
    kind = draw(st.sampled_from(Kind))
    costs = draw(st.lists(st.integers(1, dear), min_size=1, max_size=most_projects))
    projects = [Project(f"p{n}", cost) for n, cost in enumerate(costs)]
    points = st.just(1) if kind is Kind.APPROVAL else st.integers(1, 5)
    ballots = draw(
        st.lists(
            st.dictionaries(st.sampled_from([p.id for p in projects]), points, max_size=len(projects)),
            max_size=most_ballots,
        )
    )
    total = draw(st.integers(1, dear * 4))
    return Election(total, projects, [Ballot(str(n), named) for n, named in enumerate(ballots)], kind)
