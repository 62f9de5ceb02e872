"""People, their sign-in and settings, what they are told, and what they send."""

from typing import Any

from intranet.contributions.models import Activity, Upload
from intranet.notifications.models import Notification
from tests.bad_input.site import Form, Made


def values(made: Made) -> dict[str, dict[str, Any]]:
    activity = Activity.objects.filter(target_id=made.thread.pk, verb="thread.created").get()
    told = Notification.objects.create(recipient=made.author, activity=activity, reason="follow")
    upload = Upload.objects.store(b"%PDF-1.4 words", by=made.author, name="plan.pdf")
    return {
        "ui:theme_css": {"version": "x"},
        "account_confirm_email": {"key": "unknown"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown-key"},
        "people:profile": {"username": made.reader.username},
        "notifications:open": {"pk": told.pk},
        "notifications:follow": {"kind": "thread", "pk": made.other_thread.pk},
        "uploads:file": {"key": upload.key},
        "uploads:file_size": {"key": upload.key, "size": "small"},
        "uploads:shown": {"path": "photos/nobody.webp"},
    }


def forms(made: Made) -> list[Form]:
    ada = {
        "display_name": "Ada L.",
        "job_title": "Engineer",
        "department": str(made.department.pk),
        "bio": "About me",
        "expertise": "soil, air",
        "language": "en",
        "time_zone": "Europe/Paris",
    }
    return [
        Form("people:edit", ada, texts=("job_title", "bio")),
        Form("notifications:follow", {"state": "on", "next": "/"}),
        Form("notifications:mark_all_read", {"next": "/"}),
        Form("ui:theme", {"theme": "dark", "next": "/"}),
        Form("ui:language", {"language": "en", "next": "/"}),
        Form("account_login", {"login": "ada", "password": "wrong", "next": "/"}),
        Form("account_signup", {"email": "a@example.com", "username": "new", "password1": "x", "password2": "x"}),
        Form("account_reset_password", {"email": "a@example.com"}),
        Form("account_change_password", {"oldpassword": "x", "password1": "y", "password2": "y"}),
        Form("account_email", {"email": "b@example.com", "action_add": "1"}),
        Form("account_reauthenticate", {"password": "x", "next": "/"}),
        Form("uploads:files", {"file": "not a file"}),
    ]
