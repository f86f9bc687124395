/*
 * The field table itself.  Maps stand before those that hold them; the whole
 * file (field_plan) comes last.
 */
#include <string.h>

#include "plan/field.h"

#define MAX_YEARS 7
#define MAX_EUR 999999999L

/* name, type, Latvian label and help, English label and help, what else */
#define F(nm, ty, lv, lvh, en, enh, ...)                                                 \
	{                                                                                \
		.name = (nm), .type = (ty), .label = (lv), .help = (lvh),                \
		.label_en = (en), .help_en = (enh), __VA_ARGS__                          \
	}
#define END                                                                              \
	{                                                                                \
		.name = NULL                                                             \
	}

#define REQ .required = 1
#define FILL .fillable = 1
#define EG(s) .example = (s)

/* Items of lists and of maps by year: they have no name of their own. */
static const struct field item_text = {.type = FIELD_TEXT, .fillable = 1};
static const struct field item_party = {.type = FIELD_PARTY, .fillable = 1};
static const struct field item_source = {.type = FIELD_REF, .ref = "source"};
static const struct field item_goal = {.type = FIELD_REF, .ref = "goal"};
static const struct field item_money = {
    .type = FIELD_MONEY, .fillable = 1, .max = MAX_EUR};

/* -- document word -- */

static const struct field docword_fields[] = {
    F("word", FIELD_TEXT, "Vārds", "Dokumenta veida nosaukums nominatīvā, ar mazo burtu.",
	"Word", "What kind of document it is: nominative, lower case.", REQ,
	EG("ceļvedis")),
    F("genitive", FIELD_TEXT, "Ģenitīvs", "Tas pats vārds ģenitīvā.", "Genitive",
	"The same word in the genitive.", REQ, EG("ceļveža")),
    F("ending", FIELD_ENUM, "Divdabja galotne",
	"Apstiprinājuma divdabja galotne: APSTIPRINĀT-S, -A, -I vai -AS.",
	"Ending of the participle",
	"Ending of APSTIPRINĀT- in the approval mark: S, A, I or AS.", REQ,
	.choices = "S A I AS", EG("S")),
    END};

/* -- names with their cases -- */

static const struct field municipality_fields[] = {
    F("nominative", FIELD_TEXT, "Nosaukums",
	"Pašvaldības teritorijas nosaukums nominatīvā.", "Nominative",
	"Name of the territory in the nominative.", REQ, FILL, EG("Valkas novads")),
    F("genitive", FIELD_TEXT, "Nosaukums ģenitīvā", "Atbild uz jautājumu “kā?”.",
	"Genitive", "The name in the genitive.", REQ, FILL, EG("Valkas novada")),
    F("locative", FIELD_TEXT, "Nosaukums lokatīvā", "Atbild uz jautājumu “kur?”.",
	"Locative", "The name in the locative.", REQ, FILL, EG("Valkas novadā")),
    F("council_genitive", FIELD_TEXT, "Dome ģenitīvā",
	"Domes pilnais nosaukums ģenitīvā, kādu to raksta apstiprinājuma atzīmē.",
	"Council, genitive",
	"Full name of the council in the genitive, as in the approval mark.", REQ,
	.municipality_only = 1, FILL, EG("Valkas novada pašvaldības domes")),
    F("dative", FIELD_TEXT, "Nosaukums datīvā",
	"Tikai tad, ja neder parastais locījums (novads – novadam).", "Dative",
	"Only where the rule (novads – novadam) does not fit.", EG("Valkas novadam")),
    F("accusative", FIELD_TEXT, "Nosaukums akuzatīvā",
	"Tikai tad, ja neder parastais locījums (novads – novadu).", "Accusative",
	"Only where the rule (novads – novadu) does not fit.", EG("Valkas novadu")),
    END};

static const struct field school_fields[] = {
    F("nominative", FIELD_TEXT, "Skolas nosaukums", "Pilnais nosaukums nominatīvā.",
	"Nominative", "Full name in the nominative.", REQ, FILL,
	EG("Ērģemes pamatskola")),
    F("genitive", FIELD_TEXT, "Nosaukums ģenitīvā", "Atbild uz jautājumu “kā?”.",
	"Genitive", "The name in the genitive.", REQ, FILL, EG("Ērģemes pamatskolas")),
    F("locative", FIELD_TEXT, "Nosaukums lokatīvā", "Atbild uz jautājumu “kur?”.",
	"Locative", "The name in the locative.", REQ, FILL, EG("Ērģemes pamatskolā")),
    F("short", FIELD_TEXT, "Īsais nosaukums", "Saīsinājums, ja tādu lieto.", "Short name",
	"Short name, if one is used.", EG("LMMDV")),
    F("dative", FIELD_TEXT, "Nosaukums datīvā", "Tikai tad, ja neder parastais locījums.", "Dative",
	"Only where the rule does not fit.", EG("Ērģemes pamatskolai")),
    F("accusative", FIELD_TEXT, "Nosaukums akuzatīvā", "Tikai tad, ja neder parastais locījums.",
	"Accusative", "Only where the rule does not fit.", EG("Ērģemes pamatskolu")),
    END};

/* -- approval -- */

#define PATTERN_HELP                                                                     \
	"Atzīmes vārdojums: gatavs paraugs pēc nosaukuma vai savs teksts ar "         \
	"{{participle}} {{body}} {{date}} {{decision}} {{protocol}} {{item}} "           \
	"{{item_sign}}."
#define PATTERN_HELP_EN                                                                  \
	"Wording of the mark: the name of a shipped one, or a text with "                \
	"{{participle}} {{body}} {{date}} {{decision}} {{protocol}} {{item}} "           \
	"{{item_sign}}."

