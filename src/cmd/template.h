/*
 * template - what the files of "pmpplan template" share.
 *
 * template.c the command and the checks of names · template_mark.c a copy with comments
 */
#ifndef CMD_TEMPLATE_H
#define CMD_TEMPLATE_H

#include "cmd/cmd.h"
#include "fill/template.h"

/* Can "out" be a marked copy of this template?  Returns 0, or -1 after reporting. */
int mark_name_ok(const char *path, const char *out, struct diag *d);
/*
 * Write a copy of t with the findings so far as comments, those that are printed (-q:
 * errors only), and say so on standard output (standard error if the copy goes there).
 * What goes wrong with it is reported to d, apart from the findings.  Returns 0, or -1
 * after reporting.
 */
int mark_write(const struct cmd *c, const struct template *t, const char *out, bool force,
    struct diag *d);

#endif
