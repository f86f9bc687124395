/* inventory - see inventory.h */
#include "archive/inventory.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/num.h"

/* One parse: where, and what to fill. */
struct parse {
	struct arena *a;
	const char *file;
	struct ocfl_report *r;
	struct inventory *out;
};

/* The rules in words. */
static const struct rule {
	const char *code, *en, *lv;
} ocfl_rules[] = {
#define X(code, en, lv) {code, en, lv},
#include "archive/ocfl_rules.def"
#undef X
};

static int
by_code(const void *key, const void *rule)
{
	return strcmp(key, ((const struct rule *)rule)->code);
}

static const char *
in_words(const struct diag *d, const char *code)
{
	size_t n = sizeof(ocfl_rules) / sizeof(ocfl_rules[0]);
	const struct rule *rule = bsearch(code, ocfl_rules, n, sizeof(ocfl_rules[0]), by_code);

	return rule == NULL ? NULL : diag_pick(d, rule->en, rule->lv);
}

void
ocfl_fault(struct ocfl_report *r, const char *file, const char *code, const char *detail)
{
	struct place at = {.file = file};

	/* A folder that OCFL would overlook must not hide in an archive of ours. */
	if (code[0] == 'W' && !(r->own && (strcmp(code, "W002") == 0 || strcmp(code, "W003") == 0))) {
		diag(r->d, DIAG_ARCHIVE_OCFL_WARNING, &at, code, in_words(r->d, code), detail, NULL);
		return;
	}
	r->faults++;
	diag(r->d, DIAG_ARCHIVE_OCFL, &at, code, in_words(r->d, code), detail, NULL);
}

static void
fault(struct parse *p, const char *code, const char *detail)
{
	ocfl_fault(p->r, p->file, code, detail);
}

long
inventory_version(const char *name, size_t *padding)
{
	size_t n;
	int64_t number;

	if (padding != NULL)
		*padding = 0;
	if (name[0] != 'v')
		return 0;
	n = strlen(name + 1);
	if (n == 0 || n > 9 || strspn(name + 1, "0123456789") != n ||
	    !num_parse_int(name + 1, n, &number))
		return 0;
	if (padding != NULL && name[1] == '0')
		*padding = n;
	return (long)number;
}

/* -- lists of paths -- */

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct inv_path *)a)->path, ((const struct inv_path *)b)->path);
}

bool
inv_paths_find(const struct inv_paths *l, const char *path, size_t *at)
{
	struct inv_path key = {.path = path}, *hit;

	hit = l->n == 0 ? NULL : bsearch(&key, l->v, l->n, sizeof(l->v[0]), by_path);
	if (hit != NULL)
		*at = (size_t)(hit - l->v);
	return hit != NULL;
}

const char *
inv_paths_digest(const struct inv_paths *l, const char *path)
{
	size_t at;

	return inv_paths_find(l, path, &at) ? l->v[at].digest : NULL;
}

/* The rules for paths differ in their codes only. */
struct path_rules {
	const char *element, *slash, *conflict, *twice;
};
static const struct path_rules content_rules = {"E099", "E100", "E101", "E096"};
static const struct path_rules logical_rules = {"E052", "E053", "E095", "E050"};
static const struct path_rules fixity_rules = {"E099", "E100", "E101", "E097"};

static void
check_path(struct parse *p, const char *path, const struct path_rules *rules)
{
	const char *s = path;
	size_t n, len = strlen(path);

	if (len == 0 || path[0] == '/' || path[len - 1] == '/')
		fault(p, rules->slash, path);
	for (;; s += n + 1) {
		n = strcspn(s, "/");
		if ((n == 0 && s != path && s[n] != '\0') || (n == 1 && s[0] == '.') ||
		    (n == 2 && s[0] == '.' && s[1] == '.')) {
			fault(p, rules->element, path);
			break;
		}
		if (s[n] == '\0')
			break;
	}
}

/* As a folder is listed before its neighbours: "/" comes before all other characters. */
static int
by_folder(const void *a, const void *b)
{
	const unsigned char *s = *(const unsigned char *const *)a, *t = *(const unsigned char *const *)b;
	int x, y;

	while (*s != '\0' && *s == *t) {
		s++;
		t++;
	}
	x = *s == '/' ? 1 : *s == '\0' ? 0 : *s + 1;
	y = *t == '/' ? 1 : *t == '\0' ? 0 : *t + 1;
	return x - y;
}

