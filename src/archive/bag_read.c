/* bag_read - the tag files of a bag; see bag.h */
#include "archive/bag.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uniconv.h>

#include "archive/digest.h"
#include "base/publish.h"
#include "base/utf8.h"

#define DECLARATION_MOST ((size_t)64 << 10) /* bytes */
#define TAG_MOST ((size_t)256 << 20)
#define BOM "\xEF\xBB\xBF"

/* The lines of a tag file, ended by LF, CR or CRLF. */
struct lines {
	char **v;
	size_t n, cap;
};

bool
bag_is_payload(const char *path)
{
	return strncmp(path, "data/", 5) == 0;
}

bool
bag_is_manifest(const char *name, const char *prefix)
{
	size_t n = strlen(name), p = strlen(prefix);

	return n > p + 4 && strchr(name, '/') == NULL && strncasecmp(name, prefix, p) == 0 &&
	    strcasecmp(name + n - 4, ".txt") == 0;
}

/* What is unusual, but no fault. */
static void
odd(struct bag *b, const char *name, int line, const char *what, const char *en, const char *lv)
{
	bag_say(b, DIAG_BAG_ODD, name, line, diag_pick(b->d, en, lv), what);
}

static void
bad_line(struct bag *b, const char *name, int line, const char *en, const char *lv)
{
	bag_say(b, DIAG_BAG_LINE, name, line, diag_pick(b->d, en, lv), NULL);
}

/* -- text -- */

static void
split(struct arena *a, char *s, size_t len, struct lines *out)
{
	char *end = s + len, *p;

	*out = (struct lines){NULL, 0, 0};
	while (s < end) {
		p = s;
		while (p < end && *p != '\n' && *p != '\r')
			p++;
		out->v = arena_grow(a, out->v, out->n, out->n + 1, &out->cap, sizeof(out->v[0]));
		out->v[out->n++] = s;
		s = p + (p + 1 < end && p[0] == '\r' && p[1] == '\n' ? 2 : 1);
		*p = '\0';
	}
}

/* An ordinary file of the bag, whole, in the arena.  NULL: absent, or reported. */
static char *
read_tag(struct bag *b, const char *name, size_t limit, size_t *len)
{
	const struct entry *e = folder_find(&b->l, name);
	char *s, *out;

	/* A link is reported with all others. */
	if (e == NULL || e->kind != ENTRY_FILE)
		return NULL;
	s = slurp(folder_join(b->a, b->dir, name), limit, len, DIAG_ARCHIVE_READ, b->d);
	if (s == NULL)
		return NULL;
	out = arena_strndup(b->a, s, *len);
	free(s);
	return out;
}

/* Encodings by names that no locale changes. */
static bool
known_encoding(const char *s)
{
	static const char *const names[] = {
	    "UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE", "US-ASCII"};
	static const char *const families[] = {"ISO-8859-", "ISO_8859-", "windows-125", "CP125"};
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(s, names[i]) == 0)
			return true;
	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		n = strlen(families[i]);
		if (strncasecmp(s, families[i], n) == 0 && isdigit((unsigned char)s[n]) &&
		    strspn(s + n, "0123456789") == strlen(s + n) && strlen(s + n) < 3)
			return true;
	}
	return false;
}

/* In UTF-8, in the arena; NULL if it is no text in the bag's encoding. */
static char *
decode(struct bag *b, const char *s, size_t *len)
{
	uint8_t *u;
	char *out;

	if (strcasecmp(b->encoding, "UTF-8") == 0)
		return utf8_check(s, *len) == *len ? arena_strndup(b->a, s, *len) : NULL;
	u = u8_conv_from_encoding(b->encoding, iconveh_error, s, *len, NULL, NULL, len);
	if (u == NULL)
		return *len == 0 ? arena_strdup(b->a, "") : NULL;
	out = arena_strndup(b->a, (const char *)u, *len);
	free(u);
	return out;
}

