"""Living the company's past: each room tells its moments, and all of them happen in order under a clock set back.

So everything the verbs do is done (activities, counters, threads' numbers, follows, the log of decisions), dated by
when it happened, and what came first has the smaller number everywhere.
"""

from collections.abc import Callable, Iterator

from django.db import transaction

from intranet.demo.clock import TimeMachine
from intranet.demo.company import Company, Moment
from intranet.demo.loading import (
    attention,
    campaigns,
    charter,
    discussions,
    ideas,
    joinings,
    knowledge,
    living,
    moderation,
    people,
    questions,
    reviewing,
    searching,
    terms,
    trust,
    votes,
)

ROOMS = (
    *(people, charter, knowledge, discussions, ideas, campaigns, joinings, living, reviewing),
    *(votes, questions, terms, trust, searching, moderation, attention),
)

Progress = Callable[[int, int], None]


def all_moments(company: Company) -> list[Moment]:
    """Return every moment of the company, in the order it happened (rooms in turn where two share a minute)."""
    moments: Iterator[Moment] = (moment for room in ROOMS for moment in room.moments(company))
    return sorted(moments, key=lambda moment: moment.at)


@transaction.atomic
def load_company(progress: Progress) -> Company:
    """Load the whole company or nothing. Nobody else may be writing with this process's clock meanwhile."""
    company = Company()
    moments = all_moments(company)
    with TimeMachine().running() as machine:
        for number, moment in enumerate(moments, start=1):
            machine.set(moment.at)
            moment.do()
            progress(number, len(moments))
    return company
