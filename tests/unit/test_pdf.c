/* pdf: pages made by hand become files; what a file holds, and what is refused. */
#include "pdfmake.h"

#include <png.h>
#include <zlib.h>

#include <jpeglib.h>

#include "base/arena.h"

static const struct pdf_meta meta = { .title = "Rīcības programma <1 & 2>", .author = "Valkas novada pašvaldība",
	.subject = "PMP", .keywords = "plāns, prevencija", .lang = "lv-LV", .date = "2024-07-04",
	.producer = "pmpplan 1.0", .version = "0.3", .period = "2024–2028", .decision = "Nr. 224" };

/* When PDF_KEEP names a folder, files are left there for other programs to look at. */
static void
keep(const char *name, const struct buf *b)
{
	const char *folder = getenv("PDF_KEEP");
	char path[512];
	FILE *f;

	if (folder == NULL)
		return;
	snprintf(path, sizeof path, "%s/%s.pdf", folder, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(b->s, 1, b->len, f), b->len);
	assert_int_equal(fclose(f), 0);
}

static bool
has(const struct buf *b, const char *what)
{
	return memmem(b->s, b->len, what, strlen(what)) != NULL;
}

/* All deflated streams of a file after each other, so that tests can look into them. */
static void
inflate_all(const struct buf *in, struct buf *out)
{
	const char *p = in->s, *end = in->s + in->len;

	while ((p = memmem(p, (size_t)(end - p), "\nstream\n", 8)) != NULL) {
		const char *stop;
		unsigned char room[65536];
		z_stream z = { 0 };
		int rc;
		p += 8;
		stop = memmem(p, (size_t)(end - p), "\nendstream", 10);
		assert_non_null(stop);
		assert_int_equal(inflateInit(&z), Z_OK);
		z.next_in = (Bytef *)(uintptr_t)p;
		z.avail_in = (uInt)(end - p);
		do {
			z.next_out = room;
			z.avail_out = sizeof room;
			rc = inflate(&z, Z_NO_FLUSH);
			if (rc != Z_OK && rc != Z_STREAM_END)
				break;
			buf_add(out, room, sizeof room - z.avail_out);
		} while (rc == Z_OK);
		inflateEnd(&z);
	}
}

static void
write_whole(struct made *m, const struct pdf_meta *pm, const char *name, struct buf *file,
    struct buf *plain)
{
	pm_number(m);
	assert_int_equal(pdf_write(file, m->p, pm, fm_diag), 0);
	keep(name, file);
	inflate_all(file, plain);
	assert_true(pdf_is_ours(file->s, file->len));
}

/* -- pictures -- */

static const unsigned char *
make_png(size_t *len, bool alpha)
{
	unsigned char px[8 * 8 * 4];
	png_image im = { .version = PNG_IMAGE_VERSION, .width = 8, .height = 8,
		.format = alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB };
	size_t n = alpha ? 4 : 3;
	unsigned char *out;
	png_alloc_size_t size = 0;

	for (size_t i = 0; i < 64; i++)
		for (size_t k = 0; k < n; k++)
			px[i * n + k] = (unsigned char)(i * 4 + k * 60);
	assert_true(png_image_write_to_memory(&im, NULL, &size, 0, px, 0, NULL));
	out = arena_alloc(fm_arena, size);
	assert_true(png_image_write_to_memory(&im, out, &size, 0, px, 0, NULL));
	*len = size;
	return out;
}

static const struct flow_picture *
png_picture(bool alpha, const char *alt)
{
	struct flow_picture *p = arena_alloc(fm_arena, sizeof *p);

	p->name = "word/media/logo.png";
	p->bytes = make_png(&p->len, alpha);
	p->alt = alt;
	return p;
}

