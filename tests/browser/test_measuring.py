"""A result that is opened is told by the page that is left; the pages about the search read well."""

from collections.abc import Callable
from typing import Any

from intranet.accounts.models import User
from intranet.search.measuring.models import Asked
from tests.factories.knowledge import make_article
from tests.factories.measuring import make_gap
from tests.search.indexed import index


def test_opening_a_result_is_written_down(site: str, cm: User, open_as: Callable[[User], Any]) -> None:
    index(make_article(title="Bike allowance"))
    gap = make_gap("winter tyres")
    page = open_as(cm)
    page.goto(f"{site}/search/?q=bike")
    with page.expect_response(lambda response: "/search/heard/" in response.url) as told:
        page.locator(".search-hits h3 a").first.click()
    assert told.value.status == 204
    assert Asked.objects.get(text="bike").outcome == "clicked"
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("insight/", "gaps/", f"gaps/{gap.pk}/", "judgements/?q=bike"):
        page.goto(f"{site}/search/{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
