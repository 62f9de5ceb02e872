"""Taking ideas out: without names unless asked, without what is hidden, without formulas."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from ideas.exchange.cells import as_text
from ideas.models import Campaign
from intranet.accounts import roles
from intranet.contributions.models import Activity
from tests.factories.ideas import make_idea
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def take(person, client_for, form="csv", **more):
    answer = client_for(person).post("/ideas/export/", {"campaign": "open-box", "format": form, **more})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def idea():
    idea = make_idea(author=make_user(display_name="Zoé Secret"), title="=cmd|'/c calc'!A1 of the canteen")
    idea.support(by=make_user(display_name="Max Supporter"))
    return idea


def test_a_csv_has_no_names_and_no_formula(client_for, cm, idea):
    content = take(cm, client_for)
    [row] = rows(content)
    assert row["title"] == "'" + idea.title
    assert row["supports"] == "1"
    assert "Zoé" not in content.decode()
    assert "Max" not in content.decode()
    assert "author" not in row


def test_json_keeps_texts_as_they_are(client_for, leader, idea):
    [row] = json.loads(take(leader, client_for, "json"))["ideas"]
    assert row["title"] == idea.title
    assert "author" not in row


def test_a_workbook_holds_texts_and_no_formula(client_for, cm, idea):
    sheet = load_workbook(io.BytesIO(take(cm, client_for, "xlsx"))).active
    assert sheet["B2"].value == "'" + idea.title
    assert sheet["B2"].data_type == "s"


def test_names_are_for_who_may_and_that_is_recorded(client_for, cm, leader, idea):
    assert rows(take(cm, client_for, names="on"))[0]["author"] == "Zoé Secret"
    assert Activity.objects.filter(verb="campaign.exported", actor=cm).latest("pk").data["names"] is True
    assert "author" not in rows(take(leader, client_for, names="on"))[0]
    assert Activity.objects.filter(verb="campaign.exported", actor=leader).latest("pk").data["names"] is False


def test_a_hidden_tally_is_empty_for_everyone(client_for, cm, idea):
    Campaign.objects.update(tally_hidden_until=timezone.now() + timedelta(days=1))
    for person in (cm, make_user(roles.ADMINISTRATOR, is_superuser=True)):
        [row] = rows(take(person, client_for))
        assert (row["supports"], row["supports_before_import"], row["supporting_departments"]) == ("", "", "")


def test_employees_do_not_export(client_for, employee):
    assert client_for(employee).get("/ideas/export/").status_code == 403
    assert client_for(employee).post("/ideas/export/", {"campaign": "open-box", "format": "csv"}).status_code == 403


@pytest.mark.parametrize(
    "sent", [{}, {"campaign": "x\x00", "format": "csv"}, {"campaign": "open-box", "format": "exe"}]
)
def test_what_is_not_offered_is_refused(client_for, cm, sent):
    assert client_for(cm).post("/ideas/export/", sent).status_code == 422


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_a_cell_is_never_a_formula(text):
    assert str(as_text(text)).startswith("'")


def test_numbers_and_words_stay():
    assert as_text("Tea = good") == "Tea = good"
    assert as_text(-3) == -3
