/* utf8 - see utf8.h */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

int
utf8_decode(const char *s, size_t len, uint32_t *c)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t v;
	int n, i;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*c = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		n = 2;
		v = p[0] & 0x1F;
	} else if ((p[0] & 0xF0) == 0xE0) {
		n = 3;
		v = p[0] & 0x0F;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		n = 4;
		v = p[0] & 0x07;
	} else
		return 0;
	if (len < (size_t)n)
		return 0;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3F);
	}
	/* Over-long forms, surrogates, beyond Unicode. */
	if ((n == 3 && v < 0x800) || (n == 4 && (v < 0x10000 || v > 0x10FFFF)) ||
	    (v >= 0xD800 && v <= 0xDFFF))
		return 0;
	*c = v;
	return n;
}

int
utf8_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (c >> 18 & 0x07));
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t
utf8_check(const char *s, size_t len)
{
	size_t i = 0;
	uint32_t c;
	int n;

	while (i < len) {
		if ((unsigned char)s[i] < 0x80) {
			i++;
			continue;
		}
		n = utf8_decode(s + i, len - i, &c);
		if (n == 0)
			return i;
		i += (size_t)n;
	}
	return len;
}

size_t
utf8_count(const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80;
	return n;
}

size_t
utf8_xml_check(const char *s, size_t len)
{
	size_t i = 0;
	uint32_t c;
	int n;

	while (i < len) {
		unsigned char b = (unsigned char)s[i];

		if (b >= 0x20 && b < 0x80) {
			i++;
			continue;
		}
		n = utf8_decode(s + i, len - i, &c);
		if (n == 0 || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE ||
		    c == 0xFFFF)
			return i;
		i += (size_t)n;
	}
	return len;
}

/* Take a result of libunistring (malloc'd, not terminated) into the arena. */
static char *
take(struct arena *a, uint8_t *u, size_t n, const char *s, size_t len)
{
	char *r = arena_strndup(a, u == NULL ? s : (char *)u, u == NULL ? len : n);

	free(u);
	return r;
}

/*
 * Quick check (UAX 15, section 9): no character below U+0300 changes in NFC, nor do the
 * dashes, quotes and blanks of U+2002..U+203F.  That is nearly all of a Latvian text.
 */
static bool
nfc_already(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + len;

	for (; p < end; p++) {
		if (*p < 0xCC)
			continue;
		if (*p != 0xE2 || end - p < 3 || p[1] != 0x80 || p[2] < 0x82)
			return false;
		p += 2;
	}
	return true;
}

char *
utf8_nfc(struct arena *a, const char *s, size_t len)
{
	size_t n = 0;
	uint8_t *u = NULL;

	if (len != 0 && !nfc_already(s, len) && u8_check((const uint8_t *)s, len) == NULL)
		u = u8_normalize(UNINORM_NFC, (const uint8_t *)s, len, NULL, &n);
	return take(a, u, n, s, len);
}

char *
utf8_upper(struct arena *a, const char *s, size_t len)
{
	size_t n = 0;
	uint8_t *u = u8_toupper((const uint8_t *)s, len, "lv", NULL, NULL, &n);

	return take(a, u, n, s, len);
}

char *
utf8_lower(struct arena *a, const char *s, size_t len)
{
	size_t n = 0;
	uint8_t *u = u8_tolower((const uint8_t *)s, len, "lv", NULL, NULL, &n);

	return take(a, u, n, s, len);
}

char *
utf8_upper_first(struct arena *a, const char *s, size_t len)
{
	uint32_t c;
	int n = utf8_decode(s, len, &c);
	char *first, *r;
	size_t flen;

	if (n == 0)
		return arena_strndup(a, s, len);
	first = utf8_upper(a, s, (size_t)n);
	flen = strlen(first);
	r = arena_alloc(a, flen + (len - (size_t)n) + 1);
	memcpy(r, first, flen);
	memcpy(r + flen, s + n, len - (size_t)n);
	return r;
}

bool
utf8_is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return uc_is_general_category(c, UC_CATEGORY_L);
}

uint32_t
utf8_lower_char(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	return uc_tolower(c);
}

/* Letters that no decomposition turns into ASCII. */
static const char *
ascii_of(uint32_t c)
{
	switch (c) {
	case 0xDF: return "ss";
	case 0xE6: return "ae";
	case 0xF8: return "o";
	case 0xF0: case 0x111: return "d";
	case 0xFE: return "th";
	case 0x131: return "i";
	case 0x142: return "l";
	case 0x153: return "oe";
	default: return NULL;
	}
}

