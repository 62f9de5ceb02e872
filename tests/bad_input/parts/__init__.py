"""What each feature adds to the small site that bad input is thrown at: ``values(made)`` and ``forms(made)``."""
