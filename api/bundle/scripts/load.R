# Reads the tables of this folder with base R, typed and labelled as codebook.csv says:
#
#   source("load.R")
#   figures <- muster_table("staffing-figures")
#
# Days are Dates, codes are factors with all their levels, lists are list columns, an empty cell is NA, and the
# attribute "label" of a column says what it means. From another folder: options(muster.folder = "...") first.

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
  if (nrow(columns) == 0) stop(name, " is none of ", paste(muster_names(), collapse = ", "))
  classes <- ifelse(columns$type == "integer", "integer", ifelse(columns$type == "number", "numeric", "character"))
  table <- muster_read(paste0(name, ".csv"), stats::setNames(classes, columns$column))
  for (n in seq_len(nrow(columns))) table[[n]] <- muster_typed(table[[n]], columns[n, ])
  table
}
