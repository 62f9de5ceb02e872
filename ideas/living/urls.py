from django.urls import path

from ideas.living import views
from intranet.core.ids import row_id

app_name = "living"

# Inside the namespace of ideas.
urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path(f"drafts/<{row_id}:pk>/discard/", views.discard, name="discard"),
    path("drafts/keep/<slug:slug>/", views.keep_new, name="keep_new"),
    path("articles/", views.articles, name="articles"),
    path("campaigns/<slug:slug>/fields/", views.fields, name="fields"),
    path(f"<{row_id}:pk>/draft/", views.keep, name="keep"),
    path(f"<{row_id}:pk>/instead/", views.instead, name="instead"),
    path(f"<{row_id}:pk>/coauthors/", views.co_authors, name="co_authors"),
    path(f"<{row_id}:pk>/coauthors/join/", views.join, name="join"),
    path(f"<{row_id}:pk>/coauthors/leave/", views.leave, name="leave"),
    path(f"<{row_id}:pk>/coauthors/<{row_id}:person>/take-back/", views.take_back, name="take_back"),
    path(f"<{row_id}:pk>/attachments/", views.attachments, name="attachments"),
    path(f"<{row_id}:pk>/attachments/<{row_id}:file>/remove/", views.remove_file, name="remove_file"),
    path(f"<{row_id}:pk>/take-back/", views.withdraw, name="withdraw"),
    path(f"<{row_id}:pk>/more/", views.more, name="more"),
    path(f"<{row_id}:pk>/appeal/", views.appeal, name="appeal"),
    path(f"<{row_id}:pk>/owner/", views.hand_over, name="hand_over"),
    path(f"<{row_id}:pk>/milestones/", views.milestones, name="milestones"),
    path(f"<{row_id}:pk>/milestones/<{row_id}:milestone>/reached/", views.reached, name="reached"),
    path(f"<{row_id}:pk>/milestones/<{row_id}:milestone>/drop/", views.drop, name="drop_milestone"),
    path(f"<{row_id}:pk>/progress/", views.progress, name="progress"),
    path(f"<{row_id}:pk>/outcome/", views.outcome, name="outcome"),
    path(f"<{row_id}:pk>/close/", views.close, name="close"),
]
