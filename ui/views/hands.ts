// Pointers and wheel of an element with a picture, told as what a hand means by them.
import type { Point } from './framing.js';

/** What a hand does to a picture; points are CSS pixels of the element. */
export interface Handled {
  /** A button went down, or one finger; gives what moves of it mean. */
  grab(event: PointerEvent, at: Point): Drag | undefined;
  /** Two fingers, or Ctrl and the wheel: things shown `factor` times as large about a point. */
  pinch(factor: number, at: Point): void;
  /** Two fingers moved alike. */
  slide(dx: number, dy: number): void;
  wheel(event: WheelEvent, at: Point): void;
  /** The pointer moves with no button down; undefined where it leaves. */
  hover(at: Point | undefined): void;
}

/** A drag that goes on. */
export interface Drag {
  /**
   * The pointer moves with its button down.
   *
   * @param at - Where it is.
   * @param moved - Since the last move.
   */
  move(at: Point, moved: Point): void;
  /**
   * The button is released.
   *
   * @param at - Where it is.
   * @param clicked - Whether the pointer has not moved.
   */
  end?(at: Point, clicked: boolean, event: PointerEvent): void;
  /** A second finger came: the drag was none. */
  cancel?(): void;
}

/** A pointer that moved less than this many pixels clicked. */
const CLICK = 4;
/** Two fingers that moved so far have said whether they pinch or slide. */
const DECIDED = 14;

/** Follows pointers on an element. */
export class Hands {
  readonly #handled: Handled;
  readonly #pointOf: (event: MouseEvent) => Point;
  readonly #fingers = new Map<number, Point>();
  #drag: { readonly drag: Drag; readonly start: Point; last: Point; moved: boolean } | undefined;
  #pair:
    { readonly distance: number; readonly middle: Point; mode?: 'pinch' | 'slide' } | undefined;
  #last: { distance: number; middle: Point } | undefined;

  constructor(handled: Handled, pointOf: (event: MouseEvent) => Point) {
    this.#handled = handled;
    this.#pointOf = pointOf;
  }

  readonly down = (event: PointerEvent): void => {
    const target = event.currentTarget as HTMLElement;
    const at = this.#pointOf(event);
    try {
      target.setPointerCapture(event.pointerId);
    } catch {
      // The pointer is gone already, or was never there.
    }
    if (event.pointerType === 'touch') {
      this.#fingers.set(event.pointerId, at);
      if (this.#fingers.size === 2) {
        this.#drag?.drag.cancel?.();
        this.#drag = undefined;
        this.#last = this.#spread();
        this.#pair = { ...this.#last };
        return;
      }
    }
    const drag = this.#handled.grab(event, at);
    if (drag === undefined) return;
    this.#drag = { drag, start: at, last: at, moved: false };
  };

  readonly move = (event: PointerEvent): void => {
    const at = this.#pointOf(event);
    if (this.#fingers.has(event.pointerId)) this.#fingers.set(event.pointerId, at);
    if (this.#pair !== undefined && this.#fingers.size === 2) {
      this.#pairMoved();
      return;
    }
    const held = this.#drag;
    if (held === undefined) {
      this.#handled.hover(at);
      return;
    }
    const far = Math.hypot(at[0] - held.start[0], at[1] - held.start[1]);
    if (!held.moved && far < CLICK) return;
    held.moved = true;
    held.drag.move(at, [at[0] - held.last[0], at[1] - held.last[1]]);
    held.last = at;
  };

  readonly up = (event: PointerEvent): void => {
    this.#fingers.delete(event.pointerId);
    if (this.#fingers.size < 2) this.#pair = undefined;
    const held = this.#drag;
    this.#drag = undefined;
    const clicked = event.type === 'pointerup' && held?.moved === false;
    held?.drag.end?.(this.#pointOf(event), clicked, event);
  };

  readonly leave = (): void => {
    if (this.#drag === undefined) this.#handled.hover(undefined);
  };

  readonly wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#handled.wheel(event, this.#pointOf(event));
  };

  #spread(): { distance: number; middle: Point } {
    const [a, b] = [...this.#fingers.values()] as [Point, Point];
    return {
      distance: Math.hypot(a[0] - b[0], a[1] - b[1]),
      middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
    };
  }

  #pairMoved(): void {
    const [pair, last, now] = [this.#pair!, this.#last!, this.#spread()];
    if (pair.mode === undefined) {
      const spread = Math.abs(now.distance - pair.distance);
      const path = Math.hypot(now.middle[0] - pair.middle[0], now.middle[1] - pair.middle[1]);
      if (Math.max(spread, path) < DECIDED) return;
      pair.mode = spread > path ? 'pinch' : 'slide';
    }
    if (pair.mode === 'pinch') this.#handled.pinch(now.distance / last.distance, now.middle);
    else this.#handled.slide(now.middle[0] - last.middle[0], now.middle[1] - last.middle[1]);
    this.#last = now;
  }
}
