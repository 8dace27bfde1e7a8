import { css, html, nothing, svg } from 'lit';
import type { Vec3 } from 'voxmetry';
import { define, look, VoxElement } from '../../element.js';
import { fill } from '../../strings.js';
import { strokeWith } from '../../session/brush.js';
import type { Session } from '../../session/session.js';
import type { StudyBrush } from '../../session/study.js';
import { nearestVoxel, numberOf, voxelCentre } from '../../views/axes.js';
import type { Point } from '../../views/framing.js';
import type { Drag } from '../../views/hands.js';
import { Kept } from '../../views/kept.js';
import { paintedRuns, type PaintedRun } from '../../views/painted_runs.js';
import type { SliceTool } from '../../views/slice_hands.js';
import type { ShownSlice, VoxSliceView } from '../vox-slice-view.js';
import { lazyWords } from './lazy_words.js';
import { colorOf, openSource, type Painting } from './painting.js';
import { en } from './painting_strings.js';

const words = lazyWords(en, async () => (await import('./painting_strings_de.js')).de);

const ERASER = 'M2.500 10 9 3.500l4 4L8 12.500H5zM6 6.500l4 4M8 13.500h6';

/**
 * Paints the classes of a session in a slice: placed as a child of a `vox-slice-view`. Strokes are
 * discs of the slice, drawn at once over the picture; a stroke is one edit of the session. What is
 * painted of one class is wiped from the others. Pointer, pen with its eraser, one finger (two move
 * the picture), and keys: `docs/workbench.md`.
 *
 * @example
 * ```ts no-run
 * import 'voxmetry/panels';
 * import { openSession } from 'voxmetry/session';
 * const classes = document.body.appendChild(document.createElement('vox-classes'));
 * const view = document.querySelector('vox-slice-view')!;
 * const paint = view.appendChild(document.createElement('vox-paint'));
 * classes.session = paint.session = await openSession();
 * paint.painting = classes.painting;
 * ```
 */
export class VoxPaint extends VoxElement implements SliceTool {
  /** @internal */
  static readonly properties = { session: { attribute: false }, painting: { attribute: false } };
  /** @internal */
  static readonly styles = [
    look,
    css`
      :host {
        position: absolute;
        inset: 0;
        background: none;
        pointer-events: none;
        color: #fff;
        font-size: 0.75rem;
      }
      canvas,
      svg.over {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }
      canvas {
        opacity: 0.85;
      }
      .ring circle {
        fill: none;
        stroke: var(--_ring, #fff);
        stroke-width: 1.5px;
      }
      .ring circle.halo {
        stroke: rgb(0 0 0 / 0.7);
        stroke-width: 3.5px;
      }
      .ring.erasing circle {
        stroke-dasharray: 4 3;
      }
      .tools {
        position: absolute;
        top: 2.1rem;
        left: 0.5rem;
        display: grid;
        gap: 2px;
        pointer-events: auto;
      }
      .tools button {
        display: grid;
        place-items: center;
        width: 26px;
        height: 26px;
        padding: 0;
        border: 1px solid rgb(255 255 255 / 0.2);
        border-radius: 4px;
        background: rgb(10 13 17 / 0.72);
        color: #f4f6f8;
      }
      .tools button[aria-pressed='true'] {
        border: 2px solid #fff;
      }
      .tools i {
        width: 14px;
        height: 14px;
        border-radius: 3px;
        background: var(--_ring);
      }
      .tools svg {
        width: 16px;
        height: 16px;
      }
      .tools path {
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5px;
      }
      .down {
        position: absolute;
        top: 0.5rem;
        left: 50%;
        translate: -50%;
        padding: 0.1rem 0.45rem;
        border-radius: 4px;
        background: #ffd34d;
        color: #14181d;
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        .tools button {
          width: 34px;
          height: 34px;
        }
      }
    `,
  ];

  /** The session whose brushes are the classes. Default null. */
  declare session: Session | null;
  /** What is painted with; the one of a `vox-classes`. Default null: nothing is painted. */
  declare painting: Painting | null;
  #view: VoxSliceView | null = null;
  /** The brushes while a stroke goes on, and its last point in voxels. */
  #stroke: { brushes: readonly StudyBrush[]; last: Vec3; readonly wipes: boolean } | undefined;
  #at: Point | undefined;
  readonly #runs = new Map<string, Kept<readonly PaintedRun[]>>();
  /** Whether the brush is put down for the arrows. */
  #isDown = false;

