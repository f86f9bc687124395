/* check - see check.h: the table of rules, and what is silenced */
#include <stdarg.h>
#include <stdlib.h>

#include "check/priv.h"

/* Each rule looks at one paragraph, or at the plan as a whole. */
static const struct rule {
	void (*para)(struct check *c, const struct para *p);
	void (*plan)(struct check *c);
} rules[] = {
	{.plan = rule_views},
	{.plan = rule_coverage},
	{.plan = rule_money},
	{.plan = rule_roles},
	{.plan = rule_indicators},
	{.plan = rule_report},
	{.plan = rule_document},
	{.plan = rule_lists},
	{.plan = rule_names},
	{.plan = rule_abbreviations},
	{.plan = rule_repetition},
	{.para = rule_shares},
	{.para = rule_sums},
	{.plan = rule_series},
	{.para = rule_privacy},
	{.plan = rule_undated},
	{.para = rule_money_said},
	{.plan = rule_promises},
	{.para = rule_identifiers},
	{.plan = rule_captions},
	{.para = rule_levels},
	{.para = rule_forms},
	{.para = rule_dates},
	{.plan = rule_date_style},
	{.plan = rule_decided},
	{.para = rule_facts},
	{.para = rule_agree},
	{.para = rule_blanks},
	{.para = rule_ends},
	{.para = rule_quotes},
	{.plan = rule_quote_style},
	{.para = rule_chars},
	{.para = rule_personal},
	{.plan = rule_signs},
	{.plan = rule_spelling},
};

/* -- reporting -- */

#define ARGS_MOST 9
#define FOUND_MOST 10000

static void
add_found(struct check *c, enum diag_code code, enum diag_level level, const char *path,
    const struct place *at, const char *text)
{
	struct check_finding *f;

	c->found = arena_grow(c->a, c->found, c->nfound, c->nfound + 1, &c->found_cap,
	    sizeof(*c->found));
	f = &c->found[c->nfound++];
	*f = (struct check_finding){.code = code, .level = level, .at = *at, .path = path,
	    .text = text};
}

/* The path as it is shown: in Latvian with the field's name in the form. */
static const char *
shown_path(struct check *c, const char *path)
{
	const struct field *f = diag_language(c->d) == DIAG_LV ? field_at(path) : NULL;

	return f == NULL ? path : strf(c, "%s (%s)", path, f->label);
}

static void
found_args(struct check *c, enum diag_code code, const char *path, const struct place *at,
    va_list ap)
{
	const char *args[ARGS_MOST], *s, *text;
	size_t n = 0;

	if (c->nfound >= FOUND_MOST) /* nobody reads so many */
		return;
	while (n < ARGS_MOST && (s = va_arg(ap, const char *)) != NULL)
		args[n++] = s;
	text = diag_text(c->d, c->a, code, args, n);
	add_found(c, code, diag_code_level(code), path, at,
	    *path == '\0' ? text : strf(c, "%s: %s", shown_path(c, path), text));
}

void
found(struct check *c, enum diag_code code, const char *path, const struct place *at, ...)
{
	va_list ap;

	va_start(ap, at);
	found_args(c, code, path, at, ap);
	va_end(ap);
}

void
found_in(struct check *c, enum diag_code code, const struct para *p, size_t tok, ...)
{
	struct place at = p->at;
	const struct tok *t = tk(p, tok);
	va_list ap;

	if (t->line != 0) {
		at.line = t->line;
		at.col = t->col;
	}
	va_start(ap, tok);
	found_args(c, code, p->path, &at, ap);
	va_end(ap);
}

const char *
strf(struct check *c, const char *fmt, ...)
{
	struct buf b = {0};
	char small[512], *s;
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		s = arena_strndup(c->a, small, (size_t)n);
	} else {
		buf_reserve(&b, (size_t)(n < 0 ? 0 : n) + 1);
		vsnprintf(b.s, (size_t)(n < 0 ? 0 : n) + 1, fmt, again);
		s = arena_strndup(c->a, b.s, (size_t)(n < 0 ? 0 : n));
		buf_free(&b);
	}
	va_end(again);
	va_end(ap);
	return s;
}

const char *
pick(const struct check *c, const char *en, const char *lv)
{
	return diag_pick(c->d, en, lv);
}

/* -- paths of what plan_read() reported -- */

/* Where a value stands, as text, to find its path by. */
static const char *
place_key(struct check *c, const struct place *at)
{
	return strf(c, "%d:%d:%s", at->line, at->col, at->file == NULL ? "" : at->file);
}

