/* name - names of output files, and which shard makes them; see batch.h */
#include <openssl/sha.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "batch/batch.h"
#include "batch/columns.h"

#define NAME_MOST 120 /* bytes */
#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
#define PATH_MOST 8 /* steps to a field */

/* Names that belong to devices on Windows, with any ending. */
static bool
is_device(const char *s)
{
	static const char *const names[] = {"con", "prn", "aux", "nul", "com", "lpt"};
	size_t n = strcspn(s, "."), i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncasecmp(s, names[i], 3) == 0 && (i < 4 ? n == 3
		    : n == 4 && s[3] >= '1' && s[3] <= '9'))
			return true;
	return false;
}

/* A field of the plan by its path; maps print their nominative. */
static const char *
field_text(struct arena *a, const struct value *plan, const char *path, size_t len)
{
	const struct value *v = plan;
	const char *end = path + len, *dot;

	for (; v != NULL; path = dot + 1) {
		dot = memchr(path, '.', (size_t)(end - path));
		v = v->kind == VALUE_MAP
		    ? value_getn(v, path, (size_t)((dot == NULL ? end : dot) - path)) : NULL;
		if (dot == NULL)
			break;
	}
	if (v != NULL && v->kind == VALUE_MAP)
		v = value_get(v, "nominative");
	return v == NULL || v->kind != VALUE_TEXT || v->len == 0 ? NULL : utf8_slug(a, v->text);
}

/* Plain letters, digits, "._-"; begins with a letter or digit; does not end in a dot. */
static bool
is_good(const char *s)
{
	size_t n = strlen(s);

	return n != 0 && n <= NAME_MOST && !is_device(s) && strchr("._-", s[0]) == NULL &&
	    s[n - 1] != '.' && strspn(s, NAME_CHARS) == n;
}

/* Does a plan have such a field, or a group of forms that is printed in its nominative? */
static bool
is_field(struct arena *a, const char *path, size_t len, const char **near)
{
	struct rows_step steps[PATH_MOST + 1] = {{0}};
	struct rows_target t = {0};
	const char *end = path + len, *dot;
	size_t n = 0;

	do {
		if (n == PATH_MOST)
			return false;
		dot = memchr(path, '.', (size_t)(end - path));
		steps[n++].name = arena_strndup(a, path, (size_t)((dot == NULL ? end : dot) - path));
		path = dot == NULL ? end : dot + 1;
	} while (dot != NULL);
	if (columns_resolve(a, steps, n, &t))
		return true;
	*near = t.near;
	steps[n].name = "nominative";
	return columns_resolve(a, steps, n + 1, &t);
}

int
batch_pattern(const char *pattern, struct diag *d)
{
	struct place at = {.file = "--name"};
	struct arena *a = arena_new();
	const char *s = pattern, *open, *close, *near = NULL;
	int rc = 0;

	for (; rc == 0; s = close + 2) {
		open = strstr(s, "{{");
		if (strspn(s, NAME_CHARS) < (open == NULL ? strlen(s) : (size_t)(open - s)) ||
		    (open != NULL && strstr(open, "}}") == NULL))
			rc = diag(d, DIAG_NAME_BAD, &at, pattern, NULL);
		if (rc == -1 || open == NULL)
			break;
		close = strstr(open, "}}");
		if (!is_field(a, open + 2, (size_t)(close - open - 2), &near))
			rc = diag(d, DIAG_NAME_NO_FIELD, &at, arena_strndup(a, open,
			    (size_t)(close - open) + 2), near == NULL ? "" : near, NULL);
	}
	arena_free(a);
	return rc;
}

const char *
batch_name(struct arena *a, const char *pattern, const struct value *plan,
    const struct place *at, struct diag *d)
{
	struct buf b = {0};
	const char *s = pattern, *open, *close, *text, *name;

	while ((open = strstr(s, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
		buf_add(&b, s, (size_t)(open - s));
		text = field_text(a, plan, open + 2, (size_t)(close - open - 2));
		if (text == NULL) {
			diag(d, DIAG_NAME_FIELD, at, arena_strndup(a, open, (size_t)(close - open) + 2),
			    NULL);
			buf_free(&b);
			return NULL;
		}
		buf_str(&b, text);
		s = close + 2;
	}
	buf_str(&b, s);
	name = arena_strdup(a, buf_cstr(&b));
	buf_free(&b);
	if (is_good(name))
		return name;
	diag(d, DIAG_NAME_BAD, at, name, NULL);
	return NULL;
}

int
batch_shard(const char *id, int n)
{
	unsigned char h[SHA256_DIGEST_LENGTH];
	unsigned long long v = 0;
	int i;

	SHA256((const unsigned char *)id, strlen(id), h);
	for (i = 0; i < 8; i++)
		v = v << 8 | h[i];
	return (int)(v % (unsigned long long)n) + 1;
}
