/*
 * The approval mark: its wording, its blanks in a draft, and what an approved plan
 * must say.  A mark never says what the plan does not.
 */
#include <string.h>

#include "base/utf8.h"
#include "plan/priv.h"

#define MAX_LINES 40 /* of one mark */

/* The placeholders of approval.pattern. */
static const char *const places[] = {
    "participle", "body", "date", "decision", "protocol", "item", "item_sign"};
enum place_index { PARTICIPLE, BODY, DATE, DECISION, PROTOCOL, ITEM, ITEM_SIGN, PLACES };

static const char *const formats[] = {
    "date", "date:genitive", "date:locative", "date:short", "upper", "lower", "first"};

/* One mark: the approval itself or an amendment of it. */
struct mark {
	const struct value *src;      /* approval, or an item of amended; may be NULL */
	const struct value *approval; /* what an amendment does not say */
	const char *stem;             /* APSTIPRINĀT, GROZĪT ... */
};

struct docword
plan_docword(const struct plan *p)
{
	const struct value *v = plan_get(p->root, "document_word");
	const struct docword *known = NULL;
	struct docword own = {NULL, NULL, NULL};

	if (v == NULL)
		return own;
	if (v->kind == VALUE_TEXT)
		known = field_docword(v->text);
	if (known != NULL)
		return *known;
	own.word = plan_text(v, "word");
	own.genitive = plan_text(v, "genitive");
	own.ending = plan_text(v, "ending");
	return own;
}

/* -- which wording -- */

/* The value of the pattern: the mark's own, else the approval's, else NULL. */
static const struct value *
pattern_value(const struct mark *m)
{
	const struct value *v = plan_get(m->src, "pattern");

	return v != NULL ? v : plan_get(m->approval, "pattern");
}

/* A shipped name is one word; anything else is the wording itself. */
static bool
is_pattern_name(const char *s)
{
	return strstr(s, "{{") == NULL && strpbrk(s, " \n") == NULL;
}

static const struct approval_pattern *
shipped_pattern(const struct plan *p, const struct mark *m)
{
	const struct value *v = pattern_value(m);

	if (v == NULL)
		return field_pattern(p->school ? "school" : "valka-2024");
	return v->kind == VALUE_TEXT && is_pattern_name(v->text) ? field_pattern(v->text)
								 : NULL;
}

static const char *
pattern_text(const struct plan *p, const struct mark *m)
{
	const struct approval_pattern *shipped = shipped_pattern(p, m);

	return shipped != NULL ? shipped->text : pattern_value(m)->text;
}

/* -- what stands in it -- */

/* Who approves when the plan does not say: the council, or the school's director. */
static const char *
default_body(struct plan *p)
{
	const char *s;

	if (!p->school)
		return plan_text(plan_get(p->root, "municipality"), "council_genitive");
	s = plan_text(plan_get(p->root, "school"), "genitive");
	return s == NULL ? NULL : arena_printf(p->a, "%s direktora", s);
}

static const char *
default_sign(const struct plan *p, const struct mark *m)
{
	const struct approval_pattern *shipped = shipped_pattern(p, m);

	return shipped == NULL ? "§" : shipped->item_sign;
}

/* Nothing, or a blank typed as it prints: "____", "20__.". */
static bool
is_blank_text(const char *s)
{
	return s[strspn(s, " _.")] == '\0' || strstr(s, "__") != NULL;
}

/*
 * What stands for a placeholder, or NULL for a blank.  Numbers and dates of an
 * amendment are its own; who decides and the sign are as in the approval.
 */
static const char *
place_text(struct plan *p, const struct mark *m, enum place_index i)
{
	const char *s = i == PARTICIPLE ? NULL : plan_text(m->src, places[i]), *ending;

	if (s != NULL && !is_blank_text(s))
		return s;
	switch (i) {
	case PARTICIPLE:
		ending = plan_docword(p).ending;
		return arena_printf(p->a, "%s%s", m->stem, ending == NULL ? "" : ending);
	case BODY:
		s = plan_text(m->approval, "body");
		if (s != NULL && is_blank_text(s))
			return NULL;
		return s != NULL || plan_blank(m->src, "body") ? s : default_body(p);
	case ITEM_SIGN:
		s = plan_text(m->approval, "item_sign");
		return s != NULL && *s != '\0' ? s : default_sign(p, m);
	default:
		return NULL;
	}
}

