"""Model to plain data for templates: one view a page kind."""
