from typing import Any

from intranet.search.measuring import editing
from intranet.search.measuring.models import Gap, Judgement
from tests.bad_input.site import Form, Made
from tests.factories.measuring import make_asked, make_change, make_gap


def values(made: Made) -> dict[str, dict[str, Any]]:
    asked = make_asked("oil for beech", made.author, results=2)
    gap, written = make_gap("oil for beech"), make_gap("winter tyres")
    make_asked("winter tyres", made.author)
    Gap.objects.get(pk=written.pk).close("article", made.article, by=made.author)
    row = Judgement.objects.judge("oil", "article", made.article.pk, by=made.author, source="hand", grade=3)
    applied = make_change(made.author)
    editing.apply(applied, by=made.author)
    assert row is not None
    return {
        "measuring:opened": {"asked": asked.pk},
        **{f"measuring:{name}": {"pk": gap.pk} for name in ("gap", "close", "set_aside")},
        "measuring:solved": {"pk": written.pk},
        "measuring:remove_judgement": {"pk": row.pk},
        **{f"measuring:{name}": {"pk": make_change(made.author).pk} for name in ("change", "apply")},
        "measuring:undo": {"pk": applied.pk},
    }


def forms(made: Made) -> list[Form]:
    page = f"article:{made.article.pk}"
    return [
        Form("measuring:palette", {"q": "oil", "results": "3", "hit": page, "rank": "1"}),
        Form("measuring:opened", {"hit": page, "rank": "1"}),
        Form("measuring:gap", {"person": "@rosa", "subject": "Oil for beech"}, texts=("subject",)),
        Form("measuring:close", {"page": page}),
        Form("measuring:set_aside", {"back": "1"}),
        Form("measuring:solved", {"solved": "yes"}),
        Form("measuring:judgements", {"q": "oil", "page": page, "grade": "3", "source": "hand"}),
        Form("measuring:remove_judgement", {}),
        Form("measuring:apply", {}),
        Form("measuring:undo", {}),
    ]
