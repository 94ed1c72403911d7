// A Playwright reporter that prints the tour as a story: one line per step.
const GREEN = process.stdout.isTTY ? '\u001b[32m' : '';
const RED = process.stdout.isTTY ? '\u001b[31m' : '';
const PLAIN = process.stdout.isTTY ? '\u001b[0m' : '';
const INDENT = 2;

export default class TourReporter {
  printsToStdio() {
    return true;
  }

  onStepEnd(_test, _result, step) {
    if (step.category !== 'test.step') return;
    const mark = step.error === undefined ? `${GREEN}✓${PLAIN}` : `${RED}✗${PLAIN}`;
    const seconds = (step.duration / 1000).toFixed(1);
    process.stdout.write(`${' '.repeat(INDENT * depth(step))}${mark} ${step.title} (${seconds} s)\n`);
  }

  onStdOut(chunk) {
    process.stdout.write(chunk);
  }

  onStdErr(chunk) {
    process.stderr.write(chunk);
  }

  onTestEnd(_test, result) {
    for (const error of result.errors)
      process.stdout.write(`\n${error.message ?? String(error.value)}\n${error.snippet ?? ''}\n`);
  }

  onError(error) {
    process.stdout.write(`\n${error.message ?? String(error.value)}\n`);
  }
}

function depth(step) {
  let levels = 1;
  for (let parent = step.parent; parent !== undefined; parent = parent.parent)
    if (parent.category === 'test.step') levels += 1;
  return levels;
}
