"""The API itself: ``/api/v1/``, described at ``/api/v1/schema/``."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI

from intranet.api import (
    articles,
    campaigns,
    contests,
    glossary,
    idea_life,
    ideas,
    joinings,
    questions,
    searching,
    suggestions,
    trust,
)
from intranet.api.auth import TokenAuth
from intranet.api.errors import answer_errors, describe_errors
from intranet.api.strictness import only_known

api = NinjaAPI(
    title="Parvis",
    version="1",
    description="Articles, suggested edits, trust, questions, campaigns, ideas, glossary and search, with the rights of the person whose token it is. See docs/api.md.",
    auth=TokenAuth(),
    urls_namespace="api_v1",
    docs_url=None,
    openapi_url=None,
)
answer_errors(api)
PARTS = (articles, suggestions, trust, questions, campaigns, contests, ideas, idea_life, joinings, glossary, searching)
for part in PARTS:
    part.router.add_decorator(only_known)
    api.add_router("", part.router)


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description: code alone decides it, so a process works it out once (half a second)."""
    described = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    describe_errors(described)
    return described


@api.get("/schema/", include_in_schema=False, response={200: dict[str, Any]})
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(description())
