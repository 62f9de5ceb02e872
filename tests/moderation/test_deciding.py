import pytest
from django.core.exceptions import ValidationError

from intranet.contributions.models import Activity
from intranet.moderation import actions
from intranet.moderation.models import Decision, Report
from intranet.moderation.notices import notice_for, notices_for
from intranet.notifications.models import Notification
from tests.factories.discussions import make_post, make_thread
from tests.factories.people import make_user
from tests.moderation.conftest import HURTFUL

pytestmark = pytest.mark.django_db


@pytest.fixture
def decide(client_for, cm):
    client = client_for(cm)

    def send(target, action, kind="post", **data):
        data = {f"{action}-{name}": value for name, value in data.items()}
        return client.post(f"/moderation/{kind}/{target.pk}/{action}/", data)

    return send


def test_the_queue_groups_reports_by_contribution_with_its_context(post, reported, cm, client_for):
    reported(post)
    reported(post, by=make_user(display_name="Zoé"), words="Me too")
    html = client_for(cm).get("/moderation/").content.decode()
    assert "reported by 2 people" in html
    assert HURTFUL in html
    case = client_for(cm).get(f"/moderation/post/{post.pk}/").content.decode()
    for expected in (HURTFUL, "This hurts", "Me too", "Zoé", "Marc"):
        assert expected in case


def test_home_tells_moderators_and_only_them(post, reported, cm, employee, client_for):
    assert "Look at what was reported" not in client_for(cm).get("/").content.decode()
    reported(post)
    assert "1 open report" in client_for(cm).get("/").content.decode()
    assert "Look at what was reported" not in client_for(employee).get("/").content.decode()


def test_hiding_needs_a_reason_and_a_clause_and_keeps_what_was_typed(post, decide, respect):
    assert decide(post, "hide", reason="", clause=respect).status_code == 422
    refused = decide(post, "hide", reason="Insulting", clause="")
    assert refused.status_code == 422
    assert "Insulting" in refused.content.decode()
    assert decide(post, "hide", reason="Insulting", clause="not-a-clause").status_code == 422
    post.refresh_from_db()
    assert not post.is_hidden


def test_hiding_tells_the_author_and_who_reported_and_settles_the_reports(
    post, decide, reported, respect, employee, colleague, dispatch, client_for
):
    reported(post)
    assert decide(post, "hide", reason="Insulting people", clause=respect).status_code == 302
    dispatch()
    assert not Report.objects.open().exists()
    assert Notification.objects.filter(recipient=employee, activity__verb="contribution.hidden").exists()
    assert Notification.objects.filter(recipient=colleague, activity__verb="report.settled").exists()
    mine = client_for(employee).get("/notifications/").content.decode()
    assert "Insulting people" in mine
    assert "Community manager" in mine
    assert "Camille" not in mine.split("<main")[1].split("</main>")[0]


def test_nothing_is_deleted_and_restoring_brings_it_back(
    post, thread, decide, respect, colleague, client_for, dispatch
):
    decide(post, "hide", reason="Insulting people", clause=respect)
    reader = client_for(colleague)
    assert HURTFUL not in reader.get(thread.get_absolute_url()).content.decode()
    assert decide(post, "restore", reason="We misread it").status_code == 302
    assert HURTFUL in reader.get(thread.get_absolute_url()).content.decode()
    dispatch()
    assert Notification.objects.filter(recipient=post.author, activity__verb="contribution.restored").exists()


def test_a_hidden_message_says_to_each_what_concerns_them(
    post, thread, decide, respect, employee, colleague, client_for
):
    decide(post, "hide", reason="Insulting people", clause=respect)
    url = f"/discussions/posts/{post.pk}/"
    for person, reads in {colleague: False, employee: True}.items():
        html = client_for(person).get(url).content.decode()
        assert (HURTFUL in html) is reads, person
        assert "Insulting people" in html
        assert "Respect" in html


def test_a_hidden_thread_leaves_the_lists_and_explains_itself_at_its_address(
    thread, decide, respect, employee, colleague, client_for
):
    decide(thread, "hide", kind="thread", reason="Advertising", clause=respect)
    reader, author = client_for(colleague), client_for(employee)
    assert "Shorter meetings" not in reader.get(thread.room.get_absolute_url()).content.decode()
    page = reader.get(thread.get_absolute_url())
    assert "Advertising" in page.content.decode()
    assert "Shorter meetings" not in page.content.decode()
    mine = author.get(thread.get_absolute_url()).content.decode()
    assert "Shorter meetings" in mine
    assert "Advertising" in mine


