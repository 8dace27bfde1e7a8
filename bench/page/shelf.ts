import { titleOf } from '../report/derive.js';
import { parseReport, type BenchReport } from '../report/schema.js';

/** A report under a name that no other one on the page has. */
export interface NamedReport {
  readonly name: string;
  readonly report: BenchReport;
}

/** Where a shared page carries its reports. */
export const EMBEDDED_ID = 'voxmetry-reports';

/** The reports that the page compares: its own first, then those that were loaded. */
export class ReportShelf {
  #own: BenchReport | undefined;
  readonly #loaded: NamedReport[] = [];

  get own(): BenchReport | undefined {
    return this.#own;
  }

  get all(): readonly NamedReport[] {
    const own = this.#own;
    return own === undefined
      ? this.#loaded
      : [{ name: `here: ${titleOf(own)}`, report: own }, ...this.#loaded];
  }

  /** Puts the page's own report in place of the one before. */
  setOwn(report: BenchReport | undefined): void {
    this.#own = report;
  }

  /**
   * Adds what a file holds: one report, several, or a shared page. Throws an Error that says what
   * is wrong.
   */
  load(text: string): void {
    for (const report of readReports(text))
      this.#loaded.push({ name: this.#freeName(report), report });
  }

  remove(name: string): void {
    const index = this.#loaded.findIndex((entry) => entry.name === name);
    if (index >= 0) this.#loaded.splice(index, 1);
    else this.#own = undefined;
  }

  #freeName(report: BenchReport): string {
    const title = `${titleOf(report)}, ${report.date.slice(0, 10)}`;
    const taken = (name: string): boolean => this.#loaded.some((entry) => entry.name === name);
    for (let n = 2, name = title; ; n += 1) {
      if (!taken(name)) return name;
      name = `${title} (${String(n)})`;
    }
  }
}

function readReports(text: string): BenchReport[] {
  if (!text.trimStart().startsWith('<')) {
    const value: unknown = text.trimStart().startsWith('[') ? JSON.parse(text) : undefined;
    if (!Array.isArray(value)) return [parseReport(text)];
    return value.map((entry) => parseReport(JSON.stringify(entry)));
  }
  const page = new DOMParser().parseFromString(text, 'text/html');
  const embedded = page.getElementById(EMBEDDED_ID)?.textContent;
  if (embedded === undefined)
    throw new Error('This page holds no benchmark reports. Load one that was saved here.');
  return readReports(embedded);
}
