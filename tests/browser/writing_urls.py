"""The site with a page of its own for each editor, so that the editor is tested apart from the rooms that use it."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import RequestContext, Template
from django.urls import path

from intranet.config.urls import handler400, handler403, handler404, handler500
from intranet.config.urls import urlpatterns as site
from intranet.core.forms import RichTextFormField

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

SAVED: list[str] = []
PAGE = """{% extends "base.html" %}{% block title %}Writing{% endblock %}{% block main %}<h1>Writing</h1>
{% draft key %}<form class="form" method="post">{% csrf_token %}{{ form }}
<div class="form-actions"><button class="button button-primary">Publish</button></div></form>{% enddraft %}{% endblock %}"""


class Article(forms.Form):
    title = forms.CharField(max_length=60)
    body = RichTextFormField(profile="article", label="Text", help_text="What the others should know.")


class Message(forms.Form):
    body = RichTextFormField(profile="post", label="Message")


def write(request: HttpRequest, profile: str) -> HttpResponse:
    form = {"article": Article, "post": Message}[profile](request.POST or None)
    if request.method == "POST" and form.is_valid():
        SAVED.append(form.cleaned_data["body"])
        return redirect("/write/saved/")
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": form, "key": f"write:{profile}"})))


def saved(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def articles(request: HttpRequest) -> JsonResponse:
    every = [("Congés et absences", "RH"), ("Compte rendu de congrès", "Communication"), ("Notes de frais", "RH")]
    found = [
        {"title": title, "space": space, "url": f"/knowledge/{at}/", "ref": f"article:{at}"}
        for at, (title, space) in enumerate(every, 1)
        if request.GET.get("q", "").lower() in title.lower()
    ]
    return JsonResponse({"results": found})


urlpatterns = [
    path("write/saved/", saved),
    path("write/<str:profile>/", write),
    path("knowledge/-/complete/", articles),
    *site,
]
