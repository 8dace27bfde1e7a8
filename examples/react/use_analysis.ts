import { useEffect, useRef, useState } from 'react';
import { VoxmetryError, type Lab } from 'voxmetry';
import { analyse, type Analysis, type Source } from './analyse.js';

/** How far an analysis is, and what became of it. */
export interface AnalysisState {
  readonly status: string;
  readonly busy: boolean;
  /** The fraction done of the current step; undefined while unknown. */
  readonly progress?: number | undefined;
  readonly result?: Analysis;
  readonly error?: VoxmetryError;
}

/** Analyses one volume at a time; the last one wins, and unmounting cancels it. */
export function useAnalysis(lab: Lab | undefined): AnalysisState & {
  readonly start: (source: Source) => void;
  readonly cancel: () => void;
} {
  const [state, setState] = useState<AnalysisState>({ status: '', busy: false });
  const running = useRef<{ readonly controller: AbortController; readonly lab: Lab }>(undefined);
  const { result: shown } = state;
  // Its file is needed as long as it is shown.
  useEffect(() => () => shown?.scan.close(), [shown]);
  const cancel = (): void => {
    running.current?.controller.abort();
  };

  useEffect(
    () => () => {
      // React may run this after a click that has started an analysis in the next lab.
      if (running.current?.lab === lab) cancel();
    },
    [lab],
  );

  const start = (source: Source): void => {
    if (lab === undefined) return;
    cancel();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = { controller, lab };
    const show = (next: AnalysisState): void => {
      if (running.current?.controller === controller) setState(next);
    };
    analyse(lab, source, (status) => {
      show({ status, busy: true });
      return {
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) show({ status, busy: true, progress });
        },
      };
    }).then(
      (result) => {
        if (!signal.aborted) show({ status: '', busy: false, result });
        else {
          result.scan.close();
          show({ status: 'Cancelled', busy: false });
        }
      },
      (thrown: unknown) => {
        const error = VoxmetryError.from(thrown);
        if (error.code === 'cancelled') show({ status: 'Cancelled', busy: false });
        else show({ status: '', busy: false, error });
      },
    );
  };

  return { ...state, start, cancel };
}
