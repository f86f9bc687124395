/*
 * help_lv - the help texts in Latvian; see cmd.h.
 *
 * Beside the tables of the commands, which stay readable so.  tests/help.py finds a
 * command or an option that has no text here.
 */
#include <string.h>

#include "cmd/cmd.h"

static const struct {
	const char *command, *summary, *more;
} texts[] = {
    {"new", "Sākt plānu: aizpildāms fails ar skaidrojumiem latviešu valodā",
	"Pašvaldības nosaukumu visos locījumos ņem no saraksta; lielie burti un garumzīmes\n"
	"nav svarīgi. Failu, kas jau ir, nekad neaiztiek.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan new --municipality \"Valkas novads\" valka.yaml\n"
	"  pmpplan new --profile school --municipality liepaja --school \"Ērģemes pamatskola\" a.yaml\n"
	"\n"
	"Beigu statuss: 0 ierakstīts; 2 nepareizs lietojums; 5 nevar ierakstīt.\n"},
    {"check", "Atrast plānos kļūdas un šaubīgas vietas, pirms tās atrod dome",
	"Vispirms pārbauda formu, tad saturu: pretrunas starp tabulām, summas un daļas, mērķus\n"
	"bez rādītājiem, pienākumus, saīsinājumus, skaitļu, datumu un pēdiņu pierakstu,\n"
	"pareizrakstību. Katram ziņojumam ir vieta un kods; plāna silence: to apklusina ar\n"
	"pamatojumu, un pārskatā to joprojām redz kā apklusinātu.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan check valka.yaml\n"
	"  pmpplan check --strict --format json plans/*.yaml > report.json\n"
	"\n"
	"Beigu statuss: 0 kļūdu nav; 2 nepareizs lietojums; 3 ir kļūda (ar --strict arī\n"
	"brīdinājums).\n"},
    {"render", "Izveidot plānu dokumentus",
	"PLAN \"-\" lasa no standarta ievades; \"-o -\" raksta standarta izvadē.\n"
	"Dokumentus nosauc pēc plāna faila: valka.yaml dod valka.docx un tā tālāk.\n"
	"PDF ir DOCX veidnes lappuses vai, ja dota tikai ODT veidne, tās lappuses.\n"
	"Esošu failu aizstāj tikai tad, ja to veidojām mēs un neviens to nav mainījis.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan render valka.yaml                  visi formāti, šajā mapē\n"
	"  pmpplan render -f docx -o out/ plans/*.yaml\n"
	"  pmpplan render -o Plans.docx valka.yaml    viens fails ar savu nosaukumu\n"
	"  pmpplan render --template own.odt -f odt valka.yaml\n"
	"  pmpplan render -f docx -o - - < valka.yaml > valka.docx\n"
	"  pmpplan render --document decision valka.yaml     valka-lemums.docx un tā tālāk\n"
	"  pmpplan render --document report --year 2025 valka.yaml\n"
	"  pmpplan render --document summary --year 2025 valka.yaml\n"
	"  pmpplan render standard.yaml --each municipalities.csv -o drafts/ --report r.csv\n"
	"\n"
	"Beigu statuss: 0 viss izdarīts; 1 daži no vairākiem plāniem neizdevās; 2 nepareizs\n"
	"lietojums; 3 plāns nav pieņemts; 4 veidne nav pieņemta; 5 nevar ierakstīt; 6 mapē\n"
	"jau strādā cits pmpplan; 7 sasniegta robeža.\n"},
    {"pdf", "Izveidot marķētu PDF (PDF/A-2a, PDF/UA-1) no DOCX vai ODT",
	"Dokumentiem, kas pabeigti ar roku Word vai Writer: tās pašas lappuses arhīvam un\n"
	"ekrāna lasītājiem. PDF novieto blakus dokumentam, ja -o nesaka citādi; FILE \"-\" lasa\n"
	"no standarta ievades.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan pdf valka.docx                     izveido valka.pdf\n"
	"  pmpplan pdf -o out/plan.pdf valka.odt\n"
	"  pmpplan pdf --attach-source valka.yaml valka.docx\n"
	"\n"
	"Beigu statuss: 0 viss izdarīts; 1 daži no vairākiem dokumentiem neizdevās; 2 nepareizs\n"
	"lietojums; 3 dokuments nav pieņemts; 5 nevar ierakstīt; 7 sasniegta robeža.\n"},
    {"schema", "Izdrukāt plānu failu JSON shēmu redaktoriem",
	"Redaktori, kas pazīst YAML, pēc tās papildina un skaidro laukus. Plāns to nosauc\n"
	"pirmajā rindā:  # yaml-language-server: $schema=pmpplan.schema.json\n"
	"\n"
	"Piemērs:\n"
	"  pmpplan schema > pmpplan.schema.json\n"},
    {"template", "Atrast, kas veidnē nav kārtībā, pirms to lieto",
	"Visu paziņo vienā reizē, ar vietu; ja dots PLAN, veidni arī aizpilda, bet neko neraksta.\n"
	"Pārbauda, vai nosaukums tajā vietā ir zināms; paziņo arī, kā trūkst tīrai, piekļūstamai veidnei.\n"
	"--mark ieraksta veidnes kopiju, kur katra ziņojuma vietā ir Word vai Writer komentārs.\n"
	"--needs izdrukā aizpildāmu plāna failu tikai ar tiem laukiem, ko veidne lieto.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan template check own.docx valka.yaml\n"
	"  pmpplan template check own.docx --mark own-marked.docx\n"
	"  pmpplan template check own.docx --needs > own.yaml\n"
	"\n"
	"Beigu statuss: 0 kļūdu nav; 2 nepareizs lietojums; 3 plāns nav pieņemts; 4 ir kļūda (ar\n"
	"--strict arī brīdinājums); 5 OUT nevar ierakstīt.\n"},
    {"diff", "Pateikt, kas mainījies starp divām plāna versijām, domei saprotamos vārdos",
	"Pa mērķiem, aktivitātēm, uzdevumiem, naudai un rādītājiem, tad viss pārējais. Kas\n"
	"saglabājis apzīmējumu, ir pārdēvēts vai pārcelts, nevis svītrots un pievienots; garus tekstus\n"
	"salīdzina pa teikumiem. Nesalīdzina: schema, base, silence. Dokumentus nosauc pēc NEW:\n"
	"valka-izmainas.docx.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan diff valka-2024.yaml valka.yaml\n"
	"  pmpplan diff -f docx,pdf -o out/ valka-2024.yaml valka.yaml\n"
	"  pmpplan diff --exit-code old.yaml new.yaml > /dev/null || echo mainīts\n"
	"\n"
	"Beigu statuss: 0 izdarīts, ar izmaiņām vai bez; 1 ir izmaiņas (ar --exit-code);\n"
	"2 nepareizs lietojums; 3 plāns nav pieņemts; 4 veidne nav pieņemta; 5 nevar ierakstīt.\n"},
    {"archive", "Glabāt apstiprinātās versijas gadu desmitiem un pierādīt, ka tās nav mainītas",
	"Arhīvs ir OCFL 1.1 glabātuve: mapes un JSON, ko var lasīt un pārbaudīt bez šīs\n"
	"programmas. Dokumentus glabā baits baitā kopā ar plānu, pamatplāniem un veidnēm;\n"
	"parakstītie faili (.edoc, .asice, parakstīts PDF) nāk klāt tāpat, vēlāk.\n"
	"add izdrukā reģistra ieraksta kontrolsummu: ierakstiet to papīra reģistrā.\n"
	"verify pārbauda arī BagIt somu: to pazīst pēc faila bagit.txt.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan archive add valka.yaml valka.pdf valka.docx --root arhivs --who lietvedis \\\n"
	"      --why \"Domes lēmums Nr. 224\"\n"
	"  pmpplan archive add valka.yaml valka.edoc --root arhivs --who lietvedis --why Parakstīts\n"
	"  pmpplan archive add standard.yaml --each rows.csv --row valkas-novads \\\n"
	"      drafts/valkas-novads.* --root arhivs --who lietvedis --why \"Domes lēmums Nr. 224\"\n"
	"  pmpplan archive list --root arhivs --on 2025-09-01\n"
	"  pmpplan archive verify --root arhivs --rebuild\n"
	"  pmpplan archive export --sip valka-pmp-2024@v1 --root arhivs -o nodosana\n"
	"\n"
	"Beigu statuss: 0 viss kārtībā; 1 pārbaude atrada kļūdas; 2 nepareizs lietojums; 3 plāns\n"
	"vai fails nav pieņemts; 5 nevar ierakstīt; 6 jau strādā cits pmpplan.\n"},
    {"merge", "Apvienot daļu pārskatus un pateikt, kā trūkst",
	"REPORT ir tie, ko uzrakstīja render --shard K/N --report FILE.jsonl.\n"
	"\n"
	"Piemērs:\n"
	"  pmpplan merge -o all.csv report-1.jsonl report-2.jsonl\n"
	"\n"
	"Beigu statuss: 0 visi projekti ir; 1 daži neizdevās vai trūkst; 2 nepareizs lietojums;\n"
	"3 pārskatu nevar nolasīt; 5 nevar ierakstīt.\n"},
    {"help", "Paskaidrot programmu, komandu, ziņojumu vai plāna lauku",
	"CODE ir tas, kas stāv kvadrātiekavās ziņojuma beigās.  FIELD ir lauka nosaukums plāna\n"
	"failā; ja tāds ir vairākiem, arī tas, kam lauks pieder: tasks.name.\n"
	"\n"
	"Piemēri:\n"
	"  pmpplan help\n"
	"  pmpplan help render\n"
	"  pmpplan help yaml-tab\n"
	"  pmpplan help indicators.base\n"},
};