/* What the approval and each later amendment of it say alike. */
#define MARK_FIELDS                                                                      \
	F("pattern", FIELD_TEXT, "Atzīmes paraugs", PATTERN_HELP, "Pattern",             \
	    PATTERN_HELP_EN, .lines = 1, EG("valka-2024")),                              \
	    F("body", FIELD_TEXT, "Apstiprinātājs ģenitīvā",                             \
		"Kas apstiprina, ģenitīvā. Ja nav dots: dome; skolai: direktors.",       \
		"Approving body",                                                        \
		"Who approves, in the genitive. Default: the council; for a school its " \
		"director.",                                                             \
		FILL, EG("Valkas novada pašvaldības domes")),                            \
	    F("date", FIELD_DATE, "Lēmuma datums", "Lēmuma vai rīkojuma datums.",        \
		"Date of the decision", "Date of the decision or order.", FILL,          \
		EG("2024-07-04")),                                                       \
	    F("decision", FIELD_TEXT, "Lēmuma numurs",                                   \
		"Lēmuma vai rīkojuma numurs, pēdiņās.", "Number of the decision",        \
		"Number of the decision or order, quoted.", FILL, EG("\"224\"")),        \
	    F("protocol", FIELD_TEXT, "Protokola numurs",                                \
		"Sēdes protokola numurs, pēdiņās.", "Number of the minutes",             \
		"Number of the minutes, quoted.", FILL, EG("\"9\"")),                    \
	    F("item", FIELD_TEXT, "Protokola punkts",                                    \
		"Darba kārtības punkts, pēdiņās, bez punkta beigās.",                    \
		"Item of the minutes",                                                   \
		"Item of the agenda, quoted, without a full stop.", FILL, EG("\"3\"")),  \
	    F("item_sign", FIELD_TEXT, "Punkta zīme",                                    \
		"Kā atzīmē sauc punktu: §, p. vai punkts.", "Sign of the item",          \
		"What the mark calls the item: §, p. or punkts.", EG("§"))

static const struct field amended_fields[] = {
    F("word", FIELD_ENUM, "Divdabis bez galotnes",
	"Divdabis lielajiem burtiem bez galotnes; galotne seko dokumenta vārdam.",
	"Participle without its ending",
	"Upper case, without its ending, which follows the document word.", REQ,
	.choices = "GROZĪT PRECIZĒT PAPILDINĀT AKTUALIZĒT", EG("PRECIZĒT")),
    MARK_FIELDS, END};
static const struct field item_amended = {.type = FIELD_MAP, .sub = amended_fields};

static const struct field approval_fields[] = {
    F("status", FIELD_ENUM, "Stāvoklis",
	"draft – projekts; approved – apstiprināts: tad tukšu vietu vairs nedrīkst būt.",
	"Status", "draft, or approved: then no blank may be left.",
	.choices = "draft approved", EG("draft")),
    MARK_FIELDS,
    F("amended", FIELD_LIST, "Vēlākas atzīmes",
	"Grozījumu un precizējumu atzīmes, vecākā vispirms.", "Later marks",
	"Marks of amendments, oldest first.", .item = &item_amended,
	.singular = "amendment",
	EG("[{word: GROZĪT, date: 2025-03-27, decision: \"77\", protocol: \"4\", item: \"11\"}]")),
    END};

static const struct field decision_fields[] = {
    F("findings", FIELD_LIST, "Konstatējumi", "Lēmuma konstatējošā daļa, pa punktam.",
	"Findings", "Findings of the decision, one by one.", FILL, .item = &item_text),
    F("points", FIELD_LIST, "Lēmuma punkti", "Nolemjošā daļa, pa punktam.", "Points",
	"What is decided, point by point.", FILL, .item = &item_text),
    F("basis", FIELD_TEXT, "Tiesiskais pamats",
	"Normas un atzinumi, uz kuriem lēmums balstīts, akuzatīvā: aiz “Pamatojoties uz”.",
	"Legal basis", "What the decision rests on: follows “Pamatojoties uz”, accusative.",
	FILL, EG("Pašvaldību likumu")),
    F("vote", FIELD_TEXT, "Balsojums", "Balsu skaits; ja nav dots, projektā paliek vieta.",
	"Vote", "Count of votes; a draft leaves room for it.",
	EG("PAR – 13, PRET – nav, ATTURAS – nav")),
    F("responsible", FIELD_TEXT, "Par izpildi atbild", "Kas atbild par lēmuma izpildi.",
	"Responsible", "Who answers for carrying it out.", FILL,
	EG("Izglītības nodaļas vadītāja")),
    F("signatory", FIELD_TEXT, "Paraksta", "Amats, kas paraksta; parasti domes priekšsēdētājs.",
	"Signatory", "Post that signs; default: the chair of the council.",
	EG("Domes priekšsēdētāja vietniece")),
    F("prepared", FIELD_TEXT, "Sagatavoja", "Kas lēmuma projektu sagatavojis.", "Prepared by",
	"Who prepared the draft.", EG("Izglītības nodaļa")),
    END};

/* -- lists of names -- */

static const struct field institution_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds, ar ko uz institūciju atsaucas.", "Id",
	"Lasting name by which the plan refers to it.", REQ, EG("vjcg")),
    F("short", FIELD_TEXT, "Saīsinājums",
	"Īsais nosaukums tabulās; bez tā drukā pilno un saīsinājumu sarakstā neliek.",
	"Short name",
	"Printed in tables; without it the full name is, and it is not listed.",
	EG("VJCĢ")),
    F("name", FIELD_TEXT, "Nosaukums", "Pilnais nosaukums nominatīvā.", "Name",
	"Full name in the nominative.", REQ, FILL, EG("Valkas Jāņa Cimzes ģimnāzija")),
    F("genitive", FIELD_TEXT, "Nosaukums ģenitīvā",
	"Pilnais nosaukums ģenitīvā, ja vajag.", "Genitive",
	"Full name in the genitive, where it is needed.", FILL,
	EG("Valkas Jāņa Cimzes ģimnāzijas")),
    END};
