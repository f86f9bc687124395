/* help - pmpplan help [COMMAND|CODE|FIELD] */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/version.h"
#include "cmd/help.h"

static void
list(const struct cmd *c, bool hidden)
{
	const struct command *p;

	for (p = commands; p->name != NULL; p++)
		if (p->hidden == hidden)
			printf("  %-10s %s\n", p->name,
			    diag_pick(c->diag, p->summary, help_lv_summary(p)));
}

void
help_wrapped(const char *label, const char *text)
{
	size_t col = 4, len, wide;

	if (*label != '\0')
		printf("\n%s\n", label);
	fputs("   ", stdout);
	while (*text != '\0') {
		len = strcspn(text, " ");
		wide = utf8_count(text, len);
		if (col > 4 && col + 1 + wide > 80) {
			fputs("\n   ", stdout);
			col = 4;
		}
		printf(" %.*s", (int)len, text);
		col += 1 + wide;
		text += len + strspn(text + len, " ");
	}
	putchar('\n');
}

static int
overview(const struct cmd *c)
{
	fputs(diag_pick(c->diag,
	    "Usage: pmpplan COMMAND [OPTION]... [FILE]...\n\n"
	    "Makes the plan for preventing early school leaving (PMP) as DOCX, ODT and PDF from\n"
	    "a description in YAML.\n\n"
	    "Commands:\n",
	    "Lietojums: pmpplan COMMAND [OPTION]... [FILE]...\n\n"
	    "Izveido priekšlaicīgas mācību pārtraukšanas (PMP) prevencijas plānu kā DOCX, ODT un\n"
	    "PDF no apraksta YAML failā.\n\n"
	    "Komandas:\n"), stdout);
	list(c, false);
	fputs(diag_pick(c->diag,
	    "\nExamples:\n"
	    "  pmpplan new --municipality \"Valkas novads\" valka.yaml\n"
	    "  pmpplan check valka.yaml\n"
	    "  pmpplan render valka.yaml -o out\n"
	    "  pmpplan help render         (or the code of a message, or a field of a plan)\n\n"
	    "--lang lv, or a Latvian locale, gives messages in Latvian.  The manual page is pmpplan(1).\n",
	    "\nPiemēri:\n"
	    "  pmpplan new --municipality \"Valkas novads\" valka.yaml\n"
	    "  pmpplan check valka.yaml\n"
	    "  pmpplan render valka.yaml -o out\n"
	    "  pmpplan help render         (vai ziņojuma kods, vai plāna lauks)\n\n"
	    "Valodu nosaka --lang, PMPPLAN_LANG vai sistēmas valoda.  Rokasgrāmata ir pmpplan(1).\n"), stdout);
	return 0;
}

/* What the code in brackets behind a message means, or -1 if there is none of that name. */
static int
explain(const struct cmd *c, const char *name)
{
	enum diag_code code = diag_code_find(name);
	enum diag_lang lang = diag_language(c->diag);
	enum diag_level level;
	struct arena *a;

	if (code == DIAG_CODES || diag_code_cause(code, lang) == NULL)
		return -1;
	level = diag_code_level(code);
	a = arena_new();
	printf("%s: %s", name, diag_level_name(level, lang));
	if (level >= DIAG_ERROR)
		printf(", %s %d", diag_pick(c->diag, "exit status", "beigu statuss"),
		    diag_code_status(code));
	printf("\n    %s\n", diag_code_shown(a, code, lang));
	help_wrapped(diag_pick(c->diag, "Cause:", "Cēlonis:"), diag_code_cause(code, lang));
	help_wrapped(diag_pick(c->diag, "What to do:", "Ko darīt:"), diag_code_remedy(code, lang));
	arena_free(a);
	return 0;
}

/* Neither a command nor a code: the nearest of both. */
static void
unknown_subject(const struct cmd *c, const char *name)
{
	const char *words[DIAG_CODES + COMMANDS_MOST];
	const struct command *p;
	size_t n = 0;
	int i;

	for (p = commands; p->name != NULL; p++)
		if (!p->hidden && n < COMMANDS_MOST)
			words[n++] = p->name;
	for (i = 0; i < DIAG_CODES; i++)
		if (diag_code_cause((enum diag_code)i, DIAG_EN) != NULL)
			words[n++] = diag_code_name((enum diag_code)i);
	diag(c->diag, DIAG_USAGE_HELP, NULL, name, utf8_nearest(name, words, n), NULL);
}

int
cmd_help(struct cmd *c, int argc, char **argv)
{
	static const struct opt opts[] = {{0, NULL, OPT_FLAG, NULL, NULL, NULL}};
	struct cmd_list what = {0};
	char *args[] = {(char[]){"help"}, (char[]){"--help"}, NULL};
	const struct command *p;
	int rc = 0, r;

	/* "pmpplan --help" comes here too, with that as the name. */
	if (strcmp(argv[0], "help") != 0)
		return overview(c);
	r = cmd_options(c, opts, argc, argv, &what);
	if (r == OPTIONS_WRONG)
		rc = cmd_usage(c);
	else if (r == OPTIONS_GO && what.n == 0)
		rc = overview(c);
	else if (r == OPTIONS_GO && strcmp(what.v[0], "developers") == 0)
		list(c, true);
	else if (r == OPTIONS_GO) {
		p = cmd_lookup(what.v[0]);
		if (p == NULL) {
			rc = explain(c, what.v[0]);
			if (rc == -1)
				rc = help_field(c, what.v[0]);
			if (rc == -1) {
				unknown_subject(c, what.v[0]);
				rc = cmd_usage(c);
			}
		}
		else {
			c->self = p;
			rc = p->run(c, 2, args);
		}
	}
	cmd_list_free(&what);
	return rc;
}
