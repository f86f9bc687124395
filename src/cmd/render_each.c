/*
 * render_each - render for many: rows of a table, or several plans; see render.h
 *
 * Turns the options into those of batch/, and gives it what it does not know: templates,
 * fonts, and which document is wanted.
 */
#include <elf.h>
#include <link.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/publish.h"
#include "batch/batch.h"
#include "cmd/render.h"
#include "fill/template.h"

#define FILE_MOST ((size_t)256 << 20)

#define CPU_SECONDS 60
#define WALL_SECONDS 120
#define MEMORY_MIB 1024

struct build_id {
	EVP_MD_CTX *h;
	bool *found;
};

/* -- what batch/ calls -- */

static const struct plan *
plan_of(void *arg, struct arena *a, struct value *root, struct diag *d)
{
	return render_plan_of(arg, a, root, d, d);
}

static void
add_bytes(EVP_MD_CTX *h, const void *bytes, size_t len)
{
	char head[32];
	int n = snprintf(head, sizeof(head), "%zu:", len);

	EVP_DigestUpdate(h, head, (size_t)n);
	EVP_DigestUpdate(h, bytes, len);
}

/* A file's bytes into a digest; one that is not there counts as nothing. */
static void
add_file(EVP_MD_CTX *h, const char *path)
{
	struct diag *quiet = diag_new(DIAG_EN);
	size_t len = 0;
	char *s = path == NULL ? NULL : slurp(path, FILE_MOST, &len, DIAG_IO_READ, quiet);

	add_bytes(h, s == NULL ? "" : s, s == NULL ? 0 : len);
	free(s);
	diag_free(quiet);
}

static void
add_data_file(EVP_MD_CTX *h, const char *name)
{
	struct diag *quiet = diag_new(DIAG_EN);
	char *path = cmd_data_file(name, quiet);

	add_file(h, path);
	free(path);
	diag_free(quiet);
}

/* A note of the linker: the digest of all that it put into the program. */
static int
add_build_id(struct dl_phdr_info *info, size_t size, void *arg)
{
	const struct build_id *out = arg;
	int i;

	(void)size;
	for (i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		const char *s = (const char *)(info->dlpi_addr + p->p_vaddr), *end = s + p->p_memsz;

		while (p->p_type == PT_NOTE && (size_t)(end - s) >= sizeof(ElfW(Nhdr))) {
			const ElfW(Nhdr) *n = (const void *)s;
			size_t name = (n->n_namesz + 3U) & ~3U, desc = (n->n_descsz + 3U) & ~3U;

			s += sizeof(*n);
			if (name > (size_t)(end - s) || desc > (size_t)(end - s) - name)
				break;
			if (n->n_type == NT_GNU_BUILD_ID && n->n_namesz == 4 &&
			    memcmp(s, "GNU", 4) == 0) {
				add_bytes(out->h, s + name, n->n_descsz);
				*out->found = true;
			}
			s += name + desc;
		}
	}
	return 1; /* the program comes first, libraries do not count */
}

/* By the linker's note, for hashing megabytes is a tenth of a run that has nothing to do. */
static void
add_program(EVP_MD_CTX *h)
{
	bool found = false;
	struct build_id out = {h, &found};

	dl_iterate_phdr(add_build_id, &out);
	if (!found)
		add_file(h, "/proc/self/exe");
}

/*
 * The program itself, not just its version: what it makes may change with any build.
 * fonts.tsv holds the digests of the font files, and font.c refuses others.
 */
