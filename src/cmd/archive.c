/* archive - pmpplan archive: the command line, listing, verifying, handing on; see archive.h */
#include "cmd/archive.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/export.h"
#include "base/num.h"
#include "base/publish.h"

/* One version as lists show it. */
struct shown {
	const struct inventory *v;
	const struct inv_version *w;
	const char *title, *decision, *from, *last; /* from: date, last: year */
};

static void
describe(struct archive *ar, struct shown *s)
{
	size_t len;
	char *bytes = archive_file(ar, s->v, s->w, "approval.json", &len);
	json_t *o = bytes == NULL ? NULL : json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	const struct { const char *key; const char **to; } parts[] = {{"title", &s->title},
	    {"decision", &s->decision}, {"in_force_from", &s->from}, {"period_last", &s->last}};
	const char *text;
	size_t i;

	for (i = 0; i < 4; i++) {
		text = json_string_value(json_object_get(o, parts[i].key));
		*parts[i].to = arena_strdup(ar->a, text == NULL ? "" : text);
	}
	json_decref(o);
	free(bytes);
}

void
archive_print_digest(const char *hex)
{
	size_t i;

	for (i = 0; hex[i] != '\0'; i++)
		printf("%s%c", i == 0 || i % 8 != 0 ? "" : i % 64 == 0 ? "\n" : " ", hex[i]);
	putchar('\n');
}

/* -- list -- */

static void
print_version(const struct shown *s)
{
	printf("%s\t%s\t%s\t%s%s\t%s\n", s->v->id, s->w->name, s->from[0] == '\0' ? "-" : s->from,
	    s->decision[0] == '\0' ? "-" : "Nr. ", s->decision, s->w->message == NULL ? ""
	    : s->w->message);
}

/* The version in force on a date: the newest of the latest approval up to it. */
static bool
in_force(struct archive *ar, const struct inventory *v, const char *on, struct shown *best)
{
	bool any = false;
	size_t i;

	for (i = 0; i < v->nversions; i++) {
		struct shown s = {.v = v, .w = &v->versions[i]};

		describe(ar, &s);
		if (s.from[0] == '\0' || strcmp(s.from, on) > 0 || strncmp(on, s.last, 4) > 0)
			continue;
		if (!any || strcmp(s.from, best->from) >= 0)
			*best = s;
		any = true;
	}
	return any;
}

static int
list_run(struct archive_asked *q, struct archive *ar)
{
	struct ocfl_report r = {ar->d, 0, ar->has_register};
	struct ocfl_objects l;
	struct shown s;
	size_t i, k;

	if (ocfl_root(ar->a, ar->root, false, &r, &l) == -1)
		return diag_status(ar->d);
	for (i = 0; i < l.n; i++) {
		if (l.v[i].inv == NULL)
			continue;
		if (q->on != NULL) {
			if (in_force(ar, l.v[i].inv, q->on, &s))
				print_version(&s);
			continue;
		}
		for (k = 0; k < l.v[i].inv->nversions; k++) {
			s = (struct shown){.v = l.v[i].inv, .w = &l.v[i].inv->versions[k]};
			describe(ar, &s);
			print_version(&s);
		}
	}
	return diag_status(ar->d);
}

/* -- one version: ID or ID@vN -- */

static int
find_version(struct archive *ar, const char *what, struct shown *s)
{
	const char *at = strchr(what, '@');
	const char *id = at == NULL ? what : arena_strndup(ar->a, what, (size_t)(at - what));
	struct place place = {.file = ar->root};

	s->v = archive_find(ar, id, false);
	if (s->v == NULL || diag_failed(ar->d))
		return -1;
	s->w = at == NULL ? inventory_head(s->v)
	    : inventory_find(s->v, inventory_version(at + 1, NULL));
	if (s->w == NULL)
		return diag(ar->d, DIAG_ARCHIVE_NO_VERSION, &place, id, at == NULL ? "" : at + 1,
		    s->v->head, NULL);
	describe(ar, s);
	return 0;
}

