"""The record structs, one for each file, the stated value, the vocabularies, and the SQL tables and views."""
