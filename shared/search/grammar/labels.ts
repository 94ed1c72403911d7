/** What a label says about the value after it. */
export type LabelKind =
  'serial' | 'service-code' | 'name' | 'id' | 'imei' | 'mac' | 'phone' | 'account' | 'person' | 'noise';

/** A space matches a space, full stop, hyphen, underscore or nothing. */
const LATIN: Readonly<Record<LabelKind, string>> = {
  serial:
    'serial number|serial num|serial no|serial nr|serial nbr|serial|ser no|s/n|s n|sn|s no|service tag|svc tag|servicetag|product serial number|bios serial number|chassis serial number|seriennummer|serien nr|serien nummer|snr|numero de serie|número de serie|número de série|numéro de série|n° de série|n° serie|no de série|no de serie|num serie|numero di serie|matricola|numer seryjny|nr seryjny|sériové číslo|výrobní číslo|sorozatszám|serienummer|serie nr|serienr|sarjanumero|seri numarası|seri no|серийный номер|серийный №|серийный no|сер номер|σειριακός αριθμός|nomor seri|số sê-ri|số seri|numero seriale|seriale',
  'service-code': 'express service code|express code|expressservicecode|express servicecode',
  name: "device name|computer name|host name|machine name|pc name|managed device name|workstation|hostname|host|machine|device|computer|asset tag|asset no|asset number|asset id|asset|inventory number|inventory no|inventarnummer|inventar nr|gerätename|geraetename|gerät|computername|rechnername|rechner|nom de l'appareil|nom de l'ordinateur|nom du poste|nom de la machine|poste|appareil|ordinateur|nombre del equipo|nombre de equipo|nombre del dispositivo|equipo|nome do dispositivo|nome do computador|nome dispositivo|nome computer|dispositivo|computernaam|apparaatnaam|nazwa urządzenia|nazwa komputera|urządzenie|komputer|enhetsnavn|datornamn|имя устройства|имя компьютера|устройство|компьютер|pc",
  id: 'device id|azure ad device id|azuread device id|entra device id|entra id device id|intune device id|managed device id|mdm device id|object id|user id|azure ad id|entra id|intune id|geräte id|appareil id|id',
  imei: 'imei number|imei no|imei 1|imei 2|imei1|imei2|imeisv|imei/meid|imei|meid',
  mac: 'mac address|mac addr|mac adresse|adresse mac|dirección mac|indirizzo mac|wi-fi mac address|wifi mac address|wi-fi mac|wifi mac|wlan mac|ethernet mac|physical address|physische adresse|hardware address',
  phone:
    'phone number|phone no|phone|telephone|telefonnummer|telefon nr|telefon|tel|mobile number|mobile no|mobile|cell|handynummer|handy|mobil|téléphone|portable|teléfono|móvil|telefono|cellulare|telefone|numer telefonu|телефон|call back|callback|rückruf',
  account:
    'user principal name|userprincipalname|primary user upn|upn|sign-in name|signin name|login name|login id|login|logon name|logon|username|user name|sam account name|samaccountname|account name|account|benutzername|anmeldename|kennung|identifiant|nombre de usuario|usuario|nome utente|utente|e-mail address|email address|e-mail|email|mail|mail-adresse|adresse mail|courriel|correo|логин|почта',
  person:
    'primary user|user display name|display name|full name|user|owner|name|caller|reported by|requested by|requested for|requester|opened by|contact|customer|employee|assigned to|enrolled by|benutzer|nutzer|anwender|anrufer|melder|kontakt|mitarbeiter|utilisateur|demandeur|appelant|nom|nombre|nome|cognome|gebruiker|melder|naam|användare|bruger|bruker|käyttäjä|użytkownik|пользователь|имя',
  noise:
    'subject|betreff|objet|asunto|from|von|re|fw|fwd|aw|wg|model|modell|os|operating system|issue|problem|priority|description',
};

