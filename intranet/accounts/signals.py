from django.dispatch import Signal

# An account was made, by an administrator or by signing up. Argument: person (the User, already saved).
joined = Signal()

# An administrator changed an account. Argument: person (the User, already saved).
changed = Signal()

# An account that was active no longer is. Argument: person (the User, already saved).
deactivated = Signal()
