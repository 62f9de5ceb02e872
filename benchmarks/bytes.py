"""What a real browser fetches on a first and on a second visit of each page: requests, and bytes over the wire."""

import shutil

from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.site import Site, served
from benchmarks.table import table

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def run(scale: int) -> str:
    rows = []
    with served(scale=scale) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for name, path in _paths(site).items():
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            _sign_in(context, site)
            first, second = _visit(context, site.base + path), _visit(context, site.base + path)
            rows.append((name, str(first[0]), f"{first[1] / 1024:.0f}", str(second[0]), f"{second[1] / 1024:.1f}"))
            context.close()
        browser.close()
    return table(("page", "requests, first", "KB, first", "requests, second", "KB, second"), rows)


def _paths(site: Site) -> dict[str, str]:
    from benchmarks.pages import _BIGGEST

    article, idea, thread = site.query(_BIGGEST).split()
    return {
        "home": "/",
        "article": article,
        "idea list": "/ideas/",
        "idea": idea,
        "thread of 200 posts": thread,
        "search": "/search/?q=formation",
        "charter": "/charter/",
        "people": "/people/",
    }


def _sign_in(context: BrowserContext, site: Site) -> None:
    pairs = [pair.partition("=") for pair in site.cookie().split("; ")]
    context.add_cookies([{"name": name, "value": value, "url": site.base} for name, _equals, value in pairs])


def _visit(context: BrowserContext, url: str) -> tuple[int, int]:
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    page.close()
    return sum(1 for size in sizes if size), int(sum(sizes))
