/*
 * Latvian words and signs.  Tables of our own: CLDR's long date prints the
 * nominative everywhere, glibc's lv_LV groups digits with U+202F.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "plan/latvian.h"

/* In the order of enum lv_case. */
static const char *const months[12][5] = {
    {"janvāris", "janvāra", "janvārim", "janvāri", "janvārī"},
    {"februāris", "februāra", "februārim", "februāri", "februārī"},
    {"marts", "marta", "martam", "martu", "martā"},
    {"aprīlis", "aprīļa", "aprīlim", "aprīli", "aprīlī"},
    {"maijs", "maija", "maijam", "maiju", "maijā"},
    {"jūnijs", "jūnija", "jūnijam", "jūniju", "jūnijā"},
    {"jūlijs", "jūlija", "jūlijam", "jūliju", "jūlijā"},
    {"augusts", "augusta", "augustam", "augustu", "augustā"},
    {"septembris", "septembra", "septembrim", "septembri", "septembrī"},
    {"oktobris", "oktobra", "oktobrim", "oktobri", "oktobrī"},
    {"novembris", "novembra", "novembrim", "novembri", "novembrī"},
    {"decembris", "decembra", "decembrim", "decembri", "decembrī"},
};

static char *
take(struct arena *a, struct buf *b)
{
	char *s = arena_strndup(a, b->len == 0 ? "" : b->s, b->len);

	buf_free(b);
	return s;
}

/* -- dates -- */

const char *
lv_month(int month, enum lv_case c)
{
	return month < 1 || month > 12 ? NULL : months[month - 1][c];
}

char *
lv_date(struct arena *a, struct date d, enum lv_case c)
{
	const char *m = lv_month(d.month, c);

	return arena_printf(
	    a, "%d." NBSP "gada %d." NBSP "%s", d.year, d.day, m == NULL ? "" : m);
}

char *
lv_date_short(struct arena *a, struct date d)
{
	return arena_printf(a, "%02d.%02d.%d.", d.day, d.month, d.year);
}

char *
lv_period(struct arena *a, int first, int last)
{
	if (first == last)
		return arena_printf(a, "%d.", first);
	return arena_printf(a, "%d." EN_DASH "%d.", first, last);
}

char *
lv_years(struct arena *a, const int *years, size_t n)
{
	struct buf b = {0};
	size_t i, j;

	for (i = 0; i < n; i = j) {
		/* A run of two stays two: "2024., 2025."; from three on a range. */
		for (j = i + 1; j < n && years[j] == years[j - 1] + 1; j++)
			continue;
		if (j - i == 2)
			j = i + 1;
		if (b.len != 0)
			buf_str(&b, ", ");
		if (j - i == 1)
			buf_printf(&b, "%d.", years[i]);
		else
			buf_printf(&b, "%d." EN_DASH "%d.", years[i], years[j - 1]);
	}
	return take(a, &b);
}

/* -- terms -- */

struct point {
	int year, month; /* month 0: the whole year */
};

static bool
digits(const char *s, size_t n, int *out)
{
	size_t i;

	*out = 0;
	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + (s[i] - '0');
	}
	return true;
}

static bool
point_parse(const char *s, size_t n, struct point *p)
{
	p->month = 0;
	if (n != 4 && n != 7)
		return false;
	if (!digits(s, 4, &p->year) || p->year < 1)
		return false;
	if (n == 4)
		return true;
	return s[4] == '-' && digits(s + 5, 2, &p->month) && p->month >= 1 &&
	       p->month <= 12;
}

static void
point_put(struct buf *b, const struct point *p)
{
	if (p->month == 0)
		buf_printf(b, "%d." NBSP "gads", p->year);
	else
		buf_printf(
		    b, "%d." NBSP "gada %s", p->year, lv_month(p->month, LV_NOMINATIVE));
}

/* One "a" or "a..b". */
static bool
span_put(struct buf *b, const char *s)
{
	const char *dots = strstr(s, "..");
	struct point from, to;

	if (dots == NULL) {
		if (!point_parse(s, strlen(s), &from))
			return false;
		point_put(b, &from);
		return true;
	}
	if (!point_parse(s, (size_t)(dots - s), &from) ||
	    !point_parse(dots + 2, strlen(dots + 2), &to))
		return false;
	if (to.year < from.year ||
	    (to.year == from.year && to.month != 0 && to.month < from.month))
		return false;
	if (from.year == to.year && from.month == to.month) {
		point_put(b, &from);
	} else if (from.month == 0 && to.month == 0) {
		buf_printf(b, "%d." EN_DASH "%d." NBSP "gads", from.year, to.year);
	} else {
		point_put(b, &from);
		buf_str(b, NBSP EN_DASH " ");
		if (from.year == to.year && from.month != 0 && to.month != 0)
			buf_str(b, lv_month(to.month, LV_NOMINATIVE));
		else
			point_put(b, &to);
	}
	return true;
}

