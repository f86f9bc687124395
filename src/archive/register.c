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

const struct register_entry *
register_find(const struct archive_register *reg, const char *id, const char *version)
{
	size_t i;

	for (i = reg->n; i-- > 0;)
		if (reg->v[i].id != NULL && reg->v[i].version != NULL &&
		    strcmp(reg->v[i].id, id) == 0 && strcmp(reg->v[i].version, version) == 0)
			return &reg->v[i];
	return NULL;
}
