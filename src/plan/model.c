/*
 * The table itself.  What stands in others comes first; the whole (model_plan) last.
 * Things that turn up in several places (a goal in the tree, in a level, in a view, in
 * an indicator) are one table each.
 */
#include <string.h>

#include "plan/model.h"

/* name, kind, fields */
#define N(nm, kd, fd, ...)                                                               \
	{                                                                                \
		.name = (nm), .kind = (kd), .fields = (fd), __VA_ARGS__                  \
	}
#define END                                                                              \
	{                                                                                \
		.name = NULL                                                             \
	}
#define OPT .optional = true
#define TURN(t, it) .turn = (t), .item = &(it)

static const struct model text_item = {.kind = MODEL_TEXT};
static const struct model year_item = {.kind = MODEL_YEAR};
static const struct model money_item = {.kind = MODEL_MONEY};
static const struct model number_item = {.kind = MODEL_NUMBER};
static const struct model flag_item = {.kind = MODEL_FLAG};

static const struct model date_names[] = {N("year", MODEL_YEAR, NULL), END};

/* -- parties and sources -- */

static const struct model institution_names[] = {
    N("id", MODEL_TEXT, "institutions.id", OPT),
    N("short", MODEL_TEXT, "institutions.short", OPT),
    N("name", MODEL_TEXT, "institutions.name"),
    N("genitive", MODEL_TEXT, "institutions.genitive", OPT), END};
static const struct model institution_item = {.kind = MODEL_NAMED, .sub = institution_names};

static const struct model source_names[] = {
    N("id", MODEL_TEXT, "sources.id"), N("name", MODEL_TEXT, "sources.name"), END};
static const struct model source_item = {.kind = MODEL_NAMED, .sub = source_names};

static const struct model abbreviation_names[] = {
    N("short", MODEL_TEXT, "abbreviations.short"),
    N("name", MODEL_TEXT, "abbreviations.name"), END};
static const struct model abbreviation_item = {
    .kind = MODEL_NAMED, .sub = abbreviation_names};

/* -- the tree -- */

#define A "goals.activities."

static const struct model task_names[] = {N("id", MODEL_TEXT, A "tasks.id"),
    N("number", MODEL_TEXT, A "tasks"), N("name", MODEL_TEXT, A "tasks.name"),
    N("term", MODEL_TEXT, A "tasks.term"),
    N("by", MODEL_LIST, A "tasks.by", TURN("institution", institution_item)),
    N("supervised_by", MODEL_LIST, A "tasks.supervised_by",
	TURN("institution", institution_item)),
    END};
static const struct model task_item = {.kind = MODEL_NAMED, .sub = task_names};

static const struct model person_names[] = {N("role", MODEL_TEXT, A "resources.people.role"),
    N("count", MODEL_NUMBER, A "resources.people.count", OPT),
    N("unit", MODEL_TEXT, A "resources.people.unit", OPT), END};
static const struct model person_item = {.kind = MODEL_NAMED, .sub = person_names};

static const struct model resources_names[] = {
    N("lines", MODEL_LIST,
	A "resources.people " A "resources.support " A "resources.time",
	.item = &text_item),
    N("people", MODEL_LIST, A "resources.people", TURN("person", person_item)),
    N("support", MODEL_LIST, A "resources.support", .item = &text_item),
    N("time", MODEL_TEXT, A "resources.time"),
    N("sources", MODEL_LIST, A "resources.sources", TURN("source", source_item)), END};

static const struct model status_names[] = {
    N("key", MODEL_ENUM, A "outcome.status"), END};
static const struct model outcome_names[] = {
    N("status", MODEL_NAMED, A "outcome.status", .sub = status_names),
    N("achieved", MODEL_TEXT, A "outcome.achieved"),
    N("impact", MODEL_TEXT, A "outcome.impact"),
    N("factors", MODEL_TEXT, A "outcome.factors"),
    N("spent", MODEL_MONEY, A "outcome.spent"), END};
static const struct model outcome_item = {.kind = MODEL_GROUP, .sub = outcome_names};

#define MONEY(fd)                                                                        \
	N("money", MODEL_YEARS, fd, .item = &money_item), N("total", MODEL_MONEY, fd)
#define SPENT                                                                            \
	N("spent", MODEL_YEARS, A "outcome.spent", .item = &money_item),                 \
	    N("difference", MODEL_YEARS, A "outcome.spent", .item = &money_item),        \
	    N("share", MODEL_YEARS, A "outcome.spent", .item = &number_item)

