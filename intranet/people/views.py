from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intranet.accounts.models import Department, User
from intranet.contributions.registry import registry
from intranet.core.pagination import page_of
from intranet.people.forms import ProfileForm


@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    """The directory: everybody who has an account, by name; ``?q=`` and ``?department=`` narrow it."""
    people = (
        User.objects.active().select_related("department").prefetch_related("expertise").order_by("display_name", "pk")
    )
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if text:
        people = people.filter(
            Q(display_name__icontains=text)
            | Q(username__icontains=text)
            | Q(job_title__icontains=text)
            | Q(pk__in=User.objects.filter(expertise__name__icontains=text).values("pk"))
        )
    departments = list(Department.objects.all())
    chosen = next((d for d in departments if d.slug == request.GET.get("department")), None)
    if chosen:
        people = people.filter(department__path__startswith=chosen.path)
    context = {"page": page_of(request, people, size=36), "text": text, "departments": departments, "chosen": chosen}
    return render(request, "people/list.html", context)


@require_GET
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """A person's page: who they are, what they know about, what they wrote lately that the reader may see."""
    people = User.objects.select_related("department").prefetch_related("expertise", "groups")
    person = get_object_or_404(people, username__iexact=username.replace("\x00", ""))
    if not person.is_active and not request.user.sees_everything:
        return render(request, "people/gone.html", {"person": person}, status=404)
    recent = [line for answer in registry.ask("people.recent", person, request.user) for line in answer]
    recent.sort(key=lambda line: line.at, reverse=True)
    return render(
        request, "people/profile.html", {"person": person, "recent": recent[:12], "is_me": person == request.user}
    )


def edit_profile(request: HttpRequest) -> HttpResponse:
    """One's own profile; nobody edits another's here."""
    form = ProfileForm(request.POST or None, request.FILES or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        person = form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect(person)
    return render(request, "people/edit.html", {"form": form, "person": form.instance})
