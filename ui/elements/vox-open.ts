import { html, nothing } from 'lit';
import {
  VoxmetryError,
  type FileFacts,
  type ImageFacts,
  type Lab,
  type OpenInput,
  type Volume,
} from 'voxmetry';
import { define, look, VoxElement } from '../element.js';
import { text, writeNumber } from '../language.js';
import { addSource, freeName } from '../session/edit_study.js';
import type { Session } from '../session/session.js';
import type { StudyOpening, StudySource } from '../session/study.js';
import { fill } from '../strings.js';
import {
  filesOf,
  filesOfDrop,
  inputOfFiles,
  rawGuesses,
  type ChosenInput,
  type RawGuess,
} from './open_input.js';
import { imageForm, rawForm, spacingForm } from './open_forms.js';
import { openStyle } from './open_style.js';
import { SAMPLES } from './samples.js';
import { zoneStyle } from './zone_style.js';
import './vox-progress.js';

/** What `vox-opened` says. */
export interface OpenedDetail {
  readonly volume: Volume;
  /** What is known of the volume, as a study keeps it. */
  readonly source: Omit<StudySource, 'id'>;
  /** The id of the source in the session's study; undefined where there is no session. */
  readonly id: string | undefined;
}

/** What is being done. */
type State =
  | { readonly at: 'ready' }
  | {
      readonly at: 'busy';
      readonly fraction: number | null;
      readonly stop: AbortController;
      /** What was shown, and is again where the work fails. */
      readonly before: Exclude<State, { readonly at: 'busy' }>;
    }
  | { readonly at: 'raw'; readonly chosen: ChosenInput; readonly guesses: readonly RawGuess[] }
  | { readonly at: 'image'; readonly chosen: ChosenInput; readonly facts: FileFacts }
  | {
      readonly at: 'spacing';
      readonly chosen: ChosenInput;
      readonly options: StudyOpening;
      readonly image: ImageFacts;
    };

/**
 * Opens volumes: files and folders that are dropped or picked, samples, and addresses. It looks
 * what a file holds, and asks what it does not say: the size and type of a raw file, the size of
 * voxels, which image of several. What cannot be opened says why, and what was open stays.
 *
 * With a `session` it adds the volume to the study; a file that the study misses is known by its
 * content, and another file of its name is refused.
 *
 * @fires vox-opened - {@link OpenedDetail}.
 * @example
 * ```ts no-run
 * import 'voxmetry/ui';
 * import { openLab } from 'voxmetry';
 * const open = document.body.appendChild(document.createElement('vox-open'));
 * open.lab = await openLab();
 * open.addEventListener('vox-opened', (event) => console.log(event));
 * ```
 */
export class VoxOpen extends VoxElement {
  /** @internal */
  static readonly properties = {
    lab: { attribute: false },
    session: { attribute: false },
    samples: { attribute: false },
  };
  /** @internal */
  static readonly styles = [look, zoneStyle, openStyle];

  /** The lab that opens. Default null. */
  declare lab: Lab | null;
  /** The session whose study gets what is opened. Default null. */
  declare session: Session | null;
  /** The ids of samples that are offered; of `cathode-96x96x64` and others. Default all. */
  declare samples: readonly string[];
  #state: State = { at: 'ready' };
  #error = '';
  #over = false;

  constructor() {
    super();
    this.lab = null;
    this.session = null;
    this.samples = Object.keys(SAMPLES);
  }

  /** Opens an input as if it had been dropped; asks where it must. */
  async open(input: OpenInput, name = 'volume'): Promise<void> {
    const chosen: ChosenInput =
      input instanceof Blob
        ? inputOfFiles([{ path: input instanceof File ? input.name : name, file: input }])!
        : { name, input, bytes: 0, hash: () => Promise.resolve('') };
    await this.#look(chosen, {});
  }

  /** Opens what was dropped elsewhere on the page as if it had been dropped here. */
  async openDrop(transfer: DataTransfer): Promise<void> {
    try {
      this.#take(await filesOfDrop(transfer));
    } catch (error) {
      this.#fail(VoxmetryError.from(error).message);
    }
  }

  /** Makes and opens a sample by its id, one of `samples`. */
  async openSample(id: string): Promise<void> {
    await this.#sample(id);
  }