static enum place_index
place_find(const struct piece *piece)
{
	int i;

	for (i = 0; i < PLACES; i++)
		if (strlen(places[i]) == piece->len &&
		    memcmp(places[i], piece->s, piece->len) == 0)
			break;
	return (enum place_index)i;
}

/* -- checking -- */

static void
pattern_fault(struct plan *p, enum diag_code code, const struct value *at,
    const char *what, const char *near)
{
	diag(p->d, code, &at->at, what, near, NULL);
	p->errors++;
}

/* The shipped pattern that is meant: spelt alike, or of which this is the beginning. */
static const char *
near_pattern(struct plan *p, const char *word)
{
	const char *names[16];
	size_t n;

	for (n = 0; n < 16 && field_patterns[n].name != NULL; n++) {
		names[n] = field_patterns[n].name;
		if (*word != '\0' && strncmp(names[n], word, strlen(word)) == 0)
			return names[n];
	}
	return plan_near_word(p, names, n, word);
}

static const char *
pattern_names(struct plan *p)
{
	struct buf b = {0};
	const char *s;
	size_t n;

	for (n = 0; field_patterns[n].name != NULL; n++)
		buf_printf(&b, "%s%s", n == 0 ? "" : ", ", field_patterns[n].name);
	s = arena_strndup(p->a, b.s, b.len);
	buf_free(&b);
	return s;
}

static void
pattern_unknown(struct plan *p, const struct value *v)
{
	const char *near = near_pattern(p, v->text);

	diag(p->d, DIAG_APPROVAL_PATTERN, &v->at, v->text, near == NULL ? "" : near,
	    near == NULL ? pattern_names(p) : NULL, NULL);
	p->errors++;
}

/* Do the formats of a placeholder exist and fit? */
static void
check_formats(
    struct plan *p, const struct value *at, const struct piece *piece, bool date)
{
	const char *bad = NULL;

	if (piece->formats == NULL)
		return;
	if (plan_format(p, date ? "2024-01-01" : "x", date, piece->formats,
		piece->formats_len, &bad) == NULL)
		pattern_fault(p, DIAG_NAME_FORMAT, at, bad,
		    plan_near_word(
			p, formats, sizeof(formats) / sizeof(formats[0]), bad));
}

/* The wording itself; *uses says which placeholders it has. */
static void
check_pattern(struct plan *p, const struct value *v, const char *text, bool uses[PLACES])
{
	struct piece piece;
	const char *name;
	enum place_index i;

	while (plan_piece(&text, &piece)) {
		if (piece.kind == PIECE_PLAIN)
			continue;
		name = arena_strndup(p->a, piece.s, piece.len);
		if (piece.kind == PIECE_OPEN) {
			pattern_fault(p, DIAG_NAME_OPEN, v, name, NULL);
			continue;
		}
		i = place_find(&piece);
		if (i == PLACES) {
			pattern_fault(p, DIAG_APPROVAL_NAME, v, name,
			    plan_near_word(p, places, PLACES, name));
			continue;
		}
		uses[i] = true;
		check_formats(p, v, &piece, i == DATE);
	}
}

/* What an approved plan needs: body, date, and what the wording names. */
static void
check_complete(struct plan *p, const struct mark *m, const char *where, bool uses[PLACES])
{
	static const struct place nowhere = {0};
	const struct place *at = m->src == NULL ? &nowhere : &m->src->at;
	int i;

	uses[BODY] = uses[DATE] = true;
	for (i = BODY; i < PLACES; i++) {
		if (!uses[i] || place_text(p, m, (enum place_index)i) != NULL)
			continue;
		/* A null there was reported where it stands. */
		if (plan_blank(m->src, places[i]))
			continue;
		diag(p->d, DIAG_APPROVAL_MISSING, at,
		    plan_label(p, arena_printf(p->a, "%s.%s", where, places[i])), NULL);
		p->errors++;
	}
}