  constructor() {
    super();
    this.session = null;
    this.painting = null;
  }

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    this.#view = this.closest('vox-slice-view');
    const view = this.#view;
    if (view === null) return;
    view.tool = this;
    view.addEventListener('pointermove', this.#hover);
    view.addEventListener('pointerleave', this.#left);
    view.addEventListener('keydown', this.#key);
    view.addEventListener('vox-crosshair', this.#aimed);
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
    const view = this.#view;
    this.#view = null;
    if (view === null) return;
    if (view.tool === this) view.tool = null;
    view.removeEventListener('pointermove', this.#hover);
    view.removeEventListener('pointerleave', this.#left);
    view.removeEventListener('keydown', this.#key);
    view.removeEventListener('vox-crosshair', this.#aimed);
  }

  /** @internal Begins a stroke. */
  grab(event: PointerEvent, at: Point): Drag | undefined {
    this.#end();
    const isEraser = event.button === 5 || (event.buttons & 32) !== 0;
    if (!this.#begin(at, isEraser || event.ctrlKey || event.metaKey)) return undefined;
    return {
      move: (to) => {
        this.#at = to;
        this.#to(to);
      },
      end: () => {
        this.#end();
      },
      cancel: () => {
        this.#stroke = undefined;
        this.requestUpdate();
      },
    };
  }

  /** @internal */
  protected override render(): unknown {
    const { session, painting } = this;
    const shown = this.#shown();
    if (session === null || painting === null || shown === undefined) return nothing;
    const said = words();
    const { brushes } = session.study.value;
    const chosen = painting.classIn(session.study.value);
    const erases = this.#stroke?.wipes ?? painting.erasing.value;
    const color = chosen === undefined ? '#fff' : colorOf(chosen, brushes.indexOf(chosen));
    return html`<canvas aria-hidden="true"></canvas>
      ${this.#at === undefined ? nothing : this.#ring(this.#at, shown, erases, color)}
      ${this.#isDown ? html`<div class="down" role="status">${said.brushDown}</div>` : nothing}
      <div class="tools" part="tools" role="toolbar" aria-label=${said.painting}>
        ${brushes.map(
          (brush, i) =>
            html`<button
              aria-pressed=${String(brush === chosen && !painting.erasing.value)}
              aria-label=${brush.name}
              title=${brush.name}
              @click=${() => {
                painting.chosen.value = brush.id;
                painting.erasing.value = false;
              }}
            >
              <i .style=${`--_ring:${colorOf(brush, i)}`}></i>
            </button>`,
        )}
        ${this.#button(said.erase, ERASER, painting.erasing.value, () => {
          painting.erasing.value = !painting.erasing.value;
        })}
        ${this.#button(said.larger, 'M8 3v10M3 8h10', undefined, () => {
          painting.resize(true);
        })}
        ${this.#button(said.smaller, 'M3 8h10', undefined, () => {
          painting.resize(false);
        })}
      </div>`;
  }

  /** @internal */
  protected override updated(): void {
    this.#draw();
  }

  #button(label: string, path: string, pressed: boolean | undefined, act: () => void): unknown {
    return html`<button
      aria-label=${label}
      title=${label}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      @click=${act}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
    </button>`;
  }

  #ring([x, y]: Point, shown: ShownSlice, erases: boolean, color: string): unknown {
    const radius = Math.max(2, this.#radius(shown) / shown.unitsPerPixel);
    return html`<svg class="over" aria-hidden="true">
      ${svg`<g class="ring ${erases ? 'erasing' : ''}" .style=${`--_ring:${erases ? '#fff' : color}`}>
        <circle class="halo" cx=${x} cy=${y} r=${radius} />
        <circle cx=${x} cy=${y} r=${radius} />
      </g>`}
    </svg>`;
  }

  /** Draws the painted voxels of the slice, those of the stroke that goes on among them. */
  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const shown = this.#shown();
    if (canvas === null || shown === undefined || this.session === null) return;
    const { axis, index, area, place } = shown;
    const density = globalThis.devicePixelRatio;
    const [width, height] = area.map((n) => Math.max(1, Math.round(n * density)));
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const corner = shown.pixelOf(voxelCentre(place, [0, 0, 0]));
    const next = shown.pixelOf(voxelCentre(place, [1, 1, 1]));
    const [wide, high] = [next[0] - corner[0], next[1] - corner[1]];
    /** The edge before a voxel, in whole pixels of the canvas. */
    const snapped =
      (start: number, size: number) =>
      (voxel: number): number =>
        Math.round((start + (voxel - 0.5) * size) * density);
    const brushes = this.#stroke?.brushes ?? this.session.study.value.brushes;
    for (const [i, brush] of brushes.entries()) {
      context.fillStyle = colorOf(brush, i);
      const kept = this.#runs.get(brush.id) ?? new Kept<readonly PaintedRun[]>();
      this.#runs.set(brush.id, kept);
      const runs = kept.from([brush.tiles, axis, index], () => paintedRuns(brush, axis, index));
      // Edges lie on whole pixels, so that no seam shows between rows.
      const [left, top] = [snapped(corner[0], wide), snapped(corner[1], high)];
      for (const { row, from, to } of runs)
        context.fillRect(left(from), top(row), left(to) - left(from), top(row + 1) - top(row));
    }
  }

  #shown(): ShownSlice | undefined {
    return this.#view?.shown.value ?? undefined;
  }

  #radius({ place }: ShownSlice): number {
    // A quarter of a voxel more: of whole radii, round discs without a tip.
    return (this.painting!.radius.value + 0.25) * Math.min(...place.spacing);
  }

  /** The voxel coordinates of a point of the slice. */
  #voxelAt(at: Point, shown: ShownSlice): Vec3 {
    const { place, axis, index } = shown;
    const position = shown.positionAt(at);
    const of = (i: 0 | 1 | 2): number => (position[i] - place.origin[i]) / place.spacing[i];
    const across = numberOf(axis);
    const voxel: Vec3 = [of(0), of(1), of(2)];
    return voxel.map((n, i) => (i === across ? index : n)) as unknown as Vec3;
  }

  #begin(at: Point, wipes: boolean): boolean {
    const { session, painting } = this;
    const shown = this.#shown();
    const chosen = session === null ? undefined : painting?.classIn(session.study.value);
    if (session === null || painting === null || shown === undefined || chosen === undefined)
      return false;
    const { brushes } = session.study.value;
    const last = this.#voxelAt(at, shown);
    this.#stroke = { brushes, last, wipes: wipes || painting.erasing.value };
    this.#to(at);
    return true;
  }

  /** Paints on to a point. */
  #to(at: Point): void {
    const { session, painting } = this;
    const held = this.#stroke;
    const shown = this.#shown();
    if (held === undefined || session === null || painting === null || shown === undefined) return;
    const to = this.#voxelAt(at, shown);
    const { spacing, size } = shown.place;
    const across = numberOf(shown.axis);
    const id = held.wipes ? '' : painting.classIn(session.study.value)!.id;
    const round = painting.radius.value > 0;
    const points = round ? [held.last, to] : [rounded(held.last), rounded(to)];
    held.brushes = strokeWith(held.brushes, id, points, {
      ...{ spacing, size, flat: across },
      radius: round ? this.#radius(shown) : 0.6 * Math.min(...spacing),
    });
    held.last = to;
    this.requestUpdate();
  }

  /** Ends a stroke: it is an edit. */
  #end(): void {
    const held = this.#stroke;
    const { session, painting } = this;
    this.#stroke = undefined;
    this.#isDown = false;
    if (held === undefined || session === null || painting === null) return;
    const name = painting.classIn(session.study.value)?.name ?? '';
    const title = held.wipes ? words().wiped : fill(words().stroke, { name });
    painting.commit(session, title, held.brushes, openSource(session));
    this.requestUpdate();
  }

