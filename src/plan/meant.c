/*
 * What somebody meant who filled a field in by hand: the form that the field takes, for
 * the message that refuses what was written.  A guess is made only where it is plain.
 */
#include <string.h>

#include "base/utf8.h"
#include "data/written.h"
#include "plan/priv.h"

#define LONGEST 200 /* bytes: longer ones do not fit a message */

/* "2026.–2028." -> "2026-2028"; "2026, 2028" -> "[2026, 2028]"; "2026. gads" -> "2026". */
static const char *
years_meant(struct plan *p, const char *s, bool run)
{
	const char *year[MAX_PERIOD];
	struct buf b = {0};
	bool dash = false;
	size_t n = 0, digits, i;

	for (; *s != '\0'; s += digits == 0 ? 1 : digits) {
		digits = strspn(s, "0123456789");
		if (digits == 0) {
			dash = dash || *s == '-' || strncmp(s, EN_DASH, 3) == 0;
			continue;
		}
		if (digits != 4 || n == MAX_PERIOD)
			return NULL;
		year[n++] = s;
	}
	if (n == 1)
		return arena_printf(p->a, "%.4s", year[0]);
	if (n == 2 && (dash || run)) {
		i = strncmp(year[0], year[1], 4) > 0;
		return arena_printf(p->a, "%.4s-%.4s", year[i], year[1 - i]);
	}
	if (n == 0 || dash)
		return NULL;
	for (i = 0; i < n; i++)
		buf_printf(&b, "%s%.4s", i == 0 ? "[" : ", ", year[i]);
	s = arena_printf(p->a, "%s]", buf_cstr(&b));
	buf_free(&b);
	return s;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* The year that an indicator's value ends in: "21 % (2025)", "21 %, 2025. gadā". */
static const char *
year_at_end(const char *s, size_t *len)
{
	static const char *const tails[] = {")", ". gadā", ". g.", ". gads"};
	size_t n = *len, i, k;

	for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		k = strlen(tails[i]);
		if (n > k + 4 && memcmp(s + n - k, tails[i], k) == 0 &&
		    strspn(s + n - k - 4, "0123456789") == 4) {
			n -= k + 4;
			*len = n;
			return s + n;
		}
	}
	return NULL;
}

/* "3,7 %" -> {value: 3.7, unit: "%"}; "60 skolēni (2025)" has its year too. */
static const char *
value_meant(struct plan *p, const struct value *v)
{
	const char *s = v->text, *number = written_number(p->a, v->text, v->len), *year, *unit;
	size_t len = v->len, n;

	if (number != s && strchr(s, '%') == NULL)
		return number;
	year = year_at_end(s, &len);
	while (len > 0 && (is_blank(s[len - 1]) || strchr("(,;", s[len - 1]) != NULL))
		len--;
	n = strspn(s, "0123456789 .,");
	if (n > len)
		n = len;
	unit = s + n;
	while (n > 0 && strchr(" .,", s[n - 1]) != NULL)
		n--;
	number = arena_strndup(p->a, s, n);
	number = written_number(p->a, number, n);
	if (n == 0 || strspn(number, "0123456789.") != strlen(number) || len == n ||
	    len - (size_t)(unit - s) > 24 || strpbrk(unit, "\"\\{}[]") != NULL)
		return n == 0 && strpbrk(s, "\"\\\n") == NULL
		    ? arena_printf(p->a, "{text: \"%s\"}", s) : NULL;
	return arena_printf(p->a, "{value: %s, unit: \"%.*s\"%s%.4s}", number,
	    (int)(len - (size_t)(unit - s)), unit, year == NULL ? "" : ", year: ",
	    year == NULL ? "" : year);
}