def test_deciding_what_was_decided_is_a_clear_error(post, decide, respect, cm):
    decide(post, "hide", reason="Insulting", clause=respect)
    again = decide(post, "hide", reason="Insulting, I say", clause=respect)
    assert again.status_code == 422
    assert "hidden already" in again.content.decode()
    decide(post, "restore", reason="Fine")
    assert "visible already" in decide(post, "restore", reason="Fine").content.decode()
    assert "No report is open" in decide(post, "dismiss", reason="Fine").content.decode()
    assert [d.action for d in Decision.objects.order_by("number")] == ["hide", "restore"]


def test_hiding_without_a_charter_needs_no_clause(post, cm):
    assert actions.hide(post, by=cm, reason="Insulting", clause=None).clause_key == ""


def test_a_decision_freezes_the_clause_in_both_languages(post, cm, respect):
    decision = actions.hide(post, by=cm, reason="Insulting", clause=respect)
    assert decision.clause_labels == {"en": "1. Respect", "fr": "1. Le respect"}
    assert decision.clause_url == "/charter/clauses/le-respect/"


def test_hiding_refuses_no_reason_and_unknown_clauses(post, cm, respect):
    for reason, clause in [("", respect), (" \x00 ", respect), ("Why", None), ("Why", "x")]:
        with pytest.raises(ValidationError):
            actions.hide(post, by=cm, reason=reason, clause=clause)
    assert not Decision.objects.exists()


def test_what_is_no_contribution_cannot_be_hidden(cm, employee):
    with pytest.raises(TypeError):
        actions.hide(employee, by=cm, reason="Why", clause=None)


def test_the_notices_of_a_whole_thread_cost_one_query(thread, employee, cm, django_assert_num_queries):
    posts = [make_post(employee, thread.discussion) for _ in range(6)]
    for post in posts[:4]:
        actions.hide(post, by=cm, reason=f"Reason {post.number}", clause=None)
    notices_for(posts)
    with django_assert_num_queries(1):
        notices = notices_for(posts)
    assert {pk: notice.reason for pk, notice in notices.items()} == {p.pk: f"Reason {p.number}" for p in posts[:4]}
    assert notice_for(posts[5]) is None


def test_the_latest_reason_is_the_one_shown(post, cm):
    actions.hide(post, by=cm, reason="First", clause=None)
    actions.restore(post, by=cm, reason="Hm")
    actions.hide(post, by=cm, reason="Second", clause=None)
    notice = notice_for(post)
    assert notice is not None
    assert notice.reason == "Second"


def test_a_community_manager_may_hide_their_own_and_it_is_logged(cm, decide, respect):
    thread = make_thread(cm)
    assert decide(thread, "hide", kind="thread", reason="My mistake", clause=respect).status_code == 302
    assert Decision.objects.get().reason == "My mistake"


def test_each_decision_is_an_activity_of_whoever_decided(post, cm):
    actions.hide(post, by=cm, reason="Insulting", clause=None)
    activity = Activity.objects.get(verb="contribution.hidden")
    assert (activity.actor, activity.target) == (cm, post)


def test_what_was_never_reported_can_be_moderated_by_who_sees_it(post, client_for, cm):
    assert client_for(cm).get(f"/moderation/post/{post.pk}/").status_code == 200
    for kind, pk in [("post", 10**6), ("post", 2**63 - 1), ("clause", 1), ("nothing", post.pk)]:
        assert client_for(cm).get(f"/moderation/{kind}/{pk}/").status_code == 404


def test_the_queue_costs_the_same_for_one_and_for_twenty(
    thread, employee, colleague, cm, client_for, reported, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for(cm)

    def cost():
        client.get("/moderation/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/moderation/").status_code == 200
        return len(queries)

    def report(count):
        for _ in range(count):
            actions.report(make_post(make_user(), thread.discussion), by=make_user(), category="other", words="Hm")

    report(1)
    one = cost()
    report(15)
    assert cost() == one <= 12
