from django.urls import path

from ideas.digests import views

app_name = "digests"

urlpatterns = [
    path("campaigns/<slug:slug>/digest/", views.choose, name="choose"),
    path("digest/stop/<str:token>/", views.stop, name="stop"),
]
