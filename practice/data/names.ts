/** Name material of the practice tenant: what a directory shows, and its Latin form for sign-in names. */
export interface NamePart {
  readonly shown: string;
  readonly latin: string;
}

export interface NameCulture {
  readonly language: string;
  readonly surnameFirst: boolean;
  readonly given: readonly NamePart[];
  readonly surnames: readonly NamePart[];
}

/** Letters that Unicode does not decompose into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', Ø: 'o', ł: 'l', Ł: 'l', æ: 'ae', ı: 'i' };

const toLatin = (shown: string): string =>
  Array.from(shown.normalize('NFD'), (letter) => LETTERS[letter] ?? letter)
    .join('')
    .replace(/[^A-Za-z-]/g, '')
    .toLowerCase();

/** Latin forms must differ within a list: sign-in names are made from them. */
const latin = (words: string): readonly NamePart[] =>
  words.split(' ').map((shown) => ({ shown, latin: toLatin(shown) }));

const pairs = (words: string): readonly NamePart[] =>
  words.split(' ').map((word) => {
    const [shown = '', latinForm = ''] = word.split('/');
    return { shown, latin: latinForm };
  });

const japanese: NameCulture = {
  language: 'ja-JP',
  surnameFirst: true,
  given: pairs(
    '美咲/misaki 健太/kenta 陽菜/hina 蓮/ren 結衣/yui 翔太/shota 葵/aoi 大輔/daisuke さくら/sakura 拓海/takumi 由美子/yumiko 直樹/naoki 真由/mayu 隆/takashi 恵/megumi 悠斗/yuto 千尋/chihiro 亮/ryo 香織/kaori 修/osamu 七海/nanami 誠/makoto 麻衣/mai 和也/kazuya 優子/yuko 浩二/koji 彩/aya 剛/tsuyoshi 舞/maiko 聡/satoshi',
  ),
  surnames: pairs(
    '佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 伊藤/ito 渡辺/watanabe 山本/yamamoto 中村/nakamura 小林/kobayashi 加藤/kato 吉田/yoshida 山田/yamada 佐々木/sasaki 山口/yamaguchi 松本/matsumoto 井上/inoue 木村/kimura 林/hayashi 斎藤/saito 清水/shimizu 山崎/yamazaki 森/mori 池田/ikeda 橋本/hashimoto 阿部/abe 石川/ishikawa 前田/maeda 藤田/fujita 後藤/goto 岡田/okada 長谷川/hasegawa 村上/murakami',
  ),
};

const english: NameCulture = {
  language: 'en-GB',
  surnameFirst: false,
  given: latin(
    'Emma Oliver Ava Liam Sophia Noah Grace Ethan Chloe Lucas Hannah Mason Ruby Henry Alice Jack Zoe Daniel Lily Samuel Molly Adam Freya Joseph Ellie David Priya Arjun Naomi Marcus Fiona Gareth',
  ),
  surnames: latin(
    'Smith Jones Taylor Brown Wilson Evans Walker Wright Hughes Edwards Green Hall Wood Harris Clarke Turner Hill Cooper Ward Morris Baker Price Bennett Shah Patel Okafor Campbell Murphy Kelly Stewart Fletcher Sinclair',
  ),
};

const european: NameCulture = {
  language: 'en-IE',
  surnameFirst: false,
  given: latin(
    'Jürgen Anna Łukasz Zoë François Søren Inés Björn Amélie Matteo Katarína João Freja Giulia Andrés Elif Ömer Noémie Håkon Tomáš',
  ),
  surnames: latin(
    'Müller Weiß García Nowak Dubois Jørgensen Novák Rossi Lindström Fernández Çelik Schröder Lefèvre Kowalski Åberg Silva Moreau Bianchi Hoffmann Svoboda',
  ),
};

const korean: NameCulture = {
  language: 'ko-KR',
  surnameFirst: true,
  given: pairs('민준/minjun 서연/seoyeon 지훈/jihoon 하은/haeun 도윤/doyun 수빈/subin'),
  surnames: pairs('김/kim 이/lee 박/park 최/choi 정/jung 강/kang'),
};

const chinese: NameCulture = {
  language: 'zh-CN',
  surnameFirst: true,
  given: pairs('伟/wei 芳/fang 志明/zhiming 佳怡/jiayi 建国/jianguo 雪梅/xuemei'),
  surnames: pairs('王/wang 李/li 张/zhang 陈/chen 刘/liu 杨/yang'),
};

const vietnamese: NameCulture = {
  language: 'vi-VN',
  surnameFirst: true,
  given: pairs('Minh/minh Linh/linh Hương/huong Đức/duc'),
  surnames: pairs('Nguyễn/nguyen Trần/tran Phạm/pham'),
};

export const cultures: readonly NameCulture[] = [japanese, english, european, korean, chinese, vietnamese];

export const jobTitles = [
  'Sales',
  'Finance',
  'Engineer',
  'Support',
  'Human resources',
  'Legal',
  'Marketing',
  'Warehouse',
  '営業',
  '経理',
  '総務',
  '開発',
] as const;

export const offices = [
  'Tokyo',
  'Osaka',
  'Nagoya',
  'Fukuoka',
  'London',
  'Berlin',
  'Paris',
  'New York',
  'Seattle',
  'Sydney',
] as const;
