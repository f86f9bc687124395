/*
 * meta - what the document says of itself: XMP, Info, language, viewer, output intent,
 * and the attached source.
 *
 * Dates come from the plan, never from a clock.  Info and XMP say the same.
 */
#include <hpdf_info.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "pdf/writer.h"

/* -- sRGB -- */

enum { CURVE = 64, ICC_TAGS = 9 };

static void
be32(struct buf *b, uint32_t v)
{
	char s[4] = { (char)(v >> 24), (char)(v >> 16), (char)(v >> 8), (char)v };

	buf_add(b, s, 4);
}

static void
tag_xyz(struct buf *b, uint32_t x, uint32_t y, uint32_t z)
{
	buf_add(b, "XYZ \0\0\0\0", 8);
	be32(b, x);
	be32(b, y);
	be32(b, z);
}

static void
tag_text(struct buf *b, const char *type, const char *s)
{
	uint32_t n = (uint32_t)strlen(s) + 1;

	buf_add(b, type, 4);
	be32(b, 0);
	if (strcmp(type, "desc") == 0)
		be32(b, n);
	buf_add(b, s, n);
	/* A description also has Unicode and Macintosh forms: empty. */
	if (strcmp(type, "desc") == 0)
		for (int i = 0; i < 78; i++)
			buf_ch(b, '\0');
	while (b->len % 4 != 0)
		buf_ch(b, '\0');
}

static void
tag_curve(struct buf *b)
{
	buf_add(b, "curv\0\0\0\0", 8);
	be32(b, CURVE);
	for (int i = 0; i < CURVE; i++) {
		double v = (double)i / (CURVE - 1);
		v = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
		unsigned int n = (unsigned int)(v * 65535 + 0.5);
		buf_ch(b, (char)(n >> 8));
		buf_ch(b, (char)n);
	}
}

/* The ICC profile, version 2, of IEC 61966-2.1: primaries adapted to D50. */
static void
make_profile(struct buf *icc)
{
	static const char names[ICC_TAGS][5] = { "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ",
		"rTRC", "gTRC", "bTRC" };
	size_t at[ICC_TAGS], end[ICC_TAGS], data = 128 + 4 + 12 * ICC_TAGS;
	struct buf b = { 0 };

	for (int i = 0; i < ICC_TAGS; i++) {
		at[i] = b.len;
		switch (i) {
		case 0: tag_text(&b, "desc", "sRGB IEC61966-2.1"); break;
		case 1: tag_text(&b, "text", "No copyright, use freely"); break;
		case 2: tag_xyz(&b, 0xF6D6, 0x10000, 0xD32D); break;
		case 3: tag_xyz(&b, 0x6FA2, 0x38F5, 0x0390); break;
		case 4: tag_xyz(&b, 0x6299, 0xB785, 0x18DA); break;
		case 5: tag_xyz(&b, 0x24A0, 0x0F84, 0xB6CF); break;
		case 6: tag_curve(&b); break;
		default: at[i] = at[6]; end[i] = end[6]; continue; /* one curve for all */
		}
		end[i] = b.len;
	}
	be32(icc, (uint32_t)(data + b.len));
	be32(icc, 0);
	be32(icc, 0x02100000);
	buf_str(icc, "mntrRGB XYZ ");
	/* Date of the standard; platform, flags, maker, model, attributes: none. */
	buf_add(icc, "\x07\xCF\0\x0A\0\x12\0\0\0\0\0\0" "acsp", 16);
	for (int i = 0; i < 28; i++)
		buf_ch(icc, '\0');
	be32(icc, 0xF6D6);
	be32(icc, 0x10000);
	be32(icc, 0xD32D);
	while (icc->len < 128)
		buf_ch(icc, '\0');
	be32(icc, ICC_TAGS);
	for (int i = 0; i < ICC_TAGS; i++) {
		buf_str(icc, names[i]);
		be32(icc, (uint32_t)(data + at[i]));
		be32(icc, (uint32_t)(end[i] - at[i]));
	}
	buf_add(icc, b.s, b.len);
	buf_free(&b);
}

static void
print_profile(struct buf *out, const struct writer *w, const void *arg)
{
	(void)w;
	(void)arg;
	buf_str(out, "/N 3");
}

static void
print_intents(struct buf *out, const struct writer *w, const void *arg)
{
	(void)w;
	buf_str(out, "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier"
	    "(sRGB IEC61966-2.1)/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)"
	    "/DestOutputProfile ");
	put_ref(out, arg);
}

static void
output_intent(struct writer *w)
{
	struct buf icc = { 0 };
	HPDF_Dict profile;
	HPDF_Array list;

	make_profile(&icc);
	profile = haru_deflated(w, print_profile, NULL, icc.s, icc.len);
	buf_free(&icc);
	if (w->failed)
		return;
	list = HPDF_Array_New(w->doc->mmgr);
	haru_set(w, w->doc->catalog, "OutputIntents", list);
	if (!w->failed)
		haru_check(w, HPDF_Array_Add(list, haru_object(w, print_intents, profile)));
}

/* -- XMP -- */

