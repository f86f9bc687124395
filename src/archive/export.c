/* export - see export.h */
#include "archive/export.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/publish.h"
#include "base/utf8.h"
#include "pack/pkg.h"

/* A file of the version being exported. */
struct file {
	const char *path, *digest;
	char *bytes;
	size_t len;
};

struct files {
	struct file *v;
	size_t n;
};

static void
free_files(struct files *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->v[i].bytes);
}

/* All files, checked against their digests.  Paths were checked with the inventory. */
static int
read_files(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    struct files *out)
{
	size_t i;

	out->v = arena_array(ar->a, w->state.n, sizeof(out->v[0]));
	for (i = 0; i < w->state.n; i++) {
		struct file *f = &out->v[i];

		*f = (struct file){.path = w->state.v[i].path, .digest = w->state.v[i].digest};
		f->bytes = archive_file(ar, v, w, f->path, &f->len);
		if (f->bytes == NULL)
			return -1;
		out->n++;
	}
	return 0;
}

/*
 * What it is handed on as.  Our own ids stand as they are; of others all that could lead out of
 * the folder, or that a system takes otherwise, is encoded as OCFL's layout 0003 does it.
 */
static const char *
name_of(struct archive *ar, const struct inventory *v, const struct inv_version *w)
{
	struct buf b = {0};
	const char *s, *out;

	for (s = v->id; *s != '\0'; s++)
		if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9') ||
		    *s == '-' || *s == '_' || (*s == '.' && s != v->id))
			buf_ch(&b, *s);
		else
			buf_printf(&b, "%%%02x", (unsigned char)*s);
	out = arena_printf(ar->a, "%.200s-%s", buf_cstr(&b), w->name);
	buf_free(&b);
	return out;
}

/* Put a built tree, or a file, in place; what stands there stays. */
static int
moved(struct archive *ar, int rc, struct diag *own, const char *path)
{
	struct place at = {.file = path};

	if (diag_count_code(own, DIAG_IO_EXISTS) != 0)
		rc = diag(ar->d, DIAG_ARCHIVE_TARGET, &at, NULL);
	else
		diag_copy(ar->d, own);
	diag_free(own);
	return rc;
}

static int
move_tree(struct archive *ar, struct publish_tree *t, const char *path)
{
	struct diag *own = diag_new(diag_language(ar->d));

	return moved(ar, publish_tree_move(t, "", path, false, own), own, path);
}

static int
move_file(struct archive *ar, const char *path, const char *bytes, size_t len)
{
	struct diag *own = diag_new(diag_language(ar->d));

	return moved(ar, publish(path, bytes, len, NULL, NULL, own), own, path);
}

/* A bag or a package goes to systems that we do not know: no name that one of them misreads. */
static int
check_names(struct archive *ar, const struct inventory *v, const struct files *l)
{
	struct place at = {.file = v->dir};
	size_t i;
	int rc = 0;

	for (i = 0; i < l->n; i++)
		if (!folder_is_portable(l->v[i].path)) {
			at.file = folder_join(ar->a, v->dir, l->v[i].path);
			rc = diag(ar->d, DIAG_ARCHIVE_NAME, &at, NULL);
		}
	return rc;
}

/* -- plain files -- */

int
export_files(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to)
{
	const char *path = folder_join(ar->a, to, name_of(ar, v, w));
	struct publish_tree *t = NULL;
	struct files l = {NULL, 0};
	int rc = read_files(ar, v, w, &l);
	size_t i;

	if (rc == 0)
		t = publish_tree_new(path, ar->d);
	for (i = 0; i < l.n && rc == 0 && t != NULL; i++)
		rc = publish_tree_put(t, l.v[i].path, l.v[i].bytes, l.v[i].len, ar->d);
	if (t == NULL || (rc == 0 && move_tree(ar, t, path) == -1))
		rc = -1;
	publish_tree_free(t);
	free_files(&l);
	return rc;
}

/* -- BagIt -- */

/* RFC 8493 2.1.3: percent, CR and LF of a path are encoded. */
static void
bag_path(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '%' || *s == '\r' || *s == '\n')
			buf_printf(b, "%%%02X", (unsigned char)*s);
		else
			buf_ch(b, *s);
	}
}

/* A bag-info value is one line, also for readers that take U+0085 or U+2028 for a line end. */
static void
bag_info(struct arena *a, struct buf *b, const char *key, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(b, "%s: %s", key, folder_shown(a, value));
	buf_ch(b, '\n');
}

