"""The card of an idea in a text that gives its address: each reader's own, and nothing for whoever may not see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Campaign, Idea
from intranet.accounts.models import Audience
from intranet.moderation.actions import hide
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def test_the_card_is_a_fragment_that_is_not_kept(client_for, employee):
    idea = make_idea()
    answer = client_for(employee).get(f"/ideas/{idea.pk}/card/")
    assert idea.title in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_it_does_not_exist_for_whoever_may_not_see_the_idea(client_for, employee, cm):
    legal = make_department("Legal")
    secret = make_idea(audience=Audience.objects.all().for_departments([legal]))
    assert client_for(employee).get(f"/ideas/{secret.pk}/card/").status_code == 404
    assert client_for(make_user(department=legal)).get(f"/ideas/{secret.pk}/card/").status_code == 200
    shown = make_idea()
    hide(shown, by=cm, reason="No", clause="")
    assert client_for(employee).get(f"/ideas/{shown.pk}/card/").status_code == 404


def test_a_hidden_tally_is_not_on_it(client_for, cm):
    idea = make_idea()
    Idea.objects.update(support_count=7123)
    assert "7,123" in client_for(cm).get(f"/ideas/{idea.pk}/card/").content.decode()
    Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
    assert "7,123" not in client_for(cm).get(f"/ideas/{idea.pk}/card/").content.decode()


def test_the_text_itself_tells_nothing_of_the_idea(client_for, employee):
    secret = make_idea(
        title="Sell the tower", audience=Audience.objects.all().for_departments([make_department("Legal")])
    )
    body = f'<p>Look at this.</p><p><a href="/ideas/{secret.pk}/">/ideas/{secret.pk}/</a></p>'
    page = client_for(employee).get(make_article("Plans", body=body).get_absolute_url()).content.decode()
    assert f'href="/ideas/{secret.pk}/"' in page
    assert "Sell the tower" not in page
