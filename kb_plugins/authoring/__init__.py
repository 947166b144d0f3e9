"""Beginning an article: the skeleton of its type, and a look at those that are there already."""
