/*
 * names - each tag of a template: is there such a name where it stands, and does what is
 * asked of it fit?
 */
#include <string.h>

#include "base/utf8.h"
#include "lint/scope.h"

/*
 * Tags of one table that all need the same turn: with one opener lost, or one column of years
 * outside its block, all have the same cause, and the first speaks for them.
 */
struct group {
	const struct template_use *first;
	const char *what;
	int more;
	struct group *next; /* found before it */
};

#define GROUPS_MOST 8 /* looked at for each tag */

struct lint {
	const struct template *t;
	struct arena *a;
	struct diag *d;
	struct scopes *s;
	const struct template_use *u; /* being checked */
	const char *quoted;           /* {{as typed}} */
	struct found *found;          /* by use */
	struct group *groups;
};

static void
say(struct lint *l, enum diag_code code, const char *a, const char *b, const char *c)
{
	diag(l->d, code, &l->u->at, l->quoted, a == NULL ? "" : a, b == NULL ? "" : b,
	    c == NULL ? "" : c, (char *)NULL);
}

static const char *
pick(const struct lint *l, const char *en, const char *lv)
{
	return diag_pick(l->d, en, lv);
}

/* What a value is, for a message: "a date". */
static const char *
kind_word(const struct lint *l, const struct model *m)
{
	switch (m->kind) {
	case MODEL_TEXT:
	case MODEL_ENUM:
	case MODEL_NAMED:
		return pick(l, "a text", "teksts");
	case MODEL_MARKDOWN:
		return pick(l, "a long text", "garš teksts");
	case MODEL_INT:
	case MODEL_NUMBER:
		return pick(l, "a number", "skaitlis");
	case MODEL_MONEY:
		return pick(l, "an amount", "naudas summa");
	case MODEL_DATE:
		return pick(l, "a date", "datums");
	case MODEL_YEAR:
		return pick(l, "a year", "gads");
	case MODEL_FLAG:
		return pick(l, "a mark (x or nothing)", "atzīme (x vai nekas)");
	case MODEL_LIST:
		return pick(l, "a list", "saraksts");
	case MODEL_YEARS:
	case MODEL_GROUP:
		break;
	}
	return pick(l, "a group of fields", "lauku grupa");
}

/* ---- formats ---- */

static const struct {
	enum tag_format format;
	const char *name;
	unsigned kinds; /* bits of enum model_kind that it fits */
} formats[] = {
#define BIT(k) (1u << MODEL_##k)
    {FMT_MONEY, "money", BIT(MONEY) | BIT(INT) | BIT(NUMBER)},
    {FMT_AMOUNT, "amount", BIT(MONEY) | BIT(INT) | BIT(NUMBER)},
    {FMT_NUMBER, "number", BIT(MONEY) | BIT(INT) | BIT(NUMBER)},
    {FMT_PERCENT, "percent", BIT(INT) | BIT(NUMBER)},
    {FMT_DATE, "date", BIT(DATE)},
    {FMT_DATE_GENITIVE, "date:genitive", BIT(DATE)},
    {FMT_DATE_LOCATIVE, "date:locative", BIT(DATE)},
    {FMT_DATE_SHORT, "date:short", BIT(DATE)},
    {FMT_JOIN, "join", BIT(LIST)},
#undef BIT
};

static void
check_format(struct lint *l, const struct model *m, enum tag_format format, const char *path)
{
	const struct model *v = m;
	size_t i;

	/* A list prints its items through the format. */
	while (v->kind == MODEL_LIST && format != FMT_JOIN)
		v = v->item;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (formats[i].format == format && (formats[i].kinds & 1u << v->kind) == 0)
			say(l, DIAG_LINT_FORMAT, formats[i].name, path, kind_word(l, m));
}

