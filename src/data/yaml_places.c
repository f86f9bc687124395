/*
 * yaml_places - see yaml.h: a text is laid beside the bytes that it was read from.
 *
 * libyaml tells where a scalar begins, not where its lines are: indentation is gone,
 * folded line ends are blanks, escapes are characters.  All of that is undone here by
 * walking both at once; what does not fit is no text of ours, and has no spots.
 */
#include <string.h>

#include "base/utf8.h"
#include "data/yaml.h"

struct walk {
	const char *p, *end; /* in the file */
	int line, col;
	char style; /* '|', '"', '\'', or 0 for plain */
};

/* One character of the file; CR LF is one line end. */
static void
step(struct walk *w)
{
	char c = *w->p++;

	if (c == '\n' || (c == '\r' && (w->p == w->end || *w->p != '\n'))) {
		w->line++;
		w->col = 1;
	} else if (c != '\r') {
		w->col++;
	}
	while (w->p < w->end && ((unsigned char)*w->p & 0xC0) == 0x80)
		w->p++;
}

/* "a" and a macron of its own, where the text has the one letter. */
static bool
is_accent(const struct walk *w)
{
	uint32_t c;

	return w->p < w->end && utf8_decode(w->p, (size_t)(w->end - w->p), &c) > 0 && c >= 0x300 &&
	    c < 0x370;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The indentation of a line: as many blanks as the text does not have there. */
static void
skip_indent(struct walk *w, const char *text, const char *end)
{
	size_t have = 0, want = 0;

	while (w->p + have < w->end && w->p[have] == ' ')
		have++;
	while (text + want < end && text[want] == ' ')
		want++;
	for (; have > want; have--)
		step(w);
}

/* "\u0101", "\n": how many characters of the file stand for one of the text. */
static size_t
escape_length(const struct walk *w)
{
	size_t n = w->p + 1 == w->end ? 1 : w->p[1] == 'x' ? 4 : w->p[1] == 'u' ? 6
	    : w->p[1] == 'U' ? 10 : 2;

	return n > (size_t)(w->end - w->p) ? (size_t)(w->end - w->p) : n;
}

/* Past what has no sign in the text: folded line ends, indentation, a line continued by "\". */
static void
skip_layout(struct walk *w, char next)
{
	while (w->p < w->end) {
		if (is_blank(*w->p) && !(*w->p == next || (next == '\n' && *w->p == '\r')))
			step(w);
		else if (w->style == '"' && *w->p == '\\' && w->p + 1 < w->end &&
		    (w->p[1] == '\n' || w->p[1] == '\r'))
			step(w);
		else
			return;
	}
}

/* The character at text stands where the walk is now; the walk goes behind it. */
static bool
match(struct walk *w, const char *text, size_t n, const char *end, struct yaml_spot *spot)
{
	size_t k;

	/* A blank of the text is a blank, or a line end that was folded. */
	if (!is_blank(*text))
		skip_layout(w, '\0');
	else if (w->p < w->end && *w->p == '\r')
		step(w);
	if (w->p == w->end)
		return false;
	*spot = (struct yaml_spot){w->line, w->col, false};
	if (is_blank(*text) && is_blank(*w->p)) {
		bool line = *w->p == '\n';

		step(w);
		if (line && w->style == '|')
			skip_indent(w, text + n, end);
		else if (line)
			skip_layout(w, '\n');
		return true;
	}
	if (w->style == '"' && *w->p == '\\') {
		for (k = escape_length(w); k > 0; k--)
			step(w);
		return true;
	}
	if ((size_t)(w->end - w->p) >= n && memcmp(w->p, text, n) == 0) {
		if (w->style == '\'' && *text == '\'')
			step(w);
		step(w);
		return true;
	}
	step(w);
	if (!is_accent(w))
		return false;
	while (is_accent(w))
		step(w);
	return true;
}

/* To where the text begins: behind the quote, or on the line below "|". */
static void
open_walk(struct walk *w, const struct value *v, const char *text, const char *end)
{
	*w = (struct walk){.p = v->raw, .end = v->raw + v->raw_len, .line = v->at.line,
	    .col = v->at.col};
	if (*w->p == '"' || *w->p == '\'') {
		w->style = *w->p;
		step(w);
	} else if (*w->p == '|' || *w->p == '>') {
		w->style = '|';
		while (w->p < w->end && *w->p != '\n' && *w->p != '\r')
			step(w);
		if (w->p < w->end && *w->p == '\r')
			step(w);
		if (w->p < w->end && *w->p == '\n')
			step(w);
		skip_indent(w, text, end);
	}
}

/* Spots of the text as it is written in the file. */
static struct yaml_spot *
spots_written(struct arena *a, const struct value *v, const char *text, size_t len)
{
	struct yaml_spot *spots = arena_array(a, len + 1, sizeof(*spots));
	struct walk w;
	size_t i, k;
	uint32_t c;
	int n;

	open_walk(&w, v, text, text + len);
	for (i = 0; i < len; i += (size_t)n) {
		n = utf8_decode(text + i, len - i, &c);
		if (n <= 0 || !match(&w, text + i, (size_t)n, text + len, &spots[i]))
			return NULL;
		for (k = 1; k < (size_t)n; k++)
			spots[i + k] = spots[i];
	}
	spots[len] = (struct yaml_spot){w.line, w.col, false};
	return spots;
}

const struct yaml_spot *
yaml_places(struct arena *a, const struct value *v)
{
	const struct yaml_spot *written;
	struct yaml_spot *spots;
	size_t i, was = 0, put = 0;

	if (v->kind != VALUE_TEXT || v->raw == NULL || v->raw_len == 0)
		return NULL;
	if (v->written == NULL)
		return spots_written(a, v, v->text, v->len);
	written = spots_written(a, v, v->written, strlen(v->written));
	if (written == NULL)
		return NULL;
	spots = arena_array(a, v->len + 1, sizeof(*spots));
	for (i = 0; i <= v->len;) {
		if (put < v->nputs && v->puts[put].at == i) {
			for (; i < v->puts[put].at + v->puts[put].len; i++) {
				spots[i] = written[v->puts[put].was_at];
				spots[i].put = true;
			}
			was = v->puts[put].was_at + v->puts[put].was_len;
			put++;
			continue;
		}
		spots[i++] = written[was++];
	}
	return spots;
}
