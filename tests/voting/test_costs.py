import pytest
from django.urls import reverse

from ideas.models import Idea
from tests.factories.voting import make_candidate, make_vote

pytestmark = pytest.mark.django_db


def test_costs_are_set_on_one_page_until_the_vote_opens(cm, client_for) -> None:
    campaign = make_vote(opened=False)
    campaign.phases.update(opens_at="2090-01-01T00:00Z", closes_at="2090-02-01T00:00Z")
    campaign.schedule = [["2090-01-01T00:00:00+00:00", "2090-02-01T00:00:00+00:00", ["support"]]]
    campaign.save()
    idea, other = make_candidate(campaign, "Trees", None), make_candidate(campaign, "Bench", 50)
    client, page = client_for(cm), reverse("ideas:voting:costs", args=[campaign.slug])
    assert client.post(page, {f"cost-{idea.pk}": "12 000", f"cost-{other.pk}": ""}).status_code == 302
    assert Idea.objects.get(pk=idea.pk).cost == 12_000
    assert Idea.objects.get(pk=other.pk).cost is None
    for wrong in ("0", "-5", "1.5", "9" * 300, "1" + "0" * 13, "douze", "٣"):
        answer = client.post(page, {f"cost-{idea.pk}": wrong})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Idea.objects.get(pk=idea.pk).cost == 12_000
    campaign.open_voting(by=None)
    client.post(page, {f"cost-{idea.pk}": "1"})
    assert Idea.objects.get(pk=idea.pk).cost == 12_000


def test_an_employee_sets_no_costs(employee, client_for) -> None:
    campaign = make_vote(opened=False)
    assert client_for(employee).get(reverse("ideas:voting:costs", args=[campaign.slug])).status_code == 403


def test_the_author_cannot_change_the_cost_while_people_vote(employee, client_for) -> None:
    campaign = make_vote()
    idea = make_candidate(campaign, "Trees", 50, author=employee)
    idea.edit(by=employee, version=idea.version, departments=[], tags=[], title="Two trees", cost=1)
    idea.refresh_from_db()
    assert (idea.title, idea.cost) == ("Two trees", 50)
    page = client_for(employee).get(reverse("ideas:edit", args=[idea.pk])).content.decode()
    assert 'name="cost" value="50"' in page
    assert "disabled" in page[page.index('name="cost"') : page.index('name="cost"') + 200]