  readonly #hover = ({ clientX, clientY, pointerType }: PointerEvent): void => {
    const { left, top } = this.getBoundingClientRect();
    this.#at = pointerType === 'touch' ? undefined : [clientX - left, clientY - top];
    this.requestUpdate();
  };

  readonly #left = (): void => {
    this.#at = undefined;
    this.requestUpdate();
  };

  /** While the brush is down, it follows the crosshair. */
  readonly #aimed = (event: Event): void => {
    const { position } = (event as CustomEvent<{ readonly position: Vec3 }>).detail;
    const shown = this.#shown();
    if (this.#isDown && shown !== undefined) this.#to(shown.pixelOf(position));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const { session, painting } = this;
    if (session === null || painting === null || event.ctrlKey || event.metaKey || event.altKey)
      return;
    // Enter on a button is the button's.
    if (event.composedPath().includes(this)) return;
    const act = this.#actOf(event.key, session, painting);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  #actOf(key: string, session: Session, painting: Painting): (() => void) | undefined {
    const brush = session.study.value.brushes[Number(key) - 1];
    if (brush !== undefined)
      return () => {
        painting.chosen.value = brush.id;
        painting.erasing.value = false;
      };
    const acts: Readonly<Record<string, () => void>> = {
      '[': () => {
        painting.resize(false);
      },
      ']': () => {
        painting.resize(true);
      },
      x: () => {
        painting.erasing.value = !painting.erasing.value;
      },
      Enter: () => {
        const at = this.#crosshair();
        if (at === undefined) return;
        this.#end();
        this.#begin(at, false);
        this.#end();
      },
      p: () => {
        const at = this.#crosshair();
        if (this.#isDown || at === undefined) this.#end();
        else this.#isDown = this.#begin(at, false);
        this.requestUpdate();
      },
      Escape: () => {
        painting.active.value = false;
      },
    };
    return acts[key.length === 1 ? key.toLowerCase() : key];
  }

  /** Where the crosshair is on the slice; its middle where there is none. */
  #crosshair(): Point | undefined {
    const shown = this.#shown();
    const view = this.#view;
    if (shown === undefined || view === null) return undefined;
    const position = view.link?.crosshair.value;
    if (position === null || position === undefined) return [shown.area[0] / 2, shown.area[1] / 2];
    return shown.pixelOf(voxelCentre(shown.place, nearestVoxel(shown.place, position)));
  }
}

function rounded(voxel: Vec3): Vec3 {
  return voxel.map(Math.round) as unknown as Vec3;
}

define('vox-paint', VoxPaint);

declare global {
  interface HTMLElementTagNameMap {
    'vox-paint': VoxPaint;
  }
}
