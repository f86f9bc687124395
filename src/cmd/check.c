/* check - pmpplan check: sense checks of plans, as text, JSON or SARIF */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/version.h"
#include "batch/columns.h"
#include "check/check.h"
#include "cmd/check_blanks.h"
#include "cmd/cmd.h"
#include "data/merge.h"

enum out_format { OUT_TEXT, OUT_JSON, OUT_SARIF };

struct row { /* of a table, checked */
	const char *name;         /* "rows.csv:7 (valka)" */
	struct check_report rep;  /* its counts */
	bool refused;
	json_t *keys;             /* of its errors and warnings */
};

struct run {
	struct cmd *c;
	bool strict;
	enum out_format format;
	struct check_opts opts;
	struct diag *shown; /* of all rows: what they have in common is shown once */
	struct check_report sum; /* of all rows: the counts */
	struct row *rows;
	size_t nrows;
	json_t *met; /* key of an error or warning -> in how many rows */
	json_t *items; /* JSON: plans; SARIF: results */
	int status;
};

static const char *const level_names[] = {"note", "warning", "error", "error"};

/* -- text -- */

static const char *
text_of_count(char *out, size_t size, int n, bool hide_zero)
{
	if (n == 0 && hide_zero)
		return "";
	snprintf(out, size, "%d", n);
	return out;
}

static void
say_counts(struct run *r, const char *path, const struct check_report *rep, bool refused,
    int needed)
{
	char n[7][16];
	int notes = rep->counts[DIAG_NOTE], hidden = r->c->verbose ? 0 : rep->own_wording;

	diag_say(r->c->diag, stdout, DIAG_SAY_CHECKED, path,
	    text_of_count(n[0], 16, rep->counts[DIAG_ERROR] + rep->counts[DIAG_FATAL], false),
	    text_of_count(n[1], 16, rep->counts[DIAG_WARNING], false),
	    text_of_count(n[2], 16, notes - hidden, false),
	    text_of_count(n[3], 16, rep->fill_in, true),
	    text_of_count(n[4], 16, rep->silenced, true),
	    text_of_count(n[5], 16, hidden, true), text_of_count(n[6], 16, needed, true), NULL);
	if (refused)
		diag_say(r->c->diag, stdout, DIAG_SAY_REFUSED_PLAN, path, NULL);
}

/* Returns how many of the blanks are needed, if they are told by chapter; else 0. */
static int
print_text(struct run *r, struct arena *a, const struct check_report *rep, bool refused)
{
	struct diag *shown = r->shown != NULL ? r->shown : diag_new(diag_language(r->c->diag));
	bool chapters = !r->c->verbose && r->shown == NULL && rep->fill_in > CHECK_BLANKS_FEW;
	/* Of a plan that is refused the blanks are not what matters now. */
	int needed = chapters && !refused ? check_blanks_put(shown, a, rep) : 0;
	size_t i;

	for (i = 0; i < rep->n; i++) {
		const struct check_finding *f = &rep->v[i];
		struct diag_msg m = {.code = f->code, .level = f->level, .at = f->at, .text = f->text};

		if (f->code == DIAG_VIEW_OWN && !r->c->verbose)
			continue;
		if (f->code == DIAG_FILL_IN && chapters && f->reason == NULL)
			continue;
		if (f->reason != NULL) {
			m.code = DIAG_CHECK_SILENCED;
			m.level = DIAG_NOTE;
			m.text = arena_printf(a, "%s [%s] – %s", f->text, diag_code_name(f->code),
			    f->reason);
		}
		diag_put(shown, &m);
	}
	diag_flush(shown, stdout, r->c->quiet ? DIAG_ERROR : DIAG_NOTE,
	    r->c->colour && isatty(STDOUT_FILENO) != 0);
	if (r->shown == NULL)
		diag_free(shown);
	return needed;
}

/* -- JSON -- */

