<?php
// What `php -S` asks for every request: logs it with its times, and hands it to WordPress.
// One line of JSON per answer: began and ended in seconds since 1970, method, address, status, agent.
$began = microtime(true);
register_shutdown_function(function () use ($began) {
    $line = json_encode([
        'began' => $began, 'ended' => microtime(true), 'method' => $_SERVER['REQUEST_METHOD'],
        'uri' => $_SERVER['REQUEST_URI'], 'status' => http_response_code(),
        'agent' => $_SERVER['HTTP_USER_AGENT'] ?? '',
    ], JSON_UNESCAPED_SLASHES);
    file_put_contents(getenv('ACCESS_LOG'), $line . "\n", FILE_APPEND | LOCK_EX);
});
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
if ($path !== '/' && is_file($file) && !str_ends_with($path, '.php')) {
    return false;
}
$script = str_ends_with($path, '.php') && is_file($file) ? $path : '/index.php';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . $script;
chdir(dirname($_SERVER['SCRIPT_FILENAME']));
require $_SERVER['SCRIPT_FILENAME'];
