/** The language tag that this computer formats by (`de-DE`): programs from before Unicode choose their code page by it. */
export const systemLanguage = (): string => new Intl.NumberFormat().resolvedOptions().locale;
