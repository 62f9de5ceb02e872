"""Programs read and write with a person's rights, by tokens made in the profile; the schema says what they may expect."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import User
from intranet.api.models import ApiToken
from knowledge.models import ArticlePage
from knowledge.questions.models import Question
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


class Program:
    """A program with a token: asks in JSON, answers with the status and the JSON."""

    def __init__(self, user: User, *, can_write: bool = True, **fields: Any) -> None:
        fields.setdefault("expires_at", None)
        self.token, self.key = ApiToken.objects.issue(user=user, name="Script", can_write=can_write, **fields)

    def ask(self, method: str, path: str, data: Any = None) -> tuple[int, Any]:
        body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = getattr(Client(), method)(f"/api/v1{path}", headers=headers, **body)
        return answer.status_code, answer.json()


@pytest.mark.parametrize("path", ["/spaces", "/articles", "/articles/1", "/questions", "/search?q=x", "/schema/"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer parvis_nothing"}, {"Authorization": "Basic x"}])
def test_without_a_valid_token_everything_is_refused_in_json(path: str, headers: dict[str, str]) -> None:
    answer = Client().get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == 401
    assert "token" in answer.json()["error"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_session_of_the_site_opens_nothing_here(employee: User, client_for: SignIn) -> None:
    assert client_for(employee).get("/api/v1/articles").status_code == 401


def test_a_token_is_made_in_the_profile_shown_once_and_revoked(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    browser = client_for(employee)
    page = browser.post("/api/tokens/", {"name": "Nightly copy", "lifetime": "30"}).content.decode()
    key = page.split('class="token-key">')[1].split("<")[0]
    assert key.startswith("parvis_")
    again = browser.get("/api/tokens/").content.decode()
    assert "Nightly copy" in again
    assert key not in again
    token = ApiToken.objects.get()
    assert key not in (token.digest, token.hint)
    assert Client().get("/api/v1/spaces", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert client_for(colleague).post(f"/api/tokens/{token.pk}/revoke/").status_code == 404
    browser.post(f"/api/tokens/{token.pk}/revoke/")
    assert Client().get("/api/v1/spaces", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_a_token_ends_with_its_date_and_with_its_account(employee: User, colleague: User) -> None:
    over = Program(employee, expires_at=timezone.now() - timedelta(seconds=1))
    assert over.ask("get", "/spaces")[0] == 401
    gone = Program(colleague)
    colleague.deactivate()
    assert gone.ask("get", "/spaces")[0] == 401


def test_a_reading_token_changes_nothing(employee: User) -> None:
    space = make_space()
    data = {"space": space.pk, "title": "No", "language": "en"}
    status, answer = Program(employee, can_write=False).ask("post", "/articles", data)
    assert (status, answer["error"]) == (403, "This token may only read.")
    assert not ArticlePage.objects.exists()


def test_what_one_may_not_see_does_not_exist_for_ones_programs(employee: User, admin_user: User) -> None:
    closed = make_space("Closed", departments=[make_department("Secret")])
    hidden = make_article("Secret plans", space=closed, by=admin_user)
    asked = Question.ask(by=admin_user, title="Secret question of all", space=closed)
    mine, theirs = Program(employee), Program(admin_user)
    for path in (f"/articles/{hidden.pk}", f"/questions/{asked.pk}", f"/articles?space={closed.pk}"):
        assert mine.ask("get", path)[0] == 404
        assert theirs.ask("get", path)[0] == 200
    assert mine.ask("post", "/articles", {"space": closed.pk, "title": "In", "language": "en"})[0] == 422
    assert mine.ask("patch", f"/articles/{hidden.pk}", {"revision": hidden.latest_revision_id})[0] == 404
    assert mine.ask("post", f"/questions/{asked.pk}/answers", {"body": "Hm"})[0] == 404
    for path in ("/articles", "/questions", "/spaces", "/search?q=secret"):
        assert "ecret" not in json.dumps(mine.ask("get", path)[1])


def test_an_article_is_written_read_and_changed_but_never_over_somebody_else(employee: User, colleague: User) -> None:
    space = make_space()
    program = Program(employee)
    written = {"space": space.pk, "title": "By program", "body": "<p>One</p><script>x</script>", "tags": ["a", "b"]}
    status, made = program.ask("post", "/articles", {**written, "language": "en", "publish": True})
    assert status == 201
    assert (made["body"], made["tags"], made["author"], made["draft"]) == ("<p>One</p>", ["a", "b"], "elise", False)
    path = f"/articles/{made['id']}"
    change = {"revision": made["revision"], "body": "<p>Two</p>", "publish": True}
    assert Program(colleague).ask("patch", path, change)[1]["body"] == "<p>Two</p>"
    status, refused = program.ask("patch", path, {**change, "body": "<p>Three</p>"})
    assert status == 409
    assert "meanwhile" in refused["error"]
    now = program.ask("get", path)[1]
    assert (now["body"], now["tags"]) == ("<p>Two</p>", ["a", "b"])


def test_a_change_never_goes_over_words_that_were_not_shown(employee: User, colleague: User) -> None:
    article = make_article("Shared", by=employee, body="<p>Published</p>")
    article.revise(by=colleague, base_revision=None, body="<p>Not published yet</p>")
    program, path = Program(employee), f"/articles/{article.pk}"
    read = program.ask("get", path)[1]
    assert read["body"] == "<p>Published</p>"
    assert program.ask("patch", path, {"revision": read["revision"], "body": "<p>Mine</p>"})[0] == 409
    latest = program.ask("get", f"{path}?latest=true")[1]
    assert latest["body"] == "<p>Not published yet</p>"
    status, saved = program.ask("patch", path, {"revision": latest["revision"], "body": "<p>Both</p>"})
    assert (status, saved["body"]) == (200, "<p>Both</p>")


def test_articles_come_in_pages_that_neither_skip_nor_repeat(employee: User) -> None:
    space = make_space()
    made = [make_article(f"Page {number}", space=space).pk for number in range(5)]
    program, got, after = Program(employee), [], ""
    while True:
        page = program.ask("get", f"/articles?limit=2{after}")[1]
        got += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert got == made


def test_a_question_is_asked_and_answered(employee: User, colleague: User) -> None:
    status, asked = Program(employee).ask("post", "/questions", {"title": "Where is the key?", "language": "en"})
    assert status == 201
    status, answer = Program(colleague).ask("post", f"/questions/{asked['id']}/answers", {"body": "<p>Desk.</p>"})
    assert (status, answer["author"]) == (201, "marc")
    read = Program(employee).ask("get", f"/questions/{asked['id']}")[1]
    assert [one["body"] for one in read["given"]] == ["<p>Desk.</p>"]
    assert Program(employee).ask("post", "/questions", {"title": "x", "language": "en"})[1]["fields"]["title"]


def test_search_answers_with_plain_passages(employee: User, dispatch: Callable[[], int]) -> None:
    article = make_article("Bicycle parking", body="<p>The bicycle room is <b>under</b> the stairs.</p>")
    dispatch()
    found = Program(employee).ask("get", "/search?q=bicycle")[1]["results"]
    assert [(hit["kind"], hit["id"]) for hit in found] == [("article", article.pk)]
    assert "<" not in found[0]["passage"]


def test_too_many_requests_are_told_to_wait(employee: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PARVIS_API_PER_MINUTE = 2
    program = Program(employee)
    for minute in (0, 1):
        clock = SimpleNamespace(time=lambda minute=minute: 1_800_000_000 + 60 * minute)
        monkeypatch.setattr("intranet.api.auth.time", clock)
        assert [program.ask("get", "/spaces")[0] for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("rows", [1, 20])
def test_a_list_costs_the_same_for_one_article_and_for_twenty(
    rows: int, employee: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    space = make_space()
    for number in range(rows):
        make_article(f"Page {number}", space=space, tags=["one", "two"])
    program = Program(employee)
    program.ask("get", "/articles")
    with django_assert_max_num_queries(6):
        assert len(program.ask("get", "/articles")[1]["items"]) == rows


@pytest.mark.parametrize(
    ("since", "status"),
    [("0685-11-16T22:25:20-21:35", 200), ("2026-01-01T00:00:00%2B23:59", 200), ("0001-01-01T00:00:00%2B23:59", 422)],
)
def test_a_moment_of_any_offset_is_understood(employee, since, status):
    """PostgreSQL knows no offset of sixteen hours; ISO 8601 does."""
    assert Program(employee).ask("get", f"/articles?since={since}")[0] == status
