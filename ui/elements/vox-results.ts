import { html, nothing } from 'lit';
import type { Provenance, RecipeStep, VoxmetryError } from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { formatNumber, language, text } from '../language.js';
import type * as NumberText from '../numbers/number_text.js';
import type * as Rows from '../numbers/result_rows.js';
import type { ResultRow } from '../numbers/result_rows.js';
import type * as Words from '../numbers/row_words.js';
import type { Session } from '../session/session.js';
import { resultsStyle } from './results_style.js';
import { titleOf } from './step_summary.js';

/** A result to be shown. */
export interface ShownResult {
  readonly title: string;
  /** The name of the operation that gave it. */
  readonly operation: string;
  /** What its query gave; undefined while there is none. */
  readonly value: unknown;
  /** What a bare count counts. Default 'objects'. */
  readonly counted?: 'voxels' | 'objects';
  /** Whether it is of an earlier state of the study. Default false. */
  readonly stale?: boolean;
  /** Whether it is being computed. Default false. */
  readonly busy?: boolean;
  /** What its query rejected with. */
  readonly error?: VoxmetryError | undefined;
}

/**
 * Results with all that is known of them: every number with its unit, its 95 % interval or the
 * reason why it has none, its estimator and border rule, and how it was computed. What is stale is
 * grey.
 *
 * Of a session it shows the measures that have run; else what `results` holds.
 *
 * @csspart result - One result.
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open('scan.tif');
 * const panel = document.body.appendChild(document.createElement('vox-results'));
 * const value = await scan.otsu().fraction();
 * panel.results = [{ title: 'Solid', operation: 'fraction', value }];
 * ```
 */
export class VoxResults extends VoxElement {
  /** @internal */
  static readonly properties = { results: { attribute: false }, session: { attribute: false } };
  /** @internal */
  static readonly styles = [look, resultsStyle];

  /** What is shown where there is no session. Default []. */
  declare results: readonly ShownResult[];
  /** The session whose measures are shown. Default null. */
  declare session: Session | null;

  constructor() {
    super();
    this.results = [];
    this.session = null;
  }

  /** What the numbers of results are comes with the first update: most pages start without any. */
  static #rows: (typeof Rows & typeof Words & typeof NumberText) | undefined;

  /** @internal */
  protected override async scheduleUpdate(): Promise<void> {
    if (VoxResults.#rows === undefined) {
      const [rows, words, numbers] = await Promise.all([
        import('../numbers/result_rows.js'),
        import('../numbers/row_words.js'),
        import('../numbers/number_text.js'),
      ]);
      VoxResults.#rows = { ...rows, ...words, ...numbers };
    }
    await super.scheduleUpdate();
  }

