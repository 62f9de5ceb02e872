#!/usr/bin/env python
"""The command line of Parvis."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("The libraries of Parvis are not installed in this Python. Run: make install")
    from intranet.config.errors import SettingsError

    try:
        execute_from_command_line(sys.argv)
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
