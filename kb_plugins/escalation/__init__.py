"""The ladder: where an article leads, and the link that takes the reader there."""