/* A text of approval.json; NULL if it has none. */
static const char *
approval_text(struct archive *ar, const struct files *l, const char *key)
{
	const char *out = NULL, *s;
	json_t *o;
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (strcmp(l->v[i].path, "approval.json") != 0)
			continue;
		o = json_loadb(l->v[i].bytes, l->v[i].len, JSON_REJECT_DUPLICATES, NULL);
		s = json_string_value(json_object_get(o, key));
		out = s == NULL ? NULL : arena_strdup(ar->a, s);
		json_decref(o);
	}
	return out;
}

static void
bag_texts(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const struct files *l, struct buf *manifest, struct buf *info)
{
	size_t i, total = 0;
	char hex[DIGEST_HEX];

	for (i = 0; i < l->n; i++) {
		digest_bytes("sha512", l->v[i].bytes, l->v[i].len, hex);
		buf_printf(manifest, "%s  data/", hex);
		bag_path(manifest, l->v[i].path);
		buf_ch(manifest, '\n');
		total += l->v[i].len;
	}
	bag_info(ar->a, info, "Source-Organization", approval_text(ar, l, "authority"));
	bag_info(ar->a, info, "External-Identifier", arena_printf(ar->a, "%s %s", v->id, w->name));
	bag_info(ar->a, info, "External-Description", approval_text(ar, l, "title"));
	bag_info(ar->a, info, "Internal-Sender-Description", w->message);
	bag_info(ar->a, info, "Bagging-Date", arena_strndup(ar->a, archive_now(ar->a), 10));
	buf_printf(info, "Payload-Oxum: %zu.%zu\n", total, l->n);
}

int
export_bag(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to)
{
	static const char bagit[] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
	const char *path = folder_join(ar->a, to, name_of(ar, v, w));
	struct buf manifest = {0}, info = {0}, tags = {0};
	struct publish_tree *t = NULL;
	struct files l = {NULL, 0};
	int rc = read_files(ar, v, w, &l);
	size_t i;

	if (rc == 0)
		rc = check_names(ar, v, &l);
	if (rc == 0) {
		struct { const char *name, *bytes; size_t len; } tag[3];
		char hex[DIGEST_HEX];

		bag_texts(ar, v, w, &l, &manifest, &info);
		tag[0].name = "bag-info.txt";
		tag[0].bytes = buf_cstr(&info);
		tag[0].len = info.len;
		tag[1].name = "bagit.txt";
		tag[1].bytes = bagit;
		tag[1].len = sizeof(bagit) - 1;
		tag[2].name = "manifest-sha512.txt";
		tag[2].bytes = buf_cstr(&manifest);
		tag[2].len = manifest.len;
		t = publish_tree_new(path, ar->d);
		rc = t == NULL ? -1 : 0;
		for (i = 0; i < 3 && rc == 0; i++) {
			digest_bytes("sha512", tag[i].bytes, tag[i].len, hex);
			buf_printf(&tags, "%s  %s\n", hex, tag[i].name);
			rc = publish_tree_put(t, tag[i].name, tag[i].bytes, tag[i].len, ar->d);
		}
	}
	for (i = 0; i < l.n && rc == 0; i++)
		rc = publish_tree_put(t, folder_join(ar->a, "data", l.v[i].path), l.v[i].bytes,
		    l.v[i].len, ar->d);
	if (rc == 0)
		rc = publish_tree_put(t, "tagmanifest-sha512.txt", buf_cstr(&tags), tags.len, ar->d);
	if (rc == 0)
		rc = move_tree(ar, t, path);
	publish_tree_free(t);
	free_files(&l);
	buf_free(&manifest);
	buf_free(&info);
	buf_free(&tags);
	return rc;
}

/* -- the submission package -- */

static void
xml_escaped(struct buf *b, const char *s, size_t len)
{
	for (; len != 0; s++, len--) {
		if (*s == '&')
			buf_str(b, "&amp;");
		else if (*s == '<')
			buf_str(b, "&lt;");
		else if (*s == '>')
			buf_str(b, "&gt;");
		else
			buf_ch(b, *s);
	}
}

/* What XML 1.0 has no place for is shown as U+FFFD. */
static void
xml_text(struct buf *b, const char *tag, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s), i, n;
	uint32_t c;

	buf_printf(b, "<%s>", tag);
	for (i = 0; i < len; i += n) {
		n = utf8_xml_check(s + i, len - i);
		xml_escaped(b, s + i, n);
		i += n;
		n = i == len ? 0 : (size_t)utf8_decode(s + i, len - i, &c);
		if (i < len)
			buf_str(b, "\xEF\xBF\xBD");
		if (i < len && n == 0)
			n = 1;
	}
	buf_printf(b, "</%s>", tag);
}