static const struct field item_institution = {
    .type = FIELD_MAP, .sub = institution_fields};

static const struct field abbreviation_fields[] = {
    F("short", FIELD_TEXT, "Saīsinājums", "Kā to raksta tekstā.", "Abbreviation",
	"As it stands in the texts.", REQ, EG("VIIS")),
    F("name", FIELD_TEXT, "Atšifrējums", "Ko saīsinājums nozīmē.", "Meaning",
	"What it stands for.", REQ, FILL, EG("Valsts izglītības informācijas sistēma")),
    END};
static const struct field item_abbreviation = {
    .type = FIELD_MAP, .sub = abbreviation_fields};

static const struct field source_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds, ar ko uz avotu atsaucas.", "Id",
	"Lasting name by which the plan refers to it.", REQ, EG("lottery")),
    F("name", FIELD_TEXT, "Nosaukums", "Kā avotu drukā tabulā, ar mazo burtu.", "Name",
	"As printed in the table, in lower case.", REQ, EG("loterijas līdzekļi")),
    END};
static const struct field item_own_source = {.type = FIELD_MAP, .sub = source_fields};

static const struct field situation_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds; pēc tā plānu apvieno ar pamatplānu.",
	"Id", "Lasting name; a plan is merged with its base by it.", REQ, EG("riski")),
    F("category", FIELD_TEXT, "Kategorija", "Rindas virsraksts tabulā.", "Category",
	"Head of the row.", REQ, FILL, EG("PMP riska izglītojamie")),
    F("text", FIELD_MARKDOWN, "Apraksts",
	"Esošās situācijas apraksts ar datiem un to avotiem.", "Description",
	"The present situation, with figures and their sources.", REQ, FILL),
    END};
static const struct field item_situation = {.type = FIELD_MAP, .sub = situation_fields};

/* -- the tree: goal, activity, task -- */

static const struct field task_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds; drukāto numuru programma aprēķina.",
	"Id", "Lasting name; the printed number is computed.", REQ, EG("\"1.1.1\"")),
    F("name", FIELD_TEXT, "Darba uzdevums", "Kas jāizdara.", "Task",
	"What is to be done.", REQ, FILL, EG("Anketēšana vecāku vajadzību apzināšanai")),
    F("term", FIELD_TERM, "Izpildes termiņš",
	"Gads, mēnesis, posms a..b vai to saraksts.", "Term",
	"A year, a month, a span a..b, or a list of these.", REQ, FILL,
	EG("2024-01..2024-02")),
    F("by", FIELD_LIST, "Izpildītājs", "Institūciju apzīmējumi vai {text: …}.", "Done by",
	"Ids of institutions, or {text: …}.", REQ, FILL, .bare = 1, .item = &item_party,
	.singular = "institution", EG("[vjcg]")),
    F("supervised_by", FIELD_LIST, "Uzraudzība", "Par uzraudzību atbildīgā institūcija.",
	"Supervised by", "Institution that supervises.", REQ, FILL, .bare = 1,
	.item = &item_party, .singular = "institution", EG("iksj")),
    END};
static const struct field item_task = {.type = FIELD_MAP, .sub = task_fields};

static const struct field person_fields[] = {
    F("role", FIELD_TEXT, "Loma", "Speciālists vai loma.", "Role", "Specialist or role.",
	REQ, EG("psihologs")),
    F("count", FIELD_NUMBER, "Skaits", "Cik; drīkst būt daļa (0.25).", "Count",
	"How many; may be a part (0.25).", FILL, .max = 100000, EG("1")),
    F("unit", FIELD_TEXT, "Vienība", "Kas skaitīts, piemēram, slodzes; drīkst nebūt.",
	"Unit", "What is counted; may be left out.", EG("slodzes")),
    END};
static const struct field item_person = {.type = FIELD_MAP, .sub = person_fields};

static const struct field resources_fields[] = {
    F("people", FIELD_LIST, "Cilvēkresursi", "Kādi cilvēki vajadzīgi.", "People",
	"Who is needed.", FILL, .item = &item_person, .singular = "person",
	EG("[{role: psihologs, count: 1}]")),
    F("support", FIELD_LIST, "Atbalsta resursi", "Telpas, materiāli un cits.", "Support",
	"Rooms, materials and the like.", FILL, .bare = 1, .item = &item_text,
	EG("[telpas, izdales materiāli]")),
    F("time", FIELD_TEXT, "Laika resursi", "Cik laika vajag.", "Time", "How much time.",
	FILL, EG("2 stundas nedēļā")),
    F("sources", FIELD_LIST, "Finanšu avots", "Avotu apzīmējumi.", "Money sources",
	"Ids of sources.", FILL, .bare = 1, .item = &item_source, .singular = "source",
	EG("[es_funds, municipal_budget]")),
    END};

static const struct field outcome_fields[] = {
    F("status", FIELD_ENUM, "Izpildes stāvoklis",
	"done – izpildīta, partly – izpildīta daļēji, not_done – nav izpildīta.", "Status",
	"done, partly or not_done.", .choices = "done partly not_done", EG("done")),
    F("achieved", FIELD_TEXT, "Izpilde", "Sasniegtā vērtība.", "Achieved",
	"What was reached.", FILL, EG("34 % vecāku")),
    F("impact", FIELD_TEXT, "Ietekmes novērtējums", "Kas mainījies.", "Impact",
	"What has changed.", FILL),
    F("factors", FIELD_TEXT, "Apstākļi", "Kas veicināja vai kavēja.", "Factors",
	"What helped or hindered.", FILL),
    F("spent", FIELD_MONEY, "Izlietots", "Izlietotais finansējums, EUR.", "Spent",
	"Money spent, EUR.", FILL, .max = MAX_EUR, EG("280.00")),
    END};