char *
lv_term(struct arena *a, const char *const *points, size_t n)
{
	struct buf b = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		if (i != 0)
			buf_str(&b, ", ");
		if (!span_put(&b, points[i])) {
			buf_free(&b);
			return NULL;
		}
	}
	return n == 0 ? NULL : take(a, &b);
}

/* -- order -- */

/*
 * A letter's place: the plain letter first, then its sister with a mark; long
 * vowels weigh as the short ones, y as i.  Signs and spaces come before digits.
 */
static const struct {
	uint32_t c;
	char base;
	char mark; /* 1: a letter of its own after the base */
} letters[] = {
    {0x101, 'a', 0},
    {0x113, 'e', 0},
    {0x12B, 'i', 0},
    {0x14D, 'o', 0},
    {0x16B, 'u', 0},
    {0x10D, 'c', 1},
    {0x123, 'g', 1},
    {0x137, 'k', 1},
    {0x13C, 'l', 1},
    {0x146, 'n', 1},
    {0x157, 'r', 1},
    {0x161, 's', 1},
    {0x17E, 'z', 1},
};

static uint32_t
weight(uint32_t c)
{
	size_t i;

	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	else if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177))
		c |= 1; /* Latin Extended-A: pairs, the small letter is odd */
	else if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
		c += c & 1; /* here it is even */
	if (c == 'y')
		c = 'i';
	if (c >= 'a' && c <= 'z')
		return 0x200 + (c - 'a') * 2;
	if (c >= '0' && c <= '9')
		return 0x100 + (c - '0');
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].c == c)
			return 0x200 + (uint32_t)(letters[i].base - 'a') * 2 +
			       (uint32_t)letters[i].mark;
	return c < 0x80 ? c : 0x400 + c;
}

static uint32_t
next_weight(const char **s, size_t *len)
{
	uint32_t c;
	int n = utf8_decode(*s, *len, &c);

	if (n <= 0)
		return 0;
	*s += n;
	*len -= (size_t)n;
	return weight(c);
}

int
lv_compare(const char *a, const char *b)
{
	const char *p = a, *q = b;
	size_t m = strlen(a), n = strlen(b);
	uint32_t x, y;

	do {
		x = next_weight(&p, &m);
		y = next_weight(&q, &n);
		if (x != y)
			return x < y ? -1 : 1;
	} while (x != 0);
	return strcmp(a, b);
}

int
lv_plural(int64_t n)
{
	int64_t last = n % 10, two = n % 100;

	if (last < 0)
		last = -last;
	if (two < 0)
		two = -two;
	if (last == 0 || (two >= 11 && two <= 19))
		return 0;
	return last == 1 ? 1 : 2;
}

/* -- cases -- */

static bool
ends(const char *s, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(s + len - n, with, n) == 0;
}

char *
lv_decline(struct arena *a, const char *nominative, enum lv_case c)
{
	static const char *const first[] = {NULL, "a", "am", "u", "ā"};
	static const char *const fourth[] = {NULL, "as", "ai", "u", "ā"};
	static const char *const fifth[] = {NULL, "es", "ei", "i", "ē"};
	size_t len = strlen(nominative);
	const char *const *endings;
	size_t cut = 1;

	if (c == LV_NOMINATIVE)
		return arena_strdup(a, nominative);
	if (len < 3)
		return NULL;
	if (ends(nominative, len, "a"))
		endings = fourth;
	else if (ends(nominative, len, "e"))
		endings = fifth;
	else if (ends(nominative, len, "š")) {
		endings = first;
		cut = 2;
	/* -is and -us decline otherwise, "-pils" is feminine, -as -es -os are plurals. */
	} else if (ends(nominative, len, "s") && !ends(nominative, len, "pils") &&
	    strchr("aeiou", nominative[len - 2]) == NULL &&
	    (unsigned char)nominative[len - 2] < 0x80)
		endings = first;
	else
		return NULL;
	return arena_printf(a, "%.*s%s", (int)(len - cut), nominative, endings[c]);
}

