/*
 * Names in values: {{municipality.genitive}} and other plain fields.
 *
 * Each text is replaced once, when it is first needed, and marked literal then; so
 * what is put in is never scanned again, and the work is that of the texts made.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "data/yaml.h"
#include "plan/priv.h"

#define MAX_CHAIN 16         /* names whose values hold names ... */
#define MAX_TEXT (16u << 20) /* bytes of all texts with names put in */

struct names {
	struct plan *p;
	const struct value *busy[MAX_CHAIN];
	int nbusy;
	size_t made;
	bool full;
	const struct value *placed; /* the text with a fault last told, and where its bytes stand */
	const struct yaml_spot *spots;
	const char **known; /* every name there is, made when one is not found */
	size_t nknown, known_cap;
};

/* Names that follow from others and are no fields. */
static const char *const derived[] = {"document_word", "document_word.genitive",
    "document_word.participle", "participle", "period", "period.first", "period.last",
    "period.count", "municipality", "municipality.dative", "municipality.accusative",
    "municipality.authority", "municipality.authority.genitive",
    "municipality.authority.dative", "municipality.authority.accusative",
    "municipality.authority.locative", "school", "school.dative", "school.accusative"};
#define NDERIVED (sizeof(derived) / sizeof(derived[0]))

static void expand(struct names *n, struct value *v);

/* -- pieces of a text -- */

bool
plan_piece(const char **s, struct piece *out)
{
	const char *at = *s, *open, *end, *bar;

	memset(out, 0, sizeof(*out));
	if (*at == '\0')
		return false;
	if (strncmp(at, "\\{{", 3) == 0) {
		out->s = at + 1;
		out->len = 2;
		*s = at + 3;
		return true;
	}
	if (strncmp(at, "{{", 2) != 0) {
		open = strstr(at, "{{");
		if (open == NULL)
			open = at + strlen(at);
		else if (open > at && open[-1] == '\\')
			open--;
		out->s = at;
		out->len = (size_t)(open - at);
		*s = open;
		return true;
	}
	at += 2;
	/* No further than to what opens next: each byte is looked at once. */
	open = strstr(at, "{{");
	end = open == NULL ? strstr(at, "}}") : memmem(at, (size_t)(open - at), "}}", 2);
	if (end == NULL) {
		out->kind = PIECE_OPEN;
		out->s = at - 2;
		out->len = open != NULL ? (size_t)(open - at) + 2 : strlen(at) + 2;
		*s = out->s + out->len;
		return true;
	}
	*s = end + 2;
	bar = memchr(at, '|', (size_t)(end - at));
	if (bar != NULL) {
		out->formats = bar + 1;
		out->formats_len = (size_t)(end - bar - 1);
		end = bar;
	}
	while (at < end && *at == ' ')
		at++;
	while (end > at && end[-1] == ' ')
		end--;
	out->kind = PIECE_NAME;
	out->s = at;
	out->len = (size_t)(end - at);
	return true;
}

static bool
is_word(const char *s, size_t len, const char *w)
{
	return strlen(w) == len && memcmp(s, w, len) == 0;
}

/* One format; NULL if it is unknown or does not fit. */
static const char *
format_one(struct plan *p, const char *text, bool *date, const char *f, size_t len)
{
	struct date d;

	if (*date && date_parse(text, strlen(text), &d)) {
		*date = false;
		if (is_word(f, len, "date"))
			return lv_date(p->a, d, LV_NOMINATIVE);
		if (is_word(f, len, "date:genitive"))
			return lv_date(p->a, d, LV_GENITIVE);
		if (is_word(f, len, "date:locative"))
			return lv_date(p->a, d, LV_LOCATIVE);
		if (is_word(f, len, "date:short"))
			return lv_date_short(p->a, d);
		return NULL;
	}
	if (is_word(f, len, "upper"))
		return utf8_upper(p->a, text, strlen(text));
	if (is_word(f, len, "lower"))
		return utf8_lower(p->a, text, strlen(text));
	if (is_word(f, len, "first"))
		return utf8_upper_first(p->a, text, strlen(text));
	return NULL;
}

