// Starts a child with our terminal and gives back its exit code.
import { spawn } from 'node:child_process';
import { root } from './find-tools.mjs';

/**
 * Runs a command in the project's root; resolves to its exit code (128 + 15 when a signal ended
 * it).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 143);
    });
  });
}
