/* report - see report.h */
#include "batch/report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish.h"
#include "batch/batch.h"

#define SIZE_MOST ((size_t)256 << 20)

/* By which a spreadsheet knows UTF-8, and we a report. */
static const char csv_begin[] = "\xEF\xBB\xBFid;draft;state;";

bool
report_is_good(const json_t *draft)
{
	const char *s = json_string_value(json_object_get(draft, "state"));

	return s != NULL && (strcmp(s, "made") == 0 || strcmp(s, "unchanged") == 0 ||
	    strcmp(s, "kept") == 0);
}

static void
put_json(struct buf *b, const json_t *o)
{
	char *s = json_dumps(o, JSON_COMPACT | JSON_PRESERVE_ORDER);

	if (s != NULL)
		buf_str(b, s);
	buf_ch(b, '\n');
	free(s);
}

/*
 * Semicolons, as a spreadsheet with Latvian settings wants them: it splits at nothing else.
 * Whole cell in quotes; what begins like a formula gets an apostrophe, numbers do not.
 */
static void
put_cell(struct buf *b, const char *s, bool last)
{
	bool number = *s != '\0' && s[strspn(s, "-0123456789.,")] == '\0';

	buf_ch(b, '"');
	if (strchr("=+-@\t\r", *s) != NULL && *s != '\0' && !number)
		buf_ch(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_ch(b, '"');
		buf_ch(b, *s);
	}
	buf_str(b, last ? "\"\r\n" : "\";");
}

static void
put_number(struct buf *b, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_integer(v))
		buf_printf(b, "%lld", (long long)json_integer_value(v));
	buf_ch(b, ';');
}

static const char *
text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? "" : s;
}

/* As in messages: file, line and column, as far as they are known. */
static void
put_place(struct buf *b, const json_t *finding)
{
	static const char *const keys[] = {"line", "column"};
	json_int_t n;
	size_t i;

	buf_str(b, text(finding, "file"));
	for (i = 0; i < 2; i++) {
		n = json_integer_value(json_object_get(finding, keys[i]));
		if (n == 0)
			break;
		buf_printf(b, ":%lld", (long long)n);
	}
	buf_str(b, ": ");
}

/* Texts of a list of objects, one under the other in the cell. */
static void
put_list(struct buf *b, const json_t *o, const char *list, const char *key, bool last)
{
	struct buf t = {0};
	const json_t *v;
	size_t i;

	json_array_foreach(json_object_get(o, list), i, v) {
		if (i != 0)
			buf_ch(&t, '\n');
		if (json_object_get(v, "file") != NULL && strcmp(key, "text") == 0)
			put_place(&t, v);
		buf_str(&t, text(v, key));
	}
	put_cell(b, buf_cstr(&t), last);
	buf_free(&t);
}

static void
put_csv(struct buf *b, const json_t *drafts)
{
	const json_t *o;
	size_t i;

	buf_str(b, csv_begin);
	buf_str(b, "source;cause;pages;errors;warnings;notes;blanks;ms;files;sha256;blank_fields;findings\r\n");
	json_array_foreach(drafts, i, o) {
		put_cell(b, text(o, "id"), false);
		put_cell(b, text(o, "draft"), false);
		put_cell(b, text(o, "state"), false);
		put_cell(b, text(o, "source"), false);
		put_cell(b, text(o, "cause"), false);
		put_number(b, o, "pages");
		put_number(b, o, "errors");
		put_number(b, o, "warnings");
		put_number(b, o, "notes");
		buf_printf(b, "%zu;", json_array_size(json_object_get(o, "blanks")));
		put_number(b, o, "ms");
		put_list(b, o, "outputs", "file", false);
		put_list(b, o, "outputs", "sha256", false);
		put_list(b, o, "blanks", "text", false);
		put_list(b, o, "findings", "text", true);
	}
}

/* -- where it may go -- */

static bool
ends_in(const char *path, const char *ending)
{
	size_t n = strlen(path), k = strlen(ending);

	return n > k && strcmp(path + n - k, ending) == 0;
}

/* A report of whatever run, as it was written, or nothing yet; another file is not ours. */
static bool
is_report(const char *bytes, size_t len)
{
	static const char json[] = "{\"report\":\"pmpplan/";

	return len == 0 || (len >= sizeof(json) - 1 && memcmp(bytes, json, sizeof(json) - 1) == 0) ||
	    (len >= sizeof(csv_begin) - 1 && memcmp(bytes, csv_begin, sizeof(csv_begin) - 1) == 0);
}

int
report_may_write(const char *path, const char *const *inputs, size_t ninputs,
    struct diag *d)
{
	struct place at = {.file = path};
	struct stat out, in;
	size_t i, len = 0;
	char *s;
	bool ours;

