/*
 * Views: the goals, the indicators and Tables 1-4 as they are printed, own wording
 * included.  A view that says nothing shares the tree's values; one that rewords
 * a cell has copies along the way to it; one that lists its rows is built from them.
 */
#include <string.h>

#include "plan/priv.h"

enum kind { KIND_GOAL, KIND_ACTIVITY, KIND_TASK, KIND_INDICATOR, KINDS };

static const char *const view_names[VIEWS + 1] = {
    "goals", "indicators", "table1", "table2", "table3", "table4", NULL};

static const char *const kind_names[KINDS] = {"goal", "activity", "task", "indicator"};

/* What a view holds, from outside in. */
static const struct {
	int n;
	enum kind kinds[3];
} holds[VIEWS] = {
    {1, {KIND_GOAL}},
    {1, {KIND_INDICATOR}},
    {2, {KIND_GOAL, KIND_ACTIVITY}},
    {3, {KIND_GOAL, KIND_ACTIVITY, KIND_TASK}},
    {2, {KIND_GOAL, KIND_ACTIVITY}},
    {2, {KIND_GOAL, KIND_ACTIVITY}},
};

/* The cells of a thing that a view may word for itself. */
static const char *const goal_cells[] = {"number", "name", "expected", NULL};
static const char *const activity_cells[] = {"number", "name", "result", "responsible",
    "involved", "years", "resources", "sources", "money", "total", "achieved", "impact",
    "factors", "spent", NULL};
static const char *const task_cells[] = {
    "number", "name", "term", "by", "supervised_by", NULL};
static const char *const indicator_cells[] = {
    "number", "name", "base", "targets", "source", NULL};
static const char *const *const cells[KINDS] = {
    goal_cells, activity_cells, task_cells, indicator_cells};

