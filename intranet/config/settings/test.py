"""The settings of the tests: the site's own, quick hashing, mail in memory, files in a throw-away folder."""

import os
import tempfile

os.environ.setdefault("PARVIS_VAR", tempfile.mkdtemp(prefix="parvis-test-"))
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ["DEBUG"] = "0"
os.environ.setdefault("PARVIS_LOG_LEVEL", "CRITICAL")

from intranet.config.settings import *  # noqa: F403  (the environment must be set first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "en"
