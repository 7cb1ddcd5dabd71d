"""Charts: a Vega-Lite specification from the rows of a response, and the process that draws it."""
