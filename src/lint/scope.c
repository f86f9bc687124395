/* scope - see scope.h; the rules are those of tmpl/eval.c, over names instead of values. */
#include "lint/scope.h"

#include <string.h>

#include "base/utf8.h"
#include "tmpl/foreign.h"

#define DEPTH_MOST 256 /* blocks in each other, as fill/ allows */
#define INDEX_DEPTH 8  /* brackets in brackets */
#define LOOPS_MOST 3   /* named in a message */
#define LOOKED_MOST 20000000 /* tags looked at for lost blocks, in all */
#define MODEL_DEPTH 12 /* of the table of names */

static const struct model at_number = {.name = "@index", .kind = MODEL_INT};
static const struct model at_flag = {.name = "@first", .kind = MODEL_FLAG};
static const struct turn root = {.m = &model_plan};

/* ---- words ---- */

struct words {
	const char **v;
	size_t n, cap;
	struct arena *a;
};

struct scopes {
	struct arena *a;
	const struct template_use *uses;
	const struct template_scope *scopes;
	size_t n, nscopes;
	/* the turn that is open in it; NULL: not known yet */
	const struct turn **by_scope;
	const struct turn **by_use; /* by use of the opener, as tags follow each other */
	bool *opens; /* by use: it has a scope */
	struct words turns; /* names of all turns, once asked for */
	size_t looked; /* tags looked at for lost blocks */
};

static void
add_word(struct words *w, const char *s)
{
	if (s == NULL)
		return;
	w->v = arena_grow(w->a, w->v, w->n, w->n + 1, &w->cap, sizeof(*w->v));
	w->v[w->n++] = s;
}

static void
add_names(struct words *w, const struct model *m)
{
	const struct model *s;

	for (s = m == NULL ? NULL : m->sub; s != NULL && s->name != NULL; s++)
		add_word(w, s->name);
}

static const char *
head_text(struct arena *a, const struct tag_path *path, size_t n)
{
	struct tag_path head = {.steps = path->steps, .nsteps = n};

	return tag_path_text(a, &head);
}

/* ---- the loops of a turn ---- */

struct loops {
	struct arena *a;
	struct words *turns;    /* takes the names of all turns; NULL: */
	const char *turn;       /* sought; NULL: "field" is */
	const char *field;      /* a name that only one kind of turn has */
	const char *owner;      /* its turn; "" when there are several */
	struct buf text;
	int n;
	const struct model *items[8]; /* what such turns are */
	size_t nitems;
	const struct model *seen[64];
	size_t nseen;
};

static void walk_names(struct loops *l, const struct model *m, const char *prefix, int depth);

static void
loop_found(struct loops *l, const struct model *list, const char *path)
{
	if (l->turns != NULL) {
		add_word(l->turns, list->turn);
	} else if (l->turn != NULL) {
		if (list->turn == NULL || strcmp(list->turn, l->turn) != 0)
			return;
		if (l->nitems < sizeof(l->items) / sizeof(l->items[0]))
			l->items[l->nitems++] = list->item;
		if (l->n >= LOOPS_MOST)
			return;
		if (l->n++ > 0)
			buf_str(&l->text, ", ");
		buf_printf(&l->text, "{{#%s}}", path);
	} else if (list->turn != NULL && model_find(list->item, l->field) != NULL) {
		if (l->owner == NULL || strcmp(l->owner, list->turn) == 0)
			l->owner = list->turn;
		else
			l->owner = "";
	}
}

static void
walk_names(struct loops *l, const struct model *m, const char *prefix, int depth)
{
	const struct model *s;
	size_t i;

	for (i = 0; i < l->nseen && l->seen[i] != m->sub; i++)
		continue;
	if (m->sub == NULL || i < l->nseen || l->nseen == 64 || depth == MODEL_DEPTH)
		return;
	/* The names of a view are those of each view: all are walked. */
	if (*prefix == '\0' || strchr(prefix, '.') != NULL || m->kind == MODEL_NAMED)
		l->seen[l->nseen++] = m->sub;
	for (s = m->sub; s->name != NULL; s++) {
		const char *path = *prefix == '\0' ? s->name
		    : arena_printf(l->a, "%s.%s", prefix, s->name);

		if (s->kind == MODEL_LIST)
			loop_found(l, s, path);
		walk_names(l, s, path, depth + 1);
		if (s->kind == MODEL_LIST && s->turn != NULL)
			walk_names(l, s->item, s->turn, depth + 1);
	}
}

