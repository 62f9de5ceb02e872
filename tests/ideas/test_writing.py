"""Writing an idea: the rule of edits, history, drafts of hostile texts, and ideas that say about the same."""

import json

import pytest
from django.urls import reverse

from ideas.models import Idea, IdeaRevision
from ideas.similar import similar_ideas
from tests.conftest import CORPUS
from tests.factories.ideas import make_idea
from tests.factories.people import make_department

pytestmark = pytest.mark.django_db

NASTY = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">click</a>',
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}{% load x %}",
    "\u202edrow\u202c",
    "Z\u0351\u036b\u0343a\u0329\u034flgo",
    "\ufeff\u200b\u2028\u2029",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "' OR 1=1 --",
    "../../../etc/passwd",
    "\ud7ff\U0010ffff",
    "1e309 NaN Infinity",
    "<" * 400,
    "Ω≈ç√∫˜µ≤≥÷ 田中さんにあげて下さい الكل في المجمو",
]


def sent(idea=None, **changes):
    texts = {
        "title": "Bicycle parking near the entrance",
        "problem": "<p>The racks are full before nine.</p>",
        "proposal": "<p>Put twenty more racks under the porch.</p>",
        "benefit": "",
        "tags": "",
        "language": "en",
        "version": idea.version if idea else "",
    }
    return {**texts, **changes}


def edit(browser, idea, **changes):
    return browser.post(reverse("ideas:edit", args=[idea.pk]), sent(idea, **changes))


class TestEdits:
    def test_before_any_support_they_are_silent(self, client_for, employee):
        idea = make_idea(employee)
        assert edit(client_for(employee), idea, title="Covered bicycle parking").status_code == 302
        idea.refresh_from_db()
        assert idea.title == "Covered bicycle parking"
        assert idea.slug == "covered-bicycle-parking"
        page = client_for(employee).get(reverse("ideas:history", args=[idea.pk])).content.decode()
        assert "Version 2" not in page
        assert idea.revisions.get().title == "Covered bicycle parking"

    def test_after_a_support_each_is_a_version_that_anyone_can_compare(self, client_for, employee, colleague):
        idea = make_idea(employee)
        idea.support(by=colleague)
        edit(client_for(employee), idea, proposal="<p>Put forty more racks under the porch.</p>", tags="bikes")
        page = client_for(colleague).get(reverse("ideas:history", args=[idea.pk])).content.decode()
        assert "Version 2" in page
        assert "<del>twenty</del>" in page
        assert "<ins>forty</ins>" in page
        assert "<ins>bikes</ins>" in page
        shown = client_for(colleague).get(idea.get_absolute_url()).content.decode()
        assert "The text changed since you supported it." in shown
        assert "edited, version 2" in shown

    def test_a_withdrawn_support_still_makes_them_visible(self, client_for, employee, colleague):
        idea = make_idea(employee)
        idea.support(by=colleague)
        idea.withdraw_support(by=colleague)
        edit(client_for(employee), idea, title="Something quite different")
        assert list(idea.revisions.values_list("number", flat=True)) == [1, 2]

    def test_the_form_says_which_rule_holds(self, client_for, employee, colleague):
        idea = make_idea(employee)
        address = reverse("ideas:edit", args=[idea.pk])
        assert "Nobody has supported your idea yet" in client_for(employee).get(address).content.decode()
        idea.support(by=colleague)
        assert "Your idea has been supported" in client_for(employee).get(address).content.decode()

    def test_only_the_author_edits(self, client_for, employee, cm):
        idea = make_idea(employee)
        assert edit(client_for(cm), idea, title="Taken over").status_code == 403
        idea.refresh_from_db()
        assert idea.title != "Taken over"

    def test_a_stale_form_overwrites_nothing_and_keeps_the_text(self, client_for, employee):
        idea = make_idea(employee)
        browser = client_for(employee)
        edit(browser, idea, title="From the first tab")
        response = edit(browser, idea, title="From the second tab")
        assert response.status_code == 422
        page = response.content.decode()
        assert "changed since you opened the form" in page
        assert "From the second tab" in page
        idea.refresh_from_db()
        assert idea.title == "From the first tab"
        assert edit(browser, idea, title="From the second tab").status_code == 302

    def test_once_answered_for_good_the_text_stands(self, client_for, employee, leader):
        idea = make_idea(employee)
        idea.decide(by=leader, status="declined", answer="<p>No.</p>", expected=None, reason="cost")
        response = edit(client_for(employee), idea, title="Changed afterwards")
        assert response.status_code == 422
        assert "Changed afterwards" in response.content.decode()
        idea.refresh_from_db()
        assert idea.title != "Changed afterwards"


