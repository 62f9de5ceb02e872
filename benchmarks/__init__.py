"""How fast the site is, measured on the machine it runs on. ``make bench`` prints the tables of docs/performance.md."""
