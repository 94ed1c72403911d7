/** Clock error that Kerberos and Microsoft Entra tolerate; certificates are checked to the second. */
const BEARABLE_MS = 5 * 60_000;

/** Whole seconds by which the clock of this computer is ahead of the service's; negative when it is behind, null when they agree. */
export function skewOf(serverTime: number | null, now: number): number | null {
  if (serverTime === null || Math.abs(now - serverTime) <= BEARABLE_MS) return null;
  return Math.round((now - serverTime) / 1_000);
}

/** Reports a wrong clock once, and again only after it was right in between. */
export function watchSkew(onSkew: (seconds: number) => void): (skew: number | null) => void {
  let isAlreadyShown = false;
  return (skew) => {
    if (skew !== null && !isAlreadyShown) onSkew(skew);
    isAlreadyShown = skew !== null;
  };
}
