/*
 * written - amounts, numbers, dates and terms as people write them.
 *
 * Each gives the form that a plan file has; a text that is something else comes back as
 * it is (the same pointer): the plan's check says what is wrong with it.
 */
#ifndef DATA_WRITTEN_H
#define DATA_WRITTEN_H

#include <stddef.h>

struct arena;

/* "1 200,50", "1 200,50 €" -> "1200.50". */
const char *written_money(struct arena *a, const char *text, size_t text_len);
/* "1 200,5", "60 %" -> "1200.5", "60"; groups of three only. */
const char *written_number(struct arena *a, const char *text, size_t text_len);
/* "04.07.2024", "2024. gada 4. jūlijs" -> "2024-07-04", if there is such a day. */
const char *written_date(struct arena *a, const char *s);
/* "2024. gada marts – maijs", "03.2024", "2024. gada 1. pusgads" -> "2024-03..2024-05". */
const char *written_term(struct arena *a, const char *s);

#endif
