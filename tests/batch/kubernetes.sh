#!/bin/bash
# kubernetes.sh [PROGRAM] - samples/cluster/kubernetes.yaml: valid by the schemas of Kubernetes
# (kubernetes-validate from PyPI), and its command, run in a shell for each index of the job with
# the environment of the file, makes byte for byte what an undivided run makes.
program=$1
. "$(dirname "$0")/common.sh"
file=$PWD/samples/cluster/kubernetes.yaml
python=$(tests/batch/python.sh kubernetes-validate==1.37.0 pyyaml)
if [ -n "$python" ]; then
	for v in 1.29 1.33 1.37; do
		"$python" -m kubernetes_validate -k $v --strict "$file" 2>&1 | grep -q passed || fail "schema of Kubernetes $v"
	done
	sed 's/backoffLimitPerIndex/backoffLimitPerIndx/' "$file" > "$t/bad.yaml"
	"$python" -m kubernetes_validate --strict "$t/bad.yaml" >/dev/null 2>&1 && fail "the schema accepts anything"
else
	echo "skipped: schemas of Kubernetes (no kubernetes-validate)"
fi
python3 - "$file" "$t" <<'END2' || fail "not what the job should be"
import shlex, sys, yaml
job = yaml.safe_load(open(sys.argv[1], encoding='utf-8'))
spec = job['spec']
box = spec['template']['spec']['containers'][0]
env = {e['name']: e['value'] for e in box['env']}
assert spec['completionMode'] == 'Indexed' and int(env['SHARDS']) == spec['completions']
mounts = {m['mountPath'] for m in box['volumeMounts']}
assert env['OUT'] in mounts and box['workingDir'] in mounts
assert box['command'][:2] == ['/bin/sh', '-c'] and len(box['command']) == 3
env['OUT'] = sys.argv[2] + env['OUT']
with open(sys.argv[2] + '/env', 'w', encoding='utf-8') as f:
    f.writelines('export %s=%s\n' % (k, shlex.quote(v)) for k, v in env.items())
open(sys.argv[2] + '/command', 'w', encoding='utf-8').write(box['command'][2])
open(sys.argv[2] + '/count', 'w', encoding='utf-8').write(str(spec['completions']))
END2
mkdir "$t/bin" "$t/drafts" "$t/input"
ln -s "$p" "$t/bin/pmpplan"
cp samples/standard.yaml samples/municipalities.csv "$t/input"
cd "$t/input" || exit 2
"$p" render -q standard.yaml --each municipalities.csv -o ../whole || fail whole
. "$t/env"
for ((i = 0; i < $(cat "$t/count"); i++)); do
	# Each pod in a process of its own, at once.
	JOB_COMPLETION_INDEX=$i PATH=$t/bin:$PATH /bin/sh -c "$(cat "$t/command")" 2> "$t/log.$i" &
done
for pid in $(jobs -p); do wait "$pid" || fail "a pod: $(cat "$t"/log.*)"; done
diff -rq -x '.pmpplan-journal*' -x reports ../whole ../drafts || fail "pods make something else"
"$p" merge -q ../drafts/reports/*.jsonl || fail merge
[ $bad = 0 ] && echo "kubernetes: valid; $i pods make what one run makes"
exit $bad
