"""The company as the command leaves it."""

import re
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q
from django.test import Client, override_settings
from django.utils import timezone

from ideas.models import Idea, Status, Support
from intranet.accounts import roles
from intranet.accounts.models import Department, User
from intranet.charter.models import CharterVersion, Clause
from intranet.contributions.models import Activity, UploadUse
from intranet.contributions.registry import registry
from intranet.core.fields import RichTextField
from intranet.core.richtext.cleaning import clean_anew
from intranet.demo.counting import counts
from intranet.discussions.models import Discussion, Post, Reaction, Room, Thread, ThreadEvent
from intranet.moderation.models import Decision, Report
from intranet.notifications.models import Notification
from intranet.recognition.models import Highlight
from knowledge.models import ArticlePage, SpacePage
from knowledge.questions.models import Answer, Harvest, Question, Routing
from tests.columns import assert_postgresql_would_hold_it

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    kept = (model for model in apps.get_models() if model._meta.managed)
    return {model._meta.label: model._base_manager.count() for model in kept}


def test_the_company_is_as_large_as_promised() -> None:
    said = dict(counts())
    assert said["people"] == 40
    assert said["articles"] == 33
    assert said["ideas"] == 65
    assert said["questions"] == 12
    assert said["threads"] == 15
    assert said["charter clauses"] == 12
    assert Department.objects.filter(depth=1).count() == 8
    assert Room.objects.count() == 5
    assert SpacePage.objects.count() == 9


def test_campaigns_are_running_over_and_to_come() -> None:
    from ideas.models import Act, Campaign

    running, over, coming = (Campaign.objects.get(theme__startswith=word) for word in ("Où", "Venir", "What"))
    assert running.allows(Act.SUPPORT)
    assert running.hides_tally()
    assert running.rulebook is not None
    assert over.is_over()
    assert not over.hides_tally()
    assert over.rulebooks.get().closed_at is not None
    assert coming.is_coming()


def test_every_way_of_voting_is_there_to_be_seen(person: Any) -> None:
    from ideas.models import Campaign, Method

    client = Client()
    client.force_login(person("elise"))
    by_method = {one.method: one for one in Campaign.objects.filter(rulebook__isnull=False)}
    assert set(by_method) == set(Method.values), "a vote of each kind is open"
    tokens, duels = by_method[Method.TOKENS], by_method[Method.PAIRWISE]
    assert "affûter" in client.get(f"/ideas/campaigns/{tokens.slug}/vote/").content.decode().lower()
    assert 'name="pair"' in client.get(f"/ideas/campaigns/{duels.slug}/pairs/").content.decode()
    over = Campaign.objects.get(method=Method.PAIRWISE, rulebook=None)
    assert 'class="interval"' in client.get(f"/ideas/campaigns/{over.slug}/pairs/result/").content.decode()
    assert Campaign.objects.filter(method=Method.BUDGET, rulebooks__result__isnull=False).exists()
    assert all(idea.answers for idea in Idea.objects.filter(campaign=tokens))


def test_the_command_says_what_there_is(demo: str) -> None:
    assert "40  people" in demo
    assert "33  articles" in demo


def test_loading_twice_changes_nothing(demo: str) -> None:
    before = rows()
    said = StringIO()
    call_command("create_demo", stdout=said)
    assert rows() == before
    assert "there already" in said.getvalue()


@pytest.mark.parametrize("arguments", [[], ["--scale", "1"]])
def test_nothing_is_loaded_where_the_demo_is_not_asked_for(arguments: list[str]) -> None:
    before = rows()
    with override_settings(PARVIS_DEMO=False), pytest.raises(CommandError, match="PARVIS_DEMO=1"):
        call_command("create_demo", *arguments)
    assert rows() == before


def test_everybody_has_a_department_and_something_they_know() -> None:
    assert not User.objects.filter(department=None).exists()
    assert not User.objects.filter(Q(bio="") | Q(job_title="")).exists()
    assert not User.objects.annotate(topics=Count("expertise")).filter(topics=0).exists()
    assert set(User.objects.values_list("language", flat=True)) == {"fr", "en"}
    assert User.objects.values("time_zone").distinct().count() >= 3


