#!/bin/bash
# samebytes.sh - the same input gives the same bytes: another time zone, locale, user,
# umask, folder, clock.  Last line "N passed, N failed".
cd "$(dirname "$0")/.." || exit 2
top=$PWD pass=0 fail=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
chmod 755 "$tmp"
formats=$(./pmpplan render --help | grep -q 'docx,odt,pdf' && echo docx,odt,pdf || echo docx,odt)
render() { ./pmpplan render samples/valka.yaml samples/liepaja.yaml -f "$formats" -q -o "$1"; }
sums() { (cd "$1" && sha256sum ./* | LC_ALL=C sort); }
mkdir "$tmp/a"; render "$tmp/a" || { echo "0 passed, 1 failed"; exit 1; }
sums "$tmp/a" > "$tmp/want"
try() { # name folder
	if sums "$2" | cmp -s - "$tmp/want"; then pass=$((pass + 1)); echo "ok      $1"
	else fail=$((fail + 1)); echo "FAILED  $1"; fi
}
mkdir "$tmp/tz"; TZ=Pacific/Kiritimati render "$tmp/tz"; try "another time zone" "$tmp/tz"
if locale -a 2>/dev/null | grep -qi lv_LV.utf8; then l=lv_LV.UTF-8; else l=C; fi
mkdir "$tmp/lc"; LC_ALL=$l LANG=$l render "$tmp/lc"; try "locale $l" "$tmp/lc"
mkdir "$tmp/um"; (umask 077; render "$tmp/um"); try "another umask" "$tmp/um"
mkdir "$tmp/cwd" "$tmp/copy"
cp -r samples "$tmp/copy/"; (cd "$tmp/copy" && "$top/pmpplan" render samples/valka.yaml samples/liepaja.yaml -f "$formats" -q -o "$tmp/cwd")
try "another folder" "$tmp/cwd"
if command -v faketime > /dev/null; then
	mkdir "$tmp/clock"; faketime '2101-03-04 05:06:07' ./pmpplan render samples/valka.yaml samples/liepaja.yaml -f "$formats" -q -o "$tmp/clock"
	try "another clock" "$tmp/clock"
fi
if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
	mkdir -m 1777 "$tmp/user"
	cp -r pmpplan templates fonts data "$tmp/copy/" 2>/dev/null; chmod -R a+rX "$tmp/copy"
	(cd "$tmp/copy" && HOME=/nonexistent setpriv --reuid=65534 --regid=65534 --clear-groups ./pmpplan render samples/valka.yaml samples/liepaja.yaml -f "$formats" -q -o "$tmp/user")
	try "another user" "$tmp/user"
fi
echo "$pass passed, $fail failed"
[ $fail -eq 0 ]
