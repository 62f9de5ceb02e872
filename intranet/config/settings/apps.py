"""What the site is made of: applications, middleware, templates."""

from intranet.config.settings.env import BASE_DIR, DEBUG

INSTALLED_APPS = [
    "intranet.config",
    "intranet.demo",
    "intranet.api",
    "intranet.home",
    "knowledge.linking",
    "knowledge.questions",
    "knowledge.reviewing",
    "knowledge.passages",
    "knowledge.glossary",
    "knowledge.suggestions",
    "knowledge.templating",
    "knowledge.translations",
    "knowledge.stewardship",
    "knowledge.drafting",
    "knowledge.exporting",
    "knowledge",
    "ideas.attention",
    "ideas.joining",
    "ideas.exchange",
    "ideas.voting",
    "ideas.pairwise",
    "ideas.reviewing_room",
    "ideas.digests",
    "ideas.opinions",
    "ideas.living",
    "ideas.amending",
    "ideas",
    "intranet.charter",
    "intranet.people",
    "intranet.recognition",
    "intranet.discussions",
    "intranet.notifications",
    "intranet.moderation",
    "intranet.search",
    "intranet.search.measuring",
    "intranet.live",
    "intranet.contributions",
    "intranet.accounts",
    "intranet.ui",
    "intranet.core",
    "allauth",
    "allauth.account",
    "django_prose_editor",
    "js_asset",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "django_structlog",
    "csp",
    "channels",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "intranet.accounts.cms.apps.PeopleAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.core.middleware.CompressPagesMiddleware",
    "intranet.core.middleware.RequestLogMiddleware",
    "intranet.core.middleware.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intranet.accounts.middleware.LanguageMiddleware",
    "intranet.core.middleware.RequestSizeMiddleware",
    "intranet.accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "intranet.core.middleware.AdminDoorMiddleware",
    "intranet.core.drafts.DraftMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "intranet.config.urls"
WSGI_APPLICATION = "intranet.config.wsgi.application"
ASGI_APPLICATION = "intranet.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "intranet.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "intranet.ui.templatetags.ui",
                "intranet.core.templatetags.rich",
            ],
        },
    },
]
FORM_RENDERER = "intranet.ui.forms.Renderer"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATICFILES_DIRS = [BASE_DIR / "intranet" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "intranet.ui.bundle.BundleFinder",
]

if DEBUG:
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(5, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
