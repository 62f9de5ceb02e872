import pytest
from django.utils import translation

from intranet.accounts.models import Audience
from intranet.moderation.actions import REPORTS_PER_HOUR
from intranet.moderation.models import Report
from intranet.notifications.models import Notification
from tests.factories.discussions import make_post, make_room, make_thread
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db


def test_anybody_reports_what_they_read_with_a_category_and_words(post, reported, colleague):
    assert reported(post).status_code == 302
    report = Report.objects.get()
    assert (report.reporter, report.category, report.words, report.kind) == (
        colleague,
        "disrespect",
        "This hurts",
        "post",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_criticising_the_company_is_not_offered_and_the_form_welcomes_criticism(post, client_for, language):
    with translation.override(language):
        choices = " ".join(str(label).lower() for label in Report.Category.labels)
    assert "compan" not in choices
    assert "critic" not in choices
    html = client_for(make_user(language=language)).get(f"/moderation/report/post/{post.pk}/").content.decode()
    assert 'value="disrespect"' in html
    if language == "en":
        assert "Criticism is welcome here." in html


def test_one_open_report_a_person_and_contribution(post, reported):
    reported(post)
    assert reported(post, words="Again").status_code == 422
    assert Report.objects.count() == 1


def test_several_people_report_the_same(post, reported):
    reported(post)
    reported(post, by=make_user())
    assert Report.objects.count() == 2


def test_one_does_not_report_oneself(post, reported, employee):
    assert reported(post, by=employee).status_code == 422
    assert not Report.objects.exists()


def test_reports_are_limited_in_an_hour(employee, thread, reported):
    posts = [make_post(employee, thread.discussion) for _ in range(REPORTS_PER_HOUR + 1)]
    answers = [reported(post).status_code for post in posts]
    assert answers == [302] * REPORTS_PER_HOUR + [422]


@pytest.mark.parametrize(
    "data",
    [
        {"category": "criticises"},
        {"category": ""},
        {"words": ""},
        {"words": "x" * 2001},
        {"words": "a\x00b"},
        {"category": "\x00"},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(post, reported, data):
    response = reported(post, **data)
    assert response.status_code == 422
    assert not Report.objects.exists()
    if "category" in data:
        assert "This hurts" in response.content.decode()


NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "'; DROP TABLE users; --",
    "\u202etest\u202c",
    "😀" * 50,
    "ﷺ" * 100,
]


@pytest.mark.parametrize("words", NAUGHTY)
def test_naughty_words_are_kept_as_they_are_and_shown_harmless(post, reported, words, client_for, cm):
    assert reported(post, words=words).status_code == 302
    assert Report.objects.get().words == words
    for url in ("/moderation/", f"/moderation/post/{post.pk}/"):
        assert "<script>alert(1)" not in client_for(cm).get(url).content.decode()


@pytest.mark.parametrize("kind", ["article", "idea", "person", "clause", "report", "nothing"])
def test_what_is_not_there_or_cannot_be_reported_is_not_found(client_for, employee, kind):
    client = client_for(employee)
    for pk in ("1", "999999", "9223372036854775807", "99999999999999999999", "0"):
        assert client.get(f"/moderation/report/{kind}/{pk}/").status_code == 404
        assert client.post(f"/moderation/report/{kind}/{pk}/").status_code == 404


def test_what_one_may_not_see_cannot_be_reported(client_for, colleague, reported):
    legal = make_department("Legal")
    lawyer = make_user(department=legal)
    room = make_room("Closed", audience=Audience.objects.all().for_departments([legal]))
    secret = make_thread(lawyer, room=room, title="Secret")
    post = make_post(lawyer, secret.discussion)
    assert reported(secret, kind="thread").status_code == 404
    assert reported(post).status_code == 404
    assert reported(post, by=make_user(department=legal)).status_code == 302


def test_moderators_are_told_once_however_many_report(post, reported, cm, dispatch):
    reported(post)
    reported(post, by=make_user())
    dispatch()
    assert Notification.objects.filter(recipient=cm, activity__verb="report.filed").count() == 1


def test_the_one_who_reported_reads_what_became_of_it(post, reported, colleague, cm, client_for, respect, dispatch):
    reported(post)
    client = client_for(colleague)
    assert "Waiting for an answer" in client.get("/moderation/reports/").content.decode()
    client_for(cm).post(f"/moderation/post/{post.pk}/dismiss/", {"dismiss-reason": "It is only blunt"})
    dispatch()
    html = client.get("/moderation/reports/").content.decode()
    assert "It stays" in html
    assert "It is only blunt" in html
    assert Notification.objects.filter(recipient=colleague, activity__verb="report.settled").count() == 1
    assert "It is only blunt" in client.get("/notifications/").content.decode()


def test_my_reports_are_mine(post, reported, employee, client_for, cm):
    reported(post)
    report = Report.objects.get()
    assert "This hurts" not in client_for(employee).get("/moderation/reports/").content.decode()
    assert client_for(employee).get(f"/moderation/reports/{report.pk}/").status_code == 404
    assert client_for(cm).get(f"/moderation/reports/{report.pk}/").url == f"/moderation/post/{post.pk}/"
    mine = client_for(report.reporter).get(f"/moderation/reports/{report.pk}/").url
    assert mine == f"/moderation/reports/#report-{report.pk}"
