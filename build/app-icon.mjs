// Draws the app's icon into build/icons/: PNG sizes for Linux, icon.ico for Windows, icon.icns for macOS.
// Run by hand after a change (node build/app-icon.mjs); needs a Chromium.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { at } from './setup/places.mjs';
import { script } from './setup/say.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS = [16, 24, 32, 48, 64, 256];
const LINUX = [16, 24, 32, 48, 64, 128, 256, 512];
const APPLE = { icp4: 16, icp5: 32, icp6: 64, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 };

/** A call for help that stands on a desk. Small sizes lose the desk and gain thicker strokes. */
function picture(size) {
  const small = size < 48;
  const desk = small ? '' : '<rect x="104" y="398" width="304" height="26" rx="13" fill="#fff" fill-opacity=".55"/>';
  const lift = small ? 'translate(256 262) scale(1.12) translate(-256 -236)' : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 512 512">
    <defs><linearGradient id="ground" x1="0" y1="0" x2=".6" y2="1"><stop offset="0" stop-color="#2b88d8"/><stop offset="1" stop-color="#0a4a8f"/></linearGradient></defs>
    <rect x="${small ? 16 : 32}" y="${small ? 16 : 32}" width="${small ? 480 : 448}" height="${small ? 480 : 448}" rx="104" fill="url(#ground)"/>
    ${desk}
    <g transform="${lift}">
      <path fill="#fff" d="M156 112h200a44 44 0 0 1 44 44v120a44 44 0 0 1-44 44h-76l-62 54a11 11 0 0 1-18-8v-46h-44a44 44 0 0 1-44-44V156a44 44 0 0 1 44-44z"/>
      <path fill="none" stroke="#0f6cbd" stroke-width="${small ? 38 : 30}" stroke-linecap="round" d="M218 182a39 39 0 1 1 57 35c-13 7-19 13-19 27M256 281v1"/>
    </g></svg>`;
}

async function draw() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const page = await browser.newPage();
  const drawn = new Map();
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(`<body style="margin:0;line-height:0">${picture(size)}</body>`);
    drawn.set(size, await page.screenshot({ omitBackground: true }));
  }
  await browser.close();
  return drawn;
}

/** The ICO container: a table of entries, then PNG files. A width of 256 is written as 0. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index;
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The ICNS container: type, length and PNG, again and again. */
function icns(pictures) {
  const chunk = (type, data) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  };
  return chunk('icns', Buffer.concat(pictures.map(({ type, png }) => chunk(type, png))));
}

await script(async () => {
  const drawn = await draw();
  mkdirSync(at('build', 'icons', 'linux'), { recursive: true });
  for (const size of LINUX) writeFileSync(at('build', 'icons', 'linux', `${size}x${size}.png`), drawn.get(size));
  writeFileSync(at('build', 'icons', 'icon.ico'), ico(WINDOWS.map((size) => ({ size, png: drawn.get(size) }))));
  writeFileSync(
    at('build', 'icons', 'icon.icns'),
    icns(Object.entries(APPLE).map(([type, size]) => ({ type, png: drawn.get(size) }))),
  );
});
