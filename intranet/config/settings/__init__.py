"""The settings of a site, read from the environment.

One module serves every setting: what differs between a laptop and a fleet is said by
environment variables (see ``docs/administrator.md``), never by another file. ``test`` and
``dev`` beside this one only add to it.
"""

from intranet.config.settings.apps import *  # noqa: F403  (a settings module is a flat list of names)
from intranet.config.settings.content import *  # noqa: F403  (a settings module is a flat list of names)
from intranet.config.settings.env import BASE_DIR as BASE_DIR
from intranet.config.settings.env import env
from intranet.config.settings.security import *  # noqa: F403  (a settings module is a flat list of names)
from intranet.config.settings.storage import *  # noqa: F403  (a settings module is a flat list of names)

env.refuse_problems()
