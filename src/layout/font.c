/*
 * font - font files, measures and shaping; see font.h.
 *
 * The table of fonts/fonts.tsv is read once; a file is mapped when a text first asks
 * for it and stays mapped.  HarfBuzz works at the font's own grid (scale = upem), so
 * one shaped word serves every size: its advances are scaled and rounded when used.
 */
#include "layout/font.h"

#include <assert.h>
#include <fcntl.h>
#include <hb-ot.h>
#include <hb.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

enum { TABLE_LIMIT = 1 << 20, FONT_FILE_LIMIT = 64 << 20, MAX_STYLES = 4, WORD_MAX = 96,
	CACHE_BYTES = 32 << 20, UNBROKEN_MAX = 4096 };

struct face {
	struct font_set *set;
	const char *family, *package, *path, *sha;
	bool bold, italic;
	bool tried, usable;
	struct face_info info;
	hb_blob_t *blob;
	hb_face_t *hb;
	hb_font_t *font;
	struct face *next;
};

struct subst {
	const char *from, *to;
	bool same;
	struct subst *next;
};

struct fallback {
	const char *family;
	struct fallback *next;
};

/* A shaped word, in font units; without kerning, so it is the same at every place. */
struct word {
	const struct face *face;
	uint32_t hash;
	uint16_t len, nglyphs;
	const char *text;
	const struct glyph *glyphs; /* adv, dx, dy in font units */
};

struct asked { /* families already answered, so that a warning comes once */
	const char *family;
	bool bold, italic;
	struct face *face;
	struct asked *next;
};

struct font_set {
	struct arena *arena;
	const char *table, *folder;
	struct face *faces;
	struct subst *substs;
	struct fallback *fallbacks;
	struct asked *asked;
	struct arena *words_arena;
	struct word *words;
	size_t nwords, words_cap;
	hb_buffer_t *buffer;
	hb_language_t lang;
};

/* -- the table -- */

static char *
beside_program(struct arena *a)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	/* The program's folder, and those above: build/plain/unit/test_x finds it too. */
	for (int up = 0; up < 4; up++) {
		char *slash = strrchr(exe, '/'), *path;
		if (slash == NULL)
			return NULL;
		*slash = '\0';
		path = arena_printf(a, "%s/fonts/fonts.tsv", exe);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static const char *
find_table(struct arena *a, const char *given)
{
	static const char *const places[] = { "/usr/local/share/pmpplan/fonts/fonts.tsv",
		"/usr/local/share/pmpplan/fonts.tsv", "/usr/share/pmpplan/fonts/fonts.tsv",
		"/usr/share/pmpplan/fonts.tsv" };
	const char *path;

	if (given != NULL)
		return given;
	if ((path = beside_program(a)) != NULL)
		return path;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (access(places[i], R_OK) == 0)
			return places[i];
	return NULL;
}

static char *
read_table(struct arena *a, const char *path)
{
	struct stat st;
	char *text;
	size_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) || st.st_size > TABLE_LIMIT) {
		close(fd);
		return NULL;
	}
	text = arena_alloc(a, (size_t)st.st_size + 1);
	while (n < (size_t)st.st_size) {
		ssize_t got = read(fd, text + n, (size_t)st.st_size - n);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	close(fd);
	text[n] = '\0';
	return text;
}

/* Split a line at its tabs; missing columns are NULL. */
static void
split_tabs(char *line, char *col[6])
{
	for (int i = 0; i < 6; i++)
		col[i] = line == NULL ? NULL : strsep(&line, "\t");
}