static const struct field item_outcome = {
    .type = FIELD_MAP, .sub = outcome_fields, .fillable = 1};

static const struct field activity_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds; drukāto numuru programma aprēķina.",
	"Id", "Lasting name; the printed number is computed.", REQ, EG("\"1.1\"")),
    F("name", FIELD_TEXT, "Prevencijas aktivitāte", "Aktivitātes nosaukums.", "Activity",
	"Name of the activity.", REQ, FILL,
	EG("Neformālās izglītības nodarbības vecākiem")),
    F("result", FIELD_TEXT, "Sasniedzamais rezultāts", "Rezultāts, pēc iespējas skaitlī.",
	"Result", "Expected result, in figures if possible.", REQ, FILL,
	EG("Iesaistīti vismaz 30 % vecāku")),
    F("responsible", FIELD_LIST, "Atbildīgā institūcija", "Kas atbild par aktivitāti.",
	"Responsible", "Who answers for it.", REQ, FILL, .bare = 1, .item = &item_party,
	.singular = "institution", EG("[vjcg]")),
    F("involved", FIELD_LIST, "Iesaistītās institūcijas", "Kas piedalās.", "Involved",
	"Who takes part.", FILL, .bare = 1, .item = &item_party,
	.singular = "institution", EG("[vjcg, {text: skolēnu pašpārvaldes}]")),
    F("years", FIELD_YEARS, "Īstenošanas periods", "Gadi, kuros aktivitāte notiek.",
	"Years", "Years in which it runs.", REQ, FILL, .in_period = 1, EG("2024-2028")),
    F("tasks", FIELD_LIST, "Darba uzdevumi", "Uzdevumi plāna izpildei.", "Tasks",
	"Tasks that carry it out.", FILL, .item = &item_task, .singular = "task"),
    F("resources", FIELD_MAP, "Nepieciešamie resursi",
	"Cilvēki, atbalsts, laiks, finanšu avoti.", "Resources",
	"People, support, time, money sources.", FILL, .sub = resources_fields),
    F("money", FIELD_YEARMAP, "Finansējums, EUR", "Plānotais finansējums pa gadiem.",
	"Money, EUR", "Planned money by year.", FILL, .in_period = 1, .item = &item_money,
	EG("{2024: 300.00}")),
    F("outcome", FIELD_YEARMAP, "Izpilde pa gadiem", "Gada pārskata ieraksti.",
	"Outcome by year", "What the yearly report says.", FILL, .in_period = 1, .later = 1,
	.item = &item_outcome,
	EG("{2024: {status: done, achieved: \"34 % vecāku\", spent: 280.00}}")),
    END};
static const struct field item_activity = {.type = FIELD_MAP, .sub = activity_fields};

static const struct field goal_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds; drukāto numuru programma aprēķina.",
	"Id", "Lasting name; the printed number is computed.", REQ, EG("vecaki")),
    F("level", FIELD_ENUM, "Līmenis",
	"universal – universālā, targeted – mērķtiecīgā, tailored – pielāgotā "
	"prevencija.",
	"Level", "universal, targeted or tailored prevention.", REQ,
	.choices = "universal targeted tailored", EG("universal")),
    F("name", FIELD_TEXT, "Mērķis", "Mērķa nosaukums.", "Goal", "Name of the goal.", REQ,
	FILL, EG("Vecāku kompetences stiprināšana")),
    F("expected", FIELD_LIST, "Sagaidāmais rezultāts", "Sagaidāmie rezultāti, pa vienam.",
	"Expected results", "Expected results, one by one.", FILL, .bare = 1,
	.item = &item_text, .singular = "item"),
    F("activities", FIELD_LIST, "Aktivitātes", "Mērķa aktivitātes.", "Activities",
	"Activities of the goal.", FILL, .item = &item_activity, .singular = "activity"),
    END};
static const struct field item_whole_goal = {.type = FIELD_MAP, .sub = goal_fields};

/* -- indicators -- */

static const struct field base_value_fields[] = {
    F("value", FIELD_NUMBER, "Vērtība", "Skaitlis.", "Value", "A number.", FILL,
	EG("60")),
    F("unit", FIELD_TEXT, "Vienība", "Mērvienība; mērķa vērtības to pārņem.", "Unit",
	"Unit; targets take it over.", EG("\"%\"")),
    F("year", FIELD_YEAR, "Gads", "Kura gada vērtība tā ir.", "Year",
	"The year that it was taken in.", FILL, .min = 1990, .max = 2100, EG("2023")),
    F("text", FIELD_TEXT, "Teksts", "Vārdi skaitļa vietā.", "Text",
	"Words instead of a number.", EG("Noteikts 2023. gada rudenī")),
    END};
static const struct field target_value_fields[] = {
    F("value", FIELD_NUMBER, "Vērtība", "Skaitlis.", "Value", "A number.", FILL,
	EG("70")),
    F("unit", FIELD_TEXT, "Vienība", "Ja cita nekā bāzes vērtībai.", "Unit",
	"If other than the base's.", EG("\"%\"")),
    F("text", FIELD_TEXT, "Teksts", "Vārdi skaitļa vietā.", "Text",
	"Words instead of a number.", EG("pieaugums par 1 slodzi")),
    END};
static const struct field item_target = {
    .type = FIELD_VALUE, .fillable = 1, .sub = target_value_fields};

