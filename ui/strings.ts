// All words of the elements, in English and in German. `{name}` stands for what is filled in.

/** The words of the elements. */
export type Strings = Readonly<Record<keyof typeof en, string>>;

export const en = {
  cancel: 'Cancel',
  done: '{percent} done',
  timeLeft: 'about {seconds} s left',
  minutesLeft: 'about {minutes} min left',
  // vox-table
  table: 'Table',
  noTable: 'No table.',
  rowsAll: '{rows} rows',
  rowsSome: '{shown} of {rows} rows',
  chosenCount: '{count} selected',
  columns: 'Columns',
  filters: 'Filters',
  onlySelected: 'Selected only',
  copy: 'Copy',
  copied: 'Copied {rows} rows.',
  copyRefused: 'The browser refuses to copy. Select the table and press Ctrl+C.',
  saveCsv: 'CSV',
  allColumns: 'All',
  addFilter: 'Filter by column …',
  removeFilter: 'Remove the filter of {column}',
  from: 'from',
  to: 'to',
  fromOf: '{column} from',
  toOf: '{column} to',
  noRows: 'No row is within the filters.',
  noNumber: 'Not a number.',
};

export const de: Strings = {
  cancel: 'Abbrechen',
  done: '{percent} fertig',
  timeLeft: 'noch etwa {seconds} s',
  minutesLeft: 'noch etwa {minutes} min',
  // vox-table
  table: 'Tabelle',
  noTable: 'Keine Tabelle.',
  rowsAll: '{rows} Zeilen',
  rowsSome: '{shown} von {rows} Zeilen',
  chosenCount: '{count} ausgewählt',
  columns: 'Spalten',
  filters: 'Filter',
  onlySelected: 'Nur Auswahl',
  copy: 'Kopieren',
  copied: '{rows} Zeilen kopiert.',
  copyRefused: 'Der Browser lässt das Kopieren nicht zu. Tabelle anwählen und Strg+C drücken.',
  saveCsv: 'CSV',
  allColumns: 'Alle',
  addFilter: 'Nach Spalte filtern …',
  removeFilter: 'Filter von {column} entfernen',
  from: 'von',
  to: 'bis',
  fromOf: '{column} von',
  toOf: '{column} bis',
  noRows: 'Keine Zeile liegt in den Filtern.',
  noNumber: 'Keine Zahl.',
};

/** Fills values into a string: `fill('{n} voxels', { n: 3 })`. */
export function fill(string: string, values: Readonly<Record<string, string | number>>): string {
  return string.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
