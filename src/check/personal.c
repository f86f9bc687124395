/*
 * What must not be published: codes, numbers and names of people.  And what was never
 * filled in: signs that somebody meant to replace.
 */
#include "check/priv.h"

/* -- people -- */

/* "+371 29 123 456" or "29123456": a mobile number, mostly a person's own. */
static bool
is_mobile(const struct para *p, size_t i)
{
	return is_phone(p, i) && tk(p, i)->s[0] == '2' && !tok_sign(p, i - 1, '-') &&
	    !tok_sign(p, i - 1, '/') && !tok_sign(p, i + 1, ',') && !tok_is(p, i - 1, TOK_WORD);
}

/* An address at a service that private people use. */
static bool
is_private_mail(const struct tok *t)
{
	static const char *const hosts[] = {"@inbox.lv", "@gmail.com", "@apollo.lv", "@tvnet.lv",
	    "@yahoo.com", "@hotmail.com", "@outlook.com", "@icloud.com", "@mail.ru", "@one.lv"};
	size_t i, k, n;

	if (t->kind != TOK_OPAQUE)
		return false;
	for (i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		n = strlen(hosts[i]);
		for (k = 0; k + n <= t->len; k++)
			if (memcmp(t->s + k, hosts[i], n) == 0)
				return true;
	}
	return false;
}

/* "skolniece Anna Kalniņa": a pupil, and two words with capitals behind it. */
static bool
names_pupil(const struct para *p, size_t i)
{
	static const char *const words[] = {"skolēns", "skolēna", "skolēnam", "skolēnu", "skolnieks",
	    "skolnieka", "skolniekam", "skolniece", "skolnieces", "skolniecei", "audzēknis",
	    "audzēkņa", "audzēknim", "audzēkne", "audzēknes", "audzēknei", "izglītojamais",
	    "izglītojamā", "izglītojamajam", "bērns", "bērna", "bērnam"};
	size_t first = tok_next(p, i), second = tok_next(p, first), k;

	for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (tok_word(p, i, words[k]))
			break;
	if (k == sizeof(words) / sizeof(words[0]) || first != i + 2 || second != first + 2)
		return false;
	return tok_upper(p, first) && tok_upper(p, second) && !tok_all_upper(tk(p, first)) &&
	    !tok_all_upper(tk(p, second)) && !tok_begins(p, second, "novad");
}

static void
people(struct check *c, const struct para *p)
{
	size_t i, to;

	for (i = 0; i < p->ntoks; i++) {
		if (is_person_code(p, i))
			to = i + 3;
		else if (is_mobile(p, i) || is_private_mail(tk(p, i)))
			to = i + 1;
		else if (names_pupil(p, i))
			to = tok_next(p, tok_next(p, i)) + 1;
		else
			continue;
		found_in(c, DIAG_CHECK_PERSONAL, p, i, span(c, p, i, to), NULL);
		i = to - 1;
	}
}

/* -- left to fill in -- */

/* "[ierakstīt datus]", "<novada nosaukums>": a hint of a form, not of the plan. */
static size_t
is_hint(const struct para *p, size_t i)
{
	static const char *const verbs[] = {"ierakst", "norād", "aizpild", "papildin", "precizē",
	    "ievad", "ievieto", "nosaukums", "vārds", "datums", "skaits", "gads", "summa"};
	bool square = tok_sign(p, i, '['), angle = tok_sign(p, i, '<'), hint = false;
	size_t k, n;

	if (!square && !angle)
		return 0;
	for (k = i + 1; k < p->ntoks && k < i + 24; k++) {
		for (n = 0; n < sizeof(verbs) / sizeof(verbs[0]); n++)
			hint = hint || tok_begins(p, k, verbs[n]);
		if (tok_sign(p, k, square ? ']' : '>'))
			return hint ? k + 1 : 0;
	}
	return 0;
}

static bool
all_x(const struct tok *t)
{
	size_t i;

	if (t->kind != TOK_WORD || t->len < 2)
		return false;
	for (i = 0; i < t->len; i++)
		if (t->s[i] != 'X' && t->s[i] != 'x')
			return false;
	return true;
}

/* The run of one sign from i on. */
static size_t
run_of(const struct para *p, size_t i, uint32_t ch)
{
	while (tok_sign(p, i, ch))
		i++;
	return i;
}

/* The end of a sign to be replaced that begins at i, or 0. */
static size_t
placeholder(const struct para *p, size_t i)
{
	size_t to;

	if ((to = is_hint(p, i)) > 0)
		return to;
	if ((to = run_of(p, i, '?')) >= i + 2)
		return to;
	if ((to = run_of(p, i, '_')) >= i + 2)
		return tk(p, i)->put ? 0 : to; /* a blank of another field: [fill-in] says it */
	if (tok_word(p, i, "todo") || tok_word(p, i, "tbd") || tok_word(p, i, "lorem"))
		return i + 1;
	/* "XX.XX.2024", "xxx": XX alone is a century. */
	if (all_x(tk(p, i)) && (tk(p, i)->len > 2 || (tok_sign(p, i + 1, '.') && all_x(tk(p, i + 2))))) {
		for (to = i + 1; tok_sign(p, to, '.') && (all_x(tk(p, to + 1)) || tok_is(p, to + 1, TOK_NUM));)
			to += 2;
		return to;
	}
	return 0;
}

static void
left_open(struct check *c, const struct para *p)
{
	size_t i, to;

	/* In the decision numbers come with the vote. */
	if (strncmp(p->path, "decision", 8) == 0)
		return;
	for (i = 0; i < p->ntoks; i++) {
		to = placeholder(p, i);
		if (to == 0)
			continue;
		found_in(c, DIAG_CHECK_PLACEHOLDER, p, i, span(c, p, i, to), NULL);
		i = to - 1;
	}
}

void
rule_personal(struct check *c, const struct para *p)
{
	people(c, p);
	left_open(c, p);
}
