"""How the rest of the site meets questions."""

from intranet.contributions.registry import registry
from knowledge.questions import credits, experts, handing_over, home, kinds, routing, telling


def register() -> None:
    for verb, label in kinds.VERBS.items():
        registry.declare_verb(verb, label)
    registry.register(kinds.QUESTION)
    registry.register(kinds.ANSWER)
    registry.handle("question.asked", routing.route_asked)
    registry.provide("search.also", kinds.touched_by)
    registry.provide("space.readdressed", kinds.follow_space)
    registry.provide("home.waiting", home.waiting)
    registry.provide("search.gaps_also", home.unanswered)
    registry.provide("knowledge.experts", experts.experts)
    registry.provide("profile.switches", routing.switch_for)
    registry.provide("article.annotated", credits.annotated)
    registry.provide("article.parts", credits.in_article)
    registry.provide("discussion.links", credits.in_thread)
    registry.provide("handover.items", handing_over.only_answers)
    telling.declare()
