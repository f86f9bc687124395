/* archive - pmpplan archive: the command line, listing, verifying, handing on; see archive.h */
#include "cmd/archive.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "archive/export.h"
#include "base/num.h"
#include "base/publish.h"

#define SAID_MOST 1000 /* bytes of who, why and the address */

/* One version as lists show it. */
struct shown {
	const struct inventory *v;
	const struct inv_version *w;
	const char *title, *decision, *from; /* by which and since when its wording holds */
	const char *last;  /* year that the plan ends with */
	const char **mark; /* lines of the approval mark */
	size_t nmark;
};

static void
describe(struct archive *ar, struct shown *s)
{
	size_t len;
	char *bytes = archive_file(ar, s->v, s->w, "approval.json", &len);
	json_t *o = bytes == NULL ? NULL : json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	json_t *mark = json_object_get(o, "mark");
	const struct { const char *key; const char **to; } parts[] = {{"title", &s->title},
	    {"in_force_by", &s->decision}, {"in_force_from", &s->from}, {"period_last", &s->last}};
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		text = json_string_value(json_object_get(o, parts[i].key));
		if (text == NULL && parts[i].to == &s->decision)
			text = json_string_value(json_object_get(o, "decision"));
		*parts[i].to = arena_strdup(ar->a, text == NULL ? "" : text);
	}
	s->mark = arena_array(ar->a, json_array_size(mark), sizeof(s->mark[0]));
	for (i = 0; i < json_array_size(mark); i++) {
		text = json_string_value(json_array_get(mark, i));
		s->mark[s->nmark++] = arena_strdup(ar->a, text == NULL ? "" : text);
	}
	json_decref(o);
	free(bytes);
}

/* All versions of a plan. */
static struct shown *
describe_all(struct archive *ar, const struct inventory *v)
{
	struct shown *all = arena_array(ar->a, v->nversions, sizeof(*all));
	size_t i;

	for (i = 0; i < v->nversions; i++) {
		all[i] = (struct shown){.v = v, .w = &v->versions[i]};
		describe(ar, &all[i]);
	}
	return all;
}