/*
 * No path twice, and none that is a folder of another.  In this order all that is below a path
 * follows it at once, so one look back is enough, however many slashes a path has.
 */
static void
check_conflicts(struct parse *p, const struct inv_paths *l, const struct path_rules *rules)
{
	const char **sorted = arena_array(p->a, l->n, sizeof(*sorted)), *above;
	size_t i, n = 0;

	for (i = 0; i < l->n; i++)
		sorted[i] = l->v[i].path;
	if (l->n > 1)
		qsort(sorted, l->n, sizeof(*sorted), by_folder);
	for (above = NULL, i = 0; i < l->n; i++) {
		if (above != NULL && n != 0 && strncmp(above, sorted[i], n) == 0 &&
		    (sorted[i][n] == '\0' || sorted[i][n] == '/')) {
			fault(p, rules->conflict, sorted[i]);
			continue;
		}
		above = sorted[i];
		n = strlen(above);
	}
}

static int
by_digest(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keys are digests: hexadecimal, each once whatever its case. */
static void
check_digests(struct parse *p, json_t *o, const char *algorithm, const char *shape_code,
    const struct path_rules *rules)
{
	const char **keys = arena_array(p->a, json_object_size(o), sizeof(*keys)), *key;
	size_t n = 0, i;
	json_t *value;

	json_object_foreach(o, key, value) {
		keys[n++] = arena_strdup(p->a, key);
		if (digest_known(algorithm) && !digest_is_hex(algorithm, key))
			fault(p, shape_code, key);
	}
	if (n > 1)
		qsort(keys, n, sizeof(*keys), by_digest);
	for (i = 1; i < n; i++)
		if (strcasecmp(keys[i - 1], keys[i]) == 0)
			fault(p, rules->twice, keys[i]);
}

/* {"digest": ["path", ...]} -> paths by name. */
static void
take_paths(struct parse *p, json_t *o, const char *algorithm, const char *shape_code,
    const struct path_rules *rules, struct inv_paths *out)
{
	const char *key, *path;
	json_t *list, *item;
	size_t i;

	check_digests(p, o, algorithm, shape_code, rules);
	json_object_foreach(o, key, list) {
		if (!json_is_array(list) || json_array_size(list) == 0) {
			fault(p, shape_code, key);
			continue;
		}
		json_array_foreach(list, i, item) {
			path = json_string_value(item);
			if (path == NULL) {
				fault(p, shape_code, key);
				continue;
			}
			check_path(p, path, rules);
			out->v = arena_grow(p->a, out->v, out->n, out->n + 1, &out->cap,
			    sizeof(out->v[0]));
			out->v[out->n].digest = arena_strdup(p->a, key);
			out->v[out->n++].path = arena_strdup(p->a, path);
		}
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(out->v[0]), by_path);
	check_conflicts(p, out, rules);
}

/* -- values -- */

static int
digits(const char **s, int n)
{
	int value = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		value = 10 * value + (**s - '0');
	}
	return value;
}

static bool
expect(const char **s, const char *set)
{
	if (**s == '\0' || strchr(set, **s) == NULL)
		return false;
	(*s)++;
	return true;
}

/* RFC 3339: to the second, with a zone. */
static bool
is_time(const char *s)
{
	struct date day;
	int h, m, sec;

	if (strlen(s) < 20 || !date_parse(s, 10, &day))
		return false;
	s += 10;
	if (!expect(&s, "Tt") || (h = digits(&s, 2)) < 0 || h > 23 || !expect(&s, ":") ||
	    (m = digits(&s, 2)) < 0 || m > 59 || !expect(&s, ":") || (sec = digits(&s, 2)) < 0 ||
	    sec > 60)
		return false;
	if (*s == '.') {
		size_t n = strspn(s + 1, "0123456789");

		if (n == 0)
			return false;
		s += n + 1;
	}
	if (*s == 'Z' || *s == 'z')
		return s[1] == '\0';
	return expect(&s, "+-") && (h = digits(&s, 2)) >= 0 && h < 24 && expect(&s, ":") &&
	    (m = digits(&s, 2)) >= 0 && m < 60 && *s == '\0';
}