static json_t *
finding_json(const struct check_finding *f)
{
	json_t *o = json_pack("{s:s, s:s, s:s?, s:s, s:s}", "code", diag_code_name(f->code), "level",
	    level_names[f->level], "file", f->at.file, "path", f->path, "message", f->text);

	if (o == NULL)
		return NULL;
	if (f->at.line != 0)
		json_object_set_new(o, "line", json_integer(f->at.line));
	if (f->at.col != 0)
		json_object_set_new(o, "column", json_integer(f->at.col));
	if (f->reason != NULL)
		json_object_set_new(o, "reason", json_string(f->reason));
	return o;
}

static void
add_json(struct run *r, const char *path, const struct check_report *rep, int status)
{
	json_t *found = json_array(), *silenced = json_array();
	size_t i;

	for (i = 0; i < rep->n; i++)
		json_array_append_new(rep->v[i].reason == NULL ? found : silenced,
		    finding_json(&rep->v[i]));
	json_array_append_new(r->items, json_pack("{s:s, s:i, s:i, s:i, s:i, s:i, s:o, s:o}", "plan",
	    path, "status", status, "errors", rep->counts[DIAG_ERROR] + rep->counts[DIAG_FATAL],
	    "warnings", rep->counts[DIAG_WARNING], "notes", rep->counts[DIAG_NOTE], "fill_in",
	    rep->fill_in, "findings", found, "silenced", silenced));
}

/* -- SARIF 2.1.0 -- */

/* A path as a URI reference (RFC 3986): relative as the user gave it, else file://. */
static const char *
uri_of(struct buf *b, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "-._~/";

	b->len = 0;
	if (*path == '/')
		buf_str(b, "file://");
	for (; *path != '\0'; path++) {
		if (strchr(plain, *path) != NULL)
			buf_ch(b, *path);
		else
			buf_printf(b, "%%%02X", (unsigned char)*path);
	}
	return buf_cstr(b);
}

static json_t *
place_sarif(const struct check_finding *f)
{
	const char *file = f->at.file == NULL ? "" : f->at.file;
	struct buf b = {0};
	json_t *artifact = json_pack("{s:s}", "uri", uri_of(&b, file)), *place, *region;

	if (*file != '/')
		json_object_set_new(artifact, "uriBaseId", json_string("%SRCROOT%"));
	place = json_pack("{s:{s:o}}", "physicalLocation", "artifactLocation", artifact);
	if (f->at.line != 0) {
		region = json_pack("{s:i}", "startLine", f->at.line);
		if (f->at.col != 0)
			json_object_set_new(region, "startColumn", json_integer(f->at.col));
		json_object_set_new(json_object_get(place, "physicalLocation"), "region", region);
	}
	if (*f->path != '\0')
		json_object_set_new(place, "logicalLocations", json_pack("[{s:s}]",
		    "fullyQualifiedName", f->path));
	buf_free(&b);
	return place;
}

static json_t *
result_sarif(const struct check_finding *f)
{
	json_t *o = json_pack("{s:s, s:s, s:{s:s}, s:[o]}", "ruleId", diag_code_name(f->code), "level",
	    level_names[f->level], "message", "text", f->text, "locations", place_sarif(f));

	if (f->reason != NULL)
		json_object_set_new(o, "suppressions", json_pack("[{s:s, s:s}]", "kind", "inSource",
		    "justification", f->reason));
	return o;
}

static void
add_sarif(struct run *r, const struct check_report *rep)
{
	size_t i;

	for (i = 0; i < rep->n; i++)
		json_array_append_new(r->items, result_sarif(&rep->v[i]));
}

static json_t *
rule_sarif(enum diag_code code, enum diag_lang lang)
{
	const char *cause = diag_code_cause(code, lang), *remedy = diag_code_remedy(code, lang);
	json_t *rule = json_pack("{s:s, s:{s:s}}", "id", diag_code_name(code),
	    "defaultConfiguration", "level", level_names[diag_code_level(code)]);

	if (cause != NULL && *cause != '\0')
		json_object_set_new(rule, "shortDescription", json_pack("{s:s}", "text", cause));
	if (remedy != NULL && *remedy != '\0')
		json_object_set_new(rule, "help", json_pack("{s:s, s:s}", "text", remedy, "markdown",
		    remedy));
	return rule;
}