static void
show_version(struct archive *ar, const struct shown *s)
{
	const struct inv_version *w = s->w;
	size_t i;

	printf("%s %s\n", s->v->id, w->name);
	printf("  %s\n", s->title);
	printf("  %s: %s%s%s\n", diag_pick(ar->d, "in force from", "spēkā no"), s->from,
	    s->decision[0] == '\0' ? "" : ", Nr. ", s->decision);
	printf("  %s: %s, %s: %s\n", diag_pick(ar->d, "archived", "arhivēts"),
	    w->created == NULL ? "?" : w->created, w->user == NULL ? "?" : w->user,
	    w->message == NULL ? "" : w->message);
	for (i = 0; i < w->state.n; i++) {
		const char *content = inventory_content(s->v, w->state.v[i].digest);

		printf("  %.16s  %s%s%s\n", w->state.v[i].digest, w->state.v[i].path,
		    content == NULL ? "" : "  = ", content == NULL ? "" : content);
	}
}

static int
show_run(struct archive_asked *q, struct archive *ar)
{
	const char *what = q->operands.v[1];
	struct shown s;
	size_t i;

	if (find_version(ar, what, &s) == -1)
		return diag_status(ar->d);
	if (strchr(what, '@') != NULL) {
		show_version(ar, &s);
		return 0;
	}
	for (i = 0; i < s.v->nversions; i++) {
		struct shown each = {.v = s.v, .w = &s.v->versions[i]};

		describe(ar, &each);
		show_version(ar, &each);
	}
	return diag_status(ar->d);
}

/* -- verify -- */

/* Does the paper register's digest stand for one of the entries? */
static void
check_paper(struct archive_asked *q, struct archive *ar, struct ocfl_report *r)
{
	struct place at = {.file = ar->reg.path};
	char hex[DIGEST_HEX];
	size_t i, n = 0;
	const char *s;

	for (s = q->digest; *s != '\0' && n < sizeof(hex) - 1; s++)
		if (*s != ' ' && *s != '\n')
			hex[n++] = *s;
	hex[n] = '\0';
	for (i = 0; i < ar->reg.n; i++)
		if (strcmp(ar->reg.v[i].digest, hex) == 0)
			return;
	r->faults++;
	diag(r->d, DIAG_ARCHIVE_PAPER, &at, q->digest, NULL);
}

/* A line for the plan, or with o == NULL the sum of all. */
static void
say_counts(struct archive_asked *q, struct archive *ar, const struct ocfl_objects *l,
    const struct ocfl_object *o, size_t faults, size_t again)
{
	struct arena *a = ar->a;
	const char *first = o == NULL ? arena_printf(a, "%zu", l->n)
	    : o->inv != NULL ? o->inv->id : o->path;

	diag_say(ar->d, stdout, o == NULL ? DIAG_SAY_VERIFIED : DIAG_SAY_VERIFIED_PLAN, first,
	    arena_printf(a, "%zu", o == NULL ? l->versions : o->versions),
	    arena_printf(a, "%zu", o == NULL ? l->files : o->files),
	    arena_printf(a, "%llu", (unsigned long long)(o == NULL ? l->bytes : o->bytes)),
	    arena_printf(a, "%zu", faults), q->rebuild ? arena_printf(a, "%zu", again) : "", NULL);
}

static void
say_verified(struct archive_asked *q, struct archive *ar, const struct ocfl_objects *l,
    size_t faults, const size_t *again)
{
	size_t i, all = 0;

	if (q->c->quiet)
		return;
	for (i = 0; i < l->n; i++) {
		say_counts(q, ar, l, &l->v[i], l->v[i].faults, again[i]);
		all += again[i];
	}
	say_counts(q, ar, l, NULL, faults, all);
	if (ar->has_register && ar->reg.n != 0) {
		diag_say(ar->d, stdout, DIAG_SAY_REGISTER, arena_printf(ar->a, "%zu", ar->reg.n), NULL);
		archive_print_digest(ar->reg.v[ar->reg.n - 1].digest);
	}
}

