"""Fifty people at once while ideas are merged and separated: no support is lost, none doubled."""

import pytest
from django.db.models import Count

from ideas.errors import NotOpenToSupport
from ideas.joining import proposing
from ideas.models import Idea, Support, SupportEvent
from ideas.voting.audit import differences
from tests.factories.ideas import make_idea
from tests.factories.people import make_user
from tests.threads import raised_at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def fresh(idea):
    return Idea.objects.select_related("campaign").get(pk=idea.pk)


def audited(*ideas):
    for idea in ideas:
        rows = Support.objects.filter(idea=idea).count()
        logged = sum(SupportEvent.objects.filter(idea=idea).values_list("change", flat=True))
        assert fresh(idea).support_count == rows == logged
    assert list(differences()) == []
    assert not Support.objects.values("idea", "user").annotate(n=Count("pk")).filter(n__gt=1).exists()


def test_supporting_either_idea_while_they_are_merged_loses_and_doubles_nothing():
    author = make_user()
    source, target = make_idea(author), make_idea(author)
    people = [make_user() for _ in range(49)]
    given = {source.pk: set(), target.pk: set()}

    def give(person, idea):
        fresh(idea).support(by=person)
        given[idea.pk].add(person.pk)

    works = [lambda p=p, n=n: give(p, source if n % 2 else target) for n, p in enumerate(people)]
    works.append(lambda: proposing.propose_merge(fresh(source), fresh(target), by=author, why="Same"))
    raised = raised_at_once(*works)
    assert all(isinstance(error, NotOpenToSupport) for error in raised), raised
    assert fresh(source).status == "merged"
    counted = set(Support.objects.filter(idea=target).values_list("user_id", flat=True))
    assert counted == given[source.pk] | given[target.pk]
    assert len(counted) == 49 - len(raised)
    audited(source, target)


def test_supports_withdrawals_and_separating_at_once_give_each_idea_its_own():
    author = make_user()
    source, target = make_idea(author), make_idea(author)
    theirs, both, new = ([make_user() for _ in range(16)] for _ in range(3))
    for person in [*theirs, *both]:
        source.support(by=person)
    for person in both:
        target.support(by=person)
    made = proposing.propose_merge(source, target, by=author, why="Same")
    works = [lambda p=p: fresh(target).withdraw_support(by=p) for p in theirs[:8]]
    works += [lambda p=p: fresh(target).support(by=p) for p in [*new, *both]]
    works.append(lambda: proposing.undo(made, by=author, why="No"))
    assert raised_at_once(*works) == []
    on_source = set(Support.objects.filter(idea=source).values_list("user_id", flat=True))
    on_target = set(Support.objects.filter(idea=target).values_list("user_id", flat=True))
    assert {p.pk for p in [*both, *theirs[8:]]} <= on_source <= {p.pk for p in [*both, *theirs]}
    assert on_target == {p.pk for p in [*both, *new]}
    audited(source, target)


def test_two_merges_of_the_same_idea_at_once_are_one():
    author = make_user()
    source, *targets = [make_idea(author) for _ in range(5)]
    for idea in (source, *targets):
        idea.support(by=author)
    works = [lambda t=t: proposing.propose_merge(fresh(source), fresh(t), by=author, why="Same") for t in targets]
    raised = raised_at_once(*works)
    assert len(raised) == 3, raised
    assert {type(error).__name__ for error in raised} == {"Refused"}
    assert source.joinings_from.filter(state="done").count() == 1
    audited(source, *targets)