/* The rules that were met, each once; each result gets the number of its own. */
static json_t *
rules_sarif(struct run *r)
{
	int index[DIAG_CODES] = {0}, n = 0; /* from 1 */
	json_t *rules = json_array(), *result;
	enum diag_code code;
	size_t i;

	json_array_foreach(r->items, i, result) {
		code = diag_code_find(json_string_value(json_object_get(result, "ruleId")));
		if (code == DIAG_CODES)
			continue;
		if (index[code] == 0) {
			index[code] = ++n;
			json_array_append_new(rules, rule_sarif(code, diag_language(r->c->diag)));
		}
		json_object_set_new(result, "ruleIndex", json_integer(index[code] - 1));
	}
	return rules;
}

static void
print_json(struct run *r)
{
	json_t *root;

	if (r->format == OUT_TEXT)
		return;
	if (r->format == OUT_JSON)
		root = json_pack("{s:s, s:o}", "tool", PMPPLAN_NAME, "plans", r->items);
	else
		root = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:s, s:o}}, s:s, s:s, s:o}]}",
		    "version", "2.1.0", "$schema", "https://json.schemastore.org/sarif-2.1.0.json", "runs",
		    "tool", "driver", "name", "pmpplan", "version", PMPPLAN_VERSION, "language",
		    diag_pick(r->c->diag, "en", "lv"), "rules", rules_sarif(r), "language",
		    diag_pick(r->c->diag, "en", "lv"), "columnKind", "unicodeCodePoints", "results",
		    r->items);
	json_dumpf(root, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(root);
	r->items = NULL;
}

/* -- one plan -- */

static int
status_of(const struct run *r, const struct check_report *rep, const struct diag *read)
{
	if (diag_failed(read))
		return diag_status(read);
	if (rep->counts[DIAG_ERROR] != 0 || (r->strict && rep->counts[DIAG_WARNING] != 0))
		return EXIT_INPUT;
	return 0;
}

static void
add_counts(struct run *r, const struct check_report *rep)
{
	int k;

	for (k = 0; k <= DIAG_FATAL; k++)
		r->sum.counts[k] += rep->counts[k];
	r->sum.silenced += rep->silenced;
	r->sum.fill_in += rep->fill_in;
	r->sum.own_wording += rep->own_wording;
}

/*
 * What a row has is said when all rows were looked at: what they have in common is the
 * standard plan's, and six hundred lines about it would hide what is one row's own.
 */
static void
remember(struct run *r, struct arena *a, const char *name, const struct check_report *rep,
    bool refused)
{
	struct row *row = &r->rows[r->nrows++];
	size_t i;

	*row = (struct row){.name = name, .rep = *rep, .refused = refused, .keys = json_array()};
	for (i = 0; i < rep->n; i++) {
		const struct check_finding *f = &rep->v[i];
		const char *key;

		if (f->level < DIAG_WARNING || f->reason != NULL)
			continue;
		key = arena_printf(a, "%d%s:%d:%d:%s:%s", f->level != DIAG_WARNING,
		    f->at.file == NULL ? "" : f->at.file, f->at.line, f->at.col,
		    diag_code_name(f->code), f->text);
		json_array_append_new(row->keys, json_string(key));
		json_object_set_new(r->met, key, json_integer(1 +
		    json_integer_value(json_object_get(r->met, key))));
	}
}

static bool
is_in_all(const struct run *r, const json_t *key)
{
	return r->nrows > 1 && (size_t)json_integer_value(json_object_get(r->met,
	    json_string_value(key))) == r->nrows;
}

/* Takes what all rows have from the counts of one; counts it in n[] (warnings, errors). */
static void
without_common(const struct run *r, struct row *row, int n[2])
{
	json_t *key;
	size_t i;

	n[0] = n[1] = 0;
	json_array_foreach(row->keys, i, key)
		if (is_in_all(r, key)) {
			int error = json_string_value(key)[0] == '1';

			n[error]++;
			row->rep.counts[error ? DIAG_ERROR : DIAG_WARNING]--;
		}
}

