"""The one import map of a page: our modules by ``parvis/…``, and those that libraries bring.

A page may have a single import map, so the editor's (django-js-asset) is merged into ours here. Templates that
print the media of a form use ``{% form_media form %}``, which leaves the library's own map out.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString
from django_prose_editor.widgets import importmap as editor
from js_asset import ImportMap

SOURCES = Path(settings.BASE_DIR) / "intranet" / "static" / "js"


def modules() -> dict[str, str]:
    """Return specifier → static path for every module of ``static/js``."""
    names = sorted(path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.js"))
    return {f"parvis/{name}": f"js/{name}" for name in names}


def _render() -> str:
    # The nonce is put in afterwards: it changes with each request, the rest only with a release.
    return (ImportMap(modules()) | editor).render(attrs={"nonce": "NONCE"})


_render_once = lru_cache(maxsize=1)(_render)


def render(nonce: str) -> SafeString:
    html = _render() if settings.DEBUG else _render_once()
    return SafeString(html.replace('"NONCE"', f'"{nonce}"', 1))