static bool
listed(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

static enum kind
innermost(enum view view)
{
	return holds[view].kinds[holds[view].n - 1];
}

static struct idmap *
ids_of(struct plan *p, enum kind kind)
{
	struct idmap *maps[KINDS] = {
	    &p->goals, &p->activities, &p->tasks, &p->indicators};

	return maps[kind];
}

/* What an id means in a view: the innermost thing of that name.  KINDS if nothing. */
static enum kind
kind_of(struct plan *p, enum view view, const char *id)
{
	int i;

	for (i = holds[view].n - 1; i >= 0; i--)
		if (idmap_get(ids_of(p, holds[view].kinds[i]), id) != NULL)
			return holds[view].kinds[i];
	return KINDS;
}

/* -- checking -- */

static void
fault(struct plan *p, enum diag_code code, const struct place *at, const char *a,
    const char *b, const char *c)
{
	diag(p->d, code, at, a, b, c, NULL);
	p->errors++;
}

static void
fault_type(struct plan *p, const struct value *v, const char *what, const char *en,
    const char *lv)
{
	fault(p, DIAG_PLAN_TYPE, &v->at, what, diag_pick(p->d, en, lv),
	    v->kind == VALUE_TEXT ? v->text : NULL);
}

static size_t
length(const char *const *words)
{
	size_t n = 0;

	while (words[n] != NULL)
		n++;
	return n;
}

static void
fault_key(struct plan *p, const struct value_field *f, const char *const *words)
{
	fault(p, DIAG_PLAN_UNKNOWN, &f->at, f->key,
	    plan_near_word(p, words, length(words), f->key), NULL);
}

static void
own_wording(struct plan *p, const struct place *at, const char *view, const char *what)
{
	diag(p->d, DIAG_VIEW_OWN, at, view, what, NULL);
}

static bool
all_texts(const struct value *v)
{
	size_t i;

	for (i = 0; i < v->nitems; i++)
		if (v->items[i]->kind != VALUE_TEXT)
			return false;
	for (i = 0; i < v->nfields; i++)
		if (v->fields[i].value->kind != VALUE_TEXT &&
		    v->fields[i].value->kind != VALUE_BLANK)
			return false;
	return true;
}

/* A cell: a text, a blank, a list of texts, or for money and targets a map by year. */
static void
check_cell(struct plan *p, const struct value *v, const char *cell)
{
	bool by_years = strcmp(cell, "money") == 0 || strcmp(cell, "targets") == 0;
	int years[MAX_PERIOD];
	size_t n;

	if (v->kind == VALUE_BLANK) {
		diag(p->d, p->approved ? DIAG_FILL_IN_APPROVED : DIAG_FILL_IN, &v->at,
		    cell, NULL);
		p->errors += p->approved;
	} else if (v->kind == VALUE_MAP
		       ? !by_years || !all_texts(v)
		       : v->kind == VALUE_LIST && (by_years || !all_texts(v))) {
		fault_type(p, v, cell,
		    "a text or a list of texts; money and targets also by year",
		    "tekstam vai tekstu sarakstam; money un targets arī pa gadiem");
	} else if (strcmp(cell, "years") == 0 &&
		   !(v->kind == VALUE_TEXT && v->len == 0) &&
		   !plan_years(v, years, MAX_PERIOD, &n)) {
		fault_type(p, v, cell, "years such as 2024-2028 or [2024, 2026]",
		    "gadiem, piemēram, 2024-2028 vai [2024, 2026]");
	}
}

/* views: table3: {"5.1": {result: ...}} */
static void
check_override(struct plan *p, enum view view, const struct value_field *f)
{
	enum kind kind = kind_of(p, view, f->key);
	size_t i;

	if (kind == KINDS) {
		fault(p, DIAG_REF_VIEW, &f->at, f->key, view_names[view],
		    plan_near(p, ids_of(p, innermost(view)), f->key));
		return;
	}
	if (f->value->kind != VALUE_MAP) {
		fault_type(
		    p, f->value, f->key, "a map of fields", "ierakstam ar laukiem");
		return;
	}
	for (i = 0; i < f->value->nfields; i++) {
		const struct value_field *cell = &f->value->fields[i];

		if (!listed(cells[kind], cell->key)) {
			fault_key(p, cell, cells[kind]);
			continue;
		}
		check_cell(p, cell->value, cell->key);
		own_wording(p, &cell->at, view_names[view],
		    arena_printf(p->a, "%s, %s", f->key, cell->key));
	}
}

/* All that a row of this view may say; ended by NULL. */
static const char **
row_words(struct plan *p, enum view view)
{
	const char **words = arena_array(p->a, 40, sizeof(words[0]));
	const char *const *cell;
	size_t n = 0;
	int i;

	words[n++] = "level";
	words[n++] = "level_name";
	for (i = 0; i < holds[view].n; i++)
		words[n++] = kind_names[holds[view].kinds[i]];
	for (i = 0; i + 1 < holds[view].n; i++) {
		words[n++] =
		    arena_printf(p->a, "%s_number", kind_names[holds[view].kinds[i]]);
		words[n++] =
		    arena_printf(p->a, "%s_name", kind_names[holds[view].kinds[i]]);
	}
	for (cell = cells[innermost(view)]; *cell != NULL; cell++)
		words[n++] = *cell;
	return words;
}

/* Is the word the name of a thing ("goal"), not of a cell? */
static enum kind
kind_named(const char *word)
{
	int i;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kind_names[i], word) == 0)
			return (enum kind)i;
	return KINDS;
}

static void
check_row_id(struct plan *p, enum kind kind, const struct value *v, enum view view)
{
	if (v->kind != VALUE_TEXT)
		fault_type(p, v, kind_names[kind], "an id", "apzīmējumam");
	else if (idmap_get(ids_of(p, kind), v->text) == NULL)
		fault(p, DIAG_REF_VIEW, &v->at, v->text, view_names[view],
		    plan_near(p, ids_of(p, kind), v->text));
}

static void
check_row(struct plan *p, enum view view, const struct value *row, const char **words,
    bool *placed)
{
	enum level level;
	const char *said = NULL;
	size_t i;

	if (row->kind != VALUE_MAP) {
		fault_type(p, row, "rows", "a map of fields", "ierakstam ar laukiem");
		return;
	}
	for (i = 0; i < row->nfields; i++) {
		const struct value_field *f = &row->fields[i];
		enum kind kind = kind_named(f->key);

		if (!listed(words, f->key)) {
			fault_key(p, f, words);
		} else if (strcmp(f->key, "level") == 0) {
			*placed = true;
			if (f->value->kind != VALUE_TEXT ||
			    !plan_level_parse(f->value->text, &level))
				fault(p, DIAG_PLAN_CHOICE, &f->value->at, "level",
				    f->value->kind == VALUE_TEXT ? f->value->text : "",
				    "universal, targeted, tailored");
		} else if (kind != KINDS) {
			*placed = true;
			said = f->value->text;
			check_row_id(p, kind, f->value, view);
		} else {
			check_cell(p, f->value, f->key);
		}
	}
	/* A row without ids belongs to what stands above it; the first must say. */
	if (!*placed)
		fault(p, DIAG_VIEW_ROW, &row->at, NULL, NULL, NULL);
	if (row->nfields > 0)
		own_wording(p, &row->at, view_names[view],
		    said == NULL ? diag_pick(p->d, "a row", "rinda") : said);
}

