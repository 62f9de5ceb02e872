"""The API itself: ``/api/v1/``, described at ``/api/v1/schema/``."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI

from intranet.api import articles, questions, searching
from intranet.api.auth import TokenAuth
from intranet.api.errors import PROBLEMS, answer_errors

api = NinjaAPI(
    title="Parvis",
    version="1",
    description="Articles, questions and search, with the rights of the person whose token it is. See docs/api.md.",
    auth=TokenAuth(),
    urls_namespace="api_v1",
    docs_url=None,
    openapi_url=None,
)
answer_errors(api)
for router in (articles.router, questions.router, searching.router):
    api.add_router("", router)


@api.get("/schema/", include_in_schema=False, response={200: dict[str, Any], **PROBLEMS})
def schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v1/"))
