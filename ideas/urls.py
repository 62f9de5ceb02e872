from django.urls import include, path

from ideas import views
from intranet.core.ids import row_id

app_name = "ideas"

urlpatterns = [
    path("", views.idea_list, name="list"),
    path("new/", views.submit, name="submit"),
    path("similar/", views.similar, name="similar"),
    path("review/", views.review, name="review"),
    path("", include("ideas.attention.urls")),
    path("campaigns/", include("ideas.campaigning.urls")),
    path("", include("ideas.exchange.urls")),
    path("", include("ideas.voting.urls")),
    path("", include("ideas.pairwise.urls")),
    path("", include("ideas.digests.urls")),
    path("", include("ideas.sharing.urls")),
    path(f"<{row_id}:pk>/", views.detail, name="short"),
    path(f"<{row_id}:pk>/support/", views.support, name="support"),
    path(f"<{row_id}:pk>/withdraw/", views.withdraw, name="withdraw"),
    path(f"<{row_id}:pk>/tally/", views.tally, name="tally"),
    path(f"<{row_id}:pk>/edit/", views.edit, name="edit"),
    path(f"<{row_id}:pk>/history/", views.history, name="history"),
    path(f"<{row_id}:pk>/decide/", views.decide, name="decide"),
    path("", include("ideas.joining.urls")),
    path("", include("ideas.opinions.urls")),
    path("", include("ideas.living.urls")),
    path("", include("ideas.amending.urls")),
    path(f"<{row_id}:pk>/<slug:slug>/", views.detail, name="detail"),
]
