"""An administrator makes and closes accounts in the back office."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client

from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.contributions.models import Activity
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


def fields(**changes: object) -> dict[str, object]:
    return {
        "username": "ines",
        "email": "ines@example.com",
        "display_name": "Inès Carpentier",
        "job_title": "Acheteuse",
        "language": "fr",
        "groups": [Group.objects.get(name=roles.EMPLOYEE).pk],
        **changes,
    }


def test_an_administrator_makes_an_account_that_can_sign_in_and_closes_it(
    admin_user: User, client_for: Callable[[User], Client]
) -> None:
    admin = client_for(admin_user)
    assert "display_name" in admin.get("/cms/users/new/").content.decode()
    admin.post("/cms/users/new/", fields(password1=PASSWORD, password2=PASSWORD))
    ines = User.objects.get(username="ines")
    assert EmailAddress.objects.get(user=ines).verified
    assert Activity.objects.of(ines).filter(verb="person.joined").exists()
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "ines", "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert "is_active" in admin.get(f"/cms/users/edit/{ines.pk}/").content.decode()
    admin.post(f"/cms/users/edit/{ines.pk}/", fields())
    assert browser.get("/people/").status_code == 302
    assert Activity.objects.of(ines).filter(verb="person.left").exists()


def test_the_back_office_bears_the_name_of_the_site(cm: User, client_for: Callable[[User], Client]) -> None:
    assert re.search(r"<h1[^>]*>\s*Parvis\s*</h1>", client_for(cm).get("/cms/").content.decode())
