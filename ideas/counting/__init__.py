"""Counting votes, without the site: elections, their files, the rules that choose, and receipts.

Nothing here knows Django or a database: who doubts a result reads a published file and counts again.
"""
