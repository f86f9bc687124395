#!/bin/sh
# sources.sh [OBJECTS] - what must not stand in the sources (docs/architecture.md): banned calls,
# includes against the direction of its table of folders, and, if the folder of object files is
# given, functions that need not be public or that nobody calls.
cd "$(dirname "$0")/.." || exit 2
bad=0
# the sources without their comments, line for line
for f in src/*.c src/*/*.[ch]; do
	mkdir -p "build/sources/${f%/*}"
	sed -e 's,/\*.*\*/,,' -e 's,/\*.*,,' -e 's,^[[:space:]]*\*.*,,' "$f" > "build/sources/$f"
done
code=$(ls build/sources/src/*.c build/sources/src/*/*.[ch])
# forbid PATTERN WHERE-ALLOWED WHY
forbid() {
	found=$(grep -nE "$1" $code | sed 's,^build/sources/,,' | grep -vE "$2")
	[ -z "$found" ] && return
	printf '%s\n' "$found" | sed "s|\$|   <- $3|"
	bad=1
}
none='^$'
forbid 'xmlNewChild *\(|xmlNodeSetContent *\(|xmlNewDocRawNode|xmlStringGetNodeList|xmlParseInNodeContext' \
	$none 'loses or injects text'
forbid 'XML_PARSE_(NOENT|DTDLOAD|DTDATTR|DTDVALID|XINCLUDE|HUGE|RECOVER)' $none 'unsafe with files of others'
forbid 'libxml/' '^src/pack/xml\.c:' 'only pack/xml.c parses XML'
forbid '<zip\.h>' '^src/pack/pkg\.c:' 'only pack/pkg.c reads packages'
forbid 'zip_(file_add|add|close|source_file|set_archive)' $none 'packages are written by pack/pkg.c itself'
forbid 'hpdf\.h' '^src/pdf/' 'only pdf/ knows libharu'
forbid 'yaml_emitter|yaml_parser_load' $none 'events only'
forbid '\b(gets|atoi|strcpy|strcat|sprintf|vsprintf|strtok|mktemp|tmpnam|system|popen)\(' $none 'banned'
forbid '\b(setlocale|strtod|atof|localtime|gmtime|strftime)\(' '^src/(cmd|batch|archive|base)/' 'asks the locale or the clock'
rm -rf build/sources

# Who may include whom: the table "folder | what | may include" of docs/architecture.md.
grep -nHoE '^#include "[a-z]+/[a-z0-9_]+\.h"' src/*/*.[ch] | awk -F: '
	FNR == NR {
		if (split($0, cell, "|") < 4 || cell[2] !~ /^ `[a-z]+\/`/)
			next
		gsub(/[` \/]/, "", cell[2])
		n = split(cell[2], folder, ",")
		for (i = 1; i <= n; i++)
			rows[folder[i]] = 1
		for (i = 1; i <= n; i++)
			may[folder[i]] = cell[4]
		if (cell[4] ~ /all above/)
			may[cell[2]] = above
		above = above "," cell[2]
		next
	}
	{
		split($1, from, "/")
		split($3, to, /["\/]/)
		header = to[2] "/" to[3]
		if (header ~ /(internal|priv|_int)\.h$/ && from[2] != to[2])
			print $1 ":" $2 ": " header "   <- for its own folder only"
		if (from[2] == to[2])
			next
		allowed = ""
		n = split(may[from[2]], clause, ";")
		for (i = 1; i <= n; i++) {	# "base; xlsx.c: pack"
			if (match(clause[i], /[a-z_]+\.c:/)) {
				if (substr(clause[i], RSTART, RLENGTH - 1) != from[3])
					continue
				sub(/[a-z_]+\.c:/, "", clause[i])
			}
			allowed = allowed "," clause[i]
		}
		gsub(/ /, "", allowed)
		allowed = allowed ","
		if (!(from[2] in rows) || (!index(allowed, "," to[2] ",") && !index(allowed, "," header ",")))
			print $1 ":" $2 ": " header "   <- against the direction of docs/architecture.md"
	}' docs/architecture.md - > build/includes
[ ! -s build/includes ] || { cat build/includes; bad=1; }
rm -f build/includes

# Every package that the Makefile installs stands in the README, with what it is for.
for package in $(awk '/^DEPS_/ { on = 1 } on { print } !/\\$/ { on = 0 }' Makefile | sed -e 's/^DEPS_.*:=//' -e 's/\\$//'); do
	grep -qF "\`$package\`" README.md || { echo "README.md: $package is not told of   <- Makefile, DEPS_*"; bad=1; }
done

# A public function is called from another file of the program, or from its own and a test.
if [ $# -gt 0 ]; then
	# Names with __ are those of the compiler and its sanitizers.
	nm -A "$1"/*/*.o "$1"/main.o | grep -v "^$1/unit/\|[ .]__" | awk '
		$(NF - 1) == "U" { used[$NF] = 1 }
		$(NF - 1) ~ /^[TDBR]$/ { sub(/:.*/, "", $1); from[$NF] = $1 }
		END { for (f in from) if (!(f in used) && f != "main") print f, from[f] }' | sort |
	while read -r name object; do
		source=src${object#"$1"}
		if ! grep -qrw --include='*.[ch]' "$name" tests/unit; then
			echo "${source%.o}.c: $name   <- no other file calls it: static, or dead"
		elif [ "$(grep -cw "$name" "${source%.o}.c")" -lt 2 ]; then
			echo "${source%.o}.c: $name   <- only tests call it"
		fi
	done > build/public
	[ ! -s build/public ] || { cat build/public; bad=1; }
	rm -f build/public
fi
exit $bad
