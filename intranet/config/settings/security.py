"""Who may come in, and what a page may do."""

from urllib.parse import urlparse

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from intranet.config.settings.env import DEBUG, env, generated_secret_key
from intranet.core.hosts import is_loopback

SECRET_KEY = env.str("SECRET_KEY", default="") or generated_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PARVIS_BASE_URL = env.base_url("PARVIS_BASE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = env.origins("PARVIS_TRUSTED_ORIGINS")

# The demo company and its public password exist only where this is set (see intranet.demo.checks).
PARVIS_DEMO = env.bool("PARVIS_DEMO", default=False)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["intranet.accounts.backends.ParvisBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "intranet.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "intranet.accounts.entering.LoginForm",
    "signup": "intranet.accounts.entering.SignupForm",
    "add_email": "intranet.accounts.entering.AddEmailForm",
    "reset_password": "intranet.accounts.entering.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
# How many proxies stand before the site: limits by address then count the visitor's, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PARVIS_PROXIES", default=0)
ACCOUNT_TEMPLATE_EXTENSION = "html"
# Sign-up is closed unless e-mail domains are listed here.
PARVIS_SIGNUP_DOMAINS = [domain.lower() for domain in env.list("PARVIS_SIGNUP_DOMAINS", default=[])]

# HTTPS: a company site is behind a proxy that ends TLS; loopback has none.
PARVIS_HTTPS = env.bool("PARVIS_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PARVIS_HTTPS
SECURE_SSL_REDIRECT = PARVIS_HTTPS
SECURE_HSTS_SECONDS = env.int("PARVIS_HSTS_SECONDS", default=31536000 if PARVIS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PARVIS_HTTPS
if PARVIS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
# A load balancer asks these in the clear.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# W019 wants DENY, but the admin shows the preview of a page in a frame of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
if is_loopback(urlparse(PARVIS_BASE_URL).hostname or "") and not PARVIS_HTTPS:
    # Nothing crosses a network: the checks of TLS do not apply (parvis.W027 says when they do).
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
CSRF_FAILURE_VIEW = "intranet.core.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# Wagtail's admin writes style attributes and one inline script; it is for a few trusted people.
PARVIS_ADMIN_CONTENT_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-src": [SELF],
}

# Room for a text far too long to be taken, which is then said beside it and kept in the form; uploads have their own bound (intranet.contributions.uploads).
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Nothing larger is looked at; the answer is a clear 413.
PARVIS_MAX_REQUEST_BYTES = env.int("PARVIS_MAX_REQUEST_MB", default=30) * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PARVIS_DEBUG = DEBUG

# Anti-flood: how many messages a person may write in a minute, all discussions together.
PARVIS_POSTS_PER_MINUTE = env.int("PARVIS_POSTS_PER_MINUTE", default=15)
# How many questions a person may ask in an hour: each is put to colleagues.
PARVIS_QUESTIONS_PER_HOUR = env.int("PARVIS_QUESTIONS_PER_HOUR", default=10)
# The same for files: how many, and how much together, a person may send in an hour.
PARVIS_UPLOADS_PER_HOUR = env.int("PARVIS_UPLOADS_PER_HOUR", default=200)
PARVIS_UPLOAD_MB_PER_HOUR = env.int("PARVIS_UPLOAD_MB_PER_HOUR", default=500)
# How many requests one token of the API may make in a minute.
PARVIS_API_PER_MINUTE = env.int("PARVIS_API_PER_MINUTE", default=300)
# How many days what was searched for is kept; without names after 30, and never longer than a year.
PARVIS_SEARCH_LOG_DAYS = min(env.int("PARVIS_SEARCH_LOG_DAYS", default=365), 365)
# How many people must have seen an idea before the default order of a campaign gives way to the promising ones.
PARVIS_GUARANTEED_VIEWS = env.int("PARVIS_GUARANTEED_VIEWS", default=30)
