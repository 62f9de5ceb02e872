"""What is asked with a word that the API does not know is refused: a misspelt filter must not answer with everything."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_args

from django.http import HttpRequest
from ninja.params.models import ParamModel
from ninja.params.models import QueryModel as _FromQuery

from intranet.api.errors import Denied


def only_known(view: Callable[..., Any]) -> Callable[..., Any]:
    """Have ``view`` refuse, with 422 naming them, the query parameters that it does not take."""
    known = {name for name, each in inspect.signature(view).parameters.items() if _is_of_query(each.annotation)}

    @wraps(view)
    def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            raise Denied(
                422,
                "The request has parameters that are not known here.",
                {name[:100]: ["Unknown parameter."] for name in unknown[:20]},
            )
        return view(request, *args, **kwargs)

    return refusing


def _is_of_query(annotation: Any) -> bool:
    sources: list[type[ParamModel]] = [getattr(each, "_model", None) for each in get_args(annotation)]
    return _FromQuery in sources