/* The blocks that open such a turn: "{{#years}}, {{#indicators.years}}"; NULL: none does. */
static const char *
loops_of(struct arena *a, const char *turn)
{
	struct loops l = {.a = a, .turn = turn};
	const char *s;

	walk_names(&l, &model_plan, "", 0);
	s = l.n == 0 ? NULL : arena_strndup(a, l.text.s, l.text.len);
	buf_free(&l.text);
	return s;
}

/* Does any kind of turn have a field of that name? */
static bool
is_a_field(struct arena *a, const char *field)
{
	struct loops l = {.a = a, .field = field};

	walk_names(&l, &model_plan, "", 0);
	return l.owner != NULL;
}

/* "task.term" for "term", where only tasks have one. */
static const char *
owner_of(struct arena *a, const char *field)
{
	struct loops l = {.a = a, .field = field};

	walk_names(&l, &model_plan, "", 0);
	return l.owner == NULL || *l.owner == '\0' ? NULL
	    : arena_printf(a, "%s.%s", l.owner, field);
}

/* ---- looking up ---- */

static struct found
fail(enum look look, const char *what, const char *near)
{
	struct found f = {.look = look, .what = what, .near = near};

	return f;
}

static struct found
hit(const struct model *m)
{
	struct found f = {.look = LOOK_OK, .m = m};

	return f;
}

static bool
unsure(const struct turn *t)
{
	for (; t != NULL; t = t->outer)
		if (t->m == NULL)
			return true;
	return false;
}

static struct found look(struct scopes *, const struct turn *, const struct tag_path *, int);

/* {{activity_result}}, {{activity-result}}: with a full stop it would be a name; or NULL. */
static const char *
with_stop(struct scopes *s, const struct turn *t, const char *name)
{
	size_t at = strcspn(name, "_-");
	char *typed = arena_strdup(s->a, name);
	struct tag tag;
	enum diag_code why;
	const char *detail;

	if (typed[at] == '\0')
		return NULL;
	typed[at] = '.';
	if (tag_parse(s->a, typed, strlen(typed), &tag, &why, &detail) == -1 ||
	    look(s, t, &tag.path, 0).look != LOOK_OK)
		return NULL;
	return typed;
}

/* A name that was meant by one that neither the turns nor the plan have, or NULL. */
static const char *
nearest(struct scopes *s, const struct turn *t, const char *name)
{
	struct words w = {.a = s->a};
	const char *near = foreign_word(s->a, FOREIGN_NAME, name);

	if (near != NULL && model_find(&model_plan, near) == NULL &&
	    (t->m == NULL || model_find(t->m, near) == NULL) && loops_of(s->a, near) == NULL)
		near = owner_of(s->a, near);
	if (near == NULL)
		near = with_stop(s, t, name);
	if (near != NULL)
		return near;
	add_names(&w, t->m);
	add_names(&w, &model_plan);
	for (const struct turn *o = t; o->outer != NULL; o = o->outer)
		add_word(&w, o->name);
	near = utf8_nearest(name, w.v, w.n);
	if (near == NULL)
		near = owner_of(s->a, name);
	if (near != NULL)
		return near;
	if (s->turns.n == 0) {
		struct loops all = {.a = s->a, .turns = &s->turns};

		s->turns.a = s->a;
		walk_names(&all, &model_plan, "", 0);
	}
	return utf8_nearest(name, s->turns.v, s->turns.n);
}

static struct found
not_found(struct scopes *s, const struct turn *t, const char *name)
{
	const struct turn *o;
	const char *near;

	/* Inside a turn that is not known, what could be a field of some turn passes. */
	if (unsure(t) && is_a_field(s->a, name))
		return fail(LOOK_ANY, name, NULL);
	if ((near = loops_of(s->a, name)) != NULL)
		return fail(LOOK_NO_TURN, name, near);
	for (o = t->outer; o != NULL && o->outer != NULL; o = o->outer)
		if (o->name != NULL && model_find(o->m, name) != NULL)
			return fail(LOOK_UNKNOWN, name, arena_printf(s->a, "%s.%s", o->name, name));
	return fail(LOOK_UNKNOWN, name, nearest(s, t, name));
}

static struct found
look_bare(struct scopes *s, const struct turn *t, const char *name)
{
	const struct model *m;
	const struct turn *o;

	if (name[0] == '@') {
		if (t->outer == NULL)
			return fail(LOOK_NO_LOOP, name, NULL);
		return hit(strcmp(name, "@index") == 0 || strcmp(name, "@count") == 0
		        ? &at_number : &at_flag);
	}
	if (t->m != NULL && (m = model_find(t->m, name)) != NULL)
		return hit(m);
	for (o = t; o->outer != NULL; o = o->outer)
		if (o->name != NULL && strcmp(o->name, name) == 0)
			return o->m != NULL ? hit(o->m) : fail(LOOK_ANY, name, NULL);
	if ((m = model_find(&model_plan, name)) != NULL)
		return hit(m);
	return not_found(s, t, name);
}

