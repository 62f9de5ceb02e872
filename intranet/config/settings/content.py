"""Languages, time, and what Wagtail needs to know."""

from django.utils.translation import gettext_lazy as _

from intranet.config.settings.env import env

LANGUAGE_CODE = env.choice("PARVIS_LANGUAGE", ["fr", "en"], default="fr")
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "parvis_language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = True
FORMAT_MODULE_PATH = "intranet.config.formats"
USE_TZ = True
TIME_ZONE = env.time_zone("PARVIS_TIME_ZONE", default="Europe/Paris")

WAGTAIL_SITE_NAME = env.str("PARVIS_NAME", default="Parvis")
WAGTAILADMIN_BASE_URL = env.base_url("PARVIS_BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_FINISH_WORKFLOW_ACTION = "knowledge.reviewing.finishing.publish_reviewed"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
# The site's own search is intranet.search; this one only serves the pickers of the admin.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True