  /** @internal */
  protected override render(): unknown {
    const shown = this.session === null ? this.results : resultsOf(this.session);
    if (shown.length === 0) return html`<p class="soft">${text().noResults}</p>`;
    return shown.map((result) => this.#section(result));
  }

  #section(result: ShownResult): unknown {
    const strings = text();
    const { methodOf, rowsOf } = VoxResults.#rows!;
    const { title, operation, value, stale = false, busy = false, error } = result;
    const rows = value === undefined ? [] : rowsOf(operation, value, result.counted);
    const { estimator, border } = methodOf(operation, value);
    const method = [
      `${strings.estimator}: ${estimator}`,
      ...(border === '' ? [] : [`${strings.border}: ${border}`]),
    ].join(' · ');
    return html`<section
      part="result"
      class=${stale ? 'is-stale' : ''}
      aria-label=${title}
      aria-busy=${busy ? 'true' : 'false'}
    >
      <header>
        <h3>${title}</h3>
        ${busy ? html`<span class="mark soft">${strings.busy}</span>` : nothing}
        ${stale ? html`<span class="mark warning">${strings.stale}</span>` : nothing}
      </header>
      ${error === undefined ? nothing : html`<p class="error" role="alert">${error.message}</p>`}
      ${
        rows.length === 0
          ? nothing
          : html`<p class="method" title=${method}>${method}</p>
              <table>
                <tbody>
                  ${rows.map((row, i) => this.#row(row, rows[i - 1], estimator))}
                </tbody>
              </table>`
      }
      ${value === undefined ? nothing : this.#how(value, operation, estimator, border)}
    </section>`;
  }

  #row(row: ResultRow, before: ResultRow | undefined, estimator: string): unknown {
    const { label, value, unit, interval, reason } = row;
    const { labelText, numberText, reasonText, unitText } = VoxResults.#rows!;
    const strings = text();
    const why = reasonText(reason, value, strings);
    // Said once for rows that follow each other.
    const repeats =
      interval === null &&
      before?.interval === null &&
      why === reasonText(before.reason, before.value, strings);
    const shown = numberText(value, unit, interval, reason === 'count', formatNumber);
    const range =
      interval === null
        ? why
        : `${strings.interval95} ${interval.map((end) => numberText(end, unit, interval, false, formatNumber)).join(' – ')}`;
    return html`<tr>
      <th scope="row">${labelText(label, language())}</th>
      <td
        class="number"
        data-number=${value}
        data-unit=${unit}
        data-estimator=${estimator}
        data-interval=${interval === null ? nothing : interval.join(' ')}
        data-reason=${interval === null ? why : nothing}
      >
        ${shown}${unit === '1' ? nothing : html` <span class="unit">${unitText(unit, language())}</span>`}
      </td>
      <td class="range">
        ${repeats ? html`<span aria-hidden="true">″</span><span class="unseen">${range}</span>` : range}
      </td>
    </tr>`;
  }

  /** The provenance of a result. */
  #how(value: unknown, operation: string, estimator: string, border: string): unknown {
    const strings = text();
    const provenance = provenanceOf(value);
    if (provenance === undefined)
      return html`<details>
        <summary>${strings.howComputed}</summary>
        <dl>
          <dt>${strings.operation}</dt>
          <dd>${operation}</dd>
          <dt>${strings.provenance}</dt>
          <dd>${strings.noProvenance}</dd>
        </dl>
      </details>`;
    const { notes, exactness, warnings, library, adapter, date, recipe } = provenance;
    const items: readonly (readonly [string, string])[] = [
      [strings.steps, stepsText(recipe.steps)],
      [strings.estimator, estimator],
      ...(border === '' ? [] : [[strings.border, border] as const]),
      ...Object.entries(notes).map(
        ([op, said]) =>
          [
            op,
            Object.entries(said)
              .map(([key, note]) => `${key}: ${note}`)
              .join('; '),
          ] as const,
      ),
      [strings.exactness, exactness === 'exact' ? strings.exact : strings.floatDependent],
      ...warnings.map((warning) => [strings.note, warning] as const),
      [
        strings.computedBy,
        `${library}, ${adapter.description || adapter.device || adapter.vendor}`,
      ],
      [strings.computedAt, date],
    ];
    return html`<details>
      <summary>${strings.howComputed}</summary>
      <dl>
        ${items.map(
          ([term, said]) =>
            html`<dt>${term}</dt>
              <dd>${said}</dd>`,
        )}
      </dl>
    </details>`;
  }
}

/** The measures of a session that have been run, or are being run. */
function resultsOf(session: Session): readonly ShownResult[] {
  const { steps } = session.study.value;
  const outcomes = session.outcomes.value;
  const byStep = session.results.byStep.value;
  return steps.flatMap((step) => {
    const result = byStep.get(step.id);
    if (result === undefined) return [];
    const on = outcomes.get(step.on);
    const description = session.catalogue.find(step.operation, on);
    const counted = on === 'mask' ? 'voxels' : 'objects';
    return [{ title: titleOf(step, description), operation: step.operation, counted, ...result }];
  });
}

function provenanceOf(value: unknown): Provenance | undefined {
  if (typeof value !== 'object' || value === null || !('provenance' in value)) return undefined;
  return value.provenance as Provenance;
}

/** The operations of a recipe in their order, as their user called them. */
function stepsText(steps: readonly RecipeStep[]): string {
  return steps
    .map(({ op, by }) => by ?? op)
    .filter((name, i, all) => name !== all[i - 1])
    .join(' → ');
}

define('vox-results', VoxResults);

declare global {
  interface HTMLElementTagNameMap {
    'vox-results': VoxResults;
  }
}
