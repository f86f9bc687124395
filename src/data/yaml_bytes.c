/* yaml_bytes - what is looked at before the YAML parser starts; see yaml_int.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uniconv.h>

#include "base/utf8.h"
#include "data/yaml_int.h"

#define REPORTED_MOST 20 /* unseen characters; a file full of them is one mistake */

struct scan {
	struct arena *a;
	struct diag *d;
	struct place at; /* of the byte being looked at */
	char *out;
	size_t out_len;
	int unseen;         /* reported so far */
	size_t bad;         /* bytes that are not UTF-8 */
	struct place first; /* of them */
	size_t first_byte;
};

const char *
yaml_unseen(struct arena *a, uint32_t c, const struct diag *d)
{
	const char *what;

	if (c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F))
		return NULL;
	if (c == 0x85)
		what = diag_pick(d, "a \"next line\" mark, often pasted from an old system",
		    "“nākamās rindas” zīme, parasti iekopēta no vecas sistēmas");
	else if (c == 0x2028 || c == 0x2029)
		what = diag_pick(d, "a line separator that cannot be seen, often pasted from a web page",
		    "neredzams rindu atdalītājs, parasti iekopēts no tīmekļa lapas");
	else if (c == 0xFEFF)
		what = diag_pick(d, "a byte order mark in the middle of the file",
		    "baitu secības zīme faila vidū");
	else if (c == 0)
		what = diag_pick(d, "a NUL character", "NUL zīme");
	else if (c < 0xA0)
		what = diag_pick(d, "a control character", "vadības zīme");
	else if (c == 0xFFFE || c == 0xFFFF)
		what = diag_pick(d, "not a character at all", "tā vispār nav rakstzīme");
	else
		return NULL;
	return arena_printf(a, "U+%04X, %s", (unsigned)c, what);
}

static bool
is_word_byte(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * The word round a byte, read as Windows-1257: what a Baltic Windows writes by
 * default.  The clerk recognises it and knows at once what is meant.
 */
static const char *
guess_1257(struct arena *a, const char *bytes, size_t len, size_t at)
{
	size_t from = at, to = at, n = 0;
	uint8_t *u;
	char *word;

	while (from > 0 && at - from < 20 && is_word_byte((unsigned char)bytes[from - 1]))
		from--;
	while (to < len && to - at < 20 && is_word_byte((unsigned char)bytes[to]))
		to++;
	u = u8_conv_from_encoding("WINDOWS-1257", iconveh_error, bytes + from, to - from, NULL,
	    NULL, &n);
	if (u == NULL)
		return "";
	word = arena_strndup(a, (char *)u, n);
	free(u);
	return word;
}

static void
report_bad(struct scan *s, const char *bytes, size_t len)
{
	char byte[8], more[24] = "";

	snprintf(byte, sizeof(byte), "0x%02X", (unsigned)(unsigned char)bytes[s->first_byte]);
	if (s->bad > 1)
		snprintf(more, sizeof(more), "%zu", s->bad - 1);
	diag(s->d, DIAG_YAML_UTF8, &s->first, byte, more,
	    guess_1257(s->a, bytes, len, s->first_byte), NULL);
}

/* One character at bytes[i]; returns how many bytes were taken. */
static size_t
scan_one(struct scan *s, const char *bytes, size_t len, size_t i)
{
	const char *what;
	uint32_t c;
	int n = utf8_decode(bytes + i, len - i, &c);

	if (n == 0) {
		if (s->bad++ == 0) {
			s->first = s->at;
			s->first_byte = i;
		}
		s->out[s->out_len++] = '?';
		return 1;
	}
	what = yaml_unseen(s->a, c, s->d);
	if (what == NULL) {
		memcpy(s->out + s->out_len, bytes + i, (size_t)n);
		s->out_len += (size_t)n;
		return (size_t)n;
	}
	if (s->unseen++ < REPORTED_MOST)
		diag(s->d, DIAG_YAML_CHAR, &s->at, what, NULL);
	s->out[s->out_len++] = '?';
	return (size_t)n;
}

/* CR, LF and CR LF end lines, as for the parser. */
static bool
ends_line(const char *bytes, size_t len, size_t i)
{
	return bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == len || bytes[i + 1] != '\n'));
}

static bool
is_utf16(const char *s, size_t len)
{
	/* With its mark, or a NUL as every other byte of "sc..." without one. */
	return len >= 2 && (memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0 ||
	    (len >= 4 && ((s[0] == '\0') != (s[1] == '\0')) && (s[0] == '\0') == (s[2] == '\0') &&
	    (s[1] == '\0') == (s[3] == '\0')));
}

/* What a file is by its first bytes that somebody took for a plan; NULL if it may be one. */
static const char *
other_kind(const char *s, size_t len, const struct diag *d)
{
	if (len >= 4 && memcmp(s, "PK\003\004", 4) == 0)
		return diag_pick(d, "a DOCX, ODT, XLSX or ZIP file", "DOCX, ODT, XLSX vai ZIP fails");
	if (len >= 4 && memcmp(s, "%PDF", 4) == 0)
		return diag_pick(d, "a PDF file", "PDF fails");
	if (len >= 5 && memcmp(s, "{\\rtf", 5) == 0)
		return diag_pick(d, "an RTF file", "RTF fails");
	if (len >= 4 && memcmp(s, "\xD0\xCF\x11\xE0", 4) == 0)
		return diag_pick(d, "an old Word or Excel file", "vecs Word vai Excel fails");
	return NULL;
}

const char *
yaml_bytes_check(struct arena *a, const char *file, const char *bytes, size_t len,
    size_t *out_len, struct diag *d)
{
	struct scan s = {.a = a, .d = d, .at = {.file = file, .line = 1, .col = 1}};
	const char *kind = other_kind(bytes, len, d);
	size_t i = 0, n;

	if (kind != NULL) {
		diag(d, DIAG_YAML_KIND, &(struct place){.file = file}, kind, NULL);
		return NULL;
	}
	if (is_utf16(bytes, len)) {
		diag(d, DIAG_YAML_UTF16, &(struct place){.file = file}, NULL);
		return NULL;
	}
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		i = 3;
	s.out = arena_alloc(a, len + 1);
	while (i < len) {
		/* Most of a file: letters of ASCII, which need no second look. */
		for (n = i; n < len && bytes[n] >= 0x20 && bytes[n] < 0x7F; n++)
			;
		if (n != i) {
			memcpy(s.out + s.out_len, bytes + i, n - i);
			s.out_len += n - i;
			s.at.col += (int)(n - i);
			i = n;
			continue;
		}
		n = scan_one(&s, bytes, len, i);
		if (ends_line(bytes, len, i)) {
			s.at.line++;
			s.at.col = 1;
		} else
			s.at.col++;
		i += n;
	}
	if (s.bad != 0)
		report_bad(&s, bytes, len);
	*out_len = s.out_len;
	return s.out;
}
