"""What is taken along: PDF, CSV, workbook."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ideas.models import Idea, Status
from ideas.reviewing_room import shortlisting
from ideas.reviewing_room.tables import neutral
from tests.factories.discussions import make_post
from tests.factories.ideas import make_idea
from tests.factories.living import make_declined
from tests.factories.people import make_user
from tests.factories.reviewing_room import entry_of, make_review, score

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\r=1"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_is_taken_for_a_formula(formula):
    assert neutral(formula).startswith("'")
    assert neutral("A = B, 3 - 2") == "A = B, 3 - 2"


@pytest.fixture
def review(leader):
    author = make_user(display_name="Paul Personne")
    ana = make_user(display_name="Ana Silva")
    idea = make_idea(author, title="=HYPERLINK(1)", proposal="<p>Un été : « là »</p>")
    make_post(make_user(display_name="Nina"), idea.discussion)
    review = make_review(idea, make_idea(title="Second"), by=leader, evaluators=(ana,))
    score(entry_of(review), ana, 4, 3, comment="+cmd")
    idea.decide(by=leader, status=Status.PLANNED, answer="<p>Yes; but later.</p>", expected=None)
    return review


def rows(response, delimiter=","):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=delimiter))


def test_csv_has_a_row_an_idea_and_no_names(client_for, leader, review):
    head, first, second = rows(client_for(leader).get(review.url("csv")))
    table = dict(zip(head, first, strict=True))
    assert table["Title"] == "'=HYPERLINK(1)"
    assert table["Score"] == "3.75"
    assert table["Scorecards"] == "1 / 1"
    assert table["Official answer"] == "Yes; but later."
    assert len(second) == len(head)
    for name in ("Paul Personne", "Ana Silva", "Nina", leader.display_name):
        assert name not in str([head, first, second])


def test_in_french_numbers_and_columns_are_as_spreadsheets_expect_there(client_for, leader, review):
    leader.language = "fr"
    leader.save()
    head, first, _second = rows(client_for(leader).get(review.url("csv")), ";")
    assert dict(zip(head, first, strict=True))["Note"] == "3,75"


def test_the_workbook_holds_texts_as_texts_and_names_only_when_asked(client_for, leader, review):
    browser = client_for(leader)
    plain = load_workbook(io.BytesIO(browser.get(review.url("xlsx")).content))
    cells = [cell for sheet in plain for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "Ana Silva" not in [cell.value for cell in cells]
    assert plain.sheetnames == ["Shortlist", "Scorecards"]
    assert [row[0] for row in plain["Scorecards"].iter_rows(min_row=2, max_col=1, values_only=True)]
    named = load_workbook(io.BytesIO(browser.get(review.url("xlsx") + "?names=1").content))
    values = [str(cell.value) for sheet in named for row in sheet.iter_rows() for cell in row]
    assert "Ana Silva" in values
    assert "Paul Personne" in values


def test_the_pdf_has_a_page_an_idea(client_for, leader, review):
    words = "<p>" + "Une phrase assez longue pour remplir la page. " * 200 + "</p>"
    long = make_idea(title="A long title " * 12, problem=words, proposal=words, benefit=words, language="fr")
    shortlisting.add(review, long, by=leader, why="Long")
    past = make_declined(leader)
    Idea.objects.filter(pk=past.pk).update(title=review.entries.first().idea.title)
    response = client_for(leader).get(review.url("pdf"))
    assert response["Content-Type"] == "application/pdf"
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]
    assert len(pages) == 3
    assert "Page 1 / 3" in pages[0]
    assert "Similar ideas, and what became of them" in pages[0]
    assert "Because it is so." in pages[0].split("what became of them")[1]
    assert "Yes; but later." in pages[0]
    assert client_for(leader).get(review.url("pdf") + "?part=2").status_code == 404
    assert client_for(leader).get(review.url("pdf") + "?part=-1").status_code == 404


def test_a_machine_that_cannot_draw_says_so(client_for, leader, review, monkeypatch):
    from ideas.reviewing_room.views import taking

    monkeypatch.setattr(taking, "is_possible", lambda: False)
    response = client_for(leader).get(review.url("pdf"), follow=True)
    assert "cannot make PDF files yet" in response.content.decode()
