<?php
// Installs WordPress and fills it with articles like those of `portal seed --articles`:
// a rubric, three tags and some 3 KB of text each. Prints their addresses.
//
//   php fill.php folder number
[, $folder, $number] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_URL'), PHP_URL_HOST) . ':' . parse_url(getenv('WORDPRESS_URL'), PHP_URL_PORT);
require $folder . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('BAQ.KZ', 'editor', 'editor@example.org', true, '', wp_generate_password());
global $wp_rewrite, $wpdb;
$wp_rewrite->set_permalink_structure('/news/%postname%/');
$wp_rewrite->flush_rules();
update_option('posts_per_page', 20);

$terms = ['category' => 20, 'post_tag' => 200];
foreach ($terms as $taxonomy => $most) {
    $made = [];
    for ($i = 0; $i < $most; $i++) {
        $made[] = wp_insert_term("Тақырып $taxonomy $i", $taxonomy, ['slug' => "$taxonomy-$i"])['term_taxonomy_id'];
    }
    $terms[$taxonomy] = $made;
}
$paragraph = '<!-- wp:paragraph --><p>' . str_repeat('Қазақстан Республикасының Үкіметі ауыл шаруашылығын дамытуға арналған бағдарламаны бекітті. ', 3) . '</p><!-- /wp:paragraph -->';
$text = str_repeat($paragraph . "\n\n", 6);
mt_srand(7);
$wpdb->query('START TRANSACTION');
for ($i = 1; $i <= $number; $i++) {
    $at = gmdate('Y-m-d H:i:s', time() - 3600 * $i);
    $wpdb->insert($wpdb->posts, [
        'post_author' => 1, 'post_date' => $at, 'post_date_gmt' => $at, 'post_modified' => $at, 'post_modified_gmt' => $at,
        'post_content' => $text, 'post_title' => "Елордада жаңа мектеп ашылды $i", 'post_excerpt' => 'Онда мың екі жүз бала оқиды.', 'post_status' => 'publish',
        'post_name' => "mektep-$i", 'to_ping' => '', 'pinged' => '', 'post_content_filtered' => '',
    ]);
    $id = $wpdb->insert_id;
    $with = [$terms['category'][mt_rand(0, 19)] => true];
    while (count($with) < 4) {
        $with[$terms['post_tag'][mt_rand(0, 199)]] = true;
    }
    foreach (array_keys($with) as $term) {
        $wpdb->insert($wpdb->term_relationships, ['object_id' => $id, 'term_taxonomy_id' => $term]);
    }
    echo WP_HOME . "/news/mektep-$i/\n";
}
$wpdb->query('COMMIT');
foreach ($terms as $taxonomy => $all) {
    wp_update_term_count_now($all, $taxonomy);
}