/* The lines of a tag file.  False: absent, or reported. */
static bool
read_lines(struct bag *b, const char *name, struct lines *out)
{
	size_t len = 0;
	char *s = read_tag(b, name, TAG_MOST, &len);

	if (s == NULL || b->encoding == NULL)
		return false;
	s = decode(b, s, &len);
	if (s == NULL || memchr(s, '\0', len) != NULL) {
		bag_say(b, DIAG_BAG_ENCODING, name, 0, b->encoding, NULL);
		return false;
	}
	if (strncmp(s, BOM, 3) == 0) {
		odd(b, name, 1, NULL, "a byte order mark", "baitu secības zīme (BOM)");
		s += 3;
		len -= 3;
	}
	split(b->a, s, len, out);
	return true;
}

/* -- bagit.txt -- */

static void
bad_declaration(struct bag *b, int line, const char *en, const char *lv)
{
	bag_say(b, DIAG_BAG_DECLARATION, BAG_DECLARATION, line, diag_pick(b->d, en, lv), NULL);
}

/* What follows a label; NULL if the line does not begin so. */
static const char *
behind(const char *line, const char *label)
{
	size_t n = strlen(label);

	return strncmp(line, label, n) == 0 ? line + n : NULL;
}

static void
read_version(struct bag *b, const char *line)
{
	static const char *const known[] = {"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"};
	const char *s = behind(line, "BagIt-Version: ");
	size_t i, n = s == NULL ? 0 : strspn(s, "0123456789");

	if (n == 0 || s[n] != '.' || s[n + 1] == '\0' ||
	    strspn(s + n + 1, "0123456789") != strlen(s + n + 1)) {
		bad_declaration(b, 1, "line 1 must be \"BagIt-Version: M.N\", as \"BagIt-Version: 1.0\"",
		    "1. rindai jābūt “BagIt-Version: M.N”, piemēram, “BagIt-Version: 1.0”");
		return;
	}
	b->seen->version = s;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(s, known[i]) == 0) {
			b->strict = i == 5;
			b->old_info = i < 3;
			return;
		}
	bag_say(b, DIAG_BAG_VERSION, BAG_DECLARATION, 1, s, NULL);
}

static void
read_encoding(struct bag *b, const char *line)
{
	const char *s = behind(line, "Tag-File-Character-Encoding: ");

	if (s == NULL || s[0] == '\0' || strcspn(s, " \t") != strlen(s)) {
		bad_declaration(b, 2, "line 2 must be \"Tag-File-Character-Encoding: ENCODING\", as "
		    "\"Tag-File-Character-Encoding: UTF-8\"",
		    "2. rindai jābūt “Tag-File-Character-Encoding: KODĒJUMS”, piemēram, "
		    "“Tag-File-Character-Encoding: UTF-8”");
		return;
	}
	b->encoding = s;
	if (known_encoding(s))
		return;
	bag_say(b, DIAG_BAG_ENCODING, BAG_DECLARATION, 2, s, NULL);
	b->encoding = NULL;
}

void
bag_read_declaration(struct bag *b)
{
	struct lines l;
	size_t len = 0;
	char *s;

	/* What stays if the declaration is not to be used: the rest is checked all the same. */
	b->strict = true;
	b->encoding = "UTF-8";
	s = read_tag(b, BAG_DECLARATION, DECLARATION_MOST, &len);
	if (s == NULL)
		return;
	if (strncmp(s, BOM, 3) == 0) {
		bad_declaration(b, 1, "it begins with a byte order mark",
		    "tā sākas ar baitu secības zīmi (BOM)");
		s += 3;
		len -= 3;
	}
	if (utf8_check(s, len) != len || memchr(s, '\0', len) != NULL) {
		bad_declaration(b, 0, "it is not UTF-8", "tā nav UTF-8");
		return;
	}
	split(b->a, s, len, &l);
	read_version(b, l.n > 0 ? l.v[0] : "");
	read_encoding(b, l.n > 1 ? l.v[1] : "");
	if (l.n > 2)
		bad_declaration(b, 3, "it has more than two lines", "tajā ir vairāk par divām rindām");
}

/* -- paths -- */

