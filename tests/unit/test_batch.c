/* The parts of a batch: names, shards, journal, lock and sweep, reports, progress, pool. */
#include "scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/publish.h"
#include "batch/batch.h"
#include "batch/journal.h"
#include "batch/lock.h"
#include "batch/pool.h"
#include "batch/progress.h"
#include "batch/report.h"
#include "data/yaml.h"

static char *
slurp_text(const char *path)
{
	struct diag *d = diag_new(DIAG_EN);
	size_t len;
	char *s = slurp(path, 1 << 20, &len, DIAG_IO_READ, d);

	diag_free(d);
	return s;
}

static void
put_text(const char *path, const char *s)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(s, f);
	fclose(f);
}

static void
assert_name(const char *pattern, const char *want)
{
	static const char plan[] = "id: Ķ-1\nperiod: 2026\nmunicipality: {nominative: Ķekavas novads, genitive: ~}\n";
	struct arena *a = arena_new();
	struct diag *d = diag_new(DIAG_EN);
	const char *name = batch_name(a, pattern, yaml_parse(a, "p", plan, strlen(plan), d), NULL, d);

	if (want == NULL)
		assert_null(name);
	else
		assert_string_equal(name, want);
	assert_true((want == NULL) == diag_failed(d));
	diag_free(d);
	arena_free(a);
}

static void
names(void **state)
{
	(void)state;
	assert_name("{{id}}", "k-1");
	assert_name("PMP_{{period}}_{{municipality}}", "PMP_2026_kekavas-novads");
	assert_name("{{municipality.nominative}}.v1", "kekavas-novads.v1");
	assert_name("{{municipality.genitive}}", NULL);
	assert_name("{{nothing}}", NULL);
	assert_name("../{{id}}", NULL);
	assert_name("a/b", NULL);
	assert_name("-x", NULL);
	assert_name(".x", NULL);
	assert_name("x.", NULL);
	assert_name("", NULL);
	assert_name("CON", NULL);
	assert_name("com1.x", NULL);
	assert_name("com0", "com0");
	assert_name("ā", NULL);
	assert_name("{{id", NULL);
}

/* The shard of an id is a promise to those who rendered the others yesterday. */
static void
shards(void **state)
{
	char id[24];
	int count[4] = {0}, i;

	(void)state;
	for (i = 0; i < 600; i++) {
		snprintf(id, sizeof(id), "skola-%d", i);
		assert_in_range(batch_shard(id, 4), 1, 4);
		count[batch_shard(id, 4) - 1]++;
	}
	for (i = 0; i < 4; i++)
		assert_in_range(count[i], 120, 180);
	/* First 64 bits of the SHA-256, modulo: by sha256sum. */
	assert_int_equal(batch_shard("valkas-novads", 1), 1);
	assert_int_equal(batch_shard("abc", 1000), 0xba7816bf8f01cfeaULL % 1000 + 1);
}

static void
add(struct journal *j, const char *draft, int n, struct diag *d)
{
	json_t *o = json_pack("{s:s,s:i}", "draft", draft, "n", n);

	assert_int_equal(journal_add(j, o, d), 0);
	json_decref(o);
}

static int
number_of(const struct journal *j, const char *draft)
{
	const json_t *o = journal_find(j, draft);

	return o == NULL ? -1 : (int)json_integer_value(json_object_get(o, "n"));
}

static void
journal(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct journal *j;
	char *s, *cut;
	int i, fd;

	(void)state;
	j = journal_open("", "");
	assert_null(journal_find(j, "a"));
	assert_null(journal_unfinished(j));
	assert_int_equal(journal_begin(j, "run1", d), 0);
	add(j, "a", 1, d);
	add(j, "b", 2, d);
	add(j, "a", 3, d);
	journal_close(j);
	j = journal_open("", "");
	assert_int_equal(number_of(j, "a"), 3);
	assert_int_equal(number_of(j, "b"), 2);
	assert_string_equal(journal_unfinished(j), "run1");
	journal_close(j);
	/* Cut in the middle of its last line: that line is lost, no other, now or later. */
	s = slurp_text(".pmpplan-journal.jsonl");
	cut = strstr(s, "\"n\":3");
	*cut = '\0';
	put_text(".pmpplan-journal.jsonl", s);
	free(s);
	j = journal_open("", "");
	assert_int_equal(number_of(j, "a"), 1);
	assert_string_equal(journal_unfinished(j), "run1");
	assert_int_equal(journal_begin(j, "run1", d), 0);
	add(j, "c", 4, d);
	assert_int_equal(journal_end(j, d), 0);
	journal_close(j);
	j = journal_open("", "");
	assert_int_equal(number_of(j, "a"), 1);
	assert_int_equal(number_of(j, "c"), 4);
	assert_null(journal_unfinished(j));
	/* It does not grow without end. */
	assert_int_equal(journal_begin(j, "run2", d), 0);
	for (i = 0; i < 300; i++)
		add(j, "a", i, d);
	journal_close(j);
	j = journal_open("", "");
	assert_int_equal(journal_begin(j, "run3", d), 0);
	journal_close(j);
	s = slurp_text(".pmpplan-journal.jsonl");
	assert_true(strlen(s) < 300);
	free(s);
	/* A shard keeps its own and sees all. */
	j = journal_open("", "2of3");
	assert_int_equal(number_of(j, "a"), 299);
	assert_int_equal(journal_begin(j, "run4", d), 0);
	add(j, "z", 9, d);
	journal_close(j);
	j = journal_open("", "");
	assert_int_equal(number_of(j, "z"), 9);
	journal_close(j);
	/* Junk is no record, and no crash. */
	put_text(".pmpplan-journal.jsonl", "{\"draft\":7}\nnull\n[[[\n\xff\xfe\n{\"draft\":\"q\",\"n\":5}\n");
	j = journal_open("", "");
	assert_int_equal(number_of(j, "q"), 5);
	journal_close(j);
	/* Not through a link to somebody's file. */
	unlink(".pmpplan-journal.jsonl");
	put_text("precious", "x\n");
	assert_int_equal(symlink("precious", ".pmpplan-journal.jsonl"), 0);
	j = journal_open("", "");
	assert_int_equal(journal_begin(j, "run5", d), -1);
	journal_close(j);
	s = slurp_text("precious");
	assert_string_equal(s, "x\n");
	free(s);
	fd = unlink(".pmpplan-journal.jsonl");
	assert_int_equal(fd, 0);
	diag_free(d);
}

