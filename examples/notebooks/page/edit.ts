/// <reference types="vite/client" />
import {
  deserialize,
  serialize,
  toCell,
  type Cell,
  type Notebook,
} from '@observablehq/notebook-kit';
import { NotebookRuntime } from '@observablehq/notebook-kit/runtime';
import { EditedCell } from './edited_cell.js';

/** The text of every notebook of this folder, each loaded when it is asked for. */
const texts = import.meta.glob<string>(['../*.html', '!../index.html', '!../edit.html'], {
  query: '?raw',
  import: 'default',
});

const place = need('edit-cells');
const state = need('edit-state');
const download = need('edit-download') as HTMLButtonElement;

function need(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

/** A notebook that is being edited: its cells in their order, and the runtime that runs them. */
class Editor {
  readonly #notebook: Notebook;
  readonly #runtime = new NotebookRuntime();
  #cells: EditedCell[] = [];

  constructor(text: string) {
    this.#notebook = deserialize(text);
    document.title = `${this.#notebook.title} – edit`;
  }

  /** Shows all cells and runs them, those that depend on others when these are there. */
  async start(): Promise<void> {
    place.replaceChildren();
    for (const cell of this.#notebook.cells) this.#add(cell, this.#cells.length, null);
    const defines = await Promise.all(this.#cells.map((cell) => cell.prepare()));
    for (const define of defines) define();
  }

  /** The notebook as it is now, in the kit's format. */
  text(): string {
    return serialize({ ...this.#notebook, cells: this.#cells.map(({ cell }) => cell) });
  }

  get title(): string {
    return this.#notebook.title;
  }

  /** Ends what runs. */
  dispose(): void {
    this.#runtime.runtime.dispose();
  }

  #add(cell: Cell, at: number, before: Element | null): HTMLTextAreaElement {
    const frame = document.createElement('section');
    frame.className = 'edit-cell';
    const output = frame.appendChild(document.createElement('div'));
    output.className = 'observablehq observablehq--cell';
    output.id = `cell-${cell.id}`;
    const edited = new EditedCell(this.#runtime, cell, output);
    this.#cells.splice(at, 0, edited);

    const code = document.createElement('textarea');
    code.value = cell.value;
    code.spellcheck = cell.mode === 'md';
    code.setAttribute('aria-label', `Cell ${cell.id}: ${cell.mode === 'md' ? 'text' : 'code'}`);
    const run = async () => {
      cell.value = code.value;
      frame.classList.remove('changed');
      (await edited.prepare())();
    };
    const rows = () => {
      code.rows = code.value.split('\n').length;
    };
    rows();
    code.addEventListener('input', () => {
      rows();
      frame.classList.toggle('changed', code.value !== cell.value);
    });
    code.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !event.shiftKey) return;
      event.preventDefault();
      void run();
    });

    const tools = document.createElement('div');
    tools.className = 'edit-tools';
    const tool = (label: string, act: () => void) => {
      const button = tools.appendChild(document.createElement('button'));
      button.textContent = label;
      button.addEventListener('click', act);
    };
    const insert = (mode: 'js' | 'md') => {
      const id = Math.max(0, ...this.#cells.map((other) => other.cell.id)) + 1;
      const next = toCell({ id, mode, value: '', pinned: mode === 'js' });
      this.#add(next, this.#cells.indexOf(edited) + 1, frame.nextElementSibling).focus();
    };
    tool('Run', () => void run());
    tool('+ Code', () => {
      insert('js');
    });
    tool('+ Text', () => {
      insert('md');
    });
    tool('Remove', () => {
      edited.remove();
      this.#cells.splice(this.#cells.indexOf(edited), 1);
      frame.remove();
    });
    frame.append(fold(cell, code), tools);
    place.insertBefore(frame, before);
    return code;
  }
}

/** Code that the notebook folds is folded here too, and text always: what it makes stands above. */
function fold(cell: Cell, code: HTMLTextAreaElement): HTMLElement {
  if (cell.pinned || cell.value === '') return code;
  const details = document.createElement('details');
  details.className = 'code';
  const summary = details.appendChild(document.createElement('summary'));
  summary.textContent = cell.mode === 'md' ? 'Text' : 'Code';
  details.append(code);
  return details;
}

let editor: Editor | null = null;

async function edit(text: string): Promise<void> {
  editor?.dispose();
  editor = new Editor(text);
  state.textContent = '';
  download.disabled = false;
  await editor.start();
}

need('edit-open').addEventListener('click', () => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.html';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void file.text().then(edit);
  });
  input.click();
});

download.addEventListener('click', () => {
  if (!editor) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([editor.text()], { type: 'text/html' }));
  link.download = `${editor.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.html`;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
});

const name = new URLSearchParams(location.search).get('notebook');
if (name === null) state.textContent = 'Open a notebook that you downloaded here, or choose one.';
else {
  const load = texts[`../${name}.html`];
  if (load) await edit(await load());
  else state.textContent = `There is no notebook named “${name}”.`;
}
