import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BenchReport } from '../report/schema.js';
import { performanceTables } from '../report/markdown.js';

/** Begins what the suite itself measures. */
const SUITE = 'npm run bench -- --peers --write-docs';

const beginOf = (command: string): string => `<!-- measured: ${command} -->`;
const END = '<!-- end of what is measured -->';

/**
 * Replaces the tables of the suite on the page; what is written by hand around them stays. Where
 * there is no page, one is begun.
 */
export function writePerformancePage(file: string, report: BenchReport): void {
  if (!existsSync(file)) writeFileSync(file, `# Performance\n\n${beginOf(SUITE)}\n${END}\n`);
  replaceMeasured(file, SUITE, performanceTables(report));
}

/** Replaces what a command measured, between two marks of a page. */
export function replaceMeasured(file: string, command: string, tables: string): void {
  const page = readFileSync(file, 'utf8');
  const begin = beginOf(command);
  const start = page.indexOf(begin);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0)
    throw new Error(
      `${file} has lost the marks between which this is written: '${begin}' and '${END}'.`,
    );
  writeFileSync(file, `${page.slice(0, start)}${begin}\n\n${tables}\n${page.slice(end)}`);
}
