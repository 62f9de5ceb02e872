"""The websocket address. Loaded by the process that serves sockets, which is thereby known as such."""

from django.urls import path

from intranet.live import serving
from intranet.live.consumers import LiveConsumer

serving.here = True

websocket_urlpatterns = [path("ws/", LiveConsumer.as_asgi())]
