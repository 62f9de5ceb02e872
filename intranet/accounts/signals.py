from django.dispatch import Signal

# An account that was active no longer is. Argument: person (the User, already saved).
deactivated = Signal()
