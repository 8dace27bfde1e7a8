// Asks the registry for known vulnerabilities of what is bundled: npm run audit:bundled
// Bundled packages are devDependencies, which an audit of production dependencies leaves out.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { root } from './find-tools.mjs';
import { NOTICES, noticesIn } from './notices.mjs';

/**
 * @typedef {{ title?: string, url?: string }} Advisory
 * @typedef {{ severity?: string, range?: string, via?: (string | Advisory)[] }} Vulnerability
 */

/**
 * What `npm audit --json` says of bundled packages; undefined where it could not ask.
 * @param {string} json
 * @param {ReadonlySet<string>} bundled Names of packages.
 * @returns {string[] | undefined}
 */
export function vulnerabilitiesOf(json, bundled) {
  /** @type {{ vulnerabilities?: Record<string, Vulnerability> }} */
  let report;
  try {
    report = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (report.vulnerabilities === undefined) return undefined;
  return Object.entries(report.vulnerabilities)
    .filter(([name]) => bundled.has(name))
    .map(([name, { severity = 'unknown', range = '*', via = [] }]) => {
      const why = via.map((one) => (typeof one === 'string' ? one : `${one.title} ${one.url}`));
      return `${name} ${range}: ${severity}; ${why.join('; ')}`;
    });
}

async function main() {
  const code = await buildIfStale();
  if (code !== 0) return code;
  // The build makes the notices from its own graph of modules.
  const notices = noticesIn(readFileSync(join(root, 'dist', NOTICES), 'utf8'));
  const bundled = new Set(notices.map(({ name }) => name));
  const npm = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
  const found = vulnerabilitiesOf(npm.stdout, bundled);
  if (found === undefined) {
    console.error(
      `not audited: the registry does not answer, or knows no advisories. ${String(bundled.size)} packages are bundled: ${[...bundled].join(', ')}`,
    );
    return 2;
  }
  for (const line of found) console.error(line);
  console.log(
    `${String(bundled.size)} packages are bundled, ${String(found.length)} of them with known vulnerabilities`,
  );
  return found.length === 0 ? 0 : 1;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main();
