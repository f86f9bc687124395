/* Abbreviations, names used twice, texts said twice. */
#include <stdlib.h>

#include "check/priv.h"

/* -- abbreviations -- */

/* Upper-case letters of a word, and all its letters. */
static size_t
capitals(const struct tok *t, size_t *letters)
{
	struct tok one = {.kind = TOK_WORD};
	size_t i, n = 0;
	uint32_t c;
	int step;

	*letters = 0;
	for (i = 0; i < t->len && (step = utf8_decode(t->s + i, t->len - i, &c)) > 0;
	    i += (size_t)step) {
		one.s = t->s + i;
		one.len = (size_t)step;
		n += tok_all_upper(&one);
		(*letters)++;
	}
	return n;
}

static bool
is_roman(const struct tok *t)
{
	size_t i;

	for (i = 0; i < t->len; i++)
		if (strchr("IVXLCDM", t->s[i]) == NULL)
			return false;
	return true;
}

/* Known to every reader, or a unit. */
static bool
is_common(const struct tok *t)
{
	static const char *const words[] = {"EUR", "PDF", "DOCX", "ODT", "CSV", "COVID", "LV",
	    "PROJEKTS", "MK", "OK", "SIA", "MS", "ANO", "NATO", "IT", "TV", "ID", "CV"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == t->len && memcmp(words[i], t->s, t->len) == 0)
			return true;
	return false;
}

static bool
looks_short(const struct para *p, size_t i)
{
	const struct tok *t = tk(p, i);
	size_t letters, caps;

	if (t->kind != TOK_WORD || t->len > 24 || is_common(t) || is_roman(t))
		return false;
	/* A piece of a longer sign: LV80BANK0000435195001 */
	if (tok_is(p, i - 1, TOK_NUM) || tok_is(p, i + 1, TOK_NUM))
		return false;
	caps = capitals(t, &letters);
	if (caps < 2 || letters > 8)
		return false;
	/* Shouted headings are no abbreviations. */
	if (caps == letters && letters > 5)
		return false;
	if (caps == letters && tok_all_upper(tk(p, tok_next(p, i))) &&
	    tk(p, tok_next(p, i))->len > 8)
		return false;
	return true;
}

/* All words of the short forms that the plan lists. */
static void
listed_words(struct check *c, struct idmap *m)
{
	static const char *const lists[] = {"abbreviations", "institutions"};
	const struct value *list;
	const char *s;
	size_t k, i, n;

	for (k = 0; k <= 2; k++) {
		list = k < 2 ? get(c->root, lists[k]) : NULL;
		for (i = 0; i < (k < 2 ? count_of(list) : 1); i++) {
			s = k < 2 ? text_of(list->items[i], "short") : text_of(get(c->root, "school"), "short");
			for (; s != NULL && *s != '\0'; s += n + (s[n] != '\0')) {
				n = strcspn(s, " .");
				if (n > 0)
					idmap_add(c->a, m, arena_strndup(c->a, s, n), c);
			}
		}
	}
}

/* The fields where short forms are defined, and those of people's names. */
static bool
defines(const struct para *p)
{
	return strncmp(p->path, "institutions", 12) == 0 || strncmp(p->path, "abbreviations", 13) == 0 ||
	    strncmp(p->path, "municipality", 12) == 0 || strncmp(p->path, "school", 6) == 0 ||
	    p->kind == PARA_NOTE;
}

static void
unlisted(struct check *c)
{
	struct idmap listed = {0}, said = {0};
	size_t k, i;

	listed_words(c, &listed);
	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		for (i = 0; !defines(p) && i < p->ntoks; i++) {
			const char *word;

			if (!looks_short(p, i))
				continue;
			word = span(c, p, i, i + 1);
			if (idmap_get(&listed, word) != NULL || idmap_add(c->a, &said, word, c) != NULL)
				continue;
			found_in(c, DIAG_CHECK_ABBREV_UNLISTED, p, i, word, NULL);
		}
	}
}