/* A JPEG of "components" colours; the caller's arena keeps it. */
static struct flow_picture *
jpeg_picture(int components, bool progressive)
{
	struct flow_picture *p = arena_alloc(fm_arena, sizeof *p);
	struct jpeg_compress_struct j;
	struct jpeg_error_mgr err;
	unsigned char line[32 * 4], *out = NULL, *kept;
	unsigned long len = 0;
	JSAMPROW rows[1] = { line };

	memset(&j, 0, sizeof j);
	j.err = jpeg_std_error(&err);
	jpeg_create_compress(&j);
	jpeg_mem_dest(&j, &out, &len);
	j.image_width = j.image_height = 32;
	j.input_components = components;
	j.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
	jpeg_set_defaults(&j);
	if (progressive)
		jpeg_simple_progression(&j);
	jpeg_start_compress(&j, TRUE);
	for (int y = 0; y < 32; y++) {
		for (size_t i = 0; i < sizeof line; i++)
			line[i] = (unsigned char)(i * 2 + (size_t)y * 3);
		jpeg_write_scanlines(&j, rows, 1);
	}
	jpeg_finish_compress(&j);
	jpeg_destroy_compress(&j);
	kept = arena_alloc(fm_arena, len);
	memcpy(kept, out, len);
	free(out);
	p->name = "word/media/photo.jpeg";
	p->bytes = kept;
	p->len = len;
	p->alt = "Foto";
	return p;
}

static void
put_picture(struct made *m, const struct flow_picture *p, int x, int y)
{
	struct box *b = pm_box(m, BOX_PICTURE, x, y, 1000, 1000);

	b->picture = p;
	b->at = (struct place){ .file = "a.docx", .part = p->name };
}

/* -- a document with everything -- */

static void
running_heads(struct made *m)
{
	m->at = NULL;
	m->artifact = 1;
	pm_font(m, "Liberation Sans", false, false, 8);
	pm_text(m, 1000, 700, "Valkas novada pašvaldība");
	pm_text(m, 5500, 16200, arena_printf(fm_arena, "%s / %zu", m->page->label, m->p->npages));
	m->artifact = 2;
	pm_box(m, BOX_RULE, 1000, 800, 9900, 10)->colour = 0x808080;
	pm_box(m, BOX_FILL, 1000, 9000, 4000, 300)->colour = 0xFFEEDD;
	pm_font(m, "Liberation Serif", false, false, 12);
}

static void
heading(struct made *m, struct sense *in, int level, int y, const char *text)
{
	pm_font(m, "Liberation Serif", true, false, 16);
	pm_sense(m, in, SENSE_H)->level = level;
	pm_text(m, 1000, y, text);
	pm_font(m, "Liberation Serif", false, false, 12);
}

static void
toc(struct made *m, struct sense *in)
{
	struct sense *t = pm_sense(m, in, SENSE_TOC);

	for (int i = 0; i < 2; i++) {
		struct sense *item = pm_sense(m, t, SENSE_TOCI);
		pm_sense(m, pm_sense(m, item, SENSE_REFERENCE), SENSE_LINK);
		m->link = i == 0 ? "#ievads" : "#nekur";
		pm_text(m, 1000, 1500 + 300 * i, i == 0 ? "1. Ievads" : "2. Nekur");
		struct sense *s = m->at;
		m->at = NULL;
		pm_text(m, 3000, 1500 + 300 * i, "......................");
		m->at = s;
		pm_text(m, 9000, 1500 + 300 * i, "1");
		m->link = NULL;
	}
}

