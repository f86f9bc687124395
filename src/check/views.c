/* Views against the tree: one activity, one result, in every table. */
#include <stdlib.h>

#include "check/priv.h"
#include "plan/latvian.h"

struct view {
	struct check *c;
	const char *name;  /* "table3" */
	const char *label; /* "Table 3" */
	enum node_kind inner;
	const char *level;    /* of the row before, or NULL */
	struct idmap seen;    /* inner ids -> struct place */
	int64_t total;        /* of the rows' amounts, cents */
	bool amounts;         /* any row had one */
	const struct node *goal, *activity, *inner_node; /* of the row at hand */
	bool own_rows;        /* the view lists its rows itself */
	int printed;          /* number of the indicator before, as printed */
	const char *path;
};

static const struct {
	const char *name, *en, *lv;
	enum node_kind inner;
} views[] = {
	{"goals", "the goals figure", "mērķu attēlā", NODE_GOAL},
	{"indicators", "the indicators figure", "rādītāju attēlā", NODE_INDICATOR},
	{"table1", "Table 1", "1. tabulā", NODE_ACTIVITY},
	{"table2", "Table 2", "2. tabulā", NODE_TASK},
	{"table3", "Table 3", "3. tabulā", NODE_ACTIVITY},
	{"table4", "Table 4", "4. tabulā", NODE_ACTIVITY},
};

static const char *
level_numeral(const char *key)
{
	return key == NULL ? "?" : strcmp(key, "universal") == 0 ? "I"
	    : strcmp(key, "targeted") == 0 ? "II" : "III";
}

