import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.accounts import roles
from intranet.accounts.models import Department, User
from intranet.contributions.registry import Kind, registry
from intranet.core.pagination import page_of
from intranet.people.forms import ProfileForm


@dataclass(frozen=True)
class Work:
    """Something a person wrote, with the kind whose card shows it."""

    kind: Kind
    object: Any


@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    """The directory: everybody who has an account, by name; ``?q=`` and ``?department=`` narrow it."""
    people = User.objects.active().select_related("department").order_by("display_name", "pk")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if text:
        people = people.filter(
            Q(display_name__icontains=text)
            | Q(username__icontains=text)
            | Q(job_title__icontains=text)
            | Q(pk__in=User.objects.filter(expertise__name__icontains=text).values("pk"))
        )
    departments = Department.tree()
    chosen = next((d for d in departments if d.slug == request.GET.get("department")), None)
    if chosen:
        people = people.filter(department__path__startswith=chosen.path)
    page = page_of(request, people, size=36)
    context = {
        "page": page,
        "cards_key": tuple(_shown_on_card(person) for person in page),
        "text": text,
        "departments": departments,
        "departments_key": tuple((department.slug, department.name, department.depth) for department in departments),
        "chosen": chosen,
    }
    return render(request, "people/list.html", context)


def _shown_on_card(person: User) -> tuple[Any, ...]:
    department = person.department.name if person.department else ""
    return (person.pk, person.username, person.display_name, person.photo.name, person.job_title, department)


@require_GET
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """A person's page: who they are, what they know about, what they wrote lately that the reader may see."""
    people = User.objects.select_related("department").prefetch_related("expertise", "groups")
    person = get_object_or_404(people, username__iexact=username.replace("\x00", ""))
    if not person.is_active and not request.user.sees_everything:
        return render(request, "people/gone.html", {"people_url": reverse("people:list")}, status=404)
    return render(request, "people/profile.html", profile_context(person, request.user))


def profile_context(person: User, reader: User) -> dict[str, Any]:
    """What a person's page shows to ``reader``: two lines of what they wrote come from each kind that has authors."""
    people_url = reverse("people:list")
    topics = [
        {"name": topic.name, "url": f"{people_url}?{urlencode({'q': topic.name})}"} for topic in person.expertise.all()
    ]
    shown_roles = [
        label for name, label in roles.LABELS.items() if name in person.role_names and name != roles.EMPLOYEE
    ]
    return {
        "person": person,
        "is_me": person == reader,
        "roles": shown_roles,
        "expertise": topics,
        "recent": recent_work(person, reader),
        # Naive, so that the page does not turn it into the time of its reader.
        "local_time": timezone.make_naive(timezone.now(), zoneinfo.ZoneInfo(person.time_zone)),
        "edit_url": reverse("people:edit"),
    }


def recent_work(person: User, reader: User, *, limit: int = 8) -> list[Work]:
    """Return the latest contributions of ``person`` that ``reader`` may see; one query a kind, each of ``limit`` rows."""
    found: list[Work] = []
    for kind in registry.kinds(moderated=True):
        if kind.card:
            seen: Any = kind.visible(reader)
            # Some things are written by several people: their set says which are of one of them.
            mine = seen.by(person) if hasattr(seen, "by") else seen.filter(author=person)
            rows = mine.select_related(*kind.select).order_by("-created_at")
            found += [Work(kind, item) for item in rows[:limit]]
    return sorted(found, key=lambda work: work.object.created_at, reverse=True)[:limit]


@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """One's own profile; nobody edits another's here."""
    form = ProfileForm(request.POST or None, request.FILES or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect(person)
    return render(
        request,
        "people/edit.html",
        {"form": form, "person": User.objects.get(pk=request.user.pk)},
        status=422 if form.errors else 200,
    )
