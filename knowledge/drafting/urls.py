from django.urls import path

from intranet.core.ids import row_id
from knowledge.drafting import views

# In the namespace of knowledge.
urlpatterns = [
    path("-/draft/", views.keep_new, name="keep_new"),
    path(f"-/<{row_id}:pk>/draft/", views.keep, name="keep"),
    path(f"-/<{row_id}:pk>/choices/", views.keep_answers, name="keep_answers"),
    path(f"-/drafts/<{row_id}:pk>/", views.unsaved, name="unsaved"),
    path(f"-/drafts/<{row_id}:pk>/compare/", views.compare, name="compare_unsaved"),
    path(f"-/drafts/<{row_id}:pk>/discard/", views.discard, name="discard"),
]
