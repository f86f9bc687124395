/* report - see report.h */
#include "batch/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/publish.h"

#define SIZE_MOST ((size_t)256 << 20)

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
			buf_printf(&t, "%s:%lld: ", text(v, "file"),
			    (long long)json_integer_value(json_object_get(v, "line")));
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

	buf_str(b, "\xEF\xBB\xBFid;draft;state;source;cause;pages;errors;warnings;notes;blanks;ms;files;"
	    "sha256;blank_fields;findings\r\n");
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

int
report_write(const char *path, const json_t *head, const json_t *drafts, struct diag *d)
{
	struct publish_opts force = {.force = true};
	size_t n = strlen(path), i;
	struct buf b = {0};
	const json_t *o;
	int rc;

	if (n > 4 && strcmp(path + n - 4, ".csv") == 0)
		put_csv(&b, drafts);
	else {
		put_json(&b, head);
		json_array_foreach(drafts, i, o)
			put_json(&b, o);
	}
	rc = publish(path, b.s, b.len, &force, NULL, d);
	buf_free(&b);
	return rc;
}

json_t *
report_read(const char *path, json_t *drafts, struct diag *d)
{
	struct place at = {.file = path, .line = 1};
	size_t len = 0;
	char *s = slurp(path, SIZE_MOST, &len, DIAG_IO_READ, d), *p = s, *end;
	json_t *head = NULL, *o;

	if (s == NULL)
		return NULL;
	for (; (end = memchr(p, '\n', len - (size_t)(p - s))) != NULL; p = end + 1, at.line++) {
		o = json_loadb(p, (size_t)(end - p), JSON_REJECT_DUPLICATES, NULL);
		if (at.line == 1 && strcmp(text(o, "report"), "pmpplan/1") == 0)
			head = o;
		else if (at.line > 1 && json_is_string(json_object_get(o, "id")))
			json_array_append_new(drafts, o);
		else {
			json_decref(o);
			break;
		}
	}
	if (p != s + len || head == NULL) {
		diag(d, DIAG_REPORT_FORM, &at, NULL);
		json_decref(head);
		head = NULL;
	}
	free(s);
	return head;
}
