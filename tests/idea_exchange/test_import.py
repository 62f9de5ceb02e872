"""Bringing ideas in from a table: looked at first, a broken row named by its line, nothing twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ideas.exchange.mapping import guess
from ideas.exchange.models import PendingImport
from ideas.exchange.reading import read_sheet
from ideas.models import Campaign, Idea

pytestmark = pytest.mark.django_db

TABLE = "Titre;Description;Votes;Date;Mots-clés\nVélos à l’entrée;Vingt places;12;21/10/2026;vélo, entrée\nÉteindre la nuit;Les lampes;3;2026-10-22;énergie\n"


def send(browser, content, name="ideas.csv", campaign="open-box"):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return browser.post("/ideas/import/", {"file": file, "campaign": campaign, "language": "fr"})


def columns(text):
    return {name: str(at) for name, at in guess(read_sheet(text).header).items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_in_any_usual_encoding_comes_in_after_it_was_looked_at(client_for, cm, encoding, separator):
    text = TABLE.replace(";", separator)
    browser = client_for(cm)
    looked = browser.get(send(browser, text.encode(encoding)).headers["Location"])
    assert "Vélos à l’entrée" in looked.content.decode()
    assert not Idea.objects.exists()
    page = looked.request["PATH_INFO"]
    done = browser.post(page, {**columns(text), "do": "import"})
    assert done.status_code == 302
    idea = Idea.objects.get(title="Vélos à l’entrée")
    assert (idea.imported_support_count, idea.created_at.date().isoformat()) == (12, "2026-10-21")
    assert sorted(tag.name for tag in idea.tags.all()) == ["entrée", "vélo"]
    assert not PendingImport.objects.exists()


def test_the_same_file_twice_adds_nothing(client_for, cm):
    browser = client_for(cm)
    for _twice in range(2):
        page = send(browser, TABLE).headers["Location"]
        answer = browser.post(page, {**columns(TABLE), "do": "import"}, follow=True)
    assert Idea.objects.count() == 2
    assert "2 were here already" in answer.content.decode()


def test_a_broken_row_is_named_by_its_line_and_the_rest_comes_in(client_for, cm):
    text = (
        TABLE
        + 'Too short\n"Never closed;x;1;;\nGood one;A text;;;\n;No title;;;\nBad date;A text;1;yesterday;\nBad votes;A text;many;;\n'
    )
    browser = client_for(cm)
    page = send(browser, text).headers["Location"]
    shown = browser.get(page).content.decode()
    for line in (4, 5, 7, 8, 9):
        assert f"Line {line}:" in shown
    assert "Line 6:" not in shown
    browser.post(page, {**columns(text), "do": "import"})
    assert set(Idea.objects.values_list("title", flat=True)) == {"Vélos à l’entrée", "Éteindre la nuit", "Good one"}


def test_a_text_with_lines_in_it_is_one_row():
    sheet = read_sheet('title;body\n"Two\nlines";"a ""quoted"" word"\nNext;x\n')
    assert sheet.rows == [(2, ["Two\nlines", 'a "quoted" word']), (4, ["Next", "x"])]
    assert sheet.errors == []


def test_columns_can_be_chosen_anew(client_for, cm):
    text = "a;b;c\nThe title;The text;17\n"
    browser = client_for(cm)
    page = send(browser, text).headers["Location"]
    refused = browser.post(page, {"title": "0", "do": "import"})
    assert refused.status_code == 422
    assert "Say which column holds the text" in refused.content.decode()
    browser.post(page, {"title": "0", "proposal": "1", "votes": "2", "do": "look"})
    assert not Idea.objects.exists()
    browser.post(page, {"title": "0", "proposal": "1", "votes": "2", "do": "import"})
    assert Idea.objects.get().imported_support_count == 17


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"no columns here\n", "must name the columns"),
        (b"a;b\nx\x00;y\n", "NUL"),
        (b"a;a\nx;y\n", "Two columns"),
        (b"\xff\xfea", "utf-16"),
    ],
)
def test_what_is_no_table_is_refused_in_words(client_for, cm, content, word):
    answer = send(client_for(cm), content)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize("sent", [{"title": "99"}, {"title": "-1"}, {"title": "x\x00"}, {}])
def test_columns_that_do_not_exist_are_refused(client_for, cm, sent):
    browser = client_for(cm)
    page = send(browser, TABLE).headers["Location"]
    assert browser.post(page, {**sent, "do": "import"}).status_code == 422
    assert not Idea.objects.exists()


def test_ideas_go_into_the_campaign_chosen(client_for, cm):
    from django.utils import timezone

    Campaign.objects.create(slug="canteen", title="Canteen", published_at=timezone.now())
    browser = client_for(cm)
    page = send(browser, TABLE, campaign="canteen").headers["Location"]
    browser.post(page, {**columns(TABLE), "do": "import"})
    assert {idea.campaign.slug for idea in Idea.objects.all()} == {"canteen"}
    assert send(browser, TABLE, campaign="nowhere").status_code == 422


def test_a_file_waits_for_who_sent_it_alone(client_for, cm, employee):
    from intranet.accounts import roles
    from tests.factories.people import make_user

    page = send(client_for(cm), TABLE).headers["Location"]
    assert client_for(make_user(roles.COMMUNITY_MANAGER)).get(page).status_code == 404
    assert client_for(employee).get(page).status_code == 403
    assert client_for(employee).get("/ideas/import/").status_code == 403


def test_an_export_of_decidim_is_understood(client_for, cm):
    text = "id;title/fr;body/fr;url;created_at;endorsements;category/name/fr\n7;Des vélos;Vingt places;//x.fr/p/7;2026-01-02 10:00:00 UTC;4;Mobilité\n"
    browser = client_for(cm)
    page = send(browser, text).headers["Location"]
    browser.post(page, {**columns(text), "do": "import"})
    assert Idea.objects.get().title == "Des vélos"


def test_a_row_with_one_column_is_told_in_the_singular():
    sheet = read_sheet("title;text\nOnly one\na;b\na;b;c\n")
    assert [words for _line, words in sheet.errors] == [
        "1 column where the first line has 2",
        "3 columns where the first line has 2",
    ]
