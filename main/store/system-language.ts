/** The language tag that this computer formats by (`de-DE`): what programs from before Unicode chose their code page by. */
export const systemLanguage = (): string => new Intl.NumberFormat().resolvedOptions().locale;