static bool
is_year(const char *s)
{
	return strlen(s) == 4 && strspn(s, "0123456789") == 4;
}

/* A step into values by year: a year, or [the path of one]. */
static struct found
step_year(struct scopes *s, const struct turn *t, const struct model *m,
    const struct tag_path *path, size_t i, int depth)
{
	const struct tag_step *step = &path->steps[i];
	const char *before = head_text(s->a, path, i), *what;
	struct found f;

	if (step->name == NULL) {
		f = look(s, t, step->index, depth + 1);
		if (f.look != LOOK_OK)
			return f;
		if (f.m->kind != MODEL_YEAR)
			return fail(LOOK_NO_YEAR, tag_path_text(s->a, step->index), before);
		return hit(m->item);
	}
	if (is_year(step->name))
		return hit(m->item);
	what = head_text(s->a, path, i + 1);
	if (model_find(m->item, step->name) != NULL)
		return fail(LOOK_BY_YEAR, before,
		    arena_printf(s->a, "%s[year].%s", before, step->name));
	if (strcmp(step->name, "year") == 0 || strcmp(step->name, "report_year") == 0)
		return fail(LOOK_UNKNOWN, what, arena_printf(s->a, "%s[%s]", before, step->name));
	return fail(LOOK_UNKNOWN, what, arena_printf(s->a, "%s[year]", before));
}

static struct found
step_name(struct scopes *s, const struct model *m, const struct tag_path *path, size_t i)
{
	const char *name = path->steps[i].name, *before = head_text(s->a, path, i), *near;
	const struct model *found = model_find(m, name);
	struct found f;
	struct words w = {.a = s->a};

	if (found != NULL)
		return hit(found);
	if (m->kind == MODEL_LIST && m->turn != NULL && model_find(m->item, name) != NULL)
		return fail(LOOK_IN_LIST, before, arena_printf(s->a, "%s.%s", m->turn, name));
	/* {{activity.sources}}: one level deeper there may be such a name. */
	for (const struct model *k = m->sub; k != NULL && k->name != NULL; k++)
		if (k->kind == MODEL_GROUP && model_find(k, name) != NULL)
			return fail(LOOK_UNKNOWN, head_text(s->a, path, i + 1),
			    arena_printf(s->a, "%s.%s.%s", before, k->name, name));
	add_names(&w, m);
	near = foreign_word(s->a, FOREIGN_NAME, name);
	if (near == NULL || model_find(m, near) == NULL)
		near = utf8_nearest(name, w.v, w.n);
	f = fail(LOOK_UNKNOWN, head_text(s->a, path, i + 1),
	    near == NULL ? owner_of(s->a, name) : arena_printf(s->a, "%s.%s", before, near));
	f.of = m;
	return f;
}

static void
pass(struct scopes *s, struct found *sum, const struct found *f, const struct tag_path *path,
    size_t n)
{
	sum->m = f->m;
	if (f->m->optional)
		sum->lacks = head_text(s->a, path, n);
	if (sum->nvia < sizeof(sum->via) / sizeof(sum->via[0]))
		sum->via[sum->nvia++] = f->m;
}

static struct found
look(struct scopes *s, const struct turn *t, const struct tag_path *path, int depth)
{
	struct found sum = {.look = LOOK_OK}, f;
	size_t i;

	if (depth > INDEX_DEPTH)
		return fail(LOOK_ANY, "", NULL);
	if (path->nsteps == 0) {
		if (t->outer == NULL)
			return fail(LOOK_NO_LOOP, ".", NULL);
		return t->m != NULL ? hit(t->m) : fail(LOOK_ANY, ".", NULL);
	}
	if (path->steps[0].name == NULL)
		return fail(LOOK_ANY, "", NULL);
	f = look_bare(s, t, path->steps[0].name);
	for (i = 1; f.look == LOOK_OK; i++) {
		pass(s, &sum, &f, path, i);
		if (i >= path->nsteps)
			return sum;
		if (f.m->kind == MODEL_YEARS)
			f = step_year(s, t, f.m, path, i, depth);
		else if (path->steps[i].name == NULL)
			f = fail(LOOK_NO_YEARS, head_text(s->a, path, i), NULL);
		else
			f = step_name(s, f.m, path, i);
	}
	return f;
}

