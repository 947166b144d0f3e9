"""Checks that need the whole knowledge base, one file a rule."""
