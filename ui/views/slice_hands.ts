// What hands and keys mean on a slice.
import type { Point } from './framing.js';
import type { Drag, Handled } from './hands.js';
import { wheelFactor, WheelSteps } from './slice_motion.js';

/** What has the left button, one finger and the pen while it is the tool of a slice: a brush. */
export interface SliceTool {
  /** A press: what its drag does; undefined where it does nothing. */
  grab(event: PointerEvent, at: Point): Drag | undefined;
}

/** What a slice can be told; points and lengths on the screen are CSS pixels. */
export interface SliceActions {
  readonly tool: SliceTool | null;
  step(slices: number): void;
  /** The first slice or the last. */
  toEnd(last: boolean): void;
  zoomBy(factor: number, at?: Point): void;
  panBy(dx: number, dy: number): void;
  fit(): void;
  /** Puts the crosshair there. */
  aim(at: Point): void;
  /** Moves the crosshair by voxels. */
  aimBy(right: number, down: number): void;
  choose(at: Point, add: boolean): void;
  /** Changes the window as a drag by pixels does. */
  shade(dx: number, dy: number): void;
  look(at: Point | undefined): void;
  maximise(): void;
}

/** So many pixels of two fingers are one slice. */
const SLIDE_PIXELS = 14;
/** What a press of a key moves the window by, in pixels of a drag. */
const SHADE_STEP = 12;

/** Makes of hands and keys what a slice is told. */
export class SliceHands implements Handled {
  readonly #actions: SliceActions;
  readonly #steps = new WheelSteps();
  #shading = false;
  #panning = false;
  #slid = 0;

  constructor(actions: SliceActions) {
    this.#actions = actions;
  }

  grab(event: PointerEvent, at: Point): Drag | undefined {
    const actions = this.#actions;
    if (event.button === 2 || (event.button === 0 && this.#shading))
      return {
        move: (_, [dx, dy]) => {
          actions.shade(dx, dy);
        },
      };
    if (event.button === 1 || (event.button === 0 && this.#panning)) {
      event.preventDefault();
      return {
        move: (_, [dx, dy]) => {
          actions.panBy(dx, dy);
        },
      };
    }
    const { tool } = actions;
    // The eraser of a pen is a button of its own.
    if (tool !== null && (event.button === 0 || event.button === 5)) return tool.grab(event, at);
    if (event.button !== 0) return undefined;
    const adding = event.ctrlKey || event.metaKey;
    if (!adding) actions.aim(at);
    return {
      move: (to) => {
        actions.aim(to);
      },
      end: (to, clicked) => {
        if (clicked) actions.choose(to, adding);
      },
    };
  }

  pinch(factor: number, at: Point): void {
    this.#actions.zoomBy(factor, at);
  }

  slide(_: number, dy: number): void {
    this.#slid += dy;
    const steps = Math.trunc(this.#slid / SLIDE_PIXELS);
    this.#slid -= steps * SLIDE_PIXELS;
    if (steps !== 0) this.#actions.step(-steps);
  }

  wheel(event: WheelEvent, at: Point): void {
    if (event.ctrlKey) {
      this.#actions.zoomBy(wheelFactor(event.deltaY), at);
      return;
    }
    const steps = this.#steps.steps(event);
    if (steps !== 0) this.#actions.step(event.shiftKey ? steps * 10 : steps);
  }

  hover(at: Point | undefined): void {
    this.#actions.look(at);
  }

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys of what is placed inside of the view are its own.
    if (event.target !== event.currentTarget) return;
    if (event.key === 'w' || event.key === 'W') this.#shading = true;
    else if (event.key === ' ') this.#panning = true;
    else if (!this.#key(event.key, event.shiftKey ? 10 : 1)) return;
    event.preventDefault();
  };

  readonly keyUp = (event: KeyboardEvent): void => {
    if (event.key === 'w' || event.key === 'W') this.#shading = false;
    if (event.key === ' ') this.#panning = false;
  };

  /** Forgets keys that are held: their end is not heard of elsewhere. */
  readonly blur = (): void => {
    this.#shading = false;
    this.#panning = false;
  };

  #key(key: string, times: number): boolean {
    const actions = this.#actions;
    const [right, down] =
      key === 'ArrowLeft'
        ? [-1, 0]
        : key === 'ArrowRight'
          ? [1, 0]
          : key === 'ArrowUp'
            ? [0, -1]
            : key === 'ArrowDown'
              ? [0, 1]
              : [0, 0];
    if (right !== 0 || down !== 0) {
      if (this.#shading) actions.shade(right * SHADE_STEP * times, down * SHADE_STEP * times);
      else actions.aimBy(right * times, down * times);
      return true;
    }
    const act = {
      PageUp: () => {
        actions.step(-times);
      },
      PageDown: () => {
        actions.step(times);
      },
      Home: () => {
        actions.toEnd(false);
      },
      End: () => {
        actions.toEnd(true);
      },
      '+': () => {
        actions.zoomBy(1.25);
      },
      '=': () => {
        actions.zoomBy(1.25);
      },
      '-': () => {
        actions.zoomBy(0.8);
      },
      f: () => {
        actions.fit();
      },
      m: () => {
        actions.maximise();
      },
    }[key.length === 1 ? key.toLowerCase() : key];
    act?.();
    return act !== undefined;
  }
}
