"""People for tests. ``make_user(role=roles.LEADERSHIP)`` gives somebody with that role's permissions."""

from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from intranet.accounts import roles
from intranet.accounts.models import Department, User

PASSWORD = "a-long-test-password"


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    display_name = factory.LazyAttribute(lambda user: user.username.title())
    language = "en"
    password = factory.LazyFunction(_hashed)


def make_user(role: str = roles.EMPLOYEE, **attributes: Any) -> User:
    """Return a saved person of ``role`` (an ``accounts.roles`` name); everybody is an employee too."""
    user = UserFactory(**attributes)
    wanted = {roles.EMPLOYEE, role}
    groups = Group.objects.filter(name__in=wanted)
    assert len(groups) == len(wanted), f"no role is called {role!r}"
    user.groups.add(*groups)
    return user


def make_department(name: str, parent: Department | None = None) -> Department:
    from django.utils.text import slugify

    if parent is None:
        return Department.add_root(name=name, slug=slugify(name))
    return Department.objects.get(pk=parent.pk).add_child(name=name, slug=slugify(name))
