"""Pages only, for sites that serve sockets from another process (see docs/administrator.md)."""

import gc
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings")

from django.core.wsgi import get_wsgi_application

from intranet.config.errors import SettingsError

gc.disable()  # what is loaded here stays: the collector would walk through it again and again for nothing
try:
    application = get_wsgi_application()
except SettingsError as error:
    sys.exit(str(error))
gc.freeze()
gc.enable()