/* Of "%0A", "%0D" and, if percent, "%25"; NULL if it is another or no code. */
static const char *
code(const char *s, bool percent)
{
	static const char *const codes[] = {"%0A", "%0D", "%25"}, *const chars[] = {"\n", "\r", "%"};
	size_t i;

	for (i = 0; i < (percent ? 3 : 2); i++)
		if (strncasecmp(s, codes[i], 3) == 0)
			return chars[i];
	return NULL;
}

static const char *
decode_path(struct arena *a, const char *s, bool percent)
{
	char *out, *p;
	const char *c;

	if (strchr(s, '%') == NULL)
		return s;
	p = out = arena_strdup(a, s);
	while (*s != '\0') {
		c = *s == '%' ? code(s, percent) : NULL;
		*p++ = c == NULL ? *s : *c;
		s += c == NULL ? 1 : 3;
	}
	*p = '\0';
	return out;
}

static bool
has_stray_percent(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s == '%' && code(s, true) == NULL)
			return true;
	return false;
}

/* Does it lead out of the bag, here or on Windows ("C:", "%HomeDrive%\\")? */
static bool
leaves(const char *s)
{
	const char *p = s[0] == '%' ? strchr(s + 1, '%') : NULL;

	if (p != NULL && p[1] == '\\')
		return true;
	if (s[0] == '/' || s[0] == '~' || s[0] == '\\' || s[0] == '\0' ||
	    (isalpha((unsigned char)s[0]) && s[1] == ':') || strstr(s, "..\\") != NULL)
		return true;
	for (p = s; p != NULL; p = strchr(p, '/')) {
		p += *p == '/';
		if (strncmp(p, "..", 2) == 0 && (p[2] == '/' || p[2] == '\0'))
			return true;
	}
	return false;
}

/* Without "." and empty components. */
static const char *
plain_path(struct bag *b, const char *name, int line, const char *s)
{
	char *out = arena_strdup(b->a, s), *p = out;
	const char *from = s;
	size_t n;

	for (; *s != '\0'; s += n + (s[n] == '/')) {
		n = strcspn(s, "/");
		if (n == 0 || (n == 1 && s[0] == '.'))
			continue;
		if (p != out)
			*p++ = '/';
		memmove(p, s, n);
		p += n;
	}
	*p = '\0';
	if (strcmp(out, from) != 0)
		odd(b, name, line, from, "\"./\" or \"//\" in a path", "“./” vai “//” ceļā");
	return out;
}

/*
 * The path of a line, which is checked and put into the item.  False after reporting.
 * "payload" wants one below data/.
 */
static bool
read_path(struct bag *b, const char *name, const char *s, bool payload, bool lenient,
    struct bag_item *item)
{
	if (leaves(s)) {
		bag_say(b, DIAG_BAG_PATH, name, item->line, s, NULL);
		return false;
	}
	s = plain_path(b, name, item->line, s);
	if (bag_is_payload(s) != payload && !lenient) {
		bag_say(b, payload ? DIAG_BAG_NOT_DATA : DIAG_BAG_NOT_TAG, name, item->line, s, NULL);
		return false;
	}
	if (bag_is_payload(s) != payload)
		odd(b, name, item->line, s, "a path that is not below data/", "ceļš, kas nav mapē data/");
	if (strchr(s, '\\') != NULL)
		odd(b, name, item->line, s, "a backslash, which Windows takes for a separator",
		    "atpakaļvērsta slīpsvītra, ko Windows uzskata par atdalītāju");
	if (b->strict && has_stray_percent(s))
		odd(b, name, item->line, s, "a % that is not written as %25",
		    "procenta zīme, kas nav rakstīta kā %25");
	item->written = s;
	item->path = decode_path(b->a, s, b->strict);
	return true;
}

/* -- manifests -- */

/* GNU's mark of a binary file; what is behind it if that is meant. */
static const char *
without_star(struct bag *b, const struct bag_list *m, const char *s, int line)
{
	bool meant = s[0] == '*' && (m->tag ? folder_find(&b->l, s) == NULL
	    : strncmp(s + 1, "data/", 5) == 0 || strncmp(s + 1, "./data/", 7) == 0);

	if (!meant)
		return s;
	odd(b, m->name, line, s, "\"*\" before a path, as md5sum -b writes",
	    "“*” pirms ceļa, kā raksta md5sum -b");
	return s + 1;
}

