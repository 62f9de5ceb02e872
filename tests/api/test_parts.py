"""Suggested edits, trust and the glossary for programs; what programs search is written down; unknown words are refused."""

from collections.abc import Callable

import pytest

from intranet.accounts.models import User
from intranet.search.measuring import settling
from intranet.search.measuring.models import Asked
from knowledge.models import ArticlePage
from knowledge.stewardship.models import Concern, Stewardship
from knowledge.stewardship.models.stewardship import raise_concern
from tests.api.test_api import Program
from tests.factories.glossary import make_term
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
BODY = "<p>Leave on Friday.</p><p>Keep the receipt.</p>"


@pytest.fixture
def article(employee: User) -> ArticlePage:
    return make_article("Travel", by=employee, body=BODY)


class TestSuggestions:
    def test_a_program_suggests_and_the_owner_accepts(
        self, article: ArticlePage, employee: User, colleague: User
    ) -> None:
        program, owner = Program(colleague), Program(employee)
        said = {"revision": article.live_revision_id, "word": "Off", "body": BODY.replace("Friday", "Thursday")}
        status, made = program.ask("post", f"/articles/{article.pk}/suggestions", said)
        assert (status, made["state"], made["title"], made["author"]) == (201, "proposed", "Travel", "marc")
        (row,) = owner.ask("get", "/suggestions?state=proposed&mine=false")[1]["items"]
        assert row["id"] == made["id"]
        path = f"/suggestions/{made['id']}"
        assert program.ask("post", f"{path}/decision", {"decision": "accept"})[0] == 403
        status, decided = owner.ask("post", f"{path}/decision", {"decision": "accept", "answer": "Yes."})
        assert (status, decided["state"], decided["decided_by"]) == (200, "accepted", "elise")
        assert "Thursday" in ArticlePage.objects.get(pk=article.pk).body
        assert owner.ask("post", f"{path}/decision", {"decision": "decline", "answer": "No."})[0] == 409

    def test_it_is_accepted_with_changes_declined_with_a_word_or_withdrawn(
        self, article: ArticlePage, employee: User, colleague: User
    ) -> None:
        program, owner = Program(colleague), Program(employee)

        def make() -> str:
            now = ArticlePage.objects.get(pk=article.pk)
            said = {"revision": now.live_revision_id, "word": "Off", "body": now.body + "<p>More.</p>"}
            return f"/suggestions/{program.ask('post', f'/articles/{article.pk}/suggestions', said)[1]['id']}/decision"

        assert program.ask("post", make(), {"decision": "withdraw"})[1]["state"] == "withdrawn"
        path = make()
        assert owner.ask("post", path, {"decision": "withdraw"})[0] == 403
        assert "answer" in owner.ask("post", path, {"decision": "decline"})[1]["fields"]
        assert owner.ask("post", path, {"decision": "decline", "answer": "Not now."})[1]["state"] == "declined"
        text = {"revision": 1, "title": "Travel", "body": "<p>Mine.</p>", "language": "en"}
        path = make()
        assert owner.ask("post", path, {"decision": "accept", "amended": text})[0] == 409
        text["revision"] = article.latest_revision_id
        assert owner.ask("post", path, {"decision": "accept", "amended": text})[1]["state"] == "amended"

    def test_nothing_new_an_unknown_version_and_a_secret_article_are_refused(
        self, article: ArticlePage, colleague: User, admin_user: User
    ) -> None:
        program, path = Program(colleague), f"/articles/{article.pk}/suggestions"
        assert program.ask("post", path, {"revision": article.live_revision_id, "word": "x"})[0] == 422
        unknown = {"revision": 1, "word": "x", "title": "Trips"}
        assert program.ask("post", path, unknown)[1]["fields"]["revision"]
        closed = make_space("Closed", departments=[make_department("Secret")])
        secret = make_article("Secret", space=closed, by=admin_user)
        said = {"revision": secret.live_revision_id, "word": "x", "title": "Trips"}
        assert program.ask("post", f"/articles/{secret.pk}/suggestions", said)[0] == 404
        made = Program(admin_user).ask(
            "post", f"/articles/{article.pk}/suggestions", {**said, "revision": article.live_revision_id}
        )[1]
        assert program.ask("get", f"/suggestions/{made['id']}")[0] == 404
        assert program.ask("get", "/suggestions")[1]["items"] == []


