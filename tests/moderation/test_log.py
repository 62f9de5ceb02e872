import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from intranet.accounts.models import Audience
from intranet.moderation import actions
from intranet.moderation.models import Decision, LogHead
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(post, thread, cm, respect):
    actions.hide(post, by=cm, reason="Insulting people", clause=respect)
    actions.restore(post, by=cm, reason="We misread it")
    actions.hide(thread, by=cm, reason="Advertising", clause=respect)


def verified():
    call_command("verify_moderation_log", verbosity=0)


def test_every_employee_reads_every_decision_with_the_role_and_never_the_person(three, client_for, colleague):
    html = client_for(colleague).get("/moderation/log/").content.decode()
    for expected in ("Insulting people", "We misread it", "Advertising", "Community manager", "1. Respect"):
        assert expected in html
    body = html.split('<ol class="log">')[1].split("</ol>")[0]
    assert "Camille" not in body
    assert "Shorter meetings" not in body


def test_the_log_can_be_filtered_and_an_unknown_filter_is_none(three, client_for, colleague):
    client = client_for(colleague)
    assert "Insulting" not in client.get("/moderation/log/?action=restore").content.decode()
    assert "Insulting" in client.get("/moderation/log/?action=%00nope&page=-3").content.decode()


def test_the_reason_of_what_is_addressed_to_others_stays_with_them(cm, colleague, client_for):
    legal = make_department("Legal")
    lawyer = make_user(department=legal)
    room = make_room("Closed", audience=Audience.objects.all().for_departments([legal]))
    post = make_post(lawyer, make_thread(lawyer, room=room, title="Secret").discussion)
    actions.hide(post, by=cm, reason="Names a client", clause=None)
    html = client_for(colleague).get("/moderation/log/").content.decode()
    assert "Names a client" not in html
    assert "Addressed to some departments only" in html
    assert post.get_absolute_url() not in html
    assert "Names a client" in client_for(lawyer).get("/moderation/log/").content.decode()


def test_decisions_cannot_be_changed_or_removed(three):
    decision = Decision.objects.first()
    for change in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(reason="Other"),
    ):
        with pytest.raises(TypeError):
            change()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_intact_log_verifies_and_an_empty_one_too(request):
    verified()
    request.getfixturevalue("three")
    verified()


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE moderation_decision SET reason = 'Nicer' WHERE number = 1", "decision 1 .* was changed"),
        ("UPDATE moderation_decision SET role = 'leadership' WHERE number = 2", "decision 2 .* was changed"),
        ("UPDATE moderation_decision SET target_id = 99 WHERE number = 3", "decision 3 .* was changed"),
        ("DELETE FROM moderation_decision WHERE number = 2", "decision 2 is missing"),
        ("DELETE FROM moderation_decision WHERE number = 3", "ends at decision 2, but 3"),
    ],
)
def test_tampering_shows(three, tampering, said):
    sql(tampering)
    with pytest.raises(CommandError, match=said):
        verified()


def test_rewriting_a_hash_breaks_the_next_one(three):
    first = Decision.objects.get(number=1)
    first.reason = "Nicer"
    sql("UPDATE moderation_decision SET reason = 'Nicer', hash = %s WHERE number = 1", first.computed_hash())
    with pytest.raises(CommandError, match="decision 2"):
        verified()


def test_erasing_an_account_does_not_break_the_chain(three, cm):
    cm.delete()
    verified()
    assert LogHead.objects.get().count == 3


def test_the_log_costs_the_same_for_one_and_for_many(thread, employee, cm, colleague, client_for):
    from django.test.utils import CaptureQueriesContext

    client = client_for(colleague)

    def cost():
        client.get("/moderation/log/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/moderation/log/")
        return len(queries)

    actions.hide(make_post(make_user(), thread.discussion), by=cm, reason="Hm", clause=None)
    one = cost()
    for _ in range(15):
        actions.hide(make_post(make_user(), thread.discussion), by=cm, reason="Hm", clause=None)
    assert cost() == one <= 12
