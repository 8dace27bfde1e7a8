// The headless benchmark: bundled and started in Deno by scripts/bench.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { CASES } from '../cases/index.js';
import { parseReport, type BenchReport } from '../report/schema.js';
import { goalLines, headLines, measurementLine } from '../report/text.js';
import { runSuite } from '../suite.js';
import { readArguments, USAGE, UsageError, type Arguments } from './arguments.js';
import { keptFields } from './field_files.js';
import { processClock, thisMachine, thisRuntime } from './machine.js';
import { PythonPeers } from './python_peers.js';
import { writePerformancePage } from './performance_page.js';

/** The project's root: scripts/bench.mjs starts this in it, and tells where npm was called. */
const callerFolder = process.env['INIT_CWD'] ?? process.cwd();

const DOCS = 'docs/performance.md';

async function bench({
  cases,
  settings,
  json,
  peers,
  kernels,
  writeDocs,
}: Arguments): Promise<void> {
  const [engine] = await Promise.all([Engine.open(), loadAllImplementations()]);
  const python = peers
    ? await PythonPeers.start(engine, resolve('bench/peers/peers.py'))
    : undefined;
  if (peers && python === undefined) console.log('peers: python3 is not installed');
  if (python !== undefined) console.log(`peers: ${modulesText(python)}`);
  try {
    const report = await runSuite(engine, {
      cases,
      settings,
      fields: keptFields(join('.cache', 'bench', 'fields')),
      machine: thisMachine(),
      runtime: thisRuntime(),
      cpu: processClock,
      peers: python,
      onMeasurement: (measurement, soFar) => {
        if (soFar.measurements.length === 1) console.log(headLines(soFar).join('\n'));
        console.log(measurementLine(soFar, measurement, { kernels }));
        // What is measured is saved, whatever happens next.
        if (json !== undefined) save(json, soFar);
      },
    });
    printGoals(report);
    if (json !== undefined) save(json, report);
    if (writeDocs) writePerformancePage(DOCS, report);
    if (report.measurements.some(({ error }) => error !== null)) process.exitCode = 1;
  } finally {
    python?.close();
    await engine.dispose();
  }
}

/** Prints a saved run again. */
function retell(file: string, writeDocs: boolean, kernels: boolean): void {
  const report = parseReport(readFileSync(resolve(callerFolder, file), 'utf8'));
  console.log(headLines(report).join('\n'));
  for (const measurement of report.measurements)
    console.log(measurementLine(report, measurement, { kernels }));
  printGoals(report);
  if (writeDocs) writePerformancePage(DOCS, report);
}

function printGoals(report: BenchReport): void {
  const goals = goalLines(report);
  if (goals.length > 0) console.log(`\nGoals\n${goals.join('\n')}`);
}

function save(file: string, report: unknown): void {
  writeFileSync(resolve(callerFolder, file), `${JSON.stringify(report)}\n`);
}

function modulesText({ modules }: PythonPeers): string {
  const found = Object.entries(modules.modules).map(
    ([name, version]) => `${name} ${version ?? 'absent'}`,
  );
  return [`Python ${modules.python}`, ...found].join(', ');
}

try {
  const given = readArguments(process.argv.slice(2));
  if (given === 'help') console.log(USAGE);
  else if (given === 'list')
    for (const { group, name, fields } of CASES)
      console.log(`${group.padEnd(13)} ${name.padEnd(24)} ${fields.join(', ')}`);
  else if (given.from !== undefined) retell(given.from, given.writeDocs, given.kernels);
  else await bench(given);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