static int
table_line(struct font_set *s, char *line)
{
	char *col[6];

	split_tabs(line, col);
	if (strcmp(col[0], "face") == 0 && col[5] != NULL) {
		struct face **end = &s->faces, *f = arena_alloc(s->arena, sizeof *f);
		while (*end != NULL)
			end = &(*end)->next;
		f->set = s;
		f->family = col[1];
		f->bold = strncmp(col[2], "bold", 4) == 0;
		f->italic = strstr(col[2], "italic") != NULL;
		f->package = col[3];
		f->path = col[4];
		f->sha = col[5];
		*end = f;
		return 0;
	}
	if (strcmp(col[0], "subst") == 0 && col[3] != NULL) {
		struct subst *u = arena_alloc(s->arena, sizeof *u);
		u->from = col[1];
		u->to = col[2];
		u->same = strcmp(col[3], "same") == 0;
		u->next = s->substs;
		s->substs = u;
		return 0;
	}
	if (strcmp(col[0], "fallback") == 0 && col[1] != NULL) {
		struct fallback **end = &s->fallbacks, *b = arena_alloc(s->arena, sizeof *b);
		while (*end != NULL)
			end = &(*end)->next;
		b->family = col[1];
		*end = b;
		return 0;
	}
	return -1;
}

static int
parse_table(struct font_set *s, char *text, struct diag *d)
{
	struct place at = { .file = s->table };
	int rc = 0;

	for (char *line; (line = strsep(&text, "\n")) != NULL;) {
		at.line++;
		if (*line == '\0' || *line == '#')
			continue;
		if (table_line(s, line) == -1)
			rc = diag(d, DIAG_FONT_TABLE, &at, "unknown line", NULL);
	}
	return rc;
}

struct font_set *
font_set_new(const char *table_path, struct diag *d)
{
	struct arena *a = arena_new();
	struct font_set *s = arena_alloc(a, sizeof *s);
	const char *path = find_table(a, table_path);
	struct place at = { .file = path == NULL ? "fonts/fonts.tsv" : path };
	char *text = path == NULL ? NULL : read_table(a, path), *slash;

	s->arena = a;
	if (text == NULL) {
		diag(d, DIAG_FONT_TABLE, &at, "not found", NULL);
		arena_free(a);
		return NULL;
	}
	s->table = at.file = arena_strdup(a, path);
	slash = strrchr(s->table, '/');
	s->folder = slash == NULL ? "." : arena_strndup(a, s->table, (size_t)(slash - s->table));
	s->words_arena = arena_new();
	s->buffer = hb_buffer_create();
	s->lang = hb_language_from_string("lv", -1);
	if (parse_table(s, text, d) == -1) {
		font_set_free(s);
		return NULL;
	}
	if (font_find(s, "Liberation Serif", false, false, d) == NULL) {
		diag(d, DIAG_FONT_TABLE, &at, "it has no font that can be read", NULL);
		font_set_free(s);
		return NULL;
	}
	return s;
}

void
font_set_free(struct font_set *s)
{
	if (s == NULL)
		return;
	for (struct face *f = s->faces; f != NULL; f = f->next) {
		hb_font_destroy(f->font);
		hb_face_destroy(f->hb);
		hb_blob_destroy(f->blob);
		if (f->info.bytes != NULL)
			munmap((void *)(uintptr_t)f->info.bytes, f->info.len);
	}
	hb_buffer_destroy(s->buffer);
	free(s->words);
	arena_free(s->words_arena);
	arena_free(s->arena);
}

/* -- opening a face -- */

static bool
sha_matches(const struct face *f)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int n = 0;
	char hex[2 * EVP_MAX_MD_SIZE + 1];

	if (f->sha[0] == '-')
		return true;
	if (EVP_Digest(f->info.bytes, f->info.len, md, &n, EVP_sha256(), NULL) != 1)
		return false;
	for (unsigned int i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", md[i]);
	return strcasecmp(hex, f->sha) == 0;
}

static int
be16(const unsigned char *p)
{
	return (int16_t)(p[0] << 8 | p[1]);
}

/*
 * hhea ascent, descent, gap, as LibreOffice takes them: the typographic ones only
 * where the font asks for it (OS/2 fsSelection bit 7) or hhea says nothing.
 */