	if (strcmp(path, "-") == 0)
		return 0;
	if (!ends_in(path, ".jsonl") && !ends_in(path, ".csv"))
		return diag(d, DIAG_REPORT_NAME, &at, NULL);
	if (stat(path, &out) == -1)
		return 0;
	for (i = 0; i < ninputs; i++)
		if (stat(inputs[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
			return diag(d, DIAG_USAGE_IS_INPUT, &at, NULL);
	if (!S_ISREG(out.st_mode))
		return 0; /* writing says what is wrong */
	s = slurp(path, SIZE_MOST, &len, DIAG_IO_READ, d);
	if (s == NULL)
		return -1;
	ours = is_report(s, len);
	free(s);
	return ours ? 0 : diag(d, DIAG_REPORT_EXISTS, &at, NULL);
}

int
report_write(const char *path, const json_t *head, const json_t *drafts, struct diag *d)
{
	struct publish_opts o = {.ours = is_report};
	struct buf b = {0};
	const json_t *draft;
	size_t i;
	int rc;

	if (ends_in(path, ".csv"))
		put_csv(&b, drafts);
	else {
		put_json(&b, head);
		json_array_foreach(drafts, i, draft)
			put_json(&b, draft);
	}
	rc = publish(path, b.s, b.len, &o, NULL, d);
	buf_free(&b);
	return rc;
}

/* -- reading: what comes in may be cut, mixed up, or somebody else's -- */

static bool
is_state(const char *s)
{
	static const char *const states[] = {"made", "unchanged", "kept", "failed", "not made",
	    "missing"};
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(s, states[i]) == 0)
			return true;
	return false;
}

/* "shard": [K, N], or none. */
static bool
is_shard(const json_t *shard)
{
	json_int_t k = json_integer_value(json_array_get(shard, 0));
	json_int_t n = json_integer_value(json_array_get(shard, 1));

	return shard == NULL || (json_array_size(shard) == 2 && k >= 1 && k <= n &&
	    n <= BATCH_SHARDS_MOST);
}

/* Fills "ids": id -> true for each. */
static bool
is_head(const json_t *head, json_t *ids)
{
	const json_t *list = json_object_get(head, "ids"), *id;
	size_t i;

	if (strcmp(text(head, "report"), "pmpplan/1") != 0 || *text(head, "written") == '\0' ||
	    !is_shard(json_object_get(head, "shard")) || json_array_size(list) == 0)
		return false;
	json_array_foreach(list, i, id) {
		const char *s = json_string_value(id);

		if (s == NULL || *s == '\0' || json_object_get(ids, s) != NULL)
			return false;
		json_object_set_new(ids, s, json_true());
	}
	return true;
}

/* A draft of this batch and shard that was not met before; it is struck out of "ids". */
static bool
is_draft(const json_t *o, const json_t *head, json_t *ids)
{
	const json_t *shard = json_object_get(head, "shard");
	const char *id = text(o, "id");

	if (!json_is_true(json_object_get(ids, id)) || !is_state(text(o, "state")))
		return false;
	json_object_set_new(ids, id, json_false());
	return shard == NULL || batch_shard(id, (int)json_integer_value(json_array_get(shard, 1))) ==
	    json_integer_value(json_array_get(shard, 0));
}

/* Reads lines while they are sound; counts them in at->line.  True at the very end. */
static bool
read_lines(const char *s, size_t len, struct place *at, json_t **head, json_t *drafts)
{
	const char *p = s, *end;
	json_t *o, *ids = json_object();
	bool good = true;

	for (; good && (end = memchr(p, '\n', len - (size_t)(p - s))) != NULL; p = end + 1) {
		o = json_loadb(p, (size_t)(end - p), JSON_REJECT_DUPLICATES, NULL);
		good = at->line == 1 ? is_head(o, ids) : is_draft(o, *head, ids);
		if (good && at->line == 1)
			*head = json_incref(o);
		else if (good)
			json_array_append(drafts, o);
		at->line += good;
		json_decref(o);
	}
	json_decref(ids);
	return good && p == s + len && *head != NULL;
}

json_t *
report_read(const char *path, json_t *drafts, struct diag *d)
{
	struct place at = {.file = path, .line = 1};
	json_t *head = NULL, *n;
	size_t len = 0;
	char *s = slurp(path, SIZE_MOST, &len, DIAG_IO_READ, d);
	bool good;

	if (s == NULL)
		return NULL;
	good = read_lines(s, len, &at, &head, drafts);
	free(s);
	/* Cut between two lines: the head says how many there were. */
	n = json_object_get(head, "drafts");
	if (good && (n == NULL || json_integer_value(n) == (json_int_t)json_array_size(drafts)))
		return head;
	diag(d, DIAG_REPORT_FORM, &at, NULL);
	json_decref(head);
	return NULL;
}
