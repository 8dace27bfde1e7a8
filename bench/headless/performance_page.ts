import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { BenchReport } from '../report/schema.js';
import { performanceTables } from '../report/markdown.js';

const BEGIN = '<!-- measured: npm run bench -- --peers --write-docs -->';
const END = '<!-- end of what is measured -->';
const NEW_PAGE = `# Performance\n\n${BEGIN}\n${END}\n`;

/**
 * Replaces the tables between the two marks of the page; what is written by hand around them stays.
 */
export function writePerformancePage(file: string, report: BenchReport): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : NEW_PAGE;
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start)
    throw new Error(
      `${file} has lost the marks between which the suite writes: '${BEGIN}' and '${END}'.`,
    );
  const tables = performanceTables(report);
  writeFileSync(file, `${page.slice(0, start)}${BEGIN}\n\n${tables}\n${page.slice(end)}`);
}
