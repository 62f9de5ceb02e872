from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

from intranet.accounts.models import User
from intranet.demo.volume.world import BATCH, World, follow
from intranet.discussions.models import Discussion, Post, Reaction, ReadPosition, ThreadEvent

Kind = ThreadEvent.Kind


@dataclass
class Talk:
    """A conversation to be made: under what, from when on, how many messages, by whom the first."""

    subject: models.Model
    discussion: Discussion
    start: datetime
    count: int
    first: int | None = None
    lively: bool = False


def converse(world: World, talks: Iterable[Talk]) -> None:
    """Write the messages of ``talks`` with their reactions, numbers, events, counters, read positions and follows."""
    posts: list[Post] = []
    given: list[list[tuple[int, str]]] = []
    events: list[tuple[int, ThreadEvent]] = []
    positions: dict[tuple[int, int], int] = {}
    answers: list[tuple[int, int]] = []
    followers: set[tuple[int | None, int]] = set()
    discussions = []
    for talk in talks:
        opening, at = len(posts), talk.start
        for number in range(1, talk.count + 1):
            author = talk.first if number == 1 and talk.first else world.someone().pk
            post = _post(world, talk, number, author, at)
            reactions = _reactions(world, author, lively=talk.lively)
            post.reaction_counts = _counted(reactions)
            for kind in [Kind.POSTED, *[Kind.REACTED] * len(reactions)]:
                talk.discussion.last_seq += 1
                event = ThreadEvent(discussion=talk.discussion, seq=talk.discussion.last_seq, kind=kind, at=at)
                events.append((len(posts), event))
            post.version = talk.discussion.last_seq
            if number > 2 and world.rng.random() < 0.15:
                answers.append((len(posts), opening + world.rng.randrange(number - 1)))
            positions[author, talk.discussion.pk] = number
            followers.add((author, talk.subject.pk))
            posts.append(post)
            given.append(reactions)
            talk.discussion.last_posted_at = at
            at += timedelta(minutes=world.rng.uniform(3, 300) if not talk.lively else world.rng.uniform(1, 20))
        talk.discussion.last_number = talk.discussion.post_count = talk.count
        discussions.append(talk.discussion)
        subject = type(talk.subject)
    if not posts:
        return
    _write(posts, given, events, answers)
    counters = ["last_seq", "last_number", "post_count", "last_posted_at"]
    Discussion.objects.bulk_update(discussions, counters, batch_size=BATCH)
    rows = [ReadPosition(user_id=who, discussion_id=where, last_number=n) for (who, where), n in positions.items()]
    ReadPosition.objects.bulk_create(rows, batch_size=BATCH)
    follow(followers, subject)
    people: dict[int | None, User] = {person.pk: person for person in world.people}
    for post in posts:
        about = {"discussion": post.discussion_id, "number": post.number, "kind": post.discussion.kind}
        world.happened("post.created", by=people[post.author_id], target=post, at=post.created_at, **about)


def _post(world: World, talk: Talk, number: int, author: int, at: datetime) -> Post:
    body = "".join(world.words.remark() for _paragraph in range(world.rng.choice((1, 1, 1, 2, 3))))
    return Post(
        author_id=author,
        audience_id=talk.discussion.audience_id,
        language=world.words.language(),
        discussion=talk.discussion,
        number=number,
        body=body,
        client_id=world.uuid(),
        created_at=at,
    )


def _reactions(world: World, author: int, *, lively: bool) -> list[tuple[int, str]]:
    """Choose who reacts with what: few to most messages, several to each of a lively conversation."""
    most = world.rng.randint(1, 6) if lively else max(0, world.rng.randint(-3, 4))
    who = {person.pk for person in world.rng.sample(world.people, min(most, len(world.people)))} - {author}
    return [(pk, world.rng.choice(Reaction.Name.values)) for pk in sorted(who)]


def _counted(reactions: list[tuple[int, str]]) -> dict[str, int]:
    names = [name for _who, name in reactions]
    return {name: names.count(name) for name in Reaction.Name.values if name in names}


def _write(
    posts: list[Post],
    given: list[list[tuple[int, str]]],
    events: list[tuple[int, ThreadEvent]],
    answers: list[tuple[int, int]],
) -> None:
    Post.objects.bulk_create(posts, batch_size=BATCH)
    rows = [
        Reaction(post=post, user_id=who, name=name, at=post.created_at)
        for post, reactions in zip(posts, given, strict=True)
        for who, name in reactions
    ]
    Reaction.objects.bulk_create(rows, batch_size=BATCH)
    for position, event in events:
        event.post = posts[position]
    ThreadEvent.objects.bulk_create([event for _position, event in events], batch_size=BATCH)
    for answer, answered in answers:
        posts[answer].parent = posts[answered]
    Post.objects.bulk_update([posts[answer] for answer, _answered in answers], ["parent"], batch_size=BATCH)