static void
check_rows(struct plan *p, enum view view, const struct value *rows)
{
	const char **words = row_words(p, view);
	bool placed = false;
	size_t i;

	if (rows->kind != VALUE_LIST) {
		fault_type(p, rows, "rows", "a list", "sarakstam");
		return;
	}
	for (i = 0; i < rows->nitems; i++)
		check_row(p, view, rows->items[i], words, &placed);
}

static void
check_level_totals(struct plan *p, enum view view, const struct value *v)
{
	static const char *const keys[] = {"universal", "targeted", "tailored", NULL};
	size_t i;

	if (v->kind != VALUE_MAP) {
		fault_type(
		    p, v, "level_total", "a map by level", "ierakstam pa līmeņiem");
		return;
	}
	for (i = 0; i < v->nfields; i++) {
		if (!listed(keys, v->fields[i].key))
			fault_key(p, &v->fields[i], keys);
		else
			check_cell(p, v->fields[i].value, "total");
		own_wording(p, &v->fields[i].at, view_names[view], "level_total");
	}
}

static void
check_view(struct plan *p, enum view view, const struct value *v)
{
	size_t i;

	if (v->kind != VALUE_MAP) {
		fault_type(p, v, view_names[view], "a map of fields",
		    "ierakstam ar laukiem");
		return;
	}
	for (i = 0; i < v->nfields; i++) {
		const struct value_field *f = &v->fields[i];

		if (strcmp(f->key, "rows") == 0) {
			check_rows(p, view, f->value);
		} else if (strcmp(f->key, "total") == 0) {
			check_cell(p, f->value, "total");
			own_wording(p, &f->at, view_names[view], "total");
		} else if (strcmp(f->key, "level_total") == 0) {
			check_level_totals(p, view, f->value);
		} else {
			check_override(p, view, f);
		}
	}
}

static int
view_named(const char *name)
{
	int i;

	for (i = 0; i < VIEWS && strcmp(view_names[i], name) != 0; i++)
		continue;
	return i;
}

void
plan_check_views(struct plan *p)
{
	const struct value *views = plan_get(p->root, "views");
	size_t i;
	int view;

	if (views == NULL)
		return;
	if (views->kind != VALUE_MAP) {
		fault_type(p, views, "views", "a map of views", "ierakstam ar tabulām");
		return;
	}
	for (i = 0; i < views->nfields; i++) {
		view = view_named(views->fields[i].key);
		if (view == VIEWS)
			fault_key(p, &views->fields[i], view_names);
		else
			check_view(p, (enum view)view, views->fields[i].value);
	}
}

/* -- putting own wording in -- */

/* The view's own map, or NULL. */
static const struct value *
said_by(const struct plan *p, enum view view)
{
	return plan_get(plan_get(p->root, "views"), view_names[view]);
}

/* What the view says about one thing, or NULL. */
static const struct value *
override_of(struct plan *p, enum view view, enum kind kind, const struct value *src)
{
	const struct value *said = said_by(p, view);
	const char *id = plan_text(src, "id");

	if (said == NULL || strcmp(id, "rows") == 0 || strcmp(id, "total") == 0 ||
	    strcmp(id, "level_total") == 0)
		return NULL;
	return kind_of(p, view, id) == kind ? plan_get(said, id) : NULL;
}

/* A cell's text, list or blank, as it prints. */
static struct value *
cell_value(struct plan *p, const struct value *v, const char *singular)
{
	struct value *out;
	size_t i;

	if (v->kind != VALUE_LIST)
		return plan_print(p, v);
	out = value_new(p->a, VALUE_LIST, &v->at);
	out->singular = singular;
	for (i = 0; i < v->nitems; i++)
		value_push(p->a, out, plan_print(p, v->items[i]));
	return out;
}

