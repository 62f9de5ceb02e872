"""What the demo company shows of knowledge that people trust, and of a search that knows what it does not know."""

from typing import Any

import pytest
from django.test import Client

from intranet.contributions.registry import registry
from intranet.search.finding import find, query_for
from intranet.search.measuring.models import Asked, Gap
from intranet.search.measuring.models.asked import Outcome
from intranet.search.models import BestBet, SynonymGroup
from knowledge.models import ArticlePage
from knowledge.passages.models import Passage
from knowledge.questions.models import Question
from knowledge.reviewing.models import Review
from knowledge.stewardship.models import Stewardship
from knowledge.suggestions.models import Suggestion
from knowledge.translations.models import Pairing

pytestmark = pytest.mark.django_db


def page(person: Any, address: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_space_reviews_before_publishing_and_an_article_waits_there(person: Any) -> None:
    article = ArticlePage.objects.get(slug="regler-la-scie-a-ruban")
    assert not article.live
    assert article.space.wants_review
    review = Review.objects.of(article)
    assert review is not None
    assert review.is_waiting
    waiting = [line for lines in registry.ask("home.waiting", person("claire")) for line in lines]
    assert any("scie à ruban" in f"{line.title} {line.detail}" for line in waiting)


def test_suggestions_are_open_accepted_with_credit_and_declined_with_a_word(person: Any) -> None:
    states = dict(Suggestion.objects.values_list("article__slug", "state").filter(passage=None))
    assert states["teletravail"] == Suggestion.State.ACCEPTED
    assert states["annual-leave-and-bank-holidays"] == Suggestion.State.DECLINED
    assert Suggestion.objects.open().filter(passage=None).count() == 2
    accepted = ArticlePage.objects.get(slug="teletravail")
    assert "trois euros par jour" in accepted.body
    assert [who.username for who in accepted.live_revision.note.credits.all()] == ["maud"]
    assert "1 modification proposée attend" in page(
        person("agathe"), ArticlePage.objects.get(slug="frais-de-deplacement").get_absolute_url()
    )


def test_two_pairs_of_translations_one_of_them_out_of_date(person: Any) -> None:
    assert Pairing.objects.count() == 4
    outdated = Pairing.objects.exclude(outdated_at=None).get()
    assert outdated.article.slug == "se-faire-aider-par-l-informatique"
    assert "Existe aussi en anglais" in page(person("elise"), outdated.article.space.get_absolute_url())


def test_the_search_knows_what_it_does_not_know(person: Any) -> None:
    assert Asked.objects.filter(outcome=Outcome.CLICKED).count() >= 9
    titles = set(Gap.objects.shown().values_list("title", flat=True))
    assert "parental leave" in titles
    assert {"parking vélo", "badge perdu"} <= titles
    given = Gap.objects.get(title="badge perdu")
    assert (given.assignee, given.people) == (person("kevin"), 6)
    seen = page(person("camille"), "/search/gaps/")
    assert "parental leave" in seen
    for gap in ("badge perdu", "parking vélo", "parental leave"):
        articles = [
            hit for hit in find(person("elise"), query_for(person("elise"), gap)).hits() if hit.kind.name == "article"
        ]
        assert not any(hit.is_exact for hit in articles), gap


def test_synonyms_and_recommended_results_are_there_and_work(person: Any) -> None:
    assert (SynonymGroup.objects.count(), BestBet.objects.count()) == (3, 2)
    first = find(person("elise"), query_for(person("elise"), "remboursement")).first
    assert [hit.object.slug for hit in first] == ["frais-de-deplacement"]
    assert first[0].note
    found = [hit.object for hit in find(person("elise"), query_for(person("elise"), "VPN")).hits()]
    assert ArticlePage.objects.get(slug="se-connecter-a-distance") in found


def test_a_question_is_merged_and_passages_put_articles_to_check() -> None:
    assert Question.objects.exclude(duplicate_of=None).exists()
    contested = Passage.objects.filter(stance=Passage.Stance.CONTESTS, resolved_at=None)
    assert contested.count() == 2
    assert all(passage.proposal is not None and passage.proposal.is_open for passage in contested)
    to_check = Stewardship.objects.filter(state=Stewardship.State.TO_CHECK)
    assert {passage.article_id for passage in contested} <= set(to_check.values_list("article", flat=True))
    assert Stewardship.objects.filter(state=Stewardship.State.VERIFIED).count() >= 2


@pytest.mark.parametrize("username", ["claire", "fatou", "kevin", "camille", "sabine"])
def test_the_pages_that_show_it_open(username: str, person: Any) -> None:
    for address in ("trust/mine/", "suggestions/", "reviews/", "care/"):
        client = Client()
        client.force_login(person(username))
        answer = client.get(f"/knowledge/-/{address}", follow=True)
        assert answer.status_code == (403 if address == "care/" and username in ("fatou", "kevin", "sabine") else 200)
