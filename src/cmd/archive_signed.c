/* archive_signed - files that hold signatures; see archive_add.h */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmd/archive_add.h"
#include "pack/pkg.h"

bool
adding_is_container(const char *name)
{
	static const char *const endings[] = {".edoc", ".asice", ".sce", ".asics", ".scs", NULL};
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && endings[i] != NULL; i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* A signature field that is filled: ISO 32000 12.8.1. */
bool
adding_is_signed_pdf(const char *bytes, size_t len)
{
	return len > 5 && memcmp(bytes, "%PDF-", 5) == 0 &&
	    memmem(bytes, len, "/ByteRange", 10) != NULL;
}

/* What a signed file may be of: the documents of this add, else of the newest version. */
struct signable {
	struct adding *g;
	struct archive *ar;
	const struct inventory *v;
	const struct inv_version *head; /* NULL: none */
};

static bool
is_document(const char *path)
{
	enum render_kind kind;
	enum doc_format format;

	return strchr(path, '/') == NULL && archive_kind(path, &kind, &format);
}

/* Are these the bytes of a document? */
static bool
is_of_document(const struct signable *s, const char *bytes, size_t len)
{
	char hex[DIGEST_HEX];
	size_t i;

	for (i = 0; i < s->g->n; i++) {
		const struct archive_item *f = &s->g->items[i];

		if (is_document(f->path) && f->len == len && memcmp(f->bytes, bytes, len) == 0)
			return true;
	}
	digest_bytes("sha512", bytes, len, hex);
	for (i = 0; s->head != NULL && i < s->head->state.n; i++)
		if (is_document(s->head->state.v[i].path) &&
		    strcasecmp(s->head->state.v[i].digest, hex) == 0)
			return true;
	return false;
}

/* ETSI EN 319 162-1: META-INF holds signatures (XAdES, CAdES) or time assertions. */
static bool
is_signature(const char *name)
{
	const char *dot = strrchr(name, '.');

	return strncasecmp(name, "META-INF/", 9) == 0 && dot != NULL &&
	    ((strcasecmp(dot, ".xml") == 0 && strcasestr(name, "signature") != NULL) ||
	    strcasecmp(dot, ".p7s") == 0 || strcasecmp(dot, ".tst") == 0);
}

/*
 * What cannot be unpacked.  Our reader is stricter than some programs that make containers: a
 * ZIP is kept with a warning, anything else is no container.  Takes "why".
 */
static int
cannot_open(const struct signable *s, const struct archive_item *f, struct diag *why)
{
	struct place at = {.file = adding_last(f->path)};
	const struct diag_msg *m;
	size_t n = diag_messages(why, &m);
	int rc;

	/* The record at the end of a ZIP is missing in one that was cut off. */
	if (f->len > 4 && memcmp(f->bytes, "PK\3\4", 4) == 0 &&
	    memmem(f->bytes, f->len, "PK\5\6", 4) != NULL)
		rc = diag(s->g->d, DIAG_ARCHIVE_SIGNED_CLOSED, &at, n == 0 ? "" : m[0].text, NULL);
	else
		rc = diag(s->g->d, DIAG_ARCHIVE_NO_CONTAINER, &at, NULL);
	diag_free(why);
	return rc;
}

/*
 * Signed, and something of ours: one of its files is a document, byte for byte.  Whether the
 * signature is good is not for us to say.
 */
static int
check_container(const struct signable *s, const struct archive_item *f)
{
	struct place at = {.file = adding_last(f->path)};
	struct diag *quiet = diag_new(diag_language(s->g->d));
	struct pkg *p = pkg_open_mem(at.file, f->bytes, f->len, DIAG_IO_READ, quiet);
	bool is_signed = false, ours = false;
	const char *name = "";
	size_t i;

	for (i = 0; p != NULL && i < pkg_count(p); i++) {
		const struct pkg_part *part = pkg_at(p, i);

		if (is_signature(part->name))
			is_signed = true;
		else if (strncasecmp(part->name, "META-INF/", 9) != 0 &&
		    strcmp(part->name, "mimetype") != 0 && !ours) {
			name = arena_strdup(s->g->a, part->name);
			ours = is_of_document(s, part->bytes, part->len);
		}
	}
	pkg_close(p);
	if (p == NULL)
		return cannot_open(s, f, quiet);
	diag_free(quiet);
	if (!is_signed)
		return diag(s->g->d, DIAG_ARCHIVE_UNSIGNED, &at, NULL);
	return ours ? 0 : diag(s->g->d, DIAG_ARCHIVE_SIGNED_OTHER, &at, name, NULL);
}

/* Does it begin with a document?  A signature is added behind what is signed. */
static bool
begins_with_document(const struct signable *s, const char *bytes, size_t len)
{
	bool found = false;
	size_t i, n;

	for (i = 0; i < s->g->n && !found; i++) {
		const struct archive_item *f = &s->g->items[i];

		found = is_document(f->path) && f->len <= len && f->len > 5 &&
		    memcmp(f->bytes, bytes, f->len) == 0;
	}
	for (i = 0; s->head != NULL && i < s->head->state.n && !found; i++) {
		char *old;

		if (!is_document(s->head->state.v[i].path))
			continue;
		old = archive_file(s->ar, s->v, s->head, s->head->state.v[i].path, &n);
		found = old != NULL && n <= len && n > 5 && memcmp(old, bytes, n) == 0;
		free(old);
	}
	return found;
}

int
adding_check_signed(struct adding *g, struct archive *ar)
{
	struct signable s = {g, ar, archive_find(ar, plan_id(g->plan), true), NULL};
	int rc = 0;
	size_t i;

	if (s.v != NULL)
		s.head = inventory_head(s.v);
	for (i = 0; i < g->n; i++) {
		const struct archive_item *f = &g->items[i];
		struct place at = {.file = adding_last(f->path)};

		if (strncmp(f->path, "signed/", 7) != 0)
			continue;
		if (adding_is_container(f->path)) {
			if (check_container(&s, f) == -1)
				rc = -1;
		} else if (!begins_with_document(&s, f->bytes, f->len))
			diag(g->d, DIAG_ARCHIVE_SIGNED_UNSURE, &at, NULL);
	}
	return rc;
}
