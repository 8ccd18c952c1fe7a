<?php
// Loads WordPress for a program of ours: php PROGRAM WORDPRESS_FOLDER INPUT.json
ini_set('display_errors', 'stderr');
$_SERVER['HTTP_HOST'] = getenv('SITE_HOST');
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = '/';
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
kses_remove_filters();
$input = isset($argv[2]) ? json_decode(file_get_contents($argv[2]), true, 512, JSON_THROW_ON_ERROR) : null;

function must($result)
{
    if (is_wp_error($result)) {
        throw new Exception($result->get_error_message());
    }
    return $result;
}

// Term ids by name; made where they are missing. "Parent/Child" makes a child.
function terms(array $names, string $taxonomy): array
{
    $ids = [];
    foreach ($names as $name) {
        $found = term_exists($name, $taxonomy) ?: must(wp_insert_term($name, $taxonomy));
        $ids[] = (int) $found['term_id'];
    }
    return $ids;
}
