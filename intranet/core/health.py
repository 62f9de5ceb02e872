"""What a load balancer and a watchman ask: is the process up, can it work?"""

import uuid
from collections.abc import Callable, Iterable

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger("parvis.health")

Probe = Callable[[], None]
_probes: dict[str, Probe] = {}
_features: Callable[[], Iterable[tuple[str, bool]]] = tuple


def ready_when(name: str, probe: Probe) -> None:
    """Have ``/readyz`` run ``probe``, which raises when ``name`` cannot serve."""
    _probes[name] = probe


def ready_too(source: Callable[[], Iterable[tuple[str, bool]]]) -> None:
    """Have ``/readyz`` also look at the (name, is ready) pairs that ``source`` gives: what the features say."""
    global _features
    _features = source


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is looked at, so that a tired database does not get processes killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """What the site needs answers: 200, or 503 with the names of what does not. The reasons are in the log, not here."""
    state = {name: _answers(name, probe) for name, probe in _probes.items()}
    try:
        state |= dict(_features())
    except Exception as error:
        log.warning("not ready", what="features", error=str(error))
        state["features"] = False
    ready = all(state.values())
    answer = {"ready": ready, "checks": {name: "ok" if fine else "not ready" for name, fine in state.items()}}
    return JsonResponse(answer, status=200 if ready else 503)


def _answers(name: str, probe: Probe) -> bool:
    try:
        probe()
    except Exception as error:
        log.warning("not ready", what=name, error=str(error))
        return False
    return True


def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")


def channel_layer_answers() -> None:
    layer = get_channel_layer()
    if layer is None:
        raise RuntimeError("no channel layer")

    async def round_trip() -> None:
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "ready"})
        await layer.receive(channel)

    async_to_sync(round_trip)()


def cache_answers() -> None:
    key = f"ready:{uuid.uuid4().hex}"
    cache.set(key, "1", 5)
    if cache.get(key) != "1":
        raise RuntimeError("the cache forgets")
    cache.delete(key)
