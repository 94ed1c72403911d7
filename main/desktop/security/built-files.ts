import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pageHeaders } from './content-policy';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Built file by its URL path, such as `/index.html`. */
export type BuiltFiles = ReadonlyMap<string, { readonly file: string; readonly type: string }>;

/** Lists the built pages once. Only listed files are served; a file path is never built from a URL. */
export async function listBuiltFiles(folder: string): Promise<BuiltFiles> {
  const found = new Map<string, { file: string; type: string }>();
  const walk = async (path: string, address: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const file = join(path, entry.name);
      if (entry.isDirectory()) await walk(file, `${address}/${entry.name}`);
      const type = types[extname(entry.name)];
      if (entry.isFile() && type !== undefined) found.set(`${address}/${entry.name}`, { file, type });
    }
  };
  await walk(folder, '');
  return found;
}

/** The response to a page request: a listed file with the security headers, else 404 without a body. */
export async function answerFromFiles(
  files: BuiltFiles,
  request: { readonly method: string; readonly url: string },
  read: (file: string) => Promise<Uint8Array<ArrayBuffer>> = readFresh,
): Promise<Response> {
  const path = pathOf(request);
  const entry = path === null ? undefined : files.get(path);
  if (entry === undefined) return new Response(null, { status: 404, headers: pageHeaders });
  return new Response(await read(entry.file), {
    headers: { ...pageHeaders, 'Content-Type': entry.type, 'Cache-Control': 'no-cache' },
  });
}

async function readFresh(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(file));
}

function pathOf({ method, url }: { readonly method: string; readonly url: string }): string | null {
  if (method !== 'GET' || !URL.canParse(url)) return null;
  const { protocol, host, username, password, pathname } = new URL(url);
  return protocol === 'app:' && host === 'deskside' && username === '' && password === '' ? pathname : null;
}
