"""Texts to model: front matter with line numbers, schema, loader."""
