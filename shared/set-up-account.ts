/**
 * Names that Windows enrolls devices under before a person does: Autopilot (`fooUser@…`, `autopilot@…`, sometimes with a suffix) and
 * provisioning packages (`package_<id>@…`). What a person could be called is not among them.
 */
const setUpName = /^(?:foouser\d{0,6}|autopilot\d{0,6}|(?:foouser|autopilot|package)[_-][0-9a-z-]{4,64})$/i;

/** Whether a sign-in name is that of a set-up account, so that no person has enrolled the device yet. */
export function isSetUpAccount(upn: string): boolean {
  const at = upn.indexOf('@');
  return at > 0 && at < 100 && setUpName.test(upn.slice(0, at));
}
