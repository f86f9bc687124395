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

struct render {
	struct cmd *c;
	unsigned formats;
	bool force;
	enum render_out out;
	const char *to;           /* folder or file; "" is the current folder */
	bool given;               /* templates came from --template */
	struct template *templates[PROFILES][2]; /* [][DOC_DOCX], [][DOC_ODT]; may be shared */
	struct font_set *fonts;   /* for page numbers and the PDF */
	bool template_bad;        /* one of the program's own could not be opened */
	struct render_plan *plans;
	size_t nplans;
	size_t kept;              /* bytes of plans that wait in memory for their turn */
};

/* Returns the exit status. */
int render_run(struct render *r);

#endif