static void
paragraph(struct made *m, struct sense *in)
{
	struct sense *p = pm_sense(m, in, SENSE_P), *note, *ref;
	struct box *b;

	b = pm_text(m, 1000, 3000, "Agrīnā priekšlaicīgas mācību pārtraukšanas pre");
	b->word_extra = 800;
	b = pm_text(m, 8000, 3000, "-");
	b->text = "\xC2\xAD";
	b->len = 2;
	b->soft_hyphen = true;
	pm_text(m, 1000, 3300, "vencija: 1\xC2\xA0" "200,00\xC2\xA0" "EUR, līdz\xE2\x80\x8B šim, e\xE2\x80\x91" "pasts (a\\b) ");
	pm_sense(m, p, SENSE_LINK)->title = "Ministrija";
	m->link = "https://www.izm.gov.lv/lv/ķēde?a=(1)&b=\"2\"";
	pm_text(m, 8000, 3300, "Izglītības ");
	pm_text(m, 1000, 3600, "ministrija");
	m->link = NULL;
	m->at = p;
	pm_text(m, 2200, 3600, ", tā.");
	ref = pm_sense(m, pm_sense(m, p, SENSE_REFERENCE), SENSE_LINK);
	pm_font(m, "Liberation Serif", false, false, 8);
	pm_text(m, 3300, 3540, "1");
	pm_font(m, "Liberation Serif", false, true, 12);
	pm_sense(m, p, SENSE_SPAN)->lang = "en-GB";
	pm_text(m, 3500, 3600, "early school leaving");
	pm_font(m, "Liberation Serif", false, false, 12);
	note = pm_sense(m, in, SENSE_NOTE);
	pm_sense(m, pm_sense(m, note, SENSE_LBL), SENSE_LINK)->to = ref;
	ref->to = m->at;
	pm_text(m, 1000, 15000, "1");
	pm_sense(m, note, SENSE_P);
	pm_text(m, 1200, 15000, "Avots: VIIS.");
}

static void
list(struct made *m, struct sense *in)
{
	struct sense *l = pm_sense(m, in, SENSE_L);
	struct flow_para *fp = fm_para(NULL, NULL);

	fp->label.text = "1)";
	l->para = fp;
	for (int i = 0; i < 2; i++) {
		struct sense *li = pm_sense(m, l, SENSE_LI);
		pm_sense(m, li, SENSE_LBL);
		pm_text(m, 1000, 5000 + 300 * i, i == 0 ? "1)" : "2)");
		pm_sense(m, li, SENSE_LBODY);
		pm_text(m, 1400, 5000 + 300 * i, "punkts");
	}
}

static struct sense *
row(struct made *m, struct sense *group, enum sense_kind kind, int n, int y, const char *text)
{
	struct sense *tr = pm_sense(m, group, SENSE_TR);

	for (int i = 0; i < n; i++) {
		struct sense *c = pm_sense(m, tr, kind);
		c->scope = kind == SENSE_TH ? 1 : 0;
		if (text != NULL)
			pm_text(m, 1000 + 1500 * i, y, text);
	}
	return tr;
}

static void
table(struct made *m, struct sense *in)
{
	struct sense *t = pm_sense(m, in, SENSE_TABLE), *head, *body, *tr, *top, *td;
	const struct sense **named = arena_array(fm_arena, 2, sizeof *named);

	pm_sense(m, t, SENSE_CAPTION);
	pm_text(m, 1000, 7000, "1. tabula. Mērķi");
	head = pm_sense(m, t, SENSE_THEAD);
	tr = row(m, head, SENSE_TH, 2, 7300, "Gadi");
	tr->first->rowspan = 2;
	tr->last->colspan = 2;
	top = tr->last;
	tr = row(m, head, SENSE_TH, 2, 7600, "2024");
	named[0] = top;
	named[1] = tr->first;
	body = pm_sense(m, t, SENSE_TBODY);
	tr = row(m, body, SENSE_TD, 3, 7900, "x");
	td = tr->first->next;
	td->headers = named;
	td->nheaders = 2;
	row(m, body, SENSE_TD, 3, 8200, NULL);
	/* The table goes on over the page, its first row of heads again. */
	m->page = &m->p->page[1];
	running_heads(m);
	m->at = NULL;
	m->artifact = 2;
	pm_text(m, 1000, 1300, "Gadi");
	m->at = td;
	pm_text(m, 1000, 1600, "turpinājums");
	row(m, body, SENSE_TD, 3, 1900, "y");
}

