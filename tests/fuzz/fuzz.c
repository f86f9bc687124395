/*
 * fuzz - the readers of foreign bytes under libFuzzer.
 *
 * usage: fuzz --target=NAME [libFuzzer's options] CORPUS [FILE]...
 *
 * What a target does with its input stands in its function below.  The input of the package
 * targets is not a ZIP file but its parts as text, so that mutations reach the readers and
 * not only zlib: "\1NAME\n" begins a part.  They mutate elements and attributes as well as
 * bytes.  Any finding of the sanitizers, a run of over five seconds or 1 GB is a fault.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "batch/columns.h"
#include "check/check.h"
#include "data/merge.h"
#include "data/rows.h"
#include "data/xlsx.h"
#include "data/yaml.h"
#include "diff/diff.h"
#include "fill/mark.h"
#include "fill/template.h"
#include "flow/read.h"
#include "layout/pages.h"
#include "lint/lint.h"
#include "pdf/pdf.h"
#include "plan/plan.h"
#include "tmpl/markdown.h"

#include "fuzz.h"

const char *__lsan_default_suppressions(void);
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

static struct font_set *fonts;
static const struct plan *example; /* a plan to fill in, compare with and derive from */
static struct arena *lasting;
static struct diag *said; /* while these were read; kept, or it would count as leaked */
static char path[64]; /* of what a reader wants as a file */

/* The bytes as a file at "path". */
static void
as_file(const void *s, size_t len)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(s, 1, len, f) != len || fclose(f) != 0)
		abort();
}

/* -- plans, tables, texts -- */

static void
fuzz_yaml(struct run *r)
{
	static const struct check_opts o = {.no_spelling = true};
	struct value *v = yaml_parse(r->a, "in.yaml", r->s, r->len, r->d);
	const struct plan *p;
	struct buf out = {0};

	if (v == NULL)
		return;
	merge_plans(r->a, plan_values(example), v, r->d);
	p = plan_from(r->a, v, r->d);
	if (p == NULL)
		return;
	check_plan(r->a, p, r->d, &o);
	diff_text(&out, diff_plans(r->a, example, p, DIAG_LV), DIAG_LV);
	buf_free(&out);
}

/* A YAML file on top of the example. */
static void
fuzz_base(struct run *r)
{
	static const struct check_opts o = {.no_spelling = true};
	struct value *v = yaml_parse(r->a, "in.yaml", r->s, r->len, r->d);
	const struct plan *p;
	struct buf out = {0};

	if (v == NULL)
		return;
	p = plan_from(r->a, merge_plans(r->a, plan_values(example), v, r->d), r->d);
	if (p == NULL)
		return;
	check_plan(r->a, p, r->d, &o);
	diff_text(&out, diff_plans(r->a, example, p, DIAG_LV), DIAG_LV);
	buf_free(&out);
}

static void
fuzz_markdown(struct run *r)
{
	struct place at = {.file = "in.yaml", .line = 3};

	markdown_parse(r->a, r->s, r->len, &at, r->d);
}

static void
all_rows(struct run *r, struct sheet *s)
{
	struct rows *rows = s == NULL ? NULL :
	    rows_bind(r->a, s, plan_values(example), columns_resolve, r->d);
	const char *until;

	for (size_t i = 0; rows != NULL && i < s->nrows && i < 3; i++) {
		struct value *v = rows_plan(r->a, rows, i, r->d);

		rows_expired(r->a, rows, i, v, &until, r->d);
		plan_from(r->a, v, r->d);
	}
}

static void
fuzz_csv(struct run *r)
{
	struct csv_opts o = {.legacy = CSV_WINDOWS_1257};

	all_rows(r, csv_parse(r->a, "in.csv", r->s, r->len, &o, r->d));
}

/* -- packages -- */

/* The ZIP file of an input. */
static bool
packed(struct run *r, struct buf *out)
{
	struct pkg_out *o = pkg_out_new(NULL);
	const char *end = r->s + r->len, *s = r->s, *next, *line;
	size_t parts = 0;
	bool ok;

	for (; s < end && *s == '\1' && parts++ < 100; s = next) {
		line = memchr(s, '\n', (size_t)(end - s));
		if (line == NULL)
			break;
		next = memchr(line, '\1', (size_t)(end - line));
		if (next == NULL)
			next = end;
		pkg_out_put(o, arena_strndup(r->a, s + 1, (size_t)(line - s - 1)), line + 1,
		    (size_t)(next - line - 1));
	}
	ok = pkg_out_finish(o, out, r->d) == 0;
	pkg_out_free(o);
	return ok;
}

static struct pkg *
package(struct run *r, struct buf *bytes)
{
	if (!packed(r, bytes))
		return NULL;
	return pkg_open_mem("in.docx", bytes->s, bytes->len, DIAG_IO_TEMPLATE, r->d);
}

