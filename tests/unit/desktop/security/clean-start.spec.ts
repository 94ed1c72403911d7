import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../main/desktop/security/allowed-words';
import type { Start } from '../../../../main/desktop/security/clean-start';
import { cleanStart, START_MARK } from '../../../../main/desktop/security/clean-start';

const someone = (platform: NodeJS.Platform = 'linux'): Person => ({ platform, isRoot: false });
const root: Person = { platform: 'linux', isRoot: true };
const home = {
  HOME: '/home/a',
  PATH: '/usr/bin',
  LANG: 'ja_JP.UTF-8',
  DISPLAY: ':0',
  https_proxy: 'http://proxy.contoso.example',
};
const judged = (words: readonly string[], person = someone(), env: NodeJS.ProcessEnv = home): Start =>
  cleanStart(words, env, person);
const clean = { kind: 'clean', remove: [START_MARK] };
const again = (words: readonly string[]): Start => ({ kind: 'again', words, env: { ...home, [START_MARK]: 'again' } });

describe('a start that stays as it is', () => {
  it.each([
    [[]],
    [['--quick']],
    [['--hidden', '--user-data-dir=/srv/a b/é', '--self-check=report.json']],
    [['deskside://request?device=1']],
    [['/home/a/devices.csv', 'file:///home/a/sandbox/%20x']],
    [
      [
        '--display=:1',
        '--ozone-platform-hint=auto',
        '--gtk-version=4',
        '--enable-wayland-ime',
        '--wayland-text-input-version=3',
      ],
    ],
    [['--display=desk-7.contoso.example:10.0', '--ozone-platform=x11']],
    [
      [
        '--disable-gpu',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--lang=ja',
        '--lang=zh-Hant-TW',
        '--force-device-scale-factor=1.25',
      ],
    ],
    [['--password-store=gnome-libsecret', '--force-renderer-accessibility']],
  ])('%j', (words) => {
    expect(judged(words)).toEqual(clean);
  });

  it.each([
    ['darwin', ['-psn_0_123456']],
    ['win32', ['-Embedding']],
    ['win32', ['/embedding']],
    ['win32', ['\\\\server\\share\\list.csv', 'C:\\Users\\a\\x.txt']],
  ] as const)('with an argument that %s passes: %j', (platform, words) => {
    expect(judged(words, someone(platform))).toEqual(clean);
  });

  it('with variables that only need to be removed in time, of any value', () => {
    const env = {
      ...home,
      NODE_OPTIONS: '--require=x',
      NODE_EXTRA_CA_CERTS: '/x',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      SSLKEYLOGFILE: '/k',
      ELECTRON_RUN_AS_NODE: '',
    };
    expect(judged([], someone(), env)).toEqual({
      kind: 'clean',
      remove: [
        'NODE_OPTIONS',
        'NODE_EXTRA_CA_CERTS',
        'NODE_TLS_REJECT_UNAUTHORIZED',
        'SSLKEYLOGFILE',
        'ELECTRON_RUN_AS_NODE',
        START_MARK,
      ],
    });
  });
});

const dangerous = [
  '--trace-startup=disabled-by-default-netlog.sensitive',
  '--trace-startup-file=/tmp/t',
  '--enable-tracing',
  '--trace-shutdown',
  '--log-net-log=/tmp/n',
  '--net-log-capture-mode=Everything',
  '--ssl-key-log-file=/tmp/k',
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  '--inspect',
  '--inspect-brk=0',
  '--inspect-publish-uid=http',
  '--js-flags=--expose-gc',
  '--proxy-server=x:1',
  '--proxy-pac-url=http://x',
  '--proxy-auto-detect',
  '--no-proxy-server',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--host-rules=MAP * x',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list=x',
  '--allow-insecure-localhost',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--use-mock-keychain',
  '--password-store=basic',
  '--password-store=',
  '--password-store',
  '--enable-features=X',
  '--disable-features=X',
  '--enable-blink-features=X',
  '--disable-blink-features=TrustedDOMTypes',
  '--force-fieldtrials=X/Y',
  '--renderer-cmd-prefix=x',
  '--utility-cmd-prefix=x',
  '--zygote-cmd-prefix=x',
  '--gpu-launcher=x',
  '--browser-subprocess-path=x',
  '--wait-for-debugger',
  '--wait-for-debugger-children',
  '--enable-logging',
  '--log-file=/tmp/l',
  '--v=3',
  '--vmodule=*=9',
  '--test-type',
  '--load-extension=/x',
  '--disable-extensions-except=/x',
  '--auth-server-allowlist=*',
  '--auth-server-whitelist=*',
  '--disable-ntlm-v2',
  '--disable-web-security',
  '--disable-site-isolation-trials',
  '--unsafely-treat-insecure-origin-as-secure=http://x',
  '--crash-dumps-dir=/tmp',
  '--enable-crash-reporter',
  '--type=renderer',
  '--require=/x.cjs',
  '-r',
  '-e',
  '--app-path=/x',
  '--some-switch-of-next-year=1',
  '--use-gl=x --js-flags=y',
  '--lang=../../x',
  '--display=:0;x',
  '--ozone-platform=headless',
];

