/*
 * latvian - dates, terms, order and forms of Latvian texts.
 *
 * Own tables: neither the C library's locale nor CLDR prints what Latvian offices
 * write (domain.md B11-B18).  No-break spaces as DESIGN section 3 says.
 */
#ifndef PLAN_LATVIAN_H
#define PLAN_LATVIAN_H

#include "base/arena.h"
#include "base/num.h"

enum lv_case { LV_NOMINATIVE, LV_GENITIVE, LV_DATIVE, LV_ACCUSATIVE, LV_LOCATIVE };

/* "2024. gada 4. jūlijs / jūlija / jūlijā", with no-break spaces inside. */
char *lv_date(struct arena *a, struct date d, enum lv_case c);
char *lv_date_short(struct arena *a, struct date d); /* "04.07.2024." */
const char *lv_month(int month, enum lv_case c);
/* A task term as written ("2024-01..2024-05", or several) in words; NULL if malformed. */
char *lv_term(struct arena *a, const char *const *points, size_t n);
/* "2024.–2028." ; "2024." for one year */
char *lv_period(struct arena *a, int first, int last);
/*
 * Order of names: č after c and so on, ā as a at first (glibc lv_LV, CLDR);
 * byte order decides ties.  For qsort of abbreviations.
 */
int lv_compare(const char *a, const char *b);
/* Plural class by CLDR: 0 zero (0, 10-20, 30 ...), 1 one (1, 21, not 11), 2 other. */
int lv_plural(int64_t n);
/*
 * Municipality forms by rule from the nominative and genitive: "Valkas novads" ->
 * dative "Valkas novadam", accusative "Valkas novadu".  NULL when no rule fits.
 */
char *lv_decline(struct arena *a, const char *nominative, enum lv_case c);

#endif
