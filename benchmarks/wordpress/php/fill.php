<?php
// Puts the posts of INPUT.json into WordPress through its own functions; prints {key: {id, link}}.
require __DIR__ . '/common.php';

$authors = [];
foreach ($input['authors'] as $login => $name) {
    $user = get_user_by('login', $login);
    $authors[$login] = $user ? $user->ID : must(wp_insert_user([
        'user_login' => $login, 'display_name' => $name, 'user_pass' => 'nobody-logs-in', 'role' => 'author',
        'user_email' => $login . '@lantern.example', 'description' => '',
    ]));
}
wp_update_user(['ID' => $authors['house'], 'display_name' => $input['authors']['house']]);
$sticky = get_option('sticky_posts') ?: [];
$made = [];
foreach ($input['posts'] as $post) {
    $id = must(wp_insert_post(wp_slash([
        'post_type' => $post['type'], 'post_status' => $post['status'], 'post_title' => $post['title'],
        'post_content' => $post['content'], 'post_excerpt' => $post['excerpt'] ?? '',
        'post_date' => $post['date'], 'post_author' => $authors[$post['author']],
        'post_password' => $post['password'] ?? '', 'post_category' => terms($post['categories'], 'category'),
        'comment_status' => 'open',
    ]), true));
    wp_set_post_terms($id, terms($post['tags'], 'post_tag'), 'post_tag');
    foreach ($post['comments'] ?? [] as [$name, $text, $at]) {
        wp_insert_comment(wp_slash([
            'comment_post_ID' => $id, 'comment_author' => $name, 'comment_content' => $text,
            'comment_author_email' => 'reader@lantern.example', 'comment_approved' => 1, 'comment_date' => $at,
        ]));
    }
    if (!empty($post['modified'])) {
        // WordPress always writes the present; a post edited years ago is a row of the past.
        $wpdb->update($wpdb->posts, [
            'post_modified' => $post['modified'], 'post_modified_gmt' => get_gmt_from_date($post['modified']),
        ], ['ID' => $id]);
        clean_post_cache($id);
    }
    if (!empty($post['sticky'])) {
        $sticky[] = $id;
    }
    $made[$post['key']] = ['id' => $id, 'link' => get_permalink($id)];
}
update_option('sticky_posts', $sticky);
echo json_encode($made, JSON_UNESCAPED_SLASHES);
