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

/* What may stand there, when nothing is near: the sources, or a text of its own. */
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
	return ids;
}

/* Every text in the list must be an id of the map; maps are {text: ...}. */
static void
check_refs(
    struct plan *p, const struct idmap *m, const struct value *list, enum diag_code code)
{
	const char *near;
	size_t i;

	for (i = 0; i < count(list); i++) {
		const struct value *v = list->items[i];

		if (v->kind != VALUE_TEXT || idmap_get(m, v->text) != NULL)
			continue;
		near = id_of_name(p, m, v->text);
		if (near == NULL)
			near = plan_near(p, m, v->text);
		diag(p->d, code, &v->at, v->text, near == NULL ? "" : near,
		    near == NULL ? instead(p, m, v->text) : NULL, NULL);
		p->errors++;
	}
}

static void
check_parties(struct plan *p, const struct value *map, const char *key)
{
	check_refs(p, &p->institutions, list_of(map, key), DIAG_REF_UNKNOWN);
}

static void
check_activity(struct plan *p, const struct value *activity)
{
	const struct value *tasks = list_of(activity, "tasks");
	size_t i;

	check_parties(p, activity, "responsible");
	check_parties(p, activity, "involved");
	check_refs(p, &p->sources, list_of(plan_get(activity, "resources"), "sources"),
	    DIAG_REF_SOURCE);
	for (i = 0; i < count(tasks); i++) {
		check_parties(p, tasks->items[i], "by");
		check_parties(p, tasks->items[i], "supervised_by");
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
	size_t g, k;

	collect(p);
	for (g = 0; g < count(goals); g++) {
		list = list_of(goals->items[g], "activities");
		for (k = 0; k < count(list); k++)
			check_activity(p, list->items[k]);
	}
	list = list_of(p->root, "indicators");
	for (k = 0; k < count(list); k++)
		check_refs(p, &p->goals, list_of(list->items[k], "goals"), DIAG_REF_GOAL);
	check_targets(p, list);
}
