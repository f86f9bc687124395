/*
 * xlsx - a table of rows from a workbook.
 *
 * One worksheet: the first that is not hidden, or the one that is named.  Cells come as
 * the spreadsheet shows them, as far as a plan needs it: shared and inline texts, numbers
 * with the 15 digits that a spreadsheet has, dates by the number format of their style
 * (both date systems), percentages as shown (0.6 in a cell of 0 % is 60), truth values,
 * results of formulas as they were last computed.  Read through pack/, within its limits.
 */
#ifndef DATA_XLSX_H
#define DATA_XLSX_H

#include "data/sheet.h"

/* "sheet": a worksheet's name, or NULL.  NULL after reporting. */
struct sheet *xlsx_read(struct arena *a, const char *path, const char *sheet, struct diag *d);
/* Is this a zip package, by its first bytes? */
bool xlsx_is(const char *bytes, size_t len);

#endif
