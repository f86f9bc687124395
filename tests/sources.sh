#!/bin/sh
# sources.sh - what must not stand in the sources (docs/architecture.md).
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
forbid '\b(gets|strcpy|strcat|sprintf|vsprintf|strtok|mktemp|tmpnam|system|popen)\(' $none 'banned'
forbid '\b(setlocale|strtod|atof|localtime|gmtime|strftime)\(' '^src/(cmd|batch|archive|base)/' 'asks the locale or the clock'
rm -rf build/sources
exit $bad
