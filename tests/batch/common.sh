# common.sh - what the batch tests share; sourced at their head.  "$program" is the program to be
# tried, by default ./pmpplan.  Then p is its whole path, t a scratch folder, and we are in the project's root.
cd "$(dirname "$0")/../.." || exit 2
p=$(realpath "${program:-./pmpplan}")
PMPPLAN_DATA=${PMPPLAN_DATA:-$PWD}
export PMPPLAN_DATA
t=$(mktemp -d) || exit 2
chmod 755 "$t" # other users' processes look in: daemons of Slurm, a reader without rights
trap 'rm -rf "$t"' EXIT
bad=0
fail() { echo "FAILED: $*"; bad=1; }
