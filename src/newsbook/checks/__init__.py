"""From finished bytes and the Edition they were made of to findings about what is not right."""
