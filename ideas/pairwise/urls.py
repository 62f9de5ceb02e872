from django.urls import path

from ideas.pairwise import views

app_name = "pairwise"

urlpatterns = [
    path("campaigns/<slug:slug>/pairs/", views.pairs, name="pairs"),
    path("campaigns/<slug:slug>/pairs/result/", views.order, name="order"),
]