/* A required text; NULL after reporting. */
static const char *
need_text(struct parse *p, json_t *o, const char *key, const char *code)
{
	const char *s = json_string_value(json_object_get(o, key));

	if (s != NULL && s[0] != '\0')
		return arena_strdup(p->a, s);
	fault(p, code, key);
	return NULL;
}

/* Keys that the specification does not know. */
static void
check_keys(struct parse *p, json_t *o, const char *const *known, const char *code)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach(o, key, value) {
		for (i = 0; known[i] != NULL && strcmp(known[i], key) != 0; i++)
			;
		if (known[i] == NULL)
			fault(p, code, arena_strdup(p->a, key));
	}
}

/* -- blocks -- */

static void
take_head(struct parse *p, json_t *o)
{
	static const char spec[] = "https://ocfl.io/1.";
	const char *type = need_text(p, o, "type", json_object_get(o, "type") == NULL ? "E036" : "E038");
	struct inventory *v = p->out;
	json_t *dir = json_object_get(o, "contentDirectory");

	v->id = need_text(p, o, "id", "E036");
	v->algorithm = need_text(p, o, "digestAlgorithm", "E036");
	v->head = need_text(p, o, "head", "E036");
	v->spec = "1.1";
	if (type != NULL && strncmp(type, spec, sizeof(spec) - 1) == 0 &&
	    (type[sizeof(spec) - 1] == '0' || type[sizeof(spec) - 1] == '1') &&
	    strcmp(type + sizeof(spec), "/spec/#inventory") == 0)
		v->spec = type[sizeof(spec) - 1] == '0' ? "1.0" : "1.1";
	else if (type != NULL)
		fault(p, "E038", type);
	if (v->id != NULL && strchr(v->id, ':') == NULL)
		fault(p, "W005", v->id);
	if (v->algorithm != NULL && strcmp(v->algorithm, "sha256") == 0)
		fault(p, "W004", NULL);
	else if (v->algorithm != NULL && strcmp(v->algorithm, "sha512") != 0)
		fault(p, "E025", v->algorithm);
	if (v->head != NULL) {
		v->head_number = inventory_version(v->head, &v->padding);
		if (v->head_number == 0)
			fault(p, v->head[0] == 'v' && v->head[1] == '0' ? "E011" : "E040", v->head);
	}
	v->content = "content";
	v->content_given = dir != NULL;
	if (dir != NULL && !json_is_string(dir))
		fault(p, "E033", "contentDirectory");
	else if (dir != NULL) {
		v->content = arena_strdup(p->a, json_string_value(dir));
		if (strchr(v->content, '/') != NULL || v->content[0] == '\0')
			fault(p, "E017", v->content);
		else if (strcmp(v->content, ".") == 0 || strcmp(v->content, "..") == 0)
			fault(p, "E018", v->content);
	}
}

static void
take_user(struct parse *p, json_t *o, struct inv_version *v)
{
	json_t *user = json_object_get(o, "user"), *address;

	if (user == NULL) {
		fault(p, "W007", v->name);
		return;
	}
	v->user = json_string_value(json_object_get(user, "name"));
	address = json_object_get(user, "address");
	if (v->user == NULL || v->user[0] == '\0')
		fault(p, "E054", v->name);
	else
		v->user = arena_strdup(p->a, v->user);
	if (address == NULL)
		fault(p, "W008", v->name);
	else if (!json_is_string(address))
		fault(p, "E054", v->name);
	else {
		v->address = arena_strdup(p->a, json_string_value(address));
		if (strchr(v->address, ':') == NULL)
			fault(p, "W009", v->address);
	}
}

