"""What people do in the room, and what they read."""

from ideas.models import Idea
from tests.factories.people import make_user


def text(response):
    return " ".join(response.content.decode().split())


def decide(browser, review, idea, **sent):
    data = {
        "status": "planned",
        "answer": "<p>In spring.</p>",
        "expected": Idea.objects.get(pk=idea.pk).last_decision_id or 0,
        **sent,
    }
    return browser.post(review.url("decide", idea.pk), data)


def crowd(department, count):
    return [make_user(department=department) for _ in range(count)]
