// What hands and keys mean in a scene.
import type { Point } from './framing.js';
import type { Drag, Handled } from './hands.js';
import { wheelFactor } from './slice_motion.js';
import type { Axis } from 'voxmetry';

/** What a scene can be told; lengths on the screen are CSS pixels. */
export interface SpaceActions {
  turn(dx: number, dy: number): void;
  panBy(dx: number, dy: number): void;
  zoomBy(factor: number, at?: Point): void;
  fit(): void;
  lookAlong(axis: Axis, behind: boolean): void;
  choose(at: Point, add: boolean): void;
  maximise(): void;
}

/** What a press of an arrow turns by, in pixels of a drag. */
const TURN_STEP = 24;

/** Makes of hands and keys what a scene is told. */
export class SpaceHands implements Handled {
  readonly #actions: SpaceActions;

  constructor(actions: SpaceActions) {
    this.#actions = actions;
  }

  grab(event: PointerEvent): Drag | undefined {
    const actions = this.#actions;
    if (event.button !== 0 || event.shiftKey) {
      event.preventDefault();
      return {
        move: (_, [dx, dy]) => {
          actions.panBy(dx, dy);
        },
      };
    }
    const adding = event.ctrlKey || event.metaKey;
    return {
      move: (_, [dx, dy]) => {
        actions.turn(dx, dy);
      },
      end: (at, clicked) => {
        if (clicked) actions.choose(at, adding);
      },
    };
  }

  pinch(factor: number, at: Point): void {
    this.#actions.zoomBy(factor, at);
  }

  slide(dx: number, dy: number): void {
    this.#actions.panBy(dx, dy);
  }

  wheel(event: WheelEvent, at: Point): void {
    this.#actions.zoomBy(wheelFactor(event.deltaY), at);
  }

  hover(): void {
    // What is under the pointer is not asked for: a scene has nothing to say without a click.
  }

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== event.currentTarget) return;
    if (this.#key(event)) event.preventDefault();
  };

  #key({ key, code, shiftKey }: KeyboardEvent): boolean {
    const actions = this.#actions;
    const turn = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[key];
    if (turn !== undefined) {
      const [dx, dy] = turn.map((n) => n * TURN_STEP * (shiftKey ? 4 : 1));
      actions.turn(dx!, dy!);
      return true;
    }
    // With Shift, the digits are other characters.
    const axis = ({ Digit1: 'x', Digit2: 'y', Digit3: 'z' } as const)[code];
    if (axis !== undefined) actions.lookAlong(axis, shiftKey);
    else if (key === '+' || key === '=') actions.zoomBy(1.25);
    else if (key === '-') actions.zoomBy(0.8);
    else if (key === 'f' || key === 'F') actions.fit();
    else if (key === 'm' || key === 'M') actions.maximise();
    else return false;
    return true;
  }
}
