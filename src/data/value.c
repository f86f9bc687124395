/* value - see value.h */
#include "data/value.h"

#include <string.h>

#include "base/buf.h"

#define LINEAR_MOST 16 /* fields that are searched one by one */

struct value *
value_new(struct arena *a, enum value_kind kind, const struct place *at)
{
	struct value *v = arena_alloc(a, sizeof(*v));

	v->kind = kind;
	if (at != NULL)
		v->at = *at;
	if (kind == VALUE_TEXT)
		v->text = "";
	return v;
}

struct value *
value_text(struct arena *a, const char *s, size_t len, const struct place *at)
{
	struct value *v = value_new(a, VALUE_TEXT, at);

	v->text = arena_strndup(a, s, len);
	v->len = len;
	return v;
}

struct value *
value_str(struct arena *a, const char *s)
{
	return value_text(a, s, strlen(s), NULL);
}

struct value *
value_int(struct arena *a, enum value_form form, int64_t num)
{
	struct value *v = value_new(a, VALUE_TEXT, NULL);
	uint64_t u = num < 0 ? 0 - (uint64_t)num : (uint64_t)num;

	v->form = form;
	v->num = num;
	if (form == VALUE_MONEY)
		v->text = arena_printf(a, "%s%llu.%02llu", num < 0 ? "-" : "",
		    (unsigned long long)(u / 100), (unsigned long long)(u % 100));
	else if (form == VALUE_BOOL)
		v->text = num != 0 ? "true" : "false";
	else
		v->text = arena_printf(a, "%lld", (long long)num);
	v->len = strlen(v->text);
	return v;
}

void
value_push(struct arena *a, struct value *list, struct value *item)
{
	list->items = arena_grow(a, list->items, list->nitems, list->nitems + 1,
	    &list->items_cap, sizeof(*list->items));
	list->items[list->nitems++] = item;
}

/* FNV-1a */
static uint32_t
hash_key(const char *s, size_t len)
{
	uint32_t h = 0x811C9DC5;

	while (len-- != 0)
		h = (h ^ (unsigned char)*s++) * 0x01000193;
	return h;
}

static bool
is_key(const struct value_field *f, const char *key, size_t len)
{
	/* Most differ in the first letter; strncmp() would be called for nothing. */
	return (len == 0 || f->key[0] == key[0]) && strncmp(f->key, key, len) == 0 &&
	    f->key[len] == '\0';
}

/* The slot that holds this key, or the free one where it belongs. */
static uint32_t *
index_slot(const struct value *map, const char *key, size_t len)
{
	size_t mask = map->index_size - 1, i = hash_key(key, len) & mask;

	while (map->index[i] != 0 && !is_key(&map->fields[map->index[i] - 1], key, len))
		i = (i + 1) & mask;
	return &map->index[i];
}

static void
index_build(struct arena *a, struct value *map)
{
	size_t i;

	map->index_size = map->index_size == 0 ? 8 * LINEAR_MOST : 2 * map->index_size;
	map->index = arena_array(a, map->index_size, sizeof(*map->index));
	for (i = 0; i < map->nfields; i++) {
		const char *key = map->fields[i].key;

		*index_slot(map, key, strlen(key)) = (uint32_t)(i + 1);
	}
}

struct value_field *
value_find(const struct value *map, const char *key, size_t len)
{
	uint32_t *slot;
	size_t i;

	if (map == NULL)
		return NULL;
	if (map->index != NULL) {
		slot = index_slot(map, key, len);
		return *slot == 0 ? NULL : &map->fields[*slot - 1];
	}
	for (i = 0; i < map->nfields; i++)
		if (is_key(&map->fields[i], key, len))
			return &map->fields[i];
	return NULL;
}

