/*
 * yaml_error - libyaml's errors as sentences; see yaml_int.h
 *
 * libyaml speaks of tokens and simple keys.  We look at its error and at the line
 * where it stopped, and say what a clerk did: a tab, a forgotten blank, an open
 * quotation mark.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/yaml_int.h"

#define BRACKETS_MOST 64 /* that are open in each other */
#define ODD_LINES 8 /* above the error that are looked at for odd blanks */

/* An error as the reports below need it. */
struct fault {
	struct arena *a;
	const struct yaml_source *src;
	struct diag *d;
	const char *problem, *context; /* libyaml's words, never NULL */
	struct place at;               /* where it noticed */
	struct place since;            /* where the thing began that it was reading */
	size_t pos;                    /* of "at", in bytes */
};

static bool
says(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

static struct place
place_of(const struct yaml_source *src, const yaml_mark_t *m)
{
	return (struct place){.file = src->file, .line = (int)m->line + 1,
	    .col = (int)m->column + 1};
}

/* libyaml counts characters in mark.index; we need bytes: walk the lines. */
static size_t
byte_of(const struct yaml_source *src, const struct place *at)
{
	size_t i = 0;
	int line = 1, col = 1;

	while (i < src->len && line < at->line) {
		const char *s = src->bytes;

		if (s[i] == '\n' || (s[i] == '\r' && (i + 1 == src->len || s[i + 1] != '\n')))
			line++;
		i++;
	}
	while (i < src->len && col < at->col && src->bytes[i] != '\n' && src->bytes[i] != '\r') {
		do
			i++;
		while (i < src->len && ((unsigned char)src->bytes[i] & 0xC0) == 0x80);
		col++;
	}
	return i;
}

static size_t
line_start(const struct yaml_source *src, size_t pos)
{
	while (pos > 0 && src->bytes[pos - 1] != '\n' && src->bytes[pos - 1] != '\r')
		pos--;
	return pos;
}

/* The tab in the blanks that open a line, if there is one. */
static bool
tab_in_indent(const struct fault *f, struct place *at)
{
	size_t start = line_start(f->src, f->pos), i;

	for (i = start; i < f->src->len; i++) {
		if (f->src->bytes[i] == '\t') {
			*at = f->at;
			at->col = (int)(i - start) + 1;
			return true;
		}
		if (f->src->bytes[i] != ' ')
			return false;
	}
	return false;
}

size_t
yaml_glued_colon(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && i < 64; i++) {
		char c = s[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			break;
	}
	if (i == 0 || i + 1 >= len || s[i] != ':' || s[0] < 'a')
		return 0;
	/* "http://..." is meant as it stands. */
	return s[i + 1] == '/' || s[i + 1] == ':' || s[i + 1] == ' ' ? 0 : i;
}

/* A "name:text" on the line at "pos", which is line at.line, or the one above it. */
static bool
report_glued(const struct fault *f, size_t pos, struct place at)
{
	size_t start = line_start(f->src, pos), i, n, end, word;
	int tries;

	for (tries = 0; tries < 2; tries++) {
		for (i = start; i < f->src->len && (f->src->bytes[i] == ' ' ||
		    f->src->bytes[i] == '-'); i++)
			;
		for (end = i; end < f->src->len && f->src->bytes[end] != '\n' &&
		    f->src->bytes[end] != '\r'; end++)
			;
		for (word = i; word < end && f->src->bytes[word] != ' '; word++)
			;
		n = yaml_glued_colon(f->src->bytes + i, end - i);
		if (n != 0) {
			at.col = (int)(i - start) + 1;
			diag(f->d, DIAG_YAML_COLON, &at,
			    arena_strndup(f->a, f->src->bytes + i, word - i),
			    arena_strndup(f->a, f->src->bytes + i, n), NULL);
			return true;
		}
		if (start == 0)
			break;
		start = line_start(f->src, start - 1);
		at.line--;
	}
	return false;
}

/* A blank that is none to YAML, as its code point; or NULL. */
static const char *
odd_blank(const char *s, size_t len)
{
	static const struct {
		const char *s, *code;
	} blanks[] = {{"\xC2\xA0", "00A0"}, {"\xE2\x80\xAF", "202F"}, {"\xE2\x80\x87", "2007"},
	    {"\xE2\x80\x83", "2003"}, {"\xE2\x80\x82", "2002"}, {"\xE2\x80\x89", "2009"},
	    {"\xE3\x80\x80", "3000"}};
	size_t i;

	for (i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (len >= strlen(blanks[i].s) && memcmp(s, blanks[i].s, strlen(blanks[i].s)) == 0)
			return blanks[i].code;
	return NULL;
}

/*
 * Such a blank in the indentation, or behind the colon of a name, of this line or one of
 * the few above it: the parser stops only where the damage shows.
 */
static bool
report_odd_blank(const struct fault *f)
{
	const char *s = f->src->bytes, *code;
	size_t start = line_start(f->src, f->pos), i;
	struct place at = f->at;
	int tries;

	for (tries = 0; tries < ODD_LINES; tries++) {
		for (i = start; i < f->src->len && (s[i] == ' ' || s[i] == '-'); i++)
			;
		code = odd_blank(s + i, f->src->len - i);
		if (code == NULL) {
			while (i < f->src->len && (s[i] == '_' || (s[i] >= 'a' && s[i] <= 'z')))
				i++;
			if (i < f->src->len && s[i] == ':')
				code = odd_blank(s + i + 1, f->src->len - i - 1);
			i++;
		}
		if (code != NULL) {
			at.col = (int)(i - start) + 1;
			diag(f->d, DIAG_YAML_NBSP, &at, code, NULL);
			return true;
		}
		if (start == 0)
			break;
		start = line_start(f->src, start - 1);
		at.line--;
	}
	return false;
}

/* The bytes of blanks that open the line at "start". */
static size_t
indent_at(const struct yaml_source *src, size_t start)
{
	size_t i = start;

	while (i < src->len && src->bytes[i] == ' ')
		i++;
	return i - start;
}

/* Has the line nothing but a comment, if that? */
static bool
is_idle(const struct yaml_source *src, size_t start)
{
	size_t i = start + indent_at(src, start);

	return i >= src->len || strchr("#\r\n", src->bytes[i]) != NULL;
}

/*
 * "- " where fields of the same thing stand above, further in: the line that opened
 * their item is gone, and the fault is where they begin.
 */
static bool
report_stray_item(const struct fault *f)
{
	size_t start = line_start(f->src, f->pos), indent = indent_at(f->src, start), found = start;
	struct place at = f->at;
	int line = f->at.line;
	char item[16];

	if (start + indent + 1 >= f->src->len || f->src->bytes[start + indent] != '-' ||
	    f->src->bytes[start + indent + 1] != ' ')
		return false;
	while (start > 0) {
		start = line_start(f->src, start - 1);
		line--;
		if (is_idle(f->src, start))
			continue;
		if (indent_at(f->src, start) <= indent)
			break;
		found = start;
		at.line = line;
	}
	/* A list whose items are indented in two ways is another mistake. */
	if (at.line == f->at.line || f->src->bytes[found + indent_at(f->src, found)] == '-')
		return false;
	at.col = (int)indent_at(f->src, found) + 1;
	snprintf(item, sizeof(item), "%d", f->at.line);
	diag(f->d, DIAG_YAML_STRAY_ITEM, &at, item, NULL);
	return true;
}

/* "name: [Nodarbības] vecākiem": a text that begins with a bracket, read as a list. */
static bool
report_bracketed(const struct fault *f)
{
	size_t start = line_start(f->src, f->pos), i = f->pos;
	struct place at = f->at;
	char open[2] = "[";

	while (i > start && f->src->bytes[i - 1] == ' ')
		i--;
	if (i == start || (f->src->bytes[i - 1] != ']' && f->src->bytes[i - 1] != '}'))
		return false;
	if (f->src->bytes[i - 1] == '}')
		open[0] = '{';
	for (i = start; i < f->pos && f->src->bytes[i] != open[0]; i++)
		;
	if (i == f->pos)
		return false;
	at.col = (int)utf8_count(f->src->bytes + start, i - start) + 1;
	diag(f->d, DIAG_YAML_START, &at, open, NULL);
	return true;
}

/* The character where it stopped, for "a text cannot begin with ...". */
static const char *
char_at(const struct fault *f)
{
	uint32_t c;
	int n = utf8_decode(f->src->bytes + f->pos, f->src->len - f->pos, &c);

	return arena_strndup(f->a, f->src->bytes + f->pos, (size_t)n);
}

static int
report_generic(const struct fault *f)
{
	const char *text = f->problem;

	if (*f->context != '\0')
		text = arena_printf(f->a, "%s (%s)", f->problem, f->context);
	return diag(f->d, DIAG_YAML, &f->at, text, NULL);
}

/*
 * A quotation mark that nobody closed swallows all up to the next one, lines below;
 * there it stops making sense, but the fault is where it opened.
 */
static bool
report_open_quote(const struct fault *f)
{
	yaml_parser_t scan;
	yaml_token_t token;
	struct place open = {0}, end;
	size_t i = f->pos;
	char line[16], mark[2];
	bool more = true, found = false;

	while (i > 0 && f->src->bytes[i - 1] == ' ')
		i--;
	if (i == 0 || (f->src->bytes[i - 1] != '"' && f->src->bytes[i - 1] != '\''))
		return false;
	mark[0] = f->src->bytes[i - 1];
	mark[1] = '\0';
	if (!yaml_parser_initialize(&scan))
		return false;
	yaml_parser_set_input_string(
	    &scan, (const unsigned char *)f->src->bytes, f->src->len);
	while (more && !found && yaml_parser_scan(&scan, &token)) {
		end = place_of(f->src, &token.end_mark);
		more = token.type != YAML_STREAM_END_TOKEN && end.line <= f->at.line;
		if (token.type == YAML_SCALAR_TOKEN && end.line == f->at.line &&
		    end.col == f->at.col - (int)(f->pos - i) &&
		    token.data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
			open = place_of(f->src, &token.start_mark);
			found = true;
		}
		yaml_token_delete(&token);
	}
	yaml_parser_delete(&scan);
	if (!found || open.line == f->at.line)
		return false;
	snprintf(line, sizeof(line), "%d", f->at.line);
	diag(f->d, DIAG_YAML_QUOTE_FAR, &open, mark, line, NULL);
	return true;
}

static int
report_scanner(const struct fault *f)
{
	struct place tab;

	if (says(f->context, "quoted scalar") && (says(f->problem, "end of stream") ||
	    says(f->problem, "document indicator"))) {
		size_t open = byte_of(f->src, &f->since);
		const char *mark = open < f->src->len && f->src->bytes[open] == '\'' ? "'" : "\"";

		return diag(f->d, DIAG_YAML_QUOTE, &f->since, mark, NULL);
	}
	if (says(f->context, "double-quoted") || says(f->context, "quoted scalar"))
		return diag(f->d, DIAG_YAML_BACKSLASH, &f->at, NULL);
	if (report_open_quote(f))
		return -1;
	if (report_odd_blank(f))
		return -1;
	if (says(f->problem, "tab character") || tab_in_indent(f, &tab)) {
		if (!tab_in_indent(f, &tab))
			tab = f->at;
		return diag(f->d, DIAG_YAML_TAB, &tab, NULL);
	}
	if (says(f->problem, "cannot start any token"))
		return diag(f->d, DIAG_YAML_START, &f->at, char_at(f), NULL);
	if (says(f->context, "anchor"))
		return diag(f->d, DIAG_YAML_START, &f->since, "&", NULL);
	if (says(f->context, "alias"))
		return diag(f->d, DIAG_YAML_START, &f->since, "*", NULL);
	if (says(f->context, "a tag"))
		return diag(f->d, DIAG_YAML_START, &f->since, "!", NULL);
	if (says(f->context, "directive"))
		return diag(f->d, DIAG_YAML_START, &f->since, "%", NULL);
	if (says(f->problem, "mapping values are not allowed"))
		return report_glued(f, f->pos, f->at) ? -1 : diag(f->d, DIAG_YAML_COLON_IN_TEXT, &f->at, NULL);
	if (says(f->problem, "expected ':'"))
		return report_glued(f, byte_of(f->src, &f->since), f->since)
		    ? -1 : diag(f->d, DIAG_YAML_NO_COLON, &f->since, NULL);
	if (says(f->problem, "block sequence entries are not allowed"))
		return diag(f->d, DIAG_YAML_DASH, &f->at, NULL);
	return report_generic(f);
}

/*
 * The innermost bracket that is open at the error; false if there is none.  libyaml tells of
 * one only while it parses what stands in it, and not when the file just ends there.
 */
static bool
open_bracket(const struct fault *f, char *closing, int *line)
{
	char stack[BRACKETS_MOST];
	int lines[BRACKETS_MOST], n = 0, now = 1;
	size_t end = f->pos < f->src->len ? f->pos : f->src->len;
	const char *s = f->src->bytes;
	char before = '\n', quote = '\0'; /* the last that is no blank */
	size_t i;

	for (i = 0; i < end; i++) {
		char c = s[i];

		if (c == '\n')
			now++;
		if (quote != '\0') {
			i += quote == '"' && c == '\\';
			if (c == quote)
				quote = '\0';
		} else if (c == '#' && (i == 0 || strchr(" \t\n", s[i - 1]) != NULL)) {
			while (i + 1 < end && s[i + 1] != '\n')
				i++;
		} else if (strchr("\n:-,[{", before) != NULL && strchr("\"'", c) != NULL)
			quote = c;
		else if (strchr("\n:-,[{", before) != NULL && strchr("[{", c) != NULL &&
		    n < BRACKETS_MOST) {
			stack[n] = c == '[' ? ']' : '}';
			lines[n++] = now;
		} else if (n > 0 && c == stack[n - 1])
			n--;
		if (c != ' ' && c != '\t' && c != '\r' && (c != '\n' || n == 0))
			before = c;
	}
	if (n == 0)
		return false;
	*closing = stack[n - 1];
	*line = lines[n - 1];
	return true;
}

static int
report_parser(const struct fault *f)
{
	struct place tab;
	char line[16], closing[2] = "";
	char before;
	size_t i = f->pos;
	int opened;

	if (report_open_quote(f))
		return -1;
	if (report_odd_blank(f))
		return -1;
	snprintf(line, sizeof(line), "%d", f->since.line);
	if (tab_in_indent(f, &tab))
		return diag(f->d, DIAG_YAML_TAB, &tab, NULL);
	if (says(f->context, "flow node") && open_bracket(f, closing, &opened)) {
		snprintf(line, sizeof(line), "%d", opened);
		return diag(f->d, DIAG_YAML_BRACKET, &f->at, closing, line, NULL);
	}
	if (says(f->context, "flow"))
		return diag(f->d, DIAG_YAML_BRACKET, &f->at,
		    says(f->context, "sequence") ? "]" : "}", line, NULL);
	/* A text behind a closed quotation mark reads as the next key. */
	while (i > 0 && f->src->bytes[i - 1] == ' ')
		i--;
	before = i > 0 ? f->src->bytes[i - 1] : ' ';
	if (says(f->context, "block") && (before == '"' || before == '\'') &&
	    line_start(f->src, f->pos) < i)
		return diag(f->d, DIAG_YAML_AFTER_QUOTE, &f->at, NULL);
	if (says(f->problem, "expected <document start>")) {
		if (report_glued(f, f->pos, f->at))
			return -1;
		return diag(f->d, DIAG_YAML_INDENT, &f->at, "1", NULL);
	}
	if (says(f->context, "block")) {
		if (report_bracketed(f) || report_stray_item(f))
			return -1;
		if (says(f->problem, "'-' indicator"))
			return diag(f->d, DIAG_YAML_ITEM, &f->at, line,
			    arena_printf(f->a, "%d", f->since.col + 2), NULL);
		return diag(f->d, DIAG_YAML_INDENT, &f->at, line, NULL);
	}
	return report_generic(f);
}

int
yaml_error_report(struct arena *a, const struct yaml_source *src, const yaml_parser_t *p,
    struct diag *d)
{
	struct fault f = {.a = a, .src = src, .d = d, .problem = p->problem, .context = p->context};

	if (f.problem == NULL)
		f.problem = "";
	if (f.context == NULL)
		f.context = "";
	f.at = place_of(src, &p->problem_mark);
	f.since = f.context[0] != '\0' ? place_of(src, &p->context_mark) : f.at;
	f.pos = byte_of(src, &f.at);
	switch (p->error) {
	case YAML_SCANNER_ERROR:
		return report_scanner(&f);
	case YAML_PARSER_ERROR:
		return report_parser(&f);
	case YAML_MEMORY_ERROR:
		xmalloc((size_t)-1); /* ends the program, as everywhere */
		return -1;
	default:
		return report_generic(&f);
	}
}
