"""What is kept between readers: nobody is shown what is another's, and nobody what is no longer so."""

import re

import pytest

from intranet.accounts.models import Audience
from intranet.moderation.actions import hide
from tests.factories.ideas import make_idea
from tests.factories.knowledge import make_article, make_space
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db

MINE = 'class="idea-score" aria-pressed="true"'
LISTS = ["/ideas/", "/ideas/?order=supported", "/ideas/?status=submitted"]


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def legal():
    return make_department("Legal")


@pytest.fixture
def lawyer(legal):
    return make_user(username="lea", department=legal)


@pytest.fixture
def baker():
    return make_user(username="bruno", department=make_department("Bakery"))


class TestWhatOneMayNotSee:
    @pytest.mark.parametrize("address", [*LISTS, "/"])
    def test_an_idea_of_another_department_is_not_in_a_list_kept_for_its_readers(
        self, client_for, legal, lawyer, baker, address
    ):
        make_idea(title="A safe for contracts", audience=Audience.objects.all().for_departments([legal]))
        for _twice in range(2):
            assert "A safe for contracts" in page(client_for(lawyer), address)
            assert "A safe for contracts" not in page(client_for(baker), address)

    @pytest.mark.parametrize("address", ["/knowledge/", "/"])
    def test_nor_an_article_or_a_space(self, client_for, legal, lawyer, baker, address):
        space = make_space("Case files", departments=[legal])
        make_article("Our secret cases", space=space)
        for _twice in range(2):
            assert "Our secret cases" in page(client_for(lawyer), address)
            kept_from = page(client_for(baker), address)
            assert "Our secret cases" not in kept_from
            assert "Case files" not in kept_from

    @pytest.mark.parametrize("address", [*LISTS, "/"])
    def test_what_is_hidden_leaves_kept_lists_at_once(self, client_for, employee, cm, address):
        idea = make_idea(title="Insults as an idea")
        browser = client_for(employee)
        assert "Insults as an idea" in page(browser, address)
        hide(idea, by=cm, reason="It insults people.", clause=None)
        assert "Insults as an idea" not in page(browser, address)

    def test_whoever_changes_department_sees_their_new_lists_at_once(self, client_for, legal, lawyer, baker):
        make_idea(title="A safe for contracts", audience=Audience.objects.all().for_departments([legal]))
        browser = client_for(lawyer)
        assert "A safe for contracts" in page(browser, "/ideas/")
        lawyer.department = baker.department
        lawyer.save()
        assert "A safe for contracts" not in page(browser, "/ideas/")

    def test_a_closed_account_is_out_at_once(self, client_for, employee):
        browser = client_for(employee)
        page(browser, "/ideas/")
        employee.deactivate()
        assert browser.get("/ideas/").status_code == 302

    def test_a_right_taken_away_is_gone_at_once(self, client_for, cm):
        browser = client_for(cm)
        assert "/ideas/review/" in page(browser, "/ideas/")
        cm.groups.clear()
        assert "/ideas/review/" not in page(browser, "/ideas/")


class TestWhatIsOnesOwn:
    def test_my_support_is_shown_to_me_alone(self, client_for, employee, colleague):
        idea = make_idea()
        mine, theirs = client_for(employee), client_for(colleague)
        page(mine, "/ideas/"), page(theirs, "/ideas/")
        mine.post(f"/ideas/{idea.pk}/support/")
        assert MINE in page(mine, "/ideas/")
        assert MINE not in page(theirs, "/ideas/")
        assert 'data-add="0">1<' in page(theirs, "/ideas/")
        mine.post(f"/ideas/{idea.pk}/withdraw/")
        assert MINE not in page(mine, "/ideas/")

    def test_the_lists_of_mine_and_supported_are_not_shared(self, client_for, employee, colleague):
        make_idea(employee, title="Longer lunch")
        for narrowed in ("/ideas/?mine=1", "/ideas/?supported=1"):
            page(client_for(employee), narrowed)
            assert "Longer lunch" not in page(client_for(colleague), narrowed)
        assert "Longer lunch" in page(client_for(employee), "/ideas/?mine=1")

    def test_forms_in_kept_rows_have_the_token_of_who_looks(self, client_for, employee, colleague):
        make_idea()
        tokens = []
        for person in (employee, colleague):
            browser = client_for(person)
            html = page(browser, "/ideas/")
            found = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', html))
            assert len(found) == 1
            assert len(next(iter(found))) == 64
            tokens.append(found)
        assert tokens[0] != tokens[1]

    def test_each_reads_the_same_list_in_their_language(self, client_for, employee):
        make_idea()
        french = make_user(username="fanny", language="fr")
        page(client_for(employee), "/ideas/")
        assert "Soutenir" in page(client_for(french), "/ideas/")
        assert "Soutenir" not in page(client_for(employee), "/ideas/")

    def test_an_answer_to_my_idea_waits_for_me_and_for_nobody_else(self, client_for, employee, colleague, leader):
        idea = make_idea(employee, title="Longer lunch")
        mine, theirs = client_for(employee), client_for(colleague)
        page(mine, "/"), page(theirs, "/")
        idea.decide(by=leader, status="planned", answer="<p>Yes.</p>", expected=None)
        assert "Your idea has news" in page(mine, "/")
        assert "Your idea has news" not in page(theirs, "/")
        page(mine, idea.get_absolute_url())
        assert "Your idea has news" not in page(mine, "/")

    def test_my_drafts_are_shown_to_me_alone(self, client_for, employee, colleague):
        make_article("Half a thought", by=employee, publish=False)
        assert "Half a thought" in page(client_for(employee), "/knowledge/")
        assert "Half a thought" not in page(client_for(colleague), "/knowledge/")


class TestWhatHasChanged:
    def test_a_new_title_is_in_kept_lists_at_once(self, client_for, employee):
        idea = make_idea(employee, title="Longer lunch")
        browser = client_for(employee)
        page(browser, "/ideas/"), page(browser, "/")
        idea.edit(by=employee, version=idea.version, departments=[], tags=[], title="A longer lunch break")
        for address in ("/ideas/", "/"):
            assert "A longer lunch break" in page(browser, address)
            assert "Longer lunch<" not in page(browser, address)

    def test_a_new_name_is_in_the_directory_at_once(self, client_for, employee, colleague):
        browser = client_for(employee)
        assert "Marc" in page(browser, "/people/")
        colleague.display_name = "Marcus"
        colleague.save()
        assert "Marcus" in page(browser, "/people/")

    def test_the_second_page_is_not_the_first(self, client_for, employee):
        author = make_user()
        for number in range(21):
            make_idea(author, title=f"Idea number {number:02}")
        browser = client_for(employee)
        first, second = page(browser, "/ideas/"), page(browser, "/ideas/?page=2")
        assert "Idea number 20" in first
        assert "Idea number 00" not in first
        assert "Idea number 00" in second
        assert "Idea number 20" not in second
        assert 'href="?order=new&amp;page=2"' in page(browser, "/ideas/?order=new")
