"""What was merged, separated and split stands on the line of life of each idea, at its time."""

import pytest

from ideas.joining import proposing
from ideas.models import Idea
from intranet.accounts.models import Audience
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user
from tests.joining.merging import merged

pytestmark = pytest.mark.django_db


def line_of(browser, idea):
    page = browser.get(idea.get_absolute_url(), follow=True).content.decode()
    return page.split('id="life"')[1].split("</section>")[0]


def test_a_merge_and_its_undoing_stand_on_both_lines(pair, client_for):
    source, target = pair
    made = merged(source, target)
    browser = client_for(make_user())
    assert f"Merged into “{target.title}”" in line_of(browser, source)
    proposing.undo(made, by=source.author, why="Not the same")
    ours, theirs = line_of(browser, source), line_of(browser, target)
    assert ours.index("Merged into") < ours.index(f"Separated from “{target.title}”")
    assert theirs.index("was merged into it") < theirs.index("was separated from it")
    assert made.get_absolute_url() in theirs


def test_a_split_stands_on_the_lines_of_the_whole_and_of_its_parts(employee, client_for):
    idea = make_idea(employee)
    texts = [
        {"title": "Racks outside", "proposal": "<p>Ten</p>"},
        {"title": "Racks inside", "proposal": "<p>1</p>"},
    ]
    made = proposing.propose_split(idea, texts, by=employee, why="Two things")
    browser = client_for(make_user())
    assert "Split into parts" in line_of(browser, idea)
    assert f"Split out of “{idea.title}”" in line_of(browser, Idea.objects.get(pk=made.made[0]))


@pytest.mark.parametrize("how", ["hidden", "for others"])
def test_where_it_stands_is_not_told_to_who_may_not_know(pair, client_for, how):
    source, target = pair
    merged(source, target)
    if how == "hidden":
        Idea.objects.filter(pk=target.pk).update(is_hidden=True)
    else:
        legal = Audience.objects.for_departments([make_department("Legal")])
        Idea.objects.filter(pk=target.pk).update(audience=legal)
    page = client_for(make_user()).get(source.get_absolute_url()).content.decode()
    assert "This idea was merged" in page
    assert "cannot be shown to you" in page
    assert target.title not in page
    assert f"/ideas/{target.pk}/" not in page
