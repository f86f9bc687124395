/*
 * help - what the parts of "pmpplan help" share.  Used by help.c and help_field.c.
 */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "cmd/cmd.h"

/* A label and its text, in lines of at most 80 characters, indented. */
void help_wrapped(const char *label, const char *text);

/*
 * Explain the field of a plan that is named so, whole ("goals.activities.name"), by the end
 * of its path ("tasks.term"), or as a message has it ("activities[1.1].money.2026").
 * Returns -1 if there is none.
 */
int help_field(const struct cmd *c, const char *name);

#endif