/* Lists that a template loops over: a text is a list of one, "" an empty one. */
static struct value *
cell_list(struct plan *p, const struct value *v, const char *singular)
{
	struct value *out;

	if (v->kind == VALUE_LIST)
		return cell_value(p, v, singular);
	out = value_new(p->a, VALUE_LIST, &v->at);
	out->singular = singular;
	if (v->kind != VALUE_TEXT || v->len != 0)
		value_push(p->a, out, plan_print(p, v));
	return out;
}

/* A map by year from own wording: what it does not say stays as it was. */
static struct value *
cell_years(struct plan *p, const struct value *v, const struct value *was)
{
	struct value *out;
	size_t i;

	if (v->kind == VALUE_MAP) {
		out = value_copy(p->a, was);
		for (i = 0; i < v->nfields; i++)
			value_set(p->a, out, v->fields[i].key,
			    plan_print(p, v->fields[i].value));
		return out;
	}
	out = value_new(p->a, VALUE_MAP, &v->at);
	for (i = 0; i < was->nfields; i++)
		value_set(p->a, out, was->fields[i].key, plan_print(p, v));
	return out;
}

static void
set_resources(struct plan *p, struct value *m, const char *cell, const struct value *v)
{
	struct value *r = value_copy(p->a, value_get(m, "resources"));

	if (strcmp(cell, "sources") == 0)
		value_set(p->a, r, "sources", cell_value(p, v, NULL));
	else
		value_set(p->a, r, "lines", cell_list(p, v, NULL));
	value_set(p->a, m, "resources", r);
}

/* achieved, impact, factors, spent: of the report year. */
static void
set_outcome(struct plan *p, struct value *m, const char *cell, const struct value *v)
{
	const char *year = p->year_key[p->report_year - p->first];
	struct value *all = value_copy(p->a, value_get(m, "outcome"));
	struct value *one = value_copy(p->a, value_get(all, year));

	value_set(p->a, one, cell, plan_print(p, v));
	value_set(p->a, all, year, one);
	value_set(p->a, m, "outcome", all);
}

static void
set_years(struct plan *p, struct value *m, const struct value *v)
{
	bool none = v->kind == VALUE_TEXT && v->len == 0;

	value_set(
	    p->a, m, "runs", plan_runs(p, none || v->kind == VALUE_BLANK ? NULL : v));
	value_set(p->a, m, "years", none ? plan_print(p, v) : plan_years_value(p, v));
}

/* A base value in own words: prints them; year, value and unit are known to be missing. */
static struct value *
cell_base(struct plan *p, const struct value *v)
{
	struct value *print = cell_value(p, v, NULL), *out;

	if (print->kind != VALUE_TEXT)
		return print;
	out = value_new(p->a, VALUE_MAP, &v->at);
	plan_known(p, out, KNOWN_MEASURE);
	out->text = print->text;
	out->len = print->len;
	return out;
}

static void
set_cell(struct plan *p, struct value *m, const char *cell, const struct value *v)
{
	static const char *const outcome[] = {
	    "achieved", "impact", "factors", "spent", NULL};

	if (strcmp(cell, "resources") == 0 || strcmp(cell, "sources") == 0)
		set_resources(p, m, cell, v);
	else if (strcmp(cell, "money") == 0 || strcmp(cell, "targets") == 0)
		value_set(p->a, m, cell, cell_years(p, v, value_get(m, cell)));
	else if (strcmp(cell, "base") == 0)
		value_set(p->a, m, cell, cell_base(p, v));
	else if (strcmp(cell, "expected") == 0)
		value_set(p->a, m, cell, cell_list(p, v, "item"));
	else if (strcmp(cell, "years") == 0)
		set_years(p, m, v);
	else if (listed(outcome, cell))
		set_outcome(p, m, cell, v);
	else
		value_set(p->a, m, cell, cell_value(p, v, NULL));
	if (strcmp(cell, "name") == 0) {
		m->text = v->kind == VALUE_TEXT ? value_get(m, "name")->text : "____";
		m->len = strlen(m->text);
	}
}

/* The thing as this view words it: itself, or a copy with what "said" says. */
static struct value *
reword(struct plan *p, struct value *m, enum kind kind, const struct value *said)
{
	size_t i;

	if (said == NULL)
		return m;
	m = value_copy(p->a, m);
	for (i = 0; i < said->nfields; i++)
		if (listed(cells[kind], said->fields[i].key))
			set_cell(p, m, said->fields[i].key, said->fields[i].value);
	return m;
}

/* -- a view of the tree -- */

