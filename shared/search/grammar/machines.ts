import { type Part, takeAll, type Taken } from './part';

/** Virtual machines have the bytes of an id as their serial number. */
const MACHINE = /(?<![\p{L}\p{N}])(?:VMware|Parallels)-[0-9a-f]{2}(?:[ -]?[0-9a-f]{2}){2,15}(?![\p{L}\p{N}])/giu;
/** The same sixteen bytes without the maker in front. */
const BYTES = /(?<![\p{L}\p{N}-])[0-9a-f]{2}(?:[ -][0-9a-f]{2}){15}(?![\p{L}\p{N}])/giu;

const bytesOf = (text: string): readonly string[] => text.replace(/[ -]/gu, '').toLowerCase().match(/../gu) ?? [];

/** As VMware writes it: sixteen bytes apart, a hyphen in the middle. */
const vmwareSerial = (bytes: readonly string[]): string =>
  `VMware-${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;

/** An id of the firmware has the bytes of its first three groups the other way round. */
const turned = (bytes: readonly string[]): readonly string[] => [
  ...bytes.slice(0, 4).reverse(),
  ...bytes.slice(4, 6).reverse(),
  ...bytes.slice(6, 8).reverse(),
  ...bytes.slice(8),
];

/** VMware begins them so: made by hand, or by its own rule. */
const isOfVmware = ([first, second]: readonly string[]): boolean =>
  first === '42' || (first === '56' && second === '4d');

/** The serial number of the virtual machine that has this id; null when it can be none of VMware. */
export function machineOf(id: string): Part | null {
  const bytes = bytesOf(id);
  const [text, ...alternatives] =
    bytes.length === 16 ? [bytes, turned(bytes)].filter(isOfVmware).map(vmwareSerial) : [];
  return text === undefined ? null : { kind: 'serial', text, told: id, alternatives, fields: ['serial'], whole: true };
}

/** Serial numbers of virtual machines, whole: their pieces are in every one of them. */
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
