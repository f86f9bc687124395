/*
 * The shape of a plan against the field table: all problems in one run, each at
 * the value or key that is at fault.  Texts get their form on the way.
 */
#include <string.h>

#include "base/utf8.h"
#include "plan/priv.h"

#define MAX_ID 100 /* bytes */
#define LONGEST_CHOICES 80 /* a message cuts longer ones */
#define MAX_FIELDS 64 /* of one map */

/* Where we are, for messages: "activities[1.1].tasks[1.1.1].by". */
struct path {
	const struct path *up;
	const char *name; /* field, or year */
	const char *id;   /* of a list's item, or NULL */
	size_t index;     /* of a list's item without an id, from 1 */
};

static void check(
    struct plan *p, struct value *v, const struct field *f, const struct path *path);

/* -- messages -- */

/*
 * As silence: and the columns of a table of rows write it: what is in an activity
 * begins there, its id says the rest.
 */
static void
path_put(struct buf *b, const struct path *path)
{
	if (path->up != NULL && strcmp(path->name, "activities") != 0) {
		path_put(b, path->up);
		if (b->len != 0)
			buf_ch(b, '.');
	}
	buf_str(b, path->name);
	if (path->id != NULL)
		buf_printf(b, "[%s]", path->id);
	else if (path->index != 0)
		buf_printf(b, "[%zu]", path->index);
}

