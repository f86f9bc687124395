/*
 * Ids and what refers to them.  Each kind of thing has its own ids; the same word
 * may be a goal and an institution.
 */
#include <string.h>

#include "plan/priv.h"

static const struct value *
list_of(const struct value *map, const char *key)
{
	const struct value *v = plan_get(map, key);

	return v != NULL && v->kind == VALUE_LIST ? v : NULL;
}

static size_t
count(const struct value *list)
{
	return list == NULL ? 0 : list->nitems;
}

static void
add_id(struct plan *p, struct idmap *m, struct value *item)
{
	const char *id = plan_text(item, "id");
	const struct value *old, *at;

	if (id == NULL)
		return;
	old = idmap_add(p->a, m, id, item);
	if (old == NULL)
		return;
	at = value_get(old, "id");
	diag(p->d, DIAG_PLAN_DUP_ID, &value_get(item, "id")->at, id,
	    arena_printf(p->a, "%d", at->at.line), NULL);
	p->errors++;
}

static void
add_ids(struct plan *p, struct idmap *m, const struct value *list)
{
	size_t i;

	for (i = 0; i < count(list); i++)
		add_id(p, m, list->items[i]);
}

static void
add_builtin_sources(struct plan *p)
{
	const struct builtin_source *s;
	struct value *v;

	for (s = field_sources; s->id != NULL; s++) {
		v = value_new(p->a, VALUE_MAP, NULL);
		value_set(p->a, v, "id", value_str(p->a, s->id));
		value_set(p->a, v, "name", value_str(p->a, s->name));
		idmap_add(p->a, &p->sources, s->id, v);
	}
}

static void
collect(struct plan *p)
{
	const struct value *goals = list_of(p->root, "goals"), *activities;
	size_t g, k;

	add_ids(p, &p->institutions, list_of(p->root, "institutions"));
	add_ids(p, &p->sources, list_of(p->root, "sources"));
	add_builtin_sources(p); /* an own source of that id has the first word */
	add_ids(p, &p->situation, list_of(p->root, "situation"));
	add_ids(p, &p->goals, goals);
	add_ids(p, &p->indicators, list_of(p->root, "indicators"));
	for (g = 0; g < count(goals); g++) {
		activities = list_of(goals->items[g], "activities");
		add_ids(p, &p->activities, activities);
		for (k = 0; k < count(activities); k++)
			add_ids(p, &p->tasks, list_of(activities->items[k], "tasks"));
	}
}

/* The id of what is called so: who fills in a plan writes the name that is printed. */
static const char *
id_of_name(struct plan *p, const struct idmap *m, const char *word)
{
	static const char *const names[] = {"short", "name"};
	const char *s;
	size_t i, k;

	if (p->guesses >= MAX_GUESSES)
		return NULL;
	for (i = 0; i < m->n; i++)
		for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			s = plan_text(idmap_get(m, m->keys[i]), names[k]);
			if (s != NULL && strcmp(s, word) == 0)
				return m->keys[i];
		}
	return NULL;
}

/* What the references of a plan that lead nowhere name. */
struct refs {
	struct idmap seen; /* -> struct lost */
	struct lost *lost, **end;
};

#define MOST_IDS 8   /* a message lists so many, if there are no more */
#define MOST_LINES 6 /* that a message names */

/* The ids there are, when they are few: "vjcg, iksj". */
static const char *
few_ids(struct plan *p, const struct idmap *m)
{
	const char *ids = NULL;
	size_t i;

	for (i = 0; i < m->n && m->n <= MOST_IDS; i++)
		ids = ids == NULL ? m->keys[i] : arena_printf(p->a, "%s, %s", ids, m->keys[i]);
	return ids;
}

static const char *
id_meant(struct plan *p, const struct idmap *m, const char *word)
{
	return idmap_get(m, word) != NULL ? word : id_of_name(p, m, word);
}

