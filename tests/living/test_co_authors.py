"""Writing an idea together: by invitation, with the same rights to the text, leaving at any time."""

import pytest
from django.urls import reverse

from ideas.models import CoAuthor, Idea
from intranet.accounts.models import Audience
from intranet.contributions.registry import registry
from intranet.notifications.models import Notification
from tests.factories.ideas import make_idea
from tests.factories.living import decided, make_declined
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def url(name, idea, *more):
    return reverse(f"ideas:living:{name}", args=[idea.pk, *more])


def joined(idea: Idea, person) -> Idea:
    idea.invite(person, by=idea.author)
    idea.join(by=person)
    idea.refresh_from_db()
    return idea


def test_invited_joining_and_named_everywhere(client_for, dispatch, employee):
    author, friend = make_user(), make_user()
    idea = make_idea(author)
    client_for(author).post(url("co_authors", idea), {"people": friend.username})
    dispatch()
    assert Notification.objects.filter(recipient=friend, activity__verb="idea.coauthor_invited").count() == 1
    lines = [str(line.title) for answer in registry.ask("home.waiting", friend) for line in answer]
    assert "You are asked to write this idea with its author" in lines
    browser = client_for(friend)
    assert "You are asked to write this idea" in browser.get(idea.get_absolute_url()).content.decode()
    assert friend.display_name not in client_for(employee).get(reverse("ideas:list")).content.decode()
    assert browser.get(reverse("ideas:edit", args=[idea.pk])).status_code == 403, "not before one joined"
    browser.post(url("join", idea))
    idea.refresh_from_db()
    assert idea.author_ids == [friend.pk]
    page = client_for(employee).get(idea.get_absolute_url()).content.decode()
    assert friend.display_name in page
    assert "with 1 other" in client_for(employee).get(reverse("ideas:list")).content.decode()
    assert idea.title in client_for(employee).get(friend.get_absolute_url()).content.decode(), "on their profile"
    assert idea.title in browser.get(reverse("ideas:list"), {"mine": "1"}).content.decode()
    dispatch()
    assert Notification.objects.filter(recipient=author, activity__verb="idea.coauthor_joined").count() == 1


def test_a_co_author_edits_appeals_and_hears_what_the_author_hears(client_for, leader, dispatch):
    author, friend = make_user(), make_user()
    idea = joined(make_idea(author), friend)
    sent = {
        "title": "A better title",
        "problem": "<p>a</p>",
        "proposal": "<p>b</p>",
        "language": "en",
        "version": idea.version,
    }
    assert client_for(friend).post(reverse("ideas:edit", args=[idea.pk]), sent).status_code == 302
    idea.refresh_from_db()
    assert idea.title == "A better title"
    decided(idea, leader, "declined")
    dispatch()
    told = Notification.objects.filter(recipient=friend, activity__verb="idea.answered")
    assert [n.reason for n in told] == ["author"]
    assert "Do you have something new?" in client_for(friend).get(idea.get_absolute_url()).content.decode()
    idea.refresh_from_db()
    assert idea.author_has_news, "the author's news is not read by another"


def test_declining_leaving_and_taking_back(client_for):
    author, friend, third = make_user(), make_user(), make_user()
    idea = make_idea(author)
    idea.invite(friend, by=author)
    client_for(friend).post(url("leave", idea))
    client_for(author).post(url("co_authors", idea), {"people": friend.username})
    idea.refresh_from_db()
    assert not idea.parts.get("invited"), "who declined is not asked again"
    idea.invite(third, by=author)
    client_for(author).post(url("take_back", idea, third.pk))
    assert not CoAuthor.objects.filter(user=third).exists()
    joined(idea, third)
    client_for(third).post(url("leave", idea))
    idea.refresh_from_db()
    assert idea.author_ids == []
    assert client_for(third).get(reverse("ideas:edit", args=[idea.pk])).status_code == 403
    client_for(third).post(url("join", idea))
    idea.refresh_from_db()
    assert idea.author_ids == [], "an invitation that ended opens nothing"


def test_only_its_author_invites_and_only_while_the_text_can_change(client_for, leader, employee):
    author = make_user()
    idea = make_idea(author)
    assert client_for(employee).get(url("co_authors", idea)).status_code == 403
    closed = make_declined(leader, author)
    answer = client_for(author).post(url("co_authors", closed), {"people": employee.username})
    assert answer.status_code == 422
    assert not CoAuthor.objects.exists()


@pytest.mark.parametrize("named", ["", "nobody-of-that-name", "a," * 30])
def test_names_that_mean_nobody_are_refused(client_for, named):
    author = make_user()
    idea = make_idea(author)
    assert client_for(author).post(url("co_authors", idea), {"people": named}).status_code == 422


def test_nobody_is_invited_to_what_they_may_not_read(client_for):
    author, outsider = make_user(), make_user()
    idea = make_idea(author)
    audience = Audience.objects.for_departments([make_department("Board")])
    Idea.objects.filter(pk=idea.pk).update(audience=audience)
    idea.refresh_from_db()
    assert not idea.invite(outsider, by=author)
    assert not CoAuthor.objects.exists()


def test_with_the_author_gone_all_still_works(client_for, leader, employee, dispatch):
    author, friend = make_user(), make_user()
    idea = joined(make_idea(author, title="Left behind"), friend)
    lonely = make_idea(author, title="All alone")
    author.is_active = False
    author.save()
    assert client_for(friend).get(url("withdraw", idea)).status_code == 200, "a co-author answers for it now"
    author.delete()
    for left in (idea, lonely):
        left.refresh_from_db()
        assert client_for(employee).get(left.get_absolute_url()).status_code == 200
        decided(left, leader, "planned")
        dispatch()
        assert client_for(employee).get(left.get_absolute_url()).status_code == 200
    assert client_for(employee).get(reverse("ideas:list")).status_code == 200
    friend.delete()
    assert client_for(employee).get(idea.get_absolute_url()).status_code == 200