void
value_set(struct arena *a, struct value *map, const char *key, struct value *v)
{
	size_t len = strlen(key);
	struct value_field *f = value_find(map, key, len);

	if (f != NULL) {
		f->value = v;
		return;
	}
	map->fields = arena_grow(a, map->fields, map->nfields, map->nfields + 1,
	    &map->fields_cap, sizeof(*map->fields));
	map->fields[map->nfields++] = (struct value_field){.key = arena_strndup(a, key, len),
	    .at = v->at, .value = v};
	if (map->index == NULL ? map->nfields > LINEAR_MOST
	    : map->nfields * 2 > map->index_size)
		index_build(a, map);
	else if (map->index != NULL)
		*index_slot(map, key, len) = (uint32_t)map->nfields;
}

struct value *
value_getn(const struct value *map, const char *key, size_t len)
{
	struct value_field *f = value_find(map, key, len);

	return f == NULL ? NULL : f->value;
}

struct value *
value_get(const struct value *map, const char *key)
{
	return value_getn(map, key, strlen(key));
}

const char *
value_get_text(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v == NULL || v->kind != VALUE_TEXT ? NULL : v->text;
}

struct value *
value_copy(struct arena *a, const struct value *v)
{
	struct value *c = arena_alloc(a, sizeof(*c));

	*c = *v;
	c->items = arena_array(a, v->nitems, sizeof(*c->items));
	c->items_cap = v->nitems;
	if (v->nitems != 0)
		memcpy(c->items, v->items, v->nitems * sizeof(*c->items));
	c->fields = arena_array(a, v->nfields, sizeof(*c->fields));
	c->fields_cap = v->nfields;
	if (v->nfields != 0)
		memcpy(c->fields, v->fields, v->nfields * sizeof(*c->fields));
	if (v->index != NULL) {
		c->index = arena_array(a, v->index_size, sizeof(*c->index));
		memcpy(c->index, v->index, v->index_size * sizeof(*c->index));
	}
	return c;
}

/* -- dump -- */

#define DUMP_DEPTH 64 /* a model shares values; no honest one is deeper */

static void
indent(struct buf *out, int depth)
{
	while (depth-- > 0)
		buf_str(out, "  ");
}

/* A text on one line: escaped, in quotes. */
static void
dump_text(struct buf *out, const char *s, size_t len)
{
	size_t i;

	buf_ch(out, '"');
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\n')
			buf_str(out, "\\n");
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20)
			buf_printf(out, "\\x%02X", c);
		else if (c == 0xC2 && i + 1 < len && (unsigned char)s[i + 1] == 0xA0) {
			buf_str(out, "\xE2\x8D\xBD"); /* a no-break space is seen */
			i++;
		} else
			buf_ch(out, (char)c);
	}
	buf_ch(out, '"');
}

static void
dump_head(struct buf *out, const struct value *v)
{
	static const char *const forms[] = {"", " markdown", " int", " number", " money", " date",
	    " year", " bool"};

	switch (v->kind) {
	case VALUE_BLANK:
		buf_str(out, " ____");
		break;
	case VALUE_NONE:
		buf_str(out, " none");
		break;
	case VALUE_TEXT:
		buf_ch(out, ' ');
		dump_text(out, v->text, v->len);
		buf_str(out, forms[v->form]);
		break;
	case VALUE_LIST:
		buf_printf(out, " list of %zu", v->nitems);
		if (v->singular != NULL)
			buf_printf(out, " [%s]", v->singular);
		break;
	case VALUE_MAP:
		break;
	}
	if (v->kind >= VALUE_LIST && v->text != NULL) {
		buf_str(out, " prints ");
		dump_text(out, v->text, v->len);
	}
	buf_ch(out, '\n');
}

static void
dump(struct buf *out, const struct value *v, int depth)
{
	size_t i;

	dump_head(out, v);
	if (depth >= DUMP_DEPTH)
		return;
	for (i = 0; i < v->nfields; i++) {
		indent(out, depth);
		buf_printf(out, "%s:", v->fields[i].key);
		dump(out, v->fields[i].value, depth + 1);
	}
	for (i = 0; i < v->nitems; i++) {
		indent(out, depth);
		buf_ch(out, '-');
		dump(out, v->items[i], depth + 1);
	}
}

void
value_dump(struct buf *out, const struct value *v)
{
	dump(out, v, 0);
}