const char *
plan_format(struct plan *p, const char *text, bool date, const char *formats, size_t len,
    const char **bad)
{
	const char *f = formats, *end = formats + len, *bar, *last;

	while (f < end) {
		bar = memchr(f, '|', (size_t)(end - f));
		last = bar == NULL ? end : bar;
		while (f < last && *f == ' ')
			f++;
		while (last > f && last[-1] == ' ')
			last--;
		text = format_one(p, text, &date, f, (size_t)(last - f));
		if (text == NULL) {
			*bad = arena_strndup(p->a, f, (size_t)(last - f));
			return NULL;
		}
		f = bar == NULL ? end : bar + 1;
	}
	return text;
}

/* -- forms by rule -- */

static enum lv_case
case_of(const char *key)
{
	static const char *const names[] = {
	    "nominative", "genitive", "dative", "accusative", "locative"};
	int c;

	for (c = LV_NOMINATIVE; c <= LV_LOCATIVE; c++)
		if (strcmp(names[c], key) == 0)
			return (enum lv_case)c;
	return LV_NOMINATIVE;
}

const char *
plan_case(struct plan *p, const struct value *names, const char *key)
{
	const char *s = plan_text(names, key);

	if (s != NULL)
		return s;
	s = plan_text(names, "nominative");
	if (s == NULL || plan_blank(names, key))
		return NULL;
	return lv_decline(p->a, s, case_of(key));
}

const char *
plan_authority(struct plan *p, const char *key)
{
	const char *whose = plan_text(plan_get(p->root, "municipality"), "genitive");

	if (whose == NULL)
		return NULL;
	return arena_printf(
	    p->a, "%s %s", whose, lv_decline(p->a, "pašvaldība", case_of(key)));
}

/* -- looking a name up -- */

static void
known_add(struct names *n, const char *name)
{
	n->known = arena_grow(n->p->a, n->known, n->nknown, n->nknown + 1, &n->known_cap,
	    sizeof(n->known[0]));
	n->known[n->nknown++] = name;
}

/* May a field of this type be put into a text? */
static bool
plain(const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT:
		return !f->lines;
	case FIELD_ID:
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_DATE:
	case FIELD_YEAR:
	case FIELD_ENUM:
		return true;
	default:
		return false;
	}
}

static void
known_make(struct names *n)
{
	const struct field *f, *g;
	size_t i;

	for (i = 0; i < NDERIVED; i++)
		known_add(n, derived[i]);
	for (f = field_plan.sub; f->name != NULL; f++) {
		if (plain(f))
			known_add(n, f->name);
		if (f->type != FIELD_MAP)
			continue;
		for (g = f->sub; g->name != NULL; g++)
			if (plain(g))
				known_add(
				    n, arena_printf(n->p->a, "%s.%s", f->name, g->name));
	}
}

static bool
is_known(struct names *n, const char *name)
{
	size_t i;

	if (n->known == NULL)
		known_make(n);
	for (i = 0; i < n->nknown; i++)
		if (strcmp(n->known[i], name) == 0)
			return true;
	return false;
}

/* The value of a field "a" or "a.b", its own names replaced; NULL if there is none. */
static struct value *
field_value(struct names *n, const char *name, const struct field **field)
{
	const char *dot = strchr(name, '.');
	struct value *v = n->p->root;
	const struct field *f;

	if (dot != NULL) {
		f = field_find(
		    &field_plan, arena_strndup(n->p->a, name, (size_t)(dot - name)));
		v = value_getn(v, name, (size_t)(dot - name));
		if (f == NULL || f->type != FIELD_MAP || v == NULL ||
		    v->kind != VALUE_MAP)
			return NULL;
		name = dot + 1;
		f = field_find(f, name);
	} else {
		f = field_find(&field_plan, name);
	}
	if (f == NULL || !plain(f))
		return NULL;
	v = value_get(v, name);
	if (v != NULL)
		expand(n, v);
	*field = f;
	return v;
}

