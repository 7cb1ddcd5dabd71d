# Loads the tables of this folder with base R, with the data types and labels of codebook.csv:
#
#   source("load.R")
#   figures <- muster_table("staffing-figures")
#
# Days become Dates, codes factors with all their levels, lists list columns, and empty cells NA. The attribute
# "label" of a column says what it means. To load from another folder, first set options(muster.folder = "...").

muster_folder <- getOption("muster.folder", ".")

muster_read <- function(file, classes) {
  read.csv(file.path(muster_folder, file), colClasses = classes, na.strings = "", encoding = "UTF-8",
           check.names = FALSE, fill = FALSE)
}

muster_codebook <- muster_read("codebook.csv", "character")

muster_names <- function() sub("\\.csv$", "", unique(muster_codebook$file))

muster_typed <- function(cells, about) {
  typed <- switch(about$type,
    boolean = cells == "true",
    date = as.Date(cells),
    datetime = as.POSIXct(cells, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC"),
    list = strsplit(cells, "; ", fixed = TRUE),
    cells
  )
  if (!is.na(about$allowed_values)) {
    typed <- factor(typed, levels = strsplit(about$allowed_values, "; ", fixed = TRUE)[[1]])
  }
  attr(typed, "label") <- if (is.na(about$label)) about$description else about$label
  typed
}

muster_table <- function(name) {
  columns <- muster_codebook[muster_codebook$file == paste0(name, ".csv"), ]
  if (nrow(columns) == 0) stop("No table is named ", name, ". Use one of: ", paste(muster_names(), collapse = ", "))
  classes <- ifelse(columns$type == "integer", "integer", ifelse(columns$type == "number", "numeric", "character"))
  table <- muster_read(paste0(name, ".csv"), stats::setNames(classes, columns$column))
  for (n in seq_len(nrow(columns))) table[[n]] <- muster_typed(table[[n]], columns[n, ])
  table
}