/* Without what the mark adds, and without quotes of Word: "“Nr. 224”" -> "224". */
static const char *
number_alone(struct plan *p, const char *s)
{
	static const char *const heads[] = {" ", "“", "„", "”", "\"", "'", "Nr.", "Nr", "nr.", "§"};
	static const char *const tails[] = {" ", "“", "”", "\"", "'", ".", "§", "punkts", "punkta",
	    "pkt", " p", ".p"};
	size_t len = strlen(s), n, i;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
			n = strlen(heads[i]);
			if (len > n && strncmp(s, heads[i], n) == 0) {
				s += n;
				len -= n;
				again = true;
			}
		}
		for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
			n = strlen(tails[i]);
			if (len > n && memcmp(s + len - n, tails[i], n) == 0) {
				len -= n;
				again = true;
			}
		}
	}
	return arena_strndup(p->a, s, len);
}

/* The wording adds "Nr.", the full stop and the sign: "(prot. Nr. Nr. 9, 3. §. §)". */
static void
check_numbers(struct plan *p, const struct mark *m, const char *where)
{
	static const enum place_index numbers[] = {DECISION, PROTOCOL, ITEM};
	const char *s, *alone;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		s = plan_text(m->src, places[numbers[i]]);
		if (s == NULL || *s == '\0')
			continue;
		alone = number_alone(p, s);
		if (strcmp(alone, s) != 0)
			diag(p->d, DIAG_APPROVAL_NUMBER,
			    &value_get(m->src, places[numbers[i]])->at,
			    plan_label(p, arena_printf(p->a, "%s.%s", where, places[numbers[i]])),
			    s, alone, NULL);
	}
}

static void
check_mark(struct plan *p, const struct mark *m, const char *where)
{
	const struct value *v = pattern_value(m);
	bool uses[PLACES] = {false};

	if (v != NULL && v->kind != VALUE_TEXT)
		return; /* plan_check_shape() has said so */
	if (v != NULL && is_pattern_name(v->text) && field_pattern(v->text) == NULL) {
		/* An inherited pattern is reported once, with the approval. */
		if (m->src == m->approval || plan_get(m->src, "pattern") != NULL)
			pattern_unknown(p, v);
		return;
	}
	check_pattern(p, v, pattern_text(p, m), uses);
	check_numbers(p, m, where);
	if (p->approved)
		check_complete(p, m, where, uses);
}

static struct mark
amendment(const struct plan *p, size_t i)
{
	const struct value *approval = plan_get(p->root, "approval");
	struct mark m;

	m.src = plan_get(approval, "amended")->items[i];
	m.approval = approval;
	m.stem = plan_text(m.src, "word");
	return m;
}

static size_t
amendments(const struct plan *p)
{
	const struct value *v = plan_get(plan_get(p->root, "approval"), "amended");

	return v == NULL || v->kind != VALUE_LIST ? 0 : v->nitems;
}

/* Decisions follow each other: an amendment is not older than what it amends. */
static void
check_order(struct plan *p, const struct value *approval)
{
	const char *last = plan_text(approval, "date"), *s;
	struct mark m;
	struct date date;
	size_t i;

	for (i = 0; i < amendments(p); i++) {
		m = amendment(p, i);
		s = plan_text(m.src, "date");
		if (s == NULL)
			continue;
		if (last != NULL && strcmp(s, last) < 0 && date_parse(last, strlen(last), &date))
			diag(p->d, DIAG_APPROVAL_ORDER, &value_get(m.src, "date")->at,
			    plan_label(p, arena_printf(p->a, "approval.amended[%zu].date", i + 1)),
			    lv_date_short(p->a, date), NULL);
		last = s;
	}
}

/* "Apstiprināt plānu", but not "Apstiprināt plāna grozījumus" or "plānu jaunā redakcijā". */
static bool
approves_all(const char *point)
{
	static const char *const amends[] = {"grozī", "precizē", "papildinā", "aktualizē", "redakcij"};
	static const char approve[] = "Apstiprināt ";
	size_t i;

	if (strncmp(point, approve, sizeof(approve) - 1) != 0)
		return false;
	for (i = 0; i < sizeof(amends) / sizeof(amends[0]); i++)
		if (strstr(point, amends[i]) != NULL)
			return false;
	return true;
}