static void
everything(struct made *m)
{
	struct sense *sect;

	pm_start(m, 2);
	running_heads(m);
	sect = pm_sense(m, m->p->root, SENSE_SECT);
	toc(m, sect);
	heading(m, sect, 1, 2400, "1. Ievads");
	pm_mark(m, "ievads", 0, 1000, 2100);
	paragraph(m, sect);
	heading(m, sect, 2, 4500, "Mērķi ķēdē");
	list(m, sect);
	pm_sense(m, sect, SENSE_FIGURE)->alt = "Valkas ģerbonis";
	put_picture(m, png_picture(true, NULL), 1000, 5600);
	table(m, sect);
	heading(m, sect, 1, 3000, "2. Nobeigums");
}

static void
test_everything(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 }, again = { 0 };

	(void)state;
	everything(&m);
	write_whole(&m, &meta, "everything", &file, &plain);
	assert_true(has(&file, "%PDF-1.7\n"));
	assert_true(has(&file, "<pdfaid:part>2</pdfaid:part>"));
	assert_true(has(&file, "Rīcības programma &lt;1 &amp; 2&gt;"));
	assert_true(has(&plain, "/S/Document/"));
	assert_true(has(&plain, "/S/H2/"));
	assert_true(has(&plain, "/ListNumbering/Decimal"));
	assert_true(has(&plain, "/Scope/Column/ColSpan 2"));
	assert_true(has(&plain, "/Headers[(e"));
	assert_true(has(&plain, "/IDTree "));
	assert_true(has(&plain, "/Lang(en-GB)"));
	assert_true(has(&plain, "/QuadPoints"));
	/* from the reference to its note: the line of it 15000 twips down; and back */
	assert_true(has(&plain, "/XYZ 0 103.1 "));
	assert_true(has(&plain, "/XYZ 0 672.40"));
	assert_true(has(&file, "/SMask "));
	assert_true(has(&plain, "?a=\\0501\\051&b=\\045222\\04522"));
	assert_true(has(&plain, "(1. Ievads 1)"));
	assert_true(has(&plain, "/Subtype/Footer"));
	assert_false(has(&plain, "/ActualText"));
	assert_int_equal(diag_count(fm_diag, DIAG_ERROR), 0);
	assert_int_equal(diag_count(fm_diag, DIAG_WARNING), 1); /* the place that is not */
	/* Same input, same bytes. */
	assert_int_equal(pdf_write(&again, m.p, &meta, fm_diag), 0);
	assert_int_equal(again.len, file.len);
	assert_memory_equal(again.s, file.s, file.len);
	buf_free(&file);
	buf_free(&plain);
	buf_free(&again);
}

static void
test_attachment(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };
	struct pdf_meta pm = meta;

	(void)state;
	pm.attach_name = "valka plāns.yaml";
	pm.attach_bytes = "id: valka\n";
	pm.attach_len = 10;
	everything(&m);
	write_whole(&m, &pm, "attachment", &file, &plain);
	assert_true(has(&file, "<pdfaid:part>3</pdfaid:part>"));
	assert_true(has(&plain, "/AFRelationship/Source"));
	assert_true(has(&plain, "id: valka\n"));
	buf_free(&file);
	buf_free(&plain);
}

/* Any change of any byte is noticed, and so is what others wrote. */
static void
test_ours(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };

	(void)state;
	pm_start(&m, 1);
	pm_sense(&m, m.p->root, SENSE_P);
	pm_text(&m, 1000, 1000, "Teksts");
	write_whole(&m, &meta, "small", &file, &plain);
	for (size_t i = 0; i < file.len; i += i + 200 < file.len ? 37 : 1) {
		file.s[i] ^= 1;
		assert_false(pdf_is_ours(file.s, file.len));
		file.s[i] ^= 1;
	}
	assert_true(pdf_is_ours(file.s, file.len));
	for (size_t n = 0; n < file.len; n += n + 200 < file.len ? 101 : 1)
		assert_false(pdf_is_ours(file.s, n));
	buf_str(&file, "\n");
	assert_false(pdf_is_ours(file.s, file.len));
	assert_false(pdf_is_ours("%PDF-1.7\nstartxref\n99999999999999999999999\n%%EOF\n", 50));
	assert_false(pdf_is_ours("startxref\n", 10));
	buf_free(&file);
	buf_free(&plain);
}

