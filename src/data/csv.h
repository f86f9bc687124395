/*
 * csv - a table of rows as Excel and LibreOffice write it to text.
 *
 * RFC 4180 with ; , or tab between the cells (found out, or said by a first line
 * "sep=;"), CR LF, LF or CR at the ends of lines, UTF-8 with or without a byte-order
 * mark, UTF-16 with one, and an old 8-bit encoding by setting: what Excel in the
 * Baltics calls "CSV (delimited)" is Windows-1257.  Which one an 8-bit file is in
 * cannot be known, so a warning shows two words of it as they were read.
 */
#ifndef DATA_CSV_H
#define DATA_CSV_H

#include "data/sheet.h"

enum csv_legacy { CSV_WINDOWS_1257, CSV_NO_LEGACY /* UTF-8 and UTF-16 only */ };

struct csv_opts {
	enum csv_legacy legacy; /* of a file that is neither UTF-8 nor UTF-16 */
};

/* From memory; "name" is what messages call it.  NULL after reporting. */
struct sheet *csv_parse(struct arena *a, const char *name, const char *bytes, size_t len,
    const struct csv_opts *opts, struct diag *d);

#endif
