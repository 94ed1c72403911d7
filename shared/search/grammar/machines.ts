import { type Part, takeAll, type Taken } from './part';

/** Virtual machines use the bytes of a UUID as their serial number. */
const MACHINE = /(?<![\p{L}\p{N}])(?:VMware|Parallels)-[0-9a-f]{2}(?:[ -]?[0-9a-f]{2}){2,15}(?![\p{L}\p{N}])/giu;
/** The same sixteen bytes without the prefix of the manufacturer. */
const BYTES = /(?<![\p{L}\p{N}-])[0-9a-f]{2}(?:[ -][0-9a-f]{2}){15}(?![\p{L}\p{N}])/giu;

const bytesOf = (text: string): readonly string[] => text.replace(/[ -]/gu, '').toLowerCase().match(/../gu) ?? [];

/** As VMware writes it: sixteen separate bytes with a hyphen in the middle. */
const vmwareSerial = (bytes: readonly string[]): string =>
  `VMware-${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;

/** A firmware UUID has the bytes of its first three groups in reverse order. */
const turned = (bytes: readonly string[]): readonly string[] => [
  ...bytes.slice(0, 4).reverse(),
  ...bytes.slice(4, 6).reverse(),
  ...bytes.slice(6, 8).reverse(),
  ...bytes.slice(8),
];

/** First bytes of VMware's ids: set by an administrator, or generated. */
const isOfVmware = ([first, second]: readonly string[]): boolean =>
  first === '42' || (first === '56' && second === '4d');

/** The serial number of the virtual machine with this id; null when it cannot be an id of VMware. */
export function machineOf(id: string): Part | null {
  const bytes = bytesOf(id);
  const [text, ...alternatives] =
    bytes.length === 16 ? [bytes, turned(bytes)].filter(isOfVmware).map(vmwareSerial) : [];
  return text === undefined ? null : { kind: 'serial', text, told: id, alternatives, fields: ['serial'], whole: true };
}

/** Serial numbers of virtual machines, matched as a whole: parts of them occur in all of them. */
export function takeMachineSerials(text: string): Taken {
  const named = takeAll(text, MACHINE, ([serial]) => {
    const digits = /^VMware-([0-9a-f -]{32,48})$/iu.exec(serial)?.[1];
    const bytes = digits === undefined ? [] : bytesOf(digits);
    const forms = [...(bytes.length === 16 ? [vmwareSerial(bytes)] : []), serial.replace(/[ -]/gu, '')].filter(
      (form) => form !== serial,
    );
    return [{ kind: 'serial', text: serial, alternatives: forms, fields: ['serial', 'name'] }];
  });
  const bare = takeAll(named.rest, BYTES, ([bytes]) => {
    const machine = machineOf(bytes);
    return machine === null ? null : [{ ...machine, told: bytes }];
  });
  return { parts: [...named.parts, ...bare.parts], rest: bare.rest };
}
