"""Volume made by ``create_demo --scale``, smallest: added to the loaded company, and taken away again."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from wagtail.models import Page

from ideas.models import Idea, Status, Support, SupportEvent
from intranet.accounts.models import User
from intranet.contributions.models import Activity
from intranet.core.richtext.cleaning import clean_anew
from intranet.discussions.models import Discussion, Post, Thread
from knowledge.models import ArticlePage, SpacePage
from knowledge.questions.models import AnswerVote, Question, QuestionVote

pytestmark = [pytest.mark.django_db, pytest.mark.scale]


@pytest.fixture(scope="module")
def volume(demo: str) -> Iterator[str]:
    with transaction.atomic():
        said = StringIO()
        call_command("create_demo", scale=1, stdout=said)
        yield said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def grown(volume: str) -> str:
    return volume


def test_it_adds_what_it_says(grown: str) -> None:
    assert User.objects.count() == 40 + 40
    assert ArticlePage.objects.count() == 33 + 100
    assert Idea.objects.count() == 65 + 25
    assert Thread.objects.count() == 15 + 15
    assert Question.objects.count() == 12 + 30
    assert "rebuild_search" in grown
    assert "133  articles" in grown


def test_one_thread_and_one_idea_have_two_hundred_messages() -> None:
    long = Discussion.objects.filter(post_count=200)
    assert sorted(long.values_list("kind", flat=True)) == ["idea", "thread"]
    for discussion in long:
        assert discussion.posts.exclude(reaction_counts={}).count() > 150


def test_running_it_again_adds_nothing(grown: str) -> None:
    said = StringIO()
    call_command("create_demo", scale=1, stdout=said)
    assert "nothing was added" in said.getvalue()
    assert User.objects.count() == 80


@pytest.mark.parametrize("scale", [-1, 101])
def test_a_scale_out_of_bounds_is_refused(scale: int) -> None:
    with pytest.raises(CommandError, match="from 0 to 100"):
        call_command("create_demo", scale=scale)


def test_discussions_count_and_number_what_is_in_them() -> None:
    reacted = {post.pk: post.n for post in Post.objects.annotate(n=Count("reactions"))}
    for discussion in Discussion.objects.prefetch_related("posts", "events"):
        posts = sorted(discussion.posts.all(), key=lambda post: post.number)
        assert [post.number for post in posts] == list(range(1, discussion.last_number + 1))
        assert discussion.post_count == sum(not post.is_hidden and not post.is_deleted for post in posts)
        events = sorted(discussion.events.all(), key=lambda event: event.seq)
        assert [event.seq for event in events] == list(range(1, discussion.last_seq + 1))
        latest = {event.post_id: event.seq for event in events}
        for post in posts:
            assert post.version == latest[post.pk]
            assert sum(post.reaction_counts.values()) == reacted[post.pk]
            assert post.audience_id == discussion.audience_id
            assert post.parent_id is None or post.parent_id < post.pk


def test_ideas_count_their_supports_and_keep_their_first_words() -> None:
    for idea in Idea.objects.annotate(real=Count("supports", distinct=True), kept=Count("revisions", distinct=True)):
        assert idea.support_count == idea.real
        assert idea.kept >= 1
        assert idea.summary
        assert idea.words.strip()
        if idea.pipeline_status.needs_answer and idea.status != Status.NEEDS_MORE:  # asking for more is no answer yet
            assert idea.official_answer_id is not None
        if idea.status not in (Status.SUBMITTED, Status.MERGED, Status.SPLIT):
            assert idea.last_decision_id is not None
    assert Support.objects.count() == sum(SupportEvent.objects.values_list("change", flat=True))
    assert not Support.objects.filter(user=F("idea__author")).exists()


def test_questions_count_their_answers_and_votes_and_open(person: Any) -> None:
    for question in Question.objects.annotate(real=Count("votes", distinct=True), n=Count("answers", distinct=True)):
        assert (question.vote_count, question.answer_count) == (question.real, question.n)
        assert question.accepted_answer is None or question.accepted_answer.question_id == question.pk
    assert not AnswerVote.objects.filter(user=F("answer__author")).exists()
    assert not QuestionVote.objects.filter(user=F("question__author")).exists()
    client = Client()
    client.force_login(person("elise"))
    assert client.get("/knowledge/questions/").status_code == 200
    for question in Question.objects.order_by("-pk")[:5]:
        assert client.get(question.get_absolute_url()).status_code == 200
        assert clean_anew(question.body, profile="post") == question.body


def test_the_tree_of_pages_is_sound_and_each_article_has_its_version() -> None:
    assert not any(Page.find_problems())
    for article in ArticlePage.objects.order_by("-pk")[:20]:
        version = article.get_latest_revision_as_object()
        assert (version.title, version.body) == (article.title, article.body)
        assert {tag.name for tag in version.tags.all()} == {tag.name for tag in article.tags.all()}
        assert 250 <= article.word_count <= 800
        assert article.headings
        assert clean_anew(article.body) == article.body


def test_a_generated_article_is_read_edited_and_published_like_any_other(person: Any) -> None:
    article = ArticlePage.objects.order_by("-pk").first()
    assert article is not None
    client = Client()
    client.force_login(person("admin"))
    assert client.get(article.get_absolute_url()).status_code == 200
    with transaction.atomic():
        article.revise(by=person("elise"), base_revision=article.latest_revision_id, body="<p>Neuf.</p>", publish=True)
        article.refresh_from_db()
        assert article.body == "<p>Neuf.</p>"
        article.space.add_article(by=person("elise"), title="Une de plus", publish=True)
        transaction.set_rollback(True)


def test_every_page_of_the_volume_opens(person: Any) -> None:
    client = Client()
    client.force_login(person("elise"))
    addresses = ["/", "/ideas/", "/knowledge/", "/discussions/", "/people/"]
    addresses += [idea.get_absolute_url() for idea in Idea.objects.order_by("-pk")[:5]]
    addresses += [thread.get_absolute_url() for thread in Thread.objects.order_by("-pk")[:3]]
    addresses += [space.get_absolute_url() for space in SpacePage.objects.order_by("-pk")[:2]]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_worker_has_nothing_left_to_tell() -> None:
    generated = Activity.objects.filter(actor__email__contains="@volume.")
    assert generated.exists()
    assert not generated.pending().exists()
