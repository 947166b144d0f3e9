"""What single systems add to Markdown, turned into CommonMark with boxes (`tidy.box`)."""
