/*
 * tag - one tag, parsed: cleaned first (clean), then read left to right.
 *
 * The reader works on the cleaned text, in which every blank is ' ' or, where it was
 * a no-break space, the byte HARD, which only the separator of join turns back.
 */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "base/utf8.h"
#include "tmpl/foreign.h"
#include "tmpl/tag.h"

#define HARD '\001'     /* a no-break space in the cleaned text */
#define TAG_MAX 1000    /* bytes between the braces */
#define PATH_MAX_STEPS 16
#define INDEX_DEPTH 3   /* a[b[c[d]]] */
#define MAX_MM 1000
#define TWIPS_PER_MM_NUM 7200 /* 1440 / 25.4, exactly 7200 / 127 */
#define TWIPS_PER_MM_DEN 127

struct scan {
	struct arena *a;
	const char *s; /* cleaned, NUL-terminated */
	size_t pos;
	struct tag *t;
	enum diag_code why;
	const char *detail;
};

static const char *const at_names[] = {"@first", "@last", "@index", "@count"};
static const char *const date_forms[] = {"genitive", "locative", "short", "nominative"};
static const enum tag_format date_formats[] = {FMT_DATE_GENITIVE, FMT_DATE_LOCATIVE,
    FMT_DATE_SHORT, FMT_DATE};

static const struct {
	const char *name;
	enum tag_format format;
} formats[] = {
	{"money", FMT_MONEY}, {"amount", FMT_AMOUNT}, {"date", FMT_DATE},
	{"number", FMT_NUMBER}, {"percent", FMT_PERCENT}, {"upper", FMT_UPPER},
	{"first", FMT_FIRST}, {"join", FMT_JOIN},
};
static const char *const format_words[] = {"money", "amount", "date", "number", "percent",
    "upper", "first", "join", "merge", "markdown"};

static const char *const option_words[] = {"text", "paragraphs", "rows", "columns", "items",
    "keep", "keep-end", "min", "max"};

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static int
fail(struct scan *sc, enum diag_code why, const char *detail, const char *hint)
{
	sc->why = why;
	sc->detail = detail != NULL ? detail : "";
	sc->t->hint = hint != NULL ? hint : "";
	return -1;
}

static char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Is the word s[0..len) the ASCII keyword?  Case does not matter. */
static bool
is_word(const char *s, size_t len, const char *keyword)
{
	size_t i;

	if (strlen(keyword) != len)
		return false;
	for (i = 0; i < len; i++)
		if (ascii_lower(s[i]) != keyword[i])
			return false;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == HARD;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* -- cleaning ------------------------------------------------------------ */

/* What a character becomes: a byte, 0 to drop it, -1 to keep it, -2: not allowed. */
static int
clean_char(uint32_t c)
{
	switch (c) {
	case '\t': case '\n': case '\v': case '\r': case ' ':
	case 0x1680: case 0x2028: case 0x2029: case 0x205F: case 0x3000:
		return ' ';
	case 0xA0: case 0x2007: case 0x202F:
		return HARD;
	case 0xAD: case 0x34F: case 0x61C: case 0x180E: case 0x2060: case 0xFEFF:
		return 0;
	case 0x2010: case 0x2011:
		return '-';
	case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0xAB: case 0xBB: case 0x2033:
		return '"';
	case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032:
		return '\'';
	default:
		break;
	}
	if (c >= 0x2000 && c <= 0x200A)
		return ' ';
	if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	    (c >= 0x2066 && c <= 0x2069))
		return 0;
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return -2;
	return -1;
}

/* Sets sc->s.  Fails on bytes that are no characters and on controls. */
static int
clean(struct scan *sc, const char *s, size_t len)
{
	char *out = arena_alloc(sc->a, len + 1);
	size_t i, n = 0;
	uint32_t c;
	int k, to;

	for (i = 0; i < len; i += (size_t)k) {
		k = utf8_decode(s + i, len - i, &c);
		if (k == 0)
			return fail(sc, DIAG_TAG_CHAR,
			    arena_printf(sc->a, "byte %02X", (unsigned char)s[i]), NULL);
		to = clean_char(c);
		if (to == -2)
			return fail(sc, DIAG_TAG_CHAR,
			    arena_printf(sc->a, "U+%04X", (unsigned)c), NULL);
		if (to > 0) {
			out[n++] = (char)to;
		} else if (to == -1) {
			memcpy(out + n, s + i, (size_t)k);
			n += (size_t)k;
		}
	}
	sc->s = utf8_nfc(sc->a, out, n);
	return 0;
}

/* -- small readers ------------------------------------------------------- */