describe('a start that is repeated with the allowed arguments', () => {
  it.each(dangerous)('%s', (word) => {
    expect(judged(['--quick', word, 'deskside://a'])).toEqual(again(['--quick', 'deskside://a']));
  });

  it.each([
    ['a single dash', '-remote-debugging-port=9222'],
    ['three dashes', '---remote-debugging-port=9222'],
    ['blanks that Chromium cuts off', ' --remote-debugging-port=9222'],
    ['a line break', '\n--remote-debugging-port=9222'],
    ['capitals', '--Remote-Debugging-Port=9222'],
    ['an abbreviation', '--remote-debugging'],
    ['an en dash', '–remote-debugging-port=9222'],
    ['an em dash', '——remote-debugging-port=9222'],
    ['a full-width dash', '－－remote-debugging-port=9222'],
    ['a zero-width character', '\u200b--remote-debugging-port=9222'],
    ['a byte order mark', '\ufeff--remote-debugging-port=9222'],
    ['the end of switches', '--'],
    ['a dash alone', '-'],
    ['nothing', ''],
    ['quotation marks', '"--remote-debugging-port=9222"'],
    ['an own word with a value', '--quick=1'],
    ['an own word in capitals', '--QUICK'],
    ['an own word that lacks its value', '--user-data-dir='],
    ['a value with a control character', '--user-data-dir=/a\u0007b'],
    ['a value that never ends', `--user-data-dir=/${'a'.repeat(5_000)}`],
  ])('%s', (_how, word) => {
    expect(judged(['--hidden', word])).toEqual(again(['--hidden']));
  });

  it('a separate value does not count, and arguments after the end of switches are checked like the rest', () => {
    expect(judged(['--proxy-server', 'evil.example:8080', '--', '--js-flags=x'])).toEqual(again(['evil.example:8080']));
  });

  it('a repeated argument counts twice', () => {
    expect(judged(['--quick', '--log-file=a', '--log-file=b', '--quick'])).toEqual(again(['--quick', '--quick']));
  });

  it('a slash begins a switch on Windows, and a path elsewhere', () => {
    expect(judged(['/remote-debugging-port=9222'], someone('win32'))).toEqual(again([]));
    expect(judged(['/remote-debugging-port=9222'])).toEqual(clean);
  });

  it('an argument of one system is foreign on another', () => {
    expect(judged(['-psn_0_1'])).toEqual(again([]));
    expect(judged(['-Embedding'], someone('darwin'))).toEqual(again([]));
    expect(judged(['--password-store=gnome-libsecret'], someone('win32'))).toEqual(again([]));
  });

  it.each([
    'ELECTRON_ENABLE_LOGGING',
    'ELECTRON_LOG_FILE',
    'ELECTRON_FORCE_IS_PACKAGED',
    'ELECTRON_SOMETHING_NEW',
    'NODE_DEBUG',
    'NODE_V8_COVERAGE',
    'NODE_REDIRECT_WARNINGS',
    'CHROME_DEVEL_SANDBOX',
    'CHROME_CONFIG_HOME',
    'BREAKPAD_DUMP_LOCATION',
    'SSL_DIR',
    'NSS_TRACE_OCSP',
    'OPENSSL_CONF',
    'UV_THREADPOOL_SIZE',
  ])('the variable %s was read too early', (name) => {
    expect(judged(['--quick'], someone(), { ...home, [name]: '1' })).toEqual(again(['--quick']));
  });

  it('names of variables have no case on Windows', () => {
    expect(judged([], someone('win32'), { ...home, electron_log_file: 'x' })).toEqual(again([]));
    expect(judged([], someone('win32'), { ...home, Node_Options: 'x' })).toEqual({
      kind: 'clean',
      remove: ['Node_Options', START_MARK],
    });
    expect(judged([], someone(), { ...home, node_options: 'x' })).toEqual(clean);
  });

  it('variables of the user and the desktop stay unchanged', () => {
    const env = {
      ...home,
      GTK_MODULES: 'gail',
      LD_LIBRARY_PATH: '/x',
      XDG_CURRENT_DESKTOP: 'KDE',
      ELECTRON_OZONE_PLATFORM_HINT: 'wayland',
      CHROME_DESKTOP: 'deskside.desktop',
      NODE_ENV: 'x',
    };
    expect(judged([], someone(), env)).toEqual(clean);
    expect(judged(['--x'], someone(), env)).toEqual({
      kind: 'again',
      words: [],
      env: { ...env, [START_MARK]: 'again' },
    });
  });
});