/* All versions of a plan; returns how many documents came out the same. */
static size_t
rebuild(struct archive_asked *q, struct archive *ar, struct ocfl_object *o, struct ocfl_report *r)
{
	size_t k, same = 0, faults = r->faults;

	for (k = 0; o->inv != NULL && k < o->inv->nversions; k++)
		same += archive_rebuild(q, ar, o->inv, &o->inv->versions[k], r);
	o->faults += r->faults - faults;
	return same;
}

static int
verify_run(struct archive_asked *q, struct archive *ar)
{
	struct ocfl_report r = {ar->d, 0, ar->has_register};
	struct ocfl_objects l;
	size_t i, *again;

	if (ocfl_root(ar->a, ar->root, true, &r, &l) == -1)
		return EXIT_SOME_FAILED;
	archive_check_register(ar, &l, &r);
	if (q->digest != NULL)
		check_paper(q, ar, &r);
	again = arena_array(ar->a, l.n, sizeof(*again));
	for (i = 0; i < l.n; i++)
		again[i] = q->rebuild ? rebuild(q, ar, &l.v[i], &r) : 0;
	cmd_flush(q->c, ar->d);
	say_verified(q, ar, &l, r.faults, again);
	return r.faults != 0 || diag_failed(ar->d) ? EXIT_SOME_FAILED : 0;
}

/* -- restore and export -- */

typedef int hand_on(struct archive *, const struct inventory *, const struct inv_version *,
    const char *);

static int
hand_on_run(struct archive_asked *q, struct archive *ar, hand_on *how)
{
	struct ocfl_report r = {ar->d, 0, ar->has_register};
	struct ocfl_objects l;
	struct shown s;
	size_t i;

	if (publish_mkdir(q->out, ar->d) == -1)
		return diag_status(ar->d);
	for (i = 1; i < q->operands.n; i++)
		if (find_version(ar, q->operands.v[i], &s) == 0)
			how(ar, s.v, s.w, q->out);
	/* Without an id: the newest version of every plan. */
	if (q->operands.n == 1 && ocfl_root(ar->a, ar->root, false, &r, &l) == 0)
		for (i = 0; i < l.n; i++)
			if (l.v[i].inv != NULL && inventory_head(l.v[i].inv) != NULL)
				how(ar, l.v[i].inv, inventory_head(l.v[i].inv), q->out);
	return diag_status(ar->d);
}

/* -- the command line -- */

static int
wants(struct archive_asked *q, const char *what)
{
	return diag(q->c->diag, DIAG_ARCHIVE_USAGE, NULL, q->operands.v[0], what, NULL);
}

static int
check_asked(struct archive_asked *q)
{
	static const char *const actions[] = {"add", "list", "show", "verify", "export", "restore"};
	const char *action = q->operands.n == 0 ? "" : q->operands.v[0];
	struct date day;
	size_t i;

	for (i = 0; i < 6 && strcmp(actions[i], action) != 0; i++)
		;
	if (i == 6)
		return diag(q->c->diag, DIAG_ARCHIVE_ACTION, NULL, action, NULL);
	if (q->root == NULL)
		return wants(q, "--root DIR");
	if (i == 0 && (q->operands.n < 3 || q->who == NULL || q->why == NULL || q->who[0] == '\0' ||
	    q->why[0] == '\0'))
		return wants(q, "PLAN FILE... --who ROLE --why TEXT");
	if ((q->each == NULL) != (q->row == NULL) || (q->each == NULL && q->sheet != NULL))
		return wants(q, "--each TABLE --row ID");
	if (q->on != NULL && !date_parse(q->on, strlen(q->on), &day))
		return wants(q, "--on YYYY-MM-DD");
	if (i == 2 && q->operands.n != 2)
		return wants(q, "ID[@vN]");
	if (i == 4 && q->bagit == q->sip)
		return wants(q, "--bagit / --sip");
	if (i >= 4 && q->out == NULL)
		return wants(q, "-o DIR");
	return 0;
}

