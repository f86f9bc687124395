/* register - see register.h */
#include "archive/register.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
line_fault(const struct archive_register *reg, size_t line, enum diag_code code,
    const char *detail, struct ocfl_report *r)
{
	struct place at = {.file = reg->path, .line = (int)line};

	r->faults++;
	diag(r->d, code, &at, detail, NULL);
}

static const char *
text(struct arena *a, json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? NULL : arena_strdup(a, s);
}

/* One line; what is not a register entry is reported and kept, for its digest. */
static void
take_line(struct arena *a, struct archive_register *reg, const char *s, size_t len,
    struct ocfl_report *r)
{
	json_error_t error;
	json_t *o = json_loadb(s, len, JSON_REJECT_DUPLICATES, &error);
	struct register_entry *e;
	const char *before;

	reg->v = arena_grow(a, reg->v, reg->n, reg->n + 1, &reg->cap, sizeof(reg->v[0]));
	e = &reg->v[reg->n++];
	*e = (struct register_entry){.time = text(a, o, "time"), .id = text(a, o, "id"),
	    .version = text(a, o, "version"), .who = text(a, o, "who"), .why = text(a, o, "why"),
	    .inventory = text(a, o, "inventory"), .previous = text(a, o, "previous")};
	digest_bytes("sha512", s, len, e->digest);
	if (o == NULL)
		line_fault(reg, reg->n, DIAG_ARCHIVE_REGISTER, arena_strdup(a, error.text), r);
	else if (e->time == NULL || e->id == NULL || e->version == NULL || e->inventory == NULL ||
	    e->previous == NULL)
		line_fault(reg, reg->n, DIAG_ARCHIVE_REGISTER, "time, id, version, inventory, previous",
		    r);
	before = reg->n == 1 ? "" : reg->v[reg->n - 2].digest;
	if (e->previous != NULL && strcmp(e->previous, before) != 0)
		line_fault(reg, reg->n, DIAG_ARCHIVE_CHAIN, NULL, r);
	json_decref(o);
}

static int
by_id(const void *a, const void *b, void *reg)
{
	const struct register_entry *v = ((struct archive_register *)reg)->v;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int rc = strcmp(v[x].id, v[y].id);

	return rc != 0 ? rc : (x > y) - (x < y);
}

/* Which entries a plan has, and the how-manieth of them each is. */
static void
sort(struct arena *a, struct archive_register *reg)
{
	size_t i;

	reg->by_id = arena_array(a, reg->n, sizeof(reg->by_id[0]));
	reg->named = 0;
	for (i = 0; i < reg->n; i++)
		if (reg->v[i].id != NULL)
			reg->by_id[reg->named++] = i;
	if (reg->named > 1)
		qsort_r(reg->by_id, reg->named, sizeof(reg->by_id[0]), by_id, reg);
	for (i = 0; i < reg->named; i++) {
		struct register_entry *e = &reg->v[reg->by_id[i]], *before;

		before = i == 0 ? NULL : &reg->v[reg->by_id[i - 1]];
		e->turn = before != NULL && strcmp(before->id, e->id) == 0 ? before->turn + 1 : 1;
	}
}

/* The first place in by_id that may be of a plan. */
static size_t
first_of(const struct archive_register *reg, const char *id)
{
	size_t low = 0, high = reg->named, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (strcmp(reg->v[reg->by_id[mid]].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int
register_read(struct arena *a, const char *path, struct archive_register *reg,
    struct ocfl_report *r)
{
	size_t faults = r->faults, len;
	const char *s, *end;

	*reg = (struct archive_register){.path = path};
	s = ocfl_slurp(a, path, REGISTER_MOST, &len, r);
	if (s == NULL)
		return -1;
	for (; (end = memchr(s, '\n', len)) != NULL; s = end + 1) {
		if (end + 1 == s + len && memchr(s, '\0', len) != NULL)
			break;
		take_line(a, reg, s, (size_t)(end - s), r);
		len -= (size_t)(end - s) + 1;
		reg->whole += (size_t)(end - s) + 1;
	}
	sort(a, reg);
	if (len != 0) {
		reg->torn = arena_strndup(a, s, len);
		reg->torn_len = len;
	}
	return r->faults == faults ? 0 : -1;
}

const char *
register_line(struct arena *a, const char *previous, const struct inventory *v,
    const struct inv_version *version, const char *inventory_digest)
{
	json_t *o = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "time",
	    version->created == NULL ? "" : version->created, "id", v->id, "version", version->name,
	    "who", version->user == NULL ? "" : version->user, "why",
	    version->message == NULL ? "" : version->message, "inventory", inventory_digest,
	    "previous", previous);
	char *s = o == NULL ? NULL : json_dumps(o, JSON_COMPACT);
	const char *out = arena_strdup(a, s == NULL ? "" : s);

	free(s);
	json_decref(o);
	return out;
}

const char *
register_last(const struct archive_register *reg)
{
	return reg->n == 0 ? "" : reg->v[reg->n - 1].digest;
}

struct register_entry *
register_add(struct arena *a, struct archive_register *reg, const char *line, const char *id,
    const char *version, const char *inventory)
{
	size_t i = reg->n;

	reg->v = arena_grow(a, reg->v, reg->n, reg->n + 1, &reg->cap, sizeof(reg->v[0]));
	reg->v[reg->n++] = (struct register_entry){.id = id, .version = version,
	    .inventory = inventory};
	digest_bytes("sha512", line, strlen(line), reg->v[i].digest);
	sort(a, reg);
	return &reg->v[i];
}

size_t
register_count(const struct archive_register *reg, const char *id)
{
	size_t first = first_of(reg, id), i = first;

	while (i < reg->named && strcmp(reg->v[reg->by_id[i]].id, id) == 0)
		i++;
	return i - first;
}

const struct register_entry *
register_find(const struct archive_register *reg, const char *id, const char *version)
{
	const struct register_entry *e, *hit = NULL;
	size_t i;

	for (i = first_of(reg, id); i < reg->named; i++) {
		e = &reg->v[reg->by_id[i]];
		if (strcmp(e->id, id) != 0)
			break;
		if (e->version != NULL && strcmp(e->version, version) == 0)
			hit = e;
	}
	return hit;
}