static void
read_metrics(struct face *f)
{
	struct face_info *in = &f->info;
	hb_blob_t *hhea = hb_face_reference_table(f->hb, HB_TAG('h', 'h', 'e', 'a'));
	hb_blob_t *os2 = hb_face_reference_table(f->hb, HB_TAG('O', 'S', '/', '2'));
	hb_blob_t *head = hb_face_reference_table(f->hb, HB_TAG('h', 'e', 'a', 'd'));
	hb_blob_t *post = hb_face_reference_table(f->hb, HB_TAG('p', 'o', 's', 't'));
	unsigned int n;
	const unsigned char *p = (const unsigned char *)hb_blob_get_data(hhea, &n);
	int weight = 400;

	if (n >= 10) {
		in->ascent = be16(p + 4);
		in->descent = -be16(p + 6);
		in->gap = be16(p + 8);
	}
	p = (const unsigned char *)hb_blob_get_data(os2, &n);
	if (n >= 78) {
		weight = be16(p + 4);
		if ((be16(p + 62) & 0x80) != 0 || in->ascent + in->descent == 0) {
			in->ascent = be16(p + 68);
			in->descent = -be16(p + 70);
			in->gap = be16(p + 72);
		}
		if (n >= 90 && be16(p) >= 2) {
			in->x_height = be16(p + 86);
			in->cap_height = be16(p + 88);
		}
	}
	if (in->cap_height == 0)
		in->cap_height = in->ascent * 7 / 10;
	if (in->x_height == 0)
		in->x_height = in->ascent / 2;
	in->stem_v = 50 + weight * weight / 4225;
	p = (const unsigned char *)hb_blob_get_data(head, &n);
	if (n >= 44)
		for (int i = 0; i < 4; i++)
			in->bbox[i] = be16(p + 36 + 2 * i);
	p = (const unsigned char *)hb_blob_get_data(post, &n);
	if (n >= 16) {
		in->italic_angle_16_16 = (int)((uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 |
		    (uint32_t)p[6] << 8 | p[7]);
		in->underline_pos = be16(p + 8);
		in->underline_thick = be16(p + 10);
		in->fixed = p[12] != 0 || p[13] != 0 || p[14] != 0 || p[15] != 0;
	}
	hb_blob_destroy(hhea);
	hb_blob_destroy(os2);
	hb_blob_destroy(head);
	hb_blob_destroy(post);
}

static const char *
name_entry(struct face *f, hb_ot_name_id_t id, const char *otherwise)
{
	char s[256];
	unsigned int n = sizeof s;

	if (hb_ot_name_get_utf8(f->hb, id, HB_LANGUAGE_INVALID, &n, s) == 0 || n == 0)
		return otherwise;
	return arena_strndup(f->set->arena, s, n);
}

static int
map_file(struct face *f, const char *path)
{
	struct stat st;
	void *p;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) || st.st_size <= 12 ||
	    st.st_size > FONT_FILE_LIMIT) {
		close(fd);
		return -1;
	}
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return -1;
	f->info.path = arena_strdup(f->set->arena, path);
	f->info.bytes = p;
	f->info.len = (size_t)st.st_size;
	return 0;
}

static int
map_face(struct face *f)
{
	const char *base = strrchr(f->path, '/');

	if (map_file(f, f->path) == 0)
		return 0;
	base = base == NULL ? f->path : base + 1;
	return map_file(f, arena_printf(f->set->arena, "%s/%s", f->set->folder, base));
}

/* Map and read a face on first use.  False when it cannot be had. */
static bool
face_open(struct face *f, struct diag *d)
{
	struct place at = { .file = f->path };

	if (f->tried)
		return f->usable;
	f->tried = true;
	if (map_face(f) == -1) {
		diag(d, DIAG_FONT_FILE, &at, f->path, f->package, NULL);
		return false;
	}
	f->blob = hb_blob_create((const char *)f->info.bytes, (unsigned int)f->info.len,
	    HB_MEMORY_MODE_READONLY, NULL, NULL);
	f->hb = hb_face_create(f->blob, 0);
	f->info.nglyphs = (int)hb_face_get_glyph_count(f->hb);
	f->info.upem = (int)hb_face_get_upem(f->hb);
	if (f->info.nglyphs == 0 || f->info.nglyphs > 65535 || f->info.upem <= 0) {
		diag(d, DIAG_FONT_FILE, &at, f->path, f->package, NULL);
		return false;
	}
	f->font = hb_font_create(f->hb);
	hb_font_set_scale(f->font, f->info.upem, f->info.upem);
	read_metrics(f);
	f->info.family = name_entry(f, HB_OT_NAME_ID_FONT_FAMILY, f->family);
	f->info.postscript = name_entry(f, HB_OT_NAME_ID_POSTSCRIPT_NAME, f->family);
	f->info.bold = f->bold;
	f->info.italic = f->italic;
	if (!sha_matches(f))
		diag(d, DIAG_FONT_CHANGED, &at, f->path, NULL);
	return f->usable = true;
}

