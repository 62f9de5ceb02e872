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