/* A copy of m with another list in it, if the list is another. */
static struct value *
with_list(
    struct plan *p, struct value *m, const char *key, struct value *list, bool changed)
{
	if (!changed)
		return m;
	m = value_copy(p->a, m);
	value_set(p->a, m, key, list);
	return m;
}

static struct value *
view_activity(struct plan *p, enum view view, const struct activity *act)
{
	struct value *m = act->model, *list, *task;
	bool changed = false;
	size_t i;

	if (view == VIEW_TABLE2) {
		if (act->ntasks == 0)
			return NULL;
		list = plan_list(p, "task");
		for (i = 0; i < act->ntasks; i++) {
			task = reword(p, act->tasks[i].model, KIND_TASK,
			    override_of(p, view, KIND_TASK, act->tasks[i].src));
			changed |= task != act->tasks[i].model;
			value_push(p->a, list, task);
		}
		m = with_list(p, m, "tasks", list, changed);
	}
	return reword(p, m, KIND_ACTIVITY, override_of(p, view, KIND_ACTIVITY, act->src));
}

/* NULL: nothing of this goal stands in that table. */
static struct value *
view_goal(struct plan *p, enum view view, const struct goal *g)
{
	struct value *m = g->model, *list = plan_list(p, "activity"), *act;
	bool changed = false;
	size_t i;

	if (view != VIEW_GOALS) {
		for (i = 0; i < g->nactivities; i++) {
			act = view_activity(p, view, &g->activities[i]);
			changed |= act != g->activities[i].model;
			if (act != NULL)
				value_push(p->a, list, act);
		}
		if (list->nitems == 0)
			return NULL;
		m = with_list(p, m, "activities", list, changed);
	}
	return reword(p, m, KIND_GOAL, override_of(p, view, KIND_GOAL, g->src));
}

/* What a level, a goal and the plan say of the money of a year that is over. */
static const char *const reported[] = {"spent", "difference", "share"};
#define REPORTED (sizeof(reported) / sizeof(reported[0]))

/* A level of a view: money as in the tree, goals and activities to be added. */
static struct value *
open_level(struct plan *p, enum level level, enum view view)
{
	struct value *m = plan_level(p, level), *tree = p->level_model[level];
	size_t i;

	if (view == VIEW_INDICATORS)
		value_set(p->a, m, "indicators", plan_list(p, "indicator"));
	else {
		value_set(p->a, m, "goals", plan_list(p, "goal"));
		value_set(p->a, m, "activities", plan_list(p, "activity"));
	}
	value_set(p->a, m, "money",
	    tree == NULL ? plan_by_year(p, plan_none(p)) : value_get(tree, "money"));
	value_set(
	    p->a, m, "total", tree == NULL ? plan_none(p) : value_get(tree, "total"));
	for (i = 0; i < REPORTED; i++)
		value_set(p->a, m, reported[i], tree == NULL ? plan_by_year(p, plan_none(p))
		    : value_get(tree, reported[i]));
	return m;
}

static void
push_goal(struct plan *p, struct value *level, struct value *goal)
{
	const struct value *list = value_get(goal, "activities");
	size_t i;

	value_push(p->a, value_get(level, "goals"), goal);
	for (i = 0; i < list->nitems; i++)
		value_push(p->a, value_get(level, "activities"), list->items[i]);
}

static struct value *
tree_levels(struct plan *p, enum view view)
{
	struct value *levels = plan_list(p, "level"), *level = NULL, *goal;
	size_t i;

	for (i = 0; i < p->ngoals; i++) {
		if (i == 0 || p->goal_list[i].level != p->goal_list[i - 1].level)
			level = NULL;
		goal = view_goal(p, view, &p->goal_list[i]);
		if (goal == NULL)
			continue;
		if (level == NULL) {
			level = open_level(p, p->goal_list[i].level, view);
			value_push(p->a, levels, level);
		}
		push_goal(p, level, goal);
	}
	return levels;
}

static struct value *
indicator_levels(struct plan *p)
{
	struct value *levels = plan_list(p, "level"), *level = NULL;
	size_t i;

	for (i = 0; i < p->nindicators; i++) {
		const struct indicator *ind = &p->indicator_list[i];

		if (i == 0 || ind->level != p->indicator_list[i - 1].level) {
			level = open_level(p, ind->level, VIEW_INDICATORS);
			value_push(p->a, levels, level);
		}
		value_push(p->a, value_get(level, "indicators"),
		    reword(p, ind->model, KIND_INDICATOR,
			override_of(p, VIEW_INDICATORS, KIND_INDICATOR, ind->src)));
	}
	return levels;
}

