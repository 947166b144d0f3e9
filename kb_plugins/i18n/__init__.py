"""Interface texts in gettext catalogues, dates and numbers by locale (Babel)."""
