/* Number and noun: "101 skolēns", "627 skolēni"; "9. klases skolēni", "4.2.3.1. pasākums". */
#include "check/priv.h"
#include "plan/latvian.h"

/* Nouns of plans, nominative of one and of many. */
static const struct noun {
	const char *one, *many;
} nouns[] = {{"skolēns", "skolēni"}, {"audzēknis", "audzēkņi"}, {"izglītojamais", "izglītojamie"},
    {"bērns", "bērni"}, {"jaunietis", "jaunieši"}, {"pedagogs", "pedagogi"},
    {"skolotājs", "skolotāji"}, {"darbinieks", "darbinieki"}, {"speciālists", "speciālisti"},
    {"dalībnieks", "dalībnieki"}, {"pasākums", "pasākumi"}, {"pagasts", "pagasti"},
    {"iedzīvotājs", "iedzīvotāji"}, {"mentors", "mentori"}, {"asistents", "asistenti"},
    {"psihologs", "psihologi"}, {"logopēds", "logopēdi"}, {"kurss", "kursi"}, {"mērķis", "mērķi"},
    {"rādītājs", "rādītāji"}, {"uzdevums", "uzdevumi"}, {"ģimene", NULL}, {"programma", NULL},
    {"skola", NULL}, {"iestāde", NULL}, {"nodarbība", NULL}, {"konsultācija", NULL},
    {"aktivitāte", NULL}, {"slodze", NULL}};

/*
 * The nominative of many behind 101, or of one behind 627.  Feminine nouns have one form
 * for "many" and "of one", so only the other way is judged.
 */
static void
count_form(struct check *c, const struct para *p, const struct figure *f)
{
	size_t noun = tok_next(p, f->to - 1), k;
	bool one;

	if (f->decimals > 0 || f->year || f->ordinal || f->percent || f->v < 1 || f->v > 1e9 ||
	    !tok_is(p, noun, TOK_WORD) || noun == f->to || tok_upper(p, noun))
		return;
	one = lv_plural((int64_t)f->v) == 1;
	for (k = 0; k < sizeof(nouns) / sizeof(nouns[0]); k++) {
		if (!one && tok_word(p, noun, nouns[k].one))
			break;
		if (one && nouns[k].many != NULL && tok_word(p, noun, nouns[k].many))
			break;
	}
	if (k == sizeof(nouns) / sizeof(nouns[0]))
		return;
	found_in(c, DIAG_CHECK_COUNT_FORM, p, f->from, span(c, p, f->from, noun + 1), strf(c, "%s %s",
	    span(c, p, f->from, f->to), one ? nouns[k].one : nouns[k].many != NULL ? nouns[k].many
	    : strf(c, "%.*s%s", (int)strlen(nouns[k].one) - 1, nouns[k].one,
	    nouns[k].one[strlen(nouns[k].one) - 1] == 'a' ? "as" : "es")), NULL);
}

/* "9 klases skolēni", "4.2.3.1 pasākuma": a number that says which one has a stop. */
static void
ordinal_stop(struct check *c, const struct para *p, size_t i)
{
	static const char *const pupils[] = {"skolēn", "audzēk", "izglītojam"};
	static const char *const parts[] = {"specifisk", "pasākum"};
	size_t from = i, word = tok_next(p, i), next = tok_next(p, word), k, stops = 0;
	bool form = tok_word(p, word, "klases") && tok_int(p, i) >= 1 && tok_int(p, i) <= 12, of = false;

	if (!tok_is(p, i, TOK_NUM) || word != i + 2)
		return;
	while (from >= 2 && tok_sign(p, from - 1, '.') && tok_is(p, from - 2, TOK_NUM)) {
		from -= 2;
		stops++;
	}
	for (k = 0; k < 3; k++)
		of = of || tok_begins(p, next, pupils[k]);
	if (stops == 0 && !(form && of))
		return;
	if (stops > 0 && (stops < 2 || (!tok_begins(p, word, parts[0]) && !tok_begins(p, word, parts[1]))))
		return;
	if (tok_sign(p, from - 1, ',') || tok_dash(p, from - 1) || tok_sign(p, from - 1, '/'))
		return;
	found_in(c, DIAG_CHECK_ORDINAL, p, from, span(c, p, from, word + 1), strf(c, "%s. %s",
	    span(c, p, from, i + 1), span(c, p, word, word + 1)), NULL);
}

void
rule_agree(struct check *c, const struct para *p)
{
	struct figure *v;
	size_t n = figures(c, p, &v), i;

	for (i = 0; i < n; i++)
		count_form(c, p, &v[i]);
	for (i = 0; i < p->ntoks; i++)
		ordinal_stop(c, p, i);
}
