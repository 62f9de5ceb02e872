#!/usr/bin/env python
"""The command line of Parvis."""

import gc
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings")
    gc.disable()  # what is loaded here stays: the collector would walk through it again and again for nothing
    try:
        import django
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("The libraries of Parvis are not installed in this Python. Run: make install")
    from intranet.config.errors import SettingsError

    try:
        django.setup()
        gc.freeze()
        gc.enable()
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
