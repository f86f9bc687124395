/* diag - see diag.h */
#include "base/diag.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#define ARGS_MOST 9
#define SHOWN_MOST 80   /* characters of a value in a message */
#define KEPT_MOST 10000 /* messages; beyond, only counted: nobody reads so many */
#define DEPTH_MOST 4    /* {?n:...{?m:...}} in a wording */

struct wording {
	const char *name;
	enum diag_level level;
	int status;
	const char *text[2]; /* by enum diag_lang */
};

static const struct wording wordings[DIAG_CODES] = {
#define X(code, name, level, status, en, lv) [code] = {name, level, status, {en, lv}},
#include "base/diag_codes.def"
#undef X
};

/* Causes and remedies, by enum diag_lang. */
static const struct {
	const char *cause[2], *remedy[2];
} whys[DIAG_CODES] = {
#define X(code, name, level, status, en, lv)
#define WHY(code, cause, remedy, cause_lv, remedy_lv)                                    \
	[code] = {{cause, cause_lv}, {remedy, remedy_lv}},
#include "base/diag_codes.def"
#undef X
};

/* A text kept once, however many messages name it. */
struct kept {
	struct kept *next;
	uint64_t hash;
	char s[];
};

struct slot { /* of the table that finds repeated messages */
	uint64_t hash;
	size_t index; /* in msgs, plus 1; 0: free */
};

struct diag {
	struct arena *mem;
	enum diag_lang lang;
	struct diag_msg *msgs; /* in order of arrival */
	size_t nmsgs, msgs_cap;
	struct diag_msg *sorted; /* for diag_messages() */
	size_t flushed;          /* how many of msgs are printed */
	struct slot *slots;
	size_t nslots; /* a power of two */
	struct kept *kept[256];
	int counts[DIAG_FATAL + 1];
	int rank, status; /* of the worst so far */
	size_t dropped, dropped_flushed;
};

struct diag *
diag_new(enum diag_lang lang)
{
	struct diag *d = xmalloc(sizeof(*d));

	*d = (struct diag){.mem = arena_new(), .lang = lang};
	return d;
}

void
diag_free(struct diag *d)
{
	if (d == NULL)
		return;
	arena_free(d->mem);
	free(d->msgs);
	free(d->sorted);
	free(d->slots);
	free(d);
}

enum diag_lang
diag_language(const struct diag *d)
{
	return d->lang;
}

/* FNV-1a */
static uint64_t
hash_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	while (n-- != 0)
		h = (h ^ *s++) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t
hash_text(uint64_t h, const char *s)
{
	/* The NUL too: "a","b" is not "ab","". */
	return s == NULL ? hash_bytes(h, "\1", 1) : hash_bytes(h, s, strlen(s) + 1);
}

#define HASH_START UINT64_C(0xcbf29ce484222325)

static const char *
keep(struct diag *d, const char *s)
{
	uint64_t h;
	struct kept *k;
	size_t len;

	if (s == NULL)
		return NULL;
	h = hash_text(HASH_START, s);
	for (k = d->kept[h & 255]; k != NULL; k = k->next)
		if (k->hash == h && strcmp(k->s, s) == 0)
			return k->s;
	len = strlen(s);
	k = arena_alloc(d->mem, sizeof(*k) + len + 1);
	memcpy(k->s, s, len + 1);
	k->hash = h;
	k->next = d->kept[h & 255];
	d->kept[h & 255] = k;
	return k->s;
}

/* -- wording -- */

