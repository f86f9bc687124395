/* foreign - see foreign.h */
#include "tmpl/foreign.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define HARD '\001' /* a no-break space, as tag.c writes it */

static bool
is_blank(char c)
{
	return c == ' ' || c == HARD;
}

static const char *
past_blanks(const char *s)
{
	while (is_blank(*s))
		s++;
	return s;
}

/* Behind the word and the blanks after it, if s begins with it and more follows; or NULL. */
static const char *
past_word(const char *s, const char *word)
{
	for (; *word != '\0'; s++, word++)
		if ((*s | 0x20) != *word)
			return NULL;
	if (!is_blank(*s))
		return NULL;
	s = past_blanks(s);
	return *s != '\0' && strchr("=!<>|?.", *s) == NULL ? s : NULL;
}

/* Bytes of a path such as goal.name or money[year] at s. */
static size_t
path_len(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && !is_blank(s[n]) && strchr(",;:!?=<>|(){}/\\+*&\"'%#^@$~`", s[n]) == NULL)
		n++;
	return n;
}

static const char *
past_any(const char *s, const char *const *words, size_t n)
{
	const char *p = NULL;

	for (size_t i = 0; i < n && p == NULL; i++)
		p = past_word(s, words[i]);
	return p;
}

/* {{if x}}, {{if not x}}, {{for g in goals}}, {{each goals}}, {{?not x}}, {{#!x}} */
static const char *
opener(struct arena *a, const char *s)
{
	static const char *const conditions[] = {"if", "ja"};
	static const char *const loops[] = {"each", "foreach", "for", "katram"};
	static const char *const nots[] = {"unless", "not"};
	const char *p, *q, *in;
	bool sign = *s != '\0' && strchr("#?", *s) != NULL;

	p = past_blanks(s + sign);
	q = past_any(p, conditions, COUNT(conditions));
	if (sign || q != NULL) {
		const char *x = q != NULL ? q : p, *none = past_word(x, "not");

		if (none == NULL && *x == '!')
			none = past_blanks(x + 1);
		if (none != NULL && path_len(none) > 0)
			return arena_printf(a, "^%s", none);
		return sign ? NULL : arena_printf(a, "?%s", x);
	}
	if ((q = past_any(p, loops, COUNT(loops))) != NULL) {
		in = past_blanks(q + path_len(q));
		in = past_word(in, "in");
		return arena_printf(a, "#%s", in != NULL ? in : q);
	}
	q = past_any(p, nots, COUNT(nots));
	return q != NULL ? arena_printf(a, "^%s", q) : NULL;
}

