import uuid

from tests.architecture.access import EVERYONE, Arguments, Entry


def a_clause() -> Arguments:
    from tests.factories.charter import clause, publish_charter

    key = uuid.uuid4()
    publish_charter(clause("Respect", key=key))
    return (key,), {}


def an_amendment() -> Arguments:
    from ideas.amending.actions import propose
    from ideas.amending.clauses import clause_now
    from tests.factories.people import make_user

    (key,), _named = a_clause()
    clause = clause_now(str(key))
    assert clause is not None
    words = {**clause.words, "body_en": "<p>Other words.</p>"}
    idea = propose(clause, by=make_user(), title="Other words", why="<p>So.</p>", language="en", words=words)
    return (idea.pk,), {}


ACCESS = {
    "ideas:amending:choose": EVERYONE,
    "ideas:amending:propose": Entry(args=a_clause),
    # Only who wrote it; what others may read exists for them.
    "ideas:amending:change": Entry(employee=403, cm=403, leader=403, administrator=403, args=an_amendment),
}