/* -- a view of its own rows -- */

/* What is open while rows are read. */
struct rows {
	struct plan *p;
	enum view view;
	struct value *levels, *level;
	bool bands;                        /* the rows say their levels themselves */
	enum level key;                    /* of the open level */
	struct value *goal, *activity;     /* the open turns */
	const void *goal_of, *activity_of; /* the struct goal, activity that they show */
};

/* The thing of a kind that a row names, or NULL. */
static void *
row_thing(const struct idmap *at, const struct value *row, enum kind kind)
{
	const char *id = plan_text(row, kind_names[kind]);

	return id == NULL ? NULL : idmap_get(at, id);
}

/* For a row that names nothing: every name that a template may ask for, empty. */
static struct value *
nameless(struct plan *p, enum kind kind)
{
	struct value *m = value_new(p->a, VALUE_MAP, NULL), *r, *none = plan_none(p);
	const char *const *cell;

	m->text = "";
	value_set(p->a, m, "id", none);
	for (cell = cells[kind]; *cell != NULL; cell++)
		value_set(p->a, m, *cell, none);
	if (kind == KIND_GOAL || kind == KIND_ACTIVITY) {
		value_set(p->a, m, "money", plan_by_year(p, none));
		value_set(p->a, m, "total", none);
	}
	if (kind == KIND_GOAL)
		value_set(p->a, m, "activities", plan_list(p, "activity"));
	if (kind == KIND_ACTIVITY) {
		r = value_new(p->a, VALUE_MAP, NULL);
		value_set(p->a, r, "lines", plan_list(p, NULL));
		value_set(p->a, r, "people", plan_list(p, "person"));
		value_set(p->a, r, "support", plan_list(p, NULL));
		value_set(p->a, r, "time", none);
		value_set(p->a, r, "sources", none);
		value_set(p->a, m, "resources", r);
		value_set(p->a, m, "runs", plan_runs(p, NULL));
		value_set(p->a, m, "tasks", plan_list(p, "task"));
		r = value_new(p->a, VALUE_MAP, NULL);
		value_set(p->a, r, "status", none);
		value_set(p->a, r, "achieved", none);
		value_set(p->a, r, "impact", none);
		value_set(p->a, r, "factors", none);
		value_set(p->a, r, "spent", none);
		value_set(p->a, m, "outcome", plan_by_year(p, r));
	}
	if (kind == KIND_GOAL)
		value_set(p->a, m, "spent", plan_by_year(p, none));
	if (kind == KIND_INDICATOR) {
		value_set(p->a, m, "targets", value_new(p->a, VALUE_MAP, NULL));
		value_set(p->a, m, "target", plan_by_year(p, none));
		value_set(p->a, m, "achieved", plan_by_year(p, none));
		value_set(p->a, m, "stands", plan_by_year(p, none));
	}
	return m;
}

static void
rows_level(struct rows *r, enum level level, const struct value *row)
{
	const struct value *name = row == NULL ? NULL : value_get(row, "level_name");

	r->level = open_level(r->p, level, r->view);
	r->key = level;
	r->goal = r->activity = NULL;
	if (name != NULL) {
		value_set(r->p->a, r->level, "name", plan_print(r->p, name));
		r->level->text = name->kind == VALUE_TEXT ? name->text : "____";
		r->level->len = strlen(r->level->text);
	}
	value_push(r->p->a, r->levels, r->level);
}

/* Does the row say another number or name than the open turn shows? */
static bool
says_other(struct rows *r, const struct value *row, const struct value *turn,
    const char *prefix, const char *key)
{
	const struct value *said =
	    value_get(row, arena_printf(r->p->a, "%s_%s", prefix, key));
	const struct value *shown = value_get(turn, key);

	if (said == NULL)
		return false;
	said = plan_print(r->p, said);
	return said->kind != shown->kind ||
	       (said->kind == VALUE_TEXT && strcmp(said->text, shown->text) != 0);
}