/* The copy of an approved plan brings along the ruling of its approval. */
static void
check_points(struct plan *p)
{
	const struct value *points = plan_get(plan_get(p->root, "decision"), "points");
	struct mark m;
	size_t i;

	if (amendments(p) == 0 || points == NULL || points->kind != VALUE_LIST)
		return;
	m = amendment(p, amendments(p) - 1);
	for (i = 0; m.stem != NULL && i < points->nitems; i++)
		if (points->items[i]->kind == VALUE_TEXT && approves_all(points->items[i]->text))
			diag(p->d, DIAG_APPROVAL_POINT, &points->items[i]->at,
			    plan_label(p, arena_printf(p->a, "decision.points[%zu]", i + 1)), m.stem, NULL);
}

void
plan_check_approval(struct plan *p)
{
	const struct value *approval = plan_get(p->root, "approval");
	struct mark m = {approval, approval, "APSTIPRINĀT"};
	size_t i;

	check_mark(p, &m, "approval");
	for (i = 0; i < amendments(p); i++) {
		m = amendment(p, i);
		if (m.stem != NULL)
			check_mark(
			    p, &m, arena_printf(p->a, "approval.amended[%zu]", i + 1));
	}
	check_order(p, approval);
	check_points(p);
}

/* -- printing -- */

/* A date's blank has the shape of its format. */
static const char *
blank_of(const struct piece *piece, enum place_index i)
{
	static const char shape[] = "date:short";
	size_t n = sizeof(shape) - 1, k;

	if (i != DATE)
		return "____";
	for (k = 0; k + n <= piece->formats_len; k++)
		if (memcmp(piece->formats + k, shape, n) == 0)
			return "__.__.20__.";
	return "20__." NBSP "gada __." NBSP "________";
}

static void
put_place(struct plan *p, struct buf *b, const struct mark *m, const struct piece *piece)
{
	enum place_index i = place_find(piece);
	const char *text = place_text(p, m, i), *bad;

	if (text == NULL)
		text = blank_of(piece, i);
	else if (piece->formats != NULL)
		text = plan_format(
		    p, text, i == DATE, piece->formats, piece->formats_len, &bad);
	else if (i == DATE)
		text = plan_format(p, text, true, "date:genitive", 13, &bad);
	buf_str(b, text);
}

static char *
mark_text(struct plan *p, const struct mark *m)
{
	const char *s = pattern_text(p, m);
	struct piece piece;
	struct buf b = {0};
	char *text;

	while (plan_piece(&s, &piece)) {
		if (piece.kind == PIECE_NAME)
			put_place(p, &b, m, &piece);
		else
			buf_add(&b, piece.s, piece.len);
	}
	text = arena_strndup(p->a, b.len == 0 ? "" : b.s, b.len);
	buf_free(&b);
	return text;
}

/* Each line of the mark: its text, and whether it opens the mark. */
static void
add_lines(struct plan *p, struct value *lines, const struct mark *m)
{
	const char *s = mark_text(p, m);
	bool opens = true;
	int n = 0;

	while (*s != '\0' && n++ < MAX_LINES) {
		size_t len = strcspn(s, "\n");
		struct value *line = value_new(p->a, VALUE_MAP, NULL);

		if (len > 0) {
			line->text = lv_nobreak(p->a, arena_strndup(p->a, s, len), false);
			line->len = strlen(line->text);
			value_set(p->a, line, "opens", plan_flag(p, opens));
			value_push(p->a, lines, line);
			opens = false;
		}
		s += len + (s[len] == '\n');
	}
}

static struct value *
approval_lines(struct plan *p, const struct value *approval)
{
	struct mark m = {approval, approval, "APSTIPRINĀT"};
	struct value *lines = value_new(p->a, VALUE_LIST, NULL);
	size_t i;

	lines->singular = "line";
	add_lines(p, lines, &m);
	for (i = 0; i < amendments(p); i++) {
		m = amendment(p, i);
		add_lines(p, lines, &m);
	}
	return lines;
}