/* Every letter of Latvian in every face, to be looked at and read back. */
static void
test_letters(void **state)
{
	static const char *const families[] = { "Liberation Serif", "Liberation Sans",
		"Liberation Mono", "DejaVu Sans", "DejaVu Serif" };
	struct made m;
	struct buf file = { 0 }, plain = { 0 };
	int y = 600;

	(void)state;
	pm_start(&m, 1);
	for (int i = 0; i < 20; i++) {
		pm_font(&m, families[i / 4], i & 1, i & 2, 12);
		pm_sense(&m, m.p->root, SENSE_P);
		pm_text(&m, 500, y += 300, "AĀBCČDEĒFGĢHIĪJKĶLĻMNŅOPRSŠTUŪVZŽ QWXY 0123456789");
		pm_text(&m, 500, y += 300, "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž qwxy „“”–—•§€%!?;:,.");
	}
	write_whole(&m, &meta, "letters", &file, &plain);
	buf_free(&file);
	buf_free(&plain);
}

/* One string of a TJ array: pairs of bytes with escapes.  Moves the pen past them. */
static const char *
read_string(const struct made *m, const char *s, double *pen, const double *want, size_t *at)
{
	int size = m->font.size_u, upem = face_info(m->font.face)->upem;

	while (*++s != ')') {
		unsigned int code = 0;
		for (int i = 0; i < 2; i++, s++) {
			if (*s == '\\')
				s++;
			code = code << 8 | (unsigned char)(*s == 'r' && s[-1] == '\\' ? '\r' : *s);
		}
		s--;
		assert_true(want[*at] - *pen < 6 && *pen - want[*at] < 6);
		++*at;
		*pen += (face_advance(m->font.face, code) * 1000 + upem / 2) / upem * size / 1000.0;
	}
	return s + 1;
}

/* Every glyph of a long justified line stands where the layout put it, within 6 u. */
static void
test_places(void **state)
{
	const char *text = "Priekšlaicīgas mācību pārtraukšanas prevencijas sistēma un ieviešanas plāns 2024.";
	struct made m;
	struct buf file = { 0 }, plain = { 0 };
	struct box *b;
	double want[200], pen;
	const char *s;
	size_t at = 0;

	(void)state;
	pm_start(&m, 1);
	pm_sense(&m, m.p->root, SENSE_P);
	b = pm_text(&m, 1000, 1000, text);
	b->word_extra = 2345;
	write_whole(&m, &meta, "places", &file, &plain);
	pen = b->x_u;
	for (size_t i = 0; i < b->nglyphs; i++) {
		want[i] = pen;
		pen += b->glyphs[i].adv + (text[b->glyphs[i].cluster] == ' ' ? 23.45 * 6 : 0);
	}
	s = strstr(buf_cstr(&plain), " Td\n[") + 5;
	for (pen = b->x_u; *s != ']';) {
		if (*s == '(') {
			s = read_string(&m, s, &pen, want, &at);
			continue;
		}
		pen -= strtod(s, (char **)(uintptr_t)&s) * m.font.size_u / 1000;
	}
	assert_int_equal(at, b->nglyphs);
	buf_free(&file);
	buf_free(&plain);
}

/* A base letter and a mark that no font joins: two glyphs read as one text. */
static void
test_cluster(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };

	(void)state;
	pm_start(&m, 1);
	pm_font(&m, "DejaVu Sans", false, false, 12);
	pm_sense(&m, m.p->root, SENSE_P);
	pm_text(&m, 1000, 1000, "ax\xCC\x8Czw\xCC\x84 b");
	write_whole(&m, &meta, "cluster", &file, &plain);
	assert_true(has(&plain, "/ActualText(\xFE\xFF") || m.page->first->nglyphs == 6);
	buf_free(&file);
	buf_free(&plain);
}

