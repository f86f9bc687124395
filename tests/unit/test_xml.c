/* xml: byte ranges, decoding, namespaces; hostile parts. */
#include "pack/xml.h"
#include "unit.h"

static struct arena *a;
static struct diag *d;

static int
setup(void **state)
{
	(void)state;
	a = arena_new();
	d = diag_new(DIAG_EN);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(a);
	diag_free(d);
	return 0;
}

static struct xml_doc *
parse_len(const char *s, size_t len)
{
	/* an exact copy, so that a sanitizer sees every byte read too far */
	char *b = malloc(len + (len == 0));
	struct xml_doc *x;

	memcpy(b, s, len);
	x = xml_parse(a, "t.docx", "p.xml", b, len, d);
	free(b); /* the tests look at ranges in "s" */
	return x;
}

static struct xml_doc *
parse(const char *s)
{
	return parse_len(s, strlen(s));
}

static enum diag_code
last_code(void)
{
	const struct diag_msg *m;
	size_t n = diag_messages(d, &m);

	assert_int_equal(n, 1);
	return m[0].code;
}

static void
refused_len(const char *s, size_t len, enum diag_code code)
{
	teardown(NULL);
	setup(NULL);
	assert_null(parse_len(s, len));
	assert_int_equal(last_code(), code);
}

