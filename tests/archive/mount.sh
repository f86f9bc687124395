#!/bin/bash
# mount.sh - archives whose folder is a mount point (a disk of its own, or a folder mounted
# again), or lies in a folder that the archivist may not write, or is the current one; also when
# "add" is killed there.  Needs to be root, for mounting.  The last line is "N passed, N failed".
. "$(dirname "$0")/common.sh"
if [ "$(id -u)" != 0 ] || ! unshare -m true 2> /dev/null; then
	echo "skipped: cannot mount here"
	echo "0 passed, 0 failed"
	exit 0
fi
if [ -z "$MOUNTS" ]; then
	rm -rf "$T"
	MOUNTS=1 exec unshare -m "$0" "$@"
fi
cd "$T" || exit 2
no_traces() {
	[ -z "$(find "$1" "$(dirname "$1")" -maxdepth 1 -name '.*.tmp')" ]
}
chmod 755 "$T"
approve one.yaml 10
approve two.yaml 20
"$P" render -q -f docx one.yaml && "$P" render -q -f docx two.yaml || exit 2
chmod a+r -- *
twice() {
	check "$1: first" add "$2" one.yaml one.docx
	check "$1: second" add "$2" two.yaml two.docx
	check "$1: verify" "$P" archive verify --root "$2" --rebuild
	check "$1: no traces" no_traces "$2"
}
# A disk of its own, with what a file system puts into its root.
mkdir disk && mount -t tmpfs tmpfs disk && mkdir -m 700 disk/lost+found
twice "a disk" disk
check "a disk: list" sh -c "[ \$('$P' archive list --root disk | wc -l) = 2 ]"
echo x > disk/lost+found/x
check "a disk: what is found in lost+found is said" sh -c "'$P' archive verify --root disk; [ \$? = 1 ]"
# A folder of the same disk, mounted again: a rename from outside fails there, too.
mkdir real again && mount --bind real again
twice "a bind mount" again
# A folder in one that is not the archivist's.
mkdir srv srv/arhivs && chown 65534:65534 srv/arhivs && chmod 755 srv
as_user() {
	setpriv --reuid=65534 --regid=65534 --clear-groups env PMPPLAN_DATA="$PMPPLAN_DATA" "$@"
}
check "not my parent folder" as_user "$P" archive add one.yaml one.docx --root srv/arhivs --who a --why b
check "not my parent folder: second" as_user "$P" archive add two.yaml two.docx --root srv/arhivs --who a --why b
check "not my parent folder: verify" "$P" archive verify --root srv/arhivs
check "not my parent folder: no traces" no_traces srv/arhivs
mkdir here
check "the current folder" sh -c "cd here && '$P' archive add ../one.yaml ../one.docx --root . --who a --why b && '$P' archive add ../two.yaml ../two.docx --root ./ --who a --why b && '$P' archive verify --root ."
check "the current folder: no traces" no_traces here
# Killed at each rename, fsync and mkdir inside the mount: the next add finishes.
points=0
for call in renameat2 fsync mkdirat openat; do
	case $call in openat) step=23 ;; *) step=1 ;; esac
	n=1
	while :; do
		umount disk; mount -t tmpfs tmpfs disk
		strace -f -o trace -e trace=$call -e inject=$call:signal=KILL:when=$n "$P" archive add one.yaml one.docx --root disk --who a --why b > /dev/null 2>&1 && break
		points=$((points + 1))
		"$P" archive add one.yaml one.docx --root disk --who a --why b > log.txt 2>&1 &&
			"$P" archive verify --root disk >> log.txt 2>&1 && no_traces disk && [ -e disk/minimal-pmp/v1 ] || {
			failed=$((failed + 1))
			echo "FAILED  killed at $call $n"
			cat log.txt
		}
		n=$((n + step))
	done
done 2> killed.txt
echo "$points kills inside a mount point"
passed=$((passed + 1))
umount disk again
echo "$passed passed, $failed failed"
[ $failed = 0 ]
