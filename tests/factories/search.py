from typing import Any

from intranet.contributions.registry import registry
from intranet.search import tuned
from intranet.search.models import BestBet, SynonymGroup


def make_synonyms(*expressions: str, leads_to: str = "", language: str = "") -> SynonymGroup:
    group = SynonymGroup(expressions="\n".join(expressions), leads_to=leads_to, language=language)
    group.change(by=None)
    tuned.forget()
    return group


def make_bet(target: Any, *patterns: str, **rest: Any) -> BestBet:
    kind = registry.kind_of(target)
    assert kind is not None
    bet = BestBet(kind=kind.name, target=target, patterns="\n".join(patterns), **rest)
    bet.change(by=None)
    tuned.forget()
    return bet
