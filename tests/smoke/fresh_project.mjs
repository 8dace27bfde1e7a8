// An empty project with the packed tarball installed, as a user of npm has it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';

/**
 * Packs the library as it is built and installs it in a project of its own.
 * @param {string} folder an empty one
 */
export function freshProject(folder) {
  const packed = join(folder, 'packed');
  const project = join(folder, 'project');
  mkdirSync(packed);
  mkdirSync(project);
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', packed);
  const tarball = join(packed, readdirSync(packed)[0] ?? '');
  writeFileSync(join(project, 'package.json'), '{ "name": "fresh", "type": "module" }\n');
  npm(project, 'install', '--offline', '--no-audit', '--no-fund', tarball);
  return { project, tarball };
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
function npm(folder, ...args) {
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
}
