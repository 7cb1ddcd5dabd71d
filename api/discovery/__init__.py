"""How others find the data: described for dataset search, for catalogues, and for language models."""