static void
skip_blanks(struct scan *sc)
{
	while (is_blank(sc->s[sc->pos]))
		sc->pos++;
}

/* Between words also quotes mean nothing: {{"name"}} is what some people type. */
static void
skip_void(struct scan *sc)
{
	while (is_blank(sc->s[sc->pos]) || sc->s[sc->pos] == '"' || sc->s[sc->pos] == '\'')
		sc->pos++;
}

/* s[0..len) without blanks at both ends, HARD as ' ', runs of blanks as one. */
static char *
tidy(struct arena *a, const char *s, size_t len)
{
	char *out = arena_alloc(a, len + 1);
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (!is_blank(s[i]))
			out[n++] = s[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	if (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return out;
}

static const char *
rest_from(struct scan *sc, size_t pos)
{
	return tidy(sc->a, sc->s + pos, strlen(sc->s + pos));
}

static const char *
rest(struct scan *sc)
{
	return rest_from(sc, sc->pos);
}

static int
fail_char(struct scan *sc)
{
	const char *p = sc->s + sc->pos;
	uint32_t c;
	int k = utf8_decode(p, strlen(p), &c);

	return fail(sc, DIAG_TAG_CHAR, arena_printf(sc->a, "\"%.*s\"", k, p), NULL);
}

/* -- paths --------------------------------------------------------------- */

/* Bytes of the name character at p; 0 when there is none. */
static int
name_char(const char *p, bool first)
{
	uint32_t c;
	int k;

	if (*p == '\0')
		return 0;
	k = utf8_decode(p, strlen(p), &c);
	if (c == '_' || utf8_is_letter(c))
		return k;
	if (is_digit(*p))
		return k;
	if (first)
		return 0;
	/* marks that have no composed letter; a hyphen only between two of the name */
	if (c >= 0x300 && c <= 0x36F)
		return k;
	if (c == '-' && name_char(p + 1, true) > 0)
		return k;
	return 0;
}

/* The name at the position, or NULL. */
static const char *
read_name(struct scan *sc)
{
	size_t start = sc->pos;
	int k;

	while ((k = name_char(sc->s + sc->pos, sc->pos == start)) > 0)
		sc->pos += (size_t)k;
	if (sc->pos == start)
		return NULL;
	return arena_strndup(sc->a, sc->s + start, sc->pos - start);
}

static int
fail_path(struct scan *sc, size_t start)
{
	const char *p = sc->s + sc->pos;

	if (*p != '\0' && strchr(".[]|?=!<> \001\"'", *p) == NULL)
		return fail_char(sc);
	return fail(sc, DIAG_TAG_PATH, rest_from(sc, start), NULL);
}

static int read_path(struct scan *, struct tag_path *, int);

/* After "[": a literal or a path, and "]". */
static int
read_index(struct scan *sc, struct tag_step *step, int depth)
{
	struct tag_path *inner;
	size_t start = sc->pos;

	if (depth >= INDEX_DEPTH)
		return fail(sc, DIAG_TAG_DEEP, arena_printf(sc->a, "%d", INDEX_DEPTH), NULL);
	skip_void(sc);
	if (is_digit(sc->s[sc->pos])) {
		step->name = read_name(sc);
		if (sc->s[sc->pos] == '.') /* "2024." as Latvian writes it */
			sc->pos++;
	} else {
		inner = arena_alloc(sc->a, sizeof(*inner));
		if (read_path(sc, inner, depth + 1) == -1)
			return -1;
		if (inner->nsteps == 0 && sc->s[sc->pos] != ']')
			return fail_path(sc, start);
		step->index = inner;
	}
	skip_void(sc);
	if (sc->s[sc->pos] != ']')
		return fail_path(sc, start);
	sc->pos++;
	return 0;
}

static int
add_step(struct scan *sc, struct tag_path *path, const struct tag_step *step)
{
	if (path->nsteps == PATH_MAX_STEPS)
		return fail(sc, DIAG_TAG_DEEP, arena_printf(sc->a, "%d", PATH_MAX_STEPS), NULL);
	path->steps[path->nsteps++] = *step;
	return 0;
}

/* @first, @last, @index, @count: the whole path. */
static int
read_at(struct scan *sc, struct tag_path *path)
{
	struct tag_step step = {0};
	const char *name;
	size_t i;

	sc->pos++;
	name = read_name(sc);
	if (name == NULL)
		return fail_path(sc, sc->pos - 1);
	for (i = 0; i < COUNT(at_names); i++)
		if (is_word(name, strlen(name), at_names[i] + 1))
			step.name = at_names[i];
	if (step.name == NULL) {
		name = arena_printf(sc->a, "@%s", name);
		return fail(sc, DIAG_TAG_AT, name, utf8_nearest(name, at_names, COUNT(at_names)));
	}
	return add_step(sc, path, &step);
}

/* Blanks around "." and before "[" are forgiven. */
static int
read_path(struct scan *sc, struct tag_path *path, int depth)
{
	struct tag_step step;
	size_t start;

	path->nsteps = 0;
	path->steps = arena_array(sc->a, PATH_MAX_STEPS, sizeof(*path->steps));
	skip_void(sc);
	start = sc->pos;
	if (sc->s[sc->pos] == '@')
		return read_at(sc, path);
	if (sc->s[sc->pos] == '.') {
		sc->pos++;
		skip_blanks(sc);
		if (name_char(sc->s + sc->pos, true) == 0 && sc->s[sc->pos] != '.' &&
		    sc->s[sc->pos] != '[')
			return 0;
		return fail(sc, DIAG_TAG_PATH, rest_from(sc, start), NULL);
	}
	if (is_digit(sc->s[sc->pos]))
		return fail(sc, DIAG_TAG_PATH, rest(sc), NULL);
	for (;;) {
		memset(&step, 0, sizeof(step));
		step.name = read_name(sc);
		if (step.name == NULL)
			return fail_path(sc, start);
		if (add_step(sc, path, &step) == -1)
			return -1;
		skip_void(sc);
		while (sc->s[sc->pos] == '[') {
			memset(&step, 0, sizeof(step));
			sc->pos++;
			if (read_index(sc, &step, depth) == -1 || add_step(sc, path, &step) == -1)
				return -1;
			skip_void(sc);
		}
		if (sc->s[sc->pos] != '.')
			return 0;
		sc->pos++;
		skip_void(sc);
	}
}

static void
put_path(struct buf *b, const struct tag_path *path, int depth)
{
	size_t i;

	if (path->nsteps == 0)
		buf_ch(b, '.');
	for (i = 0; i < path->nsteps; i++) {
		if (path->steps[i].name != NULL) {
			if (i > 0)
				buf_ch(b, '.');
			buf_str(b, path->steps[i].name);
		} else if (depth <= INDEX_DEPTH) {
			buf_ch(b, '[');
			put_path(b, path->steps[i].index, depth + 1);
			buf_ch(b, ']');
		}
	}
}

char *
tag_path_text(struct arena *a, const struct tag_path *path)
{
	struct buf b = {0};
	char *s;

	put_path(&b, path, 0);
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

/* -- formats of a value -------------------------------------------------- */

static bool
is_value_format(enum tag_format f)
{
	return f >= FMT_MONEY && f <= FMT_PERCENT;
}

static const char *
format_name(enum tag_format f)
{
	size_t i;

	for (i = 0; i < COUNT(formats); i++)
		if (formats[i].format == f)
			return formats[i].name;
	return "date";
}

static int
add_filter(struct scan *sc, enum tag_format format, const char *arg, const char *typed)
{
	struct tag *t = sc->t;
	int i;

	for (i = 0; i < t->nfilters; i++)
		if (t->filters[i].format == format ||
		    (is_value_format(format) && is_value_format(t->filters[i].format)))
			return fail(sc, DIAG_TAG_FORMAT_MANY, typed, NULL);
	/* one of money..percent, upper, first, join: never more than four */
	t->filters[t->nfilters].format = format;
	t->filters[t->nfilters++].arg = arg;
	return 0;
}

/* The separator as typed: its blanks count, a pair of quotes round it does not. */
static const char *
join_arg(struct scan *sc, const char *s, size_t len)
{
	struct buf b = {0};
	const char *out;
	size_t i;

	if (len >= 2 && (s[0] == '"' || s[0] == '\'') && s[len - 1] == s[0]) {
		s++;
		len -= 2;
	}
	for (i = 0; i < len; i++) {
		if (s[i] == HARD)
			buf_str(&b, NBSP);
		else
			buf_ch(&b, s[i]);
	}
	out = arena_strndup(sc->a, b.len != 0 ? b.s : "", b.len);
	buf_free(&b);
	return out;
}

static int
date_filter(struct scan *sc, const char *arg, const char *typed)
{
	const char *near;
	size_t i;

	if (arg == NULL)
		return add_filter(sc, FMT_DATE, NULL, typed);
	for (i = 0; i < COUNT(date_forms); i++)
		if (is_word(arg, strlen(arg), date_forms[i]))
			return add_filter(sc, date_formats[i], NULL, typed);
	near = foreign_word(sc->a, FOREIGN_DATE, arg);
	if (near == NULL)
		near = utf8_nearest(arg, date_forms, COUNT(date_forms));
	return fail(sc, DIAG_TAG_DATE_FORM, arg, near);
}

static int
unknown_format(struct scan *sc, const char *name)
{
	const char *low = utf8_lower(sc->a, name, strlen(name));
	const char *near;
	size_t i;

	for (i = 0; i < COUNT(date_forms); i++)
		if (is_word(name, strlen(name), date_forms[i]))
			return fail(sc, DIAG_TAG_FORMAT, name,
			    arena_printf(sc->a, "date:%s", date_forms[i]));
	near = foreign_word(sc->a, FOREIGN_FORMAT, name);
	if (near == NULL)
		near = utf8_nearest(low, format_words, COUNT(format_words));
	return fail(sc, DIAG_TAG_FORMAT, name, near);
}

/* One piece between bars: name, or name:arg. */
static int
read_filter(struct scan *sc, const char *s, size_t len)
{
	struct tag *t = sc->t;
	const char *colon = memchr(s, ':', len);
	const char *typed = tidy(sc->a, s, len), *name, *arg = NULL;
	size_t n, i;

	name = colon != NULL ? tidy(sc->a, s, (size_t)(colon - s)) : typed;
	if (colon != NULL)
		arg = tidy(sc->a, colon + 1, len - (size_t)(colon + 1 - s));
	n = strlen(name);
	if (colon == NULL && n > 1 && name[n - 1] == '?') { /* {{x|money?}} */
		t->optional = true;
		name = typed = tidy(sc->a, name, n - 1);
		n = strlen(name);
	}
	if (n == 0)
		return fail(sc, DIAG_TAG_FORMAT_EMPTY, "", NULL);
	if (is_word(name, n, "markdown")) {
		if (t->markdown)
			return fail(sc, DIAG_TAG_FORMAT_MANY, typed, NULL);
		if (arg != NULL && arg[0] == '\0')
			return fail(sc, DIAG_TAG_LIST_STYLE, "", NULL);
		t->markdown = true;
		t->list_style = arg;
		return 0;
	}
	if (is_word(name, n, "date"))
		return date_filter(sc, arg, typed);
	if (is_word(name, n, "join"))
		return add_filter(sc, FMT_JOIN, colon == NULL ? NULL :
		    join_arg(sc, colon + 1, len - (size_t)(colon + 1 - s)), typed);
	for (i = 0; i < COUNT(format_words); i++)
		if (is_word(name, n, format_words[i]))
			break;
	if (i == COUNT(format_words))
		return unknown_format(sc, name);
	if (arg != NULL)
		return fail(sc, DIAG_TAG_FORMAT_ARG, name, NULL);
	if (is_word(name, n, "merge")) {
		if (t->merge)
			return fail(sc, DIAG_TAG_FORMAT_MANY, typed, NULL);
		t->merge = true;
		return 0;
	}
	return add_filter(sc, formats[i].format, NULL, typed);
}

/* From the first bar to the end. */
static int
read_filters(struct scan *sc)
{
	struct tag *t = sc->t;
	const char *p = sc->s + sc->pos, *bar;

	while (*p == '|') {
		p++;
		bar = strchr(p, '|');
		if (bar == NULL)
			bar = p + strlen(p);
		if (read_filter(sc, p, (size_t)(bar - p)) == -1)
			return -1;
		p = bar;
	}
	if (!t->markdown || (t->nfilters == 0 && !t->merge))
		return 0;
	return fail(sc, DIAG_TAG_MARKDOWN_ALONE,
	    t->merge ? "merge" : format_name(t->filters[0].format), NULL);
}

/* -- words after the name of a block ------------------------------------- */

struct words {
	const char *s[64];
	size_t n;
};

/* The word; "keep-end" also with the dash that an office makes of its hyphen. */
static const char *
keep_end(struct scan *sc, const char *s, size_t len)
{
	const char *dash = memmem(s, len, "\xE2\x80\x93", 3);

	if (dash != NULL && is_word(s, (size_t)(dash - s), "keep") &&
	    is_word(dash + 3, len - (size_t)(dash + 3 - s), "end"))
		return "keep-end";
	return arena_strndup(sc->a, s, len);
}

/* Cut at blanks; false when there are too many words to mean anything. */
static bool
split_words(struct scan *sc, const char *s, struct words *w)
{
	const char *end;

	w->n = 0;
	for (; *s != '\0'; s = end) {
		while (is_blank(*s))
			s++;
		for (end = s; *end != '\0' && !is_blank(*end); end++)
			continue;
		if (end == s)
			break;
		if (w->n == COUNT(w->s))
			return false;
		w->s[w->n++] = keep_end(sc, s, (size_t)(end - s));
	}
	return true;
}

static enum tag_scope
scope_word(const char *w)
{
	size_t i;

	for (i = 0; i < 5; i++)
		if (is_word(w, strlen(w), option_words[i]))
			return (enum tag_scope)(SCOPE_TEXT + i);
	return SCOPE_AUTO;
}

/* "70mm", "7,5cm" -> twips; 0 when it is no length in the range. */
static int
length_twips(const char *s)
{
	int64_t hundredths;
	size_t n = 0;
	bool cm;
	char num[16];

	while ((is_digit(s[n]) || s[n] == '.' || s[n] == ',') && n < sizeof(num) - 1) {
		num[n] = s[n] == ',' ? '.' : s[n];
		n++;
	}
	cm = is_word(s + n, strlen(s + n), "cm");
	if (!cm && !is_word(s + n, strlen(s + n), "mm"))
		return 0;
	if (!num_parse_cents(num, n, &hundredths))
		return 0;
	if (hundredths < 0 || hundredths > MAX_MM * 100)
		return 0;
	if (cm)
		hundredths *= 10;
	if (hundredths < 100 || hundredths > MAX_MM * 100)
		return 0;
	return (int)((hundredths * TWIPS_PER_MM_NUM + TWIPS_PER_MM_DEN * 50) /
	    (TWIPS_PER_MM_DEN * 100));
}

static bool
is_limit(const char *word)
{
	return is_word(word, strlen(word), "max") || is_word(word, strlen(word), "min");
}

/* "min" or "max" and its one or two words; *i is left at the last one. */
static int
read_limit(struct scan *sc, const struct words *w, size_t *i)
{
	const char *word = is_word(w->s[*i], strlen(w->s[*i]), "max") ? "max" : "min";
	const char *len = *i + 1 < w->n ? w->s[*i + 1] : "";
	int *twips = *word == 'm' && word[1] == 'a' ? &sc->t->max_twips : &sc->t->min_twips;

	if (*twips != 0)
		return fail(sc, DIAG_TAG_OPTION_TWICE, word, NULL);
	*twips = length_twips(len);
	if (*twips == 0 && *i + 2 < w->n) { /* "70 mm" */
		*twips = length_twips(arena_printf(sc->a, "%s%s", len, w->s[*i + 2]));
		if (*twips != 0)
			(*i)++;
	}
	if (*twips == 0)
		return fail(sc, DIAG_TAG_MAX, len, word);
	(*i)++;
	return 0;
}

static int
unknown_option(struct scan *sc, const char *word)
{
	const char *near = foreign_word(sc->a, FOREIGN_OPTION, word);

	if (near == NULL)
		near = utf8_nearest(utf8_lower(sc->a, word, strlen(word)), option_words,
		    COUNT(option_words));
	return fail(sc, DIAG_TAG_OPTION, word, near);
}

static int
read_options(struct scan *sc, const struct words *w, size_t from)
{
	struct tag *t = sc->t;
	enum tag_scope scope;
	enum tag_keep keep;
	const char *keep_word = NULL;
	size_t i, n;

	for (i = from; i < w->n; i++) {
		n = strlen(w->s[i]);
		scope = scope_word(w->s[i]);
		keep = is_word(w->s[i], n, "keep") ? KEEP_ALL :
		    is_word(w->s[i], n, "keep-end") ? KEEP_END : KEEP_NONE;
		if (scope != SCOPE_AUTO) {
			if (t->scope != SCOPE_AUTO)
				return fail(sc, DIAG_TAG_OPTION_TWICE, w->s[i], NULL);
			t->scope = scope;
		} else if (keep != KEEP_NONE) {
			if (t->keep != KEEP_NONE)
				return fail(sc, DIAG_TAG_OPTION_TWICE, w->s[i], NULL);
			t->keep = keep;
			keep_word = w->s[i];
		} else if (is_limit(w->s[i])) {
			if (read_limit(sc, w, &i) == -1)
				return -1;
		} else {
			return unknown_option(sc, w->s[i]);
		}
	}
	if (t->keep != KEEP_NONE && t->scope == SCOPE_AUTO)
		t->scope = SCOPE_ROWS;
	if (t->keep != KEEP_NONE && t->scope != SCOPE_ROWS)
		return fail(sc, DIAG_TAG_KEEP_PLACE, keep_word, NULL);
	if ((t->min_twips != 0 || t->max_twips != 0) && t->scope != SCOPE_COLUMNS)
		return fail(sc, DIAG_TAG_MAX_PLACE, t->max_twips != 0 ? "max" : "min", NULL);
	return 0;
}

/* -- comparisons --------------------------------------------------------- */

/* The operator at the position; *len its bytes.  OP_NONE with len > 0: a wrong one. */
static enum tag_op
op_at(const char *p, size_t *len)
{
	static const struct {
		const char *s;
		enum tag_op op;
	} ops[] = { /* longest first */
		{"==", OP_EQ}, {"!=", OP_NE}, {"<>", OP_NE}, {"\xE2\x89\xA0", OP_NE},
		{"<=", OP_NONE}, {">=", OP_NONE}, {"=<", OP_NONE}, {"=>", OP_NONE},
		{"\xE2\x89\xA4", OP_NONE}, {"\xE2\x89\xA5", OP_NONE},
		{"=", OP_EQ}, {"<", OP_LT}, {">", OP_GT}, {"!", OP_NONE},
	};
	size_t i;

	*len = 0;
	for (i = 0; i < COUNT(ops); i++)
		if (strncmp(p, ops[i].s, strlen(ops[i].s)) == 0) {
			*len = strlen(ops[i].s);
			return ops[i].op;
		}
	return OP_NONE;
}

/* How many words at the end are words such as "rows", when one stays before them. */
static size_t
option_tail(const struct words *w)
{
	size_t n = w->n;

	while (n > 1) {
		const char *last = w->s[n - 1];
		size_t len = strlen(last);

		if (scope_word(last) != SCOPE_AUTO || is_word(last, len, "keep") ||
		    is_word(last, len, "keep-end"))
			n--;
		else if (n > 2 && length_twips(last) != 0 && is_limit(w->s[n - 2]))
			n -= 2;
		else
			break;
	}
	return n;
}

/* The constant stands bare; in quotes it may hold anything. */
static int
read_constant(struct scan *sc, const char *typed)
{
	struct words w;
	struct buf b = {0};
	const char *p = sc->s + sc->pos, *end;
	size_t i, n;

	if (*p == '"' || *p == '\'') {
		end = strrchr(p + 1, *p);
		if (end == NULL)
			return fail(sc, DIAG_TAG_COMPARE, typed, NULL);
		sc->t->constant = tidy(sc->a, p + 1, (size_t)(end - p - 1));
		if (!split_words(sc, end + 1, &w))
			return fail(sc, DIAG_TAG_COMPARE, typed, NULL);
		return read_options(sc, &w, 0);
	}
	if (strpbrk(p, "|=!<>[]") != NULL || !split_words(sc, p, &w) || w.n == 0)
		return fail(sc, DIAG_TAG_COMPARE, typed, NULL);
	n = option_tail(&w);
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_ch(&b, ' ');
		buf_str(&b, w.s[i]);
	}
	sc->t->constant = arena_strndup(sc->a, b.s, b.len);
	buf_free(&b);
	return read_options(sc, &w, n);
}

static int
read_compare(struct scan *sc)
{
	const char *typed = rest(sc);
	size_t len;
	enum tag_op op = op_at(sc->s + sc->pos, &len);

	if (sc->t->kind != TAG_IF && sc->t->kind != TAG_CLOSE)
		return fail(sc, DIAG_TAG_COMPARE_PLACE, typed, NULL);
	if (op == OP_NONE)
		return fail(sc, DIAG_TAG_COMPARE, typed, foreign_compare(sc->a, typed));
	sc->t->op = op;
	sc->pos += len;
	skip_blanks(sc);
	return read_constant(sc, typed);
}

/* -- the kinds of tags --------------------------------------------------- */

static int
read_value(struct scan *sc)
{
	size_t len;
	int rc;

	sc->t->kind = TAG_VALUE;
	rc = read_path(sc, &sc->t->path, 0);
	if (rc == 0 || sc->t->path.nsteps > 0)
		sc->t->name = tag_path_text(sc->a, &sc->t->path);
	if (rc == -1)
		return -1;
	skip_void(sc);
	if (sc->s[sc->pos] == '?') {
		sc->t->optional = true;
		sc->pos++;
		skip_void(sc);
	}
	if (sc->s[sc->pos] == '|')
		return read_filters(sc);
	op_at(sc->s + sc->pos, &len);
	if (len > 0)
		return read_compare(sc);
	if (sc->s[sc->pos] == '\0')
		return 0;
	if (name_char(sc->s + sc->pos, true) > 0)
		return fail(sc, DIAG_TAG_WORDS, rest(sc), NULL);
	return fail_char(sc);
}

/* After the sigil and alias: path, comparison or words. */
static int
read_block(struct scan *sc)
{
	struct words w;
	size_t len, n;
	int rc;

	rc = read_path(sc, &sc->t->path, 0);
	if (rc == 0 || sc->t->path.nsteps > 0)
		sc->t->name = tag_path_text(sc->a, &sc->t->path);
	if (rc == -1)
		return -1;
	skip_void(sc);
	if (sc->s[sc->pos] == '?') { /* {{#x?}}: a block asks anyway */
		sc->pos++;
		skip_void(sc);
	}
	op_at(sc->s + sc->pos, &len);
	if (len > 0)
		return read_compare(sc);
	if (sc->s[sc->pos] == '|') {
		sc->pos++;
		return fail(sc, DIAG_TAG_FORMAT_PLACE, rest(sc), NULL);
	}
	n = sc->pos;
	if (sc->s[n] != '\0' && name_char(sc->s + n, true) == 0)
		return fail_char(sc);
	if (!split_words(sc, sc->s + n, &w))
		return fail(sc, DIAG_TAG_WORDS, rest(sc), NULL);
	return read_options(sc, &w, 0);
}

/* Is the next word this one? */
static bool
at_word(const struct scan *sc, const char *keyword)
{
	const char *p = sc->s + sc->pos;
	size_t n = strlen(keyword);

	return strlen(p) >= n && is_word(p, n, keyword) && name_char(p + n, false) == 0 &&
	    strchr(".[", p[n] == '\0' ? ' ' : p[n]) == NULL;
}

/* {{#if x}}, {{#each x}}, {{#unless x}}: only when another word follows. */
static void
read_alias(struct scan *sc)
{
	static const struct {
		const char *word;
		enum tag_kind kind;
	} aliases[] = {{"if", TAG_IF}, {"each", TAG_EACH}, {"unless", TAG_UNLESS}};
	size_t i, next;

	for (i = 0; i < COUNT(aliases); i++) {
		if (!at_word(sc, aliases[i].word))
			continue;
		next = sc->pos + strlen(aliases[i].word);
		while (is_blank(sc->s[next]))
			next++;
		if (sc->s[next] == '\0' || strchr("=!<>|?", sc->s[next]) != NULL)
			continue;
		sc->pos = next;
		sc->t->kind = aliases[i].kind;
	}
}

static int
read_opener(struct scan *sc, enum tag_kind kind)
{
	const char *sigil = arena_strndup(sc->a, sc->s + sc->pos, 1);

	sc->t->kind = kind;
	sc->pos++;
	skip_void(sc);
	if (sc->s[sc->pos] == '\0')
		return fail(sc, DIAG_TAG_NO_NAME, sigil, NULL);
	if (kind == TAG_EACH)
		read_alias(sc);
	return read_block(sc);
}

/* People repeat more of the opener than the name; only the path counts. */
static int
read_closer(struct scan *sc)
{
	struct tag *t = sc->t;
	int rc;

	t->kind = TAG_CLOSE;
	sc->pos++;
	skip_void(sc);
	if (sc->s[sc->pos] != '\0' && strchr("#?^", sc->s[sc->pos]) != NULL) {
		sc->pos++;
		skip_void(sc);
	}
	if (sc->s[sc->pos] == '\0')
		return 0;
	read_alias(sc);
	t->kind = TAG_CLOSE;
	rc = read_block(sc);
	t->op = OP_NONE;
	t->constant = NULL;
	t->scope = SCOPE_AUTO;
	t->keep = KEEP_NONE;
	t->min_twips = t->max_twips = 0;
	return rc;
}

static int
read_else(struct scan *sc)
{
	sc->t->kind = TAG_ELSE;
	sc->pos += strlen("else");
	skip_void(sc);
	if (sc->s[sc->pos] != '\0')
		return fail(sc, DIAG_TAG_ELSE, rest(sc), NULL);
	return 0;
}

/* Bookmarks: a letter or "_", then letters, digits, "_" (Word); no more than 40. */
static int
read_ref(struct scan *sc)
{
	const char *name, *p;
	bool ok;
	int k;

	sc->t->kind = TAG_REF;
	sc->pos = (size_t)(strchr(sc->s, ':') - sc->s) + 1;
	skip_void(sc);
	name = rest(sc);
	for (p = name; *p != '\0' && *p != '-' && (k = name_char(p, p == name)) > 0;)
		p += k;
	while (*p == ' ' || *p == '"' || *p == '\'') /* closing quote */
		p++;
	ok = *p == '\0' && *name != '\0' && !is_digit(*name);
	name = arena_strndup(sc->a, name, strcspn(name, " \"'"));
	if (!ok || utf8_count(name, strlen(name)) > 40)
		return fail(sc, DIAG_TAG_REF, rest(sc), NULL);
	sc->t->name = name;
	return 0;
}

static bool
is_ref(const struct scan *sc)
{
	size_t i = sc->pos;

	if (!at_word(sc, "ref"))
		return false;
	for (i += 3; is_blank(sc->s[i]);)
		i++;
	return sc->s[i] == ':';
}

static int
read_tag(struct scan *sc)
{
	skip_void(sc);
	switch (sc->s[sc->pos]) {
	case '\0':
		return fail(sc, DIAG_TAG_EMPTY, "", NULL);
	case '#':
		return read_opener(sc, TAG_EACH);
	case '^':
		return read_opener(sc, TAG_UNLESS);
	case '?':
		return read_opener(sc, TAG_IF);
	case '/':
		return read_closer(sc);
	default:
		break;
	}
	if (at_word(sc, "else"))
		return read_else(sc);
	if (is_ref(sc))
		return read_ref(sc);
	return read_value(sc);
}

/*
 * A tag of another language counts as what it means, where that is plain and right here;
 * it is a fault all the same.
 */
static bool
read_foreign(struct scan *sc)
{
	const char *right = foreign_tag(sc->a, sc->s), *source = sc->t->source;
	struct scan again = {.a = sc->a, .s = right, .t = sc->t, .detail = ""};

	if (right == NULL)
		return false;
	if (read_tag(&again) == -1) {
		*sc->t = (struct tag){.source = source, .name = "", .hint = ""};
		return false;
	}
	fail(sc, DIAG_TAG_FOREIGN,
	    arena_printf(sc->a, "{{%s}}", tidy(sc->a, right, strlen(right))), NULL);
	return true;
}

/* A comment may hold anything, so it is told apart before cleaning can fail. */
static bool
is_comment(const char *s, size_t len)
{
	size_t i;
	uint32_t c;
	int k, to;

	for (i = 0; i < len; i += (size_t)k) {
		k = utf8_decode(s + i, len - i, &c);
		if (k == 0)
			return false;
		if (c == '!')
			return true;
		to = clean_char(c);
		if (to != ' ' && to != HARD && to != 0)
			return false;
	}
	return false;
}

int
tag_parse(struct arena *a, const char *s, size_t len, struct tag *out, enum diag_code *why,
    const char **detail)
{
	struct scan sc = {.a = a, .s = "", .t = out, .detail = ""};
	int rc;

	memset(out, 0, sizeof(*out));
	out->name = out->hint = "";
	out->source = arena_strndup(a, len != 0 ? s : "", len);
	if (is_comment(s, len)) {
		out->kind = TAG_COMMENT;
		return 0;
	}
	if (len > TAG_MAX)
		rc = fail(&sc, DIAG_TAG_LONG, arena_printf(a, "%d", TAG_MAX), NULL);
	else if (clean(&sc, s, len) == -1)
		rc = -1;
	else
		rc = read_foreign(&sc) ? -1 : read_tag(&sc);
	if (rc == -1) {
		*why = sc.why;
		*detail = sc.detail;
	}
	return rc;
}

/* -- pairs, messages ------------------------------------------------------ */

static bool
path_equal(const struct tag_path *a, const struct tag_path *b, int depth)
{
	size_t i;

	if (a->nsteps != b->nsteps || depth > INDEX_DEPTH)
		return false;
	for (i = 0; i < a->nsteps; i++) {
		const struct tag_step *x = &a->steps[i], *y = &b->steps[i];

		if ((x->name == NULL) != (y->name == NULL))
			return false;
		if (x->name != NULL ? strcmp(x->name, y->name) != 0 :
		    !path_equal(x->index, y->index, depth + 1))
			return false;
	}
	return true;
}

bool
tag_closes(const struct tag *open, const struct tag *close)
{
	size_t n = strlen(close->name);

	if (n == 0 || is_word(close->name, n, "if") || is_word(close->name, n, "each") ||
	    is_word(close->name, n, "unless"))
		return true;
	return path_equal(&open->path, &close->path, 0);
}

int
tag_diag(struct diag *d, enum diag_code why, const struct place *at, const struct tag *t,
    const char *detail, const char *near)
{
	struct buf b = {0};
	int rc;

	buf_printf(&b, "{{%s}}", t->source);
	rc = diag(d, why, at, buf_cstr(&b), detail != NULL ? detail : "",
	    near != NULL ? near : t->hint, (char *)NULL);
	buf_free(&b);
	return rc;
}