class TestHostileTexts:
    @pytest.mark.parametrize("names", [["title"], ["problem", "proposal", "benefit"], ["tags"]])
    def test_in_any_field_harm_nobody(self, client_for, employee, names):
        """The rich fields together: each takes what the others take."""
        browser = client_for(employee)
        for text in NASTY:
            texts = dict.fromkeys(names, text[:150])
            assert browser.post(reverse("ideas:submit"), sent(**texts)).status_code in (302, 422), text
        assert Idea.objects.exists()
        for address in ("ideas:submit", "ideas:list"):
            assert browser.get(reverse(address)).status_code == 200
        for idea in Idea.objects.all():
            for address in (idea.get_absolute_url(), reverse("ideas:edit", args=[idea.pk])):
                page = browser.get(address).content.decode()
                assert "<script>alert" not in page
                assert "<img src=x" not in page
                assert "<svg onload" not in page
                assert 'href="javascript:' not in page

    @pytest.mark.parametrize(
        "data",
        [
            {"title": "x" * 100_000},
            {"title": "\x00 a title with a nul"},
            {"problem": "<b>" * 5000},
            {"departments": ["9999999999999999999999", "x", "-1"]},
            {"tags": ",".join(f"tag{n}" for n in range(9))},
            {"tags": "t" * 60},
            {"language": "klingon"},
            {"version": "9" * 40},
            {},
        ],
    )
    def test_nonsense_gets_a_form_with_words(self, client_for, employee, data):
        texts = sent(**data) if data else {}
        assert client_for(employee).post(reverse("ideas:submit"), texts).status_code in (302, 422)

    def test_the_naughty_strings_of_the_corpus(self, client_for, employee):
        lists = sorted((CORPUS / "security_inputs").glob("**/blns.json"))
        if not lists:
            pytest.skip("the corpus is not here; the samples above are")
        browser = client_for(employee)
        naughty = json.loads(lists[0].read_text())
        for start in range(0, len(naughty), 25):
            text = " ".join(naughty[start : start + 25])
            response = browser.post(
                reverse("ideas:submit"), sent(title=f"Idea {start} {text[:100]}", problem=text, tags=text[:30])
            )
            assert response.status_code in (302, 422)
        assert browser.get(reverse("ideas:list")).status_code == 200
        for idea in Idea.objects.all():
            assert browser.get(idea.get_absolute_url()).status_code == 200


class TestSimilar:
    @pytest.fixture(autouse=True)
    def _ideas(self):
        make_idea(title="Garage à vélos couvert", problem="<p>Les arceaux débordent.</p>", language="fr")
        make_idea(title="Shared calendar for meeting rooms", problem="<p>Rooms are never free.</p>", language="en")
        make_idea(title="Moins de viande à la cantine", problem="<p>Trop de gâchis.</p>", language="fr")

    @pytest.mark.parametrize(
        ("title", "found"),
        [
            ("Des garages couverts pour les vélos", "Garage à vélos couvert"),
            ("garage a velo", "Garage à vélos couvert"),
            ("Sharing calendars of rooms for meetings", "Shared calendar for meeting rooms"),
            ("Cantine : gâchis de viande", "Moins de viande à la cantine"),
        ],
    )
    def test_is_found_in_either_language_whatever_the_form_of_words(self, employee, title, found):
        assert similar_ideas(employee, title=title)[0].title == found

    @pytest.mark.parametrize("title", ["Une salle de sieste", "", "the and of", "!!!", "\x00", "%_%", "a" * 5000])
    def test_what_is_alike_to_nothing_shows_nothing(self, client_for, employee, title):
        response = client_for(employee).get(reverse("ideas:similar"), {"title": title, "besides": "9" * 30})
        assert response.status_code == 200
        assert response.content.strip() == b""

    def test_the_body_counts_too(self, employee):
        assert similar_ideas(employee, title="Arceaux", body="les vélos débordent du garage")[0].title.startswith(
            "Garage"
        )

    def test_it_costs_the_same_for_one_and_for_twenty(self, employee, django_assert_max_num_queries):
        for number in range(20):
            make_idea(title=f"Bicycle parking number {number}")
        employee.audience_ids, employee.sees_everything  # noqa: B018  (kept on the person for the whole request)
        similar_ideas(employee, title="Bicycle parking")  # how the search is tuned is read once
        with django_assert_max_num_queries(6):  # the search index in PostgreSQL is two of them
            assert len(similar_ideas(employee, title="Bicycle parking")) == 5