/* Listed, but not among those that the plan uses. */
static void
unused(struct check *c)
{
	const struct value *list = get(c->root, "abbreviations"), *used = get(c->model, "abbreviations");
	struct idmap m = {0};
	size_t i;

	for (i = 0; i < count_of(used); i++)
		if (used->items[i]->text != NULL)
			idmap_add(c->a, &m, norm(c, used->items[i]->text), c);
	for (i = 0; i < count_of(list); i++) {
		const char *s = text_of(list->items[i], "short");

		if (s != NULL && idmap_get(&m, norm(c, s)) == NULL)
			found(c, DIAG_CHECK_ABBREV_UNUSED, strf(c, "abbreviations[%zu]", i + 1),
			    &list->items[i]->at, s, NULL);
	}
}

static void
stray_stops(struct check *c, const char *key)
{
	const struct value *list = get(c->root, key), *v;
	const char *s, *id;
	size_t i, n;

	for (i = 0; i < count_of(list); i++) {
		v = get(list->items[i], "short");
		s = v == NULL ? NULL : v->text;
		n = s == NULL ? 0 : strlen(s);
		id = text_of(list->items[i], "id");
		if (n > 1 && s[n - 1] == '.' && strchr(s, ' ') == NULL && strchr(s, '.') == s + n - 1)
			found(c, DIAG_CHECK_ABBREV_STOP, id == NULL ? strf(c, "%s[%zu].short", key, i + 1)
			    : strf(c, "%s[%s].short", key, id), &v->at, s, NULL);
	}
}

/* One name for two institutions, one short form for two things. */
static void
names_shared(struct check *c)
{
	static const char *const lists[] = {"institutions", "abbreviations"};
	static const char *const keys[] = {"short", "name"};
	const struct value *list, *v;
	struct idmap seen = {0};
	size_t l, i, k;

	for (l = 0; l < 2; l++) {
		list = get(c->root, lists[l]);
		for (i = 0; i < count_of(list); i++)
			for (k = 0; k < 2; k++) {
				const char *id = text_of(list->items[i], "id");

				v = get(list->items[i], keys[k]);
				if (v == NULL || v->text == NULL ||
				    idmap_add(c->a, &seen, norm(c, v->text), c) == NULL)
					continue;
				found(c, DIAG_CHECK_NAME_TWICE, id == NULL
				    ? strf(c, "%s[%zu].%s", lists[l], i + 1, keys[k])
				    : strf(c, "%s[%s].%s", lists[l], id, keys[k]), &v->at, v->text, NULL);
			}
	}
}

/* Bytes that two words share at their start. */
static size_t
common(const char *a, size_t na, const char *b, size_t nb)
{
	size_t i = 0;

	while (i < na && i < nb && a[i] == b[i])
		i++;
	return i;
}

bool
same_stem(const char *a, size_t na, const char *b, size_t nb)
{
	size_t n = common(a, na, b, nb), most = na > nb ? na : nb;

	return n >= 4 && most - n <= 4 && n * 2 >= most;
}

/* A short form ends at i: is what follows the noun that ends its full name? */
static void
doubled_noun(struct check *c, const struct para *p, size_t i, const char *name)
{
	const char *noun = strrchr(name, ' '), *low, *next;
	const struct tok *t = tk(p, tok_next(p, i));

	if (t->kind != TOK_WORD)
		return;
	noun = noun == NULL ? name : noun + 1;
	low = utf8_lower(c->a, noun, strlen(noun));
	next = utf8_lower(c->a, t->s, t->len);
	if (same_stem(low, strlen(low), next, strlen(next)))
		found_in(c, DIAG_CHECK_ABBREV_NOUN, p, i, span(c, p, i, tok_next(p, i) + 1),
		    span(c, p, i, i + 1), NULL);
}

/* Is the word at i the first of a name, with the capital that begins a sentence? */
static bool
capital_of(const struct para *p, size_t i, const char *word, size_t n)
{
	const struct tok *t = tk(p, i);
	uint32_t c, w;
	int a = utf8_decode(t->s, t->len, &c), b = utf8_decode(word, n, &w);

	if (a <= 0 || a != b || utf8_lower_char(c) != w || c == w)
		return false;
	return same_stem(word + b, n - (size_t)b, t->s + a, t->len - (size_t)a);
}