static void
add_item(struct bag *b, struct bag_list *l, const struct bag_item *item)
{
	l->v = arena_grow(b->a, l->v, l->n, l->n + 1, &l->cap, sizeof(l->v[0]));
	l->v[l->n++] = *item;
}

static void
read_manifest_line(struct bag *b, struct bag_list *m, char *s, int line)
{
	struct bag_item item = {.line = line, .length = UINT64_MAX, .entry = SIZE_MAX};
	size_t n = strcspn(s, " \t"), gap = strspn(s + n, " \t");

	if (s[0] == '\0') {
		odd(b, m->name, line, NULL, "an empty line", "tukša rinda");
		return;
	}
	if (n == 0 || gap == 0 || s[n + gap] == '\0') {
		bad_line(b, m->name, line, "a digest, a blank and a path",
		    "kontrolsumma, atstarpe un ceļš");
		return;
	}
	s[n] = '\0';
	item.digest = s;
	if (!digest_is_hex(m->algorithm, s)) {
		bag_say(b, DIAG_BAG_HEX, m->name, line, s, m->algorithm);
		item.digest = NULL;
	}
	s = (char *)without_star(b, m, s + n + gap, line);
	if (!read_path(b, m->name, s, !m->tag, false, &item))
		return;
	if (m->tag && bag_is_manifest(item.path, "tagmanifest-")) {
		bag_say(b, DIAG_BAG_NOT_TAG, m->name, line, item.path, NULL);
		return;
	}
	add_item(b, m, &item);
}

/* "manifest-SHA-512.txt" -> "sha512" */
static const char *
algorithm_of(struct bag *b, const char *name)
{
	char *out = arena_strdup(b->a, strchr(name, '-') + 1), *p = out, *s;

	out[strlen(out) - 4] = '\0';
	for (s = out; *s != '\0'; s++)
		if (isalnum((unsigned char)*s))
			*p++ = (char)tolower((unsigned char)*s);
	*p = '\0';
	return out;
}

static void
read_manifest(struct bag *b, const char *name, bool tag)
{
	const char *algorithm = algorithm_of(b, name);
	struct bag_list *m;
	struct lines l = {0};
	size_t i;

	if (!digest_of_bag(algorithm)) {
		bag_say(b, DIAG_BAG_ALGORITHM, name, 0, algorithm, NULL);
		b->unknown += !tag;
		return;
	}
	if (strcmp(name, arena_printf(b->a, "%smanifest-%s.txt", tag ? "tag" : "", algorithm)) != 0)
		odd(b, name, 0, NULL, "a name that is not in small letters and digits",
		    "nosaukums nav mazajiem burtiem un cipariem");
	b->lists = arena_grow(b->a, b->lists, b->nlists, b->nlists + 1, &b->cap,
	    sizeof(b->lists[0]));
	m = &b->lists[b->nlists++];
	*m = (struct bag_list){.name = name, .algorithm = algorithm, .tag = tag};
	m->first = arena_array(b->a, b->l.n, sizeof(m->first[0]));
	m->unread = !read_lines(b, name, &l);
	for (i = 0; i < l.n; i++)
		read_manifest_line(b, m, l.v[i], (int)i + 1);
}

void
bag_read_manifests(struct bag *b)
{
	size_t i;

	for (i = 0; i < b->l.n; i++) {
		const char *name = b->l.v[i].path;
		bool tag = bag_is_manifest(name, "tagmanifest-");

		if (b->l.v[i].kind == ENTRY_FILE && (tag || bag_is_manifest(name, "manifest-")))
			read_manifest(b, name, tag);
	}
}

/* -- fetch.txt -- */

static bool
read_number(const char *s, size_t n, uint64_t *out)
{
	*out = 0;
	if (n == 0 || n > 18 || strspn(s, "0123456789") < n)
		return false;
	for (; n > 0; n--)
		*out = *out * 10 + (uint64_t)(*s++ - '0');
	return true;
}

