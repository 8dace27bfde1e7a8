// Makes this machine ready: node scripts/prepare.mjs demo|test|bench …
// Looks for what the goals need, installs what is missing with apt where it may, and otherwise ends
// with exit code 2 and the command to type. Running it again changes nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  findChromium,
  findDeno,
  findFirefox,
  findLavapipe,
  findOnPath,
  findVulkanLoader,
  lavapipeEnvironment,
  root,
  withRuntimeFolder,
} from './find-tools.mjs';

/** @typedef {'demo' | 'test' | 'bench'} Goal */
/**
 * @typedef {object} Adapter
 * @property {string} vendor
 * @property {string} architecture
 * @property {string} device
 * @property {string} description
 * @property {boolean} isFallbackAdapter
 */
/**
 * @typedef {object} Prepared
 * @property {string} deno Deno's executable
 * @property {NodeJS.ProcessEnv} env the environment in which Deno finds the adapter to use
 * @property {Adapter} adapter
 * @property {string} [chromium]
 * @property {string} [firefox]
 */
/**
 * A thing to look for, and the Debian packages that bring it.
 * @typedef {object} Need
 * @property {string} name
 * @property {() => unknown} find
 * @property {readonly string[]} packages
 * @property {boolean} [optional] its lack skips something, and is no error
 */

/** Something is missing that this script may not install; the message ends with the remedy. */
export class PrepareError extends Error {}

/** @type {Need[]} */
const softwareVulkan = [
  { name: "Mesa's lavapipe", find: () => findLavapipe(), packages: ['mesa-vulkan-drivers'] },
  { name: 'the Vulkan loader', find: findVulkanLoader, packages: ['libvulkan1'] },
];

/** @type {Need[]} */
const browsers = [
  { name: 'Chromium', find: () => findChromium(), packages: ['chromium'] },
  { name: 'Firefox', find: () => findFirefox(), packages: ['firefox-esr'] },
];

/** The second implementation that some tests compare with. @type {Need} */
const scipy = {
  name: 'SciPy and scikit-image',
  find: () => pythonImports(['scipy', 'skimage']),
  packages: ['python3-scipy', 'python3-skimage'],
  optional: true,
};

/** The engines that run plans in tests. @type {Need[]} */
const engines = [
  {
    name: 'Snakemake',
    find: () => findOnPath(['snakemake']),
    packages: ['snakemake'],
    optional: true,
  },
  {
    name: 'Slurm',
    find: () => existsSync('/usr/sbin/slurmctld') && existsSync('/usr/sbin/munged'),
    packages: ['slurm-wlm', 'munge'],
    optional: true,
  },
];

/** @param {readonly string[]} modules */
function pythonImports(modules) {
  const check = `import importlib.util as u, sys; sys.exit(any(u.find_spec(m) is None for m in ${JSON.stringify(modules)}))`;
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  return spawnSync(python, ['-c', check]).status === 0;
}

/** A card that Vulkan could drive, were its driver installed. */
function hasRenderNode() {
  return existsSync('/dev/dri/renderD128') || existsSync('/dev/nvidia0');
}

/**
 * The adapter that a Deno in this environment computes on, or undefined.
 * @param {string} deno
 * @param {NodeJS.ProcessEnv} env
 * @returns {Adapter | undefined}
 */