/* The best face of a family: italic matters more than bold where one must give. */
static struct face *
family_face(struct font_set *s, const char *family, bool bold, bool italic, struct diag *d)
{
	for (int pass = 0; pass < 4; pass++)
		for (struct face *f = s->faces; f != NULL; f = f->next) {
			if (strcasecmp(f->family, family) != 0)
				continue;
			if ((pass & 2) == 0 && f->italic != italic)
				continue;
			if ((pass & 1) == 0 && f->bold != bold)
				continue;
			if (face_open(f, d))
				return f;
		}
	return NULL;
}

static const struct subst *
find_subst(const struct font_set *s, const char *family)
{
	for (const struct subst *u = s->substs; u != NULL; u = u->next)
		if (strcasecmp(u->from, family) == 0)
			return u;
	return NULL;
}

static struct face *
find_or_substitute(struct font_set *s, const char *family, bool bold, bool italic,
    struct diag *d)
{
	struct face *f = family_face(s, family, bold, italic, d);
	const struct subst *u;

	if (f != NULL)
		return f;
	u = find_subst(s, family);
	if (u == NULL)
		u = find_subst(s, "*");
	if (u != NULL)
		f = family_face(s, u->to, bold, italic, d);
	for (struct face *any = s->faces; f == NULL && any != NULL; any = any->next)
		if (face_open(any, d))
			f = any;
	if (f != NULL && (u == NULL || !u->same || strcasecmp(f->family, u->to) != 0))
		diag(d, DIAG_FONT_SUBST, NULL, family, f->family, NULL);
	return f;
}

struct face *
font_find(struct font_set *s, const char *family, bool bold, bool italic, struct diag *d)
{
	struct asked *k;

	if (family == NULL || *family == '\0')
		family = "Liberation Serif";
	for (k = s->asked; k != NULL; k = k->next)
		if (k->bold == bold && k->italic == italic && strcasecmp(k->family, family) == 0)
			return k->face;
	k = arena_alloc(s->arena, sizeof *k);
	k->family = arena_strdup(s->arena, family);
	k->bold = bold;
	k->italic = italic;
	k->face = find_or_substitute(s, family, bold, italic, d);
	if (k->face == NULL)
		return NULL; /* only before the set is known to hold a font */
	k->next = s->asked;
	s->asked = k;
	return k->face;
}

struct face *
font_fallback(struct font_set *s, const struct face *f, uint32_t c)
{
	for (const struct fallback *b = s->fallbacks; b != NULL; b = b->next) {
		struct face *g = family_face(s, b->family, f->bold, f->italic, NULL);
		if (g != NULL && face_glyph(g, c) != 0)
			return g;
	}
	for (struct face *g = s->faces; g != NULL; g = g->next)
		if (g->bold == f->bold && face_open(g, NULL) && face_glyph(g, c) != 0)
			return g;
	return NULL;
}

/* -- questions to a face -- */

const struct face_info *
face_info(const struct face *f)
{
	return &f->info;
}

void *
face_hb(const struct face *f)
{
	return f->hb;
}

uint32_t
face_glyph(const struct face *f, uint32_t c)
{
	hb_codepoint_t g = 0;

	if (!hb_font_get_nominal_glyph(f->font, c, &g))
		return 0;
	return g;
}

int
face_advance(const struct face *f, uint32_t gid)
{
	return hb_font_get_glyph_h_advance(f->font, gid);
}

/* floor(v * mul / div + 0.5), exact. */
static int
scaled(int64_t v, int64_t mul, int64_t div)
{
	int64_t n = 2 * v * mul + div, q = n / (2 * div);

	return (int)(n % (2 * div) < 0 ? q - 1 : q);
}