static const struct model activity_names[] = {N("id", MODEL_TEXT, A "id"),
    N("number", MODEL_TEXT, "goals.activities"), N("name", MODEL_TEXT, A "name"),
    N("result", MODEL_TEXT, A "result"),
    N("responsible", MODEL_LIST, A "responsible", TURN("institution", institution_item)),
    N("involved", MODEL_LIST, A "involved", TURN("institution", institution_item)),
    N("years", MODEL_LIST, A "years", TURN("year", year_item)),
    N("runs", MODEL_YEARS, A "years", .item = &flag_item),
    N("tasks", MODEL_LIST, A "tasks", TURN("task", task_item)),
    N("resources", MODEL_GROUP, A "resources", .sub = resources_names), MONEY(A "money"),
    N("outcome", MODEL_YEARS, A "outcome", .item = &outcome_item), END};
static const struct model activity_item = {.kind = MODEL_NAMED, .sub = activity_names};

static const struct model goal_names[] = {N("id", MODEL_TEXT, "goals.id"),
    N("number", MODEL_TEXT, "goals"), N("name", MODEL_TEXT, "goals.name"),
    N("expected", MODEL_LIST, "goals.expected", TURN("item", text_item)),
    N("activities", MODEL_LIST, "goals.activities", TURN("activity", activity_item)),
    MONEY(A "money"), SPENT, END};
static const struct model goal_item = {.kind = MODEL_NAMED, .sub = goal_names};

/* -- indicators -- */

static const struct model measure_names[] = {
    N("value", MODEL_NUMBER, "indicators.base.value", OPT),
    N("unit", MODEL_TEXT, "indicators.base.unit", OPT),
    N("year", MODEL_YEAR, "indicators.base.year", OPT), END};
static const struct model target_names[] = {N("value", MODEL_NUMBER, NULL, OPT),
    N("unit", MODEL_TEXT, "indicators.base.unit", OPT), N("year", MODEL_YEAR, NULL, OPT),
    END};
static const struct model achieved_names[] = {N("value", MODEL_NUMBER, NULL, OPT),
    N("unit", MODEL_TEXT, "indicators.base.unit", OPT), N("year", MODEL_YEAR, NULL, OPT),
    N("note", MODEL_TEXT, "indicators.achieved.note", OPT), END};
static const struct model achieved_item = {.kind = MODEL_NAMED, .sub = achieved_names};
static const struct model stands_names[] = {N("key", MODEL_TEXT, NULL), END};
static const struct model stands_item = {.kind = MODEL_NAMED, .sub = stands_names};
static const struct model target_item = {.kind = MODEL_NAMED, .sub = target_names};

static const struct model indicator_names[] = {N("id", MODEL_TEXT, "indicators.id"),
    N("number", MODEL_TEXT, "indicators"), N("name", MODEL_TEXT, "indicators.name"),
    N("base", MODEL_NAMED, "indicators.base", .sub = measure_names),
    N("targets", MODEL_YEARS, "indicators.targets", .item = &target_item),
    N("target", MODEL_YEARS, "indicators.targets", .item = &target_item),
    N("achieved", MODEL_YEARS, "indicators.achieved", .item = &achieved_item),
    N("stands", MODEL_YEARS, "indicators.achieved", .item = &stands_item),
    N("source", MODEL_TEXT, "indicators.source"),
    N("goals", MODEL_LIST, "indicators.goals", TURN("goal", goal_item)),
    N("unit", MODEL_TEXT, "indicators.base.unit"),
    N("direction", MODEL_ENUM, "indicators.direction"), END};
static const struct model indicator_item = {.kind = MODEL_NAMED, .sub = indicator_names};

/* -- levels and views -- */

#define LEVEL_WORDS                                                                      \
	N("number", MODEL_TEXT, "goals.level"), N("numeral", MODEL_TEXT, "goals.level"), \
	    N("name", MODEL_TEXT, "goals.level"), N("key", MODEL_ENUM, "goals.level"),   \
	    MONEY(A "money"), SPENT

static const struct model level_names[] = {LEVEL_WORDS,
    N("goals", MODEL_LIST, "goals", TURN("goal", goal_item)),
    N("activities", MODEL_LIST, "goals.activities", TURN("activity", activity_item)),
    END};
static const struct model level_item = {.kind = MODEL_NAMED, .sub = level_names};

