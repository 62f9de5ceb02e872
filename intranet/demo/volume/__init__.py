"""Volume for measuring: a company as large as one wants, made of the demo's own sentences.

Rows are inserted in bulk, beside the verbs, and everything the verbs would keep is kept: counters, sequence numbers,
revisions, follows, activities (handed out already). The same scale makes the same company. It lies a year and more in
the past, so that the written company stays on top of what is new; one thread and one idea of 200 messages are recent.
"""

import random
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.demo.volume.articles import add_articles
from intranet.demo.volume.ideas import add_ideas
from intranet.demo.volume.opinions import add_opinions
from intranet.demo.volume.people import DOMAIN, add_people
from intranet.demo.volume.questions import add_questions
from intranet.demo.volume.threads import add_threads
from intranet.demo.volume.words import Words
from intranet.demo.volume.world import World

# How much is added for each unit of scale.
PEOPLE, ARTICLES, IDEAS, THREADS, QUESTIONS = 40, 100, 25, 15, 30

Say = Callable[[str], None]


def grow(scale: int, *, say: Say) -> bool:
    """Add ``scale`` times the company; return whether anything was added (not when volume is there already)."""
    if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
        return False
    rng = random.Random(f"parvis {scale}")  # noqa: S311  (repeatable, not secret)
    with transaction.atomic():
        world = World(rng=rng, words=Words(rng), now=timezone.now())
        say(f"Adding {PEOPLE * scale} people…")
        add_people(world, PEOPLE * scale)
        say(f"Adding {ARTICLES * scale} articles…")
        add_articles(world, ARTICLES * scale)
        say(f"Adding {IDEAS * scale} ideas…")
        add_ideas(world, IDEAS * scale)
        say("Adding votes on the opinion map…")
        add_opinions(world)
        say(f"Adding {THREADS * scale} threads…")
        add_threads(world, THREADS * scale)
        say(f"Adding {QUESTIONS * scale} questions…")
        add_questions(world, QUESTIONS * scale)
        world.write_activities()
    say("The search index does not know the volume yet: run manage.py rebuild_search.")
    return True
