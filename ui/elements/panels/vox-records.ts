import { html, nothing } from 'lit';
import { VoxmetryError, type Lab } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { parseNumber } from '../../language.js';
import { exportRecords, importRecords, type RecordFormat } from '../../records/exchange.js';
import type { Records } from '../../records/records.js';
import { crateZip } from '../../records/ro_crate.js';
import { sampleOf } from '../../records/session_records.js';
import type { Where } from '../../records/selection.js';
import type { Alike } from '../../records/summarise.js';
import type { Session } from '../../session/session.js';
import { fill } from '../../strings.js';
import { saveFile } from '../save_file.js';
import { attempt } from './attempt.js';
import { comparedGroups } from './compared_groups.js';
import { limitFields, poolingRefusal } from './comparison_fields.js';
import { recordFilters } from './record_filters.js';
import { valueOf, type RecordHands } from './record_hands.js';
import { metricText, valueCell } from './record_values.js';
import { quantityText, recordsText, unitText } from './records_language.js';
import { recordsStyle } from './records_style.js';
import {
  firstMetrics,
  metricsOf,
  valuesBySample,
  whereOf,
  type ShownFilter,
  type ShownMetric,
} from './records_view.js';
import {
  askToRemove,
  columnHead,
  metadataCell,
  newColumn,
  removeButton,
  sampleName,
} from './sample_cells.js';

/** Samples that are shown at first, and that "more" adds. */
const PAGE = 100;
const FORMATS = ['csv', 'parquet', 'json'] as const satisfies readonly RecordFormat[];

/**
 * The results of many samples: their values beside what is said of them, filters, groups that are
 * compared with the spread between samples, limits that samples keep or not, files in and out.
 *
 * @fires vox-file - A file is wanted; `detail`: `{ name, bytes }`. The element saves it, unless
 * the event is prevented.
 * @csspart sample - The row of a sample.
 * @example
 * ```ts no-run
 * import 'voxmetry/panels';
 * import { browserRecords, openRecords } from 'voxmetry/records';
 * const panel = document.body.appendChild(document.createElement('vox-records'));
 * panel.records = await openRecords(browserRecords());
 * ```
 */
export class VoxRecords extends VoxElement {
  /** @internal */
  static readonly properties = {
    records: { attribute: false },
    session: { attribute: false },
    lab: { attribute: false },
  };
  /** @internal */
  static readonly styles = [look, recordsStyle];