/*
 * Does the name stand at token i, each word in some form?  At least three words, so that
 * common ones do not count.  Returns the token behind it, or 0.
 */
static size_t
name_at(const struct para *p, size_t i, const char *name)
{
	size_t words = 0, n, end = i;

	for (; *name != '\0'; name += n) {
		name += strspn(name, " ,");
		n = strcspn(name, " ,");
		if (n == 0)
			break;
		if (!tok_is(p, i, TOK_WORD) || !(same_stem(name, n, tk(p, i)->s, tk(p, i)->len) ||
		    (n == tk(p, i)->len && memcmp(name, tk(p, i)->s, n) == 0) ||
		    (words == 0 && capital_of(p, i, name, n))))
			return 0;
		words++;
		end = ++i;
		if (tok_sign(p, i, ',') || tok_is(p, i, TOK_BLANK))
			i++;
		if (tok_is(p, i, TOK_BLANK))
			i++;
	}
	return words >= 3 ? end : 0;
}

/* "Valkas novada pašvaldības Multifunkcionālais …" is also written without its owner. */
static const char *
without_owner(const char *name)
{
	const char *s = strstr(name, "pašvaldības ");

	return s == NULL ? name : s + strlen("pašvaldības ");
}

/* A name with its short form, among those that begin alike. */
struct known_name {
	const char *brief, *name;
	struct known_name *next;
	int n; /* how many in the list from here on */
};

struct known_names {
	struct idmap by_start; /* first bytes of the name -> struct known_name ** */
	struct idmap by_brief; /* last word of the short form -> name */
};

#define ALIKE_MOST 64 /* names with one beginning; more are not looked for */

/* The first bytes of a word: what same_stem() wants alike. */
static const char *
start_of(struct check *c, const char *s, size_t len)
{
	return utf8_lower(c->a, s, len < 4 ? len : 4);
}

static void
learn_names(struct check *c, struct known_names *all, const struct value *list)
{
	const char *brief, *name, *last, *space, *start;
	struct known_name *n, **head;
	size_t i;

	for (i = 0; i < count_of(list); i++) {
		brief = text_of(list->items[i], "short");
		name = text_of(list->items[i], "name");
		if (brief == NULL || name == NULL)
			continue;
		space = strrchr(brief, ' ');
		last = space == NULL ? brief : space + 1;
		idmap_add(c->a, &all->by_brief, arena_strndup(c->a, last, strcspn(last, ".")),
		    (void *)(uintptr_t)name);
		start = start_of(c, without_owner(name), strcspn(without_owner(name), " ,"));
		head = idmap_get(&all->by_start, start);
		if (head == NULL) {
			head = arena_alloc(c->a, sizeof(*head));
			idmap_add(c->a, &all->by_start, start, head);
		}
		if (*head != NULL && (*head)->n >= ALIKE_MOST)
			continue;
		n = arena_alloc(c->a, sizeof(*n));
		*n = (struct known_name){brief, without_owner(name), *head,
		    *head == NULL ? 1 : (*head)->n + 1};
		*head = n;
	}
}

/* "IKSJ. pārstāvji": the plan's own short form with a stop inside a sentence. */
static void
stop_behind(struct check *c, const struct para *p, size_t i)
{
	size_t next = tok_next(p, i + 1);

	if (!tok_all_upper(tk(p, i)) || tk(p, i)->len < 2 || !tok_sign(p, i + 1, '.') ||
	    !tok_is(p, next, TOK_WORD) || next == i + 2 || tok_upper(p, next))
		return;
	if (idmap_get(&c->shorts, span(c, p, i, i + 1)) != NULL)
		found_in(c, DIAG_CHECK_ABBREV_STOP, p, i, span(c, p, i, i + 2), NULL);
}

