"""Hiding and restoring, the same for every kind that people can report: who sees what, on every surface."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from intranet.accounts import roles
from intranet.accounts.models import User
from intranet.contributions.outbox import dispatch_all
from intranet.contributions.registry import registry
from intranet.moderation import actions
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user
from tests.undoing import undone

pytestmark = pytest.mark.django_db

WORD = "zebrafish"
REASON = "Names somebody who asked not to be named"


def an_idea(author: Any) -> Any:
    from tests.factories.ideas import make_idea

    return make_idea(author, title=f"Idea of a {WORD}")


def an_article(author: Any) -> Any:
    from tests.factories.knowledge import make_article

    return make_article(f"Article on the {WORD}", by=author, body=f"<p>The {WORD} swims.</p>")


def a_question(author: Any) -> Any:
    from tests.factories.questions import make_question

    return make_question(author, title=f"Who saw the {WORD}?", body=f"<p>The {WORD} is gone.</p>")


def an_answer(author: Any) -> Any:
    from tests.factories.questions import make_answer

    return make_answer(by=author, body=f"<p>The {WORD} swims.</p>")


def a_passage(author: Any) -> Any:
    from intranet.core.richtext import to_text
    from knowledge.passages.actions import find, open_passage
    from knowledge.passages.anchoring import Quote
    from tests.factories.knowledge import make_article

    article = make_article()
    found = find(article, Quote(to_text(article.body).split("\n")[0]))
    return open_passage(article, by=author, found=found, stance="contests", words=f"No {WORD} does that.")


def a_term(author: Any) -> Any:
    from tests.factories.glossary import make_term

    return make_term(f"{WORD}s", by=author, definition=f"<p>What a {WORD} is.</p>")


def a_statement(author: Any) -> Any:
    from tests.factories.opinions import make_statement

    return make_statement(author=author, text=f"The {WORD} should swim")


MAKERS: dict[str, Callable[[Any], Any]] = {
    "thread": lambda author: make_thread(author, title=f"Thread on the {WORD}"),
    "post": lambda author: make_post(author, make_thread(make_user()).discussion, f"<p>A {WORD}, you are.</p>"),
    "idea": an_idea,
    "article": an_article,
    "question": a_question,
    "answer": an_answer,
    "passage": a_passage,
    "term": a_term,
    "statement": a_statement,
}
# Where what is new or found shows, besides its own address.
SURFACES = (
    "/",
    "/moderation/log/",
    f"/search/?q={WORD}",
    "/ideas/",
    "/discussions/",
    "/knowledge/",
    "/people/elise/",
    "/highlights/",
)


def test_every_moderated_kind_is_tried_here() -> None:
    assert {kind.name for kind in registry.kinds(moderated=True)} == set(MAKERS)


@dataclass(frozen=True)
class Company:
    """One of each kind, written by ``employee`` and hidden by ``cm``, at once."""

    employee: User
    colleague: User
    cm: User
    leader: User
    hidden: dict[str, Any]


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
    """Made once for all the tests here, which share one transaction."""
    with django_db_blocker.unblock(), undone():
        employee, colleague = make_user(username="elise"), make_user(username="marc")
        cm, leader = make_user(roles.COMMUNITY_MANAGER, username="camille"), make_user(roles.LEADERSHIP)
        made = {name: make(employee) for name, make in MAKERS.items()}
        dispatch_all()
        for one in made.values():
            actions.hide(one, by=cm, reason=REASON, clause=None)
        dispatch_all()
        yield Company(employee, colleague, cm, leader, made)


@pytest.fixture
def _django_db_helper(company: Company) -> Iterator[None]:
    """What ``django_db`` means here: what a test changes is undone at its end, and what is hidden stays so."""
    with undone():
        yield


@pytest.fixture
def employee(company: Company, db: None) -> User:
    return company.employee


@pytest.fixture
def colleague(company: Company, db: None) -> User:
    return company.colleague


@pytest.fixture
def cm(company: Company, db: None) -> User:
    return company.cm


@pytest.fixture
def leader(company: Company, db: None) -> User:
    return company.leader


@pytest.fixture(params=sorted(MAKERS))
def hidden(request: pytest.FixtureRequest, company: Company, db: None) -> Any:
    """Return one of each kind as it stands in the database."""
    one = company.hidden[request.param]
    return type(one)._base_manager.get(pk=one.pk)


def page(client: Any, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code in (200, 403, 404), url
    return answer.content.decode()


def test_others_read_why_and_not_what(hidden: Any, colleague: Any, client_for: Any) -> None:
    url = registry.kind_of(hidden).url(hidden)
    html = page(client_for(colleague), url)
    assert REASON in html
    assert WORD not in html.replace(url, "")  # the address that they came by


def test_the_author_reads_both(hidden: Any, employee: Any, client_for: Any) -> None:
    kind = registry.kind_of(hidden)
    # A message shows to its author on its own page: a thread's fragments are the same for everyone.
    url = f"/discussions/posts/{hidden.pk}/" if kind.name == "post" else kind.url(hidden)
    html = page(client_for(employee), url)
    assert REASON in html
    assert WORD in html


def test_none_is_on_any_surface_for_anybody(colleague: Any, employee: Any, client_for: Any) -> None:
    for person in (colleague, employee):
        client = client_for(person)
        for url in SURFACES:
            html = page(client, url).replace(f'value="{WORD}"', "").replace(f"q={WORD}", "")
            found = [line for line in html.splitlines() if WORD in line and "<mark>" in line]
            assert found == [], (person, url)
            if not url.startswith("/search/"):
                assert WORD not in html, (person, url)


def test_restoring_brings_it_back_everywhere(
    hidden: Any, cm: Any, colleague: Any, client_for: Any, dispatch: Any
) -> None:
    actions.restore(hidden, by=cm, reason="They agreed since")
    dispatch()
    html = page(client_for(colleague), registry.kind_of(hidden).url(hidden))
    assert WORD in html
    assert REASON not in html
    assert type(hidden)._default_manager.visible_to(colleague).filter(pk=hidden.pk).exists()


def test_its_tools_are_those_of_each_role(cm: Any, employee: Any, colleague: Any, leader: Any) -> None:
    for name, make in MAKERS.items():
        made = make(employee)

        def tools(user: Any, target: Any = made) -> set[str]:
            return {tool.icon for answer in registry.ask("contribution.tools", user, target) for tool in answer}

        highlights = {"star"} if registry.kind(name).highlightable else set()
        more_like_it = {"search"} if registry.kind(name).indexable else set()
        assert tools(employee) == more_like_it
        assert tools(colleague) == tools(leader) == {"flag"} | more_like_it
        assert tools(cm) >= {"flag", "gavel"} | highlights | more_like_it


def test_what_is_hidden_can_still_be_decided_about_but_not_reported_again(
    hidden: Any, cm: Any, colleague: Any, client_for: Any
) -> None:
    kind = registry.kind_of(hidden).name
    assert WORD in page(client_for(cm), f"/moderation/{kind}/{hidden.pk}/")
    assert client_for(colleague).get(f"/moderation/report/{kind}/{hidden.pk}/").status_code == 404