/* A cell's words as one text: a list is joined as it prints. */
static const char *
cell_text(struct check *c, const struct value *v)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	if (v == NULL)
		return "";
	if (v->text != NULL)
		return v->text;
	for (i = 0; i < v->nitems; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", v->items[i]->text == NULL ? ""
		    : v->items[i]->text);
	s = arena_strndup(c->a, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

static void
say(struct view *w, enum diag_code code, const struct value *v, const char *cell, const char *b,
    const char *d)
{
	found(w->c, code, strf(w->c, "%s.%s", w->path, cell), &v->at, w->label, b, d, NULL);
}

/* -- cells -- */

static void
check_number(struct view *w, const struct node *n, const struct value *v, const char *cell)
{
	const char *s = cell_text(w->c, v);

	if (n == NULL || *s == '\0' || n->number == NULL || strcmp(s, n->number) == 0)
		return;
	say(w, n->kind == NODE_GOAL && w->inner == NODE_GOAL ? DIAG_CHECK_GOAL : DIAG_CHECK_NUMBER, v,
	    cell, s, n->number);
}

/*
 * Indicators are numbered in one place only: a figure with its own rows in its own order
 * just has to count them.
 */
static void
check_count(struct view *w, const struct value *v)
{
	const char *s = cell_text(w->c, v), *want;

	if (*s == '\0')
		return;
	want = strf(w->c, "%d.", ++w->printed);
	if (strcmp(s, want) != 0)
		say(w, DIAG_CHECK_NUMBER, v, "number", s, want);
}

/*
 * Two long texts from a little before their first difference, so that a message shows it.
 */
static void
show_difference(struct check *c, const char **a, const char **b)
{
	const char *x = *a, *y = *b, *start;

	while (*x != '\0' && *x == *y) {
		x++;
		y++;
	}
	if (x - *a < 40)
		return;
	for (start = x - 20; start > *a && *start != ' '; start--)
		continue;
	*b = strf(c, "…%s", *b + (start - *a) + 1);
	*a = strf(c, "…%s", start + 1);
}

/* The same words, but a capital where the plan has none: "Pedagogu Īpatsvars". */
static void
check_capitals(struct view *w, const struct value *v, const char *cell, const char *s,
    const char *tree)
{
	size_t n, m;

	s += strcspn(s, " ");
	tree += strcspn(tree, " ");
	for (; *s != '\0' && *tree != '\0'; s += n, tree += m) {
		s += strspn(s, " ");
		tree += strspn(tree, " ");
		n = strcspn(s, " ");
		m = strcspn(tree, " ");
		if (n != m || memcmp(s, tree, n) == 0 || strcmp(utf8_lower(w->c->a, s, n),
		    arena_strndup(w->c->a, tree, m)) != 0)
			continue;
		found(w->c, DIAG_CHECK_CELL_CASE, strf(w->c, "%s.%s", w->path, cell), &v->at,
		    cell_text(w->c, v), arena_strndup(w->c->a, s, strcspn(s, " ,;.")), NULL);
		return;
	}
}

static void
check_name(struct view *w, const struct node *n, const struct value *v, const char *cell)
{
	const char *s = cell_text(w->c, v), *name = n == NULL ? NULL : text_of(n->model, "name");

	if (name == NULL || *s == '\0')
		return;
	if (strcmp(norm(w->c, s), norm(w->c, name)) == 0) {
		check_capitals(w, v, cell, s, name);
		return;
	}
	show_difference(w->c, &s, &name);
	say(w, n->kind == NODE_GOAL && w->inner == NODE_GOAL ? DIAG_CHECK_GOAL : DIAG_CHECK_NAME, v,
	    cell, s, name);
}

static void
check_empty(struct view *w, const struct value *v, const char *cell, const char *tree)
{
	if (tree != NULL && *tree != '\0' && strcmp(tree, "____") != 0)
		say(w, DIAG_CHECK_EMPTY, v, cell, tree, NULL);
}

static void
check_result(struct view *w, const struct value *v, const char *tree)
{
	const char *s = cell_text(w->c, v);

	if (tree == NULL)
		return;
	if (*s == '\0')
		check_empty(w, v, "result", tree);
	else if (strcmp(digits(w->c, s), digits(w->c, tree)) != 0)
		say(w, DIAG_CHECK_RESULT, v, "result", s, tree);
	else if (strcmp(norm(w->c, s), norm(w->c, tree)) != 0)
		say(w, DIAG_CHECK_RESULT_WORDED, v, "result", s, tree);
}

/* The months that a text names, a bit each. */
static unsigned
months_of(struct check *c, const char *s)
{
	const char *low = utf8_lower(c->a, s, strlen(s));
	unsigned bits = 0;
	int m;

	for (; *low != '\0'; low += strcspn(low, " "), low += strspn(low, " "))
		for (m = 1; m <= 12; m++) {
			const char *name = lv_month(m, LV_GENITIVE); /* janvār-, mart- */

			if (strncmp(low, name, strlen(name) - 1) == 0)
				bits |= 1u << m;
		}
	return bits;
}

static bool
other_months(struct check *c, const char *a, const char *b)
{
	unsigned x = months_of(c, a), y = months_of(c, b);

	return x != 0 && y != 0 && x != y;
}

static void
check_term(struct view *w, const struct value *v, const char *cell, const char *tree)
{
	const char *s = cell_text(w->c, v);

	if (tree == NULL)
		return;
	if (*s == '\0')
		check_empty(w, v, cell, tree);
	else if ((strcmp(digits(w->c, s), digits(w->c, tree)) != 0 &&
	    strspn(digits(w->c, s), "0123456789 ") > 0) || other_months(w->c, s, tree))
		say(w, DIAG_CHECK_TERM, v, cell, s, tree);
}

/* -- institutions -- */

/* How a party in words is told apart: the id of the institution that it names, or itself. */
static const char *
party_id(struct check *c, const char *words, bool *listed)
{
	const char *id = idmap_get(&c->party_ids, words);

	*listed = id != NULL;
	return id != NULL ? id : words;
}

/* Is it the name of the row's activity, goal or task? */
static bool
is_row_name(struct view *w, const char *words)
{
	const struct node *n = w->inner_node;
	const char *name;

	for (; n != NULL; n = n->up) {
		name = text_of(n->model, "name");
		if (name != NULL && strcmp(norm(w->c, name), words) == 0)
			return true;
	}
	return false;
}

/* The parties of a cell, in words, parted by commas or semicolons. */
static size_t
split_parties(struct check *c, const struct value *v, const char **out, const char **raw,
    size_t most)
{
	const char *s = cell_text(c, v);
	size_t n = 0, len;

	for (; *s != '\0' && n < most; s += len + (s[len] != '\0')) {
		s += strspn(s, " ");
		len = strcspn(s, ",;");
		raw[n] = arena_strndup(c->a, s, len);
		out[n] = norm(c, arena_strndup(c->a, s, len));
		n += *out[n] != '\0';
	}
	return n;
}

#define PARTIES_MOST 64

static bool
is_among(const char *s, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], s) == 0)
			return true;
	return false;
}

/* The tree's parties: ids, or norm of their words. */
static size_t
tree_parties(struct check *c, const struct value *list, const char **out)
{
	size_t i, n = 0;

	for (i = 0; i < count_of(list) && n < PARTIES_MOST; i++) {
		const struct value *v = list->items[i];
		const char *s = v->kind == VALUE_MAP ? text_of(v, "text") : v->text;

		if (s != NULL)
			out[n++] = v->kind == VALUE_MAP ? norm(c, s) : s;
	}
	return n;
}

