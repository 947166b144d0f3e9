"""Translations and their originals: what is missing, and what has fallen behind."""
