"""Every address of the site. A view is behind sign-in unless it is marked ``login_not_required``."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("intranet.home.urls")),
    path("", include("intranet.core.urls")),
    path("ui/", include("intranet.ui.urls")),
    path("accounts/", include("intranet.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("people/", include("intranet.people.urls")),
    path("knowledge/-/translations/", include("knowledge.translations.urls")),
    path("knowledge/-/templates/", include("knowledge.templating.urls")),
    path("knowledge/-/suggestions/", include("knowledge.suggestions.urls")),
    path("knowledge/-/reviews/", include("knowledge.reviewing.urls")),
    path("knowledge/-/trust/", include("knowledge.stewardship.urls")),
    path("knowledge/-/passages/", include("knowledge.passages.urls")),
    path("knowledge/glossary/", include("knowledge.glossary.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("ideas/review/", include("ideas.reviewing_room.urls")),
    path("ideas/", include("ideas.urls")),
    path("discussions/", include("intranet.discussions.urls")),
    path("charter/", include("intranet.charter.urls")),
    path("search/", include("intranet.search.urls")),
    path("search/", include("intranet.search.measuring.urls")),
    path("notifications/", include("intranet.notifications.urls")),
    path("moderation/", include("intranet.moderation.urls")),
    path("highlights/", include("intranet.recognition.urls")),
    path("api/", include("intranet.api.urls")),
    path("media/", include("intranet.contributions.urls")),
    # Wagtail's own sign-in page knows neither our rate limits nor our second factor.
    path("cms/login/", login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))),
    path("cms/", include(wagtailadmin_urls)),
]

handler400 = "intranet.core.errors.bad_request"
handler403 = "intranet.core.errors.forbidden"
handler404 = "intranet.core.errors.not_found"
handler500 = "intranet.core.errors.server_error"

if settings.DEBUG:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))
