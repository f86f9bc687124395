/* pkg: what is read and what refused, what is copied and written. */
#include <zip.h>
#include <zlib.h>

#include "pack/pkg.h"
#include "pack/xml.h"
#include "unit.h"

static struct diag *d;
static struct buf z; /* the package under test */

static int
setup(void **state)
{
	(void)state;
	d = diag_new(DIAG_EN);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	diag_free(d);
	buf_free(&z);
	return 0;
}

/* ---- a writer that can lie ---- */

struct lie {
	const char *name;
	size_t name_len;
	const char *data;
	size_t len;
	bool deflate;
	int method;       /* as said, if not 0 */
	unsigned flags;
	long size;        /* as declared, if not 0 */
	uint32_t crc_xor;
	const char *local_name;
	uint32_t attr;    /* external, made by Unix */
};

static void
le(struct buf *b, uint32_t v, int n)
{
	for (; n-- > 0; v >>= 8)
		buf_ch(b, (char)(v & 255));
}

static void
pack(struct buf *out, const char *data, size_t len)
{
	z_stream s = {0};

	deflateInit2(&s, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
	buf_reserve(out, deflateBound(&s, len));
	s.next_in = (Bytef *)data;
	s.avail_in = (uInt)len;
	s.next_out = (Bytef *)out->s;
	s.avail_out = (uInt)out->cap;
	assert_int_equal(deflate(&s, Z_FINISH), Z_STREAM_END);
	out->len = s.total_out;
	deflateEnd(&s);
}

static void
common(struct buf *b, const struct lie *l, size_t packed)
{
	le(b, 20, 2);
	le(b, l->flags, 2);
	le(b, (uint32_t)(l->method != 0 ? l->method : l->deflate ? 8 : 0), 2);
	le(b, 0, 2);
	le(b, 33, 2);
	le(b, (uint32_t)crc32(0, (const Bytef *)l->data, (uInt)l->len) ^ l->crc_xor, 4);
	le(b, (uint32_t)packed, 4);
	le(b, (uint32_t)(l->size != 0 ? l->size : (long)l->len), 4);
	le(b, (uint32_t)l->name_len, 2);
	le(b, 0, 2);
}

static void
build(const struct lie *l, size_t n)
{
	struct buf dir = {0}, data = {0};
	size_t i, offset;

	z.len = 0;
	for (i = 0; i < n; i++) {
		data.len = 0;
		if (l[i].deflate)
			pack(&data, l[i].data, l[i].len);
		else
			buf_add(&data, l[i].data, l[i].len);
		offset = z.len;
		le(&z, 0x04034b50, 4);
		common(&z, &l[i], data.len);
		buf_add(&z, l[i].local_name != NULL ? l[i].local_name : l[i].name, l[i].name_len);
		buf_add(&z, data.s, data.len);
		le(&dir, 0x02014b50, 4);
		le(&dir, 3 << 8 | 20, 2);
		common(&dir, &l[i], data.len);
		le(&dir, 0, 6);
		le(&dir, l[i].attr, 4);
		le(&dir, (uint32_t)offset, 4);
		buf_add(&dir, l[i].name, l[i].name_len);
	}
	offset = z.len;
	buf_add(&z, dir.s, dir.len);
	le(&z, 0x06054b50, 4);
	le(&z, 0, 4);
	le(&z, (uint32_t)n, 2);
	le(&z, (uint32_t)n, 2);
	le(&z, (uint32_t)dir.len, 4);
	le(&z, (uint32_t)offset, 4);
	le(&z, 0, 2);
	buf_free(&dir);
	buf_free(&data);
}

#define PART(n, s) {.name = n, .name_len = sizeof(n) - 1, .data = s, .len = sizeof(s) - 1}

static struct pkg *
try(const char *bytes, size_t len)
{
	return pkg_open_mem("t.docx", bytes, len, DIAG_IO_TEMPLATE, d);
}

static void
refused(enum diag_code code)
{
	const struct diag_msg *m;
	char *exact = malloc(z.len + 1);

	diag_free(d);
	d = diag_new(DIAG_EN);
	memcpy(exact, z.s, z.len);
	assert_null(try(exact, z.len));
	free(exact);
	assert_int_equal(diag_messages(d, &m), 1);
	if (m[0].code != code)
		fail_msg("%s, not %s: %s", diag_code_name(m[0].code), diag_code_name(code), m[0].text);
}

static void
one(struct lie l, enum diag_code code)
{
	struct lie two[2] = {PART("[Content_Types].xml", "<a/>"), l};

	build(two, 2);
	refused(code);
}

static void
test_read(void **state)
{
	struct lie l[] = {PART("word/a.xml", "hello"), PART("b.bin", "\0\1\2"), PART("c/", "")};
	const struct pkg_part *t;
	struct pkg *p;

	(void)state;
	l[0].deflate = true;
	build(l, 3);
	p = try(z.s, z.len);
	assert_non_null(p);
	assert_int_equal(pkg_count(p), 3);
	assert_int_equal(pkg_kind(p), PKG_OTHER);
	t = pkg_find(p, "word/a.xml");
	assert_string_equal(t->bytes, "hello");
	assert_false(t->stored);
	t = pkg_at(p, 1);
	assert_int_equal(t->len, 3);
	assert_memory_equal(t->bytes, "\0\1\2", 4);
	assert_true(t->stored);
	assert_null(pkg_find(p, "word/A.xml"));
	assert_null(pkg_at(p, 3));
	pkg_close(p);
	pkg_close(NULL);
}

static void
test_kinds(void **state)
{
	struct lie odt[] = {PART("content.xml", "<a/>"),
	    PART("mimetype", "application/vnd.oasis.opendocument.text")};
	struct lie docx[] = {PART("[Content_Types].xml", "<Types><Override ContentType=\"application/"
	    "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")};
	struct pkg *p;

	(void)state;
	build(odt, 2);
	p = try(z.s, z.len);
	assert_int_equal(pkg_kind(p), PKG_ODT);
	pkg_close(p);
	build(docx, 1);
	p = try(z.s, z.len);
	assert_int_equal(pkg_kind(p), PKG_DOCX);
	pkg_close(p);
}

static void
test_names(void **state)
{
	static const char *const bad[] = {"", "/abs", "../x", "a/../b", "a/..", "./a", "a\\b", "C:x",
	    "a//b", "a\nb", "a\x7f", "\xff", "."};
	struct lie l = PART("nul\0name", "x"), twins[] = {PART("a.xml", "1"), PART("A.XML", "2")};
	size_t i;

	(void)state;
	one(l, DIAG_PKG_NAME);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		l.name = bad[i];
		l.name_len = strlen(bad[i]);
		l.flags = 1 << 11;
		/* libzip itself refuses bytes that are not the UTF-8 that the flag says */
		one(l, strcmp(bad[i], "\xff") == 0 ? DIAG_PKG_DAMAGED : DIAG_PKG_NAME);
	}
	build(twins, 2);
	refused(DIAG_PKG_DUP);
	twins[1] = twins[0];
	build(twins, 2);
	refused(DIAG_PKG_DAMAGED); /* one name twice: libzip's own check */
}

