"""Who may open and do what in moderation and charter: each address, each role."""

import pytest

from tests.factories.charter import clause, publish_charter

pytestmark = pytest.mark.django_db

ALL, MODERATORS = (200, 200, 200, 200), (403, 403, 200, 200)
GETS = {
    "/moderation/": MODERATORS,
    "/moderation/log/": ALL,
    "/moderation/reports/": ALL,
    "/moderation/report/post/{post}/": ALL,
    "/moderation/post/{post}/": MODERATORS,
    "/charter/": ALL,
    "/charter/clauses/respect/": ALL,
    "/charter/versions/": ALL,
    "/charter/versions/1/": ALL,
    "/charter/versions/1/2/": ALL,
}
POSTS = {
    "/moderation/post/{post}/hide/": (403, 403, 422, 422),
    "/moderation/post/{post}/restore/": (403, 403, 422, 422),
    "/moderation/post/{post}/dismiss/": (403, 403, 422, 422),
    "/charter/acknowledge/": (302, 302, 302, 302),
}


@pytest.fixture
def addresses(post):
    publish_charter(clause("Respect"))
    publish_charter(clause("Respect!"))
    return lambda url: url.format(post=post.pk).replace("clauses/respect/", f"clauses/{_anchor()}/")


def _anchor():
    from intranet.charter.models import Clause

    return Clause.objects.in_force().get().anchor


@pytest.mark.parametrize("url", [*GETS, *POSTS])
def test_each_role_gets_what_is_theirs(url, addresses, client_for, employee, leader, cm, admin_user, client):
    address = addresses(url)
    people = (employee, leader, cm, admin_user)
    got = GETS if url in GETS else POSTS
    for person, status in zip(people, got[url], strict=True):
        browser = client_for(person)
        answer = browser.get(address) if got is GETS else browser.post(address)
        assert answer.status_code == status, (person, address)
    assert client.get(address).status_code == 302
    assert "/accounts/login/" in client.get(address).url


@pytest.mark.parametrize("url", POSTS)
def test_nothing_changes_by_a_mere_visit(url, addresses, client_for, cm):
    assert client_for(cm).get(addresses(url)).status_code == 405