static void
test_pictures(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };
	const struct flow_picture *all[] = { jpeg_picture(1, false), jpeg_picture(3, false),
		jpeg_picture(3, true), jpeg_picture(4, false), png_picture(false, "Logo"),
		png_picture(true, NULL) };

	(void)state;
	pm_start(&m, 1);
	for (int i = 0; i < 12; i++) {
		pm_sense(&m, m.p->root, SENSE_FIGURE)->alt = all[i % 6]->alt;
		put_picture(&m, all[i % 6], 1000 + i % 6 * 1200, 1000 + i / 6 * 1200);
	}
	write_whole(&m, &meta, "pictures", &file, &plain);
	/* Each once, though shown twice; three JPEGs as they were. */
	for (int i = 0; i < 3; i++)
		assert_non_null(memmem(file.s, file.len, all[i]->bytes, all[i]->len));
	assert_null(memmem(file.s, file.len, all[3]->bytes, 60));
	assert_true(has(&plain, "/I6 "));
	assert_false(has(&plain, "/I7 "));
	assert_true(has(&plain, "/BBox[50 741.9 100 791.9]"));
	/* The one without a text is named once. */
	assert_int_equal(diag_count(fm_diag, DIAG_WARNING), 1);
	buf_free(&file);
	buf_free(&plain);
}

static void
test_empty(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };
	struct pdf_meta none = { .producer = "pmpplan" };

	(void)state;
	pm_start(&m, 1);
	m.doc->lang = NULL;
	write_whole(&m, &none, "empty", &file, &plain);
	assert_true(has(&plain, "/Lang (lv-LV)"));
	assert_true(has(&file, "test.docx"));
	buf_free(&file);
	buf_free(&plain);
}

static void
test_heading_gap(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };

	(void)state;
	pm_start(&m, 1);
	heading(&m, m.p->root, 1, 1000, "Viens");
	heading(&m, m.p->root, 4, 2000, "Četri");
	write_whole(&m, &meta, "gap", &file, &plain);
	assert_true(has(&plain, "/S/H2/"));
	assert_false(has(&plain, "/S/H4/"));
	assert_int_equal(diag_count(fm_diag, DIAG_WARNING), 1);
	buf_free(&file);
	buf_free(&plain);
}

/* -- what is refused -- */

static void
refused(struct made *m, enum diag_code code)
{
	struct buf file = { 0 };
	const struct diag_msg *msg;

	pm_number(m);
	assert_int_equal(pdf_write(&file, m->p, &meta, fm_diag), -1);
	assert_int_equal(file.len, 0);
	assert_int_equal(diag_messages(fm_diag, &msg), 1);
	assert_int_equal(msg[0].code, code);
	buf_free(&file);
}

static void
bad_picture(const void *bytes, size_t len, enum diag_code code)
{
	struct made m;
	struct flow_picture pic = { .name = "word/media/a.png", .bytes = bytes, .len = len,
		.alt = "a" };

	diag_free(fm_diag);
	fm_diag = diag_new(DIAG_EN);
	pm_start(&m, 1);
	pm_sense(&m, m.p->root, SENSE_FIGURE);
	put_picture(&m, &pic, 1000, 1000);
	refused(&m, code);
}