static void
escaped(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '&': buf_str(b, "&amp;"); break;
		case '<': buf_str(b, "&lt;"); break;
		case '>': buf_str(b, "&gt;"); break;
		case '"': buf_str(b, "&quot;"); break;
		default:
			if ((unsigned char)*s >= 0x20 || *s == '\t' || *s == '\n')
				buf_ch(b, *s);
		}
}

static void
element(struct buf *b, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_printf(b, "<%s>", name);
	escaped(b, value);
	buf_printf(b, "</%s>\n", name);
}

/* A value in an array or in language alternatives. */
static void
wrapped(struct buf *b, const char *name, const char *kind, const char *lang, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_printf(b, "<%s><rdf:%s><rdf:li%s%s%s>", name, kind, lang == NULL ? "" : " xml:lang=\"",
	    lang == NULL ? "" : lang, lang == NULL ? "" : "\"");
	escaped(b, value);
	buf_printf(b, "</rdf:li></rdf:%s></%s>\n", kind, name);
}

struct property {
	const char *name, *type, *description, *value;
};

#define PLAN_SPACE "urn:pmpplan:plan:1/"

/* PDF/A wants schemas that it does not know described in the file (ISO 19005-2, 6.6.2.3). */
static void
schema(struct buf *b, const char *title, const char *space, const char *prefix,
    const struct property *p, size_t n)
{
	buf_printf(b, "<rdf:li rdf:parseType=\"Resource\">\n<pdfaSchema:schema>%s</pdfaSchema:schema>\n"
	    "<pdfaSchema:namespaceURI>%s</pdfaSchema:namespaceURI>\n"
	    "<pdfaSchema:prefix>%s</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq>\n",
	    title, space, prefix);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "<rdf:li rdf:parseType=\"Resource\">"
		    "<pdfaProperty:name>%s</pdfaProperty:name>"
		    "<pdfaProperty:valueType>%s</pdfaProperty:valueType>"
		    "<pdfaProperty:category>%s</pdfaProperty:category>"
		    "<pdfaProperty:description>%s</pdfaProperty:description></rdf:li>\n",
		    p[i].name, p[i].type, p[i].value == NULL ? "internal" : "external",
		    p[i].description);
	buf_str(b, "</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n");
}

static void
describe(struct buf *b, const char *space)
{
	buf_printf(b, "<rdf:Description rdf:about=\"\" %s>\n", space);
}

