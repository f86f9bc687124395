/* The list of municipalities: names in their cases; see schema.h */
#include <string.h>

#include "base/utf8.h"
#include "schema/schema.h"

#define NAMES_MOST 256

/* The line's fields: our own file has no quotes. */
static size_t
fields(struct arena *a, const char *line, size_t len, const char **out, size_t most)
{
	size_t n = 0, k;
	const char *end = line + len;

	while (n < most) {
		k = strcspn(line, ",\r\n");
		if (line + k > end)
			k = (size_t)(end - line);
		out[n++] = arena_strndup(a, line, k);
		if (line + k >= end || line[k] != ',')
			break;
		line += k + 1;
	}
	return n;
}

/* "Valkas novads" is meant by "valkas-novads" and by "Valkas"; "Rīga" by rule of its first word. */
static bool
is_meant(const char *slug, const char *wanted)
{
	size_t n = strlen(wanted), first = strcspn(slug, "-");

	if (strcmp(slug, wanted) == 0)
		return true;
	/* The town in the nominative: Valka for Valkas, Rezekne for Rezeknes, Ventspils as it is. */
	return strchr(wanted, '-') == NULL && n >= first - 1 && n <= first && n > 2 &&
	    strncmp(slug, wanted, first - 1) == 0;
}

bool
municipality_find(struct arena *a, const char *csv, const char *name, struct municipality *out,
    const char **near)
{
	const char *wanted = utf8_slug(a, name), *slugs[NAMES_MOST], *names[NAMES_MOST], *v[8], *hit;
	size_t len, n = 0, i;
	bool head = true;

	*near = NULL;
	for (; *csv != '\0'; csv += len + (csv[len] != '\0')) {
		len = strcspn(csv, "\n");
		if (head || fields(a, csv, len, v, 8) < 8) {
			head = false;
			continue;
		}
		if (is_meant(utf8_slug(a, v[3]), wanted)) {
			for (i = 0; i < 4; i++)
				out->forms[i] = v[3 + i];
			out->valid_until = v[7];
			return true;
		}
		if (n < NAMES_MOST) {
			names[n] = v[3];
			slugs[n] = utf8_slug(a, v[3]);
			if (strchr(wanted, '-') == NULL) /* one word is compared with one word */
				slugs[n] = arena_strndup(a, slugs[n], strcspn(slugs[n], "-"));
			n++;
		}
	}
	hit = utf8_nearest(wanted, slugs, n);
	for (i = 0; i < n; i++)
		if (slugs[i] == hit)
			*near = names[i];
	return false;
}
