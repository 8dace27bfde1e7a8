// The packed tarball in every bundler and framework of tests/matrix: npm run test:matrix
//   node scripts/matrix.mjs [NAME…]   the projects of these names, or all of them
import { NotInstalled, pack } from '../tests/matrix/lay.mjs';
import { tryProject } from '../tests/matrix/matrix.mjs';
import { projects } from '../tests/matrix/projects.mjs';
import { buildIfStale } from './build.mjs';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in projects));
if (unknown.length > 0) {
  const there = Object.keys(projects).join(', ');
  console.error(`no such project: ${unknown.join(', ')}. There are: ${there}`);
  process.exit(2);
}
const built = await buildIfStale();
if (built !== 0) process.exit(built);
const tarball = pack();
console.log('| project | worker | time | packages |\n| --- | --- | --- | --- |');
const counts = { passed: 0, failed: 0, 'not installed': 0 };
for (const [name, { packages }] of Object.entries(projects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  /** @param {keyof typeof counts} outcome @param {string} how */
  const say = (outcome, how) => {
    counts[outcome]++;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const versions = Object.entries(packages).map((entry) => entry.join(' '));
    console.log(`| ${name} | ${how} | ${seconds} s | ${versions.join(', ')} |`);
  };
  try {
    say('passed', await tryProject(name, tarball));
  } catch (error) {
    const outcome = error instanceof NotInstalled ? 'not installed' : 'failed';
    say(outcome, outcome.toUpperCase());
    console.error(error);
  }
}
const said = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
console.log(`\n${said.join(', ')}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
