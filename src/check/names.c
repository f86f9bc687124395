/*
 * Names of municipalities, schools and institutions: the forms of the cases that the plan
 * gives, and names in the texts that are spelt otherwise.
 *
 * Forms of municipalities come from data/pasvaldibas.csv; of other names only the last
 * word declines, and only endings that decline in one way are judged.
 */
#include <stdlib.h>

#include "base/publish.h"
#include "check/priv.h"
#include "plan/latvian.h"

#define LIST_LIMIT ((size_t)1 << 20)

/* -- forms of the cases -- */

static void
say_form(struct check *c, const char *path, const struct value *v, const char *right)
{
	found(c, DIAG_CHECK_NAME_FORM, path, &v->at, v->text, right, NULL);
}

/* The bytes of the state's list, or NULL. */
static char *
read_list(struct check *c)
{
	struct diag *quiet;
	char *bytes;
	size_t len;

	if (c->o->municipalities == NULL)
		return NULL;
	quiet = diag_new(DIAG_EN);
	bytes = slurp(c->o->municipalities, LIST_LIMIT, &len, DIAG_IO_READ, quiet);
	diag_free(quiet);
	return bytes;
}

/* The four forms on a line, from the nominative on; our own file has no quotes. */
static bool
forms_of(struct check *c, const char *line, const char *forms[4])
{
	size_t i, n;

	for (i = 0; i < 3; i++) { /* id, code, kind */
		line += strcspn(line, ",\n");
		if (*line != ',')
			return false;
		line++;
	}
	for (i = 0; i < 4; i++) {
		n = strcspn(line, ",\n");
		forms[i] = arena_strndup(c->a, line, n);
		line += n;
		if (*line != ',')
			return false;
		line++;
	}
	return true;
}

/* The forms of a municipality, as the state's list has them; found by the form "which". */
static bool
listed_forms(struct check *c, const char *name, size_t which, const char *forms[4])
{
	char *bytes = name == NULL ? NULL : read_list(c);
	const char *line;
	bool there = false;

	for (line = bytes; !there && line != NULL && *line != '\0';
	    line += strcspn(line, "\n"), line += *line != '\0')
		there = forms_of(c, line, forms) && strcmp(forms[which], name) == 0;
	free(bytes);
	return there;
}

