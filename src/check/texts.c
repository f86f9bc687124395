/*
 * The texts of a plan as paragraphs of tokens: fields by the field table, Markdown
 * without its markup, cells of views.  Each knows its path and line.
 */
#include <stdlib.h>

#include "check/priv.h"

#define MAX_DEPTH 64

/* -- tokens -- */

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x202F;
}

#define ADDRESS_MOST 2000 /* bytes */
#define AROUND_MOST 40    /* tokens shown on each side */

/* Bytes up to the next blank, closing bracket or quote. */
static size_t
address_length(const char *s, size_t len)
{
	size_t i = 0;
	uint32_t c;
	int n;

	if (len > ADDRESS_MOST)
		len = ADDRESS_MOST;
	while (i < len && (n = utf8_decode(s + i, len - i, &c)) > 0 && !is_blank(c) && c != ')' &&
	    c != '>' && c != '"' && c != 0x201D)
		i += (size_t)n;
	return i;
}

/* An address starts here: http://, www., or something@somewhere. */
static size_t
opaque(const char *s, size_t len)
{
	size_t n = address_length(s, len);
	const char *at = memchr(s, '@', n);

	if ((n > 7 && strncmp(s, "http", 4) == 0 && memchr(s, ':', n) != NULL) ||
	    (n > 4 && strncmp(s, "www.", 4) == 0) || (at != NULL && at != s))
		return n;
	return 0;
}

static size_t
run_length(const char *s, size_t len, enum tok_kind kind)
{
	size_t i = 0;
	uint32_t c;
	int n;

	while (i < len && (n = utf8_decode(s + i, len - i, &c)) > 0) {
		if (kind == TOK_WORD ? !utf8_is_letter(c) : kind == TOK_NUM ? c < '0' || c > '9'
		    : !is_blank(c))
			break;
		i += (size_t)n;
	}
	return i;
}

static struct tok
next_token(const char *s, size_t len, bool start)
{
	struct tok t = {.s = s};
	uint32_t c = 0xFFFD;
	int n = utf8_decode(s, len, &c);

	t.len = n > 0 ? (size_t)n : 1;
	t.c = c;
	t.kind = utf8_is_letter(c) ? TOK_WORD : c >= '0' && c <= '9' ? TOK_NUM
	    : is_blank(c) ? TOK_BLANK : TOK_SIGN;
	if (start && t.kind == TOK_WORD && (n = (int)opaque(s, len)) > 0) {
		t.kind = TOK_OPAQUE;
		t.len = (size_t)n;
	} else if (t.kind != TOK_SIGN) {
		t.len = run_length(s, len, t.kind);
	}
	return t;
}

static void
cut(struct check *c, struct para *p, const struct yaml_spot *spots)
{
	struct tok *v = arena_array(c->a, p->len + 1, sizeof(*v));
	size_t i = 0;
	bool start = true;

	/* One token a byte at most; texts are short. */
	while (i < p->len) {
		v[p->ntoks] = next_token(p->s + i, p->len - i, start);
		v[p->ntoks].line = spots == NULL ? p->at.line : spots[i].line;
		v[p->ntoks].col = spots == NULL ? p->at.col : spots[i].col;
		v[p->ntoks].put = spots != NULL && spots[i].put;
		/* An address begins a word, or stands in brackets or quotes. */
		start = v[p->ntoks].kind == TOK_BLANK || (v[p->ntoks].kind == TOK_SIGN &&
		    (v[p->ntoks].c == '(' || v[p->ntoks].c == '"' || v[p->ntoks].c == 0x201C));
		i += v[p->ntoks++].len;
	}
	p->toks = v;
}

static const struct tok no_tok = {.kind = TOK_END, .s = ""};

const struct tok *
tk(const struct para *p, size_t i)
{
	return i < p->ntoks ? &p->toks[i] : &no_tok;
}

bool
tok_is(const struct para *p, size_t i, enum tok_kind kind)
{
	return tk(p, i)->kind == kind;
}

bool
tok_sign(const struct para *p, size_t i, uint32_t c)
{
	const struct tok *t = tk(p, i);

	return t->kind == TOK_SIGN && t->c == c;
}

