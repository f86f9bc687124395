/* commands - the table of commands, and what happens before one runs; see cmd.h */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/publish.h"
#include "base/utf8.h"
#include "base/version.h"
#include "cmd/cmd.h"


const struct command commands[] = {
    {"new", cmd_new, "Begin a plan: a file to fill in, explained in Latvian",
	"[--profile municipality|school] [--municipality NAME] [--school NAME] FILE",
	"The names of a municipality come in all their cases from a list; capitals and marks\n"
	"do not matter.  A file that is there is never touched.\n"
	"\n"
	"Examples:\n"
	"  pmpplan new --municipality \"Valkas novads\" valka.yaml\n"
	"  pmpplan new --profile school --municipality liepaja --school \"Ērģemes pamatskola\" a.yaml\n"
	"\n"
	"Exit status: 0 written; 2 wrong usage; 5 cannot write.\n",
	false},
    {"check", cmd_check, "Find what is wrong or doubtful in plans, before the council does",
	"[--strict] [--format text|json|sarif] PLAN...",
	"Looks at the shape, then at the sense: contradictions between tables, sums and shares,\n"
	"goals without indicators, roles, abbreviations, forms of numbers, dates and quotation\n"
	"marks, spelling.  Each finding has its place and code; silence: in the plan hides one\n"
	"with a reason, and the report shows it as silenced.\n"
	"\n"
	"Examples:\n"
	"  pmpplan check valka.yaml\n"
	"  pmpplan check --strict --format json plans/*.yaml > report.json\n"
	"\n"
	"Exit status: 0 no error; 2 wrong usage; 3 an error (with --strict also a warning).\n",
	false},
    {"render", cmd_render, "Make the documents of plans",
	"[-f FORMATS] [--template FILE]... [-o DIR|FILE|-] PLAN...\n"
	"--document decision|report|summary [--year YEAR] ... PLAN...\n"
	"--each ROWS [--report FILE]... [-o DIR] PLAN",
	"A PLAN of - is read from standard input; -o - writes to standard output.\n"
	"Documents are named after the plan's file: valka.yaml gives valka.docx and so on.\n"
	"The PDF has the pages of the DOCX template, or of the ODT if only that is given.\n"
	"An existing file is replaced only if we made it and nobody changed it since.\n"
	"\n"
	"Examples:\n"
	"  pmpplan render valka.yaml                  all formats, into this folder\n"
	"  pmpplan render -f docx -o out/ plans/*.yaml\n"
	"  pmpplan render -o Plans.docx valka.yaml    one file with a name of your own\n"
	"  pmpplan render --template own.odt -f odt valka.yaml\n"
	"  pmpplan render -f docx -o - - < valka.yaml > valka.docx\n"
	"  pmpplan render --document decision valka.yaml     valka-lemums.docx and so on\n"
	"  pmpplan render --document report --year 2025 valka.yaml\n"
	"  pmpplan render --document summary --year 2025 valka.yaml\n"
	"  pmpplan render standard.yaml --each municipalities.csv -o drafts/ --report r.csv\n"
	"\n"
	"Exit status: 0 all done; 1 some of several plans failed; 2 wrong usage; 3 the plan\n"
	"was refused; 4 the template was refused; 5 cannot write; 6 another run is at work in\n"
	"the folder; 7 a limit was hit.  docs/batch.md tells about rows and many drafts.\n",
	false},
    {"pdf", cmd_pdf, "Make a tagged PDF (PDF/A-2a, PDF/UA-1) of a DOCX or ODT",
	"[-o FILE] FILE.docx|FILE.odt...",
	"For documents finished by hand in Word or Writer: the same pages as there, made for\n"
	"archives and screen readers.  The PDF stands beside the document unless -o says\n"
	"otherwise; a FILE of - is read from standard input.\n"
	"\n"
	"Examples:\n"
	"  pmpplan pdf valka.docx                     makes valka.pdf\n"
	"  pmpplan pdf -o out/plan.pdf valka.odt\n"
	"  pmpplan pdf --attach-source valka.yaml valka.docx\n"
	"\n"
	"Exit status: 0 all done; 1 some of several documents failed; 2 wrong usage; 3 the\n"
	"document was refused; 5 cannot write; 7 a limit was hit.\n",
	false},
    {"schema", cmd_schema, "Print the JSON Schema of plan files, for editors", "[--english]",
	"Editors that know YAML complete and explain fields by it.  A plan names it in its\n"
	"first line:  # yaml-language-server: $schema=pmpplan.schema.json\n"
	"\n"
	"Example:\n"
	"  pmpplan schema > pmpplan.schema.json\n",
	false},
    {"template", cmd_template, "Find what is wrong in a template, before it is used",
	"check [--strict] [--mark OUT] [--needs] TEMPLATE [PLAN]",
	"Reports all in one run, with its place; with a PLAN it also fills, and writes nothing.\n"
	"Names are looked up where they stand; also what a clean, accessible template lacks.\n"
	"--mark writes a copy of the template with a comment of Word or Writer at each finding.\n"
	"--needs prints a plan file to fill in, with just the fields that the template uses.\n"
	"\n"
	"Examples:\n"
	"  pmpplan template check own.docx valka.yaml\n"
	"  pmpplan template check own.docx --mark own-marked.docx\n"
	"  pmpplan template check own.docx --needs > own.yaml\n"
	"\n"
	"Exit status: 0 no error; 2 wrong usage; 3 the plan was refused; 4 an error (with\n"
	"--strict also a warning); 5 OUT cannot be written.\n",
	false},
    {"diff", cmd_diff, "Say what changed between two versions of a plan, in words a council reads",
	"[-f text,docx,odt,pdf] [-o DIR] [--exit-code] OLD NEW",
	"By goal, activity, task, money and indicator, then all else.  What kept its id is\n"
	"renamed or moved, not removed and added; long texts are told by their sentences.\n"
	"Not compared: schema, base, silence.  Documents, always in Latvian, are named after\n"
	"NEW: valka-izmainas.docx.\n"
	"\n"
	"Examples:\n"
	"  pmpplan diff valka-2024.yaml valka.yaml\n"
	"  pmpplan diff -f docx,pdf -o out/ valka-2024.yaml valka.yaml\n"
	"  pmpplan diff --exit-code old.yaml new.yaml > /dev/null || echo changed\n"
	"\n"
	"Exit status: 0 done, with or without changes; 1 changes, with --exit-code; 2 wrong\n"
	"usage; 3 a plan was refused; 4 the template was refused; 5 cannot write.\n",
	false},
    {"archive", cmd_archive, "Keep approved versions for decades, and prove that they did not change",
	"add PLAN [--each TABLE --row ID] FILE... --root DIR --who ROLE --why TEXT\n"
	"list --root DIR [--on DATE]\n"
	"show ID[@vN] --root DIR [--on DATE]\n"
	"verify --root DIR|BAG [--rebuild] [--digest HEX]\n"
	"export --bagit|--sip [ID[@vN]]... --root DIR -o DIR\n"
	"restore [ID[@vN]]... --root DIR -o DIR",
	"The archive is an OCFL 1.1 storage root: folders and JSON that can be read and checked\n"
	"without this program.  Documents are kept byte for byte with the plan, its bases and\n"
	"its templates; signed files (.edoc, .asice, signed PDF) come in the same way, later.\n"
	"add prints the digest of its register entry: write it into the paper register.\n"
	"verify also takes a BagIt bag as DIR, known by its bagit.txt.\n"
	"\n"
	"Examples:\n"
	"  pmpplan archive add valka.yaml valka.pdf valka.docx --root arhivs --who lietvedis \\\n"
	"      --why \"Domes lēmums Nr. 224\"\n"
	"  pmpplan archive add valka.yaml valka.edoc --root arhivs --who lietvedis --why Parakstīts\n"
	"  pmpplan archive add standard.yaml --each rows.csv --row valkas-novads \\\n"
	"      drafts/valkas-novads.* --root arhivs --who lietvedis --why \"Domes lēmums Nr. 224\"\n"
	"  pmpplan archive list --root arhivs --on 2025-09-01\n"
	"  pmpplan archive verify --root arhivs --rebuild\n"
	"  pmpplan archive export --sip valka-pmp-2024@v1 --root arhivs -o nodosana\n"
	"\n"
	"Exit status: 0 all well; 1 verification found faults; 2 wrong usage; 3 the plan or a\n"
	"file was refused; 5 cannot write; 6 another run is at work.\n",
	false},
    {"merge", cmd_merge, "Join the reports of a batch's shards and say what is missing",
	"[-o FILE]... REPORT...",
	"REPORTs are those of render --shard K/N --report FILE.jsonl.\n"
	"\n"
	"Example:\n"
	"  pmpplan merge -o all.csv report-1.jsonl report-2.jsonl\n"
	"\n"
	"Exit status: 0 all drafts are there; 1 some failed or are missing; 2 wrong usage;\n"
	"3 a report cannot be read; 5 cannot write.\n",
	false},
    {"help", cmd_help, "Explain the program, a command, a message or a field of a plan",
	"[COMMAND|CODE|FIELD]",
	"A CODE is what stands in brackets at the end of a message.  A FIELD is named as in\n"
	"the plan file; where several have one name, with what it belongs to: tasks.name.\n"
	"\n"
	"Examples:\n"
	"  pmpplan help\n"
	"  pmpplan help render\n"
	"  pmpplan help yaml-tab\n"
	"  pmpplan help indicators.base\n",
	false},
    {"dump", cmd_dump, "Print what the program makes of a plan or a document, as text",
	"values|plan|model|text|flow|pages FILE\n"
	"fill TEMPLATE MODEL > DOCUMENT",
	"values  the file as read, with its bases\n"
	"plan    the same after names in texts were replaced\n"
	"model   what templates see\n"
	"fill    a template filled with a model in YAML; {is: money, text: \"1.50\"} is a typed value\n", true},
    {NULL, NULL, NULL, NULL, NULL, false},
};