/* An option means the same in all commands, unless one is named. */
static const struct {
	const char *command, *option, *help;
} options[] = {
    {NULL, "quiet", "ziņot tikai par kļūdām"},
    {NULL, "verbose", "ziņot vairāk: piezīmes, katru uzrakstīto failu"},
    {NULL, "lang", "ziņojumu valoda"},
    {NULL, "help", "izdrukāt šo palīdzību"},
    {"check", "format", "text, json vai sarif; parasti: text"},
    {"check", "each", "pārbaudīt plānu ar katru CSV vai XLSX tabulas rindu"},
    {"check", "strict", "brīdinājumus uzskatīt par kļūdām"},
    {"check", "no-spelling", "nemeklēt vārdus vārdnīcā"},
    {"template", "strict", "brīdinājumus uzskatīt par kļūdām"},
    {"template", "mark", "ierakstīt veidnes kopiju ar komentāru katra ziņojuma vietā"},
    {"template", "needs", "izdrukāt plāna failu ar laukiem, ko veidne lieto"},
    {"template", "force", "aizstāt OUT, ja tas jau ir"},
    {"diff", "format", "text,docx,odt,pdf vai daži no tiem; parasti: text"},
    {"diff", "exit-code", "beigties ar 1, ja kaut kas mainījies"},
    {"diff", "output", "kur likt dokumentus; parasti: šajā mapē"},
    {"merge", "output", "ierakstīt apvienoto pārskatu kā .jsonl vai .csv"},
    {"new", "profile", "municipality (pašvaldība) vai school (skola); parasti: municipality"},
    {"new", "municipality", "kuras pašvaldības plāns tas ir"},
    {"new", "school", "pilns skolas nosaukums nominatīvā"},
    {"new", "period", "piemēram, 2025-2029; parasti: pieci gadi, sākot ar šo"},
    {"pdf", "output", "PDF nosaukums, \"-\" ir standarta izvade"},
    {"pdf", "attach-source", "iegult plāna failu (PDF/A-3a)"},
    {"pdf", "force", "aizstāt failu, kas nav mūsu"},
    {"schema", "english", "nosaukumi un skaidrojumi angļu, nevis latviešu valodā"},
    {"archive", "root", "arhīva mape; add to izveido, ja tās nav"},
    {"archive", "who", "add: kas to nodod; amats, nevis vārds"},
    {"archive", "why", "add: kāpēc"},
    {"archive", "address", "add: amata adrese, piemēram, mailto:arhivs@novads.lv"},
    {"archive", "each", "add: tabula, kuras rinda ir plānā"},
    {"archive", "row", "add: rinda, kas likta plānā"},
    {"archive", "sheet", "add: XLSX tabulas lapa; parasti: pirmā"},
    {"archive", "encoding", "add: CSV tabulas kodējums, ja tas nav Unicode: windows-1257 (parasti) vai utf-8"},
    {"archive", "template", "add: lietotā veidne, ja tā nav mūsu"},
    {"archive", "force", "add: jauna versija arī tad, ja nekas nav mainīts"},
    {"archive", "on", "list, show: kas bija spēkā šajā dienā"},
    {"archive", "rebuild", "verify: veidot dokumentus no jauna un salīdzināt"},
    {"archive", "digest", "verify: kādam ierakstam ir šī papīra reģistra kontrolsumma"},
    {"archive", "bagit", "export: BagIt 1.0 soma"},
    {"archive", "sip", "export: ZIP, reģistrs un kontrolsumma Nacionālajam arhīvam"},
    {"archive", "output", "export, restore: uz kurieni"},
    {"archive", "wait", "gaidīt citu darbu, nevis padoties"},
    {NULL, "format", "docx,odt,pdf vai daži no tiem; parasti: visi"},
    {NULL, "template", "sava veidne, pa vienai no katra veida"},
    {NULL, "output", "uz kurieni; parasti: šī mape"},
    {NULL, "force", "aizstāt failus, ko neveidojām mēs vai kas ir mainīti"},
    {NULL, "document", "plan (plāns), decision (domes lēmums), report (gada pārskats) vai summary (tā kopsavilkums); parasti: plan"},
    {NULL, "year", "pārskata gads; parasti: plāna report_year"},
    {NULL, "attach-source", "iegult plāna failu PDF dokumentā (tad PDF/A-3a)"},
    {NULL, "each", "projekts katrai CSV vai XLSX tabulas rindai"},
    {NULL, "sheet", "XLSX tabulas darblapa; parasti: pirmā"},
    {NULL, "encoding",
	"CSV tabulai, kas nav Unicode: windows-1257 (parasti) vai utf-8, lai to nepieņemtu"},
    {NULL, "name", "projektu nosaukumi; parasti: {{id}}"},
    {NULL, "jobs", "darba procesi; parasti: pa diviem uz procesoru"},
    {NULL, "report", "kas izdarīts, kā .jsonl vai .csv"},
    {NULL, "all", "veidot arī to, kas nav mainīts"},
    {NULL, "resume", "turpināt pārtrauktu darbu"},
    {NULL, "shard", "veidot tikai K-to no N daļām"},
    {NULL, "wait", "gaidīt citu darbu tajā pašā mapē"},
    {NULL, "fail-fast", "apstāties pie pirmā projekta, kas neizdodas"},
    {NULL, "max-cpu", "procesora laiks vienam projektam; parasti: 60"},
    {NULL, "max-time", "laiks vienam projektam; parasti: 120"},
    {NULL, "max-memory", "darba procesa atmiņa; parasti: 1024"},
};

const char *
help_lv_summary(const struct command *p)
{
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].command, p->name) == 0)
			return texts[i].summary;
	return p->summary;
}

const char *
help_lv_more(const struct command *p)
{
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(texts[i].command, p->name) == 0)
			return texts[i].more;
	return p->more;
}

const char *
help_lv_option(const struct command *p, const struct opt *o)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].option, o->name) == 0 &&
		    (options[i].command == NULL || strcmp(options[i].command, p->name) == 0))
			return options[i].help;
	return o->help;
}