/* Characters that a terminal obeys or that nobody sees. */
static bool
is_unseen(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0x200E || c == 0x200F ||
	    (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

static void
put_escaped(struct buf *b, uint32_t c)
{
	if (c == '\n')
		buf_str(b, "\\n");
	else if (c == '\t')
		buf_str(b, "\\t");
	else if (c < 0x80)
		buf_printf(b, "\\x%02X", (unsigned)c);
	else
		buf_printf(b, "<U+%04X>", (unsigned)c);
}

/* A value of the user's: escaped, valid UTF-8, at most "most" characters. */
static void
put_value(struct buf *b, const char *s, size_t most)
{
	size_t len = strlen(s), i = 0, shown = 0;
	uint32_t c;
	int n;

	while (i < len) {
		if (shown++ == most) {
			buf_str(b, "\xE2\x80\xA6");
			return;
		}
		n = utf8_decode(s + i, len - i, &c);
		if (n == 0)
			buf_printf(b, "\\x%02X", (unsigned)(unsigned char)s[i++]);
		else if (is_unseen(c))
			put_escaped(b, c);
		else
			buf_add(b, s + i, (size_t)n);
		i += (size_t)n;
	}
}

/* Which of the forms a number takes: 0 one, 1 other, 2 zero (CLDR). */
static int
plural(enum diag_lang lang, const char *number)
{
	char *end;
	long n = strtol(number, &end, 10);

	/* No number is a wording shown without a case; "0,5" takes the genitive of one. */
	if (end == number || *end == ',' || *end == '.')
		return 1;
	if (n < 0)
		n = -n;
	if (lang == DIAG_EN)
		return n == 1 ? 0 : 1;
	if (n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19))
		return 2;
	return n % 10 == 1 ? 0 : 1;
}

/* The "}" that closes what was opened before s. */
static const char *
closing(const char *s)
{
	int depth = 1;

	for (; *s != '\0'; s++) {
		if (*s == '{')
			depth++;
		if (*s == '}' && --depth == 0)
			return s;
	}
	return s;
}

/* "one|other|zero": the wanted form, else the last there is. */
static void
put_form(struct buf *b, const char *s, const char *end, int form)
{
	const char *bar;

	while ((bar = memchr(s, '|', (size_t)(end - s))) != NULL && form-- > 0)
		s = bar + 1;
	buf_add(b, s, (size_t)((bar != NULL ? bar : end) - s));
}

static void
expand(struct buf *b, enum diag_lang lang, const char *s, const char *end,
    const char *const *args, int depth)
{
	const char *close, *arg;
	bool when;
	int n;

	while (s < end) {
		if (*s != '{') {
			buf_ch(b, *s++);
			continue;
		}
		close = closing(s + 1);
		when = s[1] == '?';
		n = s[when ? 2 : 1] - '1';
		arg = n >= 0 && n < ARGS_MOST && args[n] != NULL ? args[n] : "";
		if (when) {
			if (*arg != '\0' && depth < DEPTH_MOST)
				expand(b, lang, s + 4, close, args, depth + 1);
		} else if (s[2] == '#')
			put_form(b, s + 3, close, plural(lang, arg));
		else
			put_value(b, arg, SHOWN_MOST);
		s = close < end ? close + 1 : end;
	}
}

/* -- keeping -- */

static uint64_t
msg_hash(const struct diag_msg *m)
{
	const int numbers[] = {(int)m->code, m->at.line, m->at.col, m->at.para, m->at.table,
	    m->at.row, m->at.cell};
	uint64_t h = HASH_START;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		h = (h ^ (uint32_t)numbers[i]) * UINT64_C(0x100000001b3);
	h = hash_text(h, m->at.file);
	h = hash_text(h, m->at.part);
	return hash_text(h, m->text);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_msg(const struct diag_msg *a, const struct diag_msg *b)
{
	return a->code == b->code && a->at.line == b->at.line && a->at.col == b->at.col &&
	    a->at.para == b->at.para && a->at.table == b->at.table && a->at.row == b->at.row &&
	    a->at.cell == b->at.cell && same_text(a->at.file, b->at.file) &&
	    same_text(a->at.part, b->at.part) && strcmp(a->text, b->text) == 0;
}

/* The slot of this message, or a free one where it belongs. */
static struct slot *
find_slot(const struct diag *d, const struct diag_msg *m, uint64_t h)
{
	size_t i = h & (d->nslots - 1);

	while (d->slots[i].index != 0 &&
	    !(d->slots[i].hash == h && same_msg(&d->msgs[d->slots[i].index - 1], m)))
		i = (i + 1) & (d->nslots - 1);
	return &d->slots[i];
}

static void
grow_slots(struct diag *d)
{
	size_t old = d->nslots, i, j;
	struct slot *was = d->slots;

	d->nslots = old == 0 ? 64 : 2 * old;
	d->slots = xmalloc(d->nslots * sizeof(*d->slots));
	memset(d->slots, 0, d->nslots * sizeof(*d->slots));
	for (i = 0; i < old; i++) {
		if (was[i].index == 0)
			continue;
		for (j = was[i].hash & (d->nslots - 1); d->slots[j].index != 0;
		    j = (j + 1) & (d->nslots - 1))
			;
		d->slots[j] = was[i];
	}
	free(was);
}

/* Which status wins when several are asked for. */
static int
rank_of(enum diag_level level, int status)
{
	static const int rising[] = {EXIT_SOME_FAILED, EXIT_USAGE, EXIT_INPUT, EXIT_TEMPLATE, EXIT_LIMIT, EXIT_LOCKED,
	    EXIT_WRITE, EXIT_BUG};
	int i, n = (int)(sizeof(rising) / sizeof(rising[0]));

	if (level < DIAG_ERROR)
		return 0;
	for (i = 0; i < n; i++)
		if (rising[i] == status)
			return i + 1 + (level == DIAG_FATAL ? n : 0);
	return 0;
}

static void
count_msg(struct diag *d, enum diag_code code, enum diag_level level)
{
	int rank = rank_of(level, wordings[code].status);

	d->counts[level]++;
	if (rank > d->rank) {
		d->rank = rank;
		d->status = wordings[code].status;
	}
}

static struct place
keep_place(struct diag *d, const struct place *at)
{
	struct place p = *at;

	p.file = keep(d, at->file);
	p.part = keep(d, at->part);
	p.heading = keep(d, at->heading);
	return p;
}

/* Keep a message unless it is there already; its texts are borrowed. */
static void
add_msg(struct diag *d, const struct diag_msg *m)
{
	uint64_t h = msg_hash(m);
	struct slot *slot;

	if (d->nmsgs * 2 >= d->nslots)
		grow_slots(d);
	slot = find_slot(d, m, h);
	if (slot->index != 0)
		return;
	count_msg(d, m->code, m->level);
	if (d->nmsgs == KEPT_MOST) {
		d->dropped++;
		return;
	}
	if (d->nmsgs == d->msgs_cap) {
		d->msgs_cap = d->msgs_cap == 0 ? 16 : 2 * d->msgs_cap;
		d->msgs = xrealloc(d->msgs, d->msgs_cap * sizeof(*d->msgs));
	}
	d->msgs[d->nmsgs] = *m;
	d->msgs[d->nmsgs].at = keep_place(d, &m->at);
	d->msgs[d->nmsgs].text = arena_strdup(d->mem, m->text);
	slot->hash = h;
	slot->index = ++d->nmsgs;
}

int
diag(struct diag *d, enum diag_code code, const struct place *at, ...)
{
	const struct wording *w = &wordings[code];
	const char *text = w->text[d->lang], *s;
	const char *args[ARGS_MOST] = {NULL};
	struct diag_msg m = {.code = code, .level = w->level};
	struct buf b = {0};
	va_list ap;
	int n;

	va_start(ap, at);
	for (n = 0; n < ARGS_MOST && (s = va_arg(ap, const char *)) != NULL; n++)
		args[n] = s;
	va_end(ap);
	expand(&b, d->lang, text, text + strlen(text), args, 0);
	if (at != NULL)
		m.at = *at;
	m.text = buf_cstr(&b);
	add_msg(d, &m);
	buf_free(&b);
	return w->level >= DIAG_ERROR ? -1 : 0;
}

void
diag_put(struct diag *d, const struct diag_msg *m)
{
	add_msg(d, m);
}

char *
diag_text(const struct diag *d, struct arena *a, enum diag_code code, const char *const *args,
    size_t n)
{
	const char *text = wordings[code].text[d->lang], *all[ARGS_MOST] = {NULL};
	struct buf b = {0};
	char *s;
	size_t i;

	for (i = 0; i < n && i < ARGS_MOST; i++)
		all[i] = args[i];
	expand(&b, d->lang, text, text + strlen(text), all, 0);
	s = arena_strndup(a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return s;
}

void
diag_copy(struct diag *to, const struct diag *from)
{
	size_t i;

	for (i = 0; i < from->nmsgs; i++)
		add_msg(to, &from->msgs[i]);
}

int
diag_count(const struct diag *d, enum diag_level level)
{
	return d->counts[level];
}

int
diag_count_code(const struct diag *d, enum diag_code code)
{
	size_t i;
	int n = 0;

	for (i = 0; i < d->nmsgs; i++)
		n += d->msgs[i].code == code;
	return n;
}

bool
diag_failed(const struct diag *d)
{
	return d->counts[DIAG_ERROR] != 0 || d->counts[DIAG_FATAL] != 0;
}

int
diag_status(const struct diag *d)
{
	return d->status;
}

const char *
diag_code_name(enum diag_code code)
{
	return wordings[code].name;
}

enum diag_level
diag_code_level(enum diag_code code)
{
	return wordings[code].level;
}

enum diag_code
diag_code_find(const char *name)
{
	int i;

	for (i = 0; i < DIAG_CODES; i++)
		if (strcmp(wordings[i].name, name) == 0)
			break;
	return (enum diag_code)i;
}

char *
diag_code_shown(struct arena *a, enum diag_code code, enum diag_lang lang)
{
	const char *text = wordings[code].text[lang], *all[ARGS_MOST];
	struct buf b = {0};
	char *s;
	size_t i;

	for (i = 0; i < ARGS_MOST; i++)
		all[i] = "\xE2\x80\xA6";
	expand(&b, lang, text, text + strlen(text), all, 0);
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

/* Two enums may share a name and a wording (pack.def); the first has the rest. */
static enum diag_code
explained(enum diag_code code)
{
	return whys[code].cause[DIAG_EN] != NULL ? code : diag_code_find(wordings[code].name);
}

const char *
diag_code_cause(enum diag_code code, enum diag_lang lang)
{
	return whys[explained(code)].cause[lang];
}

const char *
diag_code_remedy(enum diag_code code, enum diag_lang lang)
{
	return whys[explained(code)].remedy[lang];
}

int
diag_code_status(enum diag_code code)
{
	return wordings[code].status;
}

const char *
diag_pick(const struct diag *d, const char *en, const char *lv)
{
	return d->lang == DIAG_LV ? lv : en;
}

/* -- printing -- */

void
diag_say(const struct diag *d, FILE *out, enum diag_code code, ...)
{
	const char *text = wordings[code].text[d->lang], *s;
	const char *args[ARGS_MOST] = {NULL};
	struct buf b = {0};
	va_list ap;
	int n;

	va_start(ap, code);
	for (n = 0; n < ARGS_MOST && (s = va_arg(ap, const char *)) != NULL; n++)
		args[n] = s;
	va_end(ap);
	expand(&b, d->lang, text, text + strlen(text), args, 0);
	fprintf(out, "%s\n", buf_cstr(&b));
	buf_free(&b);
}

static int
compare_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int
compare_int(int a, int b)
{
	return (a > b) - (a < b);
}

/* By place; what stands at one place keeps the order of arrival. */
static int
compare_msgs(const void *pa, const void *pb)
{
	const struct diag_msg *a = *(const struct diag_msg *const *)pa;
	const struct diag_msg *b = *(const struct diag_msg *const *)pb;
	int r;

	if ((r = compare_text(a->at.file, b->at.file)) != 0 ||
	    (r = compare_text(a->at.part, b->at.part)) != 0 ||
	    (r = compare_int(a->at.line, b->at.line)) != 0 ||
	    (r = compare_int(a->at.col, b->at.col)) != 0 ||
	    (r = compare_int(a->at.para, b->at.para)) != 0)
		return r;
	return (a > b) - (a < b); /* both lie in msgs[] */
}

static const struct diag_msg **
sort_from(const struct diag *d, size_t first)
{
	size_t n = d->nmsgs - first, i;
	const struct diag_msg **v = xmalloc((n + 1) * sizeof(const struct diag_msg *));

	for (i = 0; i < n; i++)
		v[i] = &d->msgs[first + i];
	if (n > 1)
		qsort(v, n, sizeof(v[0]), compare_msgs);
	return v;
}

static void
put_place(struct buf *b, enum diag_lang lang, const struct place *at)
{
	bool lv = lang == DIAG_LV;

	if (at->file != NULL) {
		put_value(b, strcmp(at->file, "-") == 0
		    ? (lv ? "(standarta ievade)" : "(standard input)") : at->file, SIZE_MAX);
		if (at->line != 0 && at->part == NULL) {
			buf_printf(b, ":%d", at->line);
			if (at->col != 0)
				buf_printf(b, ":%d", at->col);
		}
		buf_str(b, ": ");
	}
	if (at->part != NULL) {
		put_value(b, at->part, SHOWN_MOST);
		if (at->line != 0 && at->para == 0)
			buf_printf(b, ":%d", at->line);
		buf_str(b, ": ");
	}
	if (at->heading != NULL) {
		buf_str(b, lv ? "“" : "\"");
		put_value(b, at->heading, SHOWN_MOST);
		buf_str(b, lv ? "”: " : "\": ");
	}
	if (at->table != 0) {
		buf_printf(b, lv ? "%d. tabula" : "table %d", at->table);
		if (at->row != 0)
			buf_printf(b, lv ? ", %d. rinda" : ", row %d", at->row);
		if (at->cell != 0)
			buf_printf(b, lv ? ", %d. kolonna" : ", column %d", at->cell);
		buf_str(b, ": ");
	}
	if (at->para != 0)
		buf_printf(b, lv ? "%d. rindkopa: " : "paragraph %d: ", at->para);
}

const char *
diag_level_name(enum diag_level level, enum diag_lang lang)
{
	static const char *const names[2][4] = {{"note", "warning", "error", "fatal"},
	    {"piezīme", "brīdinājums", "kļūda", "darbs pārtraukts"}};

	return names[lang][level];
}

/* Level, wording, code. */
static void
put_words(struct buf *b, enum diag_lang lang, const struct diag_msg *m, bool colour)
{
	static const char *const colours[] = {"\33[36m", "\33[35m", "\33[1;31m", "\33[1;31m"};

	if (colour)
		buf_str(b, colours[m->level]);
	buf_printf(b, "%s:", diag_level_name(m->level, lang));
	if (colour)
		buf_str(b, "\33[0m");
	buf_printf(b, " %s [%s]", m->text, wordings[m->code].name);
}

static void
put_msg(struct buf *b, enum diag_lang lang, const struct diag_msg *m, bool colour)
{
	if (m->at.file == NULL)
		buf_str(b, "pmpplan: ");
	put_place(b, lang, &m->at);
	put_words(b, lang, m, colour);
	buf_ch(b, '\n');
}

char *
diag_line(const struct diag *d, struct arena *a, const struct diag_msg *m, bool place)
{
	struct place at = m->at;
	struct buf b = {0};
	char *s;

	at.file = NULL;
	if (place)
		put_place(&b, d->lang, &at);
	put_words(&b, d->lang, m, false);
	s = arena_strndup(a, b.s, b.len);
	buf_free(&b);
	return s;
}

/* How many messages there were beyond those kept. */
static void
put_dropped(struct buf *b, enum diag_lang lang, size_t n)
{
	static const char *const words[2] = {"and {1} more {1#message|messages}",
	    "un vēl {1} {1#ziņojums|ziņojumi|ziņojumu}"};
	char number[24];
	const char *args[ARGS_MOST] = {number};

	if (n == 0)
		return;
	snprintf(number, sizeof(number), "%zu", n);
	buf_str(b, "pmpplan: ");
	expand(b, lang, words[lang], words[lang] + strlen(words[lang]), args, 0);
	buf_ch(b, '\n');
}

void
diag_flush(struct diag *d, FILE *out, enum diag_level least, bool colour)
{
	const struct diag_msg **v = sort_from(d, d->flushed);
	size_t n = d->nmsgs - d->flushed, i;
	struct buf b = {0};

	for (i = 0; i < n; i++)
		if (v[i]->level >= least)
			put_msg(&b, d->lang, v[i], colour);
	put_dropped(&b, d->lang, d->dropped - d->dropped_flushed);
	if (b.len != 0)
		fwrite(b.s, 1, b.len, out);
	fflush(out);
	d->flushed = d->nmsgs;
	d->dropped_flushed = d->dropped;
	buf_free(&b);
	free(v);
}

size_t
diag_messages(struct diag *d, const struct diag_msg **out)
{
	const struct diag_msg **v = sort_from(d, 0);
	size_t i;

	d->sorted = xrealloc(d->sorted, d->nmsgs * sizeof(*d->sorted));
	for (i = 0; i < d->nmsgs; i++)
		d->sorted[i] = *v[i];
	free(v);
	*out = d->sorted;
	return d->nmsgs;
}
