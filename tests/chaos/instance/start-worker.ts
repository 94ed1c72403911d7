import { claimInstance } from '../../../main/instance/instance';

/** One start on a folder. Says `first`, `shown` or `unanswered`; the first also says what later starts were asked for, and stays until it is killed. */
const [folder = '', ...words] = process.argv.slice(2);
const say = (word: string): void => void process.send?.(word);

const claim = await claimInstance({ folder, words, onWords: (heard) => say(`heard ${JSON.stringify(heard)}`) });
say(claim.kind);
if (claim.kind === 'first') {
  claim.instance.begin();
  setInterval(() => undefined, 60_000);
} else {
  process.disconnect();
}