static const struct field achieved_value_fields[] = {
    F("value", FIELD_NUMBER, "Vērtība", "Skaitlis.", "Value", "A number.", FILL,
	EG("68")),
    F("unit", FIELD_TEXT, "Vienība", "Ja cita nekā bāzes vērtībai.", "Unit",
	"If other than the base's.", EG("\"%\"")),
    F("text", FIELD_TEXT, "Teksts", "Vārdi skaitļa vietā.", "Text",
	"Words instead of a number.", EG("pieaugums par 1 slodzi")),
    F("stands", FIELD_ENUM, "Vērtējums",
	"Tikai, ja salīdzināt nevar: reached – sasniegts, exceeded – pārsniegts, missed – nav "
	"sasniegts.",
	"Verdict", "Only where words cannot be compared: reached, exceeded or missed.",
	.choices = "reached exceeded missed", EG("reached")),
    F("note", FIELD_TEXT, "Piezīme", "Paskaidrojums vai avots pārskatam.", "Note",
	"An explanation or source for the report.", EG("VIIS dati uz 1. septembri")),
    END};
static const struct field item_achieved = {
    .type = FIELD_VALUE, .fillable = 1, .sub = achieved_value_fields};

static const struct field indicator_fields[] = {
    F("id", FIELD_ID, "Apzīmējums", "Paliekošs vārds; drukāto numuru programma aprēķina.",
	"Id", "Lasting name; the printed number is computed.", REQ, EG("interesu")),
    F("name", FIELD_TEXT, "Rezultatīvais rādītājs", "Ko mēra.", "Indicator",
	"What is measured.", REQ, FILL, EG("Izglītojamo īpatsvars interešu izglītībā")),
    F("goals", FIELD_LIST, "Mērķi", "Mērķu apzīmējumi; līmenis ir to līmenis.", "Goals",
	"Ids of goals; they give the level.", REQ, .bare = 1, .min = 1, .max = 1000,
	.item = &item_goal, .singular = "goal", EG("[vecaki]")),
    F("direction", FIELD_ENUM, "Virziens", "up – jāaug, down – jāsamazinās.", "Direction",
	"up or down: where it should go.", .choices = "up down", EG("up")),
    F("base", FIELD_VALUE, "Bāzes vērtība", "Vērtība, no kuras sāk.", "Base value",
	"Where it starts from.", REQ, FILL, .sub = base_value_fields,
	EG("{value: 60, unit: \"%\", year: 2023}")),
    F("targets", FIELD_YEARMAP, "Sasniedzamās vērtības",
	"Mērķa vērtības pa gadiem; visos rādītājos kopā ne vairāk kā četri gadi.",
	"Targets",
	"Target values by year; no more than four years in all indicators together.", REQ,
	FILL, .item = &item_target, EG("{2025: 70, 2028: 75}")),
    F("achieved", FIELD_YEARMAP, "Sasniegtās vērtības",
	"Faktiskās vērtības pa gadiem, gada pārskatam.", "Achieved",
	"Values really reached, by year, for the yearly report.", FILL, .in_period = 1,
	.later = 1, .item = &item_achieved, EG("{2025: 68}")),
    F("source", FIELD_TEXT, "Datu avots", "No kurienes dati.", "Source",
	"Where the data are from.", REQ, FILL, EG("VIIS")),
    END};
static const struct field item_indicator = {.type = FIELD_MAP, .sub = indicator_fields};

/* -- the rest -- */

static const struct field monitoring_fields[] = {
    F("text", FIELD_MARKDOWN, "Ievads", "Kā īstenošanu uzrauga.", "Text",
	"How the plan is watched.", FILL),
    F("group", FIELD_LIST, "Darba grupa", "Darba grupas sastāvs, pa vienam.",
	"Working group", "Members of the working group.", FILL, .item = &item_text),
    F("duties", FIELD_LIST, "Darba grupas uzdevumi", "Uzdevumi, pa vienam.", "Duties",
	"Its duties, one by one.", FILL, .item = &item_text),
    F("closing", FIELD_MARKDOWN, "Noslēgums", "Noslēguma teksts.", "Closing",
	"Closing text.", FILL),
    END};

#define NOTE(nm, lv, en)                                                                 \
	F(nm, FIELD_MARKDOWN, lv, "Piezīme zem šīs tabulas.", en,                        \
	    "Note below that table.", FILL)
static const struct field notes_fields[] = {
    NOTE("situation", "Piezīme par situāciju", "Note to the situation"),
    NOTE("goals", "Piezīme par mērķiem", "Note to the goals"),
    NOTE("indicators", "Piezīme par rādītājiem", "Note to the indicators"),
    NOTE("table1", "Piezīme 1. tabulai", "Note to Table 1"),
    NOTE("table2", "Piezīme 2. tabulai", "Note to Table 2"),
    NOTE("table3", "Piezīme 3. tabulai", "Note to Table 3"),
    NOTE("table4", "Piezīme 4. tabulai", "Note to Table 4"), END};

static const struct field report_fields[] = {
    F("date", FIELD_DATE, "Pārskata datums", "Kad pārskats sagatavots.", "Date",
	"When the report was drawn up.", FILL, EG("2025-02-10")),
    F("summary", FIELD_MARKDOWN, "Kopsavilkuma ievads",
	"Pašu vārdi publiskā kopsavilkuma sākumā.", "Opening of the summary",
	"Your own words at the start of the public summary.", FILL),
    F("conclusions", FIELD_MARKDOWN, "Secinājumi", "Ko gads parādījis.", "Conclusions",
	"What the year has shown.", FILL),
    F("proposals", FIELD_LIST, "Priekšlikumi", "Priekšlikumi nākamajam gadam, pa vienam.",
	"Proposals", "Proposals for the next year, one by one.", FILL, .bare = 1,
	.item = &item_text),
    END};
static const struct field item_report = {
    .type = FIELD_MAP, .sub = report_fields, .fillable = 1};