/* The bytes of a sign that Word or a hand puts before the items of a list, or 0. */
static size_t
bullet(const char *s)
{
	static const char *const signs[] = {"•", "·", "▪", "◦", EN_DASH, "—", "-", "*"};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

static void
put_item(struct buf *b, const char *s, size_t len)
{
	while (len > 0 && (is_blank(s[len - 1]) || s[len - 1] == ';'))
		len--;
	while (len > 0 && is_blank(*s)) {
		s++;
		len--;
	}
	if (len == 0)
		return;
	buf_str(b, b->len == 0 ? "[" : ", ");
	buf_printf(b, memchr(s, ',', len) != NULL ? "\"%.*s\"" : "%.*s", (int)len, s);
}

/* "• psihologs • logopēds", "psihologs, logopēds" -> "[psihologs, logopēds]". */
static const char *
list_meant(struct plan *p, const char *s)
{
	size_t n = bullet(s), i, from;
	struct buf b = {0};
	char sign[8];

	if (strpbrk(s, "\"[]{}") != NULL || strstr(s, ": ") != NULL)
		return NULL;
	if (n == 0)
		return arena_printf(p->a, "[%s]", s);
	memcpy(sign, s, n);
	for (i = from = n; s[i] != '\0'; i++)
		if (is_blank(s[i - 1]) && strncmp(s + i, sign, n) == 0) {
			put_item(&b, s + from, i - from);
			from = i + n;
		}
	put_item(&b, s + from, i - from);
	s = b.len == 0 ? NULL : arena_printf(p->a, "%s]", b.s);
	buf_free(&b);
	return s;
}

/* One amount or value where each year has its own. */
static const char *
yearmap_meant(struct plan *p, const struct value *v, const struct field *f)
{
	const char *s = v->text;
	int64_t cents;

	if (f == NULL || p->years == 0)
		return NULL;
	if (f->item->type == FIELD_MONEY) {
		s = written_money(p->a, s, v->len);
		return num_parse_cents(s, strlen(s), &cents)
		    ? arena_printf(p->a, "{%d: %s}", p->first, s) : NULL;
	}
	if (f->item->type != FIELD_VALUE)
		return NULL;
	if (strspn(s, "0123456789.") != v->len)
		s = value_meant(p, v);
	return s == NULL ? NULL : arena_printf(p->a, "{%d: %s}", p->first + p->years - 1, s);
}

bool
plan_runs_together(const struct value *v)
{
	const char *s;

	/*
	 * Only | keeps the ends of lines.  Quotes are left alone: programs that write YAML put
	 * such texts in them, and there a blank line is the line end that is meant.
	 */
	if (v->raw == NULL || v->raw_len == 0 || strchr("|\"'", *v->raw) != NULL)
		return false;
	for (s = strchr(v->text, '\n'); s != NULL; s = strchr(s, '\n')) {
		if (s[1] != '\n')
			return true;
		s += strspn(s, "\n");
	}
	return false;
}

const char *
plan_cut_off(struct plan *p, const struct value *v)
{
	const char *s = v->written != NULL ? v->written : v->text, *raw = v->raw;
	size_t len = strlen(s), i, end;

	/* A text in quotes does not begin as its bytes do. */
	if (raw == NULL || v->raw_len < len || memcmp(raw, s, len) != 0)
		return NULL;
	for (i = len; i < v->raw_len && raw[i] == ' '; i++)
		;
	for (end = i; end < v->raw_len && raw[end] != '\n' && raw[end] != '\r'; end++)
		;
	/* A comment that is meant as one has a blank behind its sign. */
	return i == len || end - i < 2 || raw[i] != '#' || raw[i + 1] == ' ' || raw[i + 1] == '#'
	    ? NULL : arena_strndup(p->a, raw + i, end - i);
}

bool
plan_choice_meant(struct plan *p, const char *choice, const char *word)
{
	const struct choice_word *w = field_choice(choice);
	const char *slug;

	if (w == NULL || p->guesses >= MAX_GUESSES || strlen(word) < 4)
		return false;
	slug = utf8_slug(p->a, word);
	return strncmp(utf8_slug(p->a, w->lv), slug, strlen(slug)) == 0;
}

const char *
plan_meant(struct plan *p, const struct value *v, enum field_type type, const struct field *f)
{
	const char *s = v->text;

	if (v->kind != VALUE_TEXT || v->len > LONGEST || v->len == 0)
		return NULL;
	switch (type) {
	case FIELD_DATE:
		s = written_date(p->a, s);
		break;
	case FIELD_TERM:
		s = written_term(p->a, s);
		break;
	case FIELD_MONEY:
		s = written_money(p->a, s, v->len);
		break;
	case FIELD_NUMBER:
		s = written_number(p->a, s, v->len);
		break;
	case FIELD_VALUE:
		s = value_meant(p, v);
		break;
	case FIELD_YEAR:
	case FIELD_YEARS:
		s = years_meant(p, s, type == FIELD_YEAR || (f != NULL && f->max != 0));
		break;
	case FIELD_ID:
		s = utf8_slug(p->a, s);
		if (strlen(s) < 2) /* of "..": nothing was left */
			return NULL;
		break;
	case FIELD_LIST:
		s = list_meant(p, s);
		break;
	case FIELD_YEARMAP:
		s = yearmap_meant(p, v, f);
		break;
	default:
		return NULL;
	}
	return s == NULL || *s == '\0' || strcmp(s, v->text) == 0 ? NULL : s;
}
