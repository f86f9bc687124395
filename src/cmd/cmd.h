/*
 * cmd - the commands: one file each, and one table of them (commands.c).
 *
 * A command parses its options with cmd_options(), does its work and returns the
 * exit status.  Options that all commands have (--help, --quiet, --verbose, --lang)
 * are added by cmd_options().  Used by main.c only.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct cmd;

struct command {
	const char *name;
	int (*run)(struct cmd *c, int argc, char **argv); /* argv[0] is the command's name */
	const char *summary; /* one line of "pmpplan help" */
	const char *usage;   /* behind "pmpplan NAME", several lines allowed */
	const char *more;    /* behind the options in --help: notes and examples */
	bool hidden;         /* only under "pmpplan help developers" */
};

#define COMMANDS_MOST 32
extern const struct command commands[]; /* ended by name == NULL */

/* What a running command knows of its surroundings. */
struct cmd {
	const struct command *self;
	struct diag *diag; /* messages of the run; jobs have their own and are copied here */
	bool quiet, verbose, colour;
};

/* The command of this name, or NULL. */
const struct command *cmd_lookup(const char *name);

/* Values of an option that may be given several times; also the operands. */
struct cmd_list {
	const char **v;
	size_t n, cap;
};

enum opt_kind {
	OPT_FLAG, /* to: bool */
	OPT_TEXT, /* to: const char *; the last one counts */
	OPT_LIST, /* to: struct cmd_list */
};

struct opt {
	char letter;      /* 0: none */
	const char *name; /* "output" */
	enum opt_kind kind;
	const char *arg;  /* what --help calls the value: "DIR" */
	const char *help;
	void *to;
};

enum { OPTIONS_GO = 0, OPTIONS_DONE = 1, OPTIONS_WRONG = -1 };
/*
 * Parse argv by a table ended by name == NULL; options and operands may mix, "--"
 * ends options, "-" is an operand, long names may be shortened.  OPTIONS_DONE: help
 * was printed, return 0.  OPTIONS_WRONG: reported, return EXIT_USAGE.
 */
int cmd_options(struct cmd *c, const struct opt *opts, int argc, char **argv,
    struct cmd_list *operands);
void cmd_list_free(struct cmd_list *l);
/* "Try 'pmpplan NAME --help'", after a usage message; returns EXIT_USAGE. */
int cmd_usage(struct cmd *c);
/* Print the messages of a diag to stderr as -q, -v and colour ask. */
void cmd_flush(const struct cmd *c, struct diag *d);

/*
 * A file of the program's own data ("templates/school.docx", "fonts/fonts.tsv"):
 * $PMPPLAN_DATA, the folder of the executable, ../share/pmpplan from there,
 * /usr/local/share/pmpplan, /usr/share/pmpplan; the first that has it.  malloc'd, or
 * NULL after reporting where it was sought.
 */
char *cmd_data_file(const char *name, struct diag *d);

/* A signal came: the work in hand is finished or dropped, then we end. */
bool cmd_interrupted(void);

/* The Latvian texts of help; the English one where there is none (help_lv.c). */
const char *help_lv_summary(const struct command *p);
const char *help_lv_more(const struct command *p);
const char *help_lv_option(const struct command *p, const struct opt *o);

int cmd_main(int argc, char **argv);

int cmd_archive(struct cmd *c, int argc, char **argv);
int cmd_check(struct cmd *c, int argc, char **argv);
int cmd_new(struct cmd *c, int argc, char **argv);
int cmd_template(struct cmd *c, int argc, char **argv);
int cmd_schema(struct cmd *c, int argc, char **argv);
int cmd_diff(struct cmd *c, int argc, char **argv);
int cmd_dump(struct cmd *c, int argc, char **argv);
int cmd_help(struct cmd *c, int argc, char **argv);
int cmd_pdf(struct cmd *c, int argc, char **argv);
int cmd_merge(struct cmd *c, int argc, char **argv);
int cmd_render(struct cmd *c, int argc, char **argv);

#endif