static const struct field silence_fields[] = {
    F("code", FIELD_TEXT, "Ziņojuma kods", "Kods kvadrātiekavās ziņojuma beigās.", "Code",
	"The code in brackets at the end of a message.", REQ, EG("fill-in")),
    F("at", FIELD_TEXT, "Vieta",
	"Uz ko tas attiecas, kā ziņojumā: goals[vecaki].name; bez tā – viss plāns.", "At",
	"What it is about, as in the message: goals[vecaki].name; without it: the whole "
	"plan.",
	EG("goals[vecaki].name")),
    F("reason", FIELD_TEXT, "Iemesls", "Kāpēc tā ir pareizi.", "Reason",
	"Why this is all right.", REQ),
    END};
static const struct field item_silence = {.type = FIELD_MAP, .sub = silence_fields};

static const struct field plan_fields[] = {
    F("schema", FIELD_ENUM, "Faila veids", "Vienmēr pmpplan/1.", "Kind of file",
	"Always pmpplan/1.", REQ, .choices = "pmpplan/1", EG("pmpplan/1")),
    F("base", FIELD_TEXT, "Pamatplāns", "Plāna fails, uz kura šis balstās.", "Base",
	"The plan file that this one builds on.", EG("standard.yaml")),
    F("id", FIELD_ID, "Plāna apzīmējums",
	"Paliekošs vārds arhīvam un failiem: burti a–z, cipari, . _ -",
	"Id of the plan",
	"Lasting name for archive and files: plain ASCII letters, digits, . _ -", REQ,
	.ascii = 1, EG("valka-pmp-2024")),
    F("profile", FIELD_ENUM, "Veids",
	"municipality – pašvaldības plāns, school – skolas plāns.", "Profile",
	"A municipality's plan, or a school's with fewer chapters.",
	.choices = "municipality school", EG("municipality")),
    F("title", FIELD_TEXT, "Nosaukums", "Dokumenta nosaukums.", "Title",
	"Title of the document.", REQ,
	EG("Priekšlaicīgas mācību pārtraukšanas prevencijas sistēma un ieviešanas "
	   "plāns")),
    F("document_word", FIELD_DOCWORD, "Dokumenta veids",
	"Kas tas par dokumentu; no tā atkarīga galotne vārdam APSTIPRINĀT-.", "Document word",
	"What kind of document; it decides the ending of APSTIPRINĀT-.", REQ,
	.sub = docword_fields, EG("rīcības programma")),
    F("period", FIELD_YEARS, "Periods", "Plāna gadi, viens līdz septiņi pēc kārtas.",
	"Period", "Years of the plan: one to seven in a row.", REQ, .min = 1,
	.max = MAX_YEARS, EG("2024-2028")),
    F("report_year", FIELD_YEAR, "Pārskata gads",
	"Gads, ko rāda 4. tabula; ja nav dots, pirmais.", "Year of the report",
	"The year that Table 4 shows; default: the first.", .in_period = 1, EG("2024")),
    F("date", FIELD_DATE, "Datums", "Redakcijas datums.", "Date", "Date of this version.",
	FILL, EG("2024-06-12")),
    F("version", FIELD_TEXT, "Redakcija", "Redakcijas apzīmējums uz vāka.", "Version",
	"Version, as on the cover.", FILL, EG("\"0.3\"")),
    F("author", FIELD_TEXT, "Izstrādātājs", "Kas plānu izstrādājis.", "Author",
	"Who drew the plan up.", FILL,
	EG("\"{{municipality.authority.genitive}} Izglītības nodaļa\"")),
    F("contact", FIELD_TEXT, "Saziņai", "E-pasts, tālrunis.", "Contact",
	"E-mail, telephone.", FILL, EG("izglitiba@valka.example")),
    F("place", FIELD_TEXT, "Vieta", "Vieta uz vāka.", "Place", "Place, as on the cover.",
	FILL, EG("Valka")),
    F("municipality", FIELD_MAP, "Pašvaldība",
	"Nosaukums locījumos; datīvu un akuzatīvu programma atvasina.", "Municipality",
	"Its name in the cases; dative and accusative follow by rule.", REQ,
	.municipality_only = 1, .sub = municipality_fields),
    F("school", FIELD_MAP, "Skola", "Nosaukums locījumos.", "School",
	"Its name in the cases.", REQ, .school_only = 1, .sub = school_fields),
    F("approval", FIELD_MAP, "Apstiprinājums", "Stāvoklis un apstiprinājuma atzīme.",
	"Approval", "Status and approval mark.", .sub = approval_fields),
    F("decision", FIELD_MAP, "Domes lēmums", "Lēmuma projekta teksti.",
	"Council decision", "Texts of the decision draft.", .sub = decision_fields,
	EG("{basis: Pašvaldību likumu, findings: [Kāpēc plāns vajadzīgs.]}")),
    F("institutions", FIELD_LIST, "Institūcijas",
	"Visas institūcijas, uz kurām plāns atsaucas.", "Institutions",
	"All institutions that the plan refers to.", .item = &item_institution,
	.singular = "institution"),
    F("abbreviations", FIELD_LIST, "Saīsinājumi", "Saīsinājumi, kas nav institūcijas.",
	"Abbreviations", "Those that are no institution.", .item = &item_abbreviation,
	.singular = "abbreviation"),
    F("sources", FIELD_LIST, "Finanšu avoti",
	"Savi avoti; es_funds, municipal_budget, state_budget, state_grant un other jau "
	"ir.",
	"Money sources",
	"Your own; es_funds, municipal_budget, state_budget, state_grant and other are "
	"built in.",
	.item = &item_own_source, .singular = "source"),
    F("preface", FIELD_MARKDOWN, "Pamatojums", "Kāpēc plāns izstrādāts.", "Preface",
	"Why the plan was drawn up.", FILL),
    F("context", FIELD_MARKDOWN, "Konteksts", "Nodaļas “Konteksts” teksts.", "Context",
	"Text of the chapter \"Konteksts\".", FILL),
    F("situation_text", FIELD_MARKDOWN, "Situācijas ievads",
	"Teksts pirms situācijas tabulas.", "Opening of the situation",
	"Text before the situation table.", FILL),
    F("situation", FIELD_LIST, "Esošā situācija", "Situācijas tabulas rindas.",
	"Situation", "Rows of the situation table.", FILL, .item = &item_situation,
	.singular = "entry"),
    F("system", FIELD_MARKDOWN, "Prevencijas sistēmas ievads", "Teksts nodaļas “PMP prevencijas sistēma” sākumā.",
	"Opening of the system", "Text that opens the chapter of the system.", FILL),
    F("cooperation", FIELD_MARKDOWN, "Sadarbības modelis",
	"Starpinstitūciju sadarbības modelis.", "Cooperation",
	"How institutions work together.", FILL),
    F("goals_text", FIELD_MARKDOWN, "Mērķu ievads", "Teksts pirms mērķu tabulas.",
	"Opening of the goals", "Text before the goals.", FILL),
    F("implementation", FIELD_MARKDOWN, "Ieviešanas plāna ievads",
	"Teksts nodaļas “PMP prevencijas sistēmas ieviešanas plāns” sākumā.", "Opening of the implementation",
	"Text that opens the chapter of the implementation.", FILL),
    F("goals", FIELD_LIST, "Mērķi", "Mērķi ar aktivitātēm: no tiem veido visas tabulas.",
	"Goals", "Goals with their activities: all tables come from them.", REQ,
	.item = &item_whole_goal, .singular = "goal"),
    F("indicators", FIELD_LIST, "Rādītāji", "Rezultatīvie rādītāji.", "Indicators",
	"Indicators of the results.", FILL, .item = &item_indicator,
	.singular = "indicator"),
    F("monitoring", FIELD_MAP, "Uzraudzība", "Īstenošanas uzraudzība.",
	"Monitoring", "How it is watched.", FILL, .sub = monitoring_fields),
    F("reports", FIELD_YEARMAP, "Gada pārskati",
	"Gada pārskatu teksti pa gadiem: kas nav pie aktivitātēm un rādītājiem.",
	"Yearly reports",
	"Texts of the yearly reports: what stands with no activity or indicator.", FILL,
	.in_period = 1, .later = 1, .item = &item_report,
	EG("{2024: {proposals: [Turpināt nodarbības vecākiem]}}")),
    F("notes", FIELD_MAP, "Piezīmes", "Piezīmes zem tabulām.", "Notes",
	"Notes below the tables.", .sub = notes_fields),
    F("views", FIELD_VIEWS, "Savs vārdojums", "Vienas tabulas šūnas ar savu vārdojumu.",
	"Own wording", "Own wording of cells in one table.",
	EG("{table3: {\"5.1\": {result: \"Iesaistīti 15 % izglītojamo\"}}}")),
    F("silence", FIELD_LIST, "Apklusināt", "Pārbaudes ziņojumi, kas nav jārāda, un kāpēc.",
	"Silence", "Findings of check that are not to be shown, and why.",
	.item = &item_silence),
    END};

