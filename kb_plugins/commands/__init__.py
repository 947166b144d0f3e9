"""The commands of `kb`, one a file."""