/* Bytes without the blanks at the end. */
static size_t
trimmed(const char *s)
{
	size_t len = strlen(s);

	while (len > 0 && s[len - 1] == ' ')
		len--;
	return len;
}

/* Where the next "," or " un " begins, or the end; "len" is what it takes. */
static const char *
next_cut(const char *s, size_t *len)
{
	static const char *const between[] = {",", ";", " un ", " and ", "/"};
	const char *cut = s + strlen(s), *sep;
	size_t i;

	*len = 0;
	for (i = 0; i < sizeof(between) / sizeof(between[0]); i++)
		if ((sep = strstr(s, between[i])) != NULL && sep < cut) {
			cut = sep;
			*len = strlen(between[i]);
		}
	return cut;
}

/* "vjcg, iksj", "VJCĢ un IKSJ": several ids, or names, in one text -> "[vjcg, iksj]". */
static const char *
several(struct plan *p, const struct idmap *m, const char *word)
{
	const char *list = NULL, *id = NULL, *s = word, *cut = word;
	size_t len = 0, cuts, n = 0;
	char *part;

	for (cuts = 0; cuts < 2 * MOST_IDS && cut != NULL; cuts++) {
		cut = next_cut(cut + len, &len);
		s += strspn(s, " ");
		part = arena_strndup(p->a, s, (size_t)(cut - s));
		part[trimmed(part)] = '\0';
		id = id_meant(p, m, part);
		/* Else the sign belongs to a name: "Izglītības un jaunatnes nodaļa". */
		if (id != NULL) {
			list = list == NULL ? id : arena_printf(p->a, "%s, %s", list, id);
			s = cut + len;
			n++;
		}
		if (len == 0)
			break;
	}
	return id == NULL || n < 2 || len != 0 ? NULL : arena_printf(p->a, "[%s]", list);
}

/* What may stand there, when nothing is near: an id, or a text of its own. */
static const char *
instead(struct plan *p, const struct idmap *m, const char *word)
{
	const struct builtin_source *s;
	const char *ids = NULL;

	if (m == &p->institutions)
		return strchr(word, ' ') == NULL
		    ? NULL : arena_printf(p->a, "{text: %s}", word);
	for (s = field_sources; m == &p->sources && s->id != NULL; s++)
		ids = ids == NULL ? s->id : arena_printf(p->a, "%s, %s", ids, s->id);
	return m == &p->sources ? ids : few_ids(p, m);
}

/* An id that is referred to and that nothing has: said once, with all its lines. */
struct lost {
	struct lost *next;
	const struct idmap *map;
	const struct value *first;
	enum diag_code code;
	const char *lines; /* the further ones: "19, 24", or NULL */
	int last;          /* of them */
	size_t n;
};

static bool
same_file(const struct value *a, const struct value *b)
{
	return a->at.file == b->at.file || (a->at.file != NULL && b->at.file != NULL &&
	    strcmp(a->at.file, b->at.file) == 0);
}

static void
add_lost(struct plan *p, struct refs *r, const struct idmap *m, const struct value *v,
    enum diag_code code)
{
	struct lost *l = idmap_get(&r->seen, v->text), **end = r->end;

	p->errors++;
	/* One word may stand for a goal here and an institution there. */
	if (l == NULL || l->map != m || !same_file(l->first, v)) {
		l = arena_alloc(p->a, sizeof(*l));
		*l = (struct lost){.map = m, .first = v, .code = code};
		idmap_add(p->a, &r->seen, v->text, l);
		*end = l;
		r->end = &l->next;
		return;
	}
	if (v->at.line == (l->last == 0 ? l->first->at.line : l->last))
		return;
	l->last = v->at.line;
	if (l->n++ < MOST_LINES)
		l->lines = arena_printf(p->a, "%s%s%d%s",
		    l->lines == NULL ? diag_pick(p->d, "line ", "") : l->lines,
		    l->lines == NULL ? "" : ", ", v->at.line, diag_pick(p->d, "", "."));
}

