/** Orders texts by their units: the same on every workstation. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
