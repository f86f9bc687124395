#!/bin/sh
# run.sh FLAVOUR[,FLAVOUR] FILE... - veraPDF over many files in one start.
# Needs java (17 or newer) and mvn; builds once into build/verapdf.  Exit 1 if a file fails.
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../../build/verapdf
mkdir -p "$out"
if [ ! -s "$out/classpath" ] || [ "$here/pom.xml" -nt "$out/classpath" ]; then
	mvn -q -B -f "$here/pom.xml" dependency:build-classpath "-Dmdep.outputFile=$out/classpath" >"$out/mvn.log" 2>&1 ||
		{ cat "$out/mvn.log"; rm -f "$out/classpath"; exit 2; }
fi
if [ ! -e "$out/Check.class" ] || [ "$here/Check.java" -nt "$out/Check.class" ]; then
	javac -cp "$(cat "$out/classpath")" -d "$out" "$here/Check.java" || exit 2
fi
exec java -cp "$out:$(cat "$out/classpath")" -Djava.util.logging.config.file=/dev/null Check "$@" 2>/dev/null
