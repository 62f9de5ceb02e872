"""Going back to the page that a form was sent from."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back_or(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the form's ``next`` if it is an address of this site, else to the address ``otherwise``.

    ``redirect()`` is not for what a person sends: it takes a word for the name of a view, and raises.
    """
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if ours else otherwise)
