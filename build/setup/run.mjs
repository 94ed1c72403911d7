// Child processes for the build scripts.
import { spawn } from 'node:child_process';

/**
 * Runs a command to its end, without throwing for a bad exit code.
 * `show` passes the output through; otherwise it is collected. `limitMs` kills a command that takes too long.
 */
export function run(command, args, { cwd, env, show = false, limitMs = 0, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    const limit = limitMs > 0 ? setTimeout(() => child.kill('SIGKILL'), limitMs) : undefined;
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.stdin?.end(input);
    child.once('error', (error) => {
      clearTimeout(limit);
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, signal, output });
    });
  });
}

/** The last few lines of a command's output that say something, for a failure message. */
export function lastWords(output, lines = 6) {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !line.includes('A complete log of this run'))
    .slice(-lines)
    .join('\n');
}