static void
names_in_text(struct check *c, const struct para *p, const struct known_names *all)
{
	struct known_name *const *head, *n;
	const char *name;
	size_t k, end, quoted = 0; /* quotes that are open: titles stay as they are */

	for (k = 0; k < p->ntoks; k++) {
		if (tok_sign(p, k, 0x201E) || (tok_sign(p, k, 0x201C) && quote_opens(p, k)))
			quoted++;
		else if ((tok_sign(p, k, 0x201D) || tok_sign(p, k, 0x201C)) && quoted > 0)
			quoted--;
		if (!tok_is(p, k, TOK_WORD))
			continue;
		stop_behind(c, p, k);
		name = idmap_get(&all->by_brief, span(c, p, k, k + 1));
		if (name != NULL)
			doubled_noun(c, p, k, name);
		head = idmap_get(&all->by_start, start_of(c, tk(p, k)->s, tk(p, k)->len));
		for (n = head == NULL ? NULL : *head; n != NULL; n = n->next) {
			end = name_at(p, k, n->name);
			if (end == 0 || quoted > 0)
				continue;
			found_in(c, DIAG_CHECK_FULL_NAME, p, k, span(c, p, k, end), n->brief, NULL);
			k = end - 1;
			break;
		}
	}
}

void
rule_abbreviations(struct check *c)
{
	struct known_names names;
	size_t k;

	memset(&names, 0, sizeof(names));
	learn_names(c, &names, get(c->root, "institutions"));
	learn_names(c, &names, get(c->root, "abbreviations"));
	unlisted(c);
	unused(c);
	stray_stops(c, "abbreviations");
	stray_stops(c, "institutions");
	names_shared(c);
	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		/* Titles, signatures and what is said before the list are official wording. */
		if (defines(p) || strcmp(p->path, "preface") == 0 || strcmp(p->path, "title") == 0 ||
		    strcmp(p->path, "author") == 0 || strncmp(p->path, "decision", 8) == 0)
			continue;
		names_in_text(c, p, &names);
	}
}

/* -- repetition -- */

static void
names_twice(struct check *c, const struct idmap *nodes, enum diag_code code)
{
	struct idmap names = {0};
	const struct node *n;
	const char *name;
	size_t i;

	for (i = 0; i < nodes->n; i++) {
		n = idmap_get(nodes, nodes->keys[i]);
		name = text_of(n->src, "name");
		if (name != NULL && idmap_add(c->a, &names, norm(c, name), c) != NULL)
			found(c, code, strf(c, "%s.name", n->path), &get(n->src, "name")->at, name, NULL);
	}
}

/* A sentence seen before. */
struct said {
	const struct para *p;
	size_t tok;
};

#define SENTENCE_LEAST 60 /* characters: shorter ones may well come twice */

static void
sentence(struct check *c, struct idmap *m, const struct para *p, size_t from, size_t to)
{
	const char *words = norm(c, span(c, p, from, to));
	struct said *now, *before;

	if (utf8_count(words, strlen(words)) < SENTENCE_LEAST)
		return;
	now = arena_alloc(c->a, sizeof(*now));
	now->p = p;
	now->tok = from;
	before = idmap_add(c->a, m, words, now);
	if (before == NULL)
		return;
	found_in(c, DIAG_CHECK_REPEATED, p, from, span(c, p, from, to), before->p->path,
	    strf(c, "%d", tk(before->p, before->tok)->line), NULL);
}

void
rule_repetition(struct check *c)
{
	struct idmap sentences = {0};
	size_t k, i, from;

	names_twice(c, &c->goals, DIAG_CHECK_GOAL_NAME);
	names_twice(c, &c->activities, DIAG_CHECK_ACTIVITY_NAME);
	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		if (p->kind == PARA_CELL || p->kind == PARA_NOTE)
			continue;
		for (i = from = 0; i < p->ntoks; i++)
			if (sentence_ends(p, i) || i + 1 == p->ntoks) {
				sentence(c, &sentences, p, from, i + 1);
				from = tok_next(p, i);
			}
	}
}
