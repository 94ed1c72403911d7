import type { ManagedDevice } from '../managed-device';

/** The names of the form of a device. A device may have several: a MacBook is a laptop and a Mac. */
export const deviceForms = [
  'laptop',
  'desktop',
  'phone',
  'tablet',
  'mac',
  'server',
  'virtual-machine',
  'teams-room',
] as const;
export type DeviceForm = (typeof deviceForms)[number];

/**
 * How a form is recognized: Intune has no field for the chassis, so it is derived from the manufacturers' model names.
 */
export type FormFacts = Pick<ManagedDevice, 'platform' | 'os' | 'model' | 'manufacturer'>;

const SERVER = /\bserver\b/iu;
const VIRTUAL =
  /virtual|vmware|\bkvm\b|qemu|parallels|hyper-?v|\bbochs\b|\bxen\b|cloud pc|\bhvm domu\b|compute engine/iu;
const ROOM =
  /teams\s?rooms?|\bmtr\b|\bhub\b|\btap\b|room ?(?:kit|bar|panel)|thinksmart|slice g|surface hub|meeting|crestron|\brally\b|polycom|\bpoly\b|yealink|logitech|\bneat\b/iu;
const TABLET =
  /\bipad|tablet|\btab\b|galaxy tab|\bpad\b|matepad|mediapad|\bsurface (?:pro|go)\b|lavie tab|\bslate\b|\bsm-[txp]\d|toughpad|\bet[48]\d/iu;
const LAPTOP = new RegExp(
  [
    String.raw`book|laptop|notebook|thinkpad|latitude|inspiron|\bxps\b|precision [357]\d{3}\b|travelmate|swift|aspire|vaio|dynabook|portege|portégé|tecra|satellite`,
    String.raw`lifebook|let'?s ?note|\bcf-[a-z]{2}\d|versapro|lavie|\bgram\b|zenbook|vivobook|yoga|\blegion\b|ideapad|\bsurface laptop|\bpavilion\b|\benvy\b|spectre|\bomen\b`,
    String.raw`dragonfly|probook|\bblade\b|\bgalaxy book|framework|toughbook|mobile workstation|\bfirefly\b|\bstudio g\d|\bfz-|\bpro 1[346] (?:plus|premium)?|chromebook`,
  ].join('|'),
  'iu',
);
const DESKTOP = new RegExp(
  [
    String.raw`optiplex|desktop|tower|\bsff\b|\busff\b|\bmini\b|\bmicro\b|thinkcentre|thinkstation|prodesk|elitedesk|eliteone|proone|\baio\b|all-in-one|\bimac|mac ?pro\b|mac ?studio|mac ?mini`,
    String.raw`esprimo|celsius|\bnuc\b|workstation|vostro 3\d{3} (?:sff|mt)|precision t?\d{4} tower|\bz[1248] g\d|\btiny\b|endeavor|mate mini|deskmini|veriton|chromebox|surface studio|wyse`,
  ].join('|'),
  'iu',
);

const isWindows = ({ platform }: FormFacts): boolean => platform === 'windows';
const made = ({ manufacturer, model }: FormFacts): string => `${manufacturer} ${model}`;

const isServer = (device: FormFacts): boolean =>
  SERVER.test(device.os) || /poweredge|proliant|\bprimergy\b|thinksystem|system x\d/iu.test(device.model);
const isVirtual = (device: FormFacts): boolean => VIRTUAL.test(made(device));
const isRoom = (device: FormFacts): boolean =>
  /teams/iu.test(device.os) || ((isWindows(device) || device.platform === 'android') && ROOM.test(made(device)));
const isTablet = (device: FormFacts): boolean =>
  /ipad/iu.test(device.os) || (device.platform !== 'macos' && TABLET.test(device.model));
const isMobile = ({ platform }: FormFacts): boolean => platform === 'ios' || platform === 'android';
const isPhone = (device: FormFacts): boolean => isMobile(device) && !isTablet(device) && !isRoom(device);
const isComputer = (device: FormFacts): boolean =>
  !isMobile(device) && !isServer(device) && !isVirtual(device) && !isRoom(device);
const isDesktop = (device: FormFacts): boolean =>
  isComputer(device) && DESKTOP.test(device.model) && !/mobile workstation/iu.test(device.model);
const isLaptop = (device: FormFacts): boolean => isComputer(device) && !isDesktop(device) && LAPTOP.test(device.model);

const tests: Readonly<Record<DeviceForm, (device: FormFacts) => boolean>> = {
  laptop: isLaptop,
  desktop: isDesktop,
  phone: isPhone,
  tablet: isTablet,
  mac: ({ platform }) => platform === 'macos',
  server: isServer,
  'virtual-machine': isVirtual,
  'teams-room': isRoom,
};

/** Whether people would use this name for the device. For an unknown model only its platform counts. */
export const hasForm = (device: FormFacts, form: DeviceForm): boolean => tests[form](device);