static void
test_bad_pictures(void **state)
{
	unsigned char huge[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\2\0\0\0CRC!"
	    "\0\0\0\0IDAT\x35\xAF\x06\x1E";
	unsigned long crc = crc32(0, huge + 12, 17);
	size_t len;
	const unsigned char *png = make_png(&len, false);
	unsigned char *cut = arena_alloc(fm_arena, len);

	(void)state;
	bad_picture(png, len / 2, DIAG_PDF_PICTURE);
	bad_picture(png, 9, DIAG_PDF_PICTURE);
	memcpy(cut, png, len);
	cut[len - 20] ^= 0x55;
	bad_picture(cut, len, DIAG_PDF_PICTURE);
	bad_picture("GIF89a", 6, DIAG_PDF_PICTURE);
	bad_picture("", 0, DIAG_PDF_PICTURE);
	bad_picture("\xFF\xD8\xFF\xE0\0\x10JFIF", 10, DIAG_PDF_PICTURE);
	for (int i = 0; i < 4; i++)
		huge[29 + i] = (unsigned char)(crc >> (24 - 8 * i));
	bad_picture(huge, sizeof huge - 1, DIAG_PDF_SIZE);
}

static void
test_bad_jpeg(void **state)
{
	const struct flow_picture *p = jpeg_picture(3, false);
	unsigned char *bytes = arena_alloc(fm_arena, p->len);

	(void)state;
	for (size_t n = 3; n < p->len - 2; n += p->len / 7)
		bad_picture(p->bytes, n, DIAG_PDF_PICTURE);
	memcpy(bytes, p->bytes, p->len);
	memset(bytes + p->len - 200, 0xFF, 100);
	bad_picture(bytes, p->len, DIAG_PDF_PICTURE);
}

/* libharu's arrays end at 32,767 items: its refusal is told once and nothing leaks. */
static void
test_library_limit(void **state)
{
	struct made m;

	(void)state;
	pm_start(&m, 1);
	m.link = "https://a.lv/";
	for (int i = 0; i < 33000; i++) {
		pm_sense(&m, m.p->root, SENSE_LINK);
		pm_text(&m, 1000, 1000, "a");
	}
	refused(&m, DIAG_PDF_LIBRARY);
}

/* Boxes far off the page are not drawn, whatever their numbers. */
static void
test_far_boxes(void **state)
{
	struct made m;
	struct buf file = { 0 }, plain = { 0 };

	(void)state;
	pm_start(&m, 1);
	m.at = NULL;
	pm_box(&m, BOX_RULE, INT32_MAX / 6 - 1, 100, 100, 100)->colour = 0;
	pm_box(&m, BOX_FILL, 100, INT32_MIN, 100, 100)->colour = 0;
	pm_box(&m, BOX_FILL, 100, 100, INT32_MAX, 100)->colour = 0x123456;
	pm_box(&m, BOX_FILL, 100, 100, 0, -5)->colour = 0x123456;
	write_whole(&m, &meta, "far", &file, &plain);
	assert_false(has(&plain, " re\n"));
	buf_free(&file);
	buf_free(&plain);
}

static void
test_page_size(void **state)
{
	struct made m;

	(void)state;
	pm_start(&m, 1);
	m.p->page[0].width = 20;
	refused(&m, DIAG_PDF_SIZE);
}

/* Subsets are kept for the next document: the same glyphs give the same bytes, others others. */
static void
test_kept_subsets(void **state)
{
	static const char *const texts[] = { "abc", "abcd", "abc" };
	struct buf file[3] = { { 0 } };

	(void)state;
	for (int round = 0; round < 12; round++)
		for (int i = 0; i < 3; i++) {
			struct made m;
			pm_start(&m, 1);
			pm_sense(&m, m.p->root, SENSE_P);
			pm_text(&m, 1000, 3000, texts[i]);
			/* more sets than are kept push the first out */
			if (round > 0 && i == 1)
				pm_text(&m, 1000, 4000, arena_printf(fm_arena, "%c%c", 'e' + round, 'A' + round));
			pm_number(&m);
			file[i].len = 0;
			assert_int_equal(pdf_write(&file[i], m.p, &meta, fm_diag), 0);
			if (i == 2) {
				assert_int_equal(file[0].len, file[2].len);
				assert_memory_equal(file[0].s, file[2].s, file[0].len);
			}
		}
	assert_int_not_equal(file[0].len, file[1].len);
	for (int i = 0; i < 3; i++)
		buf_free(&file[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_everything, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_kept_subsets, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_attachment, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_ours, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_letters, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_places, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_cluster, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_pictures, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_bad_jpeg, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_library_limit, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_far_boxes, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_empty, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_heading_gap, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_bad_pictures, fm_setup, fm_teardown),
		cmocka_unit_test_setup_teardown(test_page_size, fm_setup, fm_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