/* The day before, "2024-12-31" of "2025-01-01"; "" if that is no date. */
static const char *
day_before(struct arena *a, const char *s)
{
	struct date day;
	struct tm tm = {0};
	time_t t;

	if (!date_parse(s, strlen(s), &day))
		return "";
	tm.tm_year = day.year - 1900;
	tm.tm_mon = day.month - 1;
	tm.tm_mday = day.day - 1;
	t = timegm(&tm);
	if (gmtime_r(&t, &tm) == NULL)
		return "";
	return arena_printf(a, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/*
 * The last day that a version is in force: before the next one that holds later, else the end
 * of the plan's period.  "" if another of the same day stands in its place, as one does that
 * brings the signed files: it was never in force alone.
 */
static const char *
in_force_until(struct arena *a, const struct shown *all, size_t n, size_t i)
{
	const char *next = NULL;
	size_t k;

	for (k = 0; k < n; k++) {
		if (all[k].from[0] == '\0')
			continue;
		if (k > i && strcmp(all[k].from, all[i].from) == 0)
			return "";
		if (strcmp(all[k].from, all[i].from) > 0 &&
		    (next == NULL || strcmp(all[k].from, next) < 0))
			next = all[k].from;
	}
	if (next != NULL && strncmp(next, all[i].last, 4) <= 0)
		return day_before(a, next);
	return all[i].last[0] == '\0' ? "" : arena_printf(a, "%s-12-31", all[i].last);
}

/* The version in force on a day; n if none was. */
static size_t
in_force(struct arena *a, const struct shown *all, size_t n, const char *on)
{
	const char *until;
	size_t i;

	for (i = 0; i < n; i++) {
		until = in_force_until(a, all, n, i);
		if (all[i].from[0] != '\0' && until[0] != '\0' && strcmp(all[i].from, on) <= 0 &&
		    strcmp(on, until) <= 0)
			return i;
	}
	return n;
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

/* As a terminal may be shown it, whoever wrote it. */
static const char *
seen(struct archive *ar, const char *s)
{
	return folder_shown(ar->a, s == NULL ? "" : s);
}

static const char *
or_dash(const char *s)
{
	return s[0] == '\0' ? "-" : s;
}

static void
print_version(struct archive *ar, const struct shown *all, size_t n, size_t i)
{
	const struct shown *s = &all[i];

	printf("%s\t%s\t%s\t%s\t%s%s\t%s\n", seen(ar, s->v->id), s->w->name,
	    or_dash(seen(ar, s->from)), or_dash(in_force_until(ar->a, all, n, i)),
	    s->decision[0] == '\0' ? "-" : "Nr. ", seen(ar, s->decision), seen(ar, s->w->message));
}

static int
list_run(struct archive_asked *q, struct archive *ar)
{
	struct ocfl_report r = {ar->d, 0, ar->has_register};
	struct ocfl_objects l;
	struct shown *all;
	size_t i, k, n, shown = 0;

	if (ocfl_root(ar->a, ar->root, false, &r, &l) == -1)
		return diag_status(ar->d);
	for (i = 0; i < l.n; i++) {
		if (l.v[i].inv == NULL)
			continue;
		n = l.v[i].inv->nversions;
		all = describe_all(ar, l.v[i].inv);
		if (q->on != NULL) {
			k = in_force(ar->a, all, n, q->on);
			if (k < n)
				print_version(ar, all, n, k);
			shown += k < n;
			continue;
		}
		for (k = 0; k < n; k++)
			print_version(ar, all, n, k);
	}
	if (q->on != NULL && shown == 0)
		diag_say(ar->d, stderr, DIAG_SAY_NOT_IN_FORCE, q->on, NULL);
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
	if (s->v == NULL)
		return -1;
	s->w = at == NULL ? inventory_head(s->v)
	    : inventory_find(s->v, inventory_version(at + 1, NULL));
	if (s->w == NULL)
		return diag(ar->d, DIAG_ARCHIVE_NO_VERSION, &place, id, at == NULL ? "" : at + 1,
		    s->v->head, NULL);
	return 0;
}

/* For its numbers and digests only; "verify" says what is wrong with it. */
static void
read_register(struct archive *ar)
{
	struct diag *quiet = diag_new(diag_language(ar->d));
	struct ocfl_report r = {quiet, 0, true};

	if (ar->has_register)
		register_read(ar->a, ar->reg.path, &ar->reg, &r);
	diag_free(quiet);
}

static void
show_files(struct archive *ar, const struct shown *s)
{
	const struct inv_version *w = s->w;
	size_t i;

	for (i = 0; i < w->state.n; i++) {
		const char *content = inventory_content(s->v, w->state.v[i].digest);

		printf("  %.16s  %s%s%s\n", w->state.v[i].digest, seen(ar, w->state.v[i].path),
		    content == NULL ? "" : "  = ", seen(ar, content));
	}
}

/* Since when and how long. */
static void
show_force(struct archive *ar, const struct shown *all, size_t n, size_t i)
{
	const char *until = in_force_until(ar->a, all, n, i);

	if (all[i].from[0] == '\0')
		return;
	printf("  %s: %s", diag_pick(ar->d, "in force", "spēkā"), seen(ar, all[i].from));
	if (until[0] != '\0')
		printf(" – %s\n", until);
	else
		printf(", %s\n", diag_pick(ar->d, "by a later version",
		    "vēlākas versijas veidā"));
}

static void
show_version(struct archive *ar, const struct shown *all, size_t n, size_t i)
{
	const struct shown *s = &all[i];
	const struct inv_version *w = s->w;
	const struct register_entry *e = register_find(&ar->reg, s->v->id, w->name);
	size_t k;

	printf("%s %s\n", seen(ar, s->v->id), w->name);
	printf("  %s\n", seen(ar, s->title));
	show_force(ar, all, n, i);
	for (k = 0; k < s->nmark; k++)
		printf("  %s %s\n", k == 0 ? diag_pick(ar->d, "mark:", "atzīme:") : "     ",
		    seen(ar, s->mark[k]));
	printf("  %s: %s, %s%s%s%s: %s\n", diag_pick(ar->d, "archived", "arhivēts"),
	    w->created == NULL ? "?" : w->created, w->user == NULL ? "?" : seen(ar, w->user),
	    w->address == NULL ? "" : " <", seen(ar, w->address), w->address == NULL ? "" : ">",
	    seen(ar, w->message));
	if (e != NULL)
		printf("  %s %zu: %.16s…\n", diag_pick(ar->d, "register entry", "reģistra ieraksts"),
		    (size_t)(e - ar->reg.v) + 1, e->digest);
	show_files(ar, s);
}

static int
show_run(struct archive_asked *q, struct archive *ar)
{
	const char *what = q->operands.v[1];
	struct shown s = {.v = NULL}, *all;
	size_t i, n;

	if (find_version(ar, what, &s) == -1)
		return diag_status(ar->d);
	read_register(ar);
	all = describe_all(ar, s.v);
	n = s.v->nversions;
	i = strchr(what, '@') != NULL ? (size_t)(s.w - s.v->versions)
	    : q->on != NULL ? in_force(ar->a, all, n, q->on) : n;
	if (i < n)
		show_version(ar, all, n, i);
	else if (q->on == NULL)
		for (i = 0; i < n; i++)
			show_version(ar, all, n, i);
	else
		diag_say(ar->d, stderr, DIAG_SAY_NONE_IN_FORCE, s.v->id, q->on, NULL);
	return diag_status(ar->d);
}

/* -- verify -- */

/* Does the paper register's digest stand for one of the entries? */
static void
check_paper(struct archive_asked *q, struct archive *ar, struct ocfl_report *r)
{
	static const char between[] = " \t\r\n-\xC2\xA0"; /* with the no-break space */
	struct place at = {.file = ar->reg.path};
	char hex[DIGEST_HEX];
	size_t i, n = 0;
	const char *s;

	/* As a person types or copies it: in groups, perhaps with capitals. */
	for (s = q->digest; *s != '\0' && n < sizeof(hex) - 1; s++)
		if (strchr(between, *s) == NULL)
			hex[n++] = *s;
	hex[n] = '\0';
	for (i = 0; i < ar->reg.n && s[strspn(s, between)] == '\0'; i++)
		if (strcasecmp(ar->reg.v[i].digest, hex) == 0)
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
			if (l.v[i].inv != NULL && l.v[i].faults == 0 &&
			    inventory_head(l.v[i].inv) != NULL)
				how(ar, l.v[i].inv, inventory_head(l.v[i].inv), q->out);
	return diag_status(ar->d);
}

/* -- the command line -- */

static int
wants(struct archive_asked *q, const char *what)
{
	return diag(q->c->diag, DIAG_ARCHIVE_USAGE, NULL, q->operands.v[0], what, NULL);
}

/* What is written for good, and read by programs of others: one line. */
static bool
is_said(const char *s)
{
	return s != NULL && s[strspn(s, " ")] != '\0' && strlen(s) <= SAID_MOST && folder_is_line(s);
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
	if (i == 0 && (q->operands.n < 3 || !is_said(q->who) || !is_said(q->why) ||
	    (q->address != NULL && !is_said(q->address))))
		return wants(q, diag_pick(q->c->diag,
		    "PLAN FILE... --who ROLE --why TEXT, each a line of at most 1000 bytes in UTF-8",
		    "PLAN FILE... --who AMATS --why TEKSTS, katrs vienā rindā, ne vairāk kā 1000 baitu UTF-8"));
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
act(struct archive_asked *q, const char *action)
{
	struct arena *a;
	struct archive ar;
	int status;

	if (strcmp(action, "add") == 0) {
		status = archive_add_run(q);
		cmd_flush(q->c, q->c->diag);
		return status;
	}
	a = arena_new();
	if (strcmp(action, "verify") == 0 && archive_verify_bag(q, a, &status)) {
		cmd_flush(q->c, q->c->diag);
		arena_free(a);
		return status;
	}
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

static int
run(struct archive_asked *q)
{
	const char *action = q->operands.v[0];
	size_t n = strlen(q->root);
	char *root = xstrdup(q->root), *real = NULL;
	struct stat st;
	int status;

	/* A link to the archive: its work folder must stand beside the archive itself. */
	while (n > 1 && root[n - 1] == '/')
		root[--n] = '\0';
	if (lstat(root, &st) == 0 && S_ISLNK(st.st_mode))
		real = realpath(root, NULL);
	q->root = real == NULL ? root : real;
	status = act(q, action);
	free(real);
	free(root);
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
	    {0, "on", OPT_TEXT, "DATE", "list, show: what was in force on that day", &q.on},
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
