"""What readers say of an article, and what it does to its place."""

from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from intranet.search.measuring.models import Asked
from knowledge.models import ArticlePage
from knowledge.stewardship.models import Opinion, Stewardship
from tests.factories.people import make_user
from tests.stewardship.addresses import trust

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_three_readers_out_of_three_who_say_that_it_does_not_help_make_it_to_check(
    article: ArticlePage, employee: User, client_for: SignIn
) -> None:
    said = {"is_helpful": "no", "reason": "outdated", "words": "The form moved", "asked": "expense form"}
    readers = [make_user() for _ in range(3)]
    for reader in readers:
        assert client_for(reader).post(trust(article, "helpful"), said).status_code == 302
        assert client_for(reader).post(trust(article, "helpful"), said).status_code == 302
    assert Opinion.objects.count() == 3
    assert [reason["kind"] for reason in Stewardship.objects.get(article=article).reasons] == ["unhelpful"]
    page = client_for(employee).get(trust(article, "opinions")).content.decode()
    assert "The form moved" in page
    assert "expense form" in page
    assert all(reader.display_name not in page for reader in readers)
    assert client_for(readers[0]).get(trust(article, "opinions")).status_code == 403


def test_no_without_a_reason_asks_for_one_and_keeps_the_words(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    answer = client_for(colleague).post(
        trust(article, "helpful"), {"is_helpful": "no", "reason": "", "words": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Say what is wrong with it" in answer.content.decode()
    assert "Kept words" in answer.content.decode()


def test_the_search_that_led_there_goes_with_the_opinion(
    article: ArticlePage, colleague: User, client_for: SignIn
) -> None:
    browser = client_for(colleague)
    browser.get("/search/?q=taxi+receipt")
    asked = Asked.objects.get(person=colleague)
    browser.post(f"/search/heard/{asked.pk}/", {"hit": f"article:{article.pk}", "rank": "1"})
    page = browser.get(trust(article, "helpful")).content.decode()
    assert 'name="asked" value="taxi receipt"' in page
    assert 'name="asked" value=""' in client_for(make_user()).get(trust(article, "helpful")).content.decode()
    browser.post(trust(article, "helpful"), {"is_helpful": "no", "reason": "wrong", "asked": "taxi receipt"})
    assert Opinion.objects.get().asked == "taxi receipt"
