"""The least that Wagtail can serve: one site, one page, one line of template. Only for comparison."""

import tempfile
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[
        "wagtail.admin",
        "wagtail.sites",
        "wagtail.users",
        "wagtail.images",
        "wagtail.documents",
        "wagtail.search",
        "wagtail",
        "modelsearch",
        "taggit",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django_tasks",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(tempfile.mkdtemp()) / "floor.sqlite3",
            "CONN_MAX_AGE": 60,
        }
    },
    ROOT_URLCONF="app",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"wagtailcore/page.html": "<h1>{{ page.title }}</h1>"})
                ]
            },
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1",
    USE_TZ=True,
    STATIC_URL="/static/",
)
django.setup()

from django.core.management import call_command  # noqa: E402  (the settings come first)
from django.core.wsgi import get_wsgi_application  # noqa: E402  (the settings come first)
from django.urls import include, path  # noqa: E402  (the settings come first)
from wagtail import urls  # noqa: E402  (the settings come first)

urlpatterns = [path("", include(urls))]
call_command("migrate", verbosity=0)
application = get_wsgi_application()