def test_the_accounts_of_the_contract_sign_in_with_their_roles(person: Any) -> None:
    expected = {
        "camille": roles.COMMUNITY_MANAGER,
        "leila": roles.LEADERSHIP,
        "admin": roles.ADMINISTRATOR,
        "elise": roles.EMPLOYEE,
        "marc": roles.EMPLOYEE,
    }
    for username, role in expected.items():
        assert role in person(username).role_names
        assert person(username).check_password("parvis-demo")
    assert person("elise").role_names == {roles.EMPLOYEE}


def test_every_text_is_stored_as_the_cleaner_leaves_it() -> None:
    seen = 0
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, RichTextField):
                for text in model._base_manager.values_list(field.attname, flat=True):
                    assert clean_anew(text, profile=field.profile) == text
                    seen += 1
    assert seen > 500


def test_the_company_could_be_loaded_on_postgresql_too() -> None:
    assert_postgresql_would_hold_it()


def test_every_status_has_an_idea_and_every_decision_its_reason() -> None:
    assert set(Idea.objects.values_list("status", flat=True)) == set(Status.values)
    for idea in Idea.objects.filter(status__in=[Status.PLANNED, Status.DONE, Status.DECLINED]):
        assert idea.official_answer is not None
        assert len(idea.official_answer.answer) > 60


def test_ideas_count_their_supports() -> None:
    ideas = Idea.objects.annotate(real=Count("supports"))
    assert [idea for idea in ideas if idea.support_count != idea.real] == []
    assert ideas.filter(real__gte=5).count() >= 25
    assert not Support.objects.filter(user=F("idea__author")).exists()


def test_questions_are_in_every_state_and_one_waits_for_somebody_who_may_know(person: Any) -> None:
    assert Question.objects.current().solved().count() >= 7
    assert Question.objects.current().unsolved().exclude(answer_count=0).count() >= 2
    assert Question.objects.current().unanswered().count() == 2
    assert Question.objects.exclude(duplicate_of=None).count() == 1
    assert Harvest.objects.filter(article__live=True).count() == 1
    assert Routing.objects.filter(question__in=Question.objects.unsolved()).exists()
    for question in Question.objects.annotate(real=Count("votes", distinct=True)):
        assert question.vote_count == question.real
        assert question.answer_count == question.answers.count()
    for answer in Answer.objects.annotate(real=Count("votes")):
        assert answer.vote_count == answer.real


def test_threads_count_and_number_what_is_in_them() -> None:
    for discussion in Discussion.objects.all():
        posts = Post.objects.filter(discussion=discussion)
        assert discussion.post_count == posts.current().count()
        assert discussion.last_number == posts.count()
        events = ThreadEvent.objects.filter(discussion=discussion).order_by("seq")
        assert list(events.values_list("seq", flat=True)) == list(range(1, discussion.last_seq + 1))
    for post in Post.objects.prefetch_related("reactions"):
        assert sum(post.reaction_counts.values()) == len(post.reactions.all())


def test_nothing_happened_in_the_future_nor_all_at_once() -> None:
    for model, name in [(Post, "created_at"), (Activity, "at"), (Notification, "created_at"), (Reaction, "at")]:
        times = sorted(model._base_manager.values_list(name, flat=True))
        assert times[-1] <= timezone.now()
        assert (times[-1] - times[0]).days > 60
    in_order = list(Activity.objects.order_by("pk").values_list("at", flat=True))
    assert in_order == sorted(in_order)


def test_one_message_is_hidden_with_its_reason_and_its_clause(person: Any) -> None:
    hidden = Post.objects.get(is_hidden=True)
    decision = Decision.objects.of(hidden).get()
    assert decision.reason
    assert decision.clause_key in {str(clause.key) for clause in Clause.objects.in_force()}
    assert decision.at < timezone.now() - timezone.timedelta(days=5)
    assert hidden.pk not in Post.objects.visible_to(person("elise")).values_list("pk", flat=True)
    call_command("verify_moderation_log", stdout=StringIO())


def test_reports_wait_for_the_community_manager() -> None:
    assert Report.objects.open().count() == 2
    assert Report.objects.exclude(decision=None).count() == 2


