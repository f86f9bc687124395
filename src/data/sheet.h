/*
 * sheet - a table of texts as a spreadsheet shows it: a head row and rows of cells.
 *
 * csv.c and xlsx.c make one; rows.c binds its columns to the fields of a plan.  All
 * lives in an arena and nothing changes it afterwards.  Numbers count from 1: a row's
 * is the one that a spreadsheet shows beside it.
 */
#ifndef DATA_SHEET_H
#define DATA_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

enum sheet_limits {
	SHEET_ROWS_MOST = 100000,
	SHEET_COLUMNS_MOST = 512,
	SHEET_CELL_MOST = 1 << 20,  /* bytes */
	SHEET_BYTES_MOST = 64 << 20, /* of all cells: what a CSV file cannot reach */
	SHEET_FAULTS_MOST = 20,     /* that are told before the rest is left unread */
	SHEET_FILE_MOST = 16 << 20, /* bytes; of an XLSX file what pkg.h allows */
};

enum cell_kind {
	CELL_TEXT,   /* as typed; all that CSV has */
	CELL_NUMBER, /* a decimal with a point */
	CELL_DATE,   /* YYYY-MM-DD */
	CELL_BOOL,   /* "true" or "false" */
	CELL_ERROR,  /* of a workbook: "#REF!" */
	CELL_FORMULA /* of a workbook: a formula without its result; the text is "=" */
};

struct cell {
	enum cell_kind kind;
	const char *text; /* NFC, blanks around it cut off; "" when empty */
	size_t len;
};

struct sheet_row {
	int number;
	struct cell *cells; /* as many as the head has */
};

struct sheet {
	const char *file; /* as the user named it */
	const char *what; /* what was detected, for the reader's eye */
	size_t ncolumns;
	struct cell *head;
	int head_number;
	struct sheet_row *rows; /* without those that are empty */
	size_t nrows;
};

/* The place of a cell in messages: file:row:column. */
static inline struct place
sheet_place(const struct sheet *s, int row, size_t column)
{
	return (struct place){.file = s->file, .line = row, .col = (int)column + 1};
}

/* Cells as they come from a reader, before the table is known to be sound. */
struct sheet_maker {
	struct arena *a;
	struct diag *d;
	struct sheet *sheet;
	struct cell *cells; /* of the row being read */
	size_t ncells, cells_cap, rows_cap, bytes;
	size_t faults;      /* of rows and quotation marks */
	bool bad, full;     /* an error was reported; no more is read */
};

void sheet_begin(struct sheet_maker *m, struct arena *a, const char *file, struct diag *d);
/*
 * Add a cell to the row "number": cuts blanks (and in the head no-break spaces) off
 * its ends, puts it in NFC, and refuses what cannot stand in a document.
 */
void sheet_add(struct sheet_maker *m, int number, enum cell_kind kind, const char *s, size_t len);
/*
 * End the row.  The first that is not empty is the head.  "exact": a row must have as
 * many cells as the head (CSV), else missing ones are empty (XLSX).
 */
void sheet_end_row(struct sheet_maker *m, int number, bool exact);
/* A fault of the table was told: the table is bad, and of too many the rest is not read. */
void sheet_fault(struct sheet_maker *m);
/* The finished table, or NULL: what is wrong was reported. */
struct sheet *sheet_finish(struct sheet_maker *m);

#endif
