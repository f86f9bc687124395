/*
 * render - what "pmpplan render" was asked for, and doing it.
 *
 * render.c turns the command line into a struct render; render_run.c reads and checks
 * all plans, then makes and publishes their documents.
 */
#ifndef CMD_RENDER_H
#define CMD_RENDER_H

#include <sys/types.h>

#include "batch/make.h"
#include "cmd/cmd.h"

enum render_out {
	OUT_FOLDER, /* documents under their plans' names */
	OUT_FILE,   /* one document, this name */
	OUT_STDOUT
};

/* Which document of the plan (--document). */
enum render_kind { KIND_PLAN, KIND_DECISION, KIND_REPORT, KIND_SUMMARY, KINDS };

struct render_document {
	const char *name;   /* behind --document */
	const char *suffix; /* of the output names */
	const char *templates[2][2]; /* the program's own, [profile][DOC_DOCX, DOC_ODT] */
};
extern const struct render_document render_documents[KINDS];

enum { PROFILE_MUNICIPALITY, PROFILE_SCHOOL, PROFILES };

/* One plan of the run. */
struct render_plan {
	const char *path;
	char *stem;         /* of the output names; malloc'd */
	struct arena *mem;  /* of plan; NULL: read again when its turn comes */
	const struct plan *plan;
	bool refused;
	int status;         /* exit status that its messages ask for */
	dev_t dev;          /* of its file, 0 if not a file */
	ino_t ino;
};

/* What concerns batches only, as typed. */
struct render_many {
	const char *each, *sheet, *encoding, *name, *jobs, *shard;
	const char *max_cpu, *max_time, *max_memory;
	struct cmd_list reports;
	bool all, resume, wait, fail_fast;
};

struct render {
	struct cmd *c;
	struct render_many many;
	unsigned formats;
	enum render_kind kind;
	const char *year;         /* --year of a report, or NULL */
	bool force;
	bool attach;              /* embed the plan file in the PDF */
	enum render_out out;
	const char *to;           /* folder or file; "" is the current folder */
	bool given;               /* templates came from --template */
	const struct cmd_list *given_paths; /* these */
	bool told_mark;           /* render_tell_mark() has said it */
	struct template *templates[PROFILES][2]; /* [][DOC_DOCX], [][DOC_ODT]; may be shared */
	struct font_set *fonts;   /* for page numbers and the PDF */
	bool template_bad;        /* one of the program's own could not be opened */
	struct render_plan *plans;
	size_t nplans;
	size_t kept;              /* bytes of plans that wait in memory for their turn */
};

/*
 * Read a plan for a document: the report's year is that of --year.  Entries that a
 * report lacks are notes in "missing" (may be NULL).  NULL after reporting.
 */
const struct plan *render_read(const struct render *r, struct arena *a, const char *path,
    struct diag *missing, struct diag *d);
/* The same of values already read; the root is the caller's own copy. */
const struct plan *render_plan_of(const struct render *r, struct arena *a, struct value *root,
    struct diag *missing, struct diag *d);
/* The document's title, where that is not the plan's; else NULL. */
const char *render_title(struct arena *a, enum render_kind kind, const struct plan *p);
/* The day for its properties, as make_with wants it: that of a report is its own. */
const char *render_date(enum render_kind kind, const struct plan *p);

/*
 * After errors with a place in a template of the user's own: how to see them there, once
 * a run.  Errors that only a plan brings out (NULL: none) want it too.
 */
void render_tell_mark(struct render *r, struct diag *d, const char *plan);

/* Returns the exit status. */
int render_run(struct render *r);
/* The same for rows of a table and for many plans: batch/ (render_each.c). */
int render_each(struct render *r);

/* Open what is still missing: the templates of a profile; the fonts.  -1 after reporting. */
int render_templates(struct render *r, int profile);
int render_fonts(struct render *r);

#endif
