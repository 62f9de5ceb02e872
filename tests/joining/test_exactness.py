"""Whatever is merged, supported, withdrawn, split and separated in whatever order: each idea has its own at the end.

Against a plain model: for each idea that stands, who claims what since when; a support is what somebody has a claim to.
"""

from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.errors import Refused
from ideas.joining import choosing, proposing
from ideas.joining.models import Choice, Joining
from ideas.models import Idea, Support, SupportEvent
from ideas.voting.audit import differences
from tests.factories.ideas import make_idea
from tests.factories.people import make_user

PEOPLE, IDEAS = 4, 5
number = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("support"), number, st.integers(0, 8)),
    st.tuples(st.just("support"), number, st.integers(0, 8)),
    st.tuples(st.just("withdraw"), number, st.integers(0, 8)),
    st.tuples(st.just("merge"), st.integers(0, 8), st.integers(0, 8)),
    st.tuples(st.just("unmerge"), st.integers(0, 8), number),
    st.tuples(st.just("split"), st.integers(0, 8), number),
    st.tuples(st.just("unsplit"), st.integers(0, 8), number),
    st.tuples(st.just("keep"), number, st.integers(0, 8)),
)


class Plain:
    """``claims[idea][person]`` is {the idea that they supported: since when}."""

    def __init__(self, ideas):
        self.claims = {idea: {} for idea in ideas}
        self.above = {}
        self.resting = {}
        self.parts = {}

    def stands(self, idea):
        return idea not in self.above and idea not in self.resting

    def merge(self, source, target):
        for person, theirs in self.claims[source].items():
            self.claims[target].setdefault(person, {}).update(theirs)
        self.claims[source] = {}
        self.above[source] = target

    def root(self, idea):
        while idea in self.above:
            idea = self.above[idea]
        return idea

    def members(self, idea):
        return {idea}.union(*(self.members(below) for below, above in self.above.items() if above == idea))

    def unmerge(self, source):
        root, members = self.root(source), self.members(source)
        for person, theirs in list(self.claims[root].items()):
            back = {idea: at for idea, at in theirs.items() if idea in members}
            for idea in back:
                del theirs[idea]
            if back:
                self.claims[source][person] = back
            if not theirs:
                del self.claims[root][person]
        del self.above[source]

    def split(self, idea, parts):
        self.parts[idea] = parts
        self.resting[idea] = self.claims[idea]
        for part in parts:
            self.claims[part] = {person: {part: min(theirs.values())} for person, theirs in self.claims[idea].items()}

    def unsplit(self, idea):
        parts = self.parts.pop(idea)
        mine = self.resting.pop(idea)
        still = set().union(*(self.claims[part] for part in parts))
        self.claims[idea] = {person: dict(theirs) for person, theirs in mine.items() if person in still}
        for part in parts:
            for person, theirs in self.claims[part].items():
                new = {origin: at for origin, at in theirs.items() if origin != part or person not in mine}
                if new:
                    self.claims[idea].setdefault(person, {}).update(new)
            self.claims[part] = {}
            self.above[part] = idea

    def supports(self):
        return {
            (idea, person): min(theirs.values())
            for idea, people in self.claims.items()
            for person, theirs in people.items()
        }