static const char *
names_of(struct lint *l, const struct model *m, const char *path)
{
	struct buf b = {0};
	const struct model *s;
	const char *text;
	int n = 0;

	for (s = m->sub; s != NULL && s->name != NULL && n < 6; s++, n++)
		buf_printf(&b, "%s%s.%s", n == 0 ? "" : ", ", path, s->name);
	text = arena_strndup(l->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return text;
}

static void
check_markdown(struct lint *l, const struct model *m, const char *path)
{
	switch (m->kind) {
	case MODEL_MARKDOWN:
	case MODEL_GROUP: /* said otherwise */
	case MODEL_YEARS:
		return;
	case MODEL_TEXT:
	case MODEL_NAMED:
	case MODEL_LIST:
		say(l, DIAG_LINT_PLAIN_MARKDOWN, path, kind_word(l, m), NULL);
		return;
	default:
		say(l, DIAG_LINT_FORMAT, "markdown", path, kind_word(l, m));
	}
}

static void
check_value(struct lint *l, const struct model *m, const char *path)
{
	const struct tag *t = l->u->tag;
	int i;

	if (m->kind == MODEL_YEARS)
		say(l, DIAG_LINT_BY_YEAR, path, arena_printf(l->a, "%s[year]", path), NULL);
	else if (m->kind == MODEL_GROUP)
		say(l, DIAG_PRINT_GROUP, names_of(l, m, path), NULL, NULL);
	else if (t->markdown)
		check_markdown(l, m, path);
	else if (m->kind == MODEL_MARKDOWN)
		say(l, DIAG_LINT_LONG_TEXT, path, arena_printf(l->a, "{{%s|markdown}}", path), NULL);
	if (m->kind == MODEL_YEARS || m->kind == MODEL_GROUP)
		return;
	for (i = 0; i < t->nfilters; i++)
		check_format(l, m, t->filters[i].format, path);
}

/* ---- blocks ---- */

/* Is the constant one of the words? */
static bool
among(const char *words, const char *word)
{
	size_t n = strlen(word), len;

	for (; *words != '\0'; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		if (len == n && strncmp(words, word, n) == 0)
			return true;
	}
	return false;
}

static const char *
nearest_of(struct lint *l, const char *words, const char *word)
{
	const char *v[16];
	size_t n = 0, len;

	for (; *words != '\0' && n < 16; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		v[n++] = arena_strndup(l->a, words, len);
	}
	return utf8_nearest(word, v, n);
}

/* "draft, approved" */
static const char *
with_commas(struct lint *l, const char *words)
{
	struct buf b = {0};
	const char *text;

	for (; *words != '\0'; words++)
		buf_str(&b, *words == ' ' ? ", " : (char[]){*words, '\0'});
	text = arena_strndup(l->a, buf_cstr(&b), b.len);
	buf_free(&b);
	return text;
}

static bool
counts(const struct model *m)
{
	return m->kind == MODEL_INT || m->kind == MODEL_NUMBER || m->kind == MODEL_MONEY ||
	    m->kind == MODEL_YEAR;
}

/* "5 and title", "5 un total > 3": two conditions in one. */
static bool
joins(const char *constant)
{
	static const char *const words[] = {" and ", " or ", " un ", " vai "};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(constant, words[i]) != NULL)
			return true;
	return false;
}

static void
check_compare(struct lint *l, const struct model *m, const char *path)
{
	const struct tag *t = l->u->tag;
	const char *choices = model_choices(m), *c = t->constant;

	if (m->kind == MODEL_LIST || m->kind == MODEL_GROUP || m->kind == MODEL_YEARS)
		say(l, DIAG_LINT_COMPARE, path, kind_word(l, m), NULL);
	else if (choices != NULL && !among(choices, c))
		say(l, DIAG_LINT_CHOICE, c, with_commas(l, choices), nearest_of(l, choices, c));
	else if (counts(m) && strspn(c, "0123456789., -\xC2\xA0") != strlen(c))
		diag(l->d, DIAG_LINT_CONSTANT, &l->u->at, l->quoted, c, path, kind_word(l, m),
		    joins(c) ? "1" : "", (char *)NULL);
}

/* Does something of the block lie behind it that makes "each" more than "if"? */
static void
check_each(struct lint *l, const struct found *f, const char *path)
{
	const struct model *m = f->m;

	if (m->kind == MODEL_LIST && l->u->touch)
		say(l, DIAG_LINT_TOUCH, model_is_leaf(m->item->kind) || m->item->kind == MODEL_NAMED
		    ? arena_printf(l->a, "{{%s}}", path) : "", "{{^@last}}, {{/@last}}",
		    arena_printf(l->a, "{{/%s}}", path));
	if (m->kind == MODEL_LIST || m->kind == MODEL_GROUP)
		return;
	if (m->kind == MODEL_YEARS) {
		say(l, DIAG_LINT_EACH_YEARS, path, "{{#years}}",
		    arena_printf(l->a, "{{%s[year]}}", path));
		return;
	}
	if (m->kind == MODEL_NAMED && l->u->tag->path.nsteps > 0)
		return; /* a map: one turn, in which its names are short */
	if (f->lacks != NULL || m->kind == MODEL_FLAG || m->kind == MODEL_MARKDOWN)
		say(l, DIAG_LINT_EACH_MAYBE, path, kind_word(l, m),
		    arena_printf(l->a, "{{?%s}}", path));
	else
		say(l, DIAG_LINT_EACH, path, kind_word(l, m), NULL);
}

