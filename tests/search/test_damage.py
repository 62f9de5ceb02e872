"""What happens to the index: broken files, crashes, rebuilding while people search."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from whoosh.index import open_dir
from whoosh.writing import OPTIMIZE

from intranet.accounts.models import User
from intranet.contributions import outbox
from intranet.contributions.models import Activity
from intranet.search import health, indexing
from intranet.search.engines import IndexUnavailableError, get_engine
from intranet.search.engines.whoosh import WhooshEngine
from intranet.search.engines.whoosh_scoring import Scorer
from intranet.search.finding import complete, find, query_for
from tests.factories.knowledge import make_article
from tests.search.indexed import index, titles

pytestmark = pytest.mark.django_db


def _overwrite(folder: Path) -> None:
    for path in folder.glob("*.seg"):
        path.write_bytes(b"\xde\xad" * (path.stat().st_size // 2))
    for path in (p for p in folder.iterdir() if p.suffix in (".trm", ".pst", ".dcz", ".dci", ".vps")):
        fresh = path.with_name("fresh")
        fresh.write_bytes(b"\xde" * path.stat().st_size)
        fresh.replace(path)


def _truncate(folder: Path) -> None:
    for path in list(folder.iterdir()):
        if path.suffix not in (".toc", ".json"):
            fresh = path.with_name("fresh")
            fresh.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            fresh.replace(path)


def _delete(folder: Path) -> None:
    for path in list(folder.iterdir()):
        if path.suffix not in (".toc", ".json"):
            path.unlink()


def _spoil_contents(folder: Path) -> None:
    for path in folder.glob("*.toc"):
        path.write_bytes(b"not a table")


def _lose_pointer(folder: Path) -> None:
    (folder.parent / "current").write_text("index-nowhere")


def _lose_everything(folder: Path) -> None:
    (folder.parent / "current").unlink()


DAMAGES = [_overwrite, _truncate, _delete, _spoil_contents, _lose_pointer, _lose_everything]


def break_index(damage: Callable[[Path], None] | None) -> None:
    """Spoil the files of the index, or drop a table of it where it is in the database; then forget what is open."""
    engine = get_engine()
    if isinstance(engine, WhooshEngine):
        folder = engine.files.current()
        assert folder is not None
        (damage or _delete)(folder)
        engine._local.__dict__.clear()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE search_posting")
        engine._sound_until = 0.0  # type: ignore[attr-defined]  # only Whoosh keeps it


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_index_is_noticed_said_and_made_again(
    damage: Callable[[Path], None], employee: User, client_for: Callable[[User], Client]
) -> None:
    article = make_article("Varnish", body="<p>of the workshop</p>")
    index(article)
    break_index(damage)
    client = client_for(employee)
    html = client.get("/search/", {"q": "varnish"}).content.decode()
    assert "only titles are searched" in html
    assert article.get_absolute_url() in html
    assert [str(hit.object) for hit in complete(employee, "varn")] == ["Varnish"]
    assert client.get("/search/palette/", {"q": "varn"}).status_code == 200
    assert get_engine().fault(thorough=True)
    health.make_again.func()
    assert get_engine().fault(thorough=True) == ""
    assert titles(employee, "workshop") == {"Varnish"}
    assert "only titles" not in client.get("/search/", {"q": "varnish"}).content.decode()


def test_one_changed_byte_is_noticed_at_the_start() -> None:
    index(make_article("Varnish"))
    engine = get_engine()
    if not isinstance(engine, WhooshEngine):
        return
    folder = engine.files.current()
    assert folder is not None
    path = max((p for p in folder.iterdir() if p.suffix not in (".toc", ".json")), key=lambda p: p.stat().st_size)
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 0xFF
    fresh = path.with_name("fresh")
    fresh.write_bytes(spoilt)
    fresh.replace(path)
    assert engine.fault() == ""
    assert engine.fault(thorough=True)
    with pytest.raises(IndexUnavailableError):
        find_raw()


def find_raw() -> None:
    from intranet.search.query import Query

    get_engine().search(Query("varnish", None), limit=5)


def test_a_crash_before_the_index_is_written_loses_nothing(
    employee: User, dispatch: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch()
    make_article("Varnish")

    def crash(*args: object) -> None:
        raise RuntimeError("the process ends here")

    with monkeypatch.context() as broken:
        broken.setattr(type(get_engine()), "update", crash)
        outbox.dispatch_pending()
    assert Activity.objects.pending().exists()
    assert titles(employee, "varnish") == set()
    dispatch()
    assert titles(employee, "varnish") == {"Varnish"}


def test_what_happens_while_the_index_is_damaged_is_in_the_new_one(
    employee: User, dispatch: Callable[[], None]
) -> None:
    dispatch()
    break_index(None)
    make_article("Varnish")
    dispatch()
    health.make_again.func()
    assert titles(employee, "varnish") == {"Varnish"}


def test_people_search_while_the_index_is_made_again(employee: User) -> None:
    index(make_article("Varnish"))
    steps = indexing.rebuild()
    seen = [titles(employee, "varnish") for _done in steps]
    assert all(found == {"Varnish"} for found in seen)
    assert titles(employee, "varnish") == {"Varnish"}


def test_a_search_is_not_disturbed_by_what_is_written_meanwhile(
    employee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker removes the files of a state that it has replaced, also of one that somebody searches."""
    articles = [make_article(f"Bike allowance {number}") for number in range(3)]
    index(*articles)
    best = Scorer.best

    def best_then_written(self: Scorer, *given: Any, **named: Any) -> Any:
        found = best(self, *given, **named)
        with open_dir(get_engine().files.current()).writer() as writer:
            writer.mergetype = OPTIMIZE
        return found

    titles(employee, "bike")
    index(*articles)  # a state that no thread has opened yet
    monkeypatch.setattr(Scorer, "best", best_then_written)
    assert len(titles(employee, "bike")) == 3


def test_a_disk_that_is_full_leaves_word_for_later(
    monkeypatch: pytest.MonkeyPatch, dispatch: Callable[[], None]
) -> None:
    dispatch()
    make_article("Varnish")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(type(get_engine()), "update", full)
        outbox.dispatch_pending()
    assert "could not be written" in get_engine().fault()
    assert find(make_article("x").author, query_for(make_article("y").author, "varnish")).notes == ()
    health.make_again.func()
    assert get_engine().fault() == ""
