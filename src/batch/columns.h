/*
 * columns - what the columns of a table of rows mean, by the field table.
 *
 * data/rows.c knows values and paths, plan/field.c the fields; this joins them.
 */
#ifndef BATCH_COLUMNS_H
#define BATCH_COLUMNS_H

#include "data/rows.h"

/* A rows_resolve over field_plan. */
bool columns_resolve(struct arena *a, const struct rows_step *steps, size_t n,
    struct rows_target *out);

#endif
