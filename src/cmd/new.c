/* new - pmpplan new: a plan file to begin with */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/publish.h"
#include "base/utf8.h"
#include "cmd/cmd.h"
#include "schema/schema.h"

#define LIST_LIMIT ((size_t)1 << 20)

struct asked { /* as typed */
	const char *profile, *municipality, *school, *period, *file;
};

/* The year now, or that of SOURCE_DATE_EPOCH: where the period begins unless said. */
static int
this_year(void)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	time_t t = time(NULL);
	int64_t seconds;
	struct tm tm;

	if (s != NULL && num_parse_int(s, strlen(s), &seconds) && seconds >= 0 &&
	    seconds <= 253402300799)
		t = (time_t)seconds;
	return gmtime_r(&t, &tm) == NULL ? 2025 : tm.tm_year + 1900;
}

static int
take_period(struct cmd *c, const char *s, struct starter *out)
{
	int64_t first = this_year(), last = first + 4;
	size_t n = s == NULL ? 0 : strlen(s);
	bool good = true;

	if (s != NULL)
		good = n == 4 || (n == 9 && s[4] == '-');
	if (s != NULL && good) {
		good = num_parse_int(s, 4, &first) && num_parse_int(s + n - 4, 4, &last);
		good = good && first >= 1000 && last >= first && last - first < 7;
	}
	if (!good)
		return diag(c->diag, DIAG_NEW_PERIOD, NULL, s, NULL);
	out->first = (int)first;
	out->last = (int)last;
	return 0;
}

static int
take_municipality(struct cmd *c, struct arena *a, const char *name, struct starter *out)
{
	struct municipality m;
	const char *near;
	char *path, *bytes;
	size_t len, i;
	bool found;

	path = cmd_data_file("data/pasvaldibas.csv", c->diag);
	bytes = path == NULL ? NULL : slurp(path, LIST_LIMIT, &len, DIAG_IO_READ, c->diag);
	free(path);
	if (bytes == NULL)
		return -1;
	found = municipality_find(a, bytes, name, &m, &near);
	free(bytes);
	if (!found)
		return diag(c->diag, DIAG_NEW_MUNICIPALITY, NULL, name, near == NULL ? "" : near,
		    near == NULL ? "data/pasvaldibas.csv" : NULL, NULL);
	if (*m.valid_until != '\0')
		return diag(c->diag, DIAG_NEW_ENDED, NULL, m.forms[0], m.valid_until, NULL);
	for (i = 0; i < 4; i++)
		out->municipality[i] = m.forms[i];
	return 0;
}

/* Genitive and locative of a school's name: its last word declines; NULL if no rule fits. */
static int
take_school(struct cmd *c, struct arena *a, const char *name, struct starter *out)
{
	static const struct {
		const char *end, *genitive, *locative;
	} rules[] = {{"a", "as", "ā"}, {"e", "es", "ē"}, {"js", "ja", "jā"}, {"ms", "ma", "mā"},
	    {"rs", "ra", "rā"}};
	size_t len = strlen(name), i, n;

	/* The file is ours to write: nothing may break out of its quotes. */
	if (len == 0 || len > 300 || strpbrk(name, "\"\\\r\n\t{}") != NULL ||
	    utf8_check(name, len) != len)
		return diag(c->diag, DIAG_NEW_NAME, NULL, name, NULL);
	out->school_name[0] = name;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		n = strlen(rules[i].end);
		if (len <= n || strcmp(name + len - n, rules[i].end) != 0)
			continue;
		out->school_name[1] = arena_printf(a, "%.*s%s", (int)(len - n), name, rules[i].genitive);
		out->school_name[2] = arena_printf(a, "%.*s%s", (int)(len - n), name, rules[i].locative);
	}
	return 0;
}

static int
take_all(struct cmd *c, struct arena *a, const struct asked *as, struct starter *out)
{
	int rc = 0;

	out->school = as->profile == NULL ? as->school != NULL : strcmp(as->profile, "school") == 0;
	if (as->profile != NULL && !out->school && strcmp(as->profile, "municipality") != 0)
		rc = diag(c->diag, DIAG_NEW_PROFILE, NULL, as->profile, NULL);
	if (take_period(c, as->period, out) == -1)
		rc = -1;
	if (as->municipality != NULL && take_municipality(c, a, as->municipality, out) == -1)
		rc = -1;
	if (as->school != NULL && take_school(c, a, as->school, out) == -1)
		rc = -1;
	return rc;
}

/* Whose plan it is: a name may be meant of two ("Ventspils"), so the one taken is said. */
static const char *
whose(struct arena *a, const struct starter *s)
{
	const char *school = s->school ? s->school_name[0] : NULL, *town = s->municipality[0];

	if (school == NULL || town == NULL)
		return school == NULL ? town : school;
	return arena_printf(a, "%s, %s", school, town);
}

static int
write_starter(struct cmd *c, struct arena *a, const char *path, const struct starter *s,
    bool period_said)
{
	const struct publish_opts never = {.force = false};
	struct place at = {.file = path};
	struct buf out = {0};
	struct stat st;
	int rc;

	if (strcmp(path, "-") != 0 && lstat(path, &st) == 0)
		return diag(c->diag, DIAG_NEW_EXISTS, &at, NULL);
	starter_put(a, &out, s);
	rc = publish(path, out.s, out.len, &never, NULL, c->diag);
	buf_free(&out);
	if (rc == 0 && !c->quiet && strcmp(path, "-") != 0)
		diag_say(c->diag, stdout, DIAG_SAY_NEW, path, s->first == s->last
		    ? arena_printf(a, "%d", s->first) : arena_printf(a, "%d-%d", s->first, s->last),
		    period_said ? "" : "+", whose(a, s), NULL);
	return rc;
}

int
cmd_new(struct cmd *c, int argc, char **argv)
{
	struct asked as = {.profile = NULL};
	struct starter s = {.school = false};
	struct arena *a = arena_new();
	struct cmd_list operands = {0};
	const struct opt opts[] = {
	    {0, "profile", OPT_TEXT, "NAME", "municipality or school; default: municipality",
		&as.profile},
	    {0, "municipality", OPT_TEXT, "NAME", "whose plan it is", &as.municipality},
	    {0, "school", OPT_TEXT, "NAME", "the school's full name, in the nominative", &as.school},
	    {0, "period", OPT_TEXT, "YEARS", "such as 2025-2029; default: five years, from this one on",
		&as.period},
	    {0, NULL, OPT_FLAG, NULL, NULL, NULL},
	};
	int rc = cmd_options(c, opts, argc, argv, &operands), status = 0;

	if (rc == OPTIONS_GO && operands.n != 1)
		rc = diag(c->diag, DIAG_USAGE_OPERANDS, NULL, "FILE", NULL);
	if (rc == OPTIONS_GO && take_all(c, a, &as, &s) == 0)
		write_starter(c, a, operands.v[0], &s, as.period != NULL);
	if (rc != OPTIONS_DONE) {
		status = diag_status(c->diag);
		if (status == EXIT_USAGE)
			cmd_usage(c);
		else
			cmd_flush(c, c->diag);
	}
	cmd_list_free(&operands);
	arena_free(a);
	return status;
}
