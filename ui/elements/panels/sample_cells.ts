// The cells of the table of samples, and what they change.
import { html, nothing } from 'lit';
import { writeNumber } from '../../language.js';
import type { MetadataColumn, Sample } from '../../records/fields.js';
import type { Records } from '../../records/records.js';
import { fill } from '../../strings.js';
import { fieldSize, type RecordHands } from './record_hands.js';
import { recordsText } from './records_language.js';

/** The head of a column of metadata, which can be removed. */
export function columnHead(
  records: Records,
  { name, unit, kind }: MetadataColumn,
  { change }: RecordHands,
): unknown {
  const remove = fill(recordsText().removeColumn, { column: name });
  return html`<th scope="col" class=${kind === 'number' ? 'number' : ''}>
    ${name} ${unit === '' ? nothing : html`<span class="unit">${unit}</span>`}<button
      class="quiet"
      aria-label=${remove}
      title=${remove}
      @click=${() => {
        void change(() => records.removeMetadataColumn(name));
      }}
    >
      ×
    </button>
  </th>`;
}

/** A sample's name, which can be changed. */
export function sampleName(records: Records, { sample }: Sample, { change }: RecordHands): unknown {
  return html`<input
    aria-label=${fill(recordsText().renameSample, { sample })}
    size=${fieldSize(sample, 10)}
    .value=${sample}
    @change=${(event: Event) => {
      const input = event.target as HTMLInputElement;
      void change(() => records.rename(sample, input.value.trim())).then((done) => {
        if (!done) input.value = sample;
      });
    }}
  />`;
}

/** What is said of a sample in a column of metadata, which can be changed. */
export function metadataCell(
  records: Records,
  { sample, metadata }: Sample,
  { name, kind }: MetadataColumn,
  { change, numberIn }: RecordHands,
): unknown {
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
        const given = kind === 'number' ? numberIn(event) : input.value.trim();
        if (given === null) input.value = shown;
        else
          void change(() => records.describe(sample, { [name]: given === '' ? undefined : given }));
      }}
    />
  </td>`;
}

/** A button that asks whether to remove a sample. */
export function removeButton({ sample }: Sample, ask: (sample: string) => void): unknown {
  const remove = fill(recordsText().removeSample, { sample });
  return html`<button
    class="quiet"
    aria-label=${remove}
    title=${remove}
    @click=${() => {
      ask(sample);
    }}
  >
    ×
  </button>`;
}

/** Asks for another column of metadata. */
export function newColumn(records: Records, { change }: RecordHands): unknown {
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
          void change(async () => {
            const column = { name: said('name'), kind, unit: said('unit') } as const;
            await records.setMetadataColumn(column);
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

/** Asks before a sample is removed: there is no way back. */
export function askToRemove(
  records: Records,
  sample: string,
  close: () => void,
  { change }: RecordHands,
): unknown {
  const strings = recordsText();
  const count = records.select({ sample }).length;
  return html`<div class="ask row" role="alertdialog" aria-label=${strings.remove}>
    <span>${fill(strings.reallyRemove, { sample, count })}</span>
    <button @click=${close}>${strings.keep}</button>
    <button
      class="error"
      @click=${() => {
        close();
        void change(() => records.remove({ sample }));
      }}
    >
      ${strings.remove}
    </button>
  </div>`;
}
