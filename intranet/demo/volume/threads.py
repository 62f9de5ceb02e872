from datetime import timedelta

from intranet.demo.volume.conversations import Talk, converse
from intranet.demo.volume.world import BATCH, World
from intranet.discussions.models import Discussion, Room, Thread

LONG = 200


def add_threads(world: World, count: int) -> None:
    """Add ``count`` threads to the rooms; the last one is recent, lively and 200 messages long."""
    rooms = list(Room.objects.filter(audience=None, archived_at=None).order_by("pk"))
    discussions = Discussion.objects.bulk_create(
        [Discussion(kind="thread") for _thread in range(count)], batch_size=BATCH
    )
    threads = []
    for discussion in discussions:
        language = world.words.language()
        title, at = world.words.title(language), world.once()
        if discussion is discussions[-1]:
            title, language, at = "Deux cents messages sur le même sujet", "fr", world.now - timedelta(days=4)
        threads.append(
            Thread(
                author=world.someone(),
                room=world.rng.choice(rooms),
                language=language,
                title=title,
                discussion=discussion,
                created_at=at,
            )
        )
    threads = Thread.objects.bulk_create(threads, batch_size=BATCH)
    talks = []
    for thread in threads:
        world.happened("thread.created", by=thread.author, target=thread, at=thread.created_at, room=thread.room_id)
        is_long = thread is threads[-1]
        length = LONG if is_long else world.rng.randint(2, 18)
        talks.append(Talk(thread, thread.discussion, thread.created_at, length, thread.author_id, lively=is_long))
    converse(world, talks)
