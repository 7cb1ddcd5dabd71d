"""What a record is: one frozen struct a file, the stated value, the vocabularies, and the SQL tables and views."""
