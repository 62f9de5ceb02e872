"""Who is told: whoever may see it, whatever their number, at the same cost."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from intranet.accounts import roles
from intranet.accounts.models import Audience, Department, User
from intranet.contributions.models import Activity
from intranet.notifications.models import Notification, Reason
from intranet.notifications.rules import _tell
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def activity_of(idea: Idea) -> Activity:
    return Activity.objects.of(idea).select_related("actor").latest("pk")


def tell(idea: Idea, people: list[User]) -> int:
    """Tell ``people`` and return how many queries it took."""
    activity = activity_of(idea)
    with CaptureQueriesContext(connection) as queries:
        _tell(activity, {person.pk: Reason.FOLLOW for person in people})
    return len(queries)


def told() -> set[Any]:
    return set(Notification.objects.values_list("recipient", flat=True))


def several(number: int, departments: list[Department]) -> list[User]:
    return [make_user(department=departments[n % len(departments)]) for n in range(number)]


def test_telling_twenty_people_of_ten_departments_costs_what_one_costs() -> None:
    company = make_department("Company")
    departments = [make_department(f"Department {n}", company) for n in range(10)]
    for department in departments:
        Audience.objects.for_departments([department])
    idea, other = make_idea(), make_idea()
    tell(idea, several(1, departments))  # content types are kept from now on
    Notification.objects.all().delete()

    for_one = tell(idea, several(1, departments))
    for_twenty = tell(other, several(20, departments))

    assert len(told()) == 21
    assert for_twenty == for_one <= 8


def test_only_those_of_its_audience_are_told_and_who_sees_everything() -> None:
    company = make_department("Company")
    sales, paris, law = make_department("Sales", company), make_department("Paris"), make_department("Law", company)
    below = make_department("Export", sales)
    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).update(audience=Audience.objects.for_departments([sales, paris]))
    inside = [make_user(department=sales), make_user(department=below), make_user(department=paris)]
    leader = make_user(roles.ADMINISTRATOR, department=law, is_superuser=True)
    outside = [make_user(department=law), make_user(department=company), make_user(department=None)]
    gone = make_user(department=sales, is_active=False)

    tell(idea, [*inside, leader, *outside, gone])

    assert told() == {person.pk for person in [*inside, leader]}


def test_the_two_ways_to_know_the_audiences_of_people_agree() -> None:
    company = make_department("Company")
    sales, law = make_department("Sales", company), make_department("Law", company)
    for some in ([company], [sales], [sales, law]):
        Audience.objects.for_departments(some)
    people = [make_user(role, department=d) for role in roles.LABELS for d in (None, company, sales, law)]
    people.append(make_user(is_superuser=True))
    together = list(User.objects.filter(pk__in=[p.pk for p in people]).select_related("department").order_by("pk"))
    User.objects.know_audiences(together)
    one_by_one = User.objects.filter(pk__in=[p.pk for p in people]).select_related("department").order_by("pk")

    assert [(p.audience_ids, p.sees_everything) for p in together] == [
        (p.audience_ids, p.sees_everything) for p in one_by_one
    ]