/* ---- a tag ---- */

static void
check_lacks(struct lint *l, size_t i, const struct found *f)
{
	const struct tag *t = l->u->tag;

	if (f->lacks == NULL || t->optional || t->kind != TAG_VALUE)
		return;
	/* Which of the two names a plan has depends on its profile, as the template does. */
	if (strcmp(f->lacks, "school") == 0 || strcmp(f->lacks, "municipality") == 0 ||
	    strcmp(f->lacks, "changes") == 0 /* the list of changes has it always */ ||
	    scopes_guarded(l->s, i, f->lacks))
		return;
	say(l, DIAG_LINT_MAY_LACK, f->lacks,
	    arena_printf(l->a, "{{?%s}} … {{/%s}}", f->lacks, f->lacks), NULL);
}

/* "municipality" of "municipality.name" */
static const char *
parent_of(struct lint *l, const char *path)
{
	const char *dot = strrchr(path, '.');

	return arena_strndup(l->a, path, dot != NULL ? (size_t)(dot - path) : 0);
}

/* The group of the tag being checked, or NULL: what it needs is needed elsewhere only. */
static struct group *
group_of(const struct lint *l, const char *what)
{
	struct group *g = l->groups;

	for (int i = 0; g != NULL && i < GROUPS_MOST; g = g->next, i++)
		if (g->first->at.table == l->u->at.table && g->first->at.part == l->u->at.part &&
		    strcmp(g->what, what) == 0)
			return g;
	return NULL;
}

static void
report_turn(struct lint *l, const struct found *f)
{
	const char *columns = l->u->at.table > 0 && strcmp(f->what, "year") == 0
	    ? "{{#years columns}}" : "", *more = "";
	const struct group *g = l->u->at.table > 0 ? group_of(l, f->what) : NULL;

	if (g != NULL && g->first != l->u)
		return;
	if (g != NULL && g->more > 0)
		more = arena_printf(l->a, "%d", g->more);
	diag(l->d, DIAG_LINT_TURN, &l->u->at, l->quoted, f->what, f->near, columns, more,
	    (char *)NULL);
}

static void
report(struct lint *l, const struct found *f)
{
	switch (f->look) {
	case LOOK_OK:
	case LOOK_ANY:
		break;
	case LOOK_UNKNOWN:
		say(l, DIAG_FILL_NAME, f->what, f->near,
		    f->near == NULL && f->of != NULL ? names_of(l, f->of, parent_of(l, f->what)) : NULL);
		break;
	case LOOK_NO_TURN:
		report_turn(l, f);
		break;
	case LOOK_NO_LOOP:
		say(l, DIAG_LINT_LOOP, f->what, "{{#goals}}", NULL);
		break;
	case LOOK_IN_LIST:
		say(l, DIAG_LINT_LIST, f->what, arena_printf(l->a, "{{%s}}", f->near),
		    arena_printf(l->a, "{{#%s}} … {{/%s}}", f->what, f->what));
		break;
	case LOOK_BY_YEAR:
		say(l, DIAG_LINT_BY_YEAR, f->what, f->near, NULL);
		break;
	case LOOK_NO_YEARS:
		say(l, DIAG_LINT_NO_YEARS, f->what, NULL, NULL);
		break;
	case LOOK_NO_YEAR:
		say(l, DIAG_LINT_NO_YEAR, f->what, f->near, NULL);
		break;
	}
}

/* Of a faulty tag one thing is said: its name may be half of what was meant. */
static bool
is_checked(const struct template_use *u)
{
	return u->tag->kind <= TAG_IF && !u->silent && !u->faulty;
}

