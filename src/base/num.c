/* num - see num.h */
#include "base/num.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
num_parse_int(const char *s, size_t len, int64_t *out)
{
	bool minus = len > 0 && s[0] == '-';
	size_t i = minus ? 1 : 0;
	int64_t v = 0;

	if (i == len)
		return false;
	for (; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		/* Built as a negative number: that side holds one more. */
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s[i] - '0', &v))
			return false;
	}
	if (!minus && v == INT64_MIN)
		return false;
	*out = minus ? v : -v;
	return true;
}

/* Digits [whole, point) and [point + 1, len) as cents; "point" == len: none. */
static bool
cents_of(const char *s, size_t len, size_t point, int64_t *cents)
{
	size_t decimals = point == len ? 0 : len - point - 1;
	bool minus = len > 0 && s[0] == '-';
	int64_t whole, frac = 0;

	if (decimals > 2 || (point != len && decimals == 0))
		return false;
	if (!num_parse_int(s, point, &whole))
		return false;
	if (decimals != 0) {
		if (s[point + 1] == '-' || !num_parse_int(s + point + 1, decimals, &frac))
			return false;
		if (decimals == 1)
			frac *= 10;
	}
	if (__builtin_mul_overflow(whole, 100, &whole) ||
	    __builtin_add_overflow(whole, minus ? -frac : frac, &whole))
		return false;
	*cents = whole;
	return true;
}

int
num_small(const char *s)
{
	const long most = 100000000;
	long v = strtol(s, NULL, 10);

	return (int)(v > most ? most : v < -most ? -most : v);
}

bool
num_parse_cents(const char *s, size_t len, int64_t *cents)
{
	const char *p = len == 0 ? NULL : memchr(s, '.', len);

	return cents_of(s, len, p == NULL ? len : (size_t)(p - s), cents);
}

/* Length of a group mark at s: blank, U+00A0, U+202F; 0: none. */
static size_t
group_mark(const char *s, size_t len)
{
	if (len >= 1 && s[0] == ' ')
		return 1;
	if (len >= 2 && memcmp(s, NBSP, 2) == 0)
		return 2;
	if (len >= 3 && memcmp(s, "\xE2\x80\xAF", 3) == 0)
		return 3;
	return 0;
}

bool
num_parse_cents_lv(const char *s, size_t len, int64_t *cents)
{
	char t[40];
	size_t n = 0, i = 0, k, point = SIZE_MAX, since = 0;
	bool grouped = false;

	/* Blanks round the cell. */
	while ((k = group_mark(s + i, len - i)) != 0)
		i += k;
	while (len > i && s[len - 1] == ' ')
		len--;
	while (len >= i + 2 && memcmp(s + len - 2, NBSP, 2) == 0)
		len -= 2;
	while (i < len) {
		k = group_mark(s + i, len - i);
		if (k != 0) {
			/* A mark stands before the point, with three digits behind it. */
			if (point != SIZE_MAX || n == 0 || (grouped && since != 3) || since > 3)
				return false;
			grouped = true;
			since = 0;
			i += k;
			continue;
		}
		if (n == sizeof(t))
			return false;
		if (s[i] == ',' || s[i] == '.') {
			if (point != SIZE_MAX || (grouped && since != 3))
				return false;
			point = n;
			t[n++] = '.';
		} else if (len - i >= 3 && memcmp(s + i, MINUS, 3) == 0) {
			t[n++] = '-';
			i += 2;
		} else {
			if (s[i] != '-')
				since++;
			t[n++] = s[i];
		}
		i++;
	}
	if (grouped && point == SIZE_MAX && since != 3)
		return false;
	return num_parse_cents(t, n, cents);
}

/* Digits with a no-break space between groups of three. */
static void
put_groups(struct buf *b, const char *digits, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i != 0 && (n - i) % 3 == 0)
			buf_str(b, NBSP);
		buf_ch(b, digits[i]);
	}
}

void
num_put_cents(struct buf *b, int64_t cents)
{
	/* Negated as unsigned: INT64_MIN has no positive twin. */
	uint64_t v = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
	char digits[24];
	size_t n = sizeof(digits);
	uint64_t whole = v / 100;

	if (cents < 0)
		buf_str(b, MINUS);
	do
		digits[--n] = (char)('0' + whole % 10);
	while ((whole /= 10) != 0);
	put_groups(b, digits + n, sizeof(digits) - n);
	buf_ch(b, ',');
	buf_ch(b, (char)('0' + v % 100 / 10));
	buf_ch(b, (char)('0' + v % 10));
}

void
num_put_number(struct buf *b, const char *s, size_t len)
{
	size_t i = 0;

	if (len > 0 && (s[0] == '-' || s[0] == '+'))
		buf_str(b, s[i++] == '-' ? MINUS : "+");
	s += i;
	len -= i;
	for (i = 0; i < len && s[i] >= '0' && s[i] <= '9'; i++)
		;
	put_groups(b, s, i);
	for (; i < len; i++)
		buf_ch(b, s[i] == '.' ? ',' : s[i]);
}

void
num_put_double(struct buf *b, double v, int decimals)
{
	static const double powers[] = {1, 10, 100, 1000, 1e4, 1e5, 1e6};
	char digits[32];
	size_t n = sizeof(digits);
	uint64_t u;
	double scaled;
	int i;

	if (decimals < 0)
		decimals = 0;
	if (decimals > 6)
		decimals = 6;
	scaled = v * powers[decimals];
	/* Callers check isfinite(); whatever slips through must still be a number. */
	if (!(fabs(scaled) < 9e15))
		scaled = isnan(scaled) ? 0 : scaled < 0 ? -9e15 : 9e15;
	u = (uint64_t)llround(fabs(scaled));
	if (u == 0) {
		buf_ch(b, '0');
		return;
	}
	if (scaled < 0)
		buf_ch(b, '-');
	while (decimals > 0 && u % 10 == 0) {
		u /= 10;
		decimals--;
	}
	for (i = 0; u != 0 || i <= decimals; i++) {
		if (i == decimals && decimals != 0)
			digits[--n] = '.';
		digits[--n] = (char)('0' + u % 10);
		u /= 10;
	}
	buf_add(b, digits + n, sizeof(digits) - n);
}

bool
date_parse(const char *s, size_t len, struct date *out)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t y, m, d;
	int last;

	if (len != 10 || s[4] != '-' || s[7] != '-' || s[0] == '-' || s[5] == '-' || s[8] == '-')
		return false;
	if (!num_parse_int(s, 4, &y) || !num_parse_int(s + 5, 2, &m) ||
	    !num_parse_int(s + 8, 2, &d))
		return false;
	if (y < 1 || m < 1 || m > 12)
		return false;
	last = days[m - 1];
	if (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0))
		last = 29;
	if (d < 1 || d > last)
		return false;
	*out = (struct date){(int)y, (int)m, (int)d};
	return true;
}