/* RFC 4180; what a spreadsheet would take for a formula gets an apostrophe. */
static void
csv_cell(struct buf *b, const char *s, bool last)
{
	buf_ch(b, '"');
	for (s = s == NULL ? "" : s; *s != '\0'; s++) {
		if (s[0] == '"')
			buf_ch(b, '"');
		buf_ch(b, *s);
	}
	buf_str(b, last ? "\"\r\n" : "\";");
}

static void
csv_text(struct arena *a, struct buf *b, const char *s, bool last)
{
	bool formula = s != NULL && s[0] != '\0' && strchr("=+-@\t\r", s[0]) != NULL;

	csv_cell(b, formula ? arena_printf(a, "'%s", s) : s, last);
}

static void
register_texts(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const struct files *l, struct buf *xml, struct buf *csv)
{
	const char *title = approval_text(ar, l, "title"), *date = approval_text(ar, l, "in_force_from");
	const char *decision = approval_text(ar, l, "in_force_by"), *name = name_of(ar, v, w);
	char hex[DIGEST_HEX];
	size_t i;

	buf_str(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dokumentuRegistrs>\n");
	buf_str(csv, "\xEF\xBB\xBF" "Nr.;Nosaukums;Datums;Lēmuma Nr.;Versija;Datne;Baiti;SHA-512\r\n");
	for (i = 0; i < l->n; i++) {
		const char *nr = arena_printf(ar->a, "%zu", i + 1);
		const char *size = arena_printf(ar->a, "%zu", l->v[i].len);
		const char *path = arena_printf(ar->a, "%s/%s", name, l->v[i].path);

		digest_bytes("sha512", l->v[i].bytes, l->v[i].len, hex);
		buf_str(xml, "  <dokuments>");
		xml_text(xml, "nr", nr);
		xml_text(xml, "nosaukums", title);
		xml_text(xml, "datums", date);
		xml_text(xml, "lemums", decision);
		xml_text(xml, "versija", w->name);
		xml_text(xml, "datne", path);
		xml_text(xml, "baiti", size);
		xml_text(xml, "sha512", hex);
		buf_str(xml, "</dokuments>\n");
		csv_text(ar->a, csv, nr, false);
		csv_text(ar->a, csv, title, false);
		csv_text(ar->a, csv, date, false);
		csv_text(ar->a, csv, decision, false);
		csv_text(ar->a, csv, w->name, false);
		csv_text(ar->a, csv, path, false);
		csv_text(ar->a, csv, size, false);
		csv_text(ar->a, csv, hex, true);
	}
	buf_str(xml, "</dokumentuRegistrs>\n");
}

int
export_sip(struct archive *ar, const struct inventory *v, const struct inv_version *w,
    const char *to)
{
	const char *name = name_of(ar, v, w), *zip = arena_printf(ar->a, "%s/%s.zip", to, name);
	const char *line, *sum = arena_printf(ar->a, "%s.sha512", zip);
	struct buf xml = {0}, csv = {0}, out = {0};
	struct pkg_out *o = pkg_out_new(NULL);
	struct files l = {NULL, 0};
	int rc = read_files(ar, v, w, &l);
	char hex[DIGEST_HEX];
	size_t i;

	if (rc == 0)
		rc = check_names(ar, v, &l);
	if (rc == 0) {
		register_texts(ar, v, w, &l, &xml, &csv);
		pkg_out_put(o, "registrs.xml", xml.s, xml.len);
		pkg_out_put(o, "registrs.csv", csv.s, csv.len);
		for (i = 0; i < l.n; i++)
			pkg_out_put(o, arena_printf(ar->a, "%s/%s", name, l.v[i].path), l.v[i].bytes,
			    l.v[i].len);
		rc = pkg_out_finish(o, &out, ar->d);
	}
	if (rc == 0) {
		digest_bytes("sha512", out.s, out.len, hex);
		line = arena_printf(ar->a, "%s  %s.zip\n", hex, name);
		rc = move_file(ar, zip, out.s, out.len);
		if (rc == 0)
			rc = move_file(ar, sum, line, strlen(line));
	}
	pkg_out_free(o);
	free_files(&l);
	buf_free(&xml);
	buf_free(&csv);
	buf_free(&out);
	return rc;
}
