"""Rooms, threads and messages for tests, made by the same verbs as on the site."""

import uuid
from typing import Any

from intranet.accounts.models import Audience, User
from intranet.discussions import actions
from intranet.discussions.models import Discussion, Post, Room, Thread


def make_room(name: str = "Canteen", audience: Audience | None = None, **attributes: Any) -> Room:
    from django.utils.text import slugify

    return Room.objects.create(name=name, slug=slugify(name), audience=audience, **attributes)


def make_thread(
    by: User, *, room: Room | None = None, title: str = "Shorter meetings", body: str = "<p>Shall we?</p>"
) -> Thread:
    room = room or Room.objects.filter(slug="canteen").first() or make_room()
    return actions.open_thread(by=by, room=room, title=title, body=body, client_id=uuid.uuid4())


def make_post(by: User, discussion: Discussion, body: str = "<p>Good idea.</p>", **attributes: Any) -> Post:
    return actions.post(by=by, discussion=discussion, body=body, client_id=uuid.uuid4(), **attributes)
