"""Sessions in the database, as Django keeps them; read by a query that is built once, since every page asks."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from intranet.core.compiled import Compiled

_stored = Compiled(lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date"))


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        for data, until in _stored(str(self.session_key)):
            if until > timezone.now():
                return Session(session_key=self.session_key, session_data=data, expire_date=until)
        self._session_key = None  # as Django does: what is written next gets a key of its own
        return None