/* Look all names up, and gather those of a table that need the same turn. */
static void
find_all(struct lint *l, const struct template_use *uses, size_t n)
{
	l->found = arena_array(l->a, n + 1, sizeof(*l->found));
	for (size_t i = 0; i < n; i++) {
		struct group *g;

		if (!is_checked(&uses[i]))
			continue;
		l->u = &uses[i];
		l->found[i] = scopes_find(l->s, i);
		if (l->found[i].look != LOOK_NO_TURN || uses[i].at.table == 0)
			continue;
		if ((g = group_of(l, l->found[i].what)) != NULL) {
			g->more++;
			continue;
		}
		g = arena_alloc(l->a, sizeof(*g));
		*g = (struct group){.first = l->u, .what = l->found[i].what, .next = l->groups};
		l->groups = g;
	}
}

/*
 * A closer whose name is nearly that of its block: one of the two is wrong.  Where the
 * opener's is, that is said at the opener.
 */
static void
check_slip(struct lint *l)
{
	const struct template_use *u = l->u, *uses;
	const struct tag *open;
	struct found f;

	template_uses(l->t, &uses);
	open = uses[u->slip].tag;
	f = scopes_find(l->s, (size_t)u->slip);
	if (f.look == LOOK_UNKNOWN && f.near != NULL && strcmp(f.near, u->tag->name) == 0)
		return;
	say(l, DIAG_FILL_CLOSE_OTHER, arena_printf(l->a, "{{%s}}", open->source),
	    arena_printf(l->a, "{{/%s}}", open->name), NULL);
}

static void
check_use(struct lint *l, size_t i)
{
	const struct tag *t = l->u->tag;
	const char *path;
	struct found f;

	if (l->u->slip >= 0) {
		l->quoted = arena_printf(l->a, "{{%s}}", t->source);
		check_slip(l);
		return;
	}

	if (!is_checked(l->u))
		return;
	l->quoted = arena_printf(l->a, "{{%s}}", t->source);
	f = l->found[i];
	report(l, &f);
	if (f.look != LOOK_OK)
		return;
	path = tag_path_text(l->a, &t->path);
	if (t->kind == TAG_VALUE)
		check_value(l, f.m, path);
	else if (t->kind == TAG_EACH)
		check_each(l, &f, path);
	else if (t->kind == TAG_IF && t->op != OP_NONE)
		check_compare(l, f.m, path);
	check_lacks(l, i, &f);
}

/* What looks like a tag, but is printed as it stands. */
static void
check_suspects(struct lint *l)
{
	const struct template_suspect *v;
	size_t n = template_suspects(l->t, &v);

	for (size_t i = 0; i < n; i++)
		if (v[i].name == NULL || scopes_known(l->s, v[i].name))
			diag(l->d, DIAG_LINT_LOOKS, &v[i].at, v[i].text,
			    v[i].name != NULL ? arena_printf(l->a, "{{%s}}", v[i].name) : "", (char *)NULL);
}

void
lint_names(const struct template *t, struct arena *a, struct diag *d)
{
	struct lint l = {.t = t, .a = a, .d = d, .s = scopes_new(a, t)};
	const struct template_use *u;
	size_t i, n = template_uses(t, &u);

	find_all(&l, u, n);
	for (i = 0; i < n; i++) {
		l.u = &u[i];
		check_use(&l, i);
	}
	check_suspects(&l);
}

void
lint_fields(const struct template *t, struct arena *a, lint_take_fn *take, void *arg)
{
	struct scopes *s = scopes_new(a, t);
	const struct template_use *u;
	size_t i, k, n = template_uses(t, &u);

	for (i = 0; i < n; i++) {
		struct found f;
		bool needed;

		if (u[i].tag->kind > TAG_IF || u[i].silent)
			continue;
		f = scopes_find(s, i);
		needed = f.lacks != NULL && u[i].tag->kind == TAG_VALUE && !u[i].tag->optional &&
		    !scopes_guarded(s, i, f.lacks) && !scopes_by_profile(s, i);
		for (k = 0; f.look == LOOK_OK && k < f.nvia; k++) {
			const char *p = f.via[k]->fields;
			size_t len;

			for (; p != NULL && *p != '\0'; p += len + (p[len] == ' ')) {
				len = strcspn(p, " ");
				take(arg, p, len, needed);
			}
		}
	}
}
