/*
 * latvian - dates, terms, order and forms of Latvian texts.
 *
 * Own tables: neither the C library's locale nor CLDR prints what Latvian offices
 * write.  No-break spaces keep a figure with its unit.
 */
#ifndef PLAN_LATVIAN_H
#define PLAN_LATVIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/num.h"

enum lv_case { LV_NOMINATIVE, LV_GENITIVE, LV_DATIVE, LV_ACCUSATIVE, LV_LOCATIVE };

/* "2024. gada 4. jūlijs / jūlija / jūlijā", with no-break spaces inside. */
char *lv_date(struct arena *a, struct date d, enum lv_case c);
char *lv_date_short(struct arena *a, struct date d); /* "04.07.2024." */
const char *lv_month(int month, enum lv_case c);
/*
 * A task term as written ("2024-01..2024-05", or several) in words: "2024. gada
 * janvāris – maijs"; several are joined by ", ".  NULL if malformed or backwards.
 */
char *lv_term(struct arena *a, const char *const *points, size_t n);
/* "2024.–2028." ; "2024." for one year */
char *lv_period(struct arena *a, int first, int last);
/*
 * The no-break spaces that Latvian typography asks for, put in place of ordinary
 * ones: "75 %", "Nr. 224", "2024. gada", "4. jūlija", "300 EUR", "1 200,00",
 * "t. sk.", "u. c.", "3. §", before a dash between words, after one before a quantity.
 * Nothing else changes.  "markdown": a day at the start of a line stays, since
 * "1. maijs" may be an item of a list there.  Returns s itself if nothing changes.
 */
const char *lv_nobreak(struct arena *a, const char *s, bool markdown);
/* Years as a list: {2024, 2026, 2027, 2028} -> "2024., 2026.–2028." */
char *lv_years(struct arena *a, const int *years, size_t n);
/*
 * Order of names: č after c and so on, ā as a at first (glibc lv_LV, CLDR);
 * byte order decides ties.  For qsort of abbreviations.
 */
int lv_compare(const char *a, const char *b);
/* Plural class by CLDR: 0 zero (0, 10-20, 30 ...), 1 one (1, 21, not 11), 2 other. */
int lv_plural(int64_t n);
/*
 * Cases by rule; only the last word declines: "Valkas novads" -> dative "Valkas
 * novadam", accusative "Valkas novadu".  Knows the endings -s -š -a -e; NULL when
 * no rule fits (-is, plurals, sixth declension).
 */
char *lv_decline(struct arena *a, const char *nominative, enum lv_case c);

#endif