static void
test_lies(void **state)
{
	struct lie l = PART("x", "0123456789abcdefghij");

	(void)state;
	l.method = 12;
	one(l, DIAG_PKG_METHOD);
	l.method = 0;
	l.flags = 1;
	one(l, DIAG_PKG_LOCKED);
	l.flags = 0;
	l.crc_xor = 1;
	one(l, DIAG_PKG_PART);
	l.crc_xor = 0;
	l.local_name = "y";
	one(l, DIAG_PKG_DAMAGED);
	l.local_name = NULL;
	l.attr = (uint32_t)0120777 << 16;
	one(l, DIAG_PKG_NAME); /* symbolic link */
	l.attr = 0;
	l.deflate = true;
	l.size = 10;
	one(l, DIAG_PKG_SIZE); /* more than declared */
	l.size = 30;
	one(l, DIAG_PKG_SIZE); /* less */
	l.size = 65 << 20;
	one(l, DIAG_PKG_LIMIT_PART);
}

static void
test_bombs(void **state)
{
	size_t len = 30 << 20, i;
	char *zeros = calloc(1, len);
	struct lie l = {.name = "bomb", .name_len = 4, .data = zeros, .len = len, .deflate = true};
	struct lie *many = calloc(5000, sizeof(*many));
	char (*names)[8] = calloc(5000, sizeof(*names));

	(void)state;
	one(l, DIAG_PKG_LIMIT_RATIO);
	l.size = 10; /* says 10, holds 30 MiB */
	one(l, DIAG_PKG_SIZE);
	for (i = 0; i < 5000; i++) {
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		many[i] = (struct lie){.name = names[i], .name_len = strlen(names[i]), .data = "x", .len = 1};
	}
	build(many, 5000);
	refused(DIAG_PKG_LIMIT_PARTS);
	free(many);
	free(names);
	free(zeros);
}

