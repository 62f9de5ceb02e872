"""People for tests. ``make_user(role=roles.LEADERSHIP)`` gives somebody with that role's permissions."""

from typing import Any

import factory
from django.contrib.auth.models import Group

from intranet.accounts import roles
from intranet.accounts.models import Department, User

PASSWORD = "a-long-test-password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    display_name = factory.LazyAttribute(lambda user: user.username.title())
    language = "en"
    password = factory.PostGenerationMethodCall("set_password", PASSWORD)

    @classmethod
    def _after_postgeneration(cls, instance: User, create: bool, results: Any = None) -> None:
        instance.save()


def make_user(role: str = roles.EMPLOYEE, **attributes: Any) -> User:
    """Return a saved person of ``role`` (an ``accounts.roles`` name); everybody is an employee too."""
    user = UserFactory(**attributes)
    for name in {roles.EMPLOYEE, role}:
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    return user


def make_department(name: str, parent: Department | None = None) -> Department:
    from django.utils.text import slugify

    if parent is None:
        return Department.add_root(name=name, slug=slugify(name))
    return Department.objects.get(pk=parent.pk).add_child(name=name, slug=slugify(name))
