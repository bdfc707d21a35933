// What the captured answers of five engines (test/vectors/engines, test/vectors/README.md) hold, as another program read them: Python's http.client
// for heads and bodies, a regular expression for the requests' methods and the status lines. One line an answer:
// method, status line, framing (bytes, or -1 chunked, -2 until close, -3 tunnel), whether its end was captured,
// bytes of body, and the first 12 hex digits of SHA-256 of its fields ("Name: value\n" each) and of its body.
// `end` says whether the peer's FIN was captured too; `reusable` concerns the last answer.

export type CapturedAnswer = readonly [
  method: string, statusLine: string, framing: number, whole: boolean, bodyBytes: number, fields: string, body: string,
]
export interface Capture {
  readonly name: string
  readonly end: 'fin' | 'open'
  readonly reusable: boolean
  readonly answers: readonly CapturedAnswer[]
}

export const captures: readonly Capture[] = [
  { name: 'docker-20.10/01-ping', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '461e3db6d13f', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/02-ping-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, 'f02f160b2830', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/03-ping-head-then-get', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '785ce0532a70', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '881925b05658', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/04-ping-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '881925b05658', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/05-ping-http10-keepalive', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '3e2325a67e39', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/06-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 792, true, 792, 'c52227b875f5', '3ed437167bee'],
  ] },
  { name: 'docker-20.10/07-containers-json-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 43, true, 43, '0c9f64aded89', '0b5df4b3322a'],
  ] },
  { name: 'docker-20.10/08-no-such-route', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, 'f75c239d341f', '829fb0d182a2'],
  ] },
  { name: 'docker-20.10/09-no-such-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, 'b61a50a594b7', '2926f8676175'],
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, 'b61a50a594b7', '2926f8676175'],
  ] },
  { name: 'docker-20.10/10-method-not-allowed', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, '0299f8997496', '829fb0d182a2'],
  ] },
  { name: 'docker-20.10/100-image-pull-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 96, true, 96, '6897bac1aede', '59c76a6291f5'],
  ] },
  { name: 'docker-20.10/101-image-import-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 71, true, 71, 'ee0336b50933', '4ea65feec5ce'],
  ] },
  { name: 'docker-20.10/102-image-load-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 155, '875e916c4ad6', 'd714a4a06089'],
  ] },
  { name: 'docker-20.10/104-image-save-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 39, true, 39, 'd1ad4c6c01d3', 'b1359b0fce8e'],
  ] },
  { name: 'docker-20.10/106-image-push-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 341, 'dffd08740de7', '8695bc6cca94'],
  ] },
  { name: 'docker-20.10/108-build-ok', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 722, '01f6073d6be0', '190fa37afe6c'],
  ] },
  { name: 'docker-20.10/109-build-fail', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 430, 'a0434fa29a1e', 'ace98f683af9'],
  ] },
  { name: 'docker-20.10/11-connection-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '22c6528a48de', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/110-build-bad-dockerfile', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 71, true, 71, '0811e94b1712', 'f390e33392f4'],
  ] },
  { name: 'docker-20.10/111-build-no-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 61, true, 61, '20d74d1087e0', 'd38b33922bc9'],
  ] },
  { name: 'docker-20.10/112-image-delete-404', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 404 Not Found', 46, true, 46, '3294be68ea65', '4ddfe5dc555a'],
  ] },
  { name: 'docker-20.10/113-session-h2c', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-20.10/114-session-noupgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 42, true, 42, '17c6a46fd471', '841b61fd1046'],
  ] },
  { name: 'docker-20.10/115-session-no-uuid', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-20.10/116-pipeline-2', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '5d852589560e', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 792, true, 792, '134e88c6e421', '3ed437167bee'],
  ] },
  { name: 'docker-20.10/117-pipeline-slow-first', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1774, true, 1774, '1262ac1dc77c', '9c1a86d20003'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '16dd5c46f65c', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/118-pipeline-stream-cancels', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '7d6f3d12b3e4', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/119-pipeline-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 88, true, 88, '7f539ba9ff1f', 'dc755218ce06'],
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '42502a56d436', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/12-missing-host', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request: missing required Host header', -2, true, 45, 'cd575ba76f40', 'd2ea46080e3f'],
  ] },
  { name: 'docker-20.10/120-half-close-before-reply', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 0, true, 0, 'f64ba37ff180', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/121-half-close-after-ping', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '4553a92ba13a', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/122-leading-crlf', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-20.10/123-absolute-uri', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '4553a92ba13a', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/124-get-with-body', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '3ba9e7b52a08', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '3ba9e7b52a08', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/125-volumes-prune', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 41, true, 41, '49f1d2dd0bc2', '6d8b1db1d642'],
  ] },
  { name: 'docker-20.10/126-secrets-503', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 503 Service Unavailable', 144, true, 144, 'f3809cc32bc7', 'f2417628111c'],
  ] },
  { name: 'docker-20.10/127-kill-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 138, true, 138, '398509a6d712', '04936e7ab1ba'],
  ] },
  { name: 'docker-20.10/128-delete-running', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 409 Conflict', 179, true, 179, '022fd1b13600', '79eb97290054'],
  ] },
  { name: 'docker-20.10/129-delete-ok', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 204 No Content', 0, true, 0, '434534538cb2', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/13-empty-host', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '2d31157e5502', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/130-df', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 14376, 'ca9242d90aed', 'a32bfa055656'],
  ] },
  { name: 'docker-20.10/14-bad-request-line', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-20.10/15-bad-header', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-20.10/16-te-and-cl', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '630dd1f6de93', '2208363f5e84'],
  ] },
  { name: 'docker-20.10/18-bad-json', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '630dd1f6de93', '2208363f5e84'],
  ] },
  { name: 'docker-20.10/19-bad-json-2', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '4f951749d5c0', 'd1fe7add9b89'],
  ] },
  { name: 'docker-20.10/20-bad-content-type', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 77, true, 77, '1d0902376e99', 'd2a8ec47ab5e'],
  ] },
  { name: 'docker-20.10/21-start-204', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '45b6c10f7f7d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/22-start-304', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '45b6c10f7f7d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/23-start-no-length', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'cfeca4a26476', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/24-start-304-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'cfeca4a26476', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '27cddb7fdc02', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/25-conflict-409', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 237, true, 237, '1a1e7a275fb9', '94629f55692b'],
  ] },
  { name: 'docker-20.10/26-create-no-image', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 39, true, 39, '605bc96e6005', '8e3ba5391fdf'],
  ] },
  { name: 'docker-20.10/27-inspect', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 4391, 'f232a352f7aa', '142b05f8a4ba'],
  ] },
  { name: 'docker-20.10/28-list-gzip', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 795, true, 795, '88fba7161398', 'ca4f23830398'],
  ] },
  { name: 'docker-20.10/29-resize-non-tty', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, 'df971e0ce37a', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/30-top', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 247, true, 247, '432558e7bf6d', '7da9f4ec80cc'],
  ] },
  { name: 'docker-20.10/31-logs', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '7c86b44b52e5', 'eade1c80db2d'],
  ] },
  { name: 'docker-20.10/32-logs-ts-tail', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 44, '0f7a6a10278a', '61e64205a6d2'],
  ] },
  { name: 'docker-20.10/33-logs-follow-exited', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '0f7a6a10278a', 'eade1c80db2d'],
  ] },
  { name: 'docker-20.10/34-logs-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', -2, true, 39, 'a9a9ebdfd13e', 'f910c04be5b7'],
  ] },
  { name: 'docker-20.10/35-logs-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 39, '8b6c82ad26ae', 'f910c04be5b7'],
  ] },
  { name: 'docker-20.10/36-logs-nothing-selected', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 66, true, 66, '79d9135376ec', '0bce1fcadb86'],
  ] },
  { name: 'docker-20.10/37-logs-follow-empty', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '37170684ddb9', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/38-logs-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 38, true, 38, '8f9dc2ee0f45', 'f799b28d1d55'],
  ] },
  { name: 'docker-20.10/39-logs-follow', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 70, '80572e018b75', 'a29c0fc4e467'],
  ] },
  { name: 'docker-20.10/40-logs-tty', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18, '4394e7f76102', '923040845709'],
  ] },
  { name: 'docker-20.10/41-wait-exited', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, '4d2c26f7e795', '487f7d0c1065'],
  ] },
  { name: 'docker-20.10/42-wait-next-exit', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, '8b73300a2c98', '487f7d0c1065'],
  ] },
  { name: 'docker-20.10/43-attach-upgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'docker-20.10/44-attach-noupgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-20.10/45-attach-upgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'docker-20.10/46-attach-noupgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-20.10/47-attach-halfclose-then-late-output-once-true', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, '60085bf6ff62', '9fb98c7f2881'],
  ] },
  { name: 'docker-20.10/48-attach-halfclose-then-late-output-once-false', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '60085bf6ff62', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/49-attach-early-stdin', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '60085bf6ff62', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/50-attach-chunked-te', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, '60085bf6ff62', 'fe28ac7986b2'],
  ] },
  { name: 'docker-20.10/51-attach-content-length', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, '60085bf6ff62', '6c0eb7173292'],
  ] },
  { name: 'docker-20.10/52-attach-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f3efef06aeac'],
  ] },
  { name: 'docker-20.10/53-attach-before-start', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', '168f0c869170'],
  ] },
  { name: 'docker-20.10/54-attach-logs-nostream', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 78, '3477922ac97c', 'eade1c80db2d'],
  ] },
  { name: 'docker-20.10/55-attach-logs-nostream-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 78, '60085bf6ff62', 'eade1c80db2d'],
  ] },
  { name: 'docker-20.10/56-attach-exited', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '60085bf6ff62', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/57-attach-404-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-20.10/58-attach-404-then-get', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-20.10/59-attach-paused', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', -2, true, 69, '3477922ac97c', 'bb5b27437241'],
  ] },
  { name: 'docker-20.10/60-attach-ws', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 101 Switching Protocols', -3, true, 0, '9cf55250e443', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/61-attach-exit-while-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '60085bf6ff62', 'ec9b04c13ba2'],
  ] },
  { name: 'docker-20.10/62-exec-create', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 74, true, 74, '404b0bbd3520', '01917759d2ff'],
  ] },
  { name: 'docker-20.10/63-exec-start-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 21, 'c6db20e69c9b', '7b11142882c6'],
  ] },
  { name: 'docker-20.10/64-exec-start-again', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 110, 'c6db20e69c9b', '14654845a54e'],
  ] },
  { name: 'docker-20.10/65-exec-start-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 21, 'b19d8863881d', 'e71b413e9127'],
  ] },
  { name: 'docker-20.10/66-exec-start-upgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, 'b19d8863881d', 'fc481266abfe'],
  ] },
  { name: 'docker-20.10/67-exec-start-noupgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 16, 'c6db20e69c9b', 'fc481266abfe'],
  ] },
  { name: 'docker-20.10/68-exec-halfclose-then-late-output', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, 'b19d8863881d', '7725a633cc13'],
  ] },
  { name: 'docker-20.10/69-exec-start-stdin-same-write', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'b19d8863881d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/70-exec-start-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 10, 'b19d8863881d', 'fc81bd8f6b71'],
  ] },
  { name: 'docker-20.10/71-exec-start-detach', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, 'e7c4091b83d9', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/72-exec-start-detach-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '62b02eaa6462', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '1d48bb2a2ad6', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/73-exec-start-404', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 102, true, 102, 'd087fe22259b', 'ea56b2acef21'],
  ] },
  { name: 'docker-20.10/74-exec-start-bad-cmd', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 148, 'b19d8863881d', 'ab87a24fe809'],
  ] },
  { name: 'docker-20.10/75-exec-start-bad-cmd-noupgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 148, 'c6db20e69c9b', 'ab87a24fe809'],
  ] },
  { name: 'docker-20.10/77-exec-create-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 104, true, 104, 'c3a139677b4e', 'b03ca058d6af'],
  ] },
  { name: 'docker-20.10/78-events-until', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 14921, 'f3798d484337', '8a7f32e20dcf'],
  ] },
  { name: 'docker-20.10/79-events-live', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 692, '497b04068121', 'bb541ec4ae4e'],
  ] },
  { name: 'docker-20.10/80-events-half-close', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '59831dfccdf4', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/81-stats-stream', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 5185, 'def08246638c', '5ba7a430301a'],
  ] },
  { name: 'docker-20.10/82-stats-nostream', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1770, true, 1770, '56c4836bfec9', 'dc3bddb6761d'],
  ] },
  { name: 'docker-20.10/83-stats-oneshot', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1652, true, 1652, '0ba82bb6139c', 'c8d498f6a017'],
  ] },
  { name: 'docker-20.10/84-stats-stopped', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 798, true, 798, '0910e06e4930', '59894048bee7'],
  ] },
  { name: 'docker-20.10/85-archive-get', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2048, true, 2048, '502670e84e2c', 'c38a777ff546'],
  ] },
  { name: 'docker-20.10/86-archive-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '3fda64d27c9e', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '7024a62c91e6', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/87-archive-head-404', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 404 Not Found', 0, true, 0, '76f926bddf66', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '7024a62c91e6', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/88-archive-get-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 68, true, 68, '9251ed26d711', '1be911baca71'],
  ] },
  { name: 'docker-20.10/89-archive-put-cl', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '5421898a4dd8', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/90-archive-put-chunked', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '79c8a0fd5f98', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/91-archive-put-chunked-ext-trailer', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '79c8a0fd5f98', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '355a6d053317', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/92-archive-put-gzip', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '3a821f1ab56a', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/93-archive-put-expect', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '8ec4ea20a674', 'e3b0c44298fc'],
  ] },
  { name: 'docker-20.10/94-archive-put-expect-404', end: 'open', reusable: false, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, 'ae8a6956cbb3', 'f799b28d1d55'],
  ] },
  { name: 'docker-20.10/96-archive-put-404-smallbody', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, '016eddc09ddd', 'f799b28d1d55'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '31d06337c492', '565339bc4d33'],
  ] },
  { name: 'docker-20.10/97-archive-put-bad-tar', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 71, true, 71, 'd95a21a4da6e', '4ea65feec5ce'],
  ] },
  { name: 'docker-20.10/98-archive-put-truncated', end: 'fin', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 58, true, 58, 'e30fc410b2fd', '21252e553237'],
  ] },
  { name: 'docker-20.10/99-images-json', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 504, true, 504, '0352331aebc2', 'a79742510b24'],
  ] },
  { name: 'docker-26.1/01-ping', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '23b2cc5ae6ce', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/02-ping-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '49608b268f62', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/03-ping-head-then-get', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '49608b268f62', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'c0dffa839d32', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/04-ping-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '8ce6903dc13c', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/05-ping-http10-keepalive', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, 'ccf8479dd270', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/06-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 785, true, 785, '590f079e77c8', '56c37622415e'],
  ] },
  { name: 'docker-26.1/07-containers-json-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 43, true, 43, 'c3aba995964b', '0b5df4b3322a'],
  ] },
  { name: 'docker-26.1/08-no-such-route', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, 'd02f61956f9d', '829fb0d182a2'],
  ] },
  { name: 'docker-26.1/09-no-such-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, '236711a765a0', '3c22d1fb3ac5'],
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, '12b746c10ad1', '3c22d1fb3ac5'],
  ] },
  { name: 'docker-26.1/10-method-not-allowed', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, '044689c43463', '829fb0d182a2'],
  ] },
  { name: 'docker-26.1/100-image-pull-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 96, true, 96, '5db80e7428c6', '59c76a6291f5'],
  ] },
  { name: 'docker-26.1/101-image-import-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '6109c567b499', 'd1fe7add9b89'],
  ] },
  { name: 'docker-26.1/102-image-load-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 71, 'a028340edb03', '6bfd879bb68e'],
  ] },
  { name: 'docker-26.1/104-image-save-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 39, true, 39, '859624d53466', 'b1359b0fce8e'],
  ] },
  { name: 'docker-26.1/106-image-push-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 179, 'f31e83feb0e9', '9679dc732128'],
  ] },
  { name: 'docker-26.1/108-build-ok', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 743, '0b9d9430bed5', '6ddca9f6e28f'],
  ] },
  { name: 'docker-26.1/109-build-fail', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 440, '46854ea11305', 'b1dfca03bafc'],
  ] },
  { name: 'docker-26.1/11-connection-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'a236be771f39', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/110-build-bad-dockerfile', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 95, true, 95, '9f0fe020e6f8', 'c3c6cc27a284'],
  ] },
  { name: 'docker-26.1/111-build-no-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 61, true, 61, 'b4f87ae19e5f', 'd38b33922bc9'],
  ] },
  { name: 'docker-26.1/112-image-delete-404', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 404 Not Found', 46, true, 46, 'b611e5a72be4', '4ddfe5dc555a'],
  ] },
  { name: 'docker-26.1/113-session-h2c', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-26.1/114-session-noupgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 42, true, 42, '5252bfc5be9b', '841b61fd1046'],
  ] },
  { name: 'docker-26.1/115-session-no-uuid', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-26.1/116-pipeline-2', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '6c5a040bfc2c', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 785, true, 785, 'bae04982c0fa', '56c37622415e'],
  ] },
  { name: 'docker-26.1/117-pipeline-slow-first', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1788, true, 1788, 'fb68c84f0ea4', 'ffacd97a0679'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e2a93c8c30fd', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/118-pipeline-stream-cancels', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '27397f0f1990', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/119-pipeline-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 88, true, 88, '94fac260ef9a', '0e7b0d897b03'],
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, 'd49c98f84dae', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/12-missing-host', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request: missing required Host header', -2, true, 45, 'cd575ba76f40', 'd2ea46080e3f'],
  ] },
  { name: 'docker-26.1/120-half-close-before-reply', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 0, true, 0, '9a5eeff12771', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/121-half-close-after-ping', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'd989fe0cbed9', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/122-leading-crlf', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-26.1/123-absolute-uri', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'd989fe0cbed9', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/124-get-with-body', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '7f3731c469d8', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '7f3731c469d8', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/125-volumes-prune', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 41, true, 41, '2cdd43d04fe6', '6d8b1db1d642'],
  ] },
  { name: 'docker-26.1/126-secrets-503', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 503 Service Unavailable', 144, true, 144, 'af5da8488f42', 'f2417628111c'],
  ] },
  { name: 'docker-26.1/127-kill-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 139, true, 139, '0f1534a07b80', 'd35f9e22d3b1'],
  ] },
  { name: 'docker-26.1/128-delete-running', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 409 Conflict', 129, true, 129, '7bbe68de477f', '36183c315e65'],
  ] },
  { name: 'docker-26.1/129-delete-ok', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 204 No Content', 0, true, 0, 'f1f3192ed33c', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/13-empty-host', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '2f9051181f9b', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/130-df', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18355, '304d7369cec3', '5b594845087d'],
  ] },
  { name: 'docker-26.1/14-bad-request-line', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-26.1/15-bad-header', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-26.1/16-te-and-cl', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '5b63e7fa092f', '62102d8f3fef'],
  ] },
  { name: 'docker-26.1/18-bad-json', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '5b63e7fa092f', '62102d8f3fef'],
  ] },
  { name: 'docker-26.1/19-bad-json-2', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 43, true, 43, 'eb15c355b28f', 'ec9c08ca26cd'],
  ] },
  { name: 'docker-26.1/20-bad-content-type', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 87, true, 87, 'b4accccb84b7', '91b178f0d332'],
  ] },
  { name: 'docker-26.1/21-start-204', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '56b4e17c5d20', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/22-start-304', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '56b4e17c5d20', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/23-start-no-length', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'cab3f0f8dcea', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/24-start-304-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'cab3f0f8dcea', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '21aa5b4e7550', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/25-conflict-409', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 238, true, 238, 'ecc9ef9c7f66', '7fdaa71576ea'],
  ] },
  { name: 'docker-26.1/26-create-no-image', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 39, true, 39, '500276f7b950', '8e3ba5391fdf'],
  ] },
  { name: 'docker-26.1/27-inspect', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 4434, 'dee643d28f4f', 'b5b2d7dfbb0d'],
  ] },
  { name: 'docker-26.1/28-list-gzip', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 812, true, 812, '2a53f4742685', '37d6c8210a1e'],
  ] },
  { name: 'docker-26.1/29-resize-non-tty', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '2c31daceecf6', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/30-top', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 251, true, 251, 'bc5a9a13ce0a', 'f8bffe15b5e1'],
  ] },
  { name: 'docker-26.1/31-logs', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, 'db065f7f2873', 'f18767bba3cf'],
  ] },
  { name: 'docker-26.1/32-logs-ts-tail', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 44, 'db065f7f2873', 'bc5ac57a51d2'],
  ] },
  { name: 'docker-26.1/33-logs-follow-exited', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, 'db065f7f2873', 'f18767bba3cf'],
  ] },
  { name: 'docker-26.1/34-logs-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', -2, true, 39, 'de0353b0c62f', 'f910c04be5b7'],
  ] },
  { name: 'docker-26.1/35-logs-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 39, 'fbe35f1f4b20', 'f910c04be5b7'],
  ] },
  { name: 'docker-26.1/36-logs-nothing-selected', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 66, true, 66, '9137ffe9a5f8', '0bce1fcadb86'],
  ] },
  { name: 'docker-26.1/37-logs-follow-empty', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '73151ec09043', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/38-logs-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 38, true, 38, '52d78b4fe421', 'f799b28d1d55'],
  ] },
  { name: 'docker-26.1/39-logs-follow', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 70, 'ef06a845cc55', 'a29c0fc4e467'],
  ] },
  { name: 'docker-26.1/40-logs-tty', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18, '332ebd4a090b', '923040845709'],
  ] },
  { name: 'docker-26.1/41-wait-exited', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 17, 'd4e3cae70fb6', '217f417ce72b'],
  ] },
  { name: 'docker-26.1/42-wait-next-exit', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 17, 'e3687baadae3', '217f417ce72b'],
  ] },
  { name: 'docker-26.1/43-attach-upgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, 'f0dadd02a474', 'f11027a3cb71'],
  ] },
  { name: 'docker-26.1/44-attach-noupgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-26.1/45-attach-upgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, 'f0dadd02a474', 'f11027a3cb71'],
  ] },
  { name: 'docker-26.1/46-attach-noupgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-26.1/47-attach-halfclose-then-late-output-once-true', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, 'f0dadd02a474', '9fb98c7f2881'],
  ] },
  { name: 'docker-26.1/48-attach-halfclose-then-late-output-once-false', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/49-attach-early-stdin', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/50-attach-chunked-te', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, 'f0dadd02a474', 'fe28ac7986b2'],
  ] },
  { name: 'docker-26.1/51-attach-content-length', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, 'f0dadd02a474', '6c0eb7173292'],
  ] },
  { name: 'docker-26.1/52-attach-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f3efef06aeac'],
  ] },
  { name: 'docker-26.1/53-attach-before-start', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, 'f0dadd02a474', '168f0c869170'],
  ] },
  { name: 'docker-26.1/54-attach-logs-nostream', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 78, '3477922ac97c', 'f18767bba3cf'],
  ] },
  { name: 'docker-26.1/55-attach-logs-nostream-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 78, 'f0dadd02a474', 'f18767bba3cf'],
  ] },
  { name: 'docker-26.1/56-attach-exited', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/57-attach-404-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-26.1/58-attach-404-then-get', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-26.1/59-attach-paused', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', -2, true, 70, '3477922ac97c', '593ace5e1805'],
  ] },
  { name: 'docker-26.1/60-attach-ws', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 101 Switching Protocols', -3, true, 0, '9cf55250e443', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/61-attach-exit-while-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, 'f0dadd02a474', 'ec9b04c13ba2'],
  ] },
  { name: 'docker-26.1/62-exec-create', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 74, true, 74, '65b201cdbb88', '6a4a285fcdec'],
  ] },
  { name: 'docker-26.1/63-exec-start-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 21, '8c028cb36389', '7b11142882c6'],
  ] },
  { name: 'docker-26.1/64-exec-start-again', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 110, '8c028cb36389', '169af547a511'],
  ] },
  { name: 'docker-26.1/65-exec-start-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 21, '6f0e80ef6f22', 'e71b413e9127'],
  ] },
  { name: 'docker-26.1/66-exec-start-upgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '6f0e80ef6f22', 'fc481266abfe'],
  ] },
  { name: 'docker-26.1/67-exec-start-noupgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 16, '8c028cb36389', 'fc481266abfe'],
  ] },
  { name: 'docker-26.1/68-exec-halfclose-then-late-output', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '6f0e80ef6f22', '7725a633cc13'],
  ] },
  { name: 'docker-26.1/69-exec-start-stdin-same-write', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '6f0e80ef6f22', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/70-exec-start-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 10, '19e7e8e03838', 'fc81bd8f6b71'],
  ] },
  { name: 'docker-26.1/71-exec-start-detach', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '880d94fcea63', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/72-exec-start-detach-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '49186b590b65', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'bc7ccc8cc0e6', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/73-exec-start-404', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 102, true, 102, 'f35de4a49f4e', 'ea56b2acef21'],
  ] },
  { name: 'docker-26.1/74-exec-start-bad-cmd', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 148, '6f0e80ef6f22', 'ab87a24fe809'],
  ] },
  { name: 'docker-26.1/75-exec-start-bad-cmd-noupgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 148, '8c028cb36389', 'ab87a24fe809'],
  ] },
  { name: 'docker-26.1/77-exec-create-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 104, true, 104, '8e8251e98325', '4b5c3840c626'],
  ] },
  { name: 'docker-26.1/78-events-until', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 14972, 'b0ea5e60ac47', 'bd08ed9eb9f8'],
  ] },
  { name: 'docker-26.1/79-events-live', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 694, '07ce735b21a1', '36441b574173'],
  ] },
  { name: 'docker-26.1/80-events-half-close', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '07ce735b21a1', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/81-stats-stream', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 5237, '00fa9f5f8c98', 'a357d5e7c8fe'],
  ] },
  { name: 'docker-26.1/82-stats-nostream', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1789, true, 1789, 'e2a0f52a4c5b', 'adf14414675b'],
  ] },
  { name: 'docker-26.1/83-stats-oneshot', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1575, true, 1575, 'f648a84b29da', '91d965e8af90'],
  ] },
  { name: 'docker-26.1/84-stats-stopped', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 799, true, 799, '203fd8dc0faf', 'e1d6c35f46dd'],
  ] },
  { name: 'docker-26.1/85-archive-get', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2048, true, 2048, 'd4622b1ed4ab', '0110771284cb'],
  ] },
  { name: 'docker-26.1/86-archive-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '34333dcdc2c6', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '13471a41ef8b', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/87-archive-head-404', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 404 Not Found', 0, true, 0, '5cf994c890cf', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '13471a41ef8b', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/88-archive-get-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 69, true, 69, 'b2ef1e99a2b3', '003dbe127bd7'],
  ] },
  { name: 'docker-26.1/89-archive-put-cl', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'e2a9496e2294', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/90-archive-put-chunked', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'e2a9496e2294', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/91-archive-put-chunked-ext-trailer', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'e4fb38117588', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '4025b055cbab', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/92-archive-put-gzip', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'e4fb38117588', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/93-archive-put-expect', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '692db0a1b256', 'e3b0c44298fc'],
  ] },
  { name: 'docker-26.1/94-archive-put-expect-404', end: 'open', reusable: false, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, 'c9e4a0002dfe', 'f799b28d1d55'],
  ] },
  { name: 'docker-26.1/96-archive-put-404-smallbody', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, '3236e797f327', 'f799b28d1d55'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e5f6d0428060', '565339bc4d33'],
  ] },
  { name: 'docker-26.1/97-archive-put-bad-tar', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, 'fc1a69ee610a', 'd1fe7add9b89'],
  ] },
  { name: 'docker-26.1/98-archive-put-truncated', end: 'fin', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '967d2bf6724d', 'd1fe7add9b89'],
  ] },
  { name: 'docker-26.1/99-images-json', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 2323, '85e979d4d10b', '1747ffaada11'],
  ] },
  { name: 'docker-28.5/01-ping', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e08e89f53749', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/02-ping-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '2a53e454e56d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/03-ping-head-then-get', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '378140ef3f7a', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '1e1258b58ee5', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/04-ping-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '1e1258b58ee5', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/05-ping-http10-keepalive', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, 'bf89b92138e9', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/06-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 829, true, 829, 'ba6e6720aaaa', '1921f611962f'],
  ] },
  { name: 'docker-28.5/07-containers-json-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 43, true, 43, '238c320b7489', '0b5df4b3322a'],
  ] },
  { name: 'docker-28.5/08-no-such-route', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, '9c5b39c1febc', '829fb0d182a2'],
  ] },
  { name: 'docker-28.5/09-no-such-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, '8f95b8f3893d', '7b7d5468f930'],
    ['GET', 'HTTP/1.1 400 Bad Request', 84, true, 84, '8f95b8f3893d', '7b7d5468f930'],
  ] },
  { name: 'docker-28.5/10-method-not-allowed', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 29, true, 29, '83e5331b4663', '829fb0d182a2'],
  ] },
  { name: 'docker-28.5/100-image-pull-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 96, true, 96, 'e1bebaab3e0e', '59c76a6291f5'],
  ] },
  { name: 'docker-28.5/101-image-import-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '39d136e0824f', 'd1fe7add9b89'],
  ] },
  { name: 'docker-28.5/102-image-load-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 71, '1eb4f4153bc3', '6bfd879bb68e'],
  ] },
  { name: 'docker-28.5/104-image-save-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 39, true, 39, '8922c36d81b7', 'b1359b0fce8e'],
  ] },
  { name: 'docker-28.5/106-image-push-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 179, '289a23fee3ff', '9679dc732128'],
  ] },
  { name: 'docker-28.5/108-build-ok', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 742, '00168ae6a309', 'c1d7e917bd73'],
  ] },
  { name: 'docker-28.5/109-build-fail', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 440, '06c67457e4dd', 'f3b819abed06'],
  ] },
  { name: 'docker-28.5/11-connection-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '938275d2b8e7', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/110-build-bad-dockerfile', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 95, true, 95, 'f0d450fb5696', 'c3c6cc27a284'],
  ] },
  { name: 'docker-28.5/111-build-no-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 61, true, 61, '1757a01cb706', 'd38b33922bc9'],
  ] },
  { name: 'docker-28.5/112-image-delete-404', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 404 Not Found', 46, true, 46, '5ed7beacef0a', '4ddfe5dc555a'],
  ] },
  { name: 'docker-28.5/113-session-h2c', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-28.5/114-session-noupgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 42, true, 42, '337d25547bf7', '841b61fd1046'],
  ] },
  { name: 'docker-28.5/115-session-no-uuid', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 Switching Protocols', -3, true, 33, '59572ed7a10d', 'da74b3e9488c'],
  ] },
  { name: 'docker-28.5/116-pipeline-2', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '5c4cee7a0785', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 829, true, 829, 'abd5bab28485', '1921f611962f'],
  ] },
  { name: 'docker-28.5/117-pipeline-slow-first', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1790, true, 1790, 'd5aefc8927f3', '61153672e55d'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '28930de5cea4', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/118-pipeline-stream-cancels', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, 'edf5d034699c', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/119-pipeline-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 88, true, 88, 'f0c8a8454141', '6deb6d7e784c'],
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '94b10c3b577f', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/12-missing-host', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request: missing required Host header', -2, true, 45, 'cd575ba76f40', 'd2ea46080e3f'],
  ] },
  { name: 'docker-28.5/120-half-close-before-reply', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 0, true, 0, '173e2a427de5', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/121-half-close-after-ping', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '084e959e3eef', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/122-leading-crlf', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-28.5/123-absolute-uri', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '084e959e3eef', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/124-get-with-body', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '084e959e3eef', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '084e959e3eef', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/125-volumes-prune', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 41, true, 41, '698fdfc7b539', '6d8b1db1d642'],
  ] },
  { name: 'docker-28.5/126-secrets-503', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 503 Service Unavailable', 144, true, 144, '625d960718da', 'f2417628111c'],
  ] },
  { name: 'docker-28.5/127-kill-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 138, true, 138, '9570c01523ee', '95d6797db13a'],
  ] },
  { name: 'docker-28.5/128-delete-running', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 409 Conflict', 127, true, 127, 'c2dd13d64fd0', '9b8985e02232'],
  ] },
  { name: 'docker-28.5/129-delete-ok', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 204 No Content', 0, true, 0, '0cce94a33b89', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/13-empty-host', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '58f537e744ef', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/130-df', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18592, '77ec9ff88195', 'a40018124b56'],
  ] },
  { name: 'docker-28.5/14-bad-request-line', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-28.5/15-bad-header', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'docker-28.5/16-te-and-cl', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '90141570cea3', '62102d8f3fef'],
  ] },
  { name: 'docker-28.5/18-bad-json', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 68, true, 68, '7936442eecac', '62102d8f3fef'],
  ] },
  { name: 'docker-28.5/19-bad-json-2', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 43, true, 43, 'e8a02dd93cbc', 'ec9c08ca26cd'],
  ] },
  { name: 'docker-28.5/20-bad-content-type', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 400 Bad Request', 87, true, 87, '585766a1607e', '91b178f0d332'],
  ] },
  { name: 'docker-28.5/21-start-204', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '33d662350683', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/22-start-304', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '7b05d6eea74d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/23-start-no-length', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '7b05d6eea74d', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/24-start-304-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '0fd79c9e3b50', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'fa832bcd1c7c', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/25-conflict-409', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 237, true, 237, 'c456f9134d47', 'cc2af63bfc32'],
  ] },
  { name: 'docker-28.5/26-create-no-image', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 39, true, 39, 'a62e51a02edf', '8e3ba5391fdf'],
  ] },
  { name: 'docker-28.5/27-inspect', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 4538, '392cc471743a', '1fd2df01cce7'],
  ] },
  { name: 'docker-28.5/28-list-gzip', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 826, true, 826, '16cef5e9cf5b', '1fddab0e1bca'],
  ] },
  { name: 'docker-28.5/29-resize-non-tty', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '910980211fde', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/30-top', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 247, true, 247, 'ff3c96542292', 'd9b92a70ab72'],
  ] },
  { name: 'docker-28.5/31-logs', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '721f6e86526b', 'eade1c80db2d'],
  ] },
  { name: 'docker-28.5/32-logs-ts-tail', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 44, '721f6e86526b', '7e695ab2af82'],
  ] },
  { name: 'docker-28.5/33-logs-follow-exited', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '2f5c244b6842', 'eade1c80db2d'],
  ] },
  { name: 'docker-28.5/34-logs-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', -2, true, 39, 'fa38b4a9a66d', 'f910c04be5b7'],
  ] },
  { name: 'docker-28.5/35-logs-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 39, '0710c295568e', 'f910c04be5b7'],
  ] },
  { name: 'docker-28.5/36-logs-nothing-selected', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 66, true, 66, '3f1b09f929ee', '0bce1fcadb86'],
  ] },
  { name: 'docker-28.5/37-logs-follow-empty', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '210a23c74cd6', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/38-logs-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 38, true, 38, '2825916900a9', 'f799b28d1d55'],
  ] },
  { name: 'docker-28.5/39-logs-follow', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 70, 'b60f2a0827bc', 'a29c0fc4e467'],
  ] },
  { name: 'docker-28.5/40-logs-tty', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18, '64f5ca5f9b3f', '923040845709'],
  ] },
  { name: 'docker-28.5/41-wait-exited', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 17, '441ec1e690eb', '217f417ce72b'],
  ] },
  { name: 'docker-28.5/42-wait-next-exit', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 17, '441ec1e690eb', '217f417ce72b'],
  ] },
  { name: 'docker-28.5/43-attach-upgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, 'f0dadd02a474', 'f11027a3cb71'],
  ] },
  { name: 'docker-28.5/44-attach-noupgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-28.5/45-attach-upgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, 'f0dadd02a474', 'f11027a3cb71'],
  ] },
  { name: 'docker-28.5/46-attach-noupgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'docker-28.5/47-attach-halfclose-then-late-output-once-true', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, 'f0dadd02a474', '9fb98c7f2881'],
  ] },
  { name: 'docker-28.5/48-attach-halfclose-then-late-output-once-false', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/49-attach-early-stdin', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/50-attach-chunked-te', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, 'f0dadd02a474', 'fe28ac7986b2'],
  ] },
  { name: 'docker-28.5/51-attach-content-length', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, 'f0dadd02a474', '6c0eb7173292'],
  ] },
  { name: 'docker-28.5/52-attach-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f3efef06aeac'],
  ] },
  { name: 'docker-28.5/53-attach-before-start', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, 'f0dadd02a474', '168f0c869170'],
  ] },
  { name: 'docker-28.5/54-attach-logs-nostream', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 78, '3477922ac97c', 'eade1c80db2d'],
  ] },
  { name: 'docker-28.5/55-attach-logs-nostream-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 78, 'f0dadd02a474', 'eade1c80db2d'],
  ] },
  { name: 'docker-28.5/56-attach-exited', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, 'f0dadd02a474', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/57-attach-404-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-28.5/58-attach-404-then-get', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', -2, true, 25, '3477922ac97c', 'e26d6ce414c5'],
  ] },
  { name: 'docker-28.5/59-attach-paused', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', -2, true, 69, '3477922ac97c', 'a0230891898a'],
  ] },
  { name: 'docker-28.5/60-attach-ws', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 101 Switching Protocols', -3, true, 0, '9cf55250e443', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/61-attach-exit-while-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, 'f0dadd02a474', 'ec9b04c13ba2'],
  ] },
  { name: 'docker-28.5/62-exec-create', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 74, true, 74, '4343ca251dc5', '5cf808dc7f98'],
  ] },
  { name: 'docker-28.5/63-exec-start-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 21, '9a90b253b25c', 'e71b413e9127'],
  ] },
  { name: 'docker-28.5/64-exec-start-again', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 103, '9a90b253b25c', 'bb1a6684c251'],
  ] },
  { name: 'docker-28.5/65-exec-start-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 21, '9d079ec1f70c', '7b11142882c6'],
  ] },
  { name: 'docker-28.5/66-exec-start-upgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '9d079ec1f70c', 'fc481266abfe'],
  ] },
  { name: 'docker-28.5/67-exec-start-noupgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 16, '9a90b253b25c', 'fc481266abfe'],
  ] },
  { name: 'docker-28.5/68-exec-halfclose-then-late-output', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '9d079ec1f70c', '7725a633cc13'],
  ] },
  { name: 'docker-28.5/69-exec-start-stdin-same-write', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '9d079ec1f70c', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/70-exec-start-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 10, 'dc080ed8a032', 'fc81bd8f6b71'],
  ] },
  { name: 'docker-28.5/71-exec-start-detach', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '900aa53a6e39', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/72-exec-start-detach-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '55a0a957508d', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '2b89bc6e55fc', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/73-exec-start-404', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 102, true, 102, 'f4105597cd4c', 'ea56b2acef21'],
  ] },
  { name: 'docker-28.5/74-exec-start-bad-cmd', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 139, '9d079ec1f70c', '0fd886891abe'],
  ] },
  { name: 'docker-28.5/75-exec-start-bad-cmd-noupgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 139, '9a90b253b25c', '0fd886891abe'],
  ] },
  { name: 'docker-28.5/77-exec-create-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 104, true, 104, '68fcbc5607cf', '792d0b6e43e9'],
  ] },
  { name: 'docker-28.5/78-events-until', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 16935, '96dda990c765', 'c889b110d6c6'],
  ] },
  { name: 'docker-28.5/79-events-live', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 692, '2f023c1a0184', '514b0274fb43'],
  ] },
  { name: 'docker-28.5/80-events-half-close', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '75d504c852ae', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/81-stats-stream', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 5264, '8da59cf59bdb', '129caaaf5b5a'],
  ] },
  { name: 'docker-28.5/82-stats-nostream', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1793, true, 1793, '6fb29b1e7c3d', 'a338d371e48c'],
  ] },
  { name: 'docker-28.5/83-stats-oneshot', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 1583, true, 1583, 'f757529d7fe1', 'cbe3d6bd32b1'],
  ] },
  { name: 'docker-28.5/84-stats-stopped', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 798, true, 798, '5e69371c618e', '12852f21f95d'],
  ] },
  { name: 'docker-28.5/85-archive-get', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2048, true, 2048, '00179ce2650d', '31256adbaf7e'],
  ] },
  { name: 'docker-28.5/86-archive-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '6eeb19babe23', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '6548e4ce0446', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/87-archive-head-404', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 404 Not Found', 0, true, 0, 'f7c789e35f81', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '6548e4ce0446', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/88-archive-get-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 68, true, 68, '5c86012d25b7', '27cb2fba38e1'],
  ] },
  { name: 'docker-28.5/89-archive-put-cl', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '20e1b5b8f1c6', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/90-archive-put-chunked', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'fcc867939861', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/91-archive-put-chunked-ext-trailer', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'fcc867939861', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'ae78252c6238', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/92-archive-put-gzip', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '1b9c60c04bfd', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/93-archive-put-expect', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '9c0408e11ffc', 'e3b0c44298fc'],
  ] },
  { name: 'docker-28.5/94-archive-put-expect-404', end: 'open', reusable: false, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, '82877c65e9cf', 'f799b28d1d55'],
  ] },
  { name: 'docker-28.5/96-archive-put-404-smallbody', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 38, true, 38, 'c7e32343f04a', 'f799b28d1d55'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '233633df8a9e', '565339bc4d33'],
  ] },
  { name: 'docker-28.5/97-archive-put-bad-tar', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '8740fbe99abb', 'd1fe7add9b89'],
  ] },
  { name: 'docker-28.5/98-archive-put-truncated', end: 'fin', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 29, true, 29, '0c163ad034cb', 'd1fe7add9b89'],
  ] },
  { name: 'docker-28.5/99-images-json', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 2314, '1332a8139942', 'c185c2dfe85c'],
  ] },
  { name: 'podman-4.3/01-ping', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'cbf1e0ceb4ad', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/02-ping-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '6d87870ca165', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/03-ping-head-then-get', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '5e1a0f27d77b', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '432501e4abf0', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/04-ping-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '5ca6a5b5e45f', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/05-ping-http10-keepalive', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, 'a04fc5f2f6cd', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/06-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 831, true, 831, 'c1a4140985d3', 'd126b401b6d8'],
  ] },
  { name: 'podman-4.3/07-containers-json-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 125, true, 125, 'ee7ff1f85bda', 'a389bc40fc59'],
  ] },
  { name: 'podman-4.3/08-no-such-route', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 10, true, 10, '9ca896e2a087', '7515bf959b73'],
  ] },
  { name: 'podman-4.3/09-no-such-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'c753d02de596', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 831, true, 831, 'b7270224ed16', 'd126b401b6d8'],
  ] },
  { name: 'podman-4.3/10-method-not-allowed', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 405 Method Not Allowed', 19, true, 19, 'e917612cb913', 'c40aa69f0b30'],
  ] },
  { name: 'podman-4.3/100-image-pull-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 414, 'cd83b787ae3c', 'fd654798faf1'],
  ] },
  { name: 'podman-4.3/101-image-import-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 244, true, 244, 'e4255d9734dc', 'f262e6a34e50'],
  ] },
  { name: 'podman-4.3/102-image-load-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 939, true, 939, '95a902f5cb38', 'daa9851ee48f'],
  ] },
  { name: 'podman-4.3/104-image-save-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 132, true, 132, '2024fbb475f3', '17ab56e06301'],
  ] },
  { name: 'podman-4.3/106-image-push-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 156, true, 156, '5d11f414da52', '29cb47c9e55c'],
  ] },
  { name: 'podman-4.3/108-build-ok', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 591, '4d716907993f', '45840f8c913d'],
  ] },
  { name: 'podman-4.3/109-build-fail', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 258, '0b0f6779da6c', '3706bb72506f'],
  ] },
  { name: 'podman-4.3/11-connection-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e5d54d532304', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/110-build-bad-dockerfile', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 92, 'f2ccc1e93ce9', '7bdfe639b561'],
  ] },
  { name: 'podman-4.3/111-build-no-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 210, '82b7d2b0b5bc', 'f09b640adeb2'],
  ] },
  { name: 'podman-4.3/112-image-delete-404', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 404 Not Found', 132, true, 132, '3c2aed76b653', '17ab56e06301'],
  ] },
  { name: 'podman-4.3/113-session-h2c', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '718c53e5bbd2', '7515bf959b73'],
  ] },
  { name: 'podman-4.3/114-session-noupgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '718c53e5bbd2', '7515bf959b73'],
  ] },
  { name: 'podman-4.3/115-session-no-uuid', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '718c53e5bbd2', '7515bf959b73'],
  ] },
  { name: 'podman-4.3/116-pipeline-2', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e01fda5faa33', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 831, true, 831, 'c7b30d26a4c1', 'd126b401b6d8'],
  ] },
  { name: 'podman-4.3/117-pipeline-slow-first', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 1119, '01d7fa9448e9', '5f623671a35b'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '93fd3f024ab5', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/118-pipeline-stream-cancels', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '7e272c13afa3', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/119-pipeline-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 88, true, 88, '8f18b46e16b8', '196bde73d7e2'],
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '68e1ab67563b', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/12-missing-host', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request: missing required Host header', -2, true, 45, 'cd575ba76f40', 'd2ea46080e3f'],
  ] },
  { name: 'podman-4.3/120-half-close-before-reply', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 1118, '6f78e2337344', 'cbcf10132b84'],
  ] },
  { name: 'podman-4.3/121-half-close-after-ping', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'ef52a81f1264', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/122-leading-crlf', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-4.3/123-absolute-uri', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'ae3af3c5b2b5', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/124-get-with-body', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '42a2ede0badf', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '42a2ede0badf', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/125-volumes-prune', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 41, true, 41, 'd76f1108dfe9', '6d8b1db1d642'],
  ] },
  { name: 'podman-4.3/126-secrets-503', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 3, true, 3, '5e6e9a4bbced', '37517e5f3dc6'],
  ] },
  { name: 'podman-4.3/127-kill-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 213, true, 213, '50e96caf7848', '3bcca311a2a5'],
  ] },
  { name: 'podman-4.3/128-delete-running', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 500 Internal Server Error', 259, true, 259, 'b3d2a11be781', '81861cd7d21c'],
  ] },
  { name: 'podman-4.3/129-delete-ok', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 204 No Content', 0, true, 0, '3d9213052ee2', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/13-empty-host', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'd0caf2e6555d', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/130-df', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 9381, '7cc205a8ab7b', 'b16b50d30a93'],
  ] },
  { name: 'podman-4.3/14-bad-request-line', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-4.3/15-bad-header', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-4.3/16-te-and-cl', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 222, true, 222, '651d0f0b80ef', 'c0dfb0f26b58'],
  ] },
  { name: 'podman-4.3/18-bad-json', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 222, true, 222, 'de5673a4125e', 'c0dfb0f26b58'],
  ] },
  { name: 'podman-4.3/19-bad-json-2', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 79, true, 79, '18a9bf352fe4', '934c455acb54'],
  ] },
  { name: 'podman-4.3/20-bad-content-type', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 222, true, 222, 'ecbcfacb6603', 'c0dfb0f26b58'],
  ] },
  { name: 'podman-4.3/21-start-204', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '7bc63629f04e', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/22-start-304', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '006bd36be206', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/23-start-no-length', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '4096f1f35120', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/24-start-304-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'ba1788d8af3d', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'cce28b9143c7', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/25-conflict-409', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 328, true, 328, '889d1c05b6d2', 'bc2c723c9167'],
  ] },
  { name: 'podman-4.3/26-create-no-image', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 115, true, 115, 'd1efee181632', '1c1065f83079'],
  ] },
  { name: 'podman-4.3/27-inspect', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 3905, '661cf71675b5', 'c9dc7c045855'],
  ] },
  { name: 'podman-4.3/28-list-gzip', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 518, true, 518, '7cf072467ff5', 'f490e78c40a4'],
  ] },
  { name: 'podman-4.3/29-resize-non-tty', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '3b4311e46c2f', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/30-top', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 149, '4bbeef8b169d', '1ed669b0f8fa'],
  ] },
  { name: 'podman-4.3/31-logs', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '8882c94241b5', 'f5b393e01bf3'],
  ] },
  { name: 'podman-4.3/32-logs-ts-tail', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 0, true, 0, '06899e1e3793', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/33-logs-follow-exited', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, 'f3fb82d9862b', 'f5b393e01bf3'],
  ] },
  { name: 'podman-4.3/34-logs-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', -2, true, 39, '2fa12d0f3594', 'f910c04be5b7'],
  ] },
  { name: 'podman-4.3/35-logs-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 39, '3078f9cc905c', 'f910c04be5b7'],
  ] },
  { name: 'podman-4.3/36-logs-nothing-selected', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 201, true, 201, '3464513355b1', '238d273aae9b'],
  ] },
  { name: 'podman-4.3/37-logs-follow-empty', end: 'open', reusable: false, answers: [
  ] },
  { name: 'podman-4.3/38-logs-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 120, true, 120, 'f62df5cff851', '66ab83c26b47'],
  ] },
  { name: 'podman-4.3/39-logs-follow', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 70, 'de4ad719a258', 'a29c0fc4e467'],
  ] },
  { name: 'podman-4.3/40-logs-tty', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18, 'e88967673357', '923040845709'],
  ] },
  { name: 'podman-4.3/41-wait-exited', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, 'b6fc801b49ab', 'b18b95ddb690'],
  ] },
  { name: 'podman-4.3/42-wait-next-exit', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, '32c52bd3ae9b', 'b18b95ddb690'],
  ] },
  { name: 'podman-4.3/43-attach-upgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'podman-4.3/44-attach-noupgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'podman-4.3/45-attach-upgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'podman-4.3/46-attach-noupgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'podman-4.3/47-attach-halfclose-then-late-output-once-true', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, '60085bf6ff62', '9fb98c7f2881'],
  ] },
  { name: 'podman-4.3/48-attach-halfclose-then-late-output-once-false', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, '60085bf6ff62', '9fb98c7f2881'],
  ] },
  { name: 'podman-4.3/49-attach-early-stdin', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 20, '60085bf6ff62', '0433cf52393f'],
  ] },
  { name: 'podman-4.3/50-attach-chunked-te', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, '60085bf6ff62', 'fe28ac7986b2'],
  ] },
  { name: 'podman-4.3/51-attach-content-length', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 27, '60085bf6ff62', '2f1ac93dd108'],
  ] },
  { name: 'podman-4.3/52-attach-tty', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', '88b19eebb072'],
  ] },
  { name: 'podman-4.3/53-attach-before-start', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', '168f0c869170'],
  ] },
  { name: 'podman-4.3/54-attach-logs-nostream', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 78, '3477922ac97c', '9ec2b60cf50b'],
  ] },
  { name: 'podman-4.3/55-attach-logs-nostream-upgrade', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 78, '60085bf6ff62', '9ec2b60cf50b'],
  ] },
  { name: 'podman-4.3/56-attach-exited', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '60085bf6ff62', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/57-attach-404-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 120, true, 120, '4cf54f4b3af2', '66ab83c26b47'],
  ] },
  { name: 'podman-4.3/58-attach-404-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 120, true, 120, 'a21a22ea9b85', '66ab83c26b47'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '7806fc653018', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/59-attach-paused', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 167, true, 167, '7327b2533c8b', 'eb50c82692d9'],
  ] },
  { name: 'podman-4.3/60-attach-ws', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 10, true, 10, '96d5547372d2', '7515bf959b73'],
  ] },
  { name: 'podman-4.3/61-attach-exit-while-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '60085bf6ff62', 'ec9b04c13ba2'],
  ] },
  { name: 'podman-4.3/62-exec-create', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 74, true, 74, 'ce8e33f25e46', '04d73879a41d'],
  ] },
  { name: 'podman-4.3/63-exec-start-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 21, '3477922ac97c', '7b11142882c6'],
  ] },
  { name: 'podman-4.3/64-exec-start-again', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 309, true, 309, '12b059d0372c', 'd731682ba015'],
  ] },
  { name: 'podman-4.3/65-exec-start-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 21, '60085bf6ff62', '7b11142882c6'],
  ] },
  { name: 'podman-4.3/66-exec-start-upgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', 'fc481266abfe'],
  ] },
  { name: 'podman-4.3/67-exec-start-noupgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 16, '3477922ac97c', 'fc481266abfe'],
  ] },
  { name: 'podman-4.3/68-exec-halfclose-then-late-output', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '60085bf6ff62', '7725a633cc13'],
  ] },
  { name: 'podman-4.3/69-exec-start-stdin-same-write', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', '0811b77f99b8'],
  ] },
  { name: 'podman-4.3/70-exec-start-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 10, '60085bf6ff62', 'fc81bd8f6b71'],
  ] },
  { name: 'podman-4.3/71-exec-start-detach', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 1, true, 1, 'be6116432af6', '01ba4719c80b'],
  ] },
  { name: 'podman-4.3/72-exec-start-detach-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 1, true, 1, '9c8c2fcc5975', '01ba4719c80b'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '566cd2acd5fa', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/73-exec-start-404', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 177, true, 177, '5839f08899e2', '89db18dd87bc'],
  ] },
  { name: 'podman-4.3/74-exec-start-bad-cmd', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 278, '60085bf6ff62', '44ab6aff408f'],
  ] },
  { name: 'podman-4.3/75-exec-start-bad-cmd-noupgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 278, '3477922ac97c', '44ab6aff408f'],
  ] },
  { name: 'podman-4.3/77-exec-create-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 142, true, 142, '513b7617aac2', '25d3b45c948f'],
  ] },
  { name: 'podman-4.3/78-events-until', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '315d241032d7', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/79-events-live', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 864, '42a44b6ac6d9', '65d66c9b10f2'],
  ] },
  { name: 'podman-4.3/80-events-half-close', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, 'b9aeabe20586', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/81-stats-stream', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 1238, '096582c5ec2e', '1d3206a7cdf1'],
  ] },
  { name: 'podman-4.3/82-stats-nostream', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 1118, '8b06e640539a', 'f3629743315e'],
  ] },
  { name: 'podman-4.3/83-stats-oneshot', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 1117, '70b382333b33', '1785510e5163'],
  ] },
  { name: 'podman-4.3/84-stats-stopped', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, 'd9734ff203f7', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/85-archive-get', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2048, true, 2048, '98cd1e6d2451', '97656531f843'],
  ] },
  { name: 'podman-4.3/86-archive-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '1a730256b457', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '755e153061a7', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/87-archive-head-404', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 404 Not Found', 0, true, 0, 'f1179b3e8f54', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'c0e3b14fbc1d', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/88-archive-get-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 91, true, 91, 'b868f41e026b', '7b0d82dc7dd7'],
  ] },
  { name: 'podman-4.3/89-archive-put-cl', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'ca32c1b33ac8', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/90-archive-put-chunked', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'fd29933babab', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/91-archive-put-chunked-ext-trailer', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '1dae49457549', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e53ac9d1c5b3', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/92-archive-put-gzip', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'e6cd8af9aac7', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/93-archive-put-expect', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, '69364b1d584a', 'e3b0c44298fc'],
  ] },
  { name: 'podman-4.3/94-archive-put-expect-404', end: 'open', reusable: false, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 150, true, 150, '3902463a077f', '7d37d7ad13c7'],
  ] },
  { name: 'podman-4.3/96-archive-put-404-smallbody', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 150, true, 150, '0033f31cb181', '7d37d7ad13c7'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '1714645eef1f', '565339bc4d33'],
  ] },
  { name: 'podman-4.3/97-archive-put-bad-tar', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 103, true, 103, '65d7501a4212', 'e33c16d342b6'],
  ] },
  { name: 'podman-4.3/98-archive-put-truncated', end: 'fin', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 103, true, 103, 'f251df520466', 'e33c16d342b6'],
  ] },
  { name: 'podman-4.3/99-images-json', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 2687, '84adf10d3e50', '5deb29f77fe6'],
  ] },
  { name: 'podman-5.8/01-ping', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'f5784919e933', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/02-ping-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, 'd8fae3ee0753', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/03-ping-head-then-get', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, '5efb3c2e2853', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '12c3fac4e375', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/04-ping-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '4c75fe2b7e95', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/05-ping-http10-keepalive', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.0 200 OK', 2, true, 2, '14794c682f93', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/06-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 818, true, 818, 'b7e4e225f368', '791337b249f0'],
  ] },
  { name: 'podman-5.8/07-containers-json-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 125, true, 125, '86e45939e940', 'a389bc40fc59'],
  ] },
  { name: 'podman-5.8/08-no-such-route', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 10, true, 10, 'e9f62c0789ec', '7515bf959b73'],
  ] },
  { name: 'podman-5.8/09-no-such-version', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '5838d6933ef7', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 818, true, 818, '5df64756bf3f', '791337b249f0'],
  ] },
  { name: 'podman-5.8/10-method-not-allowed', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 405 Method Not Allowed', 19, true, 19, '7c8c9a82fd93', 'c40aa69f0b30'],
  ] },
  { name: 'podman-5.8/100-image-pull-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', -1, true, 33, 'a58a07413298', '26bf2e8d8e97'],
  ] },
  { name: 'podman-5.8/101-image-import-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 486, true, 486, '8d23687250c8', '3f13cb26dd97'],
  ] },
  { name: 'podman-5.8/102-image-load-bad', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 867, true, 867, '42aa6737163d', '73e80ccd8ef0'],
  ] },
  { name: 'podman-5.8/104-image-save-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 132, true, 132, 'af1c121721fc', '17ab56e06301'],
  ] },
  { name: 'podman-5.8/106-image-push-nope', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 156, true, 156, 'a503db4890d1', '29cb47c9e55c'],
  ] },
  { name: 'podman-5.8/108-build-ok', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 593, 'fe501f15b991', 'd55334c9c901'],
  ] },
  { name: 'podman-5.8/109-build-fail', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 258, 'a94581137f36', '3706bb72506f'],
  ] },
  { name: 'podman-5.8/11-connection-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'dbfc468590ff', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/110-build-bad-dockerfile', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 180, '3ba3d9c96665', 'd2b1f678dd40'],
  ] },
  { name: 'podman-5.8/111-build-no-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 210, 'fe4447b35098', '17251838ac8e'],
  ] },
  { name: 'podman-5.8/112-image-delete-404', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 404 Not Found', 132, true, 132, 'a7a3dc989d7f', '17ab56e06301'],
  ] },
  { name: 'podman-5.8/113-session-h2c', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '440ed4b0b1d1', '7515bf959b73'],
  ] },
  { name: 'podman-5.8/114-session-noupgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '863f79bcd540', '7515bf959b73'],
  ] },
  { name: 'podman-5.8/115-session-no-uuid', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 10, true, 10, '863f79bcd540', '7515bf959b73'],
  ] },
  { name: 'podman-5.8/116-pipeline-2', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'c191ada853a6', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 818, true, 818, 'a275857452c8', '791337b249f0'],
  ] },
  { name: 'podman-5.8/117-pipeline-slow-first', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 979, 'a737343e7ad9', '51b1c42a7104'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '617423aa7e15', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/118-pipeline-stream-cancels', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '262f7b90148b', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/119-pipeline-body', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 88, true, 88, 'a3ace8bc672a', 'c5a791eea4cb'],
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '32a75c3b7cae', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/12-missing-host', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request: missing required Host header', -2, true, 45, 'cd575ba76f40', 'd2ea46080e3f'],
  ] },
  { name: 'podman-5.8/120-half-close-before-reply', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '1f761ac5a5f9', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/121-half-close-after-ping', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '3ab8310d84e4', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/122-leading-crlf', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-5.8/123-absolute-uri', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'ef01757c5c69', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/124-get-with-body', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'cdb5863fbdcd', '565339bc4d33'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'cdb5863fbdcd', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/125-volumes-prune', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 41, true, 41, '52c9c890548d', '6d8b1db1d642'],
  ] },
  { name: 'podman-5.8/126-secrets-503', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 3, true, 3, '75fdc052f32a', '37517e5f3dc6'],
  ] },
  { name: 'podman-5.8/127-kill-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 409 Conflict', 213, true, 213, '3c7658ffab59', '78f476e6b5cb'],
  ] },
  { name: 'podman-5.8/128-delete-running', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 500 Internal Server Error', 259, true, 259, '0e8a0958ad02', '632c03fba522'],
  ] },
  { name: 'podman-5.8/129-delete-ok', end: 'open', reusable: true, answers: [
    ['DELETE', 'HTTP/1.1 204 No Content', 0, true, 0, 'f5f5fbc8d9e6', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/13-empty-host', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '334a39b5cf60', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/130-df', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 9738, '09d26dfeb01a', '2b37dad28d8d'],
  ] },
  { name: 'podman-5.8/14-bad-request-line', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-5.8/15-bad-header', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', -2, true, 15, 'cd575ba76f40', '19b843cc92cb'],
  ] },
  { name: 'podman-5.8/16-te-and-cl', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 270, true, 270, 'db467c313f98', '320fcb572a8b'],
  ] },
  { name: 'podman-5.8/18-bad-json', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 270, true, 270, '06bda85e49d6', '320fcb572a8b'],
  ] },
  { name: 'podman-5.8/19-bad-json-2', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 79, true, 79, '93a2a9cce0a2', '934c455acb54'],
  ] },
  { name: 'podman-5.8/20-bad-content-type', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 270, true, 270, 'b2f96a52c93f', '320fcb572a8b'],
  ] },
  { name: 'podman-5.8/21-start-204', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 204 No Content', 0, true, 0, '1eba99a0ceb7', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/22-start-304', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, 'abafc25ba2e9', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/23-start-no-length', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '59fdbc768efb', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/24-start-304-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 304 Not Modified', 0, true, 0, '810a14eb7cc5', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '8c591e55718e', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/25-conflict-409', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 328, true, 328, '92833c844a1f', '994fe63e5354'],
  ] },
  { name: 'podman-5.8/26-create-no-image', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 115, true, 115, 'ae87d88a3c7f', '1c1065f83079'],
  ] },
  { name: 'podman-5.8/27-inspect', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 4294, 'e3c05739808b', 'd4e7f1a48560'],
  ] },
  { name: 'podman-5.8/28-list-gzip', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 790, true, 790, 'd68f00c6dde4', '3cff206036aa'],
  ] },
  { name: 'podman-5.8/29-resize-non-tty', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 0, true, 0, '3463ff436407', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/30-top', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 236, 'da0fa53cf364', '23f705227955'],
  ] },
  { name: 'podman-5.8/31-logs', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, '8cde817c50f0', 'f5b393e01bf3'],
  ] },
  { name: 'podman-5.8/32-logs-ts-tail', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '24c2eaad4e99', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/33-logs-follow-exited', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 78, 'bcdb6fe09fbc', 'f5b393e01bf3'],
  ] },
  { name: 'podman-5.8/34-logs-http10', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.0 200 OK', -2, true, 39, 'e8ef406be00f', 'f910c04be5b7'],
  ] },
  { name: 'podman-5.8/35-logs-close', end: 'fin', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 39, '4c0b008f5cee', 'f910c04be5b7'],
  ] },
  { name: 'podman-5.8/36-logs-nothing-selected', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 400 Bad Request', 201, true, 201, '0f6f5cfb4128', '4f21f1b804bc'],
  ] },
  { name: 'podman-5.8/37-logs-follow-empty', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 0, '339b13e1bbbc', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/38-logs-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 120, true, 120, 'ab204b770b42', '66ab83c26b47'],
  ] },
  { name: 'podman-5.8/39-logs-follow', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 70, '463b10ed7f3f', 'a29c0fc4e467'],
  ] },
  { name: 'podman-5.8/40-logs-tty', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 18, '957fc959ffda', '923040845709'],
  ] },
  { name: 'podman-5.8/41-wait-exited', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, 'ed5d748a9fa9', 'b18b95ddb690'],
  ] },
  { name: 'podman-5.8/42-wait-next-exit', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', -1, true, 30, 'c1d85227b813', 'b18b95ddb690'],
  ] },
  { name: 'podman-5.8/43-attach-upgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'podman-5.8/44-attach-noupgrade-halfclose-stdinonce', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'podman-5.8/45-attach-upgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', 'f11027a3cb71'],
  ] },
  { name: 'podman-5.8/46-attach-noupgrade-halfclose-stdinkeep', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 14, '3477922ac97c', 'f11027a3cb71'],
  ] },
  { name: 'podman-5.8/47-attach-halfclose-then-late-output-once-true', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, '60085bf6ff62', '9fb98c7f2881'],
  ] },
  { name: 'podman-5.8/48-attach-halfclose-then-late-output-once-false', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 28, '60085bf6ff62', '9fb98c7f2881'],
  ] },
  { name: 'podman-5.8/49-attach-early-stdin', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 20, '60085bf6ff62', '0433cf52393f'],
  ] },
  { name: 'podman-5.8/50-attach-chunked-te', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 17, '60085bf6ff62', 'fe28ac7986b2'],
  ] },
  { name: 'podman-5.8/51-attach-content-length', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 27, '60085bf6ff62', '2f1ac93dd108'],
  ] },
  { name: 'podman-5.8/52-attach-tty', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', '88b19eebb072'],
  ] },
  { name: 'podman-5.8/53-attach-before-start', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', '168f0c869170'],
  ] },
  { name: 'podman-5.8/54-attach-logs-nostream', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 78, '3477922ac97c', 'f5b393e01bf3'],
  ] },
  { name: 'podman-5.8/55-attach-logs-nostream-upgrade', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 78, '60085bf6ff62', 'f5b393e01bf3'],
  ] },
  { name: 'podman-5.8/56-attach-exited', end: 'open', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 0, '60085bf6ff62', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/57-attach-404-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 120, true, 120, '4e131600d713', '66ab83c26b47'],
  ] },
  { name: 'podman-5.8/58-attach-404-then-get', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 120, true, 120, '139951c36fd3', '66ab83c26b47'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '860e5c04ae90', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/59-attach-paused', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 167, true, 167, '555eb9557bcd', 'eb50c82692d9'],
  ] },
  { name: 'podman-5.8/60-attach-ws', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 10, true, 10, '2e452599d5e9', '7515bf959b73'],
  ] },
  { name: 'podman-5.8/61-attach-exit-while-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '60085bf6ff62', 'ec9b04c13ba2'],
  ] },
  { name: 'podman-5.8/62-exec-create', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 201 Created', 74, true, 74, 'aace91bbb0d6', 'eeb066b22c65'],
  ] },
  { name: 'podman-5.8/63-exec-start-attached', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 21, '3477922ac97c', '7b11142882c6'],
  ] },
  { name: 'podman-5.8/64-exec-start-again', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 309, true, 309, '3f76f7abcc7e', 'ff597a46635c'],
  ] },
  { name: 'podman-5.8/65-exec-start-upgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 21, '60085bf6ff62', '7b11142882c6'],
  ] },
  { name: 'podman-5.8/66-exec-start-upgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 16, '60085bf6ff62', 'fc481266abfe'],
  ] },
  { name: 'podman-5.8/67-exec-start-noupgrade-stdin-halfclose', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 16, '3477922ac97c', 'fc481266abfe'],
  ] },
  { name: 'podman-5.8/68-exec-halfclose-then-late-output', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 24, '60085bf6ff62', '7725a633cc13'],
  ] },
  { name: 'podman-5.8/69-exec-start-stdin-same-write', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 14, '60085bf6ff62', '0811b77f99b8'],
  ] },
  { name: 'podman-5.8/70-exec-start-tty', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 10, '60085bf6ff62', 'fc81bd8f6b71'],
  ] },
  { name: 'podman-5.8/71-exec-start-detach', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 1, true, 1, 'c96363d6d15f', '01ba4719c80b'],
  ] },
  { name: 'podman-5.8/72-exec-start-detach-upgrade', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 200 OK', 1, true, 1, 'd793550df394', '01ba4719c80b'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '8d6cbd7aeea2', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/73-exec-start-404', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 404 Not Found', 177, true, 177, '945098effdb4', '89db18dd87bc'],
  ] },
  { name: 'podman-5.8/74-exec-start-bad-cmd', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 101 UPGRADED', -3, true, 278, '60085bf6ff62', '44ab6aff408f'],
  ] },
  { name: 'podman-5.8/75-exec-start-bad-cmd-noupgrade', end: 'fin', reusable: false, answers: [
    ['POST', 'HTTP/1.1 200 OK', -2, true, 278, '3477922ac97c', '44ab6aff408f'],
  ] },
  { name: 'podman-5.8/77-exec-create-stopped', end: 'open', reusable: true, answers: [
    ['POST', 'HTTP/1.1 500 Internal Server Error', 142, true, 142, '0e7619dc1c33', '25d3b45c948f'],
  ] },
  { name: 'podman-5.8/78-events-until', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '0486c76a568e', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/79-events-live', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 816, '691ab141c2d7', 'd06cf6fa7018'],
  ] },
  { name: 'podman-5.8/80-events-half-close', end: 'fin', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, '3e22d22f88d8', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/81-stats-stream', end: 'open', reusable: false, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, false, 1100, '745b43f51ed5', '456d99517139'],
  ] },
  { name: 'podman-5.8/82-stats-nostream', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 979, '078880f0c2f5', '3e07cec1663f'],
  ] },
  { name: 'podman-5.8/83-stats-oneshot', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 979, 'f502234cdd10', '8ac4a93b6818'],
  ] },
  { name: 'podman-5.8/84-stats-stopped', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 0, 'a70f804d897a', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/85-archive-get', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', 2048, true, 2048, '42073ca544c0', 'e0771dfa6139'],
  ] },
  { name: 'podman-5.8/86-archive-head', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 200 OK', 0, true, 0, 'eab8c68ea960', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'e280794efe21', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/87-archive-head-404', end: 'open', reusable: true, answers: [
    ['HEAD', 'HTTP/1.1 404 Not Found', 0, true, 0, '694a47edac1e', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '93416560b80a', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/88-archive-get-404', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 404 Not Found', 91, true, 91, '4d60c39e30b2', '7b0d82dc7dd7'],
  ] },
  { name: 'podman-5.8/89-archive-put-cl', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'b2ef08facf4f', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/90-archive-put-chunked', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'cebed13ac128', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/91-archive-put-chunked-ext-trailer', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'ddadc392f8df', 'e3b0c44298fc'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, 'b2b81dcb86d7', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/92-archive-put-gzip', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'dc5d7ea1a4ef', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/93-archive-put-expect', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 200 OK', 0, true, 0, 'd09620f2cdfd', 'e3b0c44298fc'],
  ] },
  { name: 'podman-5.8/94-archive-put-expect-404', end: 'open', reusable: false, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 150, true, 150, 'fce73b29705d', '21c8223de458'],
  ] },
  { name: 'podman-5.8/96-archive-put-404-smallbody', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 404 Not Found', 150, true, 150, 'd4eea99c157c', '21c8223de458'],
    ['GET', 'HTTP/1.1 200 OK', 2, true, 2, '5cc164858f15', '565339bc4d33'],
  ] },
  { name: 'podman-5.8/97-archive-put-bad-tar', end: 'open', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 103, true, 103, '437dfda0d738', 'e33c16d342b6'],
  ] },
  { name: 'podman-5.8/98-archive-put-truncated', end: 'fin', reusable: true, answers: [
    ['PUT', 'HTTP/1.1 500 Internal Server Error', 103, true, 103, '4bd66b2442c1', 'e33c16d342b6'],
  ] },
  { name: 'podman-5.8/99-images-json', end: 'open', reusable: true, answers: [
    ['GET', 'HTTP/1.1 200 OK', -1, true, 2580, '2bef1d844ffa', '0a5a9689d1cd'],
  ] },
]