static const struct model indicator_level_names[] = {LEVEL_WORDS,
    N("indicators", MODEL_LIST, "indicators", TURN("indicator", indicator_item)), END};
static const struct model indicator_level_item = {
    .kind = MODEL_NAMED, .sub = indicator_level_names};

static const struct model view_names[] = {
    N("levels", MODEL_LIST, "goals", TURN("level", level_item)), MONEY(A "money"), SPENT,
    N("wide", MODEL_FLAG, A "money"), END};
static const struct model indicators_names[] = {
    N("levels", MODEL_LIST, "indicators", TURN("level", indicator_level_item)),
    N("years", MODEL_LIST, "indicators.targets", TURN("year", year_item)),
    N("base_year", MODEL_YEAR, "indicators.base.year", OPT), END};

/* -- the head of the document -- */

static const struct model word_names[] = {N("word", MODEL_TEXT, "document_word"),
    N("genitive", MODEL_TEXT, "document_word"),
    N("participle", MODEL_TEXT, "document_word"),
    N("accusative", MODEL_TEXT, "document_word"), N("approved", MODEL_TEXT, "document_word"),
    END};

static const struct model period_names[] = {N("first", MODEL_YEAR, "period"),
    N("last", MODEL_YEAR, "period"), N("count", MODEL_INT, "period"), END};

#define CASES(fd)                                                                        \
	N("nominative", MODEL_TEXT, fd ".nominative"),                                   \
	    N("genitive", MODEL_TEXT, fd ".genitive"),                                   \
	    N("locative", MODEL_TEXT, fd ".locative"),                                   \
	    N("dative", MODEL_TEXT, fd ".nominative"),                                   \
	    N("accusative", MODEL_TEXT, fd ".nominative")

static const struct model authority_names[] = {
    N("nominative", MODEL_TEXT, "municipality.genitive"),
    N("genitive", MODEL_TEXT, "municipality.genitive"),
    N("dative", MODEL_TEXT, "municipality.genitive"),
    N("accusative", MODEL_TEXT, "municipality.genitive"),
    N("locative", MODEL_TEXT, "municipality.genitive"), END};
static const struct model municipality_names[] = {CASES("municipality"),
    N("council_genitive", MODEL_TEXT, "municipality.council_genitive", OPT),
    N("authority", MODEL_NAMED, "municipality.genitive", .sub = authority_names), END};
static const struct model school_names[] = {
    CASES("school"), N("short", MODEL_TEXT, "school.short", OPT), END};

static const struct model line_names[] = {N("opens", MODEL_FLAG, NULL), END};
static const struct model line_item = {.kind = MODEL_NAMED, .sub = line_names};

#define MARK(fd)                                                                         \
	N("pattern", MODEL_TEXT, fd ".pattern", OPT),                                    \
	    N("body", MODEL_TEXT, fd ".body", OPT),                                      \
	    N("decision", MODEL_TEXT, fd ".decision", OPT),                              \
	    N("protocol", MODEL_TEXT, fd ".protocol", OPT),                              \
	    N("item", MODEL_TEXT, fd ".item", OPT)

static const struct model amendment_names[] = {
    N("word", MODEL_ENUM, "approval.amended.word"), MARK("approval.amended"),
    N("date", MODEL_DATE, "approval.amended.date", OPT),
    N("item_sign", MODEL_TEXT, "approval.amended.item_sign", OPT), END};
static const struct model amendment_item = {.kind = MODEL_GROUP, .sub = amendment_names};

static const struct model latest_names[] = {
    N("amends", MODEL_FLAG, "approval.amended"), N("deed", MODEL_TEXT, "approval.amended.word"),
    N("done", MODEL_TEXT, "approval.amended.word"),
    N("author", MODEL_TEXT, "approval.body approval.amended.body municipality.council_genitive"),
    N("body", MODEL_TEXT, "approval.body approval.amended.body", OPT),
    N("date", MODEL_DATE, "approval.date", OPT, .sub = date_names),
    N("decision", MODEL_TEXT, "approval.decision approval.amended.decision", OPT),
    N("protocol", MODEL_TEXT, "approval.protocol approval.amended.protocol", OPT),
    N("item", MODEL_TEXT, "approval.item approval.amended.item", OPT),
    N("item_sign", MODEL_TEXT, "approval.item_sign approval.amended.item_sign"), END};

