/* Writing: complete or not at all, never over a stranger's file. */
#include "scratch.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/publish.h"

static void
assert_holds(const char *path, const char *want)
{
	struct diag *d = diag_new(DIAG_EN);
	size_t len;
	char *s = slurp(path, 1000, &len, DIAG_IO_READ, d);

	assert_non_null(s);
	assert_string_equal(s, want);
	free(s);
	diag_free(d);
}

static int
count_files(void)
{
	DIR *p = opendir(".");
	int n = 0;

	while (readdir(p) != NULL)
		n++;
	closedir(p);
	return n - 2;
}

static bool
starts_with_our(const char *bytes, size_t len)
{
	return len >= 3 && memcmp(bytes, "our", 3) == 0;
}

static void
new_same_other(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct publish_opts ours = {.ours = starts_with_our}, force = {.force = true};
	const struct diag_msg *m;
	bool same;

	(void)state;
	assert_int_equal(publish("a", "our 1", 5, NULL, &same, d), 0);
	assert_false(same);
	assert_holds("a", "our 1");
	assert_int_equal(publish("a", "our 1", 5, NULL, &same, d), 0);
	assert_true(same);
	assert_int_equal(publish("a", "our 2", 5, NULL, &same, d), -1);
	assert_holds("a", "our 1");
	assert_int_equal(publish("a", "strange", 7, &ours, &same, d), 0);
	assert_holds("a", "strange");
	assert_int_equal(publish("a", "our 3", 5, &ours, &same, d), -1);
	assert_holds("a", "strange");
	assert_int_equal(diag_status(d), EXIT_WRITE);
	assert_int_equal(diag_messages(d, &m), 1); /* the same message at the same place */
	assert_int_equal(m[0].code, DIAG_IO_EXISTS);
	assert_int_equal(publish("a", "our 3", 5, &force, &same, d), 0);
	assert_holds("a", "our 3");
	assert_int_equal(count_files(), 1);
	assert_int_equal(unlink("a"), 0);
	diag_free(d);
}

static void
links_and_folders(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	struct publish_opts ours = {.ours = starts_with_our}, force = {.force = true};
	struct stat st;

	(void)state;
	assert_int_equal(publish("real", "our", 3, NULL, NULL, d), 0);
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(publish("link", "our new", 7, &ours, NULL, d), -1);
	assert_holds("real", "our");
	assert_int_equal(publish("link", "our new", 7, &force, NULL, d), 0);
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISREG(st.st_mode)); /* replaced, not followed */
	assert_holds("real", "our");
	assert_int_equal(publish_mkdir("x/y//z", d), 0);
	assert_int_equal(publish_mkdir("x/y", d), 0);
	assert_int_equal(publish("x/y/z", "s", 1, &force, NULL, d), -1);
	assert_int_equal(publish("no/such", "s", 1, &force, NULL, d), -1);
	assert_int_equal(publish("x/", "s", 1, &force, NULL, d), -1);
	assert_int_equal(publish_mkdir("real/z", d), -1);
	assert_int_equal(chmod("x", 0777), 0);
	assert_int_equal(publish("x/f", "s", 1, NULL, NULL, d), -1);
	assert_int_equal(chmod("x", 01777), 0);
	assert_int_equal(publish("x/f", "s", 1, NULL, NULL, d), 0);
	diag_free(d);
}

/* Several files of a folder, settled together; a folder that is gone meanwhile is told. */
static void
together(void **state)
{
	struct publish_opts later = {.unsettled = true};
	struct diag *d = diag_new(DIAG_EN);

	(void)state;
	assert_int_equal(publish_mkdir("many", d), 0);
	assert_int_equal(publish("many/1", "one", 3, &later, NULL, d), 0);
	assert_int_equal(publish("many/2", "two", 3, &later, NULL, d), 0);
	assert_int_equal(publish_settle("many/2", d), 0);
	assert_int_equal(publish_settle("here", d), 0);
	assert_holds("many/1", "one");
	assert_holds("many/2", "two");
	assert_int_equal(publish_settle("gone/2", d), -1);
	assert_int_equal(diag_count_code(d, DIAG_IO_WRITE), 1);
	diag_free(d);
}

static void
reading(void **state)
{
	struct diag *d = diag_new(DIAG_EN);
	const struct diag_msg *m;
	size_t len;

	(void)state;
	assert_int_equal(publish("five", "12345", 5, NULL, NULL, d), 0);
	free(slurp("five", 5, &len, DIAG_IO_READ, d));
	assert_int_equal(diag_status(d), 0);
	assert_int_equal(len, 5);
	assert_null(slurp("five", 4, &len, DIAG_IO_READ, d));
	assert_int_equal(diag_status(d), EXIT_LIMIT);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_null(slurp("fifo", 4, &len, DIAG_IO_READ, d));
	assert_null(slurp(".", 4, &len, DIAG_IO_READ, d));
	assert_null(slurp("none", 4, &len, DIAG_IO_TEMPLATE, d));
	assert_int_equal(diag_messages(d, &m), 4);
	assert_string_equal(m[0].text, "cannot read: it is a folder");
	assert_string_equal(m[3].text, "cannot read the template: no such file or folder");
	diag_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(new_same_other),
	    cmocka_unit_test(links_and_folders),
	    cmocka_unit_test(together),
	    cmocka_unit_test(reading),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
