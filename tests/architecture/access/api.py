"""The API asks for a token, whoever is signed in; tokens are one's own. ``tests/api`` proves what a token opens."""

from intranet.accounts.models import User
from intranet.api.models import ApiToken
from tests.architecture.access import EVERYONE, Arguments, Entry, only
from tests.factories.people import make_user

# Without a token: 401 in JSON, signed in or not.
BY_TOKEN = Entry(employee=401, cm=401, leader=401, administrator=401, public=True, anonymous=401)
NOTHING = Entry(employee=404, cm=404, leader=404, administrator=404, public=True, anonymous=404)
BY_POST = Entry(employee=405, cm=405, leader=405, administrator=405, public=True, anonymous=405)


def search() -> Arguments:
    return (), {"asked": "7b4d1c2e-0f4e-4a54-8f1e-0f5c1d2e3f4a"}


def row() -> Arguments:
    return (), {"pk": 1}


def token_of_somebody() -> Arguments:
    person: User = make_user()
    token, _key = ApiToken.objects.issue(user=person, name="Theirs", can_write=False, expires_at=None)
    return (token.pk,), {}


ACCESS = {
    **{
        f"api:api_v1:{name}": BY_TOKEN
        for name in (
            "schema",
            "spaces",
            "articles",
            "write",
            "questions",
            "ask",
            "search",
            "suggestions",
            "looked_after",
            "terms",
        )
    },
    **{
        f"api:api_v1:{name}": BY_TOKEN.having(args=row)
        for name in ("article", "change", "question", "suggestion", "trust", "term")
    },
    **{f"api:api_v1:{name}": BY_POST.having(args=row) for name in ("answer", "suggest", "decide", "still_right")},
    "api:api_v1:opened": BY_POST.having(args=search),
    "api:api_v1:api-root": NOTHING,
    "api:tokens": EVERYONE,
    "api:revoke": only(otherwise=404, method="post", args=token_of_somebody),
}