/* Paths of all values, by place; lists of things are named by id. */
static void
index_paths(struct check *c, struct idmap *m, const struct value *v, const char *path, int depth)
{
	const char *here, *id;
	size_t i;

	if (depth > 64)
		return;
	if (v->at.line != 0)
		idmap_add(c->a, m, place_key(c, &v->at), (void *)(uintptr_t)path);
	for (i = 0; i < v->nitems; i++) {
		id = v->items[i]->kind == VALUE_MAP ? text_of(v->items[i], "id") : NULL;
		here = id != NULL ? strf(c, "%s[%s]", path, id) : strf(c, "%s[%zu]", path, i + 1);
		index_paths(c, m, v->items[i], here, depth + 1);
	}
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		here = *path == '\0' || strcmp(key, "activities") == 0 ? arena_strdup(c->a, key)
		    : strf(c, "%s.%s", path, key);
		if (v->fields[i].at.line != 0)
			idmap_add(c->a, m, place_key(c, &v->fields[i].at), (void *)(uintptr_t)here);
		index_paths(c, m, v->fields[i].value, here, depth + 1);
	}
}

/* What plan_read() reported joins our own findings. */
static void
take_read(struct check *c, struct diag *read)
{
	const struct diag_msg *v;
	size_t n = diag_messages(read, &v), i;
	struct idmap paths = {0};
	const char *path;

	if (c->root != NULL && n > 0)
		index_paths(c, &paths, c->root, "", 0);
	for (i = 0; i < n; i++) {
		path = idmap_get(&paths, place_key(c, &v[i].at));
		add_found(c, v[i].code, v[i].level, path == NULL ? "" : path, &v[i].at, v[i].text);
	}
}

/* -- silence -- */

/* Is the path the place itself, inside it, or of the thing that bears this id? */
static bool
covers(const char *at, const char *path)
{
	size_t n = strlen(at);
	const char *s;

	if (strncmp(path, at, n) == 0 && (path[n] == '\0' || path[n] == '.' || path[n] == '['))
		return true;
	for (s = path; (s = strchr(s, '[')) != NULL; s++)
		if (strncmp(s + 1, at, n) == 0 && s[1 + n] == ']')
			return true;
	return false;
}

static const char *
nearest_code(const char *word)
{
	const char *names[DIAG_CODES];
	int i;

	for (i = 0; i < DIAG_CODES; i++)
		names[i] = diag_code_name((enum diag_code)i);
	return utf8_nearest(word, names, DIAG_CODES);
}

static void
silence_one(struct check *c, const struct value *v, const char *path, size_t n)
{
	const char *code = text_of(v, "code"), *at = text_of(v, "at"), *near;
	const char *reason = text_of(v, "reason");
	enum diag_code which;
	bool idle = true;
	size_t i;

	if (code == NULL)
		return;
	which = diag_code_find(code);
	if (which == DIAG_CODES) {
		near = nearest_code(code);
		found(c, DIAG_CHECK_SILENCE_CODE, path, &v->at, code, near == NULL ? "" : near, NULL);
		return;
	}
	for (i = 0; i < n; i++) {
		struct check_finding *f = &c->found[i];

		if (f->code != which || (at != NULL && !covers(at, f->path)))
			continue;
		idle = false;
		if (f->reason == NULL)
			f->reason = reason == NULL ? "" : reason;
	}
	if (idle)
		found(c, DIAG_CHECK_SILENCE_IDLE, path, &v->at, code, at == NULL ? "" : at, NULL);
}

static void
silence(struct check *c)
{
	const struct value *list = get(c->root, "silence");
	size_t i, n = c->nfound; /* what silence itself gives is not silenced */

	for (i = 0; i < count_of(list); i++)
		silence_one(c, list->items[i], strf(c, "silence[%zu]", i + 1), n);
}

/* -- the tree -- */

static struct idmap *
ids_of(struct check *c, enum node_kind kind)
{
	struct idmap *maps[] = {&c->goals, &c->activities, &c->tasks, &c->indicators};

	return maps[kind];
}

static struct node *
add_node(struct check *c, enum node_kind kind, const struct value *model, struct node *up,
    const struct idmap *sources, const char *path)
{
	struct node *n = arena_alloc(c->a, sizeof(*n));

	n->kind = kind;
	n->id = text_of(model, "id");
	n->model = model;
	n->src = idmap_get(sources, n->id);
	n->up = up;
	n->path = strf(c, "%s[%s]", path, n->id);
	n->number = text_of(model, "number");
	n->level = up != NULL ? up->level : text_of(n->src, "level");
	idmap_add(c->a, ids_of(c, kind), n->id, n);
	return n;
}

static void
index_list(struct check *c, struct idmap *m, const struct value *list)
{
	size_t i;

	for (i = 0; i < count_of(list); i++)
		if (text_of(list->items[i], "id") != NULL)
			idmap_add(c->a, m, text_of(list->items[i], "id"), list->items[i]);
}

/* Institutions by their names and short names, in the form of norm(). */
static void
index_parties(struct check *c)
{
	size_t i;

	for (i = 0; i < c->institutions.n; i++) {
		const char *id = c->institutions.keys[i];
		const struct value *v = idmap_get(&c->institutions, id);
		const char *brief = text_of(v, "short"), *name = text_of(v, "name");

		if (brief != NULL)
			idmap_add(c->a, &c->party_ids, norm(c, brief), (void *)(uintptr_t)id);
		if (name != NULL)
			idmap_add(c->a, &c->party_ids, norm(c, name), (void *)(uintptr_t)id);
		if (brief != NULL)
			idmap_add(c->a, &c->shorts, brief, (void *)(uintptr_t)id);
	}
}

