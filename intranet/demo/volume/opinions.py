"""An opinion map that has its voters: three camps that agree on a few things."""

from datetime import timedelta

from django.db.models import Count, Q

from ideas.models import Campaign
from ideas.opinions.mapping import draw
from ideas.opinions.models import Opinion, OpinionMap, Statement
from intranet.demo.volume.world import BATCH, World

STATEMENTS, CAMPS, AGREED = 30, 3, 4
MOST = 600


def add_opinions(world: World) -> None:
    """Have the people of the volume vote on the map of the idea box, and draw it."""
    campaign = Campaign.objects.open_box()
    found, _made = OpinionMap.objects.get_or_create(
        campaign=campaign, defaults={"question": "Qu’est-ce qui rendrait nos réunions utiles\u202f?"}
    )
    known = list(Statement.objects.filter(map=found).order_by("pk"))
    new = [
        Statement(
            map=found,
            author=world.someone(),
            language="fr",
            text=world.words.title("fr")[:200],
            created_at=world.once(),
        )
        for _ in range(STATEMENTS - len(known))
    ]
    statements = known + Statement.objects.bulk_create(new)
    sides = [[world.rng.choice((1, -1)) for _row in statements] for _camp in range(CAMPS)]
    rows = []
    for number, person in enumerate(world.people[:MOST]):
        for column, statement in enumerate(statements):
            if statement.author_id == person.pk or world.rng.random() < 0.35:
                continue
            side = 1 if column < AGREED else sides[number % CAMPS][column]
            value = world.rng.choice((0, -side)) if world.rng.random() < 0.2 else side
            rows.append(Opinion(statement=statement, user=person, value=value, at=world.now - timedelta(days=1)))
    Opinion.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    counted = Statement.objects.filter(map=found).annotate(
        a=Count("opinions", filter=Q(opinions__value=1)),
        d=Count("opinions", filter=Q(opinions__value=-1)),
        p=Count("opinions", filter=Q(opinions__value=0)),
    )
    for statement in counted:
        statement.agrees, statement.disagrees, statement.passes = statement.a, statement.d, statement.p
        statement.save(update_fields=["agrees", "disagrees", "passes"])
    draw(found.pk)