/* A new turn of an outer thing: a copy that takes number and name from the row. */
static struct value *
open_turn(struct rows *r, const struct value *row, struct value *m, const char *prefix,
    const char *list, const char *singular)
{
	static const char *const keys[] = {"number", "name"};
	struct plan *p = r->p;
	const struct value *said;
	size_t i;

	m = value_copy(p->a, m);
	value_set(p->a, m, list, plan_list(p, singular));
	for (i = 0; i < 2; i++) {
		said = value_get(row, arena_printf(p->a, "%s_%s", prefix, keys[i]));
		if (said != NULL)
			set_cell(p, m, keys[i], said);
	}
	return m;
}

static void
rows_goal(struct rows *r, const struct value *row, const struct goal *g)
{
	struct plan *p = r->p;

	if (r->goal != NULL && (g == NULL || g == r->goal_of) &&
	    !says_other(r, row, r->goal, "goal", "number") &&
	    !says_other(r, row, r->goal, "goal", "name"))
		return;
	r->goal = open_turn(r, row, g == NULL ? nameless(p, KIND_GOAL) : g->model, "goal",
	    "activities", "activity");
	r->goal_of = g;
	r->activity = NULL;
	value_push(p->a, value_get(r->level, "goals"), r->goal);
}

static void
push_activity(struct rows *r, struct value *activity)
{
	value_push(r->p->a, value_get(r->goal, "activities"), activity);
	value_push(r->p->a, value_get(r->level, "activities"), activity);
}

static void
rows_activity(struct rows *r, const struct value *row, const struct activity *act)
{
	struct plan *p = r->p;

	if (r->activity != NULL && (act == NULL || act == r->activity_of) &&
	    !says_other(r, row, r->activity, "activity", "number") &&
	    !says_other(r, row, r->activity, "activity", "name"))
		return;
	r->activity =
	    open_turn(r, row, act == NULL ? nameless(p, KIND_ACTIVITY) : act->model,
		"activity", "tasks", "task");
	r->activity_of = act;
	push_activity(r, r->activity);
}

static void
rows_indicator(struct rows *r, const struct value *row, const struct indicator *ind)
{
	struct value *m = ind == NULL ? nameless(r->p, KIND_INDICATOR) : ind->model;

	value_push(r->p->a, value_get(r->level, "indicators"),
	    reword(r->p, m, KIND_INDICATOR, row));
}

/* Any cell or id: what is no more than a level is its band. */
static bool
is_band(const struct value *row)
{
	size_t i;

	for (i = 0; i < row->nfields; i++)
		if (strcmp(row->fields[i].key, "level") != 0 &&
		    strcmp(row->fields[i].key, "level_name") != 0)
			return false;
	return true;
}

/* Which level the row stands in: as it says, as the bands say, or its goal's. */
static void
rows_place(struct rows *r, const struct value *row, const enum level *own)
{
	enum level level;

	if (plan_level_parse(plan_text(row, "level"), &level)) {
		if (is_band(row) || r->level == NULL || level != r->key)
			rows_level(r, level, row);
		r->bands = true;
	} else if (own != NULL && !r->bands && (r->level == NULL || *own != r->key)) {
		rows_level(r, *own, row);
	}
}

static void
rows_add(struct rows *r, const struct value *row)
{
	struct plan *p = r->p;
	const struct indicator *ind = row_thing(&p->indicator_at, row, KIND_INDICATOR);
	const struct task *task = row_thing(&p->task_at, row, KIND_TASK);
	const struct activity *act = row_thing(&p->activity_at, row, KIND_ACTIVITY);
	const struct goal *g = row_thing(&p->goal_at, row, KIND_GOAL);

	if (act == NULL && task != NULL)
		act = task->activity;
	if (g == NULL && act != NULL)
		g = act->goal;
	rows_place(r, row, ind != NULL ? &ind->level : g != NULL ? &g->level : NULL);
	if (is_band(row) || r->level == NULL)
		return;
	if (r->view == VIEW_INDICATORS) {
		rows_indicator(r, row, ind);
	} else if (r->view == VIEW_GOALS) {
		push_goal(p, r->level,
		    reword(p, g == NULL ? nameless(p, KIND_GOAL) : g->model, KIND_GOAL,
			row));
	} else {
		rows_goal(r, row, g);
		if (r->view != VIEW_TABLE2) {
			push_activity(
			    r, reword(p,
				   act == NULL ? nameless(p, KIND_ACTIVITY) : act->model,
				   KIND_ACTIVITY, row));
			return;
		}
		rows_activity(r, row, act);
		value_push(p->a, value_get(r->activity, "tasks"),
		    reword(p, task == NULL ? nameless(p, KIND_TASK) : task->model,
			KIND_TASK, row));
	}
}

