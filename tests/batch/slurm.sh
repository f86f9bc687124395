#!/bin/bash
# slurm.sh [PROGRAM] - samples/cluster/slurm.sh on a real Slurm: one host, its daemons started
# here, as root, in a folder of their own.  Four tasks make byte for byte what an undivided run
# makes; a lost part is named and made again; a cancelled task ends in good order.
# Skips, saying so, where Slurm (slurm-wlm, munge) is not installed or does not start.
program=$1
. "$(dirname "$0")/common.sh"
PMPPLAN=$p
export PMPPLAN
job=$PWD/samples/cluster/slurm.sh
skip() { echo "skipped: Slurm ($*)"; exit 0; }
for c in munged slurmctld slurmd sbatch sinfo scancel; do
	PATH=$PATH:/usr/sbin command -v $c >/dev/null || skip "no $c"
done
PATH=$PATH:/usr/sbin
[ "$(id -u)" = 0 ] || skip "not root"
daemons=()
stop() {
	kill "${daemons[@]}" 2>/dev/null
	wait "${daemons[@]}" 2>/dev/null
	rm -rf "$t"
}
trap stop EXIT

host=$(hostname -s)
port=$((20000 + $$ % 20000))
mkdir "$t/state" "$t/spool" "$t/job"
head -c 128 /dev/urandom > "$t/munge.key"
chmod 600 "$t/munge.key"
cat > "$t/slurm.conf" <<CONF
ClusterName=pmpplan-test
SlurmctldHost=$host
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthInfo=socket=$t/munge.socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$t/state
SlurmdSpoolDir=$t/spool
SlurmctldPidFile=$t/slurmctld.pid
SlurmdPidFile=$t/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
KillWait=20
ReturnToService=2
NodeName=$host CPUs=8
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
export SLURM_CONF=$t/slurm.conf
munged --foreground --force --key-file="$t/munge.key" --socket="$t/munge.socket" \
	--pid-file="$t/munge.pid" --seed-file="$t/munge.seed" --log-file="$t/munge.log" >/dev/null 2>&1 &
daemons+=($!)
for _ in $(seq 50); do [ -S "$t/munge.socket" ] && break; sleep 0.1; done
slurmctld -D -c > "$t/slurmctld.log" 2>&1 &
daemons+=($!)
slurmd -D > "$t/slurmd.log" 2>&1 &
daemons+=($!)
for _ in $(seq 150); do
	[ "$(timeout 5 sinfo -h -o %T 2>/dev/null)" = idle ] && break
	sleep 0.2
done
if [ "$(timeout 5 sinfo -h -o %T 2>/dev/null)" != idle ]; then
	tail -n 3 "$t"/*.log
	skip "its daemons do not start here"
fi

cp samples/standard.yaml samples/municipalities.csv "$t/job"
cd "$t/job" || exit 2
whole() { "$PMPPLAN" render -q standard.yaml --each municipalities.csv -o ../whole; }
same() { diff -rq -x '.pmpplan-journal*' -x reports ../whole "$1" || fail "$2"; }
# submit FOLDER ARRAY [OPTION...]; waits; the status is the highest of the tasks
say() { [ -z "$V" ] || echo "$SECONDS s: $*"; }
submit() { timeout 300 sbatch -W -Q --array="$2" "$job" standard.yaml municipalities.csv "$1" "${@:3}"; }
whole || fail "undivided run"

say started
submit drafts 1-4 || { fail "four tasks"; cat pmpplan-*.log; }
same drafts "four tasks"
[ -z "$(ls -A drafts | grep -E '\.tmp$|lock')" ] || fail "stray files: $(ls -A drafts)"
"$PMPPLAN" merge -o all.csv drafts/reports/*.jsonl 2> msg || fail "merge: $(cat msg)"
grep -q '42 of 42' msg || fail "merge: $(cat msg)"
[ "$(grep -c '"made"' all.csv)" = 42 ] || fail "joint report"

say "four tasks"
# a task that is lost
rm -r drafts/reports/3.jsonl
"$PMPPLAN" merge drafts/reports/*.jsonl 2> msg
[ $? = 1 ] || fail "a lost part is not missed"
grep -q 'of 4 shards no report: 3' msg || fail "lost part: $(cat msg)"
SHARDS=4 submit drafts 3 || fail "the lost part alone"
"$PMPPLAN" merge -q drafts/reports/*.jsonl || fail "merge after the lost part"

say "lost part"
# a task with a draft that fails says so, as a task and in the report
PMPPLAN_FAULT=valkas-novads:abort submit broken 1-4 2>/dev/null && fail "a failed draft leaves Slurm content"
"$PMPPLAN" merge broken/reports/*.jsonl 2> msg && fail "a failed draft leaves merge content"
grep -q 'valkas-novads' msg || fail "failed draft: $(cat msg)"
submit broken 1-4 || fail "after a failed draft"
same broken "after a failed draft"

say "failed draft"
# a cancelled task finishes what it has begun and writes its report
rm -f pmpplan-*.log
id=$(PMPPLAN_FAULT=rigas-valstspilseta:wall sbatch --parsable --array=1-4 "$job" standard.yaml \
	municipalities.csv cancelled --max-time 4)
for _ in $(seq 100); do [ "$(ls cancelled 2>/dev/null | wc -l)" -gt 60 ] && break; sleep 0.1; done
scancel "$id"
for _ in $(seq 100); do [ -z "$(squeue -h)" ] && break; sleep 0.2; done
grep -q 'resume goes on' pmpplan-*.log || fail "cancelled: SIGTERM does not reach the program: $(cat pmpplan-*.log)"
[ "$(ls cancelled/reports | wc -l)" = 4 ] || fail "cancelled: $(ls cancelled/reports; cat pmpplan-*.log)"
[ -z "$(ls -A cancelled | grep -E '\.tmp$|lock')" ] || fail "cancelled: stray files: $(ls -A cancelled)"
submit cancelled 1-4 --resume || fail "after cancelling"
same cancelled "after cancelling"
say cancelled
[ $bad = 0 ] && echo "slurm: four tasks make what one run makes"
exit $bad
