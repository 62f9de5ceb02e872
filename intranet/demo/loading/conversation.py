"""What is said under a subject, whatever it is: messages, answers and reactions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from intranet.core.richtext import guess_language
from intranet.demo.company import Company, Moment, stable_id
from intranet.demo.reading import Message, messages
from intranet.discussions import actions
from intranet.discussions.models import Discussion, Post

# Reactions come a little after the message, one after the other, the first within minutes.
_FIRST, _NEXT = timedelta(minutes=4), timedelta(minutes=11)


def messages_of(
    company: Company, subject: str, text: str, discussion: Callable[[], Discussion], *, start: int = 0
) -> Iterator[Moment]:
    """Yield the moments of a conversation, from message ``start`` on. ``discussion`` is asked for when one is due."""
    for number, message in list(enumerate(messages(text)))[start:]:
        yield company.moment(message.at, partial(_say, company, subject, message, number, discussion))
        yield from reactions_to(company, subject, message, number)


def reactions_to(company: Company, subject: str, message: Message, number: int) -> Iterator[Moment]:
    said = company.calendar.at(message.at)
    given = [(name, who) for name, people in message.reactions.items() for who in people]
    for order, (name, who) in enumerate(given):
        yield Moment(said + _FIRST + order * _NEXT, partial(_react, company, f"{subject}/{number}", who, name))


def remember(company: Company, subject: str, message: Message, number: int, post: Post) -> None:
    company.posts[f"{subject}/{number}"] = post
    if message.id:
        company.posts[f"{subject}/{message.id}"] = post


def _say(company: Company, subject: str, message: Message, number: int, discussion: Callable[[], Discussion]) -> None:
    body = company.html(message.text, profile="post")
    answered = str(number + int(message.to)) if message.to.startswith("-") else message.to
    post = actions.post(
        by=company.people[message.by],
        discussion=discussion(),
        body=body,
        client_id=stable_id(subject, str(number)),
        parent=company.posts[f"{subject}/{answered}"] if answered else None,
        language=guess_language(body) or company.people[message.by].language,
    )
    remember(company, subject, message, number, post)


def _react(company: Company, post: str, who: str, name: str) -> None:
    actions.react(company.posts[post], by=company.people[who], name=name, on=True)
