"""Taking knowledge out: a zip of Markdown that reads back to the same content, and PDF.

``writing`` turns a text into Markdown, ``archive`` gathers what a zip holds, ``pdf`` draws pages, ``models`` keeps what is
made in the background until it is fetched.
"""