  /** @internal */
  protected override render(): unknown {
    const { session } = this;
    const state = this.#state;
    const open = session?.volumes.value;
    const missing = session?.study.value.sources.filter(({ id }) => open?.has(id) === false) ?? [];
    return html`${
        missing.length === 0
          ? nothing
          : html`<p class="missing soft">
              ${fill(text().openAgain, { names: missing.map(({ name }) => name).join(', ') })}
            </p>`
      }
      ${state.at === 'busy' ? busy(state) : nothing}
      <div ?hidden=${state.at === 'busy'}>
        ${this.#body(state.at === 'busy' ? state.before : state)}
      </div>
      ${this.#error === '' ? nothing : html`<p class="error" role="alert">${this.#error}</p>`}`;
  }

  /** What is asked now. It stays while work is done, so that what was typed can be mended. */
  #body(state: Exclude<State, { readonly at: 'busy' }>): unknown {
    const hands = {
      fail: (message: string) => {
        this.#fail(message);
      },
      cancel: () => {
        this.#to({ at: 'ready' });
      },
    };
    switch (state.at) {
      case 'ready':
        return this.#zone();
      case 'raw':
        return rawForm(state.chosen, state.guesses, {
          ...hands,
          look: (options) => void this.#look(state.chosen, options),
        });
      case 'image':
        return imageForm(state.chosen, state.facts, {
          ...hands,
          settle: (options, image) => void this.#settle(state.chosen, options, image),
        });
      case 'spacing':
        return spacingForm(state.chosen, state.options, state.image, {
          ...hands,
          open: (options) => void this.#openNow(state.chosen, options),
        });
    }
  }

