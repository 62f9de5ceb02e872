from typing import Any

from intranet.api.models import ApiToken
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    token, _key = ApiToken.objects.issue(user=made.author, name="Script", can_write=True, expires_at=None)
    names = ("article", "change", "question", "answer")
    return {"api:revoke": {"pk": token.pk}, **{f"api:api_v1:{name}": {"pk": made.article.pk} for name in names}}


def forms(made: Made) -> list[Form]:
    return [Form("api:tokens", {"name": "Copy", "lifetime": "30"}, texts=("name",)), Form("api:revoke", {})]
