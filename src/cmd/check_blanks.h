/*
 * check_blanks - the blanks of a plan by chapter; used by check alone.
 */
#ifndef CMD_CHECK_BLANKS_H
#define CMD_CHECK_BLANKS_H

#include "check/check.h"

/* So few blanks are told one by one. */
#define CHECK_BLANKS_FEW 12

/*
 * Put a line for each chapter that has blanks, at its first one: how many, which fields
 * are needed for the vote, and which may be deleted instead.  Returns how many are needed.
 */
int check_blanks_put(struct diag *shown, struct arena *a, const struct check_report *rep);

#endif
