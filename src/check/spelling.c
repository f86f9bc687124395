/*
 * Spelling by hunspell with the system's Latvian dictionary and our own word list.
 * A word of ours may name another that it declines like: "labbūtība/būtība".
 *
 * Names (capitals inside a sentence), abbreviations and words with digits are not looked
 * up.  Each unknown word is reported once, at its first place.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <hunspell/hunspell.h>

#include "base/publish.h"
#include "check/priv.h"

#define DICT "/usr/share/hunspell/lv_LV"
#define WORDS_LIMIT ((size_t)4 << 20)
#define SUGGEST_MOST 20 /* suggesting is slow; more than so many nobody needs */

struct unknown {
	const struct para *p;
	size_t tok;
	const char *word;
};

struct spell {
	struct check *c;
	Hunhandle *h;
	struct idmap seen; /* words looked up already */
	struct idmap plan_words; /* known ones of the plan's texts, in small letters */
	struct unknown *unknown;
	size_t nunknown, unknown_cap;
	int suggested;
};

static bool
readable(const char *dict, const char *ending, char *out, size_t size)
{
	snprintf(out, size, "%s.%s", dict, ending);
	return access(out, R_OK) == 0;
}

static Hunhandle *
open_dict(struct check *c)
{
	const char *dict = c->o->dict != NULL ? c->o->dict : DICT;
	char aff[512], dic[512];
	Hunhandle *h;

	if (!readable(dict, "aff", aff, sizeof(aff)) || !readable(dict, "dic", dic, sizeof(dic))) {
		found(c, DIAG_CHECK_NO_SPELLING, "", &c->root->at,
		    strf(c, "%s %s.aff; %s", pick(c, "there is no", "nav"), dict,
		    pick(c, "install hunspell-lv", "uzstādiet hunspell-lv")), NULL);
		return NULL;
	}
	h = Hunspell_create(aff, dic);
	if (h != NULL && strcmp(Hunspell_get_dic_encoding(h), "UTF-8") != 0) {
		Hunspell_destroy(h);
		h = NULL;
		found(c, DIAG_CHECK_NO_SPELLING, "", &c->root->at,
		    pick(c, "the dictionary is not in UTF-8", "vārdnīca nav UTF-8 kodējumā"), NULL);
	}
	return h;
}

/* A line of the list: a word, or word/like; "#" begins a comment. */
static void
add_word(struct spell *s, char *line)
{
	char *like = strchr(line, '/');

	if (*line == '#' || *line == '\0')
		return;
	if (like == NULL) {
		Hunspell_add(s->h, line);
		return;
	}
	*like++ = '\0';
	Hunspell_add_with_affix(s->h, line, like);
}

static void
read_words(struct spell *s)
{
	struct diag *quiet;
	char *bytes, *line, *save;
	size_t len;

	if (s->c->o->words == NULL)
		return;
	quiet = diag_new(DIAG_EN);
	bytes = slurp(s->c->o->words, WORDS_LIMIT, &len, DIAG_IO_READ, quiet);
	diag_free(quiet);
	if (bytes == NULL)
		return;
	for (line = strtok_r(bytes, "\r\n", &save); line != NULL; line = strtok_r(NULL, "\r\n", &save))
		add_word(s, line);
	free(bytes);
}

/* A shortened word: "febr.", "int." */
static bool
is_short(const struct para *p, size_t i)
{
	return tok_sign(p, i + 1, '.') && utf8_count(tk(p, i)->s, tk(p, i)->len) <= 5 &&
	    (tok_is(p, i + 2, TOK_END) ? p->kind == PARA_CELL : !sentence_ends(p, i + 1));
}

/* A name, or an abbreviation: a capital that no sentence asks for. */
static bool
is_name(const struct para *p, size_t i)
{
	size_t before;

	if (!tok_upper(p, i))
		return false;
	if (p->party || strcmp(p->field, "author") == 0)
		return true; /* begins with one, more often than not */
	before = tok_prev(p, i);
	while (tok_is(p, before, TOK_SIGN) && (tk(p, before)->c == 0x201C || tk(p, before)->c == '"' ||
	    tk(p, before)->c == '('))
		before = tok_prev(p, before);
	return !tok_is(p, before, TOK_END) && !sentence_ends(p, before) &&
	    !tok_sign(p, before, ':') && !tok_sign(p, before, ';');
}

static bool
known(struct spell *s, const char *word)
{
	const char *low = utf8_lower(s->c->a, word, strlen(word));

	return Hunspell_spell(s->h, word) != 0 || Hunspell_spell(s->h, low) != 0;
}

/*
 * How good a guess is: a word that the plan uses elsewhere is best, then one that differs
 * in marks only, then one of the same length that begins alike.  0: no guess at all.
 */
static int
guess_rank(struct spell *s, const char *word, const char *guess)
{
	int rank = 0;

	if (idmap_get(&s->plan_words, utf8_lower(s->c->a, guess, strlen(guess))) != NULL)
		rank += 4;
	if (strcmp(utf8_slug(s->c->a, word), utf8_slug(s->c->a, guess)) == 0)
		rank += 2;
	if (utf8_count(word, strlen(word)) == utf8_count(guess, strlen(guess)) && *word == *guess)
		rank++;
	return rank;
}