static void
tell_lost(struct plan *p, const struct refs *r)
{
	const char *near, *word, *more, *hint, *known;
	const struct lost *l;

	for (l = r->lost; l != NULL; l = l->next) {
		word = l->first->text;
		near = id_of_name(p, l->map, word);
		if (near == NULL)
			near = several(p, l->map, word);
		if (near == NULL)
			near = plan_near(p, l->map, word);
		more = l->n <= MOST_LINES ? l->lines
		    : arena_printf(p->a, "%s %s", l->lines, diag_pick(p->d, "and others", "un citā"));
		/* A NULL would end the arguments. */
		hint = near == NULL ? instead(p, l->map, word) : NULL;
		known = near == NULL && l->map == &p->institutions ? few_ids(p, l->map) : NULL;
		diag(p->d, l->code, &l->first->at, word, near == NULL ? "" : near,
		    hint == NULL ? "" : hint, more == NULL ? "" : more, known, NULL);
	}
}

/* Every text in the list must be an id of the map; maps are {text: ...}. */
static void
check_refs(struct plan *p, struct refs *r, const struct idmap *m, const struct value *list,
    enum diag_code code)
{
	size_t i;

	for (i = 0; i < count(list); i++) {
		const struct value *v = list->items[i];

		if (v->kind == VALUE_TEXT && idmap_get(m, v->text) == NULL)
			add_lost(p, r, m, v, code);
	}
}

static void
check_parties(struct plan *p, struct refs *r, const struct value *map, const char *key)
{
	check_refs(p, r, &p->institutions, list_of(map, key), DIAG_REF_UNKNOWN);
}

static void
check_activity(struct plan *p, struct refs *r, const struct value *activity)
{
	const struct value *tasks = list_of(activity, "tasks");
	size_t i;

	check_parties(p, r, activity, "responsible");
	check_parties(p, r, activity, "involved");
	check_refs(p, r, &p->sources, list_of(plan_get(activity, "resources"), "sources"),
	    DIAG_REF_SOURCE);
	for (i = 0; i < count(tasks); i++) {
		check_parties(p, r, tasks->items[i], "by");
		check_parties(p, r, tasks->items[i], "supervised_by");
	}
}

/* The indicators' table has room for four target years. */
static void
check_targets(struct plan *p, const struct value *indicators)
{
	const char *years[MAX_TARGET_YEARS];
	const struct value *targets;
	size_t i, k, y, n = 0;

	for (i = 0; i < count(indicators); i++) {
		targets = plan_get(indicators->items[i], "targets");
		for (k = 0; targets != NULL && k < targets->nfields; k++) {
			for (y = 0;
			     y < n && strcmp(years[y], targets->fields[k].key) != 0; y++)
				continue;
			if (y < n)
				continue;
			if (n < MAX_TARGET_YEARS) {
				years[n++] = targets->fields[k].key;
				continue;
			}
			diag(p->d, DIAG_PLAN_TARGETS, &targets->fields[k].at,
			    targets->fields[k].key,
			    arena_printf(p->a, "%d", MAX_TARGET_YEARS), NULL);
			p->errors++;
		}
	}
}

void
plan_check_refs(struct plan *p)
{
	const struct value *goals = list_of(p->root, "goals"), *list;
	struct refs r = {.lost = NULL};
	size_t g, k;

	r.end = &r.lost;
	collect(p);
	for (g = 0; g < count(goals); g++) {
		list = list_of(goals->items[g], "activities");
		for (k = 0; k < count(list); k++)
			check_activity(p, &r, list->items[k]);
	}
	list = list_of(p->root, "indicators");
	for (k = 0; k < count(list); k++)
		check_refs(p, &r, &p->goals, list_of(list->items[k], "goals"), DIAG_REF_GOAL);
	tell_lost(p, &r);
	check_targets(p, list);
}