static void
take_version(struct parse *p, json_t *o, struct inv_version *v)
{
	static const char *const keys[] = {"created", "state", "message", "user", NULL};
	json_t *message = json_object_get(o, "message"), *state = json_object_get(o, "state");
	json_t *created = json_object_get(o, "created");

	check_keys(p, o, keys, "E102");
	if (created == NULL)
		fault(p, "E048", "created");
	else if (!json_is_string(created) || !is_time(json_string_value(created)))
		fault(p, "E049", json_string_value(created));
	else
		v->created = arena_strdup(p->a, json_string_value(created));
	if (message == NULL)
		fault(p, "W007", v->name);
	else if (!json_is_string(message))
		fault(p, "E094", v->name);
	else
		v->message = arena_strdup(p->a, json_string_value(message));
	take_user(p, o, v);
	if (state == NULL)
		fault(p, "E048", "state");
	else if (!json_is_object(state))
		fault(p, "E050", v->name);
	else
		take_paths(p, state, p->out->algorithm, "E050", &logical_rules, &v->state);
}

static int
by_number(const void *a, const void *b)
{
	const struct inv_version *v = a, *w = b;

	return (v->number > w->number) - (v->number < w->number);
}

/* The sequence starts at 1, has no gaps, one naming, and ends at the head. */
static void
check_sequence(struct parse *p)
{
	struct inventory *v = p->out;
	size_t i, padding;

	for (i = 0; i < v->nversions; i++) {
		inventory_version(v->versions[i].name, &padding);
		if (padding != v->padding)
			fault(p, "E012", v->versions[i].name);
		if (v->versions[i].number != (long)i + 1) {
			fault(p, i == 0 ? "E009" : "E010", v->versions[i].name);
			break;
		}
	}
	if (v->padding != 0)
		fault(p, "W001", NULL);
	if (v->head_number != 0 && (v->nversions == 0 ||
	    strcmp(v->versions[v->nversions - 1].name, v->head) != 0))
		fault(p, "E040", v->head);
}

static void
take_versions(struct parse *p, json_t *o)
{
	struct inventory *v = p->out;
	json_t *versions = json_object_get(o, "versions"), *item;
	const char *key;

	if (versions == NULL) {
		fault(p, "E043", NULL);
		return;
	}
	if (!json_is_object(versions)) {
		fault(p, "E044", NULL);
		return;
	}
	v->versions = arena_array(p->a, json_object_size(versions), sizeof(v->versions[0]));
	json_object_foreach(versions, key, item) {
		struct inv_version *w = &v->versions[v->nversions];

		w->name = arena_strdup(p->a, key);
		w->number = inventory_version(key, NULL);
		if (w->number == 0) {
			fault(p, "E046", w->name);
			continue;
		}
		v->nversions++;
		if (json_is_object(item))
			take_version(p, item, w);
		else
			fault(p, "E047", w->name);
	}
	if (v->nversions == 0)
		fault(p, "E008", NULL);
	if (v->nversions > 1)
		qsort(v->versions, v->nversions, sizeof(v->versions[0]), by_number);
	check_sequence(p);
}

/* Content paths name a file below the content folder of a version that there is. */
static void
check_manifest(struct parse *p)
{
	const struct inventory *v = p->out;
	size_t i, n = strlen(v->content);

	for (i = 0; i < v->manifest.n; i++) {
		const char *s = v->manifest.v[i].path, *slash = strchr(s, '/');
		long number = slash == NULL ? 0
		    : inventory_version(arena_strndup(p->a, s, (size_t)(slash - s)), NULL);

		if (number < 1 || (size_t)number > v->nversions ||
		    strncmp(slash + 1, v->content, n) != 0 || slash[n + 1] != '/')
			fault(p, "E042", s);
	}
}

/*
 * Every digest of a state is in the manifest, written in the same letters, and every one there
 * in some state.
 */
static void
check_digest_use(struct parse *p)
{
	const struct inventory *v = p->out;
	size_t n = v->manifest.n, m = 0, i, k;
	const char **have = arena_array(p->a, n, sizeof(*have)), **used, **found;

	for (i = 0; i < n; i++)
		have[i] = v->manifest.v[i].digest;
	if (n > 1)
		qsort(have, n, sizeof(*have), by_digest);
	for (i = 0; i < v->nversions; i++)
		m += v->versions[i].state.n;
	used = arena_array(p->a, m, sizeof(*used));
	for (i = m = 0; i < v->nversions; i++)
		for (k = 0; k < v->versions[i].state.n; k++) {
			used[m] = v->versions[i].state.v[k].digest;
			found = n == 0 ? NULL : bsearch(&used[m], have, n, sizeof(*have), by_digest);
			if (found == NULL || strcmp(*found, used[m]) != 0)
				fault(p, "E050", v->versions[i].state.v[k].path);
			m++;
		}
	if (m > 1)
		qsort(used, m, sizeof(*used), by_digest);
	for (i = 0; i < n; i++)
		if (m == 0 || bsearch(&have[i], used, m, sizeof(*used), by_digest) == NULL)
			fault(p, "E107", v->manifest.v[i].path);
}

