"""Articles as a PDF file: ``book`` gathers what it says, ``drawing`` draws it, ``fetching`` gives it its files and nothing else.

WeasyPrint needs Pango, a library of the system, so it is loaded when a file is drawn and not before: a site without it
works, and says what is missing (``check``, warning ``parvis.W026``).
"""