export function probeAdapter(deno, env) {
  const script = join(root, 'scripts/probe-adapter.mjs');
  const { stdout } = spawnSync(deno, ['run', '-A', '--unstable-webgpu', script], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  try {
    /** @type {Adapter | null} */
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    return answer ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether an adapter is the processor in disguise.
 * @param {Adapter} adapter
 */
export function isSoftware({ isFallbackAdapter, description, architecture }) {
  return isFallbackAdapter || /llvmpipe|lavapipe|swiftshader/i.test(description + architecture);
}

/**
 * How this user may install Debian packages: the words before `apt-get`, or undefined.
 * @returns {readonly string[] | undefined}
 */
function rightToInstall() {
  if (!findOnPath(['apt-get'])) return undefined;
  if (process.getuid?.() === 0) return [];
  const sudo = findOnPath(['sudo']);
  if (sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0) {
    return ['sudo', '-n'];
  }
  return undefined;
}

/**
 * The line that a user types to install the packages.
 * @param {readonly string[]} packages
 * @param {{ root: boolean, sudo: boolean }} may
 */
export function installCommand(packages, may) {
  const line = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (may.root) return line;
  return may.sudo ? line.replaceAll('apt-get', 'sudo apt-get') : `su -c '${line}'`;
}

/**
 * Installs what is missing of `needs`, or throws with the command to type.
 * @param {readonly Need[]} needs
 */
function provide(needs) {
  const missing = needs.filter(({ find }) => !find());
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.flatMap((need) => need.packages);
  const right = rightToInstall();
  if (right) {
    console.log(`installing ${names} (Debian packages ${packages.join(' ')}) …`);
    apt(right, ['update']);
    apt(right, ['install', '-y', '--no-install-recommends', ...packages]);
  }
  const left = missing.filter(({ find }) => !find());
  for (const { name, packages: of } of left.filter(({ optional }) => optional)) {
    console.log(`without ${name} (${of.join(' ')}): what needs it is skipped`);
  }
  const required = left.filter(({ optional }) => !optional);
  if (required.length > 0) throw new PrepareError(remedy(required));
}

/** @param {readonly Need[]} missing */
function remedy(missing) {
  const names = missing.map(({ name }) => name).join(' and ');
  const packages = missing.flatMap((need) => need.packages);
  if (!findOnPath(['apt-get'])) {
    return `${names} not found. Install what your system calls ${packages.join(', ')}.`;
  }
  const may = { root: process.getuid?.() === 0, sudo: findOnPath(['sudo']) !== undefined };
  return `${names} not found. Type:\n\n  ${installCommand(packages, may)}\n`;
}

/**
 * @param {readonly string[]} right
 * @param {readonly string[]} args
 */
function apt(right, args) {
  const [command, ...rest] = [...right, 'apt-get'];
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
  const { status, stderr, stdout } = spawnSync(command, [...rest, ...quiet, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) console.error(`apt-get ${args[0] ?? ''}:\n${stdout}${stderr}`.trim());
}

/**
 * The adapter for the demo and the benchmarks: a real GPU where there is one, else lavapipe,
 * which is looked for and installed only then.
 * @param {string} deno
 * @returns {{ env: NodeJS.ProcessEnv, adapter: Adapter }}
 */
function fastestAdapter(deno) {
  const env = withRuntimeFolder();
  let adapter = probeAdapter(deno, env);
  if (adapter && (!isSoftware(adapter) || env['VK_DRIVER_FILES'])) return { env, adapter };
  if (process.platform === 'linux') provide(softwareVulkan);
  if (hasRenderNode()) {
    // Mesa's package has just brought the drivers of Intel's and AMD's cards too.
    adapter = probeAdapter(deno, env);
    if (adapter && !isSoftware(adapter)) return { env, adapter };
  }
  return softwareAdapter(deno);
}

/**
 * @param {string} deno
 * @returns {{ env: NodeJS.ProcessEnv, adapter: Adapter }}
 */
function softwareAdapter(deno) {
  const env = lavapipeEnvironment();
  const adapter = probeAdapter(deno, env);
  if (adapter) return { env, adapter };
  throw new PrepareError(
    `no WebGPU adapter computes here (VK_DRIVER_FILES=${env['VK_DRIVER_FILES'] ?? ''}). ` +
      'Unset VK_DRIVER_FILES, or reinstall the drivers: apt-get install --reinstall mesa-vulkan-drivers libvulkan1',
  );
}

/**
 * Makes the machine ready for the goals.
 * @param {readonly Goal[]} goals
 * @returns {Prepared}
 */
export function prepare(goals) {
  const deno = findDeno();
  if (!deno) throw new PrepareError('the npm packages are not installed. Type:\n\n  npm ci\n');
  if (!goals.includes('test')) return { deno, ...fastestAdapter(deno) };
  provide([
    ...(process.platform === 'linux' ? softwareVulkan : []),
    ...browsers,
    scipy,
    ...engines,
  ]);
  const chromium = findChromium();
  const firefox = findFirefox();
  return {
    deno,
    ...softwareAdapter(deno),
    ...(chromium === undefined ? {} : { chromium }),
    ...(firefox === undefined ? {} : { firefox }),
  };
}

/**
 * `prepare`, with its error said and exit code 2.
 * @param {readonly Goal[]} goals
 * @returns {Prepared}
 */
export function prepareOrExit(goals) {
  try {
    return prepare(goals);
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

if (process.argv[1] === import.meta.filename) {
  const known = /** @type {const} */ (['demo', 'test', 'bench']);
  const goals = known.filter((goal) => process.argv.includes(goal));
  if (goals.length === 0) {
    console.error('usage: node scripts/prepare.mjs demo|test|bench …');
    process.exit(2);
  }
  const { adapter } = prepareOrExit(goals);
  console.log(`ready for ${goals.join(' and ')} on ${adapter.description || adapter.device}`);
}