void
font_at(struct font *out, struct face *f, int size_twips)
{
	const struct face_info *in = &f->info;
	int64_t px = (int64_t)size_twips * 6;
	int a = scaled(in->ascent, px, in->upem), d = scaled(in->descent, px, in->upem);
	int g = scaled(in->gap, px, in->upem);

	out->face = f;
	out->size_u = (int)px;
	out->lead = scaled(g, 1, 6);
	out->height = scaled(a + d, 1, 6) + out->lead;
	out->ascent = scaled(a, 1, 6) + out->lead;
}

/* -- shaping -- */

static uint32_t
word_hash(const struct face *f, const char *s, size_t len)
{
	uint32_t h = 2166136261u ^ (uint32_t)((uintptr_t)f >> 4);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

static bool
no_ink(uint32_t c)
{
	return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/*
 * Put characters into the buffer one by one, as only here we know which of them have
 * no ink and that the no-break hyphen is drawn as a hyphen.
 */
static void
fill_buffer(struct font_set *s, const struct face *f, const char *text, size_t len)
{
	hb_buffer_t *b = s->buffer;
	size_t at = 0;
	uint32_t c;
	int n;

	hb_buffer_reset(b);
	while (at < len && (n = utf8_decode(text + at, len - at, &c)) > 0) {
		if (c == 0x2011 || c == 0x2010)
			if (c == 0x2011 || face_glyph(f, c) == 0)
				c = face_glyph(f, 0x2010) != 0 && c != 0x2011 ? 0x2010 : '-';
		if (!no_ink(c))
			hb_buffer_add(b, c, (unsigned int)at);
		at += (size_t)n;
	}
	hb_buffer_set_content_type(b, HB_BUFFER_CONTENT_TYPE_UNICODE);
	hb_buffer_set_direction(b, HB_DIRECTION_LTR);
	hb_buffer_set_script(b, HB_SCRIPT_LATIN);
	hb_buffer_set_language(b, s->lang);
	hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
}

/* Shape into "out", advances in font units.  Returns the count. */
static size_t
shape_units(struct font_set *s, const struct face *f, const char *text, size_t len, bool kern,
    struct glyph *out, size_t room)
{
	const hb_feature_t kerning = { HB_TAG('k', 'e', 'r', 'n'), kern, 0, (unsigned int)-1 };
	unsigned int n, m;
	const hb_glyph_info_t *gi;
	const hb_glyph_position_t *gp;

	fill_buffer(s, f, text, len);
	hb_shape(f->font, s->buffer, &kerning, 1);
	gi = hb_buffer_get_glyph_infos(s->buffer, &n);
	gp = hb_buffer_get_glyph_positions(s->buffer, &m);
	for (unsigned int i = 0; i < n && i < room; i++) {
		out[i].gid = (uint16_t)gi[i].codepoint;
		out[i].cluster = gi[i].cluster;
		out[i].adv = gp[i].x_advance;
		out[i].dx = gp[i].x_offset;
		out[i].dy = gp[i].y_offset;
	}
	return n < room ? n : room;
}

static void
words_rehash(struct font_set *s, size_t cap)
{
	struct word *old = s->words;
	size_t n = s->words_cap;

	s->words = xmalloc(cap * sizeof *s->words);
	memset(s->words, 0, cap * sizeof *s->words);
	s->words_cap = cap;
	for (size_t i = 0; i < n; i++) {
		size_t at;
		if (old[i].face == NULL)
			continue;
		at = old[i].hash & (cap - 1);
		while (s->words[at].face != NULL)
			at = (at + 1) & (cap - 1);
		s->words[at] = old[i];
	}
	free(old);
}

/* Room for one more; a cache that grew too large starts anew. */
static void
words_reserve(struct font_set *s)
{
	if (arena_used(s->words_arena) > CACHE_BYTES) {
		arena_free(s->words_arena);
		s->words_arena = arena_new();
		memset(s->words, 0, s->words_cap * sizeof *s->words);
		s->nwords = 0;
	}
	if ((s->nwords + 1) * 2 > s->words_cap)
		words_rehash(s, s->words_cap == 0 ? 4096 : s->words_cap * 2);
}

static const struct word *
word_find(struct font_set *s, const struct face *f, const char *text, size_t len)
{
	struct glyph tmp[WORD_MAX * 2];
	uint32_t h = word_hash(f, text, len);
	struct word *w;
	struct glyph *kept;
	size_t at, n;

	words_reserve(s);
	for (at = h & (s->words_cap - 1); (w = &s->words[at])->face != NULL;
	    at = (at + 1) & (s->words_cap - 1))
		if (w->hash == h && w->face == f && w->len == len &&
		    memcmp(w->text, text, len) == 0)
			return w;
	n = shape_units(s, f, text, len, false, tmp, WORD_MAX * 2);
	kept = arena_array(s->words_arena, n + 1, sizeof *kept);
	memcpy(kept, tmp, n * sizeof *kept);
	w->face = f;
	w->hash = h;
	w->len = (uint16_t)len;
	w->nglyphs = (uint16_t)n;
	w->text = arena_strndup(s->words_arena, text, len);
	w->glyphs = kept;
	s->nwords++;
	return w;
}

static void
grow(struct glyph **glyphs, size_t *cap, size_t need)
{
	if (need <= *cap)
		return;
	while (*cap < need)
		*cap = *cap == 0 ? 256 : *cap * 2;
	*glyphs = xrealloc(*glyphs, *cap * sizeof **glyphs);
}

/* Copy glyphs in font units to "out" in u, clusters moved by "base". */
static void
put_scaled(struct glyph *out, const struct glyph *in, size_t n, const struct font *f,
    size_t base)
{
	int upem = f->face->info.upem;

	for (size_t i = 0; i < n; i++) {
		out[i].gid = in[i].gid;
		out[i].cluster = in[i].cluster + (uint32_t)base;
		out[i].adv = scaled(in[i].adv, f->size_u, upem);
		out[i].dx = in[i].dx == 0 ? 0 : scaled(in[i].dx, f->size_u, upem);
		out[i].dy = in[i].dy == 0 ? 0 : scaled(in[i].dy, f->size_u, upem);
	}
}

/*
 * Text is shaped whole, but cut where more than UNBROKEN_MAX bytes hold no blank: HarfBuzz
 * takes time by the square of the marks on one letter.
 */
static size_t
piece_end(const char *text, size_t from, size_t len)
{
	size_t blank = from, to;

	for (to = from; to < len && to - blank < UNBROKEN_MAX; to++)
		if (text[to] == ' ')
			blank = to;
	while (to < len && ((unsigned char)text[to] & 0xC0) == 0x80)
		to--;
	return to;
}

static size_t
shape_whole(const struct font *f, const char *text, size_t len, bool kern,
    struct glyph **glyphs, size_t *cap, size_t at, size_t base)
{
	size_t sum = 0, from, to, n;

	grow(glyphs, cap, at + 2 * len + 8);
	for (from = 0; from < len; from = to, sum += n) {
		struct glyph *out = *glyphs + at + sum;

		to = piece_end(text, from, len);
		n = shape_units(f->face->set, f->face, text + from, to - from, kern, out,
		    *cap - at - sum);
		put_scaled(out, out, n, f, base + from);
	}
	return sum;
}

size_t
font_shape(const struct font *f, const char *text, size_t len, bool kern,
    struct glyph **glyphs, size_t *cap)
{
	size_t n = 0, i = 0;

	if (kern)
		return shape_whole(f, text, len, true, glyphs, cap, 0, 0);
	while (i < len) {
		const struct word *w;
		size_t from = i;
		/* Words and runs of blanks are shaped apart, so that words are few. */
		while (i < len && text[i] == ' ')
			i++;
		if (i == from)
			while (i < len && text[i] != ' ')
				i++;
		if (i - from > WORD_MAX) {
			n += shape_whole(f, text + from, i - from, false, glyphs, cap, n, from);
			continue;
		}
		w = word_find(f->face->set, f->face, text + from, i - from);
		grow(glyphs, cap, n + w->nglyphs);
		put_scaled(*glyphs + n, w->glyphs, w->nglyphs, f, from);
		n += w->nglyphs;
	}
	return n;
}
