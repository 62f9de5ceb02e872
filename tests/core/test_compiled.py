"""Queries whose SQL is made once (``intranet.core.compiled``): they answer as the ORM does, and ask the database alike."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.accounts.reader import Reader
from intranet.core.compiled import Compiled
from intranet.discussions.models import Thread
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Wanted:
    pks: frozenset[int]
    words: frozenset[str]


def test_another_value_gives_its_own_answer() -> None:
    anna, bruno = make_user(username="anna"), make_user(username="bruno")
    named = Compiled(lambda name, pk: User.objects.filter(username=name, pk__gte=pk).select_related("department"))
    assert named("anna", 0) == [anna]
    assert named("bruno", 0) == [bruno]
    assert named("bruno", bruno.pk + 1) == []
    found = named.first("anna", 0)
    assert found is not None
    assert found.department == anna.department


def test_it_is_built_once_for_each_shape(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    built: list[Any] = []

    def build(pks: tuple[int, ...]) -> Any:
        built.append(pks)
        return User.objects.filter(pk__in=pks).order_by("pk")

    people = [make_user(username=name) for name in ("anna", "bruno", "chloe")]
    among = Compiled(build)
    with django_assert_num_queries(3):
        assert among((people[0].pk,)) == people[:1]
        assert among((people[2].pk,)) == people[2:]
        assert among((people[0].pk, people[1].pk)) == people[:2]
    assert [len(pks) for pks in built] == [1, 2]


def test_a_query_may_leave_aside_what_a_dataclass_knows() -> None:
    anna, bruno = make_user(username="anna"), make_user(username="bruno")
    built: list[Any] = []

    def build(reader: Any, name: str) -> Any:
        built.append(reader)
        return User.objects.filter(username=name)

    named = Compiled(build)
    assert named(Reader.of(anna), "anna") == [anna]
    assert named(Reader.of(bruno), "bruno") == [bruno]
    assert len(built) == 1


def test_sets_of_words_decide_and_sets_of_numbers_are_asked() -> None:
    anna, bruno = make_user(username="anna"), make_user(username="bruno")
    some = Compiled(
        lambda wanted: (
            User.objects.order_by("pk") if "everybody" in wanted.words else User.objects.filter(pk__in=wanted.pks)
        )
    )
    nothing: frozenset[str] = frozenset()
    assert some(Wanted(frozenset({anna.pk}), nothing)) == [anna]
    assert some(Wanted(frozenset({bruno.pk}), nothing)) == [bruno]
    assert some(Wanted(frozenset(), nothing)) == []
    assert some(Wanted(frozenset({anna.pk}), frozenset({"everybody"}))) == list(User.objects.order_by("pk"))


def test_what_cannot_be_compiled_is_asked_all_the_same() -> None:
    anna, bruno = make_user(username="anna"), make_user(username="bruno")
    # The text stands in the SQL inside another one ("%anna%"), so it has no place of its own.
    like = Compiled(lambda part: User.objects.filter(Q(username__contains=part)).values_list("pk", flat=True))
    assert like("ann") == [anna.pk]
    assert like("run") == [bruno.pk]


def test_unions_and_annotations_come_back_as_they_are() -> None:
    anna = make_user(username="anna")
    both = Compiled(
        lambda pk: (
            User.objects.filter(pk=pk)
            .values_list("username", "date_joined")
            .union(User.objects.filter(pk=pk).values_list("display_name", "date_joined"), all=True)
        )
    )
    anna.refresh_from_db()
    assert set(both(anna.pk)) == {(anna.username, anna.date_joined), (anna.display_name, anna.date_joined)}


def test_a_reader_sees_just_what_the_person_does(employee: User, cm: User, admin_user: User) -> None:
    for person in (employee, cm, admin_user, make_user(roles.LEADERSHIP, username="leila")):
        reader = Reader.of(person)
        assert reader.sees_everything == person.sees_everything
        assert reader.has_perm("moderation.moderate") == person.has_perm("moderation.moderate")
        assert str(Thread.objects.visible_to(reader).query) == str(Thread.objects.visible_to(person).query)
