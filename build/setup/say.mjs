// Output of the build scripts for the terminal.

/** A failure that the user can do something about: shown as two sentences, never as a stack. */
export class Stop extends Error {
  constructor(sentence, remedy = '') {
    super(sentence);
    this.remedy = remedy;
  }
}

/** One line of progress. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Repeats a line with growing numbers: in place on a terminal, every five seconds elsewhere. */
export function ticker(describe) {
  const inPlace = process.stdout.isTTY === true;
  const timer = setInterval(
    () => {
      const line = describe();
      if (line !== '') process.stdout.write(inPlace ? `\r\u001b[K  ${line}` : `  ${line}\n`);
    },
    inPlace ? 500 : 5000,
  );
  return () => {
    clearInterval(timer);
    if (inPlace) process.stdout.write('\r\u001b[K');
  };
}

/** Whole seconds since `start` (from `performance.now()`), as text. */
export function secondsSince(start) {
  return `${Math.max(1, Math.round((performance.now() - start) / 1000))} s`;
}

/** Runs the main function of a script; an expected failure is printed plainly and ends with code 1. */
export async function script(main) {
  try {
    const code = await main();
    process.exitCode = typeof code === 'number' ? code : 0;
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`\n${error.message}\n${error.remedy === '' ? '' : `${error.remedy}\n`}`);
  }
}