static void
ready(struct names *n, const char *name)
{
	const struct field *f;

	(void)field_value(n, name, &f);
}

static const char *
number_text(struct names *n, int i)
{
	return arena_printf(n->p->a, "%d", i);
}

/* Text of a derived name; NULL if it is none of them, or has no value. */
static const char *
derived_text(struct names *n, const char *name)
{
	struct plan *p = n->p;
	const struct value *m = plan_get(p->root, "municipality"),
			   *s = plan_get(p->root, "school");
	int first, years;

	if (strncmp(name, "municipality", 12) == 0) {
		ready(n, "municipality.nominative");
		ready(n, "municipality.genitive");
		if (name[12] == '\0')
			return plan_text(m, "nominative");
		if (strcmp(name, "municipality.authority") == 0)
			return plan_authority(p, "nominative");
		if (strncmp(name, "municipality.authority.", 23) == 0)
			return plan_authority(p, name + 23);
		return plan_case(p, m, name + 13);
	}
	if (strncmp(name, "school", 6) == 0) {
		ready(n, "school.nominative");
		return plan_case(p, s, name[6] == '\0' ? "nominative" : name + 7);
	}
	if (strncmp(name, "period", 6) == 0) {
		if (!plan_period(value_get(p->root, "period"), &first, &years))
			return NULL;
		if (name[6] == '\0')
			return lv_period(p->a, first, first + years - 1);
		if (strcmp(name, "period.count") == 0)
			return number_text(n, years);
		return number_text(
		    n, strcmp(name, "period.first") == 0 ? first : first + years - 1);
	}
	if (strcmp(name, "document_word") == 0)
		return plan_docword(p).word;
	if (strcmp(name, "document_word.genitive") == 0)
		return plan_docword(p).genitive;
	if (plan_docword(p).ending == NULL)
		return NULL;
	return arena_printf(p->a, "APSTIPRINĀT%s", plan_docword(p).ending);
}

static bool
is_derived(const char *name)
{
	size_t i;

	for (i = 0; i < NDERIVED; i++)
		if (strcmp(derived[i], name) == 0)
			return true;
	return false;
}

/* "in": of the text of v, where the fault is; NULL: all of it. */
static void
name_fault(struct names *n, enum diag_code code, const struct value *v, const char *in,
    const char *what, const char *near)
{
	struct place at = v->at;

	/* Once for all faults of a text: there may be half a million. */
	if (in != NULL && n->placed != v) {
		n->placed = v;
		n->spots = yaml_places(n->p->a, v);
	}
	if (in != NULL && n->spots != NULL) {
		at.line = n->spots[in - v->text].line;
		at.col = n->spots[in - v->text].col;
	}
	diag(n->p->d, code, &at, what, near, NULL);
	n->p->errors++;
}

/* What stands for the name in the text of "in"; NULL once a problem is reported. */
static const char *
name_text(struct names *n, const struct value *in, const struct piece *piece)
{
	struct plan *p = n->p;
	const char *name = arena_strndup(p->a, piece->s, piece->len);
	const char *text = NULL, *bad = NULL;
	const struct field *f = NULL;
	struct value *v = NULL;
	bool date;

	v = field_value(n, name, &f);
	if (v != NULL && v->kind == VALUE_TEXT)
		text = v->text;
	else if (v != NULL && v->kind == VALUE_BLANK)
		return "____";
	else if (is_derived(name))
		text = derived_text(n, name);
	if (text == NULL && !is_known(n, name)) {
		name_fault(n, DIAG_NAME_UNKNOWN, in, piece->s, name,
		    plan_near_word(p, n->known, n->nknown, name));
		return NULL;
	}
	/* A form of a name that is still blank is a blank too. */
	if (text == NULL && strncmp(name, "municipality", 12) == 0 &&
	    (plan_blank(plan_get(p->root, "municipality"), "nominative") ||
		plan_blank(plan_get(p->root, "municipality"), "genitive")))
		return "____";
	if (text == NULL && strncmp(name, "school", 6) == 0 &&
	    plan_blank(plan_get(p->root, "school"), "nominative"))
		return "____";
	if (text == NULL) {
		name_fault(n, DIAG_NAME_NO_VALUE, in, piece->s, name, NULL);
		return NULL;
	}
	date = f != NULL && f->type == FIELD_DATE;
	if (date && piece->formats == NULL)
		text = plan_format(p, text, true, "date:short", 10, &bad);
	else if (piece->formats != NULL)
		text =
		    plan_format(p, text, date, piece->formats, piece->formats_len, &bad);
	if (text == NULL)
		name_fault(n, DIAG_NAME_FORMAT, in, piece->s, bad, NULL);
	return text;
}

