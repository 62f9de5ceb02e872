"""The settings of the tests: the site's own, quick hashing, mail in memory, files in a throw-away folder.

Each process of a parallel run has its own folder, cache and sockets. On SQLite the tests use a file, as a site does,
so that a served site (browser tests) sees what the tests write.
"""

import atexit
import gc
import importlib
import os
import shutil
import sys
import tempfile

if "pytest" in sys.modules:
    gc.disable()  # what a run loads stays: the collector starts when all is there (tests/conftest.py)

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if "PARVIS_TEST_VAR" not in os.environ:
    os.environ["PARVIS_TEST_VAR"] = tempfile.mkdtemp(prefix="parvis-test-")
    atexit.register(shutil.rmtree, os.environ["PARVIS_TEST_VAR"], ignore_errors=True)
os.environ["PARVIS_VAR"] = os.path.join(os.environ["PARVIS_TEST_VAR"], WORKER)
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["DEBUG"] = "0"
os.environ.setdefault("PARVIS_LOG_LEVEL", "CRITICAL")

# Python has read the package, and with it the environment, before this module could change it: read it again.
for part in ("env", "apps", "content", "security", "storage", ""):
    importlib.reload(importlib.import_module(f"intranet.config.settings.{part}".rstrip(".")))

from intranet.config.settings import *  # noqa: F403  (a settings module is a flat list of names)
from intranet.config.settings.env import VAR_DIR
from intranet.config.settings.storage import CACHES, CHANNEL_LAYERS, DATABASES, REDIS_URL

DATABASES["default"]["TEST"] = {}
# A connection inside the transaction of a test must not be closed for its age.
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(VAR_DIR / "test.sqlite3")
    # Rows that nobody put in order come in an order that no site has: what relies on it fails here, and always.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA reverse_unordered_selects=ON;"
if REDIS_URL:
    # A Redis database for each process: a test that empties the cache empties nobody else's.
    CACHES["default"]["LOCATION"] = f"{REDIS_URL.rpartition('/')[0]}/{int(WORKER.removeprefix('gw') or 0) % 15 + 1}"
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{WORKER}"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A served site of the tests reads static files where they are.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
LANGUAGE_CODE = "en"
