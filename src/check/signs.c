/* Signs and letters typed wrongly: doubled, without a partner, of another alphabet. */
#include "check/priv.h"

/* ",,", "..": but not "..." */
static void
doubled(struct check *c, const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);
	size_t to = i;

	if (t->kind != TOK_SIGN || (t->c != ',' && t->c != '.' && t->c != ';' && t->c != ':') ||
	    tok_sign(p, i - 1, t->c))
		return;
	while (tok_sign(p, to, t->c))
		to++;
	if (to == i + 1 || (t->c == '.' && to - i == 3))
		return;
	found_in(c, DIAG_CHECK_SIGN_TWICE, p, i, span(c, p, i == 0 ? 0 : i - 1, to),
	    span(c, p, i == 0 ? 0 : i - 1, i + 1), NULL);
}

/* "1)", "a)": the sign of an item, in a list within a sentence. */
static bool
is_item_sign(const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i - 1);

	return (t->kind == TOK_NUM && t->len <= 2) || (t->kind == TOK_WORD && t->len == 1);
}

#define OPEN_MOST 32

static void
brackets(struct check *c, const struct para *p)
{
	size_t open[OPEN_MOST], n = 0, i;

	for (i = 0; i < p->ntoks; i++) {
		if (tok_sign(p, i, '(')) {
			if (n == OPEN_MOST)
				return;
			open[n++] = i;
		} else if (tok_sign(p, i, ')')) {
			if (n > 0)
				n--;
			else if (!is_item_sign(p, i))
				found_in(c, DIAG_CHECK_BRACKET, p, i, ")", around(c, p, i), NULL);
		}
	}
	while (n-- > 0)
		found_in(c, DIAG_CHECK_BRACKET, p, open[n], "(", around(c, p, open[n]), NULL);
}

/* A stop behind a word that is no shortened one: those end in a consonant, mostly. */
static bool
whole_word(const struct tok *t)
{
	static const char *const ends[] = {"a", "e", "i", "u", "ā", "ē", "ī", "ū", "s", "š"};
	size_t i, n;

	if (t->kind != TOK_WORD || utf8_count(t->s, t->len) < 5)
		return false;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = strlen(ends[i]);
		if (memcmp(t->s + t->len - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

static bool
is_small(const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_WORD) && !tok_upper(p, i) && utf8_count(tk(p, i)->s, tk(p, i)->len) > 1;
}

/* "… skolēns. abās skolās": a sentence begins with a capital. */
static void
sentence_case(struct check *c, const struct para *p, const struct para *before)
{
	size_t i;

	for (i = 1; i + 2 < p->ntoks; i++)
		if (tok_sign(p, i, '.') && tok_is(p, i + 1, TOK_BLANK) && is_small(p, i + 2) &&
		    whole_word(tk(p, i - 1)))
			found_in(c, DIAG_CHECK_SENTENCE_CASE, p, i + 2, span(c, p, i + 2, i + 3),
			    utf8_upper_first(c->a, tk(p, i + 2)->s, tk(p, i + 2)->len), NULL);
	/* A paragraph behind another, or the first; not what goes on behind a list. */
	if (p->kind != PARA_PROSE || !is_small(p, 0) || (before != NULL && before->path == p->path &&
	    (before->kind != PARA_PROSE || before->lead_in || before->ntoks == 0 ||
	    !tok_sign(before, before->ntoks - 1, '.'))))
		return;
	found_in(c, DIAG_CHECK_SENTENCE_CASE, p, 0, span(c, p, 0, 1),
	    utf8_upper_first(c->a, tk(p, 0)->s, tk(p, 0)->len), NULL);
}

/* "katru katru gadu": words that are said twice on purpose aside. */
static void
word_twice(struct check *c, const struct para *p, size_t i)
{
	static const char *const meant[] = {"ļoti", "daudz", "vēl", "pa", "ilgi", "tik", "jā", "nē"};
	const struct tok *t = tk(p, i), *u = tk(p, i + 2);
	size_t k;

	if (t->kind != TOK_WORD || !tok_is(p, i + 1, TOK_BLANK) || u->kind != TOK_WORD ||
	    t->len != u->len || t->len < 2 || memcmp(t->s, u->s, t->len) != 0 || tok_upper(p, i))
		return;
	for (k = 0; k < sizeof(meant) / sizeof(meant[0]); k++)
		if (tok_word(p, i, meant[k]))
			return;
	found_in(c, DIAG_CHECK_WORD_TWICE, p, i + 2, span(c, p, i, i + 3), span(c, p, i, i + 1), NULL);
}

/* Cyrillic and Greek letters that look like Latin ones. */
static bool
is_foreign(uint32_t c)
{
	return (c >= 0x370 && c <= 0x3FF) || (c >= 0x400 && c <= 0x52F);
}

/* A word of Latin letters with one of another alphabet in it. */
static void
mixed_letters(struct check *c, const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);
	bool latin = false;
	uint32_t ch, odd = 0;
	size_t k, at = 0;
	int n;

	if (t->kind != TOK_WORD)
		return;
	for (k = 0; k < t->len && (n = utf8_decode(t->s + k, t->len - k, &ch)) > 0; k += (size_t)n) {
		if (is_foreign(ch) && odd == 0) {
			odd = ch;
			at = k;
		}
		latin = latin || !is_foreign(ch);
	}
	if (odd != 0 && latin)
		found_in(c, DIAG_CHECK_LETTER_MIXED, p, i, span(c, p, i, i + 1),
		    strf(c, "%.*s", utf8_decode(t->s + at, t->len - at, &ch), t->s + at), NULL);
}

void
rule_signs(struct check *c)
{
	size_t k, i;

	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		brackets(c, p);
		sentence_case(c, p, k == 0 ? NULL : p - 1);
		for (i = 0; i < p->ntoks; i++) {
			doubled(c, p, i);
			word_twice(c, p, i);
			mixed_letters(c, p, i);
		}
	}
}