/* Other digests of the same files, with their algorithms. */
static void
check_fixity(struct parse *p, json_t *o)
{
	static const char *const known[] = {"md5", "sha1", "sha256", "sha512", "blake2b-512",
	    "blake2b-160", "blake2b-256", "blake2b-384", "sha512/256", "size", NULL};
	struct inv_paths *paths;
	const char *key;
	json_t *block;
	size_t i;

	if (!json_is_object(o)) {
		fault(p, "E111", NULL);
		return;
	}
	check_keys(p, o, known, "E056");
	p->out->fixity = arena_array(p->a, json_object_size(o), sizeof(p->out->fixity[0]));
	json_object_foreach(o, key, block) {
		if (!json_is_object(block)) {
			fault(p, "E057", key);
			continue;
		}
		p->out->fixity[p->out->nfixity].algorithm = arena_strdup(p->a, key);
		paths = &p->out->fixity[p->out->nfixity++].paths;
		take_paths(p, block, key, "E057", &fixity_rules, paths);
		for (i = 0; i < paths->n; i++)
			if (inv_paths_digest(&p->out->manifest, paths->v[i].path) == NULL)
				fault(p, "E057", paths->v[i].path);
	}
}

struct inventory *
inventory_parse(struct arena *a, const char *file, const char *bytes, size_t len,
    struct ocfl_report *r)
{
	static const char *const keys[] = {"id", "type", "digestAlgorithm", "head",
	    "contentDirectory", "manifest", "versions", "fixity", NULL};
	struct parse p = {a, file, r, arena_alloc(a, sizeof(*p.out))};
	size_t before = r->faults;
	json_error_t error;
	/* Jansson itself stops at 2048 levels. */
	json_t *o = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error), *manifest;

	if (o == NULL || !json_is_object(o)) {
		fault(&p, "E033", o == NULL ? arena_printf(a, "%d: %s", error.line, error.text) : NULL);
		json_decref(o);
		return NULL;
	}
	check_keys(&p, o, keys, "E102");
	take_head(&p, o);
	if (p.out->id == NULL || p.out->algorithm == NULL || p.out->head == NULL ||
	    !digest_known(p.out->algorithm)) {
		if (r->faults == before)
			fault(&p, "E025", p.out->algorithm);
		if (json_is_object(json_object_get(o, "versions")) &&
		    json_object_size(json_object_get(o, "versions")) == 0)
			fault(&p, "E008", NULL);
		json_decref(o);
		return NULL;
	}
	manifest = json_object_get(o, "manifest");
	if (manifest == NULL)
		fault(&p, "E041", "manifest");
	else if (!json_is_object(manifest))
		fault(&p, "E106", NULL);
	else
		take_paths(&p, manifest, p.out->algorithm, "E092", &content_rules, &p.out->manifest);
	take_versions(&p, o);
	if (json_is_object(manifest)) {
		check_manifest(&p);
		check_digest_use(&p);
		if (json_object_get(o, "fixity") != NULL)
			check_fixity(&p, json_object_get(o, "fixity"));
	}
	json_decref(o);
	digest_bytes(p.out->algorithm, bytes, len, p.out->digest);
	return p.out;
}

const struct inv_version *
inventory_find(const struct inventory *v, long number)
{
	return number < 1 || (size_t)number > v->nversions ? NULL : &v->versions[number - 1];
}

const struct inv_version *
inventory_head(const struct inventory *v)
{
	return v->nversions == 0 ? NULL : &v->versions[v->nversions - 1];
}

const char *
inventory_content(const struct inventory *v, const char *digest)
{
	size_t i;

	for (i = 0; i < v->manifest.n; i++)
		if (strcasecmp(v->manifest.v[i].digest, digest) == 0)
			return v->manifest.v[i].path;
	return NULL;
}