static const struct model approval_names[] = {N("status", MODEL_ENUM, "approval.status"),
    MARK("approval"), N("date", MODEL_DATE, "approval.date", OPT, .sub = date_names),
    N("item_sign", MODEL_TEXT, "approval.item_sign"),
    N("amended", MODEL_LIST, "approval.amended", OPT,
	TURN("amendment", amendment_item)),
    N("latest", MODEL_GROUP, "approval", .sub = latest_names),
    N("lines", MODEL_LIST,
	"approval.date approval.decision approval.protocol approval.item",
	TURN("line", line_item)),
    END};

static const struct model decision_names[] = {
    N("findings", MODEL_LIST, "decision.findings", .item = &text_item),
    N("points", MODEL_LIST, "decision.points", .item = &text_item),
    N("basis", MODEL_TEXT, "decision.basis", OPT),
    N("vote", MODEL_TEXT, "decision.vote", OPT),
    N("signatory", MODEL_TEXT, "decision.signatory", OPT),
    N("prepared", MODEL_TEXT, "decision.prepared", OPT),
    N("responsible", MODEL_TEXT, "decision.responsible", OPT), END};

/* -- the yearly report -- */

static const struct model done_names[] = {N("one", MODEL_FLAG, NULL),
    N("activities", MODEL_LIST, A "outcome.status", TURN("activity", activity_item)), END};
static const struct model planned_names[] = {N("one", MODEL_FLAG, NULL),
    N("activities", MODEL_LIST, A "years", TURN("activity", activity_item)), END};
static const struct model reached_names[] = {N("one", MODEL_FLAG, NULL),
    N("indicators", MODEL_LIST, "indicators.achieved", TURN("indicator", indicator_item)),
    END};
static const struct model missing_names[] = {N("kind", MODEL_TEXT, NULL),
    N("number", MODEL_TEXT, NULL), N("name", MODEL_TEXT, NULL), N("lacks", MODEL_TEXT, NULL),
    END};
static const struct model missing_item = {.kind = MODEL_GROUP, .sub = missing_names};
#define DONE(nm) N(nm, MODEL_NAMED, A "outcome.status", .sub = done_names)
#define REACHED(nm) N(nm, MODEL_NAMED, "indicators.achieved", .sub = reached_names)

static const struct model report_names[] = {N("year", MODEL_YEAR, "report_year"),
    N("date", MODEL_DATE, "reports.date", OPT, .sub = date_names),
    N("summary", MODEL_MARKDOWN, "reports.summary", OPT),
    N("conclusions", MODEL_MARKDOWN, "reports.conclusions", OPT),
    N("proposals", MODEL_LIST, "reports.proposals", .item = &text_item),
    N("planned", MODEL_NAMED, A "years", .sub = planned_names), DONE("done"), DONE("partly"),
    DONE("not_done"), DONE("unrated"), REACHED("due"), REACHED("reached"), REACHED("missed"),
    REACHED("unknown"), REACHED("known"),
    N("missing", MODEL_LIST, NULL, TURN("entry", missing_item)), END};

/* -- chapters -- */

static const struct model entry_names[] = {N("id", MODEL_TEXT, "situation.id"),
    N("category", MODEL_TEXT, "situation.category"),
    N("text", MODEL_MARKDOWN, "situation.text"), END};
static const struct model entry_item = {.kind = MODEL_NAMED, .sub = entry_names};

static const struct model monitoring_names[] = {
    N("text", MODEL_MARKDOWN, "monitoring.text", OPT),
    N("group", MODEL_LIST, "monitoring.group", .item = &text_item),
    N("duties", MODEL_LIST, "monitoring.duties", .item = &text_item),
    N("closing", MODEL_MARKDOWN, "monitoring.closing", OPT), END};

#define NOTE(nm) N(nm, MODEL_MARKDOWN, "notes." nm, OPT)
static const struct model notes_names[] = {NOTE("situation"), NOTE("goals"),
    NOTE("indicators"), NOTE("table1"), NOTE("table2"), NOTE("table3"), NOTE("table4"), END};

/* In the list of changes only (pmpplan diff). */
static const struct model change_names[] = {N("what", MODEL_TEXT, NULL),
    N("before", MODEL_TEXT, NULL), N("after", MODEL_TEXT, NULL),
    N("words", MODEL_TEXT, NULL), END};
static const struct model change_item = {.kind = MODEL_GROUP, .sub = change_names};
static const struct model chapter_names[] = {N("name", MODEL_TEXT, NULL),
    N("items", MODEL_LIST, NULL, TURN("item", change_item)), END};
