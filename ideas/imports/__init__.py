"""Bringing in ideas and debates from elsewhere: Decidim's CSV exports and a JSON format (``docs`` has both)."""