/* Names that Windows keeps for devices, whatever the ending. */
static bool
is_device(const char *s)
{
	static const char *const names[] = {"con", "prn", "aux", "nul"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(s, names[i]) == 0)
			return true;
	return (strncmp(s, "com", 3) == 0 || strncmp(s, "lpt", 3) == 0) && s[3] >= '0' &&
	    s[3] <= '9' && s[4] == '\0';
}

#define SLUG_MOST 100 /* leaves room for "-izmainas.docx" below 120 bytes */

char *
utf8_slug(struct arena *a, const char *s)
{
	char *lower = utf8_lower(a, s, strlen(s));
	size_t n = 0, len = 0, i = 0;
	uint8_t *u = u8_normalize(UNINORM_NFKD, (uint8_t *)lower, strlen(lower), NULL, &n);
	char *r = arena_alloc(a, SLUG_MOST + 8);
	bool gap = false;

	while (u != NULL && i < n && len < SLUG_MOST) {
		const char *t;
		char one[2] = {0};
		uint32_t c;
		int k = utf8_decode((char *)u + i, n - i, &c);

		i += k == 0 ? 1 : (size_t)k;
		if (k != 0 && uc_is_general_category(c, UC_CATEGORY_M))
			continue;
		one[0] = (char)c;
		t = (k == 1 && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
		    ? one : ascii_of(k == 0 ? 0 : c);
		if (t == NULL) {
			gap = len != 0;
			continue;
		}
		if (gap)
			r[len++] = '-';
		gap = false;
		while (*t != '\0')
			r[len++] = *t++;
	}
	free(u);
	r[len] = '\0';
	if (len == 0)
		return arena_strdup(a, "x");
	return is_device(r) ? arena_printf(a, "x-%s", r) : r;
}

/* -- distance -- */

#define NEAR_FULL 4  /* cost of a slip in utf8_nearest(); case and marks cost 1 */
#define WORD_MOST 64 /* characters; longer words are only compared for equality */

static int
decode_word(const char *s, uint32_t out[WORD_MOST])
{
	size_t len = strlen(s), i = 0;
	int n = 0, k;

	while (i < len) {
		if (n == WORD_MOST)
			return -1;
		k = utf8_decode(s + i, len - i, &out[n]);
		if (k == 0) {
			out[n] = (unsigned char)s[i];
			k = 1;
		}
		n++;
		i += (size_t)k;
	}
	return n;
}

/* The letter without case and mark: what a hurried typist means. */
static uint32_t
plain(uint32_t c)
{
	uint32_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	c = uc_tolower(c);
	return uc_canonical_decomposition(c, parts) > 0 ? parts[0] : c;
}

static int
min3(int a, int b, int c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* Damerau-Levenshtein (neighbours may swap); a letter in other case or mark costs 1. */
static int
distance(const uint32_t *a, int n, const uint32_t *b, int m)
{
	const int full = NEAR_FULL;
	int rows[3][WORD_MOST + 1];
	int *old = rows[0], *prev = rows[1], *cur = rows[2];
	int i, j;

	for (j = 0; j <= m; j++)
		prev[j] = j * full;
	for (i = 1; i <= n; i++) {
		int *t;

		cur[0] = i * full;
		for (j = 1; j <= m; j++) {
			int cost = full;

			if (a[i - 1] == b[j - 1])
				cost = 0;
			else if (plain(a[i - 1]) == plain(b[j - 1]))
				cost = 1;
			cur[j] = min3(prev[j] + full, cur[j - 1] + full, prev[j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    old[j - 2] + full < cur[j])
				cur[j] = old[j - 2] + full;
		}
		t = old;
		old = prev;
		prev = cur;
		cur = t;
	}
	return prev[m];
}

const char *
utf8_nearest(const char *word, const char *const *words, size_t n)
{
	uint32_t u[WORD_MOST], v[WORD_MOST];
	int len = decode_word(word, u), best, d, m;
	const char *found = NULL;
	size_t i;

	if (len <= 0)
		return NULL;
	/* A third of the length, but one slip is always forgiven. */
	best = NEAR_FULL * len / 3;
	if (best < NEAR_FULL)
		best = NEAR_FULL;
	for (i = 0; i < n; i++) {
		m = words[i] == NULL ? -1 : decode_word(words[i], v);
		if (m <= 0 || abs(m - len) * NEAR_FULL > best)
			continue;
		d = distance(u, len, v, m);
		/* A word of which nothing stays is not near. */
		if (d >= NEAR_FULL * (len > m ? len : m))
			continue;
		if (d < best || (d == best && found == NULL)) {
			best = d;
			found = words[i];
		}
	}
	return found;
}