static const struct model changes_names[] = {N("summary", MODEL_TEXT, NULL),
    N("before", MODEL_TEXT, NULL), N("after", MODEL_TEXT, NULL), END};
static const struct model chapter_item = {.kind = MODEL_GROUP, .sub = chapter_names};

#define SAME(nm, kd, ...) N(nm, kd, nm, __VA_ARGS__)
#define VIEW(nm) N(nm, MODEL_GROUP, NULL, .sub = view_names)

static const struct model plan_names[] = {SAME("id", MODEL_TEXT),
    SAME("profile", MODEL_ENUM), SAME("title", MODEL_TEXT),
    SAME("date", MODEL_DATE, OPT, .sub = date_names), SAME("version", MODEL_TEXT, OPT),
    SAME("author", MODEL_TEXT, OPT), SAME("contact", MODEL_TEXT, OPT),
    SAME("place", MODEL_TEXT, OPT), SAME("preface", MODEL_MARKDOWN, OPT),
    SAME("context", MODEL_MARKDOWN, OPT), SAME("situation_text", MODEL_MARKDOWN, OPT),
    SAME("system", MODEL_MARKDOWN, OPT), SAME("cooperation", MODEL_MARKDOWN, OPT),
    SAME("goals_text", MODEL_MARKDOWN, OPT), SAME("implementation", MODEL_MARKDOWN, OPT),
    SAME("document_word", MODEL_NAMED, .sub = word_names),
    N("participle", MODEL_TEXT, "document_word"),
    SAME("period", MODEL_NAMED, .sub = period_names),
    N("years", MODEL_LIST, "period", TURN("year", year_item)),
    SAME("report_year", MODEL_YEAR),
    SAME("municipality", MODEL_NAMED, OPT, .sub = municipality_names),
    SAME("school", MODEL_NAMED, OPT, .sub = school_names),
    SAME("approval", MODEL_GROUP, .sub = approval_names),
    SAME("institutions", MODEL_LIST, TURN("institution", institution_item)),
    SAME("sources", MODEL_LIST, TURN("source", source_item)),
    SAME("abbreviations", MODEL_LIST, TURN("abbreviation", abbreviation_item)),
    SAME("situation", MODEL_LIST, TURN("entry", entry_item)),
    SAME("goals", MODEL_LIST, TURN("goal", goal_item), .sub = view_names),
    SAME("indicators", MODEL_LIST, TURN("indicator", indicator_item),
	.sub = indicators_names),
    VIEW("table1"), VIEW("table2"), VIEW("table3"), VIEW("table4"), MONEY(A "money"),
    SPENT, N("report", MODEL_GROUP, NULL, .sub = report_names),
    SAME("monitoring", MODEL_GROUP, OPT, .sub = monitoring_names),
    SAME("decision", MODEL_GROUP, OPT, .sub = decision_names),
    SAME("notes", MODEL_GROUP, OPT, .sub = notes_names),
    N("changes", MODEL_LIST, NULL, OPT, TURN("chapter", chapter_item), .sub = changes_names),
    END};

const struct model model_plan = {.kind = MODEL_GROUP, .sub = plan_names};

const struct model *
model_find(const struct model *m, const char *name)
{
	const struct model *s;

	for (s = m->sub; s != NULL && s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}

bool
model_is_leaf(enum model_kind k)
{
	return k < MODEL_GROUP;
}

/* The map of fields inside lists and maps by year. */
static const struct field *
inside(const struct field *f)
{
	while (f != NULL && f->item != NULL)
		f = f->item;
	return f;
}

const struct field *
model_field(const char *path, size_t len)
{
	const struct field *f = &field_plan, *s;
	size_t n;

	while (len > 0) {
		n = 0;
		while (n < len && path[n] != '.')
			n++;
		for (s = inside(f)->sub; s != NULL && s->name != NULL; s++)
			if (strncmp(s->name, path, n) == 0 && s->name[n] == '\0')
				break;
		if (s == NULL || s->name == NULL)
			return NULL;
		f = s;
		len -= n < len ? n + 1 : n;
		path += n + 1;
	}
	return f;
}

const char *
model_choices(const struct model *m)
{
	const struct field *f = m->kind == MODEL_ENUM && m->fields != NULL
	    ? model_field(m->fields, strlen(m->fields)) : NULL;

	return f != NULL ? f->choices : NULL;
}
