"""Who may hold a socket, listen to what, and for how long."""

import asyncio
import json

import pytest
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator

from intranet.accounts.models import Audience, User
from intranet.discussions.models import Discussion
from intranet.live import consumers
from intranet.live.hub import hub
from intranet.live.publishing import publish
from intranet.live.transports import Ticks
from tests.factories.discussions import make_room, make_thread
from tests.factories.people import make_department, make_user
from tests.live.client import ThreadClient
from tests.live.site import Site

PATIENCE = 30.0  # seconds, for what takes milliseconds unless the machine is busy


async def until(condition, seconds: float = 8.0) -> None:
    for _time in range(int(seconds * 20)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen")


async def closed_with(client: ThreadClient, code: int) -> None:
    await until(lambda: client.close_code is not None)
    assert client.close_code == code


async def test_somebody_deactivated_loses_the_open_socket_within_seconds(site: Site, discussion: Discussion) -> None:
    client = ThreadClient(site, "marc", discussion.pk)
    try:
        await client.connect()
        await until(lambda: client.seq == 1)
        await asyncio.to_thread(
            site.run, "from intranet.accounts.models import User; User.objects.get(username='marc').deactivate()"
        )
        await closed_with(client, consumers.SIGNED_OUT)
        client.close_code = None
        await client.connect(catch_up=False)
        await closed_with(client, consumers.SIGNED_OUT)
    finally:
        await client.leave()


async def test_signing_out_closes_the_sockets_of_that_session_only(site: Site, discussion: Discussion) -> None:
    here = ThreadClient(site, "marc", discussion.pk)
    await database_sync_to_async(site.sign_in)(await User.objects.aget(username="marc"))
    there = ThreadClient(site, "marc", discussion.pk, process=1)
    try:
        await here.connect()
        await there.connect()
        await until(lambda: here.seq == there.seq == 1)
        await here.http.post(here.base.replace("/discussions", "/accounts/logout/"))
        await closed_with(here, consumers.SIGNED_OUT)
        assert there.close_code is None
    finally:
        await asyncio.gather(here.leave(), there.leave())


async def test_a_thread_that_is_not_for_somebody_any_more_falls_silent(site: Site, discussion: Discussion) -> None:
    client = ThreadClient(site, "marc", discussion.pk)
    try:
        await client.connect()
        await until(lambda: client.seq == 1)
        await asyncio.to_thread(
            site.run,
            "from tests.factories.people import make_department\n"
            "from intranet.accounts.models import Audience\n"
            "from intranet.discussions.models import Room\n"
            "Room.objects.get().address_to(Audience.objects.for_departments([make_department('Finance')]))\n"
            "import time; time.sleep(0.5)",
        )
        await until(lambda: {"topic": client.topic, "listening": False} in client.heard)
        answer = await client.http.get(f"{client.base}/d/{discussion.pk}/events/?since=0")
        assert answer.status_code == 404
    finally:
        await client.leave()


async def test_what_is_not_for_somebody_cannot_be_listened_to(site: Site, discussion: Discussion) -> None:
    def restricted() -> Discussion:
        finance = make_department("Finance")
        insider = make_user(department=finance)
        room = make_room("Ledger", audience=Audience.objects.for_departments([finance]))
        return make_thread(insider, room=room).discussion

    secret = await database_sync_to_async(restricted)()
    other = await User.objects.aget(username="elise")
    client = ThreadClient(site, "marc", discussion.pk)
    try:
        await client.connect()
        for topic in (secret.topic, f"user.{other.pk}", "discussion.999", "discussion.x", "discussion.٣", "x", ""):
            await client.say(do="listen", topic=topic)
            await until(lambda topic=topic: {"topic": topic, "listening": False} in client.heard)
        mine = await User.objects.aget(username="marc")
        await client.say(do="listen", topic=f"user.{mine.pk}")
        await until(lambda: {"topic": f"user.{mine.pk}", "listening": True} in client.heard)
    finally:
        await client.leave()


async def test_nonsense_is_ignored_and_a_flood_is_cut_off(site: Site, discussion: Discussion) -> None:
    client = ThreadClient(site, "marc", discussion.pk)
    try:
        await client.connect()
        for nonsense in ("", "{", "[]", '"x"', "null", "[" * 1500, '{"do":"listen","topic":5}', "x" * 5000, b"\xff"):
            await client.socket.send(nonsense)
        await client.say(do="ping")
        await until(lambda: {"pong": True} in client.heard)
        for _time in range(consumers.MESSAGES_A_MINUTE + 30):
            await client.say(do="ping")
        await closed_with(client, consumers.UNRULY)
    finally:
        await client.leave()


async def test_nobody_listens_without_signing_in_or_from_another_site(site: Site, discussion: Discussion) -> None:
    stranger = ThreadClient(site, "marc", discussion.pk)
    stranger.headers["Cookie"] = "sessionid=nothing"
    await stranger.connect(catch_up=False)
    await closed_with(stranger, consumers.SIGNED_OUT)
    await stranger.leave()


async def test_people_see_who_else_is_there_and_who_writes(site: Site, discussion: Discussion) -> None:
    elise, marc = ThreadClient(site, "elise", discussion.pk), ThreadClient(site, "marc", discussion.pk, process=1)

    def names(client: ThreadClient) -> set[str]:
        latest = {m["present"]["at"]: m["present"]["people"] for m in client.heard if "present" in m}
        return {person["name"] for people in latest.values() for person in people}

    try:
        await elise.connect()
        await marc.connect()
        await until(lambda: names(elise) == names(marc) == {"Elise", "Marc"})
        await asyncio.sleep(consumers.WRITING_EVERY)
        await marc.say(do="writing", topic=marc.topic)
        await until(lambda: any("writing" in m and m["writing"]["name"] == "Marc" for m in elise.heard))
        marc.cut()
        await until(lambda: names(elise) == {"Elise"})
    finally:
        await asyncio.gather(elise.leave(), marc.leave())


@pytest.mark.django_db(transaction=True)
async def test_a_client_that_does_not_keep_up_is_dropped_and_the_others_are_not(employee: User) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    discussion = (await database_sync_to_async(make_thread)(employee)).discussion

    def communicator(path: str) -> WebsocketCommunicator:
        made = WebsocketCommunicator(consumers.LiveConsumer.as_asgi(), path)
        made.scope |= {"user": employee, "session": SessionStore()}
        return made

    slow, quick = communicator("/ws/slow/"), communicator("/ws/")
    for each in (slow, quick):
        await each.connect(PATIENCE)
    first, second = hub().clients
    stuck, alive = (first, second) if first.scope["path"] == "/ws/slow/" else (second, first)
    for client in (stuck, alive):
        hub().join(client, discussion.topic, present=False)

    async def never(*args: object, **kwargs: object) -> None:
        await asyncio.Event().wait()

    stuck.send = never
    for number in range(consumers.QUEUE + 10):
        hub().deliver({"topic": discussion.topic, "n": number})
        while json.loads(await quick.receive_from(PATIENCE)).get("n") != number:
            pass  # what else a socket hears: that hints may have been missed before it listened
    assert stuck not in hub().clients
    assert alive in hub().clients
    while (last := await slow.receive_output(PATIENCE))["type"] != "websocket.close":
        pass  # the hint that it was sending before
    assert last["code"] == consumers.SLOW
    for each in (slow, quick):
        await each.disconnect(timeout=PATIENCE)


def test_a_missing_tick_means_that_hints_may_be_missing() -> None:
    losses: list[int] = []
    ticks = Ticks(lambda: losses.append(1))
    for number in (4, 5, 6, 9, 10):
        ticks.heard(number)
    assert losses == [1]


@pytest.mark.django_db
def test_a_hint_of_a_change_that_is_rolled_back_is_never_sent(monkeypatch, django_capture_on_commit_callbacks) -> None:
    from intranet.live import publishing

    sent: list[dict[str, object]] = []

    class Recorder:
        def send(self, message: dict[str, object]) -> None:
            sent.append(message)

    monkeypatch.setattr(publishing, "transport", Recorder)
    with django_capture_on_commit_callbacks(execute=False):
        publish("user.1", {"kind": "notification"})
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):
        publish("user.1", {"kind": "notification"})
    assert sent == [{"topic": "user.1", "kind": "notification"}]
