from django.contrib.auth.decorators import login_not_required
from django.urls import path

from intranet.api.site import api
from intranet.api.tokens import views
from intranet.core.ids import row_id

app_name = "api"

# A program shows a token, which the API itself asks for: 401 in JSON, not the page to sign in.
_patterns, _app, _namespace = api.urls
for pattern in _patterns:
    if pattern.callback is not None:
        pattern.callback = login_not_required(pattern.callback)

urlpatterns = [
    path("v1/", (_patterns, _app, _namespace)),
    path("tokens/", views.tokens, name="tokens"),
    path(f"tokens/<{row_id}:pk>/revoke/", views.revoke, name="revoke"),
]
