#!/usr/bin/env python3
"""forms.py PROGRAM [FOLDER] - case forms read back from the drafts of all municipalities.

Where the standard text asks for a form of the name, the draft must have that form, in DOCX,
ODT and PDF, and no other municipality's name.  The forms are made here from the nominative,
by the rules of research, not by the program.
"""
import csv, os, re, subprocess, sys, tempfile, zipfile

program = os.path.abspath(sys.argv[1])
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
os.chdir(root)
work = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="pmpplan-forms-")
subprocess.run([program, "render", "-q", "samples/standard.yaml", "--each",
                "samples/municipalities.csv", "-o", work], check=True)


def forms(name):
    head = name.rsplit(" ", 1)[0]
    if name.endswith("novads"):
        end = {"nom": "novads", "gen": "novada", "dat": "novadam", "acc": "novadu", "loc": "novadā"}
    else:
        end = {"nom": "valstspilsēta", "gen": "valstspilsētas", "dat": "valstspilsētai",
               "acc": "valstspilsētu", "loc": "valstspilsētā"}
    return {k: head + " " + v for k, v in end.items()}


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


# What stands around the name in samples/standard.yaml, and in which form.
wanted = [
    ("kā {loc} pamana un mazina riskus", "loc"),
    ("attiecas uz visu {acc} un apvieno", "acc"),
    ("{nom} ir vieta, kurā katram bērnam", "nom"),
    ("palīdz {dat} pamanīt grūtības laikus", "dat"),
    ("{gen} pašvaldība atbild par to, lai", "gen"),
    ("Izglītības iestādēs {loc} pieejams sociālais", "loc"),
    ("grupa, ko izveido {gen} pašvaldība.", "gen"),
    ("kopumā atbild {gen} pašvaldība.", "gen"),
    ("ar {gen} pašvaldības domes", "gen"),
    ("Izstrādātājs {gen} pašvaldības izglītības pārvalde", "gen"),
]
bad = count = 0
rows = [r for r in csv.DictReader(open("samples/municipalities.csv", encoding="utf-8-sig"))
        if not r["valid_until"]]
names = [r["municipality.nominative"] for r in rows]
for r in rows:
    f = forms(r["municipality.nominative"])
    assert f["gen"] == r["municipality.genitive"] and f["loc"] == r["municipality.locative"], r["id"]
    for ending in ("docx", "odt", "pdf"):
        path = os.path.join(work, r["id"] + "." + ending)
        t = text_of(path)
        for w, _ in wanted:
            count += 1
            if w.format(**f) not in t:
                bad += 1
                print("%s: not found: %s" % (path, w.format(**f)))
        for other in names:
            # "Rēzeknes novads" is no name within "Rēzeknes valstspilsēta".
            if other != f["nom"] and re.search(r"\b" + re.escape(other[:-1]), t):
                bad += 1
                print("%s: another name: %s" % (path, other))
print("%d drafts, %d places of names, %d wrong" % (len(rows) * 3, count, bad))
sys.exit(bad != 0 or len(rows) != 42)
