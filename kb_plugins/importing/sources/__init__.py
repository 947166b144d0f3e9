"""One module a source system. Each ends with its `IMPORTER`, which `pyproject.toml` registers."""
