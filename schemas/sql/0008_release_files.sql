-- The files of each published folder, so that a folder changed afterwards is refused by the names of what differs.
create table muster.release_files (
  number integer not null,
  path   text collate "C" not null,
  sha256 text collate "C" not null,
  constraint release_files_pkey primary key (number, path)
);