bool
tok_dash(const struct para *p, size_t i)
{
	return tok_sign(p, i, 0x2013) || tok_sign(p, i, 0x2014) || tok_sign(p, i, 0x2212);
}

/* Words of rules are lower case; a text may have a capital, or all of them. */
static bool
same_letters(const char *s, const char *word, size_t n)
{
	size_t i;
	uint32_t c, w;
	int len;

	if (memcmp(s, word, n) == 0)
		return true;
	/* Small and capital letters of Latvian have the same number of bytes. */
	for (i = 0; i < n; i += (size_t)len) {
		len = utf8_decode(s + i, n - i, &c);
		if (len <= 0 || utf8_decode(word + i, n - i, &w) != len || utf8_lower_char(c) != w)
			return false;
	}
	return true;
}

bool
tok_word(const struct para *p, size_t i, const char *word)
{
	const struct tok *t = tk(p, i);

	return t->kind == TOK_WORD && t->len == strlen(word) && same_letters(t->s, word, t->len);
}

bool
tok_begins(const struct para *p, size_t i, const char *stem)
{
	const struct tok *t = tk(p, i);
	size_t n = strlen(stem);

	return t->kind == TOK_WORD && t->len >= n && same_letters(t->s, stem, n);
}

static bool
is_upper(const char *s, size_t len)
{
	uint32_t c;

	return utf8_decode(s, len, &c) > 0 && utf8_is_letter(c) && utf8_lower_char(c) != c;
}

bool
tok_upper(const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);

	return t->kind == TOK_WORD && is_upper(t->s, t->len);
}

bool
tok_all_upper(const struct tok *t)
{
	size_t i = 0;
	uint32_t c;
	int n;

	for (; i < t->len && (n = utf8_decode(t->s + i, t->len - i, &c)) > 0; i += (size_t)n)
		if (!is_upper(t->s + i, t->len - i))
			return false;
	return t->kind == TOK_WORD;
}

int
tok_int(const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);
	int64_t n;

	if (t->kind != TOK_NUM || t->len > 9 || !num_parse_int(t->s, t->len, &n))
		return -1;
	return (int)n;
}

size_t
tok_next(const struct para *p, size_t i)
{
	i++;
	return tok_is(p, i, TOK_BLANK) ? i + 1 : i;
}

size_t
tok_prev(const struct para *p, size_t i)
{
	i--;
	return tok_is(p, i, TOK_BLANK) ? i - 1 : i;
}

