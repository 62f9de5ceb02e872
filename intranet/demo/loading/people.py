"""The departments and the forty people who are in them."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from intranet.accounts import roles
from intranet.accounts.models import Department, User
from intranet.contributions.models.activity import record
from intranet.demo.company import DOMAIN, PASSWORD, Company, Moment
from intranet.demo.reading import load
from intranet.people.models import Expertise

FOUNDED = "260 08:00"
ROLES = {
    "manager": roles.COMMUNITY_MANAGER,
    "leadership": roles.LEADERSHIP,
    "representative": roles.REPRESENTATIVE,
    "administrator": roles.ADMINISTRATOR,
}


def moments(company: Company) -> Iterator[Moment]:
    yield company.moment(FOUNDED, lambda: found(company))


def found(company: Company) -> None:
    for top in load("company")["departments"]:
        department = Department.add_root(name=top["name"], slug=top["slug"])
        for team in top.get("teams", []):
            Department.objects.get(pk=department.pk).add_child(name=team["name"], slug=team["slug"])
    # Read again: each node that is added moves the ones that sort after it.
    company.departments = {department.slug: department for department in Department.objects.all()}
    password = make_password(PASSWORD)
    groups = {group.name: group for group in Group.objects.all()}
    for username, about in load("people").items():
        person = _person(username, about, company.departments[about["department"]], password)
        person.groups.set([groups[roles.EMPLOYEE], *(groups[ROLES[role]] for role in about.get("roles", []))])
        company.people[username] = person


def _person(username: str, about: dict[str, Any], department: Department, password: str) -> User:
    is_administrator = "administrator" in about.get("roles", [])
    person = User(
        username=username,
        email=f"{username}@{DOMAIN}",
        display_name=about["name"],
        department=department,
        job_title=about["title"],
        bio=about["bio"].strip(),
        language=about.get("language", "fr"),
        time_zone=about.get("time_zone", "Europe/Paris"),
        is_staff=is_administrator,
        is_superuser=is_administrator,
        password=password,
    )
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    Expertise.objects.bulk_create([Expertise(person=person, name=name) for name in about["knows"]])
    record("person.joined", by=person, target=person)
    return person