  #zone(): unknown {
    const strings = text();
    const pick = (folder: boolean) => () => {
      this.renderRoot.querySelector<HTMLInputElement>(folder ? '#folder' : '#files')?.click();
    };
    const take = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      this.#take(filesOf(input.files));
      input.value = '';
    };
    return html`<div
      class=${this.#over ? 'zone over' : 'zone'}
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.#hover(true);
      }}
      @dragleave=${() => {
        this.#hover(false);
      }}
      @drop=${this.#onDrop}
    >
      <p>${strings.dropHere}</p>
      <div class="row">
        <button class="primary" @click=${pick(false)}>${strings.chooseFiles}</button>
        <button @click=${pick(true)}>${strings.chooseFolder}</button>
      </div>
      <input
        id="files"
        type="file"
        multiple
        hidden
        aria-label=${strings.chooseFiles}
        @change=${take}
      />
      <input
        id="folder"
        type="file"
        webkitdirectory
        hidden
        aria-label=${strings.chooseFolder}
        @change=${take}
      />
      ${
        this.samples.length === 0
          ? nothing
          : html`<div class="row" role="group" aria-label=${strings.samples}>
              <span class="soft small">${strings.samples}</span>
              ${this.samples.map(
                (id) =>
                  html`<button
                    class="small"
                    @click=${() => {
                      void this.#sample(id);
                    }}
                  >
                    ${sampleName(id)}
                  </button>`,
              )}
            </div>`
      }
      <form
        class="row address"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#address((event.target as HTMLFormElement).querySelector('input')!.value.trim());
        }}
      >
        <input
          type="url"
          aria-label=${strings.address}
          placeholder=${strings.address}
          autocomplete="off"
          spellcheck="false"
        />
        <button class="small">${strings.openAddress}</button>
      </form>
    </div>`;
  }

  readonly #onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.#hover(false);
    // What lies around the element takes no part in it.
    event.stopPropagation();
    if (event.dataTransfer !== null) void this.openDrop(event.dataTransfer);
  };

  #hover(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    this.requestUpdate();
  }

  #take(files: Parameters<typeof inputOfFiles>[0]): void {
    const chosen = inputOfFiles(files);
    if (chosen !== undefined) void this.#look(chosen, {});
  }

  #address(address: string): void {
    if (address === '') return;
    const name =
      address
        .split(/[?#]/)[0]!
        .split('/')
        .findLast((part) => part !== '') ?? address;
    const hash = (): Promise<string> => Promise.resolve('');
    void this.#look({ name, input: address, bytes: 0, hash }, {});
  }

  async #sample(id: string): Promise<void> {
    await this.#busy(async (stop) => {
      const make = SAMPLES[id];
      if (make === undefined) return;
      const { data, size, spacing, unit } = await make();
      const chosen: ChosenInput = {
        name: id,
        input: { data, size },
        bytes: data.byteLength,
        hash: () => Promise.resolve(`sample:${id}`),
      };
      await this.#finish(chosen, { spacing, unit }, stop);
    });
  }

  /** Looks what an input holds, and asks or opens. */
  async #look(chosen: ChosenInput, options: StudyOpening): Promise<void> {
    await this.#busy(async (stop) => {
      const known = await this.#known(chosen);
      if (known !== undefined) return this.#finish(chosen, known.options, stop, known);
      let facts: FileFacts;
      try {
        facts = await this.#lab().inspect(chosen.input, { ...options, signal: stop.signal });
      } catch (thrown) {
        const guesses = rawGuesses(VoxmetryError.from(thrown));
        if (guesses === undefined || options.size !== undefined) throw thrown;
        this.#to({ at: 'raw', chosen, guesses });
        return;
      }
      const [image] = facts.images;
      if (image === undefined) throw new VoxmetryError('unsupported-format', text().noImage);
      if (facts.images.length > 1 || image.channels.length > 1 || image.times > 1)
        this.#to({ at: 'image', chosen, facts });
      else await this.#settleIn(chosen, options, image, stop);
    });
  }

  async #settle(chosen: ChosenInput, options: StudyOpening, image: ImageFacts): Promise<void> {
    await this.#busy((stop) => this.#settleIn(chosen, options, image, stop));
  }

  /** Opens what states its voxel size, and asks for it else. */
  async #settleIn(
    chosen: ChosenInput,
    options: StudyOpening,
    image: ImageFacts,
    stop: AbortController,
  ): Promise<void> {
    if (image.unit === 'px') this.#to({ at: 'spacing', chosen, options, image });
    else await this.#finish(chosen, options, stop);
  }

  async #openNow(chosen: ChosenInput, options: StudyOpening): Promise<void> {
    await this.#busy((stop) => this.#finish(chosen, options, stop));
  }

  /**
   * The source of the session that a file is, by its content. Throws where it has the name of one
   * and is another file.
   */
  async #known(chosen: ChosenInput): Promise<StudySource | undefined> {
    const { session } = this;
    if (session === null) return undefined;
    const missing = session.study.value.sources.filter(({ id }) => !session.volumes.value.has(id));
    if (missing.length === 0) return undefined;
    const hash = await chosen.hash();
    const found = missing.find((source) => source.hash === hash && hash !== '');
    if (found !== undefined) return found;
    const sameName = missing.find((source) => source.name === chosen.name && source.hash !== '');
    if (sameName === undefined) return undefined;
    throw new VoxmetryError(
      'invalid-argument',
      fill(text().otherFile, { name: chosen.name, bytes: sameName.bytes }),
    );
  }

  async #finish(
    chosen: ChosenInput,
    options: StudyOpening,
    stop: AbortController,
    known?: StudySource,
  ): Promise<void> {
    const { session } = this;
    const source = known ?? (await this.#known(chosen));
    const taken = session?.study.value.sources ?? [];
    const name = source?.name ?? freeName(chosen.name, taken);
    const volume = await this.#lab().open(chosen.input, {
      ...options,
      name,
      signal: stop.signal,
      onProgress: (fraction) => {
        if (this.#state.at === 'busy') this.#to({ ...this.#state, fraction });
      },
    });
    const { size, dtype, spacing, unit, format } = volume;
    const made: Omit<StudySource, 'id'> = {
      name,
      bytes: chosen.bytes,
      hash: source?.hash ?? (await chosen.hash()),
      options,
      facts: { size, dtype, spacing, unit, format },
    };
    const id = session === null ? undefined : attach(session, made, volume, source?.id);
    this.#to({ at: 'ready' });
    const detail: OpenedDetail = { volume, source: made, id };
    this.emit('vox-opened', detail);
  }

  #lab(): Lab {
    if (this.lab !== null) return this.lab;
    throw new VoxmetryError('invalid-argument', 'vox-open has no lab; set its property lab.');
  }

  /** Does some work that can be cancelled, and shows what it throws. */
  async #busy(work: (stop: AbortController) => Promise<void>): Promise<void> {
    if (this.#state.at === 'busy') return;
    const before = this.#state;
    const stop = new AbortController();
    this.#error = '';
    this.#to({ at: 'busy', fraction: null, stop, before });
    // The page shows that it is busy before it is.
    await new Promise((resolve) => setTimeout(resolve, 0));
    try {
      await work(stop);
    } catch (thrown) {
      const error = VoxmetryError.from(thrown);
      this.#to(before);
      if (error.code !== 'cancelled') this.#fail(error.message);
    }
  }

  #to(state: State): void {
    this.#state = state;
    if (state.at !== 'busy') this.#error = '';
    this.requestUpdate();
    if (state.at === 'ready' || state.at === 'busy') return;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>('form input, form select')?.focus();
    });
  }

  #fail(message: string): void {
    this.#error = message;
    this.requestUpdate();
  }
}

/** Adds a volume to the study of a session, or gives it to the source that it is of. */
function attach(
  session: Session,
  made: Omit<StudySource, 'id'>,
  volume: Volume,
  known: string | undefined,
): string {
  let id = known ?? '';
  if (known === undefined)
    session.edit(fill(text().opened, { name: made.name }), (study) => {
      const [next, added] = addSource(study, made);
      id = added;
      return next;
    });
  session.attach(id, volume);
  session.chosen.value ??= id;
  return id;
}

function busy({ fraction, stop }: Extract<State, { readonly at: 'busy' }>): unknown {
  return html`<vox-progress
    .label=${text().opening}
    .fraction=${fraction}
    @vox-cancel=${(event: Event) => {
      event.stopPropagation();
      stop.abort();
    }}
  ></vox-progress>`;
}

function sampleName(id: string): string {
  const [kind = '', size = ''] = id.split('-');
  const strings: Readonly<Record<string, string>> = text();
  const numbers = size.split('x').map((n) => writeNumber(Number(n)));
  return `${strings[`sample_${kind}`] ?? kind} ${numbers.join(' × ')}`;
}

define('vox-open', VoxOpen);

declare global {
  interface HTMLElementTagNameMap {
    'vox-open': VoxOpen;
  }
}