static volatile sig_atomic_t caught;

static void
on_signal(int sig)
{
	if (caught != 0) {
		/* The second time: now, but without leaving half a file. */
		publish_abandon();
		_exit(128 + sig);
	}
	caught = sig;
}

static void
cmd_signals(void)
{
	static const int sigs[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction sa = {.sa_handler = on_signal};
	struct sigaction old;
	size_t i;

	sigemptyset(&sa.sa_mask);
	for (i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		/* nohup and background shells want theirs to stay ignored. */
		if (sigaction(sigs[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(sigs[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* then write() says EFBIG, and what was begun is taken away */
}

bool
cmd_interrupted(void)
{
	return caught != 0;
}

static int
cmd_raise(int status)
{
	if (caught == 0)
		return status;
	signal(caught, SIG_DFL);
	raise(caught);
	return 128 + caught;
}

/*
 * A caller that closed a standard stream must not make our first opened file take
 * its number.  Opened the wrong way round, so that its use is an error.
 */
static void
fill_standard_streams(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

void
cmd_flush(const struct cmd *c, struct diag *d)
{
	enum diag_level least = c->quiet ? DIAG_ERROR : c->verbose ? DIAG_NOTE : DIAG_WARNING;

	diag_flush(d, stderr, least, c->colour);
}

/* What the environment asks for: our own variable, else that of the locale's messages. */
static const char *
environment_language(void)
{
	static const char *const names[] = {"PMPPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
	const char *s;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s = getenv(names[i]);
		if (s != NULL && *s != '\0')
			return s;
	}
	return NULL;
}

/* --lang wins over the environment; looked for early, for messages about the rest. */
static enum diag_lang
language(int argc, char **argv)
{
	const char *s = environment_language();
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			s = argv[i + 1];
		else if (strncmp(argv[i], "--lang=", 7) == 0)
			s = argv[i] + 7;
	}
	return s != NULL && strncmp(s, "lv", 2) == 0 ? DIAG_LV : DIAG_EN;
}

static bool
wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return (no == NULL || *no == '\0') && isatty(STDERR_FILENO) &&
	    (term == NULL || strcmp(term, "dumb") != 0);
}

const struct command *
cmd_lookup(const char *name)
{
	const struct command *p;

	for (p = commands; p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

/* What other programs call it, or what it is in Latvian; or NULL. */
static const char *
other_word(const char *name)
{
	static const char *const words[][2] = {
	    {"init", "new"}, {"start", "new"}, {"create", "new"}, {"jauns", "new"},
	    {"validate", "check"}, {"lint", "check"}, {"test", "check"}, {"parbaudit", "check"},
	    {"pārbaudīt", "check"}, {"build", "render"}, {"make", "render"}, {"generate", "render"},
	    {"fill", "render"}, {"izveidot", "render"}, {"convert", "pdf"}, {"compare", "diff"},
	    {"salidzinat", "diff"}, {"salīdzināt", "diff"}, {"verify", "archive verify"},
	    {"add", "archive add"}, {"restore", "archive restore"}, {"arhivs", "archive"},
	    {"arhīvs", "archive"}, {"report", "render --document report"},
	    {"parskats", "render --document report"}, {"pārskats", "render --document report"},
	    {"decision", "render --document decision"}, {"lemums", "render --document decision"},
	    {"lēmums", "render --document decision"}, {"summary", "render --document summary"},
	    {"version", "--version"}, {"palidziba", "help"}, {"palīdzība", "help"}};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], name) == 0)
			return words[i][1];
	return NULL;
}

static const struct command *
cmd_find(const struct cmd *c, const char *name)
{
	const char *words[COMMANDS_MOST];
	const struct command *p = cmd_lookup(name);
	const char *hit;
	size_t n = 0;

	if (p != NULL)
		return p;
	for (p = commands; p->name != NULL; p++)
		if (!p->hidden && n < COMMANDS_MOST)
			words[n++] = p->name;
	hit = other_word(name);
	diag(c->diag, DIAG_USAGE_COMMAND, NULL, name,
	    hit != NULL ? hit : utf8_nearest(name, words, n), NULL);
	return NULL;
}

static int
wrong_command(struct cmd *c)
{
	diag_flush(c->diag, stderr, DIAG_NOTE, c->colour);
	fputs(diag_pick(c->diag, "Try: pmpplan help\n", "Palīdzība: pmpplan help\n"), stderr);
	return EXIT_USAGE;
}

/* Output to stdout that did not arrive (full disk, closed) is an error, not a success. */
static int
close_stdout(struct cmd *c, int status)
{
	struct place at = {.file = diag_pick(c->diag, "(standard output)", "(standarta izvade)")};
	bool bad = ferror(stdout) != 0;

	if (fflush(stdout) == 0 && !bad)
		return status;
	diag(c->diag, DIAG_IO_STDOUT, &at, publish_why(c->diag, errno), NULL);
	cmd_flush(c, c->diag);
	return status == 0 ? EXIT_WRITE : status;
}

/* --lang before the command; all other options stand behind it. */
static void
skip_lang(int *argc, char ***argv)
{
	while (*argc > 1 && strncmp((*argv)[1], "--lang", 6) == 0) {
		int n = (*argv)[1][6] == '\0' && *argc > 2 ? 2 : 1;

		*argc -= n;
		*argv += n;
	}
}

static int
run(struct cmd *c, int argc, char **argv)
{
	const char *name;

	skip_lang(&argc, &argv);
	name = argc > 1 ? argv[1] : "";
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		puts(PMPPLAN_NAME);
		return 0;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	if (*name == '\0') {
		diag(c->diag, DIAG_USAGE_NO_COMMAND, NULL, NULL);
		return wrong_command(c);
	}
	if (*name == '-') {
		diag(c->diag, DIAG_USAGE_OPTION_FIRST, NULL, name, NULL);
		return wrong_command(c);
	}
	c->self = cmd_find(c, name);
	if (c->self == NULL)
		return wrong_command(c);
	return c->self->run(c, argc - 1, argv + 1);
}

int
cmd_main(int argc, char **argv)
{
	struct rlimit none = {0, 0};
	struct cmd c = {.colour = false};
	int status;

	fill_standard_streams();
	setrlimit(RLIMIT_CORE, &none); /* plans hold personal data */
	/* Keep freed memory for the next document: asking the kernel anew costs a tenth. */
	mallopt(M_MMAP_THRESHOLD, 32 << 20);
	mallopt(M_TRIM_THRESHOLD, 128 << 20);
	cmd_signals();
	c.diag = diag_new(language(argc, argv));
	c.colour = wants_colour();
	status = close_stdout(&c, run(&c, argc, argv));
	diag_free(c.diag);
	return cmd_raise(status);
}
