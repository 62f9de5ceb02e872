from django.urls import path

from intranet.contributions import views

app_name = "uploads"

urlpatterns = [
    path("", views.files, name="files"),
    path("<uuid:key>", views.file, name="file"),
    path("<uuid:key>/<slug:size>", views.file, name="file_size"),
    path("<path:path>", views.shown, name="shown"),
]
