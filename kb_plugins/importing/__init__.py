"""Moving in: reads what other systems export, and writes Markdown articles with front matter."""