static const char *
suggestion(struct spell *s, const char *word)
{
	char **list = NULL;
	const char *best = "";
	int n, i, rank, top = 0;

	if (s->suggested++ >= SUGGEST_MOST)
		return best;
	n = Hunspell_suggest(s->h, &list, word);
	for (i = 0; i < n; i++) {
		rank = guess_rank(s, word, list[i]);
		if (rank > top) {
			best = arena_strdup(s->c->a, list[i]);
			top = rank;
		}
	}
	if (n > 0)
		Hunspell_free_list(s->h, &list, n);
	return best;
}

/*
 * "Savienī bas", "pašval- dības": a word that copying from a PDF has cut.  The word in one
 * piece, of two or three parts, or NULL.
 */
static const char *
whole_word(struct spell *s, const struct para *p, size_t i, size_t *to)
{
	struct buf b = {0};
	const char *word, *whole = NULL;
	size_t k = i, parts;

	if (known(s, span(s->c, p, i, i + 1)))
		return NULL;
	buf_add(&b, tk(p, i)->s, tk(p, i)->len);
	for (parts = 0; parts < 2 && whole == NULL; parts++) {
		k += tok_sign(p, k + 1, '-');
		if (!tok_is(p, k + 1, TOK_BLANK) || !tok_is(p, k + 2, TOK_WORD) || tok_upper(p, k + 2))
			break;
		k += 2;
		buf_add(&b, tk(p, k)->s, tk(p, k)->len);
		word = arena_strndup(s->c->a, b.s, b.len);
		if (b.len < 100 && known(s, word))
			whole = word;
	}
	buf_free(&b);
	*to = k + 1;
	return whole;
}

/* Small letters that are no word. */
static bool
is_piece(struct spell *s, const struct para *p, size_t i)
{
	return tok_is(p, i, TOK_WORD) && !tok_upper(p, i) && tk(p, i)->len < 100 &&
	    !known(s, span(s->c, p, i, i + 1));
}

static void
look_up(struct spell *s, const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);
	const char *word;
	size_t to;

	/* A name is not looked up, unless a piece of a word stands behind it. */
	if (t->kind == TOK_WORD && t->len < 100 && utf8_count(t->s, t->len) > 3 &&
	    tok_is(p, i + 1, TOK_BLANK) && !tok_all_upper(t) && is_name(p, i) && is_piece(s, p, i + 2) &&
	    (word = whole_word(s, p, i, &to)) != NULL)
		found_in(s->c, DIAG_CHECK_SPELLING, p, i, span(s->c, p, i, to), word, NULL);
	if (t->kind != TOK_WORD || t->len > 99 || utf8_count(t->s, t->len) < 4 ||
	    tok_is(p, i - 1, TOK_NUM) || tok_is(p, i + 1, TOK_NUM) || tok_all_upper(t) ||
	    is_name(p, i) || is_short(p, i) || tok_word(p, i, "covid"))
		return;
	word = span(s->c, p, i, i + 1);
	if (idmap_add(s->c->a, &s->seen, word, s) != NULL)
		return;
	if (known(s, word)) {
		idmap_add(s->c->a, &s->plan_words, utf8_lower(s->c->a, word, strlen(word)), s);
		return;
	}
	s->unknown = arena_grow(s->c->a, s->unknown, s->nunknown, s->nunknown + 1, &s->unknown_cap,
	    sizeof(*s->unknown));
	s->unknown[s->nunknown++] = (struct unknown){p, i, word};
}

/* Guesses come last: then all good words of the plan are known. */
static void
report_unknown(struct spell *s)
{
	size_t i;

	for (i = 0; i < s->nunknown; i++) {
		const struct unknown *u = &s->unknown[i];

		size_t to;
		const char *whole = whole_word(s, u->p, u->tok, &to);

		found_in(s->c, DIAG_CHECK_SPELLING, u->p, u->tok, whole == NULL ? u->word
		    : span(s->c, u->p, u->tok, to), whole == NULL ? suggestion(s, u->word) : whole, NULL);
	}
}

/* Names of municipalities, places and people are no dictionary words. */
static bool
is_names(const struct para *p)
{
	return strncmp(p->path, "municipality", 12) == 0 || strncmp(p->path, "school", 6) == 0 ||
	    p->kind == PARA_NOTE || strcmp(p->field, "short") == 0;
}

/* The plan's own names of places are right as they are. */
static void
learn_names(struct spell *s, const char *key)
{
	const struct value *v = get(s->c->root, key);
	size_t i, n;

	for (i = 0; v != NULL && i < v->nfields; i++) {
		const char *name = v->fields[i].value->text;

		for (; name != NULL && *name != '\0'; name += n + (name[n] != '\0')) {
			n = strcspn(name, " ");
			if (n > 0)
				Hunspell_add(s->h, arena_strndup(s->c->a, name, n));
		}
	}
}

void
rule_spelling(struct check *c)
{
	struct spell s = {.c = c};
	size_t k, i;

	if (c->o->no_spelling)
		return;
	s.h = open_dict(c);
	if (s.h == NULL)
		return;
	read_words(&s);
	learn_names(&s, "municipality");
	learn_names(&s, "school");
	for (k = 0; k < c->nparas; k++)
		for (i = 0; !is_names(&c->paras[k]) && i < c->paras[k].ntoks; i++)
			look_up(&s, &c->paras[k], i);
	report_unknown(&s);
	Hunspell_destroy(s.h);
}
