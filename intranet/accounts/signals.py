from django.dispatch import Signal

# An account was closed. Arguments: person, by (the User who closed it).
deactivated = Signal()