static void
extensions(struct buf *b, const struct property *plan, size_t n)
{
	static const struct property ua = { "part", "Integer",
		"Indicates, which part of ISO 14289 standard is followed", NULL };

	describe(b, "xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
	    "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
	    "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"");
	buf_str(b, "<pdfaExtension:schemas><rdf:Bag>\n");
	schema(b, "PDF/UA Universal Accessibility Schema", "http://www.aiim.org/pdfua/ns/id/",
	    "pdfuaid", &ua, 1);
	if (n > 0)
		schema(b, "pmpplan plan data", PLAN_SPACE, "pmpplan", plan, n);
	buf_str(b, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

static void
dates(struct buf *b, const char *date, const char *tool)
{
	describe(b, "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"");
	element(b, "xmp:CreatorTool", tool);
	element(b, "xmp:CreateDate", date);
	element(b, "xmp:ModifyDate", date);
	element(b, "xmp:MetadataDate", date);
	buf_str(b, "</rdf:Description>\n");
}

static const char *
given_date(const struct writer *w)
{
	const char *s = w->m->date;
	struct date d;

	return s != NULL && date_parse(s, strlen(s), &d) ? s : NULL;
}

static void
make_xmp(struct buf *b, const struct writer *w)
{
	const struct pdf_meta *m = w->m;
	struct property all[] = {
		{ "version", "Text", "Version of the plan", m->version },
		{ "period", "Text", "Years that the plan covers", m->period },
		{ "decision", "Text", "Decision that approved the plan", m->decision },
	}, plan[3];
	size_t n = 0;

	for (size_t i = 0; i < 3; i++)
		if (all[i].value != NULL && *all[i].value != '\0')
			plan[n++] = all[i];
	buf_str(b, "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
	describe(b, "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" "
	    "xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"");
	element(b, "pdfaid:part", m->attach_bytes != NULL ? "3" : "2");
	element(b, "pdfaid:conformance", "A");
	element(b, "pdfuaid:part", "1");
	buf_str(b, "</rdf:Description>\n");
	describe(b, "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"");
	element(b, "dc:format", "application/pdf");
	wrapped(b, "dc:title", "Alt", "x-default", w->title);
	wrapped(b, "dc:creator", "Seq", NULL, m->author);
	wrapped(b, "dc:description", "Alt", "x-default", m->subject);
	wrapped(b, "dc:language", "Bag", NULL, w->lang);
	buf_str(b, "</rdf:Description>\n");
	describe(b, "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"");
	element(b, "pdf:Producer", m->producer);
	element(b, "pdf:Keywords", m->keywords);
	buf_str(b, "</rdf:Description>\n");
	dates(b, given_date(w), m->producer);
	if (n > 0) {
		describe(b, "xmlns:pmpplan=\"" PLAN_SPACE "\"");
		for (size_t i = 0; i < n; i++) {
			char name[32];
			snprintf(name, sizeof name, "pmpplan:%s", plan[i].name);
			element(b, name, plan[i].value);
		}
		buf_str(b, "</rdf:Description>\n");
	}
	extensions(b, plan, n);
	buf_str(b, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
}

static void
print_metadata(struct buf *out, const struct writer *w, const void *arg)
{
	(void)w;
	(void)arg;
	buf_str(out, "/Type/Metadata/Subtype/XML");
}

static void
metadata(struct writer *w)
{
	struct buf b = { 0 };
	size_t len;
	char *bytes;

	make_xmp(&b, w);
	bytes = buf_steal(&b, &len);
	haru_set(w, w->doc->catalog, "Metadata",
	    haru_stream(w, print_metadata, NULL, NULL, bytes, len));
}

/* -- Info -- */

static void
info(struct writer *w)
{
	HPDF_Dict d = w->doc->info;
	const char *date = given_date(w);
	char s[16];

	haru_set_text(w, d, "Producer", w->m->producer);
	haru_set_text(w, d, "Creator", w->m->producer);
	haru_set_text(w, d, "Title", w->title);
	haru_set_text(w, d, "Author", w->m->author);
	haru_set_text(w, d, "Subject", w->m->subject);
	haru_set_text(w, d, "Keywords", w->m->keywords);
	if (date != NULL) {
		snprintf(s, sizeof s, "D:%.4s%.2s%.2s", date, date + 5, date + 8);
		haru_set_text(w, d, "CreationDate", s);
		haru_set_text(w, d, "ModDate", s);
	}
}

/* -- attachment -- */

struct attachment {
	HPDF_Dict file, spec;
};

static void
print_file(struct buf *out, const struct writer *w, const void *arg)
{
	const char *date = given_date(w);

	(void)arg;
	buf_printf(out, "/Type/EmbeddedFile/Subtype/application#2Fyaml/Params<</Size %zu",
	    w->m->attach_len);
	if (date != NULL)
		buf_printf(out, "/ModDate(D:%.4s%.2s%.2s)", date, date + 5, date + 8);
	buf_str(out, ">>");
}

static void
print_spec(struct buf *out, const struct writer *w, const void *arg)
{
	const struct attachment *at = arg;

	buf_str(out, "/Type/Filespec/AFRelationship/Source/F");
	put_text(out, w->m->attach_name);
	buf_str(out, "/UF");
	put_text(out, w->m->attach_name);
	buf_str(out, "/Desc(YAML)/EF<</F ");
	put_ref(out, at->file);
	buf_str(out, "/UF ");
	put_ref(out, at->file);
	buf_str(out, ">>");
}

static void
print_names(struct buf *out, const struct writer *w, const void *arg)
{
	const struct attachment *at = arg;

	buf_str(out, "/EmbeddedFiles<</Names[");
	put_text(out, w->m->attach_name);
	put_ref(out, at->spec);
	buf_str(out, "]>>");
}

static void
attach(struct writer *w)
{
	struct attachment *at = arena_alloc(w->a, sizeof *at);
	HPDF_Array list;

	at->file = haru_deflated(w, print_file, NULL, w->m->attach_bytes, w->m->attach_len);
	at->spec = haru_object(w, print_spec, at);
	haru_set(w, w->doc->catalog, "Names", haru_object(w, print_names, at));
	if (w->failed)
		return;
	list = HPDF_Array_New(w->doc->mmgr);
	haru_set(w, w->doc->catalog, "AF", list);
	if (!w->failed)
		haru_check(w, HPDF_Array_Add(list, at->spec));
}

/* -- all of it -- */

/* PDF/UA wants a title: the document's, else its first heading, else its file's name. */
static void
find_title(struct writer *w)
{
	const struct flow_doc *doc = w->p->doc;
	struct place at = { .file = doc == NULL ? NULL : doc->file };

	w->title = w->m->title;
	if ((w->title == NULL || *w->title == '\0') && doc != NULL)
		w->title = doc->title;
	if (w->title != NULL && *w->title != '\0')
		return;
	for (uint32_t i = 0; i < w->p->nsenses; i++)
		if (w->elems[i].dict != NULL && w->elems[i].sense->kind == SENSE_H) {
			w->title = sense_text(w, w->elems[i].sense);
			break;
		}
	if (w->title == NULL || *w->title == '\0')
		w->title = at.file != NULL && *at.file != '\0' ? at.file : "PDF";
	diag(w->d, DIAG_PDF_TITLE, &at, w->title, NULL);
}

void
meta_finish(struct writer *w)
{
	HPDF_Dict viewer;

	if (w->failed)
		return;
	find_title(w);
	info(w);
	metadata(w);
	output_intent(w);
	if (w->m->attach_bytes != NULL)
		attach(w);
	haru_set_text(w, w->doc->catalog, "Lang", w->lang);
	if (w->failed)
		return;
	viewer = HPDF_Dict_New(w->doc->mmgr);
	haru_set(w, w->doc->catalog, "ViewerPreferences", viewer);
	haru_set_bool(w, viewer, "DisplayDocTitle", true);
}