/*
 * Take a lock in another process; says with which status.  It answers by a pipe and is
 * killed: an exit of its own would be a leak check of all that the parent holds.
 */
static int
other_takes(const char *shard)
{
	int fds[2], status = -1;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		struct diag *d = diag_new(DIAG_EN);
		struct lock *l = lock_take("locked", shard, false, NULL, d);

		status = l != NULL ? 0 : diag_status(d);
		lock_release(l);
		if (write(fds[1], &status, sizeof(status)) == sizeof(status))
			raise(SIGKILL);
		_exit(1);
	}
	close(fds[1]);
	assert_int_equal(read(fds[0], &status, sizeof(status)), sizeof(status));
	close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return status;
}

static void
locks(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct lock *l, *m;

	(void)state;
	assert_int_equal(mkdir("locked", 0755), 0);
	l = lock_take("locked", "", false, NULL, d);
	assert_non_null(l);
	assert_int_equal(other_takes(""), EXIT_LOCKED);
	assert_int_equal(other_takes("1of2"), EXIT_LOCKED);
	lock_release(l);
	assert_int_equal(access("locked/.pmpplan-lock", F_OK), -1);
	assert_int_equal(other_takes(""), 0);
	/* Shards keep out an undivided run and their own double only. */
	l = lock_take("locked", "1of2", false, NULL, d);
	assert_non_null(l);
	assert_int_equal(other_takes("1of2"), EXIT_LOCKED);
	assert_int_equal(other_takes("2of2"), 0);
	assert_int_equal(other_takes(""), EXIT_LOCKED);
	m = lock_take("locked", "2of2", false, NULL, d);
	lock_release(l);
	assert_int_equal(other_takes(""), EXIT_LOCKED);
	lock_release(m);
	assert_int_equal(other_takes(""), 0);
	lock_release(NULL);
	diag_free(d);
}

static bool
is_a(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "a.docx") == 0;
}

static void
sweeping(void **state)
{
	static const char *const temps[] = {".a.docx.12-0123456789abcdef.tmp",
	    ".b.docx.12-0123456789abcdef.tmp"};
	static const char *const others[] = {".a.docx.12-0123456789abcde.tmp", "a.docx",
	    ".a.docx.x-0123456789abcdef.tmp", ".12-0123456789abcdef.tmp", "x.12-0123456789abcdef.tmp",
	    ".a.docx.12-0123456789abcdefg.tmp", ".tmp"};
	char path[80];
	size_t i;

	(void)state;
	assert_int_equal(mkdir("sweep", 0755), 0);
	assert_int_equal(mkdir("sweep/.d.docx.12-0123456789abcdef.tmp", 0755), 0);
	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "sweep/%s", temps[i]);
		put_text(path, "x");
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(path, sizeof(path), "sweep/%s", others[i]);
		put_text(path, "x");
	}
	lock_sweep("sweep", is_a, NULL);
	assert_int_equal(access("sweep/.a.docx.12-0123456789abcdef.tmp", F_OK), -1);
	assert_int_equal(access("sweep/.b.docx.12-0123456789abcdef.tmp", F_OK), 0);
	lock_sweep("sweep", NULL, NULL);
	assert_int_equal(access("sweep/.b.docx.12-0123456789abcdef.tmp", F_OK), -1);
	assert_int_equal(access("sweep/.d.docx.12-0123456789abcdef.tmp", F_OK), 0);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(path, sizeof(path), "sweep/%s", others[i]);
		assert_int_equal(access(path, F_OK), 0);
	}
	lock_sweep("no such folder", NULL, NULL);
}

