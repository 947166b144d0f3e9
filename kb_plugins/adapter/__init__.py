"""All that speaks with MkDocs, behind the hooks of `mkdocs_plugin.py`."""
