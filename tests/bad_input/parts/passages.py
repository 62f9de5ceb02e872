from typing import Any

from intranet.core.richtext import to_text
from tests.bad_input.site import Form, Made
from tests.factories.glossary import make_term
from tests.factories.passages import make_passage


def values(made: Made) -> dict[str, dict[str, Any]]:
    passage = make_passage(made.article, by=made.reader)
    term, proposal = make_term(by=made.author), make_term("voile", by=made.reader, publish=False)
    return {
        "passages:of_article": {"pk": made.article.pk},
        "passages:new": {"pk": made.article.pk},
        **{f"passages:{name}": {"pk": passage.pk} for name in ("detail", "resolve", "reopen")},
        **{f"glossary:{name}": {"pk": term.pk} for name in ("short", "edit", "withdraw", "standing")},
        **{f"glossary:{name}": {"pk": proposal.pk} for name in ("publish", "decline")},
        "glossary:detail": {"pk": term.pk, "slug": term.slug},
    }


def forms(made: Made) -> list[Form]:
    term = {"term": "chute", "definition": "<p>What is left.</p>", "variants": "chutes", "language": "fr"}
    return [
        Form(
            "passages:new",
            {
                "exact": to_text(made.article.body).split("\n")[0],
                "stance": "contests",
                "words": "Which rest?",
                "suggestion": "",
                "position": "3",
            },
            texts=("words",),
        ),
        Form("passages:resolve", {"answer": "Settled", "how": "stays", "text": "What we know"}, texts=("answer",)),
        Form("passages:reopen", {}),
        Form("glossary:new", {**term, "space": "", "pair": ""}, rich=("definition",), texts=("term",)),
        Form("glossary:edit", {**term, "space": "", "pair": ""}, rich=("definition",), texts=("term",)),
        Form("glossary:publish", {}),
        Form("glossary:decline", {"why": "Too rare"}, texts=("why",)),
        Form("glossary:withdraw", {"why": "Too rare"}, texts=("why",)),
        Form("glossary:standing", {"standing": "avoid", "instead": "offcut", "clause": ""}),
    ]