class TestTrust:
    def test_who_looks_after_an_article_says_that_it_is_still_right(
        self, article: ArticlePage, employee: User, colleague: User
    ) -> None:
        raise_concern([article.pk], Concern.Kind.UNHELPFUL)
        owner, path = Program(employee), f"/articles/{article.pk}"
        told = Program(colleague).ask("get", f"{path}/trust")[1]
        assert (told["state"], told["owner"], told["may_verify"]) == ("to_check", "elise", False)
        assert len(told["reasons"]) == 1
        assert Program(colleague).ask("post", f"{path}/still-right")[0] == 403
        (mine,) = owner.ask("get", "/trust?state=to_check")[1]["items"]
        assert mine["article"] == article.pk
        status, now = owner.ask("post", f"{path}/still-right")
        assert (status, now["state"], now["verified_by"], now["reasons"]) == (200, "verified", "elise", [])
        assert owner.ask("get", "/trust?state=to_check")[1]["items"] == []
        assert Program(colleague).ask("get", "/trust")[1]["items"] == []

    def test_the_list_costs_the_same_for_one_and_for_twenty(
        self, employee: User, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        program = Program(employee)
        for number in range(20):
            article = make_article(f"Page {number}", by=employee)
            raise_concern([article.pk], Concern.Kind.CITED, cause=f"article:{article.pk}")
        program.ask("get", "/trust")
        with django_assert_max_num_queries(7):  # type: ignore[attr-defined]  # the fixture is typed as an object
            assert len(program.ask("get", "/trust")[1]["items"]) == 20
        assert Stewardship.objects.count() == 20


class TestGlossary:
    def test_terms_are_listed_searched_and_read_by_who_may(self, employee: User, admin_user: User) -> None:
        term = make_term("chute", by=admin_user)
        closed = make_space("Closed", departments=[make_department("Secret")])
        secret = make_term("marge", by=admin_user, space=closed)
        mine, theirs = Program(employee), Program(admin_user)
        assert [one["id"] for one in mine.ask("get", "/glossary")[1]["items"]] == [term.pk]
        assert [one["id"] for one in theirs.ask("get", "/glossary?q=MARGE")[1]["items"]] == [secret.pk]
        assert mine.ask("get", f"/glossary/{term.pk}")[1]["definition"].startswith("<p>")
        assert mine.ask("get", f"/glossary/{secret.pk}")[0] == 404


class TestSearchLog:
    def test_searches_of_programs_are_written_down_as_those_of_the_site(
        self, employee: User, dispatch: Callable[[], int]
    ) -> None:
        article = make_article("Bicycle parking")
        dispatch()
        program = Program(employee)
        found = program.ask("get", "/search?q=bicycle")[1]
        assert program.ask("get", "/search?q=unheardof")[1]["results"] == []
        asked = {row.text: row for row in Asked.objects.filter(person=employee)}
        assert set(asked) == {"bicycle", "unheardof"}
        assert str(asked["bicycle"].pk) == found["search"]
        opened = {"kind": "article", "id": article.pk, "rank": 1}
        assert program.ask("post", f"/search/{found['search']}/opened", opened)[1] == {"noted": True}
        assert program.ask("post", f"/search/{found['search']}/opened", opened)[1] == {"noted": False}
        assert Program(make_user()).ask("post", f"/search/{found['search']}/opened", opened)[1] == {"noted": False}
        asked["bicycle"].refresh_from_db()
        assert (asked["bicycle"].outcome, asked["bicycle"].clicked_id) == ("clicked", article.pk)

    def test_what_a_program_does_not_open_is_no_sign_that_it_failed(
        self, employee: User, dispatch: Callable[[], int]
    ) -> None:
        make_article("Bicycle parking")
        dispatch()
        Program(employee).ask("get", "/search?q=bicycle")
        Program(employee).ask("get", "/search?q=unheardof")
        settling.settle()
        assert Asked.objects.get(text="bicycle").outcome == "open"
        assert Asked.objects.get(text="unheardof").outcome == "zero"

    def test_a_program_that_asks_all_the_time_does_not_fill_the_log(self, employee: User) -> None:
        program = Program(employee)
        answers = [program.ask("get", f"/search?q=word{number}")[1]["search"] for number in range(32)]
        assert answers.count(None) == 2


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/articles?spcae=3", "spcae"),
        ("/articles/1?latest=true&revision=2", "revision"),
        ("/questions?status=solved", "status"),
        ("/search?q=x&kinds=article", "kinds"),
        ("/spaces?limit=3", "limit"),
        ("/glossary?term=x", "term"),
        ("/suggestions?author=elise", "author"),
        ("/trust?owner=elise", "owner"),
    ],
)
def test_a_parameter_that_is_not_known_is_refused_and_named(path: str, named: str, employee: User) -> None:
    status, answer = Program(employee).ask("get", path)
    assert status == 422
    assert list(answer["fields"]) == [named]
