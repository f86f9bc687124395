/*
 * num - numbers without a locale.
 *
 * Money is kept in cents (int64_t).  Numbers for XML and PDF are always written
 * with a point.  Nothing here asks the C locale.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define NBSP "\xC2\xA0"   /* U+00A0 */
#define EN_DASH "\xE2\x80\x93" /* U+2013 */
#define MINUS "\xE2\x88\x92" /* U+2212 */
#define ZWSP "\xE2\x80\x8B" /* U+200B */

/* Whole decimal number, optional minus; false if anything else is there or it overflows. */
bool num_parse_int(const char *s, size_t len, int64_t *out);
/*
 * The whole number that a text of others begins with, 0 if with none; held within
 * -100000000 and 100000000, so that a level, a count or a start can be added to.
 */
int num_small(const char *s);
/* "300", "300.5", "300.50", also "-1.25" -> cents; false on more than 2 decimals or junk. */
bool num_parse_cents(const char *s, size_t len, int64_t *cents);
/*
 * As people write amounts in Latvian spreadsheets: "1 200,50", "1 200.50", NBSP
 * and U+202F as group marks.  For CSV and XLSX cells.
 */
bool num_parse_cents_lv(const char *s, size_t len, int64_t *cents);
/* 120000 -> "1 200,00" with no-break spaces between groups of three; -5 -> "−0,05". */
void num_put_cents(struct buf *b, int64_t cents);
/* "-1234.5" (as written in YAML) -> "−1 234,5": groups from 4 digits on, decimal comma. */
void num_put_number(struct buf *b, const char *s, size_t len);
/* A double with at most "decimals" decimals, trailing zeros cut, always a point. */
void num_put_double(struct buf *b, double v, int decimals);

/* A calendar date; year 1..9999. */
struct date {
	int year, month, day;
};
/* "2024-07-04"; false if not a real date in exactly this form. */
bool date_parse(const char *s, size_t len, struct date *out);

#endif