const CJK: Readonly<Record<LabelKind, string>> = {
  serial:
    'シリアル番号|シリアルナンバー|シリアルNo|シリアル|製造番号|製品番号|製番|機番|資産管理番号|資産番号|管理番号|序列号|序列號|产品序列号|机器序列号|시리얼 번호|시리얼번호|시리얼넘버|시리얼|일련번호|일련 번호|제조번호|サービスタグ',
  'service-code': 'エクスプレスサービスコード',
  name: 'デバイス名|コンピューター名|コンピュータ名|ホスト名|端末名|PC名|pc名|マシン名|機器名|端末番号|PC番号|设备名称|设备名|计算机名|计算机名称|主机名|资产编号|電腦名稱|裝置名稱|장치 이름|장치이름|컴퓨터 이름|컴퓨터이름|기기명|デバイス|端末|パソコン',
  id: 'デバイスID|デバイスid|端末ID|オブジェクトID|设备ID|设备 ID|장치 ID',
  imei: 'IMEI番号|IMEI号',
  mac: 'MACアドレス|macアドレス|物理アドレス|MAC地址|MAC 주소',
  phone: '電話番号|携帯電話番号|携帯番号|電話|携帯|内線|手机号码|手机号|电话号码|电话|전화번호|휴대폰',
  account:
    'ユーザーID|ユーザID|ログインID|サインイン名|アカウント名|アカウント|メールアドレス|メール|用户名|账号|邮箱|사용자 ID|계정|이메일',
  person:
    'ユーザー名|ユーザ名|ユーザー|ユーザ|利用者名|利用者|使用者名|使用者|氏名|お名前|名前|依頼者|申請者|担当者|連絡者|所有者|社員|用户|姓名|使用人|사용자|이름|성명',
  noise: '件名|機種|型番|型号|모델',
};

const kinds = new Map<string, LabelKind>();
const spelling = (label: string): string => label.replace(/[\s._-]/gu, '').toLowerCase();
for (const table of [CJK, LATIN]) {
  for (const [kind, labels] of Object.entries(table))
    for (const label of labels.split('|')) kinds.set(spelling(label), kind as LabelKind);
}

/** People may type a space where a label changes from one script to another. */
const BORDER = /(?<=[^\x20-\x7e])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3])/gu;

/** Longer labels first, so that "device name" is not read as "device". */
function alternation(table: Readonly<Record<LabelKind, string>>): string {
  const labels = Object.values(table).flatMap((list) => list.split('|'));
  const escaped = labels
    .sort((a, b) => b.length - a.length)
    .map((label) =>
      label
        .replace(/[/.^$*+?()[\]{}|\\]/gu, '\\$&')
        .replace(/[\s-]/gu, '[ ._-]?')
        .replace(BORDER, ' ?'),
    );
  return [...new Set(escaped)].join('|');
}

/** Labels in Chinese, Japanese and Korean first: some begin with a Latin label, such as PC名. */
const LABEL = new RegExp(
  `(?:${alternation(CJK)})|(?<![\\p{L}\\p{N}@.\\\\/-])(?:${alternation(LATIN)})(?![\\p{L}\\p{N}@\\\\])`,
  'giu',
);
const SEPARATOR =
  /^[ ."']{0,3}(?:number|num|no|nr|#|番号|号)?[ ."']{0,3}(?:(?:=>|->|:=|[:=#→]|\bis\b|\bist\b|\best\b|\bes\b|は|が)[ "'=:]{0,4}|[ "']{1,4})/iu;

/** A label and the text from there to the next one. */
export interface Labelled {
  readonly kind: LabelKind;
  /** A colon or the like separates the label from its value, so it is certainly a label. */
  readonly isSure: boolean;
  /** Start of the label. */
  readonly start: number;
  /** Start of its value. */
  readonly from: number;
  /** Start of the next label, or the end of the text. */
  readonly to: number;
}

/** The labels in a text, in many languages. */
export function labelsIn(text: string): readonly Labelled[] {
  // A label and its value are separate words, or differ in script.
  if (/^[!-9;<>-~]*$/.test(text) && !/[=#]/u.test(text)) return [];
  const found = [...text.matchAll(LABEL)].map((match) => {
    const label = match[0];
    const end = match.index + label.length;
    const separator = SEPARATOR.exec(text.slice(end, end + 24))?.[0] ?? '';
    const isSure = /[:=#→はが]|\b(?:is|ist|est|es)\b/iu.test(separator);
    return {
      kind: kinds.get(spelling(label)) ?? 'noise',
      isSure,
      start: match.index,
      from: end + separator.length,
      isAttached: separator === '' && /^-/u.test(text.slice(end)),
    };
  });
  const real = found.filter(
    ({ isAttached }, at) => !isAttached && (at === 0 || (found[at - 1]?.from ?? 0) <= (found[at]?.start ?? 0)),
  );
  return real.map(({ isAttached: _isAttached, ...label }, at) => ({
    ...label,
    to: real[at + 1]?.start ?? text.length,
  }));
}
