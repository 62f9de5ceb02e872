from intranet.charter.models.acknowledgement import Acknowledgement
from intranet.charter.models.clause import Clause
from intranet.charter.models.page import CharterPage
from intranet.charter.models.version import CharterVersion

__all__ = ["Acknowledgement", "CharterPage", "CharterVersion", "Clause"]
