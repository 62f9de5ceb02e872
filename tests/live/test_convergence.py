"""Provable delivery: whatever happens to its socket, a browser ends up showing the same thread as all the others."""

import asyncio
import random
import re
import uuid

from intranet.discussions.models import Discussion
from tests.live.client import ThreadClient
from tests.live.site import Site

CLIENTS, SECONDS = 12, 5.0


async def settled(clients: list[ThreadClient]) -> None:
    """Wait until everybody has come to the last number (hints travel), for ten seconds at most."""
    for _time in range(100):
        _posts, last = await clients[0].fresh()
        if all(client.seq == last for client in clients):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"not settled: {[client.seq for client in clients]}, last {last}")


async def act_at_random(client: ThreadClient, dice: random.Random) -> None:
    mine = sorted(client.posts)
    choice = dice.random()
    if choice < 0.5 or not mine:
        await client.post(f"<p>{dice.random()}</p>")
        return
    _version, html, _own = client.posts[dice.choice(mine)]
    post = int(re.search(r'data-id="(\d+)"', html)[1])
    if choice < 0.8:
        await client.act(post, "react", name=dice.choice(["agree", "thanks"]), on=dice.choice("01"))
    elif choice < 0.95:
        await client.act(post, "edit", body=f"<p>changed {dice.random()}</p>")
    else:
        await client.act(post, "delete")


async def live_a_while(client: ThreadClient, dice: random.Random, until: float) -> None:
    loop = asyncio.get_running_loop()
    await client.connect()
    while loop.time() < until:
        if dice.random() < 0.25:
            client.cut()
            await asyncio.sleep(dice.random() * 0.6)
        if client.socket is None and dice.random() < 0.7:
            await client.connect()
        if dice.random() < 0.5:
            await act_at_random(client, dice)
        await asyncio.sleep(dice.random() * 0.15)


async def test_browsers_whose_sockets_are_cut_at_random_end_up_the_same(site: Site, discussion: Discussion) -> None:
    names = list(site.sessions)
    clients = [ThreadClient(site, names[n % len(names)], discussion.pk, process=n) for n in range(CLIENTS)]
    dice = random.Random(20261121)
    until = asyncio.get_running_loop().time() + SECONDS
    try:
        await asyncio.gather(*(live_a_while(c, random.Random(dice.random()), until) for c in clients))
        for client in clients:
            if client.socket is None:
                await client.connect()
        await settled(clients)
        for client in clients:
            posts, seq = await client.fresh()
            assert seq == client.seq
            assert client.posts == posts
        common = [{n: (v, html) for n, (v, html, _own) in client.posts.items()} for client in clients]
        assert all(state == common[0] for state in common)
        assert sorted(common[0]) == list(range(1, len(common[0]) + 1))
        assert len(common[0]) > 20
    finally:
        await asyncio.gather(*(client.leave() for client in clients))


async def test_a_laptop_that_slept_catches_up_and_one_that_slept_too_long_starts_afresh(
    site: Site, discussion: Discussion
) -> None:
    sleeper, awake = ThreadClient(site, "elise", discussion.pk), ThreadClient(site, "marc", discussion.pk, process=1)
    try:
        await sleeper.connect()
        await awake.connect()
        await settled([sleeper, awake])
        sleeper.cut()
        for number in range(5):
            assert (await awake.post(f"<p>{number}</p>")).status_code == 201
        await settled([awake])
        assert sleeper.seq == 1
        await sleeper.connect()
        await settled([sleeper, awake])
        assert sleeper.posts.keys() == awake.posts.keys()
        assert sleeper.resets == 0
        for strange in ("", "-1", "x", "99999999", "٣", "9" * 40):
            answer = await awake.http.get(f"{awake.base}/d/{discussion.pk}/events/?since={strange}")
            assert answer.json()["reset"] is True
    finally:
        await asyncio.gather(sleeper.leave(), awake.leave())


async def test_the_same_message_sent_again_after_a_lost_answer_is_one(site: Site, discussion: Discussion) -> None:
    client = ThreadClient(site, "elise", discussion.pk)
    try:
        once = uuid.uuid4()
        answers = await asyncio.gather(*(client.post("<p>Once</p>", once) for _time in range(8)))
        assert {answer.json()["number"] for answer in answers} == {2}
        posts, _seq = await client.fresh()
        assert len(posts) == 2
    finally:
        await client.leave()


async def test_what_another_process_changes_reaches_the_sockets(site: Site, discussion: Discussion) -> None:
    """The worker, a command: processes without sockets."""
    client = ThreadClient(site, "elise", discussion.pk)
    try:
        await client.connect()
        await settled([client])
        await asyncio.sleep(0.5)  # the relay is being listened to
        await asyncio.to_thread(
            site.run,
            "from intranet.accounts.models import User\n"
            "from intranet.discussions.models import Discussion\n"
            "from tests.factories.discussions import make_post\n"
            "import time\n"
            f"make_post(User.objects.get(username='marc'), Discussion.objects.get(pk={discussion.pk}))\n"
            "time.sleep(0.5)",
        )
        for _time in range(30):
            if client.seq == 2:
                break
            await asyncio.sleep(0.1)
        assert client.seq == 2
    finally:
        await client.leave()
