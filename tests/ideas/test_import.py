"""``import_ideas``: Decidim's exports and JSON; all or nothing, once each, one clear line for a bad file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from ideas.models import Campaign, Idea, Support
from intranet.discussions.models import Post, Thread
from tests.columns import assert_postgresql_would_hold_it
from tests.conftest import CORPUS
from tests.factories.people import make_department

pytestmark = pytest.mark.django_db

SITE = "http://participer.example.fr/processes/x/f/1"
PROPOSALS = f"""id;category/name/fr;title;body;votes;comments;created_at;url;component/id
7;Mobilité;Des bancs à l’ombre;"Il fait chaud.

Des bancs ""frais"" & <verts>, s'il vous plaît : https://example.org/bancs";12;2;2019-01-24 22:29:15 +0100;{SITE}/proposals/7;1
8;;Éclairer moins;<p>La nuit, <strong>éteindre</strong>.<script>alert(1)</script></p>;0;0;2019-01-23 12:07:32 +0100;{SITE}/proposals/8;1
9;;Sans texte; ;0;0;2019-01-23 12:07:32 +0100;{SITE}/proposals/9;1
"""
DEBATES = f"""id;author_id;title/fr;description/fr;comments;created_at;url;component/id
3;;Faut-il voter ? ;"<p><strong>Démocratie&nbsp;</strong></p>";2;2019-01-16 10:58:44 +0100;{SITE}/debates/3;2
"""
COMMENTS = f"""id;created_at;body;author/id;author/name;alignment;depth;user_group/id;commentable_id;commentable_type;root_commentable_url
21;2019-01-21 10:00:00 +0100;Je réponds avant.;citoyen-b;citoyen-b;-1;1;;20;Decidim::Comments::Comment;{SITE}/debates/3
20;2019-01-21 10:00:00 +0100;Oui.;citoyen-a;citoyen-a;1;0;;3;Decidim::Debates::Debate;{SITE}/debates/3
22;2019-01-22 10:00:00 +0100;À l’ombre, enfin;citoyen-c;citoyen-c;0;0;;7;Decidim::Proposals::Proposal;{SITE}/proposals/7
23;2019-01-22 11:00:00 +0100;Sur rien;citoyen-d;citoyen-d;0;0;;70;Decidim::Proposals::Proposal;{SITE}/proposals/70
"""
DOCUMENT = {
    "format": "parvis-ideas-1",
    "ideas": [
        {
            "key": "box/1",
            "title": "Une sieste",
            "problem": "On dort.",
            "proposal": "Des lits.",
            "author": "Nadia",
            "votes": 4,
            "status": "planned",
            "tags": ["santé"],
            "departments": ["rh", "unknown"],
            "language": "fr",
            "created_at": "2026-03-01T09:00:00+01:00",
            "answer": {"text": "<p>En mai.</p>", "at": "2026-04-02T10:00:00+02:00"},
            "comments": [
                {"key": "c1", "text": "Bravo", "author": "Tom", "created_at": "2026-03-02T09:00:00+01:00"},
                {
                    "key": "c2",
                    "parent": "c1",
                    "text": "Merci",
                    "author": "Nadia",
                    "created_at": "2026-03-02T10:00:00+01:00",
                },
            ],
        }
    ],
    "debates": [{"key": "d1", "title": "Et les lundis ?", "text": "Pour ou contre ?", "author": "Tom"}],
}


@pytest.fixture
def run(tmp_path):
    def run(text, *options, name="export.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = StringIO()
        call_command("import_ideas", str(path), *options, stdout=out)
        return out.getvalue()

    return run


class TestDecidim:
    def test_proposals_become_ideas_with_their_votes_kept_apart(self, run, client_for, employee):
        said = run(PROPOSALS)
        assert "Imported: 2 ideas." in said
        assert "Skipped: 1 proposal without a title or a text." in said
        idea = Idea.objects.get(title="Des bancs à l’ombre")
        assert (idea.imported_support_count, idea.support_count, Support.objects.count()) == (12, 0, 0)
        assert idea.author is None
        assert list(idea.tags.names()) == ["Mobilité"]
        assert idea.created_at.isoformat() == "2019-01-24T21:29:15+00:00"
        page = client_for(employee).get(idea.get_absolute_url()).content.decode()
        assert "12 supports before import" in page
        assert "&lt;verts&gt;" in page
        assert 'href="https://example.org/bancs"' in page

    def test_marked_up_bodies_are_cleaned(self, run):
        run(PROPOSALS)
        proposal = Idea.objects.get(title="Éclairer moins").proposal
        assert "<strong>éteindre</strong>" in proposal
        assert "script" not in proposal
        assert "alert" not in proposal

    def test_debates_become_threads_and_comments_their_posts_under_what_they_answer(self, run, client_for, employee):
        run(DEBATES)
        run(PROPOSALS)
        said = run(COMMENTS)
        assert "4 comments" in said
        assert "1 threads standing for what is not here" in said
        thread = Thread.objects.get(title="Faut-il voter ?")
        first, asked, answer = thread.discussion.posts.order_by("number")
        assert "Démocratie" in first.body
        assert (asked.imported_author, answer.imported_author) == ("citoyen-a", "citoyen-b")
        assert answer.parent == asked
        assert thread.discussion.post_count == 3
        page = client_for(employee).get(thread.get_absolute_url()).content.decode()
        assert "citoyen-b" in page
        assert "in answer to citoyen-a" in page
        idea = Idea.objects.get(title="Des bancs à l’ombre")
        assert [post.imported_author for post in idea.discussion.posts.all()] == ["citoyen-c"]
        assert Thread.objects.filter(title="Proposal 70 (participer.example.fr)").exists()

    def test_run_twice_nothing_is_there_twice(self, run):
        for _again in range(2):
            for text in (PROPOSALS, DEBATES, COMMENTS):
                said = run(text)
        assert "Imported: nothing new." in said
        assert "4 comments imported before" in said
        assert (Idea.objects.count(), Thread.objects.count(), Post.objects.count()) == (2, 2, 6)

    def test_new_answers_find_what_was_imported_before(self, run):
        run(DEBATES)
        run(COMMENTS)
        more = (
            COMMENTS.splitlines()[0]
            + f"\n30;2019-02-01 10:00:00 +0100;Plus tard;z;z;0;1;;20;Decidim::Comments::Comment;{SITE}/debates/3\n"
        )
        run(more)
        assert Post.objects.get(imported_author="z").parent.imported_author == "citoyen-a"

    def test_a_campaign_is_made_and_holds_the_ideas(self, run, client_for, employee):
        run(PROPOSALS, "--campaign", "grand-debat")
        campaign = Campaign.objects.get(slug="grand-debat")
        assert campaign.ideas.count() == 2
        page = client_for(employee).get(reverse("ideas:campaign", args=["grand-debat"])).content.decode()
        assert "Grand debat" in page
        assert "Des bancs à l’ombre" in page

    def test_commas_tabs_and_a_byte_order_mark_are_read_too(self, run):
        row = f"8,Éclairer moins,Éteindre les lampes de la nuit pour les étoiles et pour nous,0,2019-01-23 12:07:32 UTC,{SITE}/proposals/8\n"
        run("\ufeff" + "id,title,body,votes,created_at,url\n" + row)
        run(
            "id\ttitle/en\tbody/en\tvotes\tcreated_at\turl\n"
            + f"9\tLess light\tAt night\t0\t2019-01-23 12:07:32 UTC\t{SITE}/proposals/9\n"
        )
        assert set(Idea.objects.values_list("title", "language")) == {("Éclairer moins", "fr"), ("Less light", "en")}


class TestJson:
    def test_everything_of_the_format_arrives(self, run, client_for, employee):
        make_department("RH")
        said = run(json.dumps(DOCUMENT), name="ideas.json")
        assert "1 ideas, 1 debates, 2 comments" in said
        assert "1 unknown departments left out" in said
        idea = Idea.objects.get()
        assert (idea.status, idea.imported_support_count, idea.imported_author) == ("planned", 4, "Nadia")
        page = client_for(employee).get(idea.get_absolute_url()).content.decode()
        for shown in ("On dort.", "En mai.", "RH", "santé", "Bravo", "Merci"):
            assert shown in page
        assert Thread.objects.get().imported_author == "Tom"
        assert "nothing new" in run(json.dumps(DOCUMENT), name="ideas.json")

    @pytest.mark.parametrize(
        ("change", "word"),
        [
            ({"title": ""}, "title is missing"),
            ({"title": 5}, "title is not a text"),
            ({"status": "adored"}, "unknown status"),
            ({"answer": None}, "needs an answer"),
            ({"votes": -1}, "votes is not a whole number"),
            ({"votes": True}, "votes is not a whole number"),
            ({"tags": "x"}, "tags is not a list"),
            ({"comments": {}}, ""),
            ({"comments": [1]}, "a comment is not an object"),
            ({"created_at": "yesterday"}, "isoformat"),
            ({"language": "kl"}, "unknown language"),
            ({"key": "k" * 300}, "longer than"),
        ],
    )
    def test_what_is_wrong_is_named_and_nothing_is_written(self, run, change, word):
        document = {**DOCUMENT, "ideas": [DOCUMENT["ideas"][0] | {"key": "fine"}, DOCUMENT["ideas"][0] | change]}
        if not word:
            assert "Imported" in run(json.dumps(document), name="ideas.json")
            return
        with pytest.raises(CommandError) as error:
            run(json.dumps(document), name="ideas.json")
        assert word in str(error.value)
        assert "ideas[1]" in str(error.value)
        assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"hello", "no header"),
        (b"a;b;c\n1;2;3\n", "not a Decidim export"),
        (PROPOSALS.encode()[:-30] + b"\x00" + b"x", "NUL"),
        (PROPOSALS.encode("latin-1", "replace"), "not UTF-8"),
        (PROPOSALS[:420].encode(), "truncated"),
        (PROPOSALS.replace(";", "|").encode(), "no header"),
        (PROPOSALS.replace(";12;", ";twelve;").encode(), "not a whole number"),
        (PROPOSALS.replace("2019-01-24 22", "24/01/2019 22").encode(), "not a date"),
        (PROPOSALS.replace(f"{SITE}/proposals/7", "javascript:alert(1)").encode(), "not the address"),
        (PROPOSALS.splitlines()[0].encode(), "nothing to import"),
        (b'{"format": "parvis-ideas-1", "ideas": [', "truncated"),
        (b"[]", "format"),
        (b'{"format": "other"}', "format"),
        (b"[" * 100_000, "JSON"),
        (b"PK\x03\x04\xff\xfe", "UTF-8"),
    ],
)
def test_a_bad_file_gets_one_clear_line_and_changes_nothing(run, content, word):
    with pytest.raises(CommandError) as error:
        run(content)
    assert word in str(error.value)
    assert "\n" not in str(error.value)
    assert not Idea.objects.exists()
    assert not Thread.objects.exists()


@pytest.mark.parametrize("options", [["--campaign", "Not a slug!"], ["--campaign", "x" * 90]])
def test_a_campaign_has_a_plain_address(run, options):
    with pytest.raises(CommandError, match="--campaign"):
        run(PROPOSALS, *options)
    assert not Idea.objects.exists()


def test_a_file_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_ideas", "/nowhere/at-all.csv")
    with pytest.raises(CommandError, match="directory"):
        call_command("import_ideas", "/tmp")


def test_the_exports_of_the_corpus_import_whole():
    folder = CORPUS / "ideas_threads_fr_granddebat_decidim"
    if not folder.is_dir():
        pytest.skip("the corpus is not here; the samples above are")
    names = ("propositions-libres", "debats", "commentaires_debats", "commentaires_propositions_libres")
    for name in names:
        call_command("import_ideas", str(folder / f"{name}.csv"), stdout=StringIO())
    assert Idea.objects.count() == 196
    assert sum(Idea.objects.values_list("imported_support_count", flat=True)) == 498
    debates = Thread.objects.exclude(title__contains="(participez.nancy.fr)")
    assert debates.count() == 29
    comments = Post.objects.filter(imported_author__startswith="citoyen-")
    assert comments.count() == 693 + 44
    assert not any("Ã©" in body for body in comments.values_list("body", flat=True))
    out = StringIO()
    for name in names:
        call_command("import_ideas", str(folder / f"{name}.csv"), stdout=out)
    assert out.getvalue().count("nothing new") == 4
    assert_postgresql_would_hold_it()


@pytest.mark.django_db(transaction=True)
def test_texts_are_cleaned_before_anybody_has_to_wait(tmp_path, monkeypatch):
    from ideas.imports import writing

    held = []
    plain = writing.clean
    monkeypatch.setattr(writing, "clean", lambda *args: held.append(connection.in_atomic_block) or plain(*args))
    path = tmp_path / "ideas.json"
    path.write_text(json.dumps(DOCUMENT))
    call_command("import_ideas", str(path), stdout=StringIO())
    assert Idea.objects.count() == 1
    assert held
    assert not any(held)
