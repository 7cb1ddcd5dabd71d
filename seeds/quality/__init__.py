"""The published rules that mark doubtful figures: docs/quality.md explains them to readers."""