class Walk:
    """Does each step to the site and to the plain model alike."""

    def __init__(self):
        self.author = make_user()
        self.people = [make_user() for _ in range(PEOPLE)]
        self.ids = [make_idea(author=self.author, title=f"Idea {n}").pk for n in range(IDEAS)]
        self.plain = Plain(self.ids)
        self.joinings = {}

    def idea(self, pk):
        return Idea.objects.select_related("campaign").get(pk=pk)

    def do(self, what, one, other):
        getattr(self, what)(one, other)
        self.check()

    def support(self, person, which):
        pk, user = self.ids[which % len(self.ids)], self.people[person]
        if self.plain.stands(pk) and self.idea(pk).support(by=user):
            self.plain.claims[pk][user.pk] = {pk: Support.objects.get(idea=pk, user=user).at}

    def withdraw(self, person, which):
        pk, user = self.ids[which % len(self.ids)], self.people[person]
        if self.plain.stands(pk):
            self.idea(pk).withdraw_support(by=user)
            self.plain.claims[pk].pop(user.pk, None)

    def keep(self, person, _which):
        waiting = Choice.objects.waiting().filter(user=self.people[person], joining__kind="merge").first()
        if waiting:
            choosing.choose(waiting.joining, by=self.people[person], answer="kept")

    def merge(self, one, other):
        source, target = (self.ids[n % len(self.ids)] for n in (one, other))
        if source != target and self.plain.stands(source) and self.plain.stands(target):
            made = proposing.propose_merge(self.idea(source), self.idea(target), by=self.author, why="Same")
            assert made.is_done
            self.joinings[source] = made
            self.plain.merge(source, target)

    def unmerge(self, one, _other):
        source = self.ids[one % len(self.ids)]
        made = self.joinings.get(source)
        if made is None or not made.is_merge or source not in self.plain.above:
            return
        if self.plain.root(source) in self.plain.resting:
            with pytest.raises(Refused):
                proposing.undo(made, by=self.author, why="Not the same")
            return
        proposing.undo(made, by=self.author, why="Not the same")
        del self.joinings[source]
        self.plain.unmerge(source)

    def split(self, one, _other):
        pk = self.ids[one % len(self.ids)]
        if not self.plain.stands(pk) or len(self.ids) > 9:
            return
        texts = [{"title": f"Part {n}", "proposal": "<p>Text</p>"} for n in range(2)]
        made = proposing.propose_split(self.idea(pk), texts, by=self.author, why="Two things")
        self.joinings[pk] = made
        self.ids += made.made
        self.plain.split(pk, made.made)

    def unsplit(self, one, _other):
        pk = self.ids[one % len(self.ids)]
        if pk not in self.plain.resting:
            return
        made = self.joinings[pk]
        if all(self.plain.stands(part) for part in self.plain.parts[pk]):
            proposing.undo(made, by=self.author, why="One thing")
            del self.joinings[pk]
            self.plain.unsplit(pk)
        else:
            with pytest.raises(Refused):
                proposing.undo(made, by=self.author, why="One thing")

    def check(self):
        rows = {(row.idea_id, row.user_id): row.at for row in Support.objects.all()}
        assert rows == self.plain.supports()
        logged = defaultdict(int)
        for idea_id, change in SupportEvent.objects.values_list("idea_id", "change"):
            logged[idea_id] += change
        for idea in Idea.objects.all():
            number = sum(1 for pk, _person in rows if pk == idea.pk)
            assert (idea.support_count, logged[idea.pk]) == (number, number)


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps=st.lists(STEP, min_size=6, max_size=30))
def test_each_idea_has_its_own_whatever_happened(steps):
    with transaction.atomic():
        walk = Walk()
        for step in steps:
            walk.do(*step)
        for pk in list(walk.ids):
            if pk in walk.plain.above and pk in walk.joinings and walk.plain.root(pk) not in walk.plain.resting:
                walk.unmerge(walk.ids.index(pk), 0)
                walk.check()
        assert list(differences()) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_merging_new_supports_and_separating_gives_each_idea_its_own():
    walk = Walk()
    first, second = walk.ids[:2]
    walk.support(0, 0)
    walk.support(0, 1)
    walk.support(1, 1)
    before = walk.plain.supports()
    walk.merge(1, 0)
    assert Support.objects.filter(idea=first).count() == 2
    assert Support.objects.get(user=walk.people[1]).via_id == second
    assert Support.objects.get(user=walk.people[0]).at == before[first, walk.people[0].pk]
    walk.support(2, 0)
    walk.unmerge(1, 0)
    walk.check()
    new = (first, walk.people[2].pk)
    assert {key: at for key, at in walk.plain.supports().items() if key != new} == before
    assert not Support.objects.exclude(via=None).exists()
    assert Joining.objects.get().state == "undone"
