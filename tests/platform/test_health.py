import json

import pytest
from django.core.cache import cache
from django.test import Client

from intranet.core import health


def test_the_process_says_that_it_is_up_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_a_site_with_all_it_needs_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200, response.content
    checks = json.loads(response.content)["checks"]
    assert {"database", "channel_layer", "cache"} <= checks.keys()
    assert set(checks.values()) == {"ok"}


@pytest.mark.django_db
def test_what_is_not_ready_is_named_and_its_reason_kept_for_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("password of the printer: hunter2")

    monkeypatch.setitem(health._probes, "printer", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    answer = json.loads(response.content)
    assert answer["ready"] is False
    assert answer["checks"]["printer"] == "not ready"
    assert answer["checks"]["database"] == "ok"
    assert b"hunter2" not in response.content


@pytest.mark.django_db
def test_a_cache_that_forgets_is_noticed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda key: None)
    assert client.get("/readyz").status_code == 503


def test_each_answer_carries_the_id_of_its_request(client: Client) -> None:
    first, second = client.get("/healthz"), client.get("/healthz", headers={"X-Request-ID": "forged"})
    assert len(first.headers["X-Request-ID"]) == 36
    assert len(second.headers["X-Request-ID"]) == 36
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_pages_travel_compressed_and_pictures_as_they_are(client_for, employee) -> None:
    page = client_for(employee).get("/people/", headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert len(page.content) < 12_000