/* -- replacing -- */

static bool
is_busy(const struct names *n, const struct value *v)
{
	int i;

	for (i = 0; i < n->nbusy; i++)
		if (n->busy[i] == v)
			return true;
	return n->nbusy == MAX_CHAIN;
}

static void
put_piece(
    struct names *n, struct buf *b, const struct value *in, const struct piece *piece)
{
	const char *text;

	switch (piece->kind) {
	case PIECE_PLAIN:
		buf_add(b, piece->s, piece->len);
		break;
	case PIECE_OPEN:
		name_fault(n, DIAG_NAME_OPEN, in, piece->s,
		    arena_strndup(n->p->a, piece->s, piece->len), NULL);
		break;
	case PIECE_NAME:
		text = name_text(n, in, piece);
		if (text != NULL)
			buf_str(b, text);
		break;
	}
}

static void
expand(struct names *n, struct value *v)
{
	struct buf b = {0};
	struct piece piece;
	struct value_put *puts = NULL;
	size_t nputs = 0, cap = 0, at;
	const char *s, *was;

	if (v->kind != VALUE_TEXT || v->literal || n->full ||
	    strstr(v->text, "{{") == NULL)
		return;
	if (is_busy(n, v)) {
		name_fault(n, DIAG_NAME_LOOP, v, NULL, v->text, NULL);
		v->literal = true;
		return;
	}
	n->busy[n->nbusy++] = v;
	for (was = s = v->text; plan_piece(&s, &piece); was = s) {
		at = b.len;
		put_piece(n, &b, v, &piece);
		if (piece.s != was || piece.len != (size_t)(s - was)) {
			puts = arena_grow(n->p->a, puts, nputs, nputs + 1, &cap, sizeof(*puts));
			puts[nputs++] = (struct value_put){.at = at, .len = b.len - at,
			    .was_at = (size_t)(was - v->text), .was_len = (size_t)(s - was)};
		}
		if (n->made + b.len > MAX_TEXT) {
			n->full = true;
			name_fault(n, DIAG_NAME_LIMIT, v, NULL, number_text(n, MAX_TEXT), NULL);
			break;
		}
	}
	n->nbusy--;
	n->made += b.len;
	v->written = v->text;
	v->puts = puts;
	v->nputs = nputs;
	v->text = arena_strndup(n->p->a, b.len == 0 ? "" : b.s, b.len);
	v->len = b.len;
	v->literal = true;
	buf_free(&b);
}

/* "skip": in approval and its amendments the pattern has placeholders of its own. */
static void
replace_all(struct names *n, struct value *v, bool skip, int depth)
{
	size_t i;

	if (depth > MAX_DEPTH)
		return;
	expand(n, v);
	for (i = 0; i < v->nitems; i++)
		replace_all(n, v->items[i], skip, depth + 1);
	for (i = 0; i < v->nfields; i++)
		if (!(skip && strcmp(v->fields[i].key, "pattern") == 0))
			replace_all(n, v->fields[i].value,
			    skip ||
				(depth == 0 && strcmp(v->fields[i].key, "approval") == 0),
			    depth + 1);
}

void
plan_names(struct plan *p)
{
	struct names n = {0};

	n.p = p;
	replace_all(&n, p->root, false, 0);
}