static void
check_parties(struct view *w, const struct value *v, const char *cell)
{
	const char *said[PARTIES_MOST], *raw[PARTIES_MOST], *tree[PARTIES_MOST], *id;
	const struct node *n = w->inner_node;
	const char *printed;
	size_t ns, nt, i, agree = 0;
	bool listed, sure = true;

	if (n == NULL || v->kind == VALUE_BLANK)
		return;
	printed = cell_text(w->c, get(n->model, cell));
	nt = tree_parties(w->c, get(n->src, cell), tree);
	ns = split_parties(w->c, v, said, raw, PARTIES_MOST);
	if (ns == 0) {
		check_empty(w, v, cell, printed);
		return;
	}
	for (i = 0; i < ns; i++) {
		id = party_id(w->c, said[i], &listed);
		if (is_among(id, tree, nt))
			agree++;
		else if (!listed) {
			say(w, is_row_name(w, said[i]) ? DIAG_CHECK_KIND : DIAG_CHECK_PARTY_LISTED, v,
			    cell, raw[i], NULL);
			sure = false;
		}
	}
	if (sure && (agree != ns || agree != nt))
		say(w, DIAG_CHECK_PARTY, v, cell, cell_text(w->c, v), printed);
}

/* -- money -- */

/* The amount in a cell; false if it holds none.  An en dash stands for nothing. */
static bool
amount_of(struct view *w, const struct value *v, const char *cell, int64_t *cents)
{
	const char *s = cell_text(w->c, v);
	size_t len = strlen(s);

	if (len == 0 || strcmp(s, EN_DASH) == 0)
		return false;
	if (len > 4 && strcmp(s + len - 4, " EUR") == 0)
		len -= 4;
	if (!num_parse_cents_lv(s, len, cents)) {
		say(w, DIAG_CHECK_NOT_AMOUNT, v, cell, s, NULL);
		return false;
	}
	if (strcmp(norm(w->c, s), norm(w->c, euros(w->c, *cents))) != 0)
		found(w->c, DIAG_CHECK_MONEY_FORM, strf(w->c, "%s.%s", w->path, cell), &v->at, s,
		    euros(w->c, *cents), NULL);
	return true;
}

static void
check_amount(struct view *w, const struct value *v, const char *cell, int year)
{
	const struct node *n = w->inner_node;
	const struct value *tree = n == NULL ? NULL
	    : get(get(n->src, "money"), strf(w->c, "%d", year));
	int64_t cents;

	if (!amount_of(w, v, cell, &cents))
		return;
	w->total += cents;
	w->amounts = true;
	if (tree != NULL && tree->form == VALUE_MONEY && tree->num != cents)
		say(w, DIAG_CHECK_MONEY, v, cell, euros(w->c, cents), euros(w->c, tree->num));
	else if (tree == NULL && n != NULL && cents != 0)
		say(w, DIAG_CHECK_MONEY, v, cell, euros(w->c, cents), euros(w->c, 0));
}

static void
check_money(struct view *w, const struct value *v)
{
	size_t i;
	int64_t year;

	if (v->kind == VALUE_TEXT)
		check_amount(w, v, "money", w->c->report_year);
	for (i = 0; i < v->nfields; i++)
		if (num_parse_int(v->fields[i].key, strlen(v->fields[i].key), &year))
			check_amount(w, v->fields[i].value, strf(w->c, "money.%d", (int)year),
			    (int)year);
}

/* -- resources -- */

static size_t
words_in(const char *s)
{
	size_t n = *s != '\0';

	for (; *s != '\0'; s++)
		n += *s == ' ';
	return n;
}

static void
check_resources(struct view *w, const struct value *v)
{
	const struct node *n = w->inner_node;
	const char *s = cell_text(w->c, v), *said, *tree;

	if (n == NULL || *s == '\0')
		return;
	said = digits(w->c, s);
	tree = digits(w->c, cell_text(w->c, get(get(n->model, "resources"), "lines")));
	if (strcmp(said, tree) == 0)
		return;
	if (words_in(said) < words_in(tree))
		found(w->c, DIAG_CHECK_ROLE_COUNT, strf(w->c, "%s.resources", w->path), &v->at, s, NULL);
	else
		say(w, DIAG_CHECK_POSTS, v, "resources", said, tree);
}

