/*
 * hyphen - where a Latvian word may be divided; see hyphen.h.
 */
#include "layout/hyphen.h"

#include <hyphen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

#ifdef __SANITIZE_ADDRESS__
/* libhyphen 2.8.8 loses a little while it reads a dictionary; not ours to free. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libhyphen\n";
}
#endif

enum { LIST_LIMIT = 1 << 20 };

struct exception {
	uint32_t word[HYPHEN_WORD_MAX];
	char marks[HYPHEN_WORD_MAX];
	size_t n;
	bool open;                /* any ending */
	struct exception *next;
};

struct hyphenator {
	struct arena *arena;
	HyphenDict *dict;
	struct exception *list;
};

/* ISO 8859-13, in which the patterns are written: only what Latvian needs. */
static const struct {
	uint16_t c;
	unsigned char byte;
} letters[] = {
	{ 0x101, 0xE2 }, { 0x10D, 0xE8 }, { 0x113, 0xE7 }, { 0x123, 0xEC }, { 0x12B, 0xEE },
	{ 0x137, 0xED }, { 0x13C, 0xEF }, { 0x146, 0xF2 }, { 0x161, 0xF0 }, { 0x16B, 0xFB },
	{ 0x17E, 0xFE }, { 0x14D, 0xF4 }, { 0x157, 0xBA },
	{ 0xE4, 0xE4 }, { 0xF6, 0xF6 }, { 0xFC, 0xFC }, { 0xE9, 0xE9 }, { 0xF5, 0xF5 },
};

static char
to_byte(uint32_t c)
{
	if (c < 0x80)
		return (char)c;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (letters[i].c == c)
			return (char)letters[i].byte;
	return '?';
}

/* Latin letters fold by simple rules; nothing else occurs in the patterns. */
static uint32_t
lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7))
		return c + 32;
	if (c >= 0x100 && c <= 0x137)
		return c | 1;
	if (c >= 0x139 && c <= 0x148)
		return (c & 1) != 0 ? c + 1 : c;
	if (c >= 0x14A && c <= 0x177)
		return c | 1;
	if (c == 0x179 || c == 0x17B || c == 0x17D)
		return c + 1;
	return c;
}

static void
read_exception(struct hyphenator *h, const char *line)
{
	struct exception *e = arena_alloc(h->arena, sizeof *e);
	size_t len = strlen(line), at = 0;
	uint32_t c;
	int n;

	while (at < len && (n = utf8_decode(line + at, len - at, &c)) > 0) {
		at += (size_t)n;
		if (c == '-' && e->n > 0)
			e->marks[e->n - 1] = 1;
		else if (c == '*')
			e->open = true;
		else if (e->n < HYPHEN_WORD_MAX)
			e->word[e->n++] = lower(c);
	}
	if (e->n == 0)
		return;
	e->next = h->list;
	h->list = e;
}

static FILE *
open_list(void)
{
	static const char *const places[] = { "/usr/local/share/pmpplan/hyphen-exceptions.txt",
		"/usr/share/pmpplan/hyphen-exceptions.txt" };
	char exe[4096], path[4200];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);

	if (n > 0) {
		exe[n] = '\0';
		for (int up = 0; up < 4; up++) {
			char *slash = strrchr(exe, '/');
			FILE *f;
			if (slash == NULL)
				break;
			*slash = '\0';
			snprintf(path, sizeof path, "%s/data/hyphen-exceptions.txt", exe);
			if ((f = fopen(path, "re")) != NULL)
				return f;
		}
	}
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		FILE *f = fopen(places[i], "re");
		if (f != NULL)
			return f;
	}
	return NULL;
}

struct hyphenator *
hyphenator_new(struct diag *d)
{
	struct arena *a = arena_new();
	struct hyphenator *h = arena_alloc(a, sizeof *h);
	FILE *f = open_list();
	char line[512];
	long total = 0;

	h->arena = a;
	h->dict = hnj_hyphen_load("/usr/share/hyphen/hyph_lv_LV.dic");
	if (h->dict == NULL)
		diag(d, DIAG_HYPH_DICT, NULL, NULL);
	while (f != NULL && fgets(line, sizeof line, f) != NULL && total < LIST_LIMIT) {
		total += (long)strlen(line);
		line[strcspn(line, "\r\n")] = '\0';
		if (*line != '#' && *line != '\0')
			read_exception(h, line);
	}
	if (f != NULL)
		fclose(f);
	return h;
}

void
hyphenator_free(struct hyphenator *h)
{
	if (h == NULL)
		return;
	if (h->dict != NULL)
		hnj_hyphen_free(h->dict);
	arena_free(h->arena);
}

/* The longest entry that begins the word (or is it). */
static const struct exception *
find_exception(const struct hyphenator *h, const uint32_t *word, size_t n)
{
	const struct exception *best = NULL;

	for (const struct exception *e = h->list; e != NULL; e = e->next) {
		if (e->n > n || (e->n < n && !e->open))
			continue;
		if (memcmp(e->word, word, e->n * sizeof *word) == 0 &&
		    (best == NULL || e->n > best->n))
			best = e;
	}
	return best;
}

void
hyphenate(struct hyphenator *h, const uint32_t *word, size_t n, char *marks, int *exception)
{
	uint32_t low[HYPHEN_WORD_MAX];
	char bytes[HYPHEN_WORD_MAX + 1], found[HYPHEN_WORD_MAX + 8];
	char **rep = NULL;
	int *pos = NULL, *cut = NULL;
	const struct exception *e;

	memset(marks, 0, n);
	if (exception != NULL)
		*exception = 0;
	if (n > HYPHEN_WORD_MAX)
		return;
	for (size_t i = 0; i < n; i++) {
		low[i] = lower(word[i]);
		bytes[i] = to_byte(low[i]);
	}
	bytes[n] = '\0';
	memset(found, 0, sizeof found);
	if (h->dict != NULL &&
	    hnj_hyphen_hyphenate2(h->dict, bytes, (int)n, found, NULL, &rep, &pos, &cut) == 0)
		for (size_t i = 0; i < n; i++)
			marks[i] = (found[i] & 1) != 0;
	free(rep);
	free(pos);
	free(cut);
	e = find_exception(h, low, n);
	if (e == NULL)
		return;
	if (exception != NULL)
		*exception = 1;
	memcpy(marks, e->marks, e->n);
	/* The seam: an ending that begins with a vowel takes the last consonant along. */
	if (e->open && e->n < n && e->n > 0)
		marks[e->n - 1] = 0;
}
