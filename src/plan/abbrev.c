/*
 * Which abbreviations the plan really uses: those that stand as words in its texts,
 * and the short names of institutions that it names.
 *
 * Texts are read once.  At the start of each word the abbreviations that begin with
 * that word are tried, the longest first ("Valkas PII" before "Valkas").
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "plan/priv.h"

struct abbrev {
	const char *text, *name; /* short form and meaning */
	size_t len;
	bool used;
	struct abbrev *next; /* same first word, shorter or equal */
};

struct abbrevs {
	struct plan *p;
	struct abbrev *list;
	size_t n;
	struct idmap by_word; /* first word -> struct abbrev **: head of its chain */
};

/* Bytes of the letter or digit at s; 0 if there is none. */
static size_t
letter_length(const char *s, size_t len)
{
	uint32_t c = len == 0 ? 0 : (unsigned char)*s;
	int n;

	if (c < 0x80) /* nearly always, so without a look into Unicode's tables */
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	n = utf8_decode(s, len, &c);
	return n > 0 && utf8_is_letter(c) ? (size_t)n : 0;
}

/* Bytes of the word (letters and digits) that starts at s; 0 if none does. */
static size_t
word_length(const char *s, size_t len)
{
	size_t i = 0, n;

	while ((n = letter_length(s + i, len - i)) != 0)
		i += n;
	return i;
}

/* Longer ones first, so that the first that fits is the longest. */
static void
chain_insert(struct abbrev **head, struct abbrev *ab)
{
	while (*head != NULL && (*head)->len >= ab->len)
		head = &(*head)->next;
	ab->next = *head;
	*head = ab;
}

static void
add(struct abbrevs *all, const char *text, const char *name)
{
	struct abbrev *ab = &all->list[all->n++];
	struct abbrev **head;
	const char *word;
	size_t n;

	ab->text = text;
	ab->name = name;
	ab->len = strlen(text);
	n = word_length(text, ab->len);
	if (n == 0) {
		ab->used =
		    ab->len > 0; /* begins with a sign: not to be found as a word */
		return;
	}
	word = arena_strndup(all->p->a, text, n);
	head = idmap_get(&all->by_word, word);
	if (head == NULL) {
		head = arena_alloc(all->p->a, sizeof(*head));
		idmap_add(all->p->a, &all->by_word, word, head);
	}
	chain_insert(head, ab);
}

static void
collect(struct abbrevs *all, const char *key)
{
	const struct value *list = plan_get(all->p->root, key);
	size_t i;

	for (i = 0; list != NULL && i < list->nitems; i++)
		if (plan_text(list->items[i], "short") != NULL)
			add(all, plan_text(list->items[i], "short"),
			    plan_text(list->items[i], "name"));
}

/*
 * Does the abbreviation stand at s, ending with a word?  A no-break space is as good as
 * a space.  Returns the bytes it takes, or 0.
 */
static size_t
stands_at(const struct abbrev *ab, const char *s, size_t len)
{
	size_t i = 0, k = 0;

	while (k < ab->len) {
		if (i >= len)
			return 0;
		if (ab->text[k] == ' ' && len - i >= 2 && memcmp(s + i, NBSP, 2) == 0) {
			i += 2;
			k++;
			continue;
		}
		if (s[i++] != ab->text[k++])
			return 0;
	}
	if (ab->text[ab->len - 1] != '.' && word_length(s + i, len - i) != 0)
		return 0;
	return i;
}

static void
scan(struct abbrevs *all, const char *s)
{
	size_t len = strlen(s), i = 0, n, taken;
	char word[256];
	struct abbrev **head, *ab;
	uint32_t c;
	int step;

	while (i < len) {
		n = word_length(s + i, len - i);
		if (n == 0) {
			step = utf8_decode(s + i, len - i, &c);
			i += step > 0 ? (size_t)step : 1;
			continue;
		}
		taken = n;
		if (n < sizeof(word)) {
			memcpy(word, s + i, n);
			word[n] = '\0';
			head = idmap_get(&all->by_word, word);
			for (ab = head == NULL ? NULL : *head; ab != NULL;
			     ab = ab->next) {
				size_t fits = stands_at(ab, s + i, len - i);

				if (fits == 0)
					continue;
				ab->used = true;
				taken = fits > n ? fits : n;
				break;
			}
		}
		i += taken;
	}
}

