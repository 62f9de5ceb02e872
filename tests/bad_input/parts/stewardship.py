from typing import Any

from knowledge.stewardship.models import HandOver
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    handed = HandOver.objects.create(person=made.reader)
    names = ("verify", "entrust", "archive", "bring_back", "judge", "opinions")
    return {
        **{f"stewardship:{name}": {"pk": made.article.pk} for name in names},
        "stewardship:hand_over": {"pk": handed.pk},
    }


def forms(made: Made) -> list[Form]:
    article, person = str(made.article.pk), str(made.author.pk)
    return [
        Form("stewardship:verify", {"next": "/"}),
        Form("stewardship:verify_many", {"article": [article]}),
        Form("stewardship:take_on", {"article": [article]}),
        Form("stewardship:entrust", {"owner": "@ada", "department": "", "reviewer": "@rosa"}),
        Form("stewardship:archive", {"why": "Replaced"}, texts=("why",)),
        Form("stewardship:bring_back", {}),
        Form(
            "stewardship:judge",
            {"is_helpful": "no", "reason": "wrong", "words": "No", "asked": "taxi"},
            texts=("words",),
        ),
        Form("stewardship:hand_over", {"article": article, "to": person}),
    ]
