import type { DeviceForm } from '../forms';

const WORDS: Readonly<Record<DeviceForm, string>> = {
  laptop:
    'laptop|laptops|notebook|notebooks|lap-top|portable|ordinateur portable|pc portable|portátil|portatil|portatile|klapprechner|ultrabook|macbook|macbook pro|macbook air|chromebook|ノートpc|ノートパソコン|ノート|ノートブック|ラップトップ|笔记本|笔记本电脑|筆電|노트북|ноутбук',
  desktop:
    'desktop|desktops|desktop pc|tower|workstation|standrechner|tischrechner|fixe|sobremesa|デスクトップ|デスクトップpc|デスクトップパソコン|台式机|台式電腦|데스크톱|데스크탑|настольный',
  phone:
    'phone|phones|smartphone|smart phone|mobile|mobile phone|cell|cellphone|cell phone|handy|diensthandy|mobiltelefon|téléphone|telephone|mobil|móvil|movil|cellulare|telefonino|iphone|android phone|スマホ|スマートフォン|スマートホン|携帯|携帯電話|ケータイ|アイフォン|アイフォーン|手机|手機|휴대폰|스마트폰|핸드폰|телефон',
  tablet:
    'tablet|tablets|tablet pc|ipad|ipads|tablette|tableta|タブレット|タブレットpc|アイパッド|平板|平板电脑|태블릿|планшет',
  mac: 'mac|macs|macintosh|imac|mac mini|マック',
  server: 'server|servers|serveur|servidor|サーバー|サーバ|服务器|伺服器|서버|сервер',
  'virtual-machine':
    'vm|vms|virtual machine|virtual desktop|virtuelle maschine|machine virtuelle|cloud pc|avd|vdi|仮想マシン|仮想デスクトップ|仮想pc|虚拟机|가상 머신',
  'teams-room':
    'teams room|teams rooms|mtr|meeting room|conference room|room system|besprechungsraum|konferenzraum|salle de réunion|sala de reuniones|会議室|ミーティングルーム|会议室|회의실',
};

const FORMS: ReadonlyMap<string, DeviceForm> = new Map(
  Object.entries(WORDS).flatMap(([form, words]) => words.split('|').map((word) => [word, form as DeviceForm] as const)),
);
/** Longer ones first, so that "mac mini" is not taken for "mac". */
const ENDINGS = [...FORMS.keys()].filter((word) => /[^\x20-\x7e]/u.test(word)).sort((a, b) => b.length - a.length);
const MAX_WORDS = 3;
/** Between a device and its owner: `PC de Marie`, `laptop von Anna`. */
const OF = /^(?:of|from|for|von|vom|de|du|des|di|del|van|do|da|för|till|til|av|od|от)$/iu;

/** Before a device: `el portátil de Carlos`, `das Notebook von Anna`. */
const ARTICLE =
  /^(?:the|my|his|her|der|die|das|dem|den|ein|eine|mein|meine|le|la|les|un|une|mon|ma|el|los|las|una|mi|il|lo|o|os|um|uma|meu|het|een)$/iu;

/** Words for any device: they do not narrow the search. */
const ANY_DEVICE = new Set([
  'pc',
  'computer',
  'device',
  'machine',
  'rechner',
  'gerät',
  'ordinateur',
  'appareil',
  'equipo',
  'dispositivo',
  'パソコン',
  'コンピューター',
  'コンピュータ',
  '端末',
  'マシン',
  'デバイス',
  '电脑',
  '電腦',
  '설비',
  '컴퓨터',
  'компьютер',
]);

/** Whether a word means any device. */
export const isAnyDevice = (word: string): boolean => ANY_DEVICE.has(word.toLowerCase());

export interface WithoutForms {
  readonly words: readonly string[];
  readonly form: DeviceForm | null;
  /** The words that mean the form, as they were typed. */
  readonly said: readonly string[];
}

const formOf = (words: readonly string[]): DeviceForm | undefined => FORMS.get(words.join(' ').toLowerCase());

/** `佐藤さんのスマホ`: in Japanese the form is written without a space. */
function attached(word: string): readonly [string, string] | null {
  const lower = word.toLowerCase();
  const ending = [...ENDINGS, ...ANY_DEVICE].find(
    (one) => /[^\x20-\x7e]/u.test(one) && lower.endsWith(one) && lower.length > one.length,
  );
  const ascii = ending ?? /(?<=[^\x20-\x7e])(?:ノート)?(?:pc|iphone|ipad|mac|macbook)$/iu.exec(word)?.[0];
  return ascii === undefined ? null : [word.slice(0, word.length - ascii.length).replace(/の$/u, ''), ascii];
}

/** Removes the words that mean a form of device (`laptop`, `スマホ`), or any device (`PC`, `端末`). */
export function withoutForms(words: readonly string[]): WithoutForms {
  const left: string[] = [];
  const said: string[] = [];
  let form: DeviceForm | null = null;
  let isBehindDevice = false;
  for (let at = 0; at < words.length;) {
    const size = [MAX_WORDS, 2, 1].find(
      (count) => at + count <= words.length && formOf(words.slice(at, at + count)) !== undefined,
    );
    const word = words[at] ?? '';
    const tail = size === undefined ? attached(word) : null;
    if (size !== undefined) {
      form ??= formOf(words.slice(at, at + size)) ?? null;
      said.push(words.slice(at, at + size).join(' '));
    } else if (tail !== null) {
      form ??= FORMS.get(tail[1].toLowerCase()) ?? null;
      said.push(tail[1]);
      left.push(tail[0]);
    } else if (ANY_DEVICE.has(word.toLowerCase())) said.push(word);
    else if (!(isBehindDevice && OF.test(word) && at + 1 < words.length)) left.push(word);
    isBehindDevice = size !== undefined || tail !== null || ANY_DEVICE.has(word.toLowerCase());
    if (
      isBehindDevice &&
      tail === null &&
      left.length > 0 &&
      left.at(-1) === words[at - 1] &&
      ARTICLE.test(left.at(-1) ?? '')
    )
      left.pop();
    at += size ?? 1;
  }
  return { words: left.filter((word) => word !== ''), form, said };
}
