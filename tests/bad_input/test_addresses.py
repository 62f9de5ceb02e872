"""Whatever stands in an address, the answer is a page: what it asks for, or that it is not there."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from django.urls import Resolver404, resolve

from tests.architecture.test_access import ADDRESSES
from tests.bad_input.site import Faults, Site
from tests.bad_input.strings import dealt

NOT_THERE = {"row_id": ["987654321", str(2**63 - 1)], "uuid": ["00000000-0000-4000-8000-000000000000"]}
NO_ROW = ["0", "-1", str(2**63), str(2**70), "9" * 40, "x", "1.5", "%00", "%ff", "%D9%A3", "..", "1%0a"]
ODD_NAMES = [
    "nothing",
    "%00",
    "a%00b",
    "%ff",
    "%ed%a0%80",
    "..",
    "..%2f..%2fsecret_key",
    "%e2%80%ae",
    "%0d%0aX:1",
    quote("ﷺ🐵"),
    "x" * 3000,
    "%25s",
    "-",
    "@",
    "'%22%3E",
]
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def spoilt(site: Site, name: str) -> Iterator[list[str]]:
    """Yield the address ``name`` with each of its parameters spoilt in turn, the others leading to what is there.

    What is refused before any view sees it, by the kind of the parameter, is refused so everywhere: one in turn is enough.
    The largest number of all is asked of every row; a smaller one where it is no key, so that its column may be smaller.
    """
    route, pattern = ADDRESSES[name]
    good = site.values[name]
    for parameter in PARAMETER.finditer(route):
        kind, spoilt_name = parameter[1] or "str", parameter[2]
        seen, refused = [], []
        not_there = NOT_THERE.get(kind, ODD_NAMES)
        for odd in not_there[-1:] if spoilt_name == "pk" and kind == "row_id" else not_there:
            matches = re.fullmatch(pattern.pattern.converters[spoilt_name].regex, unquote(odd))
            (seen if matches else refused).append(odd)

        def put(match: re.Match[str], value: str, spoilt_name: str = spoilt_name) -> str:
            return value if match[2] == spoilt_name else quote(str(good[match[2]]))

        some = [*seen, *dealt(refused, len(name), len(refused) or 1)]
        yield ["/" + PARAMETER.sub(lambda match, value=value: put(match, value), route) for value in some]


def test_what_no_row_can_have_as_an_id_is_no_address(site: Site) -> None:
    """A row's id is a positive number of 64 bits: the rest is refused before any view or database sees it."""
    for route in ("ideas/{}/", "discussions/d/{}/posts/", "moderation/reports/{}/", "charter/versions/{}/"):
        for value in ("0", str(2**63), str(2**70), "9" * 40, "-1", "1.5", "٣", "1\n"):
            with pytest.raises(Resolver404):
                resolve("/" + route.format(value))
    for value in NO_ROW:
        assert site.ask("get", f"/ideas/{value}/history/").status_code in (301, 404), value


def test_an_address_of_nothing_is_a_page_that_says_so(site: Site, faults: Faults) -> None:
    """An address that refuses the method or the person has not looked at what stands in it: then the rest is left out.

    A form is sent to them all where nothing can be read; where it can, the same view has looked, and one in turn is enough.
    """
    for name, (route, _pattern) in ADDRESSES.items():
        for urls in spoilt(site, name) if "<" in route and "(?P<" not in route else ():
            is_read = True
            for url in urls:
                response = site.ask("get", url)
                faults.look(response, f"get {url}")
                is_read = response.status_code not in (401, 405)
                if not is_read:
                    break
                if name != "ui:theme_css" and "/small" not in route:
                    assert response.status_code != 200 or "size" in name, url
            for url in dealt(urls, len(name), len(urls)) if is_read else urls:
                response = site.ask("post", url)
                faults.look(response, f"post {url}")
                if response.status_code in (401, 405):
                    break


def test_the_keys_of_mails_can_be_anything(site: Site, faults: Faults) -> None:
    for value in ODD_NAMES:
        for url in (f"/accounts/confirm-email/{value}/", f"/accounts/password/reset/key/{value}-{value}/"):
            for method in ("get", "post"):
                faults.look(site.ask(method, url), f"{method} {url}")


def test_every_method_on_every_address_gets_an_answer(site: Site, faults: Faults) -> None:
    """Programs meet all of them; each page meets one of those that change something, and one of those that never do."""
    for number, (name, url) in enumerate(site.urls().items()):
        writing, asking = ("put", "delete", "patch"), ("options", "trace")
        all_of_them = name.startswith("api:")
        methods = [
            *dealt([*writing], number, 1 if all_of_them else 3),
            *dealt([*asking], number, 1 if all_of_them else 2),
        ]
        for method in ["head", *methods]:
            response = site.ask(method, url)
            faults.look(response, f"{method} {url}")
            # The sign-in library takes a PUT for a POST, behind the same checks.
            if method in writing and not name.startswith("account_"):
                refused = (302, 401, 403, 404, 405)  # 401: the API, without a token
                assert response.status_code in refused, f"{method} {name}: {response.status_code}"
            if method == "head":
                assert not response.content or response.streaming, url
