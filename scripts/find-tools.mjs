// Where the tools are that the demo, the tests and the benchmarks run on. Finds, installs nothing.
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The first of `names` that PATH can execute, or undefined.
 * @param {readonly string[]} names
 */
export function findOnPath(names, path = process.env['PATH'] ?? '') {
  for (const name of names) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

/** Chromium's executable; VOXMETRY_CHROMIUM overrides. */
export function findChromium(env = process.env) {
  return (
    env['VOXMETRY_CHROMIUM'] ??
    findOnPath(
      ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
      env['PATH'],
    )
  );
}

/** Firefox's executable; VOXMETRY_FIREFOX overrides. */
export function findFirefox(env = process.env) {
  return env['VOXMETRY_FIREFOX'] ?? findOnPath(['firefox-esr', 'firefox'], env['PATH']);
}

const machines = new Map([
  ['x64', 'x86_64'],
  ['ia32', 'i686'],
  ['arm64', 'aarch64'],
]);

const icdFolders = [
  '/usr/share/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
];

/**
 * Names of lavapipe's driver file on this processor, the distribution's first.
 * @param {string} arch
 */
export function lavapipeNames(arch = process.arch) {
  const machine = machines.get(arch) ?? arch;
  return [`lvp_icd.${machine}.json`, 'lvp_icd.json'];
}

/**
 * Mesa's software Vulkan driver (lavapipe) for this processor, or undefined.
 * @param {readonly string[]} folders
 * @param {string} arch
 */
export function findLavapipe(folders = icdFolders, arch = process.arch) {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const present = readdirSync(folder);
    const name =
      lavapipeNames(arch).find((known) => present.includes(known)) ??
      // Debian's other architectures name the file after the machine in ways we don't list.
      (machines.has(arch) ? undefined : present.find((file) => /^lvp_icd\..*json$/.test(file)));
    if (name) return join(folder, name);
  }
  return undefined;
}

/** The Vulkan loader (libvulkan.so.1), without which no Vulkan driver is found. */
export function findVulkanLoader() {
  const triplets = ['x86_64-linux-gnu', 'aarch64-linux-gnu', 'arm-linux-gnueabihf', ''];
  return triplets
    .flatMap((triplet) => [join('/usr/lib', triplet), join('/lib', triplet), '/usr/lib64'])
    .map((folder) => join(folder, 'libvulkan.so.1'))
    .find((file) => existsSync(file));
}

/** Deno's executable from the npm package, or undefined before `npm ci`. */
export function findDeno() {
  const installed = join(root, 'node_modules/deno/deno');
  if (existsSync(installed)) return installed;
  // `npm ci --ignore-scripts` leaves the binary in the package of the platform.
  const scope = join(root, 'node_modules/@deno');
  const platforms = existsSync(scope) ? readdirSync(scope) : [];
  return platforms.map((name) => join(scope, name, 'deno')).find((file) => existsSync(file));
}

/**
 * The environment of a Deno that computes on lavapipe. A VK_DRIVER_FILES that is already set wins.
 * The runtime folder silences the Vulkan loader where no session has made one.
 * @returns {NodeJS.ProcessEnv}
 */
export function lavapipeEnvironment(env = process.env) {
  const driver = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES'] ?? findLavapipe();
  return {
    ...withRuntimeFolder(env),
    ...(driver === undefined ? {} : { VK_DRIVER_FILES: driver }),
  };
}

/** @type {string | undefined} */
let runtimeFolder;

/**
 * The environment with an XDG_RUNTIME_DIR, made afresh where there is none, for as long as this
 * process lives.
 * @returns {NodeJS.ProcessEnv}
 */
export function withRuntimeFolder(env = process.env) {
  if (env['XDG_RUNTIME_DIR'] && existsSync(env['XDG_RUNTIME_DIR'])) return { ...env };
  if (runtimeFolder === undefined) {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), 'voxmetry-run-'));
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    runtimeFolder = folder;
  }
  return { ...env, XDG_RUNTIME_DIR: runtimeFolder };
}