/* pmpplan pdf */
static void
fuzz_pdf(struct run *r)
{
	struct buf zip = {0}, out = {0};
	struct pkg *p = package(r, &zip);
	struct flow_doc *doc = NULL;

	if (p != NULL && pkg_kind(p) == PKG_DOCX)
		doc = docx_read_flow(r->a, p, r->d);
	else if (p != NULL && pkg_kind(p) == PKG_ODT)
		doc = odt_read_flow(r->a, p, r->d);
	if (doc != NULL) {
		struct pdf_meta m = {.title = doc->title, .author = doc->author, .lang = doc->lang,
		    .subject = doc->subject, .keywords = doc->keywords, .date = doc->date,
		    .producer = "fuzz"};
		struct pages *pages = layout_pages(r->a, doc, fonts, r->d);

		if (!diag_failed(r->d))
			pdf_write(&out, pages, &m, r->d);
	}
	pkg_close(p);
	buf_free(&out);
	buf_free(&zip);
}

static void
fill_all(struct run *r, struct template *t)
{
	struct buf out = {0};
	struct filled *x = template_run(t, plan_model(example), &(struct fill_opts){0}, r->d);
	struct pkg *view;
	struct flow_doc *doc;

	if (x != NULL) {
		view = filled_view(x);
		doc = template_kind(t) == PKG_DOCX ? docx_read_flow(r->a, view, r->d) :
		    odt_read_flow(r->a, view, r->d);
		if (doc != NULL)
			layout_numbers(r->a, doc, fonts, r->d);
		pkg_close(view);
		filled_pack(x, &out);
		filled_free(x);
	}
	buf_free(&out);
}

/* pmpplan template check --needs --mark, and filling. */
static void
fuzz_template(struct run *r)
{
	struct buf zip = {0}, out = {0};
	const struct diag_msg *found;
	struct template *t = NULL;
	size_t n;

	if (packed(r, &zip)) {
		as_file(zip.s, zip.len);
		t = template_look(path, r->d);
	}
	if (t != NULL) {
		lint_names(t, r->a, r->d);
		lint_needs(t, r->a, DIAG_LV, &out);
		n = diag_messages(r->d, &found);
		template_mark(t, found, n, &out, r->d);
		if (template_sound(t))
			fill_all(r, t);
	}
	template_close(t);
	buf_free(&out);
	buf_free(&zip);
}

static void
fuzz_xlsx(struct run *r)
{
	struct buf zip = {0};

	if (packed(r, &zip)) {
		as_file(zip.s, zip.len);
		all_rows(r, xlsx_read(r->a, path, NULL, r->d));
	}
	buf_free(&zip);
}

/* The container itself. */
static void
fuzz_zip(struct run *r)
{
	struct pkg *p = pkg_open_mem("in.zip", r->s, r->len, DIAG_IO_READ, r->d);

	for (size_t i = 0; p != NULL && i < pkg_count(p); i++)
		pkg_xml(r->a, p, pkg_at(p, i)->name, r->d);
	pkg_is_ours(r->s, r->len);
	pdf_is_ours(r->s, r->len);
	pkg_close(p);
}

/* Its names clash with those of fill/: it lives in archive.c. */
static void
fuzz_register(struct run *r)
{

	as_file(r->s, r->len);
	fuzz_archive(r, path);
}

static const struct target {
	const char *name;
	void (*run)(struct run *r);
	bool parts; /* packages as text: elements are mutated */
} targets[] = {{"yaml", fuzz_yaml, false}, {"base", fuzz_base, false},
    {"markdown", fuzz_markdown, false}, {"csv", fuzz_csv, false}, {"pdf", fuzz_pdf, true},
    {"template", fuzz_template, true}, {"xlsx", fuzz_xlsx, true}, {"zip", fuzz_zip, false},
    {"archive", fuzz_register, false}};
static const struct target *target;

/* libhyphen loses a little while it reads a dictionary: layout/hyphen.c. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libhyphen";
}

static void
stop(const char *what)
{
	fprintf(stderr, "fuzz: %s\n", what);
	exit(2);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct diag *d;

	for (int i = 1; i < *argc; i++)
		for (size_t t = 0; t < sizeof(targets) / sizeof(targets[0]); t++)
			if (strncmp((*argv)[i], "--target=", 9) == 0 &&
			    strcmp((*argv)[i] + 9, targets[t].name) == 0)
				target = &targets[t];
	if (target == NULL)
		stop("no --target, or an unknown one");
	said = d = diag_new(DIAG_EN);
	lasting = arena_new();
	fonts = font_set_new("fonts/fonts.tsv", d);
	example = plan_read(lasting, "tests/golden/rich.yaml", d);
	snprintf(path, sizeof(path), "/tmp/pmpplan-fuzz.%ld", (long)getpid());
	if (fonts == NULL || example == NULL)
		stop("to be run in the project's folder");
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run r = {.a = arena_new(), .d = diag_new(DIAG_EN), .len = size};
	static FILE *sink;

	if (sink == NULL)
		sink = fopen("/dev/null", "w");
	r.s = arena_strndup(r.a, (const char *)data, size);
	target->run(&r);
	diag_flush(r.d, sink, DIAG_NOTE, true);
	diag_free(r.d);
	arena_free(r.a);
	unlink(path);
	return 0;
}

/* -- mutating -- */

