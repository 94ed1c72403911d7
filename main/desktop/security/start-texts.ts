import type { Locale } from '../../../shared/i18n';

/** Separate from the other texts, like those of a crash, because no other part of the app is running then. */
export const noSandboxTexts: Readonly<
  Record<Locale, { readonly title: string; readonly body: string; readonly close: string }>
> = {
  en: {
    title: 'Deskside was not started',
    body: 'It was to run without its sandbox (for example with --no-sandbox). The sandbox keeps harmful content away from your sign-in, so Deskside does not run without it. If this computer cannot provide one, ask your administrator.',
    close: 'Close',
  },
  ja: {
    title: 'Deskside を起動できませんでした',
    body: 'サンドボックスを無効にする指定（--no-sandbox など）で起動されました。サンドボックスは有害なコンテンツからサインイン情報を守るため、無効のままでは Deskside を起動しません。このコンピューターでサンドボックスを使えない場合は、管理者にお問い合わせください。',
    close: '閉じる',
  },
};