/* Of six hundred rows those are named that have something to mend of their own. */
static void
say_rows(struct run *r, const char *plan)
{
	char n[3][16];
	int common[2] = {0};
	size_t i;

	for (i = 0; i < r->nrows; i++) {
		struct row *row = &r->rows[i];

		without_common(r, row, common);
		if (r->c->verbose || row->rep.counts[DIAG_ERROR] + row->rep.counts[DIAG_FATAL] +
		    row->rep.counts[DIAG_WARNING] != 0)
			say_counts(r, row->name, &row->rep, row->refused && common[1] == 0, 0);
	}
	if (common[0] + common[1] == 0)
		return;
	snprintf(n[0], 16, "%zu", r->nrows);
	diag_say(r->c->diag, stdout, DIAG_SAY_EVERY_ROW, plan, n[0],
	    text_of_count(n[1], 16, common[1], false), text_of_count(n[2], 16, common[0], false), NULL);
	if (common[1] != 0)
		diag_say(r->c->diag, stdout, DIAG_SAY_REFUSED_PLAN, plan, NULL);
}

/* "path": what the plan is called; "read": what was found when it was read. */
static void
check_read(struct run *r, const char *path, struct arena *a, const struct plan *p,
    struct diag *read)
{
	const struct check_report *rep;
	int status, needed;

	if (diag_failed(read)) /* a key given twice: read, but not to be trusted */
		p = NULL;
	rep = check_plan(a, p, read, &r->opts);
	status = status_of(r, rep, read);
	if (r->format == OUT_TEXT) {
		needed = print_text(r, a, rep, p == NULL);
		if (r->shown == NULL)
			say_counts(r, path, rep, p == NULL, needed);
		else
			remember(r, a, path, rep, p == NULL);
		add_counts(r, rep);
	} else if (r->format == OUT_JSON) {
		add_json(r, path, rep, status);
	} else {
		add_sarif(r, rep);
	}
	if (status > r->status)
		r->status = status;
}

static void
check_one(struct run *r, const char *path)
{
	struct arena *a = arena_new();
	struct diag *read = diag_new(diag_language(r->c->diag));
	const struct plan *p = plan_read(a, path, read);

	check_read(r, path, a, p, read);
	diag_free(read);
	arena_free(a);
}

/* -- rows of a table: --each -- */

/* "all": what is remembered of the row lives there. */
static void
check_row(struct run *r, struct arena *all, const struct rows *rows, size_t row)
{
	struct arena *a = arena_new();
	struct diag *read = diag_new(diag_language(r->c->diag));
	struct value *root = rows_plan(a, rows, row, read);
	struct place at = sheet_place(rows->sheet, rows->sheet->rows[row].number, rows->until);
	const struct plan *p;
	const char *until;

	if (rows_expired(a, rows, row, root, &until, read))
		diag(r->c->diag, DIAG_ROWS_EXPIRED, &at, rows_id(rows, row), until, NULL);
	else {
		p = plan_from(a, root, read);
		check_read(r, arena_printf(all, *rows_id(rows, row) == '\0' ? "%s:%d" : "%s:%d (%s)",
		    rows->sheet->file, at.line, rows_id(rows, row)), a, p, read);
	}
	diag_free(read);
	arena_free(a);
}