def test_the_charter_has_two_versions_and_some_have_read_neither() -> None:
    assert list(CharterVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    current = CharterVersion.objects.current()
    assert current is not None
    assert 5 < current.acknowledgements.count() < 30


def test_the_charter_dresses_the_site_readably() -> None:
    from intranet.charter.theme import unreadable

    current = CharterVersion.objects.current()
    assert current is not None
    assert current.look["accent"]
    assert list(unreadable(current.look)) == []


def test_something_waits_for_elise(person: Any) -> None:
    lines = [line for lines in registry.ask("home.waiting", person("elise")) for line in lines]
    addresses = " ".join(line.url for line in lines)
    assert "/charter/" in addresses
    assert "/ideas/" in addresses
    assert "/discussions/" in addresses
    unread = Notification.objects.of(person("elise")).unread()
    assert 3 <= unread.count() <= 15
    assert {"mention", "author"} <= set(unread.values_list("reason", flat=True))


def test_the_restricted_space_is_only_for_its_departments(person: Any) -> None:
    payroll = ArticlePage.objects.filter(slug="calendrier-de-la-paie")
    assert payroll.visible_to(person("maud")).exists()
    assert payroll.visible_to(person("agathe")).exists()
    assert not payroll.visible_to(person("elise")).exists()
    said = Post.objects.filter(discussion=payroll.get().discussion)
    assert said.exists()
    assert not said.visible_to(person("marc")).exists()


def test_articles_have_versions_by_several_people_and_pictures() -> None:
    versions = ArticlePage.objects.annotate(
        versions=Count("_revisions", distinct=True), writers=Count("_revisions__user", distinct=True)
    )
    assert versions.filter(versions__gte=2).count() >= 20
    assert versions.filter(writers__gte=2).count() >= 15
    assert UploadUse.objects.count() == 7


def test_links_between_articles_lead_somewhere(person: Any) -> None:
    client = Client()
    client.force_login(person("maud"))
    addresses = {
        address
        for body in ArticlePage.objects.values_list("body", flat=True)
        for address in re.findall(r'href="(/[^"]+)"', body)
    }
    assert len(addresses) > 20
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_highlights_are_on_the_home_page() -> None:
    assert Highlight.objects.current().count() == 4
    assert {highlight.kind for highlight in Highlight.objects.all()} == {"idea", "article", "thread"}


@pytest.mark.parametrize("username", ["elise", "camille", "leila", "aoife", "admin"])
def test_every_page_of_the_company_opens(username: str, person: Any) -> None:
    client = Client()
    client.force_login(person(username))
    addresses = ["/", "/ideas/", "/knowledge/", "/discussions/", "/charter/", "/people/", "/notifications/"]
    addresses += [idea.get_absolute_url() for idea in Idea.objects.all()[::6]]
    addresses += [article.get_absolute_url() for article in ArticlePage.objects.visible_to(person(username))[::6]]
    addresses += [thread.get_absolute_url() for thread in Thread.objects.all()[::4]]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_demo_people_on_an_open_site_are_an_error() -> None:
    from intranet.demo.checks import demo_people_stay_at_home

    with override_settings(ALLOWED_HOSTS=["intranet.example.com"]):
        assert [message.id for message in demo_people_stay_at_home(databases=["default"])] == ["parvis.E030"]
        assert demo_people_stay_at_home() == []
    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"]):
        assert demo_people_stay_at_home(databases=["default"]) == []


def test_the_search_finds_every_kind_of_thing_at_once(person: Any) -> None:
    """Without ``rebuild_search``: the first start of a site loads the demo and serves."""
    client = Client()
    client.force_login(person("elise"))
    for words, expected in [
        ("Corinne Midol", "Corinne Midol"),
        ("vernir", "Vernir"),
        ("chutes hêtre", "Donner une seconde vie"),
        ("tilleul", "tilleul de la cour"),
        ("critiquer", "Le droit de critiquer"),
    ]:
        page = client.get("/search/", {"q": words})
        assert page.status_code == 200
        assert expected in re.sub(r"</?mark>", "", page.content.decode()).replace("&#x27;", "’")
