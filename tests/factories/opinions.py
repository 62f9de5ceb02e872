"""Opinion maps for tests: opened on the idea box, and voted on in bulk where many people are needed."""

import random
from typing import Any

from ideas.models import Campaign
from ideas.opinions.models import Opinion, OpinionMap, Statement
from intranet.accounts.models import User
from tests.factories.people import make_user


def make_map(campaign: Campaign | None = None, question: str = "What would make meetings better?") -> OpinionMap:
    return OpinionMap.begin(campaign or Campaign.objects.open_box(), by=make_user(), question=question)


def make_statement(opinion_map: OpinionMap | None = None, author: User | None = None, **said: Any) -> Statement:
    texts = {"text": "Meetings should begin on time", "language": "en"}
    return Statement.add(opinion_map or make_map(), by=author or make_user(), **{**texts, **said})


def crowd(opinion_map: OpinionMap, *, people: int, statements: int, camps: int = 2, noise: float = 0.1) -> list[User]:
    """Have ``people`` vote on ``statements`` new ones, in ``camps`` that disagree on all but the first two."""
    chance = random.Random(7)
    voters = User.objects.bulk_create(
        [User(username=f"voter{n}", email=f"voter{n}@example.org", display_name=f"Voter {n}") for n in range(people)]
    )
    author = voters[0]
    rows = Statement.objects.bulk_create(
        [
            Statement(map=opinion_map, author=author, language="en", text=f"Statement number {n}")
            for n in range(statements)
        ]
    )
    sides = [[chance.choice((1, -1)) for _row in rows] for _camp in range(camps)]
    opinions = []
    for number, voter in enumerate(voters):
        side = sides[number % camps]
        for column, row in enumerate(rows):
            value = 1 if column < 2 else side[column]
            opinions.append(Opinion(statement=row, user=voter, value=-value if chance.random() < noise else value))
    Opinion.objects.bulk_create(opinions)
    OpinionMap.objects.filter(pk=opinion_map.pk).update(stale=True)
    return voters
