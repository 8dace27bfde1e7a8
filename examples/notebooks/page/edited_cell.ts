import { transpile, type Cell } from '@observablehq/notebook-kit';
import type { DefineState, NotebookRuntime } from '@observablehq/notebook-kit/runtime';

type Body = (...inputs: never[]) => unknown;

/** The packages that a cell may import: those of the page's import map. */
const known = new Set(
  Object.keys(
    (
      JSON.parse(document.querySelector('script[type=importmap]')?.textContent ?? '{}') as {
        imports?: Record<string, string>;
      }
    ).imports ?? {},
  ),
);

/** A cell whose code can be replaced while the notebook runs. */
export class EditedCell {
  readonly cell: Cell;
  readonly #notebook: NotebookRuntime;
  readonly #state: DefineState;
  /** What others know this cell by, also while its code cannot be read. */
  #outputs: string[] = [];
  /** Edits come quicker than modules load: only the last one counts. */
  #run = 0;

  constructor(notebook: NotebookRuntime, cell: Cell, root: HTMLDivElement) {
    this.cell = cell;
    this.#notebook = notebook;
    this.#state = { root, expanded: [], variables: [] };
  }

  /** Reads the code of the cell and gives what defines it in the notebook. */
  async prepare(): Promise<() => void> {
    const run = ++this.#run;
    const define = await this.#read().catch((error: unknown) => this.#failure(error));
    return () => {
      if (run !== this.#run) return;
      this.remove();
      define();
    };
  }

  /** Takes the cell out of the notebook: what needs it says so. */
  remove(): void {
    for (const variable of this.#state.variables.splice(0)) variable.delete();
    this.#state.root.replaceChildren();
  }

  async #read(): Promise<() => void> {
    const { cell } = this;
    const { body: code, ...transpiled } = transpile(cell, { resolveLocalImports: true });
    for (const [, name] of code.matchAll(/\bimport\("https:\/\/[^"]*?\/npm\/([^"]*?)\/\+esm"\)/g))
      if (name !== undefined && !known.has(name))
        throw new SyntaxError(
          `${name} is not among the packages of these notebooks: ${packages().join(', ')}.`,
        );
    const url = URL.createObjectURL(
      new Blob([`export default (${code});`], { type: 'text/javascript' }),
    );
    try {
      const module = (await import(/* @vite-ignore */ url)) as { default: Body };
      this.#outputs = transpiled.outputs ?? [];
      return () => {
        this.#notebook.define(this.#state, {
          ...transpiled,
          id: cell.id,
          body: module.default,
          display: cell.mode === 'js',
        });
      };
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /** A cell that shows why it cannot be read; what depends on it fails too, and is not stale. */
  #failure(error: unknown): () => void {
    return () => {
      this.#notebook.define(this.#state, {
        id: this.cell.id,
        inputs: [],
        outputs: this.#outputs,
        body: () => {
          throw error;
        },
      });
    };
  }
}

function packages(): string[] {
  return [...known].filter((name) => !name.includes('://'));
}
