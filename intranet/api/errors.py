"""How the API says no: one shape for everything, ``{"error": …, "fields": {field: [why]}}``."""

from collections.abc import Callable
from http.client import responses
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InvalidRequest


class Problem(Schema):
    """What went wrong, in words for people; ``fields`` says which part of the request, when it is one."""

    error: str
    fields: dict[str, list[str]] = {}


class Denied(Exception):
    def __init__(self, status: int, words: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(words)
        self.status, self.words, self.fields = status, words, fields or {}

    @classmethod
    def by_form(cls, form: Form, name: Callable[[str], str] = str) -> "Denied":
        """Say what ``form`` refused; ``name`` tells how the program called a field of it."""
        fields = {name(field): [str(error) for error in errors] for field, errors in form.errors.items()}
        return cls(422, "The request has values that cannot be taken.", fields)


PROBLEMS = (401, 403, 404, 409, 413, 422, 429)


def describe_errors(description: dict[str, Any]) -> None:
    """Say of every operation that each of ``PROBLEMS`` may answer it.

    They are raised, never returned, so the framework need not make a class for each of them and each operation, at every
    start of the site.
    """
    description["components"]["schemas"]["Problem"] = Problem.json_schema()
    shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in description["paths"].values():
        for operation in operations.values():
            for status in PROBLEMS:
                operation["responses"][status] = {"description": responses[status], "content": shape}


def answer_errors(api: NinjaAPI) -> None:
    """Have every error of ``api`` answered in the one shape."""

    def problem(request: HttpRequest, status: int, words: str, fields: dict[str, Any] | None = None) -> HttpResponse:
        response = api.create_response(request, {"error": words, "fields": fields or {}}, status=status)
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        if status == 429:
            response.headers["Retry-After"] = "60"
        return response

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Denied) -> HttpResponse:
        return problem(request, error.status, error.words, error.fields)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(request, 401, "Show a valid token: Authorization: Bearer parvis_…")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(request, 404, "There is nothing here that you may see.")

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(request, 403, "You may not do this.")

    @api.exception_handler(ValidationError)
    def refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(request, 422, " ".join(error.messages))

    @api.exception_handler(InvalidRequest)
    def invalid(request: HttpRequest, error: InvalidRequest) -> HttpResponse:
        fields: dict[str, list[str]] = {}
        for one in error.errors:
            name = ".".join(str(part) for part in one["loc"] if part not in ("body", "query", "path", "data"))
            fields.setdefault(name, []).append(str(one["msg"]))
        return problem(request, 422, "The request has values that cannot be taken.", fields)

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, 422 if error.status_code == 400 else error.status_code, str(error))