static void
test_ends(void **state)
{
	struct lie a = PART("a", "first"), b = PART("b", "second");
	struct buf first = {0}, copy = {0};

	(void)state;
	build(&a, 1);
	buf_add(&first, z.s, z.len);
	buf_ch(&z, 'x');
	refused(DIAG_PKG_DAMAGED); /* a byte behind */
	z.len = first.len - 1;
	refused(DIAG_PKG_DAMAGED); /* cut short */
	build(&b, 1);
	buf_add(&copy, z.s, z.len);
	z.len = 0;
	buf_add(&z, first.s, first.len);
	buf_add(&z, copy.s, copy.len);
	refused(DIAG_PKG_TWO_ENDS); /* two packages, one behind the other */
	z.len = 0;
	buf_add(&z, first.s, first.len);
	z.s[z.len - 2] = (char)(copy.len); /* the second as the comment of the first */
	buf_add(&z, copy.s, copy.len);
	refused(DIAG_PKG_TWO_ENDS);
	z.len = 0;
	buf_str(&z, "PK\3\4junk before");
	buf_add(&z, first.s, first.len);
	refused(DIAG_PKG_DAMAGED);
	z.len = 0;
	buf_add(&z, first.s, first.len - 22);
	refused(DIAG_PKG_DAMAGED); /* no end record */
	z.len = 0;
	refused(DIAG_PKG_NOT_ZIP);
	buf_str(&z, "just some text, and long enough to be looked at");
	refused(DIAG_PKG_NOT_ZIP);
	z.len = 0;
	buf_str(&z, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on: an OLE file");
	refused(DIAG_PKG_OLE);
	buf_free(&first);
	buf_free(&copy);
}

static void
test_overlap(void **state)
{
	struct lie l[] = {PART("a", "first"), PART("b", "first")};
	size_t i;

	(void)state;
	build(l, 2);
	/* the second directory entry points to the first part */
	for (i = z.len - 4; memcmp(z.s + i, "PK\1\2", 4) != 0; i--)
		continue;
	memset(z.s + i + 42, 0, 4);
	refused(DIAG_PKG_DAMAGED);
}

static void
test_encrypted_odf(void **state)
{
	struct lie l[] = {PART("mimetype", "application/vnd.oasis.opendocument.text"),
	    PART("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")};

	(void)state;
	build(l, 2);
	refused(DIAG_PKG_LOCKED);
}

static void
test_status(void **state)
{
	struct lie l = PART("../x", "1");

	(void)state;
	one(l, DIAG_PKG_NAME);
	assert_int_equal(diag_status(d), EXIT_TEMPLATE);
	diag_free(d);
	d = diag_new(DIAG_EN);
	assert_null(pkg_open_mem("t.xlsx", z.s, z.len, DIAG_IO_READ, d));
	assert_int_equal(diag_status(d), EXIT_INPUT);
}

/* No prefix of a package and no flipped byte may crash the reader. */
static void
test_mutations(void **state)
{
	struct lie l[] = {PART("mimetype", "application/vnd.oasis.opendocument.text"),
	    PART("content.xml", "<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>")};
	size_t i;

	(void)state;
	l[1].deflate = true;
	build(l, 2);
	for (i = 0; i < z.len; i++) {
		assert_null(try(z.s, i));
		z.s[i] ^= 0x11;
		pkg_close(try(z.s, z.len));
		z.s[i] ^= 0x11;
	}
}

/* ---- writing ---- */

static void
finish(struct pkg_out *o, struct buf *out)
{
	assert_int_equal(pkg_out_finish(o, out, d), 0);
	pkg_out_free(o);
}

static void
test_write(void **state)
{
	struct lie l[] = {PART("content.xml", "<old/>"), PART("keep.xml", "kept kept kept kept kept"),
	    PART("drop.bin", "x"), PART("mimetype", "application/vnd.oasis.opendocument.text")};
	struct buf out = {0}, again = {0};
	struct pkg_out *o;
	struct pkg *p, *q;
	const struct pkg_part *t;
	int i;

	(void)state;
	l[1].deflate = true;
	l[3].deflate = true;
	build(l, 4);
	p = try(z.s, z.len);
	for (i = 0; i < 2; i++) {
		o = pkg_out_new(p);
		pkg_out_put(o, "content.xml", "<new>and longer than before, before, before</new>", 49);
		pkg_out_put(o, "n\xC4\x81m.xml", "added", 5);
		pkg_out_put(o, "mimetype", "application/vnd.oasis.opendocument.text", 39);
		pkg_out_drop(o, "drop.bin");
		pkg_out_drop(o, "never.was");
		finish(o, i == 0 ? &out : &again);
	}
	assert_int_equal(out.len, again.len);
	assert_memory_equal(out.s, again.s, out.len);
	q = try(out.s, out.len);
	assert_non_null(q);
	assert_int_equal(pkg_count(q), 4);
	t = pkg_at(q, 0);
	assert_string_equal(t->name, "mimetype");
	assert_true(t->stored);
	assert_memory_equal(out.s + 30, "mimetypeapplication/vnd.oasis", 29);
	assert_string_equal(pkg_at(q, 1)->name, "content.xml");
	assert_memory_equal(pkg_at(q, 1)->bytes, "<new>", 5);
	assert_string_equal(pkg_at(q, 2)->bytes, "kept kept kept kept kept");
	assert_string_equal(pkg_at(q, 3)->name, "n\xC4\x81m.xml");
	assert_int_equal(pkg_kind(q), PKG_ODT);
	pkg_close(q);
	pkg_close(p);
	buf_free(&out);
	buf_free(&again);
}

/* A view is what a reader would find; a part that is kept again is the source's. */
static void
test_view(void **state)
{
	struct lie l[] = {PART("content.xml", "<old/>"), PART("keep.xml", "<kept/>"),
	    PART("drop.bin", "x"), PART("mimetype", "application/vnd.oasis.opendocument.text")};
	struct arena *a = arena_new();
	struct pkg_out *o;
	struct pkg *p, *v;

	(void)state;
	build(l, 4);
	p = try(z.s, z.len);
	pkg_set_sound(p, "keep.xml");
	o = pkg_out_new(p);
	pkg_out_put(o, "content.xml", "<new/>", 6);
	pkg_out_drop(o, "drop.bin");
	v = pkg_out_view(o, "v.odt");
	assert_int_equal(pkg_kind(v), PKG_ODT);
	assert_int_equal(pkg_count(v), 3);
	assert_string_equal(pkg_at(v, 0)->name, "mimetype");
	assert_null(pkg_find(v, "drop.bin"));
	assert_true(pkg_find(v, "content.xml")->sound);
	assert_true(pkg_find(v, "keep.xml")->sound);
	assert_false(pkg_find(v, "mimetype")->sound);
	assert_string_equal(pkg_xml(a, v, "content.xml", d)->root->name, "new");
	assert_null(pkg_xml(a, v, "drop.bin", d));
	pkg_close(v);
	pkg_out_keep(o, "content.xml");
	v = pkg_out_view(o, "v.odt");
	assert_false(pkg_find(v, "content.xml")->sound);
	assert_string_equal(pkg_xml(a, v, "content.xml", d)->root->name, "old");
	pkg_close(v);
	pkg_out_free(o);
	pkg_close(p);
	arena_free(a);
}

/* The packed bytes of an untouched part are the source's, whoever packed them. */
static void
test_copied(void **state)
{
	struct lie l = PART("a.xml", "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbaaaaaaaaaaaaaaaa");
	struct buf out = {0}, packed = {0};
	struct pkg *p;

	(void)state;
	l.deflate = true;
	build(&l, 1);
	p = try(z.s, z.len);
	finish(pkg_out_new(p), &out);
	pack(&packed, l.data, l.len);
	assert_memory_equal(out.s + 30 + 5, packed.s, packed.len);
	pkg_close(p);
	buf_free(&out);
	buf_free(&packed);
}

static void
test_times(void **state)
{
	struct lie l = PART("a", "1");
	struct buf out = {0};
	struct pkg *p;
	zip_error_t e;
	zip_t *zip;
	zip_stat_t st;
	zip_uint8_t os;
	zip_uint32_t attr;

	(void)state;
	build(&l, 1);
	p = try(z.s, z.len);
	finish(pkg_out_new(p), &out);
	zip = zip_open_from_source(zip_source_buffer_create(out.s, out.len, 0, &e),
	    ZIP_RDONLY | ZIP_CHECKCONS, &e);
	assert_non_null(zip);
	setenv("TZ", "UTC", 1);
	assert_int_equal(zip_stat_index(zip, 0, 0, &st), 0);
	assert_int_equal(st.mtime, 315532800);
	zip_file_get_external_attributes(zip, 0, 0, &os, &attr);
	assert_int_equal(os, ZIP_OPSYS_DOS);
	assert_int_equal(attr, 0);
	zip_discard(zip);
	pkg_close(p);
	buf_free(&out);
}

static void
make_ours(struct buf *out, bool odt)
{
	struct pkg_out *o = pkg_out_new(NULL);
	struct buf own = {0};
	const char *part = odt ? "meta.xml" : "docProps/custom.xml";
	char hex[65];

	if (odt)
		pkg_out_put(o, "mimetype", "application/vnd.oasis.opendocument.text", 39);
	else
		pkg_out_put(o, "[Content_Types].xml", "wordprocessingml.document.main+xml", 34);
	pkg_out_put(o, "b.xml", "<b/>", 4);
	pkg_out_put(o, "a.xml", "<a/>", 4);
	pkg_out_digest(o, part, hex);
	if (odt)
		buf_printf(&own, "<m:meta xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\">"
		    "<m:user-defined m:name=\"pmpplan.digest\">%s</m:user-defined></m:meta>", hex);
	else
		buf_printf(&own, "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/"
		    "2006/custom-properties\" xmlns:vt=\"urn:x\"><property name=\"x\"/>"
		    "<property name=\"pmpplan.digest\"><vt:lpwstr>%s</vt:lpwstr></property></Properties>",
		    hex);
	pkg_out_put(o, part, own.s, own.len);
	finish(o, out);
	buf_free(&own);
}

static void
test_ours(void **state)
{
	struct buf out = {0}, edited = {0};
	struct pkg_out *o;
	struct pkg *p;
	int odt;

	(void)state;
	for (odt = 0; odt < 2; odt++) {
		out.len = 0;
		make_ours(&out, odt);
		assert_true(pkg_is_ours(out.s, out.len));
		p = try(out.s, out.len);
		o = pkg_out_new(p);
		pkg_out_put(o, "a.xml", "<c/>", 4);
		edited.len = 0;
		finish(o, &edited);
		assert_false(pkg_is_ours(edited.s, edited.len));
		o = pkg_out_new(p);
		pkg_out_put(o, "new.xml", "<c/>", 4);
		edited.len = 0;
		finish(o, &edited);
		assert_false(pkg_is_ours(edited.s, edited.len));
		pkg_close(p);
	}
	assert_false(pkg_is_ours("", 0));
	assert_false(pkg_is_ours("some text that is no package", 28));
	buf_free(&out);
	buf_free(&edited);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bombs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(test_overlap, setup, teardown),
		cmocka_unit_test_setup_teardown(test_encrypted_odf, setup, teardown),
		cmocka_unit_test_setup_teardown(test_status, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mutations, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_view, setup, teardown),
		cmocka_unit_test_setup_teardown(test_copied, setup, teardown),
		cmocka_unit_test_setup_teardown(test_times, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ours, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