static void
read_fetch_line(struct bag *b, char *s, int line)
{
	struct bag_item item = {.line = line, .length = UINT64_MAX, .entry = SIZE_MAX};
	size_t url = strcspn(s, " \t"), gap = strspn(s + url, " \t");
	char *length = s + url + gap, *path;
	size_t n = strcspn(length, " \t");

	path = length + n + strspn(length + n, " \t");
	if (s[0] == '\0') {
		odd(b, "fetch.txt", line, NULL, "an empty line", "tukša rinda");
		return;
	}
	/* What a URL holds may be secret; it is never printed. */
	if (memchr(s, ':', url) == NULL || !isalpha((unsigned char)s[0]) || path[0] == '\0' ||
	    (!read_number(length, n, &item.length) && !(n == 1 && length[0] == '-'))) {
		bad_line(b, "fetch.txt", line, "a URL, the length in bytes or \"-\", and a path",
		    "URL, garums baitos vai “-” un ceļš");
		return;
	}
	if (length[0] == '-')
		item.length = UINT64_MAX;
	if (read_path(b, "fetch.txt", path, true, !b->strict, &item))
		add_item(b, &b->fetch, &item);
}

void
bag_read_fetch(struct bag *b)
{
	struct lines l;
	size_t i;

	b->fetch = (struct bag_list){.name = "fetch.txt"};
	b->fetch.first = arena_array(b->a, b->l.n, sizeof(b->fetch.first[0]));
	if (!read_lines(b, "fetch.txt", &l))
		return;
	for (i = 0; i < l.n; i++)
		read_fetch_line(b, l.v[i], (int)i + 1);
}

/* -- bag-info.txt -- */

/* "BYTES.FILES" */
static void
check_oxum(struct bag *b, const char *name, int line, const char *s)
{
	uint64_t bytes, files;
	size_t n, m;

	s += strspn(s, " \t");
	n = strspn(s, "0123456789");
	m = s[n] == '.' ? strspn(s + n + 1, "0123456789") : 0;
	if (m == 0 || s[n + 1 + m + strspn(s + n + 1 + m, " \t")] != '\0' ||
	    !read_number(s, n, &bytes) || !read_number(s + n + 1, m, &files)) {
		bad_line(b, name, line, "Payload-Oxum: bytes, \".\" and number of files",
		    "Payload-Oxum: baiti, “.” un failu skaits");
		return;
	}
	if (bytes != b->payload_bytes || files != b->payload_files)
		bag_say(b, DIAG_BAG_OXUM, name, line, arena_strndup(b->a, s, n + 1 + m),
		    arena_printf(b->a, "%llu.%zu", (unsigned long long)b->payload_bytes,
		    b->payload_files));
}

/* One line; returns whether it is a Payload-Oxum. */
static bool
read_info_line(struct bag *b, const char *name, char *s, int line, bool seen)
{
	char *colon = strchr(s, ':'), *end;

	if (s[0] == '\0') {
		odd(b, name, line, NULL, "an empty line", "tukša rinda");
		return false;
	}
	/* A value goes on in a line that begins with a blank. */
	if ((s[0] == ' ' || s[0] == '\t') && line > 1)
		return false;
	for (end = colon; end != NULL && end > s && (end[-1] == ' ' || end[-1] == '\t'); end--)
		;
	if (colon == NULL || end == s || (b->strict && end != colon)) {
		bad_line(b, name, line, "\"Label: value\"", "“Apzīmējums: vērtība”");
		return false;
	}
	*end = '\0';
	if (strcasecmp(s, "Payload-Oxum") != 0)
		return false;
	if (seen && b->strict)
		bad_line(b, name, line, "Payload-Oxum only once", "Payload-Oxum tikai vienreiz");
	check_oxum(b, name, line, colon + 1);
	return true;
}

void
bag_read_info(struct bag *b)
{
	const char *name = b->old_info ? "package-info.txt" : "bag-info.txt";
	struct lines l;
	bool seen = false;
	size_t i;

	if (!read_lines(b, name, &l))
		return;
	for (i = 0; i < l.n; i++)
		seen |= read_info_line(b, name, l.v[i], (int)i + 1, seen);
}
