"""What an administrator can misconfigure, said by ``manage.py check`` with an id, the variable and the remedy.

Values that cannot even be read (``parvis.E001``–``E009``) stop the start earlier: see ``config.settings.env``.
"""

import ctypes.util
import os
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

from intranet.core.hosts import is_loopback

# What each start of the site checks: its settings and its machine. The code is the same as at the last start, and
# loading all of it for ``manage.py check`` takes longer than the rest; ``make lint`` looks at that.
AT_START = [Tags.security, Tags.compatibility]


@register(Tags.security)
def demo_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    """The demo accounts have a public password: never where another machine can knock."""
    if not settings.PARVIS_DEMO:
        return []
    open_to = [host for host in settings.ALLOWED_HOSTS if not is_loopback(host)]
    bound = os.environ.get("HOST", "127.0.0.1")
    if not is_loopback(bound):
        open_to.insert(0, f"HOST={bound}")
    if not open_to:
        return []
    return [
        Error(
            f"PARVIS_DEMO is on and the site can be reached from elsewhere ({', '.join(open_to)}).",
            hint="The demo accounts have a public password. Set PARVIS_DEMO=0, or serve on 127.0.0.1 only.",
            id="parvis.E020",
        )
    ]


@register(Tags.security)
def hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    host = urlparse(settings.PARVIS_BASE_URL).hostname or ""
    messages: list[CheckMessage] = []
    for allowed in settings.ALLOWED_HOSTS:
        if "/" in allowed or (":" in allowed and not allowed.startswith("[")):
            messages.append(
                Error(
                    f"ALLOWED_HOSTS has “{allowed}”, which is not a bare host name.",
                    hint="Write names only, without scheme or port, separated by commas: ALLOWED_HOSTS=intranet.example.com",
                    id="parvis.E021",
                )
            )
    if not validate_host(host, settings.ALLOWED_HOSTS):
        messages.append(
            Warning(
                f"PARVIS_BASE_URL is {settings.PARVIS_BASE_URL}, but ALLOWED_HOSTS does not let “{host}” in.",
                hint="Links in e-mails would be refused. Set both to the address people type.",
                id="parvis.W022",
            )
        )
    return messages


@register(Tags.security, deploy=True)
def deployed_for_others(**kwargs: Any) -> list[CheckMessage]:
    """What only matters once other people use the site (``check --deploy``)."""
    messages: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        messages.append(
            Error(
                "SECRET_KEY is too short or too simple.",
                hint="Unset it (a strong one is kept in var/secret_key), or write 50 random characters or more.",
                id="parvis.E023",
            )
        )
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        messages.append(
            Error(
                "ALLOWED_HOSTS does not say which names the site answers to.",
                hint="List the names people type: ALLOWED_HOSTS=intranet.example.com",
                id="parvis.E024",
            )
        )
    if settings.PARVIS_HTTPS and not settings.PARVIS_BASE_URL.startswith("https://"):
        messages.append(
            Warning(
                "PARVIS_HTTPS is on, but PARVIS_BASE_URL does not begin with https://.",
                hint="Set PARVIS_BASE_URL to the address people type.",
                id="parvis.W025",
            )
        )
    open_to = [host for host in settings.ALLOWED_HOSTS if not is_loopback(host)]
    if open_to and not settings.PARVIS_HTTPS:
        messages.append(
            Warning(
                f"Others reach the site ({', '.join(open_to)}) and PARVIS_HTTPS is off.",
                hint="Put a proxy that ends TLS in front, and set PARVIS_HTTPS=1.",
                id="parvis.W027",
            )
        )
    return messages


@register(Tags.compatibility)
def pango_is_there(**kwargs: Any) -> list[CheckMessage]:
    """PDF files need Pango, which pip cannot bring. Only said where the PDF library is installed."""
    from importlib.util import find_spec

    if find_spec("weasyprint") is None or ctypes.util.find_library("pango-1.0"):
        return []
    return [
        Warning(
            "Pango is not installed: PDF files cannot be made.",
            hint="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            id="parvis.W026",
        )
    ]


@register(Tags.security)
def everybody_can_send_a_file(**kwargs: Any) -> list[CheckMessage]:
    """Limits on uploads are against floods; below one file of the largest size they refuse everybody."""
    messages: list[CheckMessage] = []
    for name, least in (
        ("PARVIS_UPLOADS_PER_HOUR", 1),
        ("PARVIS_UPLOAD_MB_PER_HOUR", 20),
        ("PARVIS_API_PER_MINUTE", 1),
    ):
        if getattr(settings, name) < least:
            messages.append(
                Warning(
                    f"{name} is {getattr(settings, name)}: some files are refused to everybody, always.",
                    hint=f"Set {name} to {least} or more.",
                    id="parvis.W028",
                )
            )
    return messages