const struct field field_plan = {.name = "plan",
    .type = FIELD_MAP,
    .required = 1,
    .sub = plan_fields,
    .label = "Plāns",
    .help = "Plāna fails.",
    .label_en = "Plan",
    .help_en = "A plan file."};

const struct docword field_docwords[] = {{"rīcības programma", "rīcības programmas", "A"},
    {"programma", "programmas", "A"},
    {"attīstības programma", "attīstības programmas", "A"},
    {"prevencijas programma", "prevencijas programmas", "A"},
    {"stratēģija", "stratēģijas", "A"}, {"koncepcija", "koncepcijas", "A"},
    {"sistēma", "sistēmas", "A"}, {"kārtība", "kārtības", "A"}, {"plāns", "plāna", "S"},
    {"rīcības plāns", "rīcības plāna", "S"},
    {"prevencijas plāns", "prevencijas plāna", "S"},
    {"ieviešanas plāns", "ieviešanas plāna", "S"}, {"nolikums", "nolikuma", "S"},
    {"dokuments", "dokumenta", "S"}, {"noteikumi", "noteikumu", "I"},
    {"vadlīnijas", "vadlīniju", "AS"}, {"pamatnostādnes", "pamatnostādņu", "AS"},
    {NULL, NULL, NULL}};

const struct builtin_source field_sources[] = {{"es_funds", "ES fondi"},
    {"municipal_budget", "pašvaldības budžets"}, {"state_budget", "valsts budžets"},
    {"state_grant", "valsts mērķdotācija"}, {"other", "cits finansējums"}, {NULL, NULL}};

/*
 * As councils really wrote them (the first forms found of each), one line of the
 * mark per line.  |lower|first because Ķekava and Preiļi write "Apstiprināti".
 */