class TestBudgets:
    def count(self, browser, address, django_assert_max_num_queries, most):
        browser.get(address)
        with django_assert_max_num_queries(most) as captured:
            assert browser.get(address).status_code == 200
        return len(captured.captured_queries)

    @pytest.mark.parametrize(("address", "most"), [("/ideas/?order=supported", 12), ("/ideas/review/?status=all", 12)])
    def test_lists_cost_the_same_with_one_row_and_with_twenty(
        self, client_for, leader, employee, django_assert_max_num_queries, address, most
    ):
        browser = client_for(leader)
        finance = make_department("Finance")
        employee.department = finance
        employee.save()
        make_idea(employee, tags=["a"], departments=[finance]).support(by=employee)
        one = self.count(browser, address, django_assert_max_num_queries, most)
        for number in range(19):
            idea = make_idea(title=f"Idea {number}", tags=["a", f"t{number}"], departments=[finance])
            idea.support(by=employee)
            idea.decide(by=leader, status="planned", answer="<p>Yes.</p>", expected=None)
        assert self.count(browser, address, django_assert_max_num_queries, most) == one

    def test_the_page_of_an_idea_costs_twelve_at_the_most(
        self, client_for, employee, leader, django_assert_max_num_queries
    ):
        import uuid

        from intranet.discussions import actions

        idea = make_idea(tags=["a", "b"], departments=[make_department("Finance"), make_department("Sales")])
        idea.support(by=employee)
        first = idea.decide(by=leader, status="under_review", expected=None)
        idea.decide(by=leader, status="planned", answer="<p>Yes.</p>", expected=first.pk)
        for number in range(5):
            actions.post(by=leader, discussion=idea.discussion, body=f"<p>{number}</p>", client_id=uuid.uuid4())
        employee.department = make_department("Production")
        employee.save()
        for person in (employee, leader):
            self.count(client_for(person), idea.get_absolute_url(), django_assert_max_num_queries, 12)


class TestHidden:
    def test_others_read_why_and_the_author_reads_the_text(self, client_for, cm, colleague, employee):
        from intranet.moderation.actions import hide, restore

        idea = make_idea(employee, title="A very rude idea", problem="<p>Insults.</p>")
        hide(idea, by=cm, reason="It insults a colleague.", clause=None)
        others = client_for(colleague)
        page = others.get(idea.get_absolute_url()).content.decode()
        assert "It insults a colleague." in page
        assert "A very rude idea" not in page
        assert "Insults." not in page
        assert "A very rude idea" not in others.get(reverse("ideas:list")).content.decode()
        assert others.post(reverse("ideas:support", args=[idea.pk])).status_code == 404
        mine = client_for(employee).get(idea.get_absolute_url()).content.decode()
        assert "Insults." in mine
        assert "It insults a colleague." in mine
        restore(idea, by=cm, reason="Reworded.")
        assert "A very rude idea" in others.get(reverse("ideas:list")).content.decode()


def test_the_index_holds_ideas_and_not_the_hidden_ones(employee):
    from ideas.registration import document, indexable

    idea = make_idea(employee, tags=["bikes"], language="en")
    kept = document(indexable().get(pk=idea.pk))
    assert (kept.title, kept.tags, kept.language, kept.author_id) == (idea.title, ("bikes",), "en", employee.pk)
    assert "twenty more racks" in kept.body
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    assert not indexable().exists()


def test_the_first_revision_is_the_text_as_submitted(employee):
    idea = make_idea(employee)
    assert IdeaRevision.objects.get(idea=idea).number == 1


def test_the_back_office_lists_and_sorts_but_neither_adds_nor_deletes(client_for, cm, employee):
    idea = make_idea()
    browser = client_for(cm)
    listing = browser.get("/cms/snippets/ideas/idea/")
    assert listing.status_code == 200
    assert idea.title in listing.content.decode()
    assert browser.get(f"/cms/snippets/ideas/idea/edit/{idea.pk}/").status_code == 200
    assert browser.get("/cms/snippets/ideas/idea/add/").status_code != 200
    assert browser.get(f"/cms/snippets/ideas/idea/delete/{idea.pk}/").status_code != 200
    assert client_for(employee).get("/cms/snippets/ideas/idea/").status_code != 200
