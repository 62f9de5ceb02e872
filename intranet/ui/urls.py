from django.urls import path

from intranet.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.living_page, name="living_page"),
    path("theme/", views.choose_theme, name="theme"),
    path("theme/<slug:version>.css", views.theme_css, name="theme_css"),
    path("language/", views.choose_language, name="language"),
]
