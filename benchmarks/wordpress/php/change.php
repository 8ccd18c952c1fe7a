<?php
// Does to posts what INPUT.json lists, through WordPress: [[verb, id, value], ...]; prints {id: link}.
require __DIR__ . '/common.php';
$links = [];
foreach ($input as [$verb, $id, $value]) {
    switch ($verb) {
        case 'content':
            must(wp_update_post(wp_slash(['ID' => $id, 'post_content' => $value]), true));
            break;
        case 'slug':
            must(wp_update_post(['ID' => $id, 'post_name' => $value], true));
            break;
        case 'status':
            must(wp_update_post(['ID' => $id, 'post_status' => $value], true));
            break;
        case 'password':
            must(wp_update_post(['ID' => $id, 'post_password' => $value], true));
            break;
        case 'delete':
            wp_delete_post($id, true);
            break;
        case 'trash':
            wp_trash_post($id);
            break;
        case 'untrash':
            wp_untrash_post($id);
            must(wp_update_post(['ID' => $id, 'post_status' => 'publish'], true));
            break;
        case 'due':
            // A scheduled post whose day has come: WordPress's own event publishes it.
            $wpdb->update($wpdb->posts, ['post_date' => $value, 'post_date_gmt' => get_gmt_from_date($value)], ['ID' => $id]);
            clean_post_cache($id);
            check_and_publish_future_post($id);
            break;
        case 'comment':
            wp_insert_comment(wp_slash([
                'comment_post_ID' => $id, 'comment_author' => 'Late Reader', 'comment_content' => $value,
                'comment_author_email' => 'late@lantern.example', 'comment_approved' => 1,
            ]));
            break;
        case 'theme':
            switch_theme($value);
            break;
        default:
            throw new Exception("unknown verb $verb");
    }
    $links[(string) $id] = $id ? get_permalink($id) : '';
}
echo json_encode($links, JSON_UNESCAPED_SLASHES);