static bool
is_one_of(const char *key, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(words[i], key) == 0)
			return true;
	return false;
}

#define ONE_OF(key, words) is_one_of((key), (words), sizeof(words) / sizeof((words)[0]))

static void
scan_parties(struct abbrevs *all, const struct value *list, const struct idmap *printed)
{
	const struct value *v, *shown;
	size_t i;

	for (i = 0; i < list->nitems; i++) {
		v = list->items[i];
		shown = v->kind == VALUE_TEXT ? idmap_get(printed, v->text)
					      : value_get(v, "text");
		if (shown == NULL)
			shown = v; /* own wording of a view: words, no id */
		if (shown->text != NULL)
			scan(all, shown->text);
	}
}

/* Everything that a reader of the plan may see; ids and settings are not. */
static void
walk(struct abbrevs *all, const struct value *v, int depth)
{
	static const char *const unseen_at_top[] = {"schema", "base", "id", "profile",
	    "institutions", "abbreviations", "sources", "silence"};
	static const char *const unseen[] = {"id", "level", "goal", "activity", "task",
	    "indicator", "direction", "pattern", "after"};
	static const char *const party[] = {
	    "responsible", "involved", "by", "supervised_by"};
	size_t i;

	if (depth > MAX_DEPTH)
		return;
	if (v->kind == VALUE_TEXT)
		scan(all, v->text);
	for (i = 0; i < v->nitems; i++)
		walk(all, v->items[i], depth + 1);
	for (i = 0; i < v->nfields; i++) {
		const char *key = v->fields[i].key;
		const struct value *field = v->fields[i].value;

		if (depth == 0 ? ONE_OF(key, unseen_at_top) : ONE_OF(key, unseen))
			continue;
		if (ONE_OF(key, party) && field->kind == VALUE_LIST)
			scan_parties(all, field, &all->p->party_at);
		else if (depth > 0 && strcmp(key, "sources") == 0 &&
			 field->kind == VALUE_LIST)
			scan_parties(all, field, &all->p->source_at);
		else if (!(strcmp(key, "goals") == 0 && depth > 0 &&
			     field->kind == VALUE_LIST))
			walk(all, field, depth + 1);
	}
}

static int
by_text(const void *x, const void *y)
{
	const struct abbrev *a = x, *b = y;

	return lv_compare(a->text, b->text);
}

void
plan_derive_abbreviations(struct plan *p)
{
	const struct value *own = plan_get(p->root, "abbreviations");
	const struct value *insts = plan_get(p->root, "institutions");
	struct abbrevs all;
	struct value *out = plan_list(p, "abbreviation"), *m;
	size_t i;

	memset(&all, 0, sizeof(all));
	all.p = p;
	all.list = arena_array(p->a,
	    (own == NULL ? 0 : own->nitems) + (insts == NULL ? 0 : insts->nitems),
	    sizeof(all.list[0]));
	collect(&all, "abbreviations");
	collect(&all, "institutions");
	walk(&all, p->root, 0);
	if (all.n > 0)
		qsort(all.list, all.n, sizeof(all.list[0]), by_text);
	for (i = 0; i < all.n; i++) {
		if (!all.list[i].used)
			continue;
		m = value_new(p->a, VALUE_MAP, NULL);
		value_set(p->a, m, "short", plan_print_str(p, all.list[i].text));
		value_set(p->a, m, "name",
		    all.list[i].name == NULL ? value_new(p->a, VALUE_BLANK, NULL)
					     : plan_print_str(p, all.list[i].name));
		m->text = value_get(m, "short")->text;
		m->len = strlen(m->text);
		value_push(p->a, out, m);
	}
	value_set(p->a, p->model, "abbreviations", out);
}