static char *
path_plain(struct plan *p, const struct path *path)
{
	struct buf b = {0};
	char *s;

	path_put(&b, path);
	s = arena_strndup(p->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

static const char *
path_text(struct plan *p, const struct path *path)
{
	return plan_label(p, path_plain(p, path));
}

const char *
plan_label(struct plan *p, char *s)
{
	const struct field *f;
	char *inner;
	size_t n;

	/* Who reads Latvian knows the field by its name in the form. */
	f = diag_language(p->d) == DIAG_LV ? field_at(s) : NULL;
	if (f == NULL)
		return s;
	/* A message cuts what is too long; the id of the innermost thing says enough. */
	for (n = utf8_count(f->label, strlen(f->label)); utf8_count(s, strlen(s)) + n + 3 > 80 &&
	    (inner = strstr(s, "].")) != NULL && strchr(inner, '[') != NULL;)
		s = inner + 2;
	s = arena_printf(p->a, "%s (%s)", s, f->label);
	return s;
}

static void
fault(struct plan *p, enum diag_code code, const struct place *at,
    const struct path *path, const char *a, const char *b, const char *c)
{
	diag(p->d, code, at, path_text(p, path), a, b, c, NULL);
	p->errors++;
}

/* What a field of a type wants, in words. */
static const struct {
	enum field_type type;
	const char *en, *lv;
} wanted[] = {
    {FIELD_TEXT, "a text of one line", "vienas rindas tekstam"},
    {FIELD_MARKDOWN, "a text", "tekstam"},
    {FIELD_ID, "an id: a text without blanks and brackets, at most 100 bytes",
	"apzīmējumam: tekstam bez atstarpēm un iekavām, ne garākam par 100 baitiem"},
    {FIELD_INT, "a whole number", "veselam skaitlim"},
    {FIELD_NUMBER, "a number such as 12 or 0.25", "skaitlim, piemēram, 12 vai 0.25"},
    {FIELD_MONEY, "an amount such as 300 or 300.50", "summai, piemēram, 300 vai 300.50"},
    {FIELD_DATE, "a date such as 2024-07-04", "datumam, piemēram, 2024-07-04"},
    {FIELD_YEAR, "a year such as 2024", "gadam, piemēram, 2024"},
    {FIELD_YEARS, "years such as 2024-2028 or [2024, 2026]",
	"gadiem, piemēram, 2024-2028 vai [2024, 2026]"},
    {FIELD_TERM, "a term such as 2024-03..2024-05, 2024-03 or 2024..2028",
	"termiņam, piemēram, 2024-03..2024-05, 2024-03 vai 2024..2028"},
    {FIELD_ENUM, "one word", "vienam vārdam"},
    {FIELD_PARTY, "the id of an institution, or a map with text",
	"institūcijas apzīmējumam vai ierakstam ar text"},
    {FIELD_REF, "an id", "apzīmējumam"},
    {FIELD_BOOL, "true or false", "true vai false"},
    {FIELD_MAP, "a map of fields", "ierakstam ar laukiem"},
    {FIELD_LIST, "a list: [one, two], or each on a line of its own behind \"- \"",
	"sarakstam: [viens, otrs] vai katrs savā rindā aiz “- ”"},
    {FIELD_YEARMAP, "a map by years, such as {2024: ...}",
	"ierakstam pa gadiem, piemēram, {2024: ...}"},
    {FIELD_DOCWORD, "a word of the table, or word, genitive and ending",
	"tabulas vārdam vai word, genitive un ending"},
    {FIELD_VALUE, "a number, or a map with value or text",
	"skaitlim vai ierakstam ar value vai text"},
    {FIELD_VIEWS, "a map of views", "ierakstam ar tabulām"},
};

/* "2026-06-31": written as a date is, but there is no such day. */
static bool
looks_like_date(const struct value *v)
{
	return v->kind == VALUE_TEXT && v->len == 10 && strspn(v->text, "0123456789-") == 10 &&
	    v->text[4] == '-' && v->text[7] == '-';
}

static void
fault_type(
    struct plan *p, const struct value *v, enum field_type type, const struct path *path)
{
	const char *words = "";
	const struct field *f = field_at(path_plain(p, path));
	size_t i;

	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (wanted[i].type == type)
			words = diag_pick(p->d, wanted[i].en, wanted[i].lv);
	/* The plan's own id becomes the name of files. */
	if (type == FIELD_ID && f != NULL && f->ascii)
		words = diag_pick(p->d,
		    "an id of plain letters a-z, digits and . _ -, beginning with a letter or digit",
		    "apzīmējumam no burtiem a–z, cipariem un . _ -, kas sākas ar burtu vai ciparu");
	/* A list of maps has an example of its own. */
	if (type == FIELD_LIST && f != NULL && f->example != NULL &&
	    strncmp(f->example, "[{", 2) == 0) {
		words = arena_printf(p->a, "%s, %s %s", diag_pick(p->d, "a list", "sarakstam"),
		    diag_pick(p->d, "such as", "piemēram,"), f->example);
		fault(p, DIAG_PLAN_TYPE, &v->at, path, words,
		    v->kind == VALUE_TEXT ? v->text : NULL, NULL);
		return;
	}
	if (type == FIELD_DATE && looks_like_date(v))
		words = diag_pick(p->d, "a day of the calendar", "dienai, kāda kalendārā ir");
	fault(p, DIAG_PLAN_TYPE, &v->at, path, words,
	    v->kind == VALUE_TEXT ? v->text : "", plan_meant(p, v, type, f));
}

const char *
plan_near_word(struct plan *p, const char *const *words, size_t n, const char *word)
{
	/* Each guess compares with every word: enough of them help nobody. */
	if (p->guesses >= MAX_GUESSES)
		return NULL;
	p->guesses++;
	return utf8_nearest(word, words, n);
}

const char *
plan_near(struct plan *p, const struct idmap *m, const char *word)
{
	return plan_near_word(p, m->keys, m->n, word);
}

/* -- values -- */

const struct value *
plan_get(const struct value *map, const char *key)
{
	const struct value *v;

	if (map == NULL || (map->kind != VALUE_MAP && map->kind != VALUE_LIST))
		return NULL;
	v = value_get(map, key);
	return v == NULL || v->kind == VALUE_BLANK || v->kind == VALUE_NONE ? NULL : v;
}

const char *
plan_text(const struct value *map, const char *key)
{
	const struct value *v = plan_get(map, key);

	return v == NULL || v->kind != VALUE_TEXT ? NULL : v->text;
}

bool
plan_blank(const struct value *map, const char *key)
{
	const struct value *v = map == NULL ? NULL : value_get(map, key);

	return v != NULL && v->kind == VALUE_BLANK;
}

/* -- years and terms -- */

static bool
year_parse(const char *s, size_t len, int *year)
{
	int64_t n;

	if (len != 4 || !num_parse_int(s, len, &n) || n < 1000)
		return false;
	*year = (int)n;
	return true;
}

/* "2024" or "2024-2028". */
static bool
range_parse(const struct value *v, int *from, int *to)
{
	if (v->kind != VALUE_TEXT)
		return false;
	if (v->len == 4) {
		if (!year_parse(v->text, 4, from))
			return false;
		*to = *from;
		return true;
	}
	return v->len == 9 && v->text[4] == '-' && year_parse(v->text, 4, from) &&
	       year_parse(v->text + 5, 4, to) && *from <= *to;
}

static bool
year_insert(int *years, size_t max, size_t *n, int year)
{
	size_t i = *n;

	while (i > 0 && years[i - 1] > year)
		i--;
	if (i > 0 && years[i - 1] == year)
		return true;
	if (*n == max)
		return false;
	memmove(years + i + 1, years + i, (*n - i) * sizeof(years[0]));
	years[i] = year;
	(*n)++;
	return true;
}

bool
plan_years(const struct value *v, int *years, size_t max, size_t *n)
{
	size_t i, count = v->kind == VALUE_LIST ? v->nitems : 1;
	int y, to;

	*n = 0;
	for (i = 0; i < count; i++) {
		if (!range_parse(v->kind == VALUE_LIST ? v->items[i] : v, &y, &to))
			return false;
		for (; y <= to; y++)
			if (!year_insert(years, max, n, y))
				return false;
	}
	return *n > 0;
}

bool
plan_period(const struct value *v, int *first, int *years)
{
	int list[MAX_PERIOD];
	size_t n;
	int last;

	if (v == NULL)
		return false;
	if (range_parse(v, first, &last)) {
		*years = last - *first + 1;
		return true;
	}
	if (v->kind != VALUE_LIST || !plan_years(v, list, MAX_PERIOD, &n) ||
	    list[n - 1] - list[0] != (int)n - 1)
		return false;
	*first = list[0];
	*years = (int)n;
	return true;
}

size_t
plan_term(struct arena *a, const struct value *v, const char *const **out)
{
	const char **points;
	size_t i, n = v->kind == VALUE_LIST ? v->nitems : 1;

	if (v->kind != VALUE_LIST && v->kind != VALUE_TEXT)
		return 0;
	points = arena_array(a, n, sizeof(points[0]));
	for (i = 0; i < n; i++) {
		const struct value *point = v->kind == VALUE_LIST ? v->items[i] : v;

		if (point->kind != VALUE_TEXT)
			return 0;
		points[i] = point->text;
	}
	*out = points;
	return n;
}

static const char *
period_text(struct plan *p)
{
	return arena_printf(p->a, "%d-%d", p->first, p->first + p->years - 1);
}

static void
check_year(struct plan *p, const struct place *at, int year, const struct path *path)
{
	if (p->years == 0 || (year >= p->first && year < p->first + p->years))
		return;
	fault(p, DIAG_PLAN_YEAR, at, path, arena_printf(p->a, "%d", year), period_text(p),
	    NULL);
}

static void
check_years(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	size_t i, n = v->kind == VALUE_LIST ? v->nitems : 1;
	int from, to;

	if (f->max != 0) { /* the period itself: a run of years */
		if (!plan_period(v, &from, &to))
			fault_type(p, v, FIELD_YEARS, path);
		else if (to > f->max) {
			diag(p->d, DIAG_PLAN_PERIOD, &v->at, arena_printf(p->a, "%d", to),
			    arena_printf(p->a, "%ld", f->max), NULL);
			p->errors++;
		}
		return;
	}
	if (n == 0)
		fault_type(p, v, FIELD_YEARS, path);
	for (i = 0; i < n; i++) {
		const struct value *item = v->kind == VALUE_LIST ? v->items[i] : v;

		if (!range_parse(item, &from, &to)) {
			fault_type(p, item, FIELD_YEARS, path);
			continue;
		}
		check_year(p, &item->at, from, path);
		if (to != from)
			check_year(p, &item->at, to, path);
	}
}

/* -- single values -- */

static bool
number_valid(const char *s, size_t len)
{
	size_t i = 0, n = 0;

	if (len > 0 && s[0] == '-')
		i++;
	for (; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		n++;
	if (n == 0 || len > 18)
		return false;
	if (i == len)
		return true;
	return s[i] == '.' && i + 1 < len &&
	       strspn(s + i + 1, "0123456789") == len - i - 1;
}

static void
check_range(struct plan *p, const struct value *v, const struct field *f, bool low,
    bool high, const struct path *path)
{
	if (!low && !high)
		return;
	fault(p, DIAG_PLAN_RANGE, &v->at, path, arena_printf(p->a, "%ld", f->min),
	    arena_printf(p->a, "%ld", f->max), v->text);
}

static void
check_number(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	int64_t whole;
	size_t dot;

	if (!number_valid(v->text, v->len)) {
		fault_type(p, v, f->type, path);
		return;
	}
	v->form = VALUE_NUMBER;
	dot = strcspn(v->text, ".");
	if (f->max != 0 && num_parse_int(v->text, dot, &whole))
		check_range(p, v, f, v->text[0] == '-' && f->min >= 0,
		    whole > f->max || (whole == f->max && v->text[dot] == '.'), path);
}

static void
check_int(struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	if (!num_parse_int(v->text, v->len, &v->num)) {
		fault_type(p, v, f->type, path);
		return;
	}
	v->form = VALUE_INT;
	if (f->min != 0 || f->max != 0)
		check_range(p, v, f, v->num<f->min, v->num> f->max, path);
}

static void
check_money(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	if (!num_parse_cents(v->text, v->len, &v->num)) {
		fault_type(p, v, f->type, path);
		return;
	}
	v->form = VALUE_MONEY;
	check_range(p, v, f, v->num<f->min * 100, v->num> f->max * 100, path);
}

static void
check_one_year(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	int year;

	if (!year_parse(v->text, v->len, &year)) {
		fault_type(p, v, f->type, path);
		return;
	}
	v->form = VALUE_YEAR;
	v->num = year;
	if (f->in_period)
		check_year(p, &v->at, year, path);
	else if (f->max != 0)
		check_range(p, v, f, year<f->min, year> f->max, path);
}

static void
check_date(struct plan *p, struct value *v, const struct path *path)
{
	struct date d;

	if (!date_parse(v->text, v->len, &d))
		fault_type(p, v, FIELD_DATE, path);
	v->form = VALUE_DATE;
}

static void
check_choice(
    struct plan *p, const struct value *v, const char *choices, const struct path *path)
{
	const char *words[16], *s = choices, *near = NULL;
	const struct choice_word *w;
	size_t n = 0, len;
	bool found = false;
	struct buf all = {0}, said = {0}; /* said: with what each means */

	while (*s != '\0' && n < 16) {
		len = strcspn(s, " ");
		words[n] = arena_strndup(p->a, s, len);
		found = found || strcmp(words[n], v->text) == 0;
		buf_printf(&all, "%s%s", n == 0 ? "" : ", ", words[n]);
		w = diag_language(p->d) == DIAG_LV ? field_choice(words[n]) : NULL;
		buf_printf(&said, "%s%s", n == 0 ? "" : ", ", words[n]);
		if (w != NULL)
			buf_printf(&said, " (%s)", w->lv);
		if (near == NULL && plan_choice_meant(p, words[n], v->text))
			near = words[n];
		n++;
		s += len + (s[len] == ' ');
	}
	if (!found)
		fault(p, DIAG_PLAN_CHOICE, &v->at, path, v->text,
		    buf_cstr(said.len <= LONGEST_CHOICES ? &said : &all),
		    near != NULL ? near : plan_near_word(p, words, n, v->text));
	buf_free(&all);
	buf_free(&said);
}

static bool
id_valid(const char *s, size_t len, bool ascii)
{
	if (len == 0 || len > MAX_ID || strpbrk(s, " \t\r\n[]{}\"") != NULL)
		return false;
	return !ascii || (s[0] != '.' && s[0] != '-' &&
			     strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
				       "xyz0123456789._-") == len);
}

/* A block scalar ends in a line end that nobody meant. */
static void
trim_end(struct plan *p, struct value *v)
{
	size_t len = v->len;

	while (len > 0 && (v->text[len - 1] == '\n' || v->text[len - 1] == ' '))
		len--;
	if (len == v->len)
		return;
	v->text = arena_strndup(p->a, v->text, len);
	v->len = len;
}

static void
check_text(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	const char *cut = plan_cut_off(p, v);

	trim_end(p, v);
	if (f->type == FIELD_MARKDOWN)
		v->form = VALUE_MARKDOWN;
	if (f->type == FIELD_MARKDOWN && plan_runs_together(v))
		diag(p->d, DIAG_PLAN_PARAGRAPHS, &v->at, path_text(p, path), NULL);
	if (cut != NULL)
		diag(p->d, DIAG_PLAN_HASH, &v->at, path_text(p, path), cut, NULL);
	if (v->len == 0 && f->required)
		fault(p, DIAG_PLAN_EMPTY, &v->at, path, f->fillable ? "~" : NULL, NULL,
		    NULL);
	else if (f->type == FIELD_TEXT && !f->lines && strchr(v->text, '\n') != NULL)
		fault_type(p, v, FIELD_TEXT, path);
}

static void
check_bool(struct plan *p, struct value *v, const struct path *path)
{
	v->form = VALUE_BOOL;
	if (strcmp(v->text, "true") == 0)
		v->num = 1;
	else if (strcmp(v->text, "false") != 0)
		fault_type(p, v, FIELD_BOOL, path);
}

static void
check_scalar(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	if (v->kind != VALUE_TEXT) {
		fault_type(p, v, f->type, path);
		return;
	}
	switch (f->type) {
	case FIELD_ID:
		if (!id_valid(v->text, v->len, f->ascii))
			fault_type(p, v, FIELD_ID, path);
		break;
	case FIELD_INT:
		check_int(p, v, f, path);
		break;
	case FIELD_NUMBER:
		check_number(p, v, f, path);
		break;
	case FIELD_MONEY:
		check_money(p, v, f, path);
		break;
	case FIELD_DATE:
		check_date(p, v, path);
		break;
	case FIELD_YEAR:
		check_one_year(p, v, f, path);
		break;
	case FIELD_ENUM:
		check_choice(p, v, f->choices, path);
		break;
	case FIELD_BOOL:
		check_bool(p, v, path);
		break;
	default: /* FIELD_TEXT, FIELD_MARKDOWN, FIELD_REF */
		check_text(p, v, f, path);
		break;
	}
}

/* -- compound values -- */

/*
 * The field that somebody means who wrote its name wrong, or in Latvian as the form has
 * it: "resposible", "atbildīgā" -> responsible.
 */
static const struct field *
near_field(struct plan *p, const struct field *map, const char *word)
{
	const struct field *f, *labelled = NULL;
	const char *names[MAX_FIELDS], *near, *slug;
	size_t n = 0, len;

	if (p->guesses >= MAX_GUESSES)
		return NULL;
	for (f = map->sub; f->name != NULL && n < MAX_FIELDS; f++)
		names[n++] = f->name;
	near = plan_near_word(p, names, n, word);
	if (near != NULL)
		return field_find(map, near);
	slug = utf8_slug(p->a, word);
	len = strlen(slug);
	for (f = map->sub; f->name != NULL && len >= 4; f++)
		if (f->label != NULL && strncmp(utf8_slug(p->a, f->label), slug, len) == 0) {
			if (labelled != NULL)
				return NULL; /* two begin so */
			labelled = f;
		}
	return labelled;
}

static bool
is_required(const struct plan *p, const struct field *f)
{
	return f->required && !(f->school_only && !p->school) &&
	       !(f->municipality_only && p->school);
}

/* The names of a map's fields, when they are few. */
static const char *
few_fields(struct plan *p, const struct field *map)
{
	const struct field *f;
	const char *names = NULL;
	size_t n = 0;

	for (f = map->sub; f->name != NULL; f++)
		if (n++ < 8)
			names = names == NULL ? f->name
			    : arena_printf(p->a, "%s, %s", names, f->name);
	return n > 8 ? NULL : names;
}

/*
 * {2024: 1200,50}, {value: 21,5}: a comma parts fields, so the decimals came in as a
 * field of their own.
 */
static bool
comma_fault(struct plan *p, const struct value *map, size_t i, const struct path *path)
{
	const struct value_field *vf = &map->fields[i], *before = i == 0 ? NULL : vf - 1;
	size_t n = strlen(vf->key);
	int64_t whole;

	if (before == NULL || n > 3 || strspn(vf->key, "0123456789") != n ||
	    vf->value->kind != VALUE_BLANK || before->value->kind != VALUE_TEXT ||
	    !num_parse_int(before->value->text, before->value->len, &whole))
		return false;
	fault(p, DIAG_PLAN_COMMA, &before->value->at, path,
	    arena_printf(p->a, "%s: %s.%s", before->key, before->value->text, vf->key), NULL, NULL);
	return true;
}

static void
check_map(struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	const struct field *sub, *meant[MAX_FIELDS]; /* fields whose names are written wrong */
	struct path here = {path, NULL, NULL, 0};
	size_t i, k, n = 0;

	if (v->kind != VALUE_MAP) {
		fault_type(p, v, f->type, path);
		return;
	}
	for (i = 0; i < v->nfields; i++) {
		struct value_field *vf = &v->fields[i];

		sub = field_find(f, vf->key);
		here.name = vf->key;
		if (sub != NULL) {
			check(p, vf->value, sub, &here);
			continue;
		}
		/* "after" has done its work when a plan met its base. */
		if (strcmp(vf->key, "after") == 0 && field_find(f, "id") != NULL)
			continue;
		if (comma_fault(p, v, i, path))
			continue;
		sub = near_field(p, f, vf->key);
		if (sub != NULL && n < MAX_FIELDS)
			meant[n++] = sub;
		diag(p->d, DIAG_PLAN_UNKNOWN, &vf->at, vf->key, sub == NULL ? "" : sub->name,
		    sub == NULL ? few_fields(p, f) : NULL, NULL);
		p->errors++;
	}
	for (sub = f->sub; sub->name != NULL; sub++) {
		here.name = sub->name;
		for (k = 0; k < n && meant[k] != sub; k++)
			;
		/* One that is there under a wrong name is not missing as well. */
		if (k == n && is_required(p, sub) && value_get(v, sub->name) == NULL)
			fault(p, DIAG_PLAN_MISSING, &v->at, &here, NULL, NULL, NULL);
	}
}

/* A list of one may stand without its brackets; from here on it is a list. */
static void
make_list(struct plan *p, struct value *v)
{
	struct value *item = value_copy(p->a, v),
		     *list = value_new(p->a, VALUE_LIST, &v->at);

	value_push(p->a, list, item);
	*v = *list;
}

static void
check_list(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	struct path here = {path->up, path->name, NULL, 0};
	size_t i;

	if (f->bare && (v->kind == VALUE_TEXT || v->kind == VALUE_MAP))
		make_list(p, v);
	if (v->kind != VALUE_LIST) {
		fault_type(p, v, FIELD_LIST, path);
		return;
	}
	v->singular = f->singular;
	if (f->max != 0 && ((long)v->nitems < f->min || (long)v->nitems > f->max))
		fault(p, DIAG_PLAN_RANGE, &v->at, path, arena_printf(p->a, "%ld", f->min),
		    arena_printf(p->a, "%ld", f->max),
		    arena_printf(p->a, "%zu", v->nitems));
	for (i = 0; i < v->nitems; i++) {
		here.id =
		    f->item->type == FIELD_MAP ? plan_text(v->items[i], "id") : NULL;
		here.index = i + 1;
		check(p, v->items[i], f->item, &here);
	}
}

static void
check_yearmap(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	struct path here = {path, NULL, NULL, 0};
	size_t i;
	int year;

	if (v->kind != VALUE_MAP) {
		fault_type(p, v, FIELD_YEARMAP, path);
		return;
	}
	for (i = 0; i < v->nfields; i++) {
		struct value_field *vf = &v->fields[i];

		here.name = vf->key;
		if (!year_parse(vf->key, strlen(vf->key), &year)) {
			if (comma_fault(p, v, i, path))
				continue;
			diag(p->d, DIAG_PLAN_TYPE, &vf->at, path_text(p, path),
			    diag_pick(p->d, "a map by years, such as {2024: ...}",
				"ierakstam pa gadiem, piemēram, {2024: ...}"),
			    vf->key, NULL);
			p->errors++;
			continue;
		}
		if (f->in_period)
			check_year(p, &vf->at, year, path);
		check(p, vf->value, f->item, &here);
	}
}

static void
check_party(struct plan *p, struct value *v, const struct path *path)
{
	const struct value *text;

	if (v->kind == VALUE_TEXT && v->len > 0)
		return;
	text = v->kind == VALUE_MAP && v->nfields == 1 ? value_get(v, "text") : NULL;
	if (text == NULL || text->kind != VALUE_TEXT || text->len == 0)
		fault_type(p, v, FIELD_PARTY, path);
}

static void
check_docword(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	const char *words[32];
	size_t n;

	if (v->kind == VALUE_MAP) {
		check_map(p, v, f, path);
		return;
	}
	if (v->kind != VALUE_TEXT) {
		fault_type(p, v, FIELD_DOCWORD, path);
		return;
	}
	if (field_docword(v->text) != NULL)
		return;
	for (n = 0; n < 32 && field_docwords[n].word != NULL; n++)
		words[n] = field_docwords[n].word;
	fault(p, DIAG_PLAN_CHOICE, &v->at, path, v->text,
	    diag_pick(p->d, "a word of the table, or word, genitive and ending",
		"tabulas vārds vai word, genitive un ending"),
	    plan_near_word(p, words, n, v->text));
}

static void
check_value(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	if (v->kind == VALUE_TEXT) {
		check_number(p, v, f, path);
		return;
	}
	check_map(p, v, f, path);
	if (v->kind == VALUE_MAP &&
	    (value_get(v, "value") == NULL) == (value_get(v, "text") == NULL))
		fault_type(p, v, FIELD_VALUE, path);
}

static void
check_term(struct plan *p, struct value *v, const struct path *path)
{
	const char *const *points;
	size_t n = plan_term(p->a, v, &points);

	if (n == 0 || lv_term(p->a, points, n) == NULL)
		fault_type(p, v, FIELD_TERM, path);
}

/* null: a blank to fill in, or simply not given. */
static void
check_blank(
    struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	/* A report is written after the approval: its blanks are no fault of the plan. */
	if (f->fillable) {
		bool wrong = p->approved && p->later == 0 && !f->later;

		/* What the mark needs is asked for again when the line is gone. */
		bool needed = is_required(p, f) || f->name == NULL ||
		    strncmp(path_plain(p, path), "approval.", 9) == 0;

		diag(p->d, wrong ? DIAG_FILL_IN_APPROVED : DIAG_FILL_IN, &v->at,
		    path_text(p, path), needed ? NULL : "1", NULL);
		p->errors += wrong;
	} else if (is_required(p, f) || f->name == NULL) {
		fault(p, DIAG_PLAN_EMPTY, &v->at, path, NULL, NULL, NULL);
	} else {
		v->kind = VALUE_NONE;
	}
}

/* Depth is that of the field table, whatever the file nests. */
static void
check(struct plan *p, struct value *v, const struct field *f, const struct path *path)
{
	if (v->kind == VALUE_BLANK) {
		check_blank(p, v, f, path);
		return;
	}
	p->later += f->later;
	switch (f->type) {
	case FIELD_MAP:
		check_map(p, v, f, path);
		break;
	case FIELD_LIST:
		check_list(p, v, f, path);
		break;
	case FIELD_YEARMAP:
		check_yearmap(p, v, f, path);
		break;
	case FIELD_YEARS:
		check_years(p, v, f, path);
		break;
	case FIELD_TERM:
		check_term(p, v, path);
		break;
	case FIELD_PARTY:
		check_party(p, v, path);
		break;
	case FIELD_DOCWORD:
		check_docword(p, v, f, path);
		break;
	case FIELD_VALUE:
		check_value(p, v, f, path);
		break;
	case FIELD_VIEWS: /* plan_check_views() knows the ids */
	case FIELD_ANY:
		break;
	default:
		check_scalar(p, v, f, path);
		break;
	}
	p->later -= f->later;
}

/* What the checking itself goes by. */
static void
learn(struct plan *p)
{
	const char *s = plan_text(p->root, "profile");
	int64_t n;

	p->school = s != NULL && strcmp(s, "school") == 0;
	s = plan_text(plan_get(p->root, "approval"), "status");
	p->approved = s != NULL && strcmp(s, "approved") == 0;
	if (!plan_period(value_get(p->root, "period"), &p->first, &p->years) ||
	    p->years > MAX_PERIOD)
		p->years = 0;
	s = plan_text(p->root, "report_year");
	p->report_year = s != NULL && num_parse_int(s, strlen(s), &n) ? (int)n : p->first;
}

void
plan_check_shape(struct plan *p)
{
	struct path root = {NULL, "", NULL, 0};

	learn(p);
	check_map(p, p->root, &field_plan, &root);
}
