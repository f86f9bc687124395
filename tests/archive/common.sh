# common.sh - what the archive tests share; sourced.  P is the program, T a scratch folder.
here=$(cd "$(dirname "$0")" && pwd)
P=${P:-$here/../../pmpplan}
PMPPLAN_DATA=${PMPPLAN_DATA:-$here/../..}
export PMPPLAN_DATA
T=$(mktemp -d "${TMPDIR:-/tmp}/pmpplan-archive.XXXXXX")
trap 'rm -rf "$T"' EXIT

# check WHAT COMMAND...: counts it in passed or failed; a failure shows its last lines
passed=0 failed=0
check() {
	what=$1
	shift
	if "$@" > out.txt 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED  $what"
		tail -5 out.txt
	fi
}

# approve PLAN DECISION: the smallest plan, approved by that decision
approve() {
	sed 's/^id: .*/id: minimal-pmp/' "$here/../../samples/minimal.yaml" > "$1"
	cat >> "$1" <<END
approval:
  status: approved
  pattern: valka-2024
  date: 2025-01-$2
  decision: "$2"
  protocol: "1"
  item: "2"
END
}

# add ROOT PLAN FILE...
add() {
	root=$1
	shift
	"$P" archive add "$@" --root "$root" --who lietvedis --why "Domes lēmums"
}

# sign OUT FILE...: a container as eParaksts makes it, but for the signature's worth
sign() {
	python3 - "$@" <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as z:
    z.writestr('mimetype', 'application/vnd.etsi.asic-e+zip')
    for f in sys.argv[2:]:
        z.write(f, f.split('/')[-1], zipfile.ZIP_DEFLATED)
    z.writestr('META-INF/manifest.xml', '<manifest/>')
    z.writestr('META-INF/signatures0.xml', '<signatures/>')
END
}