/* A source that other activities have, named here where the plan does not have it. */
static void
extra_source(struct view *w, const struct value *v, const char *said, const struct value *own)
{
	const struct value *list;
	const struct node *other;
	const char *name;
	size_t i, k;

	FOR_NODES(w->c, other, activities) {
		list = get(get(other->model, "resources"), "sources");
		for (i = 0; i < count_of(list); i++) {
			name = list->items[i]->text;
			if (name == NULL || strstr(said, norm(w->c, name)) == NULL)
				continue;
			for (k = 0; k < count_of(own); k++)
				if (own->items[k]->text != NULL && strcmp(own->items[k]->text, name) == 0)
					break;
			if (k == count_of(own)) {
				say(w, DIAG_CHECK_SOURCES_MORE, v, "sources", cell_text(w->c, v), name);
				return;
			}
		}
	}
}

/* Each source of the tree is named, and a comma stands between two. */
static void
check_sources(struct view *w, const struct value *v)
{
	const struct node *n = w->inner_node;
	const struct value *list = n == NULL ? NULL : get(get(n->model, "resources"), "sources");
	const char *s = norm(w->c, cell_text(w->c, v)), *name, *at;
	size_t i;

	if (*s == '\0')
		return;
	if (n != NULL && n->kind == NODE_ACTIVITY)
		extra_source(w, v, s, list);
	for (i = 0; i < count_of(list); i++) {
		name = list->items[i]->text == NULL ? "" : norm(w->c, list->items[i]->text);
		at = strstr(s, name);
		if (at == NULL) {
			say(w, DIAG_CHECK_SOURCES, v, "sources", cell_text(w->c, v),
			    list->items[i]->text);
			continue;
		}
		if (at - s >= 2 && at[-1] == ' ' && at[-2] != ',' && at[-2] != ';' &&
		    !(at - s >= 4 && strncmp(at - 4, " un ", 4) == 0))
			found(w->c, DIAG_CHECK_LIST_COMMA, strf(w->c, "%s.sources", w->path), &v->at,
			    cell_text(w->c, v), list->items[i]->text, NULL);
	}
}

/* -- indicators -- */

/* The digits of a text without those of the year that the base was taken in. */
static const char *
without_year(struct check *c, const char *list, const char *year)
{
	const char *at = year == NULL ? NULL : strstr(list, year);
	size_t n;

	if (at == NULL)
		return list;
	n = (size_t)(at - list);
	if (n > 0)
		n--; /* the blank before it */
	return strf(c, "%.*s%s", (int)n, list, at + strlen(year));
}

static void
check_measure(struct view *w, const struct value *v, const char *cell, const struct value *tree,
    const char *year)
{
	const char *s = cell_text(w->c, v), *t = cell_text(w->c, tree);
	const char *a = without_year(w->c, digits(w->c, s), year);
	const char *b = without_year(w->c, digits(w->c, t), year);

	if (*t == '\0')
		return;
	if (*s == '\0')
		check_empty(w, v, cell, t);
	else if (strcmp(a, b) != 0)
		say(w, DIAG_CHECK_TARGET, v, cell, s, t);
}

static void
check_targets(struct view *w, const struct value *v)
{
	const struct value *tree = get(w->inner_node->model, "targets");
	size_t i;

	for (i = 0; i < v->nfields; i++)
		check_measure(w, v->fields[i].value, strf(w->c, "targets.%s", v->fields[i].key),
		    get(tree, v->fields[i].key), NULL);
}

/* -- expected results -- */

static void
check_expected(struct view *w, const struct value *v)
{
	const struct value *tree = get(w->inner_node->model, "expected");
	const struct value *item;
	size_t i, k, n = v->kind == VALUE_LIST ? v->nitems : 1;

	for (i = 0; i < n; i++) {
		item = v->kind == VALUE_LIST ? v->items[i] : v;
		if (item->text == NULL || *item->text == '\0')
			continue;
		for (k = 0; k < count_of(tree); k++)
			if (tree->items[k]->text != NULL && strcmp(norm(w->c, tree->items[k]->text),
			    norm(w->c, item->text)) == 0)
				break;
		if (k == count_of(tree))
			say(w, DIAG_CHECK_EXPECTED, item, "expected", item->text, NULL);
	}
}

/* -- rows -- */

static const char *
printed(struct view *w, const char *cell)
{
	const struct value *v = w->inner_node == NULL ? NULL : get(w->inner_node->model, cell);

	return v == NULL ? NULL : cell_text(w->c, v);
}

