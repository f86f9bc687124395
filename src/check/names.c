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

/*
 * The list's line of a municipality, found by one of its forms: all four from the
 * nominative on.
 */
static bool
line_of(struct check *c, const char *csv, const char *name, size_t which, const char *forms[4])
{
	size_t len, i, n;

	for (; *csv != '\0'; csv += len + (csv[len] != '\0')) {
		const char *s = csv;

		len = strcspn(csv, "\n");
		for (i = 0; i < 3 && s != NULL; i++) { /* id, code, kind */
			s = memchr(s, ',', len - (size_t)(s - csv));
			s = s == NULL ? NULL : s + 1;
		}
		for (i = 0; i < 4 && s != NULL && *s != '\0' && *s != '\n'; i++) {
			n = strcspn(s, ",\n");
			forms[i] = arena_strndup(c->a, s, n);
			s += n + (s[n] == ',');
		}
		if (i == 4 && strcmp(forms[which], name) == 0)
			return true;
	}
	return false;
}

/* The forms of a municipality, as the state's list has them; found by the form "which". */
static bool
listed_forms(struct check *c, const char *name, size_t which, const char *forms[4])
{
	struct diag *quiet;
	char *bytes;
	size_t len;
	bool there;

	if (c->o->municipalities == NULL)
		return false;
	quiet = diag_new(DIAG_EN);
	bytes = slurp(c->o->municipalities, LIST_LIMIT, &len, DIAG_IO_READ, quiet);
	diag_free(quiet);
	if (bytes == NULL)
		return false;
	there = name != NULL && line_of(c, bytes, name, which, forms);
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

void
rule_names(struct check *c)
{
	check_forms(c);
}
