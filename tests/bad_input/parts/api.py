from typing import Any

from intranet.api.models import ApiToken
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    token, _key = ApiToken.objects.issue(user=made.author, name="Script", can_write=True, expires_at=None)
    names = [
        "article",
        "change",
        "question",
        "answer",
        "suggestion",
        "suggest",
        "decide",
        "trust",
        "still_right",
        "term",
    ]
    return {
        "api:revoke": {"pk": token.pk},
        "api:api_v1:opened": {"asked": "7b4d1c2e-0f4e-4a54-8f1e-0f5c1d2e3f4a"},
        **{f"api:api_v1:{name}": {"pk": made.article.pk} for name in names},
    }


def forms(made: Made) -> list[Form]:
    return [Form("api:tokens", {"name": "Copy", "lifetime": "30"}, texts=("name",)), Form("api:revoke", {})]