/* The mark that counts now: the last amendment, or the approval itself. */
static struct mark
latest_mark(const struct plan *p, const struct value *approval)
{
	struct mark m = {approval, approval, "APSTIPRINĀT"};
	size_t n = amendments(p);

	if (n > 0)
		m = amendment(p, n - 1);
	return m;
}

/* What a mark does, as titles say it ("Par plāna grozīšanu"), and what is then done. */
struct deed {
	const char *stem, *deed, *done;
};

static const struct deed *
mark_deed(const char *stem)
{
	static const struct deed deeds[] = {
	    {"APSTIPRINĀT", "apstiprināšanu", "apstiprināta"},
	    {"GROZĪT", "grozīšanu", "grozīta"}, {"PRECIZĒT", "precizēšanu", "precizēta"},
	    {"PAPILDINĀT", "papildināšanu", "papildināta"},
	    {"AKTUALIZĒT", "aktualizēšanu", "aktualizēta"}};
	size_t i;

	for (i = 1; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (stem != NULL && strcmp(stem, deeds[i].stem) == 0)
			return &deeds[i];
	return &deeds[0];
}

/* Who decides, in the nominative: "Ķekavas novada domes" -> "Ķekavas novada dome". */
static const char *
decider(struct plan *p, const struct mark *m)
{
	static const char council[] = "domes";
	const char *body = place_text(p, m, BODY);
	const struct value *town = plan_get(p->root, "municipality"), *school = plan_get(p->root, "school");
	size_t n = body == NULL ? 0 : strlen(body), k = sizeof(council) - 1;

	if (p->school && school != NULL)
		return plan_text(school, "nominative");
	if (n >= k && strcmp(body + n - k, council) == 0)
		return arena_strndup(p->a, body, n - 1);
	body = plan_text(town, "genitive");
	return body == NULL ? NULL : arena_printf(p->a, "%s pašvaldības dome", body);
}

static struct value *
latest_decision(struct plan *p, const struct value *approval)
{
	static const enum place_index numbers[] = {BODY, DECISION, PROTOCOL, ITEM, ITEM_SIGN};
	struct mark m = latest_mark(p, approval);
	struct value *v = value_new(p->a, VALUE_MAP, NULL);
	const char *s;
	size_t i;

	value_set(p->a, v, "amends", plan_flag(p, m.src != approval));
	value_set(p->a, v, "deed", value_str(p->a, mark_deed(m.stem)->deed));
	value_set(p->a, v, "done", value_str(p->a, mark_deed(m.stem)->done));
	if (plan_get(m.src, "date") != NULL)
		value_set(p->a, v, "date", plan_print(p, plan_get(m.src, "date")));
	s = decider(p, &m);
	value_set(p->a, v, "author", s == NULL ? value_new(p->a, VALUE_BLANK, NULL) : plan_print_str(p, s));
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if ((s = place_text(p, &m, numbers[i])) != NULL)
			value_set(p->a, v, places[numbers[i]], plan_print_str(p, s));
	plan_known(p, v, KNOWN_LATEST);
	return v;
}

void
plan_derive_approval(struct plan *p, struct value *model)
{
	const struct value *src = plan_get(p->root, "approval");
	struct value *v =
	    src == NULL ? value_new(p->a, VALUE_MAP, NULL) : value_copy(p->a, src);
	struct mark m = {src, src, "APSTIPRINĀT"};
	const char *body;

	if (plan_get(src, "date") != NULL)
		value_set(p->a, v, "date", plan_print(p, plan_get(src, "date")));
	value_set(p->a, v, "status", value_str(p->a, p->approved ? "approved" : "draft"));
	body = place_text(p, &m, BODY);
	if (body != NULL)
		value_set(p->a, v, "body", plan_print_str(p, body));
	value_set(p->a, v, "item_sign", value_str(p->a, place_text(p, &m, ITEM_SIGN)));
	value_set(p->a, v, "lines", approval_lines(p, src));
	value_set(p->a, v, "latest", latest_decision(p, src));
	plan_known(p, v, KNOWN_APPROVAL);
	value_set(p->a, model, "approval", v);
	value_set(
	    p->a, model, "participle", value_str(p->a, place_text(p, &m, PARTICIPLE)));
}
