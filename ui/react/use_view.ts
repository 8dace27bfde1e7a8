import { useEffect, useRef, useState, type RefCallback } from 'react';
import { VoxmetryError, type Lab, type View, type ViewFrame, type ViewSpec } from 'voxmetry';

/** A view in a component, and what became of its last frame. */
export interface ViewState {
  /** For the element that holds the picture, and says by its style how large it is. */
  readonly ref: RefCallback<HTMLElement>;
  /** The view, for what lies under a pointer and for pictures; none while there is no lab. */
  readonly view: View | undefined;
  /** The last frame; undefined before the first. */
  readonly frame: ViewFrame | undefined;
  /** Why what is wanted is not shown; undefined again with the next frame. */
  readonly error: VoxmetryError | undefined;
}

/**
 * Shows grids in an element, drawn by the GPU. It makes the canvas: one is given away for good, so
 * that each view needs a fresh one, also where React mounts twice (StrictMode). The picture has the
 * element's size in device pixels, and follows it. When `deps` change, the view is set anew, and
 * the latest wins. Unmounting, another lab or another element disposes the view. Memory: that of
 * `lab.view`.
 *
 * @param lab - The lab of the grids, as of `useLab`; undefined while it opens.
 * @param make - Makes what is shown; or undefined, while there is nothing new to show.
 * @param deps - What that depends on, as of `useEffect`: handles are compared by identity.
 * @example
 * ```tsx no-run
 * import type { Mask } from 'voxmetry';
 * import { useLab, useView } from 'voxmetry/react';
 *
 * function Slice({ mask, index }: { mask: Mask; index: number }) {
 *   const { lab } = useLab();
 *   const { ref } = useView(lab, () => ({ layers: [{ grid: mask }], index }), [mask, index]);
 *   return <div ref={ref} style={{ width: 256, height: 256 }} />;
 * }
 * ```
 */
export function useView(
  lab: Lab | undefined,
  make: () => ViewSpec | undefined,
  deps: readonly unknown[],
): ViewState {
  const [element, ref] = useState<HTMLElement | null>(null);
  const [view, setView] = useState<View>();
  const [{ frame, error }, setShown] = useState<Pick<ViewState, 'frame' | 'error'>>(NOTHING);
  const live = useRef<View>(undefined);

  // Declared first, so that a lab or an element that goes takes its view along before it is set.
  useEffect(
    () => () => {
      live.current?.dispose();
      live.current = undefined;
      element?.replaceChildren();
      setView(undefined);
      setShown(NOTHING);
    },
    [lab, element],
  );

  useEffect(() => {
    const fail = (thrown: unknown): void => {
      setShown((last) => ({ ...last, error: VoxmetryError.from(thrown) }));
    };
    try {
      const spec = make();
      if (lab === undefined || element === null || spec === undefined) return;
      if (live.current !== undefined) {
        live.current.set(replacing(live.current.spec, spec));
        return;
      }
      const made = viewIn(element, lab, spec);
      made.on('frame', (drawn) => {
        if (live.current === made) setShown({ frame: drawn, error: undefined });
      });
      made.on('error', fail);
      live.current = made;
      setView(made);
    } catch (thrown) {
      fail(thrown);
    }
  }, [lab, element, ...deps]);

  useEffect(() => {
    if (element === null || view === undefined) return undefined;
    const resized = new ResizeObserver(() => {
      // It may be disposed already, and its successor not yet known here.
      if (live.current === view) view.resize(...pixelsOf(element));
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
    };
  }, [element, view]);

  return { ref, view, frame, error };
}

const NOTHING = { frame: undefined, error: undefined } as const;

/** A view on a fresh canvas that fills the element. */
function viewIn(element: HTMLElement, lab: Lab, spec: ViewSpec): View {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'display:block;width:100%;height:100%';
  [canvas.width, canvas.height] = pixelsOf(element);
  const view = lab.view(canvas, spec);
  element.replaceChildren(canvas);
  return view;
}

/** Device pixels of an element's box, at least one. */
function pixelsOf({ clientWidth, clientHeight }: HTMLElement): [width: number, height: number] {
  const pixels = (length: number): number => Math.max(1, Math.round(length * devicePixelRatio));
  return [pixels(clientWidth), pixels(clientHeight)];
}

/** A change to exactly that: fields that it leaves out get their defaults back. */
function replacing(last: ViewSpec, next: ViewSpec): Partial<ViewSpec> {
  const kind = next.kind ?? 'slice';
  const gone = Object.fromEntries(Object.keys(last).map((field) => [field, undefined]));
  return { ...((last.kind ?? 'slice') === kind ? gone : {}), ...next, kind } as Partial<ViewSpec>;
}
