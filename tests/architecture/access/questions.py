"""Questions: everybody asks and answers; who asked, and who looks after the knowledge base, settles."""

from tests.architecture.access import EVERYONE, POST_ONLY, Arguments, Entry, only
from tests.factories.questions import make_answer, make_question


def question() -> Arguments:
    return (make_question().pk,), {}


def its_page() -> Arguments:
    found = make_question()
    return (found.pk, found.slug), {}


def answer() -> Arguments:
    found = make_answer()
    return (found.question_id, found.pk), {}


def answered() -> Arguments:
    found = make_answer()
    found.question.accept(found, by=found.question.author)
    return (found.question_id,), {}


def merged() -> Arguments:
    found = make_question()
    found.merge_into(make_question(title="What oil for beech?"), by=found.author)
    return (found.pk,), {}


def discussion() -> Arguments:
    from tests.factories.discussions import make_thread
    from tests.factories.people import make_user

    return (make_thread(make_user()).discussion_id,), {}


_SETTLERS = only("cm", "administrator", otherwise=403)
_MINE = Entry(employee=403, cm=403, leader=403, administrator=403)

ACCESS = {
    "knowledge:questions:list": EVERYONE,
    "knowledge:questions:ask": EVERYONE,
    "knowledge:questions:similar": EVERYONE,
    # What "answers me" must be named: without it there is nothing.
    "knowledge:questions:answered": Entry(method="post", employee=404, cm=404, leader=404, administrator=404),
    "knowledge:questions:short": Entry(employee=302, cm=302, leader=302, administrator=302, args=question),
    "knowledge:questions:detail": Entry(args=its_page),
    "knowledge:questions:history": Entry(args=question),
    "knowledge:questions:edit": _MINE.having(args=question),
    "knowledge:questions:take_back": _MINE.having(args=question),
    "knowledge:questions:take_back_answer": _MINE.having(args=answer),
    "knowledge:questions:vote": POST_ONLY.having(args=question),
    "knowledge:questions:accept": Entry(
        method="post", employee=403, cm=403, leader=403, administrator=403, args=answered
    ),
    "knowledge:questions:close": _SETTLERS.having(args=question),
    "knowledge:questions:merge": _SETTLERS.having(args=question),
    "knowledge:questions:reopen": only("cm", "administrator", otherwise=403, status=302, method="post", args=question),
    "knowledge:questions:unmerge": only("cm", "administrator", otherwise=403, status=302, method="post", args=merged),
    "knowledge:questions:not_me": POST_ONLY.having(args=question),
    "knowledge:questions:article": Entry(args=answered),
    "knowledge:questions:give": Entry(args=question),
    "knowledge:questions:answer": Entry(args=answer),
    "knowledge:questions:edit_answer": _MINE.having(args=answer),
    "knowledge:questions:vote_answer": POST_ONLY.having(args=answer),
    "knowledge:questions:answer_history": Entry(args=answer),
    "knowledge:questions:harvest": Entry(args=discussion),
}
