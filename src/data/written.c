/*
 * Amounts, numbers and dates as people write them: in cells of a spreadsheet, and in a
 * plan that was filled in by hand.
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/num.h"
#include "data/written.h"

/* Without blanks and no-break blanks at the ends, and what stands behind a number. */
static void
strip_number(const char **s, size_t *len)
{
	static const char *const tails[] = {NBSP, "\xE2\x80\xAF", " ", "€", "EUR", "%"};
	size_t i, n;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
			n = strlen(tails[i]);
			if (*len > n && memcmp(*s + *len - n, tails[i], n) == 0) {
				*len -= n;
				again = true;
			}
			if (i < 3 && *len > n && memcmp(*s, tails[i], n) == 0) {
				*s += n;
				*len -= n;
				again = true;
			}
		}
	}
}

const char *
written_money(struct arena *a, const char *text, size_t text_len)
{
	const char *s = text;
	size_t len = text_len;
	int64_t cents;

	strip_number(&s, &len);
	if (!num_parse_cents_lv(s, len, &cents))
		return text;
	return arena_printf(a, "%s%lld.%02lld", cents < 0 ? "-" : "",
	    (long long)(cents < 0 ? -cents : cents) / 100,
	    (long long)(cents < 0 ? -cents : cents) % 100);
}

const char *
written_number(struct arena *a, const char *text, size_t text_len)
{
	struct buf b = {0};
	const char *s = text, *end, *result;
	size_t len = text_len, run = 0, blank;
	bool comma = false, grouped = false;

	strip_number(&s, &len);
	for (end = s + len; s < end; s++) {
		blank = *s == ' ' ? 1 : end - s > 2 && memcmp(s, NBSP, 2) == 0 ? 2
		    : end - s > 3 && memcmp(s, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
		if (isdigit((unsigned char)*s)) {
			buf_ch(&b, *s);
			run++;
		} else if (blank != 0 && !comma && run > 0 && (grouped ? run == 3 : run <= 3)) {
			s += blank - 1;
			grouped = true;
			run = 0;
		} else if ((*s == ',' || *s == '.') && !comma && run > 0 && (!grouped || run == 3)) {
			buf_ch(&b, '.');
			comma = true;
			run = 0;
		} else if (*s == '-' && b.len == 0)
			buf_ch(&b, '-');
		else
			break;
	}
	result = s < end || run == 0 || (grouped && !comma && run != 3) ? text
	    : arena_strndup(a, buf_cstr(&b), b.len);
	buf_free(&b);
	return result;
}

const char *
written_date(struct arena *a, const char *s)
{
	int part[3] = {0}, digits[3] = {0}, i = 0;
	const char *p, *iso;
	struct date date;

	for (p = s; *p != '\0'; p++) {
		if (*p == '.' && digits[i] != 0) {
			if (++i == 3)
				break;
		} else if (isdigit((unsigned char)*p) && digits[i] < 4) {
			part[i] = part[i] * 10 + (*p - '0');
			digits[i]++;
		} else if (*p != ' ' || digits[i] != 0)
			return s;
	}
	if (i < 2 || digits[2] != 4 || digits[0] > 2 || digits[1] > 2 || (*p == '.' && p[1] != '\0'))
		return s;
	iso = arena_printf(a, "%04d-%02d-%02d", part[2], part[1], part[0]);
	/* A message about the 32nd quotes what was written. */
	return date_parse(iso, strlen(iso), &date) ? iso : s;
}
