"""Names, aliases and successors of agencies, by rules that hold for all of them."""