static struct value *
rows_levels(struct plan *p, enum view view, const struct value *rows)
{
	struct rows r;
	size_t i;

	memset(&r, 0, sizeof(r));
	r.p = p;
	r.view = view;
	r.levels = plan_list(p, "level");
	for (i = 0; i < rows->nitems; i++)
		rows_add(&r, rows->items[i]);
	return r.levels;
}

/* -- totals -- */

/*
 * Own wording of a total.  In Table 4, whose one column of money is that of the
 * report year, it stands there too; an empty one empties the whole row.
 */
static void
set_total(struct plan *p, enum view view, struct value *m, const struct value *said)
{
	struct value *money;

	value_set(p->a, m, "total", plan_print(p, said));
	if (said->kind == VALUE_TEXT && said->len == 0) {
		value_set(p->a, m, "money", plan_by_year(p, plan_print(p, said)));
	} else if (view == VIEW_TABLE4) {
		money = value_copy(p->a, value_get(m, "money"));
		value_set(p->a, money, p->year_key[p->report_year - p->first],
		    plan_print(p, said));
		value_set(p->a, m, "money", money);
	}
	if (view == VIEW_TABLE4)
		plan_own_difference(p, m, said);
}

#define YEARS_BESIDE 5            /* more years stand in a table of their own */
#define SUM_BESIDE   INT64_C(99999999) /* 999 999,99: what a year's column holds beside the resources */

static bool
over_beside(const struct value *part)
{
	const struct value *money = value_get(part, "money");

	for (size_t i = 0; money != NULL && i < money->nfields; i++)
		if (money->fields[i].value->form == VALUE_MONEY &&
		    money->fields[i].value->num > SUM_BESIDE)
			return true;
	return false;
}

/* Do the years and their sums ask for more room than there is beside other columns? */
static bool
is_wide(const struct plan *p, const struct value *all, const struct value *levels)
{
	if (p->years > YEARS_BESIDE || over_beside(all))
		return true;
	/* A blank makes the sums above it blank, so the parts are looked at too. */
	for (size_t i = 0; i < levels->nitems; i++) {
		const struct value *goals = value_get(levels->items[i], "goals");

		if (over_beside(levels->items[i]))
			return true;
		for (size_t g = 0; goals != NULL && g < goals->nitems; g++) {
			const struct value *acts = value_get(goals->items[g], "activities");

			for (size_t k = 0; acts != NULL && k < acts->nitems; k++)
				if (over_beside(acts->items[k]))
					return true;
		}
	}
	return false;
}

static void
set_totals(struct plan *p, enum view view, struct value *out, const struct value *levels)
{
	const struct value *said = said_by(p, view), *v, *by_level;
	size_t i;

	value_set(p->a, out, "money", value_get(p->model, "money"));
	value_set(p->a, out, "total", value_get(p->model, "total"));
	for (i = 0; i < REPORTED; i++)
		value_set(p->a, out, reported[i], value_get(p->model, reported[i]));
	value_set(p->a, out, "wide", plan_flag(p, is_wide(p, out, levels)));
	v = said == NULL ? NULL : value_get(said, "total");
	if (v != NULL)
		set_total(p, view, out, v);
	by_level = plan_get(said, "level_total");
	for (i = 0; by_level != NULL && i < levels->nitems; i++) {
		v = value_get(by_level, value_get(levels->items[i], "key")->text);
		if (v != NULL)
			set_total(p, view, levels->items[i], v);
	}
}

void
plan_derive_views(struct plan *p)
{
	const struct value *rows;
	struct value *levels, *out;
	int view;

	for (view = 0; view < VIEWS; view++) {
		rows = plan_get(said_by(p, (enum view)view), "rows");
		if (rows != NULL)
			levels = rows_levels(p, (enum view)view, rows);
		else if (view == VIEW_INDICATORS)
			levels = indicator_levels(p);
		else
			levels = tree_levels(p, (enum view)view);
		if (view == VIEW_GOALS || view == VIEW_INDICATORS) {
			out = value_get(p->model, view_names[view]);
		} else {
			out = value_new(p->a, VALUE_MAP, NULL);
			value_set(p->a, p->model, view_names[view], out);
		}
		if (view != VIEW_INDICATORS)
			set_totals(p, (enum view)view, out, levels);
		value_set(p->a, out, "levels", levels);
	}
}
