"""A fuzzer asks what the schema allows and what it forbids: nothing breaks, and each answer is as described."""

import os
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from ideas.living.actions import add_milestone
from intranet.accounts import roles
from intranet.api.models import ApiToken
from intranet.api.site import description
from knowledge.questions.models import Question
from tests.factories.glossary import make_term
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.living import make_accepted
from tests.factories.people import make_user
from tests.undoing import undone

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The same ones at each run, so that what fails fails again; PARVIS_FUZZ=1000 tries more. Inventing one takes three times
# as long as asking it.
EXAMPLES = int(os.environ.get("PARVIS_FUZZ", 4))


OPERATIONS = [(path, method) for path, methods in description()["paths"].items() for method in methods]


@cache
def described() -> Any:
    """Return the schema as the fuzzer reads it, once per process. Hypothesis looks through the site's code for odd values;
    the fuzzer need not do it again."""
    schema = schemathesis.openapi.from_dict(deepcopy(description()))
    schema.config.analysis.constants.enabled = False
    schema.app = get_wsgi_application()
    return schema


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Something of each kind, made once in a transaction that all the tests of this file share; returns the key of a token."""
    with django_db_blocker.unblock(), undone():
        person = make_user(roles.ADMINISTRATOR, is_superuser=True)
        space = make_space()
        make_article(by=person, space=space)
        Question.ask(by=person, title="A question to answer", space=space)
        make_term(by=person)
        make_idea(author=person)
        accepted = make_accepted(person)
        add_milestone(accepted, by=person, title="A first step", due_on=None, owner=None)
        yield ApiToken.objects.issue(user=person, name="Fuzzer", can_write=True, expires_at=None)[1]


@pytest.fixture
def _django_db_helper(made: str) -> Iterator[None]:
    """What ``django_db`` means in this file: what a test changes is undone at its end, and what is made stays."""
    with undone():
        yield


@pytest.fixture
def key(made: str, db: None, settings: Any) -> Iterator[str]:
    """Keep the test's connection between requests, as Django's own test client does."""
    settings.PARVIS_API_PER_MINUTE = settings.PARVIS_QUESTIONS_PER_HOUR = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_the_schema_says(path: str, method: str, mode: GenerationMode, key: str) -> None:
    if mode is GenerationMode.NEGATIVE and path.endswith("/spaces"):
        return  # it takes nothing that could be wrong
    # In an address a wrong type may arrive as a right text; unknown parameters are tested in ``test_parts``.
    rejects = mode is GenerationMode.NEGATIVE and method != "get"
    checks = [*CHECKS, negative_data_rejection] if rejects else CHECKS

    @given(case=described()[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    def ask(case: Any) -> None:
        with undone():
            case.call_and_validate(
                headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}, checks=checks
            )

    ask()


def test_the_schema_is_given_to_who_has_a_token(key: str, client: Any) -> None:
    answer = client.get("/api/v1/schema/", headers={"Authorization": f"Bearer {key}"})
    assert answer.json()["openapi"].startswith("3.")
    assert {
        f"/api/v1/{name}"
        for name in (
            "articles",
            "questions",
            "search",
            "spaces",
            "suggestions",
            "trust",
            "glossary",
            "campaigns",
            "ideas",
        )
    } <= answer.json()["paths"].keys()
