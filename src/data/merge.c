/* merge - see merge.h */
#include "data/merge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "data/yaml.h"

#define CHAIN_MOST 16 /* plans built on each other */
#define NEAR_MOST 200 /* ids that a typing mistake is compared with */

/* Recursion: as deep as the values, and yaml.c lets no more than 32 levels in. */
static struct value *merge_maps(struct arena *a, const struct value *base,
    const struct value *over, struct diag *d);

/* The id of a list item, or NULL. */
static const struct value *
item_id(const struct value *item)
{
	const struct value *id = item->kind == VALUE_MAP ? value_get(item, "id") : NULL;

	return id != NULL && id->kind == VALUE_TEXT ? id : NULL;
}

static bool
all_have_ids(const struct value *list)
{
	size_t i;

	for (i = 0; i < list->nitems; i++)
		if (item_id(list->items[i]) == NULL)
			return false;
	return list->nitems != 0;
}

/* Does it name items of the base at all?  A list without any id replaces the base's. */
static bool
any_has_id(const struct value *list)
{
	size_t i;

	for (i = 0; i < list->nitems; i++)
		if (item_id(list->items[i]) != NULL)
			return true;
	return false;
}

/* Does this item or mapping ask to be taken away? */
static bool
is_removal(const struct value *v, struct diag *d)
{
	const struct value *r = v->kind == VALUE_MAP ? value_get(v, "remove") : NULL;

	if (r == NULL)
		return false;
	if (r->kind == VALUE_TEXT && strcmp(r->text, "true") == 0)
		return true;
	diag(d, DIAG_MERGE_REMOVE, &r->at, NULL);
	return false;
}

/*
 * A list being merged: its items as a ring through "end", so that one can be put
 * anywhere at once.  Item i is node i; links are numbers, for items grow by one array.
 */
struct chain {
	const struct value **item;
	size_t *next, *prev; /* node "end" closes the ring */
	size_t n, end;
	struct value *where; /* id -> number of the item, as a text's num */
};

static void
chain_unlink(struct chain *c, size_t i)
{
	c->next[c->prev[i]] = c->next[i];
	c->prev[c->next[i]] = c->prev[i];
	c->next[i] = c->prev[i] = i;
}

static void
chain_insert(struct chain *c, size_t i, size_t after)
{
	c->next[i] = c->next[after];
	c->prev[i] = after;
	c->prev[c->next[after]] = i;
	c->next[after] = i;
}

static void
chain_append(struct chain *c, size_t i)
{
	chain_insert(c, i, c->prev[c->end]);
}

/* "cannot remove "x": ..., did you mean "y"?" */
static void
report_no_item(const struct chain *c, const struct place *at, const char *en, const char *lv,
    const char *id, struct diag *d)
{
	const char *words[NEAR_MOST];
	size_t i, n = 0;

	for (i = 0; i < c->where->nfields && n < NEAR_MOST; i++)
		if (strcmp(c->where->fields[i].key, id) != 0)
			words[n++] = c->where->fields[i].key;
	diag(d, DIAG_MERGE_NO_ITEM, at, diag_pick(d, en, lv), id, utf8_nearest(id, words, n), NULL);
}

/* Where "after:" wants item i: moves it there. */
static void
place_after(struct chain *c, size_t i, const struct value *after, struct diag *d)
{
	const struct value *target = after->kind == VALUE_TEXT ? value_get(c->where, after->text)
	    : NULL;

	if (after->kind != VALUE_BLANK && (target == NULL || (size_t)target->num == i)) {
		report_no_item(c, &after->at, "place something after", "kaut ko likt aiz",
		    after->kind == VALUE_TEXT ? after->text : "", d);
		return;
	}
	chain_unlink(c, i);
	chain_insert(c, i, target == NULL ? c->end : (size_t)target->num);
}

/* The same mapping without the words that only steer the merging. */
static struct value *
without(struct arena *a, const struct value *map, const char *k1, const char *k2)
{
	struct value *c = value_new(a, map->kind, &map->at);
	size_t i;

	for (i = 0; i < map->nfields; i++) {
		const struct value_field *f = &map->fields[i];

		if (strcmp(f->key, k1) == 0 || (k2 != NULL && strcmp(f->key, k2) == 0))
			continue;
		value_set(a, c, f->key, f->value);
		c->fields[c->nfields - 1].at = f->at;
	}
	return c;
}

