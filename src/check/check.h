/*
 * check - sense checks over a plan: what no shape can tell.
 *
 * Runs after plan_read(): contradictions between views, sums and shares, coverage,
 * roles, abbreviations, the forms of numbers, dates and quotes in the texts, spelling.
 * Levels: an error is a contradiction that is certain; what is guessed warns at most.
 * Messages go through base/codes/check.def.  Uses plan/, data/, base/ and libhunspell.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "plan/plan.h"

/* One thing found, or one that the plan silences. */
struct check_finding {
	enum diag_code code;
	enum diag_level level;
	struct place at;
	const char *path;   /* "activities[5.1].result"; "" for the plan as a whole */
	const char *text;   /* worded, in the diag's language, with the path before it */
	const char *reason; /* of silence:, or NULL: it is not silenced */
};

struct check_report {
	const struct check_finding *v; /* in order of file, line, column */
	size_t n;
	int counts[DIAG_FATAL + 1]; /* of those that are not silenced, by level */
	int silenced, fill_in;      /* fill_in: notes [fill-in], among the notes */
	int own_wording;            /* notes [view-own-wording], among the notes */
};

struct check_opts {
	const char *words; /* our own word list, or NULL */
	const char *municipalities; /* data/pasvaldibas.csv, or NULL: forms by rule only */
	const char *dict;  /* path of a hunspell dictionary without its ending; NULL: the system's */
	bool no_spelling;
};

/*
 * Check a plan.  "read" holds what plan_read() reported; its notes and warnings are
 * sifted by silence: too and come back in the report.  "p" is NULL when the plan was
 * refused: then the report holds the messages of "read" alone.  Lives in the arena.
 */
const struct check_report *check_plan(struct arena *a, const struct plan *p, struct diag *read,
    const struct check_opts *o);
/*
 * Errors and warnings that a plan has (silenced ones not counted), without spelling: for
 * a summary.  Two or three milliseconds for a plan of full size.
 */
void check_counts(const struct plan *p, struct diag *read, size_t *errors, size_t *warnings);

#endif
