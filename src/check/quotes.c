/* Quotation marks, and characters that nobody sees or no font has. */
#include "check/priv.h"

enum style { STYLE_NONE, STYLE_ENGLISH, STYLE_GERMAN, STYLE_GUILLEMETS, STYLES };
static const char *const style_names[STYLES] = {"", "“ ”", "„ “", "« »"};

/* Open or closing by what stands beside it: a blank, a bracket or the end outside. */
bool
quote_opens(const struct para *p, size_t i)
{
	return tok_is(p, i - 1, TOK_BLANK) || tok_is(p, i - 1, TOK_END) || tok_sign(p, i - 1, '(') ||
	    tok_sign(p, i - 1, '/') || tok_sign(p, i - 1, '-') || tok_dash(p, i - 1) ||
	    tok_sign(p, i - 1, 0x201C) || tok_sign(p, i - 1, 0x201E);
}

static const char *
sign_of(struct check *c, const struct para *p, size_t i)
{
	return span(c, p, i, i + 1);
}

/* One of many quotation marks on the stack of those still open. */
struct open_quote {
	size_t tok;
	uint32_t c;
};

#define OPEN_MOST 32

void
rule_quotes(struct check *c, const struct para *p)
{
	struct open_quote open[OPEN_MOST];
	size_t i, n = 0;

	for (i = 0; i < p->ntoks; i++) {
		uint32_t ch = tk(p, i)->kind == TOK_SIGN ? tk(p, i)->c : 0;
		bool opens = quote_opens(p, i);

		if (ch == '"') {
			if (opens)
				found_in(c, DIAG_CHECK_QUOTE_STRAIGHT, p, i, around(c, p, i), NULL);
			continue;
		}
		if (ch != 0x201C && ch != 0x201D && ch != 0x201E && ch != 0xAB && ch != 0xBB)
			continue;
		/* “ closes what „ opened; else it opens. */
		if (ch == 0x201C && n > 0 && open[n - 1].c == 0x201E && !opens) {
			n--;
			continue;
		}
		/* “Smaids ”: rule_blanks() says it; studija“Smaids”: there, too */
		if (opens && ch == 0x201D && n > 0 && tok_is(p, i - 1, TOK_BLANK) &&
		    !tok_is(p, i + 1, TOK_WORD) && !tok_is(p, i + 1, TOK_NUM))
			opens = false;
		else if (!opens && ch == 0x201C && n == 0 && tok_is(p, i - 1, TOK_WORD) &&
		    tok_is(p, i + 1, TOK_WORD))
			opens = true;
		if (opens ? ch == 0x201D || ch == 0xBB : ch == 0x201C || ch == 0xAB || ch == 0x201E)
			found_in(c, DIAG_CHECK_QUOTE_REVERSED, p, i, sign_of(c, p, i), around(c, p, i),
			    opens ? (ch == 0xBB ? "«" : "“") : (ch == 0xAB ? "»" : "”"), NULL);
		if (opens) {
			if (n == OPEN_MOST)
				return;
			open[n].c = ch;
			open[n++].tok = i;
		} else if (n > 0) {
			n--;
		} else {
			found_in(c, DIAG_CHECK_QUOTE_OPEN, p, i, sign_of(c, p, i), around(c, p, i), NULL);
		}
	}
	while (n-- > 0)
		found_in(c, DIAG_CHECK_QUOTE_OPEN, p, open[n].tok, sign_of(c, p, open[n].tok),
		    around(c, p, open[n].tok), NULL);
}

static enum style
style_at(const struct para *p, size_t i)
{
	uint32_t ch = tk(p, i)->kind == TOK_SIGN ? tk(p, i)->c : 0;

	return ch == 0x201D ? STYLE_ENGLISH : ch == 0x201E ? STYLE_GERMAN : ch == 0xAB
	    ? STYLE_GUILLEMETS : STYLE_NONE;
}

void
rule_quote_style(struct check *c)
{
	size_t counts[STYLES] = {0}, k, i;
	bool said[STYLES] = {false};
	enum style s, most = STYLE_ENGLISH;

	for (k = 0; k < c->nparas; k++)
		for (i = 0; i < c->paras[k].ntoks; i++)
			counts[style_at(&c->paras[k], i)]++;
	for (s = STYLE_ENGLISH; s < STYLES; s++)
		if (counts[s] > counts[most])
			most = s;
	for (k = 0; k < c->nparas; k++)
		for (i = 0; i < c->paras[k].ntoks; i++) {
			s = style_at(&c->paras[k], i);
			if (s == STYLE_NONE || s == most || said[s])
				continue;
			said[s] = true; /* the first place of each is enough */
			found_in(c, DIAG_CHECK_QUOTE_MIXED, &c->paras[k], i, style_names[s],
			    style_names[most], NULL);
		}
}

void
rule_chars(struct check *c, const struct para *p)
{
	size_t i;
	uint32_t ch;

	for (i = 0; i < p->ntoks; i++) {
		ch = tk(p, i)->kind == TOK_SIGN ? tk(p, i)->c : 0;
		if ((ch >= 0xE000 && ch <= 0xF8FF) || ch >= 0xF0000 || ch == 0xFFFD || ch == 0x200B ||
		    ch == 0x200E || ch == 0x200F || ch == 0xFEFF || ch == 0xAD || ch == 0x2060 ||
		    (ch >= 0x202A && ch <= 0x202E))
			found_in(c, DIAG_CHECK_CHAR, p, i, strf(c, "U+%04X", ch), NULL);
	}
}