/* The file's own values by id: goals, activities and tasks apart. */
static void
index_sources(struct check *c, struct idmap src[4])
{
	const struct value *goals = get(c->root, "goals"), *acts;
	size_t g, k;

	index_list(c, &src[NODE_GOAL], goals);
	index_list(c, &src[NODE_INDICATOR], get(c->root, "indicators"));
	for (g = 0; g < count_of(goals); g++) {
		acts = get(goals->items[g], "activities");
		index_list(c, &src[NODE_ACTIVITY], acts);
		for (k = 0; k < count_of(acts); k++)
			index_list(c, &src[NODE_TASK], get(acts->items[k], "tasks"));
	}
}

static void
build_tree(struct check *c)
{
	const struct value *goals = get(c->model, "goals"), *acts, *tasks, *inds, *of;
	struct idmap src[4] = {{0}};
	struct node *g, *a, *ind;
	size_t i, k, t;

	index_list(c, &c->institutions, get(c->root, "institutions"));
	index_parties(c);
	index_sources(c, src);
	for (i = 0; i < count_of(goals); i++) {
		g = add_node(c, NODE_GOAL, goals->items[i], NULL, &src[NODE_GOAL], "goals");
		acts = get(goals->items[i], "activities");
		for (k = 0; k < count_of(acts); k++) {
			a = add_node(c, NODE_ACTIVITY, acts->items[k], g, &src[NODE_ACTIVITY],
			    "activities");
			tasks = get(acts->items[k], "tasks");
			for (t = 0; t < count_of(tasks); t++)
				add_node(c, NODE_TASK, tasks->items[t], a, &src[NODE_TASK],
				    strf(c, "%s.tasks", a->path));
		}
	}
	inds = get(c->model, "indicators");
	for (i = 0; i < count_of(inds); i++) {
		ind = add_node(c, NODE_INDICATOR, inds->items[i], NULL, &src[NODE_INDICATOR],
		    "indicators");
		of = get(ind->src, "goals");
		g = count_of(of) > 0 && of->items[0]->text != NULL
		    ? idmap_get(&c->goals, of->items[0]->text) : NULL;
		ind->level = g == NULL ? NULL : g->level;
	}
}

/* -- all together -- */

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int
by_place(const void *pa, const void *pb)
{
	const struct check_finding *a = pa, *b = pb;
	int r = compare_text(a->at.file, b->at.file);

	if (r != 0)
		return r;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.col != b->at.col)
		return a->at.col < b->at.col ? -1 : 1;
	r = compare_text(diag_code_name(a->code), diag_code_name(b->code));
	return r != 0 ? r : compare_text(a->text, b->text);
}

static const struct check_report *
make_report(struct check *c)
{
	struct check_report *r = arena_alloc(c->a, sizeof(*r));
	size_t i, n = 0;

	if (c->nfound > 1)
		qsort(c->found, c->nfound, sizeof(*c->found), by_place);
	for (i = 0; i < c->nfound; i++) {
		struct check_finding *f = &c->found[i];

		if (n > 0 && by_place(&c->found[n - 1], f) == 0)
			continue; /* said already */
		c->found[n++] = *f;
		if (f->reason != NULL) {
			r->silenced++;
			continue;
		}
		r->counts[f->level]++;
		r->fill_in += f->code == DIAG_FILL_IN;
		r->own_wording += f->code == DIAG_VIEW_OWN;
	}
	r->v = c->found;
	r->n = n;
	return r;
}

static int
year_of(const struct value *map, const char *key)
{
	const struct value *v = get(map, key);

	return v == NULL ? 0 : (int)v->num;
}

const struct check_report *
check_plan(struct arena *a, const struct plan *p, struct diag *read, const struct check_opts *o)
{
	struct check *c = arena_alloc(a, sizeof(*c));
	size_t i, k;

	c->a = a;
	c->p = p;
	c->d = read;
	c->o = o;
	if (p != NULL) {
		c->root = plan_values(p);
		c->model = plan_model(p);
		c->file = c->root->at.file;
		c->first = year_of(get(c->model, "period"), "first");
		c->last = year_of(get(c->model, "period"), "last");
		c->report_year = year_of(c->model, "report_year");
		build_tree(c);
		texts_gather(c);
	}
	take_read(c, read);
	for (i = 0; p != NULL && i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].plan != NULL)
			rules[i].plan(c);
		for (k = 0; rules[i].para != NULL && k < c->nparas; k++)
			rules[i].para(c, &c->paras[k]);
	}
	if (p != NULL)
		silence(c);
	return make_report(c);
}

void
check_counts(const struct plan *p, struct diag *read, size_t *errors, size_t *warnings)
{
	static const struct check_opts o = {.no_spelling = true};
	struct arena *a = arena_new();
	const struct check_report *r = check_plan(a, p, read, &o);

	*errors = (size_t)(r->counts[DIAG_ERROR] + r->counts[DIAG_FATAL]);
	*warnings = (size_t)r->counts[DIAG_WARNING];
	arena_free(a);
}