const char *
span(struct check *c, const struct para *p, size_t from, size_t to)
{
	struct buf b = {0};
	const char *s;
	size_t i;

	for (i = from; i < to && i < p->ntoks; i++) {
		if (p->toks[i].kind == TOK_BLANK)
			buf_ch(&b, ' ');
		else
			buf_add(&b, p->toks[i].s, p->toks[i].len);
	}
	s = arena_strndup(c->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

const char *
around(struct check *c, const struct para *p, size_t i)
{
	size_t from = i, to = i + 1;
	int words;

	for (words = 0; from > 0 && i - from < AROUND_MOST && (words < 1 || !tok_is(p, from - 1, TOK_BLANK)); from--)
		words += tok_is(p, from - 1, TOK_BLANK);
	for (words = 0; to < p->ntoks && to - i < AROUND_MOST && (words < 1 || !tok_is(p, to, TOK_BLANK)); to++)
		words += tok_is(p, to, TOK_BLANK);
	return span(c, p, from, to);
}

int
month_of(const struct para *p, size_t i)
{
	static const char *const stems[] = {"janvār", "februār", "mart", "aprī", "maij", "jūnij",
	    "jūlij", "august", "septembr", "oktobr", "novembr", "decembr"};
	int m;

	for (m = 0; m < 12; m++)
		if (tok_begins(p, i, stems[m]) && tk(p, i)->len <= strlen(stems[m]) + 3)
			return m + 1;
	return 0;
}

bool
sentence_ends(const struct para *p, size_t i)
{
	static const char *const shorts[] = {"nr", "sk", "prot", "kl", "plkst", "lpp", "u", "c",
	    "t", "i", "tml", "g"};
	size_t next, k;

	if (tok_sign(p, i, '!') || tok_sign(p, i, '?'))
		return true;
	if (!tok_sign(p, i, '.'))
		return false;
	for (k = 0; k < sizeof(shorts) / sizeof(shorts[0]); k++)
		if (tok_word(p, i - 1, shorts[k]))
			return false;
	if (tok_is(p, i - 1, TOK_WORD) && utf8_count(tk(p, i - 1)->s, tk(p, i - 1)->len) == 1)
		return false; /* an initial */
	next = tok_next(p, i);
	if (tok_is(p, next, TOK_SIGN))
		next++;
	return next != i + 1 ? tok_upper(p, next) || tok_is(p, next, TOK_END)
	    || (!tok_is(p, i - 1, TOK_NUM) && tok_is(p, next, TOK_NUM)) : tok_is(p, next, TOK_END);
}

/* -- figures -- */

/* "1 200,5" from token i on; false if there is no number. */
static bool
figure_at(const struct para *p, size_t i, struct figure *f)
{
	char s[48];
	size_t n = 0, j;
	const struct tok *t = tk(p, i);

	if (t->kind != TOK_NUM || t->len > 15)
		return false;
	memcpy(s, t->s, t->len);
	n = t->len;
	for (j = i + 1; t->len <= 3 && tok_is(p, j, TOK_BLANK) && tok_is(p, j + 1, TOK_NUM) &&
	    tk(p, j + 1)->len == 3 && n + 3 < 30; j += 2) {
		memcpy(s + n, tk(p, j + 1)->s, 3);
		n += 3;
	}
	f->decimals = 0;
	if ((tok_sign(p, j, ',') || tok_sign(p, j, '.')) && tok_is(p, j + 1, TOK_NUM) &&
	    tk(p, j + 1)->len < 10 && (tok_sign(p, j, ',') ||
	    tok_sign(p, tok_next(p, j + 1), '%'))) {
		s[n++] = '.';
		memcpy(s + n, tk(p, j + 1)->s, tk(p, j + 1)->len);
		n += tk(p, j + 1)->len;
		f->decimals = (int)tk(p, j + 1)->len;
		j += 2;
	}
	s[n] = '\0';
	f->from = i;
	f->to = j;
	f->v = 0;
	{ /* no strtod(): it asks the locale for its point */
		double scale = 1;
		bool after = false;
		size_t k;

		for (k = 0; k < n; k++) {
			if (s[k] == '.') {
				after = true;
				continue;
			}
			f->v = f->v * 10 + (s[k] - '0');
			if (after)
				scale *= 10;
		}
		f->v /= scale;
	}
	return true;
}

static bool
is_year(const struct para *p, const struct figure *f)
{
	size_t n = tok_next(p, f->to - 1);

	return f->to == f->from + 1 && tk(p, f->from)->len == 4 && f->v >= 1990 && f->v <= 2100 &&
	    (tok_sign(p, f->to, '.') || tok_sign(p, n, '(') || tok_begins(p, n, "gad") ||
	    tok_sign(p, f->to, '/') || tok_sign(p, f->to, ')') || tok_sign(p, f->to, 0x2013));
}

/* "1. septembrī", "9. klase": which one, not how many. */
static bool
is_ordinal(const struct para *p, const struct figure *f)
{
	size_t n = f->to + 1;

	if (!tok_sign(p, f->to, '.'))
		return tok_word(p, tok_prev(p, f->from), "nr") ||
		    (tok_sign(p, tok_prev(p, f->from), '.') &&
		    tok_word(p, tok_prev(p, f->from) - 1, "nr")) || tok_sign(p, f->to, '/') ||
		    tok_sign(p, f->from - 1, '/');
	if (tok_is(p, n, TOK_NUM) || tok_dash(p, n) || tok_sign(p, n, '-') || tok_sign(p, n, '/') ||
	    tok_is(p, n, TOK_WORD) || tok_sign(p, f->from - 1, '.'))
		return true;
	n = tok_next(p, f->to);
	return tok_is(p, n, TOK_WORD) && !tok_upper(p, n);
}

size_t
figures(struct check *c, const struct para *p, struct figure **out)
{
	struct figure *v = arena_array(c->a, p->ntoks + 1, sizeof(*v));
	size_t i, n = 0;
	int sentence = 0;

	for (i = 0; i < p->ntoks; i++) {
		if (sentence_ends(p, i))
			sentence++;
		if (!figure_at(p, i, &v[n]))
			continue;
		v[n].sentence = sentence;
		v[n].percent = tok_sign(p, tok_next(p, v[n].to - 1), '%');
		v[n].year = is_year(p, &v[n]);
		/* "Rīgas 258. Mūzikas skola": a number in a name counts nothing. */
		v[n].ordinal = !v[n].percent && (tk(p, i)->put || is_ordinal(p, &v[n]));
		i = v[n].to - 1;
		n++;
	}
	*out = v;
	return n;
}

/* -- values -- */

const struct value *
get(const struct value *map, const char *key)
{
	const struct value *v;

	if (map == NULL || (map->kind != VALUE_MAP && map->kind != VALUE_LIST))
		return NULL;
	v = value_get(map, key);
	return v == NULL || v->kind == VALUE_BLANK || v->kind == VALUE_NONE ? NULL : v;
}

const char *
text_of(const struct value *map, const char *key)
{
	const struct value *v = get(map, key);

	return v == NULL ? NULL : v->text;
}

size_t
count_of(const struct value *list)
{
	return list == NULL ? 0 : list->nitems;
}

const char *
norm(struct check *c, const char *s)
{
	const char *low = utf8_lower(c->a, s, strlen(s));
	size_t len = strlen(low), i;
	struct buf b = {0};
	char *out;
	uint32_t ch;
	int n;

	for (i = 0; i < len && (n = utf8_decode(low + i, len - i, &ch)) > 0; i += (size_t)n) {
		if (ch == 0x200B || ch == 0xAD)
			continue;
		if (is_blank(ch))
			ch = ' ';
		else if (ch == 0x2013 || ch == 0x2014)
			ch = '-';
		else if (ch == 0x201C || ch == 0x201D || ch == 0x201E || ch == 0xAB || ch == 0xBB)
			ch = '"';
		if (ch == ' ' && (b.len == 0 || strchr(" -/", b.s[b.len - 1]) != NULL))
			continue;
		if ((ch == '-' || ch == '/' || ch == ',' || ch == ';' || ch == '%') && b.len > 0 &&
		    b.s[b.len - 1] == ' ')
			b.len--;
		if (ch < 0x80)
			buf_ch(&b, (char)ch);
		else
			buf_add(&b, low + i, (size_t)n);
	}
	while (b.len > 0 && strchr(" .,;-", b.s[b.len - 1]) != NULL)
		b.len--;
	out = arena_strndup(c->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

const char *
digits(struct check *c, const char *s)
{
	struct buf b = {0};
	const char *out;

	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			continue;
		if (b.len > 0)
			buf_ch(&b, ' ');
		for (; *s >= '0' && *s <= '9'; s++)
			buf_ch(&b, *s);
		if ((*s == ',' || *s == '.') && s[1] >= '0' && s[1] <= '9')
			for (buf_ch(&b, ','), s++; *s >= '0' && *s <= '9'; s++)
				buf_ch(&b, *s);
		if (*s == '\0')
			break;
	}
	out = arena_strndup(c->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

/* -- gathering -- */

static struct para *
new_para(struct check *c, enum para_kind kind, const char *path, const char *field,
    const struct place *at)
{
	struct para *p;

	c->paras = arena_grow(c->a, c->paras, c->nparas, c->nparas + 1, &c->paras_cap,
	    sizeof(*c->paras));
	p = &c->paras[c->nparas++];
	memset(p, 0, sizeof(*p));
	p->kind = kind;
	p->path = path;
	p->field = field;
	p->at = *at;
	return p;
}

static void
add_cell(struct check *c, const struct value *v, const char *path, const char *field, bool view,
    bool party)
{
	struct para *p;

	if (v->kind != VALUE_TEXT || v->len == 0)
		return;
	p = new_para(c, PARA_CELL, path, field, &v->at);
	p->view = view;
	p->party = party;
	p->s = v->text;
	p->len = v->len;
	cut(c, p, yaml_places(c->a, v));
}

/* One Markdown text on its way to paragraphs. */
struct md {
	struct check *c;
	const struct value *v;
	const char *path;
	const struct yaml_spot *spots; /* of the bytes of v->text, or NULL */
	struct buf text;               /* of the paragraph being read */
	struct yaml_spot *at;          /* of each byte of it */
	size_t at_cap;
	enum para_kind kind;
	bool open;
	bool address; /* between < and > */
	size_t last_index;
};

/* n bytes of the paragraph, which stand at "from" in v->text. */
static void
md_put(struct md *m, const char *s, size_t n, const char *from)
{
	size_t i, k = (size_t)(from - m->v->text);

	m->at = arena_grow(m->c->a, m->at, m->text.len, m->text.len + n, &m->at_cap,
	    sizeof(*m->at));
	for (i = 0; i < n; i++)
		m->at[m->text.len + i] = m->spots != NULL ? m->spots[k + i]
		    : (struct yaml_spot){m->v->at.line, m->v->at.col, false};
	buf_add(&m->text, s, n);
}

static void
md_close(struct md *m)
{
	struct place at = m->v->at;
	struct para *p;

	if (!m->open)
		return;
	if (m->text.len > 0) {
		at.line = m->at[0].line;
		at.col = m->at[0].col;
	}
	if (m->kind == PARA_ITEM && m->last_index != SIZE_MAX &&
	    m->c->paras[m->last_index].kind == PARA_PROSE)
		m->c->paras[m->last_index].lead_in = true;
	p = new_para(m->c, m->kind, m->path, "", &at);
	m->last_index = m->c->nparas - 1;
	p->len = m->text.len;
	p->s = arena_strndup(m->c->a, m->text.len == 0 ? "" : m->text.s, m->text.len);
	cut(m->c, p, m->at);
	m->text.len = 0;
	m->at = NULL;
	m->at_cap = 0;
	m->open = false;
}

/* Length of a list sign at s ("- ", "2. "), or 0. */
static size_t
list_sign(const char *s, size_t len)
{
	size_t i = 0;

	if (len > 1 && (s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ')
		return 2;
	while (i < len && i < 3 && s[i] >= '0' && s[i] <= '9')
		i++;
	return i > 0 && i + 1 < len && (s[i] == '.' || s[i] == ')') && s[i + 1] == ' ' ? i + 2 : 0;
}

/* "(#table1)", the target of a link inside the document. */
static void
md_link(struct md *m, const char *s, size_t len)
{
	struct check *c = m->c;
	struct place at = m->v->at;

	if (len < 3 || s[0] != '(' || s[1] != '#')
		return;
	if (m->spots != NULL) {
		at.line = m->spots[s + 1 - m->v->text].line;
		at.col = m->spots[s + 1 - m->v->text].col;
	}
	c->links = arena_grow(c->a, c->links, c->nlinks, c->nlinks + 1, &c->links_cap,
	    sizeof(*c->links));
	c->links[c->nlinks++] = (struct link){arena_strndup(c->a, s + 2, len - 2), m->path, at};
}

/* "<https://…>" and "[text](target)" lose their brackets; others are text. */
static size_t
md_open(struct md *m, const char *s, size_t i, size_t len)
{
	const char *end = memchr(s + i, s[i] == '<' ? '>' : ']', len - i);
	size_t n = end == NULL ? 0 : (size_t)(end - s) - i;

	if (s[i] == '<')
		m->address = n > 0 && memchr(s + i, ' ', n) == NULL &&
		    (memchr(s + i, ':', n) != NULL || memchr(s + i, '@', n) != NULL);
	if (s[i] == '<' ? !m->address : n > 0 && end[1] != '(')
		md_put(m, s + i, 1, s + i);
	return i + 1;
}

/* A line of a paragraph without its inline markup. */
static void
md_line(struct md *m, const char *s, size_t len)
{
	size_t i = 0, n;
	const char *end;

	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\\'))
		len--;
	if (m->text.len > 0)
		md_put(m, " ", 1, s);
	while (i < len) {
		if (s[i] == '[' && i + 1 < len && s[i + 1] == '^') {
			end = memchr(s + i, ']', len - i);
			i = end == NULL ? len : (size_t)(end - s) + 1;
		} else if (s[i] == ']' && i + 1 < len && s[i + 1] == '(') {
			end = memchr(s + i, ')', len - i);
			if (end != NULL)
				md_link(m, s + i + 1, (size_t)(end - s) - i - 1);
			i = end == NULL ? len : (size_t)(end - s) + 1;
		} else if (s[i] == '\\' && i + 1 < len && s[i + 1] < 0x7F) {
			md_put(m, s + i + 1, 1, s + i + 1);
			i += 2;
		} else if (s[i] == '<' || s[i] == '[') {
			i = md_open(m, s, i, len);
		} else if (strchr("*`", s[i]) != NULL) {
			i++;
		} else if (s[i] == '>' || s[i] == ']') {
			if (i > 0 && (s[i] == ']' || !m->address))
				md_put(m, s + i, 1, s + i);
			m->address = false;
			i++;
		} else {
			n = strcspn(s + i, "[]\\*`<>");
			if (n > len - i)
				n = len - i;
			md_put(m, s + i, n, s + i);
			i += n;
		}
	}
}

static void
md_start(struct md *m, enum para_kind kind)
{
	md_close(m);
	m->kind = kind;
	m->open = true;
}

static void
add_markdown(struct check *c, const struct value *v, const char *path)
{
	struct md m = {.c = c, .v = v, .path = path, .last_index = SIZE_MAX};
	const char *s = v->text, *end;
	size_t len, indent, n;
	bool blank = true;

	m.spots = yaml_places(c->a, v);
	for (; *s != '\0'; s = *end == '\0' ? end : end + 1) {
		end = s + strcspn(s, "\n");
		len = (size_t)(end - s);
		indent = strspn(s, " ");
		if (indent >= len) {
			md_close(&m);
			blank = true;
			continue;
		}
		n = list_sign(s + indent, len - indent);
		if (n > 0 && (blank || m.kind == PARA_ITEM || s[indent] == '-')) {
			md_start(&m, PARA_ITEM);
			md_line(&m, s + indent + n, len - indent - n);
		} else if (indent == 0 && len > 3 && s[0] == '[' && s[1] == '^' &&
		    strstr(s, "]:") != NULL && strstr(s, "]:") < end) {
			md_start(&m, PARA_NOTE);
			n = (size_t)(strstr(s, "]:") - s) + 2;
			n += strspn(s + n, " ");
			md_line(&m, s + n, len - n);
		} else {
			if (!m.open)
				md_start(&m, indent >= 2 && m.last_index != SIZE_MAX
				    ? c->paras[m.last_index].kind : PARA_PROSE);
			n = indent + strspn(s + indent, "#");
			n += n > indent ? strspn(s + n, " ") : 0;
			md_line(&m, s + n, len - n);
		}
		blank = false;
	}
	md_close(&m);
	buf_free(&m.text);
}

/* Fields whose texts are no language: names of things, signs, addresses. */
static bool
is_unread(const char *name)
{
	static const char *const words[] = {"schema", "version", "contact", "silence",
	    "approval", "item_sign", "number", "goal_number", "activity_number", "unit",
	    "level", "goal", "activity", "task", "indicator", "years", "place", NULL};
	const char *const *w;

	for (w = words; *w != NULL; w++)
		if (strcmp(*w, name) == 0)
			return true;
	return false;
}

static bool
is_party(const char *name)
{
	return strcmp(name, "responsible") == 0 || strcmp(name, "involved") == 0 ||
	    strcmp(name, "by") == 0 || strcmp(name, "supervised_by") == 0;
}

/* All texts below a value of a view, whatever its shape. */
static void
walk_view(struct check *c, const struct value *v, const char *path, const char *field, int depth)
{
	size_t i;

	if (depth > MAX_DEPTH)
		return;
	add_cell(c, v, path, field, true, is_party(field));
	for (i = 0; i < v->nitems; i++)
		walk_view(c, v->items[i], path, field, depth + 1);
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		/* Years keep the name of their cell: money.2024 is money. */
		if (!is_unread(key))
			walk_view(c, v->fields[i].value, strf(c, "%s.%s", path, key),
			    key[0] >= '0' && key[0] <= '9' ? field : key, depth + 1);
	}
}

static void
walk_views(struct check *c, const struct value *views)
{
	size_t i, k, r;

	for (i = 0; views != NULL && i < views->nfields; i++) {
		const char *view = views->fields[i].key;
		const struct value *v = views->fields[i].value;

		for (k = 0; k < v->nfields; k++) {
			const char *key = v->fields[k].key;
			const struct value *rows = v->fields[k].value;
			const char *id = NULL;

			if (strcmp(key, "rows") != 0) {
				walk_view(c, rows, rows->kind == VALUE_TEXT
				    ? strf(c, "views.%s.%s", view, key)
				    : strf(c, "views.%s[%s]", view, key), key, 0);
				continue;
			}
			for (r = 0; r < rows->nitems; r++) {
				static const char *const inner[] = {"task", "activity", "indicator",
				    "goal", "level"};
				size_t n;

				for (n = 0, id = NULL; n < 5 && id == NULL; n++)
					id = text_of(rows->items[r], inner[n]);
				walk_view(c, rows->items[r], strf(c, "views.%s[%s]", view,
				    id == NULL ? "" : id), "", 0);
			}
		}
	}
}

static void walk(struct check *c, const struct value *v, const struct field *f, const char *path,
    const char *name);

static void
walk_map(struct check *c, const struct value *v, const struct field *f, const char *path)
{
	const struct field *sub;
	size_t i;

	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;

		sub = field_find(f, key);
		/* base: of the file is a file name, in an indicator its start. */
		if (sub == NULL || is_unread(key) || (f == &field_plan && strcmp(key, "base") == 0))
			continue;
		walk(c, v->fields[i].value, sub, *path == '\0' || strcmp(key, "activities") == 0
		    ? key : strf(c, "%s.%s", path, key), key);
	}
}

static void
walk_list(struct check *c, const struct value *v, const struct field *f, const char *path,
    const char *name)
{
	const char *id;
	size_t i;

	for (i = 0; i < v->nitems; i++) {
		id = f->item->type == FIELD_MAP ? text_of(v->items[i], "id") : NULL;
		walk(c, v->items[i], f->item, id != NULL ? strf(c, "%s[%s]", path, id)
		    : strf(c, "%s[%zu]", path, i + 1), name);
	}
}

/* Depth is that of the field table. */
static void
walk(struct check *c, const struct value *v, const struct field *f, const char *path,
    const char *name)
{
	size_t i;

	switch (f->type) {
	case FIELD_TEXT:
		add_cell(c, v, path, name, false, false);
		break;
	case FIELD_MARKDOWN:
		if (v->kind == VALUE_TEXT)
			add_markdown(c, v, path);
		break;
	case FIELD_PARTY:
		if (v->kind == VALUE_MAP && get(v, "text") != NULL)
			add_cell(c, get(v, "text"), path, name, false, true);
		break;
	case FIELD_MAP:
		walk_map(c, v, f, path);
		break;
	case FIELD_DOCWORD:
	case FIELD_VALUE:
		if (v->kind == VALUE_MAP)
			walk_map(c, v, f, path);
		break;
	case FIELD_LIST:
		walk_list(c, v, f, path, name);
		break;
	case FIELD_YEARMAP:
		for (i = 0; i < v->nfields; i++)
			walk(c, v->fields[i].value, f->item, strf(c, "%s.%s", path, v->fields[i].key),
			    name);
		break;
	case FIELD_VIEWS:
		walk_views(c, v);
		break;
	default:
		break;
	}
}

void
texts_gather(struct check *c)
{
	walk_map(c, c->root, &field_plan, "");
}