  /** The records. Default null. */
  declare records: Records | null;
  /** A session whose results can be recorded; needs `lab` too. Default null. */
  declare session: Session | null;
  /** The lab of the session. Default null. */
  declare lab: Lab | null;
  #filter: ShownFilter = { column: '', is: '', min: undefined, max: undefined };
  #recipe = '';
  /** The metrics that are shown; null while nobody has chosen. */
  #metrics: readonly string[] | null = null;
  #metric = '';
  #groupBy = '';
  #allow: readonly Alike[] = [];
  #shown = PAGE;
  #removing: string | null = null;
  #error = '';
  #said = '';
  readonly #hands: RecordHands = {
    change: (work) => this.#change(work),
    numberIn: (event) => this.#numberIn(event),
  };

  constructor() {
    super();
    this.records = null;
    this.session = null;
    this.lab = null;
  }

  /** Chooses the metric that is compared, and by which column of metadata. */
  compare(metric: string, groupBy = ''): void {
    this.#metric = metric;
    this.#groupBy = groupBy;
    this.requestUpdate();
  }

  /** @internal */
  protected override render(): unknown {
    const { records } = this;
    const strings = recordsText();
    if (records === null) return html`<p class="soft">${strings.noRecordsYet}</p>`;
    // Read, so that a change draws the element again.
    const changed = records.changes.value >= 0;
    const messages = html`${
        this.#error === '' ? nothing : html`<p class="error" role="alert">${this.#error}</p>`
      }
      <p class="soft small" role="status">${this.#said}</p>`;
    if (!changed || records.length === 0)
      return html`${this.#bar(records)}
        <div class="empty">
          <p>${strings.noRecordsYet}</p>
          <p class="soft">${strings.howToBegin}</p>
        </div>
        ${messages}`;
    const where = whereOf(records, [this.#filter], this.#recipe);
    const metrics = metricsOf(records, {});
    return html`${this.#bar(records)} ${messages} ${this.#filters(records)}
    ${this.#samples(records, where, metrics)} ${this.#comparison(records, where, metrics)}`;
  }

  #bar(records: Records): unknown {
    const strings = recordsText();
    const counts = [samplesText(records.samples.length), valuesText(records.length)];
    return html`<div class="bar">
      <span class="counts">${counts.join(', ')}</span>
      ${
        this.session === null || this.lab === null
          ? nothing
          : html`<button
              class="primary"
              @click=${() => {
                void this.#record();
              }}
            >
              ${strings.recordThis}
            </button>`
      }
      <span class="end"
        ><button
          @click=${() => {
            this.renderRoot.querySelector<HTMLInputElement>('#import')?.click();
          }}
        >
          ${strings.import}
        </button>
        <input
          id="import"
          type="file"
          hidden
          accept=".csv,.parquet,.json,.zip"
          aria-label=${strings.import}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            const file = input.files?.[0];
            if (file !== undefined) void this.importFile(file);
            input.value = '';
          }}
        />
        ${
          records.length === 0
            ? nothing
            : html`<select
                aria-label=${strings.export}
                @change=${(event: Event) => {
                  const select = event.target as HTMLSelectElement;
                  void this.#export(select.value as RecordFormat | 'crate');
                  select.value = '';
                }}
              >
                <option value="">${strings.export} …</option>
                ${FORMATS.map((format) => html`<option value=${format}>${nameOf(format)}</option>`)}
                <option value="crate">RO-Crate</option>
              </select>`
        }</span
      >
    </div>`;
  }

  #filters(records: Records): unknown {
    return recordFilters(
      records,
      { filter: this.#filter, recipe: this.#recipe },
      {
        numberIn: this.#hands.numberIn,
        setFilter: (filter) => {
          this.#filter = filter;
          this.#shown = PAGE;
          this.requestUpdate();
        },
        setRecipe: (recipe) => {
          this.#recipe = recipe;
          this.requestUpdate();
        },
      },
    );
  }

  #samples(records: Records, where: Where, metrics: readonly ShownMetric[]): unknown {
    const strings = recordsText();
    const names = this.#metrics ?? firstMetrics(metrics);
    const shown = metrics.filter(({ metric }) => names.includes(metric));
    const inside = new Set(records.valuesOf('sample', where));
    const samples = records.samples.filter(({ sample }) => inside.has(sample));
    const values = valuesBySample(
      records,
      where,
      shown.map(({ metric }) => metric),
    );
    const { checked, error } = attempt(() => records.check(where));
    const verdicts = new Map(checked?.map((each) => [`${each.sample}\n${each.metric}`, each]));
    const columns = records.metadataColumns;
    const left = samples.length - this.#shown;
    const ask = (sample: string): void => {
      this.#removing = sample;
      this.requestUpdate();
      void this.updateComplete.then(() => {
        this.renderRoot.querySelector<HTMLElement>('.ask button')?.focus();
      });
    };
    return html`<div class="row">
        <details>
          <summary>${strings.columns}</summary>
          <div>
            ${metrics.map(
              ({ metric }) =>
                html`<label
                  ><input
                    type="checkbox"
                    .checked=${names.includes(metric)}
                    @change=${() => {
                      this.#metrics = names.includes(metric)
                        ? names.filter((each) => each !== metric)
                        : [...names, metric];
                      this.requestUpdate();
                    }}
                  />${metricText(metrics, metric)}</label
                >`,
            )}
          </div>
        </details>
        ${newColumn(records, this.#hands)}
      </div>
      ${error === undefined ? nothing : html`<p class="error" role="alert">${error.message}</p>`}
      ${this.#ask(records)}
      <div class="wide" tabindex="0" role="region" aria-label=${strings.samples}>
        <table>
          <thead>
            <tr>
              <th scope="col">${strings.sample}</th>
              ${columns.map((column) => columnHead(records, column, this.#hands))}
              ${shown.map(
                ({ measure, quantity, unit }) =>
                  html`<th scope="col" class="number">
                    <span class="measure">${measure}</span>${quantityText(quantity)}
                    <span class="unit">${unitText(unit)}</span>
                  </th>`,
              )}
              <th><span class="unseen">${strings.remove}</span></th>
            </tr>
          </thead>
          <tbody>
            ${samples.slice(0, this.#shown).map(
              (sample) =>
                html`<tr part="sample">
                  <th scope="row">${sampleName(records, sample, this.#hands)}</th>
                  ${columns.map((column) => metadataCell(records, sample, column, this.#hands))}
                  ${shown.map(({ metric }) =>
                    valueCell(
                      values.get(sample.sample)?.get(metric),
                      verdicts.get(`${sample.sample}\n${metric}`),
                    ),
                  )}
                  <td>${removeButton(sample, ask)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="soft small">
        ${fill(strings.shownOf, { shown: Math.min(samples.length, this.#shown), samples: samplesText(records.samples.length) })}
        ${
          left <= 0
            ? nothing
            : html`<button
                @click=${() => {
                  this.#shown += PAGE;
                  this.requestUpdate();
                }}
              >
                ${fill(strings.more, { count: Math.min(PAGE, left) })}
              </button>`
        }
      </p>`;
  }

  /** Asks before a sample is removed: there is no way back. */
  #ask(records: Records): unknown {
    const sample = this.#removing;
    if (sample === null) return nothing;
    const close = (): void => {
      this.#removing = null;
      this.requestUpdate();
    };
    return askToRemove(records, sample, close, this.#hands);
  }

  #comparison(records: Records, where: Where, metrics: readonly ShownMetric[]): unknown {
    const strings = recordsText();
    const first = (this.#metrics ?? firstMetrics(metrics))[0] ?? metrics[0]!.metric;
    const shown =
      metrics.find(({ metric }) => metric === this.#metric) ??
      metrics.find(({ metric }) => metric === first)!;
    const { metric } = shown;
    const columns = records.metadataColumns;
    const by = columns.some(({ name }) => name === this.#groupBy) ? [this.#groupBy] : [];
    const options = { by, allow: this.#allow };
    const { checked: summaries, error } = attempt(() =>
      records.summarise({ ...where, metric }, options),
    );
    const limit = records.limits.find((each) => each.metric === metric);
    return html`<h3>${strings.compare}</h3>
      <div class="row">
        <label
          >${strings.metric}
          <select
            id="metric"
            @change=${(event: Event) => {
              this.#allow = [];
              this.compare(valueOf(event), this.#groupBy);
            }}
          >
            ${metrics.map(
              (each) =>
                html`<option value=${each.metric} ?selected=${each.metric === metric}>
                  ${metricText(metrics, each.metric)}
                </option>`,
            )}
          </select></label
        >
        <label
          >${strings.groupBy}
          <select
            id="group"
            @change=${(event: Event) => {
              this.compare(metric, valueOf(event));
            }}
          >
            <option value="">${strings.oneGroup}</option>
            ${columns.map(
              ({ name }) =>
                html`<option value=${name} ?selected=${name === by[0]}>${name}</option>`,
            )}
          </select></label
        >
        ${limitFields(records, shown, limit, this.#hands)}
      </div>
      ${
        error === undefined
          ? nothing
          : poolingRefusal(error, (may) => {
              this.#allow = [...this.#allow, may];
              this.requestUpdate();
            })
      }
      ${summaries === undefined ? nothing : comparedGroups(records, where, shown, summaries, limit, this.#allow)}`;
  }

  /** Adds the records of a file. */
  async importFile(file: File): Promise<void> {
    await this.#change(async () => {
      if (this.records === null) return;
      const bytes = new Uint8Array(await file.arrayBuffer());
      const count = await importRecords(this.records, bytes, file.name);
      this.#said = fill(recordsText().imported, { values: valuesText(count) });
    });
  }

  async #record(): Promise<void> {
    await this.#change(async () => {
      const { session, lab, records } = this;
      if (session === null || lab === null || records === null) return;
      const sample = await sampleOf(session, lab);
      await records.add(sample);
      this.#said = fill(recordsText().recorded, { sample: sample.sample });
    });
  }

  async #export(format: RecordFormat | 'crate'): Promise<void> {
    await this.#change(async () => {
      if (this.records === null) return;
      const crate = format === 'crate';
      const own = this.session?.study.value.title ?? '';
      const title = own === '' ? recordsText().records : own;
      const bytes = crate
        ? await crateZip(this.records, { name: title, description: title })
        : await exportRecords(this.records, format);
      const name = crate ? 'records.crate.zip' : `records.${format}`;
      const event = new CustomEvent('vox-file', {
        detail: { name, bytes },
        bubbles: true,
        composed: true,
        cancelable: true,
      });
      if (this.dispatchEvent(event)) saveFile(bytes, name);
    });
  }

  /** Does a change, and shows what it throws; resolves to whether it was done. */
  async #change(work: () => Promise<void> | undefined): Promise<boolean> {
    this.#error = '';
    this.#said = '';
    let done = true;
    try {
      await work();
    } catch (thrown) {
      done = false;
      this.#error = VoxmetryError.from(thrown).message;
    }
    this.requestUpdate();
    return done;
  }

  /** The number in a field: undefined where it is empty, null where it is none, which is said. */
  #numberIn(event: Event): number | undefined | null {
    const { value } = event.target as HTMLInputElement;
    const number = parseNumber(value);
    const wrong = number === undefined && value.trim() !== '';
    this.#error = wrong ? recordsText().notANumber : '';
    this.requestUpdate();
    return wrong ? null : number;
  }
}

function nameOf(format: RecordFormat): string {
  return format === 'parquet' ? 'Parquet' : format.toUpperCase();
}

function samplesText(count: number): string {
  const { oneSample, manySamples } = recordsText();
  return count === 1 ? oneSample : fill(manySamples, { count });
}

function valuesText(count: number): string {
  const { oneValue, manyValues } = recordsText();
  return count === 1 ? oneValue : fill(manyValues, { count });
}

define('vox-records', VoxRecords);

declare global {
  interface HTMLElementTagNameMap {
    'vox-records': VoxRecords;
  }
}
