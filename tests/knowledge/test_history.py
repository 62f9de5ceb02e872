import time
from collections.abc import Callable

import pytest
from django.test import Client

from intranet.accounts.models import User
from knowledge.diff import compare_html
from tests.factories.knowledge import make_article

SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_history_says_who_and_compares_and_restores(employee: User, colleague: User, client_for: SignIn) -> None:
    article = make_article("Rules", by=employee, body="<p>Be on time for every meeting.</p>")
    first = article.latest_revision_id
    article.revise(by=colleague, base_revision=first, body="<p>Be on time for every single meeting.</p>", publish=True)
    browser = client_for(employee)
    history = browser.get(f"/knowledge/-/{article.pk}/history/").content.decode()
    assert "Elise" in history
    assert "Marc" in history
    compare = browser.get(f"/knowledge/-/{article.pk}/history/compare/?from={article.latest_revision_id}&to={first}")
    page = compare.content.decode()
    assert "Changed" in page
    assert "<ins>" in page
    assert "single" in page
    old = browser.get(f"/knowledge/-/{article.pk}/history/{first}/").content.decode()
    assert "Be on time for every meeting." in old
    restore = f"/knowledge/-/{article.pk}/history/{first}/restore/"
    browser.post(restore, {"base_revision": article.latest_revision_id})
    article.refresh_from_db()
    assert article.body == "<p>Be on time for every meeting.</p>"
    assert article.revisions.count() == 3


@pytest.mark.django_db
def test_restoring_over_a_newer_version_says_so_and_changes_nothing(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    article = make_article(by=employee)
    first = article.latest_revision_id
    article.revise(by=colleague, base_revision=first, body="<p>Newer</p>", publish=True)
    address = f"/knowledge/-/{article.pk}/history/{first}/restore/"
    response = client_for(employee).post(address, {"base_revision": first}, follow=True)
    assert "newer version" in response.content.decode()
    article.refresh_from_db()
    assert "Newer" in article.body


@pytest.mark.django_db
def test_what_was_written_before_publishing_stays_with_its_author(
    employee: User, colleague: User, client_for: SignIn
) -> None:
    article = make_article(by=employee, publish=False, body="<p>Rough thoughts</p>")
    rough = article.latest_revision_id
    article.revise(by=employee, base_revision=rough, body="<p>Polished</p>", publish=True)
    address = f"/knowledge/-/{article.pk}/history/{rough}/"
    assert client_for(employee).get(address).status_code == 200
    assert client_for(colleague).get(address).status_code == 404
    assert f"/history/{rough}/" not in client_for(colleague).get(f"/knowledge/-/{article.pk}/history/").content.decode()


@pytest.mark.django_db
def test_a_version_of_another_article_is_not_found(employee: User, client_for: SignIn) -> None:
    article, other = make_article("One"), make_article("Two")
    browser = client_for(employee)
    assert browser.get(f"/knowledge/-/{article.pk}/history/{other.latest_revision_id}/").status_code == 404
    compare = f"/knowledge/-/{article.pk}/history/compare/?from={other.latest_revision_id}"
    assert browser.get(compare).status_code == 404


def states(before: str, after: str) -> list[str]:
    return [row.state for stretch in compare_html(before, after).stretches for row in stretch.rows]


def test_a_paragraph_added_removed_and_changed() -> None:
    before = "<p>One stays here.</p><p>Two goes away now.</p><p>Three has a few words in it.</p>"
    after = "<p>One stays here.</p><p>Three has a few more words in it.</p><p>Four is entirely new.</p>"
    assert states(before, after) == ["same", "removed", "changed", "added"]


def test_a_moved_paragraph_is_said_to_have_moved() -> None:
    a, b, c = (
        "<p>The first of all paragraphs.</p>",
        "<p>Another one, about lunch.</p>",
        "<p>The last words of this.</p>",
    )
    assert sorted(states(a + b + c, b + c + a)) == ["left", "moved", "same", "same"]


def test_words_are_compared_within_a_block_and_links_and_pictures_count() -> None:
    html = "".join(
        str(row.html)
        for stretch in compare_html(
            '<p>See <a href="/a/">the page</a> now.</p>', '<p>See <a href="/b/">the page</a> now.</p>'
        ).stretches
        for row in stretch.rows
    )
    assert "/a/" in html
    assert "/b/" in html
    assert states('<p>x <img src="/media/1" alt="A"></p>', '<p>x <img src="/media/2" alt="A"></p>') == ["changed"]


def test_list_items_rows_and_lines_of_code_are_blocks() -> None:
    assert states("<ul><li>One thing</li><li>Two things</li></ul>", "<ul><li>One thing</li></ul>") == [
        "same",
        "removed",
    ]
    table = "<table><tbody><tr><td>a</td><td>b</td></tr>{}</tbody></table>"
    assert states(table.format(""), table.format("<tr><td>c</td><td>d</td></tr>")) == ["same", "added"]
    assert states("<pre><code>x = 1\ny = 2</code></pre>", "<pre><code>x = 1\ny = 3</code></pre>")[0] == "same"


def shown(before: str, after: str) -> str:
    return "".join(str(row.html) for row in compare_html(before, after).rows)


def test_a_table_is_compared_cell_by_cell() -> None:
    row = "<table><tbody><tr><td></td><td>{}</td><td>{}</td></tr></tbody></table>"
    html = shown(row.format("Lyon", "ten euros"), row.format("Lyon", "twelve euros"))
    assert html.count('class="diff-cell"') == 3
    assert "Lyon</span>" in html, "a cell that stays is not marked"
    assert html.index("<del>") > html.index("Lyon")
    column = "<table><tbody><tr><td>{}</td></tr></tbody></table>"
    assert shown(column.format("one two three"), column.format("one two three</td><td>new")).count("<ins>") == 1


def test_pictures_are_shown_where_they_came_and_went() -> None:
    html = shown(
        '<p>Plan</p><p><img src="/media/a" alt="Old plan"></p>', '<p>Plan</p><p><img src="/media/b" alt=""></p>'
    )
    assert '<img src="/media/a" alt="" loading="lazy"> Image: Old plan' in html
    assert '<img src="/media/b"' in html


def test_long_blocks_that_share_nothing_compare_at_a_bounded_cost() -> None:
    one = "<p>" + " ".join(f"w{n % 7}" for n in range(20_000)) + "</p>"
    other = "<p>" + " ".join(f"w{n * n % 11}" for n in range(20_000)) + "</p>"
    begun = time.process_time()
    assert "<ins>" in shown(one, other)
    assert time.process_time() - begun < 3


def test_what_is_compared_is_shown_escaped() -> None:
    comparison = compare_html("<p>a &lt;script&gt; b</p>", "<p>a &lt;script&gt;x c</p>")
    html = "".join(str(row.html) for stretch in comparison.stretches for row in stretch.rows)
    assert "<script>" not in html


def test_a_long_text_compares_in_reasonable_time() -> None:
    paragraphs = [
        f"<p>Paragraph number {n} speaks of subject {n % 37} and of nothing else at all.</p>" for n in range(4000)
    ]
    changed = [p.replace("nothing", "little") if n % 50 == 0 else p for n, p in enumerate(paragraphs)]
    begun = time.process_time()
    comparison = compare_html("".join(paragraphs), "".join(changed[100:] + changed[:100]))
    assert time.process_time() - begun < 10
    assert comparison.text_differs
