#!/bin/sh
# Runs a command while a WordPress of the distribution's is up, the way that it is usually
# run: nginx, PHP-FPM with its opcode cache, MariaDB, the theme that comes with it, no
# plug-in that caches. It has POSTS articles (10,000) in a folder that is thrown away.
# Run from the project's root, after `scripts/install-tools.sh wordpress`.
#
#   scripts/wordpress/run.sh command [argument ...]
#
# The command finds the articles' addresses in the file WORDPRESS_ARTICLES.
set -eu
. scripts/progress.sh
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)
chmod 0711 "$folder"
free='const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
port=$(node -e "$free")
servers=

cleanup() {
	for server in $servers; do kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; done
	rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkdir "$folder/data" "$folder/nginx"
cp -rL /usr/share/wordpress "$folder/www"
as= owner=
if [ "$(id -u)" = 0 ]; then
	as=--user=mysql owner='user = www-data
group = www-data'
	chown mysql "$folder/data"
	chown -R www-data "$folder/www" "$folder/nginx"
fi

install() { mariadb-install-db --no-defaults $as --datadir="$folder/data" --auth-root-authentication-method=normal --skip-test-db; }
step "making a MariaDB for WordPress" install
mariadbd --no-defaults $as --datadir="$folder/data" --socket="$folder/data/socket" --pid-file="$folder/data/pid" --skip-networking \
	--innodb-buffer-pool-size=512M --character-set-server=utf8mb4 2>"$folder/mariadb.log" &
servers="$servers $!"

cat >"$folder/fpm.conf" <<END
[global]
error_log = $folder/fpm.log
daemonize = no
[www]
$owner
listen = $folder/fpm.sock
listen.mode = 0666
pm = static
pm.max_children = 8
END
for fpm in php-fpm8.4 php-fpm8.3 php-fpm8.2 php-fpm; do ! command -v $fpm >/dev/null || break; done
$fpm --nodaemonize --fpm-config "$folder/fpm.conf" 2>"$folder/php.log" &
servers="$servers $!"

cat >"$folder/nginx.conf" <<END
worker_processes 2; daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log;
events { worker_connections 512; }
http {
  access_log off; include /etc/nginx/mime.types; default_type text/html;
  client_body_temp_path $folder/nginx/b; proxy_temp_path $folder/nginx/p; fastcgi_temp_path $folder/nginx/f; uwsgi_temp_path $folder/nginx/u; scgi_temp_path $folder/nginx/s;
  server {
    listen 127.0.0.1:$port; root $folder/www; index index.php;
    location / { try_files \$uri \$uri/ /index.php?\$args; }
    location ~ \.php\$ { include /etc/nginx/fastcgi_params; fastcgi_param HTTP_HOST \$http_host; fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name; fastcgi_pass unix:$folder/fpm.sock; }
  }
}
END
nginx -e "$folder/nginx.log" -c "$folder/nginx.conf" &
servers="$servers $!"

cat >"$folder/www/wp-config.php" <<END
<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:$folder/data/socket');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', 'http://127.0.0.1:$port'); define('WP_SITEURL', 'http://127.0.0.1:$port');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) { define('ABSPATH', '$folder/www/'); }
require_once ABSPATH . 'wp-settings.php';
END

export WORDPRESS_URL="http://127.0.0.1:$port" WORDPRESS_ARTICLES="$folder/articles"
fill() {
	tries=100
	until mariadb --no-defaults --user=root --socket="$folder/data/socket" -e 'CREATE DATABASE IF NOT EXISTS wordpress'; do
		tries=$((tries - 1))
		[ $tries != 0 ] || return 1
		sleep 0.2
	done
	php scripts/wordpress/fill.php "$folder/www" "${POSTS:-10000}" >"$WORDPRESS_ARTICLES"
}
step "filling WordPress with articles" fill
"$@"
