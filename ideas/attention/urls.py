from django.urls import path

from ideas.attention import views

app_name = "attention"

urlpatterns = [
    path("impressions/", views.impressions, name="impressions"),
]
