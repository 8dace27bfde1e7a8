// The panels above a table: which columns are shown, and within which ranges.
import { html, nothing } from 'lit';
import type { Column } from 'voxmetry';
import { language, parseNumber, text } from '../language.js';
import { typedText } from '../numbers/cell_format.js';
import type { ColumnRange } from '../numbers/rows.js';
import { fill } from '../strings.js';

/** Boxes to tick, one for each column. */
export function columnsPanel(
  columns: readonly Column[],
  shown: readonly string[] | null,
  change: (shown: readonly string[] | null) => void,
): unknown {
  const isShown = (name: string): boolean => shown?.includes(name) ?? true;
  const toggled = (name: string): void => {
    const next = columns
      .map((column) => column.name)
      .filter((other) => (other === name ? !isShown(name) : isShown(other)));
    change(next.length === columns.length ? null : next);
  };
  return html`<div class="panel choices" role="group" aria-label=${text().columns}>
    ${columns.map(
      ({ name, description }) =>
        html`<label title=${description}
          ><input
            type="checkbox"
            .checked=${isShown(name)}
            @change=${() => {
              toggled(name);
            }}
          />${name}</label
        >`,
    )}
    <button
      ?disabled=${shown === null}
      @click=${() => {
        change(null);
      }}
    >
      ${text().allColumns}
    </button>
  </div>`;
}

/** Two bounds for each column that is filtered, and a list to add another. */
export function filtersPanel(
  columns: readonly Column[],
  ranges: readonly ColumnRange[],
  change: (ranges: readonly ColumnRange[]) => void,
): unknown {
  const strings = text();
  const bound = (range: ColumnRange, end: 'min' | 'max'): unknown => {
    const name = fill(end === 'min' ? strings.fromOf : strings.toOf, { column: range.column });
    const value = range[end];
    return html`<label
      >${end === 'min' ? strings.from : strings.to}
      <input
        inputmode="decimal"
        aria-label=${name}
        .value=${value === undefined ? '' : typedText(value, language())}
        @change=${({ target }: Event) => {
          const input = target as HTMLInputElement;
          const typed = parseNumber(input.value);
          const bad = typed === undefined && input.value.trim() !== '';
          input.classList.toggle('bad', bad);
          input.setCustomValidity(bad ? strings.noNumber : '');
          input.setAttribute('aria-invalid', String(bad));
          if (bad) input.reportValidity();
          else change(ranges.map((r) => (r === range ? { ...r, [end]: typed } : r)));
        }}
    /></label>`;
  };
  return html`<div class="panel" role="group" aria-label=${strings.filters}>
    ${ranges.map(
      (range) =>
        html`<div class="filter">
          <span
            >${range.column}
            <span class="soft">${columns.find((c) => c.name === range.column)?.unit}</span></span
          >
          ${bound(range, 'min')} ${bound(range, 'max')}
          <button
            aria-label=${fill(strings.removeFilter, { column: range.column })}
            @click=${() => {
              change(ranges.filter((r) => r !== range));
            }}
          >
            ×
          </button>
        </div>`,
    )}
    <select
      aria-label=${strings.addFilter}
      @change=${({ target }: Event) => {
        const select = target as HTMLSelectElement;
        const column = select.value;
        select.value = '';
        change([...ranges, { column }]);
      }}
    >
      <option value="">${strings.addFilter}</option>
      ${columns.map(({ name }) =>
        ranges.some((range) => range.column === name)
          ? nothing
          : html`<option value=${name}>${name}</option>`,
      )}
    </select>
  </div>`;
}