static void
check_cell(struct view *w, const char *cell, const struct value *v)
{
	const struct node *n = w->inner_node;

	if (v->kind == VALUE_BLANK)
		return;
	if (strcmp(cell, "goal_number") == 0)
		check_number(w, w->goal, v, cell);
	else if (strcmp(cell, "goal_name") == 0)
		check_name(w, w->goal, v, cell);
	else if (strcmp(cell, "activity_number") == 0)
		check_number(w, w->activity, v, cell);
	else if (strcmp(cell, "activity_name") == 0)
		check_name(w, w->activity, v, cell);
	else if (n == NULL)
		return;
	else if (strcmp(cell, "number") == 0 && n->kind == NODE_INDICATOR && w->own_rows)
		check_count(w, v);
	else if (strcmp(cell, "number") == 0)
		check_number(w, n, v, cell);
	else if (strcmp(cell, "name") == 0)
		check_name(w, n, v, cell);
	else if (strcmp(cell, "result") == 0)
		check_result(w, v, printed(w, cell));
	else if (strcmp(cell, "term") == 0 || strcmp(cell, "years") == 0)
		check_term(w, v, cell, printed(w, cell));
	else if (strcmp(cell, "responsible") == 0 || strcmp(cell, "involved") == 0 ||
	    strcmp(cell, "by") == 0 || strcmp(cell, "supervised_by") == 0)
		check_parties(w, v, cell);
	else if (strcmp(cell, "money") == 0)
		check_money(w, v);
	else if (strcmp(cell, "resources") == 0)
		check_resources(w, v);
	else if (strcmp(cell, "sources") == 0)
		check_sources(w, v);
	else if (strcmp(cell, "expected") == 0)
		check_expected(w, v);
	else if (strcmp(cell, "base") == 0)
		check_measure(w, v, cell, get(n->model, "base"),
		    text_of(get(n->src, "base"), "year"));
	else if (strcmp(cell, "targets") == 0)
		check_targets(w, v);
	else if (strcmp(cell, "source") == 0 && printed(w, cell) != NULL &&
	    *cell_text(w->c, v) != '\0' &&
	    strcmp(norm(w->c, cell_text(w->c, v)), norm(w->c, printed(w, cell))) != 0)
		say(w, DIAG_CHECK_NAME, v, cell, cell_text(w->c, v), printed(w, cell));
}

static const struct node *
node_of(const struct value *row, const char *key, const struct idmap *m)
{
	const char *id = text_of(row, key);

	return id == NULL ? NULL : idmap_get(m, id);
}

static void
check_row(struct view *w, const struct value *row)
{
	struct check *c = w->c;
	const struct node *task = node_of(row, "task", &c->tasks), *n;
	const char *level = text_of(row, "level");
	size_t i;

	w->goal = node_of(row, "goal", &c->goals);
	w->activity = node_of(row, "activity", &c->activities);
	if (w->activity == NULL && task != NULL)
		w->activity = task->up;
	if (w->goal == NULL && w->activity != NULL)
		w->goal = w->activity->up;
	n = w->inner == NODE_TASK ? task : w->inner == NODE_GOAL ? w->goal
	    : w->inner == NODE_INDICATOR ? node_of(row, "indicator", &c->indicators) : w->activity;
	w->inner_node = n;
	if (level != NULL && n == NULL) {
		w->level = level;
		return;
	}
	w->path = strf(c, "views.%s[%s]", w->name, n == NULL ? "" : n->id);
	if (n != NULL) {
		if (idmap_add(c->a, &w->seen, n->id, (void *)(uintptr_t)row) != NULL &&
		    n->kind == NODE_GOAL)
			found(c, DIAG_CHECK_GOAL_LEVELS, w->path, &row->at, w->label,
			    text_of(n->model, "name") == NULL ? n->id : text_of(n->model, "name"), NULL);
		if (w->level != NULL && n->level != NULL && strcmp(w->level, n->level) != 0)
			found(c, DIAG_CHECK_LEVEL, w->path, &row->at, w->label,
			    level_numeral(w->level), level_numeral(n->level), NULL);
	}
	for (i = 0; i < row->nfields; i++)
		check_cell(w, row->fields[i].key, row->fields[i].value);
}