static int
run(struct archive_asked *q)
{
	const char *action = q->operands.v[0];
	struct arena *a;
	struct archive ar;
	int status;

	if (strcmp(action, "add") == 0) {
		status = archive_add_run(q);
		cmd_flush(q->c, q->c->diag);
		return status;
	}
	a = arena_new();
	if (archive_open(&ar, a, q->root, ARCHIVE_READ, q->wait, q->c->diag) == -1)
		status = strcmp(action, "verify") == 0 && diag_status(q->c->diag) != EXIT_LOCKED
		    ? EXIT_SOME_FAILED : diag_status(q->c->diag);
	else if (strcmp(action, "list") == 0)
		status = list_run(q, &ar);
	else if (strcmp(action, "show") == 0)
		status = show_run(q, &ar);
	else if (strcmp(action, "verify") == 0)
		status = verify_run(q, &ar);
	else
		status = hand_on_run(q, &ar, strcmp(action, "restore") == 0 ? export_files
		    : q->bagit ? export_bag : export_sip);
	archive_close(&ar);
	cmd_flush(q->c, q->c->diag);
	arena_free(a);
	return status;
}

int
cmd_archive(struct cmd *c, int argc, char **argv)
{
	struct archive_asked q = {.c = c};
	const struct opt opts[] = {
	    {0, "root", OPT_TEXT, "DIR", "the archive; add makes it if it is not there", &q.root},
	    {0, "who", OPT_TEXT, "ROLE", "add: who takes it in, a role rather than a name", &q.who},
	    {0, "why", OPT_TEXT, "TEXT", "add: why", &q.why},
	    {0, "address", OPT_TEXT, "URI", "add: of the role, as mailto:arhivs@novads.lv", &q.address},
	    {0, "each", OPT_TEXT, "TABLE", "add: the table that the plan's row is in", &q.each},
	    {0, "row", OPT_TEXT, "ID", "add: the row that was put into the plan", &q.row},
	    {0, "sheet", OPT_TEXT, "NAME", "add: worksheet of an XLSX table; default: the first",
		&q.sheet},
	    {0, "encoding", OPT_TEXT, "NAME",
		"add: of a CSV table that is not Unicode: windows-1257 (default), or utf-8", &q.encoding},
	    {'t', "template", OPT_LIST, "FILE", "add: a template that was used, if not ours",
		&q.templates},
	    {0, "force", OPT_FLAG, NULL, "add: a new version even if nothing changed", &q.force},
	    {0, "on", OPT_TEXT, "DATE", "list: what was in force on that day", &q.on},
	    {0, "rebuild", OPT_FLAG, NULL, "verify: make the documents again and compare", &q.rebuild},
	    {0, "digest", OPT_TEXT, "HEX", "verify: an entry has this digest of the paper register",
		&q.digest},
	    {0, "bagit", OPT_FLAG, NULL, "export: a BagIt 1.0 bag", &q.bagit},
	    {0, "sip", OPT_FLAG, NULL, "export: ZIP, register and digest for the National Archives",
		&q.sip},
	    {'o', "output", OPT_TEXT, "DIR", "export, restore: where to", &q.out},
	    {0, "wait", OPT_FLAG, NULL, "wait for another run instead of giving up", &q.wait},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int rc = cmd_options(c, opts, argc, argv, &q.operands), status = 0;

	if (rc == OPTIONS_GO && check_asked(&q) == 0)
		status = run(&q);
	else if (rc != OPTIONS_DONE)
		status = cmd_usage(c);
	cmd_list_free(&q.operands);
	cmd_list_free(&q.templates);
	return status;
}
