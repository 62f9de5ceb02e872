from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from intranet.core.pagination import page_of
from knowledge.questions.listing import ORDERS, STATES, Asked
from knowledge.questions.page import crumbs

PAGE = 20


@require_GET
def question_list(request: HttpRequest) -> HttpResponse:
    """Every question that one may see, merged ones apart."""
    asked = Asked(request.user, request.GET)
    kept = {"order": asked.order, "tag": asked.tag, "space": asked.space.pk if asked.space else ""}
    tabs = [
        {
            "url": f"?{urlencode({'state': state, **{k: v for k, v in kept.items() if v}})}",
            "label": label,
            "current": state == asked.state,
        }
        for state, label in STATES.items()
    ]
    context = {
        "page": page_of(request, asked.rows(), size=PAGE),
        "asked": asked,
        "tabs": tabs,
        "orders": ORDERS,
        "crumbs": crumbs()[:1],
    }
    return render(request, "knowledge/questions/list.html", context)
