import { createHash } from 'node:crypto';

/** The pages that the browser shows at the end of a sign-in. */
export interface ResultPages {
  readonly success: string;
  readonly failure: string;
}

const style =
  'html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.5rem;margin:0}p{margin:.25rem 0 1.5rem}';
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing of what the service answered goes into the page: the text could be anybody's. */
function page(title: string, en: readonly [string, string], ja: readonly [string, string]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'">
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
    ['You are signed in to Deskside', 'You can close this window and go back to Deskside.'],
    ['Deskside にサインインしました', 'このウィンドウを閉じて Deskside に戻ってください。'],
  ),
  failure: page(
    'Deskside',
    ['Sign-in was not completed', 'You can close this window. Deskside tells you what to do next.'],
    ['サインインは完了しませんでした', 'このウィンドウを閉じてください。次に行うことは Deskside に表示されます。'],
  ),
};