static void
merge_item(struct arena *a, struct chain *c, const struct value *item, struct diag *d)
{
	const struct value *id = item_id(item), *after = value_get(item, "after");
	const struct value *found = value_get(c->where, id->text);
	bool removal = is_removal(item, d);
	struct value *mine, *number;
	size_t i;

	if (removal) {
		if (found == NULL)
			report_no_item(c, &id->at, "remove", "noņemt", id->text, d);
		else
			chain_unlink(c, (size_t)found->num);
		return;
	}
	mine = without(a, item, "after", "remove");
	if (found != NULL) {
		i = (size_t)found->num;
		c->item[i] = merge_maps(a, c->item[i], mine, d);
	} else {
		i = c->n++;
		c->item[i] = mine;
		number = value_int(a, VALUE_INT, (int64_t)i);
		value_set(a, c->where, id->text, number);
	}
	if (found == NULL)
		chain_append(c, i);
	if (after != NULL)
		place_after(c, i, after, d);
}

/*
 * An id twice in the plan's own list would silently merge with itself; an item without one
 * beside others that have one cannot be told apart from those of the base.
 */
static void
check_own_ids(struct arena *a, const struct value *over, struct diag *d)
{
	struct value *seen = value_new(a, VALUE_MAP, NULL);
	size_t i;

	for (i = 0; i < over->nitems; i++) {
		const struct value *id = item_id(over->items[i]), *was;

		if (id == NULL) {
			diag(d, DIAG_MERGE_NO_ID, &over->items[i]->at, NULL);
			continue;
		}
		was = value_get(seen, id->text);
		if (was != NULL)
			diag(d, DIAG_MERGE_DUP, &id->at, id->text,
			    arena_printf(a, "%d", was->at.line), NULL);
		else
			value_set(a, seen, id->text, value_text(a, "", 0, &id->at));
	}
}

static struct value *
merge_lists(struct arena *a, const struct value *base, const struct value *over, struct diag *d)
{
	size_t end = base->nitems + over->nitems, i, k;
	struct value *r = value_new(a, VALUE_LIST, &over->at);
	struct chain c = {
	    .item = arena_array(a, end + 1, sizeof(*c.item)),
	    .next = arena_array(a, end + 1, sizeof(*c.next)),
	    .prev = arena_array(a, end + 1, sizeof(*c.prev)),
	    .end = end,
	    .where = value_new(a, VALUE_MAP, NULL),
	};

	c.next[end] = c.prev[end] = end;
	check_own_ids(a, over, d);
	for (i = 0; i < base->nitems; i++) {
		const struct value *id = item_id(base->items[i]);

		c.item[c.n] = base->items[i];
		chain_append(&c, c.n);
		/* Of a doubled id the first counts; the plan's check reports it. */
		if (value_get(c.where, id->text) == NULL)
			value_set(a, c.where, id->text, value_int(a, VALUE_INT, (int64_t)c.n));
		c.n++;
	}
	for (i = 0; i < over->nitems; i++)
		if (item_id(over->items[i]) != NULL)
			merge_item(a, &c, over->items[i], d);
	for (k = c.next[end]; k != end; k = c.next[k])
		value_push(a, r, (struct value *)(uintptr_t)c.item[k]);
	return r;
}

static const char *
kind_name(const struct value *v, const struct diag *d)
{
	switch (v->kind) {
	case VALUE_LIST: return diag_pick(d, "a list", "saraksts");
	case VALUE_MAP: return diag_pick(d, "a group of fields", "lauku kopa");
	default: return diag_pick(d, "a text", "teksts");
	}
}

/* One field that both have. */
static struct value *
merge_field(struct arena *a, const struct value_field *base, const struct value_field *over,
    struct diag *d)
{
	struct value *b = base->value, *o = over->value;

	if (b->kind == VALUE_MAP && o->kind == VALUE_MAP)
		return merge_maps(a, b, o, d);
	if (b->kind == VALUE_LIST && o->kind == VALUE_LIST && all_have_ids(b) && any_has_id(o))
		return merge_lists(a, b, o, d);
	/* A text may replace {text: ...} and so on, but a list for fields is a slip. */
	if ((b->kind == VALUE_LIST && o->kind == VALUE_MAP) ||
	    (b->kind == VALUE_MAP && o->kind == VALUE_LIST))
		diag(d, DIAG_MERGE_KIND, &o->at, over->key, kind_name(o, d), kind_name(b, d),
		    arena_printf(a, "%d", b->at.line), NULL);
	return o;
}

