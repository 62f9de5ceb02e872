"""What is new in a campaign, by e-mail: in one's language and hours, once, only what one may know, and easily stopped."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from ideas.digests.models import DigestChoice, Every
from ideas.digests.sending import send_due
from ideas.digests.stopping import token_of
from ideas.models import Campaign, Idea
from intranet.accounts.models import Audience
from intranet.notifications.models import Follow
from tests.factories.ideas import make_idea
from tests.factories.people import make_department, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # 8:30 in Paris


@pytest.fixture
def campaign():
    return Campaign.objects.create(slug="canteen", title="Canteen", published_at=MONDAY - timedelta(days=30))


@pytest.fixture
def reader(campaign):
    person = make_user(display_name="Rose", language="en")
    Follow.objects.follow(person, campaign)
    return person


def new_idea(campaign, **said):
    idea = make_idea(campaign=campaign, **said)
    Idea.objects.filter(pk=idea.pk).update(created_at=MONDAY - timedelta(hours=5))
    return idea


def test_who_follows_gets_one_each_week_and_no_second(campaign, reader):
    idea = new_idea(campaign, title="A salad bar & more")
    assert [send_due(MONDAY) for _twice in range(2)] == [1, 0]
    [sent] = mail.outbox
    html = sent.alternatives[0].content
    assert sent.to == [reader.email]
    assert idea.title in sent.body
    assert "A salad bar &amp; more" in html
    assert idea.get_absolute_url() in sent.body
    assert send_due(MONDAY + timedelta(days=1)) == 0
    assert send_due(MONDAY + timedelta(days=7)) == 0


def test_every_day_or_never_by_choice(client_for, campaign, reader):
    tuesday = MONDAY + timedelta(days=1)
    idea = new_idea(campaign)
    Idea.objects.filter(pk=idea.pk).update(created_at=tuesday - timedelta(hours=3))
    page = f"/ideas/campaigns/{campaign.slug}/digest/"
    assert client_for(reader).post(page, {"every": "day"}).status_code == 302
    assert send_due(tuesday) == 1
    client_for(reader).post(page, {"every": "never"})
    new_idea(campaign)
    assert send_due(MONDAY + timedelta(days=14)) == 0
    client_for(reader).post(page, {"every": "hourly"})
    assert DigestChoice.objects.get().every == Every.NEVER


def test_eight_in_the_morning_is_where_the_person_is(campaign, reader):
    new_idea(campaign)
    reader.time_zone = "America/Montreal"
    reader.save()
    assert send_due(MONDAY) == 0
    assert send_due(MONDAY + timedelta(hours=6)) == 1


def test_it_is_in_the_language_of_the_person(campaign, reader):
    reader.language = "fr"
    reader.save()
    new_idea(campaign)
    send_due(MONDAY)
    assert "Nouvelles idées" in mail.outbox[0].body
    assert "Canteen" in mail.outbox[0].subject


def test_only_what_one_may_see_is_in_it_and_nothing_new_is_no_mail(campaign, reader):
    legal = make_department("Legal")
    new_idea(campaign, title="Secret safe", audience=Audience.objects.all().for_departments([legal]))
    assert send_due(MONDAY) == 0
    new_idea(campaign, title="By me", author=reader)
    assert send_due(MONDAY + timedelta(days=7)) == 0


def test_a_campaign_that_one_may_not_see_any_more_sends_nothing(campaign, reader):
    new_idea(campaign)
    Campaign.objects.update(audience=Audience.objects.all().for_departments([make_department("Legal")]))
    assert send_due(MONDAY) == 0


def test_a_hidden_tally_is_not_in_it(campaign, reader):
    idea = new_idea(campaign)
    idea.refresh_from_db()
    Idea.objects.filter(pk=idea.pk).update(support_count=7_654_321)
    Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=3650))
    send_due(MONDAY)
    assert "7654321" not in re.sub(r"\W", "", mail.outbox[0].body)
    Campaign.objects.update(tally_hidden_until=None)
    Idea.objects.update(created_at=MONDAY + timedelta(days=6))
    send_due(MONDAY + timedelta(days=7))
    for text in (mail.outbox[1].body, mail.outbox[1].alternatives[0].content):
        assert "7654321supports" in re.sub(r"\W", "", text)


def test_an_answer_is_in_it(campaign, reader, leader):
    idea = make_idea(campaign=campaign, title="Later lunch")
    Idea.objects.update(created_at=MONDAY - timedelta(days=30))
    decision = idea.decisions.create(by=leader, from_status="submitted", to_status="planned", answer="<p>Yes</p>")
    type(decision).objects.update(at=MONDAY - timedelta(hours=4))
    assert send_due(MONDAY) == 1
    assert "Later lunch: Planned" in mail.outbox[0].body


def test_the_way_out_works_signed_out_and_only_when_confirmed(client, campaign, reader):
    new_idea(campaign)
    send_due(MONDAY)
    address = re.search(r"https?://[^/]+(/ideas/digest/stop/\S+)", mail.outbox[0].body)[1]
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Get no more digests" in client.get(address).content.decode()
    assert not DigestChoice.objects.exists()
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert DigestChoice.objects.get().every == Every.NEVER


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1abc:zzz", "é", "a" * 3000])
def test_a_token_that_we_did_not_sign_does_not_exist(client, token):
    assert client.get(f"/ideas/digest/stop/{token}/").status_code == 404


def test_a_mail_that_does_not_go_out_is_tried_again(campaign, reader, monkeypatch):
    new_idea(campaign)

    def fail(_mail):
        raise OSError("no network")

    with monkeypatch.context() as patch:
        patch.setattr("ideas.digests.sending.EmailMultiAlternatives.send", fail)
        assert send_due(MONDAY) == 0
    assert send_due(MONDAY) == 1


def test_the_command_says_how_many(campaign, reader, capsys):
    call_command("send_digests")
    assert "Digests sent: 0." in capsys.readouterr().out


def test_the_choice_is_on_the_page_of_the_campaign_for_who_follows(client_for, campaign, reader, employee):
    assert "digest-every" in client_for(reader).get(campaign.get_absolute_url()).content.decode()
    assert "digest-every" not in client_for(employee).get(campaign.get_absolute_url()).content.decode()


def test_the_token_of_somebody_who_left_does_nothing(client, campaign, reader):
    token = token_of(reader, campaign)
    reader.deactivate()
    assert client.post(f"/ideas/digest/stop/{token}/").status_code == 404
