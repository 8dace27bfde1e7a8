// The report as one HTML file.
import { VoxmetryError, type Table } from 'voxmetry';
import { fill } from '../strings.js';
import { headlineOf, representativeTexts } from './certainty_text.js';
import { chartSvg } from './chart.js';
import { escapeHtml as e } from './escape.js';
import { certaintyFigures, figuresOf, type ReportFigure } from './figures.js';
import { inputName, methodsOf, optionTexts, titleIn } from './methods.js';
import {
  REPORT_SECTIONS,
  type ReportCertainty,
  type ReportOptions,
  type ReportPicture,
  type ReportSection,
} from './options.js';
import { phraseOf, tickText, type Phrase } from './phrase.js';
import { resultsOfSession, type ReportedResult } from './session_results.js';
import { studyBlock } from './study_of_report.js';
import { STYLE } from './style.js';
import { measuresOf, missingNote, numbersTable, statisticsTable } from './tables.js';

/**
 * A report of a session as one HTML file, which needs nothing else: no script, no address. It holds
 * the study itself, so that {@link studyOfReport} and `voxmetry run report.html scan.tif` compute
 * its numbers anew. A value that is stale is not in it, and is named as missing.
 *
 * Every number stands with its unit and its 95 % interval, or with the reason why it has none, and
 * in full in `data-number`. Texts of the user are escaped. It prints on A4.
 *
 * @param options - Session, title, sample, sections, pictures; see {@link ReportOptions}.
 * @returns The text of the file, UTF-8.
 * @throws VoxmetryError `invalid-argument` for a section that is none or comes twice, a picture
 * that is no data URL of a PNG, an address that is not http or https, and where a step has an
 * error, as `session.export()`.
 * @example
 * ```ts no-run
 * import { reportHtml } from 'voxmetry/report';
 * import { openSession } from 'voxmetry/session';
 * const session = await openSession();
 * await session.results.run();
 * const html = await reportHtml({ session, title: 'Cathode A', sample: { batch: '12' } });
 * const file = new Blob([html], { type: 'text/html' });
 * ```
 */
export async function reportHtml(options: ReportOptions): Promise<string> {
  const { session, author = '', sample = {}, workbench } = options;
  const { pictures = [], sections = REPORT_SECTIONS, certainty = [] } = options;
  checkSections(sections);
  for (const [i, picture] of pictures.entries()) checkPicture(picture, i);
  const address = workbench === undefined ? undefined : checkedAddress(workbench);
  const phrase = await phraseOf(options.language ?? 'en');
  const study = session.export();
  const block = await studyBlock(study);
  const page = new Page(options, phrase, certainty, address, block.hash);
  const title = options.title ?? (study.title === '' ? phrase.words.untitled : study.title);
  const date = options.date ?? new Date().toISOString().slice(0, 10);
  const body = sections.map((section) => page.section(section)).join('');
  const known = Object.entries(sample).map(
    ([name, value]) => `<dt>${e(name)}</dt><dd>${e(value)}</dd>`,
  );
  const policy = `default-src 'none'; style-src '${await styleHash()}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${phrase.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${e(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${e(title)}</h1>
<p class="meta">${[author, date]
    .filter((each) => each !== '')
    .map(e)
    .join(' · ')}</p>
${known.length === 0 ? '' : `<section aria-label="${e(phrase.words.sample)}"><dl>${known.join('')}</dl></section>`}
</header>
${body}
</main>
${block.html}
</body>
</html>
`;
}

/** The style of the page, by its hash: no other is applied. */
async function styleHash(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(STYLE));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function refused(message: string): VoxmetryError {
  return new VoxmetryError('invalid-argument', message, { op: 'report' });
}

function checkSections(sections: readonly ReportSection[]): void {
  for (const [i, section] of sections.entries())
    if (!REPORT_SECTIONS.includes(section) || sections.indexOf(section) !== i)
      throw refused(
        `report: sections[${String(i)}] is '${section}'; allowed: each once of ${REPORT_SECTIONS.join(', ')}.`,
      );
}

function checkPicture({ png }: ReportPicture, i: number): void {
  if (!/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/.test(png))
    throw refused(
      `report: pictures[${String(i)}].png is '${png.slice(0, 40)}'; allowed: a data URL of a PNG, in base64.`,
    );
}

function checkedAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw refused(`report: workbench is '${address}'; allowed: an address, http or https.`);
  return url.href;
}

/** The sections of a report; tables and figures are numbered as they come. */
class Page {
  readonly #options: ReportOptions;
  readonly #phrase: Phrase;
  readonly #certainty: readonly ReportCertainty[];
  readonly #address: string | undefined;
  readonly #hash: string;
  readonly #results: readonly ReportedResult[];
  readonly #missing: string;
  #tables = 0;
  #figures = 0;

  constructor(
    options: ReportOptions,
    phrase: Phrase,
    certainty: readonly ReportCertainty[],
    address: string | undefined,
    hash: string,
  ) {
    this.#options = options;
    this.#phrase = phrase;
    this.#certainty = certainty;
    this.#address = address;
    this.#hash = hash;
    const { results, missing } = resultsOfSession(options.session);
    this.#results = results;
    this.#missing = missingNote(missing, phrase);
  }

  /** A section with its heading; '' where it would be empty. */
  section(section: ReportSection): string {
    const content = this.#content(section);
    const heading = this.#phrase.words[section];
    return content === ''
      ? ''
      : `<section class="${section}"><h2>${e(heading)}</h2>\n${content}</section>\n`;
  }

  #content(section: ReportSection): string {
    const { words } = this.#phrase;
    const onPhases = ({ on }: ReportedResult): boolean => on === 'phases';
    switch (section) {
      case 'summary': {
        const own = this.#results.filter((result) => !onPhases(result));
        const none = this.#results.length === 0 ? `<p>${e(words.noResults)}</p>` : '';
        return `${own.length === 0 ? none : this.#table(words.numbers, numbersTable(own, this.#phrase))}${this.#missing}`;
      }
      case 'phases': {
        const own = this.#results.filter(onPhases);
        return own.length === 0
          ? ''
          : this.#table(words.phaseNumbers, numbersTable(own, this.#phrase));
      }
      case 'pictures':
        return this.#grid(
          (this.#options.pictures ?? []).map(({ caption, png, scale = '' }) =>
            this.#figure(
              `<img src="${png}" alt="${e(caption)}">`,
              scale === '' ? caption : `${caption} (${scale})`,
            ),
          ),
        );
      case 'distributions':
      case 'profiles':
        return this.#charts(this.#chartsIn(section));
      case 'tables':
        return this.#results.map((result) => this.#statistics(result)).join('');
      case 'certainty':
        return `${this.#certainty.map((of) => this.#sure(of)).join('')}${this.#charts(this.#chartsIn(section))}`;
      case 'methods':
        return methodsOf(this.#options.session, this.#results, this.#phrase)
          .map((text) => `<p>${e(text)}</p>\n`)
          .join('');
      case 'files':
        return this.#files();
      case 'recipe':
        return this.#recipe();
      case 'reproduce':
        return this.#reproduce();
    }
  }

  #table(caption: string, table: string): string {
    this.#tables += 1;
    const label = fill(this.#phrase.words.table, { n: this.#tables });
    return `<p class="caption"><b>${e(label)}</b> ${e(caption)}</p>\n<div class="scroll" tabindex="0" role="group" aria-label="${e(label)}">${table}</div>\n`;
  }

  #figure(picture: string, caption: string): string {
    this.#figures += 1;
    const label = fill(this.#phrase.words.figure, { n: this.#figures });
    return `<figure>${picture}<figcaption><b>${e(label)}</b> ${e(caption)}</figcaption></figure>`;
  }

  #grid(figures: readonly string[]): string {
    return figures.length === 0 ? '' : `<div class="figures">${figures.join('\n')}</div>\n`;
  }

  #chartsIn(section: ReportSection): readonly ReportFigure[] {
    return this.#results
      .flatMap((result) => figuresOf(result, this.#phrase))
      .filter((figure) => figure.section === section);
  }

  #charts(figures: readonly ReportFigure[]): string {
    return this.#grid(
      figures.flatMap(({ chart, caption }) => {
        const svg = chartSvg(chart, (value) => tickText(value, this.#phrase));
        return svg === null ? [] : [this.#figure(svg, caption)];
      }),
    );
  }

  #statistics({ value, title }: ReportedResult): string {
    if (!isTable(value) || value.length === 0 || measuresOf(value).length === 0) return '';
    const count = this.#phrase.number(value.length, { maximumFractionDigits: 0 });
    const caption = fill(this.#phrase.words.objectsOf, { title, count });
    return this.#table(caption, statisticsTable(value, this.#phrase));
  }

  #sure(of: ReportCertainty): string {
    const { title, value } = of;
    const { value: shown, shares, notes } = headlineOf(of, this.#phrase);
    const said = shares.map((share) => `${e(share.text)} <span>(${e(share.of)})</span>`);
    const texts = [...notes, ...representativeTexts(of, this.#phrase)];
    return `<p class="sure">${e(title)}: <b data-certainty="${String(value)}">${e(shown)}</b> ${said.join(' ')}</p>
<p class="note">${e(texts.join(' '))}</p>
${this.#charts(certaintyFigures(of, this.#phrase))}`;
  }

  #files(): string {
    const { words, number } = this.#phrase;
    const { sources } = this.#options.session.study.value;
    if (sources.length === 0) return '';
    const rows = sources.map(({ name, bytes, hash }) => {
      const size = hash === '' ? '' : number(bytes, { maximumFractionDigits: 0 });
      return `<tr><th scope="row">${e(name)}</th><td class="n">${e(size)}</td><td class="${hash === '' ? '' : 'hash'}">${e(hash === '' ? words.computedSample : hash)}</td></tr>`;
    });
    return this.#table(
      words.filesCaption,
      `<table><thead><tr><th scope="col">${e(words.file)}</th><th scope="col" class="n">${e(words.bytes)}</th><th scope="col">${e(words.content)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
    );
  }

  #recipe(): string {
    const { words } = this.#phrase;
    const { session } = this.#options;
    const { steps } = session.study.value;
    if (steps.length === 0) return '';
    const rows = steps.map((step, i) => {
      const said = optionTexts(session, step, this.#phrase).join(', ');
      const name = titleIn(session, step);
      const off = step.enabled ? '' : ` (${words.off})`;
      return `<tr><td class="n">${String(i + 1)}</td><th scope="row">${e(name)}${e(off)}</th><td><code>${e(step.operation)}</code></td><td>${e(inputName(session, step.on, this.#phrase))}</td><td>${e(said)}</td></tr>`;
    });
    const heads = [words.operation, '', words.input, words.parameters].map(
      (head) => `<th scope="col">${e(head)}</th>`,
    );
    const { recipe } = session.export();
    const full =
      recipe === undefined
        ? ''
        : `<details class="screen"><summary>${e(words.fullRecipe)}</summary><pre>${e(JSON.stringify(recipe, null, 1))}</pre></details>\n`;
    return `${this.#table(
      words.recipeCaption,
      `<table class="steps"><thead><tr><th scope="col" class="n">${e(words.step)}</th>${heads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    )}${full}`;
  }

  #reproduce(): string {
    const { words } = this.#phrase;
    const { sources } = this.#options.session.study.value;
    const { recipe } = this.#options.session.export();
    if (recipe === undefined) return `<p>${e(words.noMeasures)}</p>\n`;
    const files = sources.map(({ name }) => (sources.length > 1 ? `${name}=${name}` : name));
    const command = ['voxmetry', 'run', 'report.html', ...files.map(shellWord)].join(' ');
    const link =
      this.#address === undefined
        ? ''
        : `<p><a class="button" href="${e(this.#address)}" rel="noreferrer">${e(words.openWorkbench)}</a></p>\n`;
    return `<p>${e(words.reproduceText)}</p>
<p>${e(words.reproducePage)}</p>
${link}<p>${e(words.reproduceCommand)}</p>
<pre>${e(command)}</pre>
<p class="note">${e(fill(words.studyHash, { hash: this.#hash }))}</p>
`;
  }
}

/** A word of a command line. */
function shellWord(word: string): string {
  return /^[\w.=/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' &&
    value !== null &&
    'columns' in value &&
    Array.isArray(value.columns)
  );
}