static struct value *
merge_maps(struct arena *a, const struct value *base, const struct value *over, struct diag *d)
{
	struct value *r = value_new(a, VALUE_MAP, &over->at), *v;
	const struct value_field *f, *o;
	size_t i;

	for (i = 0; i < base->nfields; i++) {
		f = &base->fields[i];
		o = value_find(over, f->key, strlen(f->key));
		if (o != NULL && is_removal(o->value, d))
			continue;
		v = o == NULL ? f->value : merge_field(a, f, o, d);
		value_set(a, r, f->key, v);
		r->fields[r->nfields - 1].at = o == NULL ? f->at : o->at;
	}
	for (i = 0; i < over->nfields; i++) {
		f = &over->fields[i];
		if (value_find(base, f->key, strlen(f->key)) != NULL)
			continue;
		if (is_removal(f->value, d)) {
			diag(d, DIAG_MERGE_NO_ITEM, &f->at, diag_pick(d, "remove", "noņemt"),
			    f->key, NULL);
			continue;
		}
		value_set(a, r, f->key, f->value);
		r->fields[r->nfields - 1].at = f->at;
	}
	return r;
}

struct value *
merge_plans(struct arena *a, const struct value *base, const struct value *over, struct diag *d)
{
	return merge_maps(a, base, over, d);
}

/* -- reading with all bases -- */

struct identity { /* of a file, however it is named */
	dev_t dev;
	ino_t ino;
};

/* base: is relative to the folder of the file that says it. */
static char *
base_path(struct arena *a, const char *from, const char *name)
{
	const char *slash = strcmp(from, "-") == 0 ? NULL : strrchr(from, '/');

	if (name[0] == '/' || slash == NULL)
		return arena_strdup(a, name);
	return arena_printf(a, "%.*s/%s", (int)(slash - from), from, name);
}

/* Is the base there, and not one of those that led to it?  Fills in seen[depth]. */
static int
check_base(const char *path, const struct value *base, struct identity *seen, int depth,
    struct diag *d)
{
	char limit[8];
	struct stat st;
	int i;

	if (depth == CHAIN_MOST) {
		snprintf(limit, sizeof(limit), "%d", CHAIN_MOST);
		return diag(d, DIAG_BASE_DEPTH, &base->at, limit, NULL);
	}
	if (stat(path, &st) == -1)
		return diag(d, DIAG_BASE, &base->at, base->text, errno == ENOENT
		    ? diag_pick(d, "no such file", "nav tāda faila") : publish_why(d, errno), NULL);
	if (!S_ISREG(st.st_mode))
		return diag(d, DIAG_BASE, &base->at, base->text,
		    diag_pick(d, "not a regular file", "tas nav parasts fails"), NULL);
	seen[depth] = (struct identity){st.st_dev, st.st_ino};
	for (i = 0; i < depth; i++)
		if (seen[i].dev == st.st_dev && seen[i].ino == st.st_ino)
			return diag(d, DIAG_BASE_CYCLE, &base->at, base->text, NULL);
	return 0;
}

struct value *
merge_read(struct arena *a, const char *path, struct diag *d)
{
	struct identity seen[CHAIN_MOST + 1] = {0};
	struct value *plans[CHAIN_MOST + 1], *base, *r;
	struct stat st;
	int n = 1;

	if (strcmp(path, "-") != 0 && stat(path, &st) == 0)
		seen[0] = (struct identity){st.st_dev, st.st_ino};
	plans[0] = yaml_read(a, path, d);
	if (plans[0] == NULL)
		return NULL;
	while ((base = value_get(plans[n - 1], "base")) != NULL) {
		if (base->kind != VALUE_TEXT || base->len == 0 || strcmp(base->text, "-") == 0) {
			diag(d, DIAG_BASE_FORM, &base->at, NULL);
			return NULL;
		}
		path = base_path(a, path, base->text);
		if (check_base(path, base, seen, n, d) == -1)
			return NULL;
		plans[n] = yaml_read(a, path, d);
		if (plans[n] == NULL)
			return NULL;
		n++;
	}
	/* From the lowest base upwards. */
	r = plans[--n];
	while (n-- > 0)
		r = merge_plans(a, r, plans[n], d);
	return value_get(r, "base") == NULL ? r : without(a, r, "base", NULL);
}