const struct approval_pattern field_patterns[] = {
    {"valka-2024",
	"{{participle}}\nar {{body}}\n{{date|date:genitive}} sēdes lēmumu Nr. "
	"{{decision}}\n"
	"(prot. Nr. {{protocol}}, {{item}}. {{item_sign}})",
	"§", "Valkas novads, 2024", "Valka 2024"},
    {"valka-2020",
	"{{participle}}\nar {{body}} {{date|date:short}} lēmumu "
	"(prot. Nr. {{protocol}}, {{item}}. {{item_sign}})",
	"§", "Valkas novads, 2020", "Valka 2020"},
    {"adazi",
	"{{participle}}\nar {{body}}\n{{date|date:genitive}} sēdes lēmumu\n"
	"(prot. Nr. {{protocol}} {{item_sign}} {{item}})",
	"§", "Ādažu novads", "Ādaži"},
    {"aizkraukle",
	"{{participle}}\nar {{body}}\n{{date|date:genitive}} domes sēdes lēmumu Nr. "
	"{{decision}}\n"
	"(prot. Nr. {{protocol}}, {{item}}. {{item_sign}})",
	"p.", "Aizkraukles novads", "Aizkraukle"},
    {"kekava",
	"{{participle|lower|first}}\nar {{body}}\n"
	"{{date|date:genitive}} sēdes lēmumu Nr. {{decision}}\n(prot. Nr. {{protocol}})",
	"§", "Ķekavas novads", "Ķekava"},
    {"preili",
	"{{participle|lower|first}}\nar {{body}}\n{{date|date:genitive}} sēdes lēmumu\n"
	"(prot. Nr. {{protocol}})",
	"§", "Preiļu novads", "Preiļi"},
    {"smiltene", "{{participle}}\n{{body}}\n{{date|date:short}} lēmums Nr. {{decision}}",
	"§", "Smiltenes novads", "Smiltene"},
    {"school",
	"{{participle}}\nar {{body}}\n{{date|date:genitive}} rīkojumu Nr. {{decision}}",
	"§", "Skolas direktora rīkojums", "Order of a school's director"},
    {NULL, NULL, NULL, NULL, NULL}};

const struct field *
field_find(const struct field *map, const char *name)
{
	const struct field *f;

	if (map->sub == NULL)
		return NULL;
	for (f = map->sub; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* -- paths -- */

/* What a cell of a view shows: "goal_name" of any view is the name of the goal. */
static const struct field *
cell_at(const char *view, const char *cell)
{
	static const struct {
		const char *prefix;
		const struct field *item;
	} outer[] = {{"goal_", &item_whole_goal}, {"activity_", &item_activity}};
	const struct field *in[] = {strncmp(view, "goals", 5) == 0 ? &item_whole_goal
	    : strncmp(view, "indicators", 10) == 0 ? &item_indicator
	    : strncmp(view, "table2", 6) == 0 ? &item_task : &item_activity,
	    field_find(&item_activity, "resources")}, *f = NULL;
	char name[64];
	size_t n = strcspn(cell, ".["), i;

	if (n >= sizeof(name))
		return NULL;
	memcpy(name, cell, n);
	name[n] = '\0';
	for (i = 0; i < 2; i++)
		if (strncmp(name, outer[i].prefix, strlen(outer[i].prefix)) == 0)
			return field_find(outer[i].item, name + strlen(outer[i].prefix));
	for (i = 0; i < 2 && f == NULL; i++)
		f = field_find(in[i], name);
	return f;
}

/* Behind the brackets at s: "[1.1].name" is ".name". */
static const char *
skip_brackets(const char *s)
{
	while (*s == '[') {
		s += strcspn(s, "]");
		s += *s == ']';
	}
	return s;
}

const struct field *
field_at(const char *path)
{
	const struct field *f = &field_plan, *sub;
	char name[64];
	const char *s = path, *view;
	size_t n;

	if (strncmp(path, "activities", 10) == 0)
		f = &item_whole_goal;
	if (strncmp(path, "views.", 6) == 0) {
		view = path + 6;
		s = skip_brackets(view + strcspn(view, ".["));
		return *s == '.' ? cell_at(view, s + 1) : NULL;
	}
	while (*s != '\0') {
		n = strcspn(s, ".[");
		if (n == 0 || n >= sizeof(name))
			return NULL;
		memcpy(name, s, n);
		name[n] = '\0';
		/* A map by years is named by its field, whichever the year. */
		if (f->type == FIELD_YEARMAP) {
			sub = f->item;
			if (sub == NULL || sub->sub == NULL)
				return f;
		} else {
			sub = field_find(f, name);
		}
		if (sub == NULL)
			return NULL;
		s += n;
		f = sub;
		if (*s == '[') {
			s = skip_brackets(s);
			if (*s == '.' && f->item != NULL)
				f = f->item;
		}
		s += *s == '.';
	}
	return f == &field_plan || f->label == NULL ? NULL : f;
}

const struct docword *
field_docword(const char *word)
{
	const struct docword *w;

	for (w = field_docwords; w->word != NULL; w++)
		if (strcmp(w->word, word) == 0)
			return w;
	return NULL;
}

static const struct choice_word choice_words[] = {
    {"draft", "draft", "projekts"},
    {"approved", "approved", "apstiprināts"},
    {"municipality", "a municipality's plan", "pašvaldības plāns"},
    {"school", "a school's plan", "skolas plāns"},
    {"universal", "universal prevention", "universālā prevencija"},
    {"targeted", "targeted prevention", "mērķtiecīgā prevencija"},
    {"tailored", "tailored prevention", "pielāgotā prevencija"},
    {"up", "should rise", "jāaug"},
    {"down", "should fall", "jāsamazinās"},
    {"done", "carried out", "izpildīta"},
    {"partly", "carried out in part", "daļēji izpildīta"},
    {"not_done", "not carried out", "nav izpildīta"},
    {"reached", "reached", "sasniegts"},
    {"exceeded", "exceeded", "pārsniegts"},
    {"missed", "missed", "nav sasniegts"},
};

const struct choice_word *
field_choice(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(choice_words) / sizeof(choice_words[0]); i++)
		if (strcmp(choice_words[i].key, key) == 0)
			return &choice_words[i];
	return NULL;
}

const struct approval_pattern *
field_pattern(const char *name)
{
	const struct approval_pattern *p;

	for (p = field_patterns; p->name != NULL; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}