static void
reports(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	json_t *head = json_pack("{s:s,s:s,s:[s,s]}", "report", "pmpplan/1", "written",
	    "2025-01-01T00:00:00Z", "ids", "=cmd|'/c calc'!A1", "a \"b\""), *got, *back = json_array();
	json_t *drafts = json_pack("[{s:s,s:s,s:s,s:i},{s:s,s:s,s:[{s:s,s:s,s:i}]}]", "id",
	    "=cmd|'/c calc'!A1", "state", "failed", "cause", "-1,5", "pages", 7, "id", "a \"b\"",
	    "state", "made", "blanks", "text", "+x", "file", "@f", "line", 3);
	char *s;

	(void)state;
	assert_int_equal(report_write("r.csv", head, drafts, d), 0);
	s = slurp_text("r.csv");
	assert_non_null(strstr(s, "\r\n\"'=cmd|'/c calc'!A1\";\"\";\"failed\";\"\";\"-1,5\";7;"));
	assert_non_null(strstr(s, "\r\n\"a \"\"b\"\"\";\"\";\"made\""));
	assert_non_null(strstr(s, ";1;;\"\";\"\";\"'@f:3: +x\";\"\"\r\n"));
	free(s);
	/* JSON keeps the raw value. */
	assert_int_equal(report_write("r.jsonl", head, drafts, d), 0);
	got = report_read("r.jsonl", back, d);
	assert_true(json_equal(got, head));
	assert_true(json_equal(back, drafts));
	assert_false(report_is_good(json_array_get(back, 0)));
	assert_true(report_is_good(json_array_get(back, 1)));
	json_decref(got);
	assert_null(report_read("r.csv", back, d));
	assert_int_equal(diag_count_code(d, DIAG_REPORT_FORM), 1);
	/* Cut short. */
	s = slurp_text("r.jsonl");
	s[strlen(s) - 5] = '\0';
	put_text("cut.jsonl", s);
	free(s);
	assert_null(report_read("cut.jsonl", back, d));
	json_decref(head);
	json_decref(drafts);
	json_decref(back);
	diag_free(d);
}

static void
progress(void **state)
{
	struct progress p = {.total = 600, .done = 150, .began = 100, .lang = DIAG_EN};
	char line[160];
	int width;

	(void)state;
	progress_line(line, sizeof(line), &p, 110, 80);
	assert_string_equal(line, "[##########..............................] 150/600  15.0/s  0:30 left");
	progress_line(line, sizeof(line), &p, 110, 20);
	assert_string_equal(line, "150/600  15.0/s  0:");
	p.done = 0;
	progress_line(line, sizeof(line), &p, 100, 30);
	assert_string_equal(line, "[.....................] 0/600");
	for (width = 1; width < 130; width++) {
		progress_line(line, sizeof(line), &p, 200, width);
		assert_true(strlen(line) < (size_t)width);
	}
}

/* -- pool -- */

struct pooled {
	int ended[40], how[40], handed;
	bool stop_at_ten;
};

static void
work(void *arg, size_t job, struct buf *answer)
{
	(void)arg;
	if (job == 3)
		abort();
	if (job == 7)
		_exit(EXIT_LIMIT);
	if (job == 9)
		for (;;)
			pause();
	buf_printf(answer, "%zu ", job);
	/* More than a pipe holds. */
	while (job == 5 && answer->len < 300000)
		buf_ch(answer, 'x');
}

static bool
done(void *arg, size_t job, const struct pool_end *e)
{
	struct pooled *p = arg;

	p->ended[job]++;
	p->how[job] = e->how;
	p->handed++;
	if (e->how == POOL_ANSWERED)
		assert_int_equal(strtol(e->bytes, NULL, 10), (long)job);
	if (job == 5)
		assert_int_equal(e->len, 300000);
	return !p->stop_at_ten || p->handed < 10;
}

static void
pools(void **state)
{
	struct pooled got = {.stop_at_ten = false};
	struct pool p = {.njobs = 40, .workers = 3, .wall_seconds = 1, .arg = &got, .work = work,
	    .done = done};
	const char *preload = getenv("LD_PRELOAD");
	int i, n = 0;

	(void)state;
	assert_int_equal(pool_run(&p), 0);
	for (i = 0; i < 40; i++) {
		assert_int_equal(got.ended[i], 1);
		/* valgrind puts an exit status of its own in the place of a worker's. */
		if (i == 7 && preload != NULL && strstr(preload, "vgpreload") != NULL)
			continue;
		assert_int_equal(got.how[i], i == 3 ? POOL_CRASHED : i == 7 ? POOL_MEMORY
		    : i == 9 ? POOL_WALL : POOL_ANSWERED);
	}
	got = (struct pooled){.stop_at_ten = true};
	assert_int_equal(pool_run(&p), 0);
	for (i = 0; i < 40; i++)
		n += got.ended[i];
	/* Those that were under way are seen to their end. */
	assert_in_range(n, 10, 13);
	p.njobs = 0;
	assert_int_equal(pool_run(&p), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names),
	    cmocka_unit_test(shards),
	    cmocka_unit_test(journal),
	    cmocka_unit_test(locks),
	    cmocka_unit_test(sweeping),
	    cmocka_unit_test(reports),
	    cmocka_unit_test(progress),
	    cmocka_unit_test(pools),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
