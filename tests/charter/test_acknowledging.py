import pytest

from intranet.charter import offers
from intranet.charter.models import Acknowledgement
from intranet.contributions.models import Activity
from intranet.contributions.registry import registry
from tests.factories.charter import clause, publish_charter

pytestmark = pytest.mark.django_db


def waiting(user):
    return [line.url for line in offers.to_acknowledge(user)]


@pytest.fixture
def read(client_for, employee):
    client = client_for(employee)

    def send(number):
        return client.post("/charter/acknowledge/", {"version": number}, follow=True).content.decode()

    return send


def test_nothing_waits_before_the_charter_is_published(employee):
    assert waiting(employee) == []


def test_the_first_version_waits_for_everyone_until_they_say_they_read_it(employee, colleague, read):
    publish_charter(clause("Respect"))
    assert waiting(employee) == ["/charter/"]
    assert "Thank you" in read(1)
    assert waiting(employee) == []
    assert waiting(colleague) == ["/charter/"]


def test_home_is_offered_the_reminder(employee):
    publish_charter(clause("Respect"))
    lines = [line for offered in registry.ask("home.waiting", employee) for line in offered]
    assert "/charter/" in [line.url for line in lines]


def test_saying_it_twice_is_saying_it_once(employee, read):
    publish_charter(clause("Respect"))
    read(1)
    read(1)
    assert Acknowledgement.objects.filter(user=employee).count() == 1
    assert Activity.objects.filter(verb="charter.acknowledged").count() == 1


def test_a_small_change_asks_nobody_again(employee, read):
    publish_charter(clause("Respect"))
    read(1)
    publish_charter(clause("Respect!"))
    assert waiting(employee) == []


def test_a_change_that_matters_asks_everybody_again_and_leads_to_what_changed(employee, client_for, read):
    publish_charter(clause("Respect"))
    read(1)
    publish_charter(clause("Respect!"), asks_again=True, note_en="We mean it")
    assert waiting(employee) == ["/charter/"]
    html = client_for(employee).get("/charter/").content.decode()
    assert "/charter/versions/1/2/" in html
    assert "We mean it" in html


def test_a_small_change_after_one_that_matters_does_not_excuse_who_has_not_read(employee, read):
    publish_charter(clause("Respect"))
    read(1)
    publish_charter(clause("Respect!"), asks_again=True)
    publish_charter(clause("Respect!!"))
    assert waiting(employee) == ["/charter/"]
    read(3)
    assert waiting(employee) == []


@pytest.mark.parametrize("number", ["1", "0", "x", "", "9" * 40, "2\x00"])
def test_a_page_that_is_out_of_date_acknowledges_nothing_and_says_so(employee, read, number):
    publish_charter(clause("Respect"))
    publish_charter(clause("Respect!"), asks_again=True)
    assert "changed while you were reading" in read(number)
    assert not Acknowledgement.objects.exists()


def test_there_is_nothing_to_acknowledge_before_the_first_version(client_for, employee):
    assert client_for(employee).post("/charter/acknowledge/", {"version": "1"}).status_code == 404
    assert client_for(employee).get("/charter/acknowledge/").status_code == 405


def test_the_page_counts_who_has_read_it(client_for, employee, colleague, read):
    publish_charter(clause("Respect"))
    read(1)
    assert "read by 1 of 2 people" in client_for(colleague).get("/charter/").content.decode()
