#!/usr/bin/env python3
"""forms.py PROGRAM [FOLDER] - case forms read back from the drafts of all municipalities and schools.

Where the standard text asks for a form of a name, the draft must have that form, in DOCX, ODT
and PDF, and no other municipality's name; nor another school's.  The forms are made here from
the nominative, by the rules of research, not by the program.
"""
import csv, os, re, subprocess, sys, tempfile, zipfile

program = os.path.abspath(sys.argv[1])
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(root)
work = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="pmpplan-forms-")

ENDINGS = [ # of the head word; nominative, genitive, dative, accusative, locative
    ("novads", "novada", "novadam", "novadu", "novadā"),
    ("valstspilsēta", "valstspilsētas", "valstspilsētai", "valstspilsētu", "valstspilsētā"),
    ("skola", "skolas", "skolai", "skolu", "skolā"),
    ("ģimnāzija", "ģimnāzijas", "ģimnāzijai", "ģimnāziju", "ģimnāzijā"),
    ("tehnikums", "tehnikuma", "tehnikumam", "tehnikumu", "tehnikumā"),
]
CASES = ("nom", "gen", "dat", "acc", "loc")


def forms(name):
    if name.startswith("Privātā vidusskola "):
        rest = name[len("Privātā vidusskola"):]
        return dict(zip(CASES, (name, "Privātās vidusskolas" + rest, "Privātajai vidusskolai" + rest,
                                "Privāto vidusskolu" + rest, "Privātajā vidusskolā" + rest)))
    for endings in ENDINGS:
        if name.endswith(endings[0]):
            return {c: name[:-len(endings[0])] + e for c, e in zip(CASES, endings)}
    sys.exit("no rule for " + name)


def text_of(path):
    if path.endswith(".pdf"):
        t = subprocess.run(["pdftotext", "-raw", path, "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
        # Words are parted at the ends of lines; the sought texts are long enough to survive it.
        t = re.sub("[-\u2010\u00ad]\n", "", t)
    else:
        part = "word/document.xml" if path.endswith(".docx") else "content.xml"
        t = zipfile.ZipFile(path).read(part).decode()
        t = re.sub("<(w:tab|w:br|text:tab|text:line-break|text:s)[^>]*>|</(w:p|text:p|text:h)>", " ", t)
        t = re.sub("<[^>]*>", "", t)
    return re.sub("[\\s\u00a0]+", " ", t)


# What stands around the name in the standard plans, and in which form.
MUNICIPALITY = (
    "kā {loc} pamana un mazina riskus",
    "attiecas uz visu {acc} un apvieno",
    "{nom} ir vieta, kurā katram bērnam",
    "palīdz {dat} pamanīt grūtības laikus",
    "{gen} pašvaldība atbild par to, lai",
    "Izglītības iestādēs {loc} pieejams sociālais",
    "grupa, ko izveido {gen} pašvaldība.",
    "kopumā atbild {gen} pašvaldība.",
    "ar {gen} pašvaldības domes",
    "Izstrādātājs {gen} pašvaldības izglītības pārvalde",
)
SCHOOL = (
    "kā {loc} šīs pazīmes pamana",
    "tekstā {nom} – Skola.",
    "Tāpēc {dat} nepietiek ar konsultācijām",
    "gadījumos {nom} vēršas",
    "Ikviens {gen} izglītojamais var",
    "Plāns attiecas uz {acc} kopumā",
    "Par plāna izpildi {loc} atbild direktors",
    "ar {gen} direktora",
    "Izstrādātājs {nom}",
)
SCHOOLS_TOWN = ("{loc} ar ģimenēm strādā", "un {gen} pašvaldība palīdz skolām")


def others_in(text, own, names):
    """Names of others: whole words, so that "Rēzeknes novads" is not in "Rēzeknes valstspilsēta"."""
    return [n for n in names if n != own and re.search(r"\b" + re.escape(n[:-1]), text)]


def batch(standard, table, field, wanted, town):
    """Render, read back, count; returns (drafts, places, wrong)."""
    out = os.path.join(work, field)
    subprocess.run([program, "render", "-q", standard, "--each", table, "-o", out], check=True)
    rows = [r for r in csv.DictReader(open(table, encoding="utf-8-sig")) if not r.get("valid_until")]
    names = sorted({r["municipality.nominative"] for r in rows})
    schools = {r["school.nominative"] for r in rows} if field == "school" else set()
    count = bad = 0
    for r in rows:
        f = forms(r[field + ".nominative"])
        for c, column in (("gen", "genitive"), ("loc", "locative"), ("dat", "dative"), ("acc", "accusative")):
            assert r.get(field + "." + column, "") in ("", f[c]), r["id"]
        t = forms(r["municipality.nominative"])
        sought = [w.format(**f) for w in wanted] + [w.format(**t) for w in town]
        for ending in ("docx", "odt", "pdf"):
            path = os.path.join(out, r["id"] + "." + ending)
            text = text_of(path)
            for w in sought:
                count += 1
                if w not in text:
                    bad += 1
                    print("%s: not found: %s" % (path, w))
            # Names of schools may hold each other; the cover has this one, and once.
            wrong = others_in(text, t["nom"], names)
            wrong += [s for s in schools if s not in f["nom"] and s in text and s != f["nom"]]
            for other in wrong:
                bad += 1
                print("%s: another name: %s" % (path, other))
    print("%s: %d drafts, %d places of names, %d wrong" % (table, len(rows) * 3, count, bad))
    return len(rows), bad


towns = batch("samples/standard.yaml", "samples/municipalities.csv", "municipality", MUNICIPALITY, ())
schools = batch("samples/school-standard.yaml", "samples/schools.csv", "school", SCHOOL, SCHOOLS_TOWN)
sys.exit(towns != (42, 0) or schools != (600, 0))
