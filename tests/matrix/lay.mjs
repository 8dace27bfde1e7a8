// Lays out a project of the matrix: its packages, the library of the tarball, its files, built.
// Packages are installed in a folder outside the repository, whose own packages would be found
// otherwise, and stay there ($VOXMETRY_MATRIX; default one in the system's temporary folder).
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/find-tools.mjs';

/** @typedef {import('./projects.mjs').Project} Project */

const cache = process.env['VOXMETRY_MATRIX'] ?? join(tmpdir(), 'voxmetry-matrix');

/** What tools are told, so that they neither ask nor report. */
export const quiet = { NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', CI: '1' };

/** The packages of a project could not be had: no registry answers. */
export class NotInstalled extends Error {}

/**
 * Runs a command to its end; throws what it says where it fails.
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 */
function run(folder, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    // Minutes where other work shares the cores.
    timeout: 1_800_000,
    env: { ...process.env, ...quiet },
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error ?? (stderr + stdout).slice(-1500)}`);
}

/**
 * A command of a project's own packages.
 * @param {string} folder @param {string} name
 */
export const bin = (folder, name) => join(folder, 'node_modules/.bin', name);

/** Packs the library; gives the tarball. */
export function pack() {
  rmSync(join(cache, 'packed'), { recursive: true, force: true });
  mkdirSync(join(cache, 'packed'), { recursive: true });
  run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', join(cache, 'packed'));
  return join(cache, 'packed', readdirSync(join(cache, 'packed'))[0] ?? '');
}

/**
 * A project with its packages and the library of the tarball, built; gives its folder.
 * @param {string} name
 * @param {Project} project
 * @param {string} tarball
 */
export function lay(name, project, tarball) {
  // Projects of the same packages share a folder.
  const folder = join(cache, name.replace(/-.*$/, ''));
  mkdirSync(folder, { recursive: true });
  install(folder, project);
  const library = join(folder, 'node_modules/voxmetry');
  rmSync(library, { recursive: true, force: true });
  mkdirSync(library, { recursive: true });
  run(folder, 'tar', 'xzf', tarball, '-C', library, '--strip-components=1');
  const madeBefore = ['dist', 'out', 'build', '.next', '.svelte-kit', 'node_modules/.vite'];
  for (const made of madeBefore) rmSync(join(folder, made), { recursive: true, force: true });
  copyFileSync(join(root, 'tests/matrix/porosity.js'), join(folder, 'porosity.js'));
  for (const [path, text] of Object.entries(project.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [command = '', ...args] of project.build ?? [])
    run(folder, bin(folder, command), ...args);
  if (project.copy) {
    const [from, to] = project.copy.map((path) => join(folder, path));
    cpSync(from ?? '', to ?? '', { recursive: true });
  }
  return folder;
}

/** What npm says where no registry answers; that a version is not there is a failure. */
const NO_REGISTRY = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/;

/** @param {string} folder @param {Project} project */
function install(folder, { packages, manifest }) {
  const own = { name: 'matrix', private: true, type: 'module', dependencies: packages };
  const text = JSON.stringify({ ...own, ...manifest }, null, 2);
  const file = join(folder, 'package.json');
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  writeFileSync(file, text);
  try {
    run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock');
  } catch (error) {
    rmSync(file);
    throw NO_REGISTRY.test(String(error)) ? new NotInstalled(String(error)) : error;
  }
}
