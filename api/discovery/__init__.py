"""Descriptions of the data for dataset search, data portals and language models."""
