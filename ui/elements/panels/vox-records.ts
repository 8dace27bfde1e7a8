import { html, nothing } from 'lit';
import { VoxmetryError, type Lab } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { formatNumber, parseNumber, text, writeNumber } from '../../language.js';
import { exportRecords, importRecords, type RecordFormat } from '../../records/exchange.js';
import type { MetadataColumn, RecordRow, Sample } from '../../records/fields.js';
import type { Checked, Limit } from '../../records/limits.js';
import type { Records } from '../../records/records.js';
import { crateZip } from '../../records/ro_crate.js';
import { sampleOf } from '../../records/session_records.js';
import type { Where } from '../../records/selection.js';
import type { Alike, Summary } from '../../records/summarise.js';
import type { Session } from '../../session/session.js';
import { fill } from '../../strings.js';
import { numberText } from '../../numbers/number_text.js';
import { recordsChart, type ChartGroup } from './records_chart.js';
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

/** Samples that are shown at first, and that "more" adds. */
const PAGE = 100;
const FORMATS = ['csv', 'parquet', 'json'] as const satisfies readonly RecordFormat[];
const MARKS = { pass: '✓', fail: '✕', undecided: '?' } as const;

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
    const strings = recordsText();
    const columns = records.metadataColumns;
    const recipes = records.valuesOf('recipe').map(String);
    const { column, is } = this.#filter;
    const chosen = columns.find(({ name }) => name === column);
    return html`<div class="row">
      ${
        columns.length === 0
          ? nothing
          : html`<label
              >${strings.filterBy}
              <select
                id="filter"
                @change=${(event: Event) => {
                  const name = valueOf(event);
                  this.#setFilter({ column: name, is: '', min: undefined, max: undefined });
                }}
              >
                <option value="">${strings.allSamples}</option>
                ${columns.map(
                  ({ name }) =>
                    html`<option value=${name} ?selected=${name === column}>${name}</option>`,
                )}
              </select></label
            >`
      }
      ${
        chosen?.kind === 'text'
          ? html`<select
              aria-label="${column} ${strings.isOneOf}"
              @change=${(event: Event) => {
                this.#setFilter({ ...this.#filter, is: valueOf(event) });
              }}
            >
              <option value="">${strings.all}</option>
              ${records
                .valuesOf(column)
                .map(
                  (value) =>
                    html`<option value=${value} ?selected=${value === is}>${value}</option>`,
                )}
            </select>`
          : nothing
      }
      ${chosen?.kind === 'number' ? [this.#bound('min', column), this.#bound('max', column)] : nothing}
      ${
        recipes.length < 2
          ? nothing
          : html`<label
              >${strings.recipe}
              <select
                id="recipe"
                @change=${(event: Event) => {
                  this.#recipe = valueOf(event);
                  this.requestUpdate();
                }}
              >
                <option value="">${strings.all}</option>
                ${recipes.map(
                  (recipe, i) =>
                    html`<option value=${recipe} ?selected=${recipe === this.#recipe}>
                      ${fill(strings.recipeN, { n: i + 1, hash: recipe.slice(0, 8) })}
                    </option>`,
                )}
              </select></label
            >`
      }
    </div>`;
  }

  #bound(end: 'min' | 'max', column: string): unknown {
    const strings = recordsText();
    const word = end === 'min' ? strings.from : strings.to;
    const value = this.#filter[end];
    return html`<label
      >${word}
      <input
        class="number"
        inputmode="decimal"
        aria-label="${column} ${word}"
        .value=${value === undefined ? '' : writeNumber(value)}
        @change=${(event: Event) => {
          const number = this.#numberIn(event);
          if (number !== null) this.#setFilter({ ...this.#filter, [end]: number });
        }}
    /></label>`;
  }

  #setFilter(filter: ShownFilter): void {
    this.#filter = filter;
    this.#shown = PAGE;
    this.requestUpdate();
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
        ${this.#newColumn()}
      </div>
      ${error === undefined ? nothing : html`<p class="error" role="alert">${error.message}</p>`}
      ${this.#ask(records)}
      <div class="wide" tabindex="0" role="region" aria-label=${strings.samples}>
        <table>
          <thead>
            <tr>
              <th scope="col">${strings.sample}</th>
              ${columns.map((column) => this.#columnHead(column))}
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
                  <th scope="row">${this.#sampleName(sample)}</th>
                  ${columns.map((column) => this.#cell(sample, column))}
                  ${shown.map(({ metric }) =>
                    valueCell(
                      values.get(sample.sample)?.get(metric),
                      verdicts.get(`${sample.sample}\n${metric}`),
                    ),
                  )}
                  <td>${this.#removeButton(sample)}</td>
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

  #columnHead({ name, unit, kind }: MetadataColumn): unknown {
    const remove = fill(recordsText().removeColumn, { column: name });
    return html`<th scope="col" class=${kind === 'number' ? 'number' : ''}>
      ${name} ${unit === '' ? nothing : html`<span class="unit">${unit}</span>`}<button
        class="quiet"
        aria-label=${remove}
        title=${remove}
        @click=${() => {
          void this.#change(() => this.records?.removeMetadataColumn(name));
        }}
      >
        ×
      </button>
    </th>`;
  }

  #newColumn(): unknown {
    const strings = recordsText();
    return html`<details>
      <summary>${strings.addColumn}</summary>
      <div>
        <form
          class="row"
          @submit=${(event: Event) => {
            event.preventDefault();
            const form = event.target as HTMLFormElement;
            const given = new FormData(form);
            const said = (name: string): string => (given.get(name) as string).trim();
            const kind = said('kind') === 'number' ? 'number' : 'text';
            void this.#change(async () => {
              const column = { name: said('name'), kind, unit: said('unit') } as const;
              await this.records?.setMetadataColumn(column);
              form.reset();
            });
          }}
        >
          <label>${strings.columnName} <input name="name" autocomplete="off" /></label>
          <label
            >${strings.columnKind}
            <select name="kind">
              <option value="text">${strings.kindText}</option>
              <option value="number">${strings.kindNumber}</option>
            </select></label
          >
          <label>${strings.unit} <input class="number" name="unit" autocomplete="off" /></label>
          <button>${strings.add}</button>
        </form>
      </div>
    </details>`;
  }

  #sampleName({ sample }: Sample): unknown {
    return html`<input
      aria-label=${fill(recordsText().renameSample, { sample })}
      size=${fieldSize(sample, 10)}
      .value=${sample}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        void this.#change(() => this.records?.rename(sample, input.value.trim())).then((done) => {
          if (!done) input.value = sample;
        });
      }}
    />`;
  }

  #cell({ sample, metadata }: Sample, { name, kind }: MetadataColumn): unknown {
    const value = metadata[name];
    const shown = value === undefined ? '' : typeof value === 'number' ? writeNumber(value) : value;
    return html`<td class=${kind === 'number' ? 'number' : ''}>
      <input
        class=${kind === 'number' ? 'number' : ''}
        aria-label=${fill(recordsText().cellOf, { column: name, sample })}
        size=${fieldSize(shown, kind === 'number' ? 4 : 6)}
        .value=${shown}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          const given = kind === 'number' ? this.#numberIn(event) : input.value.trim();
          if (given === null) input.value = shown;
          else
            void this.#change(() =>
              this.records?.describe(sample, { [name]: given === '' ? undefined : given }),
            );
        }}
      />
    </td>`;
  }

  #removeButton({ sample }: Sample): unknown {
    const remove = fill(recordsText().removeSample, { sample });
    return html`<button
      class="quiet"
      aria-label=${remove}
      title=${remove}
      @click=${() => {
        this.#removing = sample;
        this.requestUpdate();
        void this.updateComplete.then(() => {
          this.renderRoot.querySelector<HTMLElement>('.ask button')?.focus();
        });
      }}
    >
      ×
    </button>`;
  }

  /** Asks before a sample is removed: there is no way back. */
  #ask(records: Records): unknown {
    const sample = this.#removing;
    if (sample === null) return nothing;
    const strings = recordsText();
    const count = records.select({ sample }).length;
    const close = (): void => {
      this.#removing = null;
      this.requestUpdate();
    };
    return html`<div class="ask row" role="alertdialog" aria-label=${strings.remove}>
      <span>${fill(strings.reallyRemove, { sample, count })}</span>
      <button @click=${close}>${strings.keep}</button>
      <button
        class="error"
        @click=${() => {
          close();
          void this.#change(() => records.remove({ sample }));
        }}
      >
        ${strings.remove}
      </button>
    </div>`;
  }

  #comparison(records: Records, where: Where, metrics: readonly ShownMetric[]): unknown {
    const strings = recordsText();
    const first = (this.#metrics ?? firstMetrics(metrics))[0] ?? metrics[0]!.metric;
    const shown =
      metrics.find(({ metric }) => metric === this.#metric) ??
      metrics.find(({ metric }) => metric === first)!;
    const { metric, unit } = shown;
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
        ${this.#limits(records, metric, unit, limit)}
      </div>
      ${error === undefined ? nothing : this.#refusal(error)}
      ${summaries === undefined ? nothing : this.#groups(records, where, shown, summaries, limit)}`;
  }

  /** Why values are not pooled; what may differ can be allowed to. */
  #refusal(error: VoxmetryError): unknown {
    const { field } = error.details as { readonly field?: string };
    const may = (['estimator', 'border', 'connectivity'] as const).find((each) => each === field);
    return html`<p class="error" role="alert">${error.message}</p>
      ${
        may === undefined
          ? nothing
          : html`<button
              @click=${() => {
                this.#allow = [...this.#allow, may];
                this.requestUpdate();
              }}
            >
              ${recordsText().poolAnyway}
            </button>`
      }`;
  }

  #limits(records: Records, metric: string, unit: string, limit: Limit | undefined): unknown {
    const strings = recordsText();
    const others = records.limits.filter((each) => each.metric !== metric);
    const field = (end: 'lower' | 'upper'): unknown =>
      html`<label
        >${strings[end]}
        <input
          class="number"
          name=${end}
          inputmode="decimal"
          .value=${limit?.[end] === undefined ? '' : writeNumber(limit[end])}
          @change=${(event: Event) => {
            const number = this.#numberIn(event);
            if (number === null) return;
            const next = { ...limit, metric, unit, [end]: number };
            const none = next.lower === undefined && next.upper === undefined;
            void this.#change(() => records.setLimits(none ? others : [...others, next]));
          }}
      /></label>`;
    return html`<span class="row" role="group" aria-label=${strings.limits}
      >${field('lower')} ${field('upper')} <span class="soft">${unitText(unit)}</span></span
    >`;
  }

  #groups(
    records: Records,
    where: Where,
    { metric, measure, quantity, unit }: ShownMetric,
    summaries: readonly Summary[],
    limit: Limit | undefined,
  ): unknown {
    const strings = recordsText();
    const by = Object.keys(summaries[0]?.group ?? {})[0];
    const rows = records.rows({ ...where, metric });
    const valueIn = new Map(
      records.samples.map(({ sample, metadata }) => [
        sample,
        by === undefined ? undefined : metadata[by],
      ]),
    );
    const groups = summaries.map((summary): ChartGroup => {
      const value = by === undefined ? undefined : summary.group[by];
      return {
        summary,
        rows: rows.filter(({ sample }) => valueIn.get(sample) === value),
        name:
          by === undefined ? strings.all : value === undefined ? strings.none : groupText(value),
      };
    });
    groups.sort(({ summary: a }, { summary: b }) => order(a.group[by!], b.group[by!]));
    const name = `${measure}: ${quantityText(quantity)}`;
    const axis = `${name}${unitText(unit) === '' ? '' : ` (${unitText(unit)})`}`;
    const recipes = Math.max(...summaries.map((each) => each.recipes));
    return html`${recordsChart({
        groups,
        limit,
        axis,
        label: `${fill(strings.chartOf, { metric: axis })}. ${strings.chartWords}`,
        title: (row) => fill(strings.dotOf, { sample: row.sample, value: shownValue(row) }),
      })}
      <p class="soft small">${strings.chartWords}</p>
      ${recipes < 2 ? nothing : html`<p class="undecided">${fill(strings.recipes, { count: recipes })}</p>`}
      <div class="wide" tabindex="0" role="region" aria-label=${strings.compare}>
        <table>
          <thead>
            <tr>
              <th scope="col">${by ?? strings.group}</th>
              <th scope="col" class="number">${strings.n}</th>
              <th scope="col" class="number">${strings.mean}</th>
              <th scope="col" class="number">${strings.sd}</th>
              <th scope="col" class="number">${strings.interval}</th>
              <th scope="col" class="number">${strings.range}</th>
            </tr>
          </thead>
          <tbody>
            ${groups.map((group) => summaryRow(group, unit))}
          </tbody>
        </table>
      </div>
      ${this.#test(records, where, metric, groups, by)}
      ${limit === undefined ? nothing : this.#verdicts(records, where, metric)}`;
  }

  /** Of two groups, how sure it is that they differ. */
  #test(
    records: Records,
    where: Where,
    metric: string,
    groups: readonly ChartGroup[],
    by: string | undefined,
  ): unknown {
    const [a, b, ...others] = groups;
    const values = [a, b].map((group) => (by === undefined ? undefined : group?.summary.group[by]));
    const [first, second] = values;
    if (by === undefined || first === undefined || second === undefined || others.length > 0)
      return nothing;
    const { checked } = attempt(() =>
      records.compare(
        metric,
        { ...where, [by]: first },
        { ...where, [by]: second },
        { allow: this.#allow },
      ),
    );
    if (checked === undefined) return nothing;
    return html`<p class="small">
      ${fill(recordsText().test, {
        test: checked.test,
        u: formatNumber(checked.u),
        p: formatNumber(checked.p, { maximumSignificantDigits: 2 }),
        share: formatNumber(checked.superiority, { style: 'percent', maximumFractionDigits: 0 }),
        group: a!.name,
      })}
    </p>`;
  }

  #verdicts(records: Records, where: Where, metric: string): unknown {
    const { checked = [] } = attempt(() => records.check({ ...where, metric }));
    const count = (verdict: Checked['verdict']): number =>
      checked.filter((each) => each.verdict === verdict).length;
    const counts = {
      pass: count('pass'),
      fail: count('fail'),
      undecided: count('undecided'),
    };
    const strings = recordsText();
    return html`<p class="verdicts">
      ${fill(strings.verdicts, counts)}
      ${counts.undecided === 0 ? nothing : html`<span class="soft">${strings.undecidedWhy}</span>`}
    </p>`;
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
      if (this.dispatchEvent(event)) saveBytes(bytes, name);
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

/** What work gives, or the error that it throws. */
function attempt<T>(work: () => T): {
  readonly checked?: T;
  readonly error?: VoxmetryError;
} {
  try {
    return { checked: work() };
  } catch (thrown) {
    return { error: VoxmetryError.from(thrown) };
  }
}

/** Characters that a field is wide: those of its text, within bounds. */
function fieldSize(text: string, least: number): number {
  return Math.min(28, Math.max(least, text.length));
}

function valueOf(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

function nameOf(format: RecordFormat): string {
  return format === 'parquet' ? 'Parquet' : format.toUpperCase();
}

function metricText(metrics: readonly ShownMetric[], metric: string): string {
  const found = metrics.find((each) => each.metric === metric);
  return found === undefined ? metric : `${found.measure}: ${quantityText(found.quantity)}`;
}

function groupText(value: string | number): string {
  return typeof value === 'number' ? writeNumber(value) : value;
}

/** Groups by number or by name; those without a value come last. */
function order(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

/** A number in its unit, as the results show it. */
function numberIn(
  value: number,
  unit: string,
  interval: readonly [number, number] | null,
  whole = false,
): string {
  // Records hold per cent, which the results write from parts.
  const scale = unit === '%' ? 0.01 : 1;
  const scaled = interval === null ? null : ([scale * interval[0], scale * interval[1]] as const);
  return numberText(scale * value, unit, scaled, whole, formatNumber);
}

function intervalOf({ lo, hi }: RecordRow): readonly [number, number] | null {
  return Number.isNaN(lo) || Number.isNaN(hi) ? null : [lo, hi];
}

function isCount({ unit, value, level }: RecordRow): boolean {
  return ['voxels', 'objects', 'chords'].includes(unit) && Number.isNaN(level) && value % 1 === 0;
}

function shownValue(row: RecordRow): string {
  const unit = unitText(row.unit);
  return `${numberIn(row.value, row.unit, intervalOf(row), isCount(row))}${unit === '' ? '' : ` ${unit}`}`;
}

/** A value with its interval, and whether it keeps its limit. */
function valueCell(row: RecordRow | undefined, checked: Checked | undefined): unknown {
  const strings = recordsText();
  if (row === undefined) return html`<td class="number soft">–</td>`;
  const interval = intervalOf(row);
  const range =
    interval === null
      ? fill(strings.noInterval, { reason: row.reason })
      : `${text().interval95} ${interval.map((end) => numberIn(end, row.unit, interval)).join(' – ')}`;
  const half = interval === null ? NaN : (interval[1] - interval[0]) / 2;
  return html`<td
    class="number"
    title="${range}; ${row.estimator}"
    data-number=${row.value}
    data-unit=${row.unit}
    data-estimator=${row.estimator}
    data-interval=${interval === null ? nothing : interval.join(' ')}
    data-reason=${interval === null ? row.reason : nothing}
  >
    ${numberIn(row.value, row.unit, interval, isCount(row))}${
      Number.isNaN(half)
        ? nothing
        : html`<span class="half"> ± ${numberIn(half, row.unit, interval)}</span>`
    }${checked === undefined ? nothing : verdict(checked)}
  </td>`;
}

function verdict({ verdict: said, by }: Checked): unknown {
  const strings = recordsText();
  const words = strings[`verdict_${said}`] + (by === 'value' ? `, ${strings.byValue}` : '');
  return html`<span class="verdict ${said}" role="img" aria-label=${words} title=${words}
    >${MARKS[said]}</span
  >`;
}

function summaryRow({ name, summary }: ChartGroup, unit: string): unknown {
  const { n, mean, sd, interval, min, max, missing } = summary;
  const written = (value: number): string => numberIn(value, unit, interval);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">
      ${n}${
        missing === 0
          ? nothing
          : html` <span class="soft">(${fill(recordsText().missing, { count: missing })})</span>`
      }
    </td>
    <td class="number">${written(mean)}</td>
    <td class="number">${written(sd)}</td>
    <td class="number">${interval === null ? '–' : interval.map(written).join(' – ')}</td>
    <td class="number">${n === 0 ? '–' : `${written(min)} – ${written(max)}`}</td>
  </tr>`;
}

/** Saves bytes as a file of the user's, as a download. */
function saveBytes(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  // The download has taken hold of the bytes by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
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