static const char *const hostile[] = {"", "0", "-1", "1", "2", "9", "63", "100%", "-50%", "0cm",
    "-1cm", "99999cm", "1e308cm", "31680", "-31680", "2147483647", "-2147483648", "4294967296",
    "99999999999999999999", "nan", "inf", "0.0001pt", "#ffffff", "auto", "true", "false", "none",
    "Normal", "../x", "https://a.lv", "continuous", "nextPage", "restart", "fixed", "both"};

struct span {
	size_t from, to;
};

/* The element (or tag) that begins at or behind a byte; empty if there is none. */
static struct span
element(const uint8_t *s, size_t len, size_t at)
{
	struct span e = {len, len};
	size_t name;
	int open = 1;

	while (at < len && !(s[at] == '<' && at + 1 < len && s[at + 1] != '/'))
		at++;
	e.from = at;
	for (name = at + 1; name < len && strchr(" />\n\1", s[name]) == NULL;)
		name++;
	while (at < len && s[at] != '>')
		at++;
	e.to = at < len ? at + 1 : len;
	if (at >= len || s[at - 1] == '/')
		return e;
	/* Its end tag: the one that closes as many of this name as were opened. */
	for (at++; at + (name - e.from) + 2 < len && s[at] != '\1'; at++) {
		size_t n = name - e.from - 1;

		if (s[at] != '<')
			continue;
		if (s[at + 1] == '/' && memcmp(s + at + 2, s + e.from + 1, n) == 0 && --open == 0) {
			e.to = at + n + 3;
			return e;
		}
		if (memcmp(s + at + 1, s + e.from + 1, n) == 0 && strchr(" >", s[at + 1 + n]) != NULL)
			open++;
	}
	return e;
}

static size_t
splice(uint8_t *s, size_t len, size_t max, struct span at, const void *with, size_t n)
{
	void *copy;

	if (at.to > len || len - (at.to - at.from) + n > max)
		return len;
	copy = malloc(n + 1);
	memcpy(copy, with, n);
	memmove(s + at.from + n, s + at.to, len - at.to);
	memcpy(s + at.from, copy, n);
	free(copy);
	return len - (at.to - at.from) + n;
}

/* The value of an attribute at or behind a byte. */
static struct span
attribute(const uint8_t *s, size_t len, size_t at)
{
	struct span v = {len, len};

	while (at + 1 < len && !(s[at] == '=' && s[at + 1] == '"'))
		at++;
	if (at + 2 >= len)
		return v;
	for (v.from = v.to = at + 2; v.to < len && s[v.to] != '"';)
		v.to++;
	return v;
}

static size_t
mutate_parts(uint8_t *s, size_t len, size_t max, unsigned int *seed)
{
	struct span a = element(s, len, (size_t)rand_r(seed) % len), b, v, w;
	struct span here = {0, 0};
	size_t n = sizeof(hostile) / sizeof(hostile[0]), inner;
	const char *h = hostile[(size_t)rand_r(seed) % n];

	b = element(s, len, (size_t)rand_r(seed) % len);
	v = attribute(s, len, (size_t)rand_r(seed) % len);
	w = attribute(s, len, (size_t)rand_r(seed) % len);
	here.from = here.to = b.from;
	switch (rand_r(seed) % 8) {
	case 0: /* take away */
		return splice(s, len, max, a, "", 0);
	case 1: /* again, elsewhere */
		return splice(s, len, max, here, s + a.from, a.to - a.from);
	case 2: /* in place of another */
		return splice(s, len, max, b, s + a.from, a.to - a.from);
	case 3: /* its tags alone */
		for (inner = a.from; inner < a.to && s[inner] != '>';)
			inner++;
		a.to = inner < a.to ? inner + 1 : a.to;
		return splice(s, len, max, a, "", 0);
	case 4:
		return splice(s, len, max, v, s + w.from, w.to - w.from);
	default:
		return splice(s, len, max, v, h, strlen(h));
	}
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed)
{
	int times = 1 + rand_r(&seed) % 4;

	if (!target->parts || size < 10 || rand_r(&seed) % 8 == 0)
		return LLVMFuzzerMutate(data, size, max);
	while (times-- > 0 && size >= 10)
		size = mutate_parts(data, size, max, &seed);
	return size;
}
