from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from intranet.accounts.models import User
from intranet.search.text import fold

MOST = 8


@require_GET
def complete(request: HttpRequest) -> JsonResponse:
    """The active people whose name (any of its words) or username begins like ``?q=``, accents and case aside.

    The names of the whole company are read and compared here: no database folds accents in the same way.
    """
    asked = fold(request.GET.get("q", "").replace("\x00", "")[:80]).strip()
    if not asked:
        return JsonResponse({"results": []})
    people = User.objects.active().order_by("display_name", "pk").values_list("pk", "display_name", "username")
    ranked = sorted(
        (rank, at, pk) for at, (pk, *names) in enumerate(people) if (rank := _rank(asked, *names)) is not None
    )
    chosen = [pk for _rank_, _at, pk in ranked[:MOST]]
    found = User.objects.select_related("department").in_bulk(chosen)
    return JsonResponse({"results": [_described(found[pk]) for pk in chosen]})


def _rank(asked: str, name: str, username: str) -> int | None:
    """Return 0 when the name begins so, 1 for the username, 2 for a later word of the name, ``None`` otherwise."""
    folded = fold(name)
    if folded.startswith(asked):
        return 0
    if fold(username).startswith(asked):
        return 1
    words = folded.replace("-", " ").replace("'", " ").split()
    return 2 if any(word.startswith(asked) for word in words) else None


def _described(person: User) -> dict[str, object]:
    return {
        "id": person.pk,
        "name": str(person),
        "username": person.username,
        "department": str(person.department) if person.department else "",
        "photo": person.photo.url if person.photo else "",
        "url": person.get_absolute_url(),
    }
