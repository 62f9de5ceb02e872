"""Whether this process serves sockets. Set when the websocket routes are loaded (``routing``)."""

here = False
