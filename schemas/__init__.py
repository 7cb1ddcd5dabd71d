"""What a record is: one frozen struct a file, the shared stated value, the vocabularies, and the SQL tables and views."""