static bool
is_word(const char *s, size_t len, const char *word)
{
	if (strlen(word) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((s[i] | 0x20) != word[i])
			return false;
	return true;
}

/* The only word of the tag: {{endif}}, {{end if}}, {{citādi}} */
static const char *
alone(struct arena *a, const char *s)
{
	static const char *const ends[] = {"endif", "endfor", "endeach", "endunless", "end if",
	    "end for", "end each"};
	const char *low;
	size_t n = strlen(s);

	while (n > 0 && is_blank(s[n - 1]))
		n--;
	for (size_t i = 0; i < COUNT(ends); i++)
		if (is_word(s, n, ends[i]))
			return "/";
	low = utf8_lower(a, s, n);
	return strcmp(low, "citādi") == 0 || strcmp(low, "pretējā gadījumā") == 0 ? "else" : NULL;
}

static bool
is_format(const char *s, size_t len)
{
	static const char *const formats[] = {"money", "amount", "date", "number", "percent",
	    "upper", "first", "join", "markdown"};

	for (size_t i = 0; i < COUNT(formats); i++)
		if (is_word(s, len, formats[i]))
			return true;
	return false;
}

static bool
is_year(const char *s, size_t len)
{
	return is_word(s, len, "year") || is_word(s, len, "report_year") ||
	    (*s >= '0' && *s <= '9');
}

/* {{upper(title)}}, {{money(year)}}, {{total:amount}}, {{goal,name}} */
static const char *
sign_between(struct arena *a, const char *s)
{
	size_t n = path_len(s), more;
	const char *p = past_blanks(s + n), *q;

	if (n == 0 || (*p != '(' && *p != ':' && *p != ','))
		return NULL;
	q = past_blanks(p + 1);
	more = path_len(q);
	if (more == 0)
		return NULL;
	if (*p == ':')
		return is_format(q, more) ? arena_printf(a, "%.*s|%s", (int)n, s, q) : NULL;
	if (*p == ',')
		return q[more] == '\0' || q[more] == '|'
		    ? arena_printf(a, "%.*s.%s", (int)n, s, q) : NULL;
	p = past_blanks(q + more);
	if (*p != ')')
		return NULL;
	if (is_format(s, n) && !is_year(q, more)) /* money is a field too */
		return arena_printf(a, "%.*s|%.*s", (int)more, q, (int)n, s);
	return arena_printf(a, "%.*s[%.*s]%s", (int)n, s, (int)more, q, p + 1);
}

const char *
foreign_tag(struct arena *a, const char *s)
{
	const char *to;

	s = past_blanks(s);
	if (*s == '{')
		return past_blanks(s + 1);
	if (*s == '\\')
		return arena_printf(a, "/%s", s + 1);
	if ((to = alone(a, s)) != NULL || (to = opener(a, s)) != NULL)
		return to;
	return sign_between(a, s);
}

/* ---- words ---- */

static const struct {
	enum foreign_kind kind;
	const char *word, *right;
} words[] = {
	{FOREIGN_FORMAT, "nauda", "money"}, {FOREIGN_FORMAT, "eur", "money"},
	{FOREIGN_FORMAT, "eiro", "money"}, {FOREIGN_FORMAT, "euro", "money"},
	{FOREIGN_FORMAT, "currency", "money"}, {FOREIGN_FORMAT, "summa", "amount"},
	{FOREIGN_FORMAT, "datums", "date"}, {FOREIGN_FORMAT, "skaitlis", "number"},
	{FOREIGN_FORMAT, "procenti", "percent"}, {FOREIGN_FORMAT, "lielie", "upper"},
	{FOREIGN_FORMAT, "uppercase", "upper"}, {FOREIGN_FORMAT, "capitalize", "first"},
	{FOREIGN_FORMAT, "apvienot", "merge"},
	{FOREIGN_DATE, "ģenitīvs", "genitive"}, {FOREIGN_DATE, "lokatīvs", "locative"},
	{FOREIGN_DATE, "nominatīvs", "nominative"}, {FOREIGN_DATE, "īss", "short"},
	{FOREIGN_DATE, "īsi", "short"},
	{FOREIGN_OPTION, "rinda", "rows"}, {FOREIGN_OPTION, "rindas", "rows"},
	{FOREIGN_OPTION, "kolonna", "columns"}, {FOREIGN_OPTION, "kolonnas", "columns"},
	{FOREIGN_OPTION, "ailes", "columns"}, {FOREIGN_OPTION, "teksts", "text"},
	{FOREIGN_OPTION, "rindkopa", "paragraphs"}, {FOREIGN_OPTION, "rindkopas", "paragraphs"},
	{FOREIGN_OPTION, "punkti", "items"}, {FOREIGN_OPTION, "saraksts", "items"},
	{FOREIGN_NAME, "aktivitāte", "activity"}, {FOREIGN_NAME, "aktivitātes", "activities"},
	{FOREIGN_NAME, "autors", "author"}, {FOREIGN_NAME, "avots", "source"},
	{FOREIGN_NAME, "datums", "date"}, {FOREIGN_NAME, "gads", "year"},
	{FOREIGN_NAME, "gadi", "years"}, {FOREIGN_NAME, "kopā", "total"},
	{FOREIGN_NAME, "līmenis", "level"}, {FOREIGN_NAME, "līmeņi", "levels"},
	{FOREIGN_NAME, "mērķis", "goal"}, {FOREIGN_NAME, "mērķi", "goals"},
	{FOREIGN_NAME, "nauda", "money"}, {FOREIGN_NAME, "nosaukums", "name"},
	{FOREIGN_NAME, "numurs", "number"}, {FOREIGN_NAME, "pašvaldība", "municipality"},
	{FOREIGN_NAME, "periods", "period"}, {FOREIGN_NAME, "rādītājs", "indicator"},
	{FOREIGN_NAME, "rādītāji", "indicators"}, {FOREIGN_NAME, "rezultāts", "result"},
	{FOREIGN_NAME, "skola", "school"}, {FOREIGN_NAME, "uzdevums", "task"},
	{FOREIGN_NAME, "uzdevumi", "tasks"}, {FOREIGN_NAME, "versija", "version"},
	{FOREIGN_NAME, "virsraksts", "title"},
};

/* dd.mm.yyyy, d. MMMM yyyy, dd.mm.gggg. and what else offices have for a date. */
static bool
is_date_picture(const char *low)
{
	bool day = strchr(low, 'd') != NULL, month = strstr(low, "mm") != NULL;

	return day && month && (strstr(low, "yy") != NULL || strstr(low, "gg") != NULL) &&
	    strspn(low, "dmyg.,-/ ") == strlen(low);
}

const char *
foreign_word(struct arena *a, enum foreign_kind kind, const char *word)
{
	const char *low = utf8_lower(a, word, strlen(word));

	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].kind == kind && strcmp(words[i].word, low) == 0)
			return words[i].right;
	if ((kind != FOREIGN_FORMAT && kind != FOREIGN_DATE) || !is_date_picture(low))
		return NULL;
	return kind == FOREIGN_DATE ? "short" : "date:short";
}

/* ---- comparisons ---- */

const char *
foreign_compare(struct arena *a, const char *s)
{
	static const struct {
		const char *sign;
		char right;
		int add;
	} signs[] = {
		{">=", '>', -1}, {"=>", '>', -1}, {"\xE2\x89\xA5", '>', -1},
		{"<=", '<', 1}, {"=<", '<', 1}, {"\xE2\x89\xA4", '<', 1},
	};

	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t n = strlen(signs[i].sign);
		const char *num;
		char *end;
		long v;

		if (strncmp(s, signs[i].sign, n) != 0)
			continue;
		num = past_blanks(s + n);
		v = strtol(num, &end, 10);
		if (end == num || end - num > 9 || *past_blanks(end) != '\0')
			return NULL;
		return arena_printf(a, "%c %ld", signs[i].right, v + signs[i].add);
	}
	return NULL;
}
