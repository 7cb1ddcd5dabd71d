"""What a record is: one struct a file, the stated value, the vocabularies, the SQL tables and views."""