static int
digest_with(void *arg, unsigned char out[2][32], struct diag *d)
{
	const struct render *r = arg;
	EVP_MD_CTX *common = EVP_MD_CTX_new(), *h = EVP_MD_CTX_new();
	int p, k;

	(void)d;
	EVP_DigestInit_ex(common, EVP_sha256(), NULL);
	add_program(common);
	add_data_file(common, "fonts/fonts.tsv");
	add_bytes(common, render_documents[r->kind].name, strlen(render_documents[r->kind].name));
	add_bytes(common, r->year == NULL ? "" : r->year, r->year == NULL ? 0 : strlen(r->year));
	for (p = 0; p < PROFILES; p++) {
		EVP_MD_CTX_copy_ex(h, common);
		for (k = 0; k < 2; k++) {
			bool docx = (r->formats & (DOC_BIT(DOC_DOCX) | DOC_BIT(DOC_PDF))) != 0;

			if (k == DOC_DOCX ? !docx : (r->formats & DOC_BIT(DOC_ODT)) == 0 && !r->given)
				continue;
			if (r->given)
				add_file(h, r->templates[0][k] == NULL ? NULL
				    : template_path(r->templates[0][k]));
			else
				add_data_file(h, render_documents[r->kind].templates[p][k]);
		}
		EVP_DigestFinal_ex(h, out[p], NULL);
	}
	EVP_MD_CTX_free(common);
	EVP_MD_CTX_free(h);
	return 0;
}

static int
prepare(void *arg, unsigned profiles, struct diag *d)
{
	struct render *r = arg;
	int p;

	for (p = 0; p < PROFILES; p++)
		if ((profiles & 1u << p) != 0 && render_templates(r, p) == -1)
			return -1;
	if (r->fonts == NULL && render_fonts(r) == -1)
		return -1;
	for (p = 0; p < PROFILES; p++)
		if ((profiles & 1u << p) != 0) {
			struct make_with with = {.formats = r->formats, .fonts = r->fonts,
			    .docx = r->templates[p][DOC_DOCX], .odt = r->templates[p][DOC_ODT]};

			make_prepare(&with, d);
		}
	return 0;
}

static int
make(void *arg, const struct plan *p, struct buf out[DOC_FORMATS], int *pages, struct diag *d)
{
	const struct render *r = arg;
	int profile = plan_is_school(p) ? PROFILE_SCHOOL : PROFILE_MUNICIPALITY, rc;
	struct arena *a = arena_new();
	struct make_with with = {.formats = r->formats, .fonts = r->fonts,
	    .docx = r->templates[profile][DOC_DOCX], .odt = r->templates[profile][DOC_ODT],
	    .title = render_title(a, r->kind, p), .date = render_date(r->kind, p), .pages = pages};

	rc = make_documents(p, &with, out, d);
	arena_free(a);
	return rc;
}

/* -- options -- */

/* A whole number from "least" on; 0 when none is given. */
static int
take_number(struct render *r, const char *option, const char *s, long least, long most, long *out)
{
	int64_t v;

	if (s == NULL)
		return 0;
	if (!num_parse_int(s, strlen(s), &v) || v < least || v > most) {
		char a[24], b[24];

		snprintf(a, sizeof(a), "%ld", least);
		snprintf(b, sizeof(b), "%ld", most);
		return diag(r->c->diag, DIAG_USAGE_RANGE, NULL, option, a, b, NULL);
	}
	*out = (long)v;
	return 0;
}

/* "3/4" */
static int
take_shard(struct render *r, struct batch_opts *o)
{
	const char *s = r->many.shard, *slash = s == NULL ? NULL : strchr(s, '/');
	int64_t k, n;

	if (s == NULL)
		return 0;
	if (slash == NULL || !num_parse_int(s, (size_t)(slash - s), &k) ||
	    !num_parse_int(slash + 1, strlen(slash + 1), &n) || k < 1 || n < k || n > BATCH_SHARDS_MOST)
		return diag(r->c->diag, DIAG_USAGE_SHARD, NULL, s, NULL);
	o->shard = (int)k;
	o->shards = (int)n;
	return 0;
}

