from django.urls import include, path

from intranet.core.ids import row_id
from knowledge.views import completing, editing, history, placing, reading, spaces

app_name = "knowledge"

# What acts stands under "-", which no page can have as its slug; all the rest is the tree of pages.
urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", editing.new, name="new"),
    path("", include("knowledge.questions.urls")),
    path("-/complete/", completing.complete, name="complete"),
    path("-/drafts/", reading.drafts, name="drafts"),
    path("-/tags/<str:slug>/", reading.tag, name="tag"),
    path("-/spaces/new/", spaces.new, name="new_space"),
    path(f"-/spaces/<{row_id}:pk>/edit/", spaces.edit, name="edit_space"),
    path(f"-/<{row_id}:pk>/edit/", editing.edit, name="edit"),
    path(f"-/<{row_id}:pk>/publish/", editing.publish, name="publish"),
    path(f"-/<{row_id}:pk>/unpublish/", editing.unpublish, name="unpublish"),
    path(f"-/<{row_id}:pk>/move/", placing.move, name="move"),
    path(f"-/<{row_id}:pk>/history/", history.versions, name="history"),
    path(f"-/<{row_id}:pk>/history/compare/", history.compare, name="compare"),
    path(f"-/<{row_id}:pk>/history/<{row_id}:revision>/", history.version, name="version"),
    path(f"-/<{row_id}:pk>/history/<{row_id}:revision>/restore/", history.restore, name="restore"),
    path("", include("knowledge.drafting.urls")),
    path("", include("knowledge.linking.urls")),
    path("", include("knowledge.exporting.urls")),
    path("<path:path>", reading.page, name="page"),
]
