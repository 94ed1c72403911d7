/**
 * Account names under which Windows enrolls devices before a user signs in: Autopilot (`fooUser@…`, `autopilot@…`,
 * sometimes with a suffix) and provisioning packages (`package_<id>@…`). None of them is a possible name of a person.
 */
const setUpName = /^(?:foouser\d{0,6}|autopilot\d{0,6}|(?:foouser|autopilot|package)[_-][0-9a-z-]{4,64})$/i;

/** Whether a sign-in name is that of a set-up account, so that no user has enrolled the device yet. */
export function isSetUpAccount(upn: string): boolean {
  const at = upn.indexOf('@');
  return at > 0 && at < 100 && setUpName.test(upn.slice(0, at));
}
