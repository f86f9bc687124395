/* archive: digests, version names, inventories of others, the register's chain */
#include "unit.h"

#include <unistd.h>

#include "archive/register.h"
#include "archive/store.h"
#include "base/arena.h"

static struct arena *a;
static struct diag *d;
static struct ocfl_report r;

static int
setup(void **state)
{
	(void)state;
	a = arena_new();
	d = diag_new(DIAG_EN);
	r = (struct ocfl_report){d, 0, false};
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	diag_free(d);
	arena_free(a);
	return 0;
}

static void
digests(void **state)
{
	char hex[DIGEST_HEX];

	(void)state;
	digest_bytes("sha256", "abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(digest_is_hex("sha256", hex));
	assert_false(digest_is_hex("sha512", hex));
	assert_false(digest_known("crc32"));
	/* Of bags only, of OCFL only. */
	assert_true(digest_of_bag("sha384"));
	assert_false(digest_known("sha384"));
	assert_false(digest_of_bag("sha512/256"));
	assert_true(digest_known("sha512/256"));
	assert_int_equal(digest_length("sha224"), 56);
	assert_int_equal(digest_length("md5"), 32);
}

static void
version_names(void **state)
{
	size_t padding;

	(void)state;
	assert_int_equal(inventory_version("v12", &padding), 12);
	assert_int_equal(padding, 0);
	assert_int_equal(inventory_version("v0012", &padding), 12);
	assert_int_equal(padding, 4);
	assert_int_equal(inventory_version("v", NULL), 0);
	assert_int_equal(inventory_version("V1", NULL), 0);
	assert_int_equal(inventory_version("v1x", NULL), 0);
	assert_int_equal(inventory_version("v9999999999", NULL), 0);
}

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define INVENTORY(manifest, created, state)                                          \
	"{\"id\":\"urn:x\",\"type\":\"https://ocfl.io/1.1/spec/#inventory\","          \
	"\"digestAlgorithm\":\"sha256\",\"head\":\"v1\",\"manifest\":{" manifest "}," \
	"\"versions\":{\"v1\":{\"created\":\"" created "\",\"state\":{" state "}}}}"
#define M "\"" SHA_A "\":[\"v1/content/a\"]"
#define S "\"" SHA_A "\":[\"a\"]"
#define C "2025-01-01T00:00:00Z"

static struct inventory *
parse(const char *s)
{
	r.faults = 0;
	return inventory_parse(a, "inventory.json", s, strlen(s), &r);
}

static void
inventories(void **state)
{
	const struct inventory *v = parse(INVENTORY(M, C, S));

	(void)state;
	assert_non_null(v);
	assert_int_equal(r.faults, 0);
	assert_string_equal(inventory_head(v)->name, "v1");
	assert_string_equal(inventory_content(v, SHA_A), "v1/content/a");
	assert_string_equal(inv_paths_digest(&v->versions[0].state, "a"), SHA_A);
	assert_null(inventory_find(v, 2));
	assert_null(inventory_find(v, 0));
}

static void
faulty_inventories(void **state)
{
	(void)state;
	assert_null(parse("[]"));
	assert_null(parse("{"));
	assert_null(parse(""));
	parse(INVENTORY(M, "2025-01-01", S));
	assert_int_equal(r.faults, 1);
	parse(INVENTORY(M, C, "\"" SHA_A "\":[\"../../etc/passwd\"]"));
	assert_true(r.faults > 0);
	parse(INVENTORY("\"" SHA_A "\":[\"v1/content/../../../x\"]", C, S));
	assert_true(r.faults > 0);
	parse(INVENTORY("\"zz\":[\"v1/content/a\"]", C, S));
	assert_true(r.faults > 0);
	parse(INVENTORY(M, C, "\"" SHA_A "\":[\"a\",\"a/b\"]"));
	assert_int_equal(r.faults, 1);
}

static void
time_forms(void **state)
{
	static const char *const good[] = {"2025-01-01T00:00:00Z", "2025-01-01t23:59:60.25+02:00"};
	static const char *const bad[] = {"2025-02-30T00:00:00Z", "2025-01-01T24:00:00Z",
	    "2025-01-01T00:00:00", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00+25:00",
	    "2025-01-01T00:00:00Zx"};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		parse(arena_printf(a, INVENTORY(M, "%s", S), good[i]));
		assert_int_equal(r.faults, 0);
	}
	for (i = 0; i < 6; i++) {
		parse(arena_printf(a, INVENTORY(M, "%s", S), bad[i]));
		assert_int_equal(r.faults, 1);
	}
}

/* Write a register and read it: the number of faults. */
static size_t
faults_of(const char *lines)
{
	struct archive_register reg;
	char path[] = "/tmp/pmpplan-test-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd != -1);
	assert_int_equal(write(fd, lines, strlen(lines)), (ssize_t)strlen(lines));
	close(fd);
	r.faults = 0;
	register_read(a, path, &reg, &r);
	unlink(path);
	return r.faults + (reg.torn != NULL);
}

static void
chain(void **state)
{
	const struct inventory *v = parse(INVENTORY(M, C, S));
	const char *one = register_line(a, "", v, inventory_head(v), "x"), *two;
	char hex[DIGEST_HEX];

	(void)state;
	digest_bytes("sha512", one, strlen(one), hex);
	two = register_line(a, hex, v, inventory_head(v), "y");
	assert_int_equal(faults_of(arena_printf(a, "%s\n%s\n", one, two)), 0);
	assert_int_equal(faults_of(arena_printf(a, "%s\n%s", one, two)), 1);
	assert_int_equal(faults_of(arena_printf(a, "%s\n", two)), 1);
	assert_int_equal(faults_of(arena_printf(a, "%s\n%s\n", two, one)), 2);
	assert_int_equal(faults_of(arena_printf(a, "x\n%s\n", one)), 2);
	assert_int_equal(faults_of(""), 0);
}

/* After a power cut: what the disk did not get of the last line is NUL. */
static void
power_cut(void **state)
{
	const struct inventory *v = parse(INVENTORY(M, C, S));
	const char *one = register_line(a, "", v, inventory_head(v), "x");
	char path[] = "/tmp/pmpplan-test-XXXXXX";
	static const char tail[] = "{\"time\":\0\0\0\0\n";
	struct archive_register reg;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd != -1);
	assert_int_equal(dprintf(fd, "%s\n", one), (int)strlen(one) + 1);
	assert_int_equal(write(fd, tail, sizeof(tail) - 1), (ssize_t)sizeof(tail) - 1);
	close(fd);
	r.faults = 0;
	assert_int_equal(register_read(a, path, &reg, &r), 0);
	unlink(path);
	assert_int_equal(reg.n, 1);
	assert_int_equal(reg.whole, strlen(one) + 1);
	assert_int_equal(reg.torn_len, sizeof(tail) - 1);
}

static void
extension_names(void **state)
{
	(void)state;
	assert_true(ocfl_is_extension(OCFL_LAYOUT));
	assert_false(ocfl_is_extension("mutable-head"));
	assert_false(ocfl_is_extension("0002-"));
	assert_false(ocfl_is_extension("0002-A"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(digests),
	    cmocka_unit_test(version_names),
	    cmocka_unit_test_setup_teardown(inventories, setup, teardown),
	    cmocka_unit_test_setup_teardown(faulty_inventories, setup, teardown),
	    cmocka_unit_test_setup_teardown(time_forms, setup, teardown),
	    cmocka_unit_test_setup_teardown(chain, setup, teardown),
	    cmocka_unit_test_setup_teardown(power_cut, setup, teardown),
	    cmocka_unit_test(extension_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
