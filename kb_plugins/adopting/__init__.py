"""Moves a site of Material for MkDocs in: what would change, and what to know before."""