/* ---- where a tag stands ---- */

struct scopes *
scopes_new(struct arena *a, const struct template *t)
{
	struct scopes *s = arena_alloc(a, sizeof(*s));

	s->a = a;
	s->n = template_uses(t, &s->uses);
	s->nscopes = template_scopes(t, &s->scopes);
	s->by_scope = arena_array(a, s->nscopes + 1, sizeof(*s->by_scope));
	s->by_use = arena_array(a, s->n + 1, sizeof(*s->by_use));
	s->opens = arena_array(a, s->n + 1, sizeof(*s->opens));
	for (size_t i = 0; i < s->nscopes; i++)
		s->opens[s->scopes[i].use] = true;
	return s;
}

static const struct turn *
turn_of(struct scopes *s, const struct model *m, const char *name, const struct turn *outer)
{
	struct turn *t = arena_alloc(s->a, sizeof(*t));

	t->m = m;
	t->name = name;
	t->outer = outer;
	return t;
}

/* A block over level.goals where no level is open: as if one were. */
static struct found
as_if_open(struct scopes *s, const struct turn *outer, const struct tag *t, struct found f)
{
	struct loops l = {.a = s->a, .turn = f.what};
	size_t i;

	walk_names(&l, &model_plan, "", 0);
	buf_free(&l.text);
	for (i = 0; i < l.nitems; i++) {
		const struct turn open = {.m = l.items[i], .name = f.what, .outer = outer};
		struct found g = look(s, &open, &t->path, 0);

		if (g.look == LOOK_OK)
			return g;
	}
	return f;
}

/* A misspelt list is taken for the nearest right one, so that what stands in it is checked. */
static struct found
guess(struct scopes *s, const struct turn *outer, const struct tag *t, struct found f)
{
	struct tag near;
	enum diag_code why;
	const char *detail;

	if (f.look == LOOK_NO_TURN)
		return as_if_open(s, outer, t, f);
	if (f.look != LOOK_UNKNOWN || f.near == NULL || t->path.nsteps == 0 ||
	    tag_parse(s->a, f.near, strlen(f.near), &near, &why, &detail) == -1)
		return f;
	return look(s, outer, &near.path, 0);
}

static const struct turn *
open_turn(struct scopes *s, size_t i, const struct turn *outer)
{
	const struct tag *t = s->uses[i].tag;
	struct found f = guess(s, outer, t, look(s, outer, &t->path, 0));

	if (f.look != LOOK_OK)
		return turn_of(s, NULL, NULL, outer);
	if (f.m->kind == MODEL_LIST)
		return turn_of(s, f.m->item, f.m->turn, outer);
	/* What is no list is reported; a list may have been meant. */
	return turn_of(s, model_is_leaf(f.m->kind) ? NULL : f.m, NULL, outer);
}

/* Outwards to what is known, then inwards; blocks without turns are passed over. */
static const struct turn *
turn_in_scope(struct scopes *s, int scope, bool in_else)
{
	int chain[DEPTH_MOST], n = 0;
	const struct turn *t = &root;

	for (; scope >= 0 && n < DEPTH_MOST; scope = s->scopes[scope].outer) {
		const struct template_scope *x = &s->scopes[scope];

		if (s->uses[x->use].tag->kind == TAG_EACH && !in_else) {
			if ((t = s->by_scope[scope]) != NULL)
				break;
			t = &root;
			chain[n++] = scope;
		}
		in_else = x->in_else;
	}
	while (n-- > 0)
		t = s->by_scope[chain[n]] = open_turn(s, s->scopes[chain[n]].use, t);
	return t;
}

static const struct turn *
turn_around(struct scopes *s, int use)
{
	int chain[DEPTH_MOST], n = 0;
	const struct turn *t = &root;

	for (; use >= 0 && n < DEPTH_MOST; use = s->uses[use].around) {
		if (s->uses[use].tag->kind != TAG_EACH)
			continue;
		if ((t = s->by_use[use]) != NULL)
			break;
		t = &root;
		chain[n++] = use;
	}
	while (n-- > 0)
		t = s->by_use[chain[n]] = open_turn(s, (size_t)chain[n], t);
	return t;
}

static const struct turn *
scopes_at(struct scopes *s, size_t i, bool torn)
{
	return torn ? turn_around(s, s->uses[i].around)
	            : turn_in_scope(s, s->uses[i].scope, s->uses[i].in_else);
}