/* The plan with each row put in; a bad table or base is refused as by render. */
static void
check_each(struct run *r, const char *path, const char *each, const struct rows_opts *o)
{
	struct diag *d = r->c->diag;
	struct arena *a = arena_new();
	struct value *base = merge_read(a, path, d);
	struct sheet *s = base == NULL ? NULL : rows_read(a, each, o, d);
	bool bad = false;
	struct rows *rows = s == NULL || diag_failed(d) ? NULL
	    : rows_bind_all(a, s, base, columns_resolve, &bad, d);
	size_t i;

	r->shown = diag_new(diag_language(d));
	r->rows = arena_array(a, rows == NULL ? 1 : s->nrows, sizeof(*r->rows));
	r->met = json_object();
	if (rows != NULL && !r->c->quiet)
		diag_say(d, stderr, DIAG_SAY_TABLE, s->file, s->what, arena_printf(a, "%zu", s->nrows),
		    arena_printf(a, "%zu", s->ncolumns), NULL);
	for (i = 0; rows != NULL && i < s->nrows && !cmd_interrupted(); i++)
		check_row(r, a, rows, i);
	diag_flush(d, stderr, r->c->quiet ? DIAG_ERROR : DIAG_NOTE, r->c->colour);
	if (rows != NULL && r->format == OUT_TEXT) {
		say_rows(r, path);
		say_counts(r, arena_printf(a, "%s, %s: %zu", each,
		    diag_pick(d, "rows", "rindas"), r->nrows), &r->sum, false, 0);
	}
	if (diag_failed(d))
		r->status = diag_status(d);
	for (i = 0; i < r->nrows; i++)
		json_decref(r->rows[i].keys);
	json_decref(r->met);
	diag_free(r->shown);
	r->shown = NULL;
	arena_free(a);
}

static int
take_format(struct run *r, const char *s)
{
	static const char *const names[] = {"text", "json", "sarif"};
	int i;

	for (i = 0; s != NULL && i < 3; i++)
		if (strcmp(s, names[i]) == 0) {
			r->format = (enum out_format)i;
			return 0;
		}
	return s == NULL ? 0 : diag(r->c->diag, DIAG_USAGE_FORMAT, NULL, s, "text, json, sarif", NULL);
}

static int
check_operands(struct cmd *c, const struct cmd_list *plans, const char *each)
{
	size_t i, std = 0;

	if (plans->n == 0)
		return diag(c->diag, DIAG_USAGE_NO_PLAN, NULL, NULL);
	if (each != NULL && plans->n != 1)
		return diag(c->diag, DIAG_USAGE_EACH_ONE, NULL, NULL);
	for (i = 0; i < plans->n; i++)
		std += strcmp(plans->v[i], "-") == 0;
	return std > 1 ? diag(c->diag, DIAG_USAGE_STDIN, NULL, NULL) : 0;
}

int
cmd_check(struct cmd *c, int argc, char **argv)
{
	struct run r = {.c = c};
	const char *format = NULL, *each = NULL;
	struct rows_opts rows = {.sheet = NULL};
	struct cmd_list plans = {0};
	struct diag *none = diag_new(DIAG_EN);
	char *words = cmd_data_file("data/words-lv.txt", none);
	char *municipalities = cmd_data_file("data/pasvaldibas.csv", none);
	const struct opt opts[] = {
	    {0, "strict", OPT_FLAG, NULL, "warnings count as errors", &r.strict},
	    {'f', "format", OPT_TEXT, "FORMAT", "text, json or sarif; default: text", &format},
	    {0, "no-spelling", OPT_FLAG, NULL, "do not look words up in the dictionary",
		&r.opts.no_spelling},
	    {0, "each", OPT_TEXT, "ROWS", "check the plan with each row of a CSV or XLSX table",
		&each},
	    {0, "sheet", OPT_TEXT, "NAME", "worksheet of an XLSX table; default: the first",
		&rows.sheet},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int rc = cmd_options(c, opts, argc, argv, &plans);
	size_t i;

	r.opts.words = words;
	r.opts.municipalities = municipalities;
	if (rc == OPTIONS_GO && take_format(&r, format) == 0 && check_operands(c, &plans, each) == 0) {
		r.items = json_array();
		if (each != NULL)
			check_each(&r, plans.v[0], each, &rows);
		for (i = 0; each == NULL && i < plans.n && !cmd_interrupted(); i++)
			check_one(&r, plans.v[i]);
		print_json(&r);
		json_decref(r.items);
	} else if (rc != OPTIONS_DONE) {
		r.status = cmd_usage(c);
	}
	cmd_list_free(&plans);
	diag_free(none);
	free(words);
	free(municipalities);
	return r.status;
}