/* Every thing of the tree has its row. */
static void
check_missing(struct view *w, const struct value *rows)
{
	struct check *c = w->c;
	const struct idmap *maps[] = {&c->goals, &c->activities, &c->tasks, &c->indicators};
	const struct idmap *m = maps[w->inner];
	const struct node *n;
	const char *name;
	size_t i;

	for (i = 0; i < m->n; i++) {
		if (idmap_get(&w->seen, m->keys[i]) != NULL)
			continue;
		n = idmap_get(m, m->keys[i]);
		name = text_of(n->model, "name");
		found(c, DIAG_CHECK_ROW_MISSING, strf(c, "views.%s[%s]", w->name, n->id), &rows->at,
		    w->label, strf(c, "%s %s", n->number, name == NULL ? "" : name), NULL);
	}
}

/* The total said against what the rows, or the tree, add up to. */
static void
check_total(struct view *w, const struct value *v)
{
	const struct value *tree;
	int64_t said, sum = w->total;

	w->path = strf(w->c, "views.%s", w->name);
	if (v->kind != VALUE_TEXT || !amount_of(w, v, "total", &said))
		return;
	if (!w->amounts) {
		tree = strcmp(w->name, "table4") == 0 ? get(get(w->c->model, "money"),
		    strf(w->c, "%d", w->c->report_year)) : get(w->c->model, "total");
		if (tree == NULL || tree->form != VALUE_MONEY)
			return;
		sum = tree->num;
	}
	if (said != sum)
		say(w, DIAG_CHECK_TOTAL, v, "total", euros(w->c, said), euros(w->c, sum));
}

/* views: table3: {"5.1": {result: ...}} */
static void
check_override(struct view *w, const char *id, const struct value *said)
{
	struct check *c = w->c;
	const struct idmap *maps[] = {&c->tasks, &c->activities, &c->indicators, &c->goals};
	size_t i;

	w->inner_node = NULL;
	for (i = 0; i < 4 && w->inner_node == NULL; i++) {
		if ((i == 0 && w->inner != NODE_TASK) || (i == 2) != (w->inner == NODE_INDICATOR))
			continue;
		if (i == 1 && w->inner == NODE_GOAL)
			continue;
		w->inner_node = idmap_get(maps[i], id);
	}
	w->path = strf(c, "views.%s[%s]", w->name, id);
	for (i = 0; i < said->nfields; i++)
		check_cell(w, said->fields[i].key, said->fields[i].value);
}

/* The total of a level against the amounts of its activities, in the year of the report. */
static void
check_level_totals(struct view *w, const struct value *totals)
{
	struct check *c = w->c;
	const struct node *act;
	const struct value *money;
	int64_t said, sum;
	size_t i;

	w->path = strf(c, "views.%s", w->name);
	for (i = 0; totals != NULL && i < totals->nfields; i++) {
		const struct value *v = totals->fields[i].value;
		const char *cell = strf(c, "level_total.%s", totals->fields[i].key);

		if (v->kind != VALUE_TEXT || !amount_of(w, v, cell, &said))
			continue;
		sum = 0;
		FOR_NODES(c, act, activities) {
			if (act->level == NULL || strcmp(act->level, totals->fields[i].key) != 0)
				continue;
			money = get(get(act->src, "money"), strf(c, "%d", c->report_year));
			sum += money != NULL && money->form == VALUE_MONEY ? money->num : 0;
		}
		if (said != sum)
			say(w, DIAG_CHECK_TOTAL, v, cell, euros(c, said), euros(c, sum));
	}
}

static void
check_view(struct view *w, const struct value *v)
{
	const struct value *rows = get(v, "rows"), *total = get(v, "total");
	size_t i;

	w->own_rows = rows != NULL;
	for (i = 0; rows != NULL && i < rows->nitems; i++)
		check_row(w, rows->items[i]);
	if (rows != NULL)
		check_missing(w, rows);
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		if (strcmp(key, "rows") != 0 && strcmp(key, "total") != 0 &&
		    strcmp(key, "level_total") != 0)
			check_override(w, key, v->fields[i].value);
	}
	if (rows == NULL) /* single cells do not change what the rest adds up to */
		w->amounts = false;
	if (total != NULL)
		check_total(w, total);
	if (strcmp(w->name, "table4") == 0 && !w->amounts) /* rows of its own: check_total() */
		check_level_totals(w, get(v, "level_total"));
}

void
rule_views(struct check *c)
{
	const struct value *all = get(c->root, "views"), *v;
	size_t i;

	for (i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		struct view w = {.c = c, .name = views[i].name, .inner = views[i].inner,
		    .label = pick(c, views[i].en, views[i].lv)};

		v = get(all, views[i].name);
		if (v != NULL && v->kind == VALUE_MAP)
			check_view(&w, v);
	}
}