/* -- no-break spaces -- */

/* A text being read: a gap of s[i..j) that is one space, or in Markdown one line end. */
struct scan {
	const char *s;
	size_t len, i, j;
	bool markdown;
};

static bool
digit_at(const struct scan *t, size_t i)
{
	return i < t->len && t->s[i] >= '0' && t->s[i] <= '9';
}

/* Digits, or the blanks of a draft: "20__". */
static bool
figure_at(const struct scan *t, size_t i)
{
	return digit_at(t, i) || (i < t->len && t->s[i] == '_');
}

/* Does a letter or digit end just before byte i? */
static bool
word_before(const struct scan *t, size_t i)
{
	size_t from = i;
	uint32_t c;

	if (i == 0)
		return false;
	do
		from--;
	while (from > 0 && ((unsigned char)t->s[from] & 0xC0) == 0x80);
	return utf8_decode(t->s + from, i - from, &c) > 0 &&
	       (utf8_is_letter(c) || (c >= '0' && c <= '9'));
}

static bool
word_at(const struct scan *t, size_t i)
{
	uint32_t c;

	return i < t->len && utf8_decode(t->s + i, t->len - i, &c) > 0 &&
	       (utf8_is_letter(c) || (c >= '0' && c <= '9'));
}

/* Does the word w stand at byte i, and end there? */
static bool
word_is(const struct scan *t, size_t i, const char *w)
{
	size_t n = strlen(w);

	return t->len - i >= n && memcmp(t->s + i, w, n) == 0 && !word_at(t, i + n);
}

static bool
month_at(const struct scan *t, size_t i)
{
	size_t m, c;

	for (m = 0; m < 12; m++)
		for (c = 0; c < 5; c++)
			if (word_is(t, i, months[m][c]))
				return true;
	return false;
}

static bool
year_word_at(const struct scan *t, size_t i)
{
	static const char *const words[] = {"gads", "gada", "gadam", "gadu", "gadā",
	    "gadi", "gadiem", "gados", "gadus", "g"};
	size_t n;

	for (n = 0; n < sizeof(words) / sizeof(words[0]); n++)
		if (word_is(t, i, words[n]))
			return true;
	return false;
}

/*
 * The space at i follows "ddd.": how many figures stand before the stop, and do
 * they open a line?  0 if there are none.
 */
static size_t
ordinal_before(const struct scan *t, bool *line_start)
{
	size_t stop = t->i - 1, from = stop, k;

	if (t->i < 2 || t->s[stop] != '.')
		return 0;
	while (from > 0 && figure_at(t, from - 1) && stop - from < 5)
		from--;
	if (from > 0 && word_before(t, from))
		return 0;
	for (k = from; k > 0 && t->s[k - 1] == ' '; k--)
		continue;
	*line_start = k == 0 || t->s[k - 1] == '\n';
	return stop - from;
}

/* "Nr." just before the gap. */
static bool
number_sign_before(const struct scan *t)
{
	size_t i = t->i;

	return i >= 3 && (t->s[i - 3] == 'N' || t->s[i - 3] == 'n') &&
	       t->s[i - 2] == 'r' && t->s[i - 1] == '.' && !word_before(t, i - 3);
}

/* "t. sk.", "t. i.", "u. c.", "u. tml.", "u. t. t.": a letter, stop, space, rest. */
static bool
abbreviation_here(const struct scan *t)
{
	static const char *const rest[] = {
	    "tu", "sk.", "tu", "i.", "tu", "c.", "tu", "tml.", "ut", "t."};
	size_t i = t->i, n;
	char head;

	if (i < 2 || t->s[i - 1] != '.' || (t->s[i - 2] != 't' && t->s[i - 2] != 'u'))
		return false;
	if (word_before(t, i - 2))
		return false;
	head = t->s[i - 2];
	for (n = 0; n < sizeof(rest) / sizeof(rest[0]); n += 2)
		if (strchr(rest[n], head) != NULL &&
		    t->len - t->j >= strlen(rest[n + 1]) &&
		    memcmp(t->s + t->j, rest[n + 1], strlen(rest[n + 1])) == 0)
			return true;
	return false;
}

