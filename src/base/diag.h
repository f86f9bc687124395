/*
 * diag - messages about the user's files.
 *
 * Every module reports through diag(), so wording, counting, sorting and the
 * exit status live in one place.  A batch has one struct diag per job; nothing
 * is global.  Wording, level and exit status of each code stand in
 * diag_codes.def, in English and Latvian.  Used by all modules; uses arena, buf.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"

/*
 * A place in the user's files.  A number is 0 and a text NULL when not known.
 * diag() copies the texts; a place need not outlive the call.
 */
struct place {
	const char *file;    /* as the user named it */
	const char *part;    /* inside a package: "word/document.xml" */
	int line, col;       /* from 1; col in characters */
	const char *heading; /* text of the nearest heading above, in a package part */
	int para;            /* paragraph of the part, from 1 */
	int table, row, cell; /* in a table: from 1; cell is the grid column */
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR, DIAG_FATAL };

enum diag_code {
#define X(code, name, level, status, en, lv) code,
#include "base/diag_codes.def"
#undef X
	DIAG_CODES
};

enum diag_lang { DIAG_EN, DIAG_LV };

/* Exit statuses, as pmpplan.1 lists them. */
enum {
	EXIT_OK = 0,
	EXIT_SOME_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,
	EXIT_TEMPLATE = 4,
	EXIT_WRITE = 5,
	EXIT_LOCKED = 6,
	EXIT_LIMIT = 7,
	EXIT_BUG = 70
};

struct diag;

struct diag *diag_new(enum diag_lang lang);
void diag_free(struct diag *d);

/*
 * Report one problem.  The arguments are strings, ended by NULL; the wording
 * takes them as {1}, {2}, ...  In a wording, {?2:, did you mean "{2}"?} prints
 * only when argument 2 is there and not empty, and {3#vārds|vārdi|vārdu} picks a
 * plural form by the number in argument 3 (Latvian: one|few-many "other"|zero;
 * English: one|other).  Values inside are shown with control characters escaped
 * and cut at 80 characters.
 * Returns -1 for an error or worse, 0 for anything milder, so a checker can end
 * with "return diag(...)".  The same code at the same place with the same
 * arguments is kept once.
 */
int diag(struct diag *d, enum diag_code code, const struct place *at, ...)
    __attribute__((sentinel));

int diag_count(const struct diag *d, enum diag_level level); /* of exactly this level */
int diag_count_code(const struct diag *d, enum diag_code code);
bool diag_failed(const struct diag *d);                      /* any error or fatal */
/*
 * The exit status that the worst message asks for: fatal first, then bug, write,
 * locked, limit, template, input, usage; 0 if there is no error.
 */
int diag_status(const struct diag *d);
/*
 * Print what was reported since the last flush, sorted by file, part, line and
 * column (stable), one line each:
 *   valka.yaml:41:7: error: unknown institution "VJCG", did you mean "vjcg"? [ref-unknown]
 *   plan.docx: word/document.xml: "4.1. Plāns": table 2, row 3, column 1: paragraph 88: error: ...
 * "least" hides milder ones (-q).  Colour only if "colour".
 */
void diag_flush(struct diag *d, FILE *out, enum diag_level least, bool colour);
/* Print only the wording of a code, as a line of its own: summaries. */
void diag_say(const struct diag *d, FILE *out, enum diag_code code, ...) __attribute__((sentinel));
/* For tests, JSON and reports: walk all kept messages in sorted order. */
struct diag_msg {
	enum diag_code code;
	enum diag_level level;
	struct place at;
	const char *text;
};
size_t diag_messages(struct diag *d, const struct diag_msg **out);
const char *diag_code_name(enum diag_code code);
/* One message with a text that is ready: of a checker that words and sifts them itself. */
void diag_put(struct diag *d, const struct diag_msg *m);
/* The wording of a code with its arguments put in, as diag() would; n at most 9. */
char *diag_text(const struct diag *d, struct arena *a, enum diag_code code,
    const char *const *args, size_t n);
enum diag_level diag_code_level(enum diag_code code);
/* The code of that name; DIAG_CODES if there is none. */
enum diag_code diag_code_find(const char *name);
/* The wording as a reader sees it without a case: an ellipsis for what diag() puts in. */
char *diag_code_shown(struct arena *a, enum diag_code code, enum diag_lang lang);
/* Why a message appears, and what to do about it; NULL for wordings of summaries. */
const char *diag_code_cause(enum diag_code code, enum diag_lang lang);
const char *diag_code_remedy(enum diag_code code, enum diag_lang lang);
/* A level in words: "error", "kļūda". */
const char *diag_level_name(enum diag_level level, enum diag_lang lang);
int diag_code_status(enum diag_code code);
/* A message as diag_flush() prints it, without the file and, if not wanted, the place. */
char *diag_line(const struct diag *d, struct arena *a, const struct diag_msg *m, bool place);
/* Add all messages of another diag (of a job to its run). */
void diag_copy(struct diag *to, const struct diag *from);
enum diag_lang diag_language(const struct diag *d);
/* The text of the two that is in the diag's language, for an argument that is a phrase. */
const char *diag_pick(const struct diag *d, const char *en, const char *lv);

#endif
