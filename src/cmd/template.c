/* template - pmpplan template check: what is wrong in a template, before it is used */
#include "cmd/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "layout/font.h"
#include "lint/lint.h"
#include "plan/plan.h"

/* The list of changes has names of its own, which no plan gives: none changed, then. */
static const struct value *
model_for(struct arena *a, const struct plan *p)
{
	const struct model *changes = model_find(&model_plan, "changes"), *s;
	struct value *m = value_copy(a, plan_model(p)), *none = value_new(a, VALUE_LIST, NULL);

	none->singular = changes->turn;
	for (s = changes->sub; s != NULL && s->name != NULL; s++)
		value_set(a, none, s->name, value_str(a, ""));
	value_set(a, m, changes->name, none);
	return m;
}

/* Fonts that the PDF lacks, and what it takes instead: the same widths are no finding. */
static void
check_fonts(const struct template *t, struct diag *d)
{
	char *path = cmd_data_file("fonts/fonts.tsv", d);
	struct font_set *set = path != NULL ? font_set_new(path, d) : NULL;
	const struct template_font *f;
	size_t i, n = template_fonts(t, &f);

	for (i = 0; set != NULL && i < n; i++) {
		struct diag *own = diag_new(diag_language(d));
		const struct face *face = font_find(set, f[i].name, false, false, own);

		if (face != NULL && diag_count_code(own, DIAG_FONT_SUBST) > 0)
			diag(d, DIAG_CLEAN_FONT, &f[i].at, f[i].name, face_info(face)->family,
			    (char *)NULL);
		diag_free(own);
	}
	font_set_free(set);
	free(path);
}

struct asked {
	struct cmd *c;
	const char *path, *plan; /* plan: or NULL */
	const char *mark;        /* --mark OUT, or NULL */
	bool strict, force, needs;
};

/* "own.docx: 2 errors, 1 warning, 0 notes" */
static void
say_counts(const struct asked *q)
{
	const struct diag *d = q->c->diag;
	bool piped = q->mark != NULL && strcmp(q->mark, "-") == 0;
	char n[3][16];

	snprintf(n[0], sizeof(n[0]), "%d", diag_count(d, DIAG_ERROR) + diag_count(d, DIAG_FATAL));
	snprintf(n[1], sizeof(n[1]), "%d", diag_count(d, DIAG_WARNING));
	snprintf(n[2], sizeof(n[2]), "%d", diag_count(d, DIAG_NOTE));
	diag_say(d, piped ? stderr : stdout, DIAG_SAY_CHECKED, q->path, n[0], n[1], n[2], "", "", "",
	    (char *)NULL);
}

static int
status_of(const struct asked *q, const struct diag *other)
{
	const struct diag *d = q->c->diag;
	int status = diag_status(d);

	if (status == 0)
		status = diag_status(other);
	if (status == 0 && q->strict && diag_count(d, DIAG_WARNING) > 0)
		status = EXIT_TEMPLATE;
	return status;
}

/*
 * Everything is said in one run, the plan's faults too; only what is sound is filled.  The
 * notes about the template are what the command is for; those about the plan are not.
 */
static int
check(const struct asked *q, struct arena *a)
{
	struct diag *d = q->c->diag, *other = diag_new(diag_language(d));
	struct template *t = template_look(q->path, d);
	const struct plan *p = q->plan != NULL ? plan_read(a, q->plan, other) : NULL;
	struct buf out = {0}, needs = {0};
	int status;

	if (t != NULL) {
		lint_names(t, a, d);
		check_fonts(t, d);
	}
	if (t != NULL && template_sound(t) && p != NULL && !diag_failed(d))
		template_fill(t, model_for(a, p), NULL, &out, d);
	status = status_of(q, other);
	if (q->mark != NULL && t != NULL && mark_write(q->c, t, q->mark, q->force, other) == -1)
		status = diag_status(other);
	diag_flush(d, stderr, q->c->quiet ? DIAG_ERROR : DIAG_NOTE, q->c->colour);
	cmd_flush(q->c, other);
	if (q->needs && t != NULL) {
		lint_needs(t, a, diag_language(d), &needs);
		fwrite(needs.s, 1, needs.len, stdout);
	} else if (!q->c->quiet) {
		say_counts(q);
	}
	buf_free(&needs);
	diag_free(other);
	buf_free(&out);
	template_close(t);
	return status;
}

int
cmd_template(struct cmd *c, int argc, char **argv)
{
	struct asked q = {.c = c};
	const struct opt opts[] = {
	    {0, "strict", OPT_FLAG, NULL, "warnings count as errors", &q.strict},
	    {0, "mark", OPT_TEXT, "OUT", "write a copy of the template with a comment at each finding",
	        &q.mark},
	    {0, "needs", OPT_FLAG, NULL, "print a plan file with the fields that the template uses",
	        &q.needs},
	    {0, "force", OPT_FLAG, NULL, "replace OUT if it is there", &q.force},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	struct cmd_list args = {0};
	struct arena *a = arena_new();
	int rc = cmd_options(c, opts, argc, argv, &args), status = 0;

	if (rc == OPTIONS_GO && (args.n < 2 || args.n > 3 || strcmp(args.v[0], "check") != 0))
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, c->self->usage, NULL);
	if (rc == OPTIONS_GO && q.mark != NULL)
		rc = mark_name_ok(args.v[1], q.mark, c->diag);
	if (rc == OPTIONS_GO) {
		q.path = args.v[1];
		q.plan = args.n == 3 ? args.v[2] : NULL;
		status = check(&q, a);
	} else if (rc != OPTIONS_DONE) {
		status = cmd_usage(c);
	}
	arena_free(a);
	cmd_list_free(&args);
	return status;
}