/* "1 200,00": one to three figures, groups of three, a comma and two decimals. */
static bool
group_here(const struct scan *t)
{
	size_t i = t->i, from = i, groups = 0;

	while (from > 0 && digit_at(t, from - 1) && i - from < 4)
		from--;
	if (from == i || i - from > 3 || word_before(t, from))
		return false;
	while (i < t->len && t->s[i] == ' ' && digit_at(t, i + 1) && digit_at(t, i + 2) &&
	       digit_at(t, i + 3) && ++groups <= 4)
		i += 4;
	return i > t->i && i < t->len && t->s[i] == ',' && digit_at(t, i + 1) &&
	       digit_at(t, i + 2) && !digit_at(t, i + 3);
}

static bool
section_sign(const struct scan *t, size_t i)
{
	return i < t->len && t->len - i >= 2 && memcmp(t->s + i, "§", 2) == 0;
}

static bool
dash_at(const struct scan *t, size_t i)
{
	return t->len - i > 3 && memcmp(t->s + i, EN_DASH, 3) == 0;
}

/* Where the gap that begins at i ends; i itself if it is none of ours. */
static size_t
past_gap(const struct scan *t, size_t i)
{
	size_t j = i;

	if (j < t->len && t->s[j] == ' ')
		j++;
	if (t->markdown && j < t->len && t->s[j] == '\n')
		for (j++; j < t->len && t->s[j] == ' '; j++)
			continue;
	return j;
}

/* "1. " would be an item of a Markdown list if it opened a line. */
static bool
list_number_at(const struct scan *t, size_t i)
{
	while (digit_at(t, i))
		i++;
	return i + 1 < t->len && (t->s[i] == '.' || t->s[i] == ')') && t->s[i + 1] == ' ';
}

/* A quantity, not a year with its stop: "1", "0,25", but not "2028. gads". */
static bool
quantity_at(const struct scan *t, size_t i)
{
	size_t n = 0;

	while (digit_at(t, i + n))
		n++;
	return n > 0 && !(n == 4 && i + n < t->len && t->s[i + n] == '.');
}

/* Must the gap hold its two sides together? */
static bool
holds(const struct scan *t)
{
	size_t i = t->i, j = t->j, n;
	bool line_start = false;

	if (i == 0 || j >= t->len)
		return false;
	if (figure_at(t, i - 1)) {
		if (t->s[j] == '%' || word_is(t, j, "EUR") || word_is(t, j, "eiro"))
			return true;
		if (t->len - j >= 3 &&
		    (memcmp(t->s + j, "€", 3) == 0 || memcmp(t->s + j, "‰", 3) == 0))
			return true;
		if (group_here(t))
			return true;
	}
	if (number_sign_before(t) && (word_at(t, j) || figure_at(t, j)))
		return true;
	n = ordinal_before(t, &line_start);
	if (n == 4 && year_word_at(t, j))
		return true;
	if ((n == 1 || n == 2) && month_at(t, j))
		return !(t->markdown && line_start);
	/* An item of the minutes: "3. §", "1. p.", "§ 38". */
	if (n > 0 && (section_sign(t, j) || (word_is(t, j, "p") && t->s[j + 1] == '.')))
		return !(t->markdown && line_start);
	if (i >= 2 && section_sign(t, i - 2) && figure_at(t, j))
		return true;
	if (abbreviation_here(t))
		return true;
	/* " – ": the space before it holds, or before a quantity the one after it. */
	if (dash_at(t, j) && (t->s[j + 3] == ' ' || t->s[j + 3] == '\n'))
		return t->s[i - 1] != ' ' && t->s[i - 1] != '\n' &&
		       !quantity_at(t, past_gap(t, j + 3));
	return i >= 4 && memcmp(t->s + i - 3, EN_DASH, 3) == 0 &&
	       (t->s[i - 4] == ' ' || t->s[i - 4] == '\n') && quantity_at(t, j) &&
	       !((t->s[i] == '\n' || j - i > 1) && list_number_at(t, j));
}

const char *
lv_nobreak(struct arena *a, const char *s, bool markdown)
{
	struct scan t = {s, strlen(s), 0, 0, markdown};
	struct buf b = {0};
	size_t done = 0;

	for (;;) {
		t.i += strcspn(s + t.i, markdown ? " \n" : " ");
		if (t.i >= t.len)
			break;
		t.j = past_gap(&t, t.i);
		if (t.j > t.i && holds(&t)) {
			buf_add(&b, s + done, t.i - done);
			buf_str(&b, NBSP);
			done = t.j;
		}
		t.i = t.j > t.i ? t.j : t.i + 1;
	}
	if (done == 0)
		return s;
	buf_add(&b, s + done, t.len - done);
	return take(a, &b);
}
