"""Bringing a folder or a zip of documents into a space.

``source`` reads files safely, ``documents`` parses each, ``dialects`` turns the template calls of other site
generators into plain Markdown, ``links`` finds what a link means, ``importer`` writes it all through the verbs.
"""