describe('a start without the sandbox', () => {
  const without = [
    '--no-sandbox',
    '-no-sandbox',
    ' --no-sandbox',
    '--no-sandbox=0',
    '--NO-SANDBOX',
    '--disable-setuid-sandbox',
    '--disable-namespace-sandbox',
    '--disable-seccomp-filter-sandbox',
    '--disable-gpu-sandbox',
    '--no-zygote-sandbox',
    '--no-zygote',
    '--single-process',
    '--in-process-gpu',
    '--allow-sandbox-debugging',
  ];

  it.each(without)('is refused: %s', (word) => {
    const refused = judged(['--quick', word, '--log-file=x']);
    expect(refused).toEqual({
      kind: 'refused',
      why: 'sandbox',
      words: ['--quick'],
      env: { ...home, [START_MARK]: 'tell' },
    });
    expect(judged(['--quick'], someone(), { ...home, [START_MARK]: 'tell' })).toEqual({
      kind: 'tell',
      remove: [START_MARK],
    });
  });

  it('is refused when a variable asks for it, even an empty one', () => {
    expect(judged([], someone(), { ...home, ELECTRON_DISABLE_SANDBOX: '' })).toMatchObject({
      kind: 'refused',
      why: 'sandbox',
      env: home,
    });
  });

  it('is refused on Windows with a slash', () => {
    expect(judged(['/no-sandbox'], someone('win32'))).toMatchObject({ kind: 'refused', why: 'sandbox' });
  });

  it('is allowed for root only, in one spelling', () => {
    expect(judged(['--no-sandbox', '--quick'], root)).toEqual(clean);
    expect(judged(['--no-sandbox', '--disable-setuid-sandbox', '--single-process'], root)).toEqual(
      again(['--no-sandbox']),
    );
    expect(judged(['-no-sandbox'], root)).toEqual(again([]));
  });

  it('does not include every argument that contains “sandbox”', () => {
    for (const words of [['/srv/sandbox/list.csv'], ['deskside://no-sandbox'], ['--user-data-dir=/srv/no-sandbox']])
      expect(judged(words)).toEqual(clean);
    expect(judged(['--enable-sandbox'])).toEqual(again([]));
  });
});

describe('a second start', () => {
  it('is refused when it is still not clean: there is no third', () => {
    for (const mark of ['again', 'tell', '']) {
      expect(judged(['--js-flags=x'], someone(), { ...home, [START_MARK]: mark })).toMatchObject({
        kind: 'refused',
        why: 'still-unclean',
      });
      expect(judged([], someone(), { ...home, ELECTRON_LOG_FILE: 'x', [START_MARK]: mark })).toMatchObject({
        kind: 'refused',
        why: 'still-unclean',
      });
    }
  });

  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(...dangerous, '--quick', '--lang=ja', '--no-sandbox', '-x', '--', '/x', 'deskside://x'),
    fc.string().map((text) => `--${text}`),
  );
  const variables = fc.dictionary(
    fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('ELECTRON_X', 'NODE_OPTIONS', 'node_debug', 'LANG', 'SSLKEYLOGFILE'),
    ),
    fc.string(),
  );
  const person = fc.record({
    platform: fc.constantFrom<NodeJS.Platform>('linux', 'darwin', 'win32'),
    isRoot: fc.boolean(),
  });

  it('is clean after any first start, and has no argument that the first one had not', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), variables, person, (words, env, who) => {
        const first = cleanStart(words, env, who);
        if (first.kind !== 'again') return;
        expect(words).toEqual(expect.arrayContaining([...first.words]));
        expect(cleanStart(first.words, first.env, who)).toMatchObject({ kind: 'clean' });
      }),
      { numRuns: 5_000 },
    );
  });

  it('has no switch but those on the list, however it is spelled', () => {
    const known =
      /^--(quick|hidden|version|help|user-data-dir=.+|self-check=.+|lang=.+|disable-gpu(-compositing)?|disable-software-rasterizer|use-(gl|angle)=\w+|force-device-scale-factor=[\d.]+|high-dpi-support=1|force-renderer-accessibility|no-sandbox|display=.+|ozone-platform(-hint)?=\w+|enable-wayland-ime(=true)?|wayland-text-input-version=\d|gtk-version=\d|password-store=(gnome-libsecret|kwallet[56]?))$|^-psn_\d+_\d+$|^[-/]embedding$/i;
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), person, (words, who) => {
        const start = cleanStart(words, {}, who);
        const left = start.kind === 'clean' ? words : start.kind === 'again' ? start.words : [];
        const switches = left.filter((one) => (who.platform === 'win32' ? /^\s*[-/]/ : /^\s*-/).test(one));
        expect(switches.filter((one) => !known.test(one))).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });
});
