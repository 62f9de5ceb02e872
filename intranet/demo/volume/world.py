"""What the makers of volume share: people to draw from, moments, and the activities that say what happened."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from intranet.accounts.models import Department, User
from intranet.contributions.models import Activity
from intranet.demo.volume.words import Words
from intranet.notifications.models import Follow

BATCH = 500


@dataclass
class World:
    rng: random.Random
    words: Words
    now: datetime
    people: list[User] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)

    def someone(self) -> User:
        return self.rng.choice(self.people)

    def once(self) -> datetime:
        """Return a moment of the three years before the last one."""
        return self.now - timedelta(days=self.rng.uniform(380, 1400))

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def happened(self, verb: str, *, by: User | None, target: models.Model, at: datetime, **data: Any) -> None:
        """Note an activity, handed out already: nobody is told, the index is rebuilt afterwards."""
        kind = ContentType.objects.get_for_model(target)
        self.activities.append(
            Activity(verb=verb, actor=by, target_type=kind, target_id=target.pk, data=data, at=at, dispatched_at=at)
        )

    def write_activities(self) -> None:
        self.activities.sort(key=lambda activity: activity.at)
        Activity.objects.bulk_create(self.activities, batch_size=BATCH)
        self.activities.clear()


def follow(pairs: "set[tuple[int | None, int]]", model: type[models.Model]) -> None:
    """Have people (``(user id, object id)``) follow what they wrote in, as the verbs do."""
    kind = ContentType.objects.get_for_model(model)
    rows = [Follow(user_id=user, target_type=kind, target_id=target) for user, target in pairs if user]
    rows.sort(key=lambda row: (row.user_id, row.target_id))
    Follow.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