/* A tag before a closer that lost its opener, or in its row, was in that block. */
static bool
before_lone(const struct template_use *u, const struct template_use *closer, bool before)
{
	if (u->at.table != closer->at.table)
		return false;
	return before || (u->at.row > 0 && u->at.row == closer->at.row);
}

/* A block of the same part that could not be opened, or whose opener was lost, had this turn. */
static bool
lost_turn(struct scopes *s, size_t i, const char *name)
{
	const struct turn *t;
	size_t k;

	for (k = 0; k < s->n && s->looked < LOOKED_MOST; k++, s->looked++) {
		const struct template_use *u = &s->uses[k];

		if (u->at.part != s->uses[i].at.part || k == i)
			continue;
		if (u->lone ? !before_lone(&s->uses[i], u, k > i)
		            : u->tag->kind != TAG_EACH || (s->opens[k] && !u->faulty))
			continue;
		if (s->by_use[k] == NULL)
			s->by_use[k] = open_turn(s, k, turn_around(s, u->around));
		t = s->by_use[k];
		if (t->m == NULL || (t->name != NULL && strcmp(t->name, name) == 0))
			return true;
	}
	return false;
}

struct found
scopes_find(struct scopes *s, size_t i)
{
	const struct template_use *u = &s->uses[i];
	struct found f = look(s, scopes_at(s, i, false), &u->tag->path, 0), g;

	if (f.look == LOOK_OK || !u->torn)
		return f;
	g = look(s, scopes_at(s, i, true), &u->tag->path, 0);
	if (g.look == LOOK_NO_TURN && (lost_turn(s, i, g.what) ||
	    (f.look == LOOK_NO_TURN && strcmp(f.what, g.what) != 0)))
		return fail(LOOK_ANY, g.what, NULL);
	if (f.look == LOOK_NO_TURN && g.look != LOOK_NO_TURN)
		return g; /* it knows more: the turn is open, but has no such field */
	return g.look == LOOK_OK || g.look == LOOK_ANY || u->scope < 0 ? g : f;
}

/*
 * Does the block ask for this path, or for one below it?  An approved plan has all of its
 * approval, or is refused: {{?approval.status = draft}} … {{else}} asks for that too.
 */
static bool
asks_for(const struct tag *t, bool in_else, const char *path, struct arena *a)
{
	const char *s = tag_path_text(a, &t->path);
	size_t n = strlen(path);

	if (strncmp(s, path, n) == 0 && (s[n] == '\0' || s[n] == '.' || s[n] == '['))
		return true;
	if (strncmp(path, "approval.", 9) != 0 || strcmp(s, "approval.status") != 0 ||
	    t->kind != TAG_IF || (t->op != OP_EQ && t->op != OP_NE))
		return false;
	return (strcmp(t->constant, t->op == OP_EQ ? "approved" : "draft") == 0) != in_else;
}

/* A closer behind it whose opener was lost would have asked for this path. */
static bool
lost_guard(struct scopes *s, size_t i, const char *path)
{
	for (size_t k = i + 1; k < s->n && s->looked < LOOKED_MOST; k++, s->looked++)
		if (s->uses[k].lone && s->uses[k].at.part == s->uses[i].at.part &&
		    asks_for(s->uses[k].tag, false, path, s->a))
			return true;
	return false;
}

bool
scopes_guarded(struct scopes *s, size_t i, const char *path)
{
	const struct template_use *u = &s->uses[i];
	bool in_else = u->in_else;
	int p, depth = 0;

	for (p = u->scope; p >= 0; p = s->scopes[p].outer) {
		if (asks_for(s->uses[s->scopes[p].use].tag, in_else, path, s->a))
			return true;
		in_else = s->scopes[p].in_else;
	}
	for (p = u->torn ? u->around : -1; p >= 0 && depth++ < DEPTH_MOST; p = s->uses[p].around)
		if (asks_for(s->uses[p].tag, false, path, s->a))
			return true;
	return u->torn && lost_guard(s, i, path);
}

bool
scopes_by_profile(struct scopes *s, size_t i)
{
	return scopes_guarded(s, i, "profile");
}

bool
scopes_known(struct scopes *s, const char *typed)
{
	struct tag t;
	enum diag_code why;
	const char *detail;
	enum look l;

	if (tag_parse(s->a, typed, strlen(typed), &t, &why, &detail) == -1 || t.path.nsteps == 0)
		return false;
	l = look(s, &root, &t.path, 0).look;
	return l != LOOK_UNKNOWN && l != LOOK_ANY;
}
