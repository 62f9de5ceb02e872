"""Ideas in a browser without scripts: submitting, the list, the page."""

import pytest
from django.urls import reverse

from ideas.models import Idea
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

TEXTS = {
    "title": "Des paniers de légumes livrés au bureau",
    "problem": "<p>Personne n’a le temps d’aller au marché.</p>",
    "proposal": "<p>Un partenariat avec la ferme voisine.</p>",
    "benefit": "",
    "tags": "cantine, Légumes",
    "language": "fr",
}


def test_an_idea_can_be_submitted_and_read(client_for, employee, colleague):
    marketing = make_department("Marketing")
    response = client_for(employee).post(reverse("ideas:submit"), {**TEXTS, "departments": [marketing.pk]})
    idea = Idea.objects.get()
    assert response.status_code == 302
    assert response["Location"] == idea.get_absolute_url()
    page = client_for(colleague).get(idea.get_absolute_url()).content.decode()
    for shown in (TEXTS["title"], "ferme voisine", "Marketing", "cantine", "Légumes", "Elise"):
        assert shown in page
    assert idea.campaign.is_open_box


def test_a_form_with_mistakes_keeps_what_was_typed(client_for, employee):
    response = client_for(employee).post(reverse("ideas:submit"), {**TEXTS, "title": ""})
    assert response.status_code == 422
    assert "ferme voisine" in response.content.decode()
    assert "Give your idea a title." in response.content.decode()
    assert not Idea.objects.exists()


def test_a_wrong_slug_redirects_to_the_right_one(client_for, employee):
    idea = make_idea()
    browser = client_for(employee)
    assert browser.get(f"/ideas/{idea.pk}/").headers["Location"] == idea.get_absolute_url()
    assert browser.get(f"/ideas/{idea.pk}/something/").headers["Location"] == idea.get_absolute_url()
    assert browser.get(idea.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "address", ["/ideas/9/x/", "/ideas/99999999999999999999/x/", "/ideas/9223372036854775808/x/", "/ideas/0/x/"]
)
def test_unknown_and_absurd_ids_are_not_found(client_for, employee, address):
    assert client_for(employee).get(address).status_code == 404


def test_the_list_shows_ideas_newest_first(client_for, employee):
    first, second = make_idea(title="First idea"), make_idea(title="Second idea")
    page = client_for(employee).get(reverse("ideas:list")).content.decode()
    assert page.index(second.title) < page.index(first.title)


def test_an_empty_box_says_what_to_do(client_for, employee):
    page = client_for(employee).get(reverse("ideas:list")).content.decode()
    assert "Propose an idea" in page
    assert "The box is open, and empty" in page


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-1",
        "?page=abc",
        "?page=999999999999",
        "?status=%00",
        "?tag=%00",
        "?order=x",
        "?department=%FF",
        "?mine=2",
    ],
)
def test_absurd_filters_are_ignored(client_for, employee, query):
    make_idea()
    assert client_for(employee).get(reverse("ideas:list") + query).status_code == 200


class TestFilters:
    @pytest.fixture
    def browser(self, client_for, employee):
        return client_for(employee)

    def titles(self, browser, query):
        page = browser.get(reverse("ideas:list") + query).context["page"]
        return [idea.title for idea in page.items]

    def test_by_status(self, browser, leader):
        make_idea(title="Waiting")
        make_idea(title="Refused").decide(
            by=leader, status="declined", answer="<p>No.</p>", expected=None, reason="cost"
        )
        assert self.titles(browser, "?status=declined") == ["Refused"]

    def test_by_department_and_those_under_it(self, browser):
        finance = make_department("Finance")
        payroll = make_department("Payroll", finance)
        make_idea(title="For payroll", departments=[payroll])
        make_idea(title="For nobody")
        assert self.titles(browser, "?department=finance") == ["For payroll"]

    def test_by_tag_whatever_the_case(self, browser):
        make_idea(title="Tagged", tags=["Canteen"])
        make_idea(title="Untagged")
        assert self.titles(browser, "?tag=canteen") == ["Tagged"]

    def test_mine_and_supported_by_me(self, browser, employee):
        make_idea(employee, title="My own")
        make_idea(title="Theirs").support(by=employee)
        assert self.titles(browser, "?mine=1") == ["My own"]
        assert self.titles(browser, "?supported=1") == ["Theirs"]

    def test_most_supported_first(self, browser, employee, colleague):
        one = make_idea(title="One")
        two = make_idea(title="Two")
        for person in (employee, colleague):
            one.support(by=person)
        two.support(by=employee)
        make_idea(title="None")
        assert self.titles(browser, "?order=supported") == ["One", "Two", "None"]

    def test_most_discussed_first(self, browser):
        quiet, loud = make_idea(title="Quiet"), make_idea(title="Loud")
        loud.discussion.post_count = 4
        loud.discussion.save()
        assert self.titles(browser, "?order=discussed") == [loud.title, quiet.title]


def test_what_one_may_not_see_is_nowhere(client_for, employee):
    from intranet.accounts.models import Audience

    finance = make_department("Finance")
    idea = make_idea(title="Secret of finance", audience=Audience.objects.for_departments([finance]), tags=["hush"])
    browser = client_for(employee)
    page = browser.get(reverse("ideas:list")).content.decode()
    assert "Secret of finance" not in page
    assert "hush" not in page
    for name in ("detail", "history", "edit", "decide", "tally"):
        args = [idea.pk, idea.slug] if name == "detail" else [idea.pk]
        assert browser.get(reverse(f"ideas:{name}", args=args)).status_code == 404
    for name in ("support", "withdraw"):
        assert browser.post(reverse(f"ideas:{name}", args=[idea.pk])).status_code == 404
    similar = browser.get(reverse("ideas:similar"), {"title": "Secret of finance"}).content.decode()
    assert "Secret of finance" not in similar
    insider = client_for(make_user(department=finance))
    assert "Secret of finance" in insider.get(reverse("ideas:list")).content.decode()
