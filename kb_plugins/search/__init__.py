"""Records to index, the query recipe, evaluation."""
