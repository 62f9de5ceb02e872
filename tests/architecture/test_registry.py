"""Where forgetting is dangerous, forgetting fails the build."""

import pytest
from django.apps import apps
from django.template.loader import get_template

from intranet.contributions.models import Contribution
from intranet.contributions.registry import Kind, registry

CONTRIBUTIONS = [model for model in apps.get_models() if issubclass(model, Contribution)]


@pytest.mark.parametrize("model", CONTRIBUTIONS, ids=lambda model: model._meta.label)
def test_every_contribution_describes_itself_to_the_site(model: type[Contribution]) -> None:
    kind = registry.kind_of(model)
    assert kind is not None, f"register a Kind for {model._meta.label} in its AppConfig.ready()"
    assert kind.moderated, f"{model._meta.label} is a Contribution: people must be able to report it"


@pytest.mark.parametrize("kind", registry.kinds(), ids=lambda kind: kind.name)
def test_every_kind_can_say_who_may_see_it_and_be_shown(kind: Kind) -> None:
    assert kind.visible_to is not None or hasattr(kind.model._default_manager.all(), "visible_to")
    if kind.card:
        get_template(kind.card)
    if kind.indexable is not None:
        assert kind.document is not None


def test_every_handler_listens_to_a_verb_that_exists() -> None:
    from fnmatch import fnmatchcase

    deaf = [p for p, _handler in registry._handlers if not any(fnmatchcase(verb, p) for verb in registry.verbs())]
    assert deaf == []
