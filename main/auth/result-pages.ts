import { createHash } from 'node:crypto';

/** The pages that the browser shows at the end of a sign-in. */
export interface ResultPages {
  /** The code was received. Whether the sign-in succeeds is not known yet. */
  readonly success: string;
  readonly failure: string;
  /** For a user who opens the address by hand while a sign-in is pending. */
  readonly waiting: string;
}

const style =
  'html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem;margin:0}p{margin:.25rem 0 1.5rem}';
const styleHash = createHash('sha256').update(style).digest('base64');

const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** The policy of the pages, and what only a header can set. */
export const pagePolicy = `${policy}; frame-ancestors 'none'`;

/** Nothing of the service's answer goes into the page: anyone could have written it. */
function page(title: string, en: readonly [string, string], ja: readonly [string, string]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${en[0]}</h1>
<p>${en[1]}</p>
<section lang="ja">
<h1>${ja[0]}</h1>
<p>${ja[1]}</p>
</section>
</main>
</body>
</html>
`;
}

export const resultPages: ResultPages = {
  success: page(
    'Deskside',
    [
      'Go back to Deskside',
      'You are done here and can close this window. Deskside finishes the sign-in and tells you when you are signed in.',
    ],
    [
      'Deskside に戻ってください',
      'ここでの操作は終わりです。このウィンドウを閉じてください。サインインの続きと結果は Deskside に表示されます。',
    ],
  ),
  failure: page(
    'Deskside',
    ['Sign-in was not completed', 'You can close this window. Deskside tells you what to do next.'],
    ['サインインは完了しませんでした', 'このウィンドウを閉じてください。次に行うことは Deskside に表示されます。'],
  ),
  waiting: page(
    'Deskside',
    [
      'Nothing to see here',
      'Deskside waits for the sign-in page, which comes back to this address by itself. You can close this window.',
    ],
    [
      'このページには何も表示されません',
      'Deskside はサインイン ページからの応答を待っています。応答は自動的に届きます。このウィンドウは閉じてかまいません。',
    ],
  ),
};