/* Nouns that end the names of institutions: these decline in one way. */
static bool
declines(const char *noun)
{
	static const char *const ends[] = {"novads", "pilsēta", "pašvaldība", "skola", "ģimnāzija",
	    "iestāde", "nodaļa", "pārvalde", "centrs", "dienests", "tehnikums", "koledža", "licejs",
	    "bibliotēka", "policija", "tiesa", "departaments", "biedrība", "aģentūra"};
	size_t i, n, len = strlen(noun);

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		n = strlen(ends[i]);
		if (len >= n && strcmp(noun + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}

/* The last word of a name. */
static const char *
last_word(const char *s)
{
	const char *space = strrchr(s, ' ');

	return space == NULL ? s : space + 1;
}

static bool
ends_in(const char *s, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len > n && strncmp(s + len - n, end, n) == 0;
}

/* Words before the noun: attributes stay, a definite adjective goes with it ("Sociālais"). */
static const char *
decline_words(struct check *c, const char *name, const char *noun, const char *declined,
    enum lv_case form)
{
	bool masculine = ends_in(noun, strlen(noun), "s");
	struct buf b = {0};
	const char *out;
	size_t n;

	for (; name < noun; name += n) {
		n = strcspn(name, " ");
		if (masculine && ends_in(name, n, "ais"))
			buf_printf(&b, "%.*s%s", (int)n - 3, name, form == LV_GENITIVE ? "ā" : "ajā");
		else if (!masculine && ends_in(name, n, "ā"))
			buf_printf(&b, "%.*s%s", (int)n - 2, name, form == LV_GENITIVE ? "ās" : "ajā");
		else
			buf_add(&b, name, n);
		for (name += n, n = 0; name[n] == ' '; n++)
			buf_ch(&b, ' ');
	}
	buf_str(&b, declined);
	out = arena_strndup(c->a, b.s, b.len);
	buf_free(&b);
	return out;
}

/* A form by rule: its last word is the nominative's, declined. */
static void
check_form(struct check *c, const struct value *map, const char *path, const char *key,
    enum lv_case form)
{
	const struct value *v = get(map, key);
	const char *name = text_of(map, "nominative"), *noun, *right, *whole;

	if (name == NULL)
		name = text_of(map, "name");
	if (v == NULL || v->text == NULL || name == NULL || !declines(noun = last_word(name)))
		return;
	right = lv_decline(c->a, noun, form);
	if (right == NULL)
		return;
	whole = decline_words(c, name, noun, right, form);
	if (strcmp(v->text, whole) != 0)
		say_form(c, strf(c, "%s.%s", path, key), v, whole);
}

static void
check_municipality(struct check *c, const struct value *v)
{
	static const char *const keys[] = {"nominative", "genitive", "locative", "council_genitive"};
	const char *name = text_of(v, "nominative"), *forms[4], *council;
	size_t i;

	if (name == NULL)
		return;
	if (!listed_forms(c, name, 0, forms)) {
		if (listed_forms(c, text_of(v, "genitive"), 1, forms)) {
			say_form(c, "municipality.nominative", get(v, "nominative"), forms[0]);
			return;
		}
		check_form(c, v, "municipality", "genitive", LV_GENITIVE);
		check_form(c, v, "municipality", "locative", LV_LOCATIVE);
		return;
	}
	for (i = 1; i < 3; i++) {
		const struct value *said = get(v, keys[i]);

		if (said == NULL || said->text == NULL)
			continue;
		/* A state city is called by its town too: "Liepājā". */
		if (strstr(forms[i], " valstspilsēt") != NULL && strchr(said->text, ' ') == NULL)
			continue;
		if (strcmp(said->text, forms[i]) != 0)
			say_form(c, strf(c, "municipality.%s", keys[i]), said, forms[i]);
	}
	/* Councils have names of their own, "Rīgas domes"; all are genitives. */
	council = text_of(v, "council_genitive");
	if (council != NULL && strcmp(last_word(council), "dome") == 0)
		say_form(c, "municipality.council_genitive", get(v, "council_genitive"), forms[3]);
}

static void
check_forms(struct check *c)
{
	const struct value *list = get(c->root, "institutions"), *school = get(c->root, "school");
	size_t i;

	check_municipality(c, get(c->root, "municipality"));
	check_form(c, school, "school", "genitive", LV_GENITIVE);
	check_form(c, school, "school", "locative", LV_LOCATIVE);
	for (i = 0; i < count_of(list); i++) {
		const char *id = text_of(list->items[i], "id");

		check_form(c, list->items[i], strf(c, "institutions[%s]", id == NULL ? "" : id),
		    "genitive", LV_GENITIVE);
	}
}

/* -- names in texts -- */

#define NAME_LEAST 6   /* letters: shorter words are alike by chance */
#define ALIKE_MOST 16  /* names of one beginning that are compared */

/* A word of a name, among those whose first four letters are alike without marks. */
struct name_word {
	const char *word, *slug;
	struct name_word *next;
	int n;
};

static void
learn_words(struct check *c, struct idmap *m, const char *name)
{
	struct name_word *w, **head;
	size_t n;

	for (; name != NULL && *name != '\0'; name += n + strspn(name + n, " ,-")) {
		const char *start, *slug, *word;
		uint32_t ch;

		n = strcspn(name, " ,-");
		if (n == 0 || utf8_decode(name, n, &ch) <= 0 || utf8_lower_char(ch) == ch ||
		    utf8_count(name, n) < NAME_LEAST)
			continue;
		word = arena_strndup(c->a, name, n);
		slug = utf8_slug(c->a, word);
		start = arena_strndup(c->a, slug, 4);
		head = idmap_get(m, start);
		if (head == NULL) {
			head = arena_alloc(c->a, sizeof(*head));
			idmap_add(c->a, m, start, head);
		}
		if (*head != NULL && (*head)->n >= ALIKE_MOST)
			continue;
		w = arena_alloc(c->a, sizeof(*w));
		*w = (struct name_word){word, slug, *head, *head == NULL ? 1 : (*head)->n + 1};
		*head = w;
	}
}

/* Bytes of the first n letters. */
static size_t
letters(const char *s, size_t n)
{
	size_t i = 0, len = strlen(s);
	uint32_t c;
	int step;

	for (; n > 0 && i < len && (step = utf8_decode(s + i, len - i, &c)) > 0; n--)
		i += (size_t)step;
	return i;
}

/* Letters that two words share at their start. */
static size_t
shared(const char *a, const char *b)
{
	size_t n = 0;

	while (a[letters(a, n)] != '\0' && letters(a, n + 1) == letters(b, n + 1) &&
	    memcmp(a, b, letters(a, n + 1)) == 0)
		n++;
	return n;
}

/* "Ērgemes" for "Ērģemes": the same letters but for a mark, and not in the ending. */
static void
misspelt(struct check *c, const struct idmap *m, const struct para *p, size_t i)
{
	const char *word, *slug;
	struct name_word **head, *w;
	size_t same;

	if (!tok_upper(p, i) || tok_all_upper(tk(p, i)) || tk(p, i)->put ||
	    utf8_count(tk(p, i)->s, tk(p, i)->len) < NAME_LEAST)
		return;
	word = span(c, p, i, i + 1);
	slug = utf8_slug(c->a, word);
	head = idmap_get(m, arena_strndup(c->a, slug, 4));
	for (w = head == NULL ? NULL : *head; w != NULL; w = w->next)
		if (strcmp(w->word, word) == 0)
			return;
	for (w = head == NULL ? NULL : *head; w != NULL; w = w->next) {
		for (same = 0; slug[same] != '\0' && slug[same] == w->slug[same]; same++)
			continue;
		if (same < NAME_LEAST || shared(word, w->word) + 2 >= same)
			continue;
		found_in(c, DIAG_CHECK_NAME_SPELT, p, i, word, strf(c, "%.*s%s",
		    (int)letters(w->word, same), w->word, word + letters(word, same)), NULL);
		return;
	}
}

/* "atbild Valmieras novada pašvaldība" in the plan of another: the first word of each. */
static void
learn_others(struct check *c, struct idmap *m)
{
	const char *own = text_of(get(c->root, "municipality"), "nominative"), *forms[4], *line;
	char *bytes = own == NULL ? NULL : read_list(c);
	size_t n;

	for (line = bytes; line != NULL && *line != '\0'; line += strcspn(line, "\n"), line += *line != '\0') {
		if (!forms_of(c, line, forms))
			continue;
		n = strcspn(forms[0], " ");
		if (strncmp(forms[0], own, n) != 0 || own[n] != ' ')
			idmap_add(c->a, m, arena_strndup(c->a, forms[0], n), c);
	}
	free(bytes);
}

static void
other_municipality(struct check *c, struct idmap *others, struct idmap *said, const struct para *p,
    size_t i)
{
	size_t kind = tok_next(p, i), body = tok_next(p, kind);
	const char *name;

	if (!tok_upper(p, i) || !(tok_word(p, kind, "novada") || tok_word(p, kind, "valstspilsētas")) ||
	    !(tok_word(p, body, "pašvaldība") || tok_word(p, body, "dome")))
		return;
	name = span(c, p, i, i + 1);
	if (idmap_get(others, name) != NULL && idmap_add(c->a, said, name, c) == NULL)
		found_in(c, DIAG_CHECK_OTHER_PLACE, p, i, span(c, p, i, body + 1),
		    text_of(get(c->root, "municipality"), "nominative"), NULL);
}

static void
check_texts(struct check *c)
{
	static const char *const maps[] = {"municipality", "school"};
	const struct value *list = get(c->root, "institutions"), *v;
	struct idmap words = {0}, others = {0}, said = {0};
	size_t k, i;

	for (k = 0; k < 2; k++) {
		v = get(c->root, maps[k]);
		for (i = 0; v != NULL && i < v->nfields; i++)
			learn_words(c, &words, v->fields[i].value->text);
	}
	for (i = 0; i < count_of(list); i++)
		learn_words(c, &words, text_of(list->items[i], "name"));
	learn_others(c, &others);
	for (k = 0; k < c->nparas; k++) {
		const struct para *p = &c->paras[k];

		for (i = 0; p->kind != PARA_NOTE && i < p->ntoks; i++) {
			if (!tok_is(p, i, TOK_WORD))
				continue;
			misspelt(c, &words, p, i);
			other_municipality(c, &others, &said, p, i);
		}
	}
}

/* -- how to reach the author -- */

/* "+371 60 000 000" has eight digits; an address has one @ with a name and a host. */
static void
check_contact(struct check *c)
{
	const struct value *v = get(c->root, "contact");
	const char *s = v == NULL ? NULL : v->text, *at, *country;
	size_t n, digits = 0;

	if (s == NULL)
		return;
	country = strstr(s, "+371");
	if (country != NULL) {
		for (at = country + 4; *at == ' ' || *at == '-' || (*at >= '0' && *at <= '9'); at++)
			digits += *at >= '0' && *at <= '9';
		if (digits != 8)
			found(c, DIAG_CHECK_CONTACT, "contact", &v->at, arena_strndup(c->a, country,
			    (size_t)(at - country)), NULL);
	}
	for (; *s != '\0'; s += n, s += strspn(s, " ,;")) {
		n = strcspn(s, " ,;");
		at = memchr(s, '@', n);
		if (at != NULL && (at == s || memchr(at + 1, '@', n - (size_t)(at + 1 - s)) != NULL ||
		    memchr(at, '.', n - (size_t)(at - s)) == NULL))
			found(c, DIAG_CHECK_CONTACT, "contact", &v->at, arena_strndup(c->a, s, n), NULL);
	}
}

void
rule_names(struct check *c)
{
	check_forms(c);
	check_texts(c);
	check_contact(c);
}
