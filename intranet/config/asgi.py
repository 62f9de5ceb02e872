"""One process for everything: sockets under ``/ws/`` by Channels, pages by Django's WSGI handler in lasting threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings")

from intranet.config.wsgi import application as wsgi_application  # sets Django up, so it comes before what needs models

from channels.auth import AuthMiddlewareStack  # isort: skip
from channels.routing import ProtocolTypeRouter, URLRouter  # isort: skip
from channels.security.websocket import AllowedHostsOriginValidator  # isort: skip
from django.conf import settings  # isort: skip

from intranet.config.pages import PagesByThreads  # isort: skip
from intranet.live.routing import websocket_urlpatterns  # isort: skip


application = ProtocolTypeRouter(
    {
        "http": PagesByThreads(
            wsgi_application, threads=settings.PARVIS_THREADS, max_body=settings.PARVIS_MAX_REQUEST_BYTES
        ),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