static int
take_encoding(struct render *r, struct batch_opts *o)
{
	const char *s = r->many.encoding;

	if (s == NULL || strcmp(s, "windows-1257") == 0)
		o->rows.csv.legacy = CSV_WINDOWS_1257;
	else if (strcmp(s, "utf-8") == 0)
		o->rows.csv.legacy = CSV_NO_LEGACY;
	else
		return diag(r->c->diag, DIAG_USAGE_ENCODING, NULL, s, NULL);
	return 0;
}

static int
take_limits(struct render *r, struct batch_opts *o)
{
	long cpu = CPU_SECONDS, wall = WALL_SECONDS, memory = MEMORY_MIB, jobs = 0;
	int rc = 0;

	rc |= take_number(r, "--jobs", r->many.jobs, 1, 256, &jobs);
	rc |= take_number(r, "--max-cpu", r->many.max_cpu, 1, 86400, &cpu);
	rc |= take_number(r, "--max-time", r->many.max_time, 1, 86400, &wall);
	rc |= take_number(r, "--max-memory", r->many.max_memory, 64, 1 << 20, &memory);
	o->jobs = (int)jobs;
	o->cpu_seconds = (unsigned)cpu;
	o->wall_seconds = (unsigned)wall;
	o->memory = (size_t)memory << 20;
	return rc;
}

static int
take_sources(struct render *r, struct batch_opts *o, const char **paths, const char **inputs)
{
	size_t i;
	int p, k;

	for (i = 0; i < r->nplans; i++) {
		paths[i] = r->plans[i].path;
		inputs[o->ninputs++] = paths[i];
		if (strcmp(paths[i], "-") == 0)
			return diag(r->c->diag, DIAG_USAGE_EACH_STDIN, NULL, NULL);
	}
	o->plans = paths;
	o->nplans = r->nplans;
	o->inputs = inputs;
	if (r->many.each == NULL)
		return 0;
	o->each = inputs[o->ninputs++] = r->many.each;
	o->base = paths[0];
	for (p = 0; p < PROFILES; p++)
		for (k = 0; k < 2; k++)
			if (r->templates[p][k] != NULL)
				inputs[o->ninputs++] = template_path(r->templates[p][k]);
	if (r->nplans != 1)
		return diag(r->c->diag, DIAG_USAGE_EACH_ONE, NULL, NULL);
	if (r->attach)
		return diag(r->c->diag, DIAG_USAGE_EACH_ATTACH, NULL, NULL);
	return 0;
}

int
render_each(struct render *r)
{
	const struct batch_with w = {r, plan_of, digest_with, prepare, make, cmd_interrupted};
	struct batch_opts o = {.folder = r->to, .suffix = render_documents[r->kind].suffix,
	    .name = r->many.name, .formats = r->formats, .reports = r->many.reports.v,
	    .nreports = r->many.reports.n, .all = r->many.all, .force = r->force,
	    .resume = r->many.resume, .wait = r->many.wait, .fail_fast = r->many.fail_fast,
	    .quiet = r->c->quiet, .verbose = r->c->verbose, .colour = r->c->colour,
	    .rows = {.sheet = r->many.sheet}};
	const char **paths = xmalloc(r->nplans * sizeof(*paths));
	const char **inputs = xmalloc((r->nplans + 8) * sizeof(*inputs));
	struct buf folder = {0};
	int rc = 0;

	/* "out/" is the folder "out". */
	buf_str(&folder, r->to);
	while (folder.len > 1 && folder.s[folder.len - 1] == '/')
		folder.len--;
	o.folder = buf_cstr(&folder);
	rc |= take_limits(r, &o);
	rc |= take_shard(r, &o);
	rc |= take_encoding(r, &o);
	rc |= take_sources(r, &o, paths, inputs);
	if (rc == 0)
		rc = batch_run(&o, &w, r->c->diag);
	else
		rc = cmd_usage(r->c);
	cmd_flush(r->c, r->c->diag);
	buf_free(&folder);
	free(paths);
	free(inputs);
	return rc;
}
