"""Every status can be listed, shown and read, in both languages."""

import pytest
from django.urls import reverse
from django.utils import translation

from ideas.models import DECIDABLE, DeclineReason, Idea, Status
from ideas.models.status import ELSEWHERE
from ideas.page import steps_of
from ideas.templatetags.ideas import tone_of
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db


def standing(status: Status) -> Idea:
    idea = make_idea(title=f"An idea that is {status}")
    Idea.objects.filter(pk=idea.pk).update(status=status)
    idea.refresh_from_db()
    return idea


@pytest.mark.parametrize("status", Status)
def test_each_status_has_its_place_in_list_filter_page_and_step_bar(client_for, employee, status):
    idea = standing(status)
    browser = client_for(employee)
    listed = browser.get(reverse("ideas:list"), {"status": status}).content.decode()
    assert (idea.title in listed) == (status not in ELSEWHERE), "what stands elsewhere is found there"
    if status not in ELSEWHERE:
        assert f'<option value="{status}" selected>' in listed
    assert browser.get(idea.get_absolute_url()).status_code == 200
    steps = steps_of(idea)
    assert [step["label"] for step in steps if step["state"] in ("current", "stopped")] == [status.label]
    assert tone_of(status) in ("", "info", "accent", "warn", "good", "bad")


def test_being_tried_and_being_asked_are_steps_only_while_there():
    ways = {status: [step["label"] for step in steps_of(Idea(status=status))] for status in Status}
    assert Status.PILOT.label in ways[Status.PILOT]
    assert Status.PILOT.label not in ways[Status.DONE]
    assert Status.NEEDS_MORE.label not in ways[Status.PLANNED]


def test_who_decides_is_not_offered_what_authors_do(client_for, leader):
    page = client_for(leader).get(reverse("ideas:decide", args=[make_idea().pk])).content.decode()
    offered = [status for status in Status if f'<option value="{status}"' in page]
    assert set(offered) == set(DECIDABLE)


def test_reasons_to_decline_are_there_in_both_languages():
    reason = DeclineReason.objects.get(slug="cost")
    with translation.override("fr"):
        assert reason.label.startswith("Le coût")
    with translation.override("en"):
        assert reason.label.startswith("It costs")