static void
refused(const char *s, enum diag_code code)
{
	refused_len(s, strlen(s), code);
}

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static void
test_ranges(void **state)
{
	static const char s[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<w:p " W " a='1'><w:r  w:b = \"x\">te&amp;xt</w:r ><w:t/><!-- c --></w:p>\n";
	struct xml_doc *x = parse(s);
	struct xml_node *p = x->root, *r = p->first, *t = r->next;

	(void)state;
	assert_true(xml_is(p, XNS_W, "p"));
	assert_int_equal(p->line, 2);
	assert_memory_equal(s + p->start, "<w:p ", 5);
	assert_memory_equal(s + p->close_start, "</w:p>", 6);
	assert_string_equal(s + p->end, "\n");
	assert_int_equal(p->nattrs, 2);
	assert_string_equal(p->attrs[0].prefix, "xmlns");
	assert_true(xml_is(r, XNS_W, "r"));
	assert_int_equal(r->open_end - r->start, strlen("<w:r  w:b = \"x\">"));
	assert_int_equal(r->end - r->close_start, strlen("</w:r >"));
	assert_int_equal(r->attrs[0].end - r->attrs[0].start, strlen("  w:b = \"x\""));
	assert_memory_equal(s + r->attrs[0].start, "  w:b", 5);
	assert_int_equal(r->attrs[0].ns, XNS_W);
	assert_string_equal(r->first->text, "te&xt");
	assert_int_equal(r->first->len, 5);
	assert_int_equal(r->first->end - r->first->start, 9);
	assert_true(t->empty && t->first == NULL && t->open_end == t->end);
	assert_int_equal(t->next->kind, XML_OTHER);
	assert_int_equal(t->next->end - t->next->start, strlen("<!-- c -->"));
	assert_ptr_equal(p->last, t->next);
	assert_ptr_equal(t->prev, r);
}

static void
test_round_trip(void **state)
{
	static const char s[] = "<a>x<b c='&lt;'>y</b><![CDATA[<z>]]><?pi?>\r\n<d/></a>";
	struct xml_doc *x = parse(s);
	struct xml_node *n, *last = NULL;
	struct buf out = {0};

	(void)state;
	/* start tags, end tags, and leaves in document order are all the bytes */
	buf_add(&out, s, x->root->open_end);
	for (n = x->root->first; n != NULL; n = n->next) {
		if (last != NULL)
			assert_int_equal(last->end, n->start);
		buf_add(&out, s + n->start, n->end - n->start);
		last = n;
	}
	buf_add(&out, s + x->root->close_start, x->root->end - x->root->close_start);
	assert_string_equal(buf_cstr(&out), s);
	out.len = 0;
	xml_text(&out, x->root);
	assert_string_equal(buf_cstr(&out), "xy<z>\n");
	buf_free(&out);
}

static void
test_namespaces(void **state)
{
	struct xml_doc *x = parse("<q:p xmlns:q=\"http://schemas.openxmlformats.org/wordprocessingml/"
	    "2006/main\" xmlns=\"urn:x\"><b q:c=\"1\" c=\"2\"/><b xmlns=\"\"/>"
	    "<q:e xmlns:q=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"/><q:f/></q:p>");
	struct xml_node *b = x->root->first;

	(void)state;
	assert_true(xml_is(x->root, XNS_W, "p"));
	assert_int_equal(b->ns, XNS_OTHER);
	assert_string_equal(xml_attr(b, XNS_W, "c"), "1");
	assert_string_equal(xml_attr(b, XNS_NONE, "c"), "2");
	assert_null(xml_attr(b, XNS_TEXT, "c"));
	assert_int_equal(b->next->ns, XNS_NONE);
	assert_true(xml_is(b->next->next, XNS_TEXT, "e"));
	assert_true(xml_is(b->next->next->next, XNS_W, "f"));
}

static void
test_find(void **state)
{
	struct xml_doc *x = parse("<a><b><c/><d><e>1</e></d></b><b2/><b>2</b></a>");
	struct xml_node *n;
	int count = 0;

	(void)state;
	assert_true(xml_is(xml_path(x->root, XNS_NONE, "b/d/e"), XNS_NONE, "e"));
	assert_null(xml_path(x->root, XNS_NONE, "b/dd"));
	assert_null(xml_path(x->root, XNS_NONE, "b/d/e/f"));
	assert_int_equal(xml_next(x->root->first, XNS_NONE, "b")->first->text[0], '2');
	for (n = x->root; n != NULL; n = xml_walk(x->root, n))
		count++;
	assert_int_equal(count, 9);
	n = x->root->first;
	for (count = 0; n != NULL; n = xml_walk(x->root->first, n))
		count++;
	assert_int_equal(count, 5); /* does not leave its root */
}

static void
test_decode(void **state)
{
	struct xml_doc *x = parse("\xEF\xBB\xBF<a b=\"1\n2\t&#10;&quot;\">&#x101;&#257;&gt;\r\nz&apos;</a>");

	(void)state;
	assert_string_equal(xml_attr(x->root, XNS_NONE, "b"), "1 2 \n\"");
	assert_string_equal(x->root->first->text, "\xC4\x81\xC4\x81>\nz'");
}

static void
test_refused(void **state)
{
	(void)state;
	refused("", DIAG_XML_SYNTAX);
	refused("<", DIAG_XML_SYNTAX);
	refused("<a", DIAG_XML_SYNTAX);
	refused("<a b", DIAG_XML_SYNTAX);
	refused("<a b=", DIAG_XML_SYNTAX);
	refused("<a b='", DIAG_XML_SYNTAX);
	refused("<a>", DIAG_XML_SYNTAX);
	refused("</a>", DIAG_XML_SYNTAX);
	refused("<a></b>", DIAG_XML_SYNTAX);
	refused("<a></a", DIAG_XML_SYNTAX);
	refused("<a/><b/>", DIAG_XML_SYNTAX);
	refused("<a/>junk", DIAG_XML_SYNTAX);
	refused("<a/", DIAG_XML_SYNTAX);
	refused("<a/x>", DIAG_XML_SYNTAX);
	refused("<!--", DIAG_XML_SYNTAX);
	refused("<a><![CDATA[", DIAG_XML_SYNTAX);
	refused("<?xml version='1.0'", DIAG_XML_SYNTAX);
	refused("<a b='1' b='2'/>", DIAG_XML_SYNTAX);
	refused("<a b='<'/>", DIAG_XML_SYNTAX);
	refused("<a>&evil;</a>", DIAG_XML_SYNTAX);
	refused("<a>&#0;</a>", DIAG_XML_SYNTAX);
	refused("<a>&#xFFFE;</a>", DIAG_XML_SYNTAX);
	refused("<a>&#xD800;</a>", DIAG_XML_SYNTAX);
	refused("<a>]]></a>", DIAG_XML_SYNTAX);
	refused("<x:a/>", DIAG_XML_SYNTAX); /* undeclared prefix */
	refused("<a>\x01</a>", DIAG_XML_SYNTAX);
	refused("<a>\xC4</a>", DIAG_XML_SYNTAX);
	refused("<a>\xED\xA0\x80</a>", DIAG_XML_SYNTAX); /* lone surrogate */
	refused_len("<a>\0</a>", 8, DIAG_XML_SYNTAX);
	refused("<!DOCTYPE a><a/>", DIAG_XML_DOCTYPE);
	refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", DIAG_XML_DOCTYPE);
	refused("<a><!ENTITY x 'y'></a>", DIAG_XML_DOCTYPE);
	refused_len("\xFF\xFE<\0a\0/\0>\0", 10, DIAG_XML_ENCODING);
	refused_len("<\0a\0/\0>\0", 8, DIAG_XML_ENCODING);
	refused("<?xml version=\"1.0\" encoding=\"windows-1257\"?><a/>", DIAG_XML_ENCODING);
	refused("<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b/+AD4-</a>", DIAG_XML_ENCODING);
	teardown(NULL);
	setup(NULL);
	assert_non_null(parse("<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>"));
	assert_non_null(parse("<a><!-- <!DOCTYPE> --></a>"));
}

static void
repeat(struct buf *b, const char *s, int n)
{
	while (n-- > 0)
		buf_str(b, s);
}

static void
test_limits(void **state)
{
	struct buf b = {0};
	int i;

	(void)state;
	repeat(&b, "<a>", 256);
	repeat(&b, "</a>", 256);
	assert_non_null(parse_len(b.s, b.len));
	b.len = 0;
	repeat(&b, "<a>", 100000);
	refused_len(b.s, b.len, DIAG_XML_DEPTH);
	b.len = 0;
	buf_str(&b, "<a");
	for (i = 0; i < 50000; i++)
		buf_printf(&b, " b%d=''", i % 300);
	refused_len(b.s, b.len, DIAG_XML_ATTRS);
	b.len = 0;
	buf_str(&b, "<a b='");
	repeat(&b, "0123456789ABCDEF", 700 << 10);
	buf_str(&b, "'/>");
	refused_len(b.s, b.len, DIAG_XML_TAG);
	b.len = 0;
	buf_str(&b, "<a>");
	for (i = 0; i < 2000000; i++)
		buf_printf(&b, "<n%d/>", i);
	refused_len(b.s, b.len, DIAG_XML_NAMES);
	b.len = 0;
	repeat(&b, "                                ", (32 << 20) / 32 + 1);
	refused_len(b.s, b.len, DIAG_XML_SIZE);
	buf_free(&b);
}

static void
test_line(void **state)
{
	const struct diag_msg *m;

	(void)state;
	assert_null(parse("<a>\n<b>\n\n</c>\n</a>"));
	assert_int_equal(diag_messages(d, &m), 1);
	assert_int_equal(m[0].at.line, 4);
	assert_string_equal(m[0].at.part, "p.xml");
}

static void
test_escape(void **state)
{
	struct buf b = {0};
	static const char s[] = "A&B <x> \"q\"\n\t\r]]>";

	(void)state;
	xml_put_text(&b, s, strlen(s));
	assert_string_equal(buf_cstr(&b), "A&amp;B &lt;x&gt; \"q\"\n\t&#13;]]&gt;");
	b.len = 0;
	xml_put_attr(&b, s, strlen(s));
	assert_string_equal(buf_cstr(&b), "A&amp;B &lt;x&gt; &quot;q&quot;&#10;&#9;&#13;]]&gt;");
	buf_free(&b);
}

/* What is written escaped is read as it was. */
static void
test_escape_back(void **state)
{
	static const char s[] = "&lt;b&gt; ' \" \t \n \r \xC4\x81 &evil; ]]>";
	struct buf b = {0};
	struct xml_doc *x;

	(void)state;
	buf_str(&b, "<a b=\"");
	xml_put_attr(&b, s, strlen(s));
	buf_str(&b, "\">");
	xml_put_text(&b, s, strlen(s));
	buf_str(&b, "</a>");
	assert_true(xml_sound(b.s, b.len, NULL));
	x = parse_len(b.s, b.len);
	assert_non_null(x);
	assert_string_equal(xml_attr(x->root, XNS_NONE, "b"), s);
	assert_string_equal(x->root->first->text, s);
	buf_free(&b);
}

static void
test_sound(void **state)
{
	static const char *const good[] = {
		"<a/>", "<?xml version=\"1.0\"?>\n<a b='1' c=\"2\">&amp;&#257;\xC4\x81<!--x--></a>\n",
		"<a:b xmlns:a='x'><![CDATA[<&]]></a:b >",
	}, *const bad[] = {
		"", "x", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a>&</a>", "<a>&x;</a>", "<a>\x01</a>",
		"<a>\xC4</a>", "<a>&#1;</a>", "<a b=1/>", "<a b='1'c='2'/>", "<a b='1' b='2'/>",
		"<a b='<'/>", "<a b='1'", "<a", "<", "<a>]]></a>", "<!DOCTYPE a><a/>", "< a/>", "<1/>",
		"<a>\xEF\xBF\xBE</a>", "<a><b></a></b>", "</a>", "<a><!-- </a>", "<a/",
	};
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(xml_sound(good[i], strlen(good[i]), &at));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (xml_sound(bad[i], strlen(bad[i]), &at))
			fail_msg("taken for sound: %s", bad[i]);
	assert_false(xml_sound("<a><b></c></a>", 14, &at));
	assert_in_range(at, 6, 10);
}

/* Every prefix and every one-byte change of a part: never a crash, and our gate never
 * passes what the parser refuses (but for namespaces, which it does not know). */
static void
test_mutations(void **state)
{
	static const char s[] = "<?xml version='1.0'?><a n='u' b=\"&lt;1\"><!--c--><d>t&#9;"
	    "<![CDATA[x]]></d><e/>\xC4\x81</a>";
	static const char put[] = "<>&\"'/=!? x;\x01\xFF[]-";
	char b[sizeof(s)];
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(s) - 1; i++) {
		parse_len(s, i);
		assert_false(xml_sound(s, i, NULL));
		for (j = 0; j < sizeof(put); j++) {
			memcpy(b, s, sizeof(s));
			b[i] = put[j];
			if (parse_len(b, sizeof(s) - 1) == NULL && xml_sound(b, sizeof(s) - 1, NULL) &&
			    i > 21)
				fail_msg("gate passes: %s", b);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ranges, setup, teardown),
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_namespaces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_find, setup, teardown),
		cmocka_unit_test_setup_teardown(test_decode, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_line, setup, teardown),
		cmocka_unit_test_setup_teardown(test_escape, setup, teardown),
		cmocka_unit_test_setup_teardown(test_escape_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sound, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mutations, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
