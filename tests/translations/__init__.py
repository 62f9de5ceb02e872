"""The texts of the site: all marked, all in French, well set, and nothing of the other language on a page."""
