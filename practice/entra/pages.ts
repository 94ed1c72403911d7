import { createHash } from 'node:crypto';
import type { Account } from './accounts';

/** The few pages a browser sees while signing in to the practice tenant. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

const unescaped = new Map(Object.entries(ENTITIES).map(([mark, entity]) => [entity, mark]));

const unescapeHtml = (text: string): string =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => unescaped.get(entity) ?? entity);

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, 'Noto Sans', 'Noto Sans JP', sans-serif }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; background: Canvas; color: CanvasText }
main { width: min(28rem, 92vw); padding: 2rem; border: 1px solid GrayText; border-radius: 8px }
h1 { font-size: 1.4rem; margin: 0 0 .5rem } p { margin: .25rem 0 1rem } ul { padding-left: 1.2rem }
button { display: block; width: 100%; margin: .5rem 0; padding: .6rem .8rem; text-align: left; font: inherit; border: 1px solid GrayText; border-radius: 6px; background: ButtonFace; color: ButtonText; cursor: pointer }
button:hover, button:focus-visible { outline: 2px solid Highlight } small { display: block; opacity: .8 }
.practice { font-size: .85rem; border-bottom: 1px dashed GrayText; padding-bottom: .5rem }`;

const SUBMIT = 'document.forms[0].submit()';
const SCRIPT_HASH = `'sha256-${createHash('sha256').update(SUBMIT).digest('base64')}'`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

function page(title: string, body: string, status = 200, script = ''): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><p class="practice">Practice tenant · 練習用テナント</p>${body}</main>${script}</body></html>`;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'none'; style-src ${STYLE_HASH}; script-src ${SCRIPT_HASH}; frame-ancestors 'none'; base-uri 'none'`,
  };
  return new Response(html, { status, headers });
}

/** Lists the accounts as buttons; works without scripts. */
export function accountPage(accounts: readonly Account[], scopes: readonly string[], hint: string | null): Response {
  const hinted = (account: Account): boolean => hint !== null && account.userPrincipalName === hint.toLowerCase();
  const ordered = [...accounts.filter(hinted), ...accounts.filter((account) => !hinted(account))];
  const buttons = ordered.map(
    (account) =>
      `<button name="account" value="${escapeHtml(account.userPrincipalName)}">${escapeHtml(account.name)}<small>${escapeHtml(account.userPrincipalName)} — ${escapeHtml(account.note)}</small></button>`,
  );
  const list =
    scopes.length === 0
      ? ''
      : `<p>Deskside asks for · 要求される権限:</p><ul>${scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')}</ul>`;
  return page(
    'Sign in · サインイン',
    `<h1>Sign in · サインイン</h1>${list}<form method="post">${buttons.join('')}<button name="decline" value="1">Cancel · キャンセル</button></form>`,
  );
}

/** An error that must not be sent to the redirect address, because the request itself is not trusted. */
export const errorPage = (description: string): Response =>
  page(
    'Sign-in failed · サインイン失敗',
    `<h1>Sorry, but we’re having trouble signing you in.</h1><p>${escapeHtml(description)}</p>`,
    400,
  );

export const signedOutPage = (): Response =>
  page('Signed out · サインアウト', '<h1>You signed out of your account. · サインアウトしました</h1>');

/** OAuth form post: submits itself, or by its button where scripts are off. */
export function formPostPage(redirectUri: string, fields: Readonly<Record<string, string>>): Response {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Working… · 処理中',
    `<h1>Back to the app · アプリに戻る</h1><form method="post" action="${escapeHtml(redirectUri)}">${inputs.join('')}<button>Continue · 続行</button></form>`,
    200,
    `<script>${SUBMIT}</script>`,
  );
}

/** Reads a page made by {@link formPostPage}; undefined for any other page. */
export function readFormPost(html: string): { readonly redirectUri: string; readonly body: string } | undefined {
  const action = /<form method="post" action="([^"]+)">/.exec(html)?.[1];
  if (action === undefined) return undefined;
  const body = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    body.append(unescapeHtml(name), unescapeHtml(value));
  return { redirectUri: unescapeHtml(action), body: body.toString() };
}
