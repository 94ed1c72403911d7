/** What firmware reports for "no serial number": only the letters and digits, in lower case. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'default',
  'defaultstring',
  'tobefilled',
  'tobefilledbyoem',
  'oem',
  'oemserial',
  'none',
  'null',
  'nil',
  'na',
  'unknown',
  'undefined',
  'empty',
  'invalid',
  'test',
  'tbd',
  'systemserialnumber',
  'systemserial',
  'serialnumber',
  'serial',
  'sn',
  'serialno',
  'chassisserialnumber',
  'chassisserial',
  'boardserialnumber',
  'baseboardserialnumber',
  'motherboardserialnumber',
  'notspecified',
  'notapplicable',
  'notavailable',
  'notset',
  'notprovided',
  'notdefined',
  'noserial',
  'noserialnumber',
  'nonumber',
  'invalidserialnumber',
  'systemproductname',
  'systemversion',
  'systemmanufacturer',
  'fillbyoem',
  'filledbyoem',
  'asset',
  'assettag',
  'noassettag',
  '123456789',
  '0123456789',
  '1234567890',
  '12345678',
  '01234567',
  '012345678',
  '1234567',
  '123456',
  '12345',
  '1234',
  'abcdefg',
  'abcdefgh',
]);
/** `0`, `00000000`, `XXXX`, `FFFFFF`. */
const ONE_CHARACTER = /^(.)\1*$/u;

/** Whether a text is not a real serial number: makers leave such texts in the firmware, and many devices share them. */
export function isPlaceholderSerial(serial: string): boolean {
  const core = serial
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return core === '' ? serial.trim() !== '' : PLACEHOLDERS.has(core) || ONE_CHARACTER.test(core);
}
